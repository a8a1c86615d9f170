// The passages of a text around given words: a dozen careful patterns over 4 kB cost a quarter of a millisecond, over its passages a tenth of that.
import { matchesIn } from './near.ts'

export interface Passage {
  text: string
  /** Offset of the passage in the whole text. */
  start: number
}

const BEFORE = 90
const AFTER = 130

/** The passages around every match of a global pattern of plain words, joined where they touch, in order. Linear in the text. */
export function findPassages(text: string, words: RegExp): Passage[] {
  if (text.length <= BEFORE + AFTER) return [{ text, start: 0 }]
  const hits: number[] = []
  for (const match of matchesIn(text, words)) hits.push(match.index)
  return joined(text, hits)
}

function joined(text: string, hits: number[]): Passage[] {
  const passages: Passage[] = []
  let start = -1
  let end = -1
  for (const hit of hits) {
    if (start < 0 || hit - BEFORE > end) {
      if (start >= 0) passages.push({ text: text.slice(start, end), start })
      start = Math.max(0, hit - BEFORE)
    }
    end = Math.min(text.length, hit + AFTER)
  }
  if (start >= 0) passages.push({ text: text.slice(start, end), start })
  return passages
}
