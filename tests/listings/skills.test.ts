import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import type { Discipline, Seniority } from '../../listings/card.ts'
import { advertOf } from '../../listings/posting.ts'
import { readMethods, readSector, readSteppingStone, readTools } from '../../listings/skills.ts'

const advert = (description: string, title = 'Project Manager') =>
  advertOf({ externalId: '1', url: 'https://board.example/1', title, description }).advert

describe('methods and qualifications', () => {
  const rows: [string, string[]][] = [
    ['PRINCE2 Practitioner, MSP and MoP', ['PRINCE2', 'MSP', 'MoP']],
    ['Prince 2 or AgilePM', ['PRINCE2', 'AgilePM']],
    ['Managing Successful Programmes', ['MSP']],
    ['An MSP provider of laptops', []],
    ['You know P3O and APM PMQ', ['P3O', 'APM', 'APM PMQ']],
    ['APM tools watch our servers', []],
    ['ChPP or chartered status', ['ChPP']],
    ['PMP certified', ['PMP']],
    ['Scrum, Kanban and SAFe', ['Scrum', 'Kanban', 'SAFe']],
    ['a safe pair of hands', []],
    ['NEC4 contracts', ['NEC']],
    ['NEC ECC experience', ['NEC']],
    ['An NEC phone system', []],
    ['Lean Six Sigma black belt', ['Lean Six Sigma']],
    ['a lean team', []],
    ['Prosci or ADKAR', ['Prosci']],
    ['earned value reports', ['Earned value']],
    ['Agile working practices in every team', ['Agile']],
    ['Agile working policy: two days in York', []],
    ['no methods at all', []],
  ]
  for (const [text, want] of rows)
    it(`in "${text}": ${want.join(', ') || 'none'}`, () => assert.deepEqual(readMethods(advert(text))?.value ?? [], want))
  it('are named once, with their words', () => {
    const read = readMethods(advert('PRINCE2 is a must. PRINCE2 Agile helps.'))
    assert.deepEqual(read?.value, ['PRINCE2', 'Agile'].slice(0, read?.value.length))
    assert.deepEqual(read?.evidence[0], { words: 'PRINCE2', where: 'description', start: 0 })
  })
})

describe('tools', () => {
  const rows: [string, string[]][] = [
    ['MS Project and Excel', ['MS Project', 'Excel']],
    ['Microsoft Project or Project Online', ['MS Project']],
    ['Primavera P6, Asta Powerproject', ['Primavera P6', 'Asta Powerproject']],
    ['P6', ['Primavera P6']],
    ['Jira, Confluence, Azure DevOps', ['Jira', 'Confluence', 'Azure DevOps']],
    ['Planview or Clarity PPM', ['Planview', 'Clarity PPM']],
    ['clarity of thought', []],
    ['You excel in a crisis', []],
    ['monday.com and Smartsheet', ['monday.com', 'Smartsheet']],
    ['from Monday to Friday', []],
    ['Power BI dashboards on SharePoint', ['Power BI', 'SharePoint']],
    ['the power of habit', []],
  ]
  for (const [text, want] of rows)
    it(`in "${text}": ${want.join(', ') || 'none'}`, () => assert.deepEqual(readTools(advert(text))?.value ?? [], want))
})

describe('the sector', () => {
  const rows: [title: string, text: string, want: string | undefined][] = [
    ['Project Manager - Rail Signalling', '', 'rail'],
    ['NHS Programme Manager', '', 'health'],
    ['Construction Project Manager', '', 'construction'],
    ['Project Manager', 'Sector: Clean Water', 'utilities'],
    ['Project Manager', 'Industry: Financial Services', 'finance'],
    ['Project Manager', 'A bank replaces its payments engine; mortgages follow.', 'finance'],
    ['Project Manager', 'Two hospitals and their clinical systems.', 'health'],
    ['PMO Analyst', 'A local authority, a council and its public sector partners.', 'government'],
    ['PMO Analyst', 'A naval base: submarines and the Ministry of Defence.', 'defence'],
    ['Project Manager', 'The civil engineering and groundworks of a nuclear site: decommissioning.', 'nuclear'],
    ['Project Manager', 'Enjoy a bank holiday more than most.', undefined],
    ['Project Manager', 'A rail operator moves its rolling stock depot beside an airport with an aircraft hangar.', 'rail'],
    ['Project Manager', 'A team of eight with a plan.', undefined],
  ]
  for (const [title, text, want] of rows)
    it(`of "${title}" with "${text.slice(0, 40)}" is ${want ?? 'not stated'}`, () =>
      assert.equal(readSector(advert(text, title))?.value, want))
})

describe('a stepping stone', () => {
  const rows: [title: string, discipline: Discipline, seniority: Seniority | undefined, text: string, want: string | undefined][] = [
    ['PMO Analyst', 'pmo', 'analyst', 'You will manage two or three small projects from start to finish.', 'pmo-doing-pm-work'],
    ['PMO Analyst', 'pmo', 'analyst', 'There is an opportunity to step up to project manager.', 'pmo-doing-pm-work'],
    ['PMO Officer', 'pmo', 'coordinator', 'Running your own workstream comes with it.', 'pmo-doing-pm-work'],
    ['PMO Analyst / Project Manager', 'pmo', 'analyst', '', 'pmo-doing-pm-work'],
    ['PMO Analyst', 'pmo', 'analyst', 'You support project managers and keep the RAID log.', undefined],
    ['Head of PMO', 'pmo', 'head', 'You will lead several small projects.', undefined],
    ['Junior Project Manager', 'project', 'junior', 'This would suit a PMO analyst.', 'pm-taking-pmo-people'],
    ['Project Manager', 'project', 'manager', 'You make the step from PMO to project management.', 'pm-taking-pmo-people'],
    [
      'Project Manager',
      'project',
      'manager',
      'People with a PMO background welcome; your next step into project management.',
      'pm-taking-pmo-people',
    ],
    ['Project Manager (PMO background welcome)', 'project', 'manager', '', 'pm-taking-pmo-people'],
    ['Project Manager', 'project', 'manager', 'You report to the PMO every week.', undefined],
    ['Programme Director', 'programme', 'director', 'This would suit a PMO analyst.', undefined],
  ]
  for (const [title, discipline, seniority, text, want] of rows)
    it(`${title}: "${text}" is ${want ?? 'none'}`, () =>
      assert.equal(readSteppingStone(advert(text, title), discipline, seniority)?.value, want))
})

describe('the walk over the words', () => {
  it('gives the place of every word exactly', () => {
    const { description } = advert('On a quay. Then Jira, PRINCE2 and Primavera P6.')
    for (const read of [readMethods(advert(description)), readTools(advert(description))])
      for (const { words, start } of read?.evidence ?? []) assert.equal(description.slice(start, start + words.length), words)
  })
  it('is the same in upper case for names that are not words', () => {
    assert.deepEqual(readMethods(advert('PRINCE2 AND SCRUM'))?.value, readMethods(advert('prince2 and scrum'))?.value)
  })
  it('never throws, on letters that change their length in lower case too', () => {
    for (const text of ['İİİ Jira', 'ﬁ P6', '\u{1F600} PRINCE2']) readTools(advert(text))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
        readMethods(advert(text))
        readSector(advert(text, text))
        readSteppingStone(advert(text, text), 'pmo', 'analyst')
      }),
      { numRuns: 200 },
    )
  })
})
