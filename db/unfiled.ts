// Postings as the linker takes them: with what they are compared by.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Posting } from '../listings/posting.ts'
import { blockingKeys, signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import type { Unfiled } from './filed.ts'
import { SAME_ROLE_DAYS } from './filing.ts'
import { knownSignatures } from './known-signatures.ts'

/** A posting as the linker takes it. */
export interface Taken extends Unfiled {
  shown: boolean
}

/** On the board, or would be if it were open. */
export const SHOWN = sql<boolean>`((refusal is null or rescued_at is not null) and takedown_id is null)`

/** The listing an advert is in, or was in when it was taken down. */
export const BELONGS_TO = sql<number | null>`
  coalesce(posting.listing_id, (select evidence.listing_id from link_evidence as evidence where evidence.posting_id = posting.id))`

/** All adverts of listings, to be decided anew. */
export async function takeAnew(db: Db, listingIds: number[], lock: RawBuilder<unknown> = sql``): Promise<Taken[]> {
  const taken = await takePostings(db, sql`listing_id = any(${listingIds}::bigint[]) and ${SHOWN} order by id ${lock}`)
  return taken.map(posting => ({ ...posting, anew: true }))
}

interface PostingRow {
  id: number
  source_id: string
  title: string
  company: string
  location: string
  url: string
  external_id: string
  content_hash: string
  blocks: Posting['blocks']
  card: Posting['card']
  posted_at: Date | null
  listing_id: number | null
  shown: boolean
  open: boolean
  recent: boolean
  edited: boolean
  firstSeenAt: Date
  lastSeenAt: Date
  /** `linked_at` as it will be once it is filed in this transaction. */
  filedAt: number
}

/**
 * An advert that was taken down has left its listing and kept the evidence of its membership, which follows merges: undone, it belongs there.
 * @param which a condition, and what follows it: order, limit, lock
 */
export async function takePostings(db: Db, which: RawBuilder<unknown>): Promise<Taken[]> {
  const { rows } = await sql<PostingRow>`
    select id, source_id, title, company, location, url, external_id, content_hash, blocks, card, posted_at, ${BELONGS_TO} as listing_id,
      ${SHOWN} as shown, closed_at is null as open, ${isRecent('posting')} as recent, signature is null as edited,
      first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt",
      date_part('epoch', coalesce(linked_at, now())) as "filedAt"
    from posting where ${which}`.execute(db)
  const known = knownSignatures(db)
  return rows.map(row => {
    const taken = { ...row, ...signed(row), anew: false }
    known.keep(row.id, row.filedAt, taken.signature)
    return taken
  })
}

/** Whether an advert can still be of one role with a new one. */
export const isRecent = (table: string): RawBuilder<boolean> => sql<boolean>`
  (${sql.ref(`${table}.closed_at`)} is null or ${sql.ref(`${table}.last_seen_at`)} > now() - ${SAME_ROLE_DAYS}::int * interval '1 day')`

/** What of a posting's row makes its signature, and the keys it is found by. */
export type SignedColumns = Pick<
  PostingRow,
  'title' | 'company' | 'location' | 'url' | 'external_id' | 'content_hash' | 'blocks' | 'card' | 'posted_at'
>

export function signed(row: SignedColumns): Pick<Unfiled, 'signature' | 'keys'> {
  const own = signature({
    externalId: row.external_id,
    url: row.url,
    title: row.title,
    company: row.company,
    location: row.location,
    blocks: row.blocks,
    card: row.card,
    contentHash: row.content_hash,
    ...(row.posted_at ? { postedAt: row.posted_at.toISOString() } : {}),
  })
  return { signature: own, keys: blockingKeys(own) }
}

/** How many adverts wait for the linker, by the index posting_to_link. */
export async function countUnlinked(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('posting')
    .select(sql<number>`count(*)`.as('count'))
    .where('linked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
