import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Comparisons } from '../../listings/comparisons.ts'
import { blockingKeys, compare, objections, signature } from '../../listings/sameness.ts'
import type { Comparison } from '../../listings/sameness.ts'
import { advert } from '../support/ferry-role.ts'

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
      const against = objections(a, b)
      assert.deepEqual(objections(b, a), against)
      assert.ok(against.length > 0 && against.every(words => !found.reasons.includes(words)))
      assert.ok(found.score >= 0 && found.score <= 1)
    }),
    { numRuns: 400 },
  )
})

test('comparisons made for filing decide as compare does', () => {
  fc.assert(
    fc.property(posting, posting, (one, two) => {
      const [a, b] = [signature(one), signature(two)]
      const told = ({ sure, score, reasons, vetoes, elsewhere }: Comparison) => [sure, score, reasons, vetoes.length > 0, elsewhere]
      const comparisons = new Comparisons()
      for (const _ of ['made', 'remembered']) {
        assert.deepEqual(told(comparisons.of(a, b)), told(compare(a, b)))
        assert.deepEqual(told(comparisons.of(b, a)), told(compare(a, b)))
      }
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
