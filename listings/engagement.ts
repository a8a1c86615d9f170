// The advert's claim about how the contract is taxed: quoted, never concluded.
import type { Advert } from './advert.ts'
import type { ContractKind, Engagement, Evidence, PayReading, Read, Where } from './card.ts'
import { matchesAt, quoteAt } from './near.ts'
import { mentions, signpost } from './signposts.ts'

type Side = 'inside' | 'outside'
interface Claim {
  value: Side | 'exempt' | 'small-client'
  evidence: Evidence
}

/** Adverts misspell "outside" in a handful of ways; all were seen, none means anything else. */
const OUT = 'outside|otside|outisde|ouside|outsde|oustide|outide|outsid|outsie'
const IN = 'inside|insde|inisde|insdie|iside'
const SIDE = String.raw`(?:(${OUT})|(${IN}|within|caught by))(?: of)?(?: the)?(?: scope)?(?: of| for)?(?: the)?`
const SCOPE = String.raw`(?:(out)|(in))(?:side)?[ -](?:of[ -])?scope(?: of| for)?(?: the)?`
const MENTION = /ir ?-?35|off[- ]payroll/iy
const MENTIONS = signpost([' ir35', ' ir 35', ' ir  35', 'off payroll'])
const BEFORE = new RegExp(String.raw`\b(?:${SIDE}|${SCOPE})[\s:("“-]{0,3}$`, 'i')
const STATUS = String.raw`(?: working| legislation| rules?)?(?: tax)?(?: status| determination| position| assessment| ruling)?`
const AFTER = new RegExp(
  String.raw`^${STATUS}[\s:=(–—-]{0,4}(?:is |will be |has been |are |been |currently |deemed |assessed |determined |confirmed |classed |as |to be |falls |a ){0,4}[\s:(–-]{0,2}(?:(${OUT})|(${IN})|(out)(?:(?: of)?[ -]scope|(?=\s?(?:[.,;|)]|$)))|(in)(?: of)?[ -]scope)(?![a-z])`,
  'i',
)
const EXEMPT =
  /^(?: status)?[\s:=(–-]{0,4}(?:is |are )?(?:exempt|n\/a\b|not applicable|(?:does|do) not apply|doesn['’]t apply|not relevant)/i
const EXEMPT_BEFORE = /\b(?:exempt(?:ed)? from|not subject to|exempt)[\s:-]{1,2}(?:the )?$/i
/** "Inside or outside IR35": the advert leaves it open, which states nothing. */
const EITHER_BEFORE = new RegExp(
  String.raw`(?:${OUT}|${IN})(?: of)?(?: ir ?-?35)?\s?(?:\/|\||or|and|&|,)\s?(?:or )?(?:${OUT}|${IN})(?: of)?[\s:(-]{0,3}$`,
  'i',
)
const EITHER_AFTER = new RegExp(String.raw`^${STATUS}[\s:=(–-]{0,4}(?:${OUT}|${IN})?\s?(?:\/|\||or|and|&)\s?(?:${OUT}|${IN})`, 'i')
const NOT_BEFORE =
  /\b(?:not|n['’]t|never|no|non|nor|neither|rather than|instead of|no longer|cannot|unable to (?:work|engage|offer|be))(?: (?:be|offer|accept|do|deemed|an?|currently|working|work|engaged|falling|offering|considered|for|strictly|roles?)){0,2}[ -]$/i
/** After the claim, doubt takes it back: "(TBC)", "considered", "subject to assessment"; "likely to extend" is about the term. */
const DOUBT_AFTER = new RegExp(
  [
    String.raw`^(?: status| contract| role| determination)?(?:\?(?!\?|\s{0,2}yes\b)|[\s]?\(\?\)|\s?[:–-]\s{0,2}no\b)`,
    String.raw`^(?: status| contract| role| determination)?(?:[\s,:(*–—-]{0,4}|[\s]?(?:is|status)[\s]{1,2})(?:(?:final|still|status|sds|assessment|decision|but|which|is|to be|this|client|confirmation|will be|role|determination|may|might|could|can|be|currently|yet) ){0,4}(?:${[
      'tbc',
      'tbd',
      'to be (?:confirmed|determined|decided|agreed|assessed|discussed)',
      '(?:confirmed|determined|decided|assessed) (?:later|on|at|after|once)',
      'pending',
      '(?:subject to|depend(?:s|ing|ent) on|awaiting) (?:the |an? |client |final |formal |ir-?35 |hmrc |cest ){0,3}(?:assess|determin|status|sds|confirm|review|approv|outcome|circumstances|test|client)',
      'consider(?:ed|ation)',
      'being (?:determined|assessed|reviewed)',
      'under (?:review|assessment)',
      'provisional',
      'unconfirmed',
      'not (?:yet )?confirmed',
      'if (?:required|possible|applicable|appropriate|deemed|eligible|approved|the|your|you|via)\\b',
      'available on request',
      '(?:likely|expected|anticipated|potential(?:ly)?|possibl[ey]|probabl[ey]|hopefully|ideally|preferred|preferably|assumed|option(?:al)?)(?=[\\s]{0,2}(?:[).,;|]|$|\\())',
    ].join('|')})`,
  ].join('|'),
  'i',
)
/** Before it, only words that govern it: in flattened text "extension possible Outside IR35" belongs to the line before. */
const DOUBT_BEFORE =
  /(?:\b(?:likely|expected|anticipated|potentially|possibly|probably|may|might|could|should|hoping|hopefully|assumed|provisionally|ideally|preferably|if|whether|either|aiming|consider(?:ing)?)|(?:^|[,.:(|\n–-] ?)(?:potential|possible|preferred|tbc))(?:[ :–-]{1,3}(?:be|to|you|you['’]re|are|is|it|this|the|role|deemed|an?|fall|for|as|we|can|contract|engaged|working|work)){0,4}[ :(–-]{1,3}$/i
/** People and law, not the role: "experience with outside IR35 contractors", "inside IR35 rules". */
const TALK_AFTER =
  /^(?:\s(?:legislation|rules|regulations|tax|compliance|contractors|workers|workforce|candidates|guidance|reforms?|knowledge))\b/i
/** A verdict names the law it is under: "determined to be outside of the IR35 rules". */
const VERDICT_BEFORE = /\b(?:is|are|be|deemed|determined|assessed|confirmed|classed|falls?|falling|sits?|operates?)(?: to be)? $/i
const LAW_AFTER = /^\s(?:off-payroll )?(?:legislation|rules|regulations)\b/i
/** "Not outside IR35: it falls inside". */
const RATHER = new RegExp(
  String.raw`^[^.;\n]{0,16}\b(?:it|this|but|is|falls?|sits?|rather|one)[ ,]{1,2}(?:(?:is|falls?|sits?|an?) ){0,2}(?:(${OUT})|(${IN}))(?![a-z])`,
  'i',
)
/** "IR35 applies", "the off-payroll working rules will apply". */
const APPLIES = /^(?: (?:working|legislation|rules?|regulations?)){0,2} (?:will |does |do )?appl(?:y|ies)\b(?! if| where| to you)/i
const OPEN_BEFORE = /\b(?:if|whether|where|when|how|may|might|not|exempt\w{0,3})\b[^.;\n]{0,24}$/i
const SMALL =
  /small (?:company|companies|business|businesses|client|end[- ]client|employer)|self[- ]assess|(?:contractor|consultant|psc|you)(?:['’]s)? (?:own )?(?:responsibility|to determine|to assess|must determine|will determine|self[- ]determin)|your own (?:ir-?35 )?(?:status|determination|assessment)/i

/** "£650 per day inside": after a rate, the side says IR35 without naming it. */
const RATE_SIDE = new RegExp(
  String.raw`(?:per day|p\/?d|\/ ?d(?:ay)?|a day|day rate|daily|per hour|p\/?h|\/ ?hr|an hour)[\s,(|–-]{0,4}(?:(?:\+|plus|exc?l?\.?|inc?l?\.?|including|excluding) ?vat[\s,(|–-]{0,4})?(?:(${OUT})|(${IN}))(?=\s{0,2}(?:[,.;|()/–-]|$|\n|contract|umbrella|via|leading|hybrid|remote|\d))`,
  'i',
)
const SIDES = signpost([...OUT.split('|'), ...IN.split('|')])
const UMBRELLA = /umbrella\b|umb\b(?= rate|\)|$)|u-paye\b|paye umb\b/iy
const UMBRELLAS = signpost([' umb', ' u paye ', ' paye umb '])
const PAYES = signpost(['paye'])
const PAID_BY =
  /(?:\bvia|\bthrough|\busing|\bper (?:day|hour)|\b(?:a|an) (?:day|hour)|p\/?[dh]|\d|\/(?:day|hour|hr)|\brates?(?: to)?|\bpaye|competitive)[\s,(|/:–-]{0,4}(?:(?:or|an?|your|our|the|approved|company|choice of) ){0,3}$/i
const UMBRELLA_AFTER =
  /^[\s]{0,2}(?:compan|co\b|rates?\b|only\b|day rate|basis\b|agency\b|payroll\b|paye\b|provider|per (?:day|hour)|p\/?[dh]\b|engagement|worker|inside|ltd|limited|£)|^\)/i
const NOT_UMBRELLA_BEFORE =
  /(?:\bno|\bnot|\bnon|n['’]t|\bunder (?:the|its|an?|one|our|this)|\bwider|(?:ltd|limited|psc)(?: co(?:mpany|\.)?)?\s?(?:\/|,|&|or)) ?(?:(?:via|through|an?|use of|use|work|accept|or) ){0,2}$/i
const NOT_UMBRELLA_AFTER =
  /^(?: company| companies)?(?:\s?\/\s?|\s?,\s?|\sor\s(?:a )?(?:via )?(?:your )?(?:own )?)(?:ltd|limited|psc)|^ of /i
const PAYE =
  /(?:\b(?:via|through|on|under|rate|paid|pay|basis|day|hour|annum|p\/?[dh]|payroll|engagement|contract|\d)[\s:,(|–-]{1,3}(?:an? )?(?:agency )?paye\b|^paye\b|\bpaye[\s:]{1,2}(?:rate|only|basis|contract|engagement|role|per|or|via|£)|\(paye\))/i
const NOT_PAYE =
  /\bpaye\b[ ]?(?:\/|or|,)[ ]?(?:an? )?(?:your )?(?:own )?(?:ltd|limited|psc)|\b(?:ltd|limited|psc)(?: company)?[ ]?(?:\/|or|,)[ ]?paye\b|\bpaye\b[^\n.]{0,30}\b(?:returns?|p11d|payroll processing|reconcil|submission|vat|nic?s?)\b/i

const TEXTS = ['title', 'pay', 'contract', 'description'] as const

/**
 * How the advert says the contract is taxed. An IR35 claim comes first; doubt ("TBC", "if", "considered") and both sides in one
 * phrase state nothing; two claims that disagree are "conflicting". Umbrella, PAYE and fixed term only where IR35 is not stated.
 */
export function readEngagement(
  advert: Advert,
  pay?: Read<PayReading>,
  contract?: Read<{ value: ContractKind }>,
): Read<{ value: Engagement }> | undefined {
  const claims = TEXTS.flatMap(where => claimsIn(advert[where], where))
  const sides = claims.filter(claim => claim.value === 'inside' || claim.value === 'outside')
  const other = sides.find(claim => claim.value !== sides[0]?.value)
  if (sides[0] && other) return { value: 'conflicting', evidence: [sides[0].evidence, other.evidence] }
  const first = sides[0] ?? claims.find(claim => claim.value === 'small-client') ?? claims[0]
  if (first) return { value: first.value, evidence: [first.evidence] }
  return payrollOf(advert, pay) ?? (contract?.value === 'fixed-term' ? { value: 'fixed-term', evidence: contract.evidence } : undefined)
}

function claimsIn(text: string, where: Where): Claim[] {
  const claims: Claim[] = []
  for (const mention of matchesAt(text, MENTIONS, MENTION)) {
    const claim = claimAt(text, where, mention.index, mention.index + mention[0].length)
    if (claim) claims.push(claim)
  }
  const rate = mentions(text, SIDES) ? RATE_SIDE.exec(text) : null
  if (rate && !DOUBT_AFTER.test(text.slice(rate.index + rate[0].length, rate.index + rate[0].length + 60))) {
    claims.push({ value: rate[1] ? 'outside' : 'inside', evidence: quoteAt(rate[0], where, rate.index) })
  }
  return claims
}

function claimAt(text: string, where: Where, start: number, end: number): Claim | undefined {
  const before = text.slice(Math.max(0, start - 70), start)
  const after = text.slice(end, end + 70)
  const quote = (from: number, to: number) => quoteAt(text.slice(from, to), where, from)
  const side = sideAt(before, after)
  if (side) return { value: side.value, evidence: quote(start - side.back, end + side.ahead) }
  const applies = OPEN_BEFORE.test(before) ? null : APPLIES.exec(after)
  if (applies) return { value: 'inside', evidence: quote(start, end + applies[0].length) }
  const exempted = EXEMPT_BEFORE.exec(before)
  if (exempted) return { value: 'exempt', evidence: quote(start - exempted[0].length, end) }
  const exempt = EXEMPT.exec(after)
  if (exempt) return { value: 'exempt', evidence: quote(start, end + exempt[0].length) }
  const from = start - before.length
  const small = SMALL.exec(text.slice(from, end + after.length))
  if (!small) return undefined
  return {
    value: 'small-client',
    evidence: quote(Math.min(start, from + small.index), Math.max(end, from + small.index + small[0].length)),
  }
}

/** Which side a mention of IR35 is on, and how far its words reach before and after the mention. */
function sideAt(before: string, after: string): { value: Side; back: number; ahead: number } | undefined {
  if (EITHER_BEFORE.test(before) || EITHER_AFTER.test(after)) return undefined
  const led = BEFORE.exec(before)
  const told = led ? undefined : AFTER.exec(after)
  const match = led ?? told
  if (!match) return undefined
  const lead = led ? before.slice(0, led.index) : before
  const rest = told ? after.slice(told[0].length) : after
  const side = sideOf(match)
  const [back, ahead] = [led?.[0].length ?? 0, told?.[0].length ?? 0]
  if (NOT_BEFORE.test(lead)) return sideInstead(rest, side, back, ahead)
  if (DOUBT_BEFORE.test(lead) || DOUBT_AFTER.test(rest) || (led && isTalk(lead, rest))) return undefined
  return { value: side, back, ahead }
}

function sideOf(match: RegExpExecArray): Side {
  return match[1] !== undefined || match[3] !== undefined ? 'outside' : 'inside'
}

/** What a denied side is denied for, where the sentence goes on to say so. */
function sideInstead(rest: string, denied: Side, back: number, ahead: number): ReturnType<typeof sideAt> {
  const rather = RATHER.exec(rest)
  const value = rather && sideOf(rather)
  return rather && value && value !== denied && !DOUBT_AFTER.test(rest.slice(rather[0].length))
    ? { value, back, ahead: ahead + rather[0].length }
    : undefined
}

function isTalk(lead: string, rest: string): boolean {
  return TALK_AFTER.test(rest) && !(VERDICT_BEFORE.test(lead) && LAW_AFTER.test(rest))
}

/** Umbrella or PAYE, from words that say how people are paid. */
function payrollOf(advert: Advert, pay: Read<PayReading> | undefined): Read<{ value: Engagement }> | undefined {
  if (pay?.main.route === 'limited') return undefined
  for (const [value, find] of [
    ['umbrella', umbrellaIn],
    ['paye', payeIn],
  ] as const) {
    for (const where of TEXTS) {
      const found = find(advert[where], where)
      if (found) return { value, evidence: [found] }
    }
  }
  return undefined
}

function payeIn(text: string, where: Where): Evidence | undefined {
  if (!mentions(text, PAYES) || NOT_PAYE.test(text)) return undefined
  const paye = PAYE.exec(text)
  return paye ? quoteAt(paye[0], where, paye.index) : undefined
}

function umbrellaIn(text: string, where: Where): Evidence | undefined {
  for (const match of matchesAt(text, UMBRELLAS, UMBRELLA)) {
    const end = match.index + match[0].length
    const before = text.slice(Math.max(0, match.index - 30), match.index)
    if (NOT_UMBRELLA_BEFORE.test(before)) continue
    const after = text.slice(end, end + 40)
    if (NOT_UMBRELLA_AFTER.test(after)) continue
    if (UMBRELLA_AFTER.test(after) || PAID_BY.test(before)) return quoteAt(match[0], where, match.index)
  }
  return undefined
}
