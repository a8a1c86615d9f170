import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { listingHistory } from '../../db/listing-history.ts'
import { linkPending } from '../../db/linker.ts'
import { pruneKeys } from '../../db/memberships.ts'
import { closePostings } from '../../db/closings.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { emptyBoard, file, listingOf, memberships } from '../support/linking.ts'
import { agencyAdvert } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))

/** Everything so far happened some days earlier. */
async function daysPass(days: number): Promise<void> {
  const back = sql`- ${days}::int * interval '1 day'`
  await sql`update posting set first_seen_at = first_seen_at ${back}, last_seen_at = last_seen_at ${back}, closed_at = closed_at ${back}`.execute(
    world.db,
  )
  await sql`update posting_version set seen_at = seen_at ${back}`.execute(world.db)
}

async function close(externalId: string): Promise<void> {
  await closePostings(world.db, 'alder', [externalId], 'the source says it is gone')
  await linkPending(world.db)
}

async function told(externalId: string): Promise<string[]> {
  const { events } = await listingHistory(world.db, (await listingOf(world.db, externalId)) ?? 0)
  return events.map(event => (event.what === 'changed' ? `changed ${event.change.what}` : event.what))
}

test('D14: a changed rate and another tax claim are kept with what they were, at the advert that said so', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('h', { rate: '£500 per day' }))
  await file(db, 'birch', agencyAdvert('h2', { company: 'Wren & Partner Talent', rate: '£525 per day' }))
  await file(db, 'alder', agencyAdvert('h', { rate: '£550 per day', ir35: 'inside or outside IR35, to be decided' }))
  const { events } = await listingHistory(db, (await listingOf(db, 'h')) ?? 0)
  const rate = events.find(event => event.what === 'changed' && event.change.what === 'rate')
  assert.ok(rate?.what === 'changed')
  assert.equal(rate.advert.company, 'Kestrel Resourcing')
  assert.deepEqual(
    [rate.change.old, rate.change.new],
    [500, 550].map(amount => ({ min: amount, max: amount, currency: 'GBP', period: 'day' })),
  )
  assert.ok((await told('h')).includes('changed engagement'))
})

test('an advert that is taken off and comes back, and how long the role was open', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('b'))
  await daysPass(10)
  await close('b')
  await daysPass(5)
  await file(db, 'alder', agencyAdvert('b'))
  assert.deepEqual(await told('b'), ['first seen', 'closed', 'reopened'])
  assert.equal((await listingHistory(db, (await listingOf(db, 'b')) ?? 0)).openDays, 10)
})

test('the same words under a new id within sixty days are the same role, advertised again', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('old'))
  await close('old')
  await daysPass(50)
  await file(db, 'alder', agencyAdvert('again'))
  assert.deepEqual(await memberships(db), ['again old'])
  assert.deepEqual(await told('again'), ['first seen', 'closed', 're-advertised'])
})

test('after sixty days they are another role, which names the old one, whether its keys are still there or not', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('old'))
  await close('old')
  const old = await listingOf(db, 'old')
  await daysPass(70)
  await file(db, 'alder', agencyAdvert('again'))
  assert.deepEqual(await memberships(db), ['again', 'old'])
  assert.equal((await listingHistory(db, (await listingOf(db, 'again')) ?? 0)).repostOf?.id, old)
  await close('again')
  await daysPass(70)
  assert.ok((await pruneKeys(db)) > 0)
  assert.equal((await db.selectFrom('posting_key').selectAll().execute()).length, 0)
  const again = await listingOf(db, 'again')
  await file(db, 'birch', agencyAdvert('third'))
  assert.equal((await listingHistory(db, (await listingOf(db, 'third')) ?? 0)).repostOf?.id, again)
  assert.equal((await listingHistory(db, again ?? 0)).repostedAs?.id, await listingOf(db, 'third'))
})
