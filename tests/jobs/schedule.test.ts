import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { validate } from 'node-cron'
import { sql } from 'kysely'
import { claimTick } from '../../db/clock.ts'
import { pruneTicks } from '../../db/prune.ts'
import { saveSources } from '../../db/sources.ts'
import { SCHEDULE, startClock } from '../../jobs/schedule.ts'
import { QUIET_LOG, count, listeningLog } from '../support/alerts.ts'
import { source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase

before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate clock_tick`.execute(database.db))

function world(asked: string[]) {
  const queue = { enqueue: async (name: string, data: object) => void asked.push([name, ...Object.values(data)].join(' ')) }
  return { db: database.db, log: QUIET_LOG, queue }
}

test('a tick is one machine’s, however many run', async () => {
  const by: string[] = []
  const entry = (machine: string) => [{ name: 'second', cron: '* * * * * *', ask: async () => void by.push(machine) }]
  const machines = ['a', 'b', 'c']
  const clocks = await Promise.all(machines.map(machine => startClock(world([]), entry(machine))))
  assert.deepEqual([...by].sort(), machines, 'every machine asks once when it starts')
  await sleep(3_500)
  for (const clock of clocks) await clock.stop()
  await sleep(300)
  const ticks = await count(database.db, 'clock_tick')
  assert.ok(ticks >= 3 && ticks <= 4, `${ticks} ticks`)
  assert.equal(by.length - machines.length, ticks)
})

test('a key is claimed once by any number at once', async () => {
  const won = await Promise.all(Array.from({ length: 20 }, () => claimTick(database.db, 'digest:2027-01-12T07:00:00.000Z')))
  assert.equal(won.filter(Boolean).length, 1)
})

test('J4: a start asks for everything at once: what came due while nothing ran is due now', async () => {
  await saveSources(database.db, [source('due'), source('later'), source('paused')])
  await sql`update source set next_crawl_at = now() + interval '1 hour' where id = 'later'`.execute(database.db)
  await sql`update source set paused_at = now() where id = 'paused'`.execute(database.db)
  const asked: string[] = []
  const clock = await startClock(world(asked))
  await clock.stop()
  assert.deepEqual(asked, ['crawl due', 'link', 'match', 'confirm', 'digest', 'webhook', 'close', 'prune'])
})

test('every entry has a name of its own and an expression that means something', () => {
  assert.equal(new Set(SCHEDULE.map(entry => entry.name)).size, SCHEDULE.length)
  for (const entry of SCHEDULE) assert.ok(validate(entry.cron), entry.cron)
})

test('a tick that fails is told and the next one comes', async () => {
  const log = listeningLog()
  const warned: string[] = []
  let asked = 0
  const entry = {
    name: 'second',
    cron: '* * * * * *',
    ask: async () => {
      if (++asked === 2) throw new Error('the database was away')
    },
  }
  const clock = await startClock(
    { ...world([]), log: { ...log, warn: (message, fields) => void warned.push(`${message} ${String(fields?.['error'])}`) } },
    [entry],
  )
  await sleep(3_200)
  await clock.stop()
  assert.ok(asked >= 3)
  assert.deepEqual(warned, ['a tick failed Error: the database was away'])
})

test('old ticks are forgotten, those of today are not', async () => {
  await claimTick(database.db, 'old')
  await claimTick(database.db, 'new')
  await sql`update clock_tick set at = now() - interval '3 days' where key = 'old'`.execute(database.db)
  assert.equal(await pruneTicks(database.db), 1)
  assert.equal(await claimTick(database.db, 'new'), false)
})
