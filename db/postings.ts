// Postings: every advert a source showed, read, with the rejection record among them. Crawlers write here and never link.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { changesBetween } from '../listings/changes.ts'
import type { Told } from '../listings/changes.ts'
import type { RawPosting, Posting } from '../listings/posting.ts'
import { addressKey } from '../listings/address-key.ts'
import type { Evidence } from '../listings/card.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import type { PostingVersionTable } from './schema-roles.ts'

/** A posting as it is saved: what came, and what was read from it. */
export interface ReadAdvert {
  raw: RawPosting
  posting: Posting
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
}

/**
 * Upserts what a source showed, by (source, external id). An advert whose content is unchanged is only marked as seen;
 * one that came back after closing is opened again under its own id, unless its own closing date has passed. New and changed ones wait for
 * the linker; what changed, closed or came back goes into the history, and what did not leaves no trace there. What was taken down is kept
 * and marked, and no later crawl takes the mark away.
 */
export async function savePostings(db: Db, sourceId: string, adverts: ReadAdvert[], options: SaveOptions): Promise<SavedCounts> {
  const latest = new Map(adverts.map(advert => [advert.posting.externalId, advert]))
  return inTransaction(db, async trx => {
    const unchanged = await markSeen(trx, sourceId, [...latest.values()], options.readerVersion)
    const rest = [...latest.values()].filter(advert => !unchanged.has(advert.posting.externalId))
    const added = rest.length === 0 ? 0 : await upsertPostings(trx, sourceId, rest, options)
    return { new: added, changed: rest.length - added, unchanged: unchanged.size }
  })
}

/** Whether an advert's own closing date passed a day ago: the same for closing it and for leaving it closed, or it would come and go. */
const expired = (table: 'posting' | 'excluded'): RawBuilder<boolean> =>
  sql<boolean>`coalesce(${sql.ref(`${table}.closes_at`)} < now() - interval '24 hours', false)`

/** The takedown an arriving advert falls under; null where there is none. db/takedowns.ts says why no advert slips past it. */
const takenDown = (sourceId: string): RawBuilder<number | null> => sql<number | null>`(
  select id from takedown where undone_at is null and (source_id = ${sourceId} or address_key = arrived.address_key) order by id limit 1)`

/**
 * The usual case by far, so it is one statement that rewrites no content: ids and hashes in, ids of the unchanged out. A closing date is no
 * part of the hash, so it is compared by itself.
 */
async function markSeen(db: Db, sourceId: string, adverts: ReadAdvert[], readerVersion: number): Promise<Set<string>> {
  const ids = adverts.map(advert => advert.posting.externalId)
  const hashes = adverts.map(advert => advert.posting.contentHash)
  const urls = adverts.map(advert => advert.posting.url)
  const closings = adverts.map(advert => advert.posting.closesAt ?? null)
  const keys = adverts.map(advert => addressKey(advert.posting.url))
  const { rows } = await sql<{ id: number; external_id: string; reopened: boolean }>`
    update posting
    set last_seen_at = now(), url = arrived.url,
        closed_at = case when ${expired('posting')} then posting.closed_at end,
        closed_because = case when ${expired('posting')} then posting.closed_because end,
        linked_at = case when posting.closed_at is null or ${expired('posting')} then posting.linked_at end
    from unnest(${ids}::text[], ${hashes}::text[], ${urls}::text[], ${closings}::timestamptz[], ${keys}::text[])
      as arrived (external_id, content_hash, url, closes_at, address_key)
    where posting.source_id = ${sourceId} and posting.external_id = arrived.external_id
      and posting.content_hash = arrived.content_hash and posting.reader_version = ${readerVersion}
      and posting.closes_at is not distinct from arrived.closes_at
      and (posting.takedown_id is not null or ${takenDown(sourceId)} is null)
    returning posting.id, posting.external_id, (old.closed_at is not null and new.closed_at is null) as reopened`.execute(db)
  await saveVersions(
    db,
    rows.filter(row => row.reopened).map(({ id }) => ({ id, what: 'reopened' })),
  )
  return new Set(rows.map(row => row.external_id))
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
      posted_at, closes_at, refusal, refusal_evidence, rescued_at, linked_at, takedown_id)
    select ${sourceId}, external_id, url, raw, title, company, location, blocks, card, content_hash, ${readerVersion},
      posted_at, closes_at, refusal, refusal_evidence, case when ${acceptAll} then now() end,
      case when refusal is not null and not ${acceptAll} then now() end, ${takenDown(sourceId)}
    from jsonb_to_recordset(${storable(adverts.map(toRow))}::jsonb) as arrived (
      external_id text, url text, raw jsonb, title text, company text, location text, blocks jsonb, card jsonb, content_hash text,
      posted_at timestamptz, closes_at timestamptz, refusal text, refusal_evidence jsonb, address_key text)
    on conflict (source_id, external_id) do update set
      url = excluded.url, raw = excluded.raw, title = excluded.title, company = excluded.company, location = excluded.location,
      blocks = excluded.blocks, card = excluded.card, content_hash = excluded.content_hash, reader_version = excluded.reader_version,
      posted_at = coalesce(known.posted_at, excluded.posted_at), closes_at = excluded.closes_at,
      refusal = excluded.refusal, refusal_evidence = excluded.refusal_evidence,
      signature = case when known.raw = excluded.raw then known.signature end,
      rescued_at = coalesce(known.rescued_at, excluded.rescued_at), takedown_id = coalesce(known.takedown_id, excluded.takedown_id),
      last_seen_at = now(), changed_at = now(),
      closed_at = case when ${expired('excluded')} then known.closed_at end,
      closed_because = case when ${expired('excluded')} then known.closed_because end,
      linked_at = case when excluded.refusal is not null and known.rescued_at is null and known.listing_id is null then now() end
    returning new.id, old.id is null as inserted, (old.closed_at is not null and new.closed_at is null) as reopened,
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
  /** Null where the source says what it said: a newer reading of the same words is no news. */
  before: Told | null
  after: Told | null
}

interface Version {
  id: number
  what: PostingVersionTable['what']
  old?: unknown
  new?: unknown
}

function versionsOf({ id, reopened, before, after }: Upserted): Version[] {
  const back: Version[] = reopened ? [{ id, what: 'reopened' }] : []
  return before && after ? [...back, ...changesBetween(before, after).map(change => ({ id, ...change }))] : back
}

async function saveVersions(trx: Db, versions: Version[]): Promise<void> {
  if (versions.length === 0) return
  await sql`
    insert into posting_version (posting_id, what, old, new)
    select id, what, old, new from jsonb_to_recordset(${storable(versions)}::jsonb) as v (id bigint, what text, old jsonb, new jsonb)`.execute(
    trx,
  )
}

/** Closes what fits the condition and is open, and writes it into the history. @returns how many. */
async function close(db: Db, because: string, which: RawBuilder<boolean>): Promise<number> {
  const { numAffectedRows } = await sql`
    with shut as (
      update posting set closed_at = now(), closed_because = ${because}, linked_at = null where closed_at is null and ${which} returning id)
    insert into posting_version (posting_id, what, new) select id, 'closed', to_jsonb(${because}::text) from shut`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** JSON that jsonb takes: Postgres refuses NUL and halves of surrogate pairs, and hostile adverts have both. */
export function storable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part))
}

function toRow({ raw, posting }: ReadAdvert): Record<string, unknown> {
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
  }
}

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
        select started_at from crawl_run where source_id = ${sourceId} and outcome = 'complete' order by started_at desc offset 1 limit 1)
      and last_seen_at <= now() - (select (policy ->> 'graceHours')::numeric * interval '1 hour' from source where id = ${sourceId})`,
  )
}

/** Closes adverts that the source says are gone. */
export async function closePostings(db: Db, sourceId: string, externalIds: string[], because: string): Promise<void> {
  if (externalIds.length > 0) await close(db, because, sql`source_id = ${sourceId} and external_id = any(${externalIds}::text[])`)
}

/** Closes adverts whose own closing date passed a day ago. @returns how many. */
export async function closeExpired(db: Db): Promise<number> {
  return close(db, 'its closing date passed', expired('posting'))
}

/** An advert no crawl has shown for this long has had its day, even where a source shows only its newest and so is never read whole. */
const UNSEEN_DAYS = 30

/** Closes adverts that crawled sources have not shown for a month. What people imported is nobody's to show again. @returns how many. */
export async function closeForgotten(db: Db): Promise<number> {
  return close(
    db,
    'not seen for a month',
    sql`last_seen_at < now() - ${UNSEEN_DAYS}::int * interval '1 day' and source_id in (select id from source where origin <> 'import')`,
  )
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
