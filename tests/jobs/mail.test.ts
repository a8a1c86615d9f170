import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { listMails } from '../../db/mailbox.ts'
import type { Mail } from '../../db/mailbox.ts'
import { createMailer } from '../../jobs/mail.ts'
import type { Mailer } from '../../jobs/mail.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { verifyDkim } from '../support/dkim.ts'
import { testSmtp } from '../support/smtp.ts'
import type { TestSmtp } from '../support/smtp.ts'

let database: TestDatabase
let smtp: TestSmtp
let mailer: Mailer
const FROM = 'Dayrate <alerts@dayrate.org>'

before(async () => {
  database = await testDatabase()
  smtp = await testSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: FROM, db: database.db })
})
after(async () => {
  mailer.close()
  await smtp.close()
  await database.close()
})
beforeEach(() => {
  smtp.manners = {}
  smtp.mails.length = 0
})

function mail(over: Partial<Mail> = {}): Mail {
  return {
    to: 'ada@mail.dayrate.org',
    subject: '2 new roles',
    html: '<p>two</p>',
    text: 'two',
    messageId: '<digest-1@dayrate.org>',
    headers: { 'List-Unsubscribe': '<https://dayrate.org/u/abc>' },
    ...over,
  }
}

test('a mail arrives with both parts, its headers and the Message-ID it was given', async () => {
  assert.deepEqual(await mailer.sendMail(mail()), { outcome: 'accepted' })
  const [got] = smtp.mails
  assert.deepEqual(got?.recipients, ['ada@mail.dayrate.org'])
  assert.equal(got?.parsed.messageId, '<digest-1@dayrate.org>')
  assert.equal(got?.parsed.from?.text, '"Dayrate" <alerts@dayrate.org>')
  assert.equal(got?.parsed.text?.trim(), 'two')
  assert.match(String(got?.parsed.html), /<p>two<\/p>/)
  assert.match(got?.raw ?? '', /^List-Unsubscribe: <https:\/\/dayrate\.org\/u\/abc>\r$/m)
  assert.doesNotMatch(got?.raw ?? '', /nodemailer/i)
})

const SEVERAL = [
  'a@x.com\r\nBcc: v@x.com',
  'a@x.com,b@y.com',
  'a@x.com;b@y.com',
  'a@x;b@y',
  '"x" <v@x.com>',
  'v@x.com, ',
  'a@x.com\u0000',
  `${'a'.repeat(250)}@x.com`,
  'a b@x.com',
  'group: a@x.com;',
  '',
]

test('M6: what is not exactly one address is never handed to the server', async () => {
  for (const to of SEVERAL) await assert.rejects(mailer.sendMail(mail({ to })), /exactly one address/, to)
  assert.equal(smtp.mails.length, 0)
})

test('M12: a subject with line breaks adds no header', async () => {
  await mailer.sendMail(mail({ subject: 'two roles\r\nBcc: v@x.com' }))
  assert.deepEqual(smtp.mails[0]?.recipients, ['ada@mail.dayrate.org'])
  assert.equal(smtp.mails[0]?.parsed.headers.has('bcc'), false)
})

test('M9: the server’s answers are sorted into for good, for now, and about whom', async () => {
  const rows: [code: number, words: string, expected: object][] = [
    [550, '5.1.1 no such user', { outcome: 'refused', ofRecipient: true }],
    [550, 'no such user', { outcome: 'refused', ofRecipient: true }],
    [553, '5.1.3 bad address', { outcome: 'refused', ofRecipient: true }],
    [550, '5.7.1 we do not like you', { outcome: 'refused', ofRecipient: false }],
    [552, '5.2.2 mailbox full', { outcome: 'later', unreachable: false }],
    [451, '4.7.1 greylisted, come back', { outcome: 'later', unreachable: false }],
    [421, '4.3.2 shutting down', { outcome: 'later', unreachable: true }],
  ]
  for (const [code, words, expected] of rows) {
    smtp.manners = { recipient: () => ({ code, words }) }
    const { reason, ...got } = { reason: '', ...(await mailer.sendMail(mail())) }
    assert.deepEqual(got, expected, words)
    // After a 421 the server hangs up, and the library speaks of that.
    assert.match(reason, code === 421 ? /connection was closed/ : new RegExp(words.slice(0, 12)))
  }
})

test('a message refused after it was read is the mail’s fault, not the address’s', async () => {
  smtp.manners = { message: () => ({ code: 554, words: '5.6.0 too much' }) }
  const end = await mailer.sendMail(mail())
  assert.equal(end.outcome, 'refused')
  assert.equal(end.outcome === 'refused' && end.ofRecipient, false)
})

test('J5: a server that is not there, or says nothing, is “later” and does not hold the worker', async () => {
  const away = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: FROM, db: database.db })
  const end = await away.sendMail(mail())
  assert.deepEqual([end.outcome, end.outcome === 'later' && end.unreachable], ['later', true])
  away.close()

  const silent = await testSmtp({ silent: true })
  const hanging = createMailer({ smtpUrl: silent.url, from: FROM, db: database.db, deadlineMs: 300 })
  const begun = performance.now()
  const hung = await hanging.sendMail(mail())
  assert.deepEqual([hung.outcome, hung.outcome === 'later' && hung.unreachable], ['later', true])
  assert.ok(performance.now() - begun < 3_000)
  hanging.close()
  silent.manners = {}
  await silent.close()
})

test('a server that takes the message and never answers is “later”', async () => {
  const dribbling = createMailer({ smtpUrl: smtp.url, from: FROM, db: database.db, deadlineMs: 300 })
  smtp.manners = { message: () => new Promise(resolve => setTimeout(() => resolve(undefined), 1_000)) }
  const end = await dribbling.sendMail(mail())
  assert.equal(end.outcome, 'later')
  dribbling.close()
})

test('M16: without a server every mail stays in the mailbox, once a Message-ID', async () => {
  const keeper = createMailer({ smtpUrl: undefined, from: FROM, db: database.db })
  await keeper.sendMail(mail())
  await keeper.sendMail(mail())
  await assert.rejects(keeper.sendMail(mail({ to: 'a@x.com,b@y.com' })), /exactly one address/)
  const kept = await listMails(database.db, 10)
  assert.deepEqual(
    kept.map(({ id: _id, sentAt: _sentAt, ...rest }) => rest),
    [mail()],
  )
})

test('M1: a signed mail verifies, and its signature covers both unsubscribe headers', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const signing = createMailer({
    smtpUrl: smtp.url,
    from: FROM,
    dkim: { domain: 'dayrate.org', selector: 'alerts', privateKey: pem },
    db: database.db,
  })
  const headers = { 'List-Unsubscribe': '<https://dayrate.org/u/abc>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
  await signing.sendMail(
    mail({ messageId: '<digest-signed@dayrate.org>', subject: '2 new roles, up to £650', html: '<p>£650 </p>\n.\n..two\n\n\n', headers }),
  )
  signing.close()
  const { valid, signed, ...by } = verifyDkim(rawOf('<digest-signed@dayrate.org>'), publicKey)
  assert.equal(valid, true)
  assert.deepEqual(by, { domain: 'dayrate.org', selector: 'alerts' })
  for (const name of ['from', 'to', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']) assert.ok(signed.includes(name), name)
})

test('M1: a signed mail that was changed on its way does not verify', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const signing = createMailer({
    smtpUrl: smtp.url,
    from: FROM,
    dkim: { domain: 'dayrate.org', selector: 'a', privateKey: pem },
    db: database.db,
  })
  await signing.sendMail(mail({ messageId: '<digest-changed@dayrate.org>' }))
  signing.close()
  const raw = rawOf('<digest-changed@dayrate.org>')
  assert.equal(verifyDkim(raw.replace('/u/abc>', '/u/abd>'), publicKey).valid, false)
  assert.equal(verifyDkim(raw.replace('two', 'one'), publicKey).valid, false)
})

/** By its Message-ID: a mail of a test before may still arrive. */
function rawOf(messageId: string): string {
  return smtp.mails.find(({ parsed }) => parsed.messageId === messageId)?.raw ?? ''
}
