// Crawl runs as people look at them: what runs now, what ran, and what each run was expected to find at its time.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { CrawlRun } from './crawl-runs.ts'
import type { Db } from './database.ts'

export interface RunOnRecord extends CrawlRun {
  sourceName: string
  heartbeatAt: Date
  /** The median of up to seven complete runs before it; null before the first. */
  expected: number | null
}

/** Runs under way, longest first. */
export async function runsUnderWay(db: Db): Promise<RunOnRecord[]> {
  const { rows } = await runs(sql`(select * from crawl_run where outcome = 'running')`, sql`run.started_at, run.id`).execute(db)
  return rows
}

/** The runs that ended last, of all sources, newest first. */
export async function endedRuns(db: Db, limit: number): Promise<RunOnRecord[]> {
  const ended = sql`(select * from crawl_run where outcome <> 'running' order by id desc limit ${limit})`
  const { rows } = await runs(ended, sql`run.finished_at desc, run.id desc`).execute(db)
  return rows
}

export async function findRun(db: Db, id: number): Promise<RunOnRecord | undefined> {
  const { rows } = await runs(sql`(select * from crawl_run where id = ${id})`, sql`run.id`).execute(db)
  return rows[0]
}

/** The last ended runs of every source, newest first, each with what was expected of it. */
export async function runHistories(db: Db, perSource: number): Promise<Map<string, RunOnRecord[]>> {
  const latest = sql`(select one.* from source as owner cross join lateral (
    select * from crawl_run where source_id = owner.id and outcome <> 'running' order by started_at desc limit ${perSource}) as one)`
  const { rows } = await runs(latest, sql`run.started_at desc`).execute(db)
  return Map.groupBy(rows, run => run.sourceId)
}

/** What changes the page of runs: when the last run ended, of the newest two hundred. One index look-up a second, however many watch. */
export async function lastEndedRun(db: Db): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select coalesce(max(finished_at)::text, '') as mark from (select finished_at from crawl_run order by id desc limit 200) as latest`.execute(
    db,
  )
  return rows[0]?.mark ?? ''
}

function runs(from: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<RunOnRecord> {
  return sql<RunOnRecord>`
    select run.id, run.source_id as "sourceId", source.name as "sourceName", run.started_at as "startedAt", run.heartbeat_at as "heartbeatAt",
           run.finished_at as "finishedAt", run.outcome, run.reason, run.pages, run.found, run.new, run.changed, run.unchanged, run.refused,
           run.bytes, run.flaws, expected.median as expected
    from ${from} as run join source on source.id = run.source_id
    cross join lateral (
      select percentile_cont(0.5) within group (order by found) as median
      from (select found from crawl_run as earlier where earlier.source_id = run.source_id and earlier.outcome = 'complete'
        and earlier.started_at < run.started_at
        and (source.drift_accepted_at is null or source.drift_accepted_at > run.started_at or earlier.began_at >= source.drift_accepted_at)
        order by started_at desc limit 7) as complete
    ) as expected
    order by ${order}`
}
