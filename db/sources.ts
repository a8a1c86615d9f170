// Sources: the places adverts come from, whether they are due, and how their last runs went.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { CrawlRun } from './crawl-runs.ts'
import { latestRuns } from './crawl-runs.ts'
import { inTransaction } from './database.ts'
import { lockOutSaves } from './locks.ts'
import type { CrawlOutcome, SourceOrigin, SourcePolicy } from './schema.ts'

export interface Source {
  id: string
  name: string
  connector: string
  settings: object
  policy: SourcePolicy
  origin: SourceOrigin
  crawlEveryMinutes: number
}

export interface SourceStatus extends Source {
  nextCrawlAt: Date
  pausedAt: Date | null
  pausedBecause: string | null
  /** Since when its runs look wrong or its host is gone, and why; and since when its adverts have left the search for that. */
  degradedAt: Date | null
  degradedBecause: string | null
  staleAt: Date | null
  /** Adverts of this source that are on the board now, and those the readers refused. */
  openPostings: number
  refused: number
  lastRun: CrawlRun | undefined
  /** However long ago. */
  lastCompleteAt: Date | null
  /** Newest first, at most ten. */
  runs: CrawlRun[]
}

/** Why a source that cannot be read without a key rests while there is none: nobody’s fault, and no news for visitors. */
export const WITHOUT_KEY = 'its key is not in the settings'

const COLUMNS = ['id', 'name', 'connector', 'settings', 'policy', 'origin', 'crawl_every_minutes as crawlEveryMinutes'] as const

const HAS_MOVED = sql<boolean>`(excluded.origin = 'sample' and source.settings is distinct from excluded.settings)`

/**
 * Adds sources and brings known ones up to date; a pause and the time of the next crawl are left as they are. But sample boards that are served
 * at another address than before are due at once, since until they are read every link to them is dead; and that all their adverts come
 * under other addresses then is no drift.
 */
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
        next_crawl_at: sql<Date>`case when ${HAS_MOVED} then now() else source.next_crawl_at end`,
        drift_accepted_at: sql<Date | null>`case when ${HAS_MOVED} then now() else source.drift_accepted_at end`,
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
    .select(
      sql<Date | null>`(
        select finished_at from crawl_run where source_id = source.id and outcome = 'complete' order by started_at desc limit 1)`.as(
        'lastCompleteAt',
      ),
    )
    .select(['degraded_at as degradedAt', 'degraded_because as degradedBecause', 'stale_at as staleAt'])
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

/** Suspect runs in a row after which a source is degraded. */
const MOST_SUSPECT = 3
/** A host name that is nobody's for so many days degrades its source, and pauses it a day later (D12). */
const UNREACHABLE_DAYS = 7

/** What a run's end says of its source: whether it is to be believed, and whether it is there at all. */
export async function noteOutcome(
  db: Db,
  id: string,
  { outcome, unknownHost, reason }: { outcome: CrawlOutcome; unknownHost: boolean; reason: string | null },
): Promise<void> {
  if (unknownHost) return noteUnreachable(db, id, reason ?? '')
  const isSound = outcome === 'complete'
  await sql`
    update source set unreachable_since = null,
      degraded_at = case when ${isSound} then null when odd.runs >= ${MOST_SUSPECT} then coalesce(degraded_at, now()) else degraded_at end,
      degraded_because = case when ${isSound} then null
        when odd.runs >= ${MOST_SUSPECT} then coalesce(degraded_because, ${`its last runs looked wrong: ${reason ?? ''}`}) else degraded_because end
    from (select count(*) filter (where outcome = 'suspect') as runs from (
      select outcome from crawl_run where source_id = ${id} order by started_at desc, id desc limit ${MOST_SUSPECT}) as last) as odd
    where source.id = ${id}`.execute(db)
  if (isSound) await backInSearch(db, id)
}

/**
 * A machine without a network finds no host at all, so a host counts as gone only where another source has answered within a day.
 */
async function noteUnreachable(db: Db, id: string, reason: string): Promise<void> {
  const days = (n: number) => sql<boolean>`coalesce(unreachable_since < now() - ${n}::int * interval '1 day', false) and others.answer`
  await sql`
    update source set unreachable_since = coalesce(unreachable_since, now()),
      degraded_at = case when ${days(UNREACHABLE_DAYS)} then coalesce(degraded_at, now()) else degraded_at end,
      degraded_because = case when ${days(UNREACHABLE_DAYS)} then coalesce(degraded_because, ${reason}) else degraded_because end,
      paused_at = case when ${days(UNREACHABLE_DAYS + 1)} then coalesce(paused_at, now()) else paused_at end,
      paused_because = case when ${days(UNREACHABLE_DAYS + 1)}
        then coalesce(paused_because, ${`${reason} It has been so for more than a week.`}) else paused_because end
    from (select exists (
      select from crawl_run join source as other on other.id = crawl_run.source_id
      where crawl_run.outcome in ('complete', 'partial') and crawl_run.finished_at > now() - interval '1 day'
        and other.origin not in ('sample', 'import') and other.id <> ${id}) as answer) as others
    where source.id = ${id}`.execute(db)
}

/** Its adverts are believed again: the linker puts the roles back into the search. */
async function backInSearch(db: Db, id: string): Promise<void> {
  const stale = await db.selectFrom('source').select('id').where('id', '=', id).where('stale_at', 'is not', null).executeTakeFirst()
  if (!stale) return
  await inTransaction(db, async trx => {
    await lockOutSaves(trx)
    await trx.updateTable('source').set({ stale_at: null }).where('id', '=', id).execute()
    await linkAgain(trx, id)
  })
}

/** The linker looks again at every open advert of a source. Only with saves locked out: a crawl locks the same adverts in another order. */
async function linkAgain(trx: Db, id: string): Promise<void> {
  await trx.updateTable('posting').set({ linked_at: null }).where('source_id', '=', id).where('closed_at', 'is', null).execute()
}

/** Degraded sources whose last complete run is this old have nothing to say about what is open. */
const STALE_DAYS = 14

/** Takes the adverts of sources that have been degraded for long out of the search; they stay open. @returns how many sources they are. */
export async function retireStaleSources(db: Db): Promise<number> {
  const isForgotten = sql<boolean>`degraded_at is not null and stale_at is null
    and coalesce((select max(finished_at) from crawl_run where source_id = source.id and outcome = 'complete'), created_at)
      < now() - ${STALE_DAYS}::int * interval '1 day'`
  const any = await db.selectFrom('source').select('id').where(isForgotten).executeTakeFirst()
  if (!any) return 0
  return inTransaction(db, async trx => {
    await lockOutSaves(trx)
    const { rows } = await sql<{ id: string }>`update source set stale_at = now() where ${isForgotten} returning id`.execute(trx)
    for (const { id } of rows) await linkAgain(trx, id)
    return rows.length
  })
}

/**
 * A person says that what a source shows now is right: only its runs from now on say what to expect of it, and it is read again at once.
 * @returns false where there is no such source.
 */
export async function acceptDrift(db: Db, id: string): Promise<boolean> {
  return inTransaction(db, async trx => {
    const done = await trx
      .updateTable('source')
      .set({ drift_accepted_at: sql<Date>`now()`, degraded_at: null, degraded_because: null, next_crawl_at: sql<Date>`now()` })
      .where('id', '=', id)
      .executeTakeFirst()
    // Pages whose adverts were doubted are to be read once more.
    await trx.deleteFrom('crawl_page').where('source_id', '=', id).execute()
    return done.numUpdatedRows > 0n
  })
}

/** The source is due until it has been read: whatever happens to the job that asks for it, the next tick asks again. */
export async function makeDue(db: Db, id: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ next_crawl_at: sql<Date>`least(next_crawl_at, now())` })
    .where('id', '=', id)
    .execute()
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
