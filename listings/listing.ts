// One role out of the adverts of it: which advert each fact of the listing is taken from.
import type { ContractCard, Engagement } from './card.ts'

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
 * does not depend on the order of arrival. Money comes from the best offer that can still be had: who asks for £600 a day is to find a role
 * that one of its agencies pays £600 for.
 * @param members at least one
 */
export function chooseFacts(members: Member[]): ListingFacts {
  const trusted = [...members].sort((a, b) => Number(b.open) - Number(a.open) || b.textLength - a.textLength || a.id - b.id)
  const card: ContractCard = {}
  const provenance: ListingFacts['provenance'] = {}
  for (const member of trusted) takeMissing(card, provenance, member)
  const payer = bestPayer(trusted, card.engagement?.value)
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

/**
 * Of the adverts with pay: an open one, with a day rate, stated rather than estimated, on the listing's own IR35 claim (inside and outside are
 * different money) and in the currency of the advert trusted most; among those the best rate, then the advert seen last.
 */
function bestPayer(trusted: Member[], claim: Engagement | undefined): Member | undefined {
  const payers = trusted.filter(member => member.card.pay)
  const currency = payers.find(member => member.card.dayRate)?.card.dayRate?.currency
  const ranks = new Map(payers.map(member => [member, rankOf(member, claim, currency)]))
  return payers.toSorted((a, b) => byRank(ranks.get(a) ?? [], ranks.get(b) ?? []) || a.id - b.id)[0]
}

/** The higher, the better; the first that differs decides. */
function rankOf({ open, card: { dayRate, engagement }, lastSeenAt }: Member, claim: Engagement | undefined, currency?: string): number[] {
  return [
    Number(open),
    Number(dayRate !== undefined),
    Number(dayRate?.basis === 'stated'),
    Number(!engagement || engagement.value === claim),
    Number(dayRate?.currency === currency),
    // What cannot be had any more is no best: a role that has closed keeps the rate it had at the end.
    open ? (dayRate?.max ?? dayRate?.min ?? 0) : 0,
    open ? (dayRate?.min ?? 0) : 0,
    lastSeenAt.getTime(),
  ]
}

function byRank(a: number[], b: number[]): number {
  const first = a.findIndex((rank, n) => rank !== b[n])
  return first < 0 ? 0 : (b[first] ?? 0) - (a[first] ?? 0)
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
