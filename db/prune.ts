// Rows that have done their duty. Every function may be called at any time and returns how many it took away.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from './database.ts'
import { PAST_DAYS } from './search-rows.ts'

/** Jumps of the clock, and ticks: one is remembered long enough that no clock is so wrong as to ask for it again. */
export async function pruneTicks(db: Db): Promise<number> {
  await sql`delete from clock_jump where at < now() - interval '90 days'`.execute(db)
  return count(db, sql`delete from clock_tick where at < now() - interval '2 days'`)
}

/**
 * Alerts that nobody confirmed in seven days or that were stopped ninety days ago, with their record of consent, questions and links;
 * questions older than the caps that count them; links that opened nothing any more for a month; subscribers without any alert.
 */
export async function pruneAlerts(db: Db): Promise<number> {
  // A question asked again keeps the search, for its link works for seven days of its own.
  const searches = await count(
    db,
    sql`delete from saved_search s where s.confirmed_at is null and s.created_at < now() - interval '7 days'
      and not exists (select 1 from confirmation c where c.saved_search_id = s.id
        and coalesce(c.sent_at, c.asked_at) > now() - interval '7 days')`,
  )
  const stopped = await count(db, sql`delete from saved_search where stopped_at < now() - interval '90 days'`)
  await count(db, sql`delete from mail_token where coalesce(used_at, expires_at) < now() - interval '30 days'`)
  await count(
    db,
    sql`delete from confirmation
    where coalesce(sent_at, asked_at) < now() - case when still then interval '60 days' else interval '30 days' end`,
  )
  await count(db, sql`delete from subscriber u where not exists (select 1 from saved_search s where s.subscriber_id = u.id)`)
  return searches + stopped
}

/** Crawls on record of each source; a year and more of daily ones. */
const RUNS_KEPT = 500

export async function pruneRuns(db: Db): Promise<number> {
  return count(
    db,
    sql`delete from crawl_run where outcome <> 'running' and id in (
      select id from (select id, row_number() over (partition by source_id order by started_at desc) as age from crawl_run) as run
      where age > ${RUNS_KEPT})`,
  )
}

/** Closed roles that no back-test looks at any more. */
export async function prunePast(db: Db): Promise<number> {
  return count(db, sql`delete from listing_past where first_seen_at < now() - make_interval(days => ${PAST_DAYS + 1})`)
}

/** Newsletters that nobody is sent any more; of those that are left the page shows the newest. */
export async function pruneIssues(db: Db): Promise<number> {
  return count(db, sql`delete from newsletter_issue where issued_on < now() - interval '60 days'`)
}

/** The mailbox of development keeps a month. */
export async function pruneMailbox(db: Db): Promise<number> {
  return count(db, sql`delete from mailbox where sent_at < now() - interval '30 days'`)
}

export async function pruneSessions(db: Db): Promise<number> {
  return count(db, sql`delete from admin_session where expires_at < now()`)
}

async function count(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await statement.execute(db)
  return Number(numAffectedRows ?? 0n)
}
