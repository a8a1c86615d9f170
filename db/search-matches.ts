// Many queries against a few listings: what alerts ask. The listings become an index of their own, and a query costs a few words of bits.
import type { FoundWords, MatchIndex } from '../listings/match-index.ts'
import { NO_FILTER } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { Recent } from '../listings/recent.ts'
import { loosened } from '../listings/text-query.ts'
import type { TextQuery } from '../listings/text-query.ts'
import type { Db } from './database.ts'
import { askMany } from './search-asked.ts'
import { indexListings } from './search-index.ts'
import { findManyWords } from './search-sql.ts'
import type { SearchWords } from './search-words.ts'

/** Of a hundred thousand alerts two or three thousand are different; a phrase keeps an id a role that has it. */
const MOST_TEXTS = 8_000

/** Holds queries against some listings; it fits what matchingListings() fits. */
class Matcher {
  readonly #db: Db
  readonly #index: MatchIndex
  readonly #now: Date
  /** By the text of the query: what a thousand searches for "pmo" find is found once. */
  readonly #texts = new Recent<string, TextQuery | FoundWords>(MOST_TEXTS)

  constructor(db: Db, index: MatchIndex, now: Date) {
    this.#db = db
    this.#index = index
    this.#now = now
  }

  /** For each query, the ids of the listings that fit it and are live. */
  async match(queries: readonly BoardQuery[]): Promise<number[][]> {
    const all = await askMany(this.#db, queries, this.#now)
    const texts = await this.#read(all.flatMap(asked => (typeof asked === 'string' ? [] : (asked.words ?? []))))
    return all.map(asked => {
      if (typeof asked === 'string') return []
      const { words, ...question } = asked
      return this.#index.matches({ ...question, text: words && texts.get(words.tsquery) })
    })
  }

  /** The index keeps no positions: for phrases it gives the listings that have the words, and Postgres says which have them in a row. */
  async #read(words: readonly SearchWords[]): Promise<ReadonlyMap<string, TextQuery | FoundWords>> {
    const all = new Map<string, TextQuery | FoundWords>()
    const phrases = new Map<string, SearchWords>()
    for (const one of words) {
      const known = this.#texts.get(one.tsquery) ?? (one.phrase ? undefined : one.tree)
      if (known) all.set(one.tsquery, known)
      else phrases.set(one.tsquery, one)
    }
    for (const [tsquery, found] of await this.#findPhrases([...phrases.values()])) all.set(tsquery, found)
    for (const [tsquery, text] of all) this.#texts.set(tsquery, text)
    return all
  }

  async #findPhrases(phrases: readonly SearchWords[]): Promise<[string, FoundWords][]> {
    if (phrases.length === 0) return []
    const everywhere = { query: NO_FILTER, area: undefined, agencies: [], now: 0, after: undefined }
    const asked = phrases.map(words => ({ words, candidates: this.#index.matches({ ...everywhere, text: loosened(words.tree) }) }))
    const found = await findManyWords(this.#db, asked)
    return found.map((one, n) => [phrases[n]?.tsquery ?? '', one])
  }
}

/** For listings as they are in this transaction. */
export async function matcherOf(db: Db, ids: readonly number[], now = new Date()): Promise<Matcher> {
  return new Matcher(db, await indexListings(db, ids), now)
}
