// Workers that die by kill -9 at every step between a promise and its mail, and workers that do the same at the same time.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { sendDueDigests } from '../../jobs/digest.ts'
import { createMailer } from '../../jobs/mail.ts'
import { count, saveManyAlerts } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'
import { testSmtp } from '../support/smtp.ts'
import type { TestSmtp } from '../support/smtp.ts'
import { until } from '../support/until.ts'

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

const STEPS = {
  matching: 'while roles were entered',
  claiming: 'while mails were promised',
  claimed: 'after the promise',
  before: 'before the server was asked',
  accepted: 'after the server said yes and before that was kept',
  sent: 'after all was kept',
} as const

/** Runs a worker process to its end, or to where it kills itself. @returns the signal that ended it. */
async function runWorker(dieAt: 'never' | keyof typeof STEPS): Promise<string | null> {
  const child = spawn(process.execPath, [WORKER, database.url, smtp.url, dieAt], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  return signal as string | null
}

/** What the next worker does, without the second that a process takes to start. */
async function runHere(): Promise<void> {
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  await sendDueDigests(mailWorld(database, { sendMail: mailer.sendMail }))
  mailer.close()
}

for (const [dieAt, when] of Object.entries(STEPS) as [keyof typeof STEPS, string][])
  test(`J1: of two workers one is killed ${when}: everybody gets their mail, ${dieAt === 'accepted' ? 'one of them a copy more' : 'and once'}`, async () => {
    await saveManyAlerts(database.db, 12, 'discipline=pmo')
    const ends = await Promise.all([runWorker(dieAt), runWorker('never')])
    // Where the other one was faster with everything, no mail was left to be killed at.
    assert.ok(ends[0] === 'SIGKILL' || dieAt === 'before' || dieAt === 'accepted')
    assert.equal(ends[1], null)
    // Postgres frees what the dead one held when it has noticed.
    await until(async () => {
      await runHere()
      const { rows } = await sql`select from digest where sent_at is not null`.execute(database.db)
      return rows.length === 12
    })
    await runHere()
    const copies = dieAt === 'accepted' && ends[0] === 'SIGKILL' ? 1 : 0
    assert.equal(smtp.mails.length, 12 + copies)
    assert.equal(new Set(smtp.mails.map(mail => mail.recipients.join())).size, 12)
    assert.equal(new Set(smtp.mails.map(mail => mail.parsed.messageId)).size, 12)
    assert.equal(new Set(smtp.mails.map(mail => `${mail.recipients.join()} ${mail.parsed.text}`)).size, 12)
    for (const { parsed } of smtp.mails) assert.match(parsed.subject ?? '', /^2 new roles/)
  })

test('J1: a worker that is told to stop ends the mails in hand, begins no other, and leaves the rest to the next', async () => {
  await saveManyAlerts(database.db, 12, 'discipline=pmo')
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  const stopping = new AbortController()
  const sendMail: typeof mailer.sendMail = async mail => {
    // The first goes alone; those after it go five at a time.
    if (smtp.mails.length > 0) stopping.abort()
    return mailer.sendMail(mail)
  }
  const { sent } = await sendDueDigests(mailWorld(database, { sendMail, stop: stopping.signal }))
  mailer.close()
  assert.ok(sent >= 2 && sent <= 6, `${sent} left`)
  assert.equal(smtp.mails.length, sent)
  await runHere()
  assert.equal(new Set(smtp.mails.map(mail => mail.recipients.join())).size, 12)
  assert.equal(smtp.mails.length, 12)
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
