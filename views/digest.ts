// What the mails say: the digest of a saved search, and the question whether an alert is wanted.
import type { DigestTotals } from '../db/digest-roles.ts'
import type { Rhythm } from '../db/rhythm.ts'
import type { News } from '../db/schema-alerts.ts'
import type { BoardRow } from '../db/search.ts'
import type { DayRate } from '../listings/card.ts'
import { firstPage } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import {
  advertisersLabel,
  clearanceLabel,
  countLabel,
  dayRateLabel,
  engagementLabel,
  moneyLabel,
  numberLabel,
  placeLabel,
} from './labels.ts'
import { rateLabel, startLabel, termLabel } from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { queryLabel } from './query-labels.ts'
import { boardAddress } from './page.ts'
import { applyByWords } from './times.ts'

/**
 * Roles a mail shows; the rest stand behind a link. 25 keep the HTML at half of what Gmail clips. Three of one advertiser, so that an agency
 * with forty roles leaves room for the others; a fifth for roles that changed, for they would all come after the new ones.
 */
export const MAIL_SHOWS = { limit: 25, ofAdvertiser: 3, changed: 5 } as const

export interface DigestView {
  subject: string
  /** What an inbox shows after the subject. */
  preheader: string
  heading: string
  /** The search in words. */
  asked: string
  /** The local day, "Sunday 28 March 2027". */
  day: string
  /** Something to know about this very mail; '' for nothing. */
  note: string
  roles: DigestRoleView[]
  more: { href: string; words: string } | null
  links: { home: string; board: string; change: string; fewer: string; more: string; mine: string; stop: string }
  /** Why this mail came. */
  reason: string
}

/** In the views of roles, in place of the address of the alert's own page: that is the only thing in which two mails may differ there. */
export const ALERT = '\u0001'

export type DigestRoleView = RoleView & ToldView & { piece: PieceKey }

/** What makes two roles of two mails the same words: whoever renders may keep what it made for as long as `of` lives. */
export interface PieceKey {
  of: object
  told: string
}

/** What is the same of a role in every mail. */
export interface RoleView {
  href: string
  title: string
  rate: RateLabel
  engagement: EngagementLabel
  /** Which of the looks is meant: the CSS is put in before any value is, so the template must spell each class out. */
  look: Record<'stated' | 'estimated' | 'unknown' | EngagementLabel['look'], boolean>
}

/** Who and where; how long, from when, until when to apply; in which adverts. A line each, which may be empty. */
export type FactLines = string[][]

/** What an alert is told of a role. */
interface ToldView {
  /** "New", or what changed: "Rate up from £500 to £550", "Open again". */
  news: string
  facts: FactLines
  why: string[]
  /** "Leave out Hays", and the page that asks whether; null where several advertise it. */
  hide: { href: string; words: string } | null
  notRelevant: string
}

export interface DigestMatter {
  query: BoardQuery
  /** Of the live roles of the digest those that the mail shows, at most MAIL_SHOWS.limit. */
  roles: { row: BoardRow; why: string[]; news: News; was?: DayRate | null; alsoIn?: string[] }[]
  /** Of all its live roles. */
  totals: DigestTotals
  /** ISO date of the local day. */
  localDate: string
  rhythm: Rhythm
  /** The alert's first mail, which looks back some days. */
  first: boolean
  /** Its webhook was switched off since the last mail. */
  webhookOff?: boolean
  publicUrl: string
  savedSearchId: string
  tokens: MailTokens
}

/** What the links of a mail to a subscriber are made from. */
export interface MailTokens {
  stop: string
  /** Opens the pages of the subscriber's own alerts. */
  manage: string
  /** Opens the page with every role of this digest. */
  digest: string
}

export function digestView(matter: DigestMatter): DigestView {
  const { query, roles, totals, publicUrl, tokens } = matter
  const asked = queryLabel(query)
  const count = newsCount(totals)
  const best = bestRate(totals)
  const rest = totals.live - roles.length
  const mine = `${publicUrl}/alerts/mine/${tokens.manage}`
  const change = `${mine}/${matter.savedSearchId}`
  return {
    subject: subjectLine([count, best && `up to ${best}`].filter(Boolean).join(', '), asked, shortDay(matter.localDate)),
    preheader: plainLine(
      roles
        .slice(0, 3)
        .map(({ row }) => `${rateLabel(row.card).words}: ${row.title}`)
        .join(' · '),
      140,
    ),
    heading: best ? `${count}, up to ${best}` : count,
    asked: sentence(asked),
    day: longDay(matter.localDate),
    note: noteOf(matter),
    roles: roles.map(role => digestRoleView(role, publicUrl, matter.localDate)),
    more:
      rest > 0
        ? {
            href: `${publicUrl}/alerts/roles/${tokens.digest}`,
            words: `See all ${numberLabel(totals.live)} roles, ${numberLabel(rest)} more than here`,
          }
        : null,
    links: {
      home: `${publicUrl}/`,
      board: `${publicUrl}${boardAddress(firstPage(query))}`,
      change,
      fewer: `${change}/fewer`,
      more: `${change}/more`,
      mine,
      stop: `${publicUrl}/u/${tokens.stop}`,
    },
    reason: `You get this because you confirmed an alert for this search, sent ${whenLabel(matter.rhythm)}, if there is anything new.`,
  }
}

function noteOf({ first, webhookOff = false }: DigestMatter): string {
  if (webhookOff)
    return 'The webhook of this alert is switched off: its address took nothing for days, or is gone. “Change this alert” shows why.'
  return first ? 'The first mail of this alert: it looks back seven days, the next ones bring only what is new.' : ''
}

/** "2 new roles", "2 new roles, 1 changed", "1 changed role" */
function newsCount({ live, changed }: DigestTotals): string {
  const fresh = live - changed
  if (changed === 0) return countLabel(fresh, 'new role')
  return fresh === 0 ? countLabel(changed, 'changed role') : `${countLabel(fresh, 'new role')}, ${numberLabel(changed)} changed`
}

/** Further places of one text that a mail names. */
const PLACES_NAMED = 6

function digestRoleView(
  { row, why, news, was, alsoIn = [] }: DigestMatter['roles'][number],
  publicUrl: string,
  localDate: string,
): DigestRoleView {
  const { facts, ...view } = factsOf(row, publicUrl, localDate)
  const told = {
    news: newsLabel(news, was, row.card.dayRate),
    facts: withTowns(facts, alsoIn),
    why: why.map(reason => plainLine(reason, 200)),
    hide: hideLink(row.advertisers),
    notRelevant: `${ALERT}/not-relevant?role=${row.slug}`,
  }
  return { ...view, ...told, piece: { of: row, told: JSON.stringify(told) } }
}

/** Behind who and where. */
function withTowns([place = [], ...others]: FactLines, towns: string[]): FactLines {
  if (towns.length === 0) return [place, ...others]
  const also = `also in ${[...new Set(towns)].slice(0, PLACES_NAMED).join(', ')}`
  return [[...place, plainLine(also, 200)], ...others]
}

/** By the row: a role of today is in the mails of a thousand alerts of one day, whose sender hands in the same row. */
const roleViews = new WeakMap<BoardRow, { isoDate: string; view: RoleView & { facts: FactLines } }>()

/** A role with its facts as a mail of that day says them. */
export function factsOf(row: BoardRow, publicUrl: string, isoDate: string): RoleView & { facts: FactLines } {
  const known = roleViews.get(row)
  if (known?.isoDate === isoDate) return known.view
  const view = { ...makeRole(row, publicUrl), facts: factLines(row, isoDate) }
  roleViews.set(row, { isoDate, view })
  return view
}

function makeRole(row: BoardRow, publicUrl: string): RoleView {
  const rate = rateLabel(row.card)
  const engagement = engagementLabel(row.card)
  const look = {
    stated: rate.stated && !rate.estimated,
    estimated: rate.estimated,
    unknown: !rate.stated,
    outside: engagement.look === 'outside',
    inside: engagement.look === 'inside',
    payroll: engagement.look === 'payroll',
    plain: engagement.look === 'plain',
  }
  return { href: `${publicUrl}/roles/${row.slug}`, title: plainLine(row.title, 200), rate, engagement, look }
}

/** The first line is of who and where, and may be empty. */
function factLines(row: BoardRow, isoDate: string): FactLines {
  const { card, adverts, sources } = row
  const terms = [
    card.term ? termLabel(card.term) : '',
    card.start ? `starts ${startLabel(card.start.value)}` : '',
    card.clearance ? clearanceLabel(card.clearance) : '',
    rateLabel(card).from,
    applyByWords(row.closesAt, dayOf(isoDate)),
  ]
  const counted = [countLabel(adverts, 'advert'), sources.length > 0 ? `via ${sources.join(', ')}` : ''].filter(Boolean).join(' ')
  const lines = [[advertisersLabel(row.advertisers), placeLabel(card)], terms, [counted, row.sample ? 'a sample, not a real role' : '']]
  const [who = [], on = [], where = []] = lines.map(line => line.flatMap(fact => (fact === '' ? [] : plainLine(fact, 200))))
  return on.length === 0 ? [[...who, ...where]] : [who, on, where]
}

/** What is new about a role. The upper end of a rate is what people look at and what an alert's filter holds against. */
export function newsLabel(news: News, was: DayRate | null | undefined, is: DayRate | undefined): string {
  if (news === 'new') return 'New'
  if (news === 'reopened') return 'Open again'
  const [before, now] = [was, is].map(rate => rate?.max ?? rate?.min ?? null)
  if (!is || now == null) return 'Rate no longer stated'
  const money = (rate: DayRate): string => dayRateLabel({ ...rate, min: rate.max ?? rate.min, max: rate.max ?? rate.min })
  if (was === undefined) return 'Rate changed'
  if (!was || before == null) return `Rate now stated: ${money(is)}`
  if (before === now) return `Rate back at ${money(is)}`
  const way = was.currency !== is.currency ? 'changed' : now > before ? 'up' : 'down'
  return `Rate ${way} from ${money(was)} to ${money(is)}`
}

/** One advertiser can be left out; where several advertise a role, leaving out one would not take it away. */
function hideLink([agency, ...others]: string[]): ToldView['hide'] {
  if (agency === undefined || others.length > 0) return null
  return { href: `${ALERT}/hide?agency=${encodeURIComponent(agency)}`, words: plainLine(`Leave out ${agency}`, 60) }
}

/** "£650 a day", "≈ £440 a day" where only estimates are known; '' without any rate in pounds. */
function bestRate({ stated, estimated }: DigestTotals): string {
  if (stated > 0) return `${moneyLabel(stated, 'GBP')} a day`
  return estimated > 0 ? `≈ ${moneyLabel(estimated, 'GBP')} a day` : ''
}

/** What phones and inboxes show of a subject, and a title may hold. */
const SUBJECT_LENGTH = 70

/** The search stands in the middle and gives way, so that the count and the day are always there. */
export function subjectLine(front: string, asked: string, back: string): string {
  const room = SUBJECT_LENGTH - front.length - back.length - ' · '.length * 2
  return [front, room >= 12 ? wholeFilters(asked, room) : '', back].filter(part => part !== '').join(' · ')
}

/** A search in words, at most so long: whole filters and then "…", or the first one cut. */
export function wholeFilters(asked: string, length: number): string {
  const line = plainLine(asked, length)
  const end = line.lastIndexOf(', ')
  return line.endsWith('…') && end > 0 ? `${line.slice(0, end)} …` : line
}

/**
 * One line of plain text: no control characters, no line breaks, nothing that turns the direction of writing, at most `length`
 * characters. Titles are other people's; a subject line is no place for their tricks.
 */
export function plainLine(text: string, length: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= length
    ? line
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })

export function longDay(isoDate: string): string {
  return LONG_DAY.format(dayOf(isoDate))
}

export function shortDay(isoDate: string): string {
  return SHORT_DAY.format(dayOf(isoDate)).replace(',', '')
}

/** A calendar day has no zone: read and written as UTC it stays the same day. */
function dayOf(isoDate: string): Date {
  return new Date(`${isoDate}T00:00:00Z`)
}

/** Monday first, as ISO counts them. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** "daily at 07:00, London time, not on Saturday or Sunday"; "on Mondays at 07:00, …"; "as they come, at most once an hour, …" */
export function whenLabel({ every, hour, weekday, quietDays, timeZone }: Rhythm): string {
  const zone = timeZone === 'UTC' ? 'UTC' : `${(timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')} time`
  const at = `at ${String(hour).padStart(2, '0')}:00, ${zone}`
  if (every === 'week') return `on ${WEEKDAYS[weekday - 1]}s ${at}`
  const quiet =
    quietDays.length === 0 ? '' : `, not on ${OR.format(quietDays.toSorted((a, b) => a - b).map(day => WEEKDAYS[day - 1] ?? ''))}`
  return every === 'hour' ? `as they come, at most once an hour${quiet && `${quiet}, ${zone}`}` : `daily ${at}${quiet}`
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** With a capital, unless it begins with a quotation mark or a figure. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
