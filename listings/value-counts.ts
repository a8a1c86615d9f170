// How many documents of a set have each value of each filter. The values of a document are packed into a few numbers, so that counting it
// is a few additions, however many values there are; and of a set that is most of the board only what it lacks is counted.
import { countBits, listOf, without } from './bits.ts'
import type { Bits } from './bits.ts'

/**
 * Filters that are packed together: the cells stay few enough for the processor's nearest cache. Where a document has any number of values,
 * all of them are one: there are some hundred combinations, and a document is counted by one addition whatever it has.
 */
const CELLS: readonly Packed[] = [
  { names: ['engagement', 'discipline', 'seniority'] },
  { names: ['remote', 'onsite', 'start', 'advertiser'] },
  { names: ['sector', 'clearance'] },
  { names: ['rate', 'place'] },
  { names: ['term'] },
  { names: ['middle'] },
  { names: ['point'] },
  { names: ['methods'], half: 0 },
  { names: ['methods'], half: 1 },
  { names: ['source'] },
]

interface Packed {
  names: readonly string[]
  /** Only half of the values: two times three hundred combinations are fewer than three thousand. */
  half?: 0 | 1
}

/** By filter and by value. */
export type ValueCount = Record<string, Record<string, number>>

/** Documents to be counted: those of a set, or those of the live ones that it lacks. */
interface Among {
  docs: Uint32Array
  isRest: boolean
}

export class ValueCounts {
  readonly #counters: readonly Cells[] = CELLS.map(packed => new Cells(packed))
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

  /** How many of a set of live documents have each value of these filters; values that none has are left out. */
  count(set: Bits, live: Bits, wanted: readonly string[]): ValueCount {
    const among = this.#among(set, live)
    const into: ValueCount = {}
    for (const counter of this.#counters) if (counter.names.some(name => wanted.includes(name))) counter.count(among, wanted, into)
    return into
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
class Cells {
  readonly names: readonly string[]
  readonly #half: Packed['half']
  /** Of each filter: its values, and by code which of them a document has, one in most filters. */
  readonly #names: readonly string[][]
  readonly #members: readonly (readonly number[])[][]
  readonly #codes: readonly Map<string, number>[]
  /** The members of each filter as they are counted; absent until then, and after a new one. */
  readonly #flat: (Flat | undefined)[]
  #cells: Uint32Array = new Uint32Array(1_024)
  #size = 0
  /** Live documents of each cell. */
  #live: Uint32Array = new Uint32Array(1)

  constructor({ names, half }: Packed) {
    this.names = names
    this.#half = half
    this.#names = names.map(() => [])
    this.#members = names.map(() => [])
    this.#codes = names.map(() => new Map())
    this.#flat = names.map(() => undefined)
  }

  put(doc: number, values: readonly (readonly string[])[]): void {
    const keys = values.map(all => keyOf(this.#half === undefined ? all : all.filter(value => halfOf(value) === this.#half)))
    for (const [n, key] of keys.entries()) if (!this.#codes[n]?.has(key)) this.#add(n, key)
    let cell = 0
    for (let n = keys.length - 1; n >= 0; n -= 1) cell = cell * this.#count(n) + (this.#codes[n]?.get(keys[n] ?? '') ?? 0)
    this.#cells = longEnough(this.#cells, doc)
    this.#cells[doc] = cell
    this.#size = doc + 1
    this.#live[cell] = (this.#live[cell] ?? 0) + 1
  }

  remove(doc: number): void {
    const cell = this.#cells[doc] ?? 0
    this.#live[cell] = (this.#live[cell] ?? 0) - 1
  }

  count({ docs, isRest }: Among, wanted: readonly string[], into: ValueCount): void {
    const found = isRest ? this.#live.slice() : new Uint32Array(this.#live.length)
    const cells = this.#cells
    const step = isRest ? -1 : 1
    // The innermost loop of the board's counts. Every document is below the length of the cells, and every cell below that of the counts.
    for (let at = 0; at < docs.length; at += 1) {
      const cell = cells[docs[at] as number] as number
      found[cell] = (found[cell] as number) + step
    }
    const sums = this.#sumsOf(found)
    for (const [n, name] of this.names.entries()) if (wanted.includes(name)) into[name] = this.#byValue(n, sums[n] ?? found, into[name])
  }

  /** Of each filter by the codes of its values: the first's are summed up over rows of cells, then the second's over rows of those sums. */
  #sumsOf(found: Uint32Array): Uint32Array[] {
    if (this.names.length === 1) return [found]
    let cells = found
    return this.#members.map(({ length }) => {
      const sums = new Uint32Array(length)
      const rows = new Uint32Array(Math.floor(cells.length / Math.max(1, length)))
      for (let row = 0, cell = 0; row < rows.length; row += 1) {
        let all = 0
        for (let code = 0; code < length; code += 1, cell += 1) {
          const count = cells[cell] as number // below the product of the lengths
          sums[code] = (sums[code] as number) + count
          all += count
        }
        rows[row] = all
      }
      cells = rows
      return sums
    })
  }

  #byValue(n: number, sums: Uint32Array, found: Record<string, number> = {}): Record<string, number> {
    const names = this.#names[n] ?? []
    const { ends, values } = (this.#flat[n] ??= flatOf(this.#members[n] ?? []))
    const totals = new Uint32Array(names.length)
    for (let code = 0, at = 0; code < ends.length; code += 1) {
      const [end, count] = [ends[code] as number, sums[code] as number] // there is a sum for every code
      for (; at < end; at += 1) {
        const value = values[at] as number
        totals[value] = (totals[value] as number) + count
      }
    }
    // Every value, also those of no document: counts with other fields each time are a kind of object each, which costs 0.1 ms a page.
    for (let value = 0; value < names.length; value += 1) found[names[value] ?? ''] = totals[value] ?? 0
    return found
  }

  /** How many values the nth filter has had so far. */
  #count(n: number): number {
    return this.#members[n]?.length ?? 0
  }

  /** A value nobody had before: what stands behind it in every number moves up. There are some twenty values of a filter, and they come early. */
  #add(n: number, key: string): void {
    const below = this.#members.slice(0, n).reduce((cells, codes) => cells * codes.length, 1)
    const before = this.#count(n)
    this.#codes[n]?.set(key, before)
    this.#members[n]?.push(key === '' ? [] : key.split(BETWEEN).map(value => placeOf(this.#names[n] ?? [], value)))
    this.#flat[n] = undefined
    const total = this.#members.reduce((cells, codes) => cells * Math.max(1, codes.length), 1)
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

/** Lists as one list, and where each of them ends. */
interface Flat {
  ends: Uint32Array
  values: Uint32Array
}

function flatOf(lists: readonly (readonly number[])[]): Flat {
  let end = 0
  return { ends: Uint32Array.from(lists, list => (end += list.length)), values: Uint32Array.from(lists.flat()) }
}

/** No value of ours has this sign in it. */
const BETWEEN = '\u001F'

function keyOf(values: readonly string[]): string {
  return values.length <= 1 ? (values[0] ?? '') : [...new Set(values)].sort().join(BETWEEN)
}

function halfOf(value: string): number {
  let sum = 0
  for (let at = 0; at < value.length; at += 1) sum += value.charCodeAt(at)
  return sum & 1
}

/** Where a value stands in a list, put at its end if it is new. */
function placeOf(all: string[], value: string): number {
  const known = all.indexOf(value)
  return known < 0 ? all.push(value) - 1 : known
}

/** The list, or one with room for this place and some more. */
function longEnough(list: Uint32Array, at: number): Uint32Array {
  if (at < list.length) return list
  const longer = new Uint32Array(at + 1 + (at >>> 1))
  longer.set(list)
  return longer
}
