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

  /**
   * The documents a query fits, dead ones among them, from the word `from` to before the word `to` of a set: the first of them stands first.
   * Not to be changed by whoever asks, for a word's set may be the word's own.
   */
  find(query: TextQuery, from: number, to: number): Bits {
    if (query.kind === 'phrase') throw new Error('a phrase needs positions, and there are none')
    if (query.kind === 'word') return query.prefix ? this.union(this.#begunBy(query.word), from, to) : this.#window(query.word, from, to)
    const result = new Uint32Array(to - from)
    if (query.kind !== 'or') result.fill(-1)
    if (query.kind === 'not') takeAway(result, this.find(query.part, from, to))
    else for (const part of query.parts) (query.kind === 'and' ? keepCommon : addAll)(result, this.find(part, from, to))
    return result
  }

  /** Documents that have any of the words, in the same words of a set. */
  union(words: readonly string[], from: number, to: number): Bits {
    const [first = '', ...others] = words
    if (others.length === 0) return this.#window(first, from, to)
    const bits = new Uint32Array(to - from)
    for (const word of words) this.#sets.get(word)?.addTo(bits, from)
    return bits
  }

  get(word: string): Posting | undefined {
    return this.#sets.get(word)
  }

  [Symbol.iterator](): IterableIterator<[word: string, docs: Posting]> {
    return this.#sets.entries()
  }

  get bytes(): number {
    return [...this.#sets.values()].reduce((bytes, set) => bytes + set.bytes, 0)
  }

  /** Distinct words. */
  get size(): number {
    return this.#sets.size
  }

  #window(word: string, from: number, to: number): Bits {
    return this.#sets.get(word)?.window(from, to) ?? bitsFor(0)
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
