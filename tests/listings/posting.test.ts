import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import type { Read } from '../../listings/card.ts'
import { cardRecord } from '../../listings/card-record.ts'
import { advertOf, READER_VERSION, readCard, readPosting, type RawPosting } from '../../listings/posting.ts'

const raw = (more: Partial<RawPosting> = {}): RawPosting => ({
  externalId: 'tw-1042',
  url: 'https://talentwharf.example/roles/1042',
  title: 'PMO Lead - Outside IR35',
  company: 'Talent Wharf Recruitment',
  location: 'York',
  description:
    '<h3>PMO Lead</h3><p>Our client, a regional ferry operator, needs a PMO Lead in York.</p>' +
    '<ul><li>Rate: &pound;500 - &pound;550 per day + VAT</li><li>Contract Length: 6 months, possible extension</li><li>Start: ASAP</li></ul>' +
    '<p>Please contact Jo Bloggs on 0161 496 0123 or jo@talentwharf.example.</p>',
  ...more,
})

describe('a posting read', () => {
  const posting = readPosting(raw())
  it('has its texts as blocks, without personal data', () => {
    assert.deepEqual(posting.blocks, [
      { kind: 'heading', text: 'PMO Lead' },
      { kind: 'paragraph', text: 'Our client, a regional ferry operator, needs a PMO Lead in York.' },
      { kind: 'item', text: 'Rate: £500 - £550 per day + VAT' },
      { kind: 'item', text: 'Contract Length: 6 months, possible extension' },
      { kind: 'item', text: 'Start: ASAP' },
      { kind: 'paragraph', text: 'Please contact [removed] on [removed] or [removed].' },
    ])
  })
  it('has the tags the advert states', () => {
    const { card } = posting
    assert.deepEqual(card.pay?.main, { min: 500, max: 550, currency: 'GBP', period: 'day', vat: 'plus' })
    assert.deepEqual([card.dayRate?.min, card.dayRate?.max, card.dayRate?.basis], [500, 550, 'stated'])
    assert.equal(card.engagement?.value, 'outside')
    assert.equal(card.contract?.value, 'contract')
    assert.equal(card.discipline?.value, 'pmo')
    assert.equal(card.term?.months, 6)
    assert.equal(card.term?.extension, true)
    assert.equal(card.start?.value, 'asap')
    assert.equal(card.advertiser?.kind, 'agency')
  })
  it('has no tag the advert does not state', () => {
    assert.equal(posting.card.clearance, undefined)
    assert.ok(!('clearance' in posting.card))
    assert.ok(!('daysPerWeek' in posting.card))
  })
  it('is not refused', () => assert.equal(posting.refusal, undefined))
  it('keeps evidence that stands where it says', () => {
    const { advert } = advertOf(raw())
    for (const [tag, read] of Object.entries<Read<object>>({ ...posting.card })) {
      assert.ok(read.evidence.length > 0, tag)
      for (const { words, where, start } of read.evidence) {
        if (where !== 'field') assert.equal(advert[where].slice(start, start + words.length), words, `${tag} in ${where}`)
      }
    }
  })
  it('knows the version of its reader', () => assert.ok(Number.isInteger(READER_VERSION)))
})

describe('a posting is refused', () => {
  const refusal = (more: Partial<RawPosting>, now?: Date) => readPosting(raw(more), now).refusal?.reason
  it('without a title', () => assert.equal(refusal({ title: ' &nbsp; ' }), 'no-title'))
  it('when it says permanent', () => {
    const found = readPosting(raw({ title: 'PMO Lead', description: 'Contract type: Permanent. £60,000 per annum.' })).refusal
    assert.equal(found?.reason, 'permanent')
    assert.equal(found?.evidence[0]?.words, 'Contract type: Permanent')
  })
  it('when it is off the family, by the words of its title', () => {
    const found = readPosting(raw({ title: 'Quantity Surveyor - Outside IR35' })).refusal
    assert.equal(found?.reason, 'off-family')
    assert.deepEqual(found?.evidence, [{ words: 'Quantity Surveyor - Outside IR35', where: 'title', start: 0 }])
  })
  it('when nothing says contract', () =>
    assert.equal(refusal({ title: 'PMO Lead', description: 'A great team in York.' }), 'contract-not-stated'))
  it('when it is unpaid', () => assert.equal(refusal({ title: 'Project Manager', description: 'This is an unpaid position.' }), 'unpaid'))
  it('when it closed before now', () => {
    assert.equal(refusal({ closesAt: '2026-03-01T00:00:00Z' }, new Date('2026-03-02T00:00:00Z')), 'expired')
    assert.equal(refusal({ closesAt: '2026-03-01T00:00:00Z' }, new Date('2026-02-28T00:00:00Z')), undefined)
    assert.equal(refusal({ closesAt: '2026-03-01T00:00:00Z' }), undefined)
  })
  it('when the last day it names is over, in London', () => {
    assert.equal(refusal({ closesAt: '2026-07-01' }, new Date('2026-07-01T22:59:00Z')), undefined)
    assert.equal(refusal({ closesAt: '2026-07-01' }, new Date('2026-07-01T23:00:00Z')), 'expired')
    assert.equal(readPosting(raw({ closesAt: '2026-11-30' })).closesAt, '2026-11-30T23:59:59.000Z')
    assert.equal(readPosting(raw({ closesAt: '2026-11-30T12:00:00Z' })).closesAt, '2026-11-30T12:00:00Z')
  })
  it('but not for a fixed term, an hour rate or volunteers to manage', () => {
    assert.equal(refusal({ title: 'PMO Lead', description: '12 month fixed term contract, £55,000' }), undefined)
    assert.equal(refusal({ title: 'PMO Lead', description: '£45 per hour' }), undefined)
    assert.equal(refusal({ title: 'Project Manager', description: '6 month contract with the volunteer service of a charity' }), undefined)
  })
})

describe('the content hash', () => {
  const hash = (more: Partial<RawPosting> = {}) => readPosting(raw(more)).contentHash
  it('is 64 hexadecimal digits', () => assert.match(hash(), /^[\da-f]{64}$/))
  it('stays when only the address, the id or markup changes', () => {
    assert.equal(hash({ url: 'https://talentwharf.example/x?utm=1' }), hash())
    assert.equal(hash({ externalId: 'other' }), hash())
    assert.equal(hash({ description: raw().description?.replaceAll('<p>', '<p class="x"> ') ?? '' }), hash())
    const linked = (id: number) => hash({ description: `<p>6 month contract, see https://talentwharf.example/a?click=${id} now</p>` })
    assert.equal(linked(1), linked(2))
  })
  it('changes with anything a person would see', () => {
    const before = hash()
    for (const more of [
      { title: 'PMO Manager' },
      { company: 'Other' },
      { location: 'Leeds' },
      { description: 'Other' },
      { pay: '£600 per day' },
      { contract: 'Contract' },
      { duration: '3 months' },
      { remote: 'remote' as const },
      { closesAt: '2027-01-01' },
      { postedAt: '2026-11-01' },
      { payField: { min: 1, max: 2, currency: 'GBP', period: null } },
    ]) {
      assert.notEqual(hash(more), before, JSON.stringify(more))
    }
  })
})

describe('the flat record of a card', () => {
  it('has every key, null where the advert is silent', () => {
    const record = cardRecord({})
    for (const key of [
      'pay',
      'dayRate',
      'engagement',
      'contract',
      'discipline',
      'seniority',
      'modifier',
      'remote',
      'term',
      'start',
      'clearance',
    ]) {
      assert.equal(record[key], null, key)
    }
  })
  it('marks implausible pay and keeps evidence', () => {
    const record = cardRecord(readCard(advertOf(raw({ pay: '£12 per day' })).advert))
    assert.deepEqual(record.pay, { currency: 'GBP', min: 12, max: 12, period: 'day', implausible: true })
    assert.equal(record.dayRate, null)
    assert.deepEqual(Object.keys(record.evidence as object).includes('pay'), true)
  })
})

const PARTS = [
  'PMO Lead', '£500 per day', 'Â£450 â€“ Â£500', 'up to ', 'Inside IR35', 'outside', 'IR35', ' or ', 'TBC', '6 month', ' contract', 'permanent', 'Rate: ', 'Start: ASAP',
  '31/03/2027', 'umbrella', ' PAYE ', 'Location:', '\n', ' | ', '- ', '<li>', '<p>', '&amp;', '£60,000', ' per annum', '-', ' to ', '12', 'weeks', 'extension', 'per hour', '3 days per week', 'hybrid',
] // prettier-ignore
const text = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 30 })
  .map(parts => parts.join(''))
const anyRaw = fc.record({ title: text, company: text, location: text, description: text, pay: text, contract: text, duration: text })
const values = (one: Partial<RawPosting>) => {
  const { evidence: _evidence, ...record } = cardRecord(
    readCard(advertOf({ externalId: '1', url: 'https://x.example', title: '', ...one }).advert),
  )
  return record
}

describe('any advert whatever', () => {
  it('is read without an error, with evidence that stands where it says', () => {
    fc.assert(
      fc.property(anyRaw, one => {
        const posting = readPosting({ externalId: '1', url: 'https://x.example', ...one })
        const { advert } = advertOf({ externalId: '1', url: 'https://x.example', ...one })
        for (const read of Object.values<Read<object>>({ ...posting.card })) {
          for (const { words, where, start } of read.evidence) {
            if (where !== 'field') assert.equal(advert[where].slice(start, start + words.length), words)
          }
        }
      }),
      { numRuns: 1_500 },
    )
  })
  it('reads the same when its own mended text is read again', () => {
    fc.assert(
      fc.property(anyRaw, one => {
        const { advert } = advertOf({ externalId: '1', url: 'https://x.example', ...one })
        const { fields: _fields, ...texts } = advert
        assert.deepEqual(values(texts), values(one))
      }),
      { numRuns: 1_000 },
    )
  })
  it('reads the same with other white space and in capitals', () => {
    const one = raw({ title: 'PMO Lead', pay: '£500 - £550 per day', description: 'Our client needs a PMO Lead.\nRate: £500 - £550 per day, inside IR35\nContract: 6 months, possible extension\nStart: ASAP' }) // prettier-ignore
    const spaced = {
      ...one,
      description: one.description?.replaceAll(' ', '  \u00a0').replaceAll('\n', '\r\n\n') ?? '',
      pay: '  £500  -  £550 per\u00a0day ',
    }
    assert.deepEqual(values(spaced), values(one))
    const shouted = { ...one, description: one.description?.toUpperCase() ?? '', pay: one.pay?.toUpperCase() ?? '' }
    assert.deepEqual(values(shouted), values(one))
  })
})

describe('reading stays quick', () => {
  const hostile: [string, string][] = [
    ['amounts', '£500 - £550 '.repeat(1_700)],
    ['bare numbers', '500 600 700 '.repeat(1_700)],
    ['digits', '1'.repeat(20_000)],
    ['thousands', '1,000'.repeat(4_000)],
    ['labels', 'Rate: '.repeat(3_400)],
    ['mentions of IR35', 'inside IR35 outside '.repeat(1_000)],
    ['contracts', 'contract 6 month '.repeat(1_200)],
    ['months', '6 months to '.repeat(1_700)],
    ['dates', 'until 31 March '.repeat(1_400)],
    ['at signs', 'a@'.repeat(10_000)],
    ['dotted addresses', `${'a.'.repeat(10_000)}@`],
    ['telephone numbers', '0161 496 0123 '.repeat(1_450)],
    ['capitals', 'Jo Bloggs '.repeat(2_000)],
    ['contacts', 'contact Jo on '.repeat(1_450)],
    ['tags', '<p><b>'.repeat(3_400)],
    ['open tags', '<p '.repeat(6_700)],
    ['entities', '&amp;'.repeat(4_000)],
    ['mojibake', 'Â£â€“'.repeat(4_000)],
    ['bullets', '• * - '.repeat(3_400)],
    ['spaces', ' '.repeat(20_000)],
    ['new lines', '\n'.repeat(20_000)],
    ['one letter', 'p'.repeat(20_000)],
    ['brackets', '(['.repeat(10_000)],
    ['permanent', 'permanent or '.repeat(1_600)],
    ['umbrella', 'umbrella '.repeat(2_300)],
    ['extension', 'extension '.repeat(2_000)],
  ]
  const quickest = (description: string) => {
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < 3; run++) {
      const before = process.cpuUsage()
      readPosting(raw({ description }))
      const { user, system } = process.cpuUsage(before)
      best = Math.min(best, (user + system) / 1000)
    }
    return best
  }
  // Alone on a desktop each of these takes under 20 ms; the bound leaves room for a busy machine and still catches anything quadratic.
  for (const [name, description] of hostile) {
    it(`in 20 kB of ${name}`, () => {
      const ms = quickest(description.slice(0, 20_000))
      assert.ok(ms < 100, `${ms.toFixed(1)} ms`)
    })
  }
})
