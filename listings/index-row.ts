// A role as the index of live roles takes it, and the values it is counted by.
import { rateBand, TERM_BANDS } from './facets.ts'
import { UNSTATED } from './query.ts'

/** A live role as the index takes it: the columns that SQL filters by, and its words as Postgres stems them. */
export interface IndexRow {
  id: number
  /** Microseconds since 1970. */
  seenAt: number
  /** Seconds since 1970. */
  closesAt: number | null
  /** Pounds. */
  rate: number | null
  /** Least and highest stated rate added up, where it may enter a statistic. */
  twiceMiddle: number | null
  engagement: string | null
  discipline: string | null
  seniority: string | null
  remote: string | null
  onsite: number | null
  termMin: number | null
  termMax: number | null
  /** Days since 1970; ASAP for as soon as possible. */
  start: number | null
  /** What has to be held. */
  clearance: string | null
  sector: string | null
  advertiser: string | null
  country: string | null
  region: string | null
  lat: number | null
  lon: number | null
  methods: string[]
  sources: string[]
  agencies: string[]
  title: string[]
  /** Words of title and facts. */
  head: string[]
  /** All words, those of the head among them. */
  body: string[]
}

/** The `start` of a role that begins as soon as possible. */
export const ASAP = -1

/**
 * The values of a role, filter by filter. "term", "country" and "agency" are asked for and never counted; "band" is what the terms of a page
 * are counted by, "middle" what the median is of, "point" what the circles are added up from; "exactRate" and "closing", a day, are what
 * rows are ordered by.
 */
export function valuesOf(row: IndexRow): ReadonlyMap<string, readonly string[]> {
  const one = (value: string | number | null): string[] => [value === null ? UNSTATED : String(value)]
  return new Map([
    ['rate', one(row.rate === null ? null : rateBand(row.rate))],
    ['engagement', one(row.engagement)],
    ['discipline', one(row.discipline)],
    ['seniority', one(row.seniority)],
    ['remote', one(row.remote)],
    ['onsite', one(row.onsite)],
    ['place', one(row.region)],
    ['start', one(row.start === null ? null : row.start === ASAP ? 'asap' : 'dated')],
    ['clearance', one(row.clearance)],
    ['methods', row.methods],
    ['sector', one(row.sector)],
    ['advertiser', one(row.advertiser)],
    ['source', row.sources],
    ['country', one(row.country)],
    ['agency', row.agencies],
    ['closing', one(row.closesAt === null ? null : Math.floor(row.closesAt / 86_400))],
    ['middle', one(row.twiceMiddle)],
    ['exactRate', one(row.rate)],
    ['band', bandsOf(row)],
    ['term', one(row.termMin === null || row.termMax === null ? null : `${row.termMin} ${row.termMax}`)],
    ['point', one(row.lat === null || row.lon === null ? null : `${row.lat} ${row.lon}`)],
  ])
}

/** Whether a term of a role, "6 to 12 months", touches a wished one, "at most six". */
export function touches(role: readonly [min: number, max: number], wish: { min: number | null; max: number | null }): boolean {
  return (wish.min === null || role[1] >= wish.min) && (wish.max === null || role[0] <= wish.max)
}

function bandsOf({ termMin, termMax }: IndexRow): string[] {
  if (termMin === null || termMax === null) return [UNSTATED]
  return TERM_BANDS.filter(band => touches([termMin, termMax], band)).map(({ name }) => name)
}
