// Words that roles on the board have, to be chosen from while somebody types: roles and skills, places, agencies. Read at most every five
// minutes, kept in memory, the commonest first; a board of a million roles has few thousand of them.
import { sql } from 'kysely'
import { LADDER, advertisedTitle } from '../listings/advertised-titles.ts'
import { placesBegun } from '../listings/gazetteer.ts'
import type { Db } from './database.ts'

export const WORD_LISTS = ['role', 'place', 'agency'] as const
export type WordList = (typeof WORD_LISTS)[number]

export type WordLists = Record<WordList, readonly string[]>

const KEPT_MS = 300_000
const POOR_KEPT_MS = 5_000
/** Different titles of which the role’s name is taken; about 30 ms of work. */
const TITLES_READ = 1_000
const kept = new WeakMap<object, { lists: WordLists; freshUntil: number }>()
const underWay = new WeakMap<object, Promise<WordLists>>()
const EMPTY: WordLists = { role: [], place: [], agency: [] }

/**
 * Words that begin as somebody began; those with a word inside that does come after. Of roles the last words typed may be the beginning
 * of one, with the words before kept ("leeds pmo an" → "leeds PMO Analyst"); of places the gazetteer's come after the board's own.
 */
export async function wordsBegun(db: Db, list: WordList, typed: string, most: number): Promise<string[]> {
  const begun = typed.trimStart().toLowerCase()
  const lists = await wordLists(db)
  const found = begunIn(lists[list], begun)
  if (list === 'place') found.push(...placesBegun(begun, most))
  if (list === 'role') found.push(...tails(lists.role, typed.trimStart()))
  return [...new Set(found)].slice(0, most)
}

function begunIn(words: readonly string[], begun: string): string[] {
  const lower = words.map(word => word.toLowerCase())
  const first = words.filter((_, n) => lower[n]?.startsWith(begun))
  const inside = words.filter((_, n) => !lower[n]?.startsWith(begun) && lower[n]?.includes(` ${begun}`))
  return [...first, ...inside]
}

/** What completes the words from the second on, from the third on and so on, behind those before. */
function tails(words: readonly string[], typed: string): string[] {
  const spaces = [...typed.matchAll(/\s(?=\S)/g)].slice(0, 4)
  return spaces.flatMap(({ index }) => {
    const [head, tail] = [typed.slice(0, index + 1), typed.slice(index + 1).toLowerCase()]
    return begunIn(words, tail)
      .slice(0, 5)
      .map(word => `${head}${word}`)
  })
}

/**
 * All lists, the commonest words first; the same object for as long as it is kept. Nobody waits for a newer one, everybody who needs the
 * first waits for the same, and a page without them is better than none: while they cannot be read they are empty.
 */
export async function wordLists(db: Db): Promise<WordLists> {
  const known = kept.get(db)
  if (known && performance.now() < known.freshUntil) return known.lists
  const reading = underWay.get(db) ?? readAndKeep(db)
  return known ? known.lists : reading
}

function readAndKeep(db: Db): Promise<WordLists> {
  const reading = readLists(db)
    .catch(() => kept.get(db)?.lists ?? EMPTY)
    .then(lists => {
      // A board without a place is empty yet, or could not be read: both may be over soon.
      kept.set(db, { lists, freshUntil: performance.now() + (lists.place.length > 0 ? KEPT_MS : POOR_KEPT_MS) })
      underWay.delete(db)
      return lists
    })
  underWay.set(db, reading)
  return reading
}

interface Said {
  list: WordList | 'title'
  word: string
  count: number
}

/** Words of one list by how many roles have them, in small letters, with their spelling. */
type Tally = Map<string, { word: string; count: number }>

/**
 * Of the newest 20,000 roles: titles that two roles share and what titles call the role, methods and tools; places; names of advertisers.
 * Each in its commonest spelling. What nobody advertises but the trade has comes last.
 */
async function readLists(db: Db): Promise<WordLists> {
  const { rows } = await sql<Said>`
    with newest as (
      select title, advertisers, card from listing
      join (select listing_id from listing_search order by first_seen_at desc, listing_id desc limit 20000) as live on live.listing_id = listing.id),
    said (list, word, least) as (
      select 'role', title, 2 from newest
      union all select 'role', jsonb_array_elements_text(coalesce(card #> '{methods,value}', '[]')), 1 from newest
      union all select 'role', jsonb_array_elements_text(coalesce(card #> '{tools,value}', '[]')), 1 from newest
      union all select 'place', place ->> 'name', 1 from newest, jsonb_array_elements(coalesce(card #> '{places,value}', '[]')) as place
      union all select 'agency', unnest(advertisers), 1 from newest),
    counted as (
      select list, mode() within group (order by word) as word, count(*)::int as count
      from said where length(word) between 2 and 60 group by list, lower(word) having count(*) >= min(least)),
    titled as (select 'title' as list, title as word, count(*)::int as count from newest group by title order by count(*) desc, title limit ${TITLES_READ})
    select list, word, count from counted union all select list, word, count from titled order by count desc, word`.execute(db)
  const tallies: Record<WordList, Tally> = { role: new Map(), place: new Map(), agency: new Map() }
  for (const { list, word, count } of rows) {
    const said = list === 'title' ? advertisedTitle(word) : word
    if (said !== undefined) add(tallies[list === 'title' ? 'role' : list], said, count)
  }
  for (const name of LADDER) add(tallies.role, name, 0)
  return { role: commonest(tallies.role), place: commonest(tallies.place), agency: commonest(tallies.agency) }
}

/** Titles that are nothing but the role's name are counted twice, as a title and as a name: they are what people type. */
function add(tally: Tally, word: string, count: number): void {
  const known = tally.get(word.toLowerCase())
  tally.set(word.toLowerCase(), { word: known?.word ?? word, count: count + (known?.count ?? 0) })
}

function commonest(tally: Tally): string[] {
  return [...tally.values()].sort((a, b) => b.count - a.count).map(({ word }) => word)
}
