import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { readAddress } from '../../db/address.ts'
import { mailToken, saveMailLinks } from '../../db/mail-links.ts'
import { pruneAlerts, pruneRuns } from '../../db/prune.ts'
import { confirmAlert, findMailLink, requestAlert, stopAlert, takeConfirmation, visitorOf } from '../../db/saved-searches.ts'
import type { AlertRequest, Confirmation } from '../../db/saved-searches.ts'
import { settle } from '../../db/digests.ts'
import { holdLock, LOCKS } from '../../db/locks.ts'
import { DAILY } from '../../db/rhythm.ts'
import { TIME_ZONES, readTimeZone } from '../../db/time-zones.ts'
import { count } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
const SECRET = 'a secret that only this test knows, and long'

before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, saved_search, confirmation, mail_token cascade`.execute(database.db))

let visitors = 0
function request(over: Partial<AlertRequest> = {}): AlertRequest {
  const askedFrom = `192.0.2.${++visitors}`
  return {
    address: 'ada@mail.dayrate.org',
    query: 'q=pmo',
    ...DAILY,
    askedFrom,
    consent: { by: 'test' },
    ...over,
  }
}

/** Sends what may be sent, as the worker does. @returns the questions with their tokens. */
async function ask(): Promise<(Confirmation & { token: string })[]> {
  const asked: (Confirmation & { token: string })[] = []
  for (;;) {
    const one = await database.db.transaction().execute(async trx => {
      const confirmation = await takeConfirmation(trx)
      if (confirmation) await settle(trx, 'confirmation', confirmation.id, { outcome: 'accepted' })
      return confirmation
    })
    if (!one) return asked
    const token = mailToken(SECRET, 'confirm', one.id)
    await saveMailLinks(database.db, [{ purpose: 'confirm', token, savedSearchId: one.savedSearchId, confirmationId: one.id, days: 7 }])
    asked.push({ ...one, token })
  }
}

test('a question leaves while somebody marks the towns of a text: each lock has a number of its own', async () => {
  assert.equal(new Set(Object.values(LOCKS)).size, Object.keys(LOCKS).length)
  await requestAlert(database.db, request())
  await database.db.transaction().execute(async trx => {
    await holdLock(trx, 'towns')
    assert.equal((await ask()).length, 1)
  })
})

test('asking sends one question, and only its answer starts the alert', async () => {
  assert.equal(await requestAlert(database.db, request()), 'noted')
  const [question, ...more] = await ask()
  assert.ok(question)
  assert.equal(more.length, 0)
  assert.equal((await findMailLink(database.db, 'confirm', question.token))?.state, 'waiting')
  assert.equal((await confirmAlert(database.db, question.token))?.state, 'confirmed')
  const search = await database.db.selectFrom('saved_search').select(['confirmed_at', 'hour']).executeTakeFirstOrThrow()
  assert.ok(search.confirmed_at)
})

test('M4: a confirm link works once, and says so after that', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  await confirmAlert(database.db, question.token)
  const first = await database.db.selectFrom('saved_search').select('confirmed_at').executeTakeFirstOrThrow()
  await sql`update saved_search set hour = 9`.execute(database.db)
  assert.equal((await confirmAlert(database.db, question.token))?.state, 'confirmed')
  const second = await database.db.selectFrom('saved_search').select(['confirmed_at', 'hour']).executeTakeFirstOrThrow()
  assert.deepEqual(second, { confirmed_at: first.confirmed_at, hour: 9 })
})

test('M4: after seven days the link confirms nothing, and the alert is forgotten', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  await sql`update mail_token set expires_at = now() - interval '1 second'`.execute(database.db)
  assert.equal((await confirmAlert(database.db, question.token))?.state, 'expired')
  assert.equal(await pruneAlerts(database.db), 0)
  await sql`update saved_search set created_at = now() - interval '8 days'`.execute(database.db)
  await sql`update confirmation set asked_at = now() - interval '8 days', sent_at = now() - interval '8 days'`.execute(database.db)
  assert.equal(await pruneAlerts(database.db), 1)
  for (const table of ['subscriber', 'saved_search', 'confirmation', 'mail_token'] as const)
    assert.equal(await count(database.db, table), 0, table)
})

test('M5: only hashes of tokens are kept, and a token opens one purpose', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  const stop = mailToken(SECRET, 'unsubscribe', question.savedSearchId)
  await saveMailLinks(database.db, [{ purpose: 'unsubscribe', token: stop, savedSearchId: question.savedSearchId }])
  assert.match(stop, /^[\w-]{43}$/)
  const { rows } = await sql<{ all: string }>`select string_agg(t::text, ' ') as all from mail_token t`.execute(database.db)
  assert.ok(!rows[0]?.all.includes(stop) && !rows[0]?.all.includes(question.token))
  assert.equal(await findMailLink(database.db, 'unsubscribe', question.token), undefined)
  assert.equal(await findMailLink(database.db, 'confirm', stop), undefined)
  assert.equal(await stopAlert(database.db, question.token), undefined)
  assert.equal(await confirmAlert(database.db, stop), undefined)
  for (const wrong of ['', 'x', stop.slice(1), `${stop}a`, stop.toLowerCase(), '\u0000'])
    assert.equal(await stopAlert(database.db, wrong), undefined)
})

test('M2: stopping takes effect at once and twice is once', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  await confirmAlert(database.db, question.token)
  const stop = mailToken(SECRET, 'unsubscribe', question.savedSearchId)
  await saveMailLinks(database.db, [{ purpose: 'unsubscribe', token: stop, savedSearchId: question.savedSearchId }])
  assert.equal((await findMailLink(database.db, 'unsubscribe', stop))?.state, 'running')
  assert.equal((await stopAlert(database.db, stop))?.state, 'stopped')
  const first = await database.db.selectFrom('saved_search').select('stopped_at').executeTakeFirstOrThrow()
  assert.equal((await stopAlert(database.db, stop))?.state, 'stopped')
  assert.deepEqual(await database.db.selectFrom('saved_search').select('stopped_at').executeTakeFirstOrThrow(), first)
})

test('a link of a stopped alert does not start it again; asking again does', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  await sql`update saved_search set stopped_at = now()`.execute(database.db)
  assert.equal((await confirmAlert(database.db, question.token))?.state, 'stopped')
  await sql`update confirmation set sent_at = now() - interval '2 days'`.execute(database.db)
  await requestAlert(database.db, request())
  const [again] = await ask()
  assert.ok(again)
  assert.notEqual(again.savedSearchId, question.savedSearchId)
  assert.equal((await confirmAlert(database.db, again.token))?.state, 'confirmed')
})

test('M7: fifty requests for one mailbox, in all its spellings, send one question', async () => {
  const spellings = [
    'ada@mail.dayrate.org',
    'Ada@mail.dayrate.org',
    'a.da@mail.dayrate.org',
    'ada+jobs@mail.dayrate.org',
    'ada@MAIL.dayrate.org',
  ]
  for (let n = 0; n < 50; n++) {
    const address = readAddress(spellings[n % spellings.length] ?? '') ?? ''
    assert.equal(await requestAlert(database.db, request({ address, query: `q=pmo${n % 7}` })), 'noted')
  }
  assert.equal((await ask()).length, 1)
  assert.equal((await ask()).length, 0)
})

test('M7: an unanswered mailbox gets three questions a week at most', async () => {
  let sent = 0
  for (let day = 0; day < 6; day++) {
    await requestAlert(database.db, request())
    sent += (await ask()).length
    await sql`update confirmation set sent_at = sent_at - interval '25 hours', asked_at = asked_at - interval '25 hours'`.execute(
      database.db,
    )
  }
  assert.equal(sent, 3)
})

test('a person who answers may ask for the next alert at once; one who does not waits', async () => {
  await requestAlert(database.db, request({ query: 'q=pmo' }))
  const [first] = await ask()
  assert.ok(first)
  await requestAlert(database.db, request({ query: 'q=change' }))
  assert.equal((await ask()).length, 0)
  await confirmAlert(database.db, first.token)
  const [second] = await ask()
  assert.equal(second?.query, 'q=change')
})

test('whoever has confirmed may ask for another hour the same day, and is sent the question', async () => {
  await requestAlert(database.db, request())
  const [first] = await ask()
  assert.ok(first)
  await requestAlert(database.db, request({ hour: 9 }))
  assert.equal((await ask()).length, 0, 'the first question is still open')
  await confirmAlert(database.db, first.token)
  const [second] = await ask()
  assert.equal(second?.hour, 9)
})

test('a question that waits for a mailbox’s next day is sent then', async () => {
  await requestAlert(database.db, request())
  await ask()
  await requestAlert(database.db, request({ query: 'q=change' }))
  assert.equal((await ask()).length, 0)
  await sql`update confirmation set sent_at = sent_at - interval '24 hours', asked_at = asked_at - interval '24 hours'`.execute(database.db)
  assert.deepEqual(
    (await ask()).map(question => question.query),
    ['q=change'],
  )
})

test('an alert stopped ninety days ago is forgotten, its consent and address too; a running one is not', async () => {
  await requestAlert(database.db, request())
  await requestAlert(database.db, request({ address: 'bea@mail.dayrate.org' }))
  await sql`update saved_search set confirmed_at = now()`.execute(database.db)
  await sql`update saved_search set stopped_at = now() - interval '91 days' where subscriber_id =
    (select id from subscriber where email like 'ada%')`.execute(database.db)
  assert.equal(await pruneAlerts(database.db), 1)
  const left = await database.db.selectFrom('subscriber').select('email').execute()
  assert.deepEqual(left, [{ email: 'bea@mail.dayrate.org' }])
  assert.equal(await count(database.db, 'saved_search'), 1)
})

test('of each source the newest 500 crawls stay on record', async () => {
  await sql`insert into source (id, name, connector, policy, origin, crawl_every_minutes)
    values ('oak', 'Oak', 'feed', '{}', 'catalogue', 60)`.execute(database.db)
  await sql`insert into crawl_run (source_id, started_at, finished_at, outcome)
    select 'oak', now() - n * interval '1 hour', now() - n * interval '1 hour', 'complete' from generate_series(1, 503) n`.execute(
    database.db,
  )
  assert.equal(await pruneRuns(database.db), 3)
  assert.equal(await pruneRuns(database.db), 0)
})

test('a question that waited for more than a day is not sent any more', async () => {
  await requestAlert(database.db, request())
  await sql`update confirmation set asked_at = now() - interval '26 hours'`.execute(database.db)
  assert.equal((await ask()).length, 0)
})

test('M7: one visitor may ask five times in an hour, a /64 of IPv6 counting as one', async () => {
  const asking = (n: number, ip: string) =>
    requestAlert(database.db, request({ address: `p${n}@mail.dayrate.org`, askedFrom: visitorOf(ip) }))
  for (let n = 0; n < 5; n++) assert.equal(await asking(n, `2001:db8:1:2::${n}`), 'noted')
  assert.equal(await asking(5, '2001:db8:1:2:ffff::9'), 'too many')
  assert.equal(await asking(6, '2001:db8:1:3::1'), 'noted')
  assert.equal(await count(database.db, 'subscriber'), 6)
  await sql`update confirmation set asked_at = now() - interval '61 minutes'`.execute(database.db)
  assert.equal(await asking(7, '2001:db8:1:2::7'), 'noted')
})

test('asking again for a running alert changes its hour only with the answer', async () => {
  await requestAlert(database.db, request({ hour: 7 }))
  const [first] = await ask()
  assert.ok(first)
  await confirmAlert(database.db, first.token)
  await sql`update confirmation set sent_at = now() - interval '2 days'`.execute(database.db)
  await requestAlert(database.db, request({ hour: 18, timeZone: 'Asia/Kolkata' }))
  const hourNow = () => database.db.selectFrom('saved_search').select(['hour', 'time_zone']).executeTakeFirstOrThrow()
  assert.deepEqual(await hourNow(), { hour: 7, time_zone: 'Europe/London' })
  const [second] = await ask()
  assert.ok(second)
  await confirmAlert(database.db, second.token)
  assert.deepEqual(await hourNow(), { hour: 18, time_zone: 'Asia/Kolkata' })
  assert.equal(await count(database.db, 'saved_search'), 1)
})

test('M9: confirming from an address that a server once refused lets mails go there again', async () => {
  await requestAlert(database.db, request())
  const [question] = await ask()
  assert.ok(question)
  await sql`update subscriber set suppressed_at = now(), suppressed_because = '550 5.1.1'`.execute(database.db)
  await confirmAlert(database.db, question.token)
  const person = await database.db.selectFrom('subscriber').select(['suppressed_at', 'suppressed_because']).executeTakeFirstOrThrow()
  assert.deepEqual(person, { suppressed_at: null, suppressed_because: null })
})

test('J8: only time zones of the list are taken, and Postgres knows every one of them', async () => {
  for (const wrong of ['Europe/Londonn', 'FOO+3', '+25', '', 'europe/london', 'Europe/London ', 'GMT+3'])
    assert.equal(readTimeZone(wrong), undefined, wrong)
  assert.equal(readTimeZone('Asia/Calcutta'), 'Asia/Kolkata')
  for (const zone of ['Europe/London', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia', 'Africa/Casablanca', 'UTC'])
    assert.equal(readTimeZone(zone), zone)
  const { rows } = await sql<{ zone: string }>`
    select zone from unnest(${TIME_ZONES}::text[]) zone where zone not in (select name from pg_timezone_names)`.execute(database.db)
  assert.deepEqual(rows, [])
})

test('a visitor is an IPv4 address or a /64', () => {
  const rows = [
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:1:a:b:c:d', '2001:db8:0:1::/64'],
    ['2001:0DB8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ]
  for (const [ip, visitor] of rows) assert.equal(visitorOf(ip), visitor)
})

test('J7: an alert that is confirmed anew from another zone counts its mails by the days they were there', async () => {
  const { db } = database
  await requestAlert(db, request({ timeZone: 'Pacific/Auckland' }))
  for (const { token } of await ask()) await confirmAlert(db, token)
  // Yesterday at noon UTC: past midnight in Auckland, two in the morning in Honolulu.
  await sql`insert into digest (saved_search_id, local_date, claimed_at)
    select id, (at at time zone 'Pacific/Auckland')::date, at
    from saved_search, (select date_trunc('day', now(), 'UTC') - interval '12 hours' as at) as noon`.execute(db)
  await requestAlert(db, request({ timeZone: 'Pacific/Honolulu' }))
  await sql`update confirmation set sent_at = sent_at - interval '2 days'`.execute(db)
  for (const { token } of await ask()) await confirmAlert(db, token)
  const { rows } = await sql<{ right: boolean }>`
    select local_date = (claimed_at at time zone 'Pacific/Honolulu')::date as right from digest`.execute(db)
  assert.deepEqual(rows, [{ right: true }])
})
