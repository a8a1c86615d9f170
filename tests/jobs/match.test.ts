import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { matchDue } from '../../jobs/match.ts'
import { QUIET_LOG, count, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let listings: Map<string, number>

before(async () => {
  database = await testDatabase()
  listings = await seedBoard(database.db, ROLES)
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, saved_search, match_due, match, digest cascade`.execute(database.db))

const world = () => ({ db: database.db, log: QUIET_LOG })

async function allDue(): Promise<void> {
  await sql`insert into match_due (listing_id) select id from listing on conflict do nothing`.execute(database.db)
}

async function ledger(): Promise<{ query: string; slug: string; why: string[] }[]> {
  const { rows } = await sql<{ query: string; slug: string; why: string[] }>`
    select s.query, l.slug, m.why from match m join saved_search s on s.id = m.saved_search_id join listing l on l.id = m.listing_id
    order by s.query, l.id`.execute(database.db)
  return rows
}

test('M13: a listing is entered for every alert it fits, with what was asked next to what it says', async () => {
  await saveAlert(database.db, { query: 'rate=700&engagement=outside&seniority=head&place=london' })
  await saveAlert(database.db, { query: 'q=pmo&rate=400&seniority=analyst&remote=hybrid' })
  await saveAlert(database.db, { query: 'rate=800&unrated=1&discipline=portfolio' })
  await allDue()
  const counts = await matchDue(world())
  assert.equal(counts.listings, listings.size)
  const found = await ledger()
  assert.deepEqual(
    found.map(({ slug, why }) => [slug, why]),
    [
      ['pmo-analyst-2', ['“pmo” in the advert', '≈ £440 a day ≥ your £400', 'Analyst', 'Hybrid']],
      ['head-of-pmo-8', ['£850 a day ≥ your £700', 'Outside IR35', 'Head', 'London']],
      ['portfolio-manager-7', ['No day rate stated, which you asked to see too', 'Portfolio']],
    ],
  )
  assert.equal(await count(database.db, 'match_due'), 0)
})

test('a role wakes the alerts that never had a mail, and no others', async () => {
  const tomorrow = sql<Date>`now() + interval '1 day'`
  const [first, mailed] = [
    await saveAlert(database.db, { query: 'discipline=pmo' }),
    await saveAlert(database.db, { query: 'discipline=pmo' }),
    await saveAlert(database.db, { query: 'q=zebra' }),
  ]
  await sql`insert into digest (saved_search_id, local_date) values (${mailed}, current_date)`.execute(database.db)
  await sql`update saved_search set due_at = ${tomorrow}`.execute(database.db)
  await allDue()
  await matchDue(world())
  const { rows } = await sql<{ id: string }>`select id from saved_search where due_at <= now()`.execute(database.db)
  assert.deepEqual(rows, [{ id: first }])
})

test('M13: a search that only leaves out, or asks for what is not said, gives its own words as the reason', async () => {
  for (const query of ['not_words=director&not_agency=fennick+cole', 'engagement=unstated', 'within=30&source=harrow-board'])
    await saveAlert(database.db, { query })
  await allDue()
  await matchDue(world())
  const whys = new Map((await ledger()).map(({ query, why }) => [query, why]))
  assert.deepEqual([...whys.values()], [['IR35 not stated'], ['Not from fennick cole', 'Without “director”'], ['On harrow-board']])
})

test('what was entered is not entered again, and people with one search share one question', async () => {
  await saveAlert(database.db, { query: 'discipline=pmo' })
  await saveAlert(database.db, { query: 'discipline=pmo' })
  await allDue()
  assert.equal((await matchDue(world())).matches, 4)
  await allDue()
  assert.equal((await matchDue(world())).matches, 0)
  assert.equal(await count(database.db, 'match'), 4)
})

test('closed roles, unconfirmed and stopped alerts are left out', async () => {
  await saveAlert(database.db, { query: 'q=warehouse' })
  await saveAlert(database.db, { query: 'discipline=pmo', confirmed: false })
  await sql`update saved_search set stopped_at = now() where id = ${await saveAlert(database.db, { query: 'discipline=pmo' })}`.execute(
    database.db,
  )
  await allDue()
  assert.deepEqual(await matchDue(world()), { listings: listings.size, matches: 0, again: 0, seeded: 0 })
})

test('J1: a matcher that breaks half-way leaves everything for the next one', async () => {
  await saveAlert(database.db, { query: 'discipline=pmo' })
  await allDue()
  await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`.execute(database.db)
  await sql`create trigger break_it before insert on match execute function break_it()`.execute(database.db)
  await assert.rejects(matchDue(world()), /killed/)
  assert.equal(await count(database.db, 'match_due'), listings.size)
  await sql`drop trigger break_it on match`.execute(database.db)
  assert.equal((await matchDue(world())).matches, 2)
})

test('two matchers at once enter each pair once and lose none', async () => {
  for (const query of ['discipline=pmo', 'discipline=project', 'q=manager']) await saveAlert(database.db, { query })
  await allDue()
  await Promise.all([matchDue(world()), matchDue(world()), matchDue(world())])
  const together = await ledger()
  await sql`truncate match`.execute(database.db)
  await allDue()
  await matchDue(world())
  assert.deepEqual(together, await ledger())
})

test('a newly confirmed alert is owed what was new in the last seven days, once', async () => {
  const search = await saveAlert(database.db, { query: 'discipline=pmo,portfolio' })
  await sql`update saved_search set seeded_at = null`.execute(database.db)
  assert.deepEqual(await matchDue(world()), { listings: 0, matches: 2, again: 0, seeded: 1 })
  assert.deepEqual(
    (await ledger()).map(row => row.slug),
    ['pmo-analyst-2', 'portfolio-manager-7'],
  )
  assert.equal((await matchDue(world())).seeded, 0)
  assert.ok(search)
})
