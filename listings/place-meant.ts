// What somebody meant who typed something for a place that is none we know.
import { areaOf } from './area.ts'
import type { Remote } from './card.ts'
import { placeMeant } from './gazetteer.ts'
import type { BoardQuery } from './query.ts'

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
