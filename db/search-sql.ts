// The board's questions answered by Postgres alone: while the index in memory loads, where there is none, and as what it is held against.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { boxOf, EARTH_MILES, OTHER_NATIONS } from '../listings/area.ts'
import type { Area } from '../listings/area.ts'
import { SENIORITIES } from '../listings/card.ts'
import { NEVER_CLOSES } from '../listings/cursor.ts'
import type { Position } from '../listings/cursor.ts'
import { activeFilters, ADMITTED } from '../listings/facets.ts'
import type { CountedRates, Filter } from '../listings/facets.ts'
import type { FoundWords } from '../listings/match-index.ts'
import { UNSTATED } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { isPositive } from '../listings/text-query.ts'
import type { StoredLine } from './board-lines.ts'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import type { SearchWords } from './search-words.ts'

type Condition = RawBuilder<boolean>

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

/** Up to this many rows that fit, finding and sorting all of them costs less than looking among the newest, which is done thrice by tier. */
export const FEW = { inOrder: 1_000, byTier: 4_000 } as const

/**
 * The first rows in order, by offset where there is no cursor. Fit means: words in the title before words in the facts before words in
 * the text, the newest first in each.
 * @param total how many fit
 * @param ids what fits, where that is known
 */
export async function orderInSql(
  db: Db,
  asked: Asked,
  { skip, most, total, ids }: { skip: number; most: number; total: number; ids?: number[] | undefined },
): Promise<Position[]> {
  const { query, words } = asked
  if (total === 0) return []
  if (query.sort !== 'fit' || !words) {
    const isFew = total <= FEW.inOrder
    if (query.sort === 'closing' && !isFew && skip === 0) return byClosing(db, asked, most)
    return inOrder(db, asked, { skip, most, isFew, ids: isFew ? ids : undefined })
  }
  if (total <= FEW.byTier || skip > 0) return byTier(db, asked, words, { skip, most, ids })
  const rows: Position[] = []
  const [title, head] = [sql<boolean>`head @@ ${words.titled}::tsquery`, sql<boolean>`head @@ ${words.tsquery}::tsquery`]
  const tiers = [title, sql<boolean>`(${head} and not ${title})`, sql<boolean>`(not ${head})`]
  for (const [n, fits] of tiers.entries()) {
    const key = 2 - n
    const from = asked.after?.key ?? 2
    if (rows.length >= most || key > from) continue
    const behind = key === from ? asked : { ...asked, after: undefined }
    rows.push(...(await inOrder(db, behind, { skip: 0, most: most - rows.length, isFew: false, tier: { key, fits } })))
  }
  return rows
}

async function byTier(db: Db, asked: Asked, words: SearchWords, { skip, most, ids }: Omit<Wanted, 'isFew'>): Promise<Position[]> {
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
  const wanted = { skip: 0, isFew: false }
  const [toCome, isBehind] = [closesAfter(asked.now), asked.after?.key === NEVER_CLOSES]
  const rows = isBehind ? [] : await inOrder(db, asked, { ...wanted, most, order: DATED, tier: { key: 0, fits: toCome } })
  if (rows.length >= most) return rows
  const rest = { key: NEVER_CLOSES, fits: sql<boolean>`(not ${toCome})` }
  const after = isBehind ? asked.after : undefined
  const newestOfRest = { ...wanted, most: most - rows.length, order: newest(NEVER_CLOSES), tier: rest }
  return [...rows, ...(await inOrder(db, { ...asked, after }, newestOfRest))]
}

interface Wanted {
  skip: number
  most: number
  isFew: boolean
  ids?: number[] | undefined
  tier?: { key: number; fits: Condition }
  /** Other than the query's. */
  order?: Order
}

/** Newest rows looked at before Postgres is asked for all that fit: what is common is found here, what is rare is cheap there. */
const WINDOW = { head: 6_000, body: 1_200 } as const

const MICROSECONDS = sql<number>`(extract(epoch from first_seen_at) * 1000000)::bigint`

async function inOrder(db: Db, asked: Asked, { skip, most, isFew, ids, tier, order: own }: Wanted): Promise<Position[]> {
  const order = own ?? ORDERS[asked.query.sort](tier?.key ?? 0, asked.now)
  const from = asked.after ? order.after(asked.after) : sql<boolean>`true`
  const { words } = asked
  // Who fits by the head fits by the whole, unless words are kept out: then the text need not be fetched from where it is stored.
  const isEnough = tier && tier.key > 0 && words && isPositive(words.tree)
  const fits = ids ? among(ids) : all([...(tier ? [tier.fits] : []), whole(isEnough ? { ...asked, words: undefined } : asked)])
  const columns = sql`listing_id as id, ${MICROSECONDS} as at, ${order.key} as key`
  if (skip === 0 && !isFew) {
    const { rows } = await sql<Position>`
      select ${columns} from (select * from listing_search where ${from} order by ${order.by} limit ${words && !isEnough ? WINDOW.body : WINDOW.head})
        as listing_search
      where ${fits} order by ${order.by} limit ${most}`.execute(db)
    if (rows.length >= most) return rows
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
const DATED: Order = {
  by: sql`closes_at, first_seen_at desc, listing_id desc`,
  key: secondsUntil(sql`closes_at`),
  after: position =>
    sql<boolean>`(closes_at > to_timestamp(${-position.key}) or (closes_at = to_timestamp(${-position.key}) and ${behind(position)}))`,
}

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
          : sql<boolean>`(${rest} or ${DATED.after(position)})`
      },
    }
  },
}

function whole(asked: Asked): Condition {
  return all([base(asked), ...activeFilters(asked.query).map(filter => conditionOf(filter, asked))])
}

const among = (ids: readonly number[]): Condition => sql<boolean>`listing_id = any(${ids}::bigint[])`

/** What no count leaves out: the words, and the companies that are not wanted. */
export function base({ words, agencies }: Asked): Condition {
  return all([
    ...(words ? [sql<boolean>`body @@ ${words.tsquery}::tsquery`] : []),
    ...(agencies.length > 0 ? [sql<boolean>`not (agencies <@ ${agencies}::text[] and agencies <> '{}')`] : []),
  ])
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** Never null: a column that says nothing fits where the query keeps the unstated, and nowhere else. */
export function conditionOf(filter: Filter, { query, area, now }: Asked): Condition {
  switch (filter) {
    case 'rate':
      return sql<boolean>`coalesce(day_rate_max >= ${query.rate}, ${query.unrated})`
    case 'seniority':
      return isAny(
        'seniority',
        query.seniority.map(rung => (rung === UNSTATED ? rung : String(SENIORITIES.indexOf(rung)))),
      )
    case 'onsite':
      return sql<boolean>`coalesce(days_on_site <= ${query.onsite}, ${query.unstated.includes('onsite')})`
    case 'place':
      return area ? isIn(area) : sql<boolean>`false`
    case 'term':
      return termTouches(query)
    case 'start':
      return sql<boolean>`coalesce(starts_on <= ${query.start === 'asap' ? '-infinity' : query.start}::date, ${query.unstated.includes('start')})`
    case 'clearance':
      return sql<boolean>`(clearance_needed is null or clearance_needed = any(${ADMITTED[query.clearance ?? 'none']}::text[]))`
    case 'methods':
      return sql<boolean>`methods && ${query.methods}::text[]`
    case 'source':
      return sql<boolean>`sources && ${query.source}::text[]`
    case 'within':
      return seenWithin(query.within ?? 0, now)
    default:
      return isAny(filter, query[filter])
  }
}

function isAny(column: string, values: readonly string[]): Condition {
  const stated = values.filter(value => value !== UNSTATED)
  const type = sql.raw(column === 'seniority' ? 'smallint[]' : 'text[]')
  // Null = any of an empty list is false and not null.
  return values.includes(UNSTATED)
    ? sql<boolean>`(${sql.ref(column)} is null or ${sql.ref(column)} = any(${stated}::${type}))`
    : sql<boolean>`coalesce(${sql.ref(column)} = any(${stated}::${type}), false)`
}

/** The instant is a constant of type timestamptz: one put together by adding an interval is worked out anew for every row. */
function seenWithin(days: number, now: number): Condition {
  return sql<boolean>`first_seen_at > ${new Date(now - days * 86_400_000).toISOString()}::timestamptz`
}

function termTouches({ termMin, termMax, unstated }: Pick<BoardQuery, 'termMin' | 'termMax' | 'unstated'>): Condition {
  return sql<boolean>`coalesce(term_max >= ${termMin ?? 0} and term_min <= ${termMax ?? 1_000}, ${unstated.includes('term')})`
}

/** A region or a country is all of it; a point is a box the index can use, then the distance (haversine, miles) inside it. */
function isIn(area: Area): Condition {
  if (area.kind === 'country') return sql<boolean>`coalesce(country = ${area.country}, false)`
  if (area.kind === 'region') return sql<boolean>`coalesce(region = ${area.region}, false)`
  if (area.kind === 'england')
    return sql<boolean>`coalesce(country = 'GB' and coalesce(region, 'England') <> all(${OTHER_NATIONS}::text[]), false)`
  return sql<boolean>`coalesce(${isInBox(area)} and ${nearness(area)} >= ${nearnessAt(area.miles)}, false)`
}

export type Circle = Extract<Area, { kind: 'circle' }>

export function isInBox(circle: Circle): Condition {
  const { lat, lon } = circle
  const { tall, wide } = boxOf(circle)
  return sql<boolean>`lat between ${lat - tall} and ${lat + tall} and lon between ${lon - wide} and ${lon + wide}`
}

/** The cosine of the angle between a role and the middle of a circle: 1 there, less with every mile; half the work of the haversine. */
export function nearness({ lat, lon }: Circle): RawBuilder<number> {
  const [up, across] = [lat * RADIAN, lon * RADIAN]
  return sql<number>`(sin(radians(lat)) * ${Math.sin(up)}::float8 + cos(radians(lat)) * ${Math.cos(up)}::float8 * cos(radians(lon) - ${across}::float8))`
}

const RADIAN = Math.PI / 180

/** The same so many miles away: exact to some inches from five miles on. */
export function nearnessAt(miles: number): RawBuilder<number> {
  return sql<number>`${Math.cos((2 * miles) / EARTH_MILES)}::float8`
}
