// What Postgres packs of every live role into the column "facts" (migration 0030), read and counted here: a few additions a role.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { REGIONS } from '../listings/area.ts'
import { CLEARANCE_LEVELS, DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import {
  ADMITTED,
  asChoices,
  LAST_RATE_BAND,
  medianRate,
  noCounts,
  ONSITE_CHOICES,
  RATE_STEP,
  TERM_BANDS,
  WITHIN_CHOICES,
} from '../listings/facets.ts'
import type { Counts, Filter, MedianRate } from '../listings/facets.ts'
import type { Question } from '../listings/match-index.ts'
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

/**
 * What a filter asks, asked of the facts, where they say as much as its columns: a number is compared in a fifth of the time of a word, and
 * of a row nothing behind the facts is looked at.
 */
export function conditionOnFacts(filter: Filter, { query, area }: Pick<Question, 'query' | 'area'>): RawBuilder<boolean> | undefined {
  const field = byteOf(filter) ?? 0
  const isOne = (choices: readonly (string | number)[]): RawBuilder<boolean> => {
    const numbers = choices.map(choice => FIELDS[field]?.choices.findIndex(([name]) => name === String(choice)) ?? -1)
    return sql<boolean>`(get_byte(facts, ${sql.lit(field)}) = any(${numbers}::int[]))`
  }
  const kept: readonly string[] = query.unstated
  const orUnstated = kept.includes(filter) ? [UNSTATED] : []
  switch (filter) {
    case 'rate':
    case 'term':
    case 'source':
    case 'within':
      return undefined
    case 'onsite':
      return isOne([...ONSITE_CHOICES.filter(days => days <= (query.onsite ?? 0)), ...orUnstated])
    case 'place':
      return area?.kind === 'region' ? isOne([area.region]) : undefined
    case 'start':
      return query.start === 'asap' ? isOne(['asap', ...orUnstated]) : undefined
    case 'clearance':
      return isOne([UNSTATED, ...ADMITTED[query.clearance ?? 'none']])
    case 'methods':
      return sql<boolean>`(${sql.join(query.methods.map(hasMethod), sql` or `)})`
    default:
      return isOne(query[filter])
  }
}

function hasMethod(key: string): RawBuilder<boolean> {
  const bit = METHOD_KEYS.indexOf(key)
  // Of the eight bytes the last has the lowest bits.
  const place = (AT.methods + 7 - (bit >> 3)) * 8 + (bit & 7)
  return bit < 0 ? sql<boolean>`false` : sql<boolean>`get_bit(facts, ${sql.lit(place)}) = 1`
}

/** Where the number stands that is counted of a filter; undefined where it is counted otherwise. */
export function byteOf(filter: Filter): number | undefined {
  const field = FIELDS.findIndex(one => one.filter === filter)
  return field < 0 ? undefined : field
}

/** Roles that fail the same filter and are in the same circles. */
export interface Piece {
  /** The place of the one filter that they fail, from 1; 0 = they fit. */
  failed: number
  /** How many of the circles around a place they are in, from the widest. */
  circles: number
  /** What they are counted as for the filter that they fail, where that is one number: then their facts are not needed. */
  number: number
  /** How many they are. */
  roles: number
  /** One role's facts behind the other's. */
  facts: Buffer
}

export interface Source {
  id: string
  /** How the facts name it. */
  code: number
  /** Whether its rates may enter a median. */
  statistics: boolean
}

interface Asked {
  /** In the order of the places of what is failed. */
  active: readonly Filter[]
  sources: readonly Source[]
  /** Milliseconds since 1970, a whole minute. */
  now: number
  /** By the number of circles that a role is in: their radii. */
  radii: readonly (readonly string[])[]
}

/** Exact counts: a role counts for every filter if it fails none, and for the one that it fails. */
export function countFacts(pieces: readonly Piece[], asked: Asked): Counts & { total: number } {
  const tally = new Tally(asked)
  for (const piece of pieces) {
    const only = asked.active[piece.failed - 1]
    if (only) tally.addOnly(only, piece)
    else tally.addAll(piece)
  }
  return { total: tally.total, ...tally.counts() }
}

/** Numbers that a byte can be. */
const ROOM = 256
/** Methods are counted eleven bits at once: what has the same of them is one number of so many. */
const ELEVEN = 2_048
/** Rates of £8,000 a day and more are one: nobody is paid them. */
const HIGHEST = 16_000

class Tally {
  /** Roles that fail no filter. */
  total = 0
  readonly #asked: Asked
  readonly #places: CodePlaces
  readonly #mayCount: readonly boolean[]
  /** Of each field one behind the other. */
  readonly #fields = new Uint32Array(FIELDS.length * ROOM)
  /** By how many of the spans of days a role is too old for. */
  readonly #within = new Uint32Array(WITHIN_CHOICES.length + 1)
  /** The lowest eleven bits, the next, and the rest. */
  readonly #methods = new Uint32Array(3 * ELEVEN)
  /** By place in the list of sources; the last for those that are not in it. */
  readonly #sources: Uint32Array
  readonly #circles: Uint32Array
  /** Roles by least and highest rate added up. */
  readonly #rates = new Uint32Array(HIGHEST + 1)
  /** The minutes that the spans of days begin after, the shortest first. */
  readonly #since: Int32Array

  constructor(asked: Asked) {
    this.#asked = asked
    this.#places = new CodePlaces(asked.sources.map(source => source.code))
    this.#mayCount = asked.sources.map(source => source.statistics)
    this.#sources = new Uint32Array(asked.sources.length + 1)
    this.#circles = new Uint32Array(asked.radii.length)
    this.#since = Int32Array.from(WITHIN_CHOICES, days => asked.now / 60_000 - days * 1_440)
  }

  /** The loop that counts of a broad search wait for: 0.03 µs a role. */
  addAll({ facts, roles, circles }: Piece): void {
    const view = viewOf(facts)
    for (let at = 0; at < facts.length;) {
      this.#addFour(view.getInt32(at), 0)
      this.#addFour(view.getInt32(at + 4), 4 * ROOM)
      this.#addFour(view.getInt32(at + 8), 8 * ROOM)
      this.#addMethods(view.getInt32(at + AT.methods + 4))
      this.#addAge(view.getInt32(at + AT.minute))
      const pay = view.getInt32(at + AT.twiceMiddle)
      const end = at + AT.end + 4 * (pay & 255)
      let mayCount = false
      for (at += AT.end; at < end; at += 4) mayCount = this.#addSource(view.getInt32(at)) || mayCount
      if (mayCount && pay > 255) addOne(this.#rates, Math.min(pay >>> 8, HIGHEST))
    }
    this.total += roles
    this.#circles[circles] = (this.#circles[circles] ?? 0) + roles
  }

  /** What fails a filter counts for that filter alone. */
  addOnly(filter: Filter, { facts, roles, number, circles }: Piece): void {
    if (filter === 'place') this.#circles[circles] = (this.#circles[circles] ?? 0) + roles
    const field = byteOf(filter)
    if (field !== undefined) {
      this.#fields[field * ROOM + number] = (this.#fields[field * ROOM + number] ?? 0) + roles
      return
    }
    const view = viewOf(facts)
    for (let at = 0; at < facts.length;) {
      const end = at + AT.end + 4 * view.getUint8(at + AT.sources)
      if (filter === 'methods') this.#addMethods(view.getInt32(at + AT.methods + 4))
      else if (filter === 'within') this.#addAge(view.getInt32(at + AT.minute))
      else for (let source = at + AT.end; source < end; source += 4) this.#addSource(view.getInt32(source))
      at = end
    }
  }

  /** Four fields, the first in the highest byte. */
  #addFour(four: number, at: number): void {
    addOne(this.#fields, at + (four >>> 24))
    addOne(this.#fields, at + ROOM + ((four >>> 16) & 255))
    addOne(this.#fields, at + 2 * ROOM + ((four >>> 8) & 255))
    addOne(this.#fields, at + 3 * ROOM + (four & 255))
  }

  #addMethods(bits: number): void {
    addOne(this.#methods, bits & (ELEVEN - 1))
    addOne(this.#methods, ELEVEN + ((bits >>> 11) & (ELEVEN - 1)))
    addOne(this.#methods, 2 * ELEVEN + (bits >>> 22))
  }

  #addAge(minute: number): void {
    const since = this.#since
    let spans = 0
    while (spans < since.length && minute <= (since[spans] as number)) spans += 1 // below its length
    addOne(this.#within, spans)
  }

  /** @returns whether it allows statistics */
  #addSource(code: number): boolean {
    const place = this.#places.of(code)
    addOne(this.#sources, place)
    return this.#mayCount[place] === true
  }

  counts(): Counts {
    const counts = noCounts()
    const take = (filter: Filter | 'radius', count: number, choices: readonly string[]): void => {
      if (count > 0) for (const choice of choices) counts[filter][choice] = (counts[filter][choice] ?? 0) + count
    }
    for (const [n, { filter, choices }] of FIELDS.entries())
      for (const [number, chosen] of choices.entries()) take(filter, this.#fields[n * ROOM + number] ?? 0, chosen)
    for (const [circles, miles] of this.#asked.radii.entries()) take('radius', this.#circles[circles] ?? 0, miles)
    for (const [spans, count] of this.#within.entries()) take('within', count, WITHIN_CHOICES.slice(spans).map(String))
    for (const [n, count] of this.#byMethod().entries()) take('methods', count, [METHOD_KEYS[n] ?? ''])
    // Each stands for itself: a source may be called “constructor”, as which every object has something to add to.
    for (const [n, { id }] of this.#asked.sources.entries()) counts.source[id] = this.#sources[n] ?? 0
    return { facets: asChoices(counts), medianRate: this.#medianRate() }
  }

  #byMethod(): Uint32Array {
    const methods = new Uint32Array(METHOD_KEYS.length)
    for (const [place, count] of this.#methods.entries()) {
      if (count === 0) continue
      const first = 11 * Math.floor(place / ELEVEN)
      for (let bits = place % ELEVEN; bits !== 0; bits &= bits - 1) {
        const method = first + 31 - Math.clz32(bits & -bits)
        methods[method] = (methods[method] ?? 0) + count
      }
    }
    return methods
  }

  #medianRate(): MedianRate | null {
    const stated = [...this.#rates.entries()].filter(([, count]) => count > 0)
    return medianRate({ twice: stated.map(([twice]) => twice), counts: stated.map(([, count]) => count) })
  }
}

/** Where a code stands in a list of them: half of what a Map takes, and every role asks. */
class CodePlaces {
  readonly #mask: number
  readonly #codes: Int32Array
  readonly #places: Int16Array
  readonly #none: number

  constructor(codes: readonly number[]) {
    const size = 2 ** (33 - Math.clz32(codes.length))
    this.#mask = size - 1
    this.#codes = new Int32Array(size)
    this.#places = new Int16Array(size).fill(-1)
    this.#none = codes.length
    for (const [n, code] of codes.entries()) {
      const slot = this.#slotOf(code)
      this.#codes[slot] = code
      this.#places[slot] = n
    }
  }

  /** As many as there are where it is not among them. */
  of(code: number): number {
    const place = this.#places[this.#slotOf(code)] as number // below its size
    return place < 0 ? this.#none : place
  }

  /** The code's own, or the empty one where it would be. */
  #slotOf(code: number): number {
    let slot = code & this.#mask
    while ((this.#places[slot] as number) >= 0 && this.#codes[slot] !== code) slot = (slot + 1) & this.#mask
    return slot
  }
}

/** The place is within the length. */
function addOne(counters: Uint32Array, place: number): void {
  counters[place] = (counters[place] as number) + 1
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length)
}
