// The security clearance an advert asks for, and whether it must be held, could be obtained, or would merely help.
// Levels are those of UK Security Vetting (gov.uk, "National security vetting: clearance levels") and of police vetting.
import type { Advert } from './advert.ts'
import type { Clearance, ClearanceLevel, Evidence, Read } from './card.ts'
import { matchesAt, matchesIn } from './near.ts'
import { signpost } from './signposts.ts'

type Place = 'title' | 'description'
/** `held`: must hold, in so many words; `named`: only "SC Cleared"; `mentioned`: no word about the mode. */
type Strength = 'held' | 'eligible' | 'named' | 'preferred' | 'mentioned'

interface Mention {
  level: ClearanceLevel
  strength: Strength
  evidence: Evidence
}

/** The clearance to show: what must be held before what may be obtained before what would help; BPSS only where nothing higher is asked. */
export function readClearance(advert: Advert): Read<Clearance> | undefined {
  const mentions = [...mentionsIn(advert.title, 'title'), ...mentionsIn(advert.description, 'description')]
  const named = mentions.filter(mention => mention.level !== 'Security')
  const best =
    strongest(named.filter(mention => mention.level !== 'BPSS')) ??
    strongest(named) ??
    strongest(mentions.filter(mention => mention.strength !== 'preferred' && mention.strength !== 'mentioned'))
  return best && { level: best.level, mode: MODES[best.strength], evidence: [best.evidence] }
}

const MODES: Record<Strength, Clearance['mode']> = {
  held: 'required',
  named: 'required',
  eligible: 'eligible',
  preferred: 'preferred',
  mentioned: null,
}
const RANKS: readonly ClearanceLevel[] = ['Security', 'BPSS', 'NPPV', 'CTC', 'SC', 'DV', 'eDV']

function rank(mention: Mention): number {
  return RANKS.indexOf(mention.level)
}

/** A title's "SC Cleared" gives way to a text that takes those who are eligible for the same. */
function strongest(mentions: Mention[]): Mention | undefined {
  const highest = (strength: Strength) => mentions.filter(mention => mention.strength === strength).sort((a, b) => rank(b) - rank(a))[0]
  const held = highest('held')
  if (held) return held
  const named = highest('named')
  const eligible = highest('eligible')
  if (named && eligible) return rank(eligible) <= rank(named) ? eligible : named
  return named ?? eligible ?? highest('preferred') ?? highest('mentioned')
}

const LEVEL =
  /(?:e-?DV|enhanced DV|(?:enhanced )?developed vett(?:ing|ed)|DV|e?SC|CTC|BPSS|NPPV ?(?:level )?[1-4]?|baseline personnel security(?: standard)?|security check|counter[- ]terroris[tm] check|(?:non-)?police (?:personnel )?vetting|(?:security|government|UKSV|NSV) (?:clearance|cleared|vetting|vetted|clearable))\b/iy
const LEVEL_WORDS = signpost(
  ' e dv, edv, enhanced d, developed v, dv , sc , esc , ctc , bpss , nppv, baseline p, security c, security v, counter terror, police , non police , government c, government v, uksv , nsv '.split(
    ',',
  ),
)

const LEVELS: readonly (readonly [RegExp, ClearanceLevel])[] = [
  [/^(?:e-?dv|enhanced)/i, 'eDV'],
  [/^(?:dv|developed)/i, 'DV'],
  [/^(?:e?sc|security check)$/i, 'SC'],
  [/^(?:ctc|counter)/i, 'CTC'],
  [/^(?:bpss|baseline)/i, 'BPSS'],
  [/^(?:nppv|non-police|police)/i, 'NPPV'],
]

/** Between two levels, the one of which is enough. */
const EITHER = /^\)?\s?(?:clear(?:ed|ance)\s?)?(?:\/|or)\s?(?:MOD |UK |an? )?\(?$/i
const REACH = 110
/** An advert that names clearances more often than this is not about one role. */
const MOST_MENTIONS = 40

function mentionsIn(text: string, where: Place): Mention[] {
  const found: Mention[] = []
  let end = 0
  for (const match of matchesAt(text, LEVEL_WORDS, LEVEL)) {
    const mention = mentionOf(text, match, where)
    if (!mention) continue
    if (found.length >= MOST_MENTIONS) break
    const last = found.at(-1)
    const either = last !== undefined && EITHER.test(text.slice(end, match.index))
    end = match.index + match[0].length
    if (either && rank(mention) >= rank(last)) continue
    if (either) found.pop()
    found.push(mention)
  }
  return found
}

function mentionOf(text: string, match: RegExpExecArray, where: Place): Mention | undefined {
  const after = text.slice(match.index + match[0].length, match.index + match[0].length + REACH)
  const before = text.slice(Math.max(0, match.index - REACH), match.index)
  if (!isClearance(match[0], before, after, where)) return undefined
  const strength = strengthOf(clauseBefore(before), clauseAfter(after), where)
  if (!strength) return undefined
  const level = LEVELS.find(([pattern]) => pattern.test(match[0]))?.[1] ?? 'Security'
  const tail = /^\)?[\s-]{0,2}(?:clear(?:ed|ance|able)|eligib\w{2,5}|vetted|level)\b/i.exec(after)?.[0] ?? ''
  return { level, strength, evidence: { words: match[0] + tail, where, start: match.index } }
}

/** SC Johnson, Charleston SC, a CTC in lakhs and a DV analyst of Verilog are no clearances: the letters need company. */
const COMPANY_AFTER =
  /^\)?[\s-]{0,2}(?:\(?[\w ]{0,18}\)\s)?(?:clear|security|eligib|vett|level|holder|status|check|required|essential|requested|preferred|desirable|to start|must be|will be|in place|sponsor|(?:or|and|&|\/|,|\+)\s?(?:MOD |UK )?(?:DV|SC|CTC|NPPV|BPSS)\b)|^\s?\/\s?(?:DV|SC)\b/i
const COMPANY_BEFORE =
  /(?:clearances?(?: level| required| requirements?| needed)?|cleared|vetting|vetted|active|current|valid|existing|hold|holding|held|full|eligible for|ability to obtain|obtain|achieve|gain|attain|undergo|pass|passed|UKSV|NSV|UKIC|MOD|BPSS|NPPV ?\d?|security check|(?:DV|SC|CTC))\s?(?:is|and|or|&|\/|,|level|:|-|–|\+)?\s?(?:UK |an? |MOD )?[:(]?\s?$/i
const TITLE_COMPANY = /(?:^|[-–—(|/]\s?)$/

function isClearance(words: string, before: string, after: string, where: Place): boolean {
  if (!/^(?:e?sc|dv|ctc)$/i.test(words))
    return !/^security check$/i.test(words) || /^\s?\(SC|^\s?clear/i.test(after) || /clearance/i.test(before)
  if (COMPANY_AFTER.test(after)) return words === words.toUpperCase() || /^\)?[\s-]{0,2}(?:clear|eligib|vett|security)/i.test(after)
  if (words !== words.toUpperCase()) return false
  return COMPANY_BEFORE.test(before) || (where === 'title' && TITLE_COMPANY.test(before) && /^\s?(?:\)|$|[-–—|])/.test(after))
}

const CLAUSE_END = /[.;!?\n*•|]/
function clauseBefore(before: string): string {
  return before.split(CLAUSE_END).at(-1) ?? ''
}
function clauseAfter(after: string): string {
  return after.split(CLAUSE_END)[0] ?? ''
}

const NOT_BEFORE = /\b(?:no|not|without|n't|never)\s(?:\w{1,12}\s){0,4}(?:UK\s)?$/i
const NOT_AFTER =
  /^\W{0,2}(?:clear\w{2,4}\s)?(?:is |are )?not (?:required|needed|necessary)|^\W{0,2}(?:clear\w{2,4}\s)?(?:may|might) be (?:required|needed)/i
/** An agency's boilerplate about all its roles. */
const OF_THE_AGENCY = /^\W{0,2}(?:cleared\s)?(?:jobs|vacancies|roles|positions) (?:or|and|across)\b/i
const OBTAINS =
  /(?<!in)eligib\w{2,5}|\b(?:clearable|(?:able|ability|willing(?:ness)?|capable|prepared|position|happy|opportunity) (?:to|of) \w{2,12}|obtain\w{0,3}|achiev\w{1,3}|gain\w{0,3}|attain\w{0,3}|undergo\w{0,3}|subject to|apply for|sponsor\w{0,4}|go(?:ing)? through|put through|passing|pass)\b/gi
const HOLDS =
  /\b(?:active|actively|current|currently|existing|valid|hold|holds|holding|held|possess|in[- ]date|live|already|must have|have|previously)\b/gi
const OR_OBTAINS =
  /^\)?\s?clear\w{2,4}\s?(?:&|and|\/)\s?eligib|^[^()]{0,14}\([^)]{0,30}\bor eligib|^[^,]{0,48}(?:, )?\bor\b[^,]{0,30}\b(?:eligib|willing|able to|ability|obtain|undergo|gain|achieve)|^[^,]{0,12}\((?:or )?(?:willing|eligib|ability|able to)|^\)?\s?(?:or )?(?:security )?(?:clearance )?(?:level )?\(?(?:eligib|clearable)|\bmust be eligible\b|\bwill be (?:processed|sponsored|provided)\b|\bsponsor(?:ed|ship)\b|\bto be obtained\b|\bcan be (?:obtained|sponsored)/i
const HELPS_AFTER =
  /\b(?:desirable|desired|preferred|advantage(?:ous)?|beneficial|nice to have|bonus|a plus|not essential|would be (?:useful|great|ideal|good|helpful|an advantage)|helpful|favourable|not mandatory)\b/i
const HELPS_BEFORE = /\b(?:desirable|preferred|preferably|ideally|nice to have|bonus(?: points)?(?: for| if)?|beneficial)\b/i
/** "BPSS required, SC advantageous": what follows is about the next level. */
const ASKED_AT_ONCE = /^\)?\s(?:clear\w{2,4} |check )?(?:is )?(?:required|essential|mandatory),/i
const ASKS =
  /\b(?:must|required|requires?|requirement|essential|mandatory|requested|necessary|need(?:ed|s)?|minimum|full|prerequisite|only)\b/i
const LABEL =
  /(?:clearances?|vetting|security)(?: level| required| requirements?| needed)?\s{0,2}[:\-–]\s{0,2}(?:UK )?$|^\s{0,3}[-*]?\s{0,2}$/i

/** Undefined where the words say that it is not asked for. */
function strengthOf(before: string, after: string, where: Place): Strength | undefined {
  if (NOT_BEFORE.test(before) || NOT_AFTER.test(after) || OF_THE_AGENCY.test(after)) return undefined
  const obtains = lastEnd(before, OBTAINS)
  const holds = lastEnd(before, HOLDS)
  if (OR_OBTAINS.test(after) || /eligib\w{2,5} or \w{0,8}\s?$/i.test(before) || (obtains > 0 && obtains >= holds)) return 'eligible'
  if (!ASKED_AT_ONCE.test(after) && (HELPS_AFTER.test(after) || HELPS_BEFORE.test(before))) return 'preferred'
  if (holds > 0 || ASKS.test(before) || ASKS.test(after)) return 'held'
  if (/^\)?[\s-]{0,2}(?:\(?\w{0,12}\)\s)?(?:clear|vetted)/i.test(after) || where === 'title') return 'named'
  return LABEL.test(before) ? 'held' : 'mentioned'
}

/** Where the last match of a global pattern ends; 0 for none. */
function lastEnd(text: string, pattern: RegExp): number {
  let end = 0
  for (const match of matchesIn(text, pattern)) end = match.index + match[0].length
  return end
}
