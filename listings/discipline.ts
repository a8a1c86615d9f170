// Which discipline of the PM family an advert is for, or none: the title decides, the text settles what the title leaves open.
import { evidenceOf, type Advert } from './advert.ts'
import type { Discipline, Evidence, Read } from './card.ts'
import { isCareManager, isSettled } from './role-doubts.ts'
import { findRoles } from './role-title.ts'
import type { TitleRole } from './role-words.ts'
import { placesOf, signpost } from './signposts.ts'

/** The discipline; undefined when the advert is not for one of the PM family (near misses and course sellers included). */
export function readDiscipline(advert: Advert): Read<{ value: Discipline }> | undefined {
  const role = readRole(advert)
  return role && { value: role.discipline, evidence: [{ words: role.words, where: 'title', start: role.start }] }
}

/** Discipline and seniority ask for the same role one after the other. */
const known = new WeakMap<Advert, { role: TitleRole | undefined }>()

/** The role the title names, once the text has settled its doubts; undefined outside the PM family. */
export function readRole(advert: Advert): TitleRole | undefined {
  const read = known.get(advert) ?? { role: findRole(advert) }
  known.set(advert, read)
  return read.role
}

function findRole(advert: Advert): TitleRole | undefined {
  const roles = findRoles(advert.title)
  if (roles.length === 0) return undefined
  const role = roles.find(candidate => isSettled(candidate, advert.description))
  if (!role || readCourseSeller(advert)) return undefined
  return isCareManager(advert.title, advert.description) ? undefined : role
}

const COURSE_TITLE =
  /\b(?:(?:placement|training|trainee|certification|career launch|preparation|starter|entry[- ]level|job[- ]guaranteed?) (?:programmes?|programs?|course)(?!\s(?:managers?|leads?|co-?ordinators?|directors?|officers?|administrators?|analysts?|support))|bootcamp|no experience (?:needed|required|necessary)|job guaranteed?|training course|(?:fast ?track|funded) (?:course|training))\b/i
const COURSE_TEXT: readonly RegExp[] = [
  /\b(?:job guarantee|guaranteed (?:job|interview|role)s?|get your (?:course )?fees? back|money back)\b/i,
  /\bself[- ]funded\b|\bfees apply\b|\b(?:payment|finance|financing) (?:plans?|options?) (?:available|starting|from)\b|\bcost of the (?:course|training|programme)\b|\binterest[- ]free\b/i,
  /\bno (?:previous |prior )?experience (?:is )?(?:needed|required|necessary)\b|\b(?:not|n't) need any (?:previous |prior )?experience\b|\bzero experience\b/i,
  /\b(?:placement|training|career|trainee) programme\b|\bonline (?:training|learning|course|study)\b|\bfully accredited (?:training|course)\b/i,
  /\b(?:career changers?|new career in|looking to start a career|break into)\b/i,
  /\b(?:complete|completed|completion of|once) (?:the|your|this) (?:\w{1,20} ){0,2}(?:course|programme|training|qualifications?)\b/i,
]
const SIGNS_ENOUGH = 3
/** A seller comes to the point: programme, guarantee and fees stand in the first paragraphs. */
const SHOWS_WITHIN = 1_800
/** Any three signs hold one of these. */
const COURSE_WORDS = signpost([
  'guarantee',
  'fees',
  'zero experience',
  'no experience',
  'no previous',
  'no prior',
  'any previous',
  'any experience',
  'self fund',
  'payment plan',
])

const sellers = new WeakMap<Advert, { seller: Read<object> | undefined }>()

/** A seller of training who dresses a course as a role: its title says so, or the text shows three signs of one. */
export function readCourseSeller(advert: Advert): Read<object> | undefined {
  const read = sellers.get(advert) ?? { seller: findCourseSeller(advert) }
  sellers.set(advert, read)
  return read.seller
}

function mentionsCourse(description: string): boolean {
  return (placesOf(description, COURSE_WORDS)[0] ?? SHOWS_WITHIN) < SHOWS_WITHIN
}

function findCourseSeller(advert: Advert): Read<object> | undefined {
  const inTitle = COURSE_TITLE.exec(advert.title)
  const text = advert.description.slice(0, SHOWS_WITHIN)
  if (!inTitle && !mentionsCourse(advert.description)) return undefined
  const signs = COURSE_TEXT.map(sign => sign.exec(text)).filter(match => match !== null)
  const evidence: Evidence[] = signs.map(match => evidenceOf('description', match))
  if (inTitle && (signs.length > 0 || advert.description === '')) return { evidence: [evidenceOf('title', inTitle), ...evidence] }
  return signs.length >= SIGNS_ENOUGH ? { evidence } : undefined
}
