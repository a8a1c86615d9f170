import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeMarket, randomFrom, randomQuery } from '../../bench/market.ts'
import { matchingListings } from '../../db/search.ts'
import { matcherOf } from '../../db/search-matches.ts'
import { parseQuery } from '../../listings/query.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase

before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, 600, { textLength: 150 })
})
after(() => world.close())

test('many queries at once find the pairs that one SQL query each finds, phrases and places nobody knows among them', async () => {
  const random = randomFrom(21)
  const addresses = [...Array.from({ length: 300 }, () => randomQuery(random)), 'place=Atlantis', 'q=the of', '']
  const queries = addresses.map(address => parseQuery(new URLSearchParams(address)).query)
  // Half the board is new; ids that are not live are nobody's match.
  const fresh = [...Array.from({ length: 300 }, (_, n) => 2 * n + 1), 9_999]
  const now = new Date()
  const together = await (await matcherOf(world.db, fresh, now)).match(queries)
  let pairs = 0
  for (const [n, query] of queries.entries()) {
    const alone = await matchingListings(world.db, query, fresh, now)
    assert.deepEqual(new Set(together[n]), new Set(alone), addresses[n] ?? '')
    assert.equal(together[n]?.length, alone.length)
    pairs += alone.length
  }
  assert.ok(pairs > 1_000, `${pairs} pairs`)
})
