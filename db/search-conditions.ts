// What a query asks of a role, as conditions on the columns of listing_search and listing_past.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { boxOf, EARTH_MILES, OTHER_NATIONS } from '../listings/area.ts'
import type { Area } from '../listings/area.ts'
import { SENIORITIES } from '../listings/card.ts'
import { activeFilters, ADMITTED } from '../listings/facets.ts'
import type { Filter } from '../listings/facets.ts'
import { UNSTATED } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Asked } from './search-asked.ts'

export type Condition = RawBuilder<boolean>

/** All that is asked. */
export function whole(asked: Asked, purpose: Purpose = 'judging'): Condition {
  return all([base(asked), ...activeFilters(asked.query).map(filter => conditionOf(filter, asked, purpose))])
}

/** What no count leaves out: the words, and the companies that are not wanted. */
export function base({ words, agencies }: Asked): Condition {
  return all([
    ...(words ? [sql<boolean>`body @@ ${words.tsquery}::tsquery`] : []),
    ...(agencies.length > 0 ? [sql<boolean>`not (agencies <@ ${agencies}::text[] and agencies <> '{}')`] : []),
  ])
}

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/**
 * What a condition is for: to judge rows, or to let the planner reckon how many fit. It knows how often a value stands in a column, and of
 * what is wrapped in coalesce() it believes a half.
 */
type Purpose = 'judging' | 'reckoning'

/** A column that says nothing fits where the query keeps the unstated, and nowhere else; for a judge it is never null. */
export function conditionOf(filter: Filter, { query, area, now }: Asked, purpose: Purpose = 'judging'): Condition {
  const { unstated } = query
  switch (filter) {
    case 'rate':
      return ofStated('day_rate_max', sql`day_rate_max >= ${query.rate}`, { purpose, orUnstated: query.unrated })
    case 'seniority':
      return isAny(
        'seniority',
        query.seniority.map(rung => (rung === UNSTATED ? rung : String(SENIORITIES.indexOf(rung)))),
        purpose,
      )
    case 'onsite':
      return ofStated('days_on_site', sql`days_on_site <= ${query.onsite}`, { purpose, orUnstated: unstated.includes('onsite') })
    case 'place':
      return area ? ofStated('country', isIn(area, purpose), { purpose }) : sql<boolean>`false`
    case 'term':
      return ofStated('term_min', termTouches(query), { purpose, orUnstated: unstated.includes('term') })
    case 'start':
      return ofStated('starts_on', startsBy(query), { purpose, orUnstated: unstated.includes('start') })
    case 'clearance':
      return sql<boolean>`(clearance_needed is null or clearance_needed = any(${ADMITTED[query.clearance ?? 'none']}::text[]))`
    case 'methods':
      return sql<boolean>`methods && ${query.methods}::text[]`
    case 'source':
      return sql<boolean>`sources && ${query.source}::text[]`
    case 'within':
      return seenWithin(query.within ?? 0, now)
    default:
      return isAny(filter, query[filter], purpose)
  }
}

function ofStated(
  column: string,
  condition: Condition,
  { purpose, orUnstated = false }: { purpose: Purpose; orUnstated?: boolean },
): Condition {
  if (purpose === 'judging') return sql<boolean>`coalesce(${condition}, ${orUnstated})`
  return orUnstated ? sql<boolean>`(${condition} or ${sql.ref(column)} is null)` : condition
}

function isAny(column: string, values: readonly string[], purpose: Purpose): Condition {
  const stated = values.filter(value => value !== UNSTATED)
  const type = sql.raw(column === 'seniority' ? 'smallint[]' : 'text[]')
  // Null = any of an empty list is false and not null.
  return values.includes(UNSTATED)
    ? sql<boolean>`(${sql.ref(column)} is null or ${sql.ref(column)} = any(${stated}::${type}))`
    : ofStated(column, sql`${sql.ref(column)} = any(${stated}::${type})`, { purpose })
}

/** The instant is a constant of type timestamptz: one put together by adding an interval is worked out anew for every row. */
function seenWithin(days: number, now: number): Condition {
  return sql<boolean>`first_seen_at > ${new Date(now - days * 86_400_000).toISOString()}::timestamptz`
}

function termTouches({ termMin, termMax }: Pick<BoardQuery, 'termMin' | 'termMax'>): Condition {
  return sql<boolean>`(term_max >= ${termMin ?? 0} and term_min <= ${termMax ?? 1_000})`
}

function startsBy({ start }: Pick<BoardQuery, 'start'>): Condition {
  return sql<boolean>`starts_on <= ${start === 'asap' ? '-infinity' : start}::date`
}

/** A region or a country is all of it; a point is a box the index can use, then how near it is inside it. */
function isIn(area: Area, purpose: Purpose): Condition {
  if (area.kind === 'country') return sql<boolean>`country = ${area.country}`
  if (area.kind === 'region') return sql<boolean>`region = ${area.region}`
  if (area.kind === 'england') return sql<boolean>`country = 'GB' and (region is null or region <> all(${OTHER_NATIONS}::text[]))`
  return purpose === 'reckoning' ? isInBox(area) : sql<boolean>`${isInBox(area)} and ${nearness(area)} >= ${nearnessAt(area.miles)}`
}

export type Circle = Extract<Area, { kind: 'circle' }>

export function isInBox(circle: Circle): Condition {
  const { lat, lon } = circle
  const { tall, wide } = boxOf(circle)
  return sql<boolean>`lat between ${lat - tall} and ${lat + tall} and lon between ${lon - wide} and ${lon + wide}`
}

/** The cosine of the angle between a role and the middle of a circle: 1 there, less with every mile; half the work of the haversine. */
export function nearness({ lat, lon }: Circle): RawBuilder<number> {
  const [up, across] = [lat * RADIAN, lon * RADIAN]
  return sql<number>`(sin(radians(lat)) * ${Math.sin(up)}::float8 + cos(radians(lat)) * ${Math.cos(up)}::float8 * cos(radians(lon) - ${across}::float8))`
}

const RADIAN = Math.PI / 180

/** The same so many miles away: exact to some inches from five miles on. */
export function nearnessAt(miles: number): RawBuilder<number> {
  return sql<number>`${Math.cos((2 * miles) / EARTH_MILES)}::float8`
}
