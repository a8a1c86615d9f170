// Reading again what is stored, after the readers changed. Raw adverts are kept for this. What people decided (rescues) and what the
// crawls saw (first seen, closed) is not touched; the linker files again what reads otherwise.
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { RawPosting, Posting } from '../listings/posting.ts'
import { differenceOf } from '../listings/rereading.ts'
import type { Difference, Reading } from '../listings/rereading.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import { storable } from './postings.ts'

export interface RetagOptions {
  read: (raw: RawPosting) => Posting
  readerVersion: number
  /** Only the adverts of this source. */
  sourceId?: string
  /** Reads and compares, and stores nothing. */
  dryRun?: boolean
  /** Stops before the next batch; what was not reached is found by the next run. */
  signal?: AbortSignal
  /** Told after every batch, once it is stored. */
  onBatch?: (batch: Reread[]) => void | Promise<void>
}

/** An advert read again. */
export interface Reread {
  id: number
  before: Reading
  after: Reading
  /** Undefined where both readings say the same. */
  difference: Difference | undefined
  /** A person put it on the board whatever the readers say. */
  rescued: boolean
}

export interface RetagCounts {
  read: number
  changed: number
}

/** Adverts in one transaction: 0.1 s of work, which is all a killed run loses and all a crawl may have to wait. */
const BATCH = 100

/** Adverts read before others get a turn: web pages may be answered by the same process. */
const BREATH = 5

/** Adverts that a crawl or the linker holds are passed by and tried again when nothing else is left, every 100 ms, this often. */
const TRIES = 100

/** How many adverts were last read by an older reader. */
export async function countOutdated(
  db: Db,
  { readerVersion, sourceId }: Pick<RetagOptions, 'readerVersion' | 'sourceId'>,
): Promise<number> {
  let found = db.selectFrom('posting').where('reader_version', '<', readerVersion)
  if (sourceId !== undefined) found = found.where('source_id', '=', sourceId)
  const { count } = await found.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()
  return count
}

/**
 * Reads every advert again that an older reader read, oldest version first, in batches of one transaction each. Killed, it goes on where
 * it stopped: what is done carries the new version. Several may run at once and share the work.
 */
export async function retagPostings(db: Db, options: RetagOptions): Promise<RetagCounts> {
  const counts: RetagCounts = { read: 0, changed: 0 }
  let last: Row | undefined
  for (let tries = 0; tries < TRIES && !options.signal?.aborted;) {
    const { rows, batch } = options.dryRun
      ? await rereadBatch(db, options, last)
      : await inTransaction(db, async trx => store(trx, options, await rereadBatch(trx, options)))
    if (batch.length === 0) {
      if (options.dryRun || (await countOutdated(db, options)) === 0) break
      tries++
      await sleep(100)
      continue
    }
    last = rows.at(-1)
    counts.read += batch.length
    counts.changed += batch.filter(one => one.difference).length
    await options.onBatch?.(batch)
  }
  return counts
}

interface Row {
  id: number
  reader_version: number
  raw: RawPosting
  title: string
  company: string
  location: string
  blocks: Reading['blocks']
  card: Reading['card']
  refusal: string | null
  refusal_evidence: NonNullable<Reading['refusal']>['evidence'] | null
  rescued: boolean
}

interface Batch {
  rows: Row[]
  batch: Reread[]
  /** Of each advert of the batch. */
  hashes: string[]
}

async function rereadBatch(db: Db, options: RetagOptions, last?: Row): Promise<Batch> {
  const rows = await takeOutdated(db, options, last)
  const batch: Reread[] = []
  const hashes: string[] = []
  for (const [n, row] of rows.entries()) {
    if (n % BREATH === 0) await breathe()
    const posting = options.read(row.raw)
    const [before, after] = [readingOf(row), asStored(posting)]
    batch.push({ id: row.id, before, after, difference: differenceOf(before, after), rescued: row.rescued })
    hashes.push(posting.contentHash)
  }
  return { rows, batch, hashes }
}

/**
 * The next adverts that an older reader read, by the index posting_to_retag. To be written, they are locked, so that no crawl puts a newer
 * advert under our reading; those that somebody holds are passed by, so that we never wait while others wait for us.
 */
async function takeOutdated(db: Db, { readerVersion, sourceId, dryRun }: RetagOptions, last: Row | undefined): Promise<Row[]> {
  let found = db
    .selectFrom('posting')
    .select(['id', 'reader_version', 'raw', 'title', 'company', 'location', 'blocks', 'card', 'refusal', 'refusal_evidence'])
    .select(sql<boolean>`rescued_at is not null`.as('rescued'))
    .where('reader_version', '<', readerVersion)
  if (sourceId !== undefined) found = found.where('source_id', '=', sourceId)
  if (last) found = found.where(sql<boolean>`(reader_version, id) > (${last.reader_version}::int, ${last.id}::bigint)`)
  if (!dryRun) found = found.forUpdate().skipLocked()
  return found.orderBy('reader_version').orderBy('id').limit(BATCH).execute()
}

function readingOf({ title, company, location, blocks, card, refusal, refusal_evidence }: Row): Reading {
  return {
    title,
    company,
    location,
    blocks,
    card,
    refusal: refusal === null ? null : { reason: refusal, evidence: refusal_evidence ?? [] },
  }
}

/** The reading as the database would give it back, for comparing. */
function asStored({ title, company, location, blocks, card, refusal }: Posting): Reading {
  return JSON.parse(storable({ title, company, location, blocks, card, refusal: refusal ?? null } satisfies Reading)) as Reading // its own JSON
}

async function store(trx: Db, { readerVersion }: RetagOptions, read: Batch): Promise<Batch> {
  const rows = read.batch.map(({ id, after, difference }, n) => ({
    id,
    hash: read.hashes[n] ?? '',
    changed: difference !== undefined,
    after,
  }))
  await storeChanged(
    trx,
    readerVersion,
    rows.filter(row => row.changed),
  )
  await storeVersion(
    trx,
    readerVersion,
    rows.filter(row => !row.changed),
  )
  return read
}

interface Stored {
  id: number
  hash: string
  after: Reading
}

/**
 * What reads otherwise waits for the linker, but for refused adverts that are under no listing: it has nothing to do with those. The
 * signature stays until the linker makes a new one: it is of the same text, and without it newcomers would not find their fellows.
 */
async function storeChanged(trx: Db, readerVersion: number, rows: Stored[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update posting set
      title = row.title, company = row.company, location = row.location, blocks = row.blocks, card = row.card,
      refusal = row.refusal ->> 'reason', refusal_evidence = row.refusal -> 'evidence',
      content_hash = row.hash, reader_version = ${readerVersion}, changed_at = now(),
      linked_at = case when row.refusal is not null and posting.rescued_at is null and posting.listing_id is null then posting.linked_at end
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ id, hash, after }) => ({ id, hash, ...after })))}::jsonb) as row (
      id bigint, hash text, title text, company text, location text, blocks jsonb, card jsonb, refusal jsonb)
    where posting.id = row.id`.execute(trx)
}

/** The hash may change where nothing else does, and the next crawl compares it. */
async function storeVersion(trx: Db, readerVersion: number, rows: Stored[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update posting set content_hash = row.hash, reader_version = ${readerVersion}
    from unnest(${rows.map(row => row.id)}::bigint[], ${rows.map(row => row.hash)}::text[]) as row (id, hash)
    where posting.id = row.id`.execute(trx)
}
