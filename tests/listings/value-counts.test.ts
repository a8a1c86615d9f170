import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ValueCounts } from '../../listings/value-counts.ts'

const filters = ['engagement', 'discipline', 'seniority', 'rate', 'middle', 'methods', 'source'] as const

/** Some of each group, and lists of both halves of the methods. */
const document = fc.record({
  engagement: fc.constantFrom('a', 'b', 'c', 'd'),
  discipline: fc.constantFrom('e', 'f', 'g'),
  seniority: fc.constantFrom('h', 'i', 'j', 'k', 'l'),
  rate: fc.constantFrom('1', '2', '3'),
  middle: fc.constantFrom('10', '9', '800', 'unstated'),
  methods: fc.array(fc.constantFrom('o', 'p', 'q', 'r'), { maxLength: 4 }),
  source: fc.uniqueArray(fc.constantFrom('s', 't'), { maxLength: 2 }),
  isLive: fc.boolean(),
  isIn: fc.boolean(),
})
type Document = typeof document extends fc.Arbitrary<infer T> ? T : never

function fill(documents: readonly Document[]): ValueCounts {
  const counts = new ValueCounts()
  for (const [doc, values] of documents.entries()) counts.put(doc, new Map(filters.map(filter => [filter, [values[filter]].flat()])))
  for (const [doc, { isLive }] of documents.entries()) if (!isLive) counts.remove(doc)
  return counts
}

/** Room in which something was counted before. */
function used(counts: ValueCounts): Uint32Array {
  return counts.newTally().fill(7)
}

/** One by one; values that none has are left out. */
function naive(documents: readonly Document[], filter: (typeof filters)[number]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of documents) for (const value of new Set([one[filter]].flat())) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const some = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))

const placesOf = (documents: readonly Document[], has: (one: Document) => boolean): Uint32Array =>
  Uint32Array.from(documents.entries().flatMap(([doc, one]) => (has(one) ? [doc] : [])))

test('the counts of a set are those of counting it one by one, by what it has and by what it lacks, whatever has gone', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 500, size: 'max' }), documents => {
      const counts = fill(documents)
      const live = documents.filter(one => one.isLive)
      const wanted = live.filter(one => one.isIn)
      const tally = counts.tallyOf(
        placesOf(documents, one => one.isLive && one.isIn),
        used(counts),
      )
      const without = counts.tallyWithout(
        counts.all,
        placesOf(documents, one => one.isLive && !one.isIn),
        used(counts),
      )
      for (const filter of filters) {
        assert.deepEqual(some(counts.byValue(filter, counts.all)), naive(live, filter), filter)
        assert.deepEqual(some(counts.byValue(filter, tally)), naive(wanted, filter), filter)
        assert.deepEqual(some(counts.byValue(filter, without)), naive(wanted, filter), filter)
        const all = counts.tallyWith(
          tally,
          placesOf(documents, one => one.isLive && !one.isIn),
          filter,
          used(counts),
        )
        assert.deepEqual(some(counts.byValue(filter, all)), naive(live, filter), filter)
      }
      const { figures, counts: middles } = counts.byFigure('middle', tally)
      const expected = Object.entries(naive(wanted, 'middle')).filter(([value]) => value !== 'unstated')
      assert.deepEqual(
        Object.fromEntries(figures.map((figure, n) => [figure, middles[n]]).filter(([, count]) => count !== 0)),
        Object.fromEntries(expected),
      )
      assert.deepEqual(
        figures,
        figures.toSorted((a, b) => a - b),
      )
    }),
  )
})

test('values that came after a set was counted are none of it', () => {
  const counts = new ValueCounts()
  counts.put(0, new Map([['engagement', ['inside']]]))
  const early = counts.tallyOf(Uint32Array.of(0), counts.newTally())
  for (let doc = 1; doc < 400; doc += 1) counts.put(doc, new Map([['engagement', [`late-${doc}`]]]))
  assert.deepEqual(some(counts.byValue('engagement', early)), { inside: 1 })
  const all = counts.tallyWithout(counts.all, Uint32Array.of(0), used(counts))
  assert.equal(
    Object.values(counts.byValue('engagement', all)).reduce((sum, count) => sum + count),
    399,
  )
})

test('more combinations than sixteen bits can number are counted right', () => {
  const counts = new ValueCounts()
  const values = (doc: number): Map<string, string[]> =>
    new Map([
      ['engagement', [`e${doc % 50}`]],
      ['discipline', [`d${Math.floor(doc / 50) % 50}`]],
      ['seniority', [`s${Math.floor(doc / 2_500)}`]],
      ['source', [`b${doc % 3}`]],
    ])
  const size = 70_000
  for (let doc = 0; doc < size; doc += 1) counts.put(doc, values(doc))
  const last = Uint32Array.from({ length: 5_000 }, (_, n) => size - 5_000 + n)
  const tally = counts.tallyOf(last, used(counts))
  assert.deepEqual(some(counts.byValue('seniority', tally)), { s26: 2_500, s27: 2_500 })
  assert.deepEqual(some(counts.byValue('engagement', tally)), Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`e${n}`, 100])))
  assert.deepEqual(counts.byValue('source', counts.all), { b0: 23_334, b1: 23_333, b2: 23_333 })
})
