// An advert as the readers see it: plain, mended texts, each empty where the source gave none.
import type { Evidence, Pay, Where } from './card.ts'

export interface Advert {
  title: string
  company: string
  location: string
  /** The pay as the source printed it. */
  pay: string
  /** The kind of contract as the source printed it ("Contract", "Temp, full-time"). */
  contract: string
  duration: string
  /** The text of all blocks, joined by newlines; offsets in evidence count in it. */
  description: string
  /** What the source says in structured fields: read with distrust, after the words. */
  fields: AdvertFields
}

export interface AdvertFields {
  pay?: Pick<Pay, 'min' | 'max' | 'currency'> & { period: Pay['period'] | null }
  remote?: 'remote' | 'hybrid' | 'onsite'
  /** ISO instant after which the advert is no longer open. */
  closesAt?: string
}

/** What a match of a pattern in one of an advert's texts says about itself. */
export function evidenceOf(where: Where, match: RegExpMatchArray | RegExpExecArray): Evidence {
  return { words: match[0].trim(), where, start: (match.index ?? 0) + (match[0].length - match[0].trimStart().length) }
}
