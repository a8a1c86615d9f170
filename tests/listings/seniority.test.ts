import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDiscipline } from '../../listings/discipline.ts'
import { advertOf } from '../../listings/posting.ts'
import { readSeniority } from '../../listings/seniority.ts'

function levelOf(title: string, description = ''): string {
  const { advert } = advertOf({ externalId: '1', url: 'https://board.example/1', title, description })
  const discipline = readDiscipline(advert)
  const level = discipline && readSeniority(advert, discipline.value)
  return level ? [level.rung, level.modifier].filter(Boolean).join(' + ') : 'not stated'
}

function table(rows: Record<string, string[]>): void {
  for (const [want, titles] of Object.entries(rows)) {
    for (const title of titles) it(`reads "${title}" as ${want}`, () => assert.equal(levelOf(title), want))
  }
}

describe('the rung is the noun’s', () => {
  table({
    support: [
      'Project Support Officer',
      'PMO Administrator',
      'Programme Assistant',
      'Project Secretary',
      'Project Management Intern',
      'PMO Apprentice',
    ],
    coordinator: [
      'Project Coordinator',
      'Project Co-ordinator',
      'Programme Officer',
      'PMO Officer',
      'Project Coordinator/Administrator',
      'Project Management Officer',
    ],
    analyst: [
      'PMO Analyst',
      'Project Planner',
      'Project Controller',
      'Project Controls Engineer',
      'PMO Consultant',
      'Change Analyst',
      'PMO',
      'Project Support Analyst',
    ],
    manager: [
      'Project Manager',
      'Programme Manager',
      'Scrum Master',
      'PMO Manager',
      'Release Train Engineer',
      'Project Manager I',
      'Mid-Level Project Manager',
    ],
    lead: ['PMO Lead', 'Project Leader', 'Project Control Lead', 'Programme Lead', 'Agile Delivery Lead'],
    head: ['Head of PMO', 'Head of IT Projects', 'Head of Transformation'],
    director: ['Programme Director', 'Director of Delivery', 'Director, Programme Management', 'Chief Transformation Officer'],
  })
})

describe('the adjective is a modifier, and a rung only for managers', () => {
  table({
    'senior + senior': [
      'Senior Project Manager',
      'Sr. Program Manager',
      'Snr Delivery Manager',
      'Project Manager (Senior)',
      'Senior Manager, Project Management',
      'Senior Scrum Master',
      'Mid to Senior Digital Project Manager',
    ],
    'junior + junior': ['Junior Project Manager', 'Junior Programme Office Manager (PMO)', 'Jnr Project Manager'],
    'junior + assistant': ['Assistant Project Manager', 'Assistant Project Manager / Project Manager'],
    'junior + graduate': ['Graduate Project Manager'],
    'junior + apprentice': ['Apprentice Project Manager'],
    'lead + lead': ['Lead Project Manager'],
    'lead + principal': ['Principal Project Manager'],
    'manager + deputy': ['Deputy Project Manager'],
    'analyst + senior': ['Senior PMO Analyst', 'Senior Planner', 'PMO Senior Analyst', 'Senior Project Controls Engineer'],
    'analyst + lead': ['Lead PMO Analyst', 'PMO Analyst (Lead)', 'Lead Planning Engineer'],
    'analyst + junior': ['Junior Planner', 'Jnr PMO Analyst'],
    'coordinator + junior': ['Junior Project Coordinator'],
    'coordinator + lead': ['Lead Project Coordinator'],
    'director + associate': ['Associate Director - Project Management'],
    'head + deputy': ['Deputy Head of PMO'],
  })
})

describe('two levels in one title', () => {
  table({
    manager: [
      'Project / Senior Project Manager',
      'Senior Project Manager / Project Manager',
      'Manager / Associate Director - Project Management',
      'Director - Lockkeeping Programme Manager',
      'Vice President, Programme Manager',
    ],
    'senior + senior': ['Senior / Lead Project Manager', 'Senior Project Manager Programme Manager Change'],
    lead: ['PMO Lead / PMO Manager'],
    head: ['Head of Projects / Programme Manager'],
  })
})

describe('what the text adds', () => {
  const rows: [title: string, text: string, want: string][] = [
    ['Boiler Project Manager', 'Senior Project Manager (Contract). Two schools, one boiler house.', 'senior + senior'],
    ['Project Manager', 'A harbour board is looking for a senior digital project manager for its ticket hall.', 'senior + senior'],
    ['Project Manager', 'You will report to the Senior Project Manager of the harbour board.', 'manager'],
    ['Project Manager', 'A clear path towards Senior Project Manager.', 'manager'],
    ['IT PMO - SC Cleared', 'We need a PMO Lead for two years.', 'lead'],
    ['IT PMO - SC Cleared', 'We need somebody for the office.', 'analyst'],
    ['Associate Project Manager', 'A construction consultancy with JCT and NEC4 contracts.', 'lead + associate'],
    ['Associate Project Manager', 'A software house with two squads.', 'junior + associate'],
    ['Vice President, Project Management', 'A bank grade.', 'not stated'],
  ]
  for (const [title, text, want] of rows)
    it(`makes "${title}" with "${text.slice(0, 30)}…" ${want}`, () => assert.equal(levelOf(title, text), want))
  it('is kept as evidence beside the title’s words', () => {
    const { advert } = advertOf({
      externalId: '1',
      url: 'https://board.example/1',
      title: 'Project Manager',
      description: 'We are looking for a senior project manager.',
    })
    const evidence = readSeniority(advert, 'project')?.evidence ?? []
    assert.deepEqual(
      evidence.map(({ where, words }) => [where, words]),
      [
        ['title', 'Project Manager'],
        ['description', 'looking for a senior project manager'],
      ],
    )
  })
})

describe('the evidence of a level', () => {
  const quoted = (title: string) => {
    const { advert } = advertOf({ externalId: '1', url: 'https://board.example/1', title })
    return readSeniority(advert, 'project')?.evidence[0]
  }
  it('quotes the adjective in front of the role', () =>
    assert.deepEqual(quoted('Rail depot - Senior Project Manager'), { words: 'Senior Project Manager', where: 'title', start: 13 }))
  it('quotes the role alone where no adjective gives the level', () =>
    assert.deepEqual(quoted('Rail depot - Project Manager'), { words: 'Project Manager', where: 'title', start: 13 }))
})
