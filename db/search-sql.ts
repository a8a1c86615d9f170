// The board's questions answered by Postgres alone: while the index in memory loads, where there is none, and as what it is held against.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { NEVER_CLOSES } from '../listings/cursor.ts'
import type { Position } from '../listings/cursor.ts'
import type { CountedRates } from '../listings/facets.ts'
import type { FoundWords } from '../listings/match-index.ts'
import type { BoardQuery } from '../listings/query.ts'
import { isPositive } from '../listings/text-query.ts'
import type { StoredLine } from './board-lines.ts'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import { all, whole } from './search-conditions.ts'
import type { Condition } from './search-conditions.ts'
import type { SearchWords } from './search-words.ts'

/** How many live roles fit; or of those that have closed, from the table of them. */
export async function countInSql(db: Db, asked: Asked, table: 'listing_search' | 'listing_past' = 'listing_search'): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${sql.table(table)} where ${whole(asked)}`.execute(db)
  return rows[0]?.total ?? 0
}

/** The roles that fit by their stated rates: those that a source speaks of that may be counted. */
export async function ratesInSql(db: Db, asked: Asked): Promise<CountedRates> {
  const { rows } = await sql<CountedRates>`
    select coalesce(json_agg(twice order by twice), '[]') as twice, coalesce(json_agg(roles order by twice), '[]') as counts from (
      select day_rate_max + coalesce(day_rate_min, day_rate_max) as twice, count(*) as roles from listing_search
      where not day_rate_estimated and day_rate_max is not null
        and sources && (select array_agg(id) from source where (policy ->> 'statistics')::boolean) and ${whole(asked)}
      group by 1) as counted`.execute(db)
  return rows[0] ?? { twice: [], counts: [] }
}

/** Lines of the newest roles that fit and have closed. */
export async function pastInSql(db: Db, asked: Asked, most: number): Promise<StoredLine[]> {
  const { rows } = await sql<StoredLine>`
    select listing_id as id, first_seen_at as "firstSeenAt", closes_at as "closesAt", sample, summary from listing_past
    where summary is not null and ${whole(asked)} order by first_seen_at desc, listing_id desc limit ${most}`.execute(db)
  return rows
}

/** Ids of the live roles that fit, of those given; or of those that have closed. */
export async function matchInSql(
  db: Db,
  asked: Asked,
  among: readonly number[],
  table: 'listing_search' | 'listing_past' = 'listing_search',
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select listing_id as id from ${sql.table(table)} where listing_id = any(${among}::bigint[]) and ${whole(asked)}`.execute(db)
  return rows.map(row => row.id)
}

/** By the title alone 2, by title and facts 1, by the whole text 0. */
const tierOf = (words: { tsquery: RawBuilder<unknown>; titled: RawBuilder<unknown> }): RawBuilder<number> =>
  sql<number>`case when head @@ ${words.titled} then 2 when head @@ ${words.tsquery} then 1 else 0 end`

const given = ({ tsquery, titled }: SearchWords) => ({ tsquery: sql`${tsquery}::tsquery`, titled: sql`${titled}::tsquery` })

/** Ids of the live roles with these words, for an index that cannot tell a phrase. */
export async function findWords(db: Db, words: SearchWords): Promise<FoundWords> {
  const { rows } = await sql<{ id: number; tier: number }>`
    select listing_id as id, ${tierOf(given(words))} as tier from listing_search where body @@ ${words.tsquery}::tsquery`.execute(db)
  return { kind: 'found', tiers: rows }
}

/** Of candidates for each of many texts, those that have its words: one question, and a text is only held against its own candidates. */
export async function findManyWords(
  db: Db,
  texts: readonly { words: SearchWords; candidates: readonly number[] }[],
): Promise<FoundWords[]> {
  const found = texts.map(() => ({ kind: 'found' as const, tiers: [] as { id: number; tier: number }[] }))
  const pairs = texts.flatMap(({ candidates }, n) => candidates.map(id => ({ n, id })))
  const { rows } = await sql<{ n: number; id: number }>`
    select n, listing_id as id
    from unnest(${pairs.map(pair => pair.n)}::int[], ${pairs.map(pair => pair.id)}::bigint[]) as pair (n, id)
    join unnest(${texts.map(one => one.words.tsquery)}::tsquery[]) with ordinality as asked (text, place) on place = n + 1
    join listing_search on listing_id = pair.id
    where body @@ text`.execute(db)
  for (const { n, id } of rows) found[n]?.tiers.push({ id, tier: 0 })
  return found
}

/** Up to so many rows that fit, finding and sorting all of them costs less than looking among the newest, which is done thrice by tier. */
export const FEW = { inOrder: 1_000, byTier: 4_000 } as const

/** Which rows of all that fit. */
export interface Page {
  skip: number
  most: number
  /** How many fit. */
  total: number
  /** Whether they are counted, or only reckoned to be so many. */
  isExact?: boolean
  /** What fits, where that is known. */
  ids?: number[] | undefined
}

/**
 * The first rows in order, by offset where there is no cursor. Fit means: words in the title before words in the facts before words in
 * the text, the newest first in each.
 */
export async function orderInSql(db: Db, asked: Asked, page: Page): Promise<Position[]> {
  const { query, words } = asked
  const { skip, most, total, isExact = true, ids } = page
  if (total === 0) return []
  if (query.sort === 'fit' && words) {
    const isFew = total <= FEW.byTier
    return isFew && isExact ? byTier(db, asked, words, page) : throughTiers(db, asked, words, { skip, most, isFew })
  }
  // What is only reckoned to be rare is looked for among the newest all the same: that costs little, and the planner can be far out.
  const isFew = isExact && total <= FEW.inOrder
  if (query.sort === 'closing' && !isFew && skip === 0) return byClosing(db, asked, most)
  return inOrder(db, asked, { skip, most, look: isFew ? 'everywhere' : 'newest first', ids: isFew ? ids : undefined })
}

type Rows = Pick<Page, 'skip' | 'most' | 'ids'>

/** Tier by tier, until there are enough. What is taken to be few and is not all among the newest is found at once, not once a tier. */
async function throughTiers(
  db: Db,
  asked: Asked,
  words: SearchWords,
  { skip, most, isFew }: Rows & { isFew: boolean },
): Promise<Position[]> {
  const wanted = skip + most
  const rows: Position[] = []
  const [title, head] = [sql<boolean>`head @@ ${words.titled}::tsquery`, sql<boolean>`head @@ ${words.tsquery}::tsquery`]
  const tiers = [title, sql<boolean>`(${head} and not ${title})`, sql<boolean>`(not ${head})`]
  for (const [n, fits] of tiers.entries()) {
    const key = 2 - n
    const from = asked.after?.key ?? 2
    if (rows.length >= wanted || key > from) continue
    const behind = key === from ? asked : { ...asked, after: undefined }
    const look = isFew ? 'newest' : 'newest first'
    rows.push(...(await inOrder(db, behind, { skip: 0, most: wanted - rows.length, look, tier: { key, fits } })))
    if (isFew && rows.length < wanted) return byTier(db, asked, words, { skip, most })
  }
  return rows.slice(skip)
}

async function byTier(db: Db, asked: Asked, words: SearchWords, { skip, most, ids }: Rows): Promise<Position[]> {
  const { after } = asked
  const { rows } = await sql<Position>`
    select id, at, key from (
      select listing_id as id, ${MICROSECONDS} as at, ${tierOf(given(words))} as key, first_seen_at, listing_id from listing_search
      where ${ids ? among(ids) : whole(asked)} offset 0) as fitting
    where ${after ? sql`(key < ${after.key} or (key = ${after.key} and ${behind(after)}))` : sql`true`}
    order by key desc, first_seen_at desc, id desc offset ${skip} limit ${most}`.execute(db)
  return rows
}

/** Those whose day is to come by the index of closing dates; behind them the newest of those whose day has passed or is not told. */
async function byClosing(db: Db, asked: Asked, most: number): Promise<Position[]> {
  const wanted = { skip: 0, look: 'newest first' } as const
  const [toCome, isBehind] = [closesAfter(asked.now), asked.after?.key === NEVER_CLOSES]
  const rows = isBehind ? [] : await inOrder(db, asked, { ...wanted, most, order: dated(asked.now), tier: { key: 0, fits: toCome } })
  if (rows.length >= most) return rows
  const rest = { key: NEVER_CLOSES, fits: sql<boolean>`(not ${toCome})` }
  const after = isBehind ? asked.after : undefined
  const newestOfRest = { ...wanted, most: most - rows.length, order: newest(NEVER_CLOSES), tier: rest }
  return [...rows, ...(await inOrder(db, { ...asked, after }, newestOfRest))]
}

interface Wanted extends Rows {
  /** Among the newest, there and if they are too few everywhere, or at once everywhere. */
  look: 'newest' | 'newest first' | 'everywhere'
  tier?: { key: number; fits: Condition }
  /** Other than the query's. */
  order?: Order
}

/** Newest rows looked at before Postgres is asked for all that fit: what is common is found here, what is rare is cheap there. */
const WINDOW = { head: 6_000, body: 1_200 } as const

const MICROSECONDS = sql<number>`(extract(epoch from first_seen_at) * 1000000)::bigint`

async function inOrder(db: Db, asked: Asked, { skip, most, look, ids, tier, order: own }: Wanted): Promise<Position[]> {
  const order = own ?? ORDERS[asked.query.sort](tier?.key ?? 0, asked.now)
  const from = asked.after ? order.after(asked.after) : (order.from ?? sql<boolean>`true`)
  const { words } = asked
  // Who fits by the head fits by the whole, unless words are kept out: then the text need not be fetched from where it is stored.
  const isEnough = tier && tier.key > 0 && words && isPositive(words.tree)
  const fits = ids ? among(ids) : all([...(tier ? [tier.fits] : []), whole(isEnough ? { ...asked, words: undefined } : asked)])
  const columns = sql`listing_id as id, ${MICROSECONDS} as at, ${order.key} as key`
  if (look !== 'everywhere') {
    const { rows } = await sql<Position>`
      select ${columns} from (select * from listing_search where ${from} order by ${order.by} limit ${words && !isEnough ? WINDOW.body : WINDOW.head})
        as listing_search
      where ${fits} order by ${order.by} offset ${skip} limit ${most}`.execute(db)
    if (rows.length >= most || look === 'newest') return rows
  }
  // OFFSET 0 is a fence: with the order inside, Postgres would walk the whole board newest first for a word nobody uses.
  const { rows } = await sql<Position>`
    select ${columns} from (select * from listing_search where ${from} and ${fits} offset 0) as listing_search
    order by ${order.by} offset ${skip} limit ${most}`.execute(db)
  return rows
}

interface Order {
  /** By the indexes listing_search_newest, _rate and _closing. */
  by: RawBuilder<unknown>
  key: RawBuilder<number>
  /** Where it begins if not with the first, as its index takes it. */
  from?: Condition
  /** Rows behind a position; of a tier all have its key. */
  after(position: Position): Condition
}

const behind = ({ at, id }: Position): Condition =>
  sql<boolean>`(first_seen_at, listing_id) < (timestamptz 'epoch' + ${at}::float8 * interval '1 microsecond', ${id}::bigint)`

const newest = (key: number): Order => ({
  by: sql`first_seen_at desc, listing_id desc`,
  key: sql<number>`${key}::bigint`,
  after: behind,
})

const secondsUntil = (closing: RawBuilder<unknown>): RawBuilder<number> => sql<number>`-floor(extract(epoch from ${closing}))::bigint`

/** Whether a role's day to apply by is to come. Never null. */
const closesAfter = (now: number): Condition => sql<boolean>`coalesce(closes_at > ${new Date(now).toISOString()}::timestamptz, false)`

/** Of roles whose day is to come. */
const dated = (now: number): Order => ({
  from: sql<boolean>`closes_at > ${new Date(now).toISOString()}::timestamptz`,
  by: sql`closes_at, first_seen_at desc, listing_id desc`,
  key: secondsUntil(sql`closes_at`),
  after: position =>
    sql<boolean>`(closes_at > to_timestamp(${-position.key}) or (closes_at = to_timestamp(${-position.key}) and ${behind(position)}))`,
})

const ORDERS: Record<BoardQuery['sort'], (tier: number, now: number) => Order> = {
  fit: newest,
  newest,
  rate: () => ({
    by: sql`day_rate_max desc nulls last, first_seen_at desc, listing_id desc`,
    key: sql<number>`coalesce(day_rate_max, -1)`,
    after: position =>
      position.key < 0
        ? sql<boolean>`(day_rate_max is null and ${behind(position)})`
        : sql<boolean>`(day_rate_max < ${position.key} or day_rate_max is null or (day_rate_max = ${position.key} and ${behind(position)}))`,
  }),
  closing: (_tier, now) => {
    const toCome = sql`case when ${closesAfter(now)} then closes_at end`
    return {
      by: sql`${toCome}, first_seen_at desc, listing_id desc`,
      key: sql<number>`coalesce(${secondsUntil(toCome)}, ${NEVER_CLOSES}::bigint)`,
      after: position => {
        const rest = sql<boolean>`not ${closesAfter(now)}`
        return position.key === NEVER_CLOSES
          ? sql<boolean>`(${rest} and ${behind(position)})`
          : sql<boolean>`(${rest} or ${dated(now).after(position)})`
      },
    }
  },
}

const among = (ids: readonly number[]): Condition => sql<boolean>`listing_id = any(${ids}::bigint[])`
