// What somebody meant who typed something for a place that is none we know.
import { areaOf } from './area.ts'
import type { Remote } from './card.ts'
import { findMeanings, placeMeant } from './gazetteer.ts'
import type { BoardQuery } from './query.ts'
import { readSites } from './sites.ts'

/** Ways of working that are typed where a place is asked for. */
const WAYS: readonly [said: RegExp, remote: Remote][] = [
  [/^(?:fully |100% )?(?:remote(?:ly)?|home|wfh|work(?:ing)? from home|home[ -]?(?:based|working)|anywhere)$/i, 'remote'],
  [/^hybrid(?: working)?$/i, 'hybrid'],
]

/** The query with the place, or the way of working, that was meant; undefined where its place is known or nothing is near it. */
export function withPlaceMeant(query: BoardQuery): BoardQuery | undefined {
  if (areaOf(query) !== 'unknown') return undefined
  const way = WAYS.find(([said]) => said.test(query.place.trim()))
  if (way) return { ...query, place: '', remote: [...new Set([...query.remote, way[1]])] }
  const place = placeMeant(query.place)
  return place === undefined ? undefined : { ...query, place }
}

/** Of several places at once the first, and what else was typed; undefined where all of it is one place ("Wells, Somerset"), or the first is none. */
export function firstOfPlaces(typed: string): { first: string; rest: string[] } | undefined {
  const isOne = (words: string): boolean => readSites(words, true).length === 1
  const between = [...typed.matchAll(BETWEEN_PLACES)]
  if (between.length === 0 || findMeanings(typed).length > 0 || isOne(typed)) return undefined
  const end = between.findLast(({ index }) => isOne(typed.slice(0, index)))
  if (!end) return undefined
  return { first: typed.slice(0, end.index), rest: typed.slice(end.index + end[0].length).split(BETWEEN_PLACES) }
}

const BETWEEN_PLACES = / ?[,;/&] ?| (?:and|or) /gi
