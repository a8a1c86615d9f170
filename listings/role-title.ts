// The PM roles a title names: their discipline, the noun that gives the rung and the adjective beside it.
// "The first role named is the role": a title leads with what the person will be called.
import type { Discipline } from './card.ts'
import { matchesIn } from './near.ts'
import {
  deliversElse,
  isSecondary,
  nearMiss,
  OTHER_RISK,
  OTHER_TRADE,
  PLANS_ELSE,
  PLANS_WORKS,
  TEACHERS,
  type Miss,
} from './near-misses.ts'
import { adjectiveOf, LEVEL, NOUN, partBefore, rungOf, type Doubt, type TitleRole } from './role-words.ts'

/** A title longer than this is a paragraph that slipped into the field; the role stands at its front. */
const LONGEST_TITLE = 240

const WHAT = String.raw`(?:projects?|program(?:me)?s?|portfolios?|change|transformation|delivery)`
const JOIN = String.raw`(?:\s?[/&+,]\s?|\s(?:and|or)\s)`
const MIDDLE = String.raw`(?:management|adoption|engagement|communications?|comms|delivery|change|support|planning|governance|assurance|coordination|transformation|implementation|portfolio|transition|risk|office|controls?|scheduling)`

/** "Project / Programme Management Senior Lead": what is delivered, right before its noun. */
const FAMILY = new RegExp(
  String.raw`\b(${WHAT})(?:${JOIN}(?:${WHAT}|pmo)){0,2}((?:\s(?:(?:&|and)\s)?${MIDDLE}){0,2})[\s-](?:${LEVEL}\s)?(${NOUN})\b`,
  'gi',
)
const TOPIC = String.raw`((?:(?:projects?|program(?:me)?|portfolio)(?: management)? office|(?:projects?|program(?:me)?|portfolio) (?:management|delivery|controls|planning)|projects|program(?:me)?s|portfolio|e?pmo|change|transformation|delivery)\b)(?!\s(?:${NOUN}|control|partners?|operations|communications?|comms|engineering|finance|optimi[sz]ation|practice)\b)`
/** "Head of IT Projects". */
const NOUN_OF = new RegExp(
  String.raw`\b(heads?|directors?|managers?|lead) of\s((?:[\w&/'+]{1,24}\s){0,5}?)(?:${TOPIC}|(program(?:me)?)\s?$)`,
  'gi',
)
/** "Senior Manager, Business Transformation"; with a dash only where the topic is beyond doubt. */
const NOUN_COMMA = new RegExp(
  String.raw`\b(head|director|manager|lead|specialist|officer|analyst),\s((?:[\w&/'+]{1,24}\s){0,3}?)${TOPIC}(?=\s?(?:$|[-–—|(,/:]))`,
  'gi',
)
const NOUN_DASH =
  /\b(head|director|manager|lead|specialist|officer|analyst)(?:\s?[-–—:|]\s?|\s)(?:\w{1,20}\s){0,1}((?:project|program(?:me)?) (?:management|controls)|e?pmo)\s?(?=$|[-–—|(,])/gi
const OFFICE =
  /\b(?:e?pmo|pgmo|tmo|p3m?o|(?:projects?|program(?:me)?s?|portfolio|transformation)(?: management| support| delivery)? office)\b/gi
const CONTROLS = new RegExp(
  String.raw`\b(?:projects?|program(?:me)?s?) controls?(?:\s(?:&|and)\s\w{1,20})?(?:\s(?:\w{1,12}\s)?(engineers?|${NOUN}))?\b|\b(?:project|program(?:me)?) controllers?\b`,
  'gi',
)
const PLANNER =
  /\b(?:planners?|schedulers?|planning (?:engineers?|managers?|leads?)|scheduling (?:engineers?|managers?|leads?|specialists?))\b/gi
const COST = /\bcost (?:engineers?|control (?:engineers?|managers?|leads?)|controllers?|engineering (?:lead|manager))\b/gi
const AGILE = /\b(?:scrum ?(?:masters?|leads?|leaders?)|iteration managers?|release train engineers?|agile leads?)\b/gi
const TRADES = new RegExp(
  String.raw`\b((?:business|change|operational) readiness|ocm|benefits? reali[sz]ation|evm|earned value(?: management)?)\s(${NOUN})\b`,
  'gi',
)
/** The same trade in the neighbours' words, and run together. */
const ABROAD =
  /\b(?:projekt(?:leiter(?:in)?|manager(?:in)?|leder)|project(?:leider|manager)|chef(?:fe)? de projets?|jefe de proyectos?)\b/gi
/** A title that says which risks. */
const RISKS_OF_PROJECTS = /\b(?:projects?|program(?:me)?s?|construction|infrastructure)\b/i
const RISK = /\brisk (managers?|leads?|analysts?|specialists?)\b/gi
/** Upper case only: "5 pm" and "am/pm" are times. */
const ABBREVIATION =
  /(?:^|\b(?:IT|Technical|Digital|Senior|Snr|Sr|Junior|Construction|Contract|Interim|Agile|Infrastructure|Lead|NHS|Cyber)\s)PMs?(?=$|\s?[-–—|/(,:])/g
/** A "Senior PM" or a "Digital PM" may be a product manager. */
const PLAIN_PM = /^(?:IT|Construction|Interim|Contract|Infrastructure|Cyber|NHS|Agile) /
const BARE = /\b(project|program(?:me)?) management\b(?=\s?(?:$|[-–—|(,/])|\sbusiness partner)/gi

/** Every PM role a title names, in reading order. Linear in the title, which is cut at LONGEST_TITLE. */
export function findRoles(fullTitle: string): TitleRole[] {
  const original = fullTitle.slice(0, LONGEST_TITLE)
  const title = original.replace(/\s{1,240}/g, ' ')
  if (!OF_THE_FAMILY.test(title) || TEACHERS.test(title)) return []
  const found: TitleRole[] = []
  for (const find of FINDERS) found.push(...find(title))
  const roles = found.filter(role => !isSecondary(title, role)).sort((a, b) => a.start - b.start)
  return title.length === original.length ? roles : roles.map(role => ({ ...role, ...originalSpan(original, role) }))
}

/** Where the words of a role stand in the title as it came, with its double spaces. */
function originalSpan(original: string, { start, words }: TitleRole): Pick<TitleRole, 'start' | 'words'> {
  const before = original.split(/(\s{1,240})/)
  let collapsed = 0
  let at = 0
  let from = 0
  for (const [i, part] of before.entries()) {
    const width = i % 2 === 1 ? 1 : part.length
    if (collapsed <= start && start < collapsed + width) from = at + (start - collapsed)
    if (collapsed < start + words.length && start + words.length <= collapsed + width)
      return { start: from, words: original.slice(from, at + (start + words.length - collapsed)) }
    collapsed += width
    at += part.length
  }
  return { start: from, words }
}

/** Every finder needs one of these. */
const OF_THE_FAMILY =
  /pro[jy]e[ck]|projet|program|portfolio|pmo\b|\btmo\b|p3m?o|deliver|change|transform|plann|schedul|scrum|agile|\bpms?\b|\brisk\b|\bcost\b|readiness|\bocm\b|benefit|\bevm\b|earned|release train|iteration/i

type Finder = (title: string) => TitleRole[]

const FINDERS: readonly Finder[] = [familyRoles, nounFirstRoles, officeRoles, controlsRoles, plannerRoles, otherRoles]

/** The part of a match a role is read from. */
interface Found {
  0: string
  index: number
}

function role(title: string, found: Found, discipline: Discipline, noun: string | null, doubt: Doubt | null = null): TitleRole {
  const words = found[0].trim()
  const adjective = adjectiveOf(title, found.index, found[0], noun?.split(' ').at(-1) ?? null)
  return { discipline, noun: noun === null ? null : rungOf(noun), adjective, doubt, words, start: found.index }
}

const FIRST_WORDS: readonly (readonly [prefix: string, Discipline])[] = [
  ['project', 'project'],
  ['program', 'programme'],
  ['portfolio', 'portfolio'],
  ['delivery', 'delivery'],
  ['change', 'change'],
  ['transformation', 'change'],
]

/** The middle word can move the role into another discipline: a project planning manager is of the PMO. */
function disciplineOf(what: string, middle: string): Discipline {
  const first = FIRST_WORDS.find(([prefix]) => what.toLowerCase().startsWith(prefix))?.[1] ?? 'project'
  if (/\boffice\b/i.test(middle)) return 'pmo'
  if (/portfolio/i.test(middle)) return 'portfolio'
  if (first !== 'project' && first !== 'programme' && first !== 'portfolio') return first
  if (/planning|governance|assurance|risk|control|scheduling|support (?:analyst|specialist|manager|lead)/i.test(middle)) return 'pmo'
  return /change|transformation/i.test(middle) ? 'change' : first
}

/** "Portfolio and PMO Lead": the other half says which portfolio. */
function sharesNoun(words: string): boolean {
  return /^portfolios?(?:\s?[/&+,]\s?|\sand\s)(?:project|program|pmo|change)/i.test(words)
}

/** "Project Support" keeps its officers on the support rung. */
function supports(middle: string): string {
  return /\ssupport$/i.test(middle) ? 'support ' : ''
}

/** "Programme Lead Nurse", "Project Support Engineer": the last noun is what the person is. */
const OTHER_NOUN =
  /^\s(?:engineers?|nurses?|architects?|developers?|designers?|surveyors?|accountants?|teachers?|scientists?|technicians?)\b/i

function familyRoles(title: string): TitleRole[] {
  const roles: TitleRole[] = []
  for (const match of matchesIn(title, FAMILY)) {
    const [, what = '', middle = '', noun = ''] = match
    if (/^(?:lead|support)$/i.test(noun) && OTHER_NOUN.test(title.slice(match.index + match[0].length))) continue
    const before = partBefore(title, match.index)
    const verdict = nearMiss(
      title,
      `${before}${sharesNoun(match[0]) ? 'project ' : ''}`,
      what.toLowerCase(),
      middle.toLowerCase(),
      noun.toLowerCase(),
    )
    if (verdict === 'refused') continue
    const rung = /\bchief\s$/i.test(before) ? 'director' : `${supports(middle)}${noun}`
    roles.push(role(title, match, disciplineOf(what, `${middle} ${noun}`), rung, verdict))
  }
  return roles
}

function nounFirstRoles(title: string): TitleRole[] {
  const roles: TitleRole[] = []
  for (const match of [NOUN_OF, NOUN_COMMA, NOUN_DASH].flatMap(pattern => matchesIn(title, pattern))) {
    const topic = (match[3] ?? match[4] ?? match[2] ?? '').toLowerCase()
    const miss = /pmo/.test(topic) ? null : topicMiss(title, match, topic)
    if (miss === 'refused' || (match[0].includes(',') && title.slice(0, match.index).includes(','))) continue
    const lower = lowerNoun(title, match.index)
    const discipline = /pmo/.test(topic) ? 'pmo' : disciplineOf(topic, topic)
    const found = role(title, match, discipline, lower ?? match[1] ?? '', miss)
    roles.push(lower ? { ...found, adjective: null } : found)
  }
  return roles
}

function topicMiss(title: string, match: RegExpExecArray, topic: string): Miss {
  const between = match[3] === undefined ? '' : (match[2] ?? '')
  const [what = topic] = topic.split(' ')
  if (what === 'delivery' && deliversElse(between)) return 'refused'
  return nearMiss(title, between, what, topic, (match[1] ?? '').toLowerCase())
}

/** "Manager / Associate Director - Project Management" takes the lower of the two. */
function lowerNoun(title: string, start: number): string | undefined {
  return /\b(manager|lead|analyst|officer)\s?[_/&]\s?(?:associate\s|deputy\s|senior\s)?$/i.exec(title.slice(0, start))?.[1]
}

const NOUN_AFTER_OFFICE = new RegExp(String.raw`^(?:\s?[/&,]\s?|\s)(?:[\w&]{1,20}(?:\s?[/&]\s?|\s)){0,3}?(${NOUN}|engineers?)\b`, 'i')
const NOUN_BEFORE_OFFICE = new RegExp(String.raw`\b(${NOUN})\s(?:[\w&]{1,20}\s){0,2}$`, 'i')
const NOUN_BESIDE_OFFICE = new RegExp(String.raw`\b(${NOUN})\s?[(/&]\s?(?:[\w&]{1,20}\s){0,2}$`, 'i')
const ANY_NOUN = new RegExp(String.raw`\b(?:${NOUN}|engineers?|accountants?|architects?|developers?|designers?)\b`, 'i')

function officeRoles(title: string): TitleRole[] {
  const roles: TitleRole[] = []
  for (const match of matchesIn(title, OFFICE)) {
    const before = title.slice(0, match.index)
    const after = NOUN_AFTER_OFFICE.exec(title.slice(match.index + match[0].length))
    const noun = after?.[1] ?? (NOUN_BESIDE_OFFICE.exec(before) ?? NOUN_BEFORE_OFFICE.exec(before))?.[1] ?? null
    if (before.trimEnd().endsWith('(') && OTHER_TRADE.test(before)) continue
    const whole = { 0: `${match[0]}${after?.[0] ?? ''}`, index: match.index }
    roles.push(role(title, whole, 'pmo', noun, noun !== null || !ANY_NOUN.test(before) ? null : 'mixed'))
  }
  return roles
}

function controlsRoles(title: string): TitleRole[] {
  const roles = matchesIn(title, CONTROLS).map(match => role(title, match, 'pmo', match[1] ?? 'controller', 'controls'))
  const sure = roles.length > 0 || /\bEVM\b/.test(title)
  return [...roles, ...matchesIn(title, COST).map(match => role(title, match, 'pmo', match[0], sure ? null : 'cost'))]
}

function plannerRoles(title: string): TitleRole[] {
  const roles: TitleRole[] = []
  for (const match of matchesIn(title, PLANNER)) {
    const works = PLANS_WORKS.test(title)
    if (works || !PLANS_ELSE.test(title))
      roles.push(role(title, match, 'pmo', match[0].replace(/^(?:planning|scheduling) /i, ''), works ? null : 'planner'))
  }
  return roles
}

function otherRoles(title: string): TitleRole[] {
  const roles: TitleRole[] = []
  for (const match of matchesIn(title, AGILE)) roles.push(role(title, match, 'delivery', match[0]))
  for (const match of matchesIn(title, TRADES))
    roles.push(role(title, match, /readiness|^ocm/i.test(match[0]) ? 'change' : 'pmo', match[2] ?? null))
  for (const match of matchesIn(title, ABROAD)) roles.push(role(title, match, 'project', 'manager'))
  for (const match of matchesIn(title, RISK)) {
    const before = partBefore(title, match.index)
    if (!OTHER_RISK.test(before) && !/\b(?:project|program(?:me)?)\s$/i.test(before))
      roles.push(role(title, match, 'pmo', match[1] ?? null, RISKS_OF_PROJECTS.test(title) ? null : 'risk'))
  }
  for (const match of matchesIn(title, ABBREVIATION))
    roles.push(role(title, match, 'project', 'manager', PLAIN_PM.test(match[0]) ? null : 'abbreviation'))
  for (const match of matchesIn(title, BARE))
    roles.push(
      role(
        title,
        match,
        /^project/i.test(match[0]) ? 'project' : 'programme',
        null,
        ANY_NOUN.test(title.slice(0, match.index)) ? 'mixed' : null,
      ),
    )
  return roles
}
