import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import weights from '../../listings/sameness-weights.json' with { type: 'json' }
import { readPosting, type Posting, type RawPosting } from '../../listings/posting.ts'
import { blockingKeys, compare, RULES_VERSION, signature, type Comparison } from '../../listings/sameness.ts'

const BRIEF =
  'The Harbour Crossing programme replaces the ticketing of eleven ferry routes. You will run three workstreams with suppliers in Rotterdam and Gdansk, keep the plan in Planview, chair the design authority and report to the sponsor each fortnight. Knowledge of contactless payment, barriers and passenger information is a must; experience of NEC4 is welcome.'
const REWORDED =
  'Eleven ferry routes are getting new ticketing under Harbour Crossing. Running three workstreams, you chair the design authority, look after suppliers from Gdansk and Rotterdam, and update the sponsor every fortnight out of Planview. A must: contactless payment, passenger information, barriers. NEC4 experience welcome.'
const OTHER_BRIEF =
  'A hospital trust moves its laboratories into one building. You plan the move of analysers and freezers, agree cut-over weekends with consultants and the estates department, and hold the contingency budget. Somebody who has commissioned a blood science laboratory will settle in fastest; accreditation under UKAS matters.'

const ROLE: RawPosting = {
  externalId: '1',
  url: 'https://example.org/1',
  title: 'Payments Project Manager',
  company: 'Fenmoor Resourcing',
  location: 'Leeds',
  description: BRIEF,
  postedAt: '2026-03-02',
}

function advert(changes: Partial<RawPosting> = {}): Posting {
  return readPosting({ ...ROLE, ...changes })
}

function compared(a: Partial<RawPosting>, b: Partial<RawPosting> = {}): Comparison {
  return compare(signature(advert(a)), signature(advert(b)))
}

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

test('a title that says more is a likely match and never a sure one', () => {
  const found = compared({ title: 'Payments Project Manager' }, { title: 'Payments Project Manager - Barriers' })
  assert.equal(found.same, true)
  assert.equal(found.sure, false)
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

test('a place in the title counts', () => {
  const found = compared(
    { title: 'Payments Project Manager - Leeds', location: 'UK' },
    { title: 'Payments Project Manager - London', location: 'UK' },
  )
  assert.deepEqual(found.vetoes, ['another place: Leeds and London'])
})

const ONE_COMPANY: [string, string][] = [
  ['Fenmoor Resourcing', 'Fenmoor Resourcing Ltd'],
  ['Fenmoor', 'Fenmoor Technology'],
  ['Car Park 247', 'CarPark 247 Limited'],
  ['Môrwen Talent', 'Morwen Talent'],
  ['The Fenmoor Group', 'Fenmoor Holdings plc'],
  ['NORCA', 'National Office of Rail Capacity and Access'],
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
  for (const kind of weights.doubts.flatMap(doubt => doubt.split(' + '))) assert.ok(points.has(kind), kind)
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

const word = fc.constantFrom(
  ...'senior lead project manager pmo analyst programme data contract (inside IR35) 6 months Leeds London - | / £500 per day our client Fenmoor Ltd and the of delivery Ref: AB1234 SC cleared Location: Salary: hybrid remote Requirements: 2 days'.split(
    ' ',
  ),
)
const prose = fc.oneof(
  fc.array(word, { maxLength: 120 }).map(words => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
)
const line = fc.oneof(
  fc.array(word, { maxLength: 8 }).map(words => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
const posting = fc
  .record({
    title: line,
    company: line,
    location: line,
    description: prose,
    postedAt: fc.constantFrom('2026-03-01', '2026-05-09T10:00:00Z', 'soon'),
  })
  .map(advert)

test('comparing is symmetric, gives the same each time, survives JSON, and keeps its promises', () => {
  fc.assert(
    fc.property(posting, posting, (one, two) => {
      const [a, b] = [signature(one), signature(two)]
      const found = compare(a, b)
      assert.deepEqual(compare(b, a), found)
      assert.deepEqual(compare(signature(one), signature(two)), found)
      const stored = (value: unknown) => JSON.parse(JSON.stringify(value)) as typeof a
      assert.deepEqual(compare(stored(a), stored(b)), found)
      assert.ok(!found.sure || found.same)
      assert.ok(!found.same || found.vetoes.length === 0)
      assert.ok(found.score >= 0 && found.score <= 1)
    }),
    { numRuns: 400 },
  )
})

test('an advert is never ruled out against itself', () => {
  fc.assert(
    fc.property(posting, one => {
      const found = compare(signature(one), signature(one))
      assert.deepEqual(
        found.vetoes.filter(veto => !veto.startsWith('other titles')),
        [],
      )
    }),
    { numRuns: 300 },
  )
})

test('signatures stay small and keys are 64-bit integers, at most eighteen', () => {
  fc.assert(
    fc.property(posting, one => {
      const found = signature(one)
      assert.ok(JSON.stringify(found).length < 2_600)
      const keys = blockingKeys(found)
      assert.ok(keys.length <= 18 && new Set(keys).size === keys.length)
      for (const key of keys) assert.equal(BigInt.asIntN(64, BigInt(key)).toString(), key)
    }),
    { numRuns: 300 },
  )
})
