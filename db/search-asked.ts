// A query with everything about it resolved that needs the gazetteer, the clock or a dictionary: what both engines are asked.
import { areaOf } from '../listings/area.ts'
import type { Area } from '../listings/area.ts'
import { agencyKey } from '../listings/board-facts.ts'
import { readCursor } from '../listings/cursor.ts'
import type { Question } from '../listings/match-index.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import { readManyWords } from './search-words.ts'
import type { SearchWords } from './search-words.ts'

export interface Asked extends Omit<Question, 'text'> {
  words: SearchWords | undefined
}

/** What is to be asked for a query; a sentence for the person where it can find nothing. */
export async function ask(db: Db, query: BoardQuery, now: Date): Promise<Asked | string> {
  const [asked = ''] = await askMany(db, [query], now)
  return asked
}

/** The same for many queries, with one question to Postgres. */
export async function askMany(db: Db, queries: readonly BoardQuery[], now: Date): Promise<(Asked | string)[]> {
  const words = await readManyWords(db, queries)
  return queries.map((query, n) => resolve(query, words[n], now))
}

function resolve(query: BoardQuery, words: SearchWords | 'nothing' | undefined, now: Date): Asked | string {
  const area = findArea(query)
  if (area === 'unknown')
    return `We do not know a place called “${query.place}”. Try a town, a county, a postcode district such as LS1, or leave it empty.`
  if (words === 'nothing') return wordless(query.q || query.notWords.join(', '))
  return {
    query,
    area,
    words,
    agencies: query.notAgency.map(agencyKey).filter(key => key !== ''),
    // Whole minutes: within one of them everybody asks for the same span, and the index has it at hand.
    now: Math.floor(now.getTime() / 60_000) * 60_000,
    after: query.after === '' ? undefined : readCursor(query.after, query.sort),
  }
}

function wordless(typed: string): string {
  if (!/[\p{L}\p{N}]/u.test(typed)) return `There is no word in “${typed}”. Type one that roles have, or leave it empty.`
  return `“${typed}” is too common to search for. Add a word that only some roles have.`
}

/** Places asked for lately: a hundred thousand alerts name a few hundred, and reading one costs 20 µs. */
const areas = new Map<string, Area | 'unknown' | undefined>()
const MOST_AREAS = 2_000

function findArea(query: BoardQuery): Area | 'unknown' | undefined {
  if (query.place === '') return undefined
  const key = `${query.radius} ${query.place}`
  if (areas.has(key)) return areas.get(key)
  if (areas.size >= MOST_AREAS) areas.clear()
  const area = areaOf(query)
  areas.set(key, area)
  return area
}
