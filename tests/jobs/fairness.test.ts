// Nobody waits for somebody else's mailbox, or because somebody else has more alerts.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { claimDigests } from '../../db/digests.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { createMailer } from '../../jobs/mail.ts'
import type { Mailer } from '../../jobs/mail.ts'
import { owe, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { testSmtp } from '../support/smtp.ts'
import type { TestSmtp } from '../support/smtp.ts'

let database: TestDatabase
let smtp: TestSmtp
let mailer: Mailer
let listing: number

before(async () => {
  database = await testDatabase()
  listing = (await seedBoard(database.db, ROLES)).get('pmo-analyst-2') ?? 0
})
after(() => database.close())
beforeEach(async () => {
  await sql`truncate subscriber, match_due cascade`.execute(database.db)
  smtp = await testSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
})
afterEach(async () => {
  mailer.close()
  await smtp.close()
})

const send = (clock: { now?: Date } = {}) => sendDueDigests(mailWorld(database, { sendMail: mailer.sendMail }), clock)

async function promised(addresses: string[]): Promise<void> {
  for (const email of addresses) await owe(database.db, await saveAlert(database.db, { email }), listing)
  await claimDigests(database.db)
}

test('J5: a provider that takes nothing this morning keeps nobody else from their mail, and gets its own when it does', async () => {
  // Promised first, so theirs is the turn.
  await promised(Array.from({ length: 40 }, (_, n) => `p${n}@slow.dayrate.org`))
  await sql`update digest set next_try_at = next_try_at - interval '1 minute'`.execute(database.db)
  await promised(Array.from({ length: 6 }, (_, n) => `q${n}@mail.dayrate.org`))
  smtp.manners = { recipient: address => (address.includes('@slow.') ? { code: 451, words: '4.7.1 come back later' } : undefined) }
  const first = await send()
  assert.equal(first.sent, 6)
  assert.ok(first.later >= 5 && first.later <= 10, `${first.later} tries at the slow one`)
  smtp.manners = {}
  const soon = { now: new Date(Date.now() + 6 * 60_000) }
  assert.equal((await send(soon)).sent, 40, 'put off by minutes, not by what each of them had been refused for')
})

test('J5: where every domain says “not now” the server means all of us', async () => {
  await promised(Array.from({ length: 30 }, (_, n) => `p@firm${n}.dayrate.org`))
  smtp.manners = { recipient: () => ({ code: 451, words: '4.3.2 not now' }) }
  const { sent, later } = await send()
  assert.equal(sent, 0)
  assert.ok(later >= 5 && later <= 10, `${later} tries`)
})

test('somebody with three hundred alerts keeps nobody waiting for the next run', async () => {
  const many = await saveAlert(database.db, { email: 'many@mail.dayrate.org', query: 'q=many' })
  await sql`insert into saved_search (subscriber_id, query, hour, time_zone, confirmed_at, seeded_at)
    select subscriber_id, 'q=many' || n, 0, time_zone, confirmed_at, seeded_at from saved_search, generate_series(1, 300) n where id = ${many}`.execute(
    database.db,
  )
  await sql`insert into match (saved_search_id, listing_id) select id, ${listing} from saved_search`.execute(database.db)
  await promised(['one@mail.dayrate.org', 'two@mail.dayrate.org'])
  const { sent } = await send()
  assert.equal(sent, 303)
  const to = smtp.mails.map(mail => mail.recipients.join())
  for (const who of ['one', 'two']) assert.equal(to.filter(address => address === `${who}@mail.dayrate.org`).length, 1)
})
