// What was meant instead of what was typed, in words: for the page that shows it and for programs.
import type { BoardQuery } from '../listings/query.ts'
import { REMOTE_LABELS } from './labels.ts'

export interface MeantWords {
  /** "No role has “pensons”" */
  why: string
  /** "“pensions”", "Manchester", "remote roles" */
  what: string
}

/**
 * @param unheard the words of what was typed that no role has; without them it is said of all of it
 * @returns null where what is shown is what was typed.
 */
export function meantWords(shown: BoardQuery, typed: BoardQuery, unheard: readonly string[]): MeantWords | null {
  const changes = [placeWords(shown, typed), searchWords(shown, typed, unheard)].filter(change => change !== null)
  if (changes.length === 0) return null
  return { why: changes.map(change => change.why).join('. '), what: changes.map(change => change.what).join(' and ') }
}

/** "No role has “programe” or “manger”" */
export function unheardLabel(words: readonly string[]): string {
  return `No role has ${ANY_OF.format(words.map(word => `“${word}”`))}`
}

const ANY_OF = new Intl.ListFormat('en-GB', { type: 'disjunction' })

function placeWords(shown: BoardQuery, typed: BoardQuery): MeantWords | null {
  if (shown.place === typed.place) return null
  if (shown.place !== '') return { why: `We do not know a place called “${typed.place}”`, what: shown.place }
  const ways = shown.remote.filter(way => !typed.remote.includes(way)).map(way => (way === 'unstated' ? '' : REMOTE_LABELS[way]))
  return { why: `“${typed.place}” is not the name of a place`, what: `${ways.join(', ')} roles` }
}

function searchWords(shown: BoardQuery, typed: BoardQuery, unheard: readonly string[]): MeantWords | null {
  if (shown.q === typed.q) return null
  return {
    why: unheardLabel(unheard.length > 0 ? unheard : [typed.q]),
    what: `“${shown.q}”${shown.q.includes('*') ? ', words that begin like it' : ''}`,
  }
}
