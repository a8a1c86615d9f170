// Which documents have which word: sets by word, and what a text query finds in them.
import { addAll, bitsFor, keepCommon, Posting, takeAway } from './bits.ts'
import type { Bits } from './bits.ts'
import type { TextQuery } from './text-query.ts'

export class WordSets {
  readonly #sets = new Map<string, Posting>()
  #sorted: string[] | undefined

  /** @param doc larger than every document before */
  put(doc: number, words: readonly string[]): void {
    for (const word of words) {
      let set = this.#sets.get(word)
      if (!set) {
        // A copy: a word cut out of a role's text would keep the whole text in memory.
        this.#sets.set(Buffer.from(word).toString(), (set = new Posting()))
        this.#sorted = undefined
      }
      set.push(doc)
    }
  }

  /** The documents a query fits, of those given; not to be changed by whoever asks, for a word's set may be the word's own. */
  find(query: TextQuery, among: Bits): Bits {
    const count = among.length * 32
    if (query.kind === 'phrase') throw new Error('a phrase needs positions, and there are none')
    if (query.kind === 'word') return query.prefix ? this.union(this.#begunBy(query.word), count) : this.#set(query.word, count)
    const result = query.kind === 'or' ? bitsFor(count) : among.slice()
    if (query.kind === 'not') takeAway(result, this.find(query.part, among))
    else for (const part of query.parts) (query.kind === 'and' ? keepCommon : addAll)(result, this.find(part, among))
    return result
  }

  /** Documents below `count` that have any of the words. */
  union(words: readonly string[], count: number): Bits {
    const bits = bitsFor(count)
    for (const word of words) this.#sets.get(word)?.addTo(bits)
    return bits
  }

  words(): string[] {
    return [...this.#sets.keys()]
  }

  get bytes(): number {
    return [...this.#sets.values()].reduce((bytes, set) => bytes + set.bytes, 0)
  }

  /** Distinct words. */
  get size(): number {
    return this.#sets.size
  }

  #set(word: string, count: number): Bits {
    return this.#sets.get(word)?.toBits(count) ?? bitsFor(count)
  }

  #begunBy(start: string): string[] {
    this.#sorted ??= [...this.#sets.keys()].sort()
    const all = this.#sorted
    const from = lowerBound(all, start)
    const length = all.slice(from).findIndex(word => !word.startsWith(start))
    return length < 0 ? all.slice(from) : all.slice(from, from + length)
  }
}

/** Where in a sorted list the first value stands that is not before `value`. */
function lowerBound(sorted: readonly string[], value: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < value) low = middle + 1
    else high = middle
  }
  return low
}
