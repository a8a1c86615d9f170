// The board's question to Postgres: which live roles fit a query, in which order, how many. Board, feed, export and alert ask here.
import { sql } from 'kysely'
import type { SelectQueryBuilder } from 'kysely'
import { SENIORITIES } from '../listings/card.ts'
import type { ContractCard, Place } from '../listings/card.ts'
import { placeNear } from '../listings/place.ts'
import { isFiltered, NO_FILTER, PAGE_SIZE, queryString } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import type { Database } from './schema.ts'

export interface BoardRow {
  id: number
  slug: string
  title: string
  card: ContractCard
  /** Who advertises it, as printed. */
  advertisers: string[]
  /** How many open adverts it has. */
  adverts: number
  firstSeenAt: Date
  closesAt: Date | null
  sample: boolean
  /** Names of the sources its open adverts come from. */
  sources: string[]
}

export interface Found {
  rows: BoardRow[]
  total: number
  /** The next page's number; null on the last. */
  next: number | null
  /** What about the query could not be done, in sentences. */
  remarks: string[]
}

/** One page of the live roles that fit. A place the gazetteer does not know finds nothing, and a remark says so. */
export async function searchBoard(db: Db, query: BoardQuery): Promise<Found> {
  const place = resolvePlace(query)
  if (place === 'unknown') return { rows: [], total: 0, next: null, remarks: [unknownPlace(query)] }
  const { total } = await fitting(db, query, place)
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow()
  const ids = await pageOfIds(db, query, place)
  return { rows: await loadRows(db, ids), total, next: query.page * PAGE_SIZE < total ? query.page + 1 : null, remarks: [] }
}

/** Rows an export holds at most; a spreadsheet of more is not read by anybody. */
const EXPORT_LIMIT = 5_000

/** All live roles that fit, in order, a batch at a time. */
export async function* exportBoard(db: Db, query: BoardQuery): AsyncGenerator<BoardRow> {
  const place = resolvePlace(query)
  if (place === 'unknown') return
  const ids = await ordered(fitting(db, query, place), query)
    .select('listing_id')
    .limit(EXPORT_LIMIT)
    .execute()
  for (let from = 0; from < ids.length; from += 500) {
    const batch = ids.slice(from, from + 500).map(row => row.listing_id)
    yield* await loadRows(db, batch)
  }
}

/** Of these listings, the live ones that a query fits. An alert asks this, so that it can never disagree with the board. */
export async function matchingListings(db: Db, query: BoardQuery, listingIds: number[]): Promise<number[]> {
  const place = resolvePlace(query)
  if (place === 'unknown' || listingIds.length === 0) return []
  const rows = await fitting(db, query, place).select('listing_id').where('listing_id', 'in', listingIds).execute()
  return rows.map(row => row.listing_id)
}

/** Rows of these live listings, in the order of the ids. */
export async function findRows(db: Db, listingIds: number[]): Promise<BoardRow[]> {
  return loadRows(db, listingIds)
}

export interface Widening {
  /** The filter left out, and the query without it. */
  dropped: keyof BoardQuery
  query: BoardQuery
  total: number
}

/** For a query that finds nothing: what leaving out one filter would find, most first; filters that would not help are not named. */
export async function widenings(db: Db, query: BoardQuery): Promise<Widening[]> {
  const filters = (['q', 'rate', 'engagement', 'discipline', 'seniority', 'remote', 'place', 'within'] as const).filter(
    key => queryString({ ...NO_FILTER, [key]: query[key] }) !== '',
  )
  const tried = await Promise.all(
    filters.map(async dropped => {
      const wider: BoardQuery = { ...query, [dropped]: NO_FILTER[dropped], page: 1 }
      return { dropped, query: wider, total: await countBoard(db, wider) }
    }),
  )
  return tried.filter(one => one.total > 0 && isFiltered(query)).sort((a, b) => b.total - a.total)
}

/** How many live roles fit. */
export async function countBoard(db: Db, query: BoardQuery): Promise<number> {
  const place = resolvePlace(query)
  if (place === 'unknown') return 0
  const { total } = await fitting(db, query, place)
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow()
  return total
}

export interface BoardState {
  /** Live roles, and how many of them are samples. */
  live: number
  samples: number
  /** Adverts in the rejection record. */
  refused: number
  /** When a crawl last brought an answer. */
  lastCrawlAt: Date | null
  /** Names of the sources that are being crawled now. */
  running: string[]
}

export async function boardState(db: Db): Promise<BoardState> {
  const { rows } = await sql<BoardState>`
    select (select count(*) from listing_search) as live,
           (select count(*) from listing_search where sample) as samples,
           (select count(*) from posting where refusal is not null and rescued_at is null) as refused,
           (select max(finished_at) from crawl_run where outcome in ('complete', 'partial')) as "lastCrawlAt",
           array(select name from crawl_run join source on source.id = source_id where outcome = 'running' order by name) as running`.execute(
    db,
  )
  const [state] = rows
  if (!state) throw new Error('the state of the board came back empty')
  return state
}

/** Whether any live role is a sample: what every page must know, without counting the board. */
export async function hasSamples(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from listing_search where sample) as found`.execute(db)
  return rows[0]?.found ?? false
}

/** When a crawl last brought an answer; undefined before the first. */
export async function lastCrawlAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(finished_at) as at from crawl_run where outcome in ('complete', 'partial')`.execute(db)
  return rows[0]?.at ?? undefined
}

type Fitting = SelectQueryBuilder<Database, 'listing_search', object>

function fitting(db: Db, query: BoardQuery, place: Place | undefined): Fitting {
  let found: Fitting = db.selectFrom('listing_search')
  if (query.q) found = found.where(sql<boolean>`(head @@ ${words(query)} or body @@ ${words(query)})`)
  if (query.rate !== null) found = found.where(sql<boolean>`(day_rate_max >= ${query.rate} or (${query.unrated} and day_rate_max is null))`)
  if (query.engagement.length > 0) found = found.where('engagement', 'in', query.engagement)
  if (query.discipline.length > 0) found = found.where('discipline', 'in', query.discipline)
  if (query.seniority.length > 0)
    found = found.where(
      'seniority',
      'in',
      query.seniority.map(rung => SENIORITIES.indexOf(rung)),
    )
  if (query.remote.length > 0) found = found.where('remote', 'in', query.remote)
  if (query.within !== null) found = found.where(sql<boolean>`first_seen_at > now() - ${query.within}::int * interval '1 day'`)
  return place ? near(found, place, query.radius) : found
}

/** The gazetteer knows England as a country and the other nations as regions; roles carry England's nine regions. */
const OTHER_NATIONS = ['Scotland', 'Wales', 'Northern Ireland']

/** A region or a country is all of it; a point is a box the index can use, then the distance (haversine, miles) inside it. */
function near(found: Fitting, place: Place, radius: number): Fitting {
  if (place.name === 'England')
    return found.where('country', '=', 'GB').where(sql<boolean>`coalesce(region, 'England') <> all(${OTHER_NATIONS}::text[])`)
  if (place.kind === 'country') return found.where('country', '=', place.country)
  if (place.kind === 'region') return found.where('region', '=', place.region ?? place.name)
  if (place.lat === undefined || place.lon === undefined) return found.where(sql<boolean>`false`)
  const tall = radius / 69
  const wide = radius / (69 * Math.cos((place.lat * Math.PI) / 180))
  return found
    .where('lat', '>=', place.lat - tall)
    .where('lat', '<=', place.lat + tall)
    .where('lon', '>=', place.lon - wide)
    .where('lon', '<=', place.lon + wide)
    .where(
      sql<boolean>`7917.5 * asin(sqrt(least(1, power(sin(radians(lat - ${place.lat}::float8) / 2), 2)
        + cos(radians(${place.lat}::float8)) * cos(radians(lat)) * power(sin(radians(lon - ${place.lon}::float8) / 2), 2)))) <= ${radius}`,
    )
}

function words(query: BoardQuery) {
  return sql`websearch_to_tsquery('advert', ${query.q})`
}

/** Fit means: words in title and facts before words in the text, newest first in each; without words it is newest. */
function ordered(found: Fitting, query: BoardQuery): Fitting {
  if (query.sort === 'rate') found = found.orderBy(sql`day_rate_max desc nulls last`)
  if (query.sort === 'fit' && query.q) found = found.orderBy(sql`(head @@ ${words(query)}) desc`)
  return found.orderBy('first_seen_at', 'desc').orderBy('listing_id', 'desc')
}

async function pageOfIds(db: Db, query: BoardQuery, place: Place | undefined): Promise<number[]> {
  const rows = await ordered(fitting(db, query, place), query)
    .select('listing_id')
    .limit(PAGE_SIZE)
    .offset((query.page - 1) * PAGE_SIZE)
    .execute()
  return rows.map(row => row.listing_id)
}

async function loadRows(db: Db, ids: number[]): Promise<BoardRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<BoardRow>`
    select listing.id, listing.slug, listing.title, listing.card, listing.advertisers, listing.adverts,
           listing.first_seen_at as "firstSeenAt", listing.closes_at as "closesAt", listing_search.sample,
           array(select distinct source.name from posting join source on source.id = posting.source_id
                 where posting.listing_id = listing.id and posting.closed_at is null order by source.name) as sources
    from unnest(${ids}::bigint[]) with ordinality as wanted (id, place)
    join listing on listing.id = wanted.id
    join listing_search on listing_search.listing_id = listing.id
    order by wanted.place`.execute(db)
  return rows
}

function resolvePlace(query: BoardQuery): Place | undefined | 'unknown' {
  return query.place === '' ? undefined : (placeNear(query.place) ?? 'unknown')
}

function unknownPlace(query: BoardQuery): string {
  return `We do not know a place called “${query.place}”. Try a town, a county, a postcode district such as LS1, or leave it empty.`
}
