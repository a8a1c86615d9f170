// One role, many adverts: how fast newcomers are filed among what is stored, beside the exact key and MinHash as peers do it, and how well
// each tells hand-read pairs apart, where those lie beside the project.
import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { readAdvertLine } from '../crawlers/connectors/file.ts'
import { connect } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import { linkPending } from '../db/linker.ts'
import { migrate } from '../db/migrate.ts'
import { savePostings } from '../db/postings.ts'
import { saveSources } from '../db/sources.ts'
import { blocksText } from '../listings/text.ts'
import { READER_VERSION, readPosting } from '../listings/posting.ts'
import type { Posting } from '../listings/posting.ts'
import { blockingKeys, compare, signature } from '../listings/sameness.ts'
import { FilingParts } from './filing-parts.ts'
import { cpuMs, median } from './measure.ts'
import type { Measured } from './measure.ts'
import { exactKey, MinHashIndex, minHash, resemblance, LIKENESS } from './peers.ts'
import { startIdsAt, StoredVolume } from './stored-volume.ts'
import { makeLateAdverts, makeVolume } from './volume.ts'

const SIZES = [1_000, 10_000, 100_000]
const MILLION = 1_000_000
const BATCH = 100
const BATCHES = 12
/** More of them, to see where the time goes. */
const TAKEN_APART = 6
/** Batches that are not counted: a linker has been at work for days, its functions are compiled. */
const WARM = 15
/** Roles from here on are in no stored advert. */
const NEW_ROLES = 5_000_000

export async function benchSameness(_: Db, url: string): Promise<Measured[]> {
  const db = await ownDatabase(url)
  try {
    const quality = ofPairs()
    return [...perAdvert(), ...(await filing(db)), ...peers(), ...quality]
  } finally {
    await db.destroy()
  }
}

async function ownDatabase(url: string): Promise<Db> {
  const start = connect(url, { name: 'dayrate bench' })
  await sql`create database sameness`.execute(start)
  await start.destroy()
  const own = new URL(url)
  own.pathname = '/sameness'
  const db = connect(own.href, { name: 'dayrate bench' })
  await migrate(db)
  const policy = {
    attribution: { text: 'Volume', url: '' },
    republish: 'full' as const,
    statistics: true,
    requestsPerDay: 1,
    delayMs: 0,
    graceHours: 48,
  }
  await saveSources(db, [
    { id: 'volume', name: 'Volume', connector: 'file', settings: {}, origin: 'import', crawlEveryMinutes: 60, policy },
  ])
  return db
}

/** Signature and keys of an advert that is read already; processor time, best of three. */
function perAdvert(): Measured[] {
  const short = makeVolume(600).map(raw => readPosting({ ...raw, description: (raw.description ?? '').slice(0, 500) }))
  const long = makeVolume(600).map((raw, i) => readPosting({ ...raw, description: tiled(raw.description ?? '', i) }))
  const cost = (postings: Posting[]): number => {
    const rounds = [0, 1, 2, 3].map(() => {
      const started = cpuMs()
      for (const posting of postings) blockingKeys(signature(posting))
      return (cpuMs() - started) / postings.length
    })
    return Math.min(...rounds.slice(1))
  }
  return [
    { name: 'signature and keys, 500 characters', way: 'ours, of processor', value: cost(short), unit: 'ms' },
    { name: 'signature and keys, 4,000 characters', way: 'ours, of processor', value: cost(long), unit: 'ms' },
  ]
}

function tiled(text: string, number: number): string {
  const more = makeVolume(5, 900_000 + 7 * number).map(raw => raw.description ?? '')
  return [text, ...more].join('\n').slice(0, 4_000)
}

/** Adverts a second through the linker, by how many are stored: half of them late adverts of stored roles, half new roles. */
async function filing(db: Db): Promise<Measured[]> {
  const stored = new StoredVolume()
  const sizes = process.argv.includes('--million') ? [...SIZES, MILLION] : SIZES
  await startIdsAt(db, 2 * MILLION)
  for (let batch = 0; batch < WARM; batch++) await fileBatch(db, batch)
  await sql`truncate posting, listing cascade`.execute(db)
  const rows: Measured[] = []
  let least = Number.NaN
  for (const size of sizes) {
    process.stderr.write(`  filing among ${size.toLocaleString('en-GB')} …\n`)
    await stored.fill(db, size)
    const times: { wall: number; cpu: number }[] = []
    for (let batch = 0; batch < BATCHES; batch++) times.push(await fileBatch(db, size / 500 + batch))
    const counted = times.slice(2)
    const each = counted.reduce((sum, { cpu }) => sum + cpu, 0) / counted.length / BATCH
    least = Number.isNaN(least) ? each : least
    process.stderr.write(`    ${Math.round(1_000 / each)} a second of processor\n`)
    const name = `file an advert among ${size.toLocaleString('en-GB')}`
    rows.push(
      { name, way: 'ours, a second of processor', value: 1_000 / each, unit: 'a second', ratio: least / each },
      { name, way: 'ours, by the clock', value: 1_000 / (median(counted.map(({ wall }) => wall)) / BATCH), unit: 'a second' },
      { name, way: 'ours, worst batch of 100, processor', value: Math.max(...counted.map(({ cpu }) => cpu)), unit: 'ms' },
      ...(await takenApart(db, size / 500 + BATCHES, name)),
    )
  }
  return rows
}

/** The parts of filing, and what the four that are sameness alone come to; the others make the listing and what the board searches. */
async function takenApart(db: Db, number: number, name: string): Promise<Measured[]> {
  const files = await connectionsOf(db)
  const parts = new FilingParts(() => cpuOf(files))
  for (let batch = 0; batch < TAKEN_APART; batch++) {
    await storeBatch(db, number + batch)
    parts.begin()
    await linkPending(db.withPlugin(parts))
    void parts.parts
  }
  const each = [...parts.parts].map(([part, ms]) => ({ part, ms: ms / TAKEN_APART / BATCH }))
  const alone = each.filter(({ part }) => part !== 'listing facts' && part !== 'search rows').reduce((sum, { ms }) => sum + ms, 0)
  return [
    ...each.map(({ part, ms }) => ({ name, way: `of that: ${part}`, value: ms, unit: 'ms an advert' })),
    { name, way: 'ours, without listing facts and search rows', value: 1_000 / alone, unit: 'a second' },
  ]
}

/** @returns milliseconds of filing one batch, on the clock and of processor; storing it is not counted. */
async function fileBatch(db: Db, number: number): Promise<{ wall: number; cpu: number }> {
  await storeBatch(db, number)
  const [started, startedCpu] = [performance.now(), await allCpuMs(db)]
  const { linked } = await linkPending(db)
  if (linked !== BATCH) throw new Error(`${linked} of ${BATCH} adverts were filed`)
  return { wall: performance.now() - started, cpu: (await allCpuMs(db)) - startedCpu }
}

async function storeBatch(db: Db, number: number): Promise<void> {
  const half = BATCH / 2
  const raws = [...makeLateAdverts(half, number * half), ...makeVolume(half, NEW_ROLES + number * half)]
  const adverts = raws.map(raw => ({ raw, posting: readPosting({ ...raw, externalId: `${number}-${raw.externalId}` }) }))
  await savePostings(db, 'volume', adverts, { readerVersion: READER_VERSION, acceptAll: true })
}

/**
 * Processor time of this process and of its Postgres connections: what one core would need, whatever else the machine does. Only Linux
 * tells a process's in nanoseconds; elsewhere it is the clock.
 */
async function allCpuMs(db: Db): Promise<number> {
  return cpuOf(await connectionsOf(db))
}

/** Where Linux tells of each; undefined elsewhere. */
async function connectionsOf(db: Db): Promise<string[] | undefined> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(db)
  const files = rows.map(({ pid }) => `/proc/${pid}/schedstat`).filter(file => existsSync(file))
  return files.length < rows.length ? undefined : files
}

function cpuOf(files: string[] | undefined): number {
  if (!files) return performance.now()
  return cpuMs() + files.reduce((sum, file) => sum + Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6, 0)
}

/** The same adverts by the two ways peers go, in memory and without a database, which flatters them. */
function peers(): Measured[] {
  const size = SIZES[1] ?? 0
  const stored = makeVolume(size).map(raw => readPosting(raw))
  const fresh = [...makeLateAdverts(500), ...makeVolume(500, NEW_ROLES)].map(raw => readPosting(raw))
  const name = `file an advert among ${size.toLocaleString('en-GB')}`
  const exact = new Set(stored.map(exactKey))
  const exactMs = timed(() => fresh.filter(posting => exact.has(exactKey(posting))).length)
  const index = new MinHashIndex()
  for (const [i, posting] of stored.entries()) index.add(i, minHash(blocksText(posting.blocks)))
  const minHashMs = timed(() => {
    for (const [i, posting] of fresh.entries()) {
      const signed = minHash(blocksText(posting.blocks))
      index.likest(signed)
      index.add(size + i, signed)
    }
  })
  const each = (ms: number): number => (1_000 * fresh.length) / ms
  return [
    { name, way: 'exact title, company and place, in memory', value: each(exactMs), unit: 'a second' },
    { name, way: 'MinHash 128 with LSH, in memory', value: each(minHashMs), unit: 'a second' },
  ]
}

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

const PAIRS = new URL('../../shared/corpus/dedup/', import.meta.url)

/** F1 on pairs of real adverts that were read by hand. */
function ofPairs(): Measured[] {
  if (!existsSync(PAIRS)) {
    process.stderr.write('  there are no hand-read pairs beside the project: no F1\n')
    return []
  }
  const linesOf = (file: string): unknown[] =>
    readFileSync(new URL(file, PAIRS), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as unknown)
  const adverts = new Map((linesOf('ads.dev.jsonl') as { id: string }[]).map(advert => [advert.id, postingOf(advert)]))
  const pairs = linesOf('gold-pairs.dev.jsonl') as { a: string; b: string; label: string }[]
  const f1 = (same: (a: Posting, b: Posting) => boolean): number => {
    const said = pairs.flatMap(({ a, b, label }) => {
      const [one, two] = [adverts.get(a), adverts.get(b)]
      return one && two ? [{ is: label === 'same', said: same(one, two) }] : []
    })
    const right = said.filter(pair => pair.is && pair.said).length
    return (2 * right) / (said.filter(pair => pair.is).length + said.filter(pair => pair.said).length)
  }
  const ways: [string, (a: Posting, b: Posting) => boolean][] = [
    ['ours', (a, b) => compare(signature(a), signature(b)).same],
    ['ours, sure', (a, b) => compare(signature(a), signature(b)).sure],
    ['exact title, company and place', (a, b) => exactKey(a) === exactKey(b)],
    [`MinHash 128, ${LIKENESS} alike`, (a, b) => resemblance(minHash(blocksText(a.blocks)), minHash(blocksText(b.blocks))) >= LIKENESS],
    ['always the same', () => true],
  ]
  return ways.map(([way, same]) => ({ name: `F1 of ${pairs.length} hand-read pairs`, way, value: f1(same), unit: '' }))
}

function postingOf(advert: unknown): Posting {
  const line = readAdvertLine(advert)
  if ('fault' in line) throw new Error(`an advert of the pairs ${line.fault}`)
  return readPosting(line.posting)
}
