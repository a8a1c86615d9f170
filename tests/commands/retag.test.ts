import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RetagReport } from '../../commands/retag.ts'
import type { Reread } from '../../db/retag.ts'
import type { ContractCard } from '../../listings/card.ts'
import { differenceOf } from '../../listings/rereading.ts'
import type { Reading } from '../../listings/rereading.ts'

const OUTSIDE: ContractCard = { engagement: { value: 'outside', evidence: [{ words: 'outside IR35', where: 'description', start: 4 }] } }
const INSIDE: ContractCard = { engagement: { value: 'inside', evidence: [{ words: 'inside IR35', where: 'title', start: 0 }] } }

const reading = (card: ContractCard, over: Partial<Reading> = {}): Reading => ({
  title: 'Project Manager',
  company: '',
  location: 'Leeds',
  blocks: [{ kind: 'paragraph', text: 'Six months.' }],
  card,
  refusal: null,
  ...over,
})
const refusedFor = (reason: string, card: ContractCard = {}): Reading => reading(card, { refusal: { reason, evidence: [] } })

let id = 0
const reread = (before: Reading, after: Reading, rescued = false): Reread => ({
  id: ++id,
  before,
  after,
  difference: differenceOf(before, after),
  rescued,
})

function reportOf(rereads: Reread[], each = 3) {
  const report = new RetagReport(each)
  report.add(rereads)
  return { counts: report.counts(), examples: report.examples() }
}

const NO_CHANGE = { refused: 0, shown: 0, otherReason: 0, tags: {}, text: 0, wordsOnly: 0 }

describe('what reading again changed', () => {
  test('is counted by tag, with the old and the new value and the words', () => {
    const { counts, examples } = reportOf([reread(reading(OUTSIDE), reading(INSIDE)), reread(reading(OUTSIDE), reading(OUTSIDE))])
    assert.deepEqual(counts, { ...NO_CHANGE, tags: { engagement: 1 } })
    assert.deepEqual(
      examples.map(({ id: _id, ...example }) => example),
      [
        {
          change: 'engagement',
          title: 'Project Manager',
          old: 'Outside IR35',
          new: 'Inside IR35',
          words: ['“inside IR35” in the title'],
        },
      ],
    )
  })

  test('a tag that is no longer read shows the words it was read from', () => {
    const [example] = reportOf([reread(reading(OUTSIDE), reading({}))]).examples
    assert.deepEqual([example?.old, example?.new, example?.words], ['Outside IR35', 'not stated', ['“outside IR35” in the text']])
  })

  test('adverts that leave the board or come to it are named apart, and come first', () => {
    const { counts, examples } = reportOf([
      reread(reading(OUTSIDE), reading(INSIDE)),
      reread(refusedFor('off-family'), reading(OUTSIDE)),
      reread(reading(OUTSIDE), refusedFor('permanent', INSIDE)),
      reread(refusedFor('off-family'), refusedFor('permanent')),
    ])
    assert.deepEqual(counts, { ...NO_CHANGE, refused: 1, shown: 1, otherReason: 1, tags: { engagement: 1 } })
    assert.deepEqual(
      examples.map(({ change, old, new: now }) => [change, old, now]),
      [
        ['shown → refused', 'shown', 'permanent role'],
        ['refused → shown', 'another kind of work', 'shown'],
        ['reason', 'another kind of work', 'permanent role'],
        ['engagement', 'Outside IR35', 'Inside IR35'],
      ],
    )
  })

  test('a rescued advert neither leaves nor comes', () => {
    const { counts } = reportOf([reread(refusedFor('off-family', OUTSIDE), reading(OUTSIDE), true)])
    assert.deepEqual(counts, NO_CHANGE)
  })

  test('other words for the same facts are counted and not shown; a text that came out otherwise shows its first line that did', () => {
    const elsewhere: ContractCard = { engagement: { value: 'outside', evidence: [{ words: 'Outside', where: 'title', start: 0 }] } }
    const mended = reading(OUTSIDE, { blocks: [{ kind: 'paragraph', text: 'Six months’ work.' }] })
    const { counts, examples } = reportOf([reread(reading(OUTSIDE), reading(elsewhere)), reread(reading(OUTSIDE), mended)])
    assert.deepEqual(counts, { ...NO_CHANGE, text: 1, wordsOnly: 1 })
    assert.deepEqual(
      examples.map(({ change, old, new: now }) => [change, old, now]),
      [['text', '“Six months.”', '“Six months’ work.”']],
    )
  })

  test('values that look alike on a page are told whole', () => {
    const place = (lat: number): ContractCard => ({
      places: { value: [{ name: 'Leeds', kind: 'town', country: 'GB', lat }], evidence: [{ words: 'Leeds', where: 'location', start: 0 }] },
    })
    const [example] = reportOf([reread(reading(place(53)), reading(place(54)))]).examples
    assert.match(example?.new ?? '', /"lat":54/)
  })

  test('no more examples of a kind are kept than were asked for', () => {
    const { counts, examples } = reportOf(
      Array.from({ length: 9 }, () => reread(reading(OUTSIDE), reading(INSIDE))),
      2,
    )
    assert.deepEqual([counts.tags.engagement, examples.length], [9, 2])
  })
})
