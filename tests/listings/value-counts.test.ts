import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitsFor, clearBit, setBit } from '../../listings/bits.ts'
import { ValueCounts } from '../../listings/value-counts.ts'

/** Values that turn up late move those that are packed with them. */
const document = fc.record({
  engagement: fc.constantFrom('a', 'b', 'c', 'd'),
  discipline: fc.constantFrom('e', 'f', 'g'),
  seniority: fc.constantFrom('h', 'i', 'j', 'k', 'l'),
  rate: fc.constantFrom('1', '2', '3'),
  place: fc.constantFrom('m', 'n'),
  methods: fc.array(fc.constantFrom('o', 'p', 'q'), { maxLength: 4 }),
  isLive: fc.boolean(),
  isIn: fc.boolean(),
})

test('the counts of a set are those of counting it one by one, whatever came late or has gone', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 120 }), documents => {
      const counts = new ValueCounts()
      const [live, set] = [bitsFor(documents.length), bitsFor(documents.length)]
      for (const [doc, { engagement, discipline, seniority, rate, place, methods, isIn }] of documents.entries()) {
        const values = Object.entries({
          engagement: [engagement],
          discipline: [discipline],
          seniority: [seniority],
          rate: [rate],
          place: [place],
          methods,
        })
        counts.put(doc, new Map<string, string[]>(values))
        setBit(live, doc)
        if (isIn) setBit(set, doc)
      }
      for (const [doc, { isLive }] of documents.entries()) {
        if (isLive) continue
        counts.remove(doc)
        clearBit(live, doc)
        clearBit(set, doc)
      }
      const filters = ['engagement', 'discipline', 'seniority', 'rate', 'place', 'methods'] as const
      const found = counts.count(set, live, filters)
      for (const filter of filters) {
        const expected = new Map<string, number>()
        for (const one of documents.filter(one => one.isLive && one.isIn))
          for (const value of new Set([one[filter]].flat())) expected.set(value, (expected.get(value) ?? 0) + 1)
        const some = Object.entries(found[filter] ?? {}).filter(([, count]) => count !== 0)
        assert.deepEqual(sorted(some), sorted(expected), filter)
      }
    }),
  )
})

function sorted(counts: Iterable<[string, number]>): [string, number][] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}
