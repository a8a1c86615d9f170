// The words of a role in a title: the noun that gives the rung, the adjective of level beside it.
import type { Discipline, Seniority } from './card.ts'

/** What the text of the advert must settle before a title of two meanings may count. */
export type Doubt = 'planner' | 'cost' | 'controls' | 'risk' | 'portfolio' | 'change' | 'delivery' | 'abbreviation' | 'mixed'

const ADJECTIVES = [
  'senior',
  'lead',
  'principal',
  'associate',
  'deputy',
  'junior',
  'assistant',
  'graduate',
  'trainee',
  'apprentice',
] as const
export type Adjective = (typeof ADJECTIVES)[number]

export interface TitleRole {
  discipline: Discipline
  /** The rung of the role noun alone; null where the title has none ("IT PMO"). */
  noun: Seniority | null
  /** The adjective of level before the noun or in brackets after it. */
  adjective: Adjective | null
  doubt: Doubt | null
  words: string
  start: number
}

/** Sources of patterns. */
export const LEVEL = String.raw`(?:senior|snr|sr|lead|principal|associate|deputy|junior|jnr|jr|assistant|asst|graduate|trainee|apprentice)\b\.?`
export const NOUN = String.raw`(?:managers?|mgr|directors?|leads?|leaders?|co-?\s?ordinators?|officers?|analysts?|specialists?|consultants?|administrators?|admin|assistants?|support(?:\s(?:officers?|administrators?|assistants?|co-?ordinators?|analysts?|managers?|specialists?|leads?))?|secretary|interns?|internship|apprentices?|trainees?|clerk)`

const RUNGS: readonly (readonly [RegExp, Seniority])[] = [
  [/^head/i, 'head'],
  [/director/i, 'director'],
  [/^support\s(?:analyst|specialist)/i, 'analyst'],
  [/^support\smanager/i, 'manager'],
  [/^support\slead/i, 'lead'],
  [/^(?:support|admin|assistant|secretary|intern|apprentice|trainee|clerk)/i, 'support'],
  [/^(?:co-?\s?ordinator|officer)/i, 'coordinator'],
  [/lead(?:er)?s?$/i, 'lead'],
  [/manager|^mgr|master|release train/i, 'manager'],
]

/** The rung a role noun stands for; planners, controllers, engineers and specialists are analysts. */
export function rungOf(noun: string): Seniority {
  return RUNGS.find(([pattern]) => pattern.test(noun))?.[1] ?? 'analyst'
}

const PREFIX_WORDS = new RegExp(String.raw`\b(${LEVEL})(?=\s|/)`, 'gi')
const SPELLINGS: Record<string, Adjective> = { snr: 'senior', sr: 'senior', jnr: 'junior', jr: 'junior', asst: 'assistant' }

function adjectiveFrom(word: string): Adjective | null {
  const plain = word.toLowerCase().replace('.', '')
  return ADJECTIVES.find(adjective => adjective === plain) ?? SPELLINGS[plain] ?? null
}

/** The words before `start` in the same part of the title; parts end at brackets, commas, bars, slashes and spaced dashes. */
export function partBefore(title: string, start: number): string {
  const before = title.slice(0, start)
  const parts = before.split(/[|,();:/_–—]|\s-|-\s/)
  return (parts.at(-1) ?? '').trimStart()
}

const LOWEST_FIRST: readonly Adjective[] = [
  'apprentice',
  'trainee',
  'graduate',
  'assistant',
  'junior',
  'deputy',
  'senior',
  'associate',
  'principal',
  'lead',
]
const TWO_LEVELS = new RegExp(String.raw`\b(${LEVEL})\s?/\s?(${LEVEL})\s[\w&\s]{0,40}$`, 'i')
const BEHIND = new RegExp(String.raw`^\s?\(\s?(${LEVEL})\s?\)|^\s?[-–]\s?(${LEVEL})\s?$`, 'i')
/** "Project / Senior Project Manager" is open to the plain manager. */
const PLAIN_TOO = /\b(?:projects?|program(?:me)?|delivery|change)\s?(?:managers?\s?)?\/\s?senior\s(?:\w{1,12}\s){0,2}$/i
const PLAIN_AFTER = /^\s?[/&]\s?(project|program(?:me)?|delivery|change) managers?\b/i

/** The adjective of level of a role, in front of it, inside it or behind it; the lower where two stand. */
export function adjectiveOf(title: string, start: number, words: string, noun: string | null): Adjective | null {
  const before = title.slice(0, start)
  if (PLAIN_TOO.test(before)) return null
  const two = TWO_LEVELS.exec(before)
  if (two) return lower(adjectiveFrom(two[1] ?? ''), adjectiveFrom(two[2] ?? ''))
  const inside = noun === null ? words : words.slice(0, Math.max(0, words.toLowerCase().lastIndexOf(noun.toLowerCase())))
  const last = [...`${partBefore(title, start)} ${inside} `.matchAll(PREFIX_WORDS)].at(-1)?.[1]
  const after = title.slice(start + words.length)
  const also = PLAIN_AFTER.exec(after)?.[1]
  if (also && /^(?:senior|snr|sr|lead|principal)/i.test(last ?? '') && words.toLowerCase().startsWith(also.toLowerCase())) return null
  const behind = BEHIND.exec(after)
  return adjectiveFrom(last ?? behind?.[1] ?? behind?.[2] ?? '')
}

/** Where the adjective that gives a role its level stands in front of it in the title; the start of the role where it does not. */
export function levelStart(title: string, { adjective, start }: TitleRole): number {
  const before = partBefore(title, start)
  const last = [...before.matchAll(PREFIX_WORDS)].at(-1)
  return last && adjective !== null && adjectiveFrom(last[0]) === adjective ? start - before.length + last.index : start
}

function lower(a: Adjective | null, b: Adjective | null): Adjective | null {
  if (!a || !b) return a ?? b
  return LOWEST_FIRST.indexOf(a) < LOWEST_FIRST.indexOf(b) ? a : b
}
