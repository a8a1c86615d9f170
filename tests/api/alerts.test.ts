import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { sql } from 'kysely'
import { startWeb } from '../../api/start.ts'
import type { Web, WebOptions } from '../../api/start.ts'
import { listMails } from '../../db/mailbox.ts'
import { keepIndex } from '../../db/search-index.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { QUIET_LOG, count, everything, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'

let database: TestDatabase
let web: Web
let world: MailWorld
let woken = 0

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  web = await startWeb(options())
  world = mailWorld(database, { publicUrl: web.url })
})
after(async () => {
  await web.close()
  await database.close()
})
beforeEach(() =>
  sql`truncate subscriber, saved_search, confirmation, match_due, match, digest, mail_token, mailbox cascade`.execute(database.db),
)

function options(over: Partial<WebOptions> = {}): WebOptions {
  return {
    db: database.db,
    log: QUIET_LOG,
    host: '127.0.0.1',
    port: 0,
    secret: 'unused here',
    adminToken: undefined,
    trustProxy: 1,
    mode: 'test',
    mailboxShown: true,
    now: () => new Date(),
    wakeMail: async () => void woken++,
    ...over,
  }
}

let visitors = 0
/** Sends the form as a browser on our own page does, each time from another visitor. */
function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const own = { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': `198.51.100.${++visitors % 250}`, ...headers }
  return fetch(`${web.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: own, redirect: 'manual' })
}

const get = (path: string): Promise<Response> => fetch(path.startsWith('http') ? path : `${web.url}${path}`, { redirect: 'manual' })

const FORM = { query: 'discipline=pmo&rate=400', email: 'ada@mail.dayrate.org', hour: '7', zone: 'Europe/London' }

/** Asks, and reads the link in the question. */
async function question(fields: Partial<typeof FORM> = {}): Promise<string> {
  assert.equal((await post('/alerts', { ...FORM, ...fields })).status, 200)
  await sendConfirmations(world)
  const [mail] = await listMails(database.db, 1)
  return readMailLinks(mail?.text ?? '').find(link => link.includes('/confirm/')) ?? ''
}

test('the form names the search in words, how many fit today, and all time zones', async () => {
  const html = await (await get('/alerts/new?discipline=pmo&rate=400&sort=rate&page=2&within=7')).text()
  assert.match(html, /<b>£400 a day or more, PMO<\/b>/)
  assert.match(html, /2 roles fit it today/)
  assert.match(html, /how lately a role was posted is left out: an alert tells of each one when it is new/)
  assert.match(html, /name="query" value="rate=400&amp;discipline=pmo"/)
  assert.match(html, /<option value="7" selected>07:00<\/option>/)
  assert.match(html, /<option value="Europe\/London" selected>London<\/option>/)
  assert.match(html, /<option value="America\/Argentina\/Buenos_Aires">Argentina, Buenos Aires<\/option>/)
})

test('the form says what the alert would have sent, and what would make it more or less', async () => {
  const index = keepIndex(database.db)
  await index.ready
  const html = await (await get('/alerts/new?rate=500&place=london')).text()
  await index.close()
  assert.match(html, /In the last 30 days this would have sent 2 roles\./)
  assert.match(
    html,
    /What it would have sent, the newest first<\/h2>\s*<ol class="would">\s*<li><a href="\/roles\/senior-project-manager-payments-migration-1">/,
  )
  assert.match(html, /<a href="\/alerts\/new\?rate=500">anywhere<\/a>: \d instead of 2/)
  assert.match(await (await get('/alerts/new?q=lighthousekeeper')).text(), /would have sent nothing/)
})

test('J17: an alert without a filter is refused with an explanation', async () => {
  for (const query of ['', 'sort=rate', 'page=2', 'unrated=1', 'radius=50', 'within=7', 'nonsense=1', '%', '&&&']) {
    const answer = await post('/alerts', { ...FORM, query })
    assert.equal(answer.status, 400, query)
    assert.match(await answer.text(), /An alert needs a search/)
  }
  assert.match(await (await get('/alerts/new')).text(), /Choose at least one/)
  assert.equal(await count(database.db, 'subscriber'), 0)
})

test('M6, M15: what is not exactly one address is refused, keeps what was typed, and nothing is sent', async () => {
  const wrong = [
    '',
    'a@example.com\r\nBcc: v@x.com',
    'a@x.com,b@y.com',
    'a@x;b@y',
    '"x" <v@x.com>',
    'a@x.com\u0000',
    `${'a'.repeat(255)}@x.com`,
  ]
  for (const email of [...wrong, 'user@[127.0.0.1]', 'user@x.test', 'user@localhost', 'user@x.com.']) {
    const answer = await post('/alerts', { ...FORM, email, hour: '18' })
    assert.equal(answer.status, 400, email)
    const html = await answer.text()
    assert.match(html, /role="alert"[^>]* autofocus/)
    assert.match(html, /<option value="18" selected>/)
  }
  await sendConfirmations(world)
  assert.equal((await listMails(database.db, 1)).length, 0)
  assert.equal(await count(database.db, 'subscriber'), 0)
})

test('J8 and other fields that no form of ours sends are refused too', async () => {
  const rows: [Partial<typeof FORM>, RegExp][] = [
    [{ zone: 'Europe/Londonn' }, /Choose a time zone/],
    [{ zone: 'FOO+3' }, /Choose a time zone/],
    [{ zone: '+25' }, /Choose a time zone/],
    [{ hour: '24' }, /Choose an hour/],
    [{ hour: '-1' }, /Choose an hour/],
    [{ hour: '7.5' }, /Choose an hour/],
    [{ query: 'place=nowhereland' }, /We know no place called/],
  ]
  for (const [fields, words] of rows) {
    const answer = await post('/alerts', { ...FORM, ...fields })
    assert.equal(answer.status, 400, JSON.stringify(fields))
    assert.match(await answer.text(), words)
  }
})

test('a form from another site is refused', async () => {
  const answer = await post('/alerts', FORM, { 'sec-fetch-site': 'cross-site' })
  assert.equal(answer.status, 403)
  assert.equal(await count(database.db, 'subscriber'), 0)
})

test('M7: the answer is the same for an address we know and one we do not', async () => {
  const page = async (email: string): Promise<string> => {
    const answer = await post('/alerts', { ...FORM, email })
    assert.equal(answer.status, 200)
    return (await answer.text()).replaceAll(email, 'X')
  }
  await saveAlert(database.db, { email: 'known@mail.dayrate.org', query: 'rate=400&discipline=pmo' })
  const known = await page('known@mail.dayrate.org')
  assert.equal(known, await page('nobody@mail.dayrate.org'))
  assert.equal(known, await page('known@mail.dayrate.org'))
})

test('the page after a second question says what is true while the first is open, and the newsletter is no alert', async () => {
  await question()
  const second = await (await post('/alerts', { ...FORM, query: 'q=delivery' })).text()
  const newsletter = await (await post('/newsletter', { email: FORM.email, weekday: '1', hour: '7', zone: FORM.zone })).text()
  await sendConfirmations(world)
  assert.equal((await listMails(database.db, 5)).length, 1)
  for (const page of [second, newsletter])
    assert.match(
      page,
      /asks whether you want this\. Say yes there and the (?:alert|newsletter) begins\.[^]*Answer that one first, and this one follows at once/,
    )
  assert.match(second, /Say yes there and the alert begins/)
  assert.match(newsletter, /Say yes there and the newsletter begins/)
  assert.doesNotMatch(newsletter, /the alert begins/)
})

test('M7: the sixth request of one visitor in an hour is put off', async () => {
  const from = { 'x-forwarded-for': '203.0.113.9' }
  for (let n = 0; n < 5; n++) assert.equal((await post('/alerts', { ...FORM, email: `p${n}@mail.dayrate.org` }, from)).status, 200)
  const answer = await post('/alerts', { ...FORM, email: 'p5@mail.dayrate.org' }, from)
  assert.equal(answer.status, 429)
  assert.equal(answer.headers.get('retry-after'), '3600')
  assert.equal(await count(database.db, 'subscriber'), 5)
})

test('the question names the search without links of a stranger’s making, and how long it works', async () => {
  await question({ query: 'q=visit evil.example/now' })
  const [mail] = await listMails(database.db, 1)
  assert.equal(mail?.subject, 'Confirm your Dayrate alert')
  assert.match(mail?.text ?? '', /“visit evil\. example\/ now”/)
  assert.match(mail?.text ?? '', /works for 7 days/)
  assert.deepEqual(
    readMailLinks(mail?.text ?? '').map(link => new URL(link).origin),
    [web.url, web.url],
  )
})

test('M4: the link of the question shows a button, the button confirms, and the link then says so', async () => {
  const link = await question()
  const page = await (await get(link)).text()
  assert.match(page, /Shall this alert begin\?/)
  assert.match(page, /<form method="post" action="\/alerts\/confirm\/[\w-]{43}">/)
  const before = woken
  assert.match(await (await post(new URL(link).pathname, {})).text(), /Your alert runs/)
  assert.equal(woken, before + 1)
  assert.match(await (await get(link)).text(), /already confirmed/)
  assert.match(await (await post(new URL(link).pathname, {})).text(), /already confirmed/)
  await sql`update mail_token set used_at = null, expires_at = now()`.execute(database.db)
  const late = await get(link)
  assert.equal(late.status, 410)
  assert.match(await late.text(), /This link is too old/)
})

/** A confirmed alert with its first digest in the mailbox. @returns the links of the digest and what the header says. */
async function digest(): Promise<{ links: string[]; stop: string }> {
  const link = await question({ hour: '0' })
  await post(new URL(link).pathname, {})
  await sendDueDigests(world)
  const [mail] = await listMails(database.db, 1)
  return { links: readMailLinks(mail?.text ?? ''), stop: /<([^>]+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '' }
}

test('M3: a scanner that opens every link of every mail a hundred times changes nothing', async () => {
  const waiting = await question({ email: 'waiting@mail.dayrate.org', query: 'q=change' })
  const { links } = await digest()
  assert.ok(links.length >= 4)
  const before = await everything(database.db)
  for (const link of [waiting, ...links])
    for (let n = 0; n < 100; n++) {
      const method = n % 3 === 0 ? 'HEAD' : 'GET'
      const address = new URL(link)
      if (n % 5 === 0) address.searchParams.set('confirm', 'true')
      const answer = await fetch(address, { method, headers: { 'user-agent': 'LinkScanner/1.0' } })
      await answer.arrayBuffer()
      assert.equal(answer.status, 200, link)
    }
  assert.equal(await everything(database.db), before)
  assert.match(await (await post(new URL(waiting).pathname, {})).text(), /Your alert runs/)
})

test('M2: one click of a mail program stops the alert, without cookie, origin or page, and twice is fine', async () => {
  const { stop } = await digest()
  for (let n = 0; n < 2; n++) {
    const answer = await fetch(stop, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /This alert is stopped/)
  }
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')
  assert.equal((await fetch(stop, { method: 'POST', body: multipart })).status, 200)
  await sql`delete from digest`.execute(database.db)
  assert.equal((await sendDueDigests(world)).promised, 0)
})

test('the stop link of a mail opens a page that asks first', async () => {
  const { stop } = await digest()
  const page = await (await get(stop)).text()
  assert.match(page, /Stop this alert\?/)
  assert.match(page, /£400 a day or more, PMO/)
  assert.match(await (await post(new URL(stop).pathname, {})).text(), /This alert is stopped/)
  assert.match(await (await get(stop)).text(), /This alert is stopped/)
})

test('M5: unknown links are 404 and say nothing; pages behind links are kept out of caches, referrers and search engines', async () => {
  const { stop, links } = await digest()
  const token = 'A'.repeat(43)
  for (const path of [
    `/u/${token}`,
    `/alerts/confirm/${token}`,
    `/alerts/roles/${token}`,
    '/u/x',
    '/u/%00',
    `/u/${'A'.repeat(3_000)}`,
    '/u/..%2f',
  ]) {
    const dead = await get(path)
    assert.equal(dead.status, 404, path)
    if (path.includes('A')) assert.match(await dead.text(), /<a class="button" href="\/alerts\/mine">Have a new link sent<\/a>/, path)
    if (!path.startsWith('/alerts/roles')) assert.equal((await post(path, {})).status === 404, true, path)
  }
  const waiting = links.find(link => link.includes('/alerts/roles/'))
  assert.equal(waiting, undefined)
  const { headers } = await get(stop)
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.match(headers.get('x-robots-tag') ?? '', /noindex/)
  assert.match(headers.get('cache-control') ?? '', /no-store/)
})

test('J11: the link of a long digest shows exactly its roles', async () => {
  const search = await saveAlert(database.db, { query: 'q=manager' })
  const { rows: listings } = await sql<{ id: number }>`insert into listing (slug, title, card, first_seen_at, last_seen_at, adverts)
    select 'long-' || n, 'Role ' || n, '{}', now(), now(), 1 from generate_series(1, 60) n returning id`.execute(database.db)
  await sql`insert into listing_search (listing_id, first_seen_at, head, body) select id, first_seen_at, '', '' from listing where slug like 'long-%'`.execute(
    database.db,
  )
  await sql`insert into match (saved_search_id, listing_id) select ${search}, id from listing where slug like 'long-%'`.execute(database.db)
  await sendDueDigests(world)
  const [mail] = await listMails(database.db, 1)
  const link = readMailLinks(mail?.text ?? '').find(address => address.includes('/alerts/roles/'))
  assert.ok(link)
  const html = await (await get(link)).text()
  assert.equal(html.match(/href="\/roles\/long-/g)?.length, listings.length)
  assert.match(html, /60 roles of/)
  await sql`update listing set closed_at = now() where slug in ('long-1', 'long-2')`.execute(database.db)
  assert.match(await (await get(link)).text(), /2 more have closed since/)
  await sql`update match set news = 'reopened' where listing_id = ${listings[4]?.id ?? 0}`.execute(database.db)
  assert.equal((await (await get(link)).text()).match(/<p class="facts">Open again/g)?.length, 1)
})

test('every page of an alert and the mailbox is sound HTML', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: { 'require-sri': ['error', { target: 'crossorigin' }] },
  })
  const { links, stop } = await digest()
  const confirmLink = readMailLinks((await listMails(database.db, 2)).at(-1)?.text ?? '').find(link => link.includes('/confirm/')) ?? ''
  const [mail] = await listMails(database.db, 1)
  const pages = [
    await get('/alerts/new'),
    await get('/alerts/new?q=pmo'),
    await post('/alerts', { ...FORM, email: 'x,y' }),
    await post('/alerts', { ...FORM, hour: 'x', zone: 'x', email: '' }),
    await post('/alerts', { ...FORM, email: 'other@mail.dayrate.org' }),
    await get(confirmLink),
    await get(stop),
    await post(new URL(stop).pathname, {}),
    await get('/dev/mailbox'),
    await get(`/dev/mailbox/${mail?.id}`),
  ]
  assert.ok(links.length > 0)
  for (const page of pages) {
    const { results } = await validator.validateString(await page.text())
    const messages = results.flatMap(result =>
      result.messages.map(({ ruleId, message, line }) => `${page.url} ${ruleId}: ${message} (${line})`),
    )
    assert.deepEqual(messages, [])
  }
})
