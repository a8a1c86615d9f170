// The rung of the ladder: the role noun gives it, the adjective only the modifier, except that managers climb by adjective.
import { evidenceOf, type Advert } from './advert.ts'
import type { Discipline, Evidence, Read, Seniority } from './card.ts'
import { readRole } from './discipline.ts'
import { levelStart, rungOf, type Adjective, type TitleRole } from './role-words.ts'
import { mentions, signpost } from './signposts.ts'

interface Level {
  rung: Seniority
  modifier: string | null
}

/** The rung and modifier; undefined where neither title nor text names one. */
export function readSeniority(advert: Advert, discipline: Discipline): Read<Level> | undefined {
  const role = readRole(advert)
  if (!role || role.discipline !== discipline) return undefined
  const evidence: Evidence[] = [wordsOf(advert.title, role)]
  if (role.noun === null) return rungOfOffice(role, advert, evidence)
  const declared = role.noun === 'manager' && role.adjective === null ? findDeclaredSenior(advert) : undefined
  if (declared) return { rung: 'senior', modifier: 'senior', evidence: [...evidence, declared] }
  return { ...levelOf(role.noun, role.adjective, advert), evidence }
}

/** The title's words for the role, with the adjective in front of them. */
function wordsOf(title: string, role: TitleRole): Evidence {
  const start = levelStart(title, role)
  return { words: start === role.start ? role.words : title.slice(start, role.start + role.words.length), where: 'title', start }
}

const OFFICE_NOUN = /\bPMO (analyst|manager|lead|co-?ordinator|officer|administrator|support|specialist|consultant|director)\b/i

/** "We need a PMO" asks for a member of the office unless the text says which; a bare "project management" tells no rung. */
function rungOfOffice(role: TitleRole, advert: Advert, evidence: Evidence[]): Read<Level> | undefined {
  if (role.discipline !== 'pmo') return undefined
  const named = OFFICE_NOUN.exec(advert.description)
  if (named?.[1]) return { ...levelOf(rungOf(named[1]), role.adjective, advert), evidence: [...evidence, evidenceOf('description', named)] }
  return { rung: role.adjective === 'junior' ? 'support' : 'analyst', modifier: role.adjective, evidence }
}

const MANAGER_RUNGS: Partial<Record<Adjective, Seniority>> = {
  senior: 'senior',
  lead: 'lead',
  principal: 'lead',
  junior: 'junior',
  assistant: 'junior',
  graduate: 'junior',
  trainee: 'junior',
  apprentice: 'junior',
}

function levelOf(noun: Seniority, adjective: Adjective | null, advert: Advert): Level {
  if (noun !== 'manager' || adjective === null) return { rung: noun, modifier: adjective }
  if (adjective === 'associate')
    return { rung: BUILDS.test(`${advert.title} ${advert.description}`) ? 'lead' : 'junior', modifier: adjective }
  return { rung: MANAGER_RUNGS[adjective] ?? noun, modifier: adjective }
}

/** In construction consultancies an Associate stands above a senior; elsewhere below the manager. */
const BUILDS = /\b(?:construction|quantity survey\w{1,5}|building consultancy|riba|jct|nec[34]?|fit[- ]out|refurbishment)\b/i

const TRADE = String.raw`(?:project|programme|program|delivery|change|transformation|pmo) managers?`
/** The text's own name for the role, at its very front or after "looking for a". */
const DECLARED: readonly RegExp[] = [
  new RegExp(
    String.raw`^\W{0,10}(?:(?:job title|job|role|position|title)\s{0,2}[:\-–]\s{0,2})?(?:freelance |interim |contract )?senior (?:[\w&/-]{1,20} ){0,3}${TRADE}\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:looking for|look for|seeking|recruiting(?: for)?|require[sd]?|need(?:s|ed)?|hiring|hire|appoint|role is for|this is for|opportunity for) (?:an?|their|our) (?:[\w-]{1,20} ){0,2}senior (?:[\w&/-]{1,20} ){0,3}${TRADE}\b`,
    'i',
  ),
]

const SENIOR = signpost([' senior '])

function findDeclaredSenior(advert: Advert): Evidence | undefined {
  if (!mentions(advert.description, SENIOR)) return undefined
  for (const pattern of DECLARED) {
    const match = pattern.exec(advert.description)
    if (match) return { words: match[0].trim(), where: 'description', start: match.index + (match[0].length - match[0].trimStart().length) }
  }
  return undefined
}
