// Postings: every advert a source showed, read, with the rejection record among them. Crawlers write here and never link.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { changesBetween } from '../listings/changes.ts'
import type { Told } from '../listings/changes.ts'
import type { RawPosting, Posting } from '../listings/posting.ts'
import { addressKey } from '../listings/address-key.ts'
import type { Evidence } from '../listings/card.ts'
import { bytesText } from './bytes.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import { saveVersions } from './posting-versions.ts'
import type { Version } from './posting-versions.ts'

/** A posting as it is saved: what came, and what was read from it. */
export interface ReadAdvert {
  raw: RawPosting
  posting: Posting
  /** The page it was on. */
  pageKey?: Buffer
}

export interface SavedCounts {
  new: number
  changed: number
  unchanged: number
}

export interface SaveOptions {
  readerVersion: number
  /** Show the adverts whatever the readers say; a refusal is still recorded. */
  acceptAll?: boolean
  /** Adverts not seen since then may have come back under another id (D6); without it ids are what they are. */
  renamedSince?: Date
  /** Whether a known advert of this title may be overwritten now (D5). What may not is marked as seen and handed back. */
  mayReplace?: (title: string, advert: ReadAdvert) => boolean
}

export interface Saved extends SavedCounts {
  /** Of `unchanged`, those that were known under another id. */
  renamed?: number
  /** Adverts that `mayReplace` kept from being stored; they are counted nowhere yet. */
  held?: ReadAdvert[]
}

/**
 * Upserts what a source showed, by (source, external id). An advert whose content is unchanged is only marked as seen;
 * one that came back after closing is opened again under its own id, unless its own closing date has passed: what comes new or changed with
 * such a date is closed at once, and never stands on the board until the hour. New and changed ones wait for the linker; what changed, closed or came back goes into the history, and what did not leaves no trace there. What was taken down is kept
 * and marked, and no later crawl takes the mark away.
 */
export async function savePostings(db: Db, sourceId: string, adverts: ReadAdvert[], options: SaveOptions): Promise<Saved> {
  const latest = new Map(adverts.map(advert => [advert.posting.externalId, advert]))
  return inTransaction(db, async trx => {
    const unchanged = await markSeen(trx, sourceId, [...latest.values()], options)
    const unknown = (): ReadAdvert[] => [...latest.values()].filter(advert => !unchanged.has(advert.posting.externalId))
    const renamed = await renamePostings(trx, sourceId, unknown(), options)
    for (const id of renamed) unchanged.add(id)
    const held = await holdBack(trx, sourceId, unknown(), options)
    const rest = unknown().filter(advert => !held.includes(advert))
    const added = rest.length === 0 ? 0 : await upsertPostings(trx, sourceId, rest, options)
    return {
      new: added,
      changed: rest.length - added,
      unchanged: unchanged.size,
      ...(renamed.length > 0 && { renamed: renamed.length }),
      ...(held.length > 0 && { held }),
    }
  })
}

/** Whether an advert's own closing date passed a day ago: the same for closing it and for leaving it closed, or it would come and go. */
export const expired = (table: 'posting' | 'excluded' | 'arrived'): RawBuilder<boolean> =>
  sql<boolean>`coalesce(${sql.ref(`${table}.closes_at`)} < now() - interval '24 hours', false)`

/** Why an advert closes whose own closing date passed. */
export const ITS_DATE_PASSED = 'its closing date passed'

/** The takedown an arriving advert falls under; null where there is none. db/takedowns.ts says why no advert slips past it. */
const takenDown = (sourceId: string): RawBuilder<number | null> => sql<number | null>`(
  select id from takedown where undone_at is null and (source_id = ${sourceId} or address_key = arrived.address_key) order by id limit 1)`

/** Whether a closed advert is opened again by being seen. */
export const BROUGHT_BACK = sql<boolean>`not ${expired('posting')}`

/**
 * The usual case by far, so it is one statement that rewrites no content: ids and hashes in, ids of the unchanged out. A closing date is no
 * part of the hash, nor is what the source allows, so they are compared by themselves.
 */
async function markSeen(db: Db, sourceId: string, adverts: ReadAdvert[], { readerVersion }: SaveOptions): Promise<Set<string>> {
  const ids = adverts.map(advert => advert.posting.externalId)
  const hashes = adverts.map(advert => advert.posting.contentHash)
  const urls = adverts.map(advert => advert.posting.url)
  const closings = adverts.map(advert => advert.posting.closesAt ?? null)
  const limits = adverts.map(advert => advert.raw.linkOnly ?? null)
  const keys = adverts.map(advert => addressKey(advert.posting.url))
  const { rows } = await sql<{ id: number; external_id: string; reopened: boolean }>`
    update posting
    set last_seen_at = now(), url = arrived.url, page_key = coalesce(arrived.page_key, posting.page_key), gone_at = null,
        closed_at = case when ${expired('posting')} then posting.closed_at end,
        closed_because = case when ${expired('posting')} then posting.closed_because end,
        linked_at = case when posting.closed_at is null or ${expired('posting')} then posting.linked_at end
    from unnest(${ids}::text[], ${hashes}::text[], ${urls}::text[], ${closings}::timestamptz[], ${limits}::text[],
      ${keys}::text[], ${adverts.map(pageKeyOf)}::bytea[])
      as arrived (external_id, content_hash, url, closes_at, link_only, address_key, page_key)
    where posting.source_id = ${sourceId} and posting.external_id = arrived.external_id
      and posting.content_hash = arrived.content_hash and posting.reader_version = ${readerVersion}
      and posting.closes_at is not distinct from arrived.closes_at and posting.link_only is not distinct from arrived.link_only
      and (posting.takedown_id is not null or ${takenDown(sourceId)} is null)
    returning posting.id, posting.external_id, (old.closed_at is not null and new.closed_at is null) as reopened`.execute(db)
  await saveVersions(
    db,
    rows.filter(row => row.reopened).map(({ id }) => ({ id, what: 'reopened' })),
  )
  return new Set(rows.map(row => row.external_id))
}

/**
 * Adverts under ids we do not know that say word for word what an open advert said which this run has not shown: the source numbers its
 * adverts anew (D6), or put one up again. They go on as what they were, with their listing and their history. Of several that say the same
 * each takes one.
 */
async function renamePostings(db: Db, sourceId: string, adverts: ReadAdvert[], { renamedSince }: SaveOptions): Promise<string[]> {
  if (renamedSince === undefined || adverts.length === 0) return []
  const ids = adverts.map(advert => advert.posting.externalId)
  const hashes = adverts.map(advert => advert.posting.contentHash)
  const urls = adverts.map(advert => advert.posting.url)
  const keys = adverts.map(advert => addressKey(advert.posting.url))
  const { rows } = await sql<{ external_id: string }>`
    with arrived as (
      select *, row_number() over (partition by content_hash order by external_id) as nth
      from unnest(${ids}::text[], ${hashes}::text[], ${urls}::text[], ${keys}::text[], ${adverts.map(pageKeyOf)}::bytea[])
        as arrived (external_id, content_hash, url, address_key, page_key)
      where not exists (select from posting where posting.source_id = ${sourceId} and posting.external_id = arrived.external_id)
        and ${takenDown(sourceId)} is null
    ), unseen as (
      select id, content_hash, row_number() over (partition by content_hash order by id) as nth from posting
      where source_id = ${sourceId} and content_hash = any(${hashes}::text[]) and closed_at is null
        and last_seen_at < ${renamedSince}::timestamptz and external_id <> all(${ids}::text[])
    )
    update posting set external_id = arrived.external_id, url = arrived.url, last_seen_at = now(), gone_at = null,
      page_key = coalesce(arrived.page_key, posting.page_key)
    from unseen join arrived using (content_hash, nth) where posting.id = unseen.id
    returning posting.external_id`.execute(db)
  return rows.map(row => row.external_id)
}

/** Known adverts that may not be overwritten now: they were seen, and stay as they are. */
async function holdBack(db: Db, sourceId: string, adverts: ReadAdvert[], { mayReplace }: SaveOptions): Promise<ReadAdvert[]> {
  if (mayReplace === undefined || adverts.length === 0) return []
  const ids = adverts.map(advert => advert.posting.externalId)
  const { rows } = await sql<{ external_id: string; title: string }>`
    select external_id, title from posting where source_id = ${sourceId} and external_id = any(${ids}::text[])`.execute(db)
  const titles = new Map(rows.map(row => [row.external_id, row.title]))
  const held = adverts.filter(advert => {
    const title = titles.get(advert.posting.externalId)
    return title !== undefined && !mayReplace(title, advert)
  })
  const heldIds = held.map(advert => advert.posting.externalId)
  if (held.length > 0)
    await sql`update posting set last_seen_at = now() where source_id = ${sourceId} and external_id = any(${heldIds}::text[])`.execute(db)
  return held
}

/**
 * The signature stays where the source still says the same and only our reading is newer: the linker tells an advert that was edited from
 * one that was read again by it. @returns how many of the adverts were not there before.
 */
async function upsertPostings(
  db: Db,
  sourceId: string,
  adverts: ReadAdvert[],
  { readerVersion, acceptAll = false }: SaveOptions,
): Promise<number> {
  const { rows } = await sql<Upserted>`
    insert into posting as known (source_id, external_id, url, raw, title, company, location, blocks, card, content_hash, reader_version,
      posted_at, closes_at, refusal, refusal_evidence, link_only, page_key, rescued_at, linked_at, takedown_id, closed_at, closed_because)
    select ${sourceId}, external_id, url, raw, title, company, location, blocks, card, content_hash, ${readerVersion},
      posted_at, closes_at, refusal, refusal_evidence, link_only, page_key, case when ${acceptAll} then now() end,
      case when refusal is not null and not ${acceptAll} then now() end, ${takenDown(sourceId)},
      case when ${expired('arrived')} then now() end, case when ${expired('arrived')} then ${ITS_DATE_PASSED} end
    from jsonb_to_recordset(${storable(adverts.map(toRow))}::jsonb) as arrived (
      external_id text, url text, raw jsonb, title text, company text, location text, blocks jsonb, card jsonb, content_hash text,
      posted_at timestamptz, closes_at timestamptz, refusal text, refusal_evidence jsonb,
      link_only text, address_key text, page_key bytea)
    on conflict (source_id, external_id) do update set
      url = excluded.url, raw = excluded.raw, title = excluded.title, company = excluded.company, location = excluded.location,
      blocks = excluded.blocks, card = excluded.card, content_hash = excluded.content_hash, reader_version = excluded.reader_version,
      posted_at = coalesce(known.posted_at, excluded.posted_at), closes_at = excluded.closes_at,
      refusal = excluded.refusal, refusal_evidence = excluded.refusal_evidence, link_only = excluded.link_only,
      page_key = coalesce(excluded.page_key, known.page_key), gone_at = null,
      signature = case when known.raw = excluded.raw then known.signature end,
      rescued_at = coalesce(known.rescued_at, excluded.rescued_at), takedown_id = coalesce(known.takedown_id, excluded.takedown_id),
      last_seen_at = now(), changed_at = now(),
      closed_at = case when ${expired('excluded')} then coalesce(known.closed_at, now()) end,
      closed_because = case when ${expired('excluded')} then coalesce(known.closed_because, excluded.closed_because) end,
      linked_at = case when excluded.refusal is not null and known.rescued_at is null and known.listing_id is null then now() end
    returning new.id, old.id is null as inserted, (old.closed_at is not null and new.closed_at is null) as reopened,
      case when old.closed_at is null then new.closed_because end as "closedBecause",
      case when old.raw <> new.raw then jsonb_build_object('title', old.title, 'location', old.location, 'card', old.card) end as before,
      case when old.raw <> new.raw then jsonb_build_object('title', new.title, 'location', new.location, 'card', new.card) end as after`.execute(
    db,
  )
  await saveVersions(db, rows.flatMap(versionsOf))
  return rows.filter(row => row.inserted).length
}

interface Upserted {
  id: number
  inserted: boolean
  reopened: boolean
  /** Why it closed just now; null where it did not. */
  closedBecause: string | null
  /** Null where the source says what it said: a newer reading of the same words is no news. */
  before: Told | null
  after: Told | null
}

function versionsOf({ id, reopened, closedBecause, before, after }: Upserted): Version[] {
  const back: Version[] = reopened ? [{ id, what: 'reopened' }] : []
  const changes = before && after ? changesBetween(before, after).map(change => ({ id, ...change })) : []
  return [...back, ...changes, ...(closedBecause === null ? [] : [{ id, what: 'closed' as const, new: closedBecause }])]
}

/** JSON that jsonb takes: Postgres refuses NUL and halves of surrogate pairs, and hostile adverts have both. */
export function storable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part))
}

const pageKeyOf = ({ pageKey }: ReadAdvert): string | null => (pageKey === undefined ? null : bytesText(pageKey))

function toRow(advert: ReadAdvert): Record<string, unknown> {
  const { raw, posting } = advert
  return {
    external_id: posting.externalId,
    url: posting.url,
    raw,
    title: posting.title,
    company: posting.company,
    location: posting.location,
    blocks: posting.blocks,
    card: posting.card,
    content_hash: posting.contentHash,
    posted_at: posting.postedAt ?? null,
    closes_at: posting.closesAt ?? null,
    refusal: posting.refusal?.reason ?? null,
    refusal_evidence: posting.refusal?.evidence ?? null,
    address_key: addressKey(posting.url),
    link_only: raw.linkOnly ?? null,
    page_key: pageKeyOf(advert),
  }
}

export interface RefusedAdvert {
  id: number
  sourceId: string
  sourceName: string
  title: string
  company: string
  url: string
  reason: string
  evidence: Evidence[]
  changedAt: Date
}

export interface RefusedPage {
  rows: RefusedAdvert[]
  /** All that fit, and how many of each reason there are in the whole record. */
  total: number
  byReason: Record<string, number>
  /** Pass as `beforeId` for the next page. */
  next: number | null
}

/** The rejection record, newest first. `q` is looked for in title and company. */
export async function listRefused(
  db: Db,
  { reason, q, beforeId, limit }: { reason?: string; q?: string; beforeId?: number; limit: number },
): Promise<RefusedPage> {
  let found = db
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .where('posting.refusal', 'is not', null)
    .where('posting.rescued_at', 'is', null)
    .where('posting.takedown_id', 'is', null)
  if (reason) found = found.where('posting.refusal', '=', reason)
  if (q) found = found.where(sql<boolean>`posting.title || ' ' || posting.company ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`)
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
  if (beforeId !== undefined) found = found.where('posting.id', '<', beforeId)
  const rows = await found
    .select(['posting.id', 'posting.source_id as sourceId', 'source.name as sourceName', 'posting.title', 'posting.company', 'posting.url'])
    .select(['posting.refusal as reason', 'posting.refusal_evidence as evidence', 'posting.changed_at as changedAt'])
    .orderBy('posting.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit).map(row => ({ ...row, reason: row.reason ?? '', evidence: row.evidence ?? [] }))
  return { rows: page, total, byReason: await countRefusals(db), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

async function countRefusals(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('posting')
    .select(['refusal', sql<number>`count(*)`.as('count')])
    .where('refusal', 'is not', null)
    .where('rescued_at', 'is', null)
    .where('takedown_id', 'is', null)
    .groupBy('refusal')
    .orderBy('count', 'desc')
    .execute()
  return Object.fromEntries(rows.map(row => [row.refusal ?? '', row.count]))
}

/** A person says a refused advert belongs on the board; later crawls keep to it. @returns false where there is no such refusal. */
export async function rescuePosting(db: Db, id: number): Promise<boolean> {
  const done = await db
    .updateTable('posting')
    .set({ rescued_at: sql<Date>`now()`, linked_at: null })
    .where('id', '=', id)
    .where('refusal', 'is not', null)
    .where('rescued_at', 'is', null)
    .where('takedown_id', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Whether an advert waits for the linker. */
export async function hasUnlinked(db: Db): Promise<boolean> {
  const waiting = await db.selectFrom('posting').select('id').where('linked_at', 'is', null).limit(1).executeTakeFirst()
  return waiting !== undefined
}

/** Every advert on the board with the listing it belongs to, by id, in batches that keep memory flat. */
export async function* exportPostings(db: Db): AsyncGenerator<{ posting: string; listing: number; source: string }> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('posting')
      .select(['id', 'external_id as posting', 'listing_id as listing', 'source_id as source'])
      .where('id', '>', after)
      .where('listing_id', 'is not', null)
      .where('takedown_id', 'is', null)
      .orderBy('id')
      .limit(2_000)
      .execute()
    for (const row of rows) if (row.listing !== null) yield { posting: row.posting, listing: row.listing, source: row.source }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
