// How adverts leave the board: unseen for long enough, said to be gone, past their own date, samples no longer wanted. By Postgres' clock,
// which is the only one. Every closing is written into the advert's history.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { bytesText } from './bytes.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import { expired, ITS_DATE_PASSED } from './postings.ts'

/**
 * Closes what a complete run no longer shows: unseen by this run and by the complete run before it, and for at least the source's
 * grace period. Call it only when a run of the source has just been closed as complete. @returns how many were closed.
 */
export async function closeUnseen(db: Db, sourceId: string): Promise<number> {
  return close(
    db,
    'no longer advertised',
    sql`source_id = ${sourceId}
      and last_seen_at < (
        select began_at from crawl_run where source_id = ${sourceId} and outcome = 'complete' order by started_at desc offset 1 limit 1)
      and last_seen_at <= now() - (select (policy ->> 'graceHours')::numeric * interval '1 hour' from source where id = ${sourceId})`,
  )
}

/** Closes adverts that the source says are gone. */
export async function closePostings(db: Db, sourceId: string, externalIds: string[], because: string): Promise<void> {
  if (externalIds.length > 0) await close(db, because, sql`source_id = ${sourceId} and external_id = any(${externalIds}::text[])`)
}

/** Signs that adverts are gone: the ids of some, or the pages that were theirs. */
export interface GoneSigns {
  externalIds: string[]
  pageKeys: Buffer[]
}

/**
 * Pages of adverts that are not there any more, or say that the advert is over. A host can be wrong about that for an hour, so the first sign
 * is only noted, and the same sign from a later run closes. Pages that gave one are asked for again. @returns how many adverts were closed.
 */
export async function noteGone(db: Db, sourceId: string, { externalIds, pageKeys }: GoneSigns, runBeganAt: Date): Promise<number> {
  if (externalIds.length + pageKeys.length === 0) return 0
  const keys = sql`${pageKeys.map(bytesText)}::bytea[]`
  const isTheirs = sql<boolean>`source_id = ${sourceId} and (external_id = any(${externalIds}::text[]) or page_key = any(${keys}))`
  return inTransaction(db, async trx => {
    await sql`delete from crawl_page where source_id = ${sourceId} and key = any(${keys})`.execute(trx)
    const closed = await close(trx, 'its page is gone', sql`${isTheirs} and gone_at < ${runBeganAt}::timestamptz`)
    await sql`update posting set gone_at = now() where closed_at is null and gone_at is null and ${isTheirs}`.execute(trx)
    return closed
  })
}

/** Closes adverts whose own closing date passed a day ago, but for those a crawl is saving. @returns how many. */
export async function closeExpired(db: Db): Promise<number> {
  return close(db, ITS_DATE_PASSED, isFree(expired('posting')))
}

/** An advert no crawl has shown for this long has had its day, even where a source shows only its newest and so is never read whole. */
const UNSEEN_DAYS = 30

/** Closes adverts that crawled sources have not shown for a month. What people imported is nobody's to show again. @returns how many. */
export async function closeForgotten(db: Db): Promise<number> {
  return close(
    db,
    'not seen for a month',
    isFree(
      sql`last_seen_at < now() - ${UNSEEN_DAYS}::int * interval '1 day' and source_id in (select id from source where origin <> 'import')`,
    ),
  )
}

/**
 * Of adverts that fit, those that nobody holds. What goes over all sources meets crawls, which lock adverts in another order: were it to wait
 * for one that waits for it, one of the two would be broken off. What is passed by closes an hour later.
 */
function isFree(which: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql`id in (select id from posting where closed_at is null and ${which} for no key update skip locked)`
}

/** The sample adverts leave the board and their sources rest: a real source delivers. Does nothing the second time. */
export async function retireSamples(db: Db, because: string): Promise<number> {
  return inTransaction(db, async trx => {
    await trx
      .updateTable('source')
      .set({ paused_at: sql<Date>`now()`, paused_because: because })
      .where('origin', '=', 'sample')
      .where('paused_at', 'is', null)
      .execute()
    return close(trx, because, sql`source_id in (select id from source where origin = 'sample')`)
  })
}

/** Closes what fits the condition and is open, and writes it into the history. @returns how many. */
async function close(db: Db, because: string, which: RawBuilder<boolean>): Promise<number> {
  const { numAffectedRows } = await sql`
    with shut as (
      update posting set closed_at = now(), closed_because = ${because}, linked_at = null where closed_at is null and ${which} returning id)
    insert into posting_version (posting_id, what, new) select id, 'closed', to_jsonb(${because}::text) from shut`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
