// What an alert would have sent in the last days, had it run: roles by the day they were first seen, those that have closed since among them.
import { sql } from 'kysely'
import { whenNew } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import { askMany } from './search-asked.ts'
import type { Asked } from './search-asked.ts'
import { indexOf } from './search-index.ts'
import { PAST_DAYS } from './search-rows.ts'
import { countInSql, pastInSql } from './search-sql.ts'
import { countBoard, searchBoard } from './search.ts'
import type { BoardRow } from './search.ts'

export interface BackTest {
  /** Days looked back. */
  days: number
  /** Roles first seen in them that fit. */
  total: number
  /** The newest of them. */
  last: { row: BoardRow; closed: boolean }[]
  /** How many each of the other queries would have sent; undefined while nothing can count them quickly. */
  others: number[] | undefined
  /** Days since this board has any source: younger than `days`, it has not seen all there was. */
  boardDays: number
}

/** Roles a back-test names. */
const NAMED = 10

/**
 * Looks back for a query, and for others beside it. Live roles are counted by the index in memory, closed ones of the last month by Postgres;
 * while the index loads only the query itself is counted, for each further one could take Postgres as long as a search of the whole board.
 */
export async function backTest(db: Db, query: BoardQuery, others: readonly BoardQuery[], now: Date): Promise<BackTest> {
  const all = [query, ...(indexOf(db) ? others : [])].map(lookingBack)
  const asked = await askMany(db, all, now)
  const totals: number[] = []
  for (const [n, one] of all.entries()) totals.push(await countSeen(db, one, asked[n]))
  const [total = 0, ...rest] = totals
  const last = total === 0 ? [] : await lastSeen(db, all[0] ?? query, asked[0], now)
  return { days: PAST_DAYS, total, last, others: indexOf(db) || others.length === 0 ? rest : undefined, boardDays: await ageInDays(db) }
}

function lookingBack(query: BoardQuery): BoardQuery {
  return { ...whenNew(query), sort: 'newest', within: PAST_DAYS }
}

async function countSeen(db: Db, query: BoardQuery, asked: Asked | string | undefined): Promise<number> {
  if (asked === undefined || typeof asked === 'string') return 0
  return (await countBoard(db, query)) + (await countInSql(db, asked, 'listing_past'))
}

async function lastSeen(db: Db, query: BoardQuery, asked: Asked | string | undefined, now: Date): Promise<BackTest['last']> {
  if (asked === undefined || typeof asked === 'string') return []
  const live = (await searchBoard(db, query, { now })).rows.map(row => ({ row, closed: false }))
  const past = (await pastInSql(db, asked, NAMED)).map(({ summary, ...line }) => ({ row: { ...line, ...summary }, closed: true }))
  return [...live, ...past].sort((a, b) => +b.row.firstSeenAt - +a.row.firstSeenAt || b.row.id - a.row.id).slice(0, NAMED)
}

async function ageInDays(db: Db): Promise<number> {
  const { rows } = await sql<{ days: number | null }>`
    select extract(epoch from now() - min(created_at))::float8 / 86400 as days from source`.execute(db)
  return Math.floor(rows[0]?.days ?? 0)
}
