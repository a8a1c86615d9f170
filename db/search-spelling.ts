// "Did you mean": the place that is near what was typed, and the words that live roles have in their titles and facts, kept for a while.
import { sql } from 'kysely'
import { withPlaceMeant } from '../listings/place-meant.ts'
import { NO_FILTER, firstPage } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { meantSearch, respelt, spellableWords } from '../listings/spelling.ts'
import { withMinus } from '../listings/text-query.ts'
import type { Db } from './database.ts'
import { countBoard, whyNothing } from './search.ts'

/** A word of yesterday is as good for spelling; only a board that fills up for the first time changes faster. */
const KEPT_MS = 300_000

const vocabularies = new WeakMap<object, { words: Promise<Map<string, number>>; readAt: number }>()

export interface Meant {
  query: BoardQuery
  /** 0 where what was meant fits no role together with the rest: its ways out are worth more than those of what was typed. */
  total: number
  /** The words, as typed, that no role has and others stand for; none where others were put for words that only do not stand together. */
  unheard: string[]
}

/** For a search that finds nothing: the one that was meant, if it finds something, or if a word or place of it is none that we know. */
export async function didYouMean(db: Db, query: BoardQuery): Promise<Meant | undefined> {
  const typed = firstPage(query)
  const placed = withPlaceMeant(typed)
  const around = placed && { query: placed, total: await countBoard(db, placed), unheard: [] }
  if ((around && around.total > 0) || query.q === '') return around
  return (await spelt(db, placed ?? typed)) ?? around
}

async function spelt(db: Db, query: BoardQuery): Promise<Meant | undefined> {
  const vocabulary = await vocabularyOf(db)
  const [q, unheard] = [withMinus(query.q), await unheardWords(db, query)]
  const surely = respelt(q, new Set(unheard.map(word => word.toLowerCase())), vocabulary)
  const likely = meantSearch(q, vocabulary)
  for (const meant of new Set([surely, likely])) {
    if (meant === undefined) continue
    const total = await countBoard(db, { ...query, q: meant })
    if (total > 0) return { query: { ...query, q: meant }, total, unheard: meant === surely ? mended(unheard, surely) : [] }
  }
  return surely === undefined ? undefined : { query: { ...query, q: surely }, total: 0, unheard: mended(unheard, surely) }
}

/** Those for which another word stands. */
function mended(unheard: readonly string[], meant: string): string[] {
  const kept = new Set(spellableWords(meant))
  return unheard.filter(word => !kept.has(word))
}

/** Words that are counted at most; whoever misspells more of them did not mean a search. */
const MOST_UNHEARD = 6

/** The words of a search, as typed, that no live role has; those that it keeps out are none of them. */
export async function unheardWords(db: Db, { q }: BoardQuery): Promise<string[]> {
  const words = spellableWords(withMinus(q))
  const vocabulary = words.length > 0 ? await vocabularyOf(db) : NO_WORDS
  if (vocabulary.size === 0) return []
  const strange = words.filter(word => !vocabulary.has(word.toLowerCase())).slice(0, MOST_UNHEARD)
  const isHeard = await Promise.all(strange.map(word => isOnSomeRole(db, word)))
  return strange.filter((_, n) => !isHeard[n])
}

const NO_WORDS: ReadonlyMap<string, number> = new Map()

/** The vocabulary has the words of titles and facts; adverts have more. What is too common to be searched for is not missed. */
async function isOnSomeRole(db: Db, word: string): Promise<boolean> {
  const query = { ...NO_FILTER, q: word }
  return (await whyNothing(db, query)) !== undefined || (await countBoard(db, query)) > 0
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
