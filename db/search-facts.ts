// What Postgres packs of every live role into the column "facts" (migration 0030), read and counted here: a few additions a role.
import { REGIONS } from '../listings/area.ts'
import { CLEARANCE_LEVELS, DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import { asChoices, LAST_RATE_BAND, medianRate, noCounts, RATE_STEP, TERM_BANDS, WITHIN_CHOICES } from '../listings/facets.ts'
import type { Counts, Filter } from '../listings/facets.ts'
import { ADVERTISER_KINDS, UNSTATED } from '../listings/query.ts'
import { METHOD_KEYS } from '../listings/skill-words.ts'

/** A byte of the facts: each of its numbers stands for the choices that a role with it has; a number beyond them stands for none. */
interface Field {
  filter: Filter
  choices: readonly (readonly string[])[]
}

const listed = (filter: Filter, values: readonly (string | number)[]): Field => ({
  filter,
  choices: [[UNSTATED], ...values.map(value => [String(value)])],
})
const bands = Array.from({ length: LAST_RATE_BAND / RATE_STEP + 1 }, (_, n) => n * RATE_STEP)
const terms = TERM_BANDS.map(({ name }) => name)

/** In the order of their bytes. */
const FIELDS: readonly Field[] = [
  listed('engagement', ENGAGEMENTS),
  listed('discipline', DISCIPLINES),
  listed('seniority', SENIORITIES),
  listed('remote', REMOTES),
  listed('onsite', [0, 1, 2, 3, 4, 5]),
  listed('place', REGIONS),
  { filter: 'start', choices: [[UNSTATED], ['asap'], ['dated']] },
  listed('clearance', CLEARANCE_LEVELS),
  listed('sector', SECTORS),
  listed('advertiser', ADVERTISER_KINDS),
  listed('rate', bands),
  { filter: 'term', choices: [...Array.from({ length: 16 }, (_, bits) => terms.filter((_name, n) => bits & (1 << n))), [UNSTATED]] },
]

/** Where the rest stands, in bytes; behind it four a source. */
const AT = { twiceMiddle: 12, sources: 15, methods: 16, minute: 24, end: 28 } as const

/** Roles that fit all filters but one at most, as Postgres sends them. */
export interface Packed {
  /** One role's facts behind the other's, as base64: Postgres would write bytes as twice as many letters. */
  facts: string
  /** Of each role two bytes for the circles it is in, and two for the filter it fails, as a bit; null where every role fits and none is asked for. */
  marks: string | null
  sources: readonly Source[]
}

interface Source {
  id: string
  /** How the facts name it. */
  code: number
  /** Whether its rates may enter a median. */
  statistics: boolean
}

interface Asked {
  /** In the order of the bits of the marks. */
  active: readonly Filter[]
  /** Milliseconds since 1970, a whole minute. */
  now: number
  /** By the number of circles that a role is in: their radii. */
  radii: readonly (readonly string[])[]
}

/** Exact counts: a role counts for every filter if it fails none, and for the one that it fails. */
export function countFacts({ facts, marks, sources }: Packed, asked: Asked): Counts & { total: number } {
  const tally = new Tally(sources, asked)
  tally.addAll(Buffer.from(facts, 'base64'), marks === null ? undefined : Buffer.from(marks, 'base64'))
  return { total: tally.total, ...tally.counts() }
}

/** Counters of each field, of the circles, of the spans of days and of the methods; one for each source follows them. */
const ROOM = 256
const [RADIUS, WITHIN, METHODS, SOURCES] = [0, 1, 2, 3].map(n => (FIELDS.length + n) * ROOM) as [number, number, number, number]

/** Rates of £8,000 a day and more are one: nobody is paid them. */
const HIGHEST = 16_000

class Tally {
  /** Roles that fail no filter. */
  total = 0
  readonly #sources: readonly Source[]
  readonly #asked: Asked
  readonly #places: CodePlaces
  /** All counters for the roles that fail no filter, then all for those that fail the first, and so on. */
  readonly #counters: Uint32Array
  readonly #size: number
  /** Roles by least and highest rate added up. */
  readonly #rates = new Uint32Array(HIGHEST + 1)

  constructor(sources: readonly Source[], asked: Asked) {
    this.#sources = sources
    this.#asked = asked
    this.#places = new CodePlaces(sources.map(source => source.code))
    this.#size = SOURCES + sources.length
    this.#counters = new Uint32Array(this.#size * (asked.active.length + 1))
  }

  /** The loop that counts of a broad search wait for: 0.07 µs a role. */
  addAll(facts: Uint8Array, marks: Uint8Array | undefined): void {
    const counters = this.#counters
    const since = Int32Array.from(WITHIN_CHOICES, days => this.#asked.now / 60_000 - days * 1_440)
    for (let at = 0, mark = 0; at < facts.length; mark += 4) {
      const failed = marks ? 32 - Math.clz32(byte(marks, mark + 2) * 256 + byte(marks, mark + 3)) : 0
      const from = failed * this.#size
      for (let n = 0; n < FIELDS.length; n += 1) addOne(counters, from + n * ROOM + byte(facts, at + n))
      if (marks) addOne(counters, from + RADIUS + byte(marks, mark + 1))
      const minute = fourBytes(facts, at + AT.minute)
      for (let n = 0; n < since.length; n += 1) if (minute > (since[n] as number)) addOne(counters, from + WITHIN + n) // below its length
      for (let n = 0; n < 2; n += 1)
        for (let bits = fourBytes(facts, at + AT.methods + 4 - 4 * n); bits !== 0; bits &= bits - 1)
          addOne(counters, from + METHODS + n * 32 + 31 - Math.clz32(bits & -bits))
      const mayCount = this.#addSources(facts, at, from)
      if (failed === 0) this.total += 1
      if (failed === 0 && mayCount) this.#addRate(fourBytes(facts, at + AT.twiceMiddle) >>> 8)
      at += AT.end + 4 * byte(facts, at + AT.sources)
    }
  }

  /** @returns whether one of them allows statistics */
  #addSources(facts: Uint8Array, at: number, from: number): boolean {
    let mayCount = false
    for (let n = byte(facts, at + AT.sources); n > 0; n -= 1) {
      const source = this.#places.of(fourBytes(facts, at + AT.end + 4 * (n - 1)))
      if (source < 0) continue
      addOne(this.#counters, from + SOURCES + source)
      mayCount ||= this.#sources[source]?.statistics === true
    }
    return mayCount
  }

  #addRate(twiceMiddle: number): void {
    if (twiceMiddle > 0) addOne(this.#rates, Math.min(twiceMiddle, HIGHEST))
  }

  counts(): Counts {
    const counts = noCounts()
    const { active, radii } = this.#asked
    const take = (filter: Filter | 'radius', counter: number, choices: readonly string[]): void => {
      const own = active.indexOf(filter === 'radius' ? 'place' : filter) + 1
      const count = (this.#counters[counter] ?? 0) + (own > 0 ? (this.#counters[counter + own * this.#size] ?? 0) : 0)
      if (count > 0) for (const choice of choices) counts[filter][choice] = (counts[filter][choice] ?? 0) + count
    }
    for (const [n, { filter, choices }] of FIELDS.entries())
      for (const [number, chosen] of choices.entries()) take(filter, n * ROOM + number, chosen)
    for (const [circles, miles] of radii.entries()) take('radius', RADIUS + circles, miles)
    for (const [n, days] of WITHIN_CHOICES.entries()) take('within', WITHIN + n, [String(days)])
    for (const [n, method] of METHOD_KEYS.entries()) take('methods', METHODS + n, [method])
    for (const [n, { id }] of this.#sources.entries()) take('source', SOURCES + n, [id])
    return { facets: asChoices(counts), medianRate: medianRate(this.#ratesByValue()) }
  }

  #ratesByValue(): Record<string, number> {
    const rates: Record<string, number> = {}
    for (const [twice, count] of this.#rates.entries()) if (count > 0) rates[twice] = count
    return rates
  }
}

/** Where a code stands in a list of them: half of what a Map takes, and every role asks. */
class CodePlaces {
  readonly #mask: number
  readonly #codes: Int32Array
  readonly #places: Int16Array

  constructor(codes: readonly number[]) {
    const size = 2 ** (33 - Math.clz32(codes.length))
    this.#mask = size - 1
    this.#codes = new Int32Array(size)
    this.#places = new Int16Array(size).fill(-1)
    for (const [n, code] of codes.entries()) {
      const slot = this.#slotOf(code)
      this.#codes[slot] = code
      this.#places[slot] = n
    }
  }

  /** -1 where it is not among them. */
  of(code: number): number {
    return this.#places[this.#slotOf(code)] as number // below its size
  }

  /** The code's own, or the empty one where it would be. */
  #slotOf(code: number): number {
    let slot = code & this.#mask
    while ((this.#places[slot] as number) >= 0 && this.#codes[slot] !== code) slot = (slot + 1) & this.#mask
    return slot
  }
}

// All of these are asked within the length of what they are given.

function addOne(counters: Uint32Array, place: number): void {
  counters[place] = (counters[place] as number) + 1
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}

/** With its sign. */
function fourBytes(bytes: Uint8Array, at: number): number {
  return (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3)
}
