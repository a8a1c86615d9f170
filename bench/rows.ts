// `node bench/rows.ts [roles | address of a board's Postgres]…`: a page of roles by Postgres alone, without counts, on growing boards.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { connect } from '../db/database.ts'
import type { Database } from '../db/schema.ts'
import { findRows, searchBoard } from '../db/search.ts'
import { ask } from '../db/search-asked.ts'
import { orderInSql } from '../db/search-sql.ts'
import { PAGE_SIZE, parseQuery } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { makeMarket, randomFrom, randomQuery } from './market.ts'
import { median, printTable } from './measure.ts'
import type { Measured } from './measure.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { MIX } from './search.ts'

const ROUNDS = 5
const RANDOM = 200

/** Medians of the questions' own least times: other people's load makes a time longer and never shorter. */
async function benchBoardAt(url: string): Promise<Measured[]> {
  await using db = connect(url, { name: 'dayrate web', max: 1, statementTimeoutMs: 600_000 })
  const { rows: counted } = await sql<{ roles: number }>`select count(*) as roles from listing_search`.execute(db)
  const name = `${(counted[0]?.roles ?? 0).toLocaleString('en-GB')} roles, no index`
  const random = randomFrom(3)
  const all = { [`the ${MIX.length}`]: MIX, [`${RANDOM} at random`]: Array.from({ length: RANDOM }, () => randomQuery(random)) }
  const measured: Measured[] = []
  for (const [which, addresses] of Object.entries(all)) {
    const times = { whole: [] as number[], page: [] as number[] }
    for (const address of addresses) {
      const { query } = parseQuery(new URLSearchParams(address))
      times.whole.push(await least(() => searchBoard(db, query)))
      times.page.push(await least(() => pageOf(db, query)))
    }
    measured.push(
      { name, way: `${which}, p50 of a request`, value: median(times.whole), unit: 'ms' },
      { name, way: `${which}, p50 of its rows, told that many fit`, value: median(times.page), unit: 'ms' },
    )
  }
  return measured
}

async function pageOf(db: Kysely<Database>, query: BoardQuery): Promise<unknown> {
  const asked = await ask(db, query, new Date())
  if (typeof asked === 'string') return asked
  const rows = await orderInSql(db, asked, { skip: 0, most: PAGE_SIZE + 1, total: Number.MAX_SAFE_INTEGER, isExact: false })
  return findRows(
    db,
    rows.slice(0, PAGE_SIZE).map(row => row.id),
  )
}

async function least(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now()
    await work()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

/** Each board in a Postgres of its own. */
export async function benchRows(sizes: readonly number[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const roles of sizes) measured.push(...(await onBoardOf(roles)))
  return measured
}

function onBoardOf(roles: number): Promise<Measured[]> {
  return onOwnPostgres(async (db, url) => {
    await makeMarket(db, roles, { textLength: 400 })
    await sql`vacuum analyze listing_search`.execute(db)
    return benchBoardAt(url)
  })
}

const boards = process.argv.slice(2)
if (process.argv[1] === import.meta.filename)
  for (const board of boards.length > 0 ? boards : ['20000', '200000'])
    printTable(await (/^\d+$/.test(board) ? onBoardOf(Number(board)) : benchBoardAt(board)))
