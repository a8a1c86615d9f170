// Postgres' own reading of what somebody typed (a tsquery as text), as a tree, so that both engines take the same words for the same.

export type TextQuery =
  | { kind: 'word'; word: string; prefix: boolean }
  | { kind: 'and' | 'or'; parts: TextQuery[] }
  | { kind: 'not'; part: TextQuery }
  /** Words next to each other: only an engine that keeps positions can tell. */
  | { kind: 'phrase'; parts: TextQuery[] }

/**
 * Reads what `tsquery::text` prints: 'word', 'word':*, !, &, <->, <2>, |, parentheses; binding in this order.
 * @throws Error where the text is something else
 */
export function readTextQuery(text: string): TextQuery {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token)
  let at = 0
  const fail = (): Error => new Error(`not a tsquery near token ${at}: ${text.slice(0, 200)}`)
  const many = (kind: 'and' | 'or', sign: string, next: () => TextQuery): TextQuery => {
    const parts = [next()]
    while (tokens[at] === sign) {
      at += 1
      parts.push(next())
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind, parts }
  }
  const any = (): TextQuery => many('or', '|', all)
  const all = (): TextQuery => many('and', '&', phrase)
  const phrase = (): TextQuery => {
    const parts = [one()]
    while (tokens[at]?.startsWith('<')) {
      at += 1
      parts.push(one())
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'phrase', parts }
  }
  const one = (): TextQuery => {
    const token = tokens[at]
    at += 1
    if (token === '!') return { kind: 'not', part: one() }
    if (token === '(') {
      const inner = any()
      if (tokens[at] !== ')') throw fail()
      at += 1
      return inner
    }
    if (!token?.startsWith("'")) throw fail()
    const end = token.lastIndexOf("'")
    return { kind: 'word', word: token.slice(1, end).replace(/''|\\\\/g, pair => pair.slice(1)), prefix: token.includes('*', end) }
  }
  const query = any()
  if (at !== tokens.length) throw fail()
  return query
}

const TOKEN = /'(?:[^'\\]|''|\\\\)*'(?::[A-D*]+)?|<(?:-|\d{1,5})>|[!&|()]|\S/g

/** What was typed with a minus for each NOT in capitals before a word or a phrase: Postgres knows OR and "-", and drops "not" as too common. */
export function withMinus(typed: string): string {
  return typed.replace(PHRASE_OR_NOT, found => (found.startsWith('"') ? found : '-'))
}

/** Text as its words are taken: Postgres would take what a stroke joins ("Programme/Project Manager") for the path of a file, one word. */
export function withoutStrokes(text: string): string {
  return text.replaceAll('/', ' ')
}

/**
 * What was typed as websearch_to_tsquery() is to read it: NOT as a minus, words joined by a stroke as several, by a hyphen as a phrase, which
 * also finds them apart: it would ask for the joined word besides ("scrum-master"). A minus before joined words is for all of them; several
 * are one, and not the contrary of each other, of which Postgres 18 takes no more than 32 ("tsquery stack too small").
 */
export function searchText(typed: string): string {
  const once = withMinus(typed).replace(PHRASE_OR_MINUSES, found => (found.startsWith('"') ? found : '-'))
  return once.replace(PHRASE_OR_WORD, found => (found.startsWith('"') ? phraseText(found) : apart(found)))
}

/** The same of words that belong together. */
export function phraseText(words: string): string {
  return words.replace(BETWEEN_LETTERS, ' ')
}

const PHRASE_OR_WORD = /"[^"]{0,200}"|[^\s"]{1,200}/g
/** Between minuses Postgres skips signs of its own. */
const PHRASE_OR_MINUSES = /"[^"]{0,200}"|-[-\s!&|()<]{0,200}-/g
const BETWEEN_LETTERS = /(?<=\p{L})-(?=\p{L})|\//gu

function apart(word: string): string {
  const isKeptOut = word.startsWith('-')
  const joined = isKeptOut ? word.slice(1) : word
  const words = phraseText(joined)
  if (words === joined) return word
  if (isKeptOut) return `-"${words}"`
  // A phrase has no beginnings of words in it.
  return joined.includes('/') || joined.endsWith('*') ? words : `"${words}"`
}

/** Within quotes it is a word like others. A quote that is never closed is none. */
const PHRASE_OR_NOT = /"[^"]{0,200}"|(?<=^|\s)NOT\s{1,9}(?=["\p{L}\p{N}])/gu

/** Whether any part of it needs positions. */
export function hasPhrase(query: TextQuery): boolean {
  if (query.kind === 'not') return hasPhrase(query.part)
  return query.kind !== 'word' && (query.kind === 'phrase' || query.parts.some(hasPhrase))
}

/** A query without phrases that finds whatever this one finds, and perhaps more: the words in any order, and no phrase kept out. */
export function loosened(query: TextQuery): TextQuery {
  switch (query.kind) {
    case 'word':
      return query
    case 'not':
      return hasPhrase(query.part) ? { kind: 'and', parts: [] } : query
    case 'phrase':
      return { kind: 'and', parts: query.parts.map(loosened) }
    default:
      return { kind: query.kind, parts: query.parts.map(loosened) }
  }
}

/** Whether it only asks for words, and keeps none out: who fits by a part of the text then fits by all of it. */
export function isPositive(query: TextQuery): boolean {
  return query.kind === 'word' || (query.kind !== 'not' && query.parts.every(isPositive))
}
