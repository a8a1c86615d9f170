// Whether two adverts are for one place. What the texts say goes before what the location fields say: boards invent towns.
import type { Finding } from './findings.ts'
import { milesBetween } from './sites.ts'
import type { SignaturePlace } from './signature-places.ts'
import type { Signature } from './signature.ts'

/** A board that names suburbs puts one site up to this far apart (adverts of one site, 2026). */
const NEAR_MILES = 12

export function placeFinding(a: Signature, b: Signature): Finding {
  const titles = titlesApart(a, b)
  if (titles) return { kind: 'place:other', words: () => `the titles name other places: ${titles}`, veto: true }
  const said = shared(a.stated, b.stated)
  if (said) return { kind: 'place:same', words: () => `both in ${label(said)}` }
  const all = [...a.stated, ...a.located]
  const others = [...b.stated, ...b.located]
  const contradict = a.stated.some(isTown) && b.stated.some(isTown)
  const same = contradict ? undefined : shared(all, others)
  if (same) return { kind: 'place:same', words: () => `both in ${label(same)}` }
  const near = contradict ? neighbours(a.stated, b.stated) : neighbours(all, others)
  if (near)
    return {
      kind: contradict ? 'place:near-said' : 'place:near',
      words: () => `${near()} are close`,
      against: () => `other places: ${near()}`,
    }
  if (contradict && shared(all, others)) return { kind: 'place:unlike', against: () => 'their texts name other places' }
  const [one, two] = [exactest(all), exactest(others)]
  if (!one || !two) return { kind: 'place:unknown', against: () => 'the place of one is not known' }
  if (!apart(one, two)) return { kind: 'place:wide', against: () => 'the place of one is only a wide area' }
  if (isTown(one) && isTown(two) && !(one.at && two.at))
    return { kind: 'place:unlike', against: () => `other places: ${bothLabels(one, two)}` }
  return { kind: 'place:other', words: () => `another place: ${bothLabels(one, two)}`, veto: true }
}

/**
 * One text is copied for each town and names only one of them: "(Leeds)" and "(Newcastle)" in the titles say more than it. Where both
 * texts name both towns, the town is the applicant's choice.
 */
function titlesApart(a: Signature, b: Signature): string | undefined {
  const [one] = a.titled
  const [two] = b.titled
  if (!one || !two || ![...a.titled, ...b.titled].every(place => isTown(place) && place.at)) return undefined
  if (shared(a.titled, b.titled) || neighbours(a.titled, b.titled)) return undefined
  return shared(a.titled, b.stated) && shared(b.titled, a.stated) ? undefined : bothLabels(one, two)
}

/** A town we can place, else an area, else a name we do not know. */
function exactest(places: readonly SignaturePlace[]): SignaturePlace | undefined {
  return places.find(place => isTown(place) && place.at) ?? places.find(place => !isTown(place)) ?? places[0]
}

function isTown(place: SignaturePlace): boolean {
  return place.scale === 'town'
}

function shared(some: readonly SignaturePlace[], others: readonly SignaturePlace[]): string | undefined {
  let first: string | undefined
  for (const place of some)
    if (isTown(place) && (first === undefined || place.name < first) && others.some(other => isTown(other) && other.name === place.name))
      first = place.name
  return first
}

/** Says which two towns are close. */
function neighbours(some: readonly SignaturePlace[], others: readonly SignaturePlace[]): (() => string) | undefined {
  const pairs: [SignaturePlace, SignaturePlace][] = []
  for (const place of some)
    for (const other of others) if (isTown(place) && isTown(other) && milesOf(place, other) <= NEAR_MILES) pairs.push([place, other])
  return pairs.length === 0 ? undefined : () => pairs.map(([one, two]) => bothLabels(one, two)).sort()[0] ?? ''
}

/** A county is told loosely and its spot is its middle: "Romford, Essex". */
const COUNTY_MILES = 40

/** Two towns are apart when they do not meet, two areas when they are of one kind; a part when it lies outside the area. */
function apart(one: SignaturePlace, two: SignaturePlace): boolean {
  if (one.name === two.name) return false
  if (one.scale === two.scale) return true
  const [area, part] = one.scale === 'region' || two.scale === 'town' ? [one, two] : [two, one]
  if (area.scale === 'region') return part.region !== undefined && area.name !== part.region
  return area.at !== undefined && part.at !== undefined && milesOf(area, part) > COUNTY_MILES
}

function milesOf(a: SignaturePlace, b: SignaturePlace): number {
  if (!a.at || !b.at) return Number.POSITIVE_INFINITY
  const point = ([lat, lon]: [number, number]) => ({ name: '', kind: 'town' as const, country: '', lat, lon })
  return milesBetween(point(a.at), point(b.at)) ?? Number.POSITIVE_INFINITY
}

function bothLabels(one: SignaturePlace, two: SignaturePlace): string {
  return [label(one.name), label(two.name)].sort().join(' and ')
}

function label(name: string): string {
  return name.replace(/(?:^|[\s-])./g, letter => letter.toUpperCase())
}
