// Crawl runs: the record of every attempt to read a source, and the lease that lets one attempt run at a time.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import type { CrawlOutcome } from './schema.ts'
import type { RunShape } from './schema-crawls.ts'

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

/** A run without a heartbeat for this long belongs to a process that is gone (D10); the beats come every ten seconds. */
export const LEASE_SECONDS = 60
const LEASE = sql`${LEASE_SECONDS}::int * interval '1 second'`

/** What was begun longer ago is not gone on with: most of what it had read would be old. */
const CONTINUED_FOR = sql`interval '36 hours'`

export interface OpenRun {
  id: number
  /** The first of the runs that this one goes on with; itself where it begins anew. */
  chain: number
  /** When the first of them began, by Postgres. */
  beganAt: Date
}

/**
 * Opens the source's run, or returns undefined where one is already running anywhere. A run whose process died is recorded as crashed first;
 * what a crashed or stopped run had read is not read again. The partial unique index decides between two that start at once.
 */
export async function openRun(db: Db, sourceId: string): Promise<OpenRun | undefined> {
  await closeStaleRuns(db)
  const { rows } = await sql<OpenRun>`
    insert into crawl_run (source_id, continues, began_at)
    select ${sourceId}, before.chain, coalesce(before.began_at, now())
    from (select) as one left join lateral (
      select coalesce(last.continues, last.id) as chain, last.began_at from (
        select * from crawl_run where source_id = ${sourceId} order by started_at desc, id desc limit 1) as last
      where (last.unfinished or last.outcome = 'crashed') and last.began_at > now() - ${CONTINUED_FOR}) as before on true
    on conflict (source_id) where outcome = 'running' do nothing
    returning id, coalesce(continues, id) as chain, began_at as "beganAt"`.execute(db)
  return rows[0]
}

/** The run that holds a source's lease: when it began, and for how long its process has given no sign, seconds by Postgres. */
export async function runningRun(db: Db, sourceId: string): Promise<{ id: number; startedAt: Date; silentSeconds: number } | undefined> {
  return db
    .selectFrom('crawl_run')
    .select(['id', 'started_at as startedAt', sql<number>`extract(epoch from now() - heartbeat_at)::float`.as('silentSeconds')])
    .where('source_id', '=', sourceId)
    .where('outcome', '=', 'running')
    .executeTakeFirst()
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
  /** When the source may be asked again at the earliest, milliseconds from now; null = at its usual time. */
  retryInMs: number | null
  /** It was stopped before it had asked for everything. */
  unfinished?: boolean
  shape?: RunShape
}

/** Closes a run and sets when its source is due next: on time after a run that got an answer, sooner after one that did not. */
export async function closeRun(db: Db, id: number, end: RunEnd): Promise<void> {
  const { retryInMs: _, flaws, shape, ...columns } = end
  await inTransaction(db, async trx => {
    const run = await trx
      .updateTable('crawl_run')
      .set({ ...columns, flaws: JSON.stringify(flaws), finished_at: sql<Date>`now()`, heartbeat_at: sql<Date>`now()` })
      .set(shape ? { shape: JSON.stringify(shape) } : {})
      .where('id', '=', id)
      .where('outcome', '=', 'running')
      .returning('source_id')
      .executeTakeFirst()
    if (run) await setNextCrawl(trx, run.source_id, end)
  })
}

async function setNextCrawl(db: Db, sourceId: string, { outcome, retryInMs }: RunEnd): Promise<void> {
  const answered = outcome === 'complete' || outcome === 'partial' || outcome === 'suspect'
  const usual = answered ? sql<Date>`now() + crawl_every_minutes * interval '1 minute'` : sql<Date>`now() + interval '1 hour'`
  const named = sql<Date>`now() + ${Math.max(retryInMs ?? 0, 0)}::float * interval '1 millisecond'`
  await db
    .updateTable('source')
    .set({ next_crawl_at: retryInMs === null ? usual : named })
    .where('id', '=', sourceId)
    .execute()
}

/** How many pages of a source its runs have read since midnight UTC by the database's clock, and how far off the next such midnight is. */
export async function pagesToday(db: Db, sourceId: string): Promise<{ pages: number; nextDayInMs: number }> {
  const { rows } = await sql<{ pages: number; nextDayInMs: number }>`
    select coalesce(sum(pages), 0)::int as pages,
      extract(epoch from date_trunc('day', now(), 'UTC') + interval '24 hours' - now())::float * 1000 as "nextDayInMs"
    from crawl_run where source_id = ${sourceId} and started_at >= date_trunc('day', now(), 'UTC')`.execute(db)
  const [answer] = rows
  if (!answer) throw new Error(`no answer about the pages of “${sourceId}” today`)
  return answer
}

export interface Baseline {
  /** How many adverts the source usually shows: the median of its last seven complete runs; null before the first. */
  expected: number | null
  /** What those runs read usually looked like: shares of the adverts that had each field, and of the commonest title. */
  shares: Record<'title' | 'url' | 'pay' | 'location' | 'sameTitle', number> | undefined
  /** It has shown adverts before. */
  hasAdverts: boolean
  /** A person said that what it shows is right, and no complete run has said since what that is. */
  isAccepted: boolean
}

/** What a source's complete runs have shown since a person last said that it is right as it is. */
export async function baselineOf(db: Db, sourceId: string): Promise<Baseline> {
  const share = (field: string) => sql`(avg((shape ->> ${field})::float / (shape ->> 'read')::float))::float`
  const { rows } = await sql<Baseline>`
    select percentile_cont(0.5) within group (order by found) as expected,
      case when count(shape) > 0 then jsonb_build_object('title', ${share('title')}, 'url', ${share('url')}, 'pay', ${share('pay')},
        'location', ${share('location')}, 'sameTitle', ${share('sameTitle')}) end as shares,
      exists (select from posting where source_id = ${sourceId}) as "hasAdverts",
      count(*) = 0 and (select drift_accepted_at is not null from source where id = ${sourceId}) as "isAccepted"
    from (
      select found, case when (shape ->> 'read')::int >= 10 then shape end as shape from crawl_run
      where source_id = ${sourceId} and outcome = 'complete'
        and began_at >= coalesce((select drift_accepted_at from source where id = ${sourceId}), '-infinity')
      order by started_at desc limit 7) as latest`.execute(db)
  const [row] = rows
  if (!row) throw new Error(`no answer about what “${sourceId}” usually shows`)
  return { ...row, shares: row.shares ?? undefined }
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
