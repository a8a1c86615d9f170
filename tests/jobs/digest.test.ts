import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import { listMails } from '../../db/mailbox.ts'
import type { Mail } from '../../db/mailbox.ts'
import { findMailLink } from '../../db/saved-searches.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { createMailer } from '../../jobs/mail.ts'
import { listeningLog, owe, saveAlert } from '../support/alerts.ts'
import { perDay, seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import type { SeedRole } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { testSmtp } from '../support/smtp.ts'

let database: TestDatabase
let listings: Map<string, number>

before(async () => {
  database = await testDatabase()
  listings = await seedBoard(database.db, ROLES)
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, saved_search, match_due, match, digest, mailbox cascade`.execute(database.db))

/** An alert that is owed these roles. @returns its id. */
async function alertOwed(slugs: string[], over: Parameters<typeof saveAlert>[1] = {}): Promise<string> {
  const search = await saveAlert(database.db, over)
  for (const slug of slugs) await owe(database.db, search, listings.get(slug) ?? 0)
  return search
}

async function onlyMail(): Promise<Mail> {
  const [mail, ...more] = await listMails(database.db, 10)
  assert.ok(mail)
  assert.equal(more.length, 0)
  return mail
}

const TWO = ['head-of-pmo-8', 'pmo-analyst-2']

test('a digest says how many, the best rate and the day, and of each role the rate first and why', async () => {
  await alertOwed(TWO, { query: 'q=pmo&rate=400' })
  const day = { now: new Date('2027-03-28T09:30:00Z') }
  const counts = await sendDueDigests(mailWorld(database), day)
  assert.deepEqual(counts, { promised: 1, sent: 1, dropped: 0, later: 0, empty: 0, stale: 0 })
  const mail = await onlyMail()
  assert.equal(mail.subject, '2 new roles, up to £850 a day · “pmo”, £400 a day or more · Sun 28 Mar')
  for (const part of [mail.text, mail.html]) {
    assert.match(part, /2 new roles, up to £850 a day/)
    for (const words of ['£750–£850', 'outside IR35', 'Ashgrove Interim', 'London, 1 day on site', '6 months', '1 advert'])
      assert.ok(part.includes(words), words)
    for (const words of ['≈ £440', 'from £55 an hour', 'inside IR35', 'via Harrow Board']) assert.ok(part.includes(words), words)
    assert.match(part, /Why:(?:<\/span>)?\s{1,3}(?:<span [^>]{1,80}>)?“pmo” in the advert/)
  }
})

test('M11: the text part is complete, the HTML is small, has one h1, a language, a title, no picture and no script', async () => {
  await alertOwed(TWO)
  await sendDueDigests(mailWorld(database))
  const { html, text } = await onlyMail()
  const hrefs = [...html.matchAll(/href="([^"]{1,400})"/g)].map(found =>
    (found[1] ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  )
  const inText = readMailLinks(text)
  for (const href of hrefs.filter(href => href !== 'https://dayrate.org/'))
    assert.ok(inText.includes(href), `${href} is missing from the text`)
  assert.equal(html.match(/<h1[ >]/g)?.length, 1)
  assert.match(html, /<html lang="en-GB"/)
  assert.match(html, /<title>2 new roles/)
  assert.match(html, /<meta name="color-scheme" content="light dark">/)
  assert.equal(html.match(/<table (?!role="presentation")/g), null)
  assert.doesNotMatch(html, /<img|<script|<link|url\(/i)
})

test('M1, M14: the headers say what it is and how to stop it, by one click', async () => {
  const search = await alertOwed(TWO)
  await sendDueDigests(mailWorld(database))
  const { headers, messageId, text } = await onlyMail()
  const stop = /^<https:\/\/dayrate\.org\/u\/([\w-]{43})>$/.exec(headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  assert.equal((await findMailLink(database.db, 'unsubscribe', stop))?.savedSearchId, search)
  assert.ok(text.includes(`https://dayrate.org/u/${stop}`))
  const { id } = await database.db.selectFrom('digest').select('id').executeTakeFirstOrThrow()
  assert.equal(messageId, `<digest-${id}@dayrate.org>`)
  const { 'List-Unsubscribe': _stop, ...rest } = headers
  assert.deepEqual(rest, {
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': 'Dayrate alerts <alerts.dayrate.org>',
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Feedback-ID': 'digest:alerts:dayrate',
  })
})

test('M1: over a real server the headers arrive as they were meant', async () => {
  const smtp = await testSmtp()
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  await alertOwed(TWO, { email: 'ada@mail.dayrate.org' })
  await sendDueDigests(mailWorld(database, { sendMail: mailer.sendMail }))
  const [got] = smtp.mails
  assert.deepEqual(got?.recipients, ['ada@mail.dayrate.org'])
  const unfolded = got?.raw.replace(/\r\n[ \t]/g, ' ') ?? ''
  assert.match(unfolded, /^List-Unsubscribe: <https:\/\/dayrate\.org\/u\/[\w-]{43}>\r$/m)
  assert.match(unfolded, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
  assert.match(unfolded, /^Content-Type: multipart\/alternative/m)
  assert.ok(got?.parsed.date)
  assert.match(String(got?.parsed.html), /≥|≈|£/)
  mailer.close()
  await smtp.close()
})

test('J11, M11: of 120 roles the mail shows 25, stays under 90 kB, and links to all', async () => {
  const many: SeedRole[] = Array.from({ length: 120 }, (_, n) => ({
    slug: `many-${n}`,
    title: `Project Manager, stage ${n} of a programme with a long and winding name that goes on`,
    hoursAgo: n / 10,
    engagement: ['outside IR35', 'outside'],
    discipline: 'project',
    rung: 'manager',
    adverts: [{ source: 'harrow-board', company: `Harrow Lane ${n % 40}`, pay: perDay(400 + n, 500 + n) }],
  }))
  const ids = await seedBoard(database.db, many)
  const search = await saveAlert(database.db)
  for (const id of ids.values()) await owe(database.db, search, id)
  await sendDueDigests(mailWorld(database))
  const { subject, html, text } = await onlyMail()
  assert.match(subject, /^120 new roles, up to £619 a day · /)
  assert.equal(html.match(/class="role"/g)?.length, 25)
  assert.equal(text.match(/^Why:/gm)?.length, 25)
  assert.ok(html.includes('See all 120 roles, 95 more than here'))
  assert.match(text, /https:\/\/dayrate\.org\/alerts\/roles\/[\w-]{43}/)
  assert.ok(Buffer.byteLength(html) < 90_000, `${Buffer.byteLength(html)} bytes`)
  const { rows } = await sql`select from match where digest_id is null`.execute(database.db)
  assert.equal(rows.length, 0)
})

test('of one agency with forty roles a mail shows three, the rest stand behind its link', async () => {
  const board: SeedRole[] = Array.from({ length: 43 }, (_, n) => ({
    slug: `crowd-${n}`,
    title: `Project Manager, works ${n}`,
    hoursAgo: n,
    adverts: [{ source: 'harrow-board', company: n < 40 ? 'Harrow Lane' : `Firm ${n}`, pay: perDay(500, 500) }],
  }))
  const ids = await seedBoard(database.db, board)
  const search = await saveAlert(database.db)
  for (const id of ids.values()) await owe(database.db, search, id)
  await sendDueDigests(mailWorld(database))
  const { subject, text } = await onlyMail()
  assert.match(subject, /^43 new roles/)
  assert.deepEqual(
    [...text.matchAll(/^New: Project Manager, works (\d+)$/gm)].map(([, n]) => Number(n)),
    [0, 1, 2, 40, 41, 42],
  )
  assert.match(text, /See all 43 roles, 37 more than here/)
})

test('of a long digest the mail shows the best paid, which its subject names, some that changed, and the newest', async () => {
  const board: SeedRole[] = Array.from({ length: 60 }, (_, n) => ({
    slug: `long-${n}`,
    title: `Project Manager, works ${n}`,
    hoursAgo: n,
    adverts: [{ source: 'harrow-board', company: n < 50 ? `Firm ${n}` : 'Harrow Lane', pay: perDay(500, n === 59 ? 900 : 500) }],
  }))
  const ids = await seedBoard(database.db, board)
  const search = await saveAlert(database.db)
  for (const id of ids.values()) await owe(database.db, search, id)
  const changed = [40, 41, 42, 43, 44, 45, 46].map(n => ids.get(`long-${n}`) ?? 0)
  await sql`update match set news = 'reopened' where listing_id = any(${changed}::bigint[])`.execute(database.db)
  await sendDueDigests(mailWorld(database))
  const { subject, text } = await onlyMail()
  assert.match(subject, /^53 new roles, 7 changed, up to £900 a day/)
  const shown = [...text.matchAll(/^(New|Open again): Project Manager, works (\d+)$/gm)].map(([, news, n]) => `${news} ${n}`)
  const newest = Array.from({ length: 19 }, (_, n) => `New ${n}`)
  assert.deepEqual(shown, [...newest, 'New 59', ...[40, 41, 42, 43, 44].map(n => `Open again ${n}`)])
})

test('ten digests leave through a pool of four connections, none waiting for another', async () => {
  for (let n = 0; n < 10; n++) await alertOwed(TWO)
  await using db = connect(database.url, { name: 'dayrate test', max: 4 })
  const startedAt = Date.now()
  const counts = await sendDueDigests(mailWorld({ db }))
  assert.equal(counts.sent, 10)
  assert.ok(Date.now() - startedAt < 20_000)
})

test('J12: a role that four agencies advertise is one entry', async () => {
  await alertOwed(['senior-project-manager-payments-migration-1'])
  await sendDueDigests(mailWorld(database))
  const { subject, text } = await onlyMail()
  assert.match(subject, /^1 new role, /)
  assert.equal(text.match(/^Why:/gm)?.length, 1)
  for (const words of ['Harrow Lane, Fennick Cole, 1 more', '3 adverts', 'SC eligible', 'ASAP']) assert.ok(text.includes(words), words)
})

test('M12: a hostile title is inert in HTML, and harmless in the inbox', async () => {
  const title = '<script>alert(1)</script> \u202Egpj {{x}} =cmd| \u0007 "quoted" '.padEnd(2_000, 'long ')
  const ids = await seedBoard(database.db, [
    {
      slug: 'hostile',
      title,
      hoursAgo: 1,
      adverts: [{ source: 'harrow-board', company: '"><img src=x onerror=alert(1)>', pay: perDay(500, 500) }],
    },
  ])
  const search = await saveAlert(database.db, { query: `q=${encodeURIComponent('"><b>\u202Epmo'.repeat(10))}` })
  await owe(database.db, search, ids.get('hostile') ?? 0)
  await sendDueDigests(mailWorld(database))
  const { subject, html, text } = await onlyMail()
  assert.doesNotMatch(html, /<script|<img|<b>/)
  assert.ok(Array.from(subject).length <= 78)
  for (const part of [subject, html, text]) assert.doesNotMatch(part, /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u)
  assert.ok(html.length < 20_000)
})

test('a role that closed since is left out, and a digest with none left is not sent', async () => {
  await alertOwed(['change-manager-4'])
  await sql`update listing set closed_at = now() where id = ${listings.get('change-manager-4')}`.execute(database.db)
  const counts = await sendDueDigests(mailWorld(database))
  await sql`update listing set closed_at = null where id = ${listings.get('change-manager-4')}`.execute(database.db)
  assert.deepEqual([counts.promised, counts.sent, counts.dropped], [1, 0, 1])
  assert.equal((await listMails(database.db, 1)).length, 0)
})

test('J13: one mail that cannot be written does not keep the others from leaving', async () => {
  await alertOwed(TWO, { email: 'fine1@mail.dayrate.org' })
  const broken = await alertOwed(TWO, { email: 'broken@mail.dayrate.org' })
  await alertOwed(TWO, { email: 'fine2@mail.dayrate.org' })
  await sql`update match set why = '{"not": "a list"}' where saved_search_id = ${broken}`.execute(database.db)
  const log = listeningLog()
  const counts = await sendDueDigests(mailWorld(database, { log }))
  assert.deepEqual([counts.sent, counts.later], [2, 1])
  assert.equal(log.errors.length, 1)
  assert.doesNotMatch(log.errors.join(' '), /@/)
  const row = await database.db
    .selectFrom('digest')
    .select(['tries', 'sent_at', 'last_error'])
    .where('saved_search_id', '=', broken)
    .executeTakeFirstOrThrow()
  assert.equal(row.sent_at, null)
  assert.equal(row.tries, 1)
})

test('J5: while the server is away one mail a run is tried, and all leave when it is back', async () => {
  const smtp = await testSmtp()
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  for (let n = 0; n < 30; n++) await alertOwed(TWO, { email: `p${n}@mail.dayrate.org` })
  const world = mailWorld(database, { sendMail: mailer.sendMail })
  smtp.manners = { recipient: () => ({ code: 421, words: '4.3.2 shutting down' }) }
  const first = await sendDueDigests(world)
  assert.deepEqual([first.promised, first.sent, first.later], [30, 0, 1])
  assert.equal(smtp.tries(), 1)

  smtp.manners = { recipient: () => ({ code: 451, words: '4.7.1 later' }) }
  const second = await sendDueDigests(world)
  assert.ok(second.later >= 5 && second.later <= 10, `${second.later} tries`)

  smtp.manners = {}
  await sql`update digest set next_try_at = now()`.execute(database.db)
  const third = await sendDueDigests(world)
  assert.equal(third.sent, 30)
  assert.equal(new Set(smtp.mails.map(mail => mail.recipients.join())).size, 30)
  assert.equal(new Set(smtp.mails.map(mail => mail.parsed.messageId)).size, 30)
  mailer.close()
  await smtp.close()
})

test('M9: an address refused for good costs nobody else their mail', async () => {
  const smtp = await testSmtp({
    recipient: address => (address.startsWith('gone') ? { code: 550, words: '5.1.1 no such user' } : undefined),
  })
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: database.db })
  for (const name of ['gone', 'ada', 'ben']) await alertOwed(TWO, { email: `${name}@mail.dayrate.org` })
  const counts = await sendDueDigests(mailWorld(database, { sendMail: mailer.sendMail }))
  assert.deepEqual([counts.sent, counts.dropped, counts.later], [2, 1, 0])
  const { rows } = await sql<{ email: string }>`select email from subscriber where suppressed_at is not null`.execute(database.db)
  assert.deepEqual(rows, [{ email: 'gone@mail.dayrate.org' }])
  mailer.close()
  await smtp.close()
})

test('a second run sends nothing again', async () => {
  await alertOwed(TWO)
  await sendDueDigests(mailWorld(database))
  const again = await sendDueDigests(mailWorld(database))
  assert.deepEqual([again.promised, again.sent], [0, 0])
  await onlyMail()
})
