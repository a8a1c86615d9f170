// Live documents, and sets of them that fit something: kept with their sizes, and brought up to date when they are asked for again.
import { bitsFor, clearBit, countBetween, countCommon, eachFromTop, hasBit, listOf, setBit } from './bits.ts'
import type { Bits } from './bits.ts'
import { Recent } from './recent.ts'
import type { Tally, ValueCounts } from './value-counts.ts'

/** Live documents that fit something; only LiveSets changes it. */
export interface LiveSet {
  /** Room for more documents than there are; what stands behind the last one is 0. */
  readonly bits: Bits
  size: number
  /** How many of it have each value, kept by whoever has counted them all. */
  tally: Tally | undefined
  /** Its documents in rising order, where they are few enough to be gone through one by one; made when it is first wanted. */
  list: Uint32Array | undefined
}

/** What is to be found: by `key` it is known again. */
export interface Wanted {
  key: unknown
  /** What fits, dead documents among it, from the word `from` to before the word `to`: the first of them stands first. Only read. */
  find(from: number, to: number): Bits
}

interface Kept extends LiveSet {
  /** How many documents there were, and how many had gone, when it was brought up to date. */
  count: number
  gone: number
}

/**
 * Bytes of the sets that are kept of each kind. A board is asked for thousands of texts, and a set of a million roles is 0.13 MB; an alert
 * run asks for some hundred different filters.
 */
const MOST_BYTES = { filter: 32 * 1_024 * 1_024, text: 11 * 1_024 * 1_024, head: 11 * 1_024 * 1_024, title: 11 * 1_024 * 1_024 } as const
export type Kind = keyof typeof MOST_BYTES

const FEWEST = 32

/** What a set takes beside its bits, its name and what is counted of it foremost: of a small board the bits are next to nothing. */
const BESIDE = 1_536

export class LiveSets {
  /** Documents so far, dead ones among them: they are numbered as they come. */
  count = 0
  /** Documents that have gone, in the order in which they went. */
  readonly #gone: number[] = []
  #all: LiveSet = { bits: bitsFor(1_024), size: 0, tally: undefined, list: undefined }
  #kept = recents(this.#all.bits)
  readonly #values: ValueCounts

  /** @param values of the documents; those of a new one may come after it, before a set is asked for */
  constructor(values: ValueCounts) {
    this.#values = values
  }

  /** All live documents. */
  get all(): LiveSet {
    return this.#all
  }

  /** Words of every set that have a document in them. */
  get words(): number {
    return (this.count + 31) >>> 5
  }

  /** @returns the number of a new document, the largest so far */
  add(): number {
    const doc = this.count++
    if (doc >>> 5 >= this.#all.bits.length) this.#grow()
    setBit(this.#all.bits, doc)
    this.#all.size += 1
    this.#all.list = undefined
    return doc
  }

  remove(doc: number): void {
    clearBit(this.#all.bits, doc)
    this.#all.size -= 1
    this.#all.list = undefined
    this.#gone.push(doc)
  }

  /** The live documents that fit. What came or went since it was last asked for is all that is looked at. */
  of(kind: Kind, wanted: Wanted): LiveSet {
    const known = this.#kept[kind].get(wanted.key)
    if (known?.count === this.count && known.gone === this.#gone.length) return known
    const set = known ?? {
      bits: new Uint32Array(this.#all.bits.length),
      size: 0,
      tally: undefined,
      list: undefined,
      count: 0,
      gone: this.#gone.length,
    }
    this.#bringUpToDate(set, wanted)
    if (!known) this.#kept[kind].set(wanted.key, set)
    return set
  }

  /** The sets as bits; where there is none, all live documents. */
  bitsOf(sets: readonly LiveSet[]): Bits[] {
    return sets.length === 0 ? [this.#all.bits] : sets.map(set => set.bits)
  }

  /** How many live documents all of these sets have in common. */
  sizeOf(sets: readonly LiveSet[]): number {
    const least = this.#leastOf(sets)
    if (sets.length <= 1 || least.size === 0) return least.size
    const [bits, list] = [this.bitsOf(sets), this.#listOf(least)]
    if (!list) return countCommon(bits, this.words)
    let count = 0
    for (let n = 0; n < list.length; n += 1) if (areIn(bits, list[n] as number)) count += 1 // below its length
    return count
  }

  /** Calls `visit` with every live document that all of `sets` have and none of `others` has, the last first, until it returns true. */
  eachFromTop(sets: readonly LiveSet[], others: readonly LiveSet[], visit: (doc: number) => boolean | void): void {
    const least = this.#leastOf(sets)
    if (least.size === 0) return
    const [bits, not, list] = [this.bitsOf(sets), others.map(set => set.bits), this.#listOf(least)]
    if (!list) return eachFromTop(bits, not, this.words, visit)
    for (let n = list.length - 1; n >= 0; n -= 1) {
      const doc = list[n] as number // below its length
      if (areIn(bits, doc) && !not.some(set => hasBit(set, doc)) && visit(doc) === true) return
    }
  }

  #leastOf(sets: readonly LiveSet[]): LiveSet {
    let [least = this.#all] = sets
    for (const set of sets) if (set.size < least.size) least = set
    return least
  }

  /** The list of a set that has a document in every second word at most: the words of a large board outnumber the roles of most texts. */
  #listOf(set: LiveSet): Uint32Array | undefined {
    if (set.size * 2 > this.words) return undefined
    return (set.list ??= listOf(set.bits, this.words, new Uint32Array(set.size)))
  }

  #bringUpToDate(set: Kept, { find }: Wanted): void {
    for (; set.gone < this.#gone.length; set.gone += 1) {
      const doc = this.#gone[set.gone] ?? 0
      if (!hasBit(set.bits, doc)) continue
      clearBit(set.bits, doc)
      set.size -= 1
      set.list = undefined
      this.#recount(set, doc, -1)
    }
    if (set.count < this.count) this.#addNew(set, find)
  }

  #addNew(set: Kept, find: Wanted['find']): void {
    const [from, to, { bits }] = [set.count >>> 5, this.words, set]
    const [found, live] = [find(from, to), this.#all.bits.subarray(from, to)]
    // Of the first word some documents were there before.
    const known = countBetween(bits, from * 32, to * 32)
    if (set.tally) eachFromTop([found, live], [bits.subarray(from)], found.length, n => this.#recount(set, from * 32 + n, 1))
    // Below the lengths of all.
    for (let word = 0; word < found.length; word += 1) bits[from + word] = (found[word] as number) & (live[word] as number)
    set.size += countBetween(bits, from * 32, to * 32) - known
    set.count = this.count
    set.list = undefined
  }

  #recount(set: Kept, doc: number, step: 1 | -1): void {
    if (set.tally) set.tally = this.#values.change(set.tally, doc, step)
  }

  /** What is kept has no room for more documents either, and is found again. */
  #grow(): void {
    const bits = bitsFor(this.count * 2)
    bits.set(this.#all.bits)
    this.#all = { bits, size: this.#all.size, tally: undefined, list: undefined }
    this.#kept = recents(bits)
  }
}

function areIn(sets: readonly Bits[], doc: number): boolean {
  for (let n = 0; n < sets.length; n += 1) if (!hasBit(sets[n] as Bits, doc)) return false // below its length
  return true
}

function recents({ byteLength }: Bits): Record<Kind, Recent<unknown, Kept>> {
  const recent = (kind: Kind): Recent<unknown, Kept> => new Recent(Math.max(FEWEST, Math.floor(MOST_BYTES[kind] / (byteLength + BESIDE))))
  return { filter: recent('filter'), text: recent('text'), head: recent('head'), title: recent('title') }
}
