// Listings that are new or changed, held against every saved search: what fits goes into the ledger.
import { inTransaction } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import {
  countTownsOnce,
  liveQueries,
  markSeeded,
  recentListings,
  retellMatches,
  saveMatches,
  takeMatchDue,
  takeUnseeded,
  wakeSearches,
} from '../db/matches.ts'
import type { Match, ToldRole } from '../db/matches.ts'
import type { News } from '../db/schema-alerts.ts'
import { findRows, matchingListings } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { matcherOf } from '../db/search-matches.ts'
import { NO_FILTER, parseQuery, whenNew } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Log } from '../log.ts'
import { whyMatched } from '../views/why.ts'

export interface MatchWorld {
  db: Db
  log: Log
}

export interface MatchCounts {
  listings: number
  matches: number
  /** Of what was told before and has changed. */
  again: number
  /** Alerts that were given the roles of the days before. */
  seeded: number
}

/** Listings held against the searches in one transaction: all searches are gone through for each batch, and twice the listings cost little more. */
const BATCH = 2_000

/** Matches written at once: some 10 MB with their words. */
const WRITTEN = 20_000

/** The first mail of an alert looks this far back, so that it is not empty; and shows at most this many roles. */
const SEED_DAYS = 7
const SEED_ROLES = 100

/** A ledger is seeded from the newest listings only; behind this many a week's news is an import, not news. */
const SEED_FROM = 5_000

/** Brings the ledger up to date. Killed at any point, the next call goes on where this one had committed. */
export async function matchDue({ db, log }: MatchWorld): Promise<MatchCounts> {
  const startedAt = performance.now()
  const counts: MatchCounts = { listings: 0, matches: 0, again: 0, seeded: 0 }
  while (await inTransaction(db, trx => matchBatch(trx, counts)));
  while (await inTransaction(db, trx => seedOne(trx, counts)));
  if (counts.listings > 0 || counts.seeded > 0)
    log.info('saved searches matched', { ...counts, ms: Math.round(performance.now() - startedAt) })
  return counts
}

/** The batch leaves match_due in the transaction that enters its matches: neither happens without the other. */
async function matchBatch(trx: Db, counts: MatchCounts): Promise<boolean> {
  const due = await takeMatchDue(trx, BATCH)
  if (due.size === 0) return false
  const rows = new Map((await findRows(trx, [...due.keys()])).map(row => [row.id, row]))
  const told = [...rows.values()].map(row => toldOf(row, due.get(row.id)))
  const unmailed = rows.size > 0 ? await matchAll(trx, rows, told, counts) : []
  await countTownsOnce(trx, [...rows.keys()])
  await wakeSearches(trx, unmailed)
  counts.listings += due.size
  return true
}

/**
 * Every running alert's query against these listings; words are made for the pairs that fit, and pairs written as they come.
 * @returns alerts that got some and never had a mail.
 */
async function matchAll(trx: Db, rows: Map<number, BoardRow>, told: ToldRole[], counts: MatchCounts): Promise<string[]> {
  const matcher = await matcherOf(trx, [...rows.keys()])
  const unmailed = new Set<string>()
  const write = async (matches: Match[]): Promise<void> => {
    counts.again += await retellMatches(trx, matches, told)
    const saved = await saveMatches(trx, matches, told)
    counts.matches += saved.added
    for (const id of saved.unmailed) unmailed.add(id)
  }
  let matches: Match[] = []
  for await (const saved of liveQueries(trx)) {
    const queries = saved.map(queryOf)
    for (const [n, ids] of (await matcher.match(queries)).entries()) {
      for (const id of ids) matches.push(matchOf(saved[n] ?? '', queries[n] ?? NO_FILTER, rows.get(id)))
      if (matches.length < WRITTEN) continue
      await write(matches)
      matches = []
    }
  }
  await write(matches)
  return [...unmailed]
}

/** Gives one alert the roles of the days before it, if it has not had them. */
export async function seedAlert(trx: Db, id: string): Promise<void> {
  await seedOne(trx, { listings: 0, matches: 0, again: 0, seeded: 0 }, id)
}

/**
 * Seeds one alert. Its confirmation was committed before, so a role that this does not see yet is held against the alert by a later
 * matchBatch(): between the two nothing is lost, and what both find is entered once.
 */
async function seedOne(trx: Db, counts: MatchCounts, only?: string): Promise<boolean> {
  const search = await takeUnseeded(trx, only)
  if (!search) return false
  // The newsletter has no roles of its own.
  if (search.query === '') {
    await markSeeded(trx, search.id)
    return true
  }
  const recent = await recentListings(trx, SEED_DAYS, SEED_FROM)
  const query = queryOf(search.query)
  const fitting = new Set(await matchingListings(trx, query, recent))
  const rows = await findRows(trx, recent.filter(id => fitting.has(id)).slice(0, SEED_ROLES))
  const matches = rows.map(row => matchOf(search.query, query, row))
  const told = rows.map(row => toldOf(row))
  counts.matches += (await saveMatches(trx, matches, told, search.id)).added
  await countTownsOnce(
    trx,
    rows.map(row => row.id),
    search.id,
  )
  await markSeeded(trx, search.id)
  counts.seeded += 1
  return true
}

function toldOf({ id, card: { dayRate } }: BoardRow, news: News = 'new'): ToldRole {
  if (!dayRate) return { listingId: id, rate: null, news }
  const { min, max, currency, basis } = dayRate
  return { listingId: id, rate: { min, max, currency, basis }, news }
}

function matchOf(saved: string, query: BoardQuery, row: BoardRow | undefined): Match {
  if (!row) throw new Error(`a listing was matched that was not asked about, by ${saved}`)
  return { query: saved, listingId: row.id, why: whyMatched(query, row.card) }
}

function queryOf(saved: string): BoardQuery {
  return whenNew(parseQuery(new URLSearchParams(saved)).query)
}
