// Pages of a source as they were when last read, so that a page which is as it was is not read again. Every statement takes as many pages as
// there are; what a page's adverts are is known by `posting.page_key`.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { bytesText } from './bytes.ts'
import type { Db } from './database.ts'
import { BROUGHT_BACK, storable } from './postings.ts'

/** What tells the pages of one run from others. */
export interface PageRun {
  sourceId: string
  /** The first run of the chain this one belongs to. */
  chain: number
  /** Which reader, connector and settings read. */
  reading: string
}

export interface StoredPage {
  etag: string | null
  lastModified: string | null
  /** What its host said may be done with it. */
  robotsTag: string | null
  bodyHash: string | null
  adverts: number
  /** Null where the pages it leads to could not be kept: it has to be read again. */
  follow: object | null
  more: boolean
  /** This run, or one it goes on with, has dealt with the page. */
  done: boolean
  /** Read as we read now, and every advert that was on it is still here (P9): it need not be read again where it is as it was. */
  whole: boolean
}

/**
 * Whether all adverts of a page are still here, and none is closed that the page would open again. One the source took away for good, by date
 * or by a person's word stays closed whatever the page says.
 */
const isWhole = (page: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`${page}.adverts <= (
  select count(*) from posting where posting.source_id = ${page}.source_id and posting.page_key = ${page}.key
    and (posting.closed_at is null or not ${BROUGHT_BACK}))`

/** The pages of these keys that are known, by their key as hex. */
export async function recallPages(db: Db, { sourceId, chain, reading }: PageRun, keys: Buffer[]): Promise<Map<string, StoredPage>> {
  const { rows } = await sql<StoredPage & { key: string }>`
    select encode(key, 'hex') as key, etag, last_modified as "lastModified", robots_tag as "robotsTag", body_hash as "bodyHash", adverts, follow, more,
      run_id = ${chain} as done, reading = ${reading} and ${isWhole(sql`page`)} as whole
    from crawl_page as page where source_id = ${sourceId} and key = any(${keys.map(bytesText)}::bytea[])`.execute(db)
  return new Map(rows.map(({ key, ...page }) => [key, page]))
}

export interface ReadPage {
  key: Buffer
  etag: string | undefined
  lastModified: string | undefined
  robotsTag: string | undefined
  bodyHash: string
  fingerprint: string | undefined
  /** The adverts on it, each once. */
  externalIds: string[]
  follow: object | undefined
  more: boolean
}

/** Keeps what pages were, once their adverts are saved. Those that were on one and are not any more are no longer that page's. */
export async function rememberPages(db: Db, { sourceId, chain, reading }: PageRun, pages: ReadPage[]): Promise<void> {
  const rows = new Map(pages.map(page => [page.key.toString('hex'), { ...page, key: bytesText(page.key) }]))
  await sql`
    with page as materialized (
      select * from jsonb_to_recordset(${storable([...rows.values()])}::jsonb) as page (key bytea, etag text, "lastModified" text,
        "robotsTag" text, "bodyHash" text, fingerprint text, "externalIds" text[], follow jsonb, more boolean)
    ), left_it as (
      update posting set page_key = null from page
      where source_id = ${sourceId} and posting.page_key = page.key and external_id <> all(page."externalIds"))
    insert into crawl_page (source_id, key, etag, last_modified, robots_tag, body_hash, fingerprint, reading, adverts, follow, more, run_id)
    select ${sourceId}, key, etag, "lastModified", "robotsTag", "bodyHash", fingerprint, ${reading}, cardinality("externalIds"), follow, more, ${chain} from page
    on conflict (source_id, key) do update set
      etag = excluded.etag, last_modified = excluded.last_modified, robots_tag = excluded.robots_tag, body_hash = excluded.body_hash, fingerprint = excluded.fingerprint,
      reading = excluded.reading, adverts = excluded.adverts, follow = excluded.follow, more = excluded.more, read_at = now(),
      run_id = excluded.run_id`.execute(db)
}

/** Pages that were read but must not be known again: the next crawl reads them anew. */
export async function forgetPages(db: Db, sourceId: string, keys: Buffer[]): Promise<void> {
  await sql`delete from crawl_page where source_id = ${sourceId} and key = any(${keys.map(bytesText)}::bytea[])`.execute(db)
}

export interface Confirmed {
  key: Buffer
  etag: string | undefined
  lastModified: string | undefined
  fingerprint: string | undefined
}

/** The pages are as they were: their adverts are seen again, all in one statement. @returns how many they are. */
export async function confirmPages(db: Db, { sourceId, chain }: PageRun, pages: Confirmed[]): Promise<number> {
  const rows = new Map(pages.map(page => [page.key.toString('hex'), { ...page, key: bytesText(page.key) }]))
  const { numAffectedRows } = await sql`
    with seen as materialized (
      select * from jsonb_to_recordset(${storable([...rows.values()])}::jsonb) as seen (key bytea, etag text, "lastModified" text, fingerprint text)
    ), page as (
      update crawl_page set run_id = ${chain}, read_at = now(), fingerprint = coalesce(seen.fingerprint, crawl_page.fingerprint),
        etag = coalesce(seen.etag, crawl_page.etag), last_modified = coalesce(seen."lastModified", crawl_page.last_modified)
      from seen where source_id = ${sourceId} and crawl_page.key = seen.key)
    update posting set last_seen_at = now(), gone_at = null from seen
    where source_id = ${sourceId} and page_key = seen.key and closed_at is null`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Where a list says by a date or a number that a page is as it was, it is still looked at now and then. */
const TRUSTED_FOR = sql`interval '7 days'`
/** Where it only names the page, once a day. */
const NAMED_FOR = sql`interval '20 hours'`

export interface NamedPage {
  key: Buffer
  fingerprint: string | undefined
}

/**
 * Of the pages a list names, those that need not be asked for: their list says nothing new of them, or this run has dealt with them. Their
 * adverts are seen again. One statement, whatever their number.
 * @returns their keys as hex, each with how many adverts it had
 */
export async function passOverPages(db: Db, { sourceId, chain, reading }: PageRun, pages: NamedPage[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; adverts: number }>`
    with known as materialized (
      select page.key, page.adverts
      from unnest(${pages.map(({ key }) => bytesText(key))}::bytea[], ${pages.map(one => one.fingerprint ?? null)}::text[])
        as named (key, fingerprint)
      join crawl_page as page on page.source_id = ${sourceId} and page.key = named.key
      where page.run_id = ${chain} or (page.reading = ${reading} and page.fingerprint is not distinct from named.fingerprint
        and page.read_at > now() - case when named.fingerprint is null then ${NAMED_FOR} else ${TRUSTED_FOR} end and ${isWhole(sql`page`)})
    ), seen as (
      update posting set last_seen_at = now(), gone_at = null from known
      where posting.source_id = ${sourceId} and posting.page_key = known.key and posting.closed_at is null
    )
    select encode(key, 'hex') as key, adverts from known`.execute(db)
  return new Map(rows.map(({ key, adverts }) => [key, adverts]))
}

/** Pages nobody has asked for in a long time. @returns how many were forgotten. */
export async function prunePages(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`delete from crawl_page where read_at < now() - interval '45 days'`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
