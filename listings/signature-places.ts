// The places a signature carries: what the advert's own words give for the work, and what its location field says.
// Boards invent towns, so the two are kept apart.
import type { Place } from './card.ts'
import { findMeanings } from './gazetteer.ts'
import { placeNear } from './place.ts'
import { matchesFrom } from './near.ts'
import type { Posting } from './posting.ts'
import { placesOf, signpost } from './signposts.ts'
import { readSites } from './sites.ts'

/** One place of work: its name in lower case, how exact it is, the region it is in and where it lies, as far as known. */
export interface SignaturePlace {
  name: string
  scale: 'town' | 'county' | 'region'
  region?: string
  at?: [lat: number, lon: number]
}

const MOST_STATED = 6
const MOST_PARTS = 4
const ANYWHERE = /^(?:uk|united kingdom|england|great britain|gb|other|nationwide|remote|various)$/

/** Places the title names, from the names as they stand there. */
export function titledPlaces(names: readonly string[]): SignaturePlace[] {
  return distinct(names.flatMap(name => placeNear(name) ?? []).flatMap(toPlaces)).slice(0, MOST_STATED)
}

/** Places the title and the text give: the title's, then the reader's own finding. */
export function statedPlaces(posting: Posting, titled: readonly SignaturePlace[], text: string): SignaturePlace[] {
  const { places } = posting.card
  const read = places?.evidence.some(({ where }) => where === 'title' || where === 'description') ? places.value : []
  return distinct([...titled, ...[...read, ...placesInText(text)].flatMap(toPlaces)]).slice(0, MOST_STATED)
}

/** "Holbeck, Leeds" is two places: another board may give either. A first name nobody knows still equals itself. */
export function locatedPlaces(location: string): SignaturePlace[] {
  const plain = location.replace(/\([^()]{0,40}\)/g, ' ')
  const sites = readSites(plain)
  if (sites.some(site => site.country !== 'GB')) return distinct(sites.flatMap(toPlaces))
  const parts = plain
    .split(/[,/]/)
    .map(part => part.trim().toLowerCase())
    .filter(part => part.length > 1 && part.length < 60 && !ANYWHERE.test(part))
  return distinct(parts.slice(0, MOST_PARTS).flatMap((part, i) => partPlaces(part, i === 0)))
}

function partPlaces(part: string, first: boolean): SignaturePlace[] {
  const place = placeNear(part) ?? readSites(part)[0]
  if (place) return toPlaces(place)
  return first && part.length > 3 ? [{ name: part, scale: 'town' }] : []
}

/** A part of London is itself and London: boards put one site into Farringdon, The City and Stepney. */
function toPlaces(place: Place): SignaturePlace[] {
  if (place.kind === 'country') return []
  if (place.region === 'London' && place.kind !== 'town' && place.kind !== 'borough') {
    const exact = /london/i.test(place.name) ? [] : [toPlace(place)]
    return [...exact, LONDON]
  }
  return [toPlace(place)]
}

const LONDON: SignaturePlace = { name: 'london', scale: 'town', region: 'london', at: [51.51, -0.13] }

function toPlace(place: Place): SignaturePlace {
  const scale = place.kind === 'county' || place.kind === 'region' ? place.kind : 'town'
  const at = place.lat === undefined || place.lon === undefined ? {} : { at: [round(place.lat), round(place.lon)] as [number, number] }
  return { name: place.name.toLowerCase(), scale, ...(place.region && { region: place.region.toLowerCase() }), ...at }
}

function round(degrees: number): number {
  return Math.round(degrees * 100) / 100
}

function distinct(places: readonly SignaturePlace[]): SignaturePlace[] {
  return [...new Map(places.map(place => [place.name, place])).values()]
}

/** What stands before a place of work. "Offices in London, New York…" of an employer's introduction counts as well: it is weighed, not believed. */
const BEFORE =
  /\b(?:locations?|locality|based|office|offices|sites?|hub|hubs|place of work|hybrid|on-?site|travel to|commut\w{1,5}|role in|position in|work(?:ing)?|remote|home-based|job|days|located|live)\b[\s:*–-]{0,5}(?:(?:is|are|in|at|from|near|around|either|our|the|one of our|out of|of|to|working|office|offices|can be|be|within|or|role|with|a|week|per week|between|only|central|greater|city of|a commutable distance)\b[\s:(*–-]{0,3}){0,5}/iy
const BEFORE_WORDS = signpost(
  (
    ' location,locality, based, office, site, hub,place of work,hybrid, on site, onsite, travel to, commut,role in,position in, work,' +
    ' remote,home based, job, days, located, live'
  ).split(','),
)
/** What stands after one: "our Leeds office", "Leeds-based". */
const AFTER = /[ -](?:office|offices|based|hub|site|area|HQ|campus|headquarters|City Centre)\b/y
const AFTER_WORDS = signpost([' office', ' based', ' hub', ' site', ' area', ' hq', ' campus', ' headquarters', ' city centre'])
const LONGEST_NAME = 40
/** In running text a name counts from small towns on: "Dollar" and "Moss" are villages and mostly something else. */
const KNOWN_ENOUGH = 500
const PIECE = /\s?(?:[,/&()|+–—;]|\s-\s|\band\b|\bor\b)\s?/
const READ_UP_TO = 3000
const MOST = 6

/** Places of work a text names, as they come. */
function placesInText(text: string): Place[] {
  const read = text.slice(0, READ_UP_TO)
  const found = new Map<string, Place>()
  for (const place of headingPlaces(read)) found.set(place.name, place)
  for (const match of matchesFrom(read, placesOf(text, BEFORE_WORDS), BEFORE)) {
    for (const place of placesAt(read.slice(match.index + match[0].length, match.index + match[0].length + 90)))
      found.set(place.name, place)
  }
  const separators = placesOf(text, AFTER_WORDS).map(place => place - 1)
  for (const match of matchesFrom(read, separators, AFTER)) {
    const place = placeAtEnd(read.slice(Math.max(0, match.index - LONGEST_NAME), match.index))
    if (place) found.set(place.name, place)
  }
  return [...found.values()].slice(0, MOST)
}

/** Places a text opens with, alone between bars: "Change Lead | Leeds | £600". */
function headingPlaces(read: string): Place[] {
  const heading = (read.split('\n', 1)[0] ?? '').slice(0, 160)
  return [...placesAt(heading), ...heading.split('|').flatMap(piece => placeNear(piece) ?? [])]
}

/** Reads a list of places from the start of a text and stops at the first thing that is none. */
function placesAt(text: string): Place[] {
  const places: Place[] = []
  const line = text.split(/[.\n•:]/, 1)[0] ?? ''
  for (const piece of line.split(PIECE)) {
    if (piece.trim() === '') continue
    const place = placeAtStart(piece.trim())
    if (!place) break
    places.push(place)
  }
  return places
}

function placeAtStart(piece: string): Place | undefined {
  const words = piece.split(/\s+/)
  for (let n = Math.min(4, words.length); n > 0; n--) {
    const name = words.slice(0, n).join(' ')
    if (!/^[A-Z]/.test(name)) return undefined
    const place = knownPlace(name)
    if (place) return place
  }
  return undefined
}

function placeAtEnd(text: string): Place | undefined {
  const words = text.split(/[\s(,;:/]+/).slice(-3)
  for (let i = 0; i < words.length; i++) {
    const place = /^[A-Z]/.test(words[i] ?? '') ? knownPlace(words.slice(i).join(' ')) : undefined
    if (place) return place
  }
  return undefined
}

function knownPlace(name: string): Place | undefined {
  const [meaning] = findMeanings(name)
  return meaning ? (meaning.weight >= KNOWN_ENOUGH ? meaning.place : undefined) : placeNear(name)
}
