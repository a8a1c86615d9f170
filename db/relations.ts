// Listings that have to do with each other: what may be the same role, and the same advert in other towns.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import type { Db } from './database.ts'

export interface RelatedListing {
  id: number
  slug: string
  title: string
  card: ContractCard
  kind: 'may_be_same' | 'other_location'
  /** 0 to 1; 0 for another location. */
  score: number
  /** What speaks for one role, in sentences. */
  reasons: string[]
  /** An advert of this listing and one of the other that it rests on: to be judged by people. */
  postingId: number
  otherPostingId: number
}

/** Related listings shown of one. */
const AT_MOST = 20

/**
 * Open listings related to one, the best first: `may_be_same` for “may be the same role as …”, `other_location` for “also in …”. A pair that
 * somebody judged to be different is no relation.
 */
export async function relatedListings(db: Db, listingId: number): Promise<RelatedListing[]> {
  const { rows } = await sql<RelatedListing>`
    with own as (select id, source_id, external_id from posting where listing_id = ${listingId} and closed_at is null),
    related as (
      select own.id as own_id, b_id as other_id, kind, score, reasons from own join posting_relation on a_id = own.id
      union all select own.id, a_id, kind, score, reasons from own join posting_relation on b_id = own.id),
    best as (
      select distinct on (other.listing_id) other.listing_id, own_id, other_id, kind, score, reasons
      from related join posting other on other.id = other_id
      where other.closed_at is null and other.listing_id <> ${listingId}
        and not exists (
          select from link_verdict v join own on true join posting fellow on fellow.listing_id = other.listing_id
          where v.undone_at is null and v.says = 'different' and (
            (v.a_source, v.a_advert, v.b_source, v.b_advert) = (own.source_id, own.external_id, fellow.source_id, fellow.external_id)
            or (v.b_source, v.b_advert, v.a_source, v.a_advert) = (own.source_id, own.external_id, fellow.source_id, fellow.external_id)))
      order by other.listing_id, kind, score desc, own_id, other_id)
    select listing.id, slug, title, card, kind, score, reasons, own_id as "postingId", other_id as "otherPostingId"
    from best join listing on listing.id = best.listing_id where listing.closed_at is null
    order by kind, score desc, listing.id limit ${AT_MOST}`.execute(db)
  return rows
}

/** Pairs of listings that are one text in several towns, as far as one of the two is among `ids`. */
export async function otherLocations(db: Db, ids: number[]): Promise<[number, number][]> {
  const { rows } = await sql<{ one: number; other: number }>`
    with own as (select id, listing_id from posting where listing_id = any(${ids}::bigint[])),
    related as (
      select listing_id, b_id as other_id from own join posting_relation on a_id = own.id where kind = 'other_location'
      union select listing_id, a_id from own join posting_relation on b_id = own.id where kind = 'other_location')
    select distinct related.listing_id as one, other.listing_id as other from related join posting other on other.id = other_id
    where other.listing_id <> related.listing_id order by 1, 2`.execute(db)
  return rows.map(({ one, other }) => [one, other])
}
