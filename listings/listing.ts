// One role out of the adverts of it: which advert each fact of the listing is taken from.
import type { ContractCard } from './card.ts'

/** An advert of a role, as far as choosing needs it. */
export interface Member {
  id: number
  title: string
  /** Characters of advert text: a snippet says less than a page. */
  textLength: number
  card: ContractCard
  open: boolean
  lastSeenAt: Date
}

export interface ListingFacts {
  title: string
  card: ContractCard
  /** For each tag, the id of the advert it was taken from. */
  provenance: Partial<Record<keyof ContractCard, number>>
  /** Ids in the order of trust: facts come from the first one that states them. */
  order: number[]
}

/** Tags about money are taken from one advert together: a range made of two agencies' offers was offered by nobody. */
const MONEY = ['pay', 'dayRate'] as const

/**
 * Chooses a listing's facts from its adverts: open before closed, longer text before shorter, then the older id, so that the choice
 * does not depend on the order of arrival. Money comes from the advert seen last that states a day rate, failing that any pay.
 * @param members at least one
 */
export function chooseFacts(members: Member[]): ListingFacts {
  const trusted = [...members].sort((a, b) => Number(b.open) - Number(a.open) || b.textLength - a.textLength || a.id - b.id)
  const card: ContractCard = {}
  const provenance: ListingFacts['provenance'] = {}
  for (const member of trusted) takeMissing(card, provenance, member)
  const payer = advertWithPay(trusted)
  if (payer) takeMoney(card, provenance, payer)
  return { title: trusted[0]?.title ?? '', card, provenance, order: trusted.map(member => member.id) }
}

function takeMissing(card: ContractCard, provenance: ListingFacts['provenance'], member: Member): void {
  for (const tag of tagsOf(member.card)) {
    if (provenance[tag] !== undefined || isMoney(tag)) continue
    Object.assign(card, { [tag]: member.card[tag] })
    provenance[tag] = member.id
  }
}

function advertWithPay(trusted: Member[]): Member | undefined {
  const newest = trusted
    .filter(member => member.card.pay)
    .sort((a, b) => Number(b.open) - Number(a.open) || +b.lastSeenAt - +a.lastSeenAt || a.id - b.id)
  return newest.find(member => member.card.dayRate?.basis === 'stated') ?? newest.find(member => member.card.dayRate) ?? newest[0]
}

function takeMoney(card: ContractCard, provenance: ListingFacts['provenance'], payer: Member): void {
  for (const tag of MONEY) {
    if (!payer.card[tag]) continue
    Object.assign(card, { [tag]: payer.card[tag] })
    provenance[tag] = payer.id
  }
}

function isMoney(tag: keyof ContractCard): boolean {
  return MONEY.some(money => money === tag)
}

function tagsOf(card: ContractCard): (keyof ContractCard)[] {
  return Object.keys(card) as (keyof ContractCard)[] // a card's own keys are its tags
}

/** An address part for a title: lower-case ASCII words joined by hyphens, at most 60 characters; never empty. */
export function slugOf(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 60).replace(/-$/, '') || 'role'
}
