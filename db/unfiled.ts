// Postings as the linker takes them: with what they are compared by.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { blockingKeys, signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import type { Unfiled } from './filed.ts'
import { SAME_ROLE_DAYS } from './filing.ts'
import { knownSignatures } from './known-signatures.ts'
import type { Member } from './listings.ts'

/** A posting as the linker takes it. */
export interface Taken extends Unfiled {
  shown: boolean
  /** Never dealt with before: nothing is stored about it but itself. */
  fresh: boolean
  /** As its listing shows it. */
  member: Member
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

interface PostingRow extends Omit<Member, 'sample' | 'stale' | 'source_name'> {
  location: string
  url: string
  external_id: string
  content_hash: string
  listing_id: number | null
  shown: boolean
  recent: boolean
  edited: boolean
  fresh: boolean
  /** `linked_at` as it will be once it is filed in this transaction. */
  filedAt: number
  source: [name: string, sample: boolean, stale: boolean]
}

/**
 * An advert that was taken down has left its listing and kept the evidence of its membership, which follows merges: undone, it belongs there.
 * @param which a condition, and what follows it: order, limit, lock
 */
export async function takePostings(db: Db, which: RawBuilder<unknown>): Promise<Taken[]> {
  const { rows } = await sql<PostingRow>`
    select id, source_id, title, company, location, url, external_id, content_hash, blocks, card, posted_at, ${BELONGS_TO} as listing_id,
      ${SHOWN} as shown, ${isRecent('posting')} as recent, signature is null as edited, signature_version is null as fresh,
      first_seen_at, last_seen_at, closes_at, closed_at, closed_because, date_part('epoch', coalesce(linked_at, now())) as "filedAt",
      (select jsonb_build_array(name, origin = 'sample', stale_at is not null) from source where source.id = source_id) as source
    from posting where ${which}`.execute(db)
  const known = knownSignatures(db)
  return rows.map(row => {
    const taken = takenOf(row)
    known.keep(row.id, row.filedAt, taken.signature)
    return taken
  })
}

function takenOf(row: PostingRow): Taken {
  const { id, source_id, external_id, title, listing_id, shown, edited, recent, closed_at, first_seen_at, last_seen_at } = row
  const [source_name, sample, stale] = row.source
  return {
    id,
    source_id,
    external_id,
    title,
    ...signed(row),
    listing_id,
    anew: false,
    shown,
    edited,
    open: closed_at === null,
    recent,
    firstSeenAt: first_seen_at,
    lastSeenAt: last_seen_at,
    // Signatures had no version once.
    fresh: row.fresh && edited && listing_id === null,
    member: { ...row, source_name, sample, stale },
  }
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
