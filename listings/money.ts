// Amounts of money and the words that say what they are paid for, as adverts write them.
import type { PayPeriod } from './card.ts'

/** A number in a text that may be money. */
export interface Amount {
  value: number
  /** ISO 4217; undefined where no sign or code stands at the number. */
  currency: string | undefined
  start: number
  end: number
  /** Written in thousands ("45k"). */
  thousands: boolean
  /** Written in millions or more: never somebody's pay. */
  millions: boolean
  /** "£500+": this and more. */
  open: boolean
}

const CURRENCY_OF: Record<string, string> = {
  '£': 'GBP',
  '€': 'EUR',
  $: 'USD',
  us$: 'USD',
  usd$: 'USD',
  ca$: 'CAD',
  c$: 'CAD',
  au$: 'AUD',
  a$: 'AUD',
  nz$: 'NZD',
  sg$: 'SGD',
  s$: 'SGD',
  hk$: 'HKD',
  pound: 'GBP',
  euro: 'EUR',
  dollar: 'USD',
}
const CODES = 'GBP|EUR|USD|CHF|AUD|CAD|NZD|SGD|HKD|AED|SEK|NOK|DKK|PLN|ZAR|INR'
const CODE = `${CODES}|${CODES.toLowerCase()}`
const NUMBER = String.raw`\d{1,3}(?:,{1,2}\d{3}){1,3}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3}){1,3}(?=,\d{2}\b|(?![\d.]))|\d{1,3} [05]00|\d{1,3},\d{2}(?![\d,])|\d{1,7}(?:\.\d{1,2})?`
/** Case counts: the "K" of "$120KLocation" ends the number, the "k" of "£5 kit" does not. */
const AMOUNT = new RegExp(
  String.raw`(?:(£|€|(?:USD?|CA|C|AU|A|NZ|SG|S|HK|us)?\$|\b(?:${CODE}))[ \t]{0,2}|(?<![\w.,:])|(?<=\bc))(${NUMBER})(?![\d:]|,\d|,,)` +
    String.raw`(?:[ \t]?(?:([kK])(?![a-z]|-means)|([kK])(?=pa\b|[bB]en|[bB]as|OTE\b|ote\b|DOE\b|doe\b|p\/a)|([mM](?:n|ln|illion)?|[bB](?:n|N|illion)?|[tT](?:n|rillion)|MN|MILLION|BILLION)\b))?` +
    String.raw`(?:[ \t]?(?:(${CODE}|[pP]ound|[eE]uro|[dD]ollar)s?\b|([€£])(?![ \t]?\d)))?(?:,-)?(\+)?`,
  'y',
)
/** Before a digit, the end of a sign or code. */
const SIGNED = /(?<=[£€$PRDFKN][ \t]{0,2})/iy
/** The longest sign, "USD$", and two spaces. */
const SIGN_REACH = 6
/** A text with more numbers than this is a table; its first numbers are read. */
const MOST_AMOUNTS = 1_000

/** Every number of a text that could be money, in order. Linear in the length of the text. */
export function findAmounts(text: string): Amount[] {
  const amounts: Amount[] = []
  let end = 0
  for (const { index } of text.matchAll(/\d/g)) {
    const match = index < end ? null : amountAt(text, index, end)
    if (!match) continue
    amounts.push(amountOf(match))
    if (amounts.length >= MOST_AMOUNTS) break
    end = match.index + match[0].length
  }
  return amounts
}

/** The amount whose first digit stands at `digit`, with the sign before it but not before `from`. */
function amountAt(text: string, digit: number, from: number): RegExpExecArray | null {
  SIGNED.lastIndex = digit
  for (let at = SIGNED.test(text) ? Math.max(from, digit - SIGN_REACH) : digit; at <= digit; at++) {
    AMOUNT.lastIndex = at
    const match = AMOUNT.exec(text)
    if (match) return match
  }
  return null
}

function amountOf(match: RegExpExecArray): Amount {
  const [words, sign, digits = '', k, gluedK, large, code, trailing, plus] = match
  const thousands = k !== undefined || gluedK !== undefined
  return {
    value:
      numberOf(
        digits,
        [sign, code, trailing].some(mark => mark === '€' || mark?.toUpperCase() === 'EUR'),
      ) * (thousands ? 1000 : 1),
    currency: currencyOf(sign ?? code ?? trailing),
    start: match.index,
    end: match.index + words.length,
    thousands,
    millions: large !== undefined && (sign !== undefined || large.length > 1),
    open: plus !== undefined,
  }
}

function currencyOf(sign: string | undefined): string | undefined {
  return sign === undefined ? undefined : (CURRENCY_OF[sign.toLowerCase()] ?? sign.toUpperCase())
}

/** "1,250.50", "45 000" and, in euro or with two groups, "45.000". */
function numberOf(digits: string, continental: boolean): number {
  if (!/[., ]/.test(digits)) return Number(digits)
  const grouped = /^\d{1,3}(?:\.\d{3}){1,3}$/.test(digits)
  const groups = digits.split('.').length - 1
  if (/,\d{2}$/.test(digits)) return Number(digits.replace(',', '.'))
  return Number((grouped && (continental || groups > 1) ? digits.replaceAll('.', '') : digits).replaceAll(/[, ]/g, ''))
}

const UNIT: Record<PayPeriod, string> = {
  day: String.raw`(?:\/|per|a|each|p\/?|x)[ -]{0,2}(?:a )?(?:day|diem)(?!s)(?! (?:one|1)\b)|\/? ?p[\/.]? ?d\b\.?|p\/d(?!ays)|\/d\b|pro tag\b|par jour\b|per dag\b|daily(?! ?(?:rate ?)?[:=]| rate equiv)|days? ?rate(?! ?[:=])|(?<=[\d) ])\/? ?day\b(?! ?rates?\b| (?:one|1|week|contract|per|a)\b)`,
  hour: String.raw`(?:\/|per|an|each|p\/?|a)[ -]{0,2}(?:hours?|hrs?\b)|\/? ?p[\/.]? ?h\b\.?|p\/h(?!ead)|\/h\b|phr\b|pro stunde\b|per uur\b|hourly(?! ?(?:rate ?)?[:=])`,
  week: String.raw`(?:\/|per|a|each|p\/?)[ -]{0,2}(?:week|wk\b)|\/? ?p[\/.]? ?w\b\.?|weekly`,
  month: String.raw`(?:\/|per|a|each|p\/?)[ -]{0,2}(?:calendar )?(?:month|mth\b)|p[\/.]? ?c?[\/.]? ?m\b\.?|monthly`,
  year: String.raw`(?:\/|per|a|each|p\/?)[ -]{0,2}(?:annum|anum|year|yr\b)|\/? ?p[\/.]? ?a\b\.?|annually|yearly|annual\b`,
  fixed: String.raw`(?:fixed|project|flat)[ -](?:price|fee)\b|fixed for the |lump sum\b|in total\b|for the (?:whole )?(?:project|assignment|engagement)\b`,
}
const PERIODS = Object.keys(UNIT) as PayPeriod[]
const UNITS = PERIODS.map(period => `(${UNIT[period]})`).join('|')
/** Words that may stand between an amount and its period: "£500 umbrella per day", "£450 (inside IR35) per day". */
const BETWEEN = String.raw`(?:max(?:imum)?|min(?:imum)?|gross|net|approx|umbrella|umb|paye|ltd|limited|via|inside|outside|ir35|plus|ex|exc|inc|vat|gbp|eur|usd|equivalent|basic|doe|rate|to competitive|to negotiable|to neg|negotiable)\b`
const AFTER = new RegExp(String.raw`^[\s+*()\[\],:.–-]{0,4}(?:${BETWEEN}[ +*()\/,:–-]{1,3}){0,4}(?:${UNITS})`, 'i')
const BEFORE = new RegExp(
  String.raw`(?:\b(day|daily)[ -]?rate|\b(hour|hourly)[ -]?rate|\b(?:(weekly)|(monthly)|(annual|yearly|p\.a\.)) (?:rate|salary|pay)|\b(?:rates?|pay|salary|price|cost)[ (]{0,2}(?:(?:per|\/|a|p\/)[ -]?(?:(d(?:ay)?\b)|(h(?:ou)?r?\b)|(week\b)|(month\b)|(annum\b|year\b))|(daily\b)|(hourly\b))|\b((?:fixed|flat)[ -](?:price|fee)|lump sum))[^\d.;£€$]{0,26}$`,
  'i',
)

/** A period named directly at an amount: which, and where its words end. */
export interface NamedPeriod {
  period: PayPeriod
  end: number
}

/** The period named right after position `at` ("… per day", "pd", "(A day)", "umbrella p/h"). */
export function periodAfter(text: string, at: number): NamedPeriod | undefined {
  const match = AFTER.exec(text.slice(at, at + 60))
  const period = match && PERIODS.find((_, index) => match[index + 1] !== undefined)
  return match && period ? { period, end: at + match[0].length } : undefined
}

/** The period named by a label before position `at` ("Day rate: up to …", "Pay per hour: …"). */
export function periodBefore(text: string, at: number): PayPeriod | undefined {
  const match = BEFORE.exec(text.slice(Math.max(0, at - 60), at))
  if (!match) return undefined
  const order: PayPeriod[] = ['day', 'hour', 'week', 'month', 'year', 'day', 'hour', 'week', 'month', 'year', 'day', 'hour', 'fixed']
  return order.find((_, index) => match[index + 1] !== undefined)
}

/**
 * What anybody is paid per period, in pounds, euro or dollars: outside these bounds the number or its period was misread.
 * The low ends admit the wages of 2012, the high ends a partner's; nobody pays £12 a day or £9,000 an hour.
 */
const PLAUSIBLE: Record<PayPeriod, readonly [low: number, high: number]> = {
  hour: [5, 400],
  day: [50, 3_500],
  week: [150, 15_000],
  month: [600, 60_000],
  year: [8_000, 400_000],
  fixed: [500, 1_000_000],
}
/** A range wider than this has a zero too many at one end ("£40,000 - £450,000"). */
const WIDEST = 6

/** Whether somebody could be paid between `min` and `max` per `period`. */
export function isPlausible(period: PayPeriod, min: number | null, max: number | null): boolean {
  const [low, high] = PLAUSIBLE[period]
  const fits = (end: number | null) => end === null || (end >= low && end <= high)
  return fits(min) && fits(max) && (min === null || max === null || max <= min * WIDEST)
}

/** The one period an amount of this size can be for; undefined where it could be two ("£120", "£4,000"). */
export function periodOfSize(min: number | null, max: number | null): PayPeriod | undefined {
  const low = min ?? max ?? 0
  const high = max ?? min ?? 0
  if (low >= 10 && high <= 99.99) return 'hour'
  if (low >= 150 && high <= 2_000) return 'day'
  return low >= 12_000 && high <= 1_000_000 ? 'year' : undefined
}
