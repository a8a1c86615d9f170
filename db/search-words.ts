// What somebody typed as Postgres reads it: stemmed once, kept, and handed to both engines.
import { sql } from 'kysely'
import type { BoardQuery } from '../listings/query.ts'
import { inShort } from '../listings/synonyms.ts'
import { hasPhrase, phraseText, readTextQuery, searchText } from '../listings/text-query.ts'
import type { TextQuery } from '../listings/text-query.ts'
import type { Db } from './database.ts'

export interface SearchWords {
  /** For `$1::tsquery`. */
  tsquery: string
  /** The same of words with weight A, the title's. */
  titled: string
  tree: TextQuery
  /** Needs positions, which only SQL has. */
  phrase: boolean
}

/** Readings kept per database; the texts of a hundred thousand alerts are some two thousand, a kB each. */
const KEPT = 4_000
const readings = new WeakMap<object, Map<string, SearchWords | 'nothing'>>()

/**
 * @returns undefined where a query asks for no words, 'nothing' where it asks only for words that are too common to be kept ("the of"),
 *   or has none ("*").
 */
export async function readWords(db: Db, query: BoardQuery): Promise<SearchWords | 'nothing' | undefined> {
  return (await readManyWords(db, [query]))[0]
}

/** The words of many queries, in their order, in one question to Postgres. */
export async function readManyWords(
  db: Db,
  queries: readonly Pick<BoardQuery, 'q' | 'notWords'>[],
): Promise<(SearchWords | 'nothing' | undefined)[]> {
  const kept = readings.getOrInsertComputed(db, () => new Map())
  const keys = queries.map(({ q, notWords }) => (q === '' && notWords.length === 0 ? '' : JSON.stringify([q, notWords])))
  const unknown = new Map(queries.map((query, n) => [keys[n] ?? '', query] as const).filter(([key]) => key !== '' && !kept.has(key)))
  const read = unknown.size > 0 ? await readInSql(db, [...unknown.values()]) : []
  const now = new Map([...unknown.keys()].map((key, n) => [key, read[n] ?? 'nothing'] as const))
  const words = keys.map(key => (key === '' ? undefined : (now.get(key) ?? kept.get(key))))
  // What was asked last stands last, and the first go when there are too many.
  for (const [n, key] of keys.entries()) if (words[n] && kept.delete(key)) kept.set(key, words[n])
  for (const [key, one] of now) kept.set(key, one)
  for (const key of kept.keys()) if (kept.size > KEPT) kept.delete(key)
  return words
}

interface Read {
  plain: string
  begun: string[]
  not: string[]
}

async function readInSql(db: Db, queries: readonly Pick<BoardQuery, 'q' | 'notWords'>[]): Promise<(SearchWords | 'nothing')[]> {
  const asked = queries.map(({ q: typed, notWords }) => {
    const q = searchText(inShort(typed))
    const begun = [...q.matchAll(BEGUN)].map(([, minus = '', start = '']) => ({ minus: minus !== '', start: `${start}:*` }))
    return {
      q,
      plain: q.replace(BEGUN, ' '),
      begun,
      starts: begun.map(one => one.start),
      not: notWords.map(words => phraseText(inShort(words))),
    }
  })
  const { rows } = await sql<Read>`
    select websearch_to_tsquery('advert', one ->> 'plain')::text as plain,
      array(select to_tsquery('advert', start)::text from jsonb_array_elements_text(one -> 'starts') with ordinality as s (start, n) order by n) as begun,
      array(select phraseto_tsquery('advert', word)::text from jsonb_array_elements_text(one -> 'not') with ordinality as w (word, n) order by n) as "not"
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) with ordinality as asked (one, place) order by place`.execute(db)
  return rows.map((row, n) => wordsOf(asked[n]?.q ?? '', asked[n]?.begun ?? [], row))
}

function wordsOf(q: string, begun: readonly { minus: boolean }[], row: Read): SearchWords | 'nothing' {
  const found = [row.plain, ...row.begun.map((one, n) => (begun[n]?.minus && one ? `!(${one})` : one))].filter(Boolean)
  if (q !== '' && found.length === 0) return 'nothing'
  const parts = [...found, ...row.not.filter(Boolean).map(one => `!(${one})`)]
  if (parts.length === 0) return 'nothing'
  const tsquery = parts.map(part => `(${part})`).join(' & ')
  const tree = readTextQuery(tsquery)
  return { tsquery, titled: titledOf(tsquery), tree, phrase: hasPhrase(tree) }
}

/** 'pmo' → 'pmo':A, 'paym':* → 'paym':*A. */
function titledOf(tsquery: string): string {
  return tsquery.replace(/('(?:[^'\\]|''|\\\\)*')(:\*)?/g, (_, word: string, begun = ':') => `${word}${begun}A`)
}

/** "paym*": words that begin like this. websearch_to_tsquery() knows no such sign. */
const BEGUN = /(?<=^|\s)(-?)([\p{L}\p{N}]{2,40})\*(?=\s|$)/gu
