import type { ContractCard, Read } from './card.ts'

/** A card as the flat record the `tag` command prints: one key per tag, null where the advert does not state it. */
export function cardRecord(card: ContractCard): Record<string, unknown> {
  const pay = card.pay?.main
  const rate = card.dayRate
  const engagement = card.engagement?.value
  return {
    pay: pay
      ? { currency: pay.currency, min: pay.min, max: pay.max, period: pay.period, ...(pay.implausible && { implausible: true }) }
      : null,
    dayRate: rate ? { min: rate.min, max: rate.max, basis: rate.basis } : null,
    engagement: engagement === undefined || engagement === 'fixed-term' || engagement === 'exempt' ? null : engagement,
    contract: card.contract?.value ?? null,
    discipline: card.discipline?.value ?? null,
    seniority: card.seniority?.rung ?? null,
    modifier: card.seniority?.modifier ?? null,
    remote: card.remote?.value ?? null,
    onSiteDaysPerWeek: card.remote?.onSiteDaysPerWeek ?? null,
    term: card.term
      ? { months: card.term.months, monthsMax: card.term.monthsMax, endDate: card.term.endDate, extension: card.term.extension }
      : null,
    start: card.start?.value ?? null,
    daysPerWeek: card.daysPerWeek?.value ?? null,
    clearance: card.clearance ? { level: card.clearance.level, mode: card.clearance.mode } : null,
    places: card.places?.value.map(place => place.name) ?? [],
    methods: card.methods?.value ?? [],
    tools: card.tools?.value ?? [],
    sector: card.sector?.value ?? null,
    advertiser: card.advertiser ? { kind: card.advertiser.kind, name: card.advertiser.name } : null,
    steppingStone: card.steppingStone?.value ?? null,
    otherPay: card.pay?.others ?? [],
    evidence: Object.fromEntries(Object.entries<Read<object>>({ ...card }).map(([tag, read]) => [tag, read.evidence])),
  }
}
