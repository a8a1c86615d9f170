// Every sample advert by the board that publishes it.
import type { SampleAdvert } from '../advert.ts'
import { HARBOURLINE_BUSINESS } from './harbourline/business.ts'
import { HARBOURLINE_DEFENCE } from './harbourline/defence.ts'
import { HARBOURLINE_ENERGY } from './harbourline/energy.ts'
import { HARBOURLINE_FINANCE } from './harbourline/finance.ts'
import { HARBOURLINE_HEALTH } from './harbourline/health.ts'
import { HARBOURLINE_INFRASTRUCTURE } from './harbourline/infrastructure.ts'
import { HARBOURLINE_PUBLIC } from './harbourline/public.ts'
import { HARBOURLINE_REFUSED } from './harbourline/refused.ts'
import { PENNINE_BUSINESS } from './pennine/business.ts'
import { PENNINE_DEFENCE } from './pennine/defence.ts'
import { PENNINE_ENERGY } from './pennine/energy.ts'
import { PENNINE_FINANCE } from './pennine/finance.ts'
import { PENNINE_HEALTH } from './pennine/health.ts'
import { PENNINE_INFRASTRUCTURE } from './pennine/infrastructure.ts'
import { PENNINE_PUBLIC } from './pennine/public.ts'
import { PENNINE_REFUSED } from './pennine/refused.ts'
import { THORNGATE_BUSINESS } from './thorngate/business.ts'
import { THORNGATE_DEFENCE } from './thorngate/defence.ts'
import { THORNGATE_ENERGY } from './thorngate/energy.ts'
import { THORNGATE_FINANCE } from './thorngate/finance.ts'
import { THORNGATE_HEALTH } from './thorngate/health.ts'
import { THORNGATE_INFRASTRUCTURE } from './thorngate/infrastructure.ts'
import { THORNGATE_PUBLIC } from './thorngate/public.ts'
import { THORNGATE_REFUSED } from './thorngate/refused.ts'

/** One agency's own board, served as a JSON interface. */
export const HARBOURLINE: SampleAdvert[] = byAge([
  ...HARBOURLINE_HEALTH,
  ...HARBOURLINE_PUBLIC,
  ...HARBOURLINE_FINANCE,
  ...HARBOURLINE_INFRASTRUCTURE,
  ...HARBOURLINE_ENERGY,
  ...HARBOURLINE_DEFENCE,
  ...HARBOURLINE_BUSINESS,
  ...HARBOURLINE_REFUSED,
])

/** A board of many agencies and a few employers, served as a site of HTML pages. */
export const THORNGATE: SampleAdvert[] = byAge([
  ...THORNGATE_HEALTH,
  ...THORNGATE_PUBLIC,
  ...THORNGATE_FINANCE,
  ...THORNGATE_INFRASTRUCTURE,
  ...THORNGATE_ENERGY,
  ...THORNGATE_DEFENCE,
  ...THORNGATE_BUSINESS,
  ...THORNGATE_REFUSED,
])

/** A northern board that publishes a feed. */
export const PENNINE: SampleAdvert[] = byAge([
  ...PENNINE_HEALTH,
  ...PENNINE_PUBLIC,
  ...PENNINE_FINANCE,
  ...PENNINE_INFRASTRUCTURE,
  ...PENNINE_ENERGY,
  ...PENNINE_DEFENCE,
  ...PENNINE_BUSINESS,
  ...PENNINE_REFUSED,
])

function byAge(adverts: SampleAdvert[]): SampleAdvert[] {
  return adverts.toSorted((a, b) => a.postedDaysAgo - b.postedDaysAgo || a.id.localeCompare(b.id))
}

/** The advert behind an address on the boards, with all that is not served: its role, and what a reader should make of it. */
export function sampleAt(url: string): SampleAdvert | undefined {
  const id = URL.parse(url)?.pathname.split('/').at(-1)
  return [...HARBOURLINE, ...THORNGATE, ...PENNINE].find(advert => advert.id === id)
}
