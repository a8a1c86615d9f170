// Instants and days as sources write them, to ISO 8601. What cannot be read for certain is left out.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Zone names of RFC 822 and the ones UK feeds use. Minutes east of Greenwich. */
const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  bst: 60,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  ist: 330,
}

/** Nothing on a job board is older than this or newer than ten years from it: other numbers are not dates. */
const EARLIEST = Date.UTC(1995, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

/**
 * Reads a date or an instant: ISO 8601 and its loose relatives, RFC 822, "19 June 2026", "June 19, 2026", `DD/MM/YYYY` (day first: ours are
 * UK sources), seconds or milliseconds since the epoch.
 * @returns `YYYY-MM-DD` where no time is given, else an ISO instant; undefined when unreadable.
 */
export function readDate(raw: unknown): string | undefined {
  if (typeof raw === 'number') return fromEpoch(raw)
  if (typeof raw !== 'string') return undefined
  const text = raw.trim().slice(0, 60)
  if (/^\d{9,13}$/.test(text)) return fromEpoch(Number(text))
  return readIso(text) ?? readSlashes(text) ?? readWords(unixOrder(text))
}

function fromEpoch(value: number): string | undefined {
  const ms = value > 100_000_000_000 ? value : value * 1_000
  return ms > EARLIEST && ms < LATEST ? new Date(ms).toISOString() : undefined
}

function readIso(text: string): string | undefined {
  const found =
    /^(\d{4})-?(\d{1,2})-?(\d{1,2})(?:[T ]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d{1,9})?)?)?\s?(z|[+-]\d{2}:?\d{0,2}|utc|gmt)?$/i.exec(
      text,
    )
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second, zone] = found
  if (hour === undefined) return isoDay(Number(year), Number(month), Number(day))
  return isoInstant([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0)], zone)
}

function readSlashes(text: string): string | undefined {
  const found = /^(?:[a-z]{3,9},? )?(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?(?: -)? (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(text)
  if (found === null) return undefined
  const [, first, other, year, hour, minute, second] = found
  // Day first, unless the second number can only be a day.
  const [day, month] = Number(other) > 12 ? [other, first] : [first, other]
  if (hour === undefined) return isoDay(Number(year), Number(month), Number(day))
  return isoInstant([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0)], undefined)
}

/** `Mon Oct 16 00:00:00 UTC 2023`, as date(1) and Java print it, in the order the others have. */
function unixOrder(text: string): string {
  const found = /^[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}) ([a-z]{1,5}) (\d{4})$/i.exec(text)
  return found === null ? text : `${found[2]} ${found[1]} ${found[5]} ${found[3]} ${found[4]}`
}

function readWords(text: string): string | undefined {
  const dayFirst = /^(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})(?:,? (.{1,30}))?$/i.exec(text)
  const monthFirst = /^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? (.{1,30}))?$/i.exec(text)
  const [day, month, year, rest] = dayFirst?.slice(1) ?? [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3], monthFirst?.[4]]
  const number = MONTHS.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1
  if (day === undefined || year === undefined || number === 0) return undefined
  const fullYear = year.length === 2 ? 2_000 + Number(year) : Number(year)
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.:]\d{1,6})?)? ?([ap]m)? ?([a-z]{1,5}|[+-]\d{2}:?\d{2})?$/i.exec(rest ?? '')
  if (time === null) return isoDay(fullYear, number, Number(day))
  const [, hour, minute, second, half, zone] = time
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return isoInstant([fullYear, number, Number(day), hours, Number(minute), Number(second ?? 0)], zone)
}

function isoDay(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  if (at.getUTCDate() !== day || at.getUTCMonth() !== month - 1 || at.getTime() < EARLIEST || at.getTime() > LATEST) return undefined
  return at.toISOString().slice(0, 10)
}

function isoInstant([year, month, day, hour, minute, second]: number[], zone: string | undefined): string | undefined {
  const date = isoDay(year ?? 0, month ?? 0, day ?? 0)
  if (date === undefined || (hour ?? 0) > 24 || (minute ?? 0) > 59 || (second ?? 0) > 60) return date
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - zoneMinutes(zone) * 60_000
  return new Date(ms).toISOString()
}

/** No zone is read as UTC: for a day's date it is near enough, and never a day late. */
function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0
  const numbered = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (numbered === null) return ZONES[zone.toLowerCase()] ?? 0
  const [, sign, hours, minutes] = numbered
  return (Number(hours) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
}
