import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { refreshListings } from '../../db/listings.ts'
import { listMails } from '../../db/mailbox.ts'
import { issueOf } from '../../db/newsletter.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { count } from '../support/alerts.ts'
import { perDay, perHour, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let world: MailWorld
let ids: Map<string, number>

const role = (slug: string, day: number, over: Partial<SeedRole> = {}, company = `Firm ${slug}`): SeedRole => ({
  slug,
  title: `PMO Lead ${slug}`,
  hoursAgo: 30,
  discipline: 'pmo',
  adverts: [{ source: 'harrow-board', company, pay: perDay(day, day) }],
  ...over,
})

/** Five rates of this week and five of the weeks before, one of them far above, and roles that each rule is about. */
const BOARD: SeedRole[] = [
  ...[400, 420, 440, 460].map((rate, n) => role(`now-${n}`, rate)),
  role('star', 700),
  ...[380, 390, 400, 410, 420].map((rate, n) => role(`before-${n}`, rate, { hoursAgo: 400 })),
  role('estimated', 0, { adverts: [{ source: 'harrow-board', company: 'Firm E', pay: perHour(200) }] }),
  role('wanted', 400, {
    adverts: ['Kestrel', 'Plover', 'Heron'].map(company => ({ source: 'harrow-board', company, pay: perDay(410, 410) })),
  }),
  role('back', 430, { hoursAgo: 2_000 }),
  role('raised', 430, { hoursAgo: 500 }),
  role('raised-thrice', 450, {
    hoursAgo: 2_000,
    adverts: ['Teal', 'Smew', 'Grebe'].map(company => ({ source: 'harrow-board', company, pay: perDay(450, 450) })),
  }),
]

before(async () => {
  site = await testSite({ wakeMail: async () => void (await sendConfirmations(world)) })
  world = mailWorld(site, { publicUrl: site.url })
  ids = await seedBoard(site.db, BOARD)
  await sql`insert into posting_version (posting_id, seen_at, what) select id, now() - interval '60 days', 'closed' from posting where listing_id = ${ids.get('back')}`.execute(
    site.db,
  )
  await sql`insert into posting_version (posting_id, seen_at, what) select id, now() - interval '1 day', 'reopened' from posting where listing_id = ${ids.get('back')}`.execute(
    site.db,
  )
  const pay = (max: number, period = 'day') => JSON.stringify({ min: max, max, currency: 'GBP', period })
  const rateMoved = (slug: string, before: string, after: string) => sql`
    insert into posting_version (posting_id, seen_at, what, old, new)
    select id, now() - interval '2 days', 'rate', ${before}::jsonb, ${after}::jsonb from posting where listing_id = ${ids.get(slug)}`
  await rateMoved('raised', pay(390), pay(430)).execute(site.db)
  await rateMoved('raised-thrice', pay(300), pay(450)).execute(site.db)
  await rateMoved('before-4', pay(390), pay(430)).execute(site.db)
  await rateMoved('before-4', pay(430), pay(90_000, 'year')).execute(site.db)
})
after(() => site.close())
beforeEach(() => sql`truncate subscriber, newsletter_issue, mailbox, match_due cascade`.execute(site.db))

/** Today's weekday, from midnight on: its moment has come whenever this runs. */
const today = Temporal.Now.zonedDateTimeISO('Europe/London').dayOfWeek
const DAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][today - 1] ?? ''
const FORM = { email: 'ada@mail.dayrate.org', weekday: String(today), hour: '0', zone: 'Europe/London' }

/** Asks for the newsletter, says yes, and reads the first one. */
async function subscribed(): Promise<{ text: string; html: string; subject: string; headers: Record<string, string>; links: string[] }> {
  const answer = await site.post('/newsletter', FORM)
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), new RegExp(`The weekly newsletter</b></p>\\s*<p class="facts">On ${DAY}s at 00:00, London time<`))
  const [question] = await listMails(site.db, 1)
  assert.match(question?.text ?? '', new RegExp(`The weekly newsletter\n {2}On ${DAY}s at 00:00, London time\n`))
  const link = readMailLinks(question?.text ?? '').find(one => one.includes('/confirm/')) ?? ''
  assert.match(await (await site.post(new URL(link).pathname, {})).text(), /The newsletter comes/)
  await sendDueDigests(world)
  const [mail] = await listMails(site.db, 1)
  assert.ok(mail && mail.id !== question?.id)
  return { ...mail, links: readMailLinks(mail.text) }
}

test('an alert for everything is refused with an offer of the newsletter', async () => {
  const answer = await site.post('/alerts', { ...FORM, query: '' })
  assert.equal(answer.status, 400)
  assert.match(await answer.text(), /<a class="button" href="\/newsletter">/)
  assert.match(await (await site.get('/alerts/new')).text(), /<a class="button" href="\/newsletter">/)
})

test('an issue holds what stands out, each role by a rule and with its figures, and how rates moved', async () => {
  const { picks, movements, fresh } = await issueOf(site.db, '2026-11-23')
  const told = Object.fromEntries(picks.map(({ listingId, because }) => [[...ids].find(([, id]) => id === listingId)?.[0], because]))
  assert.deepEqual(told, {
    star: { kind: 'rate', percent: 67, median: 420, discipline: 'pmo' },
    raised: { kind: 'raised', from: 390, to: 430 },
    'raised-thrice': { kind: 'raised', from: 300, to: 450 },
    wanted: { kind: 'advertisers', count: 3 },
    back: { kind: 'reopened', days: 59 },
  })
  assert.deepEqual(movements, [{ discipline: 'pmo', now: 430, nowCount: 6, before: 405, beforeCount: 6 }])
  assert.equal(fresh, 7)
})

test('an issue is made once: what changes later is in the next one', async () => {
  const first = await issueOf(site.db, '2026-11-23')
  await sql`update listing_search set day_rate_max = 900 where listing_id = ${ids.get('now-0')}`.execute(site.db)
  assert.deepEqual(await issueOf(site.db, '2026-11-23'), first)
  assert.notDeepEqual((await issueOf(site.db, '2026-11-24')).picks, first.picks)
  await refreshListings(site.db, [ids.get('now-0') ?? 0])
})

test('the newsletter is asked for, confirmed, sent at once and then once a week', async () => {
  const { subject, text, html } = await subscribed()
  assert.match(subject, /^Contract roles of the week · up to £700 a day · \w{3} \d{1,2} \w{3}$/)
  for (const part of [text, html]) {
    assert.match(part, /7 roles came onto the board/)
    assert.match(part, /PMO: £430 a day, up from £405 \(medians of 6 new roles this week and of 6 in the three weeks before\)/)
    assert.match(part, /67% above £420 a day, the median of all PMO roles on the board/)
    assert.match(part, /3 advertisers look for the same person/)
    assert.match(part, /Open again after 59 days/)
    assert.match(part, /Rate up this week, from £390 to £430 a day/)
  }
  const sentOn: number[] = []
  for (let hour = 1; hour <= 21 * 24; hour += 3)
    if ((await sendDueDigests(world, { now: new Date(Date.now() + hour * 3_600_000) })).promised > 0) sentOn.push(hour)
  assert.equal(sentOn.length, 3)
  assert.ok(
    sentOn.slice(1).every((hour, n) => Math.abs(hour - (sentOn[n] ?? 0) - 168) <= 3),
    sentOn.join(' '),
  )
})

test('whoever says yes on another day waits for theirs, as after a pause, and has the newest issue to read until then', async () => {
  const in3Days = ((today + 2) % 7) + 1
  const noon = Temporal.Now.zonedDateTimeISO('Europe/London').with({ hour: 12 })
  const day = (n: number): { now: Date } => ({ now: new Date(noon.add({ days: n }).epochMilliseconds) })
  assert.equal((await site.post('/newsletter', { ...FORM, weekday: String(in3Days) })).status, 200)
  const [question] = await listMails(site.db, 1)
  const link = readMailLinks(question?.text ?? '').find(one => one.includes('/confirm/')) ?? ''
  assert.match(await (await site.post(new URL(link).pathname, {})).text(), /href="\/newsletter">Read the newest issue</)
  const sentOn = async (from: number, to: number): Promise<number[]> => {
    const days: number[] = []
    for (let n = from; n < to; n++) if ((await sendDueDigests(world, day(n))).sent > 0) days.push(n)
    return days
  }
  assert.deepEqual(await sentOn(0, 11), [3, 10])
  await sql`update saved_search set paused_until = ${day(18).now}`.execute(site.db)
  assert.deepEqual(await sentOn(11, 26), [24], 'the pause ended the day after the day of the week')
})

test('its link to stop it, and a question left too long, say newsletter', async () => {
  const { links } = await subscribed()
  const stop = links.find(link => link.includes('/u/')) ?? ''
  assert.match(await (await fetch(stop)).text(), /<h1>Stop this newsletter\?<\/h1>[^]*<a href="\/alerts\/mine">Keep it/)
  assert.match(await (await fetch(stop, { method: 'POST' })).text(), /<h1>This newsletter is stopped<\/h1>/)
})

test('the words after its subject are one whole line, whatever a title is made of', async () => {
  const retitle = (title: string) =>
    sql`update listing_search set summary = summary || jsonb_build_object('title', ${title}::text) where listing_id = ${ids.get('star')}`.execute(
      site.db,
    )
  // Cut by units its end would be half of a pair; and one sign of it turns the direction of writing.
  await retitle(`PMO\u202E Lead${' 🛠'.repeat(80)}`)
  const { html } = await subscribed()
  await retitle('PMO Lead star')
  const preheader = /<div class="preheader"[^>]*>([^<]*)</.exec(html)?.[1] ?? ''
  assert.match(preheader, /^PMO Lead 🛠.{1,300}🛠…$/u)
  assert.doesNotMatch(preheader, /[\p{Cc}\p{Cf}\p{Cs}]/u)
})

test('M1: it carries the headers of every mail, and one press stops it', async () => {
  const { headers } = await subscribed()
  assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
  assert.equal(headers['Feedback-ID'], 'newsletter:alerts:dayrate')
  const stop = /<([^>]+)>/.exec(headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const answer = await fetch(stop, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  assert.equal(answer.status, 200)
  const later = await sendDueDigests(world, { now: new Date(Date.now() + 9 * 86_400_000) })
  assert.equal(later.promised, 0)
})

test('its pages say newsletter', async () => {
  const { links } = await subscribed()
  const change = links.find(link => /\/alerts\/mine\/[\w-]{43}\/[\w-]{36}$/.test(link)) ?? ''
  const page = await (await fetch(change)).text()
  assert.match(page, /<h1>Change the newsletter<\/h1>/)
  assert.doesNotMatch(page, /name="every"|Take away|would have sent/)
  const { pathname } = new URL(change)
  assert.equal((await site.post(pathname, { every: 'hour', weekday: '5', hour: '18', zone: 'Europe/London' })).status, 303)
  assert.equal((await site.post(`${pathname}/search`, { query: 'q=pmo' })).status, 400)
  const [row] = await site.db.selectFrom('saved_search').select(['every', 'weekday', 'query']).execute()
  assert.deepEqual(row, { every: 'week', weekday: 5, query: '' })
})

test('the page shows the newest issue, takes subscriptions, and keeps what was typed', async () => {
  assert.doesNotMatch(await (await site.get('/newsletter')).text(), /The newest issue, of/)
  await issueOf(site.db, '2026-11-23')
  assert.match(await (await site.get('/newsletter')).text(), /The newest issue, of Monday 23 November 2026[\s\S]{1,900}PMO Lead star/)
  const answer = await site.post('/newsletter', { ...FORM, email: 'a,b', weekday: '5' })
  assert.equal(answer.status, 400)
  const html = await answer.text()
  assert.match(html, /role="alert"/)
  assert.match(html, /<option value="5" selected>Friday/)
  assert.equal(await count(site.db, 'subscriber'), 0)
})
