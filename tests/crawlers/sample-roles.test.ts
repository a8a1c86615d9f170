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
import { relatedListings } from '../../db/relations.ts'
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

// Some are worded so differently from agency to agency that a person, too, could take them for several roles.
test('adverts of one role are one listing where that is near certain, and mostly shown as likely the same where it is not', async t => {
  const shared = [...listingsOf].map(([role, ids]) => [role, [...new Set(ids)], ids.length] as const).filter(([, , adverts]) => adverts > 1)
  const apart = shared.filter(([, listings]) => listings.length > 1)
  const likely: string[] = []
  for (const [role, [first = 0, ...others]] of apart) {
    const related = new Set((await relatedListings(world.db, first)).filter(({ kind }) => kind === 'may_be_same').map(({ id }) => id))
    if (others.every(id => related.has(id))) likely.push(role)
  }
  const unseen = apart.map(([role]) => role).filter(role => !likely.includes(role))
  t.diagnostic(
    `${shared.length - apart.length} of ${shared.length} roles are one listing; likely: ${likely.join(', ')}; apart: ${unseen.join(', ')}`,
  )
  assert.ok(shared.length >= 10)
  assert.ok(apart.length <= 6, apart.map(([role]) => role).join(', '))
  assert.ok(unseen.length <= 4, unseen.join(', '))
})
