// A board query in words: for titles, alerts, feeds, and the chosen filters that can be taken away one by one.
import { areaOf } from '../listings/area.ts'
import { DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import { ADVERTISER_KINDS, NO_FILTER, UNSTATED, firstPage, isFiltered } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { METHOD_LABELS } from '../listings/skill-words.ts'
import {
  ADVERTISER_LABELS,
  DISCIPLINE_LABELS,
  ENGAGEMENT_LABELS,
  HELD_LABELS,
  REMOTE_LABELS,
  SECTOR_LABELS,
  SENIORITY_LABELS,
  capital,
  countLabel,
  numberLabel,
  startLabel,
} from './labels.ts'

/** Filters with a closed list of values, each value's words, and the words for roles that do not say. */
export const CLOSED_LISTS = {
  engagement: { values: ENGAGEMENTS, labels: ENGAGEMENT_LABELS, silent: 'IR35 not stated' },
  discipline: { values: DISCIPLINES, labels: DISCIPLINE_LABELS, silent: 'discipline not stated' },
  seniority: { values: SENIORITIES, labels: SENIORITY_LABELS, silent: 'rung not stated' },
  remote: { values: REMOTES, labels: REMOTE_LABELS, silent: 'place of work not stated' },
  sector: { values: SECTORS, labels: SECTOR_LABELS, silent: 'sector not stated' },
  advertiser: { values: ADVERTISER_KINDS, labels: ADVERTISER_LABELS, silent: 'advertiser not known' },
} as const satisfies Partial<Record<keyof BoardQuery, { values: readonly string[]; labels: object; silent: string }>>

export type ClosedList = keyof typeof CLOSED_LISTS

/** The words of a value of a closed list; the value itself where the list has no such value. */
export function choiceLabel(filter: ClosedList, value: string): string {
  const { labels, silent }: { labels: Readonly<Record<string, string>>; silent: string } = CLOSED_LISTS[filter]
  return value === UNSTATED ? silent : (labels[value] ?? value)
}

/** A query in words: "“pmo analyst”, £500 a day or more, outside IR35 or umbrella, within 25 miles of Leeds"; "all roles" for no filter. */
export function queryLabel(query: BoardQuery, sources?: SourceNames): string {
  const filters = Map.groupBy(queryParts(query, sources), part => part.filter)
  const words = [...filters].map(([filter, parts]) => {
    const all = parts.map(part => part.words)
    return filter === 'notAgency' || filter === 'notWords' ? all.join(', ') : ANY_OF.format(all)
  })
  return words.join(', ') || 'all roles'
}

const ANY_OF = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** What a saved search brings: a query in words, or the newsletter, which asks for nothing. */
export function savedLabel(query: BoardQuery): string {
  return isFiltered(query) ? queryLabel(query) : 'the weekly newsletter'
}

/** One filter of a query in words, and the query without it and without the others. Sort and page are no filters. */
export interface QueryPart {
  /** Values of one filter are one of them or another; what is left out, each by itself. */
  filter: keyof BoardQuery
  words: string
  without: BoardQuery
  /** The query with this filter and no other. */
  alone: BoardQuery
}

/** Names of sources by id; where a page is not told them, the id of the address stands for the name. */
export type SourceNames = ReadonlyMap<string, string>

/** Every filter of a query, one value at a time, in the canonical order. */
export function queryParts(query: BoardQuery, sources: SourceNames = new Map()): QueryPart[] {
  const rest = firstPage(query)
  const parts: QueryPart[] = []
  const add = (filter: keyof BoardQuery, words: string, change: Partial<BoardQuery>, only: Partial<BoardQuery>): void =>
    void parts.push({ filter, words, without: { ...rest, ...change }, alone: { ...NO_FILTER, ...only } })
  const each = (field: ListField, label: (value: string) => string): void => {
    for (const one of query[field])
      add(field, label(one), { [field]: (query[field] as string[]).filter(other => other !== one) }, { [field]: [one] })
  }
  const silent = (field: BoardQuery['unstated'][number]): BoardQuery['unstated'] => query.unstated.filter(one => one === field)
  const loud = (field: BoardQuery['unstated'][number]): BoardQuery['unstated'] => query.unstated.filter(one => one !== field)
  if (query.q) add('q', `“${query.q}”`, { q: '' }, { q: query.q })
  if (query.rate !== null) add('rate', rateWords(query), { rate: null, unrated: false }, { rate: query.rate, unrated: query.unrated })
  each('engagement', value => choiceLabel('engagement', value))
  each('discipline', value => choiceLabel('discipline', value))
  each('seniority', value => choiceLabel('seniority', value).toLowerCase())
  each('remote', value => choiceLabel('remote', value))
  if (query.onsite !== null)
    add('onsite', onsiteWords(query), { onsite: null, unstated: loud('onsite') }, { onsite: query.onsite, unstated: silent('onsite') })
  if (query.place) add('place', placeWords(query), { place: '', radius: NO_FILTER.radius }, { place: query.place, radius: query.radius })
  if (query.termMin !== null || query.termMax !== null) {
    const { termMin, termMax } = query
    add(
      'termMin',
      termWords(query),
      { termMin: null, termMax: null, unstated: loud('term') },
      { termMin, termMax, unstated: silent('term') },
    )
  }
  if (query.start)
    add('start', startWords(query), { start: '', unstated: loud('start') }, { start: query.start, unstated: silent('start') })
  if (query.clearance) add('clearance', `${HELD_LABELS[query.clearance]} held`, { clearance: null }, { clearance: query.clearance })
  each('methods', key => METHOD_LABELS.get(key) ?? key)
  each('sector', value => choiceLabel('sector', value))
  each('advertiser', value => choiceLabel('advertiser', value))
  each('source', id => `on ${sources.get(id) ?? id}`)
  each('notAgency', name => `not from ${name}`)
  each('notWords', words => `without “${words}”`)
  if (query.within !== null) add('within', withinWords(query.within), { within: null }, { within: query.within })
  return parts
}

type ListField = { [K in keyof BoardQuery]: BoardQuery[K] extends string[] ? K : never }[keyof BoardQuery]

function onsiteWords({ onsite, unstated }: BoardQuery): string {
  const days = onsite === 0 ? 'no days on site' : `at most ${countLabel(onsite ?? 0, 'day')} on site`
  return orSilent(days, unstated.includes('onsite'), 'days on site')
}

function termWords({ termMin, termMax, unstated }: BoardQuery): string {
  const [least, most] = [termMin, termMax].map(months => countLabel(months ?? 0, 'month'))
  const words = termMin === null ? `${most} or shorter` : termMax === null ? `${least} or longer` : `${termMin} to ${most}`
  return orSilent(words, unstated.includes('term'), 'length')
}

function startWords({ start, unstated }: BoardQuery): string {
  return orSilent(start === 'asap' ? 'start ASAP' : `start by ${startLabel(start)}`, unstated.includes('start'), 'start')
}

function orSilent(words: string, silent: boolean, what: string): string {
  return silent ? `${words} or no ${what} stated` : words
}

function rateWords({ rate, unrated }: BoardQuery): string {
  return `£${numberLabel(rate ?? 0)} a day or more${unrated ? ' or no day rate in pounds' : ''}`
}

/** "within 25 miles of Leeds", "in Scotland": miles are counted around a point, and a region or a country is all of it. */
export function placeWords(query: BoardQuery): string {
  const area = areaOf(query)
  const name = placeName(query.place)
  if (typeof area === 'object' && area.kind === 'circle') return `within ${countLabel(query.radius, 'mile')} of ${name}`
  return `in ${THE.test(name) ? 'the ' : ''}${name.replace(/^The /, 'the ')}`
}

/** Regions and countries that have an article: “in the UK”, but “in Ukraine” and “in Europe”. */
const THE =
  /^(?:UK|USA?|EU|UAE|European Union|United (?:Kingdom|States|States of America|Arab Emirates)|(?:North|South) (?:East|West)|(?:(?:East|West) )?Midlands|West Country|Home Counties|Thames Valley|Channel Islands|Isle of Man|Netherlands|Czech Republic|Philippines)$/i

const SMALL_WORDS = new Set(['and', 'by', 'in', 'le', 'of', 'on', 'the', 'under', 'upon'])
const ABBREVIATIONS = new Set(['eu', 'gb', 'uae', 'uk', 'us', 'usa'])

/** A place as it is written, where somebody typed it all in small letters: "Stoke-on-Trent", "LS1". */
export function placeName(typed: string): string {
  if (typed !== typed.toLowerCase()) return typed
  if (/\d/.test(typed) || ABBREVIATIONS.has(typed)) return typed.toUpperCase()
  return typed.replace(/[\p{L}’']{1,60}/gu, (word, at: number) => (at > 0 && SMALL_WORDS.has(word) ? word : capital(word)))
}

function withinWords(days: number): string {
  return days === 1 ? 'from the last day' : `from the last ${days} days`
}
