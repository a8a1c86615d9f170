// What the adverts of one role offer, put side by side without comparing what cannot be compared.
import type { ContractCard, Engagement } from './card.ts'
import { companyRelation, companyWords } from './company-name.ts'

/** An advert as far as its offer goes. */
export interface OfferingAdvert {
  id: number
  company: string
  card: ContractCard
  open: boolean
}

/** Day rates stated on one basis: inside and outside IR35 are different money. */
export interface Offer {
  /** Null where the adverts do not say. */
  engagement: Engagement | null
  /** ISO 4217. */
  currency: string
  /** The lowest and highest day rate stated, in `currency`. */
  min: number
  max: number
  /** Adverts that state it. */
  adverts: number
  /** The advert with the highest rate; of equals the one with the higher lower end, then the older. Undefined where all offer the same. */
  best?: { postingId: number; company: string; rate: number }
}

export interface RoleOffers {
  /** Open adverts, or all of them where none is open. */
  adverts: number
  /** One a basis, the one most adverts state first. More than one: their rates must not be compared. */
  offers: Offer[]
  /**
   * Who has an open advert, agencies and the employer itself, each firm once however it writes its name. Two or more: whoever applies through
   * both is submitted twice, and may lose the role for it.
   */
  advertisers: string[]
}

/** Estimated rates take no part, nor do closed adverts while one is open. */
export function offersOf(all: readonly OfferingAdvert[]): RoleOffers {
  const open = all.filter(advert => advert.open)
  const adverts = open.length > 0 ? open : all
  const stated = adverts.flatMap(advert => statedRate(advert) ?? [])
  const byBasis = Map.groupBy(stated, rate => `${rate.engagement} ${rate.currency}`)
  return {
    adverts: adverts.length,
    offers: [...byBasis.values()].map(offerOf).sort((a, b) => b.adverts - a.adverts || b.max - a.max),
    advertisers: firmsOf(adverts.map(({ company }) => company)),
  }
}

/** "TXP" and "TXP Technology" are one, by the name that comes first. */
function firmsOf(companies: readonly string[]): string[] {
  const firms: { name: string; words: string[] }[] = []
  for (const name of [...new Set(companies)].filter(company => company !== '').sort()) {
    const words = companyWords(name)
    if (firms.every(firm => companyRelation(firm.words, words) === 'other')) firms.push({ name, words })
  }
  return firms.map(firm => firm.name)
}

interface StatedRate {
  postingId: number
  company: string
  engagement: Engagement | null
  currency: string
  low: number
  high: number
}

function statedRate({ id, company, card: { dayRate, engagement } }: OfferingAdvert): StatedRate | undefined {
  const high = dayRate?.max ?? dayRate?.min
  if (dayRate?.basis !== 'stated' || high == null) return undefined
  return { postingId: id, company, engagement: engagement?.value ?? null, currency: dayRate.currency, low: dayRate.min ?? high, high }
}

function offerOf(rates: StatedRate[]): Offer {
  const sorted = rates.toSorted((a, b) => b.high - a.high || b.low - a.low || a.postingId - b.postingId)
  const [best] = sorted
  const min = Math.min(...rates.map(rate => rate.low))
  const alike = rates.every(rate => rate.high === best?.high && rate.low === best.low)
  return {
    engagement: best?.engagement ?? null,
    currency: best?.currency ?? '',
    min,
    max: best?.high ?? min,
    adverts: rates.length,
    ...(best && !alike && { best: { postingId: best.postingId, company: best.company, rate: best.high } }),
  }
}
