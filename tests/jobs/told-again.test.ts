// A role that changed after somebody was told of it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { refreshListings } from '../../db/listings.ts'
import { listMails } from '../../db/mailbox.ts'
import { saveVersions } from '../../db/posting-versions.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { saveAlert } from '../support/alerts.ts'
import { perDay, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'

let database: TestDatabase
let listing: number
/** Days from now: every mail is of another one. */
let day = 0

const ROLE: SeedRole = {
  slug: 'pmo-lead',
  title: 'PMO Lead',
  hoursAgo: 2,
  discipline: 'pmo',
  adverts: [{ source: 'harrow-board', company: 'Harrow Lane', pay: perDay(450, 500) }],
}

before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(async () => {
  await sql`truncate subscriber, saved_search, match_due, match, digest, mailbox, listing, posting, posting_version cascade`.execute(
    database.db,
  )
  listing = (await seedBoard(database.db, [ROLE])).get(ROLE.slug) ?? 0
})

/** The next day's mail: its subject and text, undefined where none left. */
async function nextMail(): Promise<{ subject: string; text: string } | undefined> {
  day += 1
  await sql`delete from mailbox`.execute(database.db)
  await sendDueDigests(mailWorld(database), { now: new Date(Date.now() + day * 86_400_000) })
  const [mail] = await listMails(database.db, 1)
  return mail
}

/** The advert names another rate, as a crawl finds it. */
async function pay(min: number | null, max: number | null, changedByAdvert = true): Promise<void> {
  const { id } = await database.db.selectFrom('posting').select('id').orderBy('id').executeTakeFirstOrThrow()
  const rate = max === null ? null : { min, max, currency: 'GBP', basis: 'stated', evidence: [] }
  await sql`update posting set card = case when ${rate === null} then card - 'dayRate'
    else jsonb_set(card, '{dayRate}', ${JSON.stringify(rate)}::jsonb) end where id = ${id}`.execute(database.db)
  if (changedByAdvert) await saveVersions(database.db, [{ id, what: 'rate', old: null, new: null }])
  await refreshListings(database.db, [listing])
}

async function setClosed(daysAgo: number | null): Promise<void> {
  await sql`update posting set closed_at = now() - make_interval(days => ${daysAgo}::int)`.execute(database.db)
  await refreshListings(database.db, [listing])
  if (daysAgo !== null) await sql`update listing set closed_at = now() - make_interval(days => ${daysAgo}::int)`.execute(database.db)
}

test('a rate that goes up, down, away and back is told each time, with what it was; twice the same is told once', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  const first = await nextMail()
  assert.match(first?.subject ?? '', /^1 new role, up to £500 a day/)
  assert.match(first?.text ?? '', /New: PMO Lead/)
  assert.equal(await nextMail(), undefined)

  await pay(500, 550)
  const up = await nextMail()
  assert.match(up?.subject ?? '', /^1 changed role, up to £550 a day/)
  assert.match(up?.text ?? '', /Rate up from £500 to £550: PMO Lead/)
  await refreshListings(database.db, [listing])
  assert.equal(await nextMail(), undefined)

  await pay(400, 475)
  assert.match((await nextMail())?.text ?? '', /Rate down from £550 to £475: PMO Lead/)
  await pay(null, null)
  assert.equal(await nextMail(), undefined, 'a rate that is no longer stated is no news')
  await pay(500, 600)
  assert.match((await nextMail())?.text ?? '', /Rate up from £475 to £600: PMO Lead/)
})

test('two changes before the next mail are one, told from what the last mail said', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await pay(500, 550)
  await sendDueDigests(mailWorld(database))
  await pay(550, 600)
  assert.match((await nextMail())?.text ?? '', /Rate up from £500 to £600: PMO Lead/)
  assert.equal(await nextMail(), undefined)
})

test('a role that changes before it was told of is new, at its newest rate', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await pay(500, 700)
  const mail = await nextMail()
  assert.match(mail?.subject ?? '', /^1 new role, up to £700 a day/)
  assert.match(mail?.text ?? '', /New: PMO Lead/)
})

test('a change of an old role is told, however lately a role had to be posted on the board', async () => {
  await saveAlert(database.db, { query: 'q=pmo&within=7' })
  await saveAlert(database.db, { query: 'rate=600&within=7' })
  assert.match((await nextMail())?.text ?? '', /New: PMO Lead/)
  await sql`update listing set first_seen_at = now() - interval '40 days'`.execute(database.db)
  await sql`update posting set first_seen_at = now() - interval '40 days'`.execute(database.db)
  await pay(500, 650)
  await sendDueDigests(mailWorld(database), { now: new Date(Date.now() + ++day * 86_400_000) })
  const texts = (await listMails(database.db, 10)).map(mail => mail.text)
  assert.equal(texts.length, 3)
  assert.ok(texts.some(text => /Rate up from £500 to £650: PMO Lead/.test(text)))
  for (const text of texts) assert.doesNotMatch(text, /Why:.*last 7 days/)
})

test('a role that is back after a month is told again, one that is back after a week is not', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await setClosed(8)
  await setClosed(null)
  assert.equal(await nextMail(), undefined)
  await setClosed(40)
  await setClosed(null)
  const mail = await nextMail()
  assert.match(mail?.text ?? '', /Open again: PMO Lead/)
  assert.match(mail?.subject ?? '', /^1 changed role/)
})

test('J12: that another advert names another rate is no change of the role', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await pay(600, 650, false)
  assert.equal(await nextMail(), undefined)
})

test('J12: that a worse advert changed its rate makes no change of one that a better advert joins or leaves', async () => {
  await sql`truncate listing, posting cascade`.execute(database.db)
  const adverts = [...ROLE.adverts, { source: 'fennick', company: 'Fennick Cole', pay: perDay(600, 650) }]
  listing = (await seedBoard(database.db, [{ ...ROLE, adverts }])).get(ROLE.slug) ?? 0
  await saveAlert(database.db, { query: 'q=pmo' })
  assert.match((await nextMail())?.subject ?? '', /up to £650 a day/)
  await pay(475, 525)
  assert.equal(await nextMail(), undefined)
  await sql`update posting set card = jsonb_set(card, '{dayRate,max}', '700') where company = 'Fennick Cole'`.execute(database.db)
  await refreshListings(database.db, [listing])
  assert.equal(await nextMail(), undefined, 'a better one is there')
  await sql`update posting set closed_at = now() where company = 'Fennick Cole'`.execute(database.db)
  await refreshListings(database.db, [listing])
  assert.equal(await nextMail(), undefined, 'the better one is gone')
  await pay(500, 550)
  assert.match((await nextMail())?.text ?? '', /Rate down from £650 to £550: PMO Lead/)
})

test('a changed rate is told, though another advert names yet another one before anybody was mailed', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await pay(500, 550)
  await pay(600, 650, false)
  assert.match((await nextMail())?.text ?? '', /Rate up from £500 to £650: PMO Lead/)
})

test('M13: a role somebody dismissed is told of no more when it changes', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await sql`update match set dismissed_at = now()`.execute(database.db)
  await pay(500, 550)
  assert.equal(await nextMail(), undefined)
})

test('an alert that a role fits only since its rate rose is told of it, and not that it is new', async () => {
  await saveAlert(database.db, { query: 'rate=600' })
  assert.equal(await nextMail(), undefined)
  await pay(600, 650)
  const mail = await nextMail()
  assert.match(mail?.text ?? '', /Rate changed: PMO Lead/)
  assert.match(mail?.text ?? '', /£650 a day ≥ your £600/)
})

test('each digest keeps its roles: what is told again is in both', async () => {
  await saveAlert(database.db, { query: 'q=pmo' })
  await nextMail()
  await pay(500, 550)
  await nextMail()
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from match where digest_id is not null group by digest_id`.execute(database.db)
  assert.deepEqual(rows, [{ n: 1 }, { n: 1 }])
})
