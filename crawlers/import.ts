// Adverts from a file: the same reading and filing as a crawl's, without a network. Also the way to replay an archive.
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { RunCounts } from '../db/crawl-runs.ts'
import type { Db } from '../db/database.ts'
import { beatRun, closeRun, openRun } from '../db/crawl-runs.ts'
import { retireSamples } from '../db/closings.ts'
import { savePostings } from '../db/postings.ts'
import type { ReadAdvert } from '../db/postings.ts'
import { saveSources } from '../db/sources.ts'
import type { Source } from '../db/sources.ts'
import { slugOf } from '../listings/listing.ts'
import { READER_VERSION } from '../listings/posting.ts'
import { csvLinesIn, jsonLinesIn } from './advert-lines.ts'
import type { AdvertLine } from './advert-lines.ts'
import { ADVERT_FIELDS, file, readAdvertLine } from './connectors/file.ts'
import { openPacked } from './packed-file.ts'
import { REAL_SOURCE_DELIVERS, readAdvert } from './run.ts'

export interface ImportOptions {
  /** Put every advert on the board whatever the readers say. */
  acceptAll?: boolean
  /** Told after every batch: bytes of the file read so far, of all, and adverts so far. */
  onProgress?: (done: { bytes: number; of: number; adverts: number }) => void
}

export interface ImportCounts {
  found: number
  new: number
  changed: number
  unchanged: number
  refused: number
  /** Lines that are no advert, with their number and why: at most twenty are named. */
  unreadable: number
  complaints: string[]
  /** Sample adverts that left the board because of it. */
  samplesRetired: number
}

/** Adverts saved in one statement; batches of 200 to 2,000 were measured to cost the same per row. */
const BATCH = 500

/**
 * Imports a JSONL or CSV file, `.gz` too. Importing it again changes nothing.
 * @throws Error with a sentence when the file cannot be opened.
 */
export async function importFile(db: Db, path: string, options: ImportOptions = {}): Promise<ImportCounts> {
  const counts: ImportCounts = { found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, unreadable: 0, complaints: [], samplesRetired: 0 }
  const input = countedFile(path, (await stat(path)).size)
  const runs: ImportRuns = new Map()
  let fault: string | undefined
  try {
    for await (const batch of batchesOf(linesIn(path, input.stream, counts.complaints), BATCH)) {
      const adverts = batch.flatMap(line => toAdvert(line, counts) ?? [])
      for (const [source, own] of Map.groupBy(adverts, advert => advert.source)) {
        const run = runs.get(source) ?? (await openImportRun(db, source, runs))
        await keep(db, source, own, options, [counts, run.counts])
      }
      await beatRuns(db, runs)
      options.onProgress?.({ bytes: input.read(), of: input.size, adverts: counts.found })
    }
  } catch (error) {
    fault = `it broke: ${error instanceof Error ? error.message : String(error)}`
    throw error
  } finally {
    await closeRuns(db, runs, counts.complaints, fault)
  }
  if (counts.found > counts.refused || (options.acceptAll && counts.found > 0))
    counts.samplesRetired = await retireSamples(db, REAL_SOURCE_DELIVERS)
  return counts
}

/** The runs this import opened, by source, each with what it brought. */
type ImportRuns = Map<string, { id: number; counts: RunCounts }>

type FiledAdvert = ReadAdvert & { source: string }

function countedFile(path: string, size: number): { stream: Readable; size: number; read(): number } {
  const { stream, bytes } = openPacked(path)
  return { stream, size, read: () => bytes.bytesRead }
}

function linesIn(path: string, stream: Readable, complaints: string[]): AsyncIterable<AdvertLine> {
  if (!/\.csv(\.gz)?$/i.test(path)) return jsonLinesIn(stream)
  // A column that is not known is said once: nobody must believe that what stands in it was read.
  return csvLinesIn(stream, names => {
    const unknown = names.filter(name => !ADVERT_FIELDS.includes(name))
    if (unknown.length > 0)
      complaints.push(`not read: the columns ${unknown.map(name => `“${name}”`).join(', ')}; known are ${ADVERT_FIELDS.join(', ')}`)
  })
}

/** What comes one by one, so many at a time; the last batch may be smaller. */
export async function* batchesOf<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const one of all) {
    batch.push(one)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function toAdvert({ number, record, fault }: AdvertLine, counts: ImportCounts): FiledAdvert | undefined {
  const line = fault ? { fault } : readAdvertLine(record)
  if ('fault' in line) {
    counts.unreadable += 1
    if (counts.complaints.length < 20) counts.complaints.push(`line ${number} ${line.fault}`)
    return undefined
  }
  return { ...readAdvert(line.posting), source: sourceIdOf(line.source) }
}

/** The source's own word, made an id of ours: "Adzuna API" is `import-adzuna-api`. */
function sourceIdOf(source: string): string {
  return `import-${slugOf(source).slice(0, 50)}`
}

async function openImportRun(db: Db, source: string, runs: ImportRuns) {
  await saveSources(db, [importSource(source)])
  const opened = await openRun(db, source)
  if (opened === undefined)
    throw new Error(`another import into “${source}” is running; wait for it, or try again in a minute if it was stopped`)
  const run = { id: opened.id, counts: { pages: 1, found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, bytes: 0 } }
  runs.set(source, run)
  return run
}

/** Keeps every lease, also of sources this batch had nothing of. */
async function beatRuns(db: Db, runs: ImportRuns): Promise<void> {
  for (const [source, { id, counts }] of runs)
    if (!(await beatRun(db, id, counts))) throw new Error(`another process took the import into “${source}” over`)
}

function importSource(id: string): Source {
  const name = `Imported: ${id.slice('import-'.length)}`
  return {
    id,
    name,
    connector: file.name,
    settings: {},
    origin: 'import',
    crawlEveryMinutes: 1_440,
    policy: {
      attribution: { text: name, url: '' },
      republish: 'full',
      statistics: false,
      requestsPerDay: 0,
      delayMs: 0,
      graceHours: 24 * 365,
    },
  }
}

type Tally = Pick<RunCounts, 'found' | 'new' | 'changed' | 'unchanged' | 'refused'>

async function keep(db: Db, source: string, adverts: FiledAdvert[], { acceptAll }: ImportOptions, tallies: Tally[]): Promise<void> {
  const saved = await savePostings(db, source, adverts, { readerVersion: READER_VERSION, acceptAll: acceptAll ?? false })
  const refused = adverts.filter(advert => advert.posting.refusal).length
  for (const tally of tallies) {
    tally.found += adverts.length
    tally.new += saved.new
    tally.changed += saved.changed
    tally.unchanged += saved.unchanged
    tally.refused += refused
  }
}

/** An import shows what somebody has, not all there is: its runs have an outcome of their own, which ages nothing out. */
async function closeRuns(db: Db, runs: ImportRuns, complaints: string[], fault: string | undefined): Promise<void> {
  for (const { id, counts } of runs.values())
    await closeRun(db, id, {
      ...counts,
      outcome: fault === undefined ? 'imported' : 'failed',
      reason: fault ?? null,
      flaws: complaints,
      retryInMs: null,
    })
}
