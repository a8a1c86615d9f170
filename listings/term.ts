// How long a contract runs, when it starts, how many days a week it is.
import type { Advert } from './advert.ts'
import type { Evidence, Read, Term, Where } from './card.ts'
import { DATE, dateOf, endOf, type FoundDate } from './dates.ts'
import { findLengths } from './lengths.ts'
import { matchesAt, matchesIn } from './near.ts'
import { mentions, signpost } from './signposts.ts'

const NUMBERS: Record<string, number> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  fifteen: 15, eighteen: 18, twenty: 20, 'twenty-four': 24, 'twenty four': 24, thirty: 30, 'thirty-six': 36,
} // prettier-ignore
/** Months in a week, a day of work and a year: 12 ÷ 52, 1 ÷ 21 and 12. */
const MONTHS_PER = { month: 1, week: 12 / 52, day: 1 / 21, year: 12 }

/** One length of time in a text with what its surroundings make of it. */
interface Length {
  months: number | null
  monthsMax: number | null
  weight: number
  start: number
  end: number
}

/** Experience, notice, leave, plans: lengths of something else. */
const NOT_TERM_AFTER =
  /^['’]?s?['’]?[\s,(–-]{0,3}(?:of |or more |or so |plus |post[- ]?\w{0,14} |minimum |relevant |proven |solid |commercial |industry |recent |similar |in |\+ ){0,3}(?:(?!contract|ftc)\w{0,14} ){0,2}(?:experience|exp\b|track record|background|expertise|knowledge|residen|UK address|address history)|^['’]?[\s,-]{0,2}(?:working (?:in|with|as|on)|of (?:working|employment|service)|notice|ago|old\b|holiday|annual leave|leave|paid|full(?:y)? pa(?:y|id)|vacation|probation|warrant|history|guarantee|money|cooling|lead time|sick|plan\b|roadmap|look[- ]?ahead|forecast|horizon|cycle|sprint|iteration|deliver|rolling forecast|per |a (?:week|month|year)|p\/?w|pw\b|each|every|running\b|qualified|post\b|of age|journey|training|development|placement|internship|break|at \d|in advance|after\b|before\b|prior)|^\/(?:day|week|month|year)/i
/** Days or weeks on site, at home or off are no length of a contract. */
const NOT_DAYS_AFTER =
  /^[\s,(-]{0,3}(?:on[- ]?site|onsite|in (?:the )?office|in [a-z]{3}|office|remote|wfh|from home|at home|hybrid|off\b|\/|a\b|p\/)/i
const NOT_TERM_BEFORE =
  /(?:(?<!renewable )\b(?:every|each|past|(?<!will |to )last|previous|over an?|days|hours|times|once|twice|within|first|next few|after|notice(?: period)?(?: of)?|probation(?:ary)?(?: period)?(?: of)?|history of|experience(?: of)?|resident(?: in the uk)? for|lived in the uk for|qualified|in the|review(?:ed)?(?: every| after)?|established|founded|over|hours|turnover|aged?|additional|further|another|extra)|\bexten(?:d|ded|sions?|dable|ding)(?: (?:it |the contract |this )?(?:for|of|by|to|up to|period|options?|potential|possible|a|an|full|further|additional|likely)){0,4}|\boptional|\+|\bplus|×|\bx)[\s:(,–-]{0,3}(?:an? |up to )?$/i
const OTHER_MATTER = /reserve list|merit list|\b(?:held|kept|retained|stored)\b|clearance can take|probation/i
const LABEL_BEFORE =
  /(?:\b(?:duration|length|term|tenure|period|contract(?: (?:length|duration|type|term|period|basis|details|is|will be|for|of))?|assignment|engagement|initial(?:ly)?|ftc|fixed[- ]term(?: (?:role|position|post|appointment))?|temporary(?: (?:role|position|post))?|interim|secondment|cover|renewable|ongoing|(?:basis|contract|role|position|continu\w{1,4}) for(?: the)? next|timescales?|time ?frame|lasting|lasts?|runs?|running|run for|expected to (?:last|run|be)|estimated|likely|freelance)\b[\s:=*()|,–-]{0,5}(?:(?:is|are|for|of|an?|the|on|over|just over|up to|approx(?:imately|\.)?|circa|c\.?|about|around|estimated|estimated at|at|initial(?:ly)?|minimum|maximum|at least|contract|term|period|likely|expected|roughly|to be|will be|will last|last|run|running|between|possibly|fixed[- ]term|rolling|length|full|basis|temporary|project|assignment|max|min|next|each|every)[\s:(]{1,2}){0,5})$/i
const LABEL_AFTER =
  /^[\s,(|/–-]{0,3}(?:(?:\+|plus|rolling|initial(?:ly)?|fixed[- ]term|temporary|inside|outside|of|ir35|day[- ]rate|freelance|full[- ]time|part[- ]time|likely|minimum|ongoing|interim|remote|hybrid|paid|maternity|based|umbrella|long|to start|potential)[\s,)|/–-]{1,3}){0,4}(?:contract(?!or|ual)|ftc\b|fixed|assignment|engagement|initial|rolling|secondment|temp\b|temporary|interim|maternity|cover\b|duration|term\b|in length|exten|possible exten|possibility of exten|likely exten|with (?:an? |the )?(?:\w+ ){0,3}(?:exten|possib|potential|view|option|scope|likel)|(?:\+|plus) ?(?:a )?(?:further |another |possible |potential |likely )?(?:\d{1,2}|three|six|nine|twelve)(?: ?m\b|[ -]months?)(?! (?:of )?(?:exp|in ))|\(?(?:possible|potential|likely|probable|option|view)|project\b|placement|period|freelance|right to hire|to hire|discovery|alpha|beta|long\b(?!-| history| track))/i
const STANDS_BESIDE_AFTER =
  /^[\s,.(|•+–-]{0,4}(?:£|€|\$|c\.£|(?:immediate|asap|start|inside|outside|ir35|day rate|rate|location|hybrid|remote|on[- ]?site|fully|sc |dv |umbrella|up to £|circa|leeds|london|the (?:role|opportunity|company|client|project)|my client|our client|(?:i|we)(?: am|['’]m| are|['’]re)|about|key|role|overview|company|join|are you|this is|start)|\/ |\||$|\n)/i
const STANDS_BESIDE_BEFORE =
  /(?:ir ?-?35|per day|\bpd|p\/d|remote|hybrid|on[- ]?site|asap|cleared|clearance|\||\)|^|\n|[–/-] |, )[\s,.()|/•?–-]{0,5}$/i
/** A clause that is nothing but a length of time, or is "for" one. */
const ALONE_BEFORE = /(?:^|[.;:!?,|(\n]|\bfor(?: about| around| roughly| the next)?|\b(?:initially|at first))[\s(]{0,2}(?:an? )?$/i
const ALONE_AFTER =
  /^(?: initially| in all| to begin with| to start with| in the first (?:place|instance))?(?:$|[.;,!?|)\n])|^ (?:to begin|to start|in the first|and (?:then|likely|probably|possibly|may)|then\b|with (?:an? )?(?:break|good|strong|every|the (?:chance|prospect|possibility)))/i
/** Words of the terms of a contract, which stand near its length. */
const TERMS = /\b(?:per|a|an) (?:day|hour|week)\b|\bday rate|\d ?(?:pd|p\/d|ph|p\/h)\b|\/(?:day|hour)\b|\bir ?-?35\b|\b(?:umbrella|paye)\b/i
/** What an employer does when it takes somebody on for a while; a role's last word stands just before "for". */
const TAKEN_ON =
  /\b(?:needs?|needed|wants?|wanted|seek(?:s|ing)?|sought|requires?|required|looking (?:for|to find)|find|recruiting|manager|lead|director|analyst|planner|master|officer|coordinator) for (?:about |around |roughly )?$/i

/** "A contract of just over ten months": what is more than a length of anything else is experience. */
const RUNS_OVER =
  /\b(?:contract|assignment|engagement|duration|length|term|runs?|running|lasts?|lasting)[\s:]{1,2}(?:(?:is|of|for|will (?:run|last)(?: for)?) )?(?:just |slightly |a little )?over $/i

/** Days are a contract's length only right after such a label: an advert counts days of work, of leave and of notice. */
const DAYS_LABEL = /(?:duration|length)[\s:–-]{1,4}$/i

/** Where no other length is named, what the engagement is likely to extend to is what the advert says of its length. */
const EXTENDS_TO = /\b(?:likely|expected) to (?:extend|run|last)(?: to| for)? (?:about |around |approximately )?$/i
const AT_MOST_BEFORE =
  /(?:\bup to|\bmax(?:imum)?(?: of)?|\bno (?:more|longer) than|\bnot exceed(?:ing)?|\bat most)[\s:(]{1,2}(?:an? |the |around |full )?$/i
const AT_MOST_AFTER = /^[\s(]{1,2}max(?:imum)?\b/i

/** Where words about the term may stand, the most telling first; `whole` texts speak of nothing else. */
const TEXTS: [Where & keyof Advert, whole: boolean][] = [
  ['duration', true],
  ['title', false],
  ['pay', false],
  ['contract', false],
  ['description', false],
]

/** How long the contract runs: months (weeks × 12 ÷ 52, days ÷ 21), the end date, and whether it may be extended. */
export function readTerm(advert: Advert): Read<Term> | undefined {
  const length = firstOf(TEXTS, ([where, whole]) => lengthIn(textOf(advert, where), where, whole))
  const end = firstOf(TEXTS, ([where, whole]) => endIn(textOf(advert, where), where, whole))
  if (!length && !end) return undefined
  const extension = firstOf(TEXTS, ([where]) => extensionIn(textOf(advert, where), where))
  return {
    months: length?.months ?? null,
    monthsMax: length?.monthsMax ?? null,
    endDate: end?.value ?? null,
    extension: extension !== undefined,
    evidence: [length?.evidence, end?.evidence, extension].filter(one => one !== undefined),
  }
}

function textOf(advert: Advert, where: keyof Advert): string {
  const text = advert[where]
  return typeof text === 'string' ? text : ''
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** The likeliest length of the contract in a text. */
function lengthIn(
  text: string,
  where: Where,
  whole: boolean,
): { months: number | null; monthsMax: number | null; evidence: Evidence } | undefined {
  let best: Length | undefined
  for (const match of findLengths(text)) {
    const length = lengthOf(text, match, whole, where === 'title')
    if (length && length.weight > (best?.weight ?? 0)) best = length
  }
  if (!best) return undefined
  return { months: best.months, monthsMax: best.monthsMax, evidence: { words: text.slice(best.start, best.end), where, start: best.start } }
}

/** The unit the lower end of a range has for itself: "6 months to 1 year" is not six years to one. */
function ownUnit(match: RegExpExecArray): 'month' | 'week' | undefined {
  if (match[2] === undefined) return undefined
  const lower = match[0].slice(match[1]?.length ?? 0, match[0].toLowerCase().lastIndexOf(match[2].toLowerCase()))
  const [letter] = /[mw](?=[a-z]{0,5}\b)/i.exec(lower) ?? []
  return letter === undefined ? undefined : letter.toLowerCase() === 'm' ? 'month' : 'week'
}

function lengthOf(text: string, match: RegExpExecArray, whole: boolean, title: boolean): Length | undefined {
  const unit = match[3] || match[7] ? 'month' : match[4] ? 'week' : match[5] ? 'day' : 'year'
  const end = match.index + match[0].length
  const before = text.slice(Math.max(0, match.index - 60), match.index)
  const after = text.slice(end, end + 60)
  const outlook = EXTENDS_TO.test(before)
  if (unit === 'day' && !whole && !outlook && !DAYS_LABEL.test(before)) return undefined
  if (
    (NOT_TERM_BEFORE.test(before) && !outlook && !RUNS_OVER.test(before)) ||
    NOT_TERM_AFTER.test(after) ||
    OTHER_MATTER.test(clauseBefore(text, match.index, 60))
  )
    return undefined
  if (/^an?$/i.test(match[1] ?? '') && /[\dk] $/i.test(before)) return undefined
  if ((unit === 'day' || unit === 'week') && NOT_DAYS_AFTER.test(after)) return undefined
  const weight = outlook
    ? 1
    : weightOf(before, after, unit, {
        whole,
        title,
        head: match.index < 80,
        amongTerms: () => TERMS.test(text.slice(Math.max(0, match.index - 120), end + 80)),
      })
  const low = monthsOf(match[1], ownUnit(match) ?? unit)
  const high = match[2] === undefined ? undefined : monthsOf(match[2], unit)
  if (weight === 0 || low === undefined || low > 72) return undefined
  const span = { weight, start: match.index, end }
  if (high !== undefined && high > low) return { months: low, monthsMax: high, ...span }
  const atMost = AT_MOST_BEFORE.test(before) || AT_MOST_AFTER.test(after)
  return atMost ? { months: null, monthsMax: low, ...span } : { months: low, monthsMax: null, ...span }
}

/** 0 where nothing says that the length is the contract's; a label counts most, then "… contract", then its neighbours. */
function weightOf(
  before: string,
  after: string,
  unit: keyof typeof MONTHS_PER,
  at: { whole: boolean; title: boolean; head: boolean; amongTerms: () => boolean },
): number {
  const { whole, title, head } = at
  if (LABEL_BEFORE.test(before)) return 4
  if (LABEL_AFTER.test(after)) return unit === 'day' && !whole ? 0 : 4
  if (whole) return 3
  if (unit === 'day' || (unit === 'year' && !title)) return 0
  if (title) return 3
  if (before.endsWith('(') && after.startsWith(')')) return 2
  if ((head || STANDS_BESIDE_BEFORE.test(before)) && STANDS_BESIDE_AFTER.test(after)) return 2
  return (ALONE_BEFORE.test(before) && ALONE_AFTER.test(after) && at.amongTerms()) || TAKEN_ON.test(before) ? 1 : 0
}

function monthsOf(word: string | undefined, unit: keyof typeof MONTHS_PER): number | undefined {
  const number = word === undefined ? Number.NaN : (NUMBERS[word.toLowerCase()] ?? Number(word))
  return number > 0 ? Math.round(number * MONTHS_PER[unit] * 100) / 100 : undefined
}

const RANGE = new RegExp(String.raw`(?:${DATE.replaceAll(/\?<(\w+)>/g, '?<$1A>')})\s?(?:-|–|—|to|until|through)\s?(?:${DATE})`, 'i')
const UNTIL = String.raw`(?:until|till|til|up to|through(?: to)?|to|ending(?: on)?|ends?(?: on| date)?|end date|finish(?:es|ing)?(?: on)?|expir(?:es|ing)(?: on)?|completion)`
const END = new RegExp(String.raw`${UNTIL}[\s:=(–-]{0,4}(?:the )?(?:end of |mid |late |early )?(?:${DATE})`, 'iy')
const ENDS = signpost([' until ', ' till ', ' til ', ' up to', ' through', ' to ', ' end', ' finish', ' expir', ' completion'])
const CONTRACT_WORD =
  /\b(?:contract|duration|term|assignment|engagement|temporary|temp|freelance|interim|run(?:s|ning)?|length|initial(?:ly)?|ftc|role|position|continue|stability|cover)\b/i

/** The day the contract ends, where the advert names it with its year. */
function endIn(text: string, where: Where, whole: boolean): { value: string; evidence: Evidence } | undefined {
  if (!/20\d\d|\d[/.]\d|\d$/.test(text) && !whole) return undefined
  const range = whole ? RANGE.exec(text) : null
  const ends = range ? [range] : matchesAt(text, ENDS, END)
  for (const match of ends) {
    const before = clauseBefore(text, match.index, 50)
    if (/clos(?:es|ing)|appl(?:y|ications)|posting|publi(?:cation|sh)|interview|sift/i.test(before + match[0])) continue
    const stated = whole || /^end/i.test(match[0]) || CONTRACT_WORD.test(before) || isFieldOfItsOwn(match, text)
    const date = stated ? dateOf(match.groups ?? {}) : undefined
    if (date) return { value: endOf(date), evidence: { words: match[0], where, start: match.index } }
  }
  return undefined
}

/** "Maternity cover | Until 6 August 2027": between bars nothing but an end that is a contract's. */
function isFieldOfItsOwn(match: RegExpExecArray, text: string): boolean {
  return /^until/i.test(match[0]) && /\|\s?$/.test(text.slice(0, match.index).slice(-2))
}

/** What stands before a position in its own sentence and line, at most `reach` characters of it. */
function clauseBefore(text: string, at: number, reach: number): string {
  const before = text.slice(Math.max(0, at - reach), at)
  return before.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n'), before.lastIndexOf('|')) + 1)
}

function suffixed(groups: Record<string, string | undefined>, suffix: string): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(groups).flatMap(([name, value]) => (name.endsWith(suffix) ? [[name.slice(0, -1), value]] : [])))
}

const EXTEND = /exten(?:sions?|d(?:ed|able)?)\b(?! of time|s? of the|ed team)/iy
const EXTENDS = signpost([' exten'])
const OPTIONS = signpost(['option'])
const MAY =
  /\b(?:possib(?:le|ly|ility)|potential(?:ly)?|likely|likelihood|probable|probability|options?|optional|scope|chance|view|opportunity|expected|plus|with|may be|could be|can be|high|strong|expectation|subject to|contract|role)\b|\+/i
const MAY_WORDS = new RegExp(MAY, 'gi')
const MAY_AFTER =
  /^[\s:(–-]{0,3}(?:is |are |very |highly |option ){0,2}(?:likely|possible|probable|expected|available|option|potential|yes)/i
const EXTRA =
  /\boptions? (?:of|for) (?:a |an )?(?:further )?\w{1,8}[ -](?:month|year)|\b(?:1|one) (?:year|month) option|(?:\bfurther|\bplus|\+) \w{1,8}[ -](?:month|week|year)s? option/i
const NO = /\b(?:no|not|without|unlikely)\b/i

/** Words that let the contract go on: "possible extension", "12 months, extendable", "1 year option". */
function extensionIn(text: string, where: Where): Evidence | undefined {
  for (const match of matchesAt(text, EXTENDS, EXTEND)) {
    const end = match.index + match[0].length
    const before = clauseBefore(text, match.index, 36)
    const after = MAY_AFTER.exec(text.slice(end, end + 30))
    if (NO.test(before) || (!after && !MAY.test(before) && match[0].toLowerCase() !== 'extendable')) continue
    const from = match.index - before.length + ([...before.matchAll(MAY_WORDS)].at(-1)?.index ?? before.length)
    return { words: text.slice(from, end + (after?.[0].length ?? 0)), where, start: from }
  }
  const extra = mentions(text, OPTIONS) ? EXTRA.exec(text) : null
  return extra ? { words: extra[0], where, start: extra.index } : undefined
}

const ASAP = String.raw`asap|a\.s\.a\.p\.?|immediate(?:ly)?|as soon as possible|straight ?away|right away`
const START = new RegExp(
  String.raw`(?:start(?:ing)?|commenc(?:ing|e|ement)|beginning|available)(?: ?date| in| on| from| by| of| for work)?[\s:=*(–-]{0,5}(?:is |will be |in |on |from |w\/c |week commencing |early |mid |late |the ){0,2}(?:(${ASAP})\b|(?:${DATE}))`,
  'iy',
)
const STARTS = signpost([' start', ' commenc', ' beginning', ' available'])
const ASAP_START = /\b(?:immediate|asap|urgent)(?:ly available)?[ -]?start(?:er)?s?\b/i

const ASAP_WORDS = signpost([' immediate', ' asap', ' urgent'])

/** When the contract starts: "asap", an ISO day or an ISO month; a month without a year is not read. */
export function readStart(advert: Advert): Read<{ value: string }> | undefined {
  return firstOf(['title', 'duration', 'pay', 'contract', 'description'] as const, where => startIn(advert[where], where))
}

function startIn(text: string, where: Where): Read<{ value: string }> | undefined {
  const range = where === 'duration' ? RANGE.exec(text) : null
  const from = range && startOfRange(range)
  if (range && from) return { value: from.value, evidence: [{ words: range[0], where, start: range.index }] }
  for (const match of matchesAt(text, STARTS, START)) {
    if (/posting|publi(?:cation|sh)|sift|interview|assess|week $|training|course|induction/i.test(clauseBefore(text, match.index, 60)))
      continue
    const value = match[1] ? 'asap' : dateOf(match.groups ?? {})?.value
    if (value) return { value, evidence: [{ words: match[0], where, start: match.index }] }
  }
  const soon = mentions(text, ASAP_WORDS) ? ASAP_START.exec(text) : null
  return soon ? { value: 'asap', evidence: [{ words: soon[0], where, start: soon.index }] } : undefined
}

/** "5 Mar – 20 Apr 2027": the first date borrows the second's year. */
function startOfRange(range: RegExpExecArray): FoundDate | undefined {
  const groups = range.groups ?? {}
  const end = dateOf(groups)
  return dateOf(suffixed(groups, 'A'), end && Number(end.value.slice(0, 4)))
}

const DAYS =
  /\b([1-5]|one|two|three|four|five)(?:\s?(?:-|–|to)\s?([2-5]|two|three|four|five))? days?(?: ?(?:per|a|\/|p\/?) ?w(?:ee)?k|pw\b| ?p\/?w\b| week\b)/gi
const DAYS_A_WEEK = /days?(?: ?(?:per|a|\/|p\/?) ?w|pw| ?p\/?w| week)/i
const SITE_AFTER =
  /^[\s,(–-]{0,3}(?:(?:is|are|to be|required|working|spent|travel|attendance|minimum|ideally) ){0,2}(?:on[- ]?site|onsite|in\b|at\b|office|wfh|from|remote|home|hybrid|attend|travel|site\b|face)/i
const SITE_BEFORE = /hybrid|location|office|on[- ]?site|remote|wfh|\bhome|attend|travel|commut/i
const WORKS_BEFORE =
  /(?:part[- ]?time|full[- ]?time|working|work|hours|contract|role|pattern|week|commitment|basis|fte|days)[\s:=(,|–-]{1,3}(?:(?:is|of|for|up to|approximately|initially) )?(?:an? )?$/i
const WORKS_AFTER = /^[\s,–-]{0,3}(?:contract|role|position|part[- ]time|full[- ]time|basis|commitment|assignment|\(?0\.\d ?fte|working)/i
const FTES = signpost([' fte'])
const FTE = /\b0\.([2468])0? ?fte\b/i

/** Days of work a week: "3 days a week, part time", "0.6 FTE". Days on site are another matter and are not read here. */
export function readDaysPerWeek(advert: Advert): Read<{ value: number }> | undefined {
  return firstOf(['title', 'contract', 'pay', 'duration', 'description'] as const, where => daysIn(advert[where], where))
}

function daysIn(text: string, where: Where): Read<{ value: number }> | undefined {
  for (const match of DAYS_A_WEEK.test(text) ? matchesIn(text, DAYS) : []) {
    const end = match.index + match[0].length
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    const after = text.slice(end, end + 40)
    if (match[2] || SITE_AFTER.test(after) || SITE_BEFORE.test(clauseBefore(text, match.index, 24))) continue
    const number = NUMBERS[match[1]?.toLowerCase() ?? ''] ?? Number(match[1])
    if (where !== 'description' || WORKS_BEFORE.test(before) || WORKS_AFTER.test(after))
      return { value: number, evidence: [{ words: match[0], where, start: match.index }] }
  }
  const share = mentions(text, FTES) ? FTE.exec(text) : null
  return share ? { value: Number(share[1]) / 2, evidence: [{ words: share[0], where, start: share.index }] } : undefined
}
