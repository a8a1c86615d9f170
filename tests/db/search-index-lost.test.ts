// The connection that tells the index of changes is lost, or the index closed, while it is in the middle of something. Its pool has one
// connection: whoever holds that decides when the index may read on.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestContext } from 'node:test'
import { sql } from 'kysely'
import { makeMarket } from '../../bench/market.ts'
import { connect } from '../../db/database.ts'
import type { Db } from '../../db/database.ts'
import { searchBoard } from '../../db/search.ts'
import { indexOf, keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { parseQuery } from '../../listings/query.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

/** Three batches to be read, and the empty one behind them. */
const ROLES = 600
let world: TestDatabase
let single: TestDatabase['db']
before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, ROLES, { textLength: 60 })
  single = connect(world.url, { name: 'dayrate test', max: 1 })
})
after(async () => {
  await single.destroy()
  await world.close()
})

const total = async (db: Db, address = ''): Promise<number> => (await searchBoard(db, parseQuery(new URLSearchParams(address)).query)).total

/** Takes the connection: what is asked meanwhile waits until it is let go of. */
async function hold(): Promise<() => void> {
  const [held, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  void single.connection().execute(() => {
    held.resolve()
    return gone.promise
  })
  await held.promise
  return gone.resolve
}

/** Lets go of it for one statement at most. */
function step(letGo: () => void): Promise<() => void> {
  const next = hold()
  letGo()
  return next
}

const LISTENING = sql`from pg_stat_activity where query like 'listen%' and datname = current_database()`
const isListening = async (): Promise<boolean> => (await sql`select ${LISTENING}`.execute(world.db)).rows.length > 0

/** Whether the last that was asked by the connection is a batch of all roles, and not the first. */
const isReadingOn = async (): Promise<boolean> =>
  (await sql`select from pg_stat_activity where datname = current_database() and query like '%listing_search where (first_seen_at, listing_id) >%'
    and pid <> pg_backend_pid()`.execute(world.db)).rows.length > 0 // prettier-ignore

/** As a restart of Postgres ends it. */
async function endListening(): Promise<void> {
  await sql`select pg_terminate_backend(pid) ${LISTENING}`.execute(world.db)
  await until(() => indexOf(single) === undefined, 5_000)
}

const change = (count: number) =>
  sql`update listing_search set sample = sample where listing_id in (select listing_id from listing_search order by first_seen_at limit ${count})`.execute(world.db) // prettier-ignore
const closeOldest = () =>
  sql`delete from listing_search where listing_id = (select listing_id from listing_search order by first_seen_at limit 1)`.execute(world.db) // prettier-ignore

async function keep(t: TestContext): Promise<KeptIndex> {
  const kept = keepIndex(single)
  t.after(() => kept.close())
  await kept.ready
  await kept.filled
  return kept
}

test('a question that waits for a phrase when the index is lost is answered all the same', async t => {
  const kept = await keep(t)
  const phrase = 'q="project manager"'
  const expected = await total(single, phrase)
  assert.ok(expected > 0)
  const { version } = kept
  await change(1)
  await until(() => kept.version > version, 2_000)
  const letGo = await hold()
  const answer = total(single, phrase)
  await endListening()
  letGo()
  assert.equal(await answer, expected)
})

test('an index that was being renewed when the connection was lost does not take the place of what was loaded since', async t => {
  const kept = await keep(t)
  for (let times = 1; times <= 3; times += 1) {
    await change(ROLES)
    await until(() => kept.index.dead === times * ROLES, 5_000)
  }
  let letGo = await hold()
  await change(ROLES)
  // Until the oldest roles have been read anew, and others are to be.
  for (let steps = 0; !(await isReadingOn()); steps += 1) {
    assert.ok(steps < 500)
    letGo = await step(letGo)
  }
  await endListening()
  await closeOldest()
  letGo()
  await until(() => indexOf(single) !== undefined, 10_000)
  // A change is heard of behind all that is under way.
  const before = await total(world.db)
  await closeOldest()
  await until(async () => (await total(single)) === before - 1, 5_000)
})

test('an index that is closed answers nobody, wherever it was in loading', async () => {
  for (let steps = 0; steps <= 8; steps += 1) {
    let letGo = await hold()
    const kept = keepIndex(single)
    await until(isListening, 5_000)
    await change(1)
    for (let n = 0; n < steps; n += 1) letGo = await step(letGo)
    const closed = kept.close()
    letGo()
    await closed
    assert.equal(indexOf(single), undefined, `${steps} steps`)
    await until(async () => !(await isListening()), 5_000)
  }
})
