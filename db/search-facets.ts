// Counts of every choice of every filter by Postgres: one pass over what the words find, each row kept that fits all filters but one.
import { sql } from 'kysely'
import { SENIORITIES } from '../listings/card.ts'
import {
  activeFilters,
  asChoices,
  LAST_RATE_BAND,
  noCounts,
  RADIUS_CHOICES,
  RATE_STEP,
  TERM_BANDS,
  WITHIN_CHOICES,
} from '../listings/facets.ts'
import type { Facets, Filter } from '../listings/facets.ts'
import { UNSTATED } from '../listings/query.ts'
import type { Db } from './database.ts'
import { all, base, conditionOf, isIn, seenWithin, termTouches } from './search-sql.ts'
import type { Asked } from './search-asked.ts'

/** Filters with one value a role, and how the value is read off its row; of a null, least() would take the other. */
const GROUPED = {
  rate: sql`day_rate_max * 0 + least(${sql.lit(LAST_RATE_BAND)}, day_rate_max / ${sql.lit(RATE_STEP)} * ${sql.lit(RATE_STEP)})`,
  engagement: sql`engagement`,
  discipline: sql`discipline`,
  seniority: sql`(${sql.lit(`{${SENIORITIES.join(',')}}`)}::text[])[seniority + 1]`,
  remote: sql`remote`,
  onsite: sql`days_on_site`,
  place: sql`region`,
  start: sql`case when starts_on = '-infinity' then 'asap' when starts_on is not null then 'dated' end`,
  clearance: sql`clearance_needed`,
  sector: sql`sector`,
  advertiser: sql`advertiser`,
} as const
type Grouped = keyof typeof GROUPED

interface Counted {
  filter: Filter | 'radius'
  value: string | null
  /** Which filter these rows fail: 0 = none. */
  failed: number
  count: number
}

export async function facetsInSql(db: Db, asked: Asked): Promise<Facets> {
  const active = activeFilters(asked.query)
  const bit = (filter: Filter | 'radius'): number => {
    const at = active.indexOf(filter === 'radius' ? 'place' : filter)
    return at < 0 ? 0 : 1 << at
  }
  const failed = sql.join(
    [sql`0`, ...active.map(filter => sql`(not ${conditionOf(filter, asked)})::int * ${sql.lit(bit(filter))}`)],
    sql` + `,
  )
  const names = Object.keys(GROUPED) as Grouped[] // its own keys
  const { rows } = await sql<Counted>`
    with fitting as materialized (
      select * from (
        select ${sql.join(names.map(name => sql`(${GROUPED[name]})::text as ${sql.ref(name)}`))}, methods, sources, ${failed} as failed,
          ${sql.join(extras(asked).map(({ column, condition }) => sql`${condition} as ${sql.ref(column)}`))}
        from listing_search where ${base(asked)}
      ) as judged where failed & (failed - 1) = 0
    )
    select case grouping(${sql.join(names.map(name => sql.ref(name)))})
        ${sql.join(
          names.map((name, n) => sql`when ${sql.lit(groupingOf(n, names.length))} then ${sql.lit(name)}`),
          sql` `,
        )} end as filter,
      coalesce(${sql.join(names.map(name => sql.ref(name)))}) as value, failed, count(*) as count
    from fitting group by grouping sets (${sql.join(names.map(name => sql`(failed, ${sql.ref(name)})`))})
    union all select 'methods', value, failed, count(*) from fitting, unnest(methods) as value group by value, failed
    union all select 'source', value, failed, count(*) from fitting, unnest(sources) as value group by value, failed
    ${sql.join(
      extras(asked).map(
        ({ filter, value, column }) => sql`
        union all select ${sql.lit(filter)}, ${sql.lit(value)}, failed, count(*) from fitting where ${sql.ref(column)} group by failed`,
      ),
      sql` `,
    )}`.execute(db)
  const counts = noCounts()
  for (const { filter, value, failed, count } of rows)
    if (failed === 0 || failed === bit(filter)) counts[filter][value ?? UNSTATED] = (counts[filter][value ?? UNSTATED] ?? 0) + count
  return asChoices(counts)
}

/** In grouping() the leftmost column is the highest bit, and 0 says that the row is grouped by it. */
function groupingOf(at: number, count: number): number {
  return (1 << count) - 1 - (1 << (count - 1 - at))
}

/** Choices that overlap. */
function extras({ area, now }: Asked) {
  const terms = TERM_BANDS.map(({ name, min, max }) => ({
    filter: 'term',
    value: name,
    condition: termTouches({ termMin: min, termMax: max, unstated: [] }),
  }))
  const ages = WITHIN_CHOICES.map(days => ({ filter: 'within', value: String(days), condition: seenWithin(days, now) }))
  const circles =
    area?.kind === 'circle'
      ? RADIUS_CHOICES.map(miles => ({ filter: 'radius', value: String(miles), condition: isIn({ ...area, miles }) }))
      : []
  return [...terms, ...ages, ...circles].map(one => ({ ...one, column: `${one.filter} ${one.value}`, condition: all([one.condition]) }))
}
