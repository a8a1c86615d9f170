// How like another role a role is, for “similar roles”: other work that the same person would look at. Not to be mixed up with sameness.ts,
// which asks whether two adverts speak of one role. Points for what a contractor chooses by, each with what it was given for.
import { methodKeys, pointOf } from './board-facts.ts'
import { SENIORITIES } from './card.ts'
import type { ContractCard, Engagement, Sector } from './card.ts'
import { milesBetween } from './sites.ts'

/** What a role is compared by: the board's own columns, so that candidates need nothing else to be read. */
export interface RoleFacts {
  discipline: string | null
  /** The rung's place on the ladder. */
  seniority: number | null
  /** Pounds a day at the top of the range, estimates too. */
  rate: number | null
  remote: string | null
  region: string | null
  lat: number | null
  lon: number | null
  engagement: Engagement | null
  sector: Sector | null
  /** Keys of METHOD_LABELS. */
  methods: readonly string[]
}

/** What two roles share, the weightiest first. */
export type Shared =
  | { what: 'level' }
  | { what: 'near'; miles: number }
  | { what: 'remote' }
  | { what: 'region'; region: string }
  | { what: 'rate' }
  | { what: 'sector'; sector: Sector }
  | { what: 'engagement'; engagement: Engagement }
  | { what: 'methods'; methods: string[] }

export interface Likeness {
  points: number
  shared: Shared[]
}

/** Fewer points are no likeness: one level and nothing else, or a neighbour one rung off. */
export const LIKE_ENOUGH = 6

/** A rung up or down is still worth a look; two are another job. */
export const RUNGS_APART = 1

const NEAR_MILES = 15
const REACHED_MILES = 40

/**
 * Undefined for another discipline, one that neither states, and more than a rung apart. The points: level 4 (a rung off 2); place 3 within
 * 15 miles or both remote, 2 within 40 miles, 1 in one region; rate 3 within a tenth, 1 within a quarter; sector 2; IR35 claim 1; each
 * shared method 1, at most 2. What a role does not state is given nothing and costs nothing.
 */
export function likeness(role: RoleFacts, other: RoleFacts): Likeness | undefined {
  if (role.discipline === null || role.discipline !== other.discipline) return undefined
  const rungs = role.seniority === null || other.seniority === null ? undefined : Math.abs(role.seniority - other.seniority)
  if (rungs !== undefined && rungs > RUNGS_APART) return undefined
  const methods = role.methods.filter(method => other.methods.includes(method))
  const given: [points: number, shared?: Shared][] = [
    rungs === 0 ? [4, { what: 'level' }] : [rungs === 1 ? 2 : 0],
    placePoints(role, other),
    ratePoints(role.rate, other.rate),
    role.sector !== null && role.sector === other.sector ? [2, { what: 'sector', sector: role.sector }] : [0],
    role.engagement !== null && role.engagement === other.engagement ? [1, { what: 'engagement', engagement: role.engagement }] : [0],
    methods.length > 0 ? [Math.min(methods.length, 2), { what: 'methods', methods }] : [0],
  ]
  return { points: given.reduce((sum, [points]) => sum + points, 0), shared: given.flatMap(([, shared]) => shared ?? []) }
}

function placePoints(role: RoleFacts, other: RoleFacts): [number, Shared?] {
  if (role.remote === 'remote' && other.remote === 'remote') return [3, { what: 'remote' }]
  if (role.remote === 'remote' || other.remote === 'remote') return [0]
  const miles = milesApart(role, other)
  if (miles !== undefined && miles <= REACHED_MILES) return [miles <= NEAR_MILES ? 3 : 2, { what: 'near', miles: Math.round(miles) }]
  return role.region !== null && role.region === other.region ? [1, { what: 'region', region: role.region }] : [0]
}

function milesApart(a: RoleFacts, b: RoleFacts): number | undefined {
  if (a.lat === null || a.lon === null || b.lat === null || b.lon === null) return undefined
  const nowhere = { name: '', kind: 'town', country: '' } as const
  return milesBetween({ ...nowhere, lat: a.lat, lon: a.lon }, { ...nowhere, lat: b.lat, lon: b.lon })
}

function ratePoints(one: number | null, other: number | null): [number, Shared?] {
  if (one === null || other === null) return [0]
  const apart = Math.abs(one - other) / Math.max(one, other)
  return apart <= 0.1 ? [3, { what: 'rate' }] : [apart <= 0.25 ? 1 : 0]
}

/** The facts of a role that is not on the board any more, off its card, as its row had them. */
export function roleFacts(card: ContractCard): RoleFacts {
  const [place] = card.places?.value ?? []
  const { dayRate } = card
  return {
    discipline: card.discipline?.value ?? null,
    seniority: card.seniority ? SENIORITIES.indexOf(card.seniority.rung) : null,
    rate: dayRate?.currency === 'GBP' ? (dayRate.max ?? dayRate.min) : null,
    remote: card.remote?.value ?? null,
    region: place?.region ?? null,
    ...pointOf(card),
    engagement: card.engagement?.value ?? null,
    sector: card.sector?.value ?? null,
    methods: methodKeys(card),
  }
}
