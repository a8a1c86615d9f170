import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import type { Db } from '../../db/database.ts'
import { releaseStale } from '../../db/digests.ts'
import { linkPending } from '../../db/linker.ts'
import { markSeeded, recentListings, saveMatches, takeMatchDue, takeUnseeded, wakeSearches } from '../../db/matches.ts'
import { savePostings } from '../../db/postings.ts'
import { noteOutcome } from '../../db/sources.ts'
import { read } from '../support/adverts.ts'
import { owe, saveAlert } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { emptyBoard, file, listingOf, memberships, postingOf } from '../support/linking.ts'
import { agencyAdvert, BRIDGE } from '../support/one-role.ts'
import { until } from '../support/until.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(async () => {
  await emptyBoard(world.db)
  await sql`truncate subscriber, match_due cascade`.execute(world.db)
})

/**
 * Runs `begin`, then `beside` until that waits for something `begin` holds, then `finish` in the same transaction. Postgres breaks
 * off whoever waits in a circle, which rejects.
 */
async function interleave(begin: (trx: Db) => Promise<unknown>, beside: () => Promise<unknown>, finish: (trx: Db) => Promise<unknown>) {
  await using own = connect(world.url, { name: 'dayrate test', max: 1 })
  const waiting: Promise<unknown>[] = []
  await own.transaction().execute(async trx => {
    await begin(trx)
    const other = beside()
    other.catch(() => undefined)
    waiting.push(other)
    await until(someoneWaits)
    await finish(trx)
  })
  await Promise.all(waiting)
}

async function someoneWaits(): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(world.db)
  return rows[0]?.waits ?? false
}

/** Two listings, an alert that was told of the newer one, and an advert that will make the two one. */
async function aMergeWaits(): Promise<{ search: string; one: number }> {
  const { db } = world
  await file(db, 'alder', BRIDGE.one('x'))
  await file(db, 'birch', BRIDGE.other('y'))
  const [one, other] = [(await listingOf(db, 'x')) ?? 0, (await listingOf(db, 'y')) ?? 0]
  const search = await saveAlert(db)
  await owe(db, search, other)
  await savePostings(db, 'cedar', [read(BRIDGE.both('z'))], { readerVersion: 1 })
  return { search, one }
}

async function told(): Promise<number[]> {
  return (await world.db.selectFrom('match').select('listing_id').orderBy('listing_id').execute()).map(row => row.listing_id)
}

test('a matcher in the middle of its work and a merge of the same roles do not wait in a circle', async () => {
  const { search, one } = await aMergeWaits()
  await interleave(
    async trx => {
      const due = await takeMatchDue(trx, 100)
      assert.ok(due.has(one))
      await saveMatches(trx, [{ query: 'q=pmo', listingId: one, why: [] }], [{ listingId: one, rate: null, news: 'new' }])
    },
    () => linkPending(world.db),
    trx => wakeSearches(trx, [search]),
  )
  assert.deepEqual(await memberships(world.db), ['x y z'])
  assert.deepEqual(await told(), [one])
})

test('roles that become one while an alert is given the days before it are entered as one', async () => {
  const { search, one } = await aMergeWaits()
  await sql`truncate match`.execute(world.db)
  await sql`update saved_search set seeded_at = null`.execute(world.db)
  await interleave(
    async trx => {
      assert.equal((await takeUnseeded(trx))?.id, search)
      const recent = await recentListings(trx, 7, 10)
      assert.equal(recent.length, 2)
      const told = recent.map(listingId => ({ listingId, rate: null, news: 'new' as const }))
      await saveMatches(
        trx,
        recent.map(listingId => ({ query: 'q=pmo', listingId, why: [] })),
        told,
        search,
      )
    },
    () => linkPending(world.db),
    trx => markSeeded(trx, search),
  )
  assert.deepEqual(await memberships(world.db), ['x y z'])
  assert.deepEqual(await told(), [one])
})

test('a stale digest whose search is held by somebody who moves its matches is given up by the next look', async () => {
  const { search } = await aMergeWaits()
  await sql`insert into digest (saved_search_id, local_date, claimed_at) values (${search}, '2026-01-01', '2026-01-01')`.execute(world.db)
  await using own = connect(world.url, { name: 'dayrate test', max: 1 })
  await own.transaction().execute(async trx => {
    await trx.selectFrom('saved_search').select('id').where('id', '=', search).forNoKeyUpdate().execute()
    assert.equal(await releaseStale(world.db), 0)
  })
  assert.equal(await releaseStale(world.db), 1)
})

test('a source that is believed again and a save of its adverts do not wait in a circle', async () => {
  const { db } = world
  const [a, b] = [agencyAdvert('a'), agencyAdvert('b', { location: 'Exeter' })]
  await file(db, 'alder', a, b)
  await sql`update source set stale_at = now() where id = 'alder'`.execute(db)
  await interleave(
    trx => savePostings(trx, 'alder', [read(b)], { readerVersion: 1 }),
    () => noteOutcome(db, 'alder', { outcome: 'complete', unknownHost: false, reason: null }),
    trx => savePostings(trx, 'alder', [read(a)], { readerVersion: 1 }),
  )
  for (const id of ['a', 'b']) assert.equal((await postingOf(db, id)).linked_at, null)
  assert.deepEqual(await db.selectFrom('source').select('id').where('stale_at', 'is not', null).execute(), [])
})
