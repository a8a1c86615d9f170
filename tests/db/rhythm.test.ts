import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { Clock } from '../../db/digests.ts'
import { changeAlert } from '../../db/my-alerts.ts'
import { DAILY } from '../../db/rhythm.ts'
import { claimDigest, owe, saveAlert, saveListing } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, listing cascade`.execute(database.db))

function at(instant: string): Clock {
  return { now: new Date(instant) }
}

test('a weekly alert mails on its day, and makes up for one that was missed', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await sql`update saved_search set every = 'week', weekday = 2`.execute(database.db)
  await owe(database.db, search, await saveListing(database.db, 'first'))
  // A Tuesday.
  assert.equal(await claimDigest(database.db, at('2027-01-12T06:00:00Z')), 0, 'before the hour, and last Tuesday it had not been asked for')
  assert.equal(await claimDigest(database.db, at('2027-01-12T07:00:00Z')), 1)
  await owe(database.db, search, await saveListing(database.db, 'second'))
  for (const day of [13, 14, 15, 16, 17, 18]) assert.equal(await claimDigest(database.db, at(`2027-01-${day}T12:00:00Z`)), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-21T09:00:00Z')), 1, 'nothing ran on Tuesday; Thursday makes up for it')
  await owe(database.db, search, await saveListing(database.db, 'third'))
  assert.equal(await claimDigest(database.db, at('2027-01-26T07:00:00Z')), 1)
})

test('an hourly alert mails what came, at most once an hour', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await sql`update saved_search set every = 'hour'`.execute(database.db)
  let found = 0
  for (let minute = 0; minute < 180; minute += 10) {
    await owe(database.db, search, await saveListing(database.db, `role-${minute}`))
    found += await claimDigest(database.db, { now: new Date(Date.parse('2027-01-12T09:00:00Z') + minute * 60_000) })
  }
  assert.equal(found, 3)
  const { rows } = await sql<{ slot: number }>`select slot from digest order by slot`.execute(database.db)
  assert.deepEqual(
    rows.map(row => row.slot),
    [9, 10, 11],
  )
})

test('on a quiet day nothing is sent, and the next day has it', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await sql`update saved_search set quiet_days = '{6,7}'`.execute(database.db)
  await owe(database.db, search, await saveListing(database.db, 'one'))
  assert.equal(await claimDigest(database.db, at('2027-01-16T09:00:00Z')), 0, 'Saturday')
  assert.equal(await claimDigest(database.db, at('2027-01-17T09:00:00Z')), 0, 'Sunday')
  assert.equal(await claimDigest(database.db, at('2027-01-18T07:00:00Z')), 1, 'Monday')
})

test('a paused alert sends nothing until its pause is over, and then what came meanwhile', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  await sql`update saved_search set paused_until = '2027-01-20T00:00:00Z'`.execute(database.db)
  assert.equal(await claimDigest(database.db, at('2027-01-19T12:00:00Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-20T07:00:00Z')), 1)
})

test('J7: from Auckland to Honolulu nobody hears twice in a day there, and nobody waits longer than 36 hours', async () => {
  const search = await saveAlert(database.db, { hour: 7, timeZone: 'Pacific/Auckland' })
  const start = Date.now() - 3 * 86_400_000
  const sent: number[] = []
  for (let hour = 0; hour < 10 * 24; hour += 1) {
    const now = new Date(start + hour * 3_600_000)
    await owe(database.db, search, await saveListing(database.db, `role-${hour}`))
    if (hour === 3 * 24 + 5) await move(search, 'Pacific/Honolulu')
    if (hour === 6 * 24 + 11) await move(search, 'Pacific/Auckland')
    if ((await claimDigest(database.db, { now })) > 0) sent.push(hour)
  }
  const gaps = sent.slice(1).map((hour, index) => hour - (sent[index] ?? 0))
  assert.ok(Math.max(...gaps) <= 36, gaps.join(' '))
  // The first mail of a new alert comes at once, at whatever hour this runs; the second at the hour that was asked for.
  assert.ok(Math.min(...gaps.slice(1)) >= 12, gaps.join(' '))
  const { rows } = await sql`select from digest group by saved_search_id, local_date having count(*) > 1`.execute(database.db)
  assert.equal(rows.length, 0)
})

test('J7: an hourly alert that moves to another zone is heard of neither twice in an hour nor after hours of silence', async () => {
  const search = await saveAlert(database.db, { timeZone: 'Pacific/Auckland' })
  await sql`update saved_search set every = 'hour'`.execute(database.db)
  const start = Date.now() - 20 * 3_600_000
  const sent: number[] = []
  for (let half = 0; half < 60; half += 1) {
    await owe(database.db, search, await saveListing(database.db, `hourly-${half}`))
    if (half === 21) await move(search, 'Pacific/Honolulu', 'hour')
    if (half === 41) await move(search, 'Asia/Kolkata', 'hour')
    if ((await claimDigest(database.db, { now: new Date(start + half * 1_800_000) })) > 0) sent.push(half / 2)
  }
  const gaps = sent.slice(1).map((hour, index) => hour - (sent[index] ?? 0))
  assert.ok(Math.max(...gaps) <= 1.5, gaps.join(' '))
  assert.ok(Math.min(...gaps) >= 0.5, gaps.join(' '))
})

async function move(search: string, timeZone: string, every: 'hour' | 'day' = 'day'): Promise<void> {
  const { subscriber_id } = await database.db
    .selectFrom('saved_search')
    .select('subscriber_id')
    .where('id', '=', search)
    .executeTakeFirstOrThrow()
  await changeAlert(database.db, subscriber_id, search, { rhythm: { ...DAILY, every, timeZone } })
}
