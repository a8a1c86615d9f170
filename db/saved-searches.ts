// Saved searches and their double opt-in. Asking changes nothing for anybody; an answer from the mailbox does.
import { sql } from 'kysely'
import { mailboxKey } from './address.ts'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { isLeaving } from './erasure.ts'
import { tryLock } from './locks.ts'
import { tokenHash } from './mail-links.ts'
import { redateDigests, rhythmOf, rhythmRow } from './rhythm.ts'
import type { Rhythm } from './rhythm.ts'
import { findSuppression, liftSuppression } from './suppression.ts'

/** A request for an alert, its parts already read: address by readAddress(), zone by readTimeZone(), query by queryString(). */
export interface AlertRequest extends Rhythm {
  address: string
  query: string
  /** The visitor, as visitorOf() names one. */
  askedFrom: string
  /** What the person saw and agreed to: kept as the record of consent. */
  consent: object
}

/** Confirmation mails that one visitor may ask for in an hour: enough for a person with several searches. */
const ASKED_PER_HOUR = 5

/** Of a question nobody answered: one a mailbox a day and three a week, so that a stranger cannot flood it. */
const UNANSWERED_PER_DAY = 1
const UNANSWERED_PER_WEEK = 3

/** Confirmation mails of the whole installation in an hour; somebody who gets past the other caps meets this one. */
const SENT_PER_HOUR = 500

/** A question that could not be asked in this time is no longer expected; longer than a mailbox's day, so that the next day's turn comes. */
const WAITS_HOURS = 25

/**
 * Notes that somebody wants an alert; the worker sends the question. The answer is the same whether the address, or the alert, was known.
 * @returns 'too many' when this visitor asked too often in the last hour; nothing was noted then.
 */
export async function requestAlert(db: Db, request: AlertRequest): Promise<'noted' | 'too many'> {
  return inTransaction(db, async trx => {
    const { rows } = await sql<{ asked: number }>`select count(*)::int as asked from confirmation
      where asked_from = ${request.askedFrom} and asked_at > now() - interval '1 hour'`.execute(trx)
    if ((rows[0]?.asked ?? 0) >= ASKED_PER_HOUR) return 'too many'
    const searchId = await saveSearch(trx, request)
    // One open question a saved search: asking again takes the place of the last, and the caps of takeConfirmation() decide when it is sent.
    await sql`update confirmation set given_up_at = now(), given_up_because = 'asked again'
      where saved_search_id = ${searchId} and sent_at is null and given_up_at is null`.execute(trx)
    await trx
      .insertInto('confirmation')
      .values({
        saved_search_id: searchId,
        ...rhythmRow(request),
        mailbox_key: mailboxKey(request.address),
        asked_from: request.askedFrom,
      })
      .execute()
    return 'noted'
  })
}

/** The subscriber and the search, made if they are new; a known search keeps its hour until its owner confirms the new one. */
async function saveSearch(trx: Db, request: AlertRequest): Promise<string> {
  const known = await findSuppression(trx, request.address)
  const subscriber = await trx
    .insertInto('subscriber')
    .values({ email: request.address, ...(known && { suppressed_at: known.at, suppressed_because: known.because }) })
    // Changes nothing, and returns the row.
    .onConflict(conflict => conflict.column('email').doUpdateSet(set => ({ email: set.ref('excluded.email') })))
    .returning('id')
    .executeTakeFirstOrThrow()
  const search = await trx
    .insertInto('saved_search')
    .values({
      subscriber_id: subscriber.id,
      query: request.query,
      ...rhythmRow(request),
      consent: JSON.stringify(request.consent),
    })
    .onConflict(conflict =>
      conflict
        .columns(['subscriber_id', 'query'])
        .where('stopped_at', 'is', null)
        .doUpdateSet(set => ({ query: set.ref('excluded.query') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return search.id
}

/** A question that is owed to a mailbox. */
export interface Confirmation extends Rhythm {
  id: string
  savedSearchId: string
  subscriberId: string
  /** How often the subscriber's links were made anew. */
  linksMade: number
  query: string
  email: string
  /** The yearly question of an alert that runs. */
  still: boolean
  /** The alert had its yes before, so a yes to this question changes its times at most. */
  runs: boolean
}

/**
 * Takes the oldest question that may be sent now; its row stays locked until the caller's transaction ends. One sender at a time in the
 * whole installation: two of them could each find the day's only mail to one mailbox unsent.
 */
export async function takeConfirmation(trx: Db): Promise<Confirmation | undefined> {
  if (!(await tryLock(trx, 'asking'))) return undefined
  const { rows } = await sql<Confirmation>`
    select c.id, c.saved_search_id as "savedSearchId", s.query, ${rhythmOf('c')}, c.still, s.confirmed_at is not null as runs, u.email,
      u.id as "subscriberId", u.links_made as "linksMade"
    from confirmation c join saved_search s on s.id = c.saved_search_id join subscriber u on u.id = s.subscriber_id
    where c.sent_at is null and c.given_up_at is null and c.next_try_at <= now() and s.stopped_at is null
      and not ${isLeaving('u.id')}
      and c.asked_at > now() - make_interval(hours => ${WAITS_HOURS})
      and (select count(*) from confirmation o where o.mailbox_key = c.mailbox_key and o.answered_at is null
        and o.sent_at > now() - interval '24 hours') < ${UNANSWERED_PER_DAY}
      and (select count(*) from confirmation o where o.mailbox_key = c.mailbox_key and o.answered_at is null
        and o.sent_at > now() - interval '7 days') < ${UNANSWERED_PER_WEEK}
      and (select count(*) from confirmation o where o.saved_search_id = c.saved_search_id and o.answered_at is null
        and o.sent_at > now() - interval '24 hours') = 0
      and (select count(*) from confirmation o where o.sent_at > now() - interval '1 hour') < ${SENT_PER_HOUR}
    order by c.asked_at limit 1 for no key update of c`.execute(trx)
  return rows[0]
}

/** Days the link in a confirmation mail works. */
export const CONFIRM_DAYS = 7

/** What a link in a mail opens. */
export interface MailLink extends Rhythm {
  savedSearchId: string
  subscriberId: string
  /** How often the subscriber's links were made anew. */
  linksMade: number
  query: string
  /** The yearly question of an alert that runs. */
  still: boolean
  /** The alert had its yes before this question's, so a yes to it changes its times at most. */
  runs: boolean
  /** Of a confirmation: waiting, or what became of it. Of an alert: running or stopped. */
  state: 'waiting' | 'confirmed' | 'expired' | 'running' | 'stopped'
}

/** Looks, and changes nothing: mail scanners open every link of a mail. */
export async function findMailLink(db: Db, purpose: 'confirm' | 'unsubscribe', token: string): Promise<MailLink | undefined> {
  const hash = tokenHash(token)
  if (!hash) return undefined
  const { rows } = await sql<MailLink>`
    select s.id as "savedSearchId", u.id as "subscriberId", u.links_made as "linksMade", s.query, coalesce(c.every, s.every) as every, coalesce(c.hour, s.hour) as hour,
      coalesce(c.weekday, s.weekday) as weekday, coalesce(c.quiet_days, s.quiet_days) as "quietDays",
      coalesce(c.time_zone, s.time_zone) as "timeZone", coalesce(c.still, false) as still,
      -- The first yes confirms the alert and answers its question at one time.
      s.confirmed_at is not null and (c.answered_at is null or c.answered_at > s.confirmed_at) as runs,
      case when s.stopped_at is not null then 'stopped' when t.purpose = 'unsubscribe' then 'running'
        when t.used_at is not null then 'confirmed' when t.expires_at <= now() then 'expired' else 'waiting' end as state
    from mail_token t join saved_search s on s.id = t.saved_search_id join subscriber u on u.id = s.subscriber_id
      left join confirmation c on c.id = t.confirmation_id
    where t.hash = ${hash} and t.purpose = ${purpose}`.execute(db)
  return rows[0]
}

/**
 * Confirms what the link asked about, once.
 * @returns what the link opens after this, undefined for an unknown token.
 */
export async function confirmAlert(db: Db, token: string): Promise<MailLink | undefined> {
  const hash = tokenHash(token)
  return hash && inTransaction(db, trx => answerQuestion(trx, token, hash))
}

async function answerQuestion(db: Db, token: string, hash: Buffer): Promise<MailLink | undefined> {
  const { rows } = await sql<{ email: string; id: string }>`
    with used as (
      update mail_token t set used_at = now() from saved_search s
      where t.hash = ${hash} and t.purpose = 'confirm' and t.used_at is null and t.expires_at > now()
        and s.id = t.saved_search_id and s.stopped_at is null
      returning t.confirmation_id
    ), answered as (
      update confirmation c set answered_at = now() from used where c.id = used.confirmation_id
      returning c.*
    ), confirmed as (
      update saved_search s set confirmed_at = coalesce(s.confirmed_at, now()), wanted_at = now(), every = a.every, hour = a.hour,
        weekday = a.weekday, quiet_days = a.quiet_days, time_zone = a.time_zone
      from answered a where s.id = a.saved_search_id returning s.id, s.subscriber_id
    )
    select u.email, c.id from confirmed c join subscriber u on u.id = c.subscriber_id`.execute(db)
  const [confirmed] = rows
  if (confirmed) {
    // The answer came from the mailbox, so it takes mail after all.
    await liftSuppression(db, confirmed.email)
    await redateDigests(db, confirmed.id)
  }
  return findMailLink(db, 'confirm', token)
}

/** Stops an alert for good; a second time changes nothing. */
export async function stopAlert(db: Db, token: string): Promise<MailLink | undefined> {
  const hash = tokenHash(token)
  if (!hash) return undefined
  await sql`update saved_search s set stopped_at = now() from mail_token t
    where t.hash = ${hash} and t.purpose = 'unsubscribe' and s.id = t.saved_search_id and s.stopped_at is null`.execute(db)
  return findMailLink(db, 'unsubscribe', token)
}

/** Who a mail goes to; undefined where it is no longer on record. */
export async function subscriberOf(
  db: Db,
  origin: 'digest' | 'confirmation' | 'subscriber',
  id: string,
): Promise<{ id: string; email: string } | undefined> {
  const owner = sql`select s.subscriber_id from ${sql.table(origin)} p join saved_search s on s.id = p.saved_search_id where p.id = ${id}::uuid`
  const { rows } = await sql<{ id: string; email: string }>`
    select u.id, u.email from subscriber u where u.id = (${origin === 'subscriber' ? sql`${id}::uuid` : owner})`.execute(db)
  return rows[0]
}

/** Stops every alert of a subscriber. */
export async function stopAllAlerts(db: Db, subscriberId: string): Promise<void> {
  await sql`update saved_search set stopped_at = now() where subscriber_id = ${subscriberId} and stopped_at is null`.execute(db)
}

export interface DigestLink {
  digestId: string
  query: string
  localDate: string
}

/** The digest behind a "see all" link; undefined for an unknown token. */
export async function findDigestLink(db: Db, token: string): Promise<DigestLink | undefined> {
  const hash = tokenHash(token)
  if (!hash) return undefined
  const { rows } = await sql<DigestLink>`
    select d.id as "digestId", s.query, d.local_date::text as "localDate"
    from mail_token t join digest d on d.id = t.digest_id join saved_search s on s.id = d.saved_search_id
    where t.hash = ${hash} and t.purpose = 'digest'`.execute(db)
  return rows[0]
}

/** A visitor for counting: the IPv4 address, or the /64 that one IPv6 customer has to himself. */
export function visitorOf(ip: string | undefined): string {
  const plain = (ip ?? '').replace(/^::ffff:(?=\d{1,3}\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0')
  return `${[...start, ...zeros, ...end]
    .slice(0, 4)
    .map(group => group.replace(/^0{1,3}(?=.)/, '').toLowerCase())
    .join(':')}::/64`
}
