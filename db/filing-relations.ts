// What an advert has to do with adverts of other listings: what may be one role with it, and its own text for other towns. No I/O.
import { MAY_BE } from '../listings/sameness.ts'
import type { Comparison } from '../listings/sameness.ts'
import type { Filed, Relation } from './filed.ts'

/** An advert held against another. */
export interface Match extends Comparison {
  candidate: Filed
}

/** Relations kept of one advert, a kind. */
const AT_MOST = { may_be_same: 5, other_location: 8 } as const

/** @param others open adverts of other listings, the best first; of a listing that has several the best counts */
export function relationsOf(id: number, others: readonly Match[], listingOf: (filed: Filed) => number): Relation[] {
  const likely = others.filter(match => !match.elsewhere && match.score >= MAY_BE)
  const elsewhere = others.filter(match => match.elsewhere)
  return [...kept('may_be_same', likely), ...kept('other_location', elsewhere)]

  function kept(kind: Relation['kind'], matches: readonly Match[]): Relation[] {
    const best = new Map<number, Match>()
    for (const match of matches) best.getOrInsert(listingOf(match.candidate), match)
    return [...best.values()].slice(0, AT_MOST[kind]).map(({ candidate, score, reasons, vetoes }) => {
      const [a, b] = [id, candidate.id].sort((x, y) => x - y) as [number, number]
      return { a, b, kind, score, reasons: kind === 'may_be_same' ? reasons : ['one text of one advertiser', ...vetoes] }
    })
  }
}
