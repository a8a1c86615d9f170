// Listings that are new or changed, held against every saved search: what fits goes into the ledger.
import { inTransaction } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import { liveQueries, markSeeded, recentListings, saveMatches, takeMatchDue, takeUnseeded } from '../db/matches.ts'
import type { Match } from '../db/matches.ts'
import { findRows, matchingListings } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { parseQuery } from '../listings/query.ts'
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
  /** Alerts that were given the roles of the days before. */
  seeded: number
}

/** Listings held against the searches in one transaction: enough to make the question per query worth asking, few enough to repeat. */
const BATCH = 500

/** The first mail of an alert looks this far back, so that it is not empty; and shows at most this many roles. */
const SEED_DAYS = 7
const SEED_ROLES = 100

/** A ledger is seeded from the newest listings only; behind this many a week's news is an import, not news. */
const SEED_FROM = 5_000

/** Brings the ledger up to date. Killed at any point, the next call goes on where this one had committed. */
export async function matchDue({ db, log }: MatchWorld): Promise<MatchCounts> {
  const startedAt = performance.now()
  const counts: MatchCounts = { listings: 0, matches: 0, seeded: 0 }
  while (await inTransaction(db, trx => matchBatch(trx, counts)));
  while (await inTransaction(db, trx => seedOne(trx, counts)));
  if (counts.listings > 0 || counts.seeded > 0)
    log.info('saved searches matched', { ...counts, ms: Math.round(performance.now() - startedAt) })
  return counts
}

/** The batch leaves match_due in the transaction that enters its matches: neither happens without the other. */
async function matchBatch(trx: Db, counts: MatchCounts): Promise<boolean> {
  const due = await takeMatchDue(trx, BATCH)
  if (due.length === 0) return false
  const rows = new Map((await findRows(trx, due)).map(row => [row.id, row]))
  for (const query of rows.size > 0 ? await liveQueries(trx) : [])
    counts.matches += await saveMatches(trx, query, await matchesOf(trx, queryOf(query), rows))
  counts.listings += due.length
  return true
}

/**
 * Seeds one alert. Its confirmation was committed before, so a role that this does not see yet is held against the alert by a later
 * matchBatch(): between the two nothing is lost, and what both find is entered once.
 */
async function seedOne(trx: Db, counts: MatchCounts): Promise<boolean> {
  const search = await takeUnseeded(trx)
  if (!search) return false
  const recent = await recentListings(trx, SEED_DAYS, SEED_FROM)
  const query = queryOf(search.query)
  const fitting = new Set(await matchingListings(trx, query, recent))
  const rows = await findRows(trx, recent.filter(id => fitting.has(id)).slice(0, SEED_ROLES))
  counts.matches += await saveMatches(
    trx,
    search.query,
    rows.map(row => matchOf(query, row)),
    search.id,
  )
  await markSeeded(trx, search.id)
  counts.seeded += 1
  return true
}

async function matchesOf(trx: Db, query: BoardQuery, rows: Map<number, BoardRow>): Promise<Match[]> {
  const ids = await matchingListings(trx, query, [...rows.keys()])
  return ids.flatMap(id => {
    const row = rows.get(id)
    return row ? [matchOf(query, row)] : []
  })
}

function matchOf(query: BoardQuery, row: BoardRow): Match {
  return { listingId: row.id, why: whyMatched(query, row.card) }
}

function queryOf(saved: string): BoardQuery {
  return parseQuery(new URLSearchParams(saved)).query
}
