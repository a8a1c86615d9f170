import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { mailToken, saveMailLinks } from '../../db/mail-links.ts'
import { askForLink } from '../../db/my-alerts.ts'
import { confirmAlert, requestAlert, takeConfirmation } from '../../db/saved-searches.ts'
import { DAILY } from '../../db/rhythm.ts'
import { findSuppression, suppress } from '../../db/suppression.ts'
import { settle } from '../../db/digests.ts'
import { returnPath, takeReport } from '../../jobs/bounces.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { sendLinks } from '../../jobs/links.ts'
import { createMailer } from '../../jobs/mail.ts'
import { QUIET_LOG, count, everything, owe, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { ROLES } from '../support/roles.ts'
import { testSmtp } from '../support/smtp.ts'
import type { GotMail } from '../support/smtp.ts'
import { testSite } from '../support/web.ts'

const SECRET = 'a secret that only this test knows, and long'
const BOUNCES = 'bounces@board.dayrate.org'
let database: TestDatabase
before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, suppression cascade`.execute(database.db))

const world = () => ({ db: database.db, log: QUIET_LOG, secret: SECRET })

/** Sends one digest to an address over real SMTP. */
async function sendDigest(email: string): Promise<GotMail> {
  const smtp = await testSmtp()
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  const { id } = await database.db.selectFrom('listing').select('id').where('closed_at', 'is', null).limit(1).executeTakeFirstOrThrow()
  await owe(database.db, await saveAlert(database.db, { email }), id)
  await sendDueDigests({ ...world(), sendMail: mailer.sendMail, publicUrl: 'https://board.dayrate.org', bounceAddress: BOUNCES })
  mailer.close()
  await smtp.close()
  const mail = smtp.mails.at(-1)
  assert.ok(mail, 'a digest left')
  return mail
}

function report(to: string, status: string, action = 'failed'): Buffer {
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mx.mail.dayrate.org',
      `To: ${to}`,
      'Subject: Undelivered Mail',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.mail.dayrate.org',
      '',
      'Final-Recipient: rfc822; ada@mail.dayrate.org',
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550',
      ` ${status} no such user`,
      '--b--',
      '',
    ].join('\r\n'),
  )
}

test('M10: every mail leaves with a return address of its own, which no server can spoil by its case', async () => {
  const first = await sendDigest('ada@mail.dayrate.org')
  const second = await sendDigest('bob@mail.dayrate.org')
  assert.match(first.returnPath, /^bounces\+d[0-9a-v]{52}@board\.dayrate\.org$/)
  assert.notEqual(first.returnPath, second.returnPath)
  assert.ok(first.returnPath.indexOf('@') <= 64)
  assert.equal(await takeReport(world(), report(first.returnPath.toUpperCase(), '5.1.1')), 'suppressed')
})

test('M8: after a final report no digest goes there any more, from this alert or another', async () => {
  const mail = await sendDigest('ada@mail.dayrate.org')
  assert.equal(await takeReport(world(), report(mail.returnPath, '5.1.1')), 'suppressed')
  assert.equal((await findSuppression(database.db, 'ADA@mail.dayrate.org'))?.because, 'bounced')
  const { id } = await database.db.selectFrom('listing').select('id').where('closed_at', 'is', null).limit(1).executeTakeFirstOrThrow()
  await owe(database.db, await saveAlert(database.db, { email: 'ada@mail.dayrate.org', query: 'q=other' }), id)
  const sent = await sendDueDigests({ ...world(), sendMail: () => assert.fail('a mail left'), publicUrl: 'https://board.dayrate.org' })
  assert.equal(sent.promised, 0)
})

const PASSING: [what: string, raw: (to: string) => Buffer][] = [
  ['a full mailbox', to => report(to, '5.2.2')],
  ['our standing with the server', to => report(to, '5.7.1')],
  ['a delay', to => report(to, '4.4.1', 'delayed')],
  ['an answering machine', to => Buffer.from(`From: ada@mail.dayrate.org\r\nTo: ${to}\r\nSubject: Away\r\n\r\nBack on Monday. 5.1.1\r\n`)],
]
for (const [what, raw] of PASSING) {
  test(`M10: ${what} suppresses nobody`, async () => {
    const mail = await sendDigest('ada@mail.dayrate.org')
    assert.equal(await takeReport(world(), raw(mail.returnPath)), 'noted')
    assert.equal(await count(database.db, 'suppression'), 0)
  })
}

test('M10: a report with a forged mark, or none, changes nothing', async () => {
  const { id } = await database.db
    .selectFrom('subscriber')
    .select('id')
    .executeTakeFirst()
    .then(row => row ?? { id: '' })
  assert.equal(id, '')
  const mail = await sendDigest('ada@mail.dayrate.org')
  const before = await everything(database.db)
  const digest = await database.db.selectFrom('digest').select('id').executeTakeFirstOrThrow()
  const forged = returnPath(BOUNCES, 'another secret, just as long as the right one', 'digest', digest.id)
  const other = mail.returnPath.replace('+d', '+c')
  for (const to of [forged, other, BOUNCES, `bounces+d${'v'.repeat(52)}@board.dayrate.org`])
    assert.equal(await takeReport(world(), report(to, '5.1.1')), 'ignored', to)
  assert.equal(await everything(database.db), before)
})

test('M10: a complaint suppresses and stops every alert of that person', async () => {
  const mail = await sendDigest('ada@mail.dayrate.org')
  await saveAlert(database.db, { email: 'ada@mail.dayrate.org', query: 'q=second' })
  const complaint = Buffer.from(
    [
      'To: abuse@board.dayrate.org',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      '',
      '--b',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: SomeProvider/1',
      '--b',
      'Content-Type: message/rfc822',
      '',
      `Return-Path: <${mail.returnPath}>`,
      'Subject: 1 new role',
      '',
      'text',
      '--b--',
      '',
    ].join('\r\n'),
  )
  assert.equal(await takeReport(world(), complaint), 'suppressed')
  assert.equal((await findSuppression(database.db, 'ada@mail.dayrate.org'))?.because, 'complained')
  const running = await database.db.selectFrom('saved_search').select('id').where('stopped_at', 'is', null).execute()
  assert.equal(running.length, 0)
})

test('M8: suppression outlives the subscriber, and only the answer to a fresh question lifts it', async () => {
  await suppress(database.db, { address: 'ada@mail.dayrate.org', because: 'erased' })
  const asked = { query: 'q=pmo', ...DAILY, askedFrom: '192.0.2.1', consent: { by: 'test' } }
  await requestAlert(database.db, { ...asked, address: 'ada@mail.dayrate.org' })
  const suppressed = () => database.db.selectFrom('subscriber').select('suppressed_at').executeTakeFirstOrThrow()
  assert.notEqual((await suppressed()).suppressed_at, null)
  const token = await database.db.transaction().execute(async trx => {
    const question = await takeConfirmation(trx)
    assert.ok(question, 'whoever asks may be asked')
    await settle(trx, 'confirmation', question.id, { outcome: 'accepted' })
    const link = { savedSearchId: question.savedSearchId, confirmationId: question.id, days: 7 }
    await saveMailLinks(trx, [{ purpose: 'confirm', token: mailToken(SECRET, 'confirm', question.id), ...link }])
    return mailToken(SECRET, 'confirm', question.id)
  })
  assert.equal((await confirmAlert(database.db, token))?.state, 'confirmed')
  assert.equal((await suppressed()).suppressed_at, null)
  assert.equal(await findSuppression(database.db, 'ada@mail.dayrate.org'), undefined)
})

test('M10: a webhook takes reports as they arrived, and answers the same whoever sends', async () => {
  const got: string[] = []
  const site = await testSite({ takeReport: async raw => void got.push(raw.toString()) })
  const post = (body: string, type: string) =>
    fetch(`${site.url}/mail/reports`, { method: 'POST', body, headers: { 'content-type': type } })
  try {
    assert.equal((await post('To: x\r\n\r\n', 'message/rfc822')).status, 202)
    assert.deepEqual(got, ['To: x\r\n\r\n'])
    assert.equal((await post('a=b', 'application/x-www-form-urlencoded')).status, 415)
    assert.equal((await post('x'.repeat(600_000), 'message/rfc822')).status, 413)
  } finally {
    await site.close()
  }
})

test('M8: the first reason stays on record, and a complaint takes the place of a bounce', async () => {
  await saveAlert(database.db, { email: 'ada@mail.dayrate.org' })
  const because = async () =>
    (await database.db.selectFrom('subscriber').select('suppressed_because').executeTakeFirstOrThrow()).suppressed_because
  const address = 'Ada@mail.dayrate.org'
  await suppress(database.db, { address, because: 'bounced', words: '550 5.1.1 no such user' })
  await suppress(database.db, { address, because: 'bounced', words: '550 5.2.1 disabled' })
  assert.equal(await because(), '550 5.1.1 no such user')
  await suppress(database.db, { address, because: 'complained', words: 'abuse' })
  assert.equal(await because(), 'abuse')
  await suppress(database.db, { address, because: 'bounced', words: '550 5.1.1 no such user' })
  assert.equal(await because(), 'abuse')
})

test('M10: the mail with the link to all alerts comes back like any other', async () => {
  const smtp = await testSmtp()
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  const mail = { ...world(), sendMail: mailer.sendMail, publicUrl: 'https://board.dayrate.org', bounceAddress: BOUNCES }
  await saveAlert(database.db, { email: 'ada@mail.dayrate.org' })
  await askForLink(database.db, 'ada@mail.dayrate.org')
  assert.equal(await sendLinks(mail), 1)
  assert.equal(await takeReport(world(), report(smtp.mails[0]?.returnPath ?? '', '5.1.1')), 'suppressed')

  await saveAlert(database.db, { email: 'ben@mail.dayrate.org' })
  await askForLink(database.db, 'ben@mail.dayrate.org')
  smtp.manners = { recipient: () => ({ code: 550, words: '5.1.1 no such user' }) }
  assert.equal(await sendLinks(mail), 0)
  assert.equal(await count(database.db, 'suppression'), 2)
  mailer.close()
  await smtp.close()
})
