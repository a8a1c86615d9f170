// The filters that can be counted, and what is counted of each: how many roles a choice would find, all other filters kept.
import type { ClearanceLevel } from './card.ts'
import { HELD_CLEARANCES, UNSTATED } from './query.ts'
import type { BoardQuery, HeldClearance } from './query.ts'

/** Filters as the counts know them; each is left out of its own counts, so that a second choice shows what it would add. */
export const FILTERS = [
  'rate',
  'engagement',
  'discipline',
  'seniority',
  'remote',
  'onsite',
  'place',
  'term',
  'start',
  'clearance',
  'methods',
  'sector',
  'advertiser',
  'source',
  'within',
] as const
export type Filter = (typeof FILTERS)[number]

/** Filters of a query that are lists of values of one column. */
export const LISTS = ['engagement', 'discipline', 'seniority', 'remote', 'methods', 'sector', 'advertiser', 'source'] as const

/**
 * Roles by choice; a choice nobody has is absent or 0, "unstated" is one of them.
 * `rate`: lower ends of bands of £50 (a histogram; the last is open). `onsite`: at most so many days. `place`: regions. `radius`: miles
 * around the place asked for. `term`: names of TERM_BANDS, unstated. `start`: asap, dated. `clearance`: what is held. `within`: days.
 */
export type Facets = Record<Filter | 'radius', Record<string, number>>

/** What the roles pay that state it: estimates never count, nor roles all of whose sources keep out of statistics. */
export interface MedianRate {
  /** Whole pounds; of a range its middle counts. */
  median: number
  /** How many roles it is the median of. */
  stated: number
}

/** Exact counts of every choice, and the median day rate of what fits all filters; null where none states one. */
export interface Counts {
  facets: Facets
  medianRate: MedianRate | null
}

/** Of fewer stated rates nothing is told: they would be those of somebody. */
export const LEAST_RATES = 5

/** Rates that are counted one by one: least and highest added up, in pounds, rising; and how many roles have each. */
export interface CountedRates {
  twice: readonly number[]
  counts: readonly number[]
}

export function medianRate(counted: CountedRates): MedianRate | null {
  const rates = ratesOf(counted)
  return rates && { median: rates.at(0.5), stated: rates.stated }
}

/** What roles pay that state a day rate, in whole pounds: a tenth of them less than `low`, a tenth more than `high`. */
export interface RateSpread extends MedianRate {
  low: number
  high: number
}

/** The tenth, half and nine tenths of rates; null for fewer than LEAST_RATES. */
export function rateSpread(counted: CountedRates): RateSpread | null {
  const rates = ratesOf(counted)
  if (!rates || rates.stated < LEAST_RATES) return null
  return { low: rates.at(0.1), median: rates.at(0.5), high: rates.at(0.9), stated: rates.stated }
}

/** How many rates are counted, and which of them stands where in their order; between two of them it is as far as the share says. */
function ratesOf({ twice, counts }: CountedRates): { stated: number; at(share: number): number } | null {
  const stated = counts.reduce((sum, count) => sum + count, 0)
  if (stated === 0) return null
  const nth = (place: number): number => twice[counts.findIndex(count => (place -= count) < 0)] ?? 0
  const at = (share: number): number => {
    const place = (stated - 1) * share
    const [below, above] = [nth(Math.floor(place)), nth(Math.ceil(place))]
    return Math.round((below + (above - below) * (place % 1)) / 2)
  }
  return { stated, at }
}

export const RATE_STEP = 50
export const LAST_RATE_BAND = 1_500

/** The lower end of the band a day rate is counted in. */
export function rateBand(rate: number): number {
  return Math.min(LAST_RATE_BAND, Math.floor(rate / RATE_STEP) * RATE_STEP)
}

/** Terms a page offers, in months. */
export const TERM_BANDS = [
  { name: '-3', min: null, max: 3 },
  { name: '3-6', min: 3, max: 6 },
  { name: '6-12', min: 6, max: 12 },
  { name: '12-', min: 12, max: null },
] as const

export const RADIUS_CHOICES = [5, 10, 25, 50, 100] as const
export const WITHIN_CHOICES = [1, 3, 7, 14, 30] as const
export const ONSITE_CHOICES = [0, 1, 2, 3, 4, 5] as const

/**
 * What a role may need for somebody who holds this. The ladder is UK Security Vetting's; police vetting (NPPV) stands beside it. A role
 * that asks for "security clearance" without a level is taken to need SC, the level adverts mean by it.
 */
export const ADMITTED: Record<HeldClearance, readonly ClearanceLevel[]> = {
  none: [],
  bpss: ['BPSS'],
  ctc: ['BPSS', 'CTC'],
  sc: ['BPSS', 'CTC', 'SC', 'Security'],
  dv: ['BPSS', 'CTC', 'SC', 'Security', 'DV'],
  edv: ['BPSS', 'CTC', 'SC', 'Security', 'DV', 'eDV'],
  nppv: ['BPSS', 'NPPV'],
}

/** The filters a query uses. */
export function activeFilters(query: BoardQuery): Filter[] {
  return FILTERS.filter(filter => {
    if (filter === 'term') return query.termMin !== null || query.termMax !== null
    const value = query[filter]
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== ''
  })
}

/** Counts of exact values as choices of the page: days on site and clearances add up. */
export function asChoices(exact: Facets): Facets {
  const onsite: Record<string, number> = {}
  const clearance: Record<string, number> = {}
  let most = 0
  for (const days of ONSITE_CHOICES) onsite[days] = most += exact.onsite[days] ?? 0
  onsite[UNSTATED] = exact.onsite[UNSTATED] ?? 0
  for (const level of HELD_CLEARANCES) {
    let admitted = exact.clearance[UNSTATED] ?? 0
    for (const needed of ADMITTED[level]) admitted += exact.clearance[needed] ?? 0
    clearance[level] = admitted
  }
  return { ...exact, onsite, clearance }
}

export function noCounts(): Facets {
  const counts = Object.fromEntries([...FILTERS, 'radius'].map(filter => [filter, {}]))
  return counts as Facets // every key is there
}
