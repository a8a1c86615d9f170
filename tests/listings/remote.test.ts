import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { advertOf, type RawPosting } from '../../listings/posting.ts'
import { readRemote } from '../../listings/remote.ts'

const read = (raw: Partial<RawPosting>) =>
  readRemote(advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw }).advert)

function words(raw: Partial<RawPosting>): string {
  const remote = read(raw)
  return remote ? [remote.value, remote.onSiteDaysPerWeek].filter(part => part !== null).join(' ') : 'not stated'
}

function table(rows: [string, string][]): void {
  for (const [text, want] of rows) it(`reads "${text}" as ${want}`, () => assert.equal(words({ description: text }), want))
}

describe('days on site', () => {
  table([
    ['Attendance at the Selby office twice a week, otherwise from home', 'hybrid 2'],
    ['in the office twice a week', 'hybrid 2'],
    ['No of days onsite p/w: 3', 'hybrid 3'],
    ['Days in the office: 2-3', 'hybrid 3'],
    ['You will be in our Truro office two days each week.', 'hybrid 2'],
    ['Penzance (minimum of 3 office days per week)', 'hybrid 3'],
    ['Hybrid working, minimum 2 Office Days Per Week', 'hybrid 2'],
    ['Hybrid - Truro (3 Days Per Week)', 'hybrid 3'],
    ['Location: Truro (Hybrid, 2x/month on-site)', 'hybrid'],
    ['Onsite requirements: Remote', 'remote'],
    ['New products for everybody from hybrid athletes to swimmers', 'not stated'],
    ['3 days per week on site', 'hybrid 3'],
    ['2-3 days a week in the office', 'hybrid 3'],
    ['Hybrid, 2 days p/w onsite', 'hybrid 2'],
    ['Minimum 3 days per week on site (4 preferred)', 'hybrid 3'],
    ['two days in our Selby office', 'hybrid 2'],
    ['onsite 3 days pw', 'hybrid 3'],
    ['in the office two days a week', 'hybrid 2'],
    ['On-site: 2–3 days per week', 'hybrid 3'],
    ['Hybrid (1 day per week)', 'hybrid 1'],
    ['2 x per week on-site', 'hybrid 2'],
    ['once a week in the Truro office', 'hybrid 1'],
    ['1 day pw in London', 'hybrid 1'],
    ['Edinburgh 2-3 days per week', 'hybrid 3'],
    ['Wakefield two days a week and home for three', 'hybrid 2'],
    ['Leeds for two or three days a week with the rest at home', 'hybrid 3'],
    ['Three days in the City, two at home', 'hybrid 3'],
    ['Three days a week at the depot and two from home', 'hybrid 3'],
    ['3 days onsite / 2 WFH', 'hybrid 3'],
    ['5 days per week on site', 'onsite 5'],
    ['Five days onsite', 'onsite 5'],
    ['60% on site', 'hybrid'],
    ['100% on site', 'onsite'],
  ])
})

describe('words', () => {
  table([
    ['WFH / occasional travel to Leeds', 'remote'],
    ['You must be in the office Monday to Friday', 'onsite'],
    ['WFH 5 days a week', 'remote'],
    ['Working from home all days', 'remote'],
    ['Mainly home working, office once a fortnight', 'remote'],
    ['Location: Remotely, UK', 'remote'],
    ['£500 per day Remote Our client builds trams.', 'remote'],
    ['6 months, Remote', 'remote'],
    ['Delivery Manager Remote Our client builds trams.', 'remote'],
    ['PMO Manager Hybrid – Leeds', 'hybrid'],
    ['Planner Hybrid £450 per day', 'hybrid'],
    ['Selby / WFH', 'hybrid'],
    ['Part of the week working from home', 'hybrid'],
    ['Work from home up to 60% of the time', 'hybrid'],
    ['Office based in Leeds', 'onsite'],
    ['Newcastle onsite to £600 a day', 'onsite'],
    ['A 5-day-a-week onsite role', 'onsite'],
    ['Leeds Onsite - Hybrid', 'hybrid'],
    ['Manchester, on Tuesday and Thursday; the other three days from wherever you like.', 'hybrid'],
    ['Hybrid working', 'hybrid'],
    ['London/Remote', 'hybrid'],
    ['Remote / Hybrid', 'hybrid'],
    ['A mix of home and office working', 'hybrid'],
    ['Part remote', 'hybrid'],
    ['potential to work remotely 2 days a week', 'hybrid'],
    ['Newcastle, otherwise remote', 'hybrid'],
    ['2 days from home', 'hybrid'],
    ['Fully remote', 'remote'],
    ['Fully remote (option to use the office in Truro)', 'remote'],
    ['100% remote within the UK', 'remote'],
    ['Location: Remote. Once a month on site in Selby.', 'remote'],
    ['Mostly remote, with travel', 'remote'],
    ['Home-based with occasional visits', 'remote'],
    ['infrequent travel to client site', 'remote'],
    ['This is a remote role.', 'remote'],
    ['6 months | Remote | Outside IR35', 'remote'],
    ['UK Remote', 'remote'],
    ['Fully onsite', 'onsite'],
    ['Full time on site', 'onsite'],
    ['This role is office based.', 'onsite'],
    ['Location: Selby (on-site)', 'onsite'],
    ['On site, all week.', 'onsite'],
    ['No remote working', 'onsite'],
    ['This is not a remote position', 'onsite'],
    ['Site-based role', 'onsite'],
  ])
})

describe('what says nothing about where', () => {
  table([
    ['Our office based in Leeds runs payroll.', 'not stated'],
    ['a Project Manager Hybrid PM/BA', 'not stated'],
    ['Manager Remote Sensing', 'not stated'],
    ['6 months remote monitoring of pumps', 'not stated'],
    ['Leeds on-site parking', 'not stated'],
    ['Hybrid cloud migration', 'not stated'],
    ['Hybrid agile and waterfall delivery', 'not stated'],
    ['Manages remote teams in three countries', 'not stated'],
    ['Remote monitoring of pumps', 'not stated'],
    ['Free on-site parking and an onsite gym', 'not stated'],
    ['Coordinates on-site activities of the contractor', 'not stated'],
    ['The contract is for 3 days per week', 'not stated'],
    ['5 days annual leave', 'not stated'],
    ['A nursing home based in Selby', 'not stated'],
    ['Part of the home office transformation', 'not stated'],
    ['The ability to work remotely is useful', 'not stated'],
    ['£500 per day', 'not stated'],
    ['', 'not stated'],
  ])
})

describe('other places than the text', () => {
  it('the title', () => assert.equal(words({ title: 'Project Manager - Hybrid' }), 'hybrid'))
  it('the location field', () => assert.equal(words({ location: 'Bridgwater – Hybrid (3 days onsite / 2 WFH)' }), 'hybrid 3'))
  it('a plain location', () => assert.equal(words({ location: 'Remote' }), 'remote'))
  it('the source’s field, after the words', () => {
    assert.equal(words({ remote: 'onsite' }), 'onsite')
    assert.equal(words({ remote: 'onsite', description: 'Fully remote' }), 'remote')
  })
})

describe('every reading', () => {
  it('comes with its exact words, deep in a long text too', () => {
    const description = `${'The harbour board rebuilds a quay. '.repeat(60)}You work 2 days a week in the office. ${'Ferries sail all the while. '.repeat(60)}`
    const [evidence] = read({ description })?.evidence ?? []
    const { advert } = advertOf({ externalId: '1', url: 'https://board.example/1', title: '', description })
    assert.equal(evidence?.words, '2 days a week in the office')
    assert.equal(advert.description.slice(evidence?.start, (evidence?.start ?? 0) + (evidence?.words.length ?? 0)), evidence?.words)
  })
  it('ends with a whole word', () => {
    for (const [description, words] of [
      ['Nine months, three days a week in Swindon and hybrid for the rest.', 'three days a week in Swindon'],
      ['You work two days a week at the depot and the rest from home.', 'two days a week at the depot'],
    ] as const)
      assert.ok(
        read({ description })?.evidence.some(one => one.words === words),
        description,
      )
  })
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => void read({ description: text, location: text })),
      { numRuns: 200 },
    )
  })
})
