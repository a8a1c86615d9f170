// Facts every page of the board shows and few changes alter: kept for as long as the index of live roles says that nothing changed.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { indexOf } from './search-index.ts'

/** A number that changes with every change of the live roles; undefined while nobody tells this process of them. */
export function boardVersion(db: Db): number | undefined {
  return indexOf(db)?.version
}

interface Kept {
  version: number
  value: Promise<unknown>
}

/** Answers by what asks, once per state of the board; without an index, every time. */
function perVersion<T>(read: (db: Db) => Promise<T>): (db: Db) => Promise<T> {
  const kept = new WeakMap<object, Kept>()
  return db => {
    const version = boardVersion(db)
    if (version === undefined) return read(db)
    const known = kept.get(db)
    if (known?.version === version) return known.value as Promise<T> // what this very function put there
    const value = read(db)
    kept.set(db, { version, value })
    value.catch(() => kept.delete(db))
    return value
  }
}

const MINUTE_MS = 60_000

/** Answers that no change of the board tells of, asked for once a minute; by whoever keeps no index (a command, a worker) every time. */
function perMinute<T>(read: (db: Db) => Promise<T>): (db: Db) => Promise<T> {
  const kept = new WeakMap<object, { at: number; value: Promise<T> }>()
  return db => {
    if (indexOf(db) === undefined) return read(db)
    const known = kept.get(db)
    if (known && performance.now() - known.at < MINUTE_MS) return known.value
    const value = read(db)
    kept.set(db, { at: performance.now(), value })
    value.catch(() => kept.delete(db))
    return value
  }
}

/** Names of the sources that have roles on the board, by id. */
export const sourceNames = perVersion(async (db): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from source order by id`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
})

/** Whether any live role is a sample: what every page must know, without counting the board. */
export const hasSamples = perVersion(async (db): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`select exists (select from listing_search where sample) as found`.execute(db)
  return rows[0]?.found ?? false
})

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

/** Nothing is counted that the index of live roles or the last minute knows, so that it costs the same whatever the board holds. */
export async function boardState(db: Db): Promise<BoardState> {
  const { rows } = await sql<Pick<BoardState, 'lastCrawlAt' | 'running'>>`
    select (select max(finished_at) from crawl_run where outcome in ('complete', 'partial', 'imported')) as "lastCrawlAt",
           array(select name from crawl_run join source on source.id = source_id where outcome = 'running' order by name) as running`.execute(
    db,
  )
  const [state] = rows
  if (!state) throw new Error('the state of the board came back empty')
  return { ...state, ...(await roleCounts(db)), refused: await countRefused(db) }
}

/** The index of live roles knows how many there are; it is told of each change, and so of those that are samples. */
async function roleCounts(db: Db): Promise<Pick<BoardState, 'live' | 'samples'>> {
  const live = indexOf(db)?.index.size
  if (live !== undefined && !(await hasSamples(db))) return { live, samples: 0 }
  const { rows } = await sql<Pick<BoardState, 'live' | 'samples'>>`
    select count(*) as live, count(*) filter (where sample) as samples from listing_search`.execute(db)
  return rows[0] ?? { live: 0, samples: 0 }
}

/** Adverts in the rejection record: half of all adverts, and so counted once a minute and server. */
const countRefused = perMinute(async (db): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from posting where refusal is not null and rescued_at is null and takedown_id is null`.execute(db)
  return rows[0]?.count ?? 0
})

/** Whether any source is being crawled now. */
export async function isCrawling(db: Db): Promise<boolean> {
  const { rows } = await sql`select from crawl_run where outcome = 'running' limit 1`.execute(db)
  return rows.length > 0
}

/** When a crawl last brought an answer; undefined before the first. */
export async function lastCrawlAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(finished_at) as at from crawl_run where outcome in ('complete', 'partial')`.execute(db)
  return rows[0]?.at ?? undefined
}
