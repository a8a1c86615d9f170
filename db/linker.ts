// The linker: files postings under listings. One leader at a time in the whole installation, in batches, each one transaction,
// so it can be killed at any point; run again it finds what is left, and nothing where nothing is.
import { sql } from 'kysely'
import { blockingKeys, compare, RULES_VERSION, signature } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import type { Posting } from '../listings/posting.ts'
import { slugOf } from '../listings/listing.ts'
import type { Db } from './database.ts'
import { refreshListings } from './listings.ts'
import { inTransaction } from './database.ts'
import { takeOutdatedRows } from './search-rows.ts'

/** Postings filed in one transaction; larger ones gain nothing and hold the lock longer. */
const BATCH = 100

/** Newest members looked at per blocking key. On 1,064 judged pairs 4 to 8 lose no recall against 200, and keep the cost of one advert flat. */
const PER_KEY = 8

/** Members of a listing a newcomer must be free of vetoes against. */
const PER_LISTING = 20

/** The transaction lock only one linker holds; an arbitrary constant that nothing else of ours uses. */
const LEADER = sql`pg_advisory_xact_lock(7261)`

export interface LinkCounts {
  /** Postings dealt with. */
  linked: number
  /** Listings made. */
  listings: number
}

interface Pending {
  id: number
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
  /** The source changed its words since it was filed; otherwise it was only read again, or came back. */
  edited: boolean
}

interface Filed {
  id: number
  listingId: number
  signature: Signature
  keys: string[]
}

/** Why a posting is where it is. */
interface Membership extends Filed {
  matched: number | null
  score: number
  reasons: string[]
  /** It stays for the reasons that are on record. */
  stands?: boolean
}

/** Files everything that waits. A second linker waits for each batch of the first and then finds nothing left to do. */
export async function linkPending(db: Db): Promise<LinkCounts> {
  const total: LinkCounts = { linked: 0, listings: 0 }
  for (;;) {
    const batch = await inTransaction(db, linkBatch)
    total.linked += batch.linked
    total.listings += batch.listings
    // A short batch need not be the last: what a crawl is just writing was passed over, and more may have come meanwhile.
    if (batch.linked === 0) break
  }
  while (await inTransaction(db, refillSearch));
  return total
}

/** After an update that reads or finds roles otherwise: the board goes on with the old rows until theirs are written anew. */
async function refillSearch(trx: Db): Promise<boolean> {
  await sql`select ${LEADER}`.execute(trx)
  const outdated = await takeOutdatedRows(trx, BATCH)
  await refreshListings(trx, outdated)
  return outdated.length > 0
}

async function linkBatch(trx: Db): Promise<LinkCounts> {
  await sql`select ${LEADER}`.execute(trx)
  const pending = await takePending(trx)
  if (pending.length === 0) return { linked: 0, listings: 0 }
  const filing = new Filing(await newListingIds(trx, pending.length))
  const shown = pending.filter(posting => posting.shown && posting.open).map(posting => ({ posting, ...signed(posting) }))
  await loadNeighbours(
    trx,
    filing,
    shown.flatMap(one => one.keys),
    pending,
  )
  for (const { posting, signature, keys } of shown) filing.file(posting, signature, keys)
  await save(trx, pending, filing)
  return { linked: pending.length, listings: filing.made.length }
}

/** Passes over what a crawl holds: the two lock rows in different orders, and what is skipped waits for whoever is asked after the crawl. */
async function takePending(trx: Db): Promise<Pending[]> {
  return trx
    .selectFrom('posting')
    .select(['id', 'title', 'company', 'location', 'url', 'external_id', 'content_hash', 'blocks', 'card', 'posted_at', 'listing_id'])
    .select(sql<boolean>`(refusal is null or rescued_at is not null) and takedown_id is null`.as('shown'))
    .select(sql<boolean>`closed_at is null`.as('open'))
    .select(sql<boolean>`signature is null`.as('edited'))
    .where('linked_at', 'is', null)
    .orderBy('id')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute()
}

function signed(row: Pending): { signature: Signature; keys: string[] } {
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

async function newListingIds(trx: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('listing', 'id')) as id from generate_series(1, ${count}::int)`.execute(trx)
  return rows.map(row => row.id)
}

/** Everything the batch may have to be compared with: the newest bearers of its keys, and fellow members of their listings. */
async function loadNeighbours(trx: Db, filing: Filing, keys: string[], pending: Pending[]): Promise<void> {
  const own = pending.map(posting => posting.id)
  const { rows: bearers } = await sql<{ id: number; keys: string[] }>`
    select bearer.posting_id as id, array_agg(k.key::text) as keys
    from unnest(${[...new Set(keys)]}::bigint[]) as k (key)
    cross join lateral (select posting_id from posting_key where posting_key.key = k.key order by posting_id desc limit ${PER_KEY}) as bearer
    where bearer.posting_id <> all(${own}::bigint[])
    group by bearer.posting_id`.execute(trx)
  const keysOf = new Map(bearers.map(bearer => [bearer.id, bearer.keys]))
  // Signatures are fetched once each, after the keys: a bearer of ten of the batch's keys would otherwise be read ten times.
  const { rows: members } = await sql<Omit<Filed, 'keys'>>`
    with candidate as (select id, listing_id from posting where id = any(${[...keysOf.keys()]}::bigint[]) and listing_id is not null),
    involved as (select listing_id from candidate union select unnest(${pending.flatMap(posting => posting.listing_id ?? [])}::bigint[])),
    wanted as (
      select id from candidate
      union select fellow.id from involved cross join lateral (
        select id from posting where posting.listing_id = involved.listing_id order by id desc limit ${PER_LISTING}) as fellow
    )
    select posting.id, posting.listing_id as "listingId", posting.signature from wanted join posting using (id)
    where posting.signature is not null and posting.id <> all(${own}::bigint[])
    order by posting.id`.execute(trx)
  for (const member of members) filing.know({ ...member, keys: keysOf.get(member.id) ?? [] })
}

/** The batch in memory: who bears which key, who is in which listing, and where each posting goes. */
class Filing {
  readonly made: { id: number; title: string; slug: string }[] = []
  readonly placed: Membership[] = []
  readonly #spareIds: number[]
  readonly #byKey = new Map<string, Map<number, Filed>>()
  readonly #members = new Map<number, Map<number, Filed>>()

  constructor(spareIds: number[]) {
    this.#spareIds = spareIds
  }

  know(filed: Filed): void {
    this.#members.getOrInsertComputed(filed.listingId, () => new Map()).set(filed.id, filed)
    for (const key of filed.keys) this.#byKey.getOrInsertComputed(key, () => new Map()).set(filed.id, filed)
  }

  file(posting: Pending, own: Signature, keys: string[]): void {
    const membership = this.#stay(posting, own) ?? this.#join(own, keys) ?? this.#found(posting)
    const placed = { ...membership, id: posting.id, signature: own, keys }
    this.placed.push(placed)
    this.know(placed)
  }

  /** An edited advert stays where it is, unless it now speaks against its fellows: then the source re-used the id for another role. */
  #stay(posting: Pending, own: Signature): (Omit<Membership, keyof Filed> & { listingId: number }) | undefined {
    if (posting.listing_id === null || this.#vetoed(posting.listing_id, own)) return undefined
    const reasons = ['the advert this listing already had, edited']
    return { listingId: posting.listing_id, matched: null, score: 1, reasons, stands: !posting.edited }
  }

  #join(own: Signature, keys: string[]): (Omit<Membership, keyof Filed> & { listingId: number }) | undefined {
    const candidates = new Map(keys.flatMap(key => [...(this.#byKey.get(key) ?? [])].slice(-PER_KEY)))
    const matches = [...candidates.values()]
      .map(candidate => ({ candidate, verdict: compare(own, candidate.signature) }))
      .filter(({ verdict }) => verdict.same)
      .sort((a, b) => b.verdict.score - a.verdict.score || a.candidate.listingId - b.candidate.listingId || a.candidate.id - b.candidate.id)
    const best = matches.find(({ candidate }) => !this.#vetoed(candidate.listingId, own))
    if (!best) return undefined
    return { listingId: best.candidate.listingId, matched: best.candidate.id, score: best.verdict.score, reasons: best.verdict.reasons }
  }

  #found(posting: Pending): Omit<Membership, keyof Filed> & { listingId: number } {
    const id = this.#spareIds.shift()
    if (id === undefined) throw new Error(`no listing id was left for posting ${posting.id}`)
    this.made.push({ id, title: posting.title, slug: `${slugOf(posting.title)}-${id}` })
    return { listingId: id, matched: null, score: 1, reasons: ['the first advert of this role'] }
  }

  #vetoed(listingId: number, own: Signature): boolean {
    return [...(this.#members.get(listingId)?.values() ?? [])].some(member => compare(own, member.signature).vetoes.length > 0)
  }
}

async function save(trx: Db, pending: Pending[], filing: Filing): Promise<void> {
  if (filing.made.length > 0) await insertListings(trx, filing.made)
  await sql`update posting set linked_at = now(), listing_id = case when closed_at is null then null else listing_id end
    where id = any(${pending.map(posting => posting.id)}::bigint[])`.execute(trx)
  await dropRefused(trx, pending)
  if (filing.placed.length > 0) await insertMemberships(trx, filing.placed)
  const touched = [...pending.flatMap(posting => posting.listing_id ?? []), ...filing.placed.map(placed => placed.listingId)]
  await refreshListings(trx, [...new Set(touched)])
}

/** The facts follow in refreshListings(); until then, inside the same transaction, the row only has to exist. */
async function insertListings(trx: Db, made: Filing['made']): Promise<void> {
  const now = sql<Date>`now()`
  await trx
    .insertInto('listing')
    .values(made.map(listing => ({ ...listing, card: '{}', first_seen_at: now, last_seen_at: now })))
    .execute()
}

async function dropRefused(trx: Db, pending: Pending[]): Promise<void> {
  const gone = pending.filter(posting => !posting.shown).map(posting => posting.id)
  if (gone.length === 0) return
  await trx.updateTable('posting').set({ listing_id: null }).where('id', 'in', gone).execute()
  await trx.deleteFrom('link_evidence').where('posting_id', 'in', gone).execute()
  await trx.deleteFrom('posting_key').where('posting_id', 'in', gone).execute()
}

async function insertMemberships(trx: Db, placed: Membership[]): Promise<void> {
  const rows = placed.map(({ id, listingId, signature, matched, score, reasons, stands = false }) => ({
    id,
    listing_id: listingId,
    signature,
    matched,
    score,
    reasons,
    stands,
  }))
  const keys = placed.flatMap(({ id, keys }) => keys.map(key => ({ id, key })))
  await sql`
    with placed as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as placed (id bigint, listing_id bigint, signature jsonb, matched bigint, score real, reasons jsonb, stands boolean)
    ), filed as (
      update posting set listing_id = placed.listing_id, signature = placed.signature from placed where posting.id = placed.id
    )
    insert into link_evidence (posting_id, listing_id, matched_posting_id, score, reasons, rules_version)
    select id, listing_id, matched, score, reasons, ${RULES_VERSION} from placed
    where not (stands and exists (
      select from link_evidence known where known.posting_id = placed.id and known.listing_id = placed.listing_id))
    on conflict (posting_id) do update set
      listing_id = excluded.listing_id, matched_posting_id = excluded.matched_posting_id, score = excluded.score,
      reasons = excluded.reasons, rules_version = excluded.rules_version, linked_at = now()`.execute(trx)
  await trx
    .deleteFrom('posting_key')
    .where(
      'posting_id',
      'in',
      placed.map(one => one.id),
    )
    .execute()
  await sql`
    insert into posting_key (key, posting_id)
    select key, id from unnest(${keys.map(row => row.key)}::bigint[], ${keys.map(row => row.id)}::bigint[]) as k (key, id)
    on conflict do nothing`.execute(trx)
}
