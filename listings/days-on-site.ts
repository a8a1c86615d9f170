// How many days a week an advert wants on site: "3 days pw in the office", "Edinburgh 2-3 days per week", "two at home".
import { matchesIn } from './near.ts'
import type { Passage } from './passages.ts'
import { placeNear } from './place.ts'
import { signpost, type Signpost } from './signposts.ts'

export const WHOLE_WEEK = 5

/** Days on site named by one match; `rarely` when they are days a month. */
export interface DaysFound {
  match: RegExpExecArray
  days: number
  rarely: boolean
}

const NUMBERS: Record<string, number> = { one: 1, once: 1, two: 2, twice: 2, three: 3, four: 4, five: 5 }
const NUM = String.raw`(\d|one|two|three|four|five)(?:\s?(?:-|–|to|or|\/|\s)\s?(\d|one|two|three|four|five))?\+?`
const DAYS = String.raw`(?:\s?-?\s?(?:days?(?:'s|’s)?|times|x(?: days?)?))`
const WEEK = String.raw`(?:\s?(?:a|per|each|every|in the|of the) (?:week|wk)| most weeks|\s?\/\s?(?:week|wk|w)\b|\s?p\/?w\b|\s?p\.w\.|\s?p\/week|\s?weekly)`
/** A number and the week of a pattern that minds capitals. */
const ANY_NUM = String.raw`[1-5]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|TWO|THREE`
const WEEK_ANY = String.raw`(?: (?:a|per|each|every|PER|Per|A|Each) (?:week|WEEK|Week|wk)|\s?\/\s?(?:week|wk)|\s?p\/?w\b)`
const SITE = String.raw`(?:on[- ]?site|(?:in|at|from)[- ](?:the |our |their |its |an? |your )?(?:[\w’'.]{1,18} ){0,3}offices?|(?:in[- ])?offices?|in[- ]person|(?:at|on) (?:the )?(?:client|customer)(?:'s|’s)? site|(?:at|on) (?:the )?site|site[- ]based|office[- ]based|face[- ]to[- ]face)`

/** "2-3 days per week on site", "3 days in the office", "2 x per week onsite". */
const DAYS_SITE = new RegExp(
  String.raw`\b${NUM}${DAYS}(?:${WEEK})?(?:\s?[,:–(-]\s?|\s)(?:(?:working|of|required|min|minimum|attendance|based|physically|spent|to be) ){0,2}${SITE}\b`,
  'gi',
)
/** "onsite 3 days pw", "in the office two days a week", "office attendance: min 2 days per week". */
const SITE_DAYS = new RegExp(
  String.raw`\b${SITE}(?: (?:attendance|presence|working|based|required|for|time|requirement|in \w{1,20})){0,2}(?:\s?[,:–(-]\s?|\s)(?:(?:is|of|for|at|a|min\.?|minimum|max|maximum|up to|least|around|approx\.?|about|the|ideally) ){0,3}${NUM}${DAYS}(?:${WEEK})?`,
  'gi',
)
/** "3 office days per week", "two onsite days". */
const OFFICE_DAYS = new RegExp(String.raw`\b${NUM} (?:in[- ])?(?:office|on-?site) days?\b`, 'gi')
/** "Hybrid (3 days)", "hybrid - 2 days per week". */
const HYBRID_DAYS = new RegExp(
  String.raw`\bhybrid(?: working| role| model)?(?:\s?[,:–(-]\s?|\s)(?:(?:min\.?|minimum|max\.?|maximum|up to|approx\.?|of|with|at|least|a) ){0,3}${NUM}${DAYS}(?:${WEEK})?`,
  'gi',
)
/** "once a week in the London office", "twice a week on site". */
const ONCE = /\b(once|twice) (?:a|per|each) week\b/gi
/** "In the office twice a week". */
const SITE_ONCE = new RegExp(String.raw`\b${SITE}[,:–-]{0,1} (once|twice) (?:a|per|each) week\b`, 'gi')
/** "Number of days onsite p/w: 3". */
const DAYS_LABEL = /\bdays (?:on-?site|in (?:the )?office)(?: (?:per|a) week| p\/?w)?\s?:\s?([1-5])(?:\s?(?:-|–|to)\s?([1-5]))?\b/gi
/** What has to follow "once a week" for it to be a day on site. */
const AT_WORK = new RegExp(String.raw`^,? (?:(?:in|at|on|from) )?(?:${SITE}|(?:the|our) \w{1,20} office)|^,? (?:in|at) [A-Z]`)
/** "1 day pw in London", "two days a week from Leeds": a capital and a week are needed. */
const DAYS_PLACE = new RegExp(
  String.raw`\b(${ANY_NUM})(?:\s?(?:-|–|to|or|\/)\s?(${ANY_NUM}))?${DAYS}${WEEK} (?:in|at|from|on)(?: the| our)? [A-Z][\w’'-]{0,30}`,
  'g',
)
/** "Edinburgh 2-3 days per week", "(London 3 days a week)": counts only after the name of a place. */
const PLACE_DAYS = new RegExp(
  String.raw`\b([A-Z][A-Za-z]{2,20}(?: [A-Z][A-Za-z]{2,20})?)(?:\s?[(,:–-]\s?|\s(?:for )?)(${ANY_NUM})(?:\s?(?:-|–|to|or|\/)\s?(${ANY_NUM}))? ?(?:x )?[Dd][Aa][Yy][Ss]?${WEEK_ANY}`,
  'g',
)
/** "Three days a week at the depot": on site where the rest of the week is spoken of as well. */
const DAYS_AT_THE = new RegExp(String.raw`\b${NUM}${DAYS}${WEEK} (?:at|in) (?:the|our|their) \w{1,30}`, 'gi')
const REST_OF_WEEK = /\b(?:home|remote(?:ly)?|hybrid|wfh)\b/i
/** "Three days in the City, two at home", "three in the office, two at home". */
const DAYS_AND_HOME = new RegExp(
  String.raw`\b${NUM}(?:${DAYS})? (?:in|at|on) [^.;,\n]{2,24}(?:,| and| \/)\s(?:the other )?(?:\d|one|two|three|four)(?: days?)? (?:at|from) home`,
  'gi',
)
export const SHARE =
  /\b(\d{1,3})\s?%\s?(?:of (?:your |the )?(?:working )?(?:time|week|hours)?\s?)?(?:must be |will be |spent |working )?(?:on[- ]?site|in[- ](?:the |our )?office|office|site[- ]based)/gi
const RARELY =
  /^\s?\/\s?month|^[^.;\n]{0,24}?\b(?:(?:a|per|each|every) (?:month|fortnight|quarter|year)|every (?:\d|two|three|few) (?:weeks|months)|monthly|quarterly)/i
const AT_HOME = /^\W{0,3}(?:from|at|working from|working at)?\s?(?:home|remote|wfh)/i
export const MONTHLY =
  /\b(?:\d|one|two|once|twice)\s?(?:x|times|days?)?\s?(?:a|per|each|every|\/)\s?(?:month|fortnight|quarter)\b[^.\n]{0,16}\b(?:on[- ]?site|office|in person|travel)|\b(?:on[- ]?site|office|in person|travel)[^.\n]{0,24}\b(?:\d|one|two|once|twice)\s?(?:x|times|days?)?\s?(?:a|per|each|every|\/)\s?(?:month|fortnight|quarter)\b/gi
/** Without one of these no pattern of days can match. */
const COUNTS_DAYS =
  /\b(?:\d|one|two|three|four|five)\+?\s?-?\s?(?:days?|x|times|in|at|office|on-?site)\b|\b(?:once|twice)\b|\bdays (?:on-?site|in)\b/i

/** The upper end of a range: whoever wants two days at most is not helped by "2-3". */
function daysOf(first: string | undefined, second: string | undefined): number {
  const read = (word: string | undefined) => (word === undefined ? 0 : (NUMBERS[word.toLowerCase()] ?? Number(word)))
  return Math.max(read(first), read(second))
}

/** Every statement of days in a passage. */
export function findDays({ text, holds }: Passage): DaysFound[] {
  if (!COUNTS_DAYS.test(text)) return []
  return PATTERNS.filter(({ needs }) => holds(needs)).flatMap(({ pattern, count }) =>
    matchesIn(text, pattern)
      .map(match => found(text, match, count(match, text)))
      .filter(one => one !== undefined),
  )
}

type Count = (match: RegExpExecArray, text: string) => number

const firstTwo: Count = match => daysOf(match[1], match[2])

const SITES = signpost(['site', 'office', 'in person', 'face to'])
const WEEKS = signpost(['week', 'wk', 'pw', 'p w', ' w '])
const HOME = signpost(['home'])
const ONCES = signpost([' once ', ' twice '])
const HYBRIDS = signpost(['hybrid'])

const PATTERNS: readonly { pattern: RegExp; needs: Signpost; count: Count }[] = [
  { pattern: DAYS_SITE, needs: SITES, count: firstTwo },
  { pattern: SITE_DAYS, needs: SITES, count: firstTwo },
  { pattern: OFFICE_DAYS, needs: SITES, count: firstTwo },
  { pattern: DAYS_PLACE, needs: WEEKS, count: firstTwo },
  { pattern: DAYS_AND_HOME, needs: HOME, count: firstTwo },
  { pattern: DAYS_AT_THE, needs: WEEKS, count: (match, text) => (REST_OF_WEEK.test(text) ? firstTwo(match, text) : 0) },
  {
    pattern: ONCE,
    needs: ONCES,
    count: (match, text) => (AT_WORK.test(text.slice(endOf(match), endOf(match) + 60)) ? daysOf(match[1], undefined) : 0),
  },
  { pattern: DAYS_LABEL, needs: SITES, count: firstTwo },
  { pattern: SITE_ONCE, needs: ONCES, count: match => daysOf(match[1], undefined) },
  { pattern: HYBRID_DAYS, needs: HYBRIDS, count: (match, text) => (firstTwo(match, text) < WHOLE_WEEK ? firstTwo(match, text) : 0) },
  { pattern: PLACE_DAYS, needs: WEEKS, count: match => (placeNear(match[1] ?? '') ? daysOf(match[2], match[3]) : 0) },
]

/** A match, unless its days are days at home or no number of days. */
function found(text: string, match: RegExpExecArray, days: number): DaysFound | undefined {
  const after = text.slice(endOf(match), endOf(match) + 60)
  if (days < 1 || days > 7 || AT_HOME.test(after)) return undefined
  return { match, days: Math.min(days, WHOLE_WEEK), rarely: RARELY.test(after) }
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length
}
