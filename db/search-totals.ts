// How many live roles fit, by Postgres alone: counted on a board that is not too large for it, about right on a larger one.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import { whole } from './search-conditions.ts'
import type { Condition } from './search-conditions.ts'

/** A board of more live roles is not counted: a person would wait for the counts longer than for the roles. */
export const MOST_COUNTED = 200_000

/** Live roles, as Postgres last reckoned them; -1 where it never has. */
const SIZE = sql<number>`(select reltuples from pg_class where oid = 'listing_search'::regclass)`

/** Whether the board has no more live roles than that. */
export const isCounted = (most: number): Condition => sql<boolean>`(${SIZE} <= ${most})`

/** How many live roles fit; undefined on a board of more than `most`. */
export async function totalInSql(db: Db, asked: Asked, most: number): Promise<number | undefined> {
  const { rows } = await sql<{ total: number | null }>`
    select case when ${isCounted(most)} then (select count(*) from listing_search where ${whole(asked)}) end as total`.execute(db)
  return rows[0]?.total ?? undefined
}

/** Roles of the sample. Those of some seventy pages: with the texts of all of them fetched, 4 ms. */
const SAMPLE = 1_000

/** Fewer found in the sample say next to nothing. */
const LEAST_FOUND = 5

interface Sampled {
  /** All live ones, by SIZE. */
  roles: number
  looked: number
  found: number
}

interface Planned {
  Plan: { 'Plan Rows': number }
}

/**
 * About how many live roles fit: by a sample, the same for all who ask. What is too rare for it is as common as Postgres' planner believes,
 * from how often it knows each word and value to be, as if none went with another (of two words that do, a seventh of what there is).
 */
export async function reckonInSql(db: Db, asked: Asked): Promise<number> {
  const { rows: samples } = await sql<Sampled>`
    select ${SIZE} as roles, count(*) as looked, count(*) filter (where ${whole(asked)}) as found
    from listing_search tablesample system (least(100, ${SAMPLE} * 100.0 / greatest(${SIZE}, 1))) repeatable (1)`.execute(db)
  const [{ roles, looked, found } = { roles: 0, looked: 0, found: 0 }] = samples
  if (found >= LEAST_FOUND) return Math.round((found / looked) * roles)
  const { rows } = await sql<{ 'QUERY PLAN': [Planned] }>`
    explain (format json) select from listing_search where ${whole(asked, 'reckoning')}`.execute(db)
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
