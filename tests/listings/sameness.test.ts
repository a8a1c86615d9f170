import assert from 'node:assert/strict'
import { test } from 'node:test'
import weights from '../../listings/sameness-weights.json' with { type: 'json' }
import type { RawPosting } from '../../listings/posting.ts'
import { blockingKeys, objections, RULES_VERSION, signature } from '../../listings/sameness.ts'
import { advert, BRIEF, compared, OTHER_BRIEF, REWORDED } from '../support/ferry-role.ts'

test('an advert posted again unchanged is the same role, for sure, and says why', () => {
  const found = compared({}, { externalId: '2', postedAt: '2026-03-09' })
  assert.equal(found.same, true)
  assert.equal(found.sure, true)
  assert.deepEqual(found.vetoes, [])
  assert.deepEqual(found.reasons.slice(0, 3), [
    'both titles are “payment project manager”',
    'both in Leeds',
    'Fenmoor Resourcing advertises both',
  ])
  assert.match(found.reasons.at(-1) ?? '', /^100 % of the shorter text stands in the other$/)
})

const ONE_TITLE: [string, string][] = [
  ['Payments Project Manager', 'PAYMENTS PROJECT MANAGER'],
  ['Payments Project Manager', 'Payments Project Manager (12 month contract, Inside IR35)'],
  ['Payments Project Manager', 'Contract Payments Project Manager - £600 per day - ASAP start'],
  ['Payments Project Manager', 'Payments Project Manager - Leeds'],
  ['Payments Project Manager', 'Payments Project Manager | Fenmoor Resourcing'],
  ['Payments Project Manager', 'Project Manager, Payments'],
  ['Senior Payments Project Manager', 'Snr Payments Project Mgr'],
  ['Payments Programme Manager', 'Payments Program Manager'],
  ['Project Co-ordinator', 'Project Coordinator (SC Cleared)'],
  ['PMO Analyst II', 'PMO Analyst - Level 2'],
  ['Lead Data Engineer', 'Data Engineering Lead'],
]
for (const [one, two] of ONE_TITLE) {
  test(`“${one}” and “${two}” are one title`, () => {
    const found = compared({ title: one }, { title: two })
    assert.deepEqual(found.vetoes, [])
    assert.equal(found.sure, true)
  })
}

const OTHER_TITLES: [string, string, RegExp][] = [
  ['Payments Project Manager', 'Payments Programme Manager', /other titles/],
  ['Payments Project Manager', 'Cyber Project Manager', /other titles/],
  ['PMO Analyst', 'PMO Manager', /other titles/],
  ['Data Scientist', 'Data Engineer', /other titles/],
  ['Payments Project Manager', 'Senior Payments Project Manager', /another grade: none and “senior”/],
  ['PMO Analyst', 'Junior PMO Analyst', /another grade/],
  ['Project Engineer II', 'Project Engineer III', /another grade/],
  ['Lead Project Manager', 'Head of Project Management', /another grade/],
]
for (const [one, two, why] of OTHER_TITLES) {
  test(`“${one}” and “${two}” are two roles, even with one text`, () => {
    const found = compared({ title: one }, { title: two })
    assert.equal(found.same, false)
    assert.match(found.vetoes.join(), why)
  })
}

test('a title that says more is a likely match, and a sure one only where the other’s copied text says it too', () => {
  const more = (title: string, changes: Partial<RawPosting> = {}) => compared({ title: 'Payments Project Manager' }, { title, ...changes })
  assert.equal(more('Payments Project Manager - Barriers').sure, true)
  for (const likely of [more('Payments Project Manager - Toll Roads'), more('Payments Project Manager - Barriers', { postedAt: '' })]) {
    assert.equal(likely.same, true)
    assert.equal(likely.sure, false)
  }
})

test('one text in two towns is two roles', () => {
  const found = compared({ location: 'Leeds' }, { location: 'London' })
  assert.equal(found.same, false)
  assert.deepEqual(found.vetoes, ['another place: Leeds and London'])
})

test('the place a text states is believed before the location field', () => {
  const text = `Location: Leeds. ${BRIEF}`
  const found = compared({ location: 'Manchester', description: text }, { location: 'London', description: text })
  assert.equal(found.sure, true)
  assert.ok(found.reasons.includes('both in Leeds'))
})

test('a text that offers several towns is one role in all of them', () => {
  const text = `Based in Leeds, Manchester or London. ${BRIEF}`
  assert.equal(compared({ location: 'Manchester', description: text }, { location: 'London', description: text }).sure, true)
})

test('towns in the titles go before a copied text that names one of them, but not where the applicant may choose', () => {
  const both = (office: string, ...towns: [string, string]) => {
    const advert = (town: string) => ({ title: `Payments Project Manager (${town})`, description: `${office}. ${BRIEF}`, location: '' })
    return compared(advert(towns[0]), advert(towns[1]))
  }
  assert.deepEqual(both('You will join our Leeds office', 'Leeds', 'Hull').vetoes, ['the titles name other places: Hull and Leeds'])
  assert.equal(both('You will join our Leeds office', 'Leeds', 'Hull').elsewhere, true)
  assert.deepEqual(both('Based in Leeds or Hull', 'Leeds', 'Hull').vetoes, [])
  assert.equal(both('You will join our Leeds office', 'Leeds', 'Morley').vetoes.length, 0)
})

const ONE_COMPANY: [string, string][] = [
  ['Fenmoor Resourcing', 'Fenmoor Resourcing Ltd'],
  ['Fenmoor', 'Fenmoor Technology'],
  ['Car Park 247', 'CarPark 247 Limited'],
  ['Môrwen Talent', 'Morwen Talent'],
  ['The Fenmoor Group', 'Fenmoor Holdings plc'],
  ['NORCA', 'National Office of Rail Capacity and Access'],
  ['NORCA Digital', 'National Office of Rail Capacity and Access (NORCA)'],
]
for (const [one, two] of ONE_COMPANY) {
  test(`“${one}” and “${two}” are one company`, () => {
    assert.match(compared({ company: one }, { company: two }).reasons.join('; '), /advertises both|are one name/)
  })
}

for (const [one, two] of [
  ['Fenmoor Resourcing', 'Calder Resourcing'],
  ['Fenmoor Group', 'Blue Fenmoor'],
  ['Ash', 'Ashdown'],
] as const) {
  test(`“${one}” and “${two}” are two companies`, () => {
    assert.doesNotMatch(compared({ company: one }, { company: two }).reasons.join('; '), /advertises both|are one name/)
  })
}

test('two agencies with one text advertise one role', () => {
  const found = compared({ company: 'Fenmoor Resourcing' }, { company: 'Calder Recruitment' })
  assert.equal(found.sure, true)
})

test('a text without full stops that asks to apply is not all boilerplate', () => {
  const run = BRIEF.replaceAll('.', ' ').replace('Knowledge', 'apply now Knowledge')
  const found = compared({ description: run }, { description: run, externalId: '2' })
  assert.ok(found.reasons.includes('100 % of the shorter text stands in the other'))
})

test('a snippet cut off after its lead-in is compared by it', () => {
  const leadIn = 'We are looking for somebody who takes the ticketing of eleven ferry routes from paper to'
  const found = compared({ description: `${leadIn}…` }, { description: `${leadIn}…`, company: 'Calder Recruitment' })
  assert.match(found.reasons.join(), /% of the shorter text stands in the other/)
})

test('two short texts without a phrase in common are two texts, not too short to tell', () => {
  const text = (work: string) =>
    `You will ${work}, and then some more of what any manager does in a project of this kind and size, week by week.`
  const found = compared(
    { title: 'Project Manager', company: 'Fenmoor Ltd', description: text('manage the plan') },
    {
      title: 'Project Manager',
      company: 'Calder Recruitment',
      description: text('support the reports').replace(
        /and then.*/,
        'provide governance for the programmes that the group delivers with its clients, suppliers, people, teams, processes, systems and tools, on time.',
      ),
    },
  )
  assert.equal(found.same, false)
})

test('a pay that a re-writer estimated does not speak against one role', () => {
  const list =
    'Salary: £9,600 - 14,400 per year Requirements: Experience of ticketing programmes. Knowledge of contactless payment. Responsibilities: Running workstreams and suppliers. Technologies: Planview. More: We are a consultancy.'
  const found = compared({ description: `£600 per day. ${BRIEF}` }, { description: list })
  assert.equal(found.same, true)
})

test('a text copied within days with its pay is one role, though a board puts it into the next town or misreads the term', () => {
  const text = `£600 per day. ${BRIEF}`
  const next = { location: 'Bradford', description: text, postedAt: '2026-03-03' }
  assert.equal(compared({ description: text }, next).sure, true)
  assert.equal(compared({ description: text }, { ...next, postedAt: '2026-04-20' }).sure, false)
  assert.equal(compared({}, { ...next, description: BRIEF }).sure, false)
})

test('one introduction under a common title, the place unknown, is not sure to be one role', () => {
  const employer = { company: 'Fenmoor', title: 'Project Manager', location: 'UK', description: `Fenmoor: no agencies. ${BRIEF}` }
  const found = compared(employer, { ...employer, externalId: '2' })
  assert.equal(found.same, true)
  assert.equal(found.sure, false)
  const kept = objections(signature(advert(employer)), signature(advert({ ...employer, externalId: '2' })))
  assert.deepEqual(kept, ['many roles have this title', 'the place of one is not known', 'one states no pay'])
})

test('two roles come with what speaks against one, the heaviest first, and vetoes alone where there are any', () => {
  const objected = (one: Partial<RawPosting>, two: Partial<RawPosting>) => objections(signature(advert(one)), signature(advert(two)))
  const other = { title: 'Project Manager', company: 'Calder Recruitment', description: OTHER_BRIEF, postedAt: '2026-06-02' }
  const apart = objected({ title: 'Project Manager' }, other)
  assert.equal(apart[0], 'the texts have little in common')
  assert.ok(apart.includes('advertised 92 days apart'))
  assert.deepEqual(objected({ location: 'Leeds' }, { location: 'London', postedAt: '2026-06-02' }), ['another place: Leeds and London'])
})

test('two agencies with one brief in their own words advertise one role', () => {
  const found = compared({ company: 'Fenmoor Resourcing' }, { company: 'Calder Recruitment', description: REWORDED })
  assert.equal(found.same, true)
  assert.match(found.reasons.join('; '), /% of the shorter text’s own words stand in the other/)
})

test('a common title in one town at two companies with two briefs is two roles', () => {
  const found = compared(
    { title: 'Project Manager' },
    { title: 'Project Manager', company: 'Calder Recruitment', description: OTHER_BRIEF },
  )
  assert.equal(found.same, false)
})

test('an agency with one lead-in and one small print around two briefs has two roles', () => {
  const wrap = (brief: string) =>
    `Our client has an immediate requirement for a Project Manager. ${brief} Fenmoor Resourcing is acting as an Employment Business in relation to this vacancy. Due to the volume of applications we regret that we cannot reply to everybody.`
  const found = compared(
    { title: 'Project Manager', description: wrap(BRIEF) },
    { title: 'Project Manager', description: wrap(OTHER_BRIEF) },
  )
  assert.equal(found.same, false)
})

test('a template that an advertiser filled in again is no copy, though nearly all of it is the same', () => {
  const template = (work: string) => `${BRIEF} ${BRIEF.replace('fortnight', 'week').replace('NEC4', 'FIDIC')} ${work}`
  const [one, two] = [
    template('Here it is about dredging the Humber: hydrographers, hopper barges, silt and sediment licences of Trinity House.'),
    template('Here it is about signalling the Pennines: axle counters, interlockings, possessions and blockades of Network Rail.'),
  ]
  const told = compared({ description: one }, { description: two }).reasons.join('; ')
  assert.match(told, /% of the shorter text stands in the other/)
  const pay = (text: string, rate: string) => ({ title: 'Project Manager', description: `${text} £${rate} per day.` })
  assert.equal(compared(pay(one, '600'), pay(two, '520')).same, false)
  assert.equal(compared(pay(one, '600'), pay(one, '600')).sure, true)
})

for (const [one, two] of [
  ['Bank Support Worker', 'Support Worker'],
  ['Support Worker - Nights', 'Support Worker'],
  ['Relief Housing Officer', 'Housing Officer'],
] as const) {
  test(`“${one}” and “${two}” are two roles of one home, whatever their texts say`, () => {
    const text = `Bank, night and relief staff welcome. ${BRIEF}`
    assert.match(compared({ title: one, description: text }, { title: two, description: text }).vetoes.join(), /other hours/)
  })
}

test('a bank that is the client is no shift', () => {
  const found = compared({ title: 'Project Manager - Bank' }, { title: 'Project Manager', description: `For a bank. ${BRIEF}` })
  assert.deepEqual(found.vetoes, [])
})

test('a pay that begins or ends alike speaks for one role, another one within reach does not', () => {
  const paid = (rate: string) => ({ title: 'Project Manager', description: `${rate} per day. ${REWORDED}` })
  const found = compared({ ...paid('£550 - £600'), company: 'Calder Recruitment' }, paid('up to £600'))
  assert.ok(found.reasons.includes('their pay begins or ends alike'))
  const near = compared({ ...paid('£550 - £600'), company: 'Calder Recruitment' }, paid('£520 - £570'))
  assert.ok(near.score < found.score)
})

test('two towns that the texts themselves name are no slip of a board, however near', () => {
  const based = (town: string) => ({ company: 'Fenmoor', description: `This post is based in ${town}. Fenmoor: ${BRIEF}` })
  assert.equal(compared(based('Leeds'), based('Bradford')).sure, false)
})

test('days on site that differ are two posts, unless much else says otherwise', () => {
  const days = (count: number) => ({ title: 'Project Manager', description: `${count} days a week on site. ${BRIEF}`, postedAt: '' })
  assert.equal(compared(days(2), days(2)).sure, true)
  assert.equal(compared(days(2), days(4)).sure, false)
})

test('the client an agency names in its text speaks for its own advert', () => {
  const found = compared(
    { company: 'Fenmoor Resourcing', description: `Working for Solent Ferries in the north. ${BRIEF}` },
    { company: 'Solent Ferries' },
  )
  assert.ok(found.reasons.includes('the text of one names the advertiser of the other'))
  assert.equal(found.sure, true)
})

test('inside and outside IR35 are two roles', () => {
  const found = compared({ description: `£600 per day inside IR35. ${BRIEF}` }, { description: `£600 per day outside IR35. ${BRIEF}` })
  assert.deepEqual(found.vetoes, ['one is inside and one outside IR35'])
})

test('one reference is one role, two references of one company are two', () => {
  const one = { description: `Reference: FM20931. ${BRIEF}` }
  assert.ok(compared(one, { ...one, externalId: '2' }).reasons.includes('both carry the reference FM20931'))
  assert.match(compared(one, { description: `Reference: FM20932. ${BRIEF}` }).vetoes.join(), /other references/)
})

test('a reference ends where the next line was glued to it', () => {
  const glued = (ref: string) => ({ description: `Job reference: ${ref}Job Description: ${BRIEF}` })
  assert.match(
    compared(glued('10298'), { description: `Reference Number: 10082Recruiting now. ${BRIEF}` }).vetoes.join(),
    /10082 and 10298/,
  )
  assert.ok(compared(glued('10298'), glued('10298')).reasons.includes('both carry the reference 10298'))
})

test('a standard or a year is no reference', () => {
  const found = compared({ description: `ISO9001 and BS7671, FY2026. ${BRIEF}` }, { description: `ISO3834 and BS8536, FY2027. ${BRIEF}` })
  assert.deepEqual(found.vetoes, [])
  assert.doesNotMatch(compared({ description: `ISO27001. ${BRIEF}` }, { description: `ISO27001. ${BRIEF}` }).reasons.join(), /reference/)
})

test('a clear gap in pay keeps an agency’s adverts from merging by themselves', () => {
  const found = compared({ description: `£450 per day. ${BRIEF}` }, { description: `£700 per day. ${BRIEF}` })
  assert.equal(found.sure, false)
})

test('two adverts without a company never merge by themselves; one without, copied word for word in one town, does', () => {
  assert.equal(compared({ company: '' }, { company: '' }).sure, false)
  assert.equal(compared({ company: '' }).sure, true)
  assert.equal(compared({ company: '', location: 'UK' }).sure, false)
})

test('a platform that posts for others is read as its client', () => {
  const post = (client: string, brief: string) => ({
    company: 'Rolefinder Ltd',
    title: 'Security Consultant',
    description: `Rolefinder is partnering directly with ${client} to hire for this role. ${brief}`,
  })
  assert.equal(compared(post('Solent Ferries', BRIEF), post('Wexcombe Trust', OTHER_BRIEF)).same, false)
  assert.match(
    compared(post('Solent Ferries', BRIEF), { ...post('', BRIEF), company: 'Solent Ferries', description: BRIEF }).reasons.join(),
    /Solent Ferries advertises both/,
  )
})

test('every doubt speaks of findings that have points', () => {
  const points = new Set(Object.keys(weights.points))
  for (const kind of [...weights.doubts, ...weights.settled, ...weights.settles].flatMap(doubt => doubt.split(' + ')))
    assert.ok(points.has(kind), kind)
})

test('a machine’s list of requirements is taken for the advert of the same agency, title and town', () => {
  const list =
    'Salary: £60,000 - 70,000 per year Requirements: Experience of ticketing programmes. Knowledge of contactless payment. Responsibilities: Running workstreams and suppliers. Technologies: Planview. More: We are a consultancy.'
  assert.equal(compared({}, { description: list }).same, true)
})

test('adverts of one role share a blocking key', () => {
  const keys = (changes: Partial<RawPosting>) => new Set(blockingKeys(signature(advert(changes))))
  const start = keys({})
  const meets = (changes: Partial<RawPosting>) => [...keys(changes)].some(key => start.has(key))
  assert.ok(meets({ company: 'Calder Recruitment', description: REWORDED }), 'title and place')
  assert.ok(meets({ location: 'UK', description: OTHER_BRIEF }), 'title and company')
  assert.ok(meets({ title: 'Ferry Ticketing Project Manager', company: 'Calder Recruitment', location: 'UK' }), 'text')
})

test('the rules have a version', () => {
  assert.ok(Number.isInteger(RULES_VERSION) && RULES_VERSION > 0)
})
