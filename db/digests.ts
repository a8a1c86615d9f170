// The promise of one mail a saved search and local day, and the ledger of roles it is made from. Every instant is the database's.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { isLeaving } from './erasure.ts'
import { localTime, nextLook, rhythmOf, slot, slotDate, slotTime } from './rhythm.ts'
import type { Rhythm } from './rhythm.ts'
import { subscriberOf } from './saved-searches.ts'
import { suppress } from './suppression.ts'

export interface Clock {
  /** The instant to decide by; absent = Postgres' own now(). Tests walk through years with it. */
  now?: Date
  /** Whatever the hour: for the command line. One digest a local day still holds. */
  ignoreHour?: boolean
}

/** Saved searches looked at in one transaction: a batch large enough to keep senders busy, small enough to commit in milliseconds. */
const CLAIMED_AT_ONCE = 200

/** A digest that could not be sent for this long is stale: its roles go into the next one. */
const STALE_HOURS = 20

/** Tries for a mail that we could not even write; a server's "later" is tried until the digest is stale. */
const OWN_FAULTS = 6

const instant = ({ now }: Clock): RawBuilder<Date> => (now ? sql<Date>`${now}::timestamptz` : sql<Date>`now()`)

/**
 * Saved searches (as `s`) whose moment has come where they live. A slot (a local day, or hour of it, or a week's day) that has its digest
 * is done. So is one that was looked at when its moment came and had nothing new: a role of the afternoon waits for tomorrow's hour. Only
 * a search that never had a mail does not wait: its first roles leave as soon as there are any.
 */
const due = (at: RawBuilder<Date>, ignoreHour = false): RawBuilder<boolean> => sql<boolean>`
  s.confirmed_at is not null and s.stopped_at is null and u.suppressed_at is null
  and (s.paused_until is null or s.paused_until <= ${at})
  and (s.every = 'week' or extract(isodow from ${localTime(at)}) <> all (s.quiet_days))
  and (${ignoreHour} or (${localTime(at)} >= ${slotTime(at)} and ${isOfItsTime(at)}))
  and not exists (select 1 from digest d where d.saved_search_id = s.id
    and (d.local_date, d.slot) >= (${slotDate(at)}, ${slot(at)}))
  and (${ignoreHour} or not ${lookedAt(at)} or not exists (select 1 from digest d where d.saved_search_id = s.id))`

/**
 * An alert's first mail is for a day that has passed where that is so, for its roles are told once whenever that is. The newsletter tells of a
 * week: one for a day before somebody said yes, or before their pause ended, would be followed by the next with half of the same roles.
 */
const isOfItsTime = (at: RawBuilder<Date>): RawBuilder<boolean> => sql<boolean>`
  (s.query <> '' or ${slotDate(at)} >= ${localTime(sql<Date>`greatest(s.confirmed_at, s.paused_until)`)}::date)`

/** Whether somebody looked since the moment came. */
const lookedAt = (at: RawBuilder<Date>): RawBuilder<boolean> => sql<boolean>`
  (s.last_run_at is not null and (s.last_run_at at time zone s.time_zone) >= ${slotTime(at)})`

const HOUR_AGO = sql<Date>`(now() - interval '1 hour')`

/** Whether the moment of a saved search came more than an hour ago and nobody has looked since; by the index saved_search_due. */
export const isOverdue = sql<boolean>`s.due_at <= ${HOUR_AGO} and ${due(HOUR_AGO)} and s.confirmed_at < ${HOUR_AGO} and not ${lookedAt(HOUR_AGO)}`

/** Whether a saved search has something to be told of: the newsletter always has, an alert a role; the same role in another town than one it was told of is none. By the index match_owed. */
export const isOwed = sql<boolean>`
  (s.query = '' or exists (
    select 1 from match m where m.saved_search_id = s.id and m.digest_id is null and m.dismissed_at is null and m.also_of is null))`

/** Whether the next digest takes a match (as `m`): towns of a text go with the one that is told of, and not where that was told before. */
export const isForNext = sql<boolean>`(m.digest_id is null and m.dismissed_at is null
  and (m.also_of is null or exists (
    select from match h where h.saved_search_id = m.saved_search_id and h.listing_id = m.also_of and h.digest_id is null)))`

/** What webhooks are to be posted of digests that are being promised (`promised`: id, saved_search_id), in the same statement. */
export const promisePosts = sql`
  insert into webhook_delivery (saved_search_id, digest_id)
  select p.saved_search_id, p.id from promised p join webhook w on w.saved_search_id = p.saved_search_id where w.disabled_at is null`

export interface Claimed {
  promised: number
  /** Alerts whose moment came with nothing new: no mail is sent for them. */
  empty: number
}

/**
 * Looks at every saved search whose moment has come: one that has roles owed to it is promised a digest, which takes them; any other is
 * noted as looked at. However many workers ask at once, no role is in two digests and no local day has two.
 */
export async function claimDigests(db: Db, clock: Clock = {}): Promise<Claimed> {
  const all: Claimed = { promised: 0, empty: 0 }
  for (;;) {
    const batch = await inTransaction(db, trx => claimBatch(trx, clock))
    if (!batch) return all
    all.promised += batch.promised
    all.empty += batch.empty
  }
}

/**
 * The rows are locked by a statement of its own: a matcher that entered roles and woke the search in the moment before is then seen by the
 * next one, and one that comes after waits for our end and wakes it again.
 */
async function claimBatch(trx: Db, clock: Clock): Promise<Claimed | undefined> {
  const ids = await lockDue(trx, clock)
  if (ids.length === 0) return undefined
  const at = instant(clock)
  const { rows } = await sql<Claimed>`
    with looked as materialized (
      select s.id, ${slotDate(at)} as local_date, ${slot(at)} as slot, ${due(at, clock.ignoreHour)} as due, ${isOwed} as owed,
        ${lookedAt(at)} as looked_before, ${nextLook(at)} as next
      from saved_search s join subscriber u on u.id = s.subscriber_id where s.id = any(${ids}::uuid[])
    ), promised as (
      insert into digest (saved_search_id, local_date, slot, claimed_at, next_try_at)
      select id, local_date, slot, ${at}, ${at} from looked where due and owed
      on conflict (saved_search_id, local_date, slot) do nothing returning id, saved_search_id
    ), filled as (
      update match m set digest_id = p.id from promised p where m.saved_search_id = p.saved_search_id and ${isForNext}
    ), posted as (${promisePosts}), moved as (
      update saved_search s set due_at = next, last_run_at = case when p.id is not null or (due and not owed and not looked_before)
        then ${at} else s.last_run_at end
      from looked left join promised p on p.saved_search_id = looked.id where s.id = looked.id
      returning p.id is not null as promised, due and not owed and not looked_before as empty
    )
    select count(*) filter (where promised)::int as promised, count(*) filter (where empty)::int as empty from moved`.execute(trx)
  return rows[0]
}

/**
 * Those to look at now, the longest overdue first; by the index saved_search_due, so that a look costs what is due and not what is there.
 * Whatever the hour: those that have something, for nothing says when the others were looked at.
 */
async function lockDue(trx: Db, clock: Clock): Promise<string[]> {
  const at = instant(clock)
  const wanted = clock.ignoreHour ? sql`${due(at, true)} and ${isOwed}` : sql`s.due_at <= ${at}`
  const { rows } = await sql<{ id: string }>`
    select s.id from saved_search s join subscriber u on u.id = s.subscriber_id
    where s.confirmed_at is not null and s.stopped_at is null and ${wanted}
    order by s.due_at limit ${CLAIMED_AT_ONCE} for no key update of s skip locked`.execute(trx)
  return rows.map(row => row.id)
}

export interface DigestToSend extends Rhythm {
  id: string
  savedSearchId: string
  subscriberId: string
  /** How often the subscriber's links were made anew. */
  linksMade: number
  query: string
  email: string
  /** The local day it was promised on, "2027-03-28". */
  localDate: string
  tries: number
  /** Its webhook was switched off since the last mail. */
  webhookOff: boolean
}

/**
 * Takes the oldest digest that may be sent now; its row stays locked until the caller's transaction ends, so another worker passes over
 * it, and the death of this one frees it at once. (No key update: the links of its mail are saved beside it on another connection.) A
 * search stopped since the claim has nothing to send.
 */
export async function takeDigest(trx: Db, clock: Clock = {}): Promise<DigestToSend | undefined> {
  const { rows } = await sql<DigestToSend>`
    ${DIGESTS} where d.sent_at is null and d.given_up_at is null and d.next_try_at <= ${instant(clock)}
      and s.stopped_at is null and u.suppressed_at is null and not ${isLeaving('u.id')}
    order by d.next_try_at limit 1 for no key update of d skip locked`.execute(trx)
  return rows[0]
}

const DIGESTS = sql`
  select d.id, s.id as "savedSearchId", s.query, ${rhythmOf('s')}, u.email, u.id as "subscriberId", u.links_made as "linksMade",
    (d.claimed_at at time zone s.time_zone)::date::text as "localDate", d.tries,
    exists (select from webhook w where w.saved_search_id = s.id and w.disabled_at is not null
      and not exists (select from digest p where p.saved_search_id = s.id and p.sent_at > w.disabled_at)) as "webhookOff"
  from digest d join saved_search s on s.id = d.saved_search_id join subscriber u on u.id = s.subscriber_id`

/** One digest, sent or not; undefined where there is none with this id. */
export async function digestOf(db: Db, id: string): Promise<DigestToSend | undefined> {
  const { rows } = await sql<DigestToSend>`${DIGESTS} where d.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Whether this alert was promised a mail before. */
export async function hasEarlierDigest(db: Db, digest: DigestToSend): Promise<boolean> {
  const { rows } = await sql`select from digest where saved_search_id = ${digest.savedSearchId} and id <> ${digest.id} limit 1`.execute(db)
  return rows.length > 0
}

/** What the mail server's answer, or our own failure, means for a promised mail. */
export type Settlement =
  | { outcome: 'accepted' }
  | { outcome: 'refused'; reason: string; ofRecipient: boolean }
  | { outcome: 'later'; reason: string }
  | { outcome: 'faulty'; reason: string }
  /** Every role of it has closed, or is asked for no more: nothing to send. */
  | { outcome: 'empty' }

type Promised = 'digest' | 'confirmation' | 'webhook_delivery'

/** Writes down how a try ended, in the transaction that holds the row. */
export async function settle(trx: Db, table: Promised, id: string, end: Settlement, clock: Clock = {}): Promise<void> {
  const row = sql.table(table)
  if (end.outcome === 'accepted')
    await sql`update ${row} set sent_at = ${instant(clock)}, tries = tries + 1, last_error = null where id = ${id}`.execute(trx)
  else if (end.outcome === 'later') await sql`update ${row} set ${tryAgain(end.reason, clock)} where id = ${id}`.execute(trx)
  else if (end.outcome === 'faulty')
    await sql`update ${row} set ${tryAgain(end.reason, clock)},
      given_up_at = case when tries + 1 >= ${OWN_FAULTS} then ${instant(clock)} end,
      given_up_because = case when tries + 1 >= ${OWN_FAULTS} then 'faulty' end where id = ${id}`.execute(trx)
  else
    await sql`update ${row} set given_up_at = ${instant(clock)}, given_up_because = ${end.outcome}, tries = tries + 1,
      last_error = ${end.outcome === 'empty' ? 'no role of it was left' : end.reason} where id = ${id}`.execute(trx)
  if (end.outcome === 'refused' && end.ofRecipient && table !== 'webhook_delivery') await markUndeliverable(trx, table, id, end.reason)
}

/** 1, 2, 4 … 60 minutes, each 50–100 % of it by chance, so that a thousand mails do not come back in the same second. */
const tryAgain = (reason: string, clock: Clock): RawBuilder<unknown> => sql`
  tries = tries + 1, last_error = ${reason},
  next_try_at = ${instant(clock)} + least(interval '1 minute' * power(2, least(tries, 10)), interval '1 hour') * (0.5 + random() / 2)`

/**
 * Everything that is due to mailboxes of one domain makes way for the others, for half of these minutes or all of them by chance. What a sender
 * has in hand is left to it.
 */
const PUT_OFF_MINUTES = 5

export async function putOffDomain(trx: Db, table: Promised, domain: string, clock: Clock = {}): Promise<void> {
  const at = instant(clock)
  await sql`
    with due as materialized (
      select p.id from ${sql.table(table)} p join saved_search s on s.id = p.saved_search_id join subscriber u on u.id = s.subscriber_id
      where p.sent_at is null and p.given_up_at is null and p.next_try_at <= ${at} and lower(split_part(u.email, '@', 2)) = ${domain}
      for no key update of p skip locked)
    update ${sql.table(table)} p set next_try_at = ${at} + make_interval(mins => ${PUT_OFF_MINUTES}) * (0.5 + random() / 2)
    from due where p.id = due.id`.execute(trx)
}

/** The mail server knows no such mailbox: no digest goes there again until somebody confirms from it. */
async function markUndeliverable(trx: Db, table: Exclude<Promised, 'webhook_delivery'>, id: string, words: string): Promise<void> {
  const subscriber = await subscriberOf(trx, table, id)
  if (subscriber) await suppress(trx, { address: subscriber.email, because: 'bounced', words })
}

/** Gives up digests that waited too long for a mail server and owes their roles to the next one. Returns how many digests. */
export async function releaseStale(db: Db, clock: Clock = {}): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with stale as materialized (
      select d.id from digest d join saved_search s on s.id = d.saved_search_id where d.sent_at is null and d.given_up_at is null
        and d.claimed_at < ${instant(clock)} - make_interval(hours => ${STALE_HOURS}) for no key update of d, s skip locked
    ), freed as (
      update match m set digest_id = null from stale where m.digest_id = stale.id
    )
    update digest d set given_up_at = ${instant(clock)}, given_up_because = 'stale', last_error = concat_ws('; ', d.last_error, 'its roles went into the next digest')
    from stale where d.id = stale.id returning d.id`.execute(db)
  return rows.length
}
