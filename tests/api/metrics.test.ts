import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { closeListings } from '../../jobs/close-listings.ts'
import { createLog } from '../../log.ts'
import { count, owe, saveAlert, saveListing } from '../support/alerts.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
before(async () => {
  site = await testSite()
})
after(() => site.close())

async function figures(): Promise<Map<string, number>> {
  const answer = await site.get('/metrics')
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const lines = (await answer.text()).split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

test('J18: pending mails, the age of the oldest, the last success and what was skipped are figures', async () => {
  const [waits, sent, stale] = await Promise.all([saveAlert(site.db), saveAlert(site.db), saveAlert(site.db)])
  await sql`insert into digest (saved_search_id, local_date, claimed_at, sent_at, given_up_at, given_up_because) values
    (${waits}, '2026-11-20', now() - interval '90 seconds', null, null, null),
    (${sent}, '2026-11-20', now(), '2026-11-20T07:00:00Z', null, null),
    (${stale}, '2026-11-20', now(), null, now(), 'stale')`.execute(site.db)
  const read = await figures()
  assert.equal(read.get('dayrate_digests_pending'), 1)
  assert.ok((read.get('dayrate_digests_oldest_pending_seconds') ?? 0) >= 90)
  assert.equal(read.get('dayrate_digests_last_success_timestamp_seconds'), Date.parse('2026-11-20T07:00:00Z') / 1_000)
  assert.equal(read.get('dayrate_digests_sent_total'), 1)
  assert.equal(read.get('dayrate_digests_soft_skips_total{because="stale"}'), 1)
  assert.equal(read.get('dayrate_digests_soft_skips_total{because="refused"}'), 0)
})

test('J18: an alert whose hour came and that nobody looked at is counted as overdue', async () => {
  const before = (await figures()).get('dayrate_alerts_overdue') ?? -1
  const search = await saveAlert(site.db, { hour: 0, timeZone: 'Etc/GMT+1' })
  await owe(site.db, search, await saveListing(site.db, 'overdue'))
  await sql`update saved_search set confirmed_at = now() - interval '2 days', last_run_at = now() - interval '2 days'
    where id = ${search}`.execute(site.db)
  assert.equal((await figures()).get('dayrate_alerts_overdue'), before + 1)
  await sql`update saved_search set last_run_at = now() where id = ${search}`.execute(site.db)
  assert.equal((await figures()).get('dayrate_alerts_overdue'), before)
})

test('J18: what ended stays counted when it is counted up, and when its alert has been cleared away since', async () => {
  const search = await saveAlert(site.db)
  const [day, now] = ['2026-10-01', '2026-10-02']
  await sql`insert into digest (saved_search_id, local_date, claimed_at, sent_at, given_up_at, given_up_because) values
    (${search}, ${day}, ${day}, '2026-10-01T07:00:00Z', null, null), (${search}, ${now}, ${now}, null, now(), 'refused')`.execute(site.db)
  const before = await figures()
  for (let n = 0; n < 2; n++)
    await closeListings({ db: site.db, log: createLog({ level: 'error', pretty: false }), askForLinking: async () => {} })
  const ended = (all: Map<string, number>) => [...all].filter(([name]) => /sent_total|soft_skips|last_success/.test(name))
  assert.deepEqual(ended(await figures()), ended(before))
  await sql`delete from digest where sent_at is not null`.execute(site.db)
  assert.deepEqual(ended(await figures()), ended(before))
  assert.ok((before.get('dayrate_digests_sent_total') ?? 0) > 0)
})

test('J18: not ready when the clock has ticked and then stands still for three minutes', async () => {
  assert.equal((await site.get('/readyz')).status, 200)
  await sql`insert into clock_tick (key, at) values ('crawl 1', now() - interval '4 minutes')`.execute(site.db)
  const still = await site.get('/readyz')
  assert.equal(still.status, 503)
  assert.match(await still.text(), /the clock stands still/)
  await sql`insert into clock_tick (key) values ('crawl 2')`.execute(site.db)
  assert.equal((await site.get('/readyz')).status, 200)
})

test('W18: in production the figures are behind the admin token, and hold neither addresses nor keys', async () => {
  const own = await testSite({ mode: 'production', publicUrl: 'https://board.example' })
  try {
    assert.equal((await own.get('/metrics')).status, 401)
    assert.equal((await own.get('/metrics', { authorization: 'Bearer wrong' })).status, 401)
    const answer = await own.get('/metrics', { authorization: `Bearer ${ADMIN_TOKEN}` })
    assert.equal(answer.status, 200)
    assert.doesNotMatch(await answer.text(), /@|token|secret|postgres:/i)
  } finally {
    await own.close()
  }
  assert.ok((await count(site.db, 'subscriber')) > 0)
})
