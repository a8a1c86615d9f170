// Roles by their addresses, for standing side by side.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { BoardRow } from './search.ts'

export interface ComparedListing extends Pick<BoardRow, 'slug' | 'title' | 'card' | 'advertisers' | 'adverts' | 'firstSeenAt'> {
  closedAt: Date | null
}

/**
 * Roles at these addresses, in their order; one that was put together with another is found under its old address too. Of a role whose
 * adverts were all taken down nothing may be shown.
 */
export async function findCompared(db: Db, slugs: readonly string[]): Promise<ComparedListing[]> {
  if (slugs.length === 0) return []
  const { rows } = await sql<ComparedListing>`
    with wanted as (
      select min(place) as place, coalesce(redirect.listing_id, own.id) as id
      from unnest(${slugs}::text[]) with ordinality as asked (slug, place)
      left join listing_redirect redirect on old_slug = asked.slug
      left join listing own on own.slug = asked.slug
      group by 2)
    select slug, title, card, advertisers, adverts, first_seen_at as "firstSeenAt", closed_at as "closedAt"
    from wanted join listing using (id)
    where exists (select from posting where listing_id = listing.id and takedown_id is null)
    order by place`.execute(db)
  return rows
}
