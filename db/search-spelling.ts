// "Did you mean": the place that is near what was typed, and the words that live roles have in their titles and facts, kept for a while.
import { sql } from 'kysely'
import { withPlaceMeant } from '../listings/place-meant.ts'
import { firstPage } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { meantSearch } from '../listings/spelling.ts'
import { withMinus } from '../listings/text-query.ts'
import type { Db } from './database.ts'
import { countBoard } from './search.ts'

/** A word of yesterday is as good for spelling; only a board that fills up for the first time changes faster. */
const KEPT_MS = 300_000

const vocabularies = new WeakMap<object, { words: Promise<Map<string, number>>; readAt: number }>()

export interface Meant {
  query: BoardQuery
  total: number
}

/** For a search that finds nothing: the one that was meant, if it finds something. */
export async function didYouMean(db: Db, query: BoardQuery): Promise<Meant | undefined> {
  const placed = withPlaceMeant(firstPage(query))
  return (placed && (await ifItFinds(db, placed))) ?? (await spelt(db, placed ?? firstPage(query)))
}

async function spelt(db: Db, query: BoardQuery): Promise<Meant | undefined> {
  const q = query.q === '' ? undefined : meantSearch(withMinus(query.q), await vocabularyOf(db))
  return q === undefined ? undefined : ifItFinds(db, { ...query, q })
}

async function ifItFinds(db: Db, query: BoardQuery): Promise<Meant | undefined> {
  const total = await countBoard(db, query)
  return total > 0 ? { query, total } : undefined
}

function vocabularyOf(db: Db): Promise<Map<string, number>> {
  const known = vocabularies.get(db)
  if (known && performance.now() - known.readAt < KEPT_MS) return known.words
  const words = readVocabulary(db)
  vocabularies.set(db, { words, readAt: performance.now() })
  words.then(
    found => found.size === 0 && vocabularies.delete(db),
    () => vocabularies.delete(db),
  )
  return words
}

/** Words of the newest 20,000 roles that are no numbers; what two roles have is no misspelling of theirs, but one role's own word counts too. */
async function readVocabulary(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ word: string; count: number }>`
    select word, count(*) as count
    from (select listing_id from listing_search order by first_seen_at desc, listing_id desc limit 20000) as newest
    join listing on listing.id = newest.listing_id,
      lateral regexp_split_to_table(lower(concat_ws(' ', title, array_to_string(advertisers, ' '), card #>> '{places,value,0,name}')), '[^[:alnum:]]+') as word
    where word ~ '[[:alpha:]]' and length(word) between 3 and 40
    group by word`.execute(db)
  return new Map(rows.map(({ word, count }) => [word, count]))
}
