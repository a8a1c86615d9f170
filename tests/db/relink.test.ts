import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { findRedirect } from '../../db/listing-history.ts'
import { refreshListings } from '../../db/listings.ts'
import { countToRelink, relinkPostings } from '../../db/relink.ts'
import type { ChangedPair } from '../../db/relink.ts'
import { decideVerdict } from '../../db/verdicts.ts'
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
  await sql`update posting set signature_version = 0, signature = jsonb_set(signature::jsonb, '{core}', '["other"]')::json`.execute(world.db)
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
  assert.equal(await countToRelink(db), 3)
  await relinkPostings(db, { onBatch: (_, pairs) => void done.push(...pairs) })
  assert.deepEqual(await named(done), EXPECTED)
  assert.deepEqual(await memberships(db), ['exeter', 'leeds leeds2'])
  assert.deepEqual([await slugOf(db, 'leeds'), await findRedirect(db, gone)], [slug, slug])
  assert.equal(await countToRelink(db), 0)
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

test('killed, it goes on where it was', async () => {
  const { db } = world
  const towns = ['Leeds', 'York', 'Hull', 'Bath', 'Derby']
  const many = Array.from({ length: 120 }, (_, n) =>
    agencyAdvert(`n${n}`, { title: `Project Manager, depot ${n}`, location: towns[n % 5] ?? '' }),
  )
  await file(db, 'alder', ...many)
  const before_ = await memberships(db)
  await byOlderRules()
  const worker = fileURLToPath(new URL('../support/relink-worker.ts', import.meta.url))
  const child = spawn(process.execPath, [worker, world.url, '1'], { stdio: ['ignore', 'ignore', 'inherit'] })
  assert.equal((await once(child, 'exit'))[1], 'SIGKILL')
  const left = await countToRelink(db)
  assert.ok(left > 0 && left < 120, `${left} left`)
  assert.equal((await relinkPostings(db)).adverts, left)
  assert.deepEqual(await memberships(db), before_)
})

test('told to stop, it ends after the batch it is at', async () => {
  await fillWrongly()
  const stopping = new AbortController()
  stopping.abort()
  assert.equal((await relinkPostings(world.db, { signal: stopping.signal })).adverts, 0)
})
