// Where the roles of an alert are posted beside its mail, and what is to be posted there. Promised with the digest and settled as one is: a
// row is taken, posted and written down in one transaction, so that a death in between posts it once more, under the same id.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { promisePosts, settle } from './digests.ts'
import { isLeaving } from './erasure.ts'
import type { WebhookTable } from './schema-alerts.ts'

export type WebhookKind = WebhookTable['kind']

export interface Webhook {
  kind: WebhookKind
  url: string
  lastTryAt: Date | null
  /** What came of the last try, a sentence of ours; null before the first. */
  lastAnswer: string | null
  failingSince: Date | null
  /** It did not answer for days, or said that it is gone: nothing is posted but tests, and one that is answered takes this back. */
  disabledAt: Date | null
  testWaits: boolean
}

export async function findWebhook(db: Db, savedSearchId: string): Promise<Webhook | undefined> {
  const { rows } = await sql<Webhook>`
    select kind, url, last_try_at as "lastTryAt", last_answer as "lastAnswer", failing_since as "failingSince", disabled_at as "disabledAt",
      exists (select from webhook_delivery d where d.saved_search_id = w.saved_search_id and d.digest_id is null and ${isOpen}) as "testWaits"
    from webhook w where saved_search_id = ${savedSearchId}`.execute(db)
  return rows[0]
}

const isOpen = sql<boolean>`(d.sent_at is null and d.given_up_at is null)`

/** Sets where an alert posts. Another address begins anew. @returns the secret, which nothing shows again */
export async function saveWebhook(db: Db, savedSearchId: string, { kind, url }: Pick<Webhook, 'kind' | 'url'>): Promise<Buffer> {
  const secret = randomBytes(32)
  await sql`
    insert into webhook (saved_search_id, kind, url, secret) values (${savedSearchId}, ${kind}, ${url}, ${secret})
    on conflict (saved_search_id) do update set kind = excluded.kind, url = excluded.url, secret = excluded.secret, created_at = now(),
      last_try_at = null, last_answer = null, failing_since = null, disabled_at = null`.execute(db)
  return secret
}

/** @returns the new secret; undefined where there is no webhook */
export async function renewSecret(db: Db, savedSearchId: string): Promise<Buffer | undefined> {
  const secret = randomBytes(32)
  const { rows } = await sql`update webhook set secret = ${secret} where saved_search_id = ${savedSearchId} returning 1`.execute(db)
  return rows.length > 0 ? secret : undefined
}

/** What waits goes with it; what is being posted at this moment still arrives. */
export async function removeWebhook(db: Db, savedSearchId: string): Promise<void> {
  await inTransaction(db, async trx => {
    await sql`delete from webhook where saved_search_id = ${savedSearchId}`.execute(trx)
    await dropWaiting(trx, savedSearchId)
  })
}

async function dropWaiting(trx: Db, savedSearchId: string): Promise<void> {
  await sql`delete from webhook_delivery where id in (
    select id from webhook_delivery d where d.saved_search_id = ${savedSearchId} and ${isOpen} for update skip locked)`.execute(trx)
}

/** A test that is asked for again within a minute, or while one waits, is that one: nobody is to be flooded by pressing a button. */
export async function askForTest(db: Db, savedSearchId: string): Promise<void> {
  await sql`
    with old as (delete from webhook_delivery where id in (
      select id from webhook_delivery d where d.saved_search_id = ${savedSearchId} and d.digest_id is null and not ${isOpen}
        and d.created_at < now() - interval '1 minute' for update skip locked) returning id)
    insert into webhook_delivery (saved_search_id) select w.saved_search_id from webhook w
    where w.saved_search_id = ${savedSearchId} and not exists (select from webhook_delivery d
      where d.saved_search_id = w.saved_search_id and d.digest_id is null and d.id not in (select id from old))`.execute(db)
}

/**
 * Locks where an alert posts, before any role of its ledger: somebody who gives a digest roles while a post of it ends must see the end, or
 * that end the roles; else nobody would post them. @returns the address, undefined where there is none
 */
export async function lockWebhook(trx: Db, savedSearchId: string): Promise<string | undefined> {
  const { rows } = await sql<{ url: string }>`
    select url from webhook where saved_search_id = ${savedSearchId} for no key update`.execute(trx)
  return rows[0]?.url
}

/** For a digest that was given roles after what it was promised with had been posted. The caller has the lock of the webhook. */
export async function promiseRest(trx: Db, digestId: string): Promise<void> {
  await sql`
    with promised as (select g.id, g.saved_search_id from digest g where g.id = ${digestId}
      and exists (select from match m where m.digest_id = g.id and m.posted_at is null)
      and not exists (select from webhook_delivery d where d.digest_id = g.id and ${isOpen}))
    ${promisePosts}`.execute(trx)
}

export interface Post {
  id: string
  savedSearchId: string
  /** Null for a test. */
  digestId: string | null
  kind: WebhookKind
  url: string
  secret: Buffer
  query: string
  /** When it was promised, and the local day of that. */
  promisedAt: Date
  localDate: string
}

/**
 * Takes what may be posted now, to where it worked last first: an address that answers nobody holds a sender for as long as it likes. The row
 * stays locked until the caller's transaction ends.
 */
export async function takePost(trx: Db): Promise<Post | undefined> {
  const { rows } = await sql<Post>`
    select d.id, s.id as "savedSearchId", d.digest_id as "digestId", w.kind, w.url, w.secret, s.query,
      coalesce(g.claimed_at, d.created_at) as "promisedAt",
      (coalesce(g.claimed_at, d.created_at) at time zone s.time_zone)::date::text as "localDate"
    from webhook_delivery d join webhook w on w.saved_search_id = d.saved_search_id join saved_search s on s.id = d.saved_search_id
    join subscriber u on u.id = s.subscriber_id left join digest g on g.id = d.digest_id
    where ${isOpen} and d.next_try_at <= now() and (w.disabled_at is null or d.digest_id is null)
      and s.stopped_at is null and u.suppressed_at is null and not ${isLeaving('u.id')}
    order by w.failing_since nulls first, d.next_try_at limit 1 for no key update of d skip locked`.execute(trx)
  return rows[0]
}

/** Listings of a digest that were not posted yet, those that have closed too. */
export async function unposted(trx: Db, digestId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct listing_id as id from match where digest_id = ${digestId} and posted_at is null`.execute(trx)
  return rows.map(row => row.id)
}

/** `empty`: there was nothing left to post. */
export type PostEnd = { end: 'answered' | 'failed' | 'gone'; words: string } | { end: 'empty' } | { end: 'faulty'; reason: string }

/** A webhook that fails for so long without a break is switched off. A night, or a weekend, without its server is no such thing. */
const DISABLED_AFTER = sql`interval '3 days'`

/**
 * Writes down how a try ended, in the transaction that holds the row. A failure is tried again, 1, 2, 4 … 60 minutes later, until it is
 * answered or the webhook is switched off; a test is tried once. Of an address that was replaced or removed during the try nothing is noted.
 * @param told listings that were posted
 * @returns whether the webhook was switched off just now
 */
export async function settlePost(trx: Db, post: Post, end: PostEnd, told: readonly number[]): Promise<boolean> {
  const url = await lockWebhook(trx, post.savedSearchId)
  await settle(trx, 'webhook_delivery', post.id, settlementOf(post, end, url))
  if (end.end === 'empty' || end.end === 'faulty') return false
  if (end.end === 'answered' && post.digestId !== null) await notePosted(trx, post.savedSearchId, post.digestId, told)
  const isOff = url === post.url && (await noteAnswer(trx, post, end))
  // What else waits is not posted late to an address that is switched on again in a month.
  if (isOff)
    await sql`update webhook_delivery set given_up_at = now(), given_up_because = 'refused' where id in (
      select id from webhook_delivery d where d.saved_search_id = ${post.savedSearchId} and d.digest_id is not null and ${isOpen}
      for no key update skip locked)`.execute(trx)
  return isOff
}

/** What the digest was given during the post was promised to this one, and is to another now. */
async function notePosted(trx: Db, savedSearchId: string, digestId: string, told: readonly number[]): Promise<void> {
  await sql`update match set posted_at = now() where saved_search_id = ${savedSearchId} and digest_id = ${digestId}
    and listing_id = any(${told}::bigint[])`.execute(trx)
  await promiseRest(trx, digestId)
}

/** @param url where the alert posts now */
function settlementOf(post: Post, end: PostEnd, url: string | undefined): Parameters<typeof settle>[3] {
  if (end.end === 'empty') return { outcome: 'empty' }
  if (end.end === 'faulty') return { outcome: 'faulty', reason: end.reason }
  if (end.end === 'answered') return { outcome: 'accepted' }
  const isForAnother = url !== undefined && url !== post.url
  const isLast = post.digestId === null || url === undefined || (end.end === 'gone' && !isForAnother)
  return isLast ? { outcome: 'refused', reason: end.words, ofRecipient: false } : { outcome: 'later', reason: end.words }
}

/** A test that fails says nothing of how long an alert has been failing. @returns whether it was switched off just now. */
async function noteAnswer(trx: Db, { savedSearchId, digestId }: Post, { end, words }: { end: string; words: string }): Promise<boolean> {
  const answered = end === 'answered'
  const failing: RawBuilder<Date | null> = answered
    ? sql`null`
    : digestId === null
      ? sql`w.failing_since`
      : sql`coalesce(w.failing_since, now())`
  const { rows } = await sql<{ off: boolean }>`
    update webhook w set last_try_at = now(), last_answer = ${words}, failing_since = ${failing},
      disabled_at = case when ${answered} then null
        when w.disabled_at is null and (${end === 'gone'} or ${failing} < now() - ${DISABLED_AFTER}) then now() else w.disabled_at end
    from webhook before where before.saved_search_id = w.saved_search_id and w.saved_search_id = ${savedSearchId}
    returning w.disabled_at is not null and before.disabled_at is null as off`.execute(trx)
  return rows[0]?.off ?? false
}

export interface WebhookHealth {
  /** Promised and not answered yet, where somebody still waits for them; the age of the oldest in seconds, 0 for none. */
  pending: number
  oldestPendingSeconds: number
  /** Switched off, for they failed for days or are gone. */
  off: number
}

export async function webhookHealth(db: Db): Promise<WebhookHealth> {
  const { rows } = await sql<WebhookHealth>`
    select count(*)::int as pending, coalesce(extract(epoch from now() - min(d.created_at)), 0)::int as "oldestPendingSeconds",
      (select count(*)::int from webhook where disabled_at is not null) as off
    from webhook_delivery d join webhook w on w.saved_search_id = d.saved_search_id join saved_search s on s.id = d.saved_search_id
    join subscriber u on u.id = s.subscriber_id
    where ${isOpen} and w.disabled_at is null and s.stopped_at is null and u.suppressed_at is null`.execute(db)
  return rows[0] ?? { pending: 0, oldestPendingSeconds: 0, off: 0 }
}
