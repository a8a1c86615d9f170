// What the linker decided, stored: listings, memberships with their evidence, relations. One transaction, the linker's.
import { sql } from 'kysely'
import { RULES_VERSION } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import type { NewListing } from './filed.ts'
import type { Filing } from './filing.ts'
import { foundListings, refreshListings } from './listings.ts'
import type { Member } from './listings.ts'
import { followAdverts, mergeListings, noteSplits } from './merges.ts'
import { BELONGS_TO, isRecent } from './unfiled.ts'
import type { Taken } from './unfiled.ts'

/** @throws RowsAreBusy where a crawl holds an advert that has to move */
export async function saveFiling(trx: Db, taken: Taken[], filing: Filing): Promise<void> {
  const made = await foundListings(trx, withMembers(filing, taken))
  const merges = filing.merges
  if (merges.length > 0) await mergeListings(trx, merges)
  const before = taken.flatMap(posting => (posting.fresh ? [] : posting.id))
  const was = await listingsOf(trx, before)
  await letGo(trx, taken, filing)
  await dropRefused(trx, taken)
  await dropRelations(trx, before)
  if (filing.placed.length > 0) await saveMemberships(trx, filing)
  await saveKeys(trx, filing, before)
  await saveRelations(trx, filing)
  const now = filing.placed.map(placed => ({ id: placed.id, from: was.get(placed.id), into: filing.listingOf(placed) }))
  await noteSplits(trx, now)
  await followAdverts(trx, before)
  const into = merges.map(merge => merge.into)
  const closed = taken.flatMap(posting => (posting.open ? [] : (posting.listing_id ?? [])))
  const touched = new Set([...was.values(), ...closed, ...now.map(one => one.into), ...into])
  const gone = new Set(merges.map(merge => merge.from))
  // What was merged into a new listing may have brought adverts that nobody decided anew.
  const whole = made.filter(({ id }) => !into.includes(id))
  for (const { id } of whole) touched.delete(id)
  await refreshListings(
    trx,
    [...touched].filter(id => !gone.has(id)),
    whole,
  )
}

/** New listings with their adverts, all of this batch. */
function withMembers(filing: Filing, taken: Taken[]): (NewListing & { members: Member[] })[] {
  const placed = Map.groupBy(filing.placed, one => filing.listingOf(one))
  const byId = new Map(taken.map(posting => [posting.id, posting.member]))
  return filing.made.map(made => ({ ...made, members: (placed.get(made.id) ?? []).flatMap(({ id }) => byId.get(id) ?? []) }))
}

/** Where the adverts are in the database now, after merges and before this filing. */
async function listingsOf(trx: Db, ids: number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; listingId: number }>`
    select id, listing_id as "listingId" from posting where id = any(${ids}::bigint[]) and listing_id is not null`.execute(trx)
  return new Map(rows.map(({ id, listingId }) => [id, listingId]))
}

/** What was dealt with and is nowhere now; what was placed is written once, with its place. */
async function letGo(trx: Db, taken: Taken[], filing: Filing): Promise<void> {
  const placed = new Set(filing.placed.map(({ id }) => id))
  const others = taken.map(({ id }) => id).filter(id => !placed.has(id))
  if (others.length === 0) return
  await sql`update posting set linked_at = now(), listing_id = case when closed_at is not null then ${BELONGS_TO} end
    where id = any(${others}::bigint[]) and linked_at is null`.execute(trx)
}

/** What was taken down keeps the evidence of its membership: undone, it goes back to where it was. */
async function dropRefused(trx: Db, taken: Taken[]): Promise<void> {
  const gone = taken.filter(posting => !posting.shown).map(posting => posting.id)
  if (gone.length === 0) return
  await trx.updateTable('posting').set({ listing_id: null }).where('id', 'in', gone).execute()
  await sql`
    delete from link_evidence using posting
    where posting_id = any(${gone}::bigint[]) and posting.id = posting_id and takedown_id is null`.execute(trx)
  await trx.deleteFrom('posting_key').where('posting_id', 'in', gone).execute()
}

/** The evidence of a membership that stands is left alone, and so is the signature of an advert that says what it said. */
async function saveMemberships(trx: Db, filing: Filing): Promise<void> {
  const rows = filing.placed.map(placed => ({
    id: placed.id,
    listing_id: filing.listingOf(placed),
    matched: placed.matched,
    score: placed.score,
    reasons: placed.reasons,
    stands: placed.stands ?? false,
  }))
  const signatures = filing.placed.map(placed => JSON.stringify(placed.signature))
  await sql`
    with placed as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as placed (id bigint, listing_id bigint, matched bigint, score real, reasons jsonb, stands boolean)
    ), filed as (
      update posting set listing_id = placed.listing_id, signature = signed.signature::json, signature_version = ${RULES_VERSION}::int,
        linked_at = coalesce(linked_at, now())
      from placed join unnest(${rows.map(row => row.id)}::bigint[], ${signatures}::text[]) as signed (id, signature) using (id)
      where posting.id = placed.id
    )
    insert into link_evidence (posting_id, listing_id, matched_posting_id, score, reasons, rules_version)
    select id, listing_id, matched, score, reasons, ${RULES_VERSION} from placed
    where not (stands and exists (
      select from link_evidence known where known.posting_id = placed.id and known.listing_id = placed.listing_id))
    on conflict (posting_id) do update set
      listing_id = excluded.listing_id, matched_posting_id = excluded.matched_posting_id, score = excluded.score,
      reasons = excluded.reasons, rules_version = excluded.rules_version, linked_at = now()`.execute(trx)
}

/**
 * Only of adverts that can still be of one role with a new one.
 * @param before adverts that may have keys already
 */
async function saveKeys(trx: Db, filing: Filing, before: number[]): Promise<void> {
  const known = new Set(before)
  const placed = filing.placed.flatMap(({ id }) => (known.has(id) ? id : []))
  if (placed.length > 0) await sql`delete from posting_key where posting_id = any(${placed}::bigint[])`.execute(trx)
  const keys = filing.placed.filter(placed => placed.recent).flatMap(({ id, keys }) => keys.map(key => ({ id, key })))
  if (keys.length === 0) return
  await sql`
    insert into posting_key (key, posting_id)
    select key, id from unnest(${keys.map(row => row.key)}::bigint[], ${keys.map(row => row.id)}::bigint[]) as k (key, id)
    order by key, id`.execute(trx)
}

/** Relations are of open adverts as they were filed last. */
async function dropRelations(trx: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with of_a as (delete from posting_relation where a_id = any(${ids}::bigint[]))
    delete from posting_relation where b_id = any(${ids}::bigint[])`.execute(trx)
}

async function saveRelations(trx: Db, filing: Filing): Promise<void> {
  const rows = filing.relations.map(relation => ({ ...relation, rules_version: RULES_VERSION }))
  if (rows.length === 0) return
  await sql`
    insert into posting_relation (a_id, b_id, kind, score, reasons, rules_version)
    select distinct on (a, b) a, b, kind, score, reasons, rules_version from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as relation (a bigint, b bigint, kind text, score real, reasons jsonb, rules_version integer)
    order by a, b
    on conflict (a_id, b_id) do update set
      kind = excluded.kind, score = excluded.score, reasons = excluded.reasons, rules_version = excluded.rules_version`.execute(trx)
}

/** The nightly clearing: keys of adverts that no new advert can be one role with any more. @returns how many keys. */
export async function pruneKeys(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from posting_key using posting where posting.id = posting_id and not ${isRecent('posting')}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
