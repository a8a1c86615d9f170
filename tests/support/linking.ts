// A board with three sources for tests of the linker, and what there is to see on it.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import type { Database } from '../../db/schema.ts'
import { saveSources } from '../../db/sources.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { read, source } from './adverts.ts'

export async function emptyBoard(db: Kysely<Database>): Promise<void> {
  await sql`truncate posting, listing, link_verdict, link_suggestion, admin_log cascade`.execute(db)
  await saveSources(db, [source('alder'), source('birch'), source('cedar')])
}

/** Stores adverts as a crawl does, and files them. */
export async function file(db: Kysely<Database>, sourceId: string, ...adverts: RawPosting[]): Promise<void> {
  await savePostings(db, sourceId, adverts.map(read), { readerVersion: 1 })
  await linkPending(db)
}

export async function postingOf(db: Kysely<Database>, externalId: string) {
  return db.selectFrom('posting').selectAll().where('external_id', '=', externalId).executeTakeFirstOrThrow()
}

export async function listingOf(db: Kysely<Database>, externalId: string): Promise<number | null> {
  return (await postingOf(db, externalId)).listing_id
}

export async function slugOf(db: Kysely<Database>, externalId: string): Promise<string> {
  const listing = await db
    .selectFrom('listing')
    .innerJoin('posting', 'posting.listing_id', 'listing.id')
    .select('slug')
    .where('external_id', '=', externalId)
    .executeTakeFirstOrThrow()
  return listing.slug
}

/** Which adverts are together, by their names; says nothing about ids. */
export async function memberships(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ together: string }>`
    select string_agg(external_id, ' ' order by external_id) as together from posting where listing_id is not null
    group by listing_id order by 1`.execute(db)
  return rows.map(row => row.together)
}

/** What must hold whatever happened: sentences about what does not. */
export async function brokenRules(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ broken: string }>`
    select 'no evidence for ' || external_id as broken from posting where listing_id is not null
      and not exists (select from link_evidence e where e.posting_id = posting.id and e.listing_id = posting.listing_id and jsonb_array_length(reasons) > 0)
    union all
    select 'judged different, yet together: ' || a.external_id || ' ' || b.external_id from link_verdict v
      join posting a on (a.source_id, a.external_id) = (v.a_source, v.a_advert) join posting b on (b.source_id, b.external_id) = (v.b_source, v.b_advert)
      where v.undone_at is null and says = 'different' and a.listing_id = b.listing_id
    union all
    select 'judged the same, yet apart: ' || a.external_id || ' ' || b.external_id from link_verdict v
      join posting a on (a.source_id, a.external_id) = (v.a_source, v.a_advert) join posting b on (b.source_id, b.external_id) = (v.b_source, v.b_advert)
      where v.undone_at is null and says = 'same' and a.listing_id <> b.listing_id
    union all
    select 'counts ' || adverts || ' adverts: ' || slug from listing
      where closed_at is null and adverts <> (select count(*) from posting where listing_id = listing.id and posting.closed_at is null)
    union all
    select 'open and not searchable, or the reverse: ' || slug from listing
      where (closed_at is null) <> exists (select from listing_search s where s.listing_id = listing.id)
    union all
    select 'an address that leads to a listing that is gone: ' || old_slug from listing_redirect r join listing l on l.id = r.listing_id
      where exists (select from listing_redirect further where further.old_id = l.id)`.execute(db)
  return rows.map(row => row.broken)
}
