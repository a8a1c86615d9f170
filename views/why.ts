// Why a role is in somebody's mail: each thing they asked for, next to what the role says.
import type { ContractCard } from '../listings/card.ts'
import type { BoardQuery } from '../listings/query.ts'
import { METHOD_LABELS, methodKey } from '../listings/skill-words.ts'
import {
  ADVERTISER_LABELS,
  DISCIPLINE_LABELS,
  ENGAGEMENT_LABELS,
  REMOTE_LABELS,
  SECTOR_LABELS,
  SENIORITY_LABELS,
  capital,
  clearanceLabel,
  countLabel,
  dayRateLabel,
  moneyLabel,
  startLabel,
  termLabel,
} from './labels.ts'
import { placeName, placeWords, queryParts } from './query-labels.ts'

/**
 * "£550 a day ≥ your £500", "Outside IR35", "Bradford, within 25 miles of Leeds", one phrase a filter, in the canonical order. Of a search
 * that only leaves out, or asks for what adverts do not say, its own words.
 */
export function whyMatched(query: BoardQuery, card: ContractCard): string[] {
  const reasons = [
    query.q ? `“${query.q}” in the advert` : '',
    query.rate === null ? '' : whyRate(query.rate, card),
    query.engagement.length > 0 && card.engagement ? capital(ENGAGEMENT_LABELS[card.engagement.value]) : '',
    query.discipline.length > 0 && card.discipline ? DISCIPLINE_LABELS[card.discipline.value] : '',
    query.seniority.length > 0 && card.seniority ? SENIORITY_LABELS[card.seniority.rung] : '',
    query.remote.length > 0 && card.remote ? capital(REMOTE_LABELS[card.remote.value]) : '',
    query.onsite !== null && card.remote ? whyOnSite(card.remote) : '',
    query.place ? whyPlace(query, card) : '',
    (query.termMin !== null || query.termMax !== null) && card.term ? capital(termLabel(card.term)) : '',
    query.start && card.start ? `Start ${startLabel(card.start.value)}` : '',
    query.clearance && card.clearance ? clearanceLabel(card.clearance) : '',
    query.methods.flatMap(key => (hasMethod(card, key) ? [METHOD_LABELS.get(key) ?? key] : [])).join(', '),
    query.sector.length > 0 && card.sector ? SECTOR_LABELS[card.sector.value] : '',
    query.advertiser.length > 0 && card.advertiser ? capital(ADVERTISER_LABELS[card.advertiser.kind]) : '',
  ]
  const found = reasons.filter(reason => reason !== '')
  return found.length > 0 ? found : queryParts(query).map(part => capital(part.words))
}

function whyOnSite({ value, onSiteDaysPerWeek }: NonNullable<ContractCard['remote']>): string {
  return onSiteDaysPerWeek === null ? capital(REMOTE_LABELS[value]) : `${countLabel(onSiteDaysPerWeek, 'day')} on site`
}

function hasMethod(card: ContractCard, key: string): boolean {
  return card.methods?.value.some(name => methodKey(name) === key) ?? false
}

/** The filter holds against the upper end of a range, so the upper end is the reason. */
function whyRate(wanted: number, card: ContractCard): string {
  const rate = card.dayRate
  const best = rate?.max ?? rate?.min ?? null
  if (!rate || best === null) return 'No day rate stated, which you asked to see too'
  if (rate.currency !== 'GBP') return `${dayRateLabel(rate)} a day, not in pounds, which you asked to see too`
  const about = rate.basis === 'estimated' ? '≈ ' : ''
  return `${about}${moneyLabel(best, rate.currency)} a day ≥ your ${moneyLabel(wanted, 'GBP')}`
}

/** The role's own place, and how it fits unless it is the very place that was asked for. */
function whyPlace(query: BoardQuery, card: ContractCard): string {
  const [place] = card.places?.value ?? []
  if (!place || place.name.toLowerCase() === query.place.toLowerCase()) return placeName(query.place)
  return `${place.name}, ${placeWords(query)}`
}
