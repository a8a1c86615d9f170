import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ContractCard, Engagement } from '../../listings/card.ts'
import { changesBetween } from '../../listings/changes.ts'
import { Judgements, judgedWords } from '../../listings/judgements.ts'
import { chooseFacts } from '../../listings/listing.ts'
import type { Member } from '../../listings/listing.ts'
import { offersOf } from '../../listings/offers.ts'
import type { OfferingAdvert } from '../../listings/offers.ts'
import { timelineOf } from '../../listings/timeline.ts'
import type { AdvertEvent } from '../../listings/timeline.ts'

const evidence = [{ words: 'as written', where: 'description' as const, start: 0 }]

function card(rate: number | [number, number] | null, engagement?: Engagement, basis: 'stated' | 'estimated' = 'stated'): ContractCard {
  const [min, max] = typeof rate === 'number' ? [rate, rate] : (rate ?? [null, null])
  return {
    ...(rate !== null && { dayRate: { min, max, currency: 'GBP', basis, evidence } }),
    ...(rate !== null && { pay: { main: { min, max, currency: 'GBP', period: 'day' as const }, others: [], evidence } }),
    ...(engagement && { engagement: { value: engagement, evidence } }),
    advertiser: { kind: 'agency', name: 'an agency', evidence },
  }
}

describe('the rate of a role', () => {
  const seen = (id: number, of: ContractCard, more: Partial<Member> = {}): Member => ({
    id,
    title: 'Programme Manager',
    textLength: 1_000 - id,
    card: of,
    open: true,
    lastSeenAt: new Date(`2026-11-0${id}T09:00:00Z`),
    ...more,
  })
  const payer = (...members: Member[]): number | undefined => {
    const [one, other] = [chooseFacts(members), chooseFacts(members.toReversed())]
    assert.deepEqual(one, other, 'whatever the order in which they arrived')
    assert.equal(one.provenance.pay, one.provenance.dayRate, 'money is taken from one advert together')
    return one.provenance.dayRate
  }

  test('is the best that can still be had, whoever was seen last', () => {
    assert.equal(payer(seen(1, card([525, 600])), seen(2, card(550)), seen(3, card(null))), 1)
    assert.equal(payer(seen(1, card([525, 600]), { open: false }), seen(2, card(550))), 2)
    assert.equal(
      payer(seen(1, card(600), { open: false }), seen(2, card(550), { open: false })),
      2,
      'of a closed role, what it paid at the end',
    )
  })

  test('of one best, the higher lower end, then the advert seen last', () => {
    assert.equal(payer(seen(1, card([500, 600])), seen(2, card([550, 600])), seen(3, card([500, 600]))), 2)
    assert.equal(payer(seen(1, card(600)), seen(2, card(600))), 2)
  })

  test('is a stated one before an estimate, and one on the IR35 claim of the role before another', () => {
    assert.equal(payer(seen(1, card(500)), seen(2, card(700, undefined, 'estimated'))), 1)
    assert.equal(payer(seen(1, card(500, 'outside')), seen(2, card(650, 'inside')), seen(3, card(520))), 3)
    assert.equal(payer(seen(1, card(null, 'outside')), seen(2, card(650, 'inside'))), 2, 'which is better than none')
  })

  test('is in the currency of the advert trusted most: a number of another is no better one', () => {
    const dollars = card(900)
    if (dollars.dayRate) dollars.dayRate.currency = 'USD'
    assert.equal(payer(seen(1, card(500)), seen(2, dollars)), 1)
  })
})

describe('offers', () => {
  const advert = (id: number, company: string, of: ContractCard, open = true): OfferingAdvert => ({ id, company, card: of, open })

  test('the range, and the best rate by the advert that states it', () => {
    const { adverts, offers, advertisers } = offersOf([
      advert(1, 'Kestrel', card(500, 'outside')),
      advert(2, 'Wren', card([525, 575], 'outside')),
      advert(3, 'Sedge', card(null, 'outside')),
    ])
    assert.equal(adverts, 3)
    assert.deepEqual(offers, [
      { engagement: 'outside', currency: 'GBP', min: 500, max: 575, adverts: 2, best: { postingId: 2, company: 'Wren', rate: 575 } },
    ])
    assert.deepEqual(advertisers, ['Kestrel', 'Sedge', 'Wren'])
  })

  test('a firm that writes its name in two ways is one advertiser; an employer beside an agency is another', () => {
    const named = ['Kestrel', 'Kestrel Ltd', '', 'Harbour Board'].map((company, id) => advert(id, company, card(500)))
    assert.deepEqual(offersOf(named).advertisers, ['Harbour Board', 'Kestrel'])
  })

  test('inside and outside are never compared, estimates and closed adverts take no part, and equal rates have no best', () => {
    const { offers } = offersOf([
      advert(1, 'Kestrel', card(500, 'outside')),
      advert(2, 'Wren', card(500, 'outside')),
      advert(3, 'Sedge', card(650, 'inside')),
      advert(4, 'Heron', card(700, 'outside', 'estimated')),
      advert(5, 'Plover', card(800, 'outside'), false),
    ])
    assert.deepEqual(
      offers.map(({ engagement, min, max, best }) => [engagement, min, max, best]),
      [
        ['outside', 500, 500, undefined],
        ['inside', 650, 650, undefined],
      ],
    )
  })
})

describe('changes of an advert', () => {
  const told = (of: ContractCard, title = 'PMO Lead') => ({ title, location: 'Leeds', card: of })

  test('are told fact by fact, with what was and what is', () => {
    assert.deepEqual(changesBetween(told(card(500, 'outside')), told(card(550, 'inside'), 'PMO Manager')), [
      {
        what: 'rate',
        old: { min: 500, max: 500, currency: 'GBP', period: 'day' },
        new: { min: 550, max: 550, currency: 'GBP', period: 'day' },
      },
      { what: 'title', old: 'PMO Lead', new: 'PMO Manager' },
      { what: 'engagement', old: 'outside', new: 'inside' },
    ])
  })

  test('other words for the same fact are none', () => {
    const again = card(500)
    if (again.pay) again.pay.evidence = [{ words: 'in other words', where: 'title', start: 3 }]
    assert.deepEqual(changesBetween(told(card(500)), told(again)), [])
  })
})

describe('judgements', () => {
  test('reach everything that was judged to be the same', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day))
    const judged = new Judgements([
      { a: 'a', b: 'b', says: 'same', at: at(1) },
      { a: 'c', b: 'd', says: 'same', at: at(2) },
      { a: 'b', b: 'd', says: 'different', at: at(3) },
      { a: 'e', b: 'a', says: 'same', at: at(4) },
    ])
    assert.deepEqual(
      [judged.judgedSameAt('b', 'a'), judged.judgedSameAt('e', 'b'), judged.judgedSameAt('a', 'c')],
      [at(1), at(4), undefined],
    )
    assert.equal(judgedWords(at(1), 'it is so'), 'a person judged on 1 November 2026 that it is so')
    assert.deepEqual(judged.fellows('a').sort(), ['a', 'b', 'e'])
    assert.deepEqual(judged.foes('c').sort(), ['a', 'b', 'e'])
    assert.deepEqual([judged.areSame('e', 'b'), judged.areDifferent('e', 'c'), judged.areSame('a', 'c')], [true, true, false])
    assert.deepEqual([judged.fellows('z'), judged.foes('z')], [['z'], []])
  })
})

describe('a timeline', () => {
  const at = (day: number): Date => new Date(Date.UTC(2026, 0, day))
  const advert = (id: number) => ({ id, company: `firm ${id}`, sourceName: 'a board' })
  const appeared = (id: number, day: number): AdvertEvent => ({ at: at(day), advert: advert(id), what: 'appeared' })
  const closed = (id: number, day: number): AdvertEvent => ({ at: at(day), advert: advert(id), what: 'closed', because: 'gone' })
  const reopened = (id: number, day: number): AdvertEvent => ({ at: at(day), advert: advert(id), what: 'reopened' })
  const told = (events: AdvertEvent[], until: number) => {
    const timeline = timelineOf(events, at(until))
    return [timeline.events.map(event => event.what).join(', '), timeline.openDays]
  }

  test('tells adverts that join and leave from the role that closes', () => {
    assert.deepEqual(told([appeared(1, 1), appeared(2, 3), closed(1, 5), closed(2, 9)], 20), ['first seen, joined, taken off, closed', 8])
  })

  test('counts only the days on which it was open, and says when it is advertised again', () => {
    assert.deepEqual(told([appeared(1, 1), closed(1, 4), appeared(2, 10)], 12), ['first seen, closed, re-advertised', 5])
    assert.deepEqual(told([appeared(1, 1), closed(1, 4), reopened(1, 10)], 12), ['first seen, closed, reopened', 5])
    const { events } = timelineOf([appeared(1, 1), closed(1, 4), appeared(2, 10)], at(12))
    assert.deepEqual(
      events.flatMap(event => (event.what === 're-advertised' ? event.afterDays : [])),
      [6],
    )
  })

  test('takes nothing twice', () => {
    assert.deepEqual(told([appeared(1, 1), reopened(1, 2), closed(1, 3), closed(1, 4)], 5), ['first seen, closed', 2])
  })
})
