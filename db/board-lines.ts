// Lines of the board, as they are stored beside what roles are searched by.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { BoardRow } from './search.ts'

/** A line as it is stored. */
export type StoredLine = Pick<BoardRow, 'id' | 'firstSeenAt' | 'closesAt' | 'sample'> & {
  summary: Pick<BoardRow, 'slug' | 'title' | 'card' | 'advertisers' | 'adverts' | 'sources'>
}

/** Lines of these listings by id; of roles that have closed, none. */
export async function fetchLines(db: Db, ids: readonly number[]): Promise<Map<number, BoardRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<StoredLine>`
    select listing_id as id, first_seen_at as "firstSeenAt", closes_at as "closesAt", sample, coalesce(summary, (
      select jsonb_build_object('slug', slug, 'title', title, 'card', card, 'advertisers', advertisers, 'adverts', adverts, 'sources', '{}'::text[])
      from listing where listing.id = listing_id)) as summary
    from listing_search where listing_id = any(${ids}::bigint[])`.execute(db)
  return new Map(rows.map(({ summary, ...row }) => [row.id, { ...row, ...summary }]))
}
