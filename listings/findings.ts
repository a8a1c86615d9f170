// What two signatures have in common and where they part: one finding a question (title, grade, role named in the text, place,
// advertiser, text, pay, terms, references, time), each with the words for a person.
import { countNamed, hasWord } from './advert-words.ts'
import { companyRelation } from './company-name.ts'
import { placeFinding } from './place-findings.ts'
import type { Signature } from './signature.ts'
import { containment } from './sketch.ts'

export interface Finding {
  /** The key its points are listed under. */
  kind: string
  /** What speaks for one role, in a sentence for a person. A veto's says what rules it out. Made when asked: most pairs are compared in vain. */
  words?: () => string
  /** What speaks against it. */
  against?: () => string
  /** Rules one role out. */
  veto?: true
}

type Pair = readonly [a: Signature, b: Signature]
/** One employer's adverts share introductions, one agency's share lead-ins and towns, two firms' share nothing but by copying. */
type Side = 'employer' | 'agency' | 'other'

/**
 * Everything that speaks for or against one role, the same whichever comes first; nothing more once title or grade rule it out.
 * @param briefly nothing more either once two advertisers want somebody in two places
 */
export function findings(a: Signature, b: Signature, briefly = false): Finding[] {
  const pair = [a, b] as const
  const title = titleFinding(pair)
  const role = isOneGrade(a.grade, b.grade) ? [title] : [title, gradeFinding(pair)]
  if (title.veto || role.length > 1) return role
  const place = placeFinding(a, b)
  const firm = firmFinding(pair)
  const { side } = firm
  if (briefly && place.veto && side === 'other') return [...role, place, firm]
  return [
    ...role,
    ...declaredFindings(pair),
    place,
    firm,
    textFinding(pair, side),
    payFinding(pair, side),
    ...termFindings(pair),
    ...refFindings(pair, side),
    timeFinding(pair),
  ]
}

/** Whether title or grade rule one role out: two in three pairs that share a key, told in a tenth of the time and without a word. */
export function isOtherRole(a: Signature, b: Signature): boolean {
  return !isOneGrade(a.grade, b.grade) || isOtherTitle(a.core, b.core)
}

const veto = (kind: string, words: () => string): Finding => ({ kind, words, veto: true })
const doubt = (kind: string, against: () => string): Finding => ({ kind, against })
const both = (one: string, two: string): string => [one, two].sort().join(' and ')

/** Two adverts may share a title made of these words by chance. */
const COMMON_TITLE = new Set(
  (
    'data analyst engineer manager project programme business developer software consultant architect scientist product owner support officer coordinator administrator executive solution system technical cloud ' +
    'python azure aws sql powerbi intelligence machine learning ai analytics finance digital delivery change pmo portfolio transformation planner scrum master service operation test tester it devops platform application ' +
    'account sale marketing commercial security network infrastructure customer quality procurement agile insight reporting risk planning controls control management worker care nurse advisor specialist'
  ).split(' '),
)

const TITLES_SAME = ['title:same-common', 'title:same', 'title:same-rare']

function titleFinding([a, b]: Pair): Finding {
  if (isOtherTitle(a.core, b.core)) return veto('title:other', () => `other titles: “${both(a.core.join(' '), b.core.join(' '))}”`)
  const shared = countShared(a.core, b.core)
  if (shared < Math.max(a.core.length, b.core.length)) return partFinding(a.core.length === shared ? [a, b] : [b, a])
  const kind = TITLES_SAME[Math.min(2, rarity(a.core))] ?? ''
  const words = (): string => `both titles are “${[a.core.join(' '), b.core.join(' ')].sort()[0]}”`
  return { kind, words, ...(kind === 'title:same-common' && { against: () => 'many roles have this title' }) }
}

/** Neither says all that the other says; one word in common is nothing where another one follows. */
function isOtherTitle(one: readonly string[], two: readonly string[]): boolean {
  const shared = countShared(one, two)
  if (shared > 0 && shared === Math.max(one.length, two.length)) return false
  return shared < 2 || shared !== Math.min(one.length, two.length)
}

function countShared(one: readonly string[], two: readonly string[]): number {
  let shared = 0
  for (const word of one) if (two.includes(word)) shared++
  return shared
}

/** How many words of a title are not common; a long title counts as one more. */
function rarity(core: readonly string[]): number {
  return core.filter(word => !COMMON_TITLE.has(word)).length + (core.length > 3 ? 1 : 0)
}

function isCommon(core: readonly string[]): boolean {
  return rarity(core) === 0
}

/** Who works when it is needed, or at night, works beside the one who does not: "Bank Support Worker", "Support Worker - Nights". */
const SHIFTS = new Set('relief casual sessional locum night weekend'.split(' '))

function isShift(word: string, i: number): boolean {
  return SHIFTS.has(word) || (word === 'bank' && i === 0)
}

/** One title says more than the other; if the other's text or advertiser says it too, it may still be one role. */
function partFinding([less, more]: Pair): Finding {
  const company = less.company.toLowerCase()
  const told = (word: string) => company.includes(word) || [word, `${word}s`, `${word}ing`].some(form => hasWord(less.words, form))
  const kind = more.core.every(word => less.core.includes(word) || told(word)) ? 'title:part-told' : 'title:part'
  const rest = (): string => more.core.filter(word => !less.core.includes(word)).join(' ')
  const shift = more.core.find((word, i) => isShift(word, i) && !less.core.includes(word))
  if (shift) return veto('title:shift', () => `other hours: only one is “${shift}”`)
  return { kind, words: () => `both titles say “${less.core.join(' ')}”`, against: () => `only one title says “${rest()}”` }
}

function isOneGrade(one: readonly string[], two: readonly string[]): boolean {
  if (one.length !== two.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== two[i]) return false
  return true
}

function gradeFinding([a, b]: Pair): Finding {
  const say = ({ grade }: Signature) => (grade.length > 0 ? `“${grade.join(' ')}”` : 'none')
  return veto('grade:other', () => `another grade: ${both(say(a), say(b))}`)
}

/** Two texts that name different roles, though the titles agree; more words on one side only are no difference. */
function declaredFindings([a, b]: Pair): Finding[] {
  const one = a.declared
  const two = b.declared
  if (!one || !two || one.every(word => two.includes(word)) || two.every(word => one.includes(word))) return []
  return [doubt('declared:other', () => `the texts name other roles: “${both(one.join(' '), two.join(' '))}”`)]
}

function firmFinding([a, b]: Pair): Finding & { side: Side } {
  if (a.firm.length === 0 || b.firm.length === 0)
    return { ...doubt(a.firm.length === b.firm.length ? 'firm:none' : 'firm:unknown', () => 'no company is named'), side: 'other' }
  const relation = companyRelation(a.firm, b.firm)
  const side = isEmployer(a, b) ? 'employer' : 'agency'
  if (relation === 'same') return { kind: `firm:same-${side}`, words: () => `${[a.company, b.company].sort()[0]} advertises both`, side }
  if (relation === 'part') return { kind: `firm:part-${side}`, words: () => `${both(a.company, b.company)} are one name`, side }
  if (names(a, b) || names(b, a))
    return { kind: 'firm:named', words: () => 'the text of one names the advertiser of the other', side: 'other' }
  const kind = a.agency || b.agency ? 'firm:agency-other' : 'firm:other'
  return { ...doubt(kind, () => `other advertisers: ${both(a.company, b.company)}`), side: 'other' }
}

function isEmployer(a: Signature, b: Signature): boolean {
  if (a.agency === true || b.agency === true) return false
  return a.selfNamed || b.selfNamed || a.agency === false || b.agency === false
}

/** The text of `a` uses the advertiser of `b` as a name: a client its agency does not hide. Agencies name each other by chance. */
function names(a: Signature, b: Signature): boolean {
  return b.agency !== true && b.firm.join('').length >= 4 && countNamed(a.names, b.firm) === b.firm.length
}

const FEWEST_WORDS = 8
const FEWEST_PHRASES = 6
/** Fewer phrases do when the words beside them, ten in all, are shared as well. */
const FEWEST_IN_ALL = 10
/** So many phrases without one in common are two texts, however few words of their own they hold. */
const ENOUGH_PHRASES = 20
const HARDLY = 0.1
const COPIED = 0.75
const PARTLY_COPIED = 0.4
/** Of one advertiser a text is a copy only when its own words are there too: fewer, and one template was filled in again (2026). */
const SAME_WORDS = 0.9
const CLOSE = 0.6

/** How much of the shorter text stands in the longer: as phrases (copied) or as its own words (re-worded). */
function textFinding(pair: Pair, side: Side): Finding {
  const [a, b] = pair
  const rewritten = a.rewritten !== b.rewritten
  const phrases = containment(a.phrases, b.phrases)
  const copied = rewritten || !isEnough(phrases.seen, pair) ? 0 : phrases.share
  const say = (share: number, what: string) => `${Math.round(share * 100)} % of the shorter text${what} in the other`
  if (copied >= COPIED && (side === 'other' || !isFilledAgain(pair)))
    return { kind: `text:copy-${side}`, words: () => say(copied, ' stands') }
  if (copied >= PARTLY_COPIED)
    return { kind: `text:close-${side}`, words: () => say(copied, ' stands'), against: () => 'one text is not a whole copy of the other' }
  const words = wordsInCommon(a, b)
  const little = (): string => 'the texts have little in common'
  if (words.level !== 'many' && rewritten && side !== 'other') return doubt(`text:rewritten-${side}`, little)
  const unlike = !rewritten && phrases.seen >= ENOUGH_PHRASES && phrases.share < HARDLY
  if (words.seen < FEWEST_WORDS && !unlike) return doubt(`text:short-${side}`, () => 'one text is too short to tell')
  if (words.seen < FEWEST_WORDS || words.level === 'little') return doubt(`text:little-${side}`, little)
  const common = side === 'other' && (isCommon(a.core) || isCommon(b.core))
  const level = words.level === 'some' ? 'some' : words.share >= CLOSE && !common ? 'close' : 'reworded'
  const kind = `text:${level}-${side}${common ? '-common' : ''}`
  if (level === 'some') return doubt(kind, little)
  return { kind, words: () => say(words.share, '’s own words stand'), against: () => 'the texts are not copies, only alike' }
}

function isFilledAgain([a, b]: Pair): boolean {
  const { share, seen } = containment(a.words, b.words)
  return seen >= FEWEST_WORDS && share < SAME_WORDS
}

function isEnough(phrases: number, [a, b]: Pair): boolean {
  if (phrases >= FEWEST_PHRASES) return true
  const { share, seen } = containment(a.words, b.words)
  return phrases + seen >= FEWEST_IN_ALL && share >= 0.9
}

/**
 * Words two texts share beyond chance. Of two adverts for a common title in two towns the longer holds 4 % of the shorter's words
 * when it is short and 23 % when it has 250 of its own; deviations spread 1.3 times as wide as draws would (25,000 pairs, 2026).
 * "Some" is met by 3 % of such pairs, "many" by fewer than 1 %.
 */
function wordsInCommon(a: Signature, b: Signature): { level: 'many' | 'some' | 'little'; share: number; seen: number } {
  const { share, seen } = containment(a.words, b.words)
  const expected = 0.04 + 0.000_76 * Math.min(250, Math.max(a.words.of, b.words.of))
  const beyond = (share - expected) / Math.sqrt((expected * (1 - expected)) / Math.max(1, seen))
  const level = share >= 0.33 && beyond >= 4 ? 'many' : share >= 0.25 && beyond >= 2.5 ? 'some' : 'little'
  return { level, share, seen }
}

/** Boards round, annualise and estimate: only a clear gap counts as another pay. */
const PAY_SLACK = 1.08

function payFinding([a, b]: Pair, side: Side): Finding {
  if (!a.pay || !b.pay) return doubt('pay:unknown', () => 'one states no pay')
  const [low, high] = a.pay
  const [low2, high2] = b.pay
  if (low === low2 && high === high2) return { kind: `pay:same-${side}`, words: () => 'both state the same pay' }
  const apart = low > high2 * PAY_SLACK || low2 > high * PAY_SLACK
  if (low === low2 || high === high2)
    return { kind: `pay:end-${side}`, words: () => 'their pay begins or ends alike', against: () => 'their pay is near, not the same' }
  // Whoever has a machine re-write an advert has it estimate the pay as well ("£9,600 - 14,400 per year" of £400 a day, 2026).
  if (apart && a.rewritten !== b.rewritten) return { kind: 'pay:unknown' }
  return doubt(`pay:${apart ? 'other' : 'near'}-${side}`, () => (apart ? 'they state another pay' : 'their pay is near, not the same'))
}

function termFindings([a, b]: Pair): Finding[] {
  const found: Finding[] = []
  const sides = [a.engagement, b.engagement]
  if (sides.includes('inside') && sides.includes('outside'))
    found.push(veto('engagement:other', () => 'one is inside and one outside IR35'))
  const kinds = [a.contract, b.contract]
  if (kinds.includes('permanent') && (kinds.includes('contract') || kinds.includes('fixed-term')))
    found.push(doubt('contract:other', () => 'one is permanent and one a contract'))
  if (kinds.includes('contract') && kinds.includes('fixed-term'))
    found.push(doubt('contract:employed', () => 'one is a contract and one employs for a term'))
  if (a.contractTitle !== b.contractTitle && !isContract(a.contractTitle ? b : a))
    found.push(doubt('contract:one', () => 'only one is said to be a contract'))
  if (a.months && b.months) {
    if (a.months !== b.months) found.push(doubt('term:other', () => 'they last for another time'))
    else found.push({ kind: 'term:same', ...(Number.isInteger(a.months) && { words: () => `both for ${a.months} months` }) })
  }
  if (a.clearance !== b.clearance)
    found.push(
      a.clearance && b.clearance
        ? doubt('clearance:other', () => 'another clearance')
        : doubt('clearance:one', () => 'only one asks for clearance'),
    )
  if (a.onSiteDays !== null && b.onSiteDays !== null && a.onSiteDays !== b.onSiteDays)
    found.push(doubt('days:other', () => `${both(String(a.onSiteDays), String(b.onSiteDays))} days on site a week`))
  if (a.remoteTitle !== b.remoteTitle) found.push(doubt('remote:one', () => 'only one title offers it as remote'))
  if (a.remote && b.remote && a.remote !== b.remote && [a.remote, b.remote].includes('remote'))
    found.push(doubt('remote:other', () => 'only one is remote'))
  return found
}

function isContract({ contract, engagement, period, months }: Signature): boolean {
  return contract === 'contract' || contract === 'fixed-term' || engagement !== null || period === 'day' || months !== null
}

function refFindings([a, b]: Pair, side: Side): Finding[] {
  const same = a.refs.filter(ref => b.refs.includes(ref)).sort()[0]
  if (same) return [{ kind: 'ref:same', words: () => `both carry the reference ${same}` }]
  const shape = (ref: string) => ref.replace(/\d/g, '9')
  const clash = side !== 'other' && a.refs.some(ref => b.refs.some(other => shape(other) === shape(ref)))
  return clash ? [veto('ref:other', () => `other references: ${both(a.refs.join(', '), b.refs.join(', '))}`)] : []
}

function timeFinding([a, b]: Pair): Finding {
  if (!a.postedOn || !b.postedOn) return doubt('time:unknown', () => 'one has no date')
  const days = Math.abs(Date.parse(a.postedOn) - Date.parse(b.postedOn)) / 86_400_000
  if (days <= 31) return { kind: days <= 3 ? 'time:days' : 'time:weeks' }
  return doubt(days <= 60 ? 'time:months' : 'time:apart', () => `advertised ${Math.round(days)} days apart`)
}
