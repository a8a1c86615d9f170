// `node bench/search.ts [roles] [questions] [characters]`: the board's search against the usual designs, in turn, in one run; and how it bears a crowd.
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../db/database.ts'
import type { Database } from '../db/schema.ts'
import { searchBoard } from '../db/search.ts'
import { ask } from '../db/search-asked.ts'
import type { Asked } from '../db/search-asked.ts'
import { keepIndex } from '../db/search-index.ts'
import { parseQuery } from '../listings/query.ts'
import { makeMarket, randomFrom, randomQuery } from './market.ts'
import { median, printTable } from './measure.ts'
import type { Measured } from './measure.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { makeStock, searchStock } from './stock.ts'

/** One question of each kind: broad, narrow, a phrase, only filters, nothing found, misspelt, begun, excluded. */
export const MIX = [
  'q=project manager',
  'q=project manager&sort=newest',
  'q=project manager&engagement=outside&remote=hybrid&seniority=senior,lead&rate=400',
  'q=rail signalling senior manager leeds',
  'q="rail signalling"',
  'q=payments&sort=rate',
  'engagement=outside,inside&discipline=project&remote=remote',
  'place=leeds&radius=50&rate=500',
  'q=thylacine',
  'q=projcet manger',
  'q=program*',
  'q=payments or cloud -rail&sort=rate',
]

export interface SearchBench {
  /** Live roles. */
  count: number
  /** Random questions put to both engines. */
  questions: number
  /** Characters of an advert; 2,300 is what adverts have. */
  textLength: number
}

const ROUNDS = { ours: 9, sql: 3, stock: 2, ilike: 1 } as const

export async function benchSearch(db: Kysely<Database>, url: string, { count, questions, textLength }: SearchBench): Promise<Measured[]> {
  await makeMarket(db, count, { keepTexts: true, textLength })
  await makeStock(db)
  await sql`vacuum analyze listing_search`.execute(db)
  await using web = connect(url, { name: 'dayrate web', max: 16, statementTimeoutMs: 120_000 })
  await using plain = connect(url, { name: 'dayrate web', max: 4, statementTimeoutMs: 600_000 })
  await using stock = connectStock(url)
  const before = memory()
  const startedAt = performance.now()
  const kept = keepIndex(web)
  await kept.ready
  const loaded = performance.now() - startedAt
  const bytes = memory() - before
  try {
    return [
      ...(await compare(count, stock, web, plain)),
      { name: `index of ${count} roles`, way: 'load', value: loaded, unit: 'ms' },
      { name: `index of ${count} roles`, way: 'sets', value: kept.index.bytes / 1_048_576, unit: 'MB' },
      { name: `index of ${count} roles`, way: 'process grew by', value: bytes / 1_048_576, unit: 'MB' },
      ...(await crowd(count, web)),
      {
        name: `${questions} random questions`,
        way: 'equal to SQL in rows, totals and counts',
        value: await countEqual(web, plain, questions),
        unit: 'questions',
      },
    ]
  } finally {
    await kept.close()
  }
}

/**
 * As ours is connected, but for the plans: nothing is compiled and one question is one process. By its defaults Postgres takes both cores of
 * a machine of two for the broad questions of the usual design, which makes them a quarter sooner by the clock for as much work.
 */
function connectStock(url: string): Kysely<Database> {
  const address = new URL(url)
  address.searchParams.set('options', '-c jit=off -c max_parallel_workers_per_gather=0')
  return connect(address.href, { name: 'dayrate bench', max: 1, statementTimeoutMs: 600_000 })
}

type Way = keyof typeof ROUNDS

async function compare(count: number, stock: Kysely<Database>, web: Kysely<Database>, plain: Kysely<Database>): Promise<Measured[]> {
  const rows: Measured[] = []
  for (const facets of [false, true]) {
    // By ILIKE a question with counts takes ten seconds at 20,000 roles.
    const ways: Partial<Record<Way, (address: string) => Promise<unknown>>> = {
      ours: address => searchBoard(web, parse(address), { facets }),
      sql: address => searchBoard(plain, parse(address), { facets }),
      stock: async address => searchStock(stock, await askOf(stock, parse(address)), { facets }),
      ...(!facets && { ilike: async (address: string) => searchStock(stock, await askOf(stock, parse(address)), { by: 'ilike' }) }),
    }
    const medians = await inTurns(ways)
    const mean = (way: Way): number => medians[way].reduce((all, ms) => all + ms, 0) / MIX.length
    for (const way of Object.keys(ways) as Way[]) {
      const name = `search of ${count} roles${facets ? ' with counts' : ''}`
      rows.push({ name, way: `${NAMES[way]}, mean of medians`, value: mean(way), unit: 'ms', ratio: mean('stock') / mean(way) })
      rows.push({ name, way: `${NAMES[way]}, slowest`, value: Math.max(...medians[way]), unit: 'ms' })
    }
    process.stderr.write(
      `${MIX.map((address, n) => `${(Object.keys(ways) as Way[]).map(way => medians[way][n]?.toFixed(2).padStart(9)).join(' ')}  ${address}`).join('\n')}\n`,
    )
  }
  return rows
}

const NAMES: Record<Way, string> = { ours: 'ours', sql: 'ours while the index loads', stock: 'baseline: stock', ilike: 'ILIKE' }

/** Medians by question, every way a few times in turn. */
async function inTurns(ways: Partial<Record<Way, (address: string) => Promise<unknown>>>): Promise<Record<Way, number[]>> {
  const medians: Record<Way, number[]> = { ours: [], sql: [], stock: [], ilike: [] }
  for (const address of MIX) {
    const times: Record<Way, number[]> = { ours: [], sql: [], stock: [], ilike: [] }
    for (let round = 0; round < ROUNDS.ours; round += 1) {
      for (const way of Object.keys(ways) as Way[]) {
        if (round >= ROUNDS[way]) continue
        const started = performance.now()
        await ways[way]?.(address)
        times[way].push(performance.now() - started)
      }
    }
    for (const way of Object.keys(ways) as Way[]) medians[way].push(median(times[way]))
  }
  return medians
}

/** Questions nobody asked before, with all counts, by one client and by sixteen. */
export async function crowd(count: number, web: Kysely<Database>): Promise<Measured[]> {
  const rows: Measured[] = []
  // Making sixteen connections is not what is measured.
  await Promise.all(Array.from({ length: 16 }, () => sql`select pg_sleep(0.1)`.execute(web)))
  for (const clients of [1, 16]) {
    const times: number[] = []
    const until = performance.now() + 4_000
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        const random = randomFrom(client + 1)
        while (performance.now() < until) {
          const query = parse(random() < 0.5 ? (MIX[Math.floor(random() * MIX.length)] ?? '') : randomQuery(random, { phrases: false }))
          const started = performance.now()
          await searchBoard(web, query, { facets: true })
          times.push(performance.now() - started)
          // As a server does between two requests: whoever waits for Postgres would else wait for all who do not.
          await setImmediate()
        }
      }),
    )
    times.sort((a, b) => a - b)
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN
    const name = `${clients} ${clients === 1 ? 'client' : 'clients'}, ${count} roles, with counts`
    for (const [way, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const)
      rows.push({ name, way, value: at(share), unit: 'ms' })
    rows.push({ name, way: 'searches', value: times.length / 4, unit: 'a second' })
  }
  return rows
}

async function countEqual(web: Kysely<Database>, plain: Kysely<Database>, questions: number): Promise<number> {
  const random = randomFrom(11)
  const now = new Date()
  let equal = 0
  for (let n = 0; n < questions; n += 1) {
    const address = randomQuery(random)
    const [ours, postgres] = await Promise.all([web, plain].map(db => searchBoard(db, parse(address), { facets: true, now })))
    const same = JSON.stringify(essence(ours)) === JSON.stringify(essence(postgres))
    if (!same) process.stderr.write(`not equal: ${address}\n`)
    equal += same ? 1 : 0
  }
  return equal
}

function essence(found: Awaited<ReturnType<typeof searchBoard>> | undefined): unknown {
  const counts = Object.entries(found?.facets ?? {}).flatMap(([filter, values]) =>
    Object.entries(values).flatMap(([value, n]) => (n > 0 ? `${filter} ${value} ${n}` : [])),
  )
  return [found?.total, found?.rows.map(row => row.id), counts.sort(), found?.medianRate, found?.nextCursor]
}

function parse(address: string) {
  return parseQuery(new URLSearchParams(address)).query
}

async function askOf(db: Kysely<Database>, query: ReturnType<typeof parse>): Promise<Asked> {
  const asked = await ask(db, query, new Date())
  if (typeof asked === 'string') throw new Error(asked)
  return asked
}

/** Bytes that this process holds. */
function memory(): number {
  globalThis.gc?.()
  const { rss } = process.memoryUsage()
  return rss
}

const [count = 20_000, questions = 200, textLength = 2_300] = process.argv.slice(2).map(Number)
if (process.argv[1] === import.meta.filename)
  printTable(await onOwnPostgres((db, url) => benchSearch(db, url, { count, questions, textLength })))
