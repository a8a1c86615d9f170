// Counts of every choice of every filter by Postgres: one pass over what the words find sends what the roles are counted by, packed.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { activeFilters, RADIUS_CHOICES } from '../listings/facets.ts'
import type { Counts } from '../listings/facets.ts'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import { countFacts } from './search-facts.ts'
import type { Packed } from './search-facts.ts'
import { base, conditionOf, isIn } from './search-sql.ts'

/** A board of more live roles is not counted: a person would wait for the counts longer than for the roles. As Postgres last reckoned them. */
const isSmall = sql<boolean>`((select reltuples from pg_class where oid = 'listing_search'::regclass) <= 200000)`

/**
 * Exact, and slower than the index by an order or two: some 1 µs a role. The total comes with it.
 * @returns undefined on a board of more than 200,000
 */
export async function countsInSql(db: Db, asked: Asked): Promise<(Counts & { total: number }) | undefined> {
  const active = activeFilters(asked.query)
  const failed = sql.join([sql`0`, ...active.map((one, n) => sql`(not ${conditionOf(one, asked)})::int * ${sql.lit(1 << n)}`)], sql` + `)
  const circles = circlesOf(asked)
  const marks = active.length > 0 ? sql`encode(string_agg(int2send(failed::int2) || int2send(circles::int2), ''), 'base64')` : sql`null`
  // The OFFSET 0 is a fence: without it, what a row fails would be worked out again wherever it is named.
  const { rows } = await sql<Packed & { isSmall: boolean }>`
    select ${isSmall} as "isSmall", coalesce(encode(string_agg(facts, ''), 'base64'), '') as facts, ${marks} as marks, (
      select coalesce(json_agg(json_build_object('id', id, 'code', hashtext(id), 'statistics', policy -> 'statistics')), '[]') from source) as sources
    from (select facts, ${failed} as failed, ${circles} as circles from listing_search where ${isSmall} and ${base(asked)} offset 0) as judged
    where failed & (failed - 1) = 0`.execute(db)
  return rows[0]?.isSmall ? countFacts(rows[0], { active, now: asked.now, radii: RADII }) : undefined
}

const WIDEST_FIRST = RADIUS_CHOICES.toReversed()

/** By the number of circles, from the widest, that a role is in. */
const RADII = Array.from({ length: WIDEST_FIRST.length + 1 }, (_, circles) => WIDEST_FIRST.slice(0, circles).map(String))

/** How many of the circles around the place a role is in: the widest that it is not in ends the looking. */
function circlesOf({ area }: Asked): RawBuilder<number> {
  if (area?.kind !== 'circle') return sql`0`
  const cases = WIDEST_FIRST.map((miles, n) => sql`when not ${isIn({ ...area, miles })} then ${sql.lit(n)}`)
  return sql`(case ${sql.join(cases, sql` `)} else ${sql.lit(WIDEST_FIRST.length)} end)`
}
