// A board query in words: for titles, alerts, feeds, and the chosen filters that can be taken away one by one.
import { NO_FILTER } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { DISCIPLINE_LABELS, ENGAGEMENT_LABELS, REMOTE_LABELS, SENIORITY_LABELS, countLabel, numberLabel } from './labels.ts'

/** A query in words: "“pmo analyst”, £500 a day or more, outside IR35, within 25 miles of Leeds"; "all roles" for no filter. */
export function queryLabel(query: BoardQuery): string {
  return (
    queryParts(query)
      .map(part => part.words)
      .join(', ') || 'all roles'
  )
}

/** One filter of a query in words, and the query without it and without the others. Sort and page are no filters. */
export interface QueryPart {
  words: string
  without: BoardQuery
  /** The query with this filter and no other. */
  alone: BoardQuery
}

/** Every filter of a query, one value at a time, in the canonical order. */
export function queryParts(query: BoardQuery): QueryPart[] {
  const rest = { ...query, page: 1 }
  const parts: QueryPart[] = []
  const add = (words: string, change: Partial<BoardQuery>, only: Partial<BoardQuery>): void =>
    void parts.push({ words, without: { ...rest, ...change }, alone: { ...NO_FILTER, ...only } })
  const less = <T>(all: T[], one: T): T[] => all.filter(other => other !== one)
  if (query.q) add(`“${query.q}”`, { q: '' }, { q: query.q })
  if (query.rate !== null) add(rateWords(query), { rate: null, unrated: false }, { rate: query.rate, unrated: query.unrated })
  for (const one of query.engagement) add(ENGAGEMENT_LABELS[one], { engagement: less(query.engagement, one) }, { engagement: [one] })
  for (const one of query.discipline) add(DISCIPLINE_LABELS[one], { discipline: less(query.discipline, one) }, { discipline: [one] })
  for (const one of query.seniority)
    add(SENIORITY_LABELS[one].toLowerCase(), { seniority: less(query.seniority, one) }, { seniority: [one] })
  for (const one of query.remote) add(REMOTE_LABELS[one], { remote: less(query.remote, one) }, { remote: [one] })
  if (query.place) add(placeWords(query), { place: '', radius: NO_FILTER.radius }, { place: query.place, radius: query.radius })
  if (query.within !== null) add(withinWords(query.within), { within: null }, { within: query.within })
  return parts
}

function rateWords({ rate, unrated }: BoardQuery): string {
  return `£${numberLabel(rate ?? 0)} a day or more${unrated ? ' or no rate stated' : ''}`
}

function placeWords({ place, radius }: BoardQuery): string {
  return `within ${countLabel(radius, 'mile')} of ${place}`
}

function withinWords(days: number): string {
  return days === 1 ? 'from the last day' : `from the last ${days} days`
}
