// What people do with their own alerts, behind the link that only their mailbox has. Everything asks for the subscriber beside the alert,
// so that the id of somebody else's opens nothing.
import { sql } from 'kysely'
import { parseQuery, whenNew } from '../listings/query.ts'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { isLeaving } from './erasure.ts'
import { holdLock } from './locks.ts'
import { tokenHash } from './mail-links.ts'
import { recheckUnsent } from './recheck.ts'
import type { Reasons } from './recheck.ts'
import { redateDigests, rhythmOf, rhythmRow } from './rhythm.ts'
import type { Rhythm } from './rhythm.ts'

/** Days a link works after the last mail that carried it. */
export const LINK_DAYS = 90

export interface Subscriber {
  id: string
  email: string
}

/** Whose page a link opens; undefined for one that is unknown, too old or called back. */
export async function findManageLink(db: Db, token: string): Promise<Subscriber | undefined> {
  const hash = tokenHash(token)
  if (!hash) return undefined
  const { rows } = await sql<Subscriber>`select u.id, u.email from mail_token t join subscriber u on u.id = t.subscriber_id
    where t.hash = ${hash} and t.purpose = 'manage' and t.expires_at > now()`.execute(db)
  return rows[0]
}

/** All links to this page that are out stop working; the next mail carries new ones. */
export async function callBackLinks(db: Db, subscriberId: string): Promise<void> {
  await inTransaction(db, async trx => {
    await sql`update subscriber set links_made = links_made + 1 where id = ${subscriberId}`.execute(trx)
    await sql`delete from mail_token where subscriber_id = ${subscriberId} and purpose = 'manage'`.execute(trx)
  })
}

export interface OwnAlert extends Rhythm {
  id: string
  query: string
  confirmedAt: Date
  pausedUntil: Date | null
  stoppedAt: Date | null
  /** Mails so far, and the last. */
  sent: number
  lastSentAt: Date | null
  /** Roles that the next mail has by now; one text in several towns is one. By the index match_owed. */
  waiting: number
}

/** The alerts of a subscriber that were ever confirmed, running ones first. */
export async function listAlerts(db: Db, subscriberId: string): Promise<OwnAlert[]> {
  const { rows } = await sql<OwnAlert>`
    select s.id, s.query, ${rhythmOf('s')}, s.confirmed_at as "confirmedAt", s.stopped_at as "stoppedAt",
      case when s.paused_until > now() then s.paused_until end as "pausedUntil",
      (select count(sent_at)::int from digest d where d.saved_search_id = s.id) as sent,
      (select max(sent_at) from digest d where d.saved_search_id = s.id) as "lastSentAt",
      (select count(*)::int from match m where m.saved_search_id = s.id and m.digest_id is null and m.dismissed_at is null
        and m.also_of is null) as waiting
    from saved_search s where s.subscriber_id = ${subscriberId} and s.confirmed_at is not null
    order by s.stopped_at is not null, s.confirmed_at desc, s.id`.execute(db)
  return rows
}

/** One of them; undefined where it is not theirs. */
export async function findAlert(db: Db, subscriberId: string, id: string): Promise<OwnAlert | undefined> {
  return (await listAlerts(db, subscriberId)).find(alert => alert.id === id)
}

/**
 * Changes what an alert asks for, or when it mails. What it is owed and was not sent is held against the new search. That takes the ledger
 * first, as every order of locks has it: a matcher who read the old search has then ended, and the next one reads the new.
 * @returns 'twice' where another running alert of theirs asks for the same: nothing was changed then.
 */
export async function changeAlert(
  db: Db,
  subscriberId: string,
  id: string,
  { search, rhythm }: { search?: { query: string; why: Reasons }; rhythm?: Rhythm },
): Promise<'changed' | 'twice'> {
  return inTransaction(db, async trx => {
    if (search) await holdLock(trx, 'ledger')
    // Two tabs: the second waits here and then sees what the first did. Asking for a new alert locks the same row.
    await sql`select from subscriber where id = ${subscriberId} for no key update`.execute(trx)
    if (search && (await asksElsewhere(trx, subscriberId, id, search.query))) return 'twice'
    const { numUpdatedRows } = await trx
      .updateTable('saved_search')
      .set({ wanted_at: sql`now()`, ...(search && { query: search.query }), ...(rhythm && rhythmRow(rhythm)) })
      .where('id', '=', id)
      .where('subscriber_id', '=', subscriberId)
      .where('stopped_at', 'is', null)
      .executeTakeFirst()
    if (search && numUpdatedRows > 0n)
      await recheckUnsent(trx, id, whenNew(parseQuery(new URLSearchParams(search.query)).query), search.why)
    if (rhythm) await redateDigests(trx, id)
    return 'changed'
  })
}

/** One that was asked for and never confirmed gives way: its owner says here what they want of it. */
async function asksElsewhere(trx: Db, subscriberId: string, id: string, query: string): Promise<boolean> {
  const { rows } = await sql<{ confirmed: boolean }>`
    with other as (
      select id, confirmed_at from saved_search where subscriber_id = ${subscriberId} and query = ${query}
        and stopped_at is null and id <> ${id}),
    gone as (update saved_search s set stopped_at = now() from other where s.id = other.id and other.confirmed_at is null)
    select confirmed_at is not null as confirmed from other`.execute(trx)
  return rows.some(row => row.confirmed)
}

/** Nothing is sent for so many days; null ends a pause. What comes meanwhile waits. */
export async function pauseAlert(db: Db, subscriberId: string, id: string, days: number | null): Promise<void> {
  await sql`update saved_search set paused_until = now() + make_interval(days => ${days}::int), wanted_at = now()
    where id = ${id} and subscriber_id = ${subscriberId} and stopped_at is null`.execute(db)
}

export async function stopOwnAlert(db: Db, subscriberId: string, id: string): Promise<void> {
  await sql`update saved_search set stopped_at = now()
    where id = ${id} and subscriber_id = ${subscriberId} and stopped_at is null`.execute(db)
}

/** This role is told of no more in this alert, whatever becomes of it. */
export async function dismissRole(db: Db, subscriberId: string, id: string, listingId: number): Promise<void> {
  await sql`
    with mine as (select id from saved_search where id = ${id} and subscriber_id = ${subscriberId} for no key update),
    again as (update match m set dismissed_at = coalesce(m.dismissed_at, now()) from mine
      where m.saved_search_id = mine.id and m.listing_id = ${listingId} and m.telling > 0)
    insert into match (saved_search_id, listing_id, dismissed_at) select mine.id, listing.id, now() from mine join listing on listing.id = ${listingId}
    on conflict (saved_search_id, listing_id, telling) do update set dismissed_at = coalesce(match.dismissed_at, now())`.execute(db)
}

/** Everything that is kept of somebody, as they may ask for it (UK GDPR, articles 15 and 20). */
export async function exportSubscriber(db: Db, subscriberId: string): Promise<object> {
  const { rows } = await sql<{ data: object }>`
    select jsonb_build_object(
      'address', u.email, 'since', u.created_at,
      'alerts', coalesce((select jsonb_agg(jsonb_build_object(
        'search', s.query, 'every', s.every, 'hour', s.hour, 'weekday', s.weekday, 'quietDays', s.quiet_days, 'timeZone', s.time_zone,
        'asked', s.created_at, 'confirmed', s.confirmed_at, 'stopped', s.stopped_at, 'pausedUntil', s.paused_until, 'consent', s.consent,
        'webhook', (select jsonb_build_object('kind', w.kind, 'address', w.url, 'since', w.created_at) from webhook w where w.saved_search_id = s.id),
        'mails', coalesce((select jsonb_agg(jsonb_build_object('day', d.local_date, 'sent', d.sent_at, 'roles', (
          select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'address', '/roles/' || l.slug, 'dismissed', m.dismissed_at)
            order by l.id), '[]') from match m join listing l on l.id = m.listing_id where m.digest_id = d.id)) order by d.claimed_at)
          from digest d where d.saved_search_id = s.id), '[]')) order by s.created_at)
        from saved_search s where s.subscriber_id = u.id), '[]'),
      'questions', coalesce((select jsonb_agg(jsonb_build_object('asked', c.asked_at, 'from', c.asked_from, 'sent', c.sent_at,
        'answered', c.answered_at) order by c.asked_at) from confirmation c join saved_search s on s.id = c.saved_search_id
        where s.subscriber_id = u.id), '[]')) as data
    from subscriber u where u.id = ${subscriberId}`.execute(db)
  return rows[0]?.data ?? {}
}

/** Least time between two mails with the link that were asked for on the site. */
const LINK_EVERY = "interval '1 hour'"

/** Notes that somebody at this address wants the link; the worker sends it. The answer is the same whether the address is known or not. */
export async function askForLink(db: Db, address: string): Promise<void> {
  await sql`update subscriber u set link_asked_at = now() where lower(email) = lower(${address}) and link_asked_at is null
    and suppressed_at is null and (link_sent_at is null or link_sent_at < now() - ${sql.raw(LINK_EVERY)})
    and exists (select 1 from saved_search s where s.subscriber_id = u.id and s.confirmed_at is not null)`.execute(db)
}

export interface AskedLink extends Subscriber {
  linksMade: number
  askedAt: Date
}

/** A question that nobody could be mailed an answer to for this long is forgotten. */
const ASKED_HOURS = 24

/**
 * Takes the next subscriber who waits for the link, but for those that were tried; the row stays locked until the caller's transaction ends.
 * (No key update: the link is saved beside it.)
 */
export async function takeLink(trx: Db, tried: readonly string[]): Promise<AskedLink | undefined> {
  const { rows } = await sql<AskedLink>`select id, email, links_made as "linksMade", link_asked_at as "askedAt" from subscriber
    where link_asked_at > now() - make_interval(hours => ${ASKED_HOURS}) and suppressed_at is null and id <> all(${tried}::uuid[])
      and not ${isLeaving('subscriber.id')}
    order by link_asked_at limit 1 for no key update skip locked`.execute(trx)
  return rows[0]
}

/** Sent, or refused for good: asked for no more. For now: stays asked for. */
export async function settleLink(trx: Db, subscriberId: string, outcome: 'accepted' | 'refused' | 'later'): Promise<void> {
  if (outcome === 'later') return
  await sql`update subscriber set link_asked_at = null, link_sent_at = case when ${outcome === 'accepted'} then now() else link_sent_at end
    where id = ${subscriberId}`.execute(trx)
}
