// What an advert pays. Words win over fields; what is not somebody's pay (budgets, turnover, bonuses, allowances) is passed over.
import type { Advert, AdvertFields } from './advert.ts'
import type { DayRate, Pay, PayPeriod, PayReading, Read } from './card.ts'
import { isPlausible, periodOfSize } from './money.ts'
import { ratesIn, type Rate, type Route } from './rates.ts'

/** Working days and hours behind an estimate: 8 hours, 5 days a week, 21 a month, 220 a year. */
const PER_DAY: Record<Exclude<PayPeriod, 'fixed'>, (amount: number) => number> = {
  hour: amount => amount * 8,
  day: amount => amount,
  week: amount => amount / 5,
  month: amount => amount / 21,
  year: amount => amount / 220,
}

/** What the advert pays, or undefined where it names no sum that can be trusted to be pay. */
export function readPay(advert: Advert): Read<PayReading> | undefined {
  const printed = ratesIn(advert.pay, 'pay')
  const title = ratesIn(advert.title, 'title')
  const text = ratesIn(advert.description, 'description')
  const told = [...title, ...text]
  const spoken = fullerOf(bestOf(told), told)
  const field = printed[0]
  const home = homeCurrency(advert)
  if (field && !(spoken && isAnnualised(field, spoken))) return readingOf(field, printed, home, told)
  if (spoken) return readingOf(spoken, spoken.where === 'title' ? title : text, home, [])
  return readingOfField(advert)
}

/** The pay per day: stated, or worked out from another period. Implausible pay gives none. */
export function dayRateOf(pay: Read<PayReading>): Read<DayRate> | undefined {
  const { min, max, currency, period, implausible, periodInferred } = pay.main
  if (implausible || period === 'fixed') return undefined
  const recovered = periodInferred === true && pay.evidence[0]?.where === 'field'
  const perDay = (amount: number | null) => (amount === null ? null : Math.round(PER_DAY[period](amount) * 100) / 100)
  const basis = period === 'day' && !recovered ? 'stated' : 'estimated'
  return { min: perDay(min), max: perDay(max), currency, basis, evidence: pay.evidence }
}

/** Rates of contractors before salaries, named periods before inferred ones, the earlier before the later. */
function bestOf(rates: readonly Rate[]): Rate | undefined {
  let best: Rate | undefined
  for (const rate of rates) if (!best || weightOf(rate) > weightOf(best)) best = rate
  return best
}

/** "$85/hr" in the title, "$60 - $85/hour" in the text: the range says more about the same pay than its top end. */
function fullerOf(rate: Rate | undefined, rates: readonly Rate[]): Rate | undefined {
  if (!rate || rate.min !== rate.max) return rate
  const covers = (other: Rate) => other.named && other.period === rate.period && other.min !== null && other.min !== other.max
  return rates.find(other => covers(other) && (other.max === rate.max || other.min === rate.min)) ?? rate
}

function weightOf(rate: Rate): number {
  const contractor = rate.period === 'day' || rate.period === 'hour'
  if (!isPlausible(rate.period ?? 'day', rate.min, rate.max)) return -1
  return (rate.named ? 4 : 0) + (rate.named && contractor ? 2 : 0) + (rate.labelled ? 1 : 0)
}

/** A source's yearly figure that is the text's day or hour rate times 220 to 260 days is the source's arithmetic, not a salary. */
function isAnnualised(field: Rate, spoken: Rate): boolean {
  if (field.period !== 'year' || !spoken.named || (spoken.period !== 'day' && spoken.period !== 'hour')) return false
  const ratio = (field.max ?? field.min ?? 0) / PER_DAY[spoken.period](spoken.max ?? spoken.min ?? 1)
  return ratio > 200 && ratio < 275
}

function readingOf(rate: Rate, rates: readonly Rate[], home: string, told: readonly Rate[]): Read<PayReading> {
  const routes = routesOf(rate, rates)
  if (routes.length < 2) return { main: payOf(withGrades(rate, rates), home, told), others: [], evidence: [rate.evidence] }
  const period = routes.find(one => one.rate.named)?.rate.period
  const atMost = routes[0]?.rate.min === null
  const pays = routes.map(({ rate: one, route }) => ({
    rate: one,
    pay: payOf({ ...one, ...(period && { period, named: true }), ...(atMost && one.min === one.max && { min: null }) }, home, told, route),
  }))
  pays.sort((a, b) => (b.pay.max ?? b.pay.min ?? 0) - (a.pay.max ?? a.pay.min ?? 0))
  const [main, ...others] = pays.map(one => one.pay)
  return { main: main ?? payOf(rate, home, told), others, evidence: pays.map(one => one.rate.evidence) }
}

/** The neighbours of a rate that are the same pay by another route: "£27 PAYE or £36 Umbrella". */
function routesOf(rate: Rate, rates: readonly Rate[]): { rate: Rate; route: Route }[] {
  const at = rates.indexOf(rate)
  let first = at
  let last = at
  while (first > 0 && isBeside(rates[first - 1], rates[first])) first--
  while (last < rates.length - 1 && isBeside(rates[last], rates[last + 1])) last++
  const cluster = rates.slice(first, last + 1)
  const leading = cluster[0]?.routeBefore !== undefined
  const routed = cluster.flatMap(one => {
    const route = leading ? one.routeBefore : one.routeAfter
    return route ? [{ rate: one, route }] : []
  })
  return routed.some(one => one.route !== routed[0]?.route) ? routed : []
}

/** Near each other, of one currency and for one period: two ways to put the same pay. */
function isBeside(left: Rate | undefined, right: Rate | undefined): boolean {
  if (!left || !right || right.start - left.end > 60) return false
  return (
    (left.currency ?? right.currency) === (right.currency ?? left.currency) && (left.period === right.period || !left.named || !right.named)
  )
}

/** Salaries of several grades in one list ("Analyst I - £30,000 to £35,000 per year; Analyst II - …") are one span. */
function withGrades(rate: Rate, rates: readonly Rate[]): Rate {
  let span = rate
  for (const next of rates.slice(rates.indexOf(rate) + 1)) {
    const alike = next.period === 'year' && span.period === 'year' && next.named && next.currency === span.currency
    if (!alike || !next.listed || next.start - span.end > 60 || span.min === null || next.min === null) break
    span = { ...span, min: Math.min(span.min, next.min), max: Math.max(span.max ?? 0, next.max ?? 0), end: next.end }
  }
  return span
}

function payOf(rate: Rate, home: string, told: readonly Rate[], route?: Route): Pay {
  const { period, inferred } = periodOf(rate, told)
  return {
    min: rate.min,
    max: rate.max,
    currency: rate.currency ?? home,
    period,
    ...(inferred && { periodInferred: true as const }),
    ...(!isPlausible(period, rate.min, rate.max) && { implausible: true as const }),
    ...(route && { route }),
    ...(rate.vat && { vat: rate.vat }),
  }
}

/**
 * A day rate under "per annum": agencies fill the one pay field they have. The period is the one that title or text name
 * for the same sum ("£640 per week"); without such words, the one the size leaves, marked as inferred.
 */
function periodOf(rate: Rate, told: readonly Rate[]): { period: PayPeriod; inferred: boolean } {
  const period = rate.period ?? 'day'
  if (period !== 'year' || isPlausible('year', rate.min, rate.max) || (rate.max ?? rate.min ?? 0) > 8_000) {
    return { period, inferred: !rate.named }
  }
  const same = told.find(other => other.named && other.period !== 'year' && (other.min === rate.min || other.max === rate.max))
  return same?.period ? { period: same.period, inferred: false } : { period: periodOfSize(rate.min, rate.max) ?? 'year', inferred: true }
}

/** What a sum without a sign is in: the money of the country the advert's location names, pounds where it names none. */
function homeCurrency(advert: Advert): string {
  if (/\b(?:USA?|United States)\b|, [A-Z]{2}$/.test(advert.location.replace(/, (?:UK|GB|NI)$/, ''))) return 'USD'
  return /\b(?:Ireland|Dublin|Germany|Netherlands|France|Belgium|Spain|Italy|Austria|Portugal|Luxembourg|Finland)\b/.test(
    advert.location.replace(/Northern Ireland/, ''),
  )
    ? 'EUR'
    : 'GBP'
}

const CONTRACTING = /\b(?:ir-?35|(?:day|daily|hourly) rate|umbrella|freelance|contract(?:or)?)\b/i
const EMPLOYING = /\b(?:fixed[- ]term|ftc|permanent|per annum)\b/i

/** The source's own numbers, where the words name no pay. A yearly figure of a contract may be a rate the source multiplied. */
function readingOfField(advert: Advert): Read<PayReading> | undefined {
  const stated = advert.fields.pay
  const min = stated?.min || null
  const max = stated?.max || null
  if (!stated || (min === null && max === null)) return undefined
  const words = `${[min, max].filter(end => end !== null).join('–')} ${stated.currency}${stated.period ? ` per ${stated.period}` : ''}`
  const pay = payOfField({ ...stated, min, max }, isContracting(advert))
  return pay && { main: pay, others: [], evidence: [{ words, where: 'field', start: 0 }] }
}

function isContracting(advert: Advert): boolean {
  const words = `${advert.title}\n${advert.contract}\n${advert.description}`
  return CONTRACTING.test(words) && !EMPLOYING.test(words)
}

function payOfField(stated: NonNullable<AdvertFields['pay']>, contracting: boolean): Pay | undefined {
  const { min, max, currency } = stated
  const recovered = stated.period === 'year' ? recoveredRate(min, max, contracting) : undefined
  if (recovered) return { ...recovered, currency, periodInferred: true }
  const period = stated.period ?? periodOfSize(min, max)
  if (!period) return undefined
  const implausible = !isPlausible(period, min, max)
  return {
    min,
    max,
    currency,
    period,
    ...(stated.period === null && { periodInferred: true as const }),
    ...(implausible && { implausible }),
  }
}

/** Aggregators multiply a day rate by 260 and an hour rate by 2,080 (seen at Adzuna, 2026); agencies file day rates as yearly. */
function recoveredRate(min: number | null, max: number | null, contracting: boolean): Pick<Pay, 'min' | 'max' | 'period'> | undefined {
  if (!isPlausible('year', min, max) && (max ?? min ?? 0) < 8_000) {
    const period = periodOfSize(min, max)
    return period && { min, max, period }
  }
  if (!contracting) return undefined
  const split = (by: number) => [min, max].map(end => (end === null ? null : end / by))
  const whole = (ends: (number | null)[], step: number) =>
    ends.every(end => end === null || Math.abs(end / step - Math.round(end / step)) < 1e-9)
  const days = split(260)
  const hours = split(2080)
  const [perDay, perHour] = [pairOf(days, 'day'), pairOf(hours, 'hour')]
  if (whole(days, 25)) return perDay
  if (whole(hours, 0.5)) return perHour
  if (whole(days, 5)) return perDay
  return whole(hours, 0.05) ? perHour : undefined
}

function pairOf([min = null, max = null]: (number | null)[], period: PayPeriod): Pick<Pay, 'min' | 'max' | 'period'> | undefined {
  return isPlausible(period, min, max) ? { min, max, period } : undefined
}
