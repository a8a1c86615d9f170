// Counts of every choice of every filter by Postgres: one pass over what the words find sends what the roles are counted by, packed.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { activeFilters, RADIUS_CHOICES } from '../listings/facets.ts'
import type { Counts, Filter } from '../listings/facets.ts'
import { askBytes } from './copy-out.ts'
import type { Row } from './copy-out.ts'
import type { Db } from './database.ts'
import type { Asked } from './search-asked.ts'
import { base, conditionOf, isInBox, nearness, nearnessAt } from './search-conditions.ts'
import type { Circle } from './search-conditions.ts'
import { byteOf, conditionOnFacts, countFacts } from './search-facts.ts'
import type { Piece, Source } from './search-facts.ts'
import { FEW } from './search-sql.ts'
import { isCounted, MOST_COUNTED } from './search-totals.ts'

export interface CountsInSql extends Counts {
  total: number
  /** What fits, where it is little and filters were judged to find it: nobody needs to judge them again. */
  ids: number[] | undefined
}

/**
 * Exact, and slower than the index by an order or two: half a µs a role. The total comes with it.
 * @returns undefined on a board of more than `mostCounted`
 */
export async function countsInSql(db: Db, asked: Asked, mostCounted = MOST_COUNTED): Promise<CountsInSql | undefined> {
  const active = activeFilters(asked.query)
  const isSmall = isCounted(mostCounted)
  const [first, ...rows] = await askBytes(
    db,
    sql`
    select null::int4 as mark, null::int8 as roles, convert_to((select coalesce(json_agg(json_build_object(
      'id', id, 'code', hashtext(id), 'statistics', policy -> 'statistics')), '[]')::text from source), 'UTF8') as facts, null::bytea as ids
    where ${isSmall}
    union all select * from (${active.length === 0 ? wholePiece(asked) : piecesOf(asked, active)}) as piece where ${isSmall}`,
  )
  if (!first) return undefined
  const sources = JSON.parse(String(first[2])) as Source[] // as built above
  const pieces = rows.map(pieceOf)
  const counts = countFacts(pieces, { active, sources, now: asked.now, radii: RADII })
  const isKnown = active.length > 1 && counts.total <= FEW.byTier
  return { ...counts, ids: isKnown ? pieces.flatMap(piece => idsOf(piece.ids)) : undefined }
}

function pieceOf([mark, roles, facts, ids]: Row): Piece & { ids: Buffer } {
  const [, number = 0, circles = 0, failed = 0] = mark ?? []
  return { failed, circles, number, roles: Number(roles?.readBigInt64BE() ?? 0), facts: facts ?? NO_BYTES, ids: ids ?? NO_BYTES }
}

const NO_BYTES = Buffer.alloc(0)

/** Nothing but the words is asked for: all that is found fits. */
function wholePiece(asked: Asked): RawBuilder<unknown> {
  return sql`select 0 as mark, count(*) as roles, string_agg(facts, ''), null::bytea from listing_search where ${base(asked)} offset 0`
}

/**
 * A piece for what fits, and for what fails one filter alone a piece for every number that is counted for it: only how many there are is
 * sent. The OFFSET 0 are fences: without them, how far away a role is and what it fails would be worked out again wherever they are named.
 * Columns are named because those that nobody reads would be put in as null, which for thirty of them takes as long as all the rest.
 * Without words, everything stands in the index listing_search_narrow.
 */
function piecesOf(asked: Asked, active: readonly Filter[]): RawBuilder<unknown> {
  const { area } = asked
  const conditions = active.map(filter =>
    filter === 'place' && area?.kind === 'circle' ? isWithin(area.miles) : (conditionOnFacts(filter, asked) ?? conditionOf(filter, asked)),
  )
  const marks = active.map(
    (filter, n) => sql`${sql.lit(n + 1)}${byteOf(filter) === undefined ? sql`` : sql` + ${numberOf(filter)} * 65536`}`,
  )
  const whole = [0, ...active.flatMap((filter, n) => (byteOf(filter) === undefined ? n + 1 : []))]
  const ids = active.length > 1 ? sql`string_agg(int8send(listing_id), '') filter (where mark & 255 = 0)` : sql`null::bytea`
  const found = sql`listing_search where ${base(asked)}`
  const measured =
    area?.kind === 'circle' &&
    sql`(select listing_id, facts, first_seen_at, day_rate_max, term_min, term_max, starts_on, sources, ${nearnessOf(area)} as nearness
      from ${found} offset 0) as found`
  const mark = sql`${failedOf(conditions, marks)}${measured ? sql` + ${CIRCLES} * 256` : sql``}`
  return sql`
    select mark, count(*) as roles, string_agg(facts, '') filter (where mark & 255 = any(${whole}::int[])), ${ids}
    from (select listing_id, facts, ${mark} as mark from ${measured || found} offset 0) as judged
    where mark is not null group by mark offset 0`
}

const numberOf = (filter: Filter): RawBuilder<number> => sql<number>`get_byte(facts, ${sql.lit(byteOf(filter))})`

function idsOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 8 }, (_, n) => Number(bytes.readBigInt64BE(n * 8)))
}

/** The mark of the filter that a row fails alone; 0 for none, null for more: the second that fails ends the looking. */
function failedOf(conditions: readonly RawBuilder<boolean>[], marks: readonly RawBuilder<unknown>[]): RawBuilder<number | null> {
  return conditions.reduceRight<RawBuilder<number | null>>(
    (rest, condition, n) => {
      const others = conditions.slice(n + 1)
      const alone = sql`case when ${sql.join([sql`true`, ...others], sql` and `)} then ${marks[n]} end`
      return sql`(case when ${condition} then ${rest} else ${alone} end)`
    },
    sql`0`,
  )
}

const WIDEST_FIRST = RADIUS_CHOICES.toReversed()

/** By the number of circles, from the widest, that a role is in. */
const RADII = Array.from({ length: WIDEST_FIRST.length + 1 }, (_, circles) => WIDEST_FIRST.slice(0, circles).map(String))

/** How near a role is to the place asked for, if it is in the widest circle's box. */
function nearnessOf(area: Circle): RawBuilder<number | null> {
  const widest = { ...area, miles: Math.max(area.miles, ...RADIUS_CHOICES) }
  return sql`case when ${isInBox(widest)} then ${nearness(area)} end`
}

const isWithin = (miles: number): RawBuilder<boolean> => sql`coalesce(nearness >= ${nearnessAt(miles)}, false)`

/** How many of the circles around the place a role is in: the widest that it is not in ends the looking. */
const CIRCLES = sql`(case when nearness is null then 0 ${sql.join(
  WIDEST_FIRST.map((miles, n) => sql`when nearness < ${nearnessAt(miles)} then ${sql.lit(n)}`),
  sql` `,
)} else ${sql.lit(WIDEST_FIRST.length)} end)`
