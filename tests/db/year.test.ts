// A year of alerts where clocks change: what the schedule says of every quarter of an hour, and two workers that live through it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { connect } from '../../db/database.ts'
import { claimDigests, settle, takeDigest } from '../../db/digests.ts'
import { nextLook } from '../../db/rhythm.ts'
import { saveAlert, saveListing } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, listing cascade`.execute(database.db))

const HOUR = 3_600_000
const [FROM, TO] = [Date.parse('2027-01-01T00:00:00Z'), Date.parse('2028-01-01T00:00:00Z')]

/** Zones of both halves of the world, of half hours, of no change, of change at midnight; and hours that their clocks skip or repeat. */
const LIVES: [zone: string, hour: number][] = [
  ['Europe/London', 7],
  ['Europe/London', 1],
  ['America/New_York', 2],
  ['America/St_Johns', 0],
  ['Pacific/Apia', 7],
  ['Pacific/Auckland', 2],
  ['Asia/Kolkata', 7],
  ['Africa/Casablanca', 2],
  ['Africa/Cairo', 0],
]

/** Nights of 2027 on which one of their clocks changes. */
const NIGHTS = [
  '2027-02-07',
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
  '2027-04-30',
  '2027-09-26',
  '2027-10-29',
  '2027-10-31',
  '2027-11-07',
].map(night => Date.parse(`${night}T00:00:00Z`))

const isChanging = (at: number): boolean => NIGHTS.some(night => Math.abs(at - night) < 14 * HOUR)

const STEPS = { hour: 1, day: 24, week: 7 * 24 } as const
type Every = keyof typeof STEPS

/** The number of the last mail whose moment has come by this local time: Mondays for a week, 1970 having begun on a Thursday. */
function lastMail(every: Every, hour: number, local: number): number {
  const begin = every === 'hour' ? 0 : hour + (every === 'week' ? 4 * 24 : 0)
  return Math.floor((local - begin) / STEPS[every])
}

interface Looked {
  every: Every
  hour: number
  zone: string
  at: Date
  next: Date
  /** Local hours since 1970: at the look, a minute before the next and at the next. */
  now: number
  before: number
  after: number
}

const hours = (at: RawBuilder<unknown>): RawBuilder<number> => sql`extract(epoch from (${at}) at time zone s.time_zone)::float8 / 3600`

test('J3: an alert is looked at again when its next moment has come, on every day of a year and in every zone, and not later', async () => {
  for (const every of ['hour', 'day', 'week'] as const)
    for (const [timeZone, hour] of LIVES) {
      const id = await saveAlert(database.db, { timeZone, hour })
      await sql`update saved_search set every = ${every} where id = ${id}`.execute(database.db)
    }
  const { rows } = await sql<Looked>`
    select s.every, s.hour, s.time_zone as zone, at, next, ${hours(sql`at`)} as now, ${hours(sql`next - interval '1 minute'`)} as before,
      ${hours(sql`next`)} as after
    from saved_search s, generate_series(${new Date(FROM)}::timestamptz, ${new Date(TO)}, interval '287 minutes') as t (at),
      lateral (select ${nextLook(sql<Date>`at`)} as next) as n`.execute(database.db)
  for (const { every, hour, zone, at, next, ...local } of rows) {
    const [now, before, after] = [local.now, local.before, local.after].map(hours => lastMail(every, hour, hours)) as [
      number,
      number,
      number,
    ]
    const told = `${every} ${hour} ${zone}: after ${at.toISOString()} at ${next.toISOString()}`
    assert.ok(next > at, told)
    // A clock that is put back makes the last mail an older one for an hour.
    assert.ok(before <= now, `too late: ${told}`)
    if (!isChanging(at.getTime()) && !isChanging(next.getTime())) assert.ok(after > now, `too early: ${told}`)
  }
  assert.ok(rows.length > 45_000)
})

test('J3: two workers live through a year in eight zones: a mail on every local day, none lost, none twice', async () => {
  for (const [timeZone, hour] of LIVES) await saveAlert(database.db, { timeZone, hour })
  const listing = await saveListing(database.db, 'one')
  await sql`insert into match (saved_search_id, listing_id) select id, ${listing} from saved_search`.execute(database.db)
  await using other = connect(database.url, { name: 'dayrate test', max: 2 })
  const workers = [database.db, other]
  const sent: string[] = []
  for (let at = FROM; at < TO; at += isChanging(at) ? HOUR / 2 : 12 * HOUR) {
    const clock = { now: new Date(at) }
    const claimed = await Promise.all(workers.map(db => claimDigests(db, clock)))
    if (claimed.every(({ promised }) => promised === 0)) continue
    await Promise.all(workers.map(db => sendAll(db, clock, sent)))
    // The next day's news, for everybody.
    await sql`update match set digest_id = null`.execute(database.db)
  }
  assert.equal(new Set(sent).size, sent.length, 'a mail left twice')
  const { rows } = await sql<{ zone: string; hour: number; mails: number; days: number; unsent: number; odd: number; late: number }>`
    select s.time_zone as zone, s.hour, count(*)::int as mails, max(d.local_date) - min(d.local_date) + 1 as days,
      count(*) filter (where d.sent_at is null)::int as unsent,
      count(*) filter (where local::date <> d.local_date or extract(hour from local) < s.hour)::int as odd,
      count(*) filter (where local >= d.local_date + make_interval(hours => s.hour) + interval '12 hours'
        and d.local_date > '2027-01-01')::int as late
    from digest d join saved_search s on s.id = d.saved_search_id, lateral (select d.claimed_at at time zone s.time_zone as local) as l
    group by s.id order by 1, 2`.execute(database.db)
  assert.equal(rows.length, LIVES.length)
  for (const { zone, hour, ...counts } of rows) {
    const { mails, days, ...wrong } = counts
    const told = `${zone} at ${hour}: ${JSON.stringify(counts)}`
    assert.ok(days >= 364 && days <= 366, told)
    assert.equal(mails, days, told)
    assert.deepEqual(wrong, { unsent: 0, odd: 0, late: 0 }, told)
  }
  assert.equal(
    sent.length,
    rows.reduce((sum, row) => sum + row.mails, 0),
  )
})

/** One transaction, so that the other worker has to pass over what this one has taken. */
async function sendAll(db: TestDatabase['db'], clock: { now: Date }, sent: string[]): Promise<void> {
  await db.transaction().execute(async trx => {
    for (let digest = await takeDigest(trx, clock); digest !== undefined; digest = await takeDigest(trx, clock)) {
      sent.push(digest.id)
      await settle(trx, 'digest', digest.id, { outcome: 'accepted' }, clock)
    }
  })
}
