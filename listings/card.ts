// The contract card: every tag a reader may find in an advert, as types and as the closed lists the board filters by.
// A tag that the advert does not state is absent. Nothing here has a default.

/** Where in an advert words stood. `field` is a structured value of the source, shown as the source spelled it. */
export type Where = 'title' | 'company' | 'location' | 'pay' | 'contract' | 'duration' | 'description' | 'field'

/** The exact words a tag was read from; `start` is their offset in the text named by `where` (0 for a field). */
export interface Evidence {
  words: string
  where: Where
  start: number
}

/** A tag together with the words it was read from, never without. */
export type Read<T> = T & { evidence: Evidence[] }

const PAY_PERIODS = ['hour', 'day', 'week', 'month', 'year', 'fixed'] as const
export type PayPeriod = (typeof PAY_PERIODS)[number]

/** Money as advertised. One end may be missing ("up to £600"), never both. Amounts are in units of `currency` per `period`. */
export interface Pay {
  min: number | null
  max: number | null
  /** ISO 4217. */
  currency: string
  period: PayPeriod
  /** The period was not written; the amount leaves only one possibility. */
  periodInferred?: true
  /** Outside what anybody pays per period: shown as written, never filtered by, never counted. */
  implausible?: true
  /** The route a rate is paid by, where an advert names several. */
  route?: 'limited' | 'umbrella' | 'paye'
  vat?: 'plus' | 'including'
}

/** All the pay an advert states: `main` is the one to show and filter by, `others` the further routes. */
export interface PayReading {
  main: Pay
  others: Pay[]
}

/** GBP or other currency per day. `estimated` is worked out from another period and never enters a statistic. */
export interface DayRate {
  min: number | null
  max: number | null
  currency: string
  basis: 'stated' | 'estimated'
}

export const ENGAGEMENTS = ['outside', 'inside', 'umbrella', 'paye', 'fixed-term', 'small-client', 'exempt', 'conflicting'] as const
/** The advert's claim about how the contract is taxed, never ours. */
export type Engagement = (typeof ENGAGEMENTS)[number]

const CONTRACT_KINDS = ['contract', 'fixed-term', 'permanent'] as const
export type ContractKind = (typeof CONTRACT_KINDS)[number]

export const DISCIPLINES = ['project', 'programme', 'portfolio', 'pmo', 'delivery', 'change'] as const
export type Discipline = (typeof DISCIPLINES)[number]

/** The ladder, lowest rung first; the index is the rung's number in a query string. */
export const SENIORITIES = ['support', 'coordinator', 'analyst', 'junior', 'manager', 'senior', 'lead', 'head', 'director'] as const
export type Seniority = (typeof SENIORITIES)[number]

export const REMOTES = ['remote', 'hybrid', 'onsite'] as const
export type Remote = (typeof REMOTES)[number]

export interface Term {
  months: number | null
  monthsMax: number | null
  /** ISO date. */
  endDate: string | null
  extension: boolean
}

/** `Security`: a clearance whose level the advert does not name. */
export const CLEARANCE_LEVELS = ['BPSS', 'CTC', 'SC', 'DV', 'eDV', 'NPPV', 'Security'] as const
export type ClearanceLevel = (typeof CLEARANCE_LEVELS)[number]
export interface Clearance {
  level: ClearanceLevel
  mode: 'required' | 'eligible' | 'preferred' | null
}

/** One place of work. `name` is the gazetteer's name of the most exact place read. */
export interface Place {
  name: string
  kind: 'town' | 'borough' | 'district' | 'county' | 'region' | 'country'
  /** UK statistical region or nation ("South East", "Scotland"); absent abroad. */
  region?: string
  /** ISO 3166-1 alpha-2. */
  country: string
  lat?: number
  lon?: number
}

export const SECTORS = [
  'finance',
  'government',
  'health',
  'defence',
  'energy',
  'rail',
  'construction',
  'technology',
  'telecoms',
  'retail',
  'pharma',
  'manufacturing',
  'utilities',
  'education',
  'transport',
  'charity',
  'media',
  'legal',
  'aerospace',
  'nuclear',
] as const
export type Sector = (typeof SECTORS)[number]

export interface ContractCard {
  pay?: Read<PayReading>
  dayRate?: Read<DayRate>
  engagement?: Read<{ value: Engagement }>
  contract?: Read<{ value: ContractKind }>
  discipline?: Read<{ value: Discipline }>
  seniority?: Read<{ rung: Seniority; modifier: string | null }>
  term?: Read<Term>
  start?: Read<{ value: string }>
  daysPerWeek?: Read<{ value: number }>
  remote?: Read<{ value: Remote; onSiteDaysPerWeek: number | null }>
  /** Most exact first; more than one where the advert names several sites. */
  places?: Read<{ value: Place[] }>
  clearance?: Read<Clearance>
  methods?: Read<{ value: string[] }>
  tools?: Read<{ value: string[] }>
  sector?: Read<{ value: Sector }>
  /** Who published it, where the advert or its source tells. */
  advertiser?: Read<{ kind: 'agency' | 'direct'; name: string }>
  /** A PMO role that does PM work, or a PM role that takes PMO people. */
  steppingStone?: Read<{ value: 'pmo-doing-pm-work' | 'pm-taking-pmo-people' }>
}

/** Why an advert is not shown, with the words that say so where there are any. */
export const REFUSAL_REASONS = [
  'permanent',
  'off-family',
  'contract-not-stated',
  'course-seller',
  'unpaid',
  'expired',
  'no-title',
  'unreadable',
] as const
export interface Refusal {
  reason: (typeof REFUSAL_REASONS)[number]
  evidence: Evidence[]
}
