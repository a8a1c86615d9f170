// Live examples of what the readers read, for the page that explains them.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import type { Db } from './database.ts'

/** One tag of one role on the board, with the words it was read from. */
export interface TagExample {
  tag: keyof ContractCard
  slug: string
  title: string
  /** Of the role's card only this tag. */
  card: ContractCard
}

/** How many of the newest roles are looked at: enough that the rarer tags are among them, 2 to 4 ms of work. */
const NEWEST = 100

/**
 * For each tag up to `each` examples with different values, from the newest roles on the board: the commonest values first, then a mix.
 * Estimated day rates only: a stated one is the pay again. Adverts of sources that allow no more than a link are not quoted.
 */
export async function findExamples(db: Db, each: number): Promise<TagExample[]> {
  const { rows } = await sql<Omit<TagExample, 'card'> & { read: object }>`
    with newest as (
      select listing_id from listing_search order by first_seen_at desc, listing_id desc limit ${NEWEST}::int
    ), quotable as (
      select tag.key as tag, tag.value as read, listing.slug, listing.title, listing.first_seen_at,
        count(*) over (partition by tag.key, tag.value - 'evidence') as times
      from newest
      join listing on listing.id = newest.listing_id
      cross join lateral jsonb_each(listing.card) as tag
      join posting on posting.id = (listing.provenance ->> tag.key)::bigint
      join source on source.id = posting.source_id
      where source.policy ->> 'republish' <> 'link-only'
        and tag.value #>> '{evidence,0,words}' <> ''
        and not (tag.key = 'dayRate' and tag.value ->> 'basis' = 'stated')
    ), distinct_values as (
      select distinct on (tag, read - 'evidence') * from quotable order by tag, read - 'evidence', first_seen_at desc
    ), ranked as (
      select *, row_number() over (partition by tag order by times desc, md5(tag || slug)) as place from distinct_values
    )
    select tag, read, slug, title from ranked where place <= ${each}::int order by tag, place`.execute(db)
  return rows.map(({ read, ...row }) => ({ ...row, card: { [row.tag]: read } }))
}
