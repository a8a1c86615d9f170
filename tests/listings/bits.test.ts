import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bitsFor,
  commonInto,
  countBetween,
  countCommon,
  differenceInto,
  eachFromTop,
  hasBit,
  listOf,
  Posting,
  setBit,
} from '../../listings/bits.ts'
import type { Bits } from '../../listings/bits.ts'

const MOST = 900
const WORDS = (MOST + 32) >>> 5
const numbers = fc.uniqueArray(fc.nat({ max: MOST }), { maxLength: 600 }).map(all => all.sort((a, b) => a - b))

function setOf(all: readonly number[]): Bits {
  const bits = bitsFor(MOST + 1)
  for (const n of all) setBit(bits, n)
  return bits
}

function members(bits: Bits): number[] {
  return [...listOf(bits, WORDS, new Uint32Array(MOST + 1))]
}

test('what many sets have in common is the same in one pass as one after the other', () => {
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 7 }), numbers, numbers, (all, not, nor) => {
      const shared = (all[0] ?? []).filter(n => all.every(one => one.includes(n)))
      const sets = all.map(setOf)
      const found = setOf([0, 1, 2])
      commonInto(found, sets, WORDS)
      assert.deepEqual(members(found), shared)
      assert.equal(countCommon(sets, WORDS), shared.length)
      const seen: number[] = []
      eachFromTop(sets, [setOf(not), setOf(nor)], WORDS, n => void seen.push(n))
      const expected = shared.filter(n => !not.includes(n) && !nor.includes(n))
      assert.deepEqual(seen.toReversed(), expected)
    }),
  )
})

test('a walk from the top ends where it is told to', () => {
  const seen: number[] = []
  eachFromTop([setOf([1, 40, 41, 600])], [], WORDS, n => seen.push(n) === 2)
  assert.deepEqual(seen, [600, 41])
})

test('what one set has and another has not can be written over either', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const expected = one.filter(n => !other.includes(n))
      const [a, b] = [setOf(one), setOf(other)]
      differenceInto(a, a, b, WORDS)
      assert.deepEqual(members(a), expected)
      differenceInto(b, setOf(one), b, WORDS)
      assert.deepEqual(members(b), expected)
    }),
  )
})

test('numbers are counted from any one to any other', () => {
  fc.assert(
    fc.property(numbers, fc.nat({ max: MOST + 31 }), fc.nat({ max: MOST + 31 }), (all, from, to) => {
      assert.equal(countBetween(setOf(all), from, to), all.filter(n => n >= from && n < to).length)
      assert.equal(countBetween(setOf(all), 0, WORDS * 32), all.length)
    }),
  )
})

test('a growing set is what was put in, as a list and as bits, from any word on', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.nat({ max: WORDS }), (all, others, from) => {
      const set = new Posting()
      for (const n of all) set.push(n)
      const own = bitsFor(MOST + 1)
      set.addTo(own)
      assert.deepEqual(members(own), all)
      assert.ok(all.every(n => hasBit(own, n)))
      const window = set.window(from, WORDS)
      assert.deepEqual(
        [...listOf(window, window.length, new Uint32Array(MOST + 1))],
        all.filter(n => n >= from * 32).map(n => n - from * 32),
      )
      const seen: number[] = []
      set.eachFromTop([setOf(others)], WORDS, n => void seen.push(n))
      assert.deepEqual(
        seen.toReversed(),
        all.filter(n => others.includes(n)),
      )
    }),
  )
})
