// How the mails are doing: what a person who runs this installation must see before its subscribers do. Asked every few seconds by whatever
// watches, so nothing here counts what only grows, but for the addresses that get no mail, which are few.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isOverdue } from './digests.ts'

export interface MailHealth {
  /** Promised and not sent yet; the age of the oldest in seconds, 0 for none. */
  pending: number
  oldestPendingSeconds: number
  sent: number
  lastSentAt: Date | null
  /**
   * Promised and given up without a mail, by why. No errors, and so easily overlooked: `stale` went into the next digest, `empty` had only
   * roles that had closed meanwhile; what was `refused` or `faulty` is lost.
   */
  skipped: Record<'stale' | 'empty' | 'refused' | 'faulty', number>
  /** Alerts whose hour came more than an hour ago and that nobody has looked at since: the sender stands still or starves. */
  overdue: number
  confirmationsPending: number
  /** Addresses that get no mail: bounced, complained, erased. */
  suppressed: number
}

/** A mail that ends is counted up once nobody can still be committing one that ended before it. */
const SETTLED = sql<Date>`(now() - interval '1 hour')`

/** What ended between two instants, by the index digest_ended. */
const endedFrom = (from: string, to = 'infinity') => sql`
  (select count(sent_at) as sent, max(sent_at) as last_sent_at,
     count(*) filter (where given_up_because = 'stale') as stale, count(*) filter (where given_up_because = 'empty') as empty,
     count(*) filter (where given_up_because = 'refused') as refused, count(*) filter (where given_up_because = 'faulty') as faulty
   from digest where coalesce(sent_at, given_up_at) >= ${sql.ref(from)} and coalesce(sent_at, given_up_at) < ${to === 'infinity' ? sql`'infinity'` : sql.ref(to)})`

export async function mailHealth(db: Db): Promise<MailHealth> {
  const { rows } = await sql<Omit<MailHealth, 'skipped'> & MailHealth['skipped']>`
    select waiting.*, tally.sent + ended.sent as sent, greatest(tally.last_sent_at, ended.last_sent_at) as "lastSentAt",
      tally.stale + ended.stale as stale, tally.empty + ended.empty as empty, tally.refused + ended.refused as refused,
      tally.faulty + ended.faulty as faulty,
      (select count(*) from saved_search s join subscriber u on u.id = s.subscriber_id where ${isOverdue}) as overdue,
      (select count(*) from confirmation where sent_at is null and given_up_at is null) as "confirmationsPending",
      (select count(*) from suppression) as suppressed
    from mail_tally as tally cross join lateral ${endedFrom('tally.counted_to')} as ended cross join (
      select count(*) as pending, coalesce(extract(epoch from now() - min(claimed_at)), 0)::int as "oldestPendingSeconds"
      from digest where sent_at is null and given_up_at is null) as waiting`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the state of the mails came back empty')
  const { stale, empty, refused, faulty, ...rest } = row
  return { ...rest, skipped: { stale, empty, refused, faulty } }
}

/** Counts up what has ended; called every hour. What was pruned since stays counted. */
export async function tallyMails(db: Db): Promise<void> {
  await sql`
    with known as materialized (select counted_to as was, greatest(counted_to, ${SETTLED}) as is from mail_tally for update)
    update mail_tally as tally set counted_to = known.is, sent = tally.sent + ended.sent, stale = tally.stale + ended.stale,
      empty = tally.empty + ended.empty, refused = tally.refused + ended.refused, faulty = tally.faulty + ended.faulty,
      last_sent_at = greatest(tally.last_sent_at, ended.last_sent_at)
    from known cross join lateral ${endedFrom('known.was', 'known.is')} as ended`.execute(db)
}

export interface MailCounts {
  /** Promised and not left yet. */
  waiting: number
  /** No mail server would take them, or we could not write them. */
  lost: number
}

/** Digests and questions to new subscribers together. */
export async function countMails(db: Db): Promise<MailCounts> {
  const { rows } = await sql<MailCounts>`
    select (select count(*) from digest where sent_at is null and given_up_at is null)
           + (select count(*) from confirmation where sent_at is null and given_up_at is null) as waiting,
           tally.refused + tally.faulty + ended.refused + ended.faulty
           + (select count(*) from confirmation where given_up_at is not null and given_up_because in ('refused', 'faulty')) as lost
    from mail_tally as tally cross join lateral ${endedFrom('tally.counted_to')} as ended`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the counts of the mails came back empty')
  return row
}
