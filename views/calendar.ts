// Dates of roles as a calendar (RFC 5545): the day an application closes, the day a contract starts.
import type { DatedRole } from '../db/role-dates.ts'
import { advertisersLabel, placeLabel, rateLabel } from './labels.ts'
import type { Site } from './page.ts'

/** A day of a role; nothing is guessed: a month alone, or “as soon as possible”, is no day. */
interface Event {
  uid: string
  /** ISO. */
  day: string
  summary: string
  role: DatedRole
}

/** The calendar of these roles, empty where none of them states a day. The same roles give the same bytes until one changes. */
export function calendarOf({ publicUrl }: Pick<Site, 'publicUrl'>, roles: readonly DatedRole[]): string {
  const events = roles.flatMap(role => eventsOf(role, new URL(publicUrl).hostname))
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Dayrate//Saved roles//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Dayrate: saved roles',
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    ...(events.length > 0 ? events.flatMap(event => eventLines(event, publicUrl)) : ZONE),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

/** §3.4: a calendar has a component at least; where no event can be, the zone of the days that are none yet. */
const ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
]

function eventsOf(role: DatedRole, host: string): Event[] {
  const { id, title, closesAt, card, closedAt } = role
  const gone = closedAt ? ' (closed)' : ''
  const start = card.start?.value ?? ''
  return [
    ...(closesAt ? [{ uid: `deadline-${id}@${host}`, day: londonDay(closesAt), summary: `Last day to apply: ${title}${gone}`, role }] : []),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(start) ? [{ uid: `start-${id}@${host}`, day: start, summary: `Starts: ${title}${gone}`, role }] : []),
  ]
}

function londonDay(at: Date): string {
  return at.toTemporalInstant().toZonedDateTimeISO('Europe/London').toPlainDate().toString()
}

function eventLines({ uid, day, summary, role }: Event, publicUrl: string): string[] {
  const address = `${publicUrl}/roles/${role.slug}`
  const about = [rateLabel(role.card).words, advertisersLabel(role.advertisers), placeLabel(role.card), address].filter(
    words => words !== '',
  )
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${stamp(role.changedAt)}`,
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${text(summary)}`,
    `DESCRIPTION:${text(about.join('\n'))}`,
    `URL:${address}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** §3.3.11: titles are other people's, and a line break of theirs would begin a property of its own. */
function text(words: string): string {
  return words
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** §3.1: no line of more than 75 octets, and no character torn apart. */
const LINE_OCTETS = 75

function folded(line: string): string {
  let [written, octets] = ['', 0]
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > LINE_OCTETS) {
      written += '\r\n '
      octets = 1
    }
    written += character
    octets += size
  }
  return written
}
