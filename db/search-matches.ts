// Many queries against a few listings: what alerts ask. The listings become an index of their own, and a query costs a few words of bits.
import type { FoundWords, MatchIndex } from '../listings/match-index.ts'
import { NO_FILTER } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { loosened } from '../listings/text-query.ts'
import type { TextQuery } from '../listings/text-query.ts'
import type { Db } from './database.ts'
import { askMany } from './search-asked.ts'
import { indexListings } from './search-index.ts'
import { findManyWords } from './search-sql.ts'
import type { SearchWords } from './search-words.ts'

/** Holds queries against some listings; it fits what matchingListings() fits. */
export class Matcher {
  readonly #db: Db
  readonly #index: MatchIndex
  readonly #now: Date
  /** By the text of the query: what a thousand searches for "pmo" find is found once. */
  readonly #texts = new Map<string, TextQuery | FoundWords>()

  constructor(db: Db, index: MatchIndex, now: Date) {
    this.#db = db
    this.#index = index
    this.#now = now
  }

  /** For each query, the ids of the listings that fit it and are live. */
  async match(queries: readonly BoardQuery[]): Promise<number[][]> {
    const all = await askMany(this.#db, queries, this.#now)
    await this.#read(all.flatMap(asked => (typeof asked === 'string' ? [] : (asked.words ?? []))))
    return all.map(asked => {
      if (typeof asked === 'string') return []
      const { words, ...question } = asked
      return this.#index.matches({ ...question, text: words && this.#texts.get(words.tsquery) })
    })
  }

  /** The index keeps no positions: for phrases it gives the listings that have the words, and Postgres says which have them in a row. */
  async #read(words: readonly SearchWords[]): Promise<void> {
    const unknown = new Map(words.filter(one => !this.#texts.has(one.tsquery)).map(one => [one.tsquery, one]))
    for (const [tsquery, { tree, phrase }] of unknown) if (!phrase) this.#texts.set(tsquery, tree)
    const phrases = [...unknown.values()].filter(one => one.phrase)
    if (phrases.length === 0) return
    const everywhere = { query: NO_FILTER, area: undefined, agencies: [], now: 0, after: undefined }
    const asked = phrases.map(words => ({ words, candidates: this.#index.matches({ ...everywhere, text: loosened(words.tree) }) }))
    for (const [n, found] of (await findManyWords(this.#db, asked)).entries()) this.#texts.set(phrases[n]?.tsquery ?? '', found)
  }
}

/** For listings as they are in this transaction. */
export async function matcherOf(db: Db, ids: readonly number[], now = new Date()): Promise<Matcher> {
  return new Matcher(db, await indexListings(db, ids), now)
}
