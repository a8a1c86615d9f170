// What a source changed about an advert, fact by fact.
import { isDeepStrictEqual } from 'node:util'
import type { ContractCard, Engagement, Pay, Term } from './card.ts'

/** An advert as far as its history tells of it. */
export interface Told {
  title: string
  location: string
  card: ContractCard
}

/** Null where the advert does not state it. */
export interface Facts {
  rate: Pick<Pay, 'min' | 'max' | 'currency' | 'period'> | null
  title: string
  /** Names of places, the most exact first. */
  place: string[] | null
  engagement: Engagement | null
  term: Pick<Term, 'months' | 'monthsMax' | 'endDate'> | null
}

export type Fact = keyof Facts

export type Change = { [F in Fact]: { what: F; old: Facts[F]; new: Facts[F] } }[Fact]

/** The facts that are other ones; the words they are read from do not count. */
export function changesBetween(before: Told, after: Told): Change[] {
  const [old, now] = [factsOf(before), factsOf(after)]
  const facts: readonly Fact[] = ['rate', 'title', 'place', 'engagement', 'term']
  return facts.flatMap(what => (isDeepStrictEqual(old[what], now[what]) ? [] : [{ what, old: old[what], new: now[what] } as Change])) // one fact's
}

function factsOf({ title, location, card: { pay, places, engagement, term } }: Told): Facts {
  const named = places?.value.map(place => place.name) ?? (location === '' ? [] : [location])
  return {
    rate: pay ? { min: pay.main.min, max: pay.main.max, currency: pay.main.currency, period: pay.main.period } : null,
    title,
    place: named.length > 0 ? named : null,
    engagement: engagement?.value ?? null,
    term: term ? { months: term.months, monthsMax: term.monthsMax, endDate: term.endDate } : null,
  }
}
