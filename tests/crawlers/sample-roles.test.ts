import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { installSources, sampleOrigins } from '../../crawlers/installation.ts'
import { runSource } from '../../crawlers/run.ts'
import { sampleAt } from '../../crawlers/samples/adverts/all.ts'
import { startSampleBoards } from '../../crawlers/samples/server.ts'
import type { SampleBoards } from '../../crawlers/samples/server.ts'
import { linkPending } from '../../db/linker.ts'
import { dueSources } from '../../db/sources.ts'
import { createLog } from '../../log.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

/** The three sample boards crawled, read, filed: what `npm start` does, against the roles their authors had in mind. */
let world: TestDatabase
let boards: SampleBoards
let fetcher: Fetcher
/** Listing ids of the adverts that are on the board, by the role they were written for. */
const listingsOf = new Map<string, number[]>()

before(async () => {
  world = await testDatabase()
  boards = await startSampleBoards(0)
  await installSources(world.db, { samples: boards.sources, publicSources: false })
  fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: await sampleOrigins(world.db) })
  for (const id of await dueSources(world.db))
    await runSource({ db: world.db, fetcher, log: createLog({ level: 'error', pretty: false }) }, id)
  await linkPending(world.db)
  for (const { url, listing_id } of await world.db
    .selectFrom('posting')
    .select(['url', 'listing_id'])
    .where('listing_id', 'is not', null)
    .execute()) {
    const role = sampleAt(url)?.role
    if (role !== undefined && listing_id !== null) listingsOf.getOrInsertComputed(role, () => []).push(listing_id)
  }
})
after(async () => {
  await fetcher.close()
  await boards.close()
  await world.close()
})

test('no listing holds adverts of two roles', () => {
  const rolesOf = new Map<number, Set<string>>()
  for (const [role, listings] of listingsOf) for (const id of listings) rolesOf.getOrInsertComputed(id, () => new Set()).add(role)
  assert.deepEqual(
    [...rolesOf.values()].filter(roles => roles.size > 1).map(roles => [...roles]),
    [],
  )
})

// Four of the fifteen are worded so differently from agency to agency that a person, too, could take them for several roles.
test('a role that several agencies advertise is one listing, unless each has put it wholly in its own words', t => {
  const shared = [...listingsOf].filter(([, listings]) => listings.length > 1)
  const apart = shared.filter(([, listings]) => new Set(listings).size > 1).map(([role]) => role)
  t.diagnostic(`${shared.length - apart.length} of ${shared.length} roles are one listing; apart: ${apart.join(', ') || 'none'}`)
  assert.ok(shared.length >= 10)
  assert.ok(apart.length <= 4, apart.join(', '))
})
