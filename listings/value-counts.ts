// How many documents of a set have each value of each filter. The values of a document are packed into a few numbers, so that counting it
// is a few additions, however many values there are; and of a set that is most of the board only what it lacks is counted.
import { countBits, listOf, without } from './bits.ts'
import type { Bits } from './bits.ts'

/** Filters with one value a document, packed together where the cells stay few: they are counted in the processor's nearest cache. */
const CELLS: readonly (readonly string[])[] = [
  ['engagement', 'discipline', 'seniority'],
  ['remote', 'onsite', 'start', 'advertiser'],
  ['sector', 'clearance'],
  ['rate', 'place'],
  ['term'],
  ['point'],
]
/** Filters with any number of values. */
const LISTS: readonly string[] = ['methods', 'source']

export type Counts = Map<string, number>

/** Documents to be counted: those of a set, or those of the live ones that it lacks. */
interface Among {
  docs: Uint32Array
  isRest: boolean
}

interface Counter {
  readonly names: readonly string[]
  put(doc: number, values: readonly (readonly string[])[]): void
  remove(doc: number): void
  count(among: Among, wanted: ReadonlySet<string>): [string, Counts][]
}

export class ValueCounts {
  readonly #counters: readonly Counter[] = [...CELLS.map(names => new Cells(names)), ...LISTS.map(name => new Lists(name))]
  #live = 0
  /** Room for the list of a set: a new one a question would be most of what a question leaves behind. */
  #room = new Uint32Array(1_024)

  /** @param doc the one after the last; its values by the names of the filters */
  put(doc: number, values: ReadonlyMap<string, readonly string[]>): void {
    for (const counter of this.#counters)
      counter.put(
        doc,
        counter.names.map(name => values.get(name) ?? []),
      )
    this.#live += 1
  }

  remove(doc: number): void {
    for (const counter of this.#counters) counter.remove(doc)
    this.#live -= 1
  }

  /** By value, how many of a set of live documents have it; values that none has are left out. */
  count(set: Bits, live: Bits, wanted: ReadonlySet<string>): Map<string, Counts> {
    const among = this.#among(set, live)
    const counters = this.#counters.filter(counter => counter.names.some(name => wanted.has(name)))
    return new Map(counters.flatMap(counter => counter.count(among, wanted)))
  }

  #among(set: Bits, live: Bits): Among {
    const size = countBits(set)
    const isRest = size * 2 > this.#live
    const length = isRest ? this.#live - size : size
    if (this.#room.length < length) this.#room = new Uint32Array(length * 2)
    return { docs: listOf(isRest ? without(live, set) : set, this.#room), isRest }
  }
}

/** Of each document one number, whose digits are its values; the last filter may have any number of values without moving the others. */
class Cells implements Counter {
  readonly names: readonly string[]
  readonly #values: readonly string[][]
  readonly #codes: readonly Map<string, number>[]
  #cells: Uint32Array = new Uint32Array(1_024)
  #size = 0
  /** Live documents of each cell. */
  #live: Uint32Array = new Uint32Array(1)

  constructor(names: readonly string[]) {
    this.names = names
    this.#values = names.map(() => [])
    this.#codes = names.map(() => new Map())
  }

  put(doc: number, values: readonly (readonly string[])[]): void {
    for (const [n, [value = '']] of values.entries()) if (!this.#codes[n]?.has(value)) this.#add(n, value)
    let cell = 0
    for (let n = values.length - 1; n >= 0; n -= 1) cell = cell * this.#count(n) + (this.#codes[n]?.get(values[n]?.[0] ?? '') ?? 0)
    this.#cells = longEnough(this.#cells, doc)
    this.#cells[doc] = cell
    this.#size = doc + 1
    this.#live[cell] = (this.#live[cell] ?? 0) + 1
  }

  remove(doc: number): void {
    const cell = this.#cells[doc] ?? 0
    this.#live[cell] = (this.#live[cell] ?? 0) - 1
  }

  count({ docs, isRest }: Among, wanted: ReadonlySet<string>): [string, Counts][] {
    const found = isRest ? this.#live.slice() : new Uint32Array(this.#live.length)
    const cells = this.#cells
    const step = isRest ? -1 : 1
    // The innermost loop of the board's counts. Every document is below the length of the cells, and every cell below that of the counts.
    for (let at = 0; at < docs.length; at += 1) {
      const cell = cells[docs[at] as number] as number
      found[cell] = (found[cell] as number) + step
    }
    return this.#byValue(found, wanted)
  }

  #byValue(found: Uint32Array, wanted: ReadonlySet<string>): [string, Counts][] {
    const sums = this.#values.map(values => new Uint32Array(values.length))
    for (let cell = 0; cell < found.length; cell += 1) {
      const count = found[cell] as number // below its length
      if (count === 0) continue
      let rest = cell
      for (const sum of sums) {
        const code = rest % sum.length
        sum[code] = (sum[code] as number) + count // below its length
        rest = (rest - code) / sum.length
      }
    }
    return this.names.flatMap((name, n) => (wanted.has(name) ? [[name, countsOf(this.#values[n] ?? [], sums[n] ?? [])]] : []))
  }

  /** How many values the nth filter has had so far. */
  #count(n: number): number {
    return this.#values[n]?.length ?? 0
  }

  /** A value nobody had before: what stands behind it in every number moves up. There are some twenty values of a filter, and they come early. */
  #add(n: number, value: string): void {
    const below = this.#values.slice(0, n).reduce((cells, values) => cells * values.length, 1)
    const before = this.#count(n)
    this.#codes[n]?.set(value, before)
    this.#values[n]?.push(value)
    const total = this.#values.reduce((cells, values) => cells * Math.max(1, values.length), 1)
    const isLast = n === this.names.length - 1
    const move = (cell: number): number => {
      if (isLast || before === 0) return cell
      const low = cell % (below * before)
      return low + ((cell - low) / before) * (before + 1)
    }
    if (!isLast) for (let doc = 0; doc < this.#size; doc += 1) this.#cells[doc] = move(this.#cells[doc] ?? 0)
    const live = isLast ? longEnough(this.#live, total - 1) : new Uint32Array(total)
    if (!isLast) for (const [cell, count] of this.#live.entries()) if (count !== 0) live[move(cell)] = count
    this.#live = live
  }
}

/** Of each document where its values begin in a list of them all. */
class Lists implements Counter {
  readonly names: readonly string[]
  readonly #values: string[] = []
  readonly #codes = new Map<string, number>()
  #starts: Uint32Array = new Uint32Array(1_024)
  #all: Uint32Array = new Uint32Array(1_024)
  #length = 0
  readonly #live: number[] = []

  constructor(name: string) {
    this.names = [name]
  }

  put(doc: number, [values = []]: readonly (readonly string[])[]): void {
    for (const value of new Set(values)) {
      const code = this.#codes.getOrInsertComputed(value, () => this.#values.push(value) - 1)
      this.#all = longEnough(this.#all, this.#length)
      this.#all[this.#length++] = code
      this.#live[code] = (this.#live[code] ?? 0) + 1
    }
    this.#starts = longEnough(this.#starts, doc + 1)
    this.#starts[doc + 1] = this.#length
  }

  remove(doc: number): void {
    for (const code of this.#all.subarray(this.#starts[doc], this.#starts[doc + 1])) this.#live[code] = (this.#live[code] ?? 0) - 1
  }

  count({ docs, isRest }: Among): [string, Counts][] {
    const found = isRest ? Uint32Array.from(this.#live) : new Uint32Array(this.#values.length)
    const [starts, all] = [this.#starts, this.#all]
    const step = isRest ? -1 : 1
    for (let at = 0; at < docs.length; at += 1) {
      const doc = docs[at] as number // every document has its values between two starts
      const end = starts[doc + 1] as number
      for (let n = starts[doc] as number; n < end; n += 1) {
        const code = all[n] as number
        found[code] = (found[code] as number) + step
      }
    }
    return [[this.names[0] ?? '', countsOf(this.#values, found)]]
  }
}

function countsOf(values: readonly string[], counts: ArrayLike<number>): Counts {
  const found: Counts = new Map()
  for (let code = 0; code < values.length; code += 1) if ((counts[code] ?? 0) > 0) found.set(values[code] ?? '', counts[code] ?? 0)
  return found
}

/** The list, or one with room for this place and some more. */
function longEnough(list: Uint32Array, at: number): Uint32Array {
  if (at < list.length) return list
  const longer = new Uint32Array(at + 1 + (at >>> 1))
  longer.set(list)
  return longer
}
