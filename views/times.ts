// Words for moments and days. Calendar days are London's, so that "yesterday" means yesterday.
import { Recent } from '../listings/recent.ts'

/** An instant for a `<time>`: the machine's form, the words on the page, and the exact moment for the title. */
export interface TimeLabel {
  iso: string
  label: string
  exact: string
}

const ZONE = 'Europe/London'
const exactTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone: ZONE })
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: ZONE })
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: ZONE })
const monthYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: ZONE })
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: ZONE })
const shortMonth = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: ZONE })
const localDay = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: ZONE })
/** Short where a column is narrow. */
export type DateStyle = 'long' | 'short'

/** How long ago: "just now", "12 min ago", "2 h ago", "yesterday", "4 days ago", "3 Oct". */
export function ageLabel(at: Date, now: Date): TimeLabel {
  return { iso: at.toISOString(), label: agoWords(at, now), exact: exactTime.format(at) }
}

/** The words alone: what of a row's line changes by itself. */
export function agoWords(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  const days = daysBetween(at, now)
  if (days === 1) return 'yesterday'
  if (days < 14) return `${days} days ago`
  return dateWords(at, now)
}

/** An instant still to come: "now", "in 12 min", "in 3 h", "tomorrow", "in 4 days". */
export function dueLabel(at: Date, now: Date): TimeLabel {
  const minutes = Math.ceil((at.getTime() - now.getTime()) / 60_000)
  const hours = Math.round(minutes / 60)
  const label =
    minutes < 1
      ? 'due now'
      : minutes < 60
        ? `in ${minutes} min`
        : hours < 24
          ? `in ${hours} h`
          : hours < 36
            ? 'tomorrow'
            : `in ${Math.round(hours / 24)} days`
  return { iso: at.toISOString(), label, exact: exactTime.format(at) }
}

/** A day: "3 Oct", with the year when it is another one. */
export function dateLabel(at: Date, now: Date): TimeLabel {
  return { iso: at.toISOString(), label: dateWords(at, now), exact: exactTime.format(at) }
}

/** "apply by 30 Nov": the last day of an application that is still to come, London's; '' where none is told or it has passed. */
export function applyByWords(closesAt: Date | null, now: Date): string {
  return closesAt && closesAt > now ? `apply by ${dateWords(closesAt, now)}` : ''
}

/** By London's day, and negative with the year: every line of a board has such words, looked at anew each minute. */
const datesInWords = new Recent<number, string>(2_000)

function dateWords(at: Date, now: Date): string {
  const isThisYear = at.getUTCFullYear() === now.getUTCFullYear()
  const key = isThisYear ? londonDay(at) : -londonDay(at)
  const known = datesInWords.get(key)
  if (known !== undefined) return known
  const words = (isThisYear ? dayMonth : dayMonthYear).format(at)
  datesInWords.set(key, words)
  return words
}

/** Calendar days in London, so that "yesterday" means yesterday. */
export function daysBetween(at: Date, now: Date): number {
  return londonDay(now) - londonDay(at)
}

/** London's calendar day of an hour, in days since 1970: clocks there change on the hour, and a formatter takes two microseconds. */
const londonDays = new Recent<number, number>(5_000)

function londonDay(at: Date): number {
  const hour = Math.floor(at.getTime() / 3_600_000)
  const known = londonDays.get(hour)
  if (known !== undefined) return known
  const day = Date.parse(localDay.format(at)) / 86_400_000
  londonDays.set(hour, day)
  return day
}

/** "31 March 2027" (short: "31 Mar 2027") from an ISO date, "March 2027" from an ISO month; the words themselves when they are neither. */
export function dayLabel(isoDate: string, dates: DateStyle = 'long'): string {
  if (/^\d{4}-\d{2}$/.test(isoDate)) return monthLabel(isoDate, dates)
  const at = new Date(`${isoDate.slice(0, 10)}T12:00:00Z`)
  return Number.isNaN(at.getTime()) ? isoDate : (dates === 'long' ? dayMonthYear : shortDay).format(at)
}

function monthLabel(isoMonth: string, dates: DateStyle): string {
  const at = new Date(`${isoMonth}-15T12:00:00Z`)
  return Number.isNaN(at.getTime()) ? isoMonth : (dates === 'long' ? monthYear : shortMonth).format(at)
}
