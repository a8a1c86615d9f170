// Names, telephone numbers and addresses of people leave an advert when it is read: nobody needs them to judge a role.
import { matchesAt, matchesIn } from './near.ts'
import { mentions, signpost } from './signposts.ts'

const GONE = '[removed]'

/** A text without contacts' names, telephone numbers, e-mail addresses and LinkedIn links; whatever only looks like one stays. */
export function withoutPersonalData(text: string): string {
  const mailless = withoutEmails(text)
  const reachless = withoutPhones(/linkedin\.com/i.test(mailless) ? mailless.replace(LINKEDIN, GONE) : mailless)
  return withoutNames(reachless).replace(REPEATED, GONE)
}

const LINKEDIN = /(?:https?:\/\/)?(?:\b[a-z]{2,3}\.)?\blinkedin\.com\/[^\s<>()"'\]]{0,200}/gi
const REPEATED = /\[removed\](?:[ ,|/–-]{1,3}\[removed\]){1,8}/g

const AT_SIGN = /[ ]?(?:@|[([]at[)\]])[ ]?/gi
const DOMAIN = /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,18}/iy

/** Walks from at sign to at sign, so that no pattern has to search for where an address might begin. */
function withoutEmails(text: string): string {
  if (!/@|[([]at[)\]]/i.test(text)) return text
  let kept = ''
  let from = 0
  for (const sign of text.matchAll(AT_SIGN)) {
    const start = localPartStart(text, sign.index, from)
    DOMAIN.lastIndex = sign.index + sign[0].length
    const domain = DOMAIN.exec(text)
    const local = text.slice(start, sign.index)
    if (!domain || local === '' || (sign[0].length > 1 && sign[0].includes('@') && !/[._\d]/.test(local))) continue
    kept += text.slice(from, start).replace(/mailto:$/i, '') + GONE
    from = domain.index + domain[0].length
  }
  return kept + text.slice(from)
}

function localPartStart(text: string, end: number, from: number): number {
  let start = end
  while (start > from && end - start < 64 && /[\w.+%'’-]/.test(text[start - 1] ?? '')) start--
  return start
}

const DIGITS = /(?<![\w£$€@#.,/:-])(?:\+ ?)?\(?\d(?:[ ().–-]{0,3}\d){8,14}(?![\d:/]|[,.-]\d)/g

/** As many digits as the shortest number has. */
const NINE_DIGITS = /\d(?:[ ().–-]{0,3}\d){8}/

function withoutPhones(text: string): string {
  if (!NINE_DIGITS.test(text)) return text
  return text.replace(DIGITS, (digits: string, at: number) => (isPhone(digits, text.slice(Math.max(0, at - 24), at)) ? GONE : digits))
}

/** Ofcom's National Telephone Numbering Plan: 0 and nine or ten digits; abroad a plus or 00; North America 3-3-4. */
function isPhone(words: string, before: string): boolean {
  if (isReference(before) || looksLikeDates(words)) return false
  const digits = words.replaceAll(/\D/g, '')
  if (words.startsWith('+') || /^00[1-9]/.test(digits)) return digits.length >= 10
  if (/^0[1-35789]\d{8,9}$/.test(digits) || /^44(?:0)?[1-37]\d{8,9}$/.test(digits)) return true
  return /^\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/.test(words)
}

function isReference(before: string): boolean {
  return (
    /\b(?:ref(?:erence)?|id|no|number|code|req(?:uisition)?|vacancy)\b[\s.:#]{0,4}$/i.test(before) &&
    !/phone|tel|mob|contact|call|fax/i.test(before)
  )
}

function looksLikeDates(words: string): boolean {
  return /\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(words) || /(?:^|[ ./-])20[0-4]\d(?:$|[ ./-])/.test(words)
}

const NAME = String.raw`(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?\p{Lu}[\p{Ll}'’]{1,20}(?:[ -](?:\p{Lu}\. ?)?\p{Lu}[\p{L}'’]{1,20}){0,2}`
const WHO = String.raw`(?:(?:me|our|the|your) (?:[a-z]{1,14} ){0,2}(?:recruiter|consultant|partner|specialist|lead|manager)?,? ?)?`
const REACH =
  /(?:contact(?:ing)?|call(?:ing)?|e-?mail(?:ing)?|phone|ring|message|ask for|speak(?:ing)? (?:to|with)|talk to|reach out to|get in touch with|send (?:your |a |an up[- ]to[- ]date )?(?:cv|resume) to|apply to) /iy
const REACHES = signpost(
  ' contact, call, email, e mail, phone , ring , message , ask for , speak, talk to , reach out to , get in touch with , send , apply to '.split(
    ',',
  ),
)
const ASKED = /(?:please|hesitate to|free to|and|or) $/i
/** Where a name follows words of contact: what is after it tells a person from "contact Centre". */
const REACHED = new RegExp(
  String.raw`(?<lead>${WHO})(?<name>${NAME})(?=,? (?:on|at|via|by|direct(?:ly)?|today|now|or|for (?:more|further|an?|details|any)|to (?:discuss|apply|find|arrange|learn))\b|[ ,:(–-]{0,3}\[removed\])`,
  'uy',
)
const REACHED_AT_END = new RegExp(String.raw`(?<lead>${WHO})(?<name>${NAME})(?=[.,;!)]|$)`, 'uym')
const LABELS = String.raw`(?:contact(?: name| person)?|recruiter|(?:recruitment )?consultant|hiring manager|(?:posted|advertised|managed) by|your contact(?: is)?|name)\s?[:–-]\s?`
/** Found by the sign that ends it, since signs are few; what stands before it is looked at then. */
const LABEL = new RegExp(String.raw`[:–-]\s?(?<=(?:^|[.;|] ?)${LABELS})`, 'gim')
const GREETING = /\b(?:kind|best|warm)(?:est)? (?:regards|wishes),?\s?|\bmy name is /gi
const GREETINGS = signpost(['regards', 'wishes', 'my name is '])
const NAMED = new RegExp(String.raw`(?<lead>)(?<name>${NAME})`, 'uy')
/** Words no person is called by: a team, an employer or a role in a phrase of contact is not personal data. */
const NOT_NAMES = new Set(
  (
    'Agency And At Mail Call Ring On Or Via Analyst Application Applications Apply Associates Bank Careers Center Centre Client Clients Company Consultancy Consultant Consultants Consulting Contact ' +
    'Council Customer Data Department Details Director Email Global Group Head Hiring Hotline Human International Jobs Lead Limited Line Ltd Management Manager Mobile ' +
    'Number Office Officer Partners People Personnel Phone Please Plc Program Programme Project Reception Recruiter Recruiters Recruitment Reference Resources Resourcing ' +
    'Search Selection Service Services Solutions Staffing Support System Systems Talent Team Tel Telephone Technologies Technology The This Trust University Us Web Website Your'
  ).split(' '),
)

function withoutNames(text: string): string {
  let nameless = text
  for (let round = 0; round < 3; round++) {
    const unreached = withoutNamesAfter(nameless, matchesAt(nameless, REACHES, REACH), false)
    const unlabelled = withoutNamesAfter(unreached, matchesIn(unreached, LABEL), true)
    const greetings = mentions(unlabelled, GREETINGS) ? matchesIn(unlabelled, GREETING) : []
    const next = withoutSignatures(withoutNamesAfter(unlabelled, greetings, true))
    if (next === nameless) break
    nameless = next
  }
  return nameless
}

/** Reads a name only where words of contact end, so that the whole stays linear in the text. */
function withoutNamesAfter(text: string, leads: readonly RegExpExecArray[], labelled: boolean): string {
  let kept = ''
  let from = 0
  for (const lead of leads) {
    const at = lead.index + lead[0].length
    const asked = ASKED.test(text.slice(Math.max(0, lead.index - 14), lead.index))
    const match = at < from ? undefined : nameAt(text, at, labelled, asked)
    if (!match) continue
    kept += text.slice(from, at) + match.lead + GONE
    from = at + match.lead.length + match.name.length
  }
  return kept + text.slice(from)
}

function nameAt(text: string, at: number, labelled: boolean, asked: boolean): { lead: string; name: string } | undefined {
  const patterns = labelled ? [NAMED] : asked ? [REACHED, REACHED_AT_END] : [REACHED]
  for (const pattern of patterns) {
    pattern.lastIndex = at
    const { lead = '', name = '' } = pattern.exec(text)?.groups ?? {}
    if (name !== '' && isName(name)) return { lead, name }
  }
  return undefined
}

/** A name of two or three words right before what was removed: "Jo Bloggs | 0161 …". */
function withoutSignatures(text: string): string {
  const parts = text.split(GONE)
  return parts.map((part, index) => (index < parts.length - 1 ? withoutLastName(part) : part)).join(GONE)
}

function withoutLastName(part: string): string {
  const tail = part.slice(-70)
  const link = /,? ?(?:\b(?:on|at|via) |[–|(-] ?)?$/.exec(tail)?.[0] ?? ''
  const words = tail.slice(0, tail.length - link.length).split(' ')
  let count = 0
  while (count < 3 && /^\p{Lu}[\p{L}'’-]{1,20}$/u.test(words[words.length - 1 - count] ?? '')) count++
  const name = words.slice(words.length - count).join(' ')
  return count >= 2 && isName(name) ? `${part.slice(0, part.length - link.length - name.length)}${GONE}${link}` : part
}

function isName(name: string): boolean {
  return !name.split(/[ -]/).some(word => NOT_NAMES.has(word))
}
