// Names of places → where they are. Built from gazetteer.json on first use (some 15 ms); after that one map look-up a name.
import type { Place } from './card.ts'
import { nearestWord } from './spelling.ts'
import gazetteer from './gazetteer.json' with { type: 'json' }

/** A place a name may mean. */
export interface Meaning {
  place: Place
  /** UK: its county; US: its state. */
  county?: string
  /** How likely the bare name means this one: thousands of people, weighted towards the UK. */
  weight: number
}

interface Index {
  byName: Map<string, Meaning[]>
  /** By outward code ("LS1"), and by area ("LS") for the districts of the main town. */
  byCode: Map<string, Meaning>
}

let index: Index | undefined

/** Everything a name may mean, likeliest first; empty for a name that is no place. Whole names only, any case. */
export function findMeanings(name: string): readonly Meaning[] {
  index ??= buildIndex()
  return index.byName.get(placeKey(name)) ?? []
}

let home: Map<string, string> | undefined

/** Names of places in the UK that begin like this, the likeliest first; none for less than two letters. Half a millisecond. */
export function placesBegun(begun: string, most: number): string[] {
  const key = placeKey(begun)
  if (key.length < 2) return []
  index ??= buildIndex()
  const { byName } = index
  home ??= homeOf(byName)
  const weight = (name: string): number => byName.get(name)?.[0]?.weight ?? 0
  return [...home]
    .filter(([name]) => name.startsWith(key))
    .sort(([a], [b]) => weight(b) - weight(a))
    .slice(0, most)
    .map(([, printed]) => printed)
}

/** Shorter beginnings fit too much. */
const SHORTEST_START = 4

/**
 * The place in the UK that was meant by a name nobody knows: the likeliest that begins so, or the nearest spelling with the same first
 * letter; undefined where none is near. Two milliseconds.
 */
export function placeMeant(typed: string): string | undefined {
  const key = placeKey(typed)
  const [begun] = key.length < SHORTEST_START ? [] : placesBegun(key, 1)
  if (begun !== undefined) return begun
  index ??= buildIndex()
  home ??= homeOf(index.byName)
  const { byName } = index
  const near = new Map([...home.keys()].filter(name => name[0] === key[0]).map(name => [name, byName.get(name)?.[0]?.weight ?? 0]))
  const name = nearestWord(key, near)
  return name === undefined ? undefined : home.get(name)
}

/** Names that mean a place in the UK first, as they are printed. */
function homeOf(byName: Index['byName']): Map<string, string> {
  const names = new Map<string, string>()
  for (const [key, [first]] of byName)
    if (first?.place.country === 'GB' && placeKey(first.place.name) === key) names.set(key, first.place.name)
  return names
}

const LETTERED = /^(?:E|EC|N|NW|SE|SW|W|WC)\d{1,2}[A-Z]$/
const OUTWARD = /^([A-Z]{1,2})(\d{1,2})[A-Z]?$/

/** The district of an outward postcode ("LS1", "EC2Y"), upper or lower case. */
export function findDistrict(code: string): Meaning | undefined {
  index ??= buildIndex()
  const outward = code.toUpperCase()
  const [, area = '', district = ''] = OUTWARD.exec(outward) ?? []
  if (area === '' || (/[A-Z]$/.test(outward) && !LETTERED.test(outward))) return undefined
  const town = index.byCode.get(`${area}${Number(district)}`) ?? index.byCode.get(area)
  return town && { ...town, place: { ...town.place, kind: 'district', name: `${town.place.name} (${outward})` } }
}

/** "King's Lynn", "KINGS LYNN" and "kings-lynn" are one name. */
export function placeKey(name: string): string {
  const lower = name.toLowerCase()
  if (/^[a-z]+(?: [a-z]+)*$/.test(lower)) return lower.startsWith('saint ') ? `st ${lower.slice(6)}` : lower
  const plain = lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  return plain.startsWith('saint ') ? `st ${plain.slice(6)}` : plain
}

const HOME_WEIGHT = 50
const AREA_WEIGHT = 40_000
const HAND_WEIGHT = 3_000
const SAME_PLACE_DEGREES = 0.15

function buildIndex(): Index {
  const byName = new Map<string, Meaning[]>()
  const add = (name: string, meaning: Meaning) => {
    const key = placeKey(name)
    const known = byName.get(key)
    if (!known) byName.set(key, [{ ...meaning }])
    else mergeInto(known, meaning)
  }
  addAreas(add)
  addTowns(add)
  addShortNames(byName)
  for (const meanings of byName.values()) if (meanings.length > 1) meanings.sort((a, b) => b.weight - a.weight)
  return { byName, byCode: readCodes() }
}

/** "Bexhill" for Bexhill-on-Sea, where nothing else has the short name. */
function addShortNames(byName: Map<string, Meaning[]>): void {
  for (const [key, meanings] of byName) {
    const short = /^(\w{4,}(?: \w{4,})?) (?:on|upon|by|super|in|le) /.exec(key)?.[1]
    if (short !== undefined && meanings[0]?.place.country === 'GB' && !byName.has(short)) byName.set(short, meanings)
  }
}

/** What was written by hand comes first and keeps its spot and spelling; the package adds its county and its people. */
function mergeInto(known: Meaning[], meaning: Meaning): void {
  const same = known.find(other => isSame(other, meaning))
  if (!same) known.push({ ...meaning })
  else if (meaning.county && !same.county) Object.assign(same, { county: meaning.county, weight: Math.max(same.weight, meaning.weight) })
}

function isSame({ place: a }: Meaning, { place: b }: Meaning): boolean {
  return (
    isPoint(a) &&
    isPoint(b) &&
    Math.abs((a.lat ?? 0) - (b.lat ?? 99)) < SAME_PLACE_DEGREES &&
    Math.abs((a.lon ?? 0) - (b.lon ?? 99)) < SAME_PLACE_DEGREES
  )
}

function isPoint({ kind }: Place): boolean {
  return kind === 'town' || kind === 'borough' || kind === 'district'
}

type Add = (name: string, meaning: Meaning) => void

function addAreas(add: Add): void {
  for (const [name, kind, region, country, lat, lon, aliases] of gazetteer.areas as [
    string,
    Place['kind'],
    string,
    string,
    number,
    number,
    string[],
  ][]) {
    const place: Place = { name, kind, ...(country === 'GB' && region && { region }), country, lat, lon }
    const isState = country === 'US' && kind === 'region'
    const meaning: Meaning = { place, weight: AREA_WEIGHT, ...(isState ? { county: region } : kind === 'county' && { county: name }) }
    const [full = name] = aliases
    if (name !== 'London') add(full.endsWith(' county') && kind === 'county' && country === 'GB' ? full : name, meaning)
    for (const alias of aliases) add(alias, meaning)
  }
}

function addTowns(add: Add): void {
  for (const [name, kind, region, lat, lon, aliases] of gazetteer.extra as [string, Place['kind'], string, number, number, string[]][]) {
    const country = COUNTRY_OF_ISLANDS[name] ?? (/^[A-Z]{2}$/.test(region) ? region : 'GB')
    const place: Place = { name, kind, ...(country === 'GB' && { region }), country, lat, lon }
    for (const each of [name, ...aliases]) add(each, { place, weight: HAND_WEIGHT })
  }
  for (const [key, rows] of Object.entries(gazetteer.towns)) {
    const [county = '', region = ''] = key.split('|')
    addRows(add, rows, { region, country: 'GB' }, county, HOME_WEIGHT)
  }
  for (const [key, rows] of Object.entries(gazetteer.abroad)) {
    const [country = '', state] = key.split('|')
    addRows(add, rows, { country }, state, 1)
  }
}

const COUNTRY_OF_ISLANDS: Record<string, string> = { Jersey: 'JE', Guernsey: 'GG', 'Channel Islands': 'GG', 'Isle of Man': 'IM' }

function addRows(add: Add, rows: string, where: Pick<Place, 'region' | 'country'>, county: string | undefined, factor: number): void {
  for (const row of rows.split(';')) {
    const [name = '', lat = '', lon = '', thousands = ''] = row.split(',')
    const place: Place = { name, kind: 'town', ...where, lat: Number(lat) / 100, lon: Number(lon) / 100 }
    add(name, { place, weight: Math.max(Number(thousands), 0.5) * factor, ...(county && { county }) })
  }
}

const ISLANDS: Record<string, string> = { JE: 'JE', GY: 'GG', IM: 'IM' }

/** A row is "Main town,lat,lon,,Region" or "Other town,lat,lon,1-3 5" with its region where that is not the main town's. */
function readCodes(): Map<string, Meaning> {
  const codes = new Map<string, Meaning>()
  for (const [area, rows] of Object.entries(gazetteer.postcodes)) {
    const home = rows.split(';', 1)[0]?.split(',')[4] ?? ''
    for (const row of rows.split(';')) {
      const [name = '', lat = '', lon = '', districts = '', region = home] = row.split(',')
      const place: Place = {
        name,
        kind: 'town',
        ...(region && { region }),
        country: ISLANDS[area] ?? 'GB',
        lat: Number(lat) / 100,
        lon: Number(lon) / 100,
      }
      for (const code of districts === '' ? [area] : districtsOf(area, districts)) codes.set(code, { place, weight: HAND_WEIGHT })
    }
  }
  return codes
}

function districtsOf(area: string, districts: string): string[] {
  return districts.split(' ').flatMap(range => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => `${area}${first + i}`)
  })
}
