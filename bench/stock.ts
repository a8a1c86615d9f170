// The usual design of a job board's search, done well: one table with a stored tsvector and its GIN index, a btree a filter, ts_rank
// for the order, OFFSET for the page, count(*) for the total and one GROUP BY a filter for the counts. And the plainer one: ILIKE.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from '../db/database.ts'
import { conditionOf } from '../db/search-conditions.ts'
import type { Asked } from '../db/search-asked.ts'
import { activeFilters, FILTERS } from '../listings/facets.ts'
import type { Filter } from '../listings/facets.ts'
import type { BoardQuery } from '../listings/query.ts'

/** The columns the board filters by, the whole card, the text, and its words. Call it when listing_search is full; text comes from `texts`. */
export async function makeStock(db: Db): Promise<void> {
  await sql`drop table if exists stock`.execute(db)
  await sql`
    create table stock as
    select s.listing_id, l.title, l.card, l.advertisers, s.first_seen_at, s.closes_at, s.day_rate_max, s.engagement, s.discipline, s.seniority,
      s.remote, s.days_on_site, s.country, s.region, s.lat, s.lon, s.term_min, s.term_max, s.starts_on, s.clearance_needed, s.sector,
      s.advertiser, s.methods, s.sources, s.agencies, t.text,
      setweight(to_tsvector('english', l.title), 'A') || setweight(to_tsvector('english', array_to_string(l.advertisers, ' ')), 'B')
        || setweight(to_tsvector('english', t.text), 'D') as words
    from listing_search s join listing l on l.id = s.listing_id join bench_text t on t.id = s.listing_id`.execute(db)
  await sql`create index on stock using gin (words)`.execute(db)
  for (const column of [
    'listing_id',
    'first_seen_at',
    'day_rate_max',
    'engagement',
    'discipline',
    'seniority',
    'remote',
    'region',
    'sector',
    'clearance_needed',
  ])
    await sql`create index on stock (${sql.ref(column)})`.execute(db)
  await sql`create index on stock (lat, lon)`.execute(db)
  await sql`vacuum analyze stock`.execute(db)
}

const COLUMNS: Record<Filter, RawBuilder<unknown>> = {
  rate: sql`day_rate_max / 50`,
  engagement: sql`engagement`,
  discipline: sql`discipline`,
  seniority: sql`seniority`,
  remote: sql`remote`,
  onsite: sql`days_on_site`,
  place: sql`region`,
  term: sql`term_min`,
  start: sql`starts_on`,
  clearance: sql`clearance_needed`,
  methods: sql`unnest(methods)`,
  sector: sql`sector`,
  advertiser: sql`advertiser`,
  source: sql`unnest(sources)`,
  within: sql`date_trunc('day', first_seen_at)`,
}

export type Matching = 'tsvector' | 'ilike'

/** Rows, total and, if asked for, the counts of every filter. */
export async function searchStock(
  db: Db,
  asked: Asked,
  { facets = false, by = 'tsvector' }: { facets?: boolean; by?: Matching } = {},
): Promise<number> {
  const { query } = asked
  const words = query.q === '' ? [] : [by === 'ilike' ? ilike(query.q) : sql`words @@ ${stemmed(query.q)}`]
  const where = (except?: Filter): RawBuilder<unknown> => {
    const conditions = activeFilters(query)
      .filter(filter => filter !== except)
      .map(filter => conditionOf(filter, asked))
    return sql.join([sql`true`, ...words, ...conditions], sql` and `)
  }
  await sql`select listing_id, title, card, advertisers, first_seen_at, closes_at from stock where ${where()} order by ${orderOf(query, by)} limit 25 offset 0`.execute(
    db,
  )
  const { rows } = await sql<{ total: number }>`select count(*) as total from stock where ${where()}`.execute(db)
  for (const filter of facets ? FILTERS : [])
    await sql`select ${COLUMNS[filter]} as value, count(*) from stock where ${where(filter)} group by 1`.execute(db)
  return rows[0]?.total ?? 0
}

function orderOf(query: BoardQuery, by: Matching): RawBuilder<unknown> {
  if (query.sort === 'rate') return sql`day_rate_max desc nulls last`
  return query.sort === 'fit' && query.q !== '' && by === 'tsvector'
    ? sql`ts_rank(words, ${stemmed(query.q)}) desc`
    : sql`first_seen_at desc`
}

function stemmed(q: string): RawBuilder<unknown> {
  return q.endsWith('*') ? sql`to_tsquery('english', ${`${q.slice(0, -1)}:*`})` : sql`websearch_to_tsquery('english', ${q})`
}

function ilike(q: string): RawBuilder<unknown> {
  const words = q
    .replaceAll(/["*]/g, '')
    .split(' ')
    .filter(word => word !== 'or')
  return sql.join(
    words.map(word => (word.startsWith('-') ? sql`not text ilike ${`%${word.slice(1)}%`}` : sql`text ilike ${`%${word}%`}`)),
    sql` and `,
  )
}
