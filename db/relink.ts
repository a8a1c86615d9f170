// Deciding again what is one role, after the rules changed. Judgements of people hold, listings keep their addresses, and what the rules say
// as before is left as it is.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { compare, objections, RULES_VERSION } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import type { Filed } from './filed.ts'
import { SAME_ROLE_DAYS } from './filing.ts'
import type { Filing } from './filing.ts'
import { asLeader, decide, lockAnew } from './linker.ts'
import { saveFiling } from './memberships.ts'
import { RowsAreBusy } from './merges.ts'
import { rehearse } from './rehearsal.ts'
import { SHOWN } from './unfiled.ts'
import type { Taken } from './unfiled.ts'

export interface RelinkOptions {
  /** Decides, and stores nothing. */
  dryRun?: boolean
  /** With `dryRun`: also what the present rules decided. */
  all?: boolean
  /** Stops before the next batch; what was not reached is found by the next run. */
  signal?: AbortSignal
  /** Told after every batch, once it is stored: adverts decided, and the pairs that are told otherwise. */
  onBatch?: (decided: number, pairs: ChangedPair[]) => void | Promise<void>
}

/** Two adverts that come together, or no longer are. */
export interface ChangedPair {
  change: 'together' | 'apart'
  a: number
  b: number
  /** What the rules say for it. */
  reasons: string[]
}

export interface RelinkCounts {
  adverts: number
  together: number
  apart: number
}

/** Listings in one transaction: some hundred adverts. */
const BATCH = 50

/** Listings that a crawl holds adverts of are passed by and tried again when nothing else is left, every 100 ms, this often. */
const TRIES = 100

export interface Outdated {
  /** Adverts that are where older rules put them, of roles that new ones may still join. */
  adverts: number
  /** When the last of them was put there; undefined where there is none. */
  until?: Date
}

/** What a relink would decide again. By the index link_evidence_to_relink; where nothing is outdated that costs nothing. */
export async function findOutdated(db: Db, { all = false } = {}): Promise<Outdated> {
  const { rows } = await sql<{ adverts: number; until: Date | null }>`
    select count(*) as adverts, max(link_evidence.linked_at) as until from link_evidence join posting on posting.id = posting_id
    where rules_version < ${RULES_VERSION + (all ? 1 : 0)}::int and ${SHOWN} and ${isLive}`.execute(db)
  const [found] = rows
  return { adverts: found?.adverts ?? 0, ...(found?.until && { until: found.until }) }
}

/** Of a listing that new adverts may still join; what closed long ago is history. */
const isLive = sql<boolean>`exists (
  select from posting live where live.listing_id = posting.listing_id
    and (live.closed_at is null or live.last_seen_at > now() - ${SAME_ROLE_DAYS}::int * interval '1 day'))`

/**
 * Decides all listings again that hold an advert older rules put there, in the order of their ids and of the ids of their adverts, each batch
 * in a transaction. Killed, it goes on where it stopped: what is done carries the new version. Done, it finds nothing. A dry run is the same
 * on copies.
 */
export async function relinkPostings(db: Db, options: RelinkOptions = {}): Promise<RelinkCounts> {
  if (options.all && !options.dryRun) throw new Error('what the present rules decided is not decided a second time')
  if (!options.dryRun) return decideAgain(db, options)
  return rehearse(db, async copy => {
    if (options.all) await sql`update link_evidence set rules_version = 0`.execute(copy)
    return decideAgain(copy, options)
  })
}

async function decideAgain(db: Db, options: RelinkOptions): Promise<RelinkCounts> {
  const counts: RelinkCounts = { adverts: 0, together: 0, apart: 0 }
  let after = 0
  for (let tries = 0; tries < TRIES && !options.signal?.aborted;) {
    const listings = await listingsToRelink(db, after)
    if (listings.length === 0) {
      if (after === 0) break
      after = 0
      continue
    }
    const batch = await relinkBatch(db, listings)
    after = listings.at(-1) ?? after
    if (!batch) {
      tries++
      await sleep(100)
      continue
    }
    counts.adverts += batch.adverts
    for (const { change } of batch.pairs) counts[change]++
    await options.onBatch?.(batch.adverts, batch.pairs)
  }
  return counts
}

interface Batch {
  adverts: number
  pairs: ChangedPair[]
}

async function listingsToRelink(db: Db, after: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct posting.listing_id as id from link_evidence join posting on posting.id = posting_id
    where rules_version < ${RULES_VERSION}::int and posting.listing_id > ${after} and ${SHOWN} and ${isLive}
    order by 1 limit ${BATCH}`.execute(db)
  return rows.map(row => row.id)
}

/** Undefined where a crawl holds an advert of the batch. */
async function relinkBatch(db: Db, listings: number[]): Promise<Batch | undefined> {
  return asLeader(db, async trx => {
    const taken = await lockAnew(trx, listings)
    const filing = await decide(trx, taken)
    const pairs = changedPairs(filing, placesOf(taken))
    await saveFiling(trx, taken, filing)
    return { adverts: taken.length, pairs }
  }).catch((error: unknown) => {
    if (error instanceof RowsAreBusy) return undefined
    throw error
  })
}

function placesOf(taken: readonly Taken[]): Map<number, number> {
  return new Map(taken.flatMap(({ id, listing_id }) => (listing_id === null ? [] : [[id, listing_id] as const])))
}

/** @param before where the adverts were that have been decided; the others are known by where they are */
function changedPairs(filing: Filing, before: ReadonlyMap<number, number>): ChangedPair[] {
  const was = (filed: Filed): number => before.get(filed.id) ?? filed.listingId
  const is = (filed: Filed): number => filing.listingOf(filed)
  const groups = [...Map.groupBy(filing.known, was).values()]
  const now = [...Map.groupBy(filing.known, is).values()]
  const apart = groups.flatMap(group => pairsOf(group, (a, b) => is(a) !== is(b)))
  const together = now.flatMap(group => pairsOf(group, (a, b) => was(a) !== was(b)))
  return [...apart.map(([a, b]) => changed('apart', a, b)), ...together.map(([a, b]) => changed('together', a, b))].sort(
    (x, y) => x.a - y.a || x.b - y.b,
  )
}

function pairsOf(group: Filed[], differ: (a: Filed, b: Filed) => boolean): [Filed, Filed][] {
  const sorted = group.toSorted((a, b) => a.id - b.id)
  return sorted.flatMap((a, n) => sorted.slice(n + 1).flatMap((b): [Filed, Filed][] => (differ(a, b) ? [[a, b]] : [])))
}

function changed(change: ChangedPair['change'], a: Filed, b: Filed): ChangedPair {
  const { sure, reasons } = compare(a.signature, b.signature)
  const other = ['by way of another advert']
  return {
    change,
    a: a.id,
    b: b.id,
    reasons: change === 'apart' ? (sure ? other : objections(a.signature, b.signature)) : sure ? reasons : other,
  }
}

export interface NamedAdvert {
  id: number
  title: string
  company: string
  location: string
}

/** The adverts of pairs by id, to be shown to people. */
export async function nameAdverts(db: Db, ids: number[]): Promise<Map<number, NamedAdvert>> {
  const { rows } = await sql<NamedAdvert>`
    select id, title, company, location from posting where id = any(${ids}::bigint[])`.execute(db)
  return new Map(rows.map(row => [row.id, row]))
}
