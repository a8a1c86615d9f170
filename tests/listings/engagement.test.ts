import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Advert } from '../../listings/advert.ts'
import { readContract } from '../../listings/contract.ts'
import { readEngagement } from '../../listings/engagement.ts'
import { readPay } from '../../listings/pay.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'

const advert = (raw: Partial<RawPosting>): Advert =>
  advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw }).advert

function read(raw: Partial<RawPosting>) {
  const one = advert(raw)
  const pay = readPay(one)
  return readEngagement(one, pay, readContract(one, pay))
}

function table(rows: [string, string | undefined][]): void {
  for (const [description, want] of rows) {
    it(`reads "${description}" as ${want ?? 'not stated'}`, () => assert.equal(read({ description })?.value, want))
  }
}

describe('an IR35 claim', () => {
  table([
    ['IR35: Out', 'outside'],
    ['£850 p/d + VAT outside', 'outside'],
    ['£850 per day plus VAT (outside)', 'outside'],
    ['£640 a day exc VAT, inside', 'inside'],
    ['The role is not outside IR35: it falls inside.', 'inside'],
    ['This is not inside IR35, it is outside.', 'outside'],
    ['not inside IR35 but outside', 'outside'],
    ['We cannot offer outside IR35 for this one; it is an inside IR35 contract.', 'inside'],
    ['The work was determined to be outside of the IR35 legislation.', 'outside'],
    ['The assignment falls inside the IR35 rules.', 'inside'],
    ['Please note that IR35 applies.', 'inside'],
    ['The off-payroll working rules will apply to this engagement.', 'inside'],
    ['Outside IR35? Yes', 'outside'],
    ['falls outside the scope of IR35', 'outside'],
    ['Assessed as inside for IR35', 'inside'],
    ['Caught by IR35', 'inside'],
    ['IR35 determination: In-scope', 'inside'],
    ['Outside IR35', 'outside'],
    ['OUTSIDE IR35', 'outside'],
    ['Outside of IR35', 'outside'],
    ['outside IR-35', 'outside'],
    ['outside IR 35', 'outside'],
    ['outside the scope of IR35', 'outside'],
    ['out of scope of IR35', 'outside'],
    ['IR35: Outside', 'outside'],
    ['IR35 status: Outside', 'outside'],
    ['IR35 - Outside', 'outside'],
    ['IR35 Status - Outside', 'outside'],
    ['IR35 (outside)', 'outside'],
    ['IR35 determination: outside', 'outside'],
    ['IR35: out of scope', 'outside'],
    ['The role has been deemed outside IR35.', 'outside'],
    ['This assignment falls outside IR35', 'outside'],
    ['Circa £480 a day, Otside IR35', 'outside'],
    ['Outisde IR35', 'outside'],
    ['outsideIR35', 'outside'],
    ['Remote WorkingOutside IR35', 'outside'],
    ['Outside IR35Start in May', 'outside'],
    ['Outside IR35/6 month contract', 'outside'],
    ['Inside IR35', 'inside'],
    ['insideIR35', 'inside'],
    ['Inside of IR35', 'inside'],
    ['Inside IR-35', 'inside'],
    ['within IR35', 'inside'],
    ['caught by IR35', 'inside'],
    ['in scope of IR35', 'inside'],
    ['IR35: In scope', 'inside'],
    ['Ir35: Inside', 'inside'],
    ['IR35 status: this is inside', undefined],
    ['Inside IR35: Rate £480', 'inside'],
    ['£520 per day (Inside IR35 via umbrella)', 'inside'],
    ['£520pd inside', 'inside'],
    ['Rate: £610 - £660/day inside', 'inside'],
    ['£45 p/h outside, Leeds', 'outside'],
    ['£650 per day outside London', undefined],
    ['Inside IR35, with possible extension', 'inside'],
    ['9 months, extension possible Outside IR35', 'outside'],
    ['Outside IR35 - potential to extend', 'outside'],
    ['Outside IR35, likely to run for a year', 'outside'],
    ['Inside IR35 ?? Remote', 'inside'],
    ['Early start preferred Interim - Outside IR35', 'outside'],
    ['Inside IR35, depending on your experience', 'inside'],
    ['This one is outside IR35, if that is what you like', 'outside'],
  ])
})

describe('what states no IR35 status', () => {
  table([
    ['IR35: out to consultation', undefined],
    ['Outside IR35?', undefined],
    ['Inside IR35: No', undefined],
    ['You advise managers on inside IR35 rules.', undefined],
    ['Check whether IR35 applies first.', undefined],
    ['IR35 may apply.', undefined],
    ['It is not outside IR35 yet, ask us.', undefined],
    ['not outside IR35: it may be inside later', undefined],
    ['£85 plus VAT. Outside, the yard is busy.', undefined],
    ['Inside or Outside IR35', undefined],
    ['Outside or inside IR35', undefined],
    ['Inside/Outside IR35', undefined],
    ['IR35: inside or outside', undefined],
    ['IR35: Inside/Outside', undefined],
    ['IR35: TBC', undefined],
    ['IR35 status to be confirmed', undefined],
    ['Outside IR35 (TBC)', undefined],
    ['Outside IR35 - TBC', undefined],
    ['Outside IR35?', undefined],
    ['Outside IR35 (assessment pending)', undefined],
    ['Outside IR35 subject to assessment', undefined],
    ['Outside IR35, pending determination', undefined],
    ['Outside IR35 considered', undefined],
    ['Outside IR35 may be considered', undefined],
    ['Outside IR35 (likely)', undefined],
    ['likely outside IR35', undefined],
    ['likely to be outside IR35', undefined],
    ['potentially outside IR35', undefined],
    ['expected to be inside IR35', undefined],
    ['could be outside IR35', undefined],
    ['hopefully outside IR35', undefined],
    ['if outside IR35, a limited company is required', undefined],
    ['whether inside IR35', undefined],
    ['not outside IR35', undefined],
    ['This role is not inside IR35', undefined],
    ['cannot be outside IR35', undefined],
    ['rather than outside IR35', undefined],
    ['experience of IR35', undefined],
    ['managing outside IR35 contractors', undefined],
    ['knowledge of inside IR35 legislation', undefined],
    ['an inside view of the programme', undefined],
    ['work outside office hours', undefined],
  ])
})

describe('other engagements', () => {
  table([
    ['IR35 exempt', 'exempt'],
    ['exempt from IR35', 'exempt'],
    ['IR35: N/A', 'exempt'],
    ['IR35 does not apply', 'exempt'],
    ['The client is a small company, so IR35 is yours to assess', 'small-client'],
    ['small business exemption from IR35 applies', 'small-client'],
    ['Self-assessed IR35 status', 'small-client'],
    ['£480 per day via umbrella', 'umbrella'],
    ['£480 per day (Umbrella)', 'umbrella'],
    ['Rate to umbrella: £480', 'umbrella'],
    ['Umbrella company only', 'umbrella'],
    ['£320 PAYE or £415 Umbrella', 'umbrella'],
    ['£31.50 per hour PAYE', 'paye'],
    ['PAYE only, £300 per day', 'paye'],
    ['£450 per day Umbrella or Limited', undefined],
    ['£450 per day Limited or Umbrella', undefined],
    ['PAYE or limited company', undefined],
    ['no umbrella companies', undefined],
    ['under the umbrella of the transformation programme', undefined],
    ['an umbrella organisation for charities', undefined],
    ['monthly PAYE returns and VAT', undefined],
    ['12 month fixed term contract', 'fixed-term'],
    ['12 month FTC, inside IR35', 'inside'],
  ])
})

describe('claims that meet', () => {
  it('agree across title and text', () =>
    assert.equal(read({ title: 'PMO Lead - Outside IR35', description: 'IR35: Outside' })?.value, 'outside'))
  it('conflict where title and text disagree, with both quoted', () => {
    const found = read({ title: 'PMO Lead - Outside IR35', description: 'The role is inside IR35.' })
    assert.equal(found?.value, 'conflicting')
    assert.deepEqual(
      found?.evidence.map(one => [one.where, one.words]),
      [
        ['title', 'Outside IR35'],
        ['description', 'inside IR35'],
      ],
    )
  })
  it('are quoted exactly, where they stand', () => {
    const description = 'York. IR35 status: Outside. Start in May.'
    assert.deepEqual(read({ description })?.evidence, [
      { words: 'IR35 status: Outside', where: 'description', start: description.indexOf('IR35') },
    ])
  })
  it('come from the pay line too', () => assert.equal(read({ pay: '£71 per hour Umbrella Inside IR35' })?.value, 'inside'))
})
