// A text taken apart into sentences and words in one walk each. Patterns that know every alphabet took three times as long, and almost
// every sentence of an advert is of plain letters: only the others are given to a pattern.
import { hash32, hashBegun, hashDone, hashMore } from './sketch.ts'

/** Where a sentence stands in its text, the end not included. */
export interface Sentence {
  start: number
  end: number
  /** Without letters or numbers beyond ASCII. */
  plain: boolean
}

const KNOWN = 1
const SPACE = 2
/** Ends a line or an item. */
const BREAK = 4
/** Ends a sentence where a space follows. */
const STOP = 8
const LOWER = 16
const UPPER = 32
const DIGIT = 64
/** Goes on with a word, does not begin one. */
const JOINT = 128
/** A letter or number beyond ASCII, or half of a character. */
const OTHER = 256
const BEGINS = LOWER | UPPER | DIGIT
const GOES_ON = BEGINS | JOINT

/** What each character is, found out when it is first met. */
const KINDS = new Uint16Array(65_536)

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return KINDS[code] || learnKind(code)
}

const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/\s/, SPACE],
  [/[\n•·*|]/, BREAK],
  [/[.!?…:;]/, STOP],
  [/[a-z]/, LOWER],
  [/[A-Z]/, UPPER],
  [/[0-9]/, DIGIT],
  [/[+#]/, JOINT],
  [/(?![a-zA-Z0-9])[\p{L}\p{N}\p{Cs}]/u, OTHER],
]

function learnKind(code: number): number {
  const letter = String.fromCharCode(code)
  return (KINDS[code] = CLASSES.reduce((kind, [pattern, bit]) => (pattern.test(letter) ? kind | bit : kind), KNOWN))
}

/** The sentences, lines and items of a text up to `end`; none is empty. */
export function sentencesOf(text: string, end: number): Sentence[] {
  const found: Sentence[] = []
  let start = 0
  let before = 0
  let kinds = 0
  for (let at = 0; at < end;) {
    const kind = kindAt(text, at)
    const parting = before & STOP && kind & SPACE ? SPACE : kind & BREAK
    if (parting === 0) {
      before = kind
      kinds |= kind
      at++
      continue
    }
    if (at > start) found.push({ start, end: at, plain: (kinds & OTHER) === 0 })
    while (++at < end && kindAt(text, at) & parting);
    start = at
    before = parting
    kinds = 0
  }
  if (end > start) found.push({ start, end, plain: (kinds & OTHER) === 0 })
  return found
}

/**
 * @param hash of the word in lower case (hash32)
 * @param length of the word in lower case
 * @param raised whether it has a capital
 * @param shouted whether it has no small letter
 */
type Tell = (hash: number, length: number, raised: boolean, shouted: boolean) => void

const LONGEST_WORD = 41
const WORD = /[\p{L}\p{N}][\p{L}\p{N}+#]{0,40}/gu

/** Tells the words of a sentence in order: letters and numbers, "c++" and "c#". What is longer than 41 letters is several words. */
export function eachWord(text: string, { start, end, plain }: Sentence, tell: Tell): void {
  if (!plain) return eachForeignWord(text.slice(start, end), tell)
  for (let at = start; at < end;) {
    if ((kindAt(text, at) & BEGINS) === 0) {
      at++
      continue
    }
    const from = at
    const most = Math.min(end, from + LONGEST_WORD)
    let hash = hashBegun
    let kinds = 0
    for (; at < most; at++) {
      const kind = kindAt(text, at)
      if ((kind & GOES_ON) === 0) break
      kinds |= kind
      // A small letter is its capital and 32.
      hash = hashMore(hash, text.charCodeAt(at) | (kind & UPPER))
    }
    tell(hashDone(hash), at - from, (kinds & UPPER) !== 0, (kinds & LOWER) === 0)
  }
}

function eachForeignWord(sentence: string, tell: Tell): void {
  for (const token of sentence.match(WORD) ?? []) {
    const word = token.toLowerCase()
    tell(hash32(word), word.length, token !== word, token === token.toUpperCase())
  }
}
