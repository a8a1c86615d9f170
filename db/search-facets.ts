// Counts of every choice of every filter by Postgres: one pass over what the words find sends what the roles are counted by, packed.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { activeFilters, RADIUS_CHOICES } from '../listings/facets.ts'
import type { Counts } from '../listings/facets.ts'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import { countFacts } from './search-facts.ts'
import type { Packed } from './search-facts.ts'
import { base, conditionOf, FEW, isIn } from './search-sql.ts'

/** A board of more live roles is not counted: a person would wait for the counts longer than for the roles. As Postgres last reckoned them. */
const isSmall = sql<boolean>`((select reltuples from pg_class where oid = 'listing_search'::regclass) <= 200000)`

export interface CountsInSql extends Counts {
  total: number
  /** What fits, where it is little and filters were judged to find it: nobody needs to judge them again. */
  ids: number[] | undefined
}

/**
 * Exact, and slower than the index by an order or two: some 1 µs a role. The total comes with it.
 * @returns undefined on a board of more than 200,000
 */
export async function countsInSql(db: Db, asked: Asked): Promise<CountsInSql | undefined> {
  const active = activeFilters(asked.query)
  const failed = failedOf(active.map(one => conditionOf(one, asked)))
  const marks = active.length > 0 ? sql`encode(string_agg(int4send(${circlesOf(asked)} * 65536 + failed), ''), 'base64')` : sql`null`
  const ids = active.length > 1 ? sql`encode(string_agg(int8send(listing_id), '') filter (where failed = 0), 'base64')` : sql`null`
  // The OFFSET 0 is a fence: without it, what a row fails would be worked out again wherever it is named.
  const { rows } = await sql<Packed & { isSmall: boolean; ids: string | null }>`
    select ${isSmall} as "isSmall", coalesce(encode(string_agg(facts, ''), 'base64'), '') as facts, ${marks} as marks, ${ids} as ids, (
      select coalesce(json_agg(json_build_object('id', id, 'code', hashtext(id), 'statistics', policy -> 'statistics')), '[]') from source) as sources
    from (select listing_id, facts, lat, lon, ${failed} as failed from listing_search where ${isSmall} and ${base(asked)} offset 0) as judged
    ${active.length > 0 ? sql`where failed is not null` : sql``}`.execute(db)
  const [found] = rows
  if (!found?.isSmall) return undefined
  const counts = countFacts(found, { active, now: asked.now, radii: RADII })
  return { ...counts, ids: active.length > 1 && counts.total <= FEW.byTier ? idsOf(found.ids ?? '') : undefined }
}

function idsOf(eightBytesEach: string): number[] {
  const bytes = Buffer.from(eightBytesEach, 'base64')
  return Array.from({ length: bytes.length / 8 }, (_, n) => Number(bytes.readBigInt64BE(n * 8)))
}

/** The bit of the one filter that a row fails, 0 for none, null for more: the second that fails ends the looking. */
function failedOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<number | null> {
  return conditions.reduceRight<RawBuilder<number | null>>(
    (rest, condition, n) => {
      const others = conditions.slice(n + 1)
      const alone = sql`case when ${sql.join([sql`true`, ...others], sql` and `)} then ${sql.lit(1 << n)} end`
      return sql`(case when ${condition} then ${rest} else ${alone} end)`
    },
    sql`0`,
  )
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
