// Methods, tools and sector an advert names, found in one walk over its words; and whether the role is a stepping stone.
import { evidenceOf, type Advert } from './advert.ts'
import type { ContractCard, Discipline, Evidence, Read, Sector, Seniority } from './card.ts'
import { SECTOR_PATTERNS } from './sector-words.ts'
import { mentions, placesOf, signpost } from './signposts.ts'
import { METHODS, TOOLS, type Skill } from './skill-words.ts'

/** Methods and qualifications, in the order the advert names them. */
export function readMethods(advert: Advert): Read<{ value: string[] }> | undefined {
  return named(walk(advert).methods)
}

/** Tools of the trade, in the order the advert names them. */
export function readTools(advert: Advert): Read<{ value: string[] }> | undefined {
  return named(walk(advert).tools)
}

function named(found: Map<string, Evidence>): Read<{ value: string[] }> | undefined {
  return found.size > 0 ? { value: [...found.keys()], evidence: [...found.values()] } : undefined
}

const SECTOR_LABEL = /\b(?:sector|industry)s?\s?[:\-–]\s?([\w &/,()-]{3,60})/i
/** A "Sector:" line stands among the first. */
const LABELLED_WITHIN = 1_500
const WORDS_ENOUGH = 2
/** One word is enough where no other sector has any and it stands in the first paragraph. */
const OPENING = 600
/** Whose work it is tells more than what is built: a bank's software programme is of finance, a reactor's civil works are nuclear. */
const WHAT_IS_BUILT: readonly Sector[] = ['construction', 'technology', 'manufacturing']

function weigh([sector, words]: [Sector, Map<string, Evidence>]): number {
  return words.size - (WHAT_IS_BUILT.includes(sector) ? 0.9 : 0)
}

/** The sector, from the title, a "Sector:" line, or at least two words of one in the text and more than of any other. */
export function readSector(advert: Advert): Read<{ value: Sector }> | undefined {
  const label = SECTOR_LABEL.exec(advert.description.slice(0, LABELLED_WITHIN))
  return (
    sectorIn(advert.title, 'title', 0, true) ??
    (label?.[1] ? sectorIn(label[1], 'description', label.index + label[0].length - label[1].length) : undefined) ??
    sectorOfText(walk(advert).sectors)
  )
}

/** With `client`, only a sector that tells whose work it is counts. */
function sectorIn(text: string, where: Evidence['where'], start: number, client = false): Read<{ value: Sector }> | undefined {
  const first = [...walkText(text, where, start).sectors].find(([sector]) => !client || !WHAT_IS_BUILT.includes(sector))
  return first && { value: first[0], evidence: [...first[1].values()].slice(0, 1) }
}

function sectorOfText(sectors: Map<Sector, Map<string, Evidence>>): Read<{ value: Sector }> | undefined {
  const [first, second] = [...sectors].sort((a, b) => weigh(b) - weigh(a))
  if (!first || (second && weigh(second) === weigh(first))) return undefined
  const [opening] = first[1].values()
  const alone = !second && opening !== undefined && opening.start < OPENING
  return first[1].size >= WORDS_ENOUGH || alone ? { value: first[0], evidence: [...first[1].values()].slice(0, 3) } : undefined
}

const DOES_PM_WORK =
  /\b(?:manag(?:e|ing)|lead(?:ing)?|run(?:ning)?|deliver(?:ing)?|own(?:ing)?) (?:(?:a|an|one|two|three|some|several|your|or|and|of|the) ){0,4}(?:own|small\w{0,3}|discrete|individual|simple|simpler|minor|internal|low[- ]complexity|less complex|number of|few|couple of) (?:[\w-]{1,16} ){0,3}(?:projects?|work ?streams?)\b|\b(?:manag(?:e|ing)|run(?:ning)?|lead(?:ing)?) (?:one|two|three)(?: (?:or|to) (?:two|three|four|more))? (?:[\w-]{1,16} )?(?:projects|work ?streams)\b|\b(?:deputis(?:e|ing)|cover(?:ing)?|step(?:ping)? (?:up|in)) (?:for|as|to) (?:the |a )?(?:project|programme) manager\b|\bproject managing (?:small\w{0,3}|some|your|a)\b|\b(?:project manager|pm) responsibilities\b|\bhybrid (?:pmo|pm)\b|\bopportunity to (?:step|move|progress|grow|develop) (?:up )?(?:in)?to (?:a )?project manage(?:r|ment)\b|\bact(?:ing)? as (?:a |the )?project manager\b/i
const BOTH_IN_TITLE = /\bPMO\b[\w ]{0,16}[/&][\w ]{0,12}\b(?:project manager|PM)\b|\bproject manager\s?[/&]\s?PMO\b/i
const TAKES_PMO_PEOPLE =
  /\bsuits? (?:an? )?(?:experienced |senior |strong |ambitious )?(?:pmo|project (?:co-?ordinator|support|analyst|administrator|planner))\b|\b(?:from|with|have|has) an? (?:strong )?(?:pmo|project (?:support|co-?ordination|controls)) (?:background|experience)\b|\bpmo (?:analysts?|professionals?|leads?|people|background|experience)[^.\n]{0,40}\b(?:looking|wanting|ready|keen|considered|welcome|seeking|stepping|step up|move into)\b|\b(?:step|steps|stepping|move|moving|progress) (?:up )?(?:in)?to (?:a )?(?:first )?project manage(?:r|ment)\b|\b(?:first|next) step into project management\b|\baspiring project managers?\b|\bexperience (?:in|of|within) (?:an? )?pmo (?:or|and\/or) project management\b|\bproject management or pmo\b|\bpmo (?:background|experience|people|analysts?) (?:is |are )?(?:very )?welcome\b|\b(?:step|move|jump|leap) from (?:a |the )?(?:pmo|project (?:office|support)) (?:in)?to project management\b/i
const PMO_PEOPLE = signpost(
  'pmo, suit, aspiring project, to project manage, to a project manage, to first project, to a first project,into project manage,into a project manage,into first project,into a first project,project support,project co,project office'.split(
    ',',
  ),
)
const BELOW_MANAGER: readonly (Seniority | undefined)[] = ['support', 'coordinator', 'analyst', 'junior', undefined]
const PM_RUNGS: readonly (Seniority | undefined)[] = ['junior', 'manager', 'coordinator', undefined]

/** A PMO role that does PM work, or a PM role that takes PMO people; only where the advert says so. */
export function readSteppingStone(advert: Advert, discipline: Discipline, seniority: Seniority | undefined): ContractCard['steppingStone'] {
  if (discipline === 'pmo' && (BELOW_MANAGER.includes(seniority) || seniority === 'manager' || seniority === 'lead')) {
    const dual = BOTH_IN_TITLE.exec(advert.title)
    if (dual) return { value: 'pmo-doing-pm-work', evidence: [evidenceOf('title', dual)] }
    const work = DOES_PM_WORK.exec(advert.description)
    return work ? { value: 'pmo-doing-pm-work', evidence: [evidenceOf('description', work)] } : undefined
  }
  if (discipline === 'pmo' || !PM_RUNGS.includes(seniority)) return undefined
  for (const where of ['title', 'description'] as const) {
    const takes = mentions(advert[where], PMO_PEOPLE) ? TAKES_PMO_PEOPLE.exec(advert[where]) : null
    if (takes) return { value: 'pm-taking-pmo-people', evidence: [evidenceOf(where, takes)] }
  }
  return undefined
}

interface Found {
  methods: Map<string, Evidence>
  tools: Map<string, Evidence>
  sectors: Map<Sector, Map<string, Evidence>>
}

type Look = { skill: Skill; into: 'methods' | 'tools' } | { sector: Sector; pattern: RegExp }

const STARTS = startsOf()

function startsOf(): Map<string, Look[]> {
  const starts = new Map<string, Look[]>()
  const add = (word: string, look: Look) => starts.set(word, [...(starts.get(word) ?? []), look])
  for (const into of ['methods', 'tools'] as const)
    for (const skill of into === 'methods' ? METHODS : TOOLS) for (const word of skill.starts) add(word, { skill, into })
  for (const [sector, pattern, words] of SECTOR_PATTERNS) for (const word of words.split(' ')) add(word, { sector, pattern })
  return starts
}

/** Three readers ask for the same walk. */
const walked = new WeakMap<Advert, Found>()

function walk(advert: Advert): Found {
  const known = walked.get(advert)
  if (known) return known
  const found = walkText(advert.title, 'title', 0)
  walkText(advert.description, 'description', 0, found)
  walked.set(advert, found)
  return found
}

const NEAR = 60

/** What a character is to a word: nothing, an inner sign ("m&e", "e-commerce", "lloyd's"), or a letter or digit. */
const INNER = 1
const LETTER = 2
const SIGNS = signs()

function signs(): Uint8Array {
  const table = new Uint8Array(65_536)
  for (const sign of "&'-_’") table[sign.charCodeAt(0)] = INNER
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') table[letter.charCodeAt(0)] = LETTER
  return table
}

/** Where a word of the trade may stand; "agile-minded" begins with one and is another word. */
const WORDS = signpost([...STARTS.keys()].map(word => ` ${word} `))

function walkText(
  text: string,
  where: Evidence['where'],
  offset: number,
  found: Found = { methods: new Map(), tools: new Map(), sectors: new Map() },
): Found {
  for (const start of placesOf(text, WORDS))
    for (const look of STARTS.get(wordAt(text, start)) ?? []) note(look, text, start, where, offset, found)
  return found
}

/** The word that begins at `start`, in lower case; empty inside another ("pre-construction"). */
function wordAt(text: string, start: number): string {
  let before = start - 1
  while (SIGNS[text.charCodeAt(before)] === INNER) before--
  if (SIGNS[text.charCodeAt(before)] === LETTER) return ''
  let end = start
  while ((SIGNS[text.charCodeAt(end)] ?? 0) !== 0) end++
  return text.slice(start, end).toLowerCase()
}

function note(look: Look, text: string, at: number, where: Evidence['where'], offset: number, found: Found): void {
  const pattern = 'skill' in look ? look.skill.pattern : look.pattern
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (!match) return
  const evidence: Evidence = { words: match[0], where, start: offset + at }
  if ('skill' in look) {
    const { name, near } = look.skill
    const into = found[look.into]
    const around = near ? `${text.slice(Math.max(0, at - NEAR), at)} ${text.slice(at + match[0].length, at + match[0].length + NEAR)}` : ''
    if (!into.has(name) && (!near || near.test(around))) into.set(name, evidence)
    return
  }
  const words = found.sectors.get(look.sector) ?? new Map<string, Evidence>()
  const key = match[0].toLowerCase()
  if (!words.has(key)) found.sectors.set(look.sector, words.set(key, evidence))
}
