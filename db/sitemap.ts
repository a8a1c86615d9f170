// Which roles search engines may be led to.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** sitemaps.org: an address list may hold no more. Beside the roles stand a few pages. */
const AT_MOST = 49_000

/**
 * The newest live roles of which an open advert may be shown with more than a link: by the policy of its source, and unless the advert
 * itself asked not to be. Samples are nobody's roles.
 */
export async function mappedListings(db: Db): Promise<{ slug: string; changedAt: Date }[]> {
  const { rows } = await sql<{ slug: string; changedAt: Date }>`
    select slug, changed_at as "changedAt" from listing_search join listing on listing.id = listing_id
    where not sample and exists (
      select from posting join source on source.id = source_id
      where posting.listing_id = listing.id and posting.closed_at is null and takedown_id is null and link_only is null
        and policy ->> 'republish' <> 'link-only')
    order by listing_search.first_seen_at desc, listing_search.listing_id desc limit ${AT_MOST}`.execute(db)
  return rows
}
