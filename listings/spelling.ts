// What somebody meant who typed a word that no role has: a word that begins like it, or the nearest one that roles do have.

/** Letters that may differ: adding, leaving out, changing one, or swapping two neighbours. Short words are too close to each other. */
function allowed(word: string): number {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

/** Shorter beginnings fit too much. */
const SHORTEST_START = 3

/**
 * The word, or its beginning with a star, that was meant; undefined where the word is known or nothing is near.
 * @param vocabulary lower-case words with how many roles have them
 * @param isAlone only a word that is joined to no other can be a beginning
 */
function meantWord(typed: string, vocabulary: ReadonlyMap<string, number>, isAlone: boolean): string | undefined {
  const word = typed.toLowerCase()
  if (vocabulary.has(word)) return undefined
  const begun = isAlone && word.length >= SHORTEST_START && vocabulary.keys().some(known => known.startsWith(word))
  return begun ? `${word}*` : nearestWord(word, vocabulary)
}

/** The word that differs in the fewest letters, of several the commonest; undefined where none is near. */
export function nearestWord(word: string, vocabulary: ReadonlyMap<string, number>): string | undefined {
  let best: { word: string; distance: number; count: number } | undefined
  for (const [known, count] of vocabulary) {
    if (Math.abs(known.length - word.length) > 2) continue
    const distance = editsBetween(word, known, allowed(word))
    if (distance === undefined) continue
    if (!best || distance < best.distance || (distance === best.distance && count > best.count)) best = { word: known, distance, count }
  }
  return best?.word
}

/** Unknown words that are held against all known ones: of 12,000 known each takes up to 15 ms, in which nobody else is answered. */
const MOST_MEANT = 6

/** The search that was meant, undefined where every word is known or none is near one. Of very many unknown words the first are looked at. */
export function meantSearch(typed: string, vocabulary: ReadonlyMap<string, number>): string | undefined {
  const begun = withoutStump(typed, vocabulary)
  const unknown = spellableWords(begun).map(word => word.toLowerCase())
  const first = new Set(unknown.filter(word => !vocabulary.has(word)).slice(0, MOST_MEANT))
  const meant = respelt(begun, first, vocabulary) ?? begun
  return meant === typed || meant === '' ? undefined : meant
}

/** The search with these of its words (in lower case) as they were meant, undefined where none of them is near a known one. */
export function respelt(typed: string, wrong: ReadonlySet<string>, vocabulary: ReadonlyMap<string, number>): string | undefined {
  const meant = withEachWord(typed, (word, isAlone) =>
    wrong.has(word.toLowerCase()) ? (meantWord(word, vocabulary, isAlone) ?? word) : word,
  )
  return meant === typed ? undefined : meant
}

/** The words of a search that can be misspelt, as typed, each once. */
export function spellableWords(typed: string): string[] {
  const words = new Map<string, string>()
  withEachWord(typed, word => {
    words.getOrInsert(word.toLowerCase(), word)
    return word
  })
  return [...words.values()]
}

const PHRASE_OR_WORD = /-?"[^"]{0,200}"|[^\s"]{1,200}/g
const JOINED = /^[\p{L}\p{N}/-]{3,200}$/u
const WORD = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{3,40}(?![\p{L}\p{N}])/gu
const ONLY_WORD = /^[\p{L}\p{N}]{3,40}$/u

/** Puts another word for each that can be misspelt, also in phrases and where a hyphen or a stroke joins some: none that is kept out or only begun. */
function withEachWord(typed: string, change: (word: string, isAlone: boolean) => string): string {
  return typed.replace(PHRASE_OR_WORD, found => {
    if (found.startsWith('-')) return found
    if (ONLY_WORD.test(found)) return change(found, true)
    return found.startsWith('"') || JOINED.test(found) ? found.replace(WORD, word => change(word, false)) : found
  })
}

/** One or two letters at the end are a word that somebody has only begun to type. */
const STUMP = /(?<=^|\s)[\p{L}\p{N}]{1,2}$/u

/** Two letters are taken for the beginning of a word; one begins too many, and is left out. */
function withoutStump(typed: string, vocabulary: ReadonlyMap<string, number>): string {
  return typed.replace(STUMP, stump => (isBeginning(stump.toLowerCase(), vocabulary) ? `${stump}*` : '')).trimEnd()
}

function isBeginning(stump: string, vocabulary: ReadonlyMap<string, number>): boolean {
  return stump.length > 1 && vocabulary.keys().some(word => word.startsWith(stump))
}

/** Optimal string alignment distance; undefined when it is above `most`. */
export function editsBetween(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const step = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      row.push(swapped ? Math.min(step, (before[j - 2] ?? step) + 1) : step)
    }
    if (Math.min(...row) > most) return undefined
    before = last
    last = row
  }
  const distance = last[b.length] ?? most + 1
  return distance > most ? undefined : distance
}
