// What the board filters a role by, read off its contract card.
import { OTHER_NATIONS } from './area.ts'
import type { ClearanceLevel, ContractCard } from './card.ts'
import { companyWords } from './company-name.ts'
import { methodKey } from './skill-words.ts'

/** What has to be held to begin: a role that takes those who are eligible, or would merely like it, needs nothing. */
export function clearanceNeeded({ clearance }: ContractCard): ClearanceLevel | null {
  return clearance && clearance.mode !== 'eligible' && clearance.mode !== 'preferred' ? clearance.level : null
}

/** Days a week on site; a remote role has none, a hybrid one that does not say is unknown. */
export function daysOnSite({ remote }: ContractCard): number | null {
  return remote ? (remote.onSiteDaysPerWeek ?? (remote.value === 'remote' ? 0 : null)) : null
}

/** Months the contract runs at least and at most; both null where only an end or nothing is stated. "Up to 12" begins at 0. */
export function termMonths({ term }: ContractCard): { min: number | null; max: number | null } {
  const max = term?.monthsMax ?? term?.months ?? null
  return { min: max === null ? null : (term?.months ?? 0), max }
}

/** 'asap', an ISO day (the first of a month that is all the advert says), or null. */
export function startDay({ start }: ContractCard): string | null {
  const value = start?.value ?? ''
  if (/^\d{4}-\d{2}$/.test(value)) return `${value}-01`
  return value === 'asap' || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null
}

export function methodKeys({ methods }: ContractCard): string[] {
  return [...new Set(methods?.value.map(methodKey))]
}

/** A company as names are compared: "Hays", "HAYS Recruitment Ltd" and "Hays plc" are one. */
export function agencyKey(name: string): string {
  return companyWords(name).join(' ')
}

/** Where a role is, for miles around a place. A country, or a nation of the UK, has a middle in the gazetteer, and nobody works there. */
export function pointOf({ places }: ContractCard): { lat: number; lon: number } | { lat: null; lon: null } {
  const [place] = places?.value ?? []
  const isWide = !place || place.kind === 'country' || OTHER_NATIONS.includes(place.name)
  return isWide || place.lat === undefined || place.lon === undefined ? { lat: null, lon: null } : { lat: place.lat, lon: place.lon }
}
