// A page of search results: ours against the usual design (one wide table, stored tsvector with GIN, ts_rank, OFFSET, count).
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { searchBoard } from '../db/search.ts'
import { parseQuery } from '../listings/query.ts'
import { inTurn } from './measure.ts'
import type { Measured } from './measure.ts'

const QUERIES = [
  '',
  'q=project manager',
  'q=payments',
  'q=pmo&rate=400',
  'rate=500&engagement=outside',
  'q=rail signalling&place=york',
  'discipline=pmo&seniority=analyst',
  'q=nothing-of-the-kind',
  'q=claims&sort=rate',
]

export async function benchBoard(db: Db): Promise<Measured[]> {
  await makeStockTable(db)
  const { count } = await db
    .selectFrom('listing_search')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  const times = await inTurn(
    [
      { name: 'ours', run: () => each(query => searchBoard(db, query)) },
      { name: 'baseline: stock full-text table', run: () => each(query => searchStock(db, query)) },
    ],
    5,
  )
  const baseline = [...times.values()].at(-1) ?? Number.NaN
  return [...times].map(([way, ms]) => ({
    name: `board query, ${count.toLocaleString('en-GB')} listings`,
    way,
    value: ms / QUERIES.length,
    unit: 'ms',
    ratio: baseline / ms,
  }))
}

async function each(ask: (query: ReturnType<typeof parseQuery>['query']) => Promise<unknown>): Promise<void> {
  for (const query of QUERIES) await ask(parseQuery(new URLSearchParams(query)).query)
}

async function makeStockTable(db: Db): Promise<void> {
  await sql`analyze`.execute(db)
  await sql`drop table if exists stock`.execute(db)
  await sql`
    create table stock as
    select listing.id, listing.title, listing.card, s.first_seen_at, s.day_rate_max, s.engagement, s.discipline, s.seniority, s.lat, s.lon,
      setweight(to_tsvector('english', listing.title), 'A') || setweight(to_tsvector('english', body.text), 'D') as words, body.text
    from listing join listing_search s on s.listing_id = listing.id
    join (select distinct on (listing_id) listing_id, (select string_agg(block ->> 'text', ' ') from jsonb_array_elements(blocks) as block) as text
          from posting where listing_id is not null order by listing_id, id) as body on body.listing_id = listing.id`.execute(db)
  await sql`create index on stock using gin (words); create index on stock (first_seen_at); create index on stock (day_rate_max); analyze stock`.execute(
    db,
  )
}

async function searchStock(db: Db, query: ReturnType<typeof parseQuery>['query']): Promise<void> {
  const conditions = [sql`true`]
  if (query.q) conditions.push(sql`words @@ websearch_to_tsquery('english', ${query.q})`)
  if (query.rate !== null) conditions.push(sql`day_rate_max >= ${query.rate}`)
  if (query.engagement.length > 0) conditions.push(sql`engagement = any(${query.engagement})`)
  if (query.discipline.length > 0) conditions.push(sql`discipline = any(${query.discipline})`)
  const where = sql.join(conditions, sql` and `)
  const order =
    query.sort === 'rate'
      ? sql`day_rate_max desc nulls last`
      : query.q
        ? sql`ts_rank(words, websearch_to_tsquery('english', ${query.q})) desc`
        : sql`first_seen_at desc`
  await sql`select id, title, card, first_seen_at from stock where ${where} order by ${order} limit 25 offset 0`.execute(db)
  await sql`select count(*) from stock where ${where}`.execute(db)
}
