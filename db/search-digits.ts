// What a role says about the filters, packed into a few whole numbers that Postgres groups by, and read back from them.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { CLEARANCE_LEVELS, DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import { LAST_RATE_BAND, RADIUS_CHOICES, RATE_STEP, TERM_BANDS, WITHIN_CHOICES } from '../listings/facets.ts'
import type { Filter } from '../listings/facets.ts'
import { ADVERTISER_KINDS, UNSTATED } from '../listings/query.ts'
import type { Asked } from './search-asked.ts'
import { isIn, seenWithin, termTouches } from './search-sql.ts'

/** A filter as a digit: each number from 0 stands for the choices that a role with it has. */
export interface Digit {
  filter: Filter | 'radius'
  choices: readonly (readonly string[])[]
  /** Reads the number off a row of listing_search. */
  code: RawBuilder<number>
}

/** Digits of one number each: some thousand cells at most, since every cell that a role is in is a row of the answer. */
export function numbersOf(asked: Asked): readonly (readonly Digit[])[] {
  return [...SETTLED, [terms(), ages(asked), ...circles(asked)]]
}

/** All digits as one number, with a number before them that may be up to 2^14: it stays below 2^31. */
export function packed(digits: readonly Digit[], first: RawBuilder<number>): RawBuilder<number> {
  return digits.reduce((higher, { choices, code }) => sql<number>`(${higher} * ${sql.lit(choices.length)} + ${code})`, first)
}

/** The choices in such a number, and what stands before its digits. */
export function unpacked(digits: readonly Digit[], number: number): { first: number; chosen: [Digit['filter'], string][] } {
  const chosen: [Digit['filter'], string][] = []
  let first = number
  for (const { filter, choices } of digits.toReversed()) {
    for (const choice of choices[first % choices.length] ?? []) chosen.push([filter, choice])
    first = Math.floor(first / choices.length)
  }
  return { first, chosen }
}

/** One word of a list, nothing, or a word that is not in the list: to look it up costs half of what grouping by the word costs. */
function listed(filter: Filter, column: string, values: readonly string[]): Digit {
  const cases = values.map((value, n) => sql`when ${sql.lit(value)} then ${sql.lit(n + 1)}`)
  const none = sql`case when ${sql.ref(column)} is null then 0 else ${sql.lit(values.length + 1)} end`
  return {
    filter,
    choices: [[UNSTATED], ...values.map(value => [value]), []],
    code: sql<number>`(case ${sql.ref(column)} ${sql.join(cases, sql` `)} else ${none} end)`,
  }
}

/** A number from 0; all above the last are the last. */
function numbered(filter: Filter, number: RawBuilder<number>, values: readonly (readonly string[])[]): Digit {
  return {
    filter,
    choices: [[UNSTATED], ...values],
    code: sql<number>`(case when ${number} is null then 0 else least(${number}, ${sql.lit(values.length - 1)}) + 1 end)`,
  }
}

const single = (values: readonly (string | number)[]): string[][] => values.map(value => [String(value)])
const bands = Array.from({ length: LAST_RATE_BAND / RATE_STEP + 1 }, (_, n) => n * RATE_STEP)

const SETTLED: readonly (readonly Digit[])[] = [
  [
    listed('engagement', 'engagement', ENGAGEMENTS),
    listed('discipline', 'discipline', DISCIPLINES),
    numbered('seniority', sql<number>`seniority`, single(SENIORITIES)),
    listed('remote', 'remote', REMOTES),
  ],
  [
    numbered('rate', sql<number>`(day_rate_max / ${sql.lit(RATE_STEP)})`, single(bands)),
    numbered('onsite', sql<number>`days_on_site`, [...single([0, 1, 2, 3, 4, 5]), []]),
    {
      filter: 'start',
      choices: [[UNSTATED], ['asap'], ['dated']],
      code: sql<number>`(case when starts_on is null then 0 when starts_on = '-infinity' then 1 else 2 end)`,
    },
    listed('advertiser', 'advertiser', ADVERTISER_KINDS),
  ],
  [listed('sector', 'sector', SECTORS), listed('clearance', 'clearance_needed', CLEARANCE_LEVELS)],
]

/** A bit for every band that a role's length touches. */
function terms(): Digit {
  const names = TERM_BANDS.map(({ name }) => name)
  const touched = TERM_BANDS.map(
    ({ min, max }, n) => sql`(${termTouches({ termMin: min, termMax: max, unstated: [] })})::int * ${sql.lit(1 << n)}`,
  )
  const sets = Array.from({ length: 1 << names.length }, (_, bits) => names.filter((_name, n) => bits & (1 << n)))
  return {
    filter: 'term',
    choices: [...sets, [UNSTATED]],
    code: sql<number>`(case when term_min is null or term_max is null then ${sql.lit(sets.length)} else ${sql.join(touched, sql` + `)} end)`,
  }
}

/** Choices each of which holds the one before: the widest that a role is not in ends the looking. */
function nested(filter: Digit['filter'], widestFirst: readonly { value: number; holds: RawBuilder<boolean> }[]): Digit {
  const values = widestFirst.map(({ value }) => String(value))
  const cases = widestFirst.map(({ holds }, n) => sql`when not ${holds} then ${sql.lit(n)}`)
  return {
    filter,
    choices: [[], ...values.map((_, n) => values.slice(0, n + 1))],
    code: sql<number>`(case ${sql.join(cases, sql` `)} else ${sql.lit(values.length)} end)`,
  }
}

function ages({ now }: Asked): Digit {
  return nested(
    'within',
    WITHIN_CHOICES.toReversed().map(days => ({ value: days, holds: sql<boolean>`(${seenWithin(days, now)})` })),
  )
}

function circles({ area }: Asked): Digit[] {
  if (area?.kind !== 'circle') return []
  return [
    nested(
      'radius',
      RADIUS_CHOICES.toReversed().map(miles => ({ value: miles, holds: isIn({ ...area, miles }) })),
    ),
  ]
}
