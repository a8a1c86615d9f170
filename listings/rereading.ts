// One advert read twice, by an older and a newer reader: what the newer one says otherwise.
import { isDeepStrictEqual } from 'node:util'
import type { ContractCard, Evidence } from './card.ts'
import type { Block } from './text.ts'

/** What the readers made of an advert, as far as anybody sees it. */
export interface Reading {
  title: string
  company: string
  location: string
  blocks: Block[]
  card: ContractCard
  refusal: { reason: string; evidence: Evidence[] } | null
}

export type Tag = keyof ContractCard

export interface Difference {
  /** Tags whose value is another one, stated for the first time, or no longer read. */
  tags: Tag[]
  /** Tags that say the same as before, from other words. */
  words: Tag[]
  /** Title, company, place line or text came out otherwise. */
  text: boolean
  /** Another reason for the refusal, a new refusal, or none any more. */
  refusal: boolean
}

/** What differs between two readings of one advert; undefined where nothing does. Both must be as JSON gives them back. */
export function differenceOf(before: Reading, after: Reading): Difference | undefined {
  const tags = tagsOf(before.card, after.card).filter(tag => !isDeepStrictEqual(valueOf(before.card, tag), valueOf(after.card, tag)))
  const words = tagsOf(before.card, after.card)
    .filter(tag => !tags.includes(tag))
    .filter(tag => !isDeepStrictEqual(before.card[tag]?.evidence, after.card[tag]?.evidence))
  const text = !isDeepStrictEqual(textsOf(before), textsOf(after))
  const refusal = !isDeepStrictEqual(before.refusal, after.refusal)
  return tags.length > 0 || words.length > 0 || text || refusal ? { tags, words, text, refusal } : undefined
}

function tagsOf(...cards: ContractCard[]): Tag[] {
  return [...new Set(cards.flatMap(card => Object.keys(card)))] as Tag[] // a card's own keys are its tags
}

function valueOf(card: ContractCard, tag: Tag): object | undefined {
  const { evidence: _, ...value } = card[tag] ?? { evidence: undefined }
  return card[tag] && value
}

function textsOf({ title, company, location, blocks }: Reading): unknown[] {
  return [title, company, location, blocks]
}
