// Workers that die by kill -9 at every step between a promise and its mail, and workers that do the same at the same time.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { count, saveAlert, saveManyAlerts } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { testSmtp } from '../support/smtp.ts'
import type { TestSmtp } from '../support/smtp.ts'

let database: TestDatabase
let smtp: TestSmtp
const WORKER = fileURLToPath(new URL('../support/digest-worker.ts', import.meta.url))

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  smtp = await testSmtp()
})
after(async () => {
  await smtp.close()
  await database.close()
})
beforeEach(async () => {
  smtp.mails.length = 0
  await sql`truncate subscriber, saved_search, match_due, match, digest cascade`.execute(database.db)
  await sql`insert into match_due (listing_id) select id from listing`.execute(database.db)
})

/** Runs a worker process to its end, or to where it kills itself. @returns the signal that ended it. */
async function runWorker(dieAt: 'never' | 'claimed' | 'before' | 'accepted' | 'sent'): Promise<string | null> {
  const child = spawn(process.execPath, [WORKER, database.url, smtp.url, dieAt], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  return signal as string | null
}

for (const dieAt of ['claimed', 'before'] as const)
  test(`J1: killed ${dieAt === 'claimed' ? 'after the promise' : 'before the server was asked'}: the mail leaves once, later`, async () => {
    await saveAlert(database.db, { query: 'discipline=pmo' })
    assert.equal(await runWorker(dieAt), 'SIGKILL')
    assert.equal(smtp.mails.length, 0)
    assert.equal(await runWorker('never'), null)
    assert.equal(await runWorker('never'), null)
    assert.equal(smtp.mails.length, 1)
    assert.match(smtp.mails[0]?.parsed.subject ?? '', /^2 new roles/)
  })

test('J1: killed after the server said yes and before that was kept: one copy more, with the same Message-ID', async () => {
  await saveAlert(database.db, { query: 'discipline=pmo' })
  assert.equal(await runWorker('accepted'), 'SIGKILL')
  assert.equal(smtp.mails.length, 1)
  await runWorker('never')
  await runWorker('never')
  assert.equal(smtp.mails.length, 2)
  assert.equal(new Set(smtp.mails.map(mail => mail.parsed.messageId)).size, 1)
  assert.equal(smtp.mails[0]?.parsed.text, smtp.mails[1]?.parsed.text)
})

test('J1: killed after all was kept: nothing is sent again', async () => {
  await saveAlert(database.db, { query: 'discipline=pmo' })
  assert.equal(await runWorker('sent'), 'SIGKILL')
  await runWorker('never')
  assert.equal(smtp.mails.length, 1)
})

test('J2: two worker processes at once send a thousand people one mail each', async () => {
  await saveManyAlerts(database.db, 1_000, 'discipline=pmo')
  const ends = await Promise.all([runWorker('never'), runWorker('never')])
  assert.deepEqual(ends, [null, null])
  await runWorker('never')
  assert.equal(smtp.mails.length, 1_000)
  assert.equal(new Set(smtp.mails.map(mail => mail.recipients.join())).size, 1_000)
  assert.equal(await count(database.db, 'digest'), 1_000)
})
