// Sources: the places adverts come from, whether they are due, and how their last runs went.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { CrawlRun } from './crawl-runs.ts'
import { latestRuns } from './crawl-runs.ts'
import type { SourceOrigin, StoredPolicy } from './schema.ts'

export interface Source {
  id: string
  name: string
  connector: string
  settings: object
  policy: StoredPolicy
  origin: SourceOrigin
  crawlEveryMinutes: number
}

export interface SourceStatus extends Source {
  nextCrawlAt: Date
  pausedAt: Date | null
  pausedBecause: string | null
  /** Adverts of this source that are on the board now, and those the readers refused. */
  openPostings: number
  refused: number
  lastRun: CrawlRun | undefined
  lastCompleteAt: Date | null
  /** Newest first, at most ten. */
  runs: CrawlRun[]
}

const COLUMNS = ['id', 'name', 'connector', 'settings', 'policy', 'origin', 'crawl_every_minutes as crawlEveryMinutes'] as const

/** Adds sources and brings known ones up to date; a pause and the time of the next crawl are left as they are. */
export async function saveSources(db: Db, sources: Source[]): Promise<void> {
  if (sources.length === 0) return
  const rows = sources.map(source => ({
    id: source.id,
    name: source.name,
    connector: source.connector,
    settings: JSON.stringify(source.settings),
    policy: JSON.stringify(source.policy),
    origin: source.origin,
    crawl_every_minutes: source.crawlEveryMinutes,
  }))
  await db
    .insertInto('source')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('id').doUpdateSet(row => ({
        name: row.ref('excluded.name'),
        connector: row.ref('excluded.connector'),
        settings: row.ref('excluded.settings'),
        policy: row.ref('excluded.policy'),
        crawl_every_minutes: row.ref('excluded.crawl_every_minutes'),
      })),
    )
    .execute()
}

export async function findSource(db: Db, id: string): Promise<Source | undefined> {
  return db.selectFrom('source').select(COLUMNS).where('id', '=', id).executeTakeFirst()
}

/** Ids of the sources that should be crawled now, longest waiting first. Imported ones have nowhere to be crawled from. */
export async function dueSources(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('source')
    .select('id')
    .where('paused_at', 'is', null)
    .where('origin', '!=', 'import')
    .where('next_crawl_at', '<=', sql<Date>`now()`)
    .orderBy('next_crawl_at')
    .execute()
  return rows.map(row => row.id)
}

/** When the first source of an origin was stored; undefined where there is none. */
export async function originSince(db: Db, origin: SourceOrigin): Promise<Date | undefined> {
  const first = await db
    .selectFrom('source')
    .select('created_at')
    .where('origin', '=', origin)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return first?.created_at
}

export async function listSources(db: Db): Promise<SourceStatus[]> {
  const rows = await db
    .selectFrom('source')
    .select(COLUMNS)
    .select(['next_crawl_at as nextCrawlAt', 'paused_at as pausedAt', 'paused_because as pausedBecause'])
    .orderBy(sql`(origin = 'sample')`)
    .orderBy('name')
    .execute()
  const [counts, runs] = [await countPostings(db), await latestRuns(db, 10)]
  return rows.map(row => {
    const own = runs.filter(run => run.sourceId === row.id)
    return {
      ...row,
      openPostings: counts.get(row.id)?.open ?? 0,
      refused: counts.get(row.id)?.refused ?? 0,
      lastRun: own[0],
      lastCompleteAt: own.find(run => run.outcome === 'complete')?.finishedAt ?? null,
      runs: own,
    }
  })
}

async function countPostings(db: Db): Promise<Map<string, { open: number; refused: number }>> {
  const rows = await db
    .selectFrom('posting')
    .select(['source_id', sql<number>`count(*) filter (where refusal is null or rescued_at is not null)`.as('open')])
    .select(sql<number>`count(*) filter (where refusal is not null and rescued_at is null)`.as('refused'))
    .where('closed_at', 'is', null)
    .where('takedown_id', 'is', null)
    .groupBy('source_id')
    .execute()
  return new Map(rows.map(row => [row.source_id, row]))
}

/** @returns false where there is no such source. */
export async function pauseSource(db: Db, id: string, because: string): Promise<boolean> {
  const done = await db
    .updateTable('source')
    .set({ paused_at: sql<Date>`coalesce(paused_at, now())`, paused_because: because })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Pauses those of these sources that are not paused yet. */
export async function pauseAwake(db: Db, ids: string[], because: string): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('source')
    .set({ paused_at: sql<Date>`now()`, paused_because: because })
    .where('id', 'in', ids)
    .where('paused_at', 'is', null)
    .execute()
}

/** The source is due at once. @returns false where there is no such source. */
export async function resumeSource(db: Db, id: string): Promise<boolean> {
  const done = await db
    .updateTable('source')
    .set({ paused_at: null, paused_because: null, next_crawl_at: sql<Date>`now()` })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** A source that was paused for `because`, and for nothing else, is due again. */
export async function resumeOf(db: Db, id: string, because: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ paused_at: null, paused_because: null, next_crawl_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('paused_because', '=', because)
    .execute()
}

/** Sources of an origin that the installation no longer wants (samples switched off) are paused, not deleted. */
export async function pauseOrigin(db: Db, origin: SourceOrigin, because: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ paused_at: sql<Date>`now()`, paused_because: because })
    .where('origin', '=', origin)
    .where('paused_at', 'is', null)
    .execute()
}

/** Sources of an origin that were paused for `because` are wanted again. */
export async function resumeOrigin(db: Db, origin: SourceOrigin, because: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ paused_at: null, paused_because: null, next_crawl_at: sql<Date>`now()` })
    .where('origin', '=', origin)
    .where('paused_because', '=', because)
    .execute()
}
