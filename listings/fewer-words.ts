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
  const typed = termsOf(query.q).filter(isNew)
  if (typed.some(term => OR.test(term))) return []
  const asked = typed.flatMap((term, at) => (isAsked(term) ? [at] : []))
  return asked.length < 2 ? [] : asked.slice(0, MOST_WORDS).map(at => without(query, typed, at))
}

/** The search with each one of its words alone, where it has three or more: with two that is the same as one less. */
export function oneWordAlone(query: BoardQuery): FewerWords[] {
  const typed = termsOf(query.q).filter(isNew)
  const asked = typed.filter(isAsked)
  if (asked.length < 3 || typed.some(term => OR.test(term))) return []
  return asked.slice(0, MOST_WORDS).map(words => ({ words, query: { ...query, q: words } }))
}

/** Names of places have up to three words here: "Newcastle upon Tyne". */
const LONGEST_NAME = 3
const MOST_PLACES = 2

/** The search with words that are the name of a place in the UK asked for as its place, and no other such name left; none where it has a place already. */
export function withWordsAsPlace(query: BoardQuery): FewerWords[] {
  const typed = query.place === '' ? termsOf(query.q) : []
  if (typed.some(term => OR.test(term))) return []
  const [rest, names]: [string[], string[]] = [[], []]
  for (let at = 0; at < typed.length; at += 1) {
    const size = longestName(typed, at)
    if (size === 0) rest.push(typed[at] ?? '')
    else {
      names.push(typed.slice(at, at + size).join(' '))
      if (BEFORE_A_NAME.test(rest.at(-1) ?? '')) rest.pop()
      at += size - 1
    }
  }
  return names
    .filter(isNew)
    .slice(0, MOST_PLACES)
    .map(words => ({ words, query: { ...query, q: rest.join(' '), place: words } }))
}

/** How many words from here on are the name of a place; 0 for none. */
function longestName(typed: readonly string[], at: number): number {
  for (let size = Math.min(LONGEST_NAME, typed.length - at); size > 0; size -= 1) {
    const name = typed.slice(at, at + size)
    if (name.every(term => NAMING.test(term)) && placeNear(name.join(' '))?.country === 'GB') return size
  }
  return 0
}

function without(query: BoardQuery, typed: readonly string[], at: number): FewerWords {
  // "manager in Leeds" without Leeds is no "manager in".
  const from = at > 0 && BEFORE_A_NAME.test(typed[at - 1] ?? '') ? at - 1 : at
  return { words: typed[at] ?? '', query: { ...query, q: typed.toSpliced(from, at + 1 - from).join(' ') } }
}

function termsOf(q: string): string[] {
  return withMinus(q).match(/-?"[^"]{0,200}"|[^\s"]{1,200}/g) ?? []
}

/** Whoever types a word twice asks for it once; "in" belongs to what comes after it. */
function isNew(term: string, at: number, typed: readonly string[]): boolean {
  return BEFORE_A_NAME.test(term) || typed.findIndex(other => other.toLowerCase() === term.toLowerCase()) === at
}

/** Words of which every advert is full find nothing, and nothing more is found without them. */
function isAsked(term: string): boolean {
  return !term.startsWith('-') && !BEFORE_A_NAME.test(term) && !SMALL.test(term) && /[\p{L}\p{N}]/u.test(term)
}

const OR = /^or$/i
const NAMING = /^[\p{L}\p{N}'’.-]{3,40}$/u
const BEFORE_A_NAME = /^(?:in|at|near|around|from)$/i
const SMALL = /^(?:a|an|and|for|of|on|the|to|with)$/i
