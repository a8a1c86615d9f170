// The rates a text names: each amount or range together with what the words around it say, everything that is not pay left out.
import type { Evidence, Pay, PayPeriod } from './card.ts'
import { findAmounts, isPlausible, periodAfter, periodBefore, periodOfSize, type Amount, type NamedPeriod } from './money.ts'

export type Route = NonNullable<Pay['route']>
export type TextWhere = 'pay' | 'title' | 'description'

/** One amount or range of a text, with what its surroundings say about it. */
export interface Rate {
  min: number | null
  max: number | null
  currency: string | undefined
  period: PayPeriod | undefined
  /** The period was written at the amount or in its label. */
  named: boolean
  thousands: boolean
  /** A word such as "rate" or "salary" introduces it. */
  labelled: boolean
  routeBefore: Route | undefined
  routeAfter: Route | undefined
  /** "inside IR35", "via umbrella": only a rate is followed by such words. */
  taxed: boolean
  vat: Pay['vat']
  /** After a semicolon: one of a list. */
  listed: boolean
  /** What follows the amount, up to the next one. */
  tail: string
  start: number
  end: number
  where: TextWhere
  evidence: Evidence
}

const EXTRA =
  'car|travel|lodge|lodging|accommodation|site|shift|sign[- ]?on|joining|welcome|retention|referral|performance|annual|completion|discretionary|mileage|training|learning|wellbeing|relocation|meal|food'
/** Never pay, whatever it is paid for: "£55 per day lodge allowance", "£20/hr travel allowance". */
const PERK_AFTER = new RegExp(
  String.raw`^[\s)]{0,2}(?:(?:${EXTRA}) ){0,2}(?:worked\b|allowance|expenses|subsistence|stipend|overtime|voucher|parking|reimburse|\*? ?per (?:nurse|referral|friend)|\*? ?for (?:referr|every referral|each)|(?:flexible |flex )?benefits? (?:fund|pot|allowance)|(?:annual |yearly |personal )?(?:[a-z&]{2,14} ){0,2}(?:budget|fund)\b)(?!s?(?: rate| pay)?\s?[:=])`,
  'i',
)
const BONUS_AFTER = new RegExp(
  String.raw`^[\s)]{0,2}(?:(?:${EXTRA}|guaranteed|cash) ){0,2}(?:bonus|commission|welcome|sign[- ]?on|referral|pension|training|golden hello)`,
  'i',
)
const UNPAID_BEFORE =
  /(?:allowance|bonus(?:es)?|over-?time|\bot[a-d]?|\bote|commission|expenses|referral|refer a friend|voucher|stipend|subsistence|lodge|lodging|mileage|tips|plus|as low as|payment plans?(?: starting)?|saved?|saving|on target earnings|pension|share options|charge[- ]?out|travel|parking)(?:[ ,]{1,2}(?:rate|payment|yr ?\d|year ?\d|earnings))?[\s:=(–-]{0,4}(?:(?:of|up to|at|is|worth|from|c\.?|circa|iro|potential|paid)[\s(]{1,2}){0,2}$/i
const WORTH_AFTER =
  /^[\s+)]{0,3}(?:multi[- ]\w{1,12} |capital |annual |change |it |digital |transformation |construction |per annum |pa ){0,2}(?:programmes?|programs?|projects?|portfolios?|budgets?|turnover|revenues?|aum|funding|funded|fund\b|investments?|contracts? (?:value|portfolio)|business|company|organisation|scheme|framework|development|fit[- ]?out|refurb|savings?|sales|profit|spend|capex|opex|procurement|assets?|deals?|valuation|users|employees|customers|people|staff|vehicles|units|in (?:revenue|sales|savings|funding|assets)|of (?:savings|sales|assets|funding|work)|worth|raised|grant|loss|penalty|fine\b|prize)/i
const AMOUNT_OF = String.raw`[\s:=(–-]{0,4}(?:(?:of|at|up to|from|between|ranging|range|is|c\.?|circa|approx\.?|approximately|over|around|to|in|the region of|excess of|more than|by)[\s(]{1,2}){0,3}$`
/** Sums of a business, by year, month or not: "savings of £120,000 a year". */
const BUSINESS_BEFORE = new RegExp(
  String.raw`(?:budgets?|valued?|values|worth|turnover|turning over|revenues?|aum|funding|raised|spend|savings?|sales|profits?|fees?|grants?|costs?|costing|income|price|penalty|fine|insurance|indemnity|liability)${AMOUNT_OF}`,
  'i',
)
/** Nouns whose size a sum without a period gives: "projects of £90k to £250k". */
const WORTH_BEFORE = new RegExp(
  String.raw`(?:invest(?:ed|ing|ment)|portfolios?|programmes?|programs?|projects?|schemes?|deals?|exceeding|in excess of|assets|cover|contracts?(?= (?:of|up to|from|between|worth)))${AMOUNT_OF}`,
  'i',
)
/** Things counted by the day: "processing 900 per day". */
const COUNTED_BEFORE =
  /(?:handl|process|serv|deliver|transact|manag|support|produc|complet|resolv|answer|see)(?:e|es|s|ing|ed)?[\s]{1,2}(?:(?:over|around|some|about|up to|approximately|more than)[\s]{1,2})?$/i
const LABEL =
  /(?:\b(?:day|daily|hourly|pay|contract|assignment|bill|payment)?[ -]?rates?\b|\bsalary(?: guide| range| band|,? depend(?:ing|ent) (?:up)?on experience)?\b|\bpay\b|\bpaying\b|\bpays\b|\bpaid\b|\bremuneration\b|\bcompensation\b|\bpackage\b|\bearn(?:ing|ings)?\b|\bwage\b|\boffering\b|\bbasic\b|\bdayrate\b)[^.;£€$\n]{0,24}\n?[ \t]{0,2}$/i
const LABEL_AFTER =
  /^[\s(]{0,3}(?:basic |annual )?(?:salary|day rate|rate\b|basic\b|dep(?:ending)? on exp|doe\b)|^[\s]{0,2}(?:\+|plus)[\s]{0,2}(?:car|bonus|benefits|package|pension|excellent|great|holiday)/i
const AT_MOST =
  /(?:\bup ?to|\bto|\bmax(?:imum)?(?: (?:day |daily |hourly |pay )?rate)?(?: of)?|no (?:more|higher|greater) than|\bcapped at|\blimit(?: of)?|\bunder|\bbelow|<|≤)[\s:*(]{0,3}$/i
const AT_LEAST = /(?:\bfrom|\bmin(?:imum)?(?: of)?|\bat least|\bstarting (?:at|from)|\bupwards of|>|≥)[\s:*(]{0,3}$/i
const MOST_AFTER = /^[\s(]{0,2}(?:max(?:imum)?\b|or less|cap\b)/i
const TAXED =
  /^[\s,.|()/+–-]{0,6}(?:(?:per|a|p)[ /]?d(?:ay)?[\s,|()-]{0,4})?(?:via |through |to |overall assignment rate to )?(?:an? )?(?:inside|outside|otside|outisde|umbrella|umb\b|paye\b|ltd\b|limited\b|cis\b|ir35)/i
const VAT = /^[\s,()]{0,3}(?:(\+|plus|excl?(?:uding|usive)?\.?(?: of)?|exc\.?|\bex\b)|(incl?(?:uding|usive)?\.?(?: of)?))[\s]{0,2}vat\b/i
const ROUTES: [RegExp, Route][] = [
  [/umbrella|\bumb\b|\bu[ -]?paye\b/i, 'umbrella'],
  [/\bpaye\b/i, 'paye'],
  [/\bltd\b|limited(?: company)?\b|\bpsc\b/i, 'limited'],
]
const SPAN = /^[\s]{0,2}(?:[-‐-―−~/]|to|up to|rising to|through to|[-–] ?to|[-–] ?up to)?[\s]{0,2}$/i
const NOT_AN_END =
  /^[\s-]{0,2}(?:months?\b|mths?\b|m\b|weeks?\b|wks?\b|days\b|day (?:week|contract)|years?\b|yrs?\b|hours?\b|hrs?\b|%|st\b|nd\b|rd\b|th\b|x\b|on\b|off\b)/i

/** Every rate of a text, in order, those refused left out. */
export function ratesIn(text: string, where: TextWhere): Rate[] {
  const rates: Rate[] = []
  const amounts = text === '' ? [] : findAmounts(text)
  for (let index = 0; index < amounts.length; index++) {
    const first = amounts[index]
    if (!first || first.value === 0) continue
    const second = amounts[index + 1]
    const span = second && spanOf(text, first, second)
    if (span) index++
    const rate = rateOf(text, where, first, span, amounts[index + 1]?.start ?? text.length)
    if (rate && isPay(text, rate, first.millions || (span?.last.millions ?? false))) rates.push(rate)
  }
  return rates
}

interface Span {
  low: number
  high: number
  last: Amount
  period: PayPeriod | undefined
}

/** Two amounts as one range: "£400 - £450", "35-38k", "45.00ph to 50.00ph", "£500-50", "between 400 and 450". */
function spanOf(text: string, first: Amount, second: Amount): Span | undefined {
  const gap = text.slice(first.end, second.start)
  if (gap.length > 30 || first.millions !== second.millions) return undefined
  const named = periodAfter(text, first.end)
  const rest = named && named.end <= second.start ? text.slice(named.end, second.start) : gap
  const side = gap.trim() === '' && gap !== '' && first.currency !== undefined && second.currency === first.currency
  const beside = side && second.value > first.value && second.value <= first.value * 4
  const joint = rest.replace(/^[\s]{0,2}(?:ltd|limited|umbrella|paye|gbp|eur|usd)\b/i, '')
  if (/\b(?:umbrella|paye|ltd)\b/i.test(rest) && /\/|\bor\b/.test(rest)) return undefined
  const between = /^\s?and\s?$/i.test(joint) && /between\s{0,2}$/i.test(text.slice(Math.max(0, first.start - 10), first.start))
  const glued = joint === '' && second.currency !== undefined && first.currency !== undefined
  if (!between && !glued && !beside && (joint.trim() === '' || !SPAN.test(joint))) return undefined
  if (NOT_AN_END.test(text.slice(second.end, second.end + 14))) return undefined
  if (second.currency && first.currency && second.currency !== first.currency) return undefined
  const ends = endsOf(first, second)
  return ends && { ...ends, last: second, period: named && named.end <= second.start ? named.period : undefined }
}

/** Shared thousands ("35-38k", "45-50,000") and shared hundreds ("£500-50") filled in; undefined where two numbers are no range. */
function endsOf(first: Amount, second: Amount): { low: number; high: number } | undefined {
  let low = first.value
  let high = second.value
  if (low < 1000 && high >= 10_000 && low * 1000 <= high * 1.001 && low >= 10) low *= 1000
  if (first.thousands && !second.thousands && high < 1000 && high * 1000 >= low) high *= 1000
  if (low >= 100 && low < 1000 && high >= 10 && high < 100 && !second.currency) high += Math.floor(low / 100) * 100
  if (high < low && !second.currency && first.currency) return undefined
  if (Math.max(low, high) > 100 * Math.min(low, high)) return undefined
  return low <= high ? { low, high } : { low: high, high: low }
}

/** Undefined for what can be nobody's pay: most numbers of a text are none, and are put aside before their surroundings are read. */
function rateOf(text: string, where: TextWhere, first: Amount, span: Span | undefined, next: number): Rate | undefined {
  const last = span?.last ?? first
  const after = periodAfter(text, last.end)
  const named: NamedPeriod | undefined = after && after.end <= Math.max(next, last.end) + 1 ? after : undefined
  const before = text.slice(Math.max(0, first.start - 60), first.start)
  const end = named?.end ?? last.end
  const tail = text.slice(end, Math.min(next, end + 48))
  const [min, max] = boundsOf(span, last, before, [text.slice(last.end, last.end + 18), tail])
  const from = first.start - (span ? 0 : (AT_MOST.exec(before)?.[0].length ?? 0))
  const labelPeriod = periodBefore(text, first.start)
  const stated = span?.period ?? named?.period ?? labelPeriod
  const period = stated ?? periodOfSize(min, max)
  const taxed = TAXED.test(tail)
  const bare = first.currency === undefined && last.currency === undefined && !first.thousands && !last.thousands
  if (period === undefined || (bare && where !== 'pay' && stated === undefined && period !== 'year' && !taxed)) return undefined
  return {
    min,
    max,
    currency: first.currency ?? last.currency,
    period,
    named: stated !== undefined,
    thousands: first.thousands || last.thousands,
    labelled: labelPeriod !== undefined || LABEL.test(before) || LABEL_AFTER.test(tail),
    routeBefore: routeIn(text.slice(Math.max(0, first.start - 24), first.start), true),
    routeAfter: routeIn(text.slice(last.end, Math.min(next, end + 28)), false),
    taxed,
    vat: vatIn(tail) ?? vatIn(text.slice(last.end, last.end + 24)),
    tail: text.slice(last.end, Math.min(next, last.end + 48)),
    listed: /;[^;\n]{0,50}$/.test(before),
    start: first.start,
    end,
    where,
    evidence: { words: text.slice(from, end).trim(), where, start: from },
  }
}

function boundsOf(span: Span | undefined, only: Amount, before: string, after: string[]): [number | null, number | null] {
  if (span) return [span.low, span.high]
  if (AT_MOST.test(before) || after.some(words => MOST_AFTER.test(words))) return [null, only.value]
  if (AT_LEAST.test(before) || only.open || after.some(words => /^\s?to (?:competitive|neg)/i.test(words))) return [only.value, null]
  return [only.value, only.value]
}

/** The route named right before an amount ("PAYE £310", at the end of the words) or after it ("£36 Umbrella"). */
function routeIn(words: string, before: boolean): Route | undefined {
  const near = before ? (/(?:^|[\s/(|,–-])([\w -]{0,24}?)[\s:(–-]{0,3}$/.exec(words)?.[0] ?? '') : words
  return ROUTES.find(([pattern]) => pattern.test(near))?.[1]
}

function vatIn(tail: string): Pay['vat'] {
  const match = VAT.exec(tail)
  return match ? (match[1] ? 'plus' : 'including') : undefined
}

/** Whether a rate is somebody's pay, from where it stands and the words around it. */
function isPay(text: string, rate: Rate, millions: boolean): boolean {
  if (millions || (rate.max ?? rate.min ?? 0) < 2 || isRetirementPlan(rate)) return false
  const before = text.slice(Math.max(0, rate.start - 60), rate.start)
  const after = text.slice(rate.end, rate.end + 60)
  if (/^[\s|–-]{0,4}estimated\b/i.test(after)) return false
  if (rate.where === 'pay' && rate.start < 12 && rate.named) return true
  if (UNPAID_BEFORE.test(before) || (PERK_AFTER.test(after) && !isSalaryList(rate, after))) return false
  if (BONUS_AFTER.test(after) && !isLivelihood(rate)) return false
  const byDayOrHour = rate.period === 'day' || rate.period === 'hour'
  if ((!rate.named || !byDayOrHour) && !rate.labelled && BUSINESS_BEFORE.test(before)) return false
  if (!rate.named && !rate.labelled && (WORTH_BEFORE.test(before) || WORTH_AFTER.test(after))) return false
  if (rate.period === undefined) return false
  if (rate.where !== 'pay' && !rate.labelled && !isPlausible(rate.period, rate.min, rate.max)) return false
  if (rate.where === 'pay') return rate.named || rate.currency !== undefined || !NOT_AN_END.test(rate.tail)
  if (rate.currency === undefined && !rate.thousands) return isBarePay(rate, before, after)
  if (rate.named || rate.labelled || rate.taxed || rate.routeBefore || (BONUS_AFTER.test(after) && isLivelihood(rate))) return true
  return rate.where === 'title' || isHeadline(rate)
}

/** "£80,000 - £90,000 Car Allowance": a list that lost its plus signs; nobody's car costs that. */
function isSalaryList(rate: Rate, after: string): boolean {
  return rate.period === 'year' && (rate.min ?? rate.max ?? 0) >= LEAST_SALARY && /^[\s)]{0,2}car allowance/i.test(after)
}

const LEAST_SALARY = 18_000

/** A salary at the head of the text: "Leeds, hybrid | £60,000 – £70,000", "Up to £55,000". */
function isHeadline(rate: Rate): boolean {
  const [low, high] = [rate.min ?? rate.max ?? 0, rate.max ?? rate.min ?? 0]
  return rate.start < 250 && rate.period === 'year' && low >= LEAST_SALARY && high <= 250_000 && high <= low * 2
}

/** "401k" is an American pension. */
function isRetirementPlan(rate: Rate): boolean {
  return rate.thousands && rate.min === 401_000 && rate.currency === undefined
}

function isYear(value: number | null): boolean {
  return value !== null && value >= 1990 && value <= 2040 && Number.isInteger(value)
}

/** Large enough to live on: "£60,000 per annum bonus" lists pay, then a bonus; "£5,000 per annum bonus" is the bonus. */
function isLivelihood(rate: Rate): boolean {
  const floor = { hour: 5, day: 50, week: 200, month: 1_000, year: rate.named ? 12_000 : 20_000, fixed: Infinity }
  return rate.period !== undefined && (rate.named || rate.period === 'year') && (rate.max ?? rate.min ?? 0) >= floor[rate.period]
}

/** A number without a currency sign: only with a period or a route of pay, and only where the size fits. */
function isBarePay(rate: Rate, before: string, after: string): boolean {
  if (!rate.period || !isPlausible(rate.period, rate.min, rate.max) || /^[\s]{0,1}\)/.test(rate.tail)) return false
  if ((rate.min === rate.max && isYear(rate.max)) || COUNTED_BEFORE.test(before)) return false
  if (/^[\s]{0,2}(?:users|customers|calls|transactions|visitors|vehicles|passengers|orders|units|hours|days)/i.test(after)) return false
  if (rate.named) return rate.period === 'day' || rate.period === 'hour' || rate.labelled
  if (rate.period === 'year' && LABEL_AFTER.test(rate.tail)) return true
  return rate.taxed && (rate.labelled || !Number.isInteger(rate.max))
}
