// What finds the adverts of long ago that had the very words of a new one.
import { hash } from 'node:crypto'
import type { Signature } from './signature.ts'

/** Fewer phrases than this are no text. */
const FEWEST_PHRASES = 6

/** What two adverts with the same words have in common; undefined where an advert hardly has words. The index posting_by_words has the same. */
export function wordsOf({ phrases }: Signature): string | undefined {
  return phrases.of < FEWEST_PHRASES ? undefined : hash('md5', phrases.hashes)
}
