import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import { findRedirect } from '../../db/listing-history.ts'
import { refreshListings } from '../../db/listings.ts'
import { rehearse } from '../../db/rehearsal.ts'
import { findOutdated, relinkPostings } from '../../db/relink.ts'
import type { ChangedPair } from '../../db/relink.ts'
import { decideVerdict } from '../../db/verdicts.ts'
import { until } from '../support/until.ts'
import { everything } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { brokenRules, emptyBoard, file, memberships, postingOf, slugOf } from '../support/linking.ts'
import { agencyAdvert } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))
afterEach(async () => assert.deepEqual(await brokenRules(world.db), []))

/** The board as rules of long ago would have it: they saw other signatures. */
async function byOlderRules(): Promise<void> {
  await sql`update link_evidence set rules_version = 0`.execute(world.db)
  await sql`update posting set signature_version = 0, signature = jsonb_set(signature::jsonb, '{core}', '["other"]')::json`.execute(
    world.db,
  )
  await sql`delete from posting_key`.execute(world.db)
}

/** Puts an advert where older rules had put it. */
async function move(externalId: string, where: string): Promise<void> {
  const { listing_id } = await postingOf(world.db, where)
  const { id, listing_id: left } = await postingOf(world.db, externalId)
  await sql`update posting set listing_id = ${listing_id} where id = ${id}`.execute(world.db)
  await sql`update link_evidence set listing_id = ${listing_id} where posting_id = ${id}`.execute(world.db)
  await world.db.transaction().execute(trx => refreshListings(trx, [listing_id ?? 0, left ?? 0]))
}

async function named(pairs: ChangedPair[]): Promise<string[]> {
  const rows = await world.db.selectFrom('posting').select(['id', 'external_id']).execute()
  const name = (id: number): string => rows.find(row => row.id === id)?.external_id ?? ''
  return pairs.map(({ change, a, b, reasons }) => `${change}: ${name(a)} ${name(b)} (${reasons.length > 0})`).sort()
}

/** Exeter is with Leeds though it should not be, and the second Leeds advert is on its own though it should not. */
async function fillWrongly(): Promise<void> {
  const { db } = world
  await file(db, 'alder', agencyAdvert('leeds'), agencyAdvert('exeter', { location: 'Exeter', parts: [4, 5] }))
  await file(db, 'birch', agencyAdvert('leeds2', { location: 'Hull', company: 'Wren & Partner Talent' }))
  await move('exeter', 'leeds')
  const right = agencyAdvert('leeds2', { company: 'Wren & Partner Talent' })
  await sql`update posting set location = ${right.location ?? ''},
    blocks = (select blocks from posting where external_id = 'leeds'), card = (select card from posting where external_id = 'leeds')
    where external_id = 'leeds2'`.execute(db)
  await byOlderRules()
}

const EXPECTED = ['apart: leeds exeter (true)', 'together: leeds leeds2 (true)']

test('a dry run shows the pairs with reasons and changes nothing; the run does what it showed, and finds nothing the second time', async () => {
  await fillWrongly()
  const { db } = world
  const [slug, gone] = [await slugOf(db, 'leeds'), await slugOf(db, 'leeds2')]
  const before_ = await everything(db)
  const [told, done]: [ChangedPair[], ChangedPair[]] = [[], []]
  const dry = await relinkPostings(db, { dryRun: true, onBatch: (_, pairs) => void told.push(...pairs) })
  assert.equal(await everything(db), before_)
  assert.deepEqual(dry, { adverts: 3, together: 1, apart: 1 })
  assert.deepEqual(await named(told), EXPECTED)
  assert.equal((await findOutdated(db)).adverts, 3)
  await relinkPostings(db, { onBatch: (_, pairs) => void done.push(...pairs) })
  assert.deepEqual(await named(done), EXPECTED)
  assert.deepEqual(await memberships(db), ['exeter', 'leeds leeds2'])
  assert.deepEqual([await slugOf(db, 'leeds'), await findRedirect(db, gone)], [slug, slug])
  assert.deepEqual(await findOutdated(db), { adverts: 0 })
  const after_ = await everything(db)
  assert.deepEqual(await relinkPostings(db), { adverts: 0, together: 0, apart: 0 })
  assert.equal(await everything(db), after_)
})

test('what people judged holds, and history of long ago is left alone', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('a1'), agencyAdvert('far', { location: 'Exeter', parts: [4, 5] }))
  await file(
    db,
    'birch',
    agencyAdvert('a2', { company: 'Wren & Partner Talent' }),
    agencyAdvert('past', { title: 'PMO Analyst', parts: [3] }),
  )
  const judge = async (one: string, other: string, says: 'same' | 'different') =>
    decideVerdict(db, { postingId: (await postingOf(db, one)).id, otherId: (await postingOf(db, other)).id, says, by: 'admin' })
  await judge('a1', 'far', 'same')
  await judge('a1', 'a2', 'different')
  await sql`update posting set closed_at = now() - interval '90 days', last_seen_at = now() - interval '90 days' where external_id = 'past'`.execute(
    db,
  )
  await sql`update listing set closed_at = now(), adverts = 0 where id = (select listing_id from posting where external_id = 'past')`.execute(
    db,
  )
  await sql`delete from listing_search where listing_id = (select listing_id from posting where external_id = 'past')`.execute(db)
  const slugs = await Promise.all(['a1', 'a2', 'past'].map(one => slugOf(db, one)))
  await byOlderRules()
  assert.equal((await relinkPostings(db)).adverts, 3)
  assert.deepEqual(await memberships(db), ['a1 far', 'a2', 'past'])
  assert.deepEqual(await Promise.all(['a1', 'a2', 'past'].map(one => slugOf(db, one))), slugs)
})

async function fillDepots(count: number): Promise<string[]> {
  const towns = ['Leeds', 'York', 'Hull', 'Bath', 'Derby']
  const many = Array.from({ length: count }, (_, n) =>
    agencyAdvert(`n${n}`, { title: `Project Manager, depot ${n}`, location: towns[n % 5] ?? '' }),
  )
  await file(world.db, 'alder', ...many)
  const now = await memberships(world.db)
  await byOlderRules()
  return now
}

function startWorker(dieAfter: number): ChildProcess {
  const worker = fileURLToPath(new URL('../support/relink-worker.ts', import.meta.url))
  return spawn(process.execPath, [worker, world.url, String(dieAfter)], { stdio: ['ignore', 'ignore', 'inherit'] })
}

test('killed between two batches, it goes on where it was', async () => {
  const { db } = world
  const before_ = await fillDepots(120)
  assert.equal((await once(startWorker(1), 'exit'))[1], 'SIGKILL')
  const { adverts: left } = await findOutdated(db)
  assert.ok(left > 0 && left < 120, `${left} left`)
  assert.equal((await relinkPostings(db)).adverts, left)
  assert.deepEqual(await memberships(db), before_)
})

/** Where the second batch has written half of what it writes, it waits for whoever holds this. */
const HELD = 990_001

test('killed in the middle of a batch, it has done nothing of that batch, and goes on with it', async () => {
  const { db } = world
  const before_ = await fillDepots(80)
  await sql`create function wait_for_test() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(${sql.lit(HELD)}); return null; end $$`.execute(db)
  const { rows } = await sql<{ id: number }>`select max(posting_id) as id from link_evidence`.execute(db)
  await sql`create trigger wait_for_test after update on link_evidence for each row when (new.posting_id = ${sql.lit(rows[0]?.id)})
    execute function wait_for_test()`.execute(db)
  try {
    // Dropping the trigger waits for what is left of the killed one's transaction.
    await db.connection().execute(async holder => {
      await sql`select pg_advisory_lock(${HELD})`.execute(holder)
      const worker = startWorker(99)
      await until(async () => (await waitingFor(HELD)) === 1)
      assert.ok(worker.kill('SIGKILL'))
      await once(worker, 'exit')
      await sql`select pg_advisory_unlock(${HELD})`.execute(holder)
    })
  } finally {
    await sql`drop trigger wait_for_test on link_evidence`.execute(db)
    await sql`drop function wait_for_test`.execute(db)
  }
  assert.equal((await findOutdated(db)).adverts, 30)
  assert.equal((await relinkPostings(db)).adverts, 30)
  assert.deepEqual(await memberships(db), before_)
})

async function waitingFor(lock: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`.execute(world.db)
  return rows[0]?.count ?? 0
}

test('a dry run of everything shows what the present rules would do otherwise, batch by batch, and leaves its connection as it was', async () => {
  const { db } = world
  await fillDepots(80)
  await relinkPostings(db)
  await move('n79', 'n0')
  const [before_, told] = [await everything(db), [] as string[][]]
  const one = connect(world.url, { name: 'dayrate test', max: 1 })
  try {
    const counts = await relinkPostings(one, { dryRun: true, all: true, onBatch: async (_, pairs) => void told.push(await named(pairs)) })
    assert.deepEqual(counts, { adverts: 80, together: 0, apart: 1 })
    assert.deepEqual(told, [['apart: n0 n79 (true)'], []])
    assert.equal(await everything(db), before_)
    const { rows } = await sql<{ temporary: number; readOnly: string }>`
      select (select count(*) from pg_class where relpersistence = 't' and pg_table_is_visible(oid)) as temporary,
        current_setting('transaction_read_only') as "readOnly"`.execute(one)
    assert.deepEqual(rows, [{ temporary: 0, readOnly: 'off' }])
  } finally {
    await one.destroy()
  }
})

test('a rehearsal can write to nothing that others see', async () => {
  await assert.rejects(
    rehearse(world.db, copy => sql`update source set name = 'changed'`.execute(copy)),
    /read-only transaction/,
  )
  await assert.rejects(relinkPostings(world.db, { all: true }), /not decided a second time/)
})

test('told to stop, it ends after the batch it is at', async () => {
  await fillWrongly()
  const stopping = new AbortController()
  stopping.abort()
  assert.equal((await relinkPostings(world.db, { signal: stopping.signal })).adverts, 0)
})
