// What somebody typed as Postgres reads it: stemmed once, kept, and handed to both engines.
import { sql } from 'kysely'
import type { BoardQuery } from '../listings/query.ts'
import { hasPhrase, readTextQuery } from '../listings/text-query.ts'
import type { TextQuery } from '../listings/text-query.ts'
import type { Db } from './database.ts'

export interface SearchWords {
  /** For `$1::tsquery`. */
  tsquery: string
  tree: TextQuery
  /** Needs positions, which only SQL has. */
  phrase: boolean
}

/** Readings kept per database; the texts of a day's searches are a few hundred. */
const KEPT = 1_000
const readings = new WeakMap<object, Map<string, SearchWords | 'nothing'>>()

/**
 * @returns undefined where a query asks for no words, 'nothing' where it asks only for words that are too common to be kept ("the of").
 */
export async function readWords(db: Db, { q, notWords }: BoardQuery): Promise<SearchWords | 'nothing' | undefined> {
  if (q === '' && notWords.length === 0) return undefined
  const kept = readings.get(db) ?? new Map<string, SearchWords | 'nothing'>()
  readings.set(db, kept)
  const key = JSON.stringify([q, notWords])
  const known = kept.get(key)
  if (known) kept.delete(key)
  const words = known ?? (await read(db, q, notWords))
  // The most recently asked stand last, and the first goes when there are too many.
  kept.set(key, words)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '')
  return words
}

async function read(db: Db, q: string, notWords: readonly string[]): Promise<SearchWords | 'nothing'> {
  const begun = [...q.matchAll(BEGUN)].map(([, minus = '', start = '']) => ({ minus: minus !== '', start: `${start}:*` }))
  const { rows } = await sql<{ plain: string; begun: string[]; not: string[] }>`
    select websearch_to_tsquery('advert', ${q.replace(BEGUN, ' ')})::text as plain,
      array(select to_tsquery('advert', start)::text from unnest(${begun.map(one => one.start)}::text[]) with ordinality as b (start, n) order by n) as begun,
      array(select phraseto_tsquery('advert', word)::text from unnest(${notWords}::text[]) with ordinality as w (word, n) order by n) as "not"`.execute(
    db,
  )
  const [row] = rows
  const found = [row?.plain ?? '', ...(row?.begun ?? []).map((one, n) => (begun[n]?.minus && one ? `!(${one})` : one))].filter(Boolean)
  if (q !== '' && found.length === 0) return 'nothing'
  const parts = [...found, ...(row?.not ?? []).filter(Boolean).map(one => `!(${one})`)]
  if (parts.length === 0) return 'nothing'
  const tsquery = parts.map(part => `(${part})`).join(' & ')
  const tree = readTextQuery(tsquery)
  return { tsquery, tree, phrase: hasPhrase(tree) }
}

/** "paym*": words that begin like this. websearch_to_tsquery() knows no such sign. */
const BEGUN = /(?<=^|\s)(-?)([\p{L}\p{N}]{2,40})\*(?=\s|$)/gu
