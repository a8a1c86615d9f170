// "Hulme, Manchester" is one site, "Leeds / Reading" are two: how the words of a location field or label become places.
import type { Place } from './card.ts'
import { findDistrict, findMeanings, placeKey, type Meaning } from './gazetteer.ts'

const EARTH_MILES = 3958.8

/** Great-circle distance in miles; undefined when a place has no spot. */
export function milesBetween(a: Place, b: Place): number | undefined {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined) return undefined
  const radians = Math.PI / 180
  const h =
    Math.sin(((b.lat - a.lat) * radians) / 2) ** 2 +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(((b.lon - a.lon) * radians) / 2) ** 2
  return 2 * EARTH_MILES * Math.asin(Math.sqrt(h))
}

/** Whether one place lies in the other, as far as kinds and regions tell. */
export function isWithin(part: Place, whole: Place): boolean {
  if (whole.kind === 'country') return part.country === whole.country
  if (whole.kind === 'region') return whole.region !== undefined && part.region === whole.region
  return part.name === whole.name
}

const LONGEST = 200
const MOST_SITES = 6
/** Next to each other by a comma, two towns closer than this are one place told twice. */
const ONE_SITE_MILES = 25
/** Counties are told loosely: "Romford, Essex", "Uxbridge, Middlesex". */
const COUNTY_MILES = 40

/** A comma between two towns of this weight is a list; a smaller first name is a quarter we do not know. */
const WELL_KNOWN = 1_000

interface Chunk {
  meanings: readonly Meaning[]
  /** A comma or a bracket, not a slash or an "or", stands before it. */
  qualifies: boolean
  /** A US state by its two letters. */
  state?: string
}

/** The places a short text lists, each as exact as the text makes it. With `only`, nothing but places and working patterns may stand there. */
export function readSites(text: string, only = false): Place[] {
  const chunks = chunksOf(text.slice(0, LONGEST), only)
  return chunks ? sitesOf(chunks) : []
}

interface Site {
  meanings: readonly Meaning[]
  chosen: Meaning
}

function sitesOf(chunks: Chunk[]): Place[] {
  const sites: Site[] = []
  for (const chunk of chunks) {
    const last = sites.at(-1)
    const [likeliest] = chunk.meanings
    if (!likeliest) continue
    if (last && joins(last, chunk, likeliest)) continue
    if (last && isArea(last.chosen) && inside(chunk.meanings, last.chosen)) sites.pop()
    if (sites.length < MOST_SITES)
      sites.push({ meanings: chunk.meanings, chosen: (last && inside(chunk.meanings, last.chosen)) ?? likeliest })
  }
  const places = sites.map(site => site.chosen.place)
  return places.filter((place, i) => !places.some((other, k) => k !== i && isPart(other, place, k < i)))
}

/** A wider place beside one of its parts adds nothing; of two equal ones the first stays. */
function isPart(other: Place, place: Place, earlier: boolean): boolean {
  if (other.name === place.name && other.kind === place.kind) return earlier
  return (place.kind === 'country' || place.kind === 'region') && other.kind !== place.kind && isWithin(other, place)
}

/** Whether a chunk tells more about the site before it; it then helps to choose among the site's meanings. */
function joins(site: Site, chunk: Chunk, likeliest: Meaning): boolean {
  const area = isArea(likeliest) ? likeliest : chunk.qualifies ? chunk.meanings.find(meaning => inside(site.meanings, meaning)) : undefined
  if (area) return joinsArea(site, chunk, area)
  if (!chunk.qualifies || isArea(site.chosen)) return false
  const pair = closest(site.meanings, chunk.meanings)
  if (pair && pair.miles <= ONE_SITE_MILES) site.chosen = finer(pair.one, pair.other, likeliest)
  else if (site.chosen.weight < WELL_KNOWN) replaceBy(site, likeliest)
  else return false
  return true
}

function joinsArea(site: Site, chunk: Chunk, area: Meaning): boolean {
  const better = inside(site.meanings, area)
  if (better && !isArea(site.chosen)) site.chosen = better
  else if (chunk.state !== undefined || (area.place.country !== 'GB' && !isArea(site.chosen))) return replaceBy(site, area)
  if (chunk.qualifies && !isArea(site.chosen)) return true
  return isWithin(site.chosen.place, area.place) || (site.chosen.county !== undefined && site.chosen.county === area.county)
}

/** "Newark, DE" is abroad even where we know only the name's British bearer; the "Newtown" of "Newtown, Disley" is not the one in Wales. */
function replaceBy(site: Site, area: Meaning): boolean {
  site.meanings = [area]
  site.chosen = area
  return true
}

/** A postcode's district says no more than the town beside it. */
function finer(one: Meaning, other: Meaning, likeliest: Meaning): Meaning {
  return one.place.kind === 'district' && one.place.name.endsWith(')') && likeliest.place.kind === 'town' ? other : one
}

function isArea({ place }: Meaning): boolean {
  return place.kind === 'county' || place.kind === 'region' || place.kind === 'country'
}

function inside(meanings: readonly Meaning[], area: Meaning): Meaning | undefined {
  if (!isArea(area)) return undefined
  const { place, county } = area
  if (place.kind === 'country') return meanings.find(meaning => meaning.place.country === place.country && meaning !== area)
  if (place.kind === 'region' && place.country === 'GB')
    return meanings.find(meaning => meaning.place.region === place.region && meaning !== area)
  const exact = meanings.find(meaning => meaning.county !== undefined && meaning.county === county && meaning !== area)
  if (exact || place.country === 'US') return exact
  return meanings.find(
    meaning =>
      meaning !== area &&
      meaning.place.country === place.country &&
      !isArea(meaning) &&
      (milesBetween(meaning.place, place) ?? COUNTY_MILES) < COUNTY_MILES,
  )
}

function closest(ones: readonly Meaning[], others: readonly Meaning[]): { one: Meaning; other: Meaning; miles: number } | undefined {
  let best: { one: Meaning; other: Meaning; miles: number } | undefined
  for (const one of ones) {
    for (const other of others) {
      const miles = milesBetween(one.place, other.place) ?? Number.POSITIVE_INFINITY
      if (!best || miles < best.miles) best = { one, other, miles }
    }
  }
  return best
}

const SEPARATORS = /(\s?[,;()[\]]\s?|\s?[/|+•*]\s?|\s[-–—]\s?|\s?[–—]\s|\sor\s|\s&\s|\sand\s)/i
const QUALIFIERS = /[,()[\];]|-|–|—/
/** Words of working patterns and of vagueness that say nothing about where. */
const NOISE =
  /\b(?:fully|100%|full[- ]?time|remote(?:ly)?|hybrid|on[- ]?site|office[- ]based|site[- ]based|home[- ]based|home|wfh|office|based|working|work|flexible|mostly|predominantly|primarily|mainly|some|occasional(?:ly)?|travel|visits?|with|within|across|anywhere|in|at|near|nr|the|to|from|of|a|an|per|week|weekly|pw|month|days?|x|min(?:imum)?|max(?:imum)?|once|twice|one|two|three|four|five|\d(?:-\d)?|other|others|various|multiple|locations?|sites?|area|city centre|town centre|centre|outskirts|commutable|distance|easy|reach|only|preferred|preferably|ideal(?:ly)?|plus|role|client|our|and|or|surrounding|areas|wide|greater|region|county|metro(?:politan)?|projects?|nationwide projects|other)\b/gi
const STATES = /^(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])$/

function chunksOf(text: string, only: boolean): Chunk[] | undefined {
  const chunks: Chunk[] = []
  const unknown: string[] = []
  for (const { words, qualifies } of pieces(text)) {
    const known = chunksIn(words, qualifies, chunks.length + unknown.length > 0)
    if (known) chunks.push(...known)
    else if (only) return undefined
    else if (chunks.length > 0 && isProse(words)) {
      if (!qualifies || chunks.length > 1) chunks.push(...leadingTown(words))
      break
    } else unknown.push(words)
  }
  return chunks.length > 0 ? chunks : unknown.slice(0, 2).flatMap(leadingTown).slice(0, 1)
}

/** "Edinburgh Technopole": the well-known town an unknown name begins with. */
function leadingTown(words: string): Chunk[] {
  const list = words.split(' ').slice(0, 3)
  for (let n = list.length; n > 0; n--) {
    const meanings = meaningsOf(list.slice(0, n).join(' '))
    if ((meanings[0]?.weight ?? 0) >= WELL_KNOWN) return [{ meanings, qualifies: false }]
  }
  return []
}

/** After the places of a label comes prose; three unknown words are prose. */
function isProse(words: string): boolean {
  return words.replace(NOISE, ' ').trim().split(/\s+/).length > 2
}

/** "Tyne & Wear" and "Brighton and Hove" are one piece; "Leeds and York" are two. */
function pieces(text: string): { words: string; qualifies: boolean }[] {
  const parts = text.split(SEPARATORS)
  const found: { words: string; qualifies: boolean }[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const spoken = (parts[i] ?? '').trim()
    const words = spoken.replace(/^(?:or|and|&)\s/i, '')
    const joint = `${words}${parts[i + 1] ?? ''}${parts[i + 2] ?? ''}`
    const before = parts[i - 1] ?? ','
    const whole = /^\s?(?:&|and|\/|-)\s?$/i.test((parts[i + 1] ?? '').trim()) && findMeanings(joint).length > 0
    if (words !== '') found.push({ words: whole ? joint : words, qualifies: words === spoken && QUALIFIERS.test(before) })
    if (whole) i += 2
  }
  return found
}

function chunksIn(words: string, qualifies: boolean, follows: boolean): Chunk[] | undefined {
  if (follows && STATES.test(words)) return stateChunk(words, qualifies)
  const whole = meaningsOf(words)
  if (whole.length > 0) return [{ meanings: whole, qualifies }]
  const bare = words
    .replace(NOISE, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim()
  if (bare === '') return []
  const meanings = meaningsOf(bare)
  if (meanings.length > 0) return [{ meanings, qualifies }]
  return rowOfNames(bare, qualifies)
}

function stateChunk(state: string, qualifies: boolean): Chunk[] {
  const meanings = findMeanings(STATE_NAMES[state] ?? state)
  return meanings.length > 0 ? [{ meanings, qualifies, state }] : []
}

const CODE = /^([A-Z]{1,2}\d[A-Z\d]?)(?:\s?\d[A-Z]{2})?$/i

function meaningsOf(words: string): readonly Meaning[] {
  const known = findMeanings(words)
  if (known.length > 0) return known
  if (!/\d/.test(words)) return ORNATE.test(words) ? findMeanings(words.replace(ORNATE, '')) : known
  const code = CODE.exec(words)?.[1]
  const district = code === undefined ? undefined : findDistrict(code)
  return district ? [district] : []
}

/** "City of Bristol", "Abingdon-on-Thames", "Droitwich Spa". */
const ORNATE = /^city of |[- ](?:on|upon)[- ](?:the[- ])?\w{2,12}$| spa$/i

const NAME_WORDS = 5

/** "Oxford Oxfordshire South East": a town and the areas it lies in, longest names first; undefined as soon as a word is none. */
function rowOfNames(words: string, qualifies: boolean): Chunk[] | undefined {
  const list = words.split(' ').slice(0, 12)
  const chunks: Chunk[] = []
  for (let i = 0; i < list.length;) {
    let taken = 0
    for (let n = Math.min(NAME_WORDS, list.length - i); n > 0 && taken === 0; n--) {
      const meanings = meaningsOf(list.slice(i, i + n).join(' '))
      const [likeliest] = meanings
      if (!likeliest || (chunks.length > 0 && !isArea(likeliest) && likeliest.place.name !== 'London')) continue
      chunks.push({ meanings, qualifies: qualifies || chunks.length > 0 })
      taken = n
    }
    if (taken === 0) return undefined
    i += taken
  }
  return chunks
}

const STATE_NAMES: Record<string, string> = Object.fromEntries(
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York State,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington State,WV West Virginia,WI Wisconsin,WY Wyoming'
    .split(',')
    .map(entry => [entry.slice(0, 2), placeKey(entry.slice(3))]),
)
