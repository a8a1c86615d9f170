import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { sql } from 'kysely'
import { listMails } from '../../db/mailbox.ts'
import { keepIndex } from '../../db/search-index.ts'
import { findSuppression } from '../../db/suppression.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { sendLinks } from '../../jobs/links.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { createMailer } from '../../jobs/mail.ts'
import { count, everything, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { testSmtp } from '../support/smtp.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let world: MailWorld
before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  world = mailWorld(site, { publicUrl: site.url })
})
after(() => site.close())
beforeEach(() => sql`truncate subscriber, suppression, match_due, mailbox cascade`.execute(site.db))

const QUERY = 'discipline=pmo&rate=400'

interface Mailed {
  id: string
  /** Path of the page of all alerts. */
  base: string
  links: string[]
  text: string
}

/** A running alert whose first digest has left. */
async function mailed(email = 'ada@mail.dayrate.org'): Promise<Mailed> {
  const id = await saveAlert(site.db, { email, query: QUERY })
  await sql`update saved_search set seeded_at = null where id = ${id}`.execute(site.db)
  await sendDueDigests(world)
  const mail = (await listMails(site.db, 10)).find(({ to }) => to === email)
  assert.ok(mail, 'a digest left')
  const links = readMailLinks(mail.text).map(link => link.replace(site.url, ''))
  const base = links.find(link => /^\/alerts\/mine\/[\w-]{43}$/.test(link)) ?? ''
  return { id, base, links, text: mail.text }
}

async function read(path: string, status = 200): Promise<string> {
  const answer = await site.get(path)
  assert.equal(answer.status, status, path)
  return answer.text()
}

test('every digest leads to one’s alerts, and the page says what runs and how', async () => {
  const { base } = await mailed()
  const page = await site.get(base)
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
  assert.match(page.headers.get('cache-control') ?? '', /no-store/)
  const html = await page.text()
  assert.match(html, /£400 a day or more, PMO/)
  assert.match(html, /Daily at 00:00, London time\. 1 mail, the last on/)
})

test('times are changed, and what is wrong with them is said', async () => {
  const { id, base } = await mailed()
  const wrong = await site.post(`${base}/${id}`, { hour: '25', zone: 'Europe/London' })
  assert.equal(wrong.status, 400)
  assert.match(await wrong.text(), /Choose an hour from 00 to 23/)
  const answer = await site.post(`${base}/${id}`, { every: 'week', weekday: '5', hour: '18', zone: 'Asia/Kolkata' })
  assert.equal(answer.status, 303)
  assert.match(await read(answer.headers.get('location') ?? ''), /On Fridays at 18:00, Kolkata time/)
})

test('times that a form does not send stay as they are, and one that sends none is refused', async () => {
  const { id, base } = await mailed()
  const times = () =>
    site.db.selectFrom('saved_search').select(['every', 'hour', 'weekday', 'quiet_days', 'time_zone']).executeTakeFirstOrThrow()
  await site.post(`${base}/${id}`, { every: 'day', weekday: '5', hour: '18', zone: 'Asia/Kolkata', quiet6: 'on', quiet7: 'on' })
  const kept = { every: 'day', hour: 18, weekday: 5, quiet_days: [6, 7], time_zone: 'Asia/Kolkata' }
  assert.deepEqual(await times(), kept)
  const empty = await site.post(`${base}/${id}`, {})
  assert.equal(empty.status, 400)
  assert.match(await empty.text(), /No times came with that form, so nothing was changed/)
  assert.deepEqual(await times(), kept)
  assert.equal((await site.post(`${base}/${id}`, { hour: '9' })).status, 303)
  assert.deepEqual(await times(), { ...kept, hour: 9 })
  await site.post(`${base}/${id}`, { every: 'day' })
  assert.deepEqual(await times(), { ...kept, hour: 9, quiet_days: [] }, 'the form as a browser sends it, without a tick')
})

test('a filter is taken away, another search is pasted, and nonsense is not kept', async () => {
  const { id, base } = await mailed()
  const [, less = ''] = /name="query" value="([^"]+)"/.exec(await read(`${base}/${id}`)) ?? []
  assert.equal((await site.post(`${base}/${id}/search`, { query: less.replaceAll('&amp;', '&') })).status, 303)
  const query = async () => (await site.db.selectFrom('saved_search').select('query').executeTakeFirstOrThrow()).query
  assert.equal(await query(), 'discipline=pmo')
  assert.equal((await site.post(`${base}/${id}/search`, { address: `${site.url}/?q=payments&sort=rate&page=3` })).status, 303)
  assert.equal(await query(), 'q=payments')
  const refused = await site.post(`${base}/${id}/search`, { address: `${site.url}/` })
  assert.equal(refused.status, 400)
  assert.match(await refused.text(), /needs a search/)
  assert.equal(await query(), 'q=payments')
})

test('the page of an alert says what it would have sent, and changes it by one press', async () => {
  const index = keepIndex(site.db)
  await index.ready
  const { id, base } = await mailed()
  const html = await read(`${base}/${id}`)
  await index.close()
  assert.match(html, /In the last 30 days this would have sent/)
  const [, query = '', words = ''] = /name="query" value="([^"]+)"><button type="submit">(only [^<]+)</.exec(html) ?? []
  assert.equal(words, 'only £450 a day or more')
  assert.equal((await site.post(`${base}/${id}/search`, { query: query.replaceAll('&amp;', '&') })).status, 303)
  assert.match(await read(base), /£450 a day or more, PMO/)
})

test('two alerts of one person cannot ask for the same', async () => {
  const { id, base } = await mailed()
  await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query: 'q=payments' })
  const answer = await site.post(`${base}/${id}/search`, { query: 'q=payments' })
  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /Another of your alerts asks for exactly that/)
})

test('two tabs that change an alert to the same search at once: one wins, the other is told', async () => {
  const { base, id } = await mailed()
  const other = await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query: 'q=payments' })
  const answers = await Promise.all([id, other, id, other].map(one => site.post(`${base}/${one}/search`, { query: 'q=warehouse' })))
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 303, 400, 400],
  )
})

test('a search that was asked for and never confirmed is no other alert', async () => {
  const { base, id } = await mailed()
  await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query: 'q=payments', confirmed: false })
  assert.equal((await site.post(`${base}/${id}/search`, { query: 'q=payments' })).status, 303)
  assert.match(await read(base), /“payments”/)
})

test('a pasted address is one of this board', async () => {
  const { base, id } = await mailed()
  for (const address of [
    'https://jobs.example/?q=payments',
    `${site.url}/sources?q=payments`,
    'q=payments',
    '//evil.example/?q=payments',
    'http://[',
  ]) {
    const answer = await site.post(`${base}/${id}/search`, { address })
    assert.equal(answer.status, 400, address)
    assert.match(await answer.text(), /not an address of this board/)
  }
  for (const address of ['/?q=payments', `  ${site.url}/?q=change`])
    assert.equal((await site.post(`${base}/${id}/search`, { address })).status, 303, address)
})

test('days are those of the alert’s own zone', async () => {
  const { id, base } = await mailed()
  await sql`update saved_search set time_zone = 'Pacific/Auckland', paused_until = '2099-06-01T20:00:00Z' where id = ${id}`.execute(site.db)
  await sql`update digest set sent_at = '2026-06-01T19:00:00Z'`.execute(site.db)
  const page = await read(base)
  assert.match(page, /the last on 2 June 2026/)
  assert.match(page, /Paused until 2 June 2099/)
})

test('an alert is paused, goes on, and is stopped', async () => {
  const { id, base } = await mailed()
  const paused = async () => (await site.db.selectFrom('saved_search').select('paused_until').executeTakeFirstOrThrow()).paused_until
  for (const days of ['0', '-1', '400', 'x', '']) assert.equal((await site.post(`${base}/${id}/pause`, { days })).status, 400, days)
  assert.equal((await site.post(`${base}/${id}/pause`, { days: '14' })).status, 303)
  assert.ok(((await paused())?.getTime() ?? 0) > Date.now() + 13 * 86_400_000)
  assert.match(await read(base), /Paused until/)
  await site.post(`${base}/${id}/resume`, {})
  assert.equal(await paused(), null)
  await site.post(`${base}/${id}/stop`, {})
  assert.match(await read(base), /No alert runs/)
  await read(`${base}/${id}`, 404)
})

test('M13: an agency is left out by a link, a page and a button; roles that others advertise too still come', async () => {
  const { links } = await mailed()
  const hide = links.find(link => link.includes('/hide?')) ?? ''
  const agency = new URL(hide, site.url).searchParams.get('agency') ?? ''
  assert.match(agency, /^[A-Z]/, 'named as its advert does')
  const before = await everything(site.db)
  assert.match(await read(hide), new RegExp(`<button[^>]*>Leave out ${agency}<`))
  assert.equal(await everything(site.db), before, 'looking changes nothing')
  const answer = await site.post(hide, {})
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), new RegExp(`Nothing more by ${agency}<[^]*<b>[^<]*not from ${agency}</b>`))
  const { query } = await site.db.selectFrom('saved_search').select('query').executeTakeFirstOrThrow()
  assert.match(query, /not_agency=/)
  assert.equal((await site.post(hide, {})).status, 200, 'twice is as once')
})

test('M13: an agency is not said to be left out where another alert asks for just that already', async () => {
  const { links, id } = await mailed()
  const hide = links.find(link => link.includes('/hide?')) ?? ''
  await site.post(hide, {})
  const { query } = await site.db.selectFrom('saved_search').select('query').where('id', '=', id).executeTakeFirstOrThrow()
  await sql`update saved_search set query = ${QUERY} where id = ${id}`.execute(site.db)
  await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query })
  const answer = await site.post(hide, {})
  assert.equal(answer.status, 409)
  assert.match(await answer.text(), /Another of your alerts asks for exactly that/)
})

test('M13: a role that is not relevant is told of no more', async () => {
  const { links } = await mailed()
  const link = links.find(one => one.includes('/not-relevant?')) ?? ''
  assert.match(await read(link), /Not relevant for me/)
  assert.equal((await site.post(link, {})).status, 200)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from match where dismissed_at is not null`.execute(site.db)
  assert.equal(rows[0]?.n, 1)
  await sql`update match set digest_id = null`.execute(site.db)
  await sql`delete from digest`.execute(site.db)
  await sendDueDigests(world)
  const { rows: owed } = await sql<{
    n: number
  }>`select count(*)::int as n from match where digest_id is not null and dismissed_at is not null`.execute(site.db)
  assert.equal(owed[0]?.n, 0)
})

test('W5: nobody opens another person’s alert with a link of their own', async () => {
  const ada = await mailed('ada@mail.dayrate.org')
  const bob = await mailed('bob@mail.dayrate.org')
  const before = await everything(site.db)
  await read(`${ada.base}/${bob.id}`, 404)
  for (const action of ['', '/search', '/pause', '/resume', '/stop', '/hide?agency=Hays', '/not-relevant?role=pmo-analyst-2'])
    assert.equal((await site.post(`${ada.base}/${bob.id}${action}`, { days: '7', query: 'q=x', hour: '3' })).status, 404, action)
  await read(`${ada.base}/not-an-id`, 404)
  await read(`/alerts/mine/${'x'.repeat(43)}`, 404)
  assert.equal(await everything(site.db), before)
})

test('everything kept is downloaded, and forgotten down to a hash', async () => {
  const { base, links } = await mailed()
  const download = await site.get(`${base}/export`)
  assert.match(download.headers.get('content-disposition') ?? '', /attachment/)
  const data = (await download.json()) as { address: string; alerts: { search: string; mails: { roles: unknown[] }[] }[] }
  assert.equal(data.address, 'ada@mail.dayrate.org')
  assert.equal(data.alerts[0]?.search, QUERY)
  assert.ok((data.alerts[0]?.mails[0]?.roles.length ?? 0) > 0)
  assert.match(await read(`${base}/erase`), /Forget everything\?/)
  assert.equal((await site.post(`${base}/erase`, {})).status, 200)
  for (const table of ['subscriber', 'saved_search', 'digest', 'match', 'mail_token', 'mailbox'] as const)
    assert.equal(await count(site.db, table), 0, table)
  assert.equal((await findSuppression(site.db, 'ada@mail.dayrate.org'))?.because, 'erased')
  await read(base, 404)
  const stop = links.find(link => link.startsWith('/u/')) ?? ''
  assert.match(
    await read(stop, 404),
    /This link leads to nothing any more\. Its alert was stopped or forgotten, and sends nothing any more\./,
  )
  assert.match(await read(stop.slice(0, -1), 404), /This link is not whole\. Copy it whole from the mail\./)
})

test('while a mail is under way the page says that everything is being deleted, and waits for nobody', async () => {
  const { base } = await mailed()
  await site.db.transaction().execute(async trx => {
    await sql`select from digest for no key update`.execute(trx)
    const answer = await site.post(`${base}/erase`, {})
    assert.equal(answer.status, 202)
    assert.match(await answer.text(), /<h1>Everything is being deleted<\/h1>/)
  })
  assert.equal((await site.post(`${base}/erase`, {})).status, 200)
  await read(base, 404)
})

test('links that are out are called back, and the next mail brings new ones', async () => {
  const { base } = await mailed()
  assert.equal((await site.post(`${base}/links`, {})).status, 200)
  await read(base, 404)
  await site.post('/alerts/mine', { email: 'ADA@mail.dayrate.org' })
  assert.equal(await sendLinks(world), 1)
  const [mail] = await listMails(site.db, 1)
  const next = readMailLinks(mail?.text ?? '')[0]?.replace(site.url, '') ?? ''
  assert.notEqual(next, base)
  assert.match(await read(next), /My alerts/)
})

test('M7: asking for the link says the same for every address, and floods nobody', async () => {
  await mailed()
  await sql`delete from mailbox`.execute(site.db)
  const ask = async (email: string) => (await (await site.post('/alerts/mine', { email })).text()).replaceAll(email, '')
  const known = await ask('ada@mail.dayrate.org')
  assert.equal(await ask('nobody@mail.dayrate.org'), known)
  for (let again = 0; again < 5; again += 1) {
    await ask('ada@mail.dayrate.org')
    await sendLinks(world)
  }
  assert.equal(await count(site.db, 'mailbox'), 1)
  assert.equal((await site.post('/alerts/mine', { email: 'a@x.com,b@y.com' })).status, 400)
})

test('a mailbox that takes nothing now keeps nobody else from the link', async context => {
  for (const email of ['full@mail.dayrate.org', 'ada@mail.dayrate.org']) {
    await saveAlert(site.db, { email, query: QUERY })
    await site.post('/alerts/mine', { email })
  }
  const smtp = await testSmtp({ recipient: to => (to.startsWith('full') ? { code: 452, words: '4.2.2 mailbox full' } : undefined) })
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Dayrate <alerts@dayrate.org>', db: site.db })
  context.after(() => {
    mailer.close()
    return smtp.close()
  })
  const sending = { ...world, sendMail: mailer.sendMail }
  assert.equal(await sendLinks(sending), 1)
  assert.deepEqual(smtp.mails[0]?.recipients, ['ada@mail.dayrate.org'])
  smtp.manners = {}
  assert.equal(await sendLinks(sending), 1, 'what was put off comes at the next tick')
})

test('the pages are valid HTML', async () => {
  const { id, base, links } = await mailed()
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off' },
  })
  const link = (of: string) => links.find(one => one.includes(of)) ?? ''
  for (const path of [
    '/alerts/mine',
    base,
    `${base}/${id}`,
    `${base}/${id}/fewer`,
    `${base}/${id}/more`,
    `${base}/erase`,
    link('/hide?'),
    link('/not-relevant?'),
  ]) {
    const report = await validator.validateString(await read(path))
    assert.deepEqual(
      report.results.flatMap(result => result.messages.map(message => `${path} ${message.line}: ${message.message}`)),
      [],
    )
  }
})
