// Fills a database with adverts that are linked already, as fast as it takes them: what a linker meets after months of crawling.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { inTransaction } from '../db/database.ts'
import { readPosting } from '../listings/posting.ts'
import { blockingKeys, RULES_VERSION, signature } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import { sampleOf } from '../listings/sketch.ts'
import { randomOf } from './adverts.ts'
import { makeVolume } from './volume.ts'

/** Adverts that are really read; the rest are these with title, place, advertiser and text exchanged among them. */
const READ = 10_000
const AT_ONCE = 5_000
/** More rows than this are indexed afterwards, all at once. */
const BULK = 50_000

interface Stored {
  number: number
  listing: number
  signature: Signature
}

/** Linked adverts in order of their numbers, as many as are asked for. */
export class StoredVolume {
  readonly #read: Signature[] = []
  /** For each of those the first one of the same role. */
  readonly #firstOf: number[] = []
  #stored = 0

  /** Adds rows until `count` are stored; nothing where they are. */
  async fill(db: Db, count: number): Promise<void> {
    if (this.#read.length === 0) this.#readAll()
    const bulk = count - this.#stored > BULK
    if (bulk) await sql`alter table posting_key drop constraint posting_key_pkey`.execute(db)
    if (bulk) await sql`drop index posting_key_of`.execute(db)
    while (this.#stored < count) {
      const rows = Array.from({ length: Math.min(AT_ONCE, count - this.#stored) }, (_, i) => this.#make(this.#stored + i))
      await inTransaction(db, trx => insert(trx, rows))
      this.#stored += rows.length
    }
    if (bulk) await sql`alter table posting_key add primary key (key, posting_id)`.execute(db)
    if (bulk) await sql`create index posting_key_of on posting_key (posting_id)`.execute(db)
    await sql`vacuum (analyze) posting, posting_key, listing, link_evidence`.execute(db)
  }

  #readAll(): void {
    const firsts = new Map<string, number>()
    for (const [i, raw] of makeVolume(READ).entries()) {
      this.#read.push(signature(readPosting(raw)))
      this.#firstOf.push(firsts.getOrInsert(raw.externalId.split('-')[0] ?? '', i))
    }
  }

  #make(number: number): Stored {
    const random = randomOf(number * 31 + 7)
    const at = (n: number): Signature => this.#read[n] as Signature // n is below its length
    const own = at(number % READ)
    if (number < READ) return { number, listing: 1 + (this.#firstOf[number] ?? number), signature: own }
    const [where, who, what] = [at(random(READ)), at(random(READ)), at(random(READ))]
    const made = { ...own, ...placesOf(where), company: who.company, firm: who.firm, words: what.words, phrases: phrases(own, random) }
    return { number, listing: 1 + number, signature: made }
  }
}

function placesOf({ stated, located }: Signature): Pick<Signature, 'stated' | 'located'> {
  return { stated, located }
}

/** A text nobody wrote: some of the phrases that many texts share, the rest of its own. */
function phrases({ phrases: known }: Signature, random: (below: number) => number): Signature['phrases'] {
  const fresh = sampleOf(
    Array.from({ length: Math.min(96, known.of) }, () => random(1 << 24)),
    96,
  )
  return { ...fresh, of: Math.max(known.of, fresh.of) }
}

async function insert(trx: Db, rows: Stored[]): Promise<void> {
  const numbers = rows.map(row => row.number)
  const listings = rows.map(row => row.listing)
  const signatures = rows.map(row => JSON.stringify(row.signature))
  const keys = rows.flatMap(row => blockingKeys(row.signature).map(key => ({ key, id: row.number + 1 })))
  // The rows are whole by construction; checking a million references one by one would take most of the time.
  await sql`set local session_replication_role = replica`.execute(trx)
  await sql`
    insert into listing (id, slug, title, card, adverts, first_seen_at, last_seen_at)
    select id, 'volume-' || id, 'Volume', '{}', 1, now(), now() from unnest(${[...new Set(listings)]}::bigint[]) as made (id)
    on conflict do nothing`.execute(trx)
  await sql`
    insert into posting (id, source_id, external_id, url, raw, title, company, location, blocks, card, content_hash, reader_version,
      posted_at, signature, signature_version, linked_at, listing_id)
    overriding system value
    select number + 1, 'volume', 'stored-' || number, '', '{}', 'Volume', '', '', '[]', '{}', '', 1, now(), signature::json, ${RULES_VERSION}, now(), listing
    from unnest(${numbers}::bigint[], ${listings}::bigint[], ${signatures}::text[]) as made (number, listing, signature)`.execute(trx)
  await sql`
    insert into link_evidence (posting_id, listing_id, score, reasons, rules_version)
    select number + 1, listing, 1, '[]', ${RULES_VERSION} from unnest(${numbers}::bigint[], ${listings}::bigint[]) as made (number, listing)`.execute(
    trx,
  )
  await sql`
    insert into posting_key (key, posting_id)
    select key, id from unnest(${keys.map(one => one.key)}::bigint[], ${keys.map(one => one.id)}::bigint[]) as made (key, id)`.execute(trx)
}

/** Newcomers get ids behind everything that will be stored. */
export async function startIdsAt(db: Db, id: number): Promise<void> {
  await sql`select setval(pg_get_serial_sequence('posting', 'id'), ${id}), setval(pg_get_serial_sequence('listing', 'id'), ${id})`.execute(
    db,
  )
}
