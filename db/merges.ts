// Two listings that become one, or one that becomes two: what hangs on a listing goes where its adverts go.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from './database.ts'
import { PUT_TOGETHER } from './filed.ts'
import type { Merge } from './filed.ts'
import { holdLock } from './locks.ts'

/** A crawl holds rows that the linker needs: whoever started the transaction lets go and tries again (asLeader). */
export class RowsAreBusy extends Error {
  override name = 'RowsAreBusy'
  constructor() {
    super('adverts that have to move are being saved by a crawl')
  }
}

/**
 * Makes listings one: adverts with their evidence, matches, and addresses move; the old row stays closed for what points to it. Whoever was
 * told of one of them is not told of the other.
 */
export async function mergeListings(trx: Db, merges: Merge[]): Promise<void> {
  const pairs = sql`(select * from jsonb_to_recordset(${JSON.stringify(merges)}::jsonb) as pair ("from" bigint, "into" bigint, reasons jsonb))`
  await moveAdverts(trx, merges, pairs)
  await moveMatches(trx, pairs)
  await sql`
    insert into listing_event (listing_id, what, other_id, reasons)
    select "into", 'merged', "from", reasons from ${pairs} pair order by "from"`.execute(trx)
  await sql`update listing set repost_of = nullif(pair."into", listing.id) from ${pairs} pair where repost_of = pair."from"`.execute(trx)
  await sql`
    with gone as (delete from match_due using ${pairs} pair where listing_id = pair."from" returning "into", since)
    insert into match_due (listing_id, since) select "into", min(since) from gone group by "into"
    on conflict (listing_id) do update set news = 'new'`.execute(trx)
  await sql`delete from listing_search using ${pairs} pair where listing_id = pair."from"`.execute(trx)
  await sql`delete from listing_past using ${pairs} pair where listing_id = pair."from"`.execute(trx)
  await sql`
    update listing set adverts = 0, closed_at = coalesce(closed_at, now()), closed_because = 'it is one with another listing'
    from ${pairs} pair where listing.id = pair."from"`.execute(trx)
}

async function moveAdverts(trx: Db, merges: Merge[], pairs: RawBuilder<unknown>): Promise<void> {
  const from = merges.map(merge => merge.from)
  const { rows } = await sql<{ locked: number; all: number }>`
    with locked as (select id from posting where listing_id = any(${from}::bigint[]) for no key update skip locked)
    select (select count(*) from locked) as locked, count(*) as all from posting where listing_id = any(${from}::bigint[])`.execute(trx)
  if ((rows[0]?.locked ?? 0) < (rows[0]?.all ?? 0)) throw new RowsAreBusy()
  await sql`update listing_redirect set listing_id = pair."into" from ${pairs} pair where listing_id = pair."from"`.execute(trx)
  await sql`
    insert into listing_redirect (old_slug, old_id, listing_id, posting_id)
    select slug, id, pair."into", (select min(posting.id) from posting where posting.listing_id = listing.id)
    from ${pairs} pair join listing on listing.id = pair."from"
    on conflict (old_id) do update set listing_id = excluded.listing_id, posting_id = excluded.posting_id`.execute(trx)
  await sql`update posting set listing_id = pair."into" from ${pairs} pair where listing_id = pair."from"`.execute(trx)
  // What began the other listing, or stayed in it, is where it is for the reason of the merge now.
  await sql`
    update link_evidence set listing_id = pair."into",
      reasons = case when matched_posting_id is null then jsonb_build_array(${PUT_TOGETHER}::text) || pair.reasons else link_evidence.reasons end
    from ${pairs} pair where listing_id = pair."from"`.execute(trx)
}

/**
 * A search that has matches of both keeps one: the one whose digest came first, and dismissed where one of them was. No matcher is entering
 * any meanwhile; whoever else changes matches (a claim, a dismissal, what gives up a stale digest) locks their searches first, and so do we,
 * in order.
 */
async function moveMatches(trx: Db, pairs: RawBuilder<unknown>): Promise<void> {
  await holdLock(trx, 'ledger')
  await sql`
    select from saved_search where id in (
      select saved_search_id from match join ${pairs} pair on listing_id in (pair."from", pair."into") or also_of = pair."from")
    order by id for no key update`.execute(trx)
  await sql`
    with gone as (delete from match using ${pairs} pair where listing_id = pair."from" returning match.*, pair."into"),
    moved as (
      select saved_search_id, "into" as listing_id, telling, (array_agg(why order by matched_at))[1] as why, min(matched_at) as matched_at,
        (array_agg(news order by matched_at))[1] as news, (array_agg(rate order by matched_at))[1] as rate,
        (array_agg(digest_id order by digest_id) filter (where digest_id is not null))[1] as digest_id,
        case when bool_and(also_of is not null) then min(also_of) end as also_of, min(dismissed_at) as dismissed_at,
        max(posted_at) as posted_at
      from gone group by saved_search_id, "into", telling)
    insert into match as known (saved_search_id, listing_id, telling, why, matched_at, news, rate, digest_id, also_of, dismissed_at, posted_at)
    select * from moved
    on conflict (saved_search_id, listing_id, telling) do update set
      matched_at = least(known.matched_at, excluded.matched_at), digest_id = least(known.digest_id, excluded.digest_id),
      also_of = case when excluded.also_of is not null then known.also_of end,
      dismissed_at = least(known.dismissed_at, excluded.dismissed_at), posted_at = coalesce(known.posted_at, excluded.posted_at)`.execute(
    trx,
  )
  await sql`update match set also_of = nullif(pair."into", listing_id) from ${pairs} pair where also_of = pair."from"`.execute(trx)
}

/** An address that was of a listing before it was merged leads to where its oldest advert is now. */
export async function followAdverts(trx: Db, postingIds: number[]): Promise<void> {
  if (postingIds.length === 0) return
  await sql`
    update listing_redirect set listing_id = posting.listing_id from posting
    where posting.id = listing_redirect.posting_id and posting.id = any(${postingIds}::bigint[])
      and posting.listing_id is not null and posting.listing_id <> listing_redirect.listing_id`.execute(trx)
}

/** Writes down which listings adverts were taken out of, once a pair of listings. */
export async function noteSplits(trx: Db, moves: { id: number; from: number | undefined; into: number }[]): Promise<void> {
  const splits = new Map(
    moves.flatMap(({ from, into }) => (from === undefined || from === into ? [] : [[`${from} ${into}`, { from, into }]])),
  )
  if (splits.size === 0) return
  await sql`
    insert into listing_event (listing_id, what, other_id, reasons)
    select "from", 'split', "into", '[]' from jsonb_to_recordset(${JSON.stringify([...splits.values()])}::jsonb) as s ("from" bigint, "into" bigint)
    order by "from", "into"`.execute(trx)
}
