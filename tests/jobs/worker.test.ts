import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import { createPoster } from '../../crawlers/poster.ts'
import { listMails } from '../../db/mailbox.ts'
import { DAILY } from '../../db/rhythm.ts'
import { confirmAlert, requestAlert } from '../../db/saved-searches.ts'
import { startWorker } from '../../jobs/worker.ts'
import type { Worker } from '../../jobs/worker.ts'
import { count, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let workers: Worker[]

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  await sql`update source set next_crawl_at = now() + interval '1 day'`.execute(database.db)
  const world = () => ({
    ...mailWorld(database),
    url: database.url,
    poster: createPoster({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: NOTHING_ALLOWED }),
    createFetcher: () => createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: NOTHING_ALLOWED }),
  })
  workers = await Promise.all([startWorker(world()), startWorker(world())])
})
after(async () => {
  await Promise.all(workers.map(worker => worker.stop()))
  await database.close()
})

const mails = () => listMails(database.db, 200)

test('the way of an alert through two workers: question, answer, one digest, each within seconds', async () => {
  const [worker] = workers
  await requestAlert(database.db, {
    address: 'ada@mail.dayrate.org',
    query: 'discipline=pmo',
    ...DAILY,
    hour: 0,
    askedFrom: '192.0.2.1',
    consent: {},
  })
  await worker?.queue.enqueue('confirm', {})
  await until(async () => (await mails()).length === 1)
  const [question] = await mails()
  assert.equal(question?.subject, 'Confirm your Dayrate alert: PMO')
  const link = readMailLinks(question?.text ?? '').find(address => address.includes('/alerts/confirm/'))
  assert.equal((await confirmAlert(database.db, link?.split('/').at(-1) ?? ''))?.state, 'confirmed')
  // What the page behind the link does.
  await worker?.queue.enqueue('confirm', {})
  await until(async () => (await mails()).length === 2)
  const [digest] = await mails()
  assert.match(digest?.subject ?? '', /^1 new role, up to ≈ £440 a day · PMO · /)
  assert.match(digest?.text ?? '', /PMO Analyst/)
  assert.match(digest?.text ?? '', /The first mail of this alert/)
})

test('whoever could not be forgotten at once is by the next tick', async () => {
  const id = await saveAlert(database.db, { email: 'leaving@mail.dayrate.org' })
  await sql`insert into erasure (subscriber_id) select subscriber_id from saved_search where id = ${id}`.execute(database.db)
  await workers[0]?.queue.enqueue('confirm', {})
  await until(async () => (await count(database.db, 'erasure')) === 0)
  const left = await database.db.selectFrom('saved_search').select('id').where('id', '=', id).execute()
  assert.deepEqual(left, [])
})

test('a hundred digests asked for by both workers at once leave once each', async () => {
  await sql`truncate mailbox`.execute(database.db)
  for (let n = 0; n < 100; n++) await saveAlert(database.db, { query: 'discipline=change' })
  await sql`insert into match_due (listing_id) select id from listing on conflict do nothing`.execute(database.db)
  for (let n = 0; n < 4; n++) for (const worker of workers) await worker.queue.enqueue('digest', {})
  await until(async () => (await mails()).length === 100)
  // A digest is marked as sent when its mail has left, a moment later.
  await until(async () => {
    const { rows } = await sql<{ unsent: number }>`select count(*)::int as unsent from digest where sent_at is null`.execute(database.db)
    return rows[0]?.unsent === 0
  })
  assert.equal((await mails()).length, 100)
})
