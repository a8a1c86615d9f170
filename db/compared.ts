// Roles by their addresses, for standing side by side.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { findListing } from './listings.ts'
import type { ListingDetail } from './listings.ts'

/**
 * Roles at these addresses, in their order; one that was put together with another is found under its old address too. Of a role whose
 * adverts were all taken down nothing may be shown.
 */
export async function findCompared(db: Db, slugs: readonly string[]): Promise<ListingDetail[]> {
  if (slugs.length === 0) return []
  const { rows } = await sql<{ slug: string }>`
    with wanted as (
      select min(place) as place, coalesce(redirect.listing_id, own.id) as id
      from unnest(${slugs}::text[]) with ordinality as asked (slug, place)
      left join listing_redirect redirect on old_slug = asked.slug
      left join listing own on own.slug = asked.slug
      group by 2)
    select slug from wanted join listing using (id) order by place`.execute(db)
  const found = await Promise.all(rows.map(({ slug }) => findListing(db, slug)))
  return found.flatMap(role => (role && role.adverts.length > 0 ? [role] : []))
}
