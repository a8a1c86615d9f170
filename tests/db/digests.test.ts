import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import { digestRoles, mailedRoles } from '../../db/digest-roles.ts'
import { claimDigests, releaseStale, settle, takeDigest } from '../../db/digests.ts'
import type { Settlement } from '../../db/digests.ts'
import { MAIL_SHOWS } from '../../views/digest.ts'
import { claimDigest, count, owe, saveAlert, saveListing, saveManyAlerts } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { plansOf } from '../support/plans.ts'

let database: TestDatabase

before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, saved_search, digest, match, listing cascade`.execute(database.db))

const at = (iso: string): { now: Date } => ({ now: new Date(iso) })

async function claimed(): Promise<{ search: string; date: string; at: string }[]> {
  const { rows } = await sql<{ search: string; date: string; at: string }>`
    select saved_search_id as search, local_date::text as date, to_char(claimed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at
    from digest order by claimed_at, search`.execute(database.db)
  return rows
}

test('a digest is due when the hour has come where its reader lives, once a local day', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  assert.equal(await claimDigest(database.db, at('2027-01-12T06:59:59Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-12T07:00:00Z')), 1)
  await owe(database.db, search, await saveListing(database.db, 'two'))
  assert.equal(await claimDigest(database.db, at('2027-01-12T23:59:00Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-13T07:00:00Z')), 1)
  assert.deepEqual(
    (await claimed()).map(row => row.date),
    ['2027-01-12', '2027-01-13'],
  )
})

test('J3: an hour that the clocks jump over is due when they have jumped', async () => {
  await owe(database.db, await saveAlert(database.db, { hour: 1 }), await saveListing(database.db, 'one'))
  assert.equal(await claimDigest(database.db, at('2027-03-28T00:59:00Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-03-28T01:00:00Z')), 1)
  assert.deepEqual(await claimed().then(rows => rows.map(row => row.date)), ['2027-03-28'])
})

test('J4: a digest that was missed while nothing ran is made up for the same day, with that day’s date', async () => {
  await owe(database.db, await saveAlert(database.db, { hour: 7 }), await saveListing(database.db, 'one'))
  assert.equal(await claimDigest(database.db, at('2027-01-12T06:50:00Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-12T09:30:00Z')), 1)
  assert.equal(await claimDigest(database.db, at('2027-01-12T09:31:00Z')), 0)
  const digest = await database.db.transaction().execute(trx => takeDigest(trx, at('2027-01-12T09:30:00Z')))
  assert.equal(digest?.localDate, '2027-01-12')
})

test('J2: many workers that claim at once promise a thousand digests, one each', async () => {
  await saveManyAlerts(database.db, 1_000)
  const listing = await saveListing(database.db, 'one')
  await sql`insert into match (saved_search_id, listing_id) select id, ${listing} from saved_search`.execute(database.db)
  const others = [connect(database.url, { name: 'dayrate test', max: 2 }), connect(database.url, { name: 'dayrate test', max: 2 })]
  const claimAll = async (db: typeof database.db): Promise<number> => {
    let all = 0
    for (let n = await claimDigest(db); n > 0; n = await claimDigest(db)) all += n
    return all
  }
  const workers = await Promise.all([database.db, ...others].flatMap(db => [claimAll(db), claimAll(db)]))
  for (const db of others) await db.destroy()
  await claimAll(database.db)
  assert.equal(
    workers.reduce((sum, n) => sum + n, 0),
    1_000,
  )
  assert.equal(await count(database.db, 'digest'), 1_000)
  const { rows } = await sql<{ n: number }>`select count(distinct digest_id)::int as n from match where digest_id is not null`.execute(
    database.db,
  )
  assert.equal(rows[0]?.n, 1_000)
})

test('J2: a digest that one worker sends is passed over by the others', async () => {
  await owe(database.db, await saveAlert(database.db), await saveListing(database.db, 'one'))
  await claimDigest(database.db)
  await database.db.transaction().execute(async mine => {
    assert.ok(await takeDigest(mine))
    await database.db.transaction().execute(async other => assert.equal(await takeDigest(other), undefined))
  })
})

test('J9: a clock that steps back an hour, or forward a day and back, makes no second mail of any day and loses none', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  let roles = 0
  const look = async (...instants: string[]): Promise<number[]> => {
    const promised: number[] = []
    for (const instant of instants) {
      promised.push(await claimDigest(database.db, at(instant)))
      await owe(database.db, search, await saveListing(database.db, `next-${++roles}`))
    }
    return promised
  }
  const back = await look(
    '2027-01-12T07:00:00Z',
    '2027-01-12T06:00:00Z',
    '2027-01-12T06:59:00Z',
    '2027-01-12T07:00:00Z',
    '2027-01-12T08:00:00Z',
  )
  assert.deepEqual(back, [1, 0, 0, 0, 0])
  const forward = await look(
    '2027-01-13T09:00:00Z',
    '2027-01-14T09:00:00Z',
    '2027-01-13T09:01:00Z',
    '2027-01-14T09:02:00Z',
    '2027-01-15T07:00:00Z',
  )
  assert.deepEqual(forward, [1, 1, 0, 0, 1])
  const { rows } = await sql`select from match where digest_id is null`.execute(database.db)
  assert.equal(rows.length, 1, 'only the last is owed to tomorrow')
})

test('J6: a role that was entered late is in the next digest', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  const late = await saveListing(database.db, 'late')
  await database.db.transaction().execute(async slow => {
    await slow.insertInto('match').values({ saved_search_id: search, listing_id: late }).execute()
    assert.equal(await claimDigest(database.db, at('2027-01-12T07:00:00Z')), 1)
  })
  assert.equal(await claimDigest(database.db, at('2027-01-13T07:00:00Z')), 1)
  const { rows } = await sql<{ date: string }>`select d.local_date::text as date from match m join digest d on d.id = m.digest_id
    where m.listing_id = ${late}`.execute(database.db)
  assert.deepEqual(rows, [{ date: '2027-01-13' }])
})

test('J7: another zone after today’s mail brings no second mail for the same local day', async () => {
  const search = await saveAlert(database.db, { hour: 7, timeZone: 'Pacific/Auckland' })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  assert.equal(await claimDigest(database.db, at('2027-01-11T18:00:00Z')), 1)
  await sql`update saved_search set time_zone = 'Pacific/Honolulu'`.execute(database.db)
  await owe(database.db, search, await saveListing(database.db, 'two'))
  for (let hour = 0; hour < 24; hour++)
    await claimDigest(database.db, { now: new Date(Date.parse('2027-01-11T18:30:00Z') + hour * 3_600_000) })
  assert.equal((await claimed()).length, 1)
  await sql`update saved_search set time_zone = 'Pacific/Auckland', hour = 6`.execute(database.db)
  assert.equal(await claimDigest(database.db, at('2027-01-12T10:00:00Z')), 0)
})

test('J10: with nothing new there is no mail, and the run is noted', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  await claimDigest(database.db, at('2027-01-12T07:00:00Z'))
  assert.deepEqual(await claimDigests(database.db, at('2027-01-13T07:00:00Z')), { promised: 0, empty: 1 })
  assert.deepEqual(await claimDigests(database.db, at('2027-01-13T07:01:00Z')), { promised: 0, empty: 0 })
  const { last_run_at } = await database.db.selectFrom('saved_search').select('last_run_at').executeTakeFirstOrThrow()
  assert.equal(last_run_at?.toISOString(), '2027-01-13T07:00:00.000Z')
  assert.equal(await count(database.db, 'digest'), 1)
})

test('a role of the afternoon waits for tomorrow’s hour; the very first role of an alert does not', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  assert.equal((await claimDigests(database.db, at('2027-01-12T07:00:00Z'))).empty, 1)
  await owe(database.db, search, await saveListing(database.db, 'first'))
  assert.equal(await claimDigest(database.db, at('2027-01-12T14:00:00Z')), 1)
  assert.equal((await claimDigests(database.db, at('2027-01-13T07:00:00Z'))).empty, 1)
  await owe(database.db, search, await saveListing(database.db, 'afternoon'))
  assert.equal(await claimDigest(database.db, at('2027-01-13T14:00:00Z')), 0)
  assert.equal(await claimDigest(database.db, at('2027-01-14T07:00:00Z')), 1)
})

test('whatever the hour: the command line sends now, and still once a local day', async () => {
  const search = await saveAlert(database.db, { hour: 23 })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  const early = at('2027-01-12T01:00:00Z')
  assert.equal(await claimDigest(database.db, early), 0)
  assert.equal(await claimDigest(database.db, { ...early, ignoreHour: true }), 1)
  await owe(database.db, search, await saveListing(database.db, 'two'))
  assert.equal(await claimDigest(database.db, { ...early, ignoreHour: true }), 0)
})

test('a look reads what is due, by its index, and the sender takes the oldest promise by its own', async () => {
  await saveManyAlerts(database.db, 5_000)
  await sql`update saved_search set due_at = now() + interval '1 day' * random()`.execute(database.db)
  await sql`insert into digest (saved_search_id, local_date, sent_at) select id, current_date, now() from saved_search`.execute(database.db)
  await sql`analyze saved_search, digest, subscriber`.execute(database.db)
  const [look = '', take = ''] = await plansOf(database.db, async db => {
    await claimDigests(db)
    await takeDigest(db)
  })
  assert.match(look, /Index Scan using saved_search_due on saved_search/)
  assert.match(take, /Index Scan using digest_to_send on digest/)
  for (const plan of [look, take]) assert.doesNotMatch(plan, /Seq Scan on (?:saved_search|subscriber|digest|match)/)
})

test('unconfirmed, stopped and undeliverable alerts are promised nothing', async () => {
  const listing = await saveListing(database.db, 'one')
  const [unconfirmed, stopped, dead] = [
    await saveAlert(database.db, { confirmed: false }),
    await saveAlert(database.db),
    await saveAlert(database.db),
  ]
  for (const search of [unconfirmed, stopped, dead]) await owe(database.db, search, listing)
  await sql`update saved_search set stopped_at = now() where id = ${stopped}`.execute(database.db)
  await sql`update subscriber set suppressed_at = now() from saved_search s where s.id = ${dead} and s.subscriber_id = subscriber.id`.execute(
    database.db,
  )
  assert.deepEqual(await claimDigests(database.db), { promised: 0, empty: 0 })
})

test('an alert with thousands of roles keeps nobody else waiting, and its mail loads what it shows', async () => {
  const big = await saveAlert(database.db, { hour: 7 })
  await sql`insert into listing (slug, title, card, first_seen_at, last_seen_at)
    select 'role-' || n, 'role', '{}', now(), now() from generate_series(1, 4000) n`.execute(database.db)
  await sql`insert into match (saved_search_id, listing_id) select ${big}, id from listing`.execute(database.db)
  const { id: one } = await database.db.selectFrom('listing').select('id').limit(1).executeTakeFirstOrThrow()
  for (let n = 0; n < 3; n++) await owe(database.db, await saveAlert(database.db, { hour: 7 }), one)
  const morning = at('2027-01-12T07:00:00Z')
  assert.equal(await claimDigest(database.db, morning), 4)
  const taken = new Map<string, number>()
  await database.db.transaction().execute(async trx => {
    for (let digest = await takeDigest(trx, morning); digest; digest = await takeDigest(trx, morning)) {
      taken.set(digest.savedSearchId, (await mailedRoles(trx, digest.id, MAIL_SHOWS)).length)
      await settle(trx, 'digest', digest.id, { outcome: 'accepted' }, morning)
    }
  })
  assert.equal(taken.size, 4)
  assert.ok((taken.get(big) ?? 0) <= 25)
  const { rows } = await sql`select from match where digest_id is null`.execute(database.db)
  assert.equal(rows.length, 0, 'all of them are behind the link of that one mail')
})

test('J16: an alert stopped between claim and sending has nothing to send', async () => {
  const search = await saveAlert(database.db)
  await owe(database.db, search, await saveListing(database.db, 'one'))
  await claimDigest(database.db)
  await sql`update saved_search set stopped_at = now()`.execute(database.db)
  assert.equal(await database.db.transaction().execute(trx => takeDigest(trx)), undefined)
})

test('only roles that are still live are in the mail', async () => {
  const search = await saveAlert(database.db)
  const [open, closed] = [await saveListing(database.db, 'open'), await saveListing(database.db, 'closed')]
  for (const listing of [open, closed]) await owe(database.db, search, listing)
  await claimDigest(database.db)
  await sql`update listing set closed_at = now() where id = ${closed}`.execute(database.db)
  const digest = await database.db.transaction().execute(trx => takeDigest(trx))
  assert.deepEqual(await digestRoles(database.db, digest?.id ?? '', { limit: 10 }), [
    { listingId: open, news: 'new', why: ['“pmo” in the advert'] },
  ])
})

/** Takes the next digest at an instant and settles it. @returns whether there was one. */
async function tryOnce(end: Settlement, clock: { now: Date }): Promise<boolean> {
  return database.db.transaction().execute(async trx => {
    const digest = await takeDigest(trx, clock)
    if (digest) await settle(trx, 'digest', digest.id, end, clock)
    return digest !== undefined
  })
}

test('J5: a “not now” is tried again, sooner at first, until it is taken; nothing is dropped in four hours', async () => {
  await owe(database.db, await saveAlert(database.db, { hour: 7 }), await saveListing(database.db, 'one'))
  const begin = Date.parse('2027-01-12T07:00:00Z')
  await claimDigest(database.db, { now: new Date(begin) })
  const tries: number[] = []
  for (let minute = 0; minute < 240; minute++)
    if (await tryOnce({ outcome: 'later', reason: '451 greylisted' }, { now: new Date(begin + minute * 60_000) })) tries.push(minute)
  assert.ok(tries.length >= 8 && tries.length <= 14, `tried ${tries.length} times`)
  assert.ok((tries[1] ?? 0) <= 2 && (tries.at(-1) ?? 0) > 150)
  assert.equal(await releaseStale(database.db, { now: new Date(begin + 240 * 60_000) }), 0)
  assert.ok(await tryOnce({ outcome: 'accepted' }, { now: new Date(begin + 320 * 60_000) }))
  assert.equal(await tryOnce({ outcome: 'accepted' }, { now: new Date(begin + 400 * 60_000) }), false)
})

test('J5: after twenty hours the roles go into the next digest instead', async () => {
  const search = await saveAlert(database.db, { hour: 7 })
  const listing = await saveListing(database.db, 'one')
  await owe(database.db, search, listing)
  await claimDigest(database.db, at('2027-01-12T07:00:00Z'))
  await tryOnce({ outcome: 'later', reason: 'no connection' }, at('2027-01-12T07:00:00Z'))
  assert.equal(await releaseStale(database.db, at('2027-01-13T03:00:00Z')), 0)
  assert.equal(await releaseStale(database.db, at('2027-01-13T03:00:01Z')), 1)
  assert.equal(await tryOnce({ outcome: 'accepted' }, at('2027-01-13T03:01:00Z')), false)
  assert.equal(await claimDigest(database.db, at('2027-01-13T07:00:00Z')), 1)
  const next = await database.db.transaction().execute(trx => takeDigest(trx, at('2027-01-13T07:00:00Z')))
  assert.deepEqual(
    (await digestRoles(database.db, next?.id ?? '', { limit: 10 })).map(role => role.listingId),
    [listing],
  )
})

test('M9: an address that does not exist gets no more mails; a mail that was disliked is only given up', async () => {
  const day = at('2027-01-12T07:00:00Z')
  await owe(database.db, await saveAlert(database.db, { email: 'gone@mail.dayrate.org' }), await saveListing(database.db, 'one'))
  await claimDigest(database.db, day)
  await tryOnce({ outcome: 'refused', reason: '554 5.7.1 spam', ofRecipient: false }, day)
  const person = () => database.db.selectFrom('subscriber').select('suppressed_because').executeTakeFirstOrThrow()
  assert.equal((await person()).suppressed_because, null)
  await sql`update digest set given_up_at = null`.execute(database.db)
  await tryOnce({ outcome: 'refused', reason: '550 5.1.1 no such user', ofRecipient: true }, day)
  assert.equal((await person()).suppressed_because, '550 5.1.1 no such user')
})

test('J13: a digest that cannot be written is given up after six tries and stays to be seen', async () => {
  await owe(database.db, await saveAlert(database.db), await saveListing(database.db, 'one'))
  await claimDigest(database.db)
  let tries = 0
  for (let hour = 0; hour < 20; hour++) {
    const clock = { now: new Date(Date.now() + hour * 3_600_000) }
    if (await tryOnce({ outcome: 'faulty', reason: 'TypeError: odd' }, clock)) tries++
  }
  assert.equal(tries, 6)
  const digest = await database.db.selectFrom('digest').select(['given_up_at', 'last_error', 'tries']).executeTakeFirstOrThrow()
  assert.ok(digest.given_up_at)
  assert.deepEqual([digest.last_error, digest.tries], ['TypeError: odd', 6])
})
