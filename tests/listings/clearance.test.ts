import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { readClearance } from '../../listings/clearance.ts'
import { advertOf } from '../../listings/posting.ts'
import { spentMs } from '../support/spent.ts'

const read = (description: string, title = 'Project Manager') =>
  readClearance(advertOf({ externalId: '1', url: 'https://board.example/1', title, description }).advert)

function words(clearance: ReturnType<typeof readClearance>): string {
  return clearance ? `${clearance.level} ${clearance.mode}` : 'none'
}

function table(rows: [string, string][]): void {
  for (const [text, want] of rows) it(`reads "${text}" as ${want}`, () => assert.equal(words(read(text)), want))
}

describe('clearance that must be held', () => {
  table([
    ['BPSS required, SC advantageous', 'BPSS required'],
    ['You need to have held SC within the last 12 months.', 'SC required'],
    ['You must hold active SC clearance.', 'SC required'],
    ['Current SC is essential.', 'SC required'],
    ['Security Clearance: SC', 'SC required'],
    ['Clearance: Active DV Clearance required', 'DV required'],
    ['Existing Developed Vetting (DV) clearance only', 'DV required'],
    ['We need an SC Cleared planner.', 'SC required'],
    ['an sc cleared planner for the dockyard', 'SC required'],
    ['DV-cleared candidates only', 'DV required'],
    ['Applicants hold eDV clearance today.', 'eDV required'],
    ['Enhanced DV is held by everybody on the team.', 'eDV required'],
    ['CTC clearance required', 'CTC required'],
    ['NPPV3 vetting, current and transferable', 'NPPV required'],
    ['Non-Police Personnel Vetting level 2 must be in place', 'NPPV required'],
    ['BPSS check required', 'BPSS required'],
    ['BPSS and SC required', 'SC required'],
    ['SC must be in place before you start', 'SC required'],
    ['SC cleared to start; must be eligible for DV clearance', 'SC required'],
    ['Active SC, and eligible for higher level', 'SC required'],
    ['You must already hold UK security clearance', 'Security required'],
  ])
  it('is read from the title', () => {
    assert.equal(words(read('', 'Programme Manager - SC Cleared')), 'SC required')
    assert.equal(words(read('', 'PMO Analyst (DV)')), 'DV required')
    assert.equal(words(read('', 'Project Manager - eDV Clearance')), 'eDV required')
  })
})

describe('clearance that can be obtained', () => {
  table([
    ['You must be willing to undergo SC.', 'SC eligible'],
    ['You must be able to pass SC.', 'SC eligible'],
    ['able to pass BPSS', 'BPSS eligible'],
    ['You must be eligible for SC clearance.', 'SC eligible'],
    ['SC eligible', 'SC eligible'],
    ['DV clearable', 'DV eligible'],
    ['able to obtain SC', 'SC eligible'],
    ['willing to undergo DV vetting', 'DV eligible'],
    ['SC cleared or willing to go through it', 'SC eligible'],
    ['Hold or be eligible to obtain SC clearance', 'SC eligible'],
    ['SC clearance (or willingness to obtain it)', 'SC eligible'],
    ['SC Clearance (current, lapsed or eligible)', 'SC eligible'],
    ['Must be SC cleared or able to obtain SC', 'SC eligible'],
    ['SC will be sponsored by the site', 'SC eligible'],
    ['You will be subject to BPSS', 'BPSS eligible'],
    ['Must pass BPSS before the first day', 'BPSS eligible'],
    ['Eligible for UK security clearance', 'Security eligible'],
    ['BPSS required; must be eligible for SC clearance', 'SC eligible'],
  ])
  it('overrules a title that only says "cleared"', () => {
    assert.equal(words(read('SC clearance, or be eligible for it.', 'SC Cleared PMO Analyst')), 'SC eligible')
  })
})

describe('clearance that would help', () => {
  table([
    ['SC clearance desirable', 'SC preferred'],
    ['SC clearance would be an advantage but is not essential', 'SC preferred'],
    ['Ideally SC cleared', 'SC preferred'],
    ['DV clearance is a plus', 'DV preferred'],
  ])
})

describe('two levels', () => {
  table([
    ['SC or DV clearance required', 'SC required'],
    ['SC/DV cleared', 'SC required'],
    ['Active SC or MOD DV clearance required', 'SC required'],
    ['SC clearance required. DV desirable.', 'SC required'],
    ['BPSS & SC required', 'SC required'],
  ])
})

describe('what is no clearance of ours', () => {
  table([
    ['A markdown clearance programme for a chain of shops', 'none'],
    ['SC Johnston & Daughters, makers of floor wax, need a planner', 'none'],
    ['Based in Charleston, SC, with travel', 'none'],
    ['BSc or MSc in civil engineering', 'none'],
    ['CTC of 14 lakhs per annum', 'none'],
    ['The DV Foundation helps families', 'none'],
    ['UVM and DV is required for chip work', 'none'],
    ['An enhanced DBS check is required', 'none'],
    ['Customs clearance experience', 'none'],
    ['No security clearance is required.', 'none'],
    ['SC clearance is not required', 'none'],
    ['Manages CTC and CVR reports', 'none'],
    ['For security cleared jobs or uncleared ones we welcome everybody', 'none'],
    ['', 'none'],
  ])
})

describe('every clearance', () => {
  it('comes with its exact words', () => {
    const text = 'Nuclear site. Active SC clearance is essential.'
    const [evidence] = read(text)?.evidence ?? []
    assert.deepEqual(evidence, { words: 'SC clearance', where: 'description', start: text.indexOf('SC') })
  })
  it('never throws and stays quick on text that repeats itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => void read(text)),
      { numRuns: 200 },
    )
    assert.ok(spentMs(() => read('SC cleared or eligible for SC '.repeat(700))) < 200)
  })
})
