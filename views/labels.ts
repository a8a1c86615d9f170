// Words for values, one place for HTML, feeds, exports and mails, so that they cannot disagree. British English, no exclamation marks.
import type {
  Clearance,
  ContractCard,
  DayRate,
  Discipline,
  Engagement,
  Pay,
  PayPeriod,
  Place,
  Refusal,
  Remote,
  Sector,
  Seniority,
  Term,
  Where,
} from '../listings/card.ts'
import type { AdvertiserKind, HeldClearance, Sort } from '../listings/query.ts'
import { dayLabel } from './times.ts'
import type { DateStyle } from './times.ts'

const whole = new Intl.NumberFormat('en-GB')
const monies = new Map<string, Intl.NumberFormat>()

/** "1,204"; without the formatter, which takes a microsecond, up to a million. */
export function numberLabel(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n >= 1_000_000) return whole.format(n)
  return n < 1_000 ? String(n) : `${Math.floor(n / 1_000)},${String(n % 1_000).padStart(3, '0')}`
}

/** "1 role", "42 roles" */
export function countLabel(n: number, one: string, many = `${one}s`): string {
  return `${numberLabel(n)} ${n === 1 ? one : many}`
}

/** "42 roles"; "about 12,000 roles" where nobody counted them. */
export function totalLabel({ total, isTotalExact }: { total: number; isTotalExact: boolean }): string {
  return `${isTotalExact ? '' : 'about '}${countLabel(total, 'role')}`
}

/** "£550", "£27.50", "US$600"; the amount alone where the currency is no ISO 4217 code. */
export function moneyLabel(amount: number, currency: string): string {
  if (currency === 'GBP' && Number.isInteger(amount) && amount >= 0) return `£${numberLabel(amount)}`
  const digits = Number.isInteger(amount) ? 0 : 2
  const key = `${currency}${digits}`
  let format = monies.get(key)
  if (!format) {
    if (!/^[A-Z]{3}$/.test(currency)) return whole.format(amount)
    format = new Intl.NumberFormat('en-GB', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
    monies.set(key, format)
  }
  return format.format(amount)
}

/** "£550–£600", "up to £600", "from £500"; '' when both ends are missing. */
export function rangeLabel(min: number | null, max: number | null, currency: string): string {
  if (min !== null && max !== null && min !== max) return `${moneyLabel(min, currency)}–${moneyLabel(max, currency)}`
  if (min !== null && max === null) return `from ${moneyLabel(min, currency)}`
  if (min === null && max !== null) return `up to ${moneyLabel(max, currency)}`
  return max === null ? '' : moneyLabel(max, currency)
}

const PERIODS: Record<PayPeriod, string> = {
  hour: ' an hour',
  day: ' a day',
  week: ' a week',
  month: ' a month',
  year: ' a year',
  fixed: ' for the whole contract',
}
const ROUTES: Record<NonNullable<Pay['route']>, string> = { limited: 'limited company', umbrella: 'umbrella', paye: 'PAYE' }

/** Pay as advertised: "£55–£60 an hour plus VAT (umbrella)". */
export function payLabel(pay: Pay): string {
  const vat = pay.vat === 'plus' ? ' plus VAT' : pay.vat === 'including' ? ' including VAT' : ''
  const route = pay.route ? ` (${ROUTES[pay.route]})` : ''
  return `${rangeLabel(pay.min, pay.max, pay.currency)}${PERIODS[pay.period]}${vat}${route}`
}

/** "£550–£600", "≈ £440" for an estimate, which is not good to the penny. */
export function dayRateLabel({ min, max, currency, basis }: DayRate): string {
  if (basis === 'stated') return rangeLabel(min, max, currency)
  return `≈ ${rangeLabel(min && Math.round(min), max && Math.round(max), currency)}`
}

export interface RateLabel {
  /** "£550–£600", "≈ £440", "–" where the advert states none. */
  figure: string
  /** "a day", '' where there is no rate. */
  unit: string
  /** All of it for a feed, a mail, a screen reader: "£550–£600 a day", "no rate stated". */
  words: string
  estimated: boolean
  stated: boolean
  /** The unit is not the day and must be seen, not only heard. */
  odd: boolean
  /** How an estimate was made: "from £55 an hour"; '' otherwise. */
  from: string
}

/** The headline of a role. Pay that cannot be put per day is shown as advertised ("£20,000 for the whole contract"). */
export function rateLabel(card: ContractCard): RateLabel {
  const rate = card.dayRate
  const pay = card.pay?.main
  if (rate && (rate.min !== null || rate.max !== null)) {
    const figure = dayRateLabel(rate)
    const estimated = rate.basis === 'estimated'
    return {
      figure,
      unit: 'a day',
      words: `${figure} a day`,
      estimated,
      stated: true,
      odd: false,
      from: estimated && pay ? `from ${payLabel(pay)}` : '',
    }
  }
  if (pay && !pay.implausible && (pay.min !== null || pay.max !== null)) {
    const unit = PERIODS[pay.period].trim()
    return {
      figure: rangeLabel(pay.min, pay.max, pay.currency),
      unit,
      words: payLabel(pay),
      estimated: false,
      stated: true,
      odd: true,
      from: '',
    }
  }
  return { figure: '–', unit: '', words: 'no rate stated', estimated: false, stated: false, odd: false, from: '' }
}

export const ENGAGEMENT_LABELS: Record<Engagement, string> = {
  outside: 'outside IR35',
  inside: 'inside IR35',
  umbrella: 'umbrella',
  paye: 'PAYE',
  'fixed-term': 'fixed term',
  'small-client': 'small client',
  exempt: 'IR35 exempt',
  conflicting: 'both claimed',
}

export interface EngagementLabel {
  words: string
  /** The class of the pill: solid outline, filled tint, dotted, plain. */
  look: 'outside' | 'inside' | 'payroll' | 'plain'
}

/** The advert's claim about tax, as a pill with words; colour is never the only sign. */
export function engagementLabel(card: ContractCard): EngagementLabel {
  const value = card.engagement?.value
  if (!value) return { words: 'IR35 not stated', look: 'plain' }
  const looks: Record<Engagement, EngagementLabel['look']> = {
    outside: 'outside',
    inside: 'inside',
    umbrella: 'payroll',
    paye: 'payroll',
    'fixed-term': 'payroll',
    'small-client': 'plain',
    exempt: 'plain',
    conflicting: 'plain',
  }
  return { words: ENGAGEMENT_LABELS[value], look: looks[value] }
}

export const DISCIPLINE_LABELS: Record<Discipline, string> = {
  project: 'Project',
  programme: 'Programme',
  portfolio: 'Portfolio',
  pmo: 'PMO',
  delivery: 'Delivery',
  change: 'Change',
}

export const SENIORITY_LABELS: Record<Seniority, string> = {
  support: 'Support',
  coordinator: 'Coordinator',
  analyst: 'Analyst',
  junior: 'Junior manager',
  manager: 'Manager',
  senior: 'Senior manager',
  lead: 'Lead',
  head: 'Head',
  director: 'Director',
}

/** Discipline and rung as people say them: "Senior Project Manager", "PMO Analyst", "Head of Change"; '' when neither was read. */
export function levelLabel(card: ContractCard): string {
  const rung = card.seniority?.rung
  const field = card.discipline ? DISCIPLINE_LABELS[card.discipline.value] : ''
  if (!rung) return field
  const noun: Record<Seniority, string> = {
    support: `${field} Support`,
    coordinator: `${field} Coordinator`,
    analyst: `${field} Analyst`,
    junior: `Junior ${field} Manager`,
    manager: `${field} Manager`,
    senior: `Senior ${field} Manager`,
    lead: `${field} Lead`,
    head: field ? `Head of ${field}` : 'Head',
    director: `${field} Director`,
  }
  const words = noun[rung].replace(/ {1,3}/g, ' ').trim()
  const modifier = card.seniority?.modifier
  return modifier && !words.toLowerCase().includes(modifier.toLowerCase()) ? `${capital(modifier)} ${words}` : words
}

/** "6 months", "6–12 months", "6 weeks", "to 31 March 2027"; '' when only an extension was read. */
export function termLabel(term: Term, dates: DateStyle = 'long'): string {
  if (term.months === null && term.monthsMax === null) return term.endDate ? `to ${dayLabel(term.endDate, dates)}` : ''
  const from = term.months ?? term.monthsMax ?? 0
  const to = term.monthsMax ?? from
  if (!Number.isInteger(from) && to === from && from < 6) return countLabel(Math.round((from * 52) / 12), 'week')
  return from === to ? countLabel(from, 'month') : `${whole.format(from)}–${countLabel(to, 'month')}`
}

/** "ASAP", "12 January 2027", "January 2027", or the advert's own words. */
export function startLabel(value: string, dates: DateStyle = 'long'): string {
  if (/^asap$/i.test(value)) return 'ASAP'
  return /^\d{4}-\d{2}/.test(value) ? dayLabel(value, dates) : value
}

export const REMOTE_LABELS: Record<Remote, string> = { remote: 'remote', hybrid: 'hybrid', onsite: 'on site' }

/** "London, 2 days on site", "Leeds, hybrid", "remote (United Kingdom)", "London or Leeds"; '' when nothing was read. */
export function placeLabel(card: ContractCard): string {
  const places = card.places?.value ?? []
  const where = placesLabel(places)
  if (!card.remote) return where
  const days = card.remote.onSiteDaysPerWeek
  if (card.remote.value === 'remote') return where ? `remote (${where})` : 'remote'
  const how = days === null ? REMOTE_LABELS[card.remote.value] : `${countLabel(days, 'day')} on site`
  return where ? `${where}, ${how}` : how
}

function placesLabel(places: readonly Place[]): string {
  const names = [...new Set(places.map(place => place.name))]
  if (names.length <= 2) return names.join(' or ')
  return `${names.slice(0, 2).join(', ')}, ${names.length - 2} more`
}

/** "SC cleared", "SC eligible", "SC preferred"; "SC clearance" when the advert does not say which. */
export function clearanceLabel(clearance: Clearance): string {
  const modes = { required: 'cleared', eligible: 'eligible', preferred: 'preferred' }
  if (clearance.level === 'BPSS') return clearance.mode === 'required' || !clearance.mode ? 'BPSS check' : `BPSS ${modes[clearance.mode]}`
  return `${clearance.level} ${clearance.mode ? modes[clearance.mode] : 'clearance'}`
}

export const HELD_LABELS: Record<HeldClearance, string> = {
  none: 'no clearance',
  bpss: 'BPSS',
  ctc: 'CTC',
  sc: 'SC',
  dv: 'DV',
  edv: 'eDV',
  nppv: 'NPPV',
}

export const SECTOR_LABELS: Record<Sector, string> = {
  finance: 'Finance',
  government: 'Government',
  health: 'Health and NHS',
  defence: 'Defence',
  energy: 'Energy',
  rail: 'Rail',
  construction: 'Construction',
  technology: 'Technology',
  telecoms: 'Telecoms',
  retail: 'Retail',
  pharma: 'Pharma',
  manufacturing: 'Manufacturing',
  utilities: 'Utilities',
  education: 'Education',
  transport: 'Transport',
  charity: 'Charity',
  media: 'Media',
  legal: 'Legal',
  aerospace: 'Aerospace',
  nuclear: 'Nuclear',
}

export const ADVERTISER_LABELS: Record<AdvertiserKind, string> = { agency: 'through an agency', direct: 'direct from the client' }

/** "Harrow Lane, Fennick Cole, 1 more"; '' when nobody is named. */
export function advertisersLabel(advertisers: readonly string[]): string {
  const [first, second, ...more] = advertisers
  if (first === undefined) return ''
  if (second === undefined) return first
  return more.length === 0 ? `${first}, ${second}` : `${first}, ${second}, ${more.length} more`
}

const WHERE_LABELS: Record<Where, string> = {
  title: 'in the title',
  company: 'in the company’s name',
  location: 'in the place line',
  pay: 'in the pay line',
  contract: 'in the kind of contract',
  duration: 'in the duration',
  description: 'in the text',
  field: 'in a field of the source',
}

/** Where the words of a tag stood: "in the title". */
export function whereLabel(where: Where): string {
  return WHERE_LABELS[where]
}

const REFUSAL_LABELS: Record<Refusal['reason'], string> = {
  permanent: 'permanent role',
  'off-family': 'another kind of work',
  'contract-not-stated': 'does not say that it is a contract',
  'course-seller': 'sells a course',
  unpaid: 'unpaid',
  expired: 'already over when we read it',
  'no-title': 'has no title',
  unreadable: 'could not be read',
}

/** A refusal in words; a reason of a later version is shown as it is kept. */
export function refusalLabel(reason: string): string {
  return Object.hasOwn(REFUSAL_LABELS, reason) ? REFUSAL_LABELS[reason as Refusal['reason']] : reason
}

export const SORT_LABELS: Record<Sort, string> = { fit: 'fit', newest: 'newest', rate: 'rate', closing: 'closing soon' }

/** A role's title on a page: a dash between its words ends a line rather than begins the next. */
export function titleLabel(title: string): string {
  return title.replaceAll(/ (?=[-–—] )/g, '\u00a0')
}

/** "Six months" */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
