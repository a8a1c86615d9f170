// The board's question to Postgres: which live roles fit a query, in which order, how many. Board, feed, export and alert ask here.
import type { ContractCard } from '../listings/card.ts'
import { writeCursor } from '../listings/cursor.ts'
import type { Position } from '../listings/cursor.ts'
import type { Counts, Facets, MedianRate, RateSpread } from '../listings/facets.ts'
import { agencyKey } from '../listings/board-facts.ts'
import { oneWordAlone, withWordsAsPlace, withoutOneWord } from '../listings/fewer-words.ts'
import { activeFilters, rateSpread } from '../listings/facets.ts'
import type { Question } from '../listings/match-index.ts'
import { firstPage, NO_FILTER, PAGE_SIZE } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { fetchLines } from './board-lines.ts'
import type { Db } from './database.ts'
import { ask } from './search-asked.ts'
import type { Asked } from './search-asked.ts'
import { countsInSql } from './search-facets.ts'
import { indexOf } from './search-index.ts'
import type { KeptIndex } from './search-index.ts'
import { countInSql, matchInSql, orderInSql, ratesInSql } from './search-sql.ts'
import { MOST_COUNTED, reckonInSql, totalInSql } from './search-totals.ts'

/** A line of the board. Its card says what was read and not where: the evidence is with the listing. */
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
  /** How many roles fit. */
  total: number
  /** Whether they are counted; else the total is about right, rounded to two figures and never below what pages by number have shown. */
  isTotalExact: boolean
  /** The place of the first row among all, from 1; null where only a cursor leads here and no index counts. */
  first: number | null
  /** The next page's number; null on the last, past LAST_PAGE, and after a cursor. */
  next: number | null
  /** For `after`: the rows after these, whatever comes or goes meanwhile; null on the last page. */
  nextCursor: string | null
  /** Exact counts of every choice, where they were asked for; null on a board of very many roles while the index loads. */
  facets: Facets | null
  /** What the roles that fit pay; null without counts, and where none states a rate. */
  medianRate: MedianRate | null
  /** False where no role could ever fit, which a remark explains: a place nobody knows, words without a word. */
  isPossible: boolean
  /** What about the query could not be done, in sentences; of companies that nobody knows only where an index has them at hand. */
  remarks: string[]
}

export interface SearchOptions {
  /** Count every choice of every filter too: a millisecond with an index, a hundred without one on a board of a hundred thousand roles. */
  facets?: boolean
  /** What "within" is counted back from. */
  now?: Date
  /** Live roles up to which Postgres counts what fits while no index answers. */
  mostCounted?: number
}

/**
 * One page of the live roles that fit. The index in memory answers if keepIndex() keeps one for this pool, Postgres if not; both give
 * the same rows, totals and counts. Of a board too large for Postgres to count, it gives no counts, and totals that are about right. A
 * place the gazetteer does not know finds nothing, and a remark says so.
 */
export async function searchBoard(
  db: Db,
  query: BoardQuery,
  { facets = false, now = new Date(), mostCounted = MOST_COUNTED }: SearchOptions = {},
): Promise<Found> {
  const asked = await ask(db, query, now)
  if (typeof asked === 'string') return { ...NOTHING_FOUND, remarks: [asked] }
  const kept = indexOf(db)
  const { total, isTotalExact, page, first, more, counts, strangers } = await (kept
    ? askIndex(kept, asked, facets)
    : askSql(db, asked, { facets, mostCounted }))
  const last = page.at(-1)
  return {
    rows: await findRows(
      db,
      page.map(row => row.id),
    ),
    total,
    isTotalExact,
    first: page.length > 0 ? first : null,
    next: more && query.after === '' ? query.page + 1 : null,
    nextCursor: more && last ? writeCursor(query.sort, last) : null,
    facets: counts?.facets ?? null,
    medianRate: counts?.medianRate ?? null,
    isPossible: true,
    remarks: strangers.length > 0 ? [`No company on the board is called ${strangers.map(name => `“${name}”`).join(' or ')} just now.`] : [],
  }
}

/** What is found where nothing could be. */
export const NOTHING_FOUND: Found = {
  rows: [],
  total: 0,
  isTotalExact: true,
  first: null,
  next: null,
  nextCursor: null,
  facets: null,
  medianRate: null,
  isPossible: false,
  remarks: [],
}

interface Answered extends Total {
  page: Position[]
  first: number | null
  more: boolean
  counts: Counts | null
  /** Companies to leave out that have no role on the board, where that is at hand. */
  strangers: string[]
}

async function askIndex(kept: KeptIndex, asked: Asked, facets: boolean): Promise<Answered> {
  // Taken before anything is waited for: it may be lost meanwhile, and is then no older than the question.
  const { index } = kept
  const question = await questionOf(kept, asked)
  const { total, rows, before, more } = index.search(question)
  const strangers = asked.query.notAgency.filter(name => !index.isAdvertiser(agencyKey(name)))
  return { total, isTotalExact: true, page: rows, first: before + 1, more, counts: facets ? index.counts(question) : null, strangers }
}

async function questionOf(kept: KeptIndex, { words, ...asked }: Asked): Promise<Question> {
  return { ...asked, text: words && (await kept.words(words)) }
}

async function askSql(db: Db, asked: Asked, { facets, mostCounted }: { facets: boolean; mostCounted: number }): Promise<Answered> {
  const { query, after } = asked
  const skip = after ? 0 : (query.page - 1) * PAGE_SIZE
  const counts = facets ? await countsInSql(db, asked, mostCounted) : undefined
  const counted = facets ? counts?.total : await totalInSql(db, asked, mostCounted)
  const isExact = counted !== undefined
  const total = counted ?? (await reckonInSql(db, asked))
  const found = await orderInSql(db, asked, { skip, most: PAGE_SIZE + 1, total, isExact, ids: counts?.ids })
  return {
    ...(isExact ? { total, isTotalExact: true } : await mendTotal(db, asked, { reckoned: total, skip, found: found.length })),
    page: found.slice(0, PAGE_SIZE),
    first: after ? null : skip + 1,
    more: found.length > PAGE_SIZE,
    counts: counts ?? null,
    strangers: [],
  }
}

type Total = Pick<Found, 'total' | 'isTotalExact'>

/** What was reckoned, mended by what is shown: the last page says how many there are, and behind the last they are counted after all. */
async function mendTotal(
  db: Db,
  asked: Asked,
  { reckoned, skip, found }: { reckoned: number; skip: number; found: number },
): Promise<Total> {
  const seen = skip + found
  if (found > PAGE_SIZE || (asked.after && found > 0)) return { total: twoFigures(Math.max(reckoned, seen)), isTotalExact: false }
  const isAll = !asked.after && (found > 0 || skip === 0)
  return { total: isAll ? seen : await countInSql(db, asked), isTotalExact: true }
}

/** Rounded up, so that it is not below what was seen. */
function twoFigures(number: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1)
  return Math.ceil(number / unit) * unit
}

/** Rows an export holds at most; a spreadsheet of more is not read by anybody. */
const EXPORT_LIMIT = 5_000

/** All live roles that fit, in order, a batch at a time. */
export async function* exportBoard(db: Db, query: BoardQuery): AsyncGenerator<BoardRow> {
  const asked = await ask(db, firstPage(query), new Date())
  if (typeof asked === 'string') return
  const ids = (await orderInSql(db, asked, { skip: 0, most: EXPORT_LIMIT, total: await countInSql(db, asked) })).map(row => row.id)
  for (let from = 0; from < ids.length; from += 500) yield* await findRows(db, ids.slice(from, from + 500))
}

/** Of these listings, the live ones that a query fits. An alert asks this, so that it can never disagree with the board. */
export async function matchingListings(db: Db, query: BoardQuery, listingIds: number[], now = new Date()): Promise<number[]> {
  if (listingIds.length === 0) return []
  const asked = await ask(db, query, now)
  return typeof asked === 'string' ? [] : matchInSql(db, asked, listingIds)
}

export interface Widening {
  /** The filter left out; 'q' where it is only one of its words. */
  dropped: keyof BoardQuery
  /** The one word or phrase that is left out, or asked for as the place of `query`, or left alone as its words; '' where all of a filter is left out. */
  word: string
  query: BoardQuery
  total: number
}

/** Queries counted for one that finds nothing. */
const MOST_TRIED = 12

/**
 * For a query that finds nothing: what leaving out one filter or one word would find, or asking for a word as a place. Places first, then
 * words, then filters, most first; what would not help is not named.
 */
export async function widenings(db: Db, query: BoardQuery): Promise<Widening[]> {
  const asked = firstPage(query)
  const words = [...withWordsAsPlace(asked), ...withoutOneWord(asked)].map(({ words, query }) => ({
    word: words,
    dropped: 'q' as const,
    query,
  }))
  const filters = droppable(query).map(fields => {
    const wider = { ...asked, ...Object.fromEntries(fields.map(field => [field, NO_FILTER[field]])) }
    return { word: '', dropped: fields[0], query: wider }
  })
  const tried = [...words.slice(0, Math.max(0, MOST_TRIED - filters.length)), ...filters]
  const found = await findingSomething(db, tried)
  // Where no one word is one too many, each by itself is better than none.
  const alone = found.some(({ word }) => word !== '')
    ? []
    : oneWordAlone(asked).map(({ words, query }) => ({ word: words, dropped: 'q' as const, query }))
  found.push(...(await findingSomething(db, alone.slice(0, Math.max(0, MOST_TRIED - tried.length)))))
  const rank = ({ word, query: { place } }: Widening): number => (word === '' ? 2 : place === query.place ? 1 : 0)
  return found.sort((a, b) => rank(a) - rank(b) || b.total - a.total)
}

async function findingSomething(db: Db, tried: readonly Omit<Widening, 'total'>[]): Promise<Widening[]> {
  const counted = await Promise.all(tried.map(async one => ({ ...one, total: await countBoard(db, one.query) })))
  return counted.filter(one => one.total > 0)
}

/** The fields of a query that can be left out, those that only make sense together in one. */
function droppable(query: BoardQuery): [keyof BoardQuery, ...(keyof BoardQuery)[]][] {
  const words = (['q', 'notAgency', 'notWords'] as const).filter(field => query[field].length > 0)
  const filters = activeFilters(query).map(filter => (filter === 'term' ? (['termMin', 'termMax'] as const) : ([filter] as const)))
  return [...words.map(field => [field] as const), ...filters].map(([first, ...others]) => [first, ...others])
}

/** Why a query can find nothing whatever is advertised, in a sentence; undefined where it can find something. */
export async function whyNothing(db: Db, query: BoardQuery): Promise<string | undefined> {
  const asked = await ask(db, query, new Date())
  return typeof asked === 'string' ? asked : undefined
}

/** How many live roles fit. */
export async function countBoard(db: Db, query: BoardQuery): Promise<number> {
  const asked = await ask(db, query, new Date())
  if (typeof asked === 'string') return 0
  const kept = indexOf(db)
  return kept ? kept.index.count(await questionOf(kept, asked)) : countInSql(db, asked)
}

/** What the live roles that fit pay, of those that state a day rate; null where those are too few to tell. */
export async function ratesOf(db: Db, query: BoardQuery): Promise<RateSpread | null> {
  const asked = await ask(db, query, new Date())
  if (typeof asked === 'string') return null
  const kept = indexOf(db)
  return rateSpread(kept ? kept.index.rates(await questionOf(kept, asked)) : await ratesInSql(db, asked))
}

/** Rows of these listings in the order of the ids; of roles that have closed, none. */
export async function findRows(db: Db, ids: readonly number[]): Promise<BoardRow[]> {
  const kept = indexOf(db)
  if (kept) return kept.lines(ids)
  const rows = await fetchLines(db, ids)
  return ids.flatMap(id => rows.get(id) ?? [])
}
