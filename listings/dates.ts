// Calendar days as adverts write them, in British order: 3/9/26 is the third of September. A day is London's.

const MONTH_NAMES =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const YEAR = String.raw`(?:20\d{2}|['’]?\d{2}(?![\d:/.]| ?(?:am|pm|hours|days|months|weeks|%)))`
/** The source of a pattern that finds one date; its groups are read by `dateOf`. */
export const DATE = [
  String.raw`(?<isoYear>20\d{2})-(?<isoMonth>\d{2})-(?<isoDay>\d{2})`,
  String.raw`(?<day>\d{1,2})[/.](?<month>\d{1,2})[/.](?<year>20\d{2}|\d{2})(?!\d)`,
  String.raw`(?:(?<dayOf>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -])?\b(?<name>${MONTH_NAMES})\b\.?,?(?:[ -](?:(?<dayAfter>\d{1,2})(?:st|nd|rd|th)?,? )?(?<nameYear>${YEAR}))?`,
  String.raw`\bend of (?:the year )?(?<endYear>20\d{2})`,
].join('|')

export interface FoundDate {
  /** ISO day, or ISO month where no day is named. */
  value: string
  /** The month is the most exact part. */
  monthOnly: boolean
}

/**
 * The date a match of `DATE` names; undefined where there is none in the calendar or, without `year`, where none is written
 * ("September" is no date on its own, "5 Mar – 20 Apr 2027" lends its year).
 */
export function dateOf(groups: Record<string, string | undefined>, year?: number): FoundDate | undefined {
  if (groups.endYear) return { value: `${groups.endYear}-12-31`, monthOnly: false }
  const named = groups.name ? MONTHS.indexOf(groups.name.slice(0, 3).toLowerCase()) + 1 : undefined
  const writtenYear = groups.isoYear ?? groups.year ?? groups.nameYear
  const fullYear = writtenYear === undefined ? year : yearOf(writtenYear)
  const month = named ?? Number(groups.isoMonth ?? groups.month)
  const day = groups.isoDay ?? groups.day ?? groups.dayOf ?? groups.dayAfter
  if (fullYear === undefined || month < 1 || month > 12) return undefined
  const prefix = `${fullYear}-${String(month).padStart(2, '0')}`
  if (day === undefined) return { value: prefix, monthOnly: true }
  return Number(day) >= 1 && Number(day) <= lastDay(fullYear, month)
    ? { value: `${prefix}-${day.padStart(2, '0')}`, monthOnly: false }
    : undefined
}

/** The last day meant by an end date: "until March 2027" runs to the 31st. */
export function endOf(date: FoundDate): string {
  if (!date.monthOnly) return date.value
  const [year = 0, month = 1] = date.value.split('-').map(Number)
  return `${date.value}-${String(lastDay(year, month)).padStart(2, '0')}`
}

/** The last second of a day in London, ISO: who may apply until the 30th may do so on the 30th. */
export function lastSecondOf(isoDay: string): string {
  const { epochMilliseconds } = Temporal.PlainDate.from(isoDay).add({ days: 1 }).toZonedDateTime('Europe/London')
  return new Date(epochMilliseconds - 1_000).toISOString()
}

function yearOf(written: string): number {
  const digits = Number(written.replaceAll(/\D/g, ''))
  return digits < 100 ? 2000 + digits : digits
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
