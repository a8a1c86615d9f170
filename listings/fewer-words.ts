// Where many words are asked for at once and no role has all of them: the same search with one of them less, or with those that are a place asked for as one.
import { placeNear } from './place.ts'
import type { BoardQuery } from './query.ts'
import { withMinus } from './text-query.ts'

/** A search that asks for less in its words. */
export interface FewerWords {
  /** What is no longer asked for as a word, as typed. */
  words: string
  query: BoardQuery
}

/** Words tried one by one: of a whole sentence that was pasted, the first ones. */
const MOST_WORDS = 6

/** The search without each one of its words or phrases; none where it has only one, or where "or" makes them hang together. */
export function withoutOneWord(query: BoardQuery): FewerWords[] {
  const typed = termsOf(query.q)
  if (typed.some(term => OR.test(term))) return []
  const asked = typed.flatMap((term, at) => (isAsked(term) ? [at] : []))
  return asked.length < 2 ? [] : asked.slice(0, MOST_WORDS).map(at => less(query, typed, at, 1))
}

/** Names of places have up to three words here: "Newcastle upon Tyne". */
const LONGEST_NAME = 3
const MOST_PLACES = 2

/** The search with words that are the name of a place in the UK asked for as its place; none where it has a place already. */
export function withWordsAsPlace(query: BoardQuery): FewerWords[] {
  const typed = query.place === '' ? termsOf(query.q) : []
  if (typed.some(term => OR.test(term))) return []
  const found: FewerWords[] = []
  for (let at = 0; at < typed.length && found.length < MOST_PLACES; at += 1) {
    const size = longestName(typed, at)
    if (size === 0) continue
    const fewer = less(query, typed, at, size)
    found.push({ ...fewer, query: { ...fewer.query, place: fewer.words } })
    at += size - 1
  }
  return found
}

/** How many words from here on are the name of a place; 0 for none. */
function longestName(typed: readonly string[], at: number): number {
  for (let size = Math.min(LONGEST_NAME, typed.length - at); size > 0; size -= 1) {
    const name = typed.slice(at, at + size)
    if (name.every(term => NAMING.test(term)) && placeNear(name.join(' '))?.country === 'GB') return size
  }
  return 0
}

function less(query: BoardQuery, typed: readonly string[], at: number, size: number): FewerWords {
  // "manager in Leeds" without Leeds is no "manager in".
  const from = at > 0 && BEFORE_A_NAME.test(typed[at - 1] ?? '') ? at - 1 : at
  const rest = typed.toSpliced(from, at + size - from)
  return { words: typed.slice(at, at + size).join(' '), query: { ...query, q: rest.join(' ') } }
}

function termsOf(q: string): string[] {
  return withMinus(q).match(/-?"[^"]{0,200}"|[^\s"]{1,200}/g) ?? []
}

/** Words of which every advert is full find nothing, and nothing more is found without them. */
function isAsked(term: string): boolean {
  return !term.startsWith('-') && !BEFORE_A_NAME.test(term) && !SMALL.test(term) && /[\p{L}\p{N}]/u.test(term)
}

const OR = /^or$/i
const NAMING = /^[\p{L}\p{N}'’.-]{3,40}$/u
const BEFORE_A_NAME = /^(?:in|at|near|around|from)$/i
const SMALL = /^(?:a|an|and|for|of|on|the|to|with)$/i
