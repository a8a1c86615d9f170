import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { listMails } from '../../db/mailbox.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { everything, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let index: KeptIndex
let world: MailWorld
before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  index = keepIndex(site.db)
  await index.ready
  world = mailWorld(site, { publicUrl: site.url })
})
after(async () => {
  await index.close()
  await site.close()
})
beforeEach(() => sql`truncate subscriber, match_due, mailbox cascade`.execute(site.db))

/** A running alert with its first mail. */
async function mailed(query = 'rate=400'): Promise<{ id: string; base: string; link: (part: string) => string }> {
  const id = await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query })
  await sql`update saved_search set seeded_at = null where id = ${id}`.execute(site.db)
  await sendDueDigests(world)
  const [mail] = await listMails(site.db, 1)
  const links = readMailLinks(mail?.text ?? '').map(link => link.replace(site.url, ''))
  const link = (part: string): string => links.find(one => one.includes(part)) ?? ''
  return { id, base: /^\/alerts\/mine\/[\w-]{43}/.exec(link('/alerts/mine/'))?.[0] ?? '', link }
}

const read = async (path: string): Promise<string> => (await site.get(path)).text()
const queryNow = async (id: string): Promise<string> =>
  (await site.db.selectFrom('saved_search').select('query').where('id', '=', id).executeTakeFirstOrThrow()).query

test('M13: too many is a link, a page with what each change would bring, and a button; looking changes nothing', async () => {
  const { id, link } = await mailed()
  const before = await everything(site.db)
  const page = await read(link('/fewer'))
  assert.equal(await everything(site.db), before)
  assert.match(page, /<h1>Too many\?<\/h1>/)
  const [, action = '', query = '', words = ''] =
    /<form method="post" action="([^"]+)"><input type="hidden" name="query" value="([^"]+)"><button type="submit">(only [^<]+)<\/button> <span>\d+ instead of \d+/.exec(
      page,
    ) ?? []
  assert.ok(words)
  assert.equal((await site.post(action, { query: query.replaceAll('&amp;', '&') })).status, 303)
  assert.notEqual(await queryNow(id), 'rate=400')
})

test('M13: too many can be once a week, too few a filter less or oftener', async () => {
  const { id, link } = await mailed('rate=500&engagement=outside')
  const fewer = await read(link('/fewer'))
  const fields = Object.fromEntries(
    [...fewer.matchAll(/<input type="hidden" name="(every|hour|weekday|zone)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]),
  )
  assert.match(fewer, /Mail them once a week/)
  const action = link('/fewer').replace('/fewer', '')
  assert.equal((await site.post(action, fields as Record<string, string>)).status, 303)
  assert.match(await read(link('/fewer')), /<p class="facts">On Mondays at 00:00/)
  const more = await read(link('/more'))
  assert.match(more, /<h1>Too few\?<\/h1>/)
  assert.match(more, /without (?:outside IR35|£500 a day or more)/)
  assert.match(more, /Mail them once a day/)
  assert.equal(await queryNow(id), 'rate=500&engagement=outside')
})

test('agencies and words are hidden from one alert, and from all', async () => {
  const { id, base } = await mailed()
  const other = await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query: 'q=manager' })
  assert.equal((await site.post(`${base}/${id}/leave-out`, { agency: 'Harrow Lane', words: '' })).status, 303)
  assert.match(await queryNow(id), /not_agency=Harrow\+Lane/)
  assert.equal(await queryNow(other), 'q=manager')
  assert.equal((await site.post(`${base}/leave-out`, { agency: '', words: 'night shift' })).status, 303)
  for (const one of [id, other]) assert.match(await queryNow(one), /not_words=night\+shift/)
  const page = await read(base)
  assert.match(page, /<li>not from Harrow Lane<\/li>\s*<li>without “night shift”<\/li>/)
  assert.match(await read(`${base}/${other}`), /Show again: without “night shift”/)
  for (const fields of [{}, { agency: '  ', words: '' }]) assert.equal((await site.post(`${base}/leave-out`, fields)).status, 400)
})

test('an alert that cannot take what is hidden from all does not keep it from the others, and is named', async () => {
  const { id, base } = await mailed()
  const full = `q=manager&${Array.from({ length: 20 }, (_, n) => `not_agency=firm+${n}`).join('&')}`
  const last = [full, 'q=analyst'].map(query => saveAlert(site.db, { email: 'ada@mail.dayrate.org', query }))
  const [crammed = '', other = ''] = await Promise.all(last)
  const answer = await site.post(`${base}/leave-out`, { agency: 'harrow lane' })
  assert.equal(answer.status, 409)
  assert.match(await answer.text(), /Not every alert was changed\. ““manager”, not from firm 0.*” was not changed\. At most 20/)
  assert.equal(await queryNow(crammed), full)
  for (const one of [id, other]) assert.match(await queryNow(one), /not_agency=harrow\+lane/)
})

test('more names than an alert can hold are refused, not lost', async () => {
  const { id, base } = await mailed()
  for (let n = 0; n < 20; n += 1) assert.equal((await site.post(`${base}/${id}/leave-out`, { agency: `firm ${n}` })).status, 303)
  const full = await queryNow(id)
  const answer = await site.post(`${base}/${id}/leave-out`, { agency: 'one more' })
  assert.equal(answer.status, 409)
  assert.match(await answer.text(), /At most 20 can be left out by name/)
  assert.equal(await queryNow(id), full)
})

test('W5: nobody hides anything in another person’s alerts', async () => {
  const { base } = await mailed()
  const theirs = await saveAlert(site.db, { email: 'bob@mail.dayrate.org', query: 'q=manager' })
  for (const path of ['leave-out', 'fewer', 'more', 'hide?agency=x', 'not-relevant?role=pmo-analyst-2'])
    assert.equal((await site.post(`${base}/${theirs}/${path}`, { words: 'x' })).status >= 404, true, path)
  await site.post(`${base}/leave-out`, { words: 'x-ray' })
  assert.equal(await queryNow(theirs), 'q=manager')
})
