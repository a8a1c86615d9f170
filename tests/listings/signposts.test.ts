import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { mentions, placesOf, signpost } from '../../listings/signposts.ts'

const tax = signpost([' ir35', ' ir 35', 'umb'])
const levels = signpost([' dv', ' sc '])
const days = signpost(['day', 'days'])

describe('signposts', () => {
  it('are found in any case, at the ends of a text too, and in order', () => {
    assert.deepEqual(placesOf('IR35 umbrella, ir-35', tax), [0, 5, 15])
    assert.deepEqual(placesOf('DV', levels), [0])
  })
  it('take a space for anything that is no letter or digit, and for nothing else', () => {
    assert.deepEqual(placesOf('(SC) scope sc', levels), [1, 11])
    assert.deepEqual(placesOf('fair35', tax), [])
  })
  it('name a place once, however many of their words begin there', () => assert.deepEqual(placesOf('three days', days), [6]))
  it('know words added after a text was read', () => {
    const text = 'a word nobody asked for before'
    assert.equal(mentions(text, days), false)
    assert.equal(mentions(text, signpost(['nobody'])), true)
  })
  it('find what a pattern finds, in any text', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'daysDAYSumb mbUMB-İ35é\n'.split('')), maxLength: 40 })
    fc.assert(
      fc.property(anything, text => {
        assert.deepEqual(
          placesOf(text, days),
          Array.from(text.matchAll(/day/gi), match => match.index),
        )
        assert.deepEqual(
          placesOf(text, tax),
          Array.from(text.matchAll(/umb/gi), match => match.index),
        )
      }),
    )
  })
})
