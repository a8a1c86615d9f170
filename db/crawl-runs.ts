// Crawl runs: the record of every attempt to read a source, and the lease that lets one attempt run at a time.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import type { CrawlOutcome } from './schema.ts'

export interface CrawlRun {
  id: number
  sourceId: string
  startedAt: Date
  finishedAt: Date | null
  outcome: CrawlOutcome
  reason: string | null
  pages: number
  /** Adverts the source showed. */
  found: number
  new: number
  changed: number
  unchanged: number
  /** Of `found`, those the readers refused. */
  refused: number
  bytes: number
  flaws: string[]
}

export interface RunCounts {
  pages: number
  found: number
  new: number
  changed: number
  unchanged: number
  refused: number
  bytes: number
}

/** A run without a heartbeat for this long belongs to a process that is gone (D10). */
const LEASE = sql`interval '2 minutes'`

/**
 * Opens the source's run, or returns undefined where one is already running anywhere.
 * A run whose process died is recorded as crashed first. The partial unique index decides between two that start at once.
 */
export async function openRun(db: Db, sourceId: string): Promise<number | undefined> {
  await closeStaleRuns(db)
  const run = await db
    .insertInto('crawl_run')
    .values({ source_id: sourceId })
    .onConflict(conflict => conflict.column('source_id').where('outcome', '=', 'running').doNothing())
    .returning('id')
    .executeTakeFirst()
  return run?.id
}

/** Records the runs whose process gave no sign for the length of a lease as crashed; those of other workers go on. */
export async function closeStaleRuns(db: Db): Promise<void> {
  await crash(db)
    .where('heartbeat_at', '<', sql<Date>`now() - ${LEASE}`)
    .execute()
}

/** Records every running run as crashed: for the start of an installation of which no other process is alive. */
export async function closeOrphanRuns(db: Db): Promise<void> {
  await crash(db).execute()
}

function crash(db: Db) {
  const end = { outcome: 'crashed', finished_at: sql<Date>`now()`, reason: 'the process that ran it ended' } as const
  return db.updateTable('crawl_run').set(end).where('outcome', '=', 'running')
}

/** Writes how far a run has come and renews its lease. @returns false where the lease was lost. */
export async function beatRun(db: Db, id: number, counts: RunCounts): Promise<boolean> {
  const done = await db
    .updateTable('crawl_run')
    .set({ ...counts, heartbeat_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('outcome', '=', 'running')
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export interface RunEnd extends RunCounts {
  outcome: Exclude<CrawlOutcome, 'running'>
  reason: string | null
  flaws: string[]
  /** When the source may be asked again at the earliest; null = at its usual time. */
  retryAt: Date | null
}

/** Closes a run and sets when its source is due next: on time after a run that got an answer, sooner after one that did not. */
export async function closeRun(db: Db, id: number, end: RunEnd): Promise<void> {
  const { retryAt: _, flaws, ...columns } = end
  await inTransaction(db, async trx => {
    const run = await trx
      .updateTable('crawl_run')
      .set({ ...columns, flaws: JSON.stringify(flaws), finished_at: sql<Date>`now()`, heartbeat_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('outcome', '=', 'running')
      .returning('source_id')
      .executeTakeFirst()
    if (run) await setNextCrawl(trx, run.source_id, end)
  })
}

async function setNextCrawl(db: Db, sourceId: string, { outcome, retryAt }: RunEnd): Promise<void> {
  const answered = outcome === 'complete' || outcome === 'partial' || outcome === 'suspect'
  const usual = answered ? sql<Date>`now() + crawl_every_minutes * interval '1 minute'` : sql<Date>`now() + interval '1 hour'`
  await db
    .updateTable('source')
    .set({ next_crawl_at: retryAt ? sql<Date>`greatest(${retryAt}::timestamptz, now())` : usual })
    .where('id', '=', sourceId)
    .execute()
}

/** How many pages of a source its runs have read since midnight UTC by the database's clock, and when the next such midnight is. */
export async function pagesToday(db: Db, sourceId: string): Promise<{ pages: number; nextDayAt: Date }> {
  const { rows } = await sql<{ pages: number; nextDayAt: Date }>`
    select coalesce(sum(pages), 0)::int as pages, date_trunc('day', now(), 'UTC') + interval '24 hours' as "nextDayAt"
    from crawl_run where source_id = ${sourceId} and started_at >= date_trunc('day', now(), 'UTC')`.execute(db)
  const [answer] = rows
  if (!answer) throw new Error(`no answer about the pages of “${sourceId}” today`)
  return answer
}

/** How many adverts a source usually shows: the median of its last seven complete runs; null before the third. */
export async function expectedCount(db: Db, sourceId: string): Promise<number | null> {
  const { rows } = await sql<{ expected: number | null; runs: number }>`
    select percentile_cont(0.5) within group (order by found) as expected, count(*)::int as runs
    from (select found from crawl_run where source_id = ${sourceId} and outcome = 'complete' order by started_at desc limit 7) as latest`.execute(
    db,
  )
  const [answer] = rows
  return answer && answer.runs >= 3 ? answer.expected : null
}

/** The newest runs of every source, newest first. */
export async function latestRuns(db: Db, perSource: number): Promise<CrawlRun[]> {
  const { rows } = await sql<CrawlRun>`
    select run.id, run.source_id as "sourceId", run.started_at as "startedAt", run.finished_at as "finishedAt", run.outcome, run.reason,
           run.pages, run.found, run.new, run.changed, run.unchanged, run.refused, run.bytes, run.flaws
    from source cross join lateral (
      select * from crawl_run where source_id = source.id order by started_at desc limit ${perSource}
    ) as run
    order by run.started_at desc`.execute(db)
  return rows
}
