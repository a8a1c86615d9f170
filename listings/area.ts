// Where a query looks: the place somebody typed, as something a role's country, region and point can be held against.
import { placeNear } from './place.ts'
import type { BoardQuery } from './query.ts'

export type Area =
  | { kind: 'country'; country: string }
  /** The gazetteer knows England as a country and the other nations as regions; roles carry England's nine regions. */
  | { kind: 'england' }
  | { kind: 'region'; region: string }
  | { kind: 'circle'; lat: number; lon: number; miles: number }

/** All regions that a role of the United Kingdom can be in. */
export const REGIONS: readonly string[] = [
  'North East',
  'North West',
  'Yorkshire and the Humber',
  'East Midlands',
  'West Midlands',
  'East of England',
  'London',
  'South East',
  'South West',
  'Wales',
  'Scotland',
  'Northern Ireland',
]

export const OTHER_NATIONS: readonly string[] = ['Scotland', 'Wales', 'Northern Ireland']

/** A region or a country is all of it, a point has a radius; undefined = anywhere, 'unknown' = no place we know. */
export function areaOf({ place: typed, radius }: Pick<BoardQuery, 'place' | 'radius'>): Area | 'unknown' | undefined {
  if (typed === '') return undefined
  const place = placeNear(typed)
  if (!place) return 'unknown'
  if (place.name === 'England') return { kind: 'england' }
  if (place.kind === 'country') return { kind: 'country', country: place.country }
  if (place.kind === 'region') return { kind: 'region', region: place.region ?? place.name }
  if (place.lat === undefined || place.lon === undefined) return 'unknown'
  return { kind: 'circle', lat: place.lat, lon: place.lon, miles: radius }
}

type Circle = Extract<Area, { kind: 'circle' }>

/** Miles through the Earth; SQL takes the same, so that both agree on a role at the edge. */
export const EARTH_MILES = 7_917.5

/** Degrees that hold the circle, so that few points need the exact distance. */
export function boxOf({ lat, miles }: Circle): { tall: number; wide: number } {
  return { tall: miles / 69, wide: miles / (69 * Math.cos((lat * Math.PI) / 180)) }
}

/** Whether points lie in the circle, by the haversine; a role without a point is nowhere. */
export function insideOf(circle: Circle): (lat: number | undefined, lon: number | undefined) => boolean {
  const { tall, wide } = boxOf(circle)
  const radians = Math.PI / 180
  const shrink = Math.cos(circle.lat * radians)
  return (lat = Number.NaN, lon = Number.NaN) => {
    if (!(Math.abs(lat - circle.lat) <= tall && Math.abs(lon - circle.lon) <= wide)) return false
    const across =
      Math.sin(((lat - circle.lat) * radians) / 2) ** 2 +
      shrink * Math.cos(lat * radians) * Math.sin(((lon - circle.lon) * radians) / 2) ** 2
    return EARTH_MILES * Math.asin(Math.sqrt(Math.min(1, across))) <= circle.miles
  }
}
