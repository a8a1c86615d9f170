// The plans that the board's speed stands on: which index answers which question.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { makeMarket } from '../../bench/market.ts'
import { connect } from '../../db/database.ts'
import { findRows } from '../../db/search.ts'
import { ask } from '../../db/search-asked.ts'
import type { Asked } from '../../db/search-asked.ts'
import { countsInSql } from '../../db/search-facets.ts'
import { indexListings } from '../../db/search-index.ts'
import { countInSql, orderInSql } from '../../db/search-sql.ts'
import { parseQuery } from '../../listings/query.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { plansOf as plans } from '../support/plans.ts'

let world: TestDatabase
/** As the web server connects. */
let web: TestDatabase['db']

before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, 3_000, { textLength: 300 })
  await vacuumWhole(world.db)
  web = connect(world.url, { name: 'dayrate web' })
})
after(async () => {
  await web.destroy()
  await world.close()
})

/**
 * As autovacuum does: an index alone answers for pages of which Postgres knows that everybody sees all of them. That it cannot know while
 * somebody in this database (other files have their own) looks at an older state, as autovacuum does when it analyzes a table: so again,
 * until it can. FREEZE waits for pages that the checkpointer has in hand, which are passed over else.
 * @throws after half a minute, naming who looks
 */
async function vacuumWhole(db: TestDatabase['db']): Promise<void> {
  const deadline = performance.now() + 30_000
  for (;;) {
    await sql`vacuum (freeze) listing_search`.execute(db)
    const { rows } = await sql<{ unseen: number; lookers: string | null }>`
      select relpages - relallvisible as unseen, (
        select string_agg(concat_ws(' ', backend_type, application_name, state, query), '; ') from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and coalesce(backend_xid, backend_xmin) is not null) as lookers
      from pg_class where oid = 'listing_search'::regclass`.execute(db)
    const [{ unseen, lookers } = { unseen: -1, lookers: null }] = rows
    if (unseen === 0) return
    if (performance.now() > deadline)
      throw new Error(`${unseen} pages of listing_search never became all-visible; transactions that hold them back: ${lookers ?? 'none'}`)
    await sleep(100)
  }
}

const plansOf = (work: (db: TestDatabase['db']) => Promise<unknown>): Promise<string[]> => plans(web, work)

async function asked(address: string): Promise<Asked> {
  const question = await ask(web, parseQuery(new URLSearchParams(address)).query, new Date())
  if (typeof question === 'string') throw new Error(question)
  return question
}

const MANY = { skip: 0, most: 26, total: 100_000 }

test('a common word is counted by the index of words, never row by row', async () => {
  const question = await asked('q=project manager')
  const [plan = ''] = await plansOf(db => countInSql(db, question))
  assert.match(plan, /Bitmap Index Scan on listing_search_body/)
  assert.doesNotMatch(plan, /Seq Scan/)
})

test('all choices are counted in one pass over what the words find, and nothing is set aside', async () => {
  const question = await asked('q=project manager&engagement=outside&place=leeds')
  const [plan = ''] = await plansOf(db => countsInSql(db, question))
  assert.equal(plan.match(/Scan on listing_search\b/g)?.length, 1)
  assert.match(plan, /Bitmap Index Scan on listing_search_body/)
  assert.doesNotMatch(plan, /CTE|Materialize|Sort|Seq Scan on listing_search/)
})

for (const address of [
  '',
  'engagement=outside&methods=prince2&rate=400&term_min=3&start=2027-01-31',
  'place=leeds&remote=hybrid,unstated&within=7',
]) {
  test(`the choices of ?${address} are counted in a narrow index alone, and pieces of them are put together without a sort`, async () => {
    const question = await asked(address)
    const [plan = ''] = await plansOf(db => countsInSql(db, question))
    assert.equal(plan.match(/Index Only Scan using listing_search_narrow/g)?.length, 1)
    assert.doesNotMatch(plan, /CTE|Materialize|Sort|Scan on listing_search/)
  })
}

const ORDERS: [address: string, index: RegExp][] = [
  ['', /Index (?:Only )?Scan using listing_search_newest/],
  ['q=manager&sort=newest', /Index (?:Only )?Scan using listing_search_newest/],
  ['sort=rate', /Index (?:Only )?Scan using listing_search_rate/],
  ['sort=closing', /Index (?:Only )?Scan using listing_search_closing/],
]
for (const [address, index] of ORDERS) {
  test(`the first page of ?${address} is a window of an index that is in order already`, async () => {
    const question = await asked(address)
    const [window = ''] = await plansOf(db => orderInSql(db, question, MANY))
    assert.match(window, index)
    assert.doesNotMatch(window, /Sort|Seq Scan/)
  })
}

test('who closes soonest comes first, whose day has passed among those that name none, by the index as by sorting all', async () => {
  const passed = sql<{
    id: number
  }>`update listing_search set closes_at = now() - listing_id * interval '1 minute' where listing_id % 7 = 0 returning listing_id as id`
  const ids = new Set((await passed.execute(world.db)).rows.map(row => row.id))
  const question = await asked('sort=closing')
  let [found, after]: [number[], Asked['after']] = [[], undefined]
  for (let page = 0; page < 60; page += 1) {
    const [byIndex, sorted] = [MANY, { ...MANY, total: 1_000 }].map(how => orderInSql(web, { ...question, after }, how))
    const rows = (await byIndex) ?? []
    assert.deepEqual(rows, await sorted)
    found = [...found, ...rows.map(row => row.id)]
    after = rows.at(-1)
  }
  assert.equal(new Set(found).size, 60 * MANY.most)
  assert.ok(found.findIndex(id => ids.has(id)) > 500 && found.some(id => ids.has(id)))
})

test('a rare word is found by the index of words and then sorted, not looked for through the whole board', async () => {
  const question = await asked('q=thylacine&sort=newest')
  const plans = await plansOf(db => orderInSql(db, question, { ...MANY, total: 3 }))
  assert.equal(plans.length, 1)
  assert.match(plans[0] ?? '', /Bitmap Index Scan on listing_search_body/)
})

test('words in the head are looked for without fetching texts from where they are stored', async () => {
  const question = await asked('q=project manager')
  const [title = ''] = await plansOf(db => orderInSql(db, question, MANY))
  assert.doesNotMatch(title, /body/)
})

test('a few filters together are found by one index', async () => {
  const question = await asked('discipline=change&engagement=exempt&seniority=head&remote=remote')
  const plans = await plansOf(db => orderInSql(db, question, { ...MANY, total: 3 }))
  assert.match(plans[0] ?? '', /listing_search_filters/)
})

test('lines of the board and rows of the index are fetched by key', async () => {
  const ids = Array.from({ length: 25 }, (_, n) => n + 1)
  const plans = await plansOf(async db => [await findRows(db, ids), await indexListings(db, ids)])
  assert.equal(plans.length, 2)
  for (const plan of plans) assert.match(plan, /listing_search_pkey/)
})
