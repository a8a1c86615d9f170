// BoardQuery ⇄ query string: the one filter of board, alert, feed, export and API. A saved search is this string, kept.
import { DISCIPLINES, ENGAGEMENTS, REMOTES, SENIORITIES } from './card.ts'
import type { Discipline, Engagement, Remote, Seniority } from './card.ts'

export const SORTS = ['fit', 'newest', 'rate'] as const
export type Sort = (typeof SORTS)[number]

/** Rows on one page of the board. */
export const PAGE_SIZE = 25

/** Deeper than this nobody reads; the address answers 404. */
export const LAST_PAGE = 400

export interface BoardQuery {
  /** Words to search for, at most 200 characters, control characters out; '' = none. */
  q: string
  /** Least day rate in pounds; roles whose rate is unknown are left out unless `unrated`. */
  rate: number | null
  /** With `rate`: keep roles with no rate stated. */
  unrated: boolean
  engagement: Engagement[]
  discipline: Discipline[]
  seniority: Seniority[]
  remote: Remote[]
  /** A place as typed ("leeds", "SW1"); resolved by the gazetteer. '' = anywhere. */
  place: string
  /** Miles around `place`. */
  radius: number
  /** Days since the role was first seen; null = any time. */
  within: number | null
  sort: Sort
  page: number
}

export const NO_FILTER: Readonly<BoardQuery> = {
  q: '',
  rate: null,
  unrated: false,
  engagement: [],
  discipline: [],
  seniority: [],
  remote: [],
  place: '',
  radius: 25,
  within: null,
  sort: 'fit',
  page: 1,
}

/** What was wrong with an address, one sentence a parameter, for the person who typed it. */
export interface ParsedQuery {
  query: BoardQuery
  /** Parameters we do not know, and values we could not use: named on the page, never swallowed. */
  remarks: string[]
}

type Reader = (query: BoardQuery, value: string) => string | undefined

/** Reads the value of a parameter into the query, or says in a sentence why it cannot. The order is the canonical one. */
const PARAMETERS: Record<string, Reader> = {
  q: (query, value) => void (query.q = cleanWords(value)),
  rate: (query, value) => readNumber(value, 1, 5_000, n => (query.rate = n), 'rate is a day rate in pounds, such as rate=500'),
  unrated: (query, value) => readOne(value, ['1'], () => (query.unrated = true), 'unrated can only be 1'),
  engagement: (query, value) => readMany(value, ENGAGEMENTS, found => (query.engagement = found), 'engagement'),
  discipline: (query, value) => readMany(value, DISCIPLINES, found => (query.discipline = found), 'discipline'),
  seniority: (query, value) => readMany(value, SENIORITIES, found => (query.seniority = found), 'seniority'),
  remote: (query, value) => readMany(value, REMOTES, found => (query.remote = found), 'remote'),
  place: (query, value) => void (query.place = cleanWords(value).slice(0, 60).trim()),
  radius: (query, value) => readNumber(value, 1, 500, n => (query.radius = n), 'radius is in miles, from 1 to 500'),
  within: (query, value) => readNumber(value, 1, 365, n => (query.within = n), 'within is in days, from 1 to 365'),
  sort: (query, value) => readOne(value, SORTS, sort => (query.sort = sort), `sort can be ${SORTS.join(', ')}`),
  page: (query, value) => readNumber(value, 1, LAST_PAGE, n => (query.page = n), `page is a number from 1 to ${LAST_PAGE}`),
}

/**
 * Reads a query string. Never throws: a value that cannot be used is left at its default and named in `remarks`.
 * Repeated keys are joined for lists (`engagement=inside&engagement=outside`); for single values the last one counts.
 */
export function parseQuery(params: URLSearchParams): ParsedQuery {
  const query: BoardQuery = structuredClone(NO_FILTER)
  const remarks: string[] = []
  for (const name of new Set(params.keys())) {
    const read = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined
    const values = params.getAll(name).filter(value => value !== '')
    if (!read) remarks.push(`“${name.slice(0, 40)}” is not something the board can filter by; it was left out`)
    else if (values.length > 0) {
      const remark = read(query, isList(name) ? values.join(',') : (values.at(-1) ?? ''))
      if (remark) remarks.push(remark)
    }
  }
  return { query, remarks }
}

/** The canonical query string of a query: fixed order, defaults left out, lists in the order of the card. '' = no filter. */
export function queryString(query: BoardQuery): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(shown(query))) if (value !== '') params.set(name, value)
  return params.toString().replaceAll('%2C', ',')
}

/** Whether a query asks for anything at all; an alert on everything is refused. Sort and page do not count. */
export function isFiltered(query: BoardQuery): boolean {
  return queryString({ ...query, sort: NO_FILTER.sort, page: 1, unrated: false, radius: NO_FILTER.radius }) !== ''
}

function shown(query: BoardQuery): Record<string, string> {
  const unless = (value: string | number, fallback: string | number): string => (value === fallback ? '' : String(value))
  return {
    q: query.q,
    rate: query.rate === null ? '' : String(query.rate),
    unrated: query.unrated ? '1' : '',
    engagement: inOrder(ENGAGEMENTS, query.engagement),
    discipline: inOrder(DISCIPLINES, query.discipline),
    seniority: inOrder(SENIORITIES, query.seniority),
    remote: inOrder(REMOTES, query.remote),
    place: query.place,
    radius: query.place === '' ? '' : unless(query.radius, NO_FILTER.radius),
    within: query.within === null ? '' : String(query.within),
    sort: unless(query.sort, NO_FILTER.sort),
    page: unless(query.page, 1),
  }
}

function inOrder(all: readonly string[], chosen: readonly string[]): string {
  return all.filter(value => chosen.includes(value)).join(',')
}

function isList(name: string): boolean {
  return ['engagement', 'discipline', 'seniority', 'remote'].includes(name)
}

/** Control characters and lone surrogates would be an error in Postgres; 200 characters are more than anybody types. */
function cleanWords(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()
    .trim()
}

function readNumber(value: string, low: number, high: number, keep: (n: number) => void, remark: string): string | undefined {
  if (!/^\d{1,6}$/.test(value)) return remark
  const n = Number(value)
  if (n < low || n > high) return remark
  keep(n)
  return undefined
}

function readOne<T extends string>(value: string, allowed: readonly T[], keep: (value: T) => void, remark: string): string | undefined {
  const found = allowed.find(one => one === value)
  if (found === undefined) return remark
  keep(found)
  return undefined
}

function readMany<T extends string>(value: string, allowed: readonly T[], keep: (found: T[]) => void, name: string): string | undefined {
  const asked = value.split(',').slice(0, 40)
  keep(allowed.filter(one => asked.includes(one)))
  const unknown = asked.filter(one => !allowed.some(known => known === one))
  return unknown.length === 0 ? undefined : `${name} can be ${allowed.join(', ')}; “${unknown.join(', ').slice(0, 60)}” was left out`
}
