// The linker: files postings under listings. One leader at a time in the whole installation, in batches, each one transaction,
// so it can be killed at any point; run again it finds what is left, and nothing where nothing is.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { AGAIN } from './again.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import { Filing } from './filing.ts'
import { saveFiling } from './memberships.ts'
import { refreshListings } from './listings.ts'
import { LOCKS } from './locks.ts'
import { RowsAreBusy } from './merges.ts'
import { loadJudgements, loadNeighbours } from './neighbours.ts'
import { takeOutdatedRows } from './search-rows.ts'
import { SHOWN, takeAnew, takePostings } from './unfiled.ts'
import type { Taken } from './unfiled.ts'

/** Postings filed in one transaction; larger ones gain nothing and hold the lock longer. */
const BATCH = 100

/**
 * Waits to be the leader until the transaction ends. Everything a linker asks for it finds by indexes: without bitmaps the newest bearers of
 * a key are read from the end of the key, and not all 57 of them (17,000 pages a batch among 10,000 adverts), and a hundred listings are not
 * looked for among all.
 */
async function lead(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCKS.linking}), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_seqscan', 'off', true)`.execute(trx)
}

/** How often work that a crawl stands in the way of is tried again, every 100 ms. */
const TRIES = 100

export interface LinkCounts {
  /** Postings dealt with. */
  linked: number
  /** Listings made. */
  listings: number
}

/** Files everything that waits. A second linker waits for each batch of the first and then finds nothing left to do. */
export async function linkPending(db: Db): Promise<LinkCounts> {
  const total: LinkCounts = { linked: 0, listings: 0 }
  for (;;) {
    const batch = await asLeader(db, linkBatch)
    total.linked += batch.linked
    total.listings += batch.listings
    // A short batch need not be the last: what a crawl is just writing was passed over, and more may have come meanwhile.
    if (batch.linked + batch.refilled === 0) return total
  }
}

/** After an update that reads or finds roles otherwise: the board goes on with the old rows until theirs are written anew. */
async function refillSearch(trx: Db): Promise<number> {
  const outdated = await takeOutdatedRows(trx, BATCH)
  await refreshListings(trx, outdated)
  return outdated.length
}

/**
 * Runs `work` in a transaction of the one linker. Adverts outside the batch (those of a listing that is merged or judged) may be held by a
 * crawl, which may wait for ours: then everything is let go and tried again, so that neither ever waits for the other.
 */
export async function asLeader<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(db, async trx => {
        await lead(trx)
        return work(trx.withPlugin(AGAIN))
      })
    } catch (error) {
      if (!(error instanceof RowsAreBusy) || tries >= TRIES || db.isTransaction) throw error
      await sleep(100)
    }
  }
}

async function linkBatch(trx: Db): Promise<LinkCounts & { refilled: number }> {
  // Passes over what a crawl holds: the two lock rows in different orders, and what is skipped waits for whoever is asked after the crawl.
  const pending = await takePostings(trx, sql`linked_at is null order by id limit ${BATCH} for update skip locked`)
  if (pending.length === 0) return { linked: 0, listings: 0, refilled: await refillSearch(trx) }
  const filing = await decide(trx, pending)
  await saveFiling(trx, pending, filing)
  return { linked: pending.length, listings: filing.made.length, refilled: 0 }
}

/**
 * Decides listings anew, from all adverts of them, in the order of their ids; nobody else's adverts move. The first advert of each keeps
 * its id and address. Only under asLeader().
 * @throws RowsAreBusy where a crawl holds one of the adverts
 */
export async function refile(trx: Db, listingIds: number[]): Promise<void> {
  const taken = await lockAnew(trx, listingIds)
  await saveFiling(trx, taken, await decide(trx, taken))
}

/** All adverts of listings, to be decided anew. @throws RowsAreBusy where a crawl holds one of them */
export async function lockAnew(trx: Db, listingIds: number[]): Promise<Taken[]> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from posting where listing_id = any(${listingIds}::bigint[]) and ${SHOWN}`.execute(trx)
  const taken = await takeAnew(trx, listingIds, sql`for update skip locked`)
  if (taken.length < (rows[0]?.count ?? 0)) throw new RowsAreBusy()
  return taken
}

/** Files in memory; nothing is stored yet. */
export async function decide(db: Db, taken: Taken[]): Promise<Filing> {
  const into = new Filing(await newListingIds(db, taken.length), await loadJudgements(db))
  into.expect(taken)
  // A closed advert that waits in its listing only closes. Decided anew it takes part, for its listing's history is made of it; and one that
  // was over before anybody filed it is filed as such, so that it is found with the others should it open again.
  const toFile = taken.filter(posting => posting.shown && (posting.open || posting.anew || posting.listing_id === null))
  await loadNeighbours(db, into, toFile, taken)
  for (const posting of toFile) into.file(posting)
  return into
}

async function newListingIds(db: Db, count: number): Promise<Iterator<number>> {
  const { rows } = await sql<{ id: number }>`
    select nextval('listing_id_seq') as id from generate_series(1, ${count}::int)`.execute(db)
  return rows.map(row => row.id).values()
}
