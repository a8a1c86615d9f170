// What remains of an advert's title when everything that decorates it is gone: the role itself and its grade.
// Spelling, order of words, places, rates, terms, the advertiser's name and calls to apply differ between adverts of one role.
import { placeNear } from './place.ts'

export interface TitleCore {
  /** Words of the role in the order of the title, in one spelling: "senior Programme Mgr (12 months)" → programme, manager. */
  core: string[]
  /** Words of level, sorted: "senior", "lead", "2". */
  grade: string[]
  /** Names of places the title gives. */
  places: string[]
}

/** Longer titles are a paragraph that slipped into the field. */
const LONGEST = 200

/** One spelling for words that have several; a value of two words counts as two. */
const SPELLINGS: Record<string, string> = {
  snr: 'senior',
  sr: 'senior',
  jnr: 'junior',
  jr: 'junior',
  mgr: 'manager',
  managment: 'manager',
  mngr: 'manager',
  management: 'manager',
  leader: 'lead',
  leadership: 'lead',
  program: 'programme',
  programs: 'programme',
  cordinator: 'coordinator',
  administration: 'administrator',
  admin: 'administrator',
  eng: 'engineer',
  engineering: 'engineer',
  dev: 'developer',
  development: 'developer',
  architecture: 'architect',
  consultancy: 'consultant',
  consulting: 'consultant',
  analysis: 'analyst',
  pm: 'project manager',
  ba: 'business analyst',
  bi: 'business intelligence',
  ml: 'machine learning',
  tech: 'technical',
  ops: 'operation',
  fin: 'finance',
  financial: 'finance',
  snow: 'servicenow',
  trainees: 'trainee',
  internship: 'intern',
  mat: 'maternity',
  apprenticeship: 'apprentice',
  grad: 'graduate',
  assoc: 'associate',
  asst: 'assistant',
  sen: 'senior',
  deputy: 'deputy',
  vp: 'vice president',
  svp: 'senior vice president',
  avp: 'assistant vice president',
  md: 'managing director',
  specialised: 'specialist',
}

const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\bco[- ]?ord/g, 'coord'],
  [/\bback[- ]end\b/g, 'backend'],
  [/\bfront[- ]end\b/g, 'frontend'],
  [/\bfull[- ]stack\b/g, 'fullstack'],
  [/\bpre[- ]sales\b/g, 'presales'],
  [/\be[- ]commerce\b/g, 'ecommerce'],
  [/\bdev ?sec ?ops\b/g, 'devsecops'],
  [/\bdev[- ]ops\b/g, 'devops'],
  [/\bpower[- ]?bi\b/g, 'powerbi'],
  [/\bnon[- ]/g, 'non'],
  [/\bpart[- ]time\b/g, 'parttime'],
  [/\bfull[- ]time\b/g, ' '],
  [/\br ?& ?d\b/g, 'research'],
  [/\b(?:project|programme?|portfolio) (?:management|support) office\b/g, 'pmo'],
  [/\b(?:x\s?\d{1,2}|\d{1,2}\s?x|\d{1,2} (?:positions|roles|vacancies))\b/g, ' '],
  [/\bsecurity clear(?:ed|ance)\b/g, 'cleared'],
]

/** Nine titles in ten have none of them. */
const ANY_JOINED = new RegExp(JOINED.map(([pattern]) => pattern.source).join('|'))

const GRADES = new Set(
  'junior graduate trainee apprentice intern placement student assistant associate deputy senior lead principal staff chief head director vice president intermediate mid entry'.split(
    ' ',
  ),
)
/** Level numbers count only at the end of a segment ("Analyst II", "Engineer Level 3", "Grade 7"). */
const ROMAN: Record<string, string> = { i: '1', ii: '2', iii: '3', iv: '4', v: '5' }

/** Words that say nothing about which role it is. */
const NOISE = new Set(
  (
    'a an and or of for the in to with at on by from as our your my we is are be will x per up plus inc incl including etc new now here no not only ' +
    'contract contractor contracts contracting ftc fixed term temp temporary perm permanent interim freelance freelancer month months mth mths week weeks wk day days year years hour hours hourly daily weekly pa pd ph ' +
    'initial rolling extension cover secondment full part time fulltime ' +
    'inside outside ir35 umbrella paye ltd limited rate rates salary bonus benefits package competitive ote negotiable doe ' +
    'remote remotely hybrid onsite site office based home homeworking homebased wfh flexible working anywhere nationwide multiple location locations various ' +
    'urgent urgently immediate immediately start starting asap required wanted needed hiring recruiting recruitment opportunity opportunities exciting amazing great fantastic role roles job jobs vacancy vacancies position post opening apply ' +
    'sc dv bpss nppv cleared clearance edv ctc eligible active uk united kingdom england britain british gb europe emea ' +
    'experience experienced ref reference level grade band id req'
  ).split(' '),
)

const MONEY =
  /(?:£|€|\$|gbp|eur|usd)\s?\d[\d,.]{0,12}\s?k?(?:\s?(?:-|–|to)\s?(?:£|€|\$)?\s?\d[\d,.]{0,12}\s?k?)?|\b\d{1,3}(?:\.\d)?k\b|\b\d{1,3},\d{3}\b/g
const DURATION = /\b\d{1,2}\+?\s?(?:-|–|to|\/|x)?\s?\d{0,2}\s?(?:months?|mths?|weeks?|wks?|days?|hours?|hrs?|years?|yrs?)\b/g
const REFERENCE = /\b(?:ref(?:erence)?|job ?id|req(?:uisition)?)[\s.:#-]{1,3}[\w/-]{2,20}|\b[a-z]{1,4}[-_]?\d{4,9}\b|#\w{2,12}|\b\d{5,9}\b/g
const SEGMENT = /\s[-–—|:/•·~]\s|\s?[|()[\]{}]\s?|[–—]|,\s|\s-|-\s|:\s|\*{1,9}/
const WORD = /[\p{L}\p{N}][\p{L}\p{N}+#]{0,30}/gu

/** Reads what a title says the role is. `company` and `location` are the advert's own, so that their words can be taken out. */
export function readTitleCore(title: string, company: string, location: string): TitleCore {
  const plain = plainTitle(title)
  const own = wordsOf(company)
  const towns = new Set(wordsOf(location))
  const read = { core: new Set<string>(), grade: new Set<string>(), places: [] as string[] }
  for (const segment of plain.split(SEGMENT)) {
    const words = wordsOf(segment)
    const later = read.core.size > 0
    if (later && isOwnName(words, own)) continue
    const rest = takePlace(words, later, read.places).filter(word => !towns.has(word))
    addWords((rest.length > 0 || later ? rest : words).flatMap(spellings), read)
  }
  const grade = [...read.grade].sort()
  const core = read.core.size > 0 ? [...read.core] : grade
  // A word that is said twice weighs no more than once: otherwise who is compared with whom would matter.
  return { core: [...new Set(core.length > 0 ? core : wordsOf(plain))], grade, places: read.places }
}

/** Lower case, one kind of dash and apostrophe, without rates, durations, references and accents. */
function plainTitle(title: string): string {
  const letters = title.slice(0, LONGEST)
  let plain = (/^[ -~]*$/.test(letters) ? letters : letters.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[‐‑]/g, '-')).toLowerCase()
  plain = plain.replace(/['’`]s?\b/g, '').replace(/_/g, ' - ')
  if (ANY_JOINED.test(plain)) for (const [pattern, word] of JOINED) plain = plain.replace(pattern, word)
  return plain.replace(MONEY, ' ').replace(DURATION, ' ').replace(REFERENCE, ' ')
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? []
}

function spellings(word: string): string[] {
  const one = SPELLINGS[word] ?? singular(word)
  return one.includes(' ') ? one.split(' ') : [one]
}

function singular(word: string): string {
  if (word.length < 5 || !word.endsWith('s') || /(?:ss|us|is|ics|ops|ies)$/.test(word))
    return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word
  return word.slice(0, -1)
}

/** "Data Analyst - Acme Ltd" of Acme: a segment made of the advertiser's name only. */
function isOwnName(words: string[], own: string[]): boolean {
  return words.some(word => own.includes(word)) && words.every(word => own.includes(word) || NOISE.has(word) || word === 'plc')
}

/** Takes a place out that fills a later segment ("… - Leeds", "… (North West)") or follows "in" or "job" at the end. */
function takePlace(words: string[], later: boolean, places: string[]): string[] {
  const start = later ? 0 : words.findLastIndex(word => word === 'in' || word === 'job') + 1
  const name = words.slice(start).filter(word => word !== 'uk')
  if ((start === 0 && !later) || name.length === 0 || name.length > 3 || !isPlaceName(name.join(' '))) return words
  places.push(name.join(' '))
  return words.slice(0, start)
}

/** Postcode districts are left out: in a title "S3" is a grade. */
function isPlaceName(name: string): boolean {
  return name.length > 2 && !/\d/.test(name) && placeNear(name) !== undefined
}

function addWords(words: string[], read: { core: Set<string>; grade: Set<string> }): void {
  words.forEach((word, i) => {
    const number = ROMAN[word] ?? (/^[1-9]$/.test(word) ? word : undefined)
    if (GRADES.has(word)) read.grade.add(word)
    else if (number && i > 0) read.grade.add(number)
    else if (!NOISE.has(word) && (word.length > 1 || /[cr]/.test(word))) read.core.add(word)
  })
}
