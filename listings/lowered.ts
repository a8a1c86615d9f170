// A text in lower case, made once for all readers: to look for a plain word in it costs a tenth of what a pattern that ignores case costs.

/** Shorter texts are not worth keeping. */
const WORTH_KEEPING = 200

let known = ''
let knownLower = ''

/** The text in lower case. Readers ask for the same long text one after the other: the last one is kept. */
export function lowerOf(text: string): string {
  if (text.length < WORTH_KEEPING) return text.toLowerCase()
  if (text !== known) [known, knownLower] = [text, text.toLowerCase()]
  return knownLower
}

/** Whether a text, in any case, holds one of the words (lower case). */
export function mentionsAny(text: string, words: readonly string[]): boolean {
  const lower = lowerOf(text)
  return words.some(word => lower.includes(word))
}

/**
 * Where the words (lower case) stand in a text of any case, in order; undefined where lower case moves letters ("İ" becomes two)
 * and places in it are none of the text's.
 */
export function placesOf(text: string, words: readonly string[]): number[] | undefined {
  const lower = lowerOf(text)
  if (lower.length !== text.length) return undefined
  const places: number[] = []
  for (const word of words) {
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + word.length)) places.push(at)
  }
  return places.sort((a, b) => a - b)
}
