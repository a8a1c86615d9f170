import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_FILTER } from '../../listings/query.ts'
import { whyMatched } from '../../views/why.ts'

test('a rate in another currency is not held against pounds', () => {
  const card = { dayRate: { min: 550, max: 600, currency: 'EUR', basis: 'stated' as const, evidence: [] } }
  const query = { ...NO_FILTER, rate: 500, unrated: true }
  assert.deepEqual(whyMatched(query, card), ['€550–€600 a day, not in pounds, which you asked to see too'])
})
