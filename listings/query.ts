// BoardQuery ⇄ query string: the one filter of board, alert, feed, export and API. A saved search is this string, kept.
import { z } from 'zod'
import { DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from './card.ts'
import type { Discipline, Engagement, Remote, Sector, Seniority } from './card.ts'
import { readCursor } from './cursor.ts'
import { cleanWords, flag, list, names, number, oneOf, openList, words } from './parameters.ts'
import type { Parameter } from './parameters.ts'
import { firstOfPlaces } from './place-meant.ts'
import { METHOD_KEYS } from './skill-words.ts'

export const SORTS = ['fit', 'newest', 'rate', 'closing'] as const
export type Sort = (typeof SORTS)[number]

/** What no advert says is a choice of its own in every list. */
export const UNSTATED = 'unstated'
export type OrUnstated<T> = T | typeof UNSTATED

/** What somebody may hold; a role that takes those who are only eligible needs nothing held. */
export const HELD_CLEARANCES = ['none', 'bpss', 'ctc', 'sc', 'dv', 'edv', 'nppv'] as const
export type HeldClearance = (typeof HELD_CLEARANCES)[number]

export const ADVERTISER_KINDS = ['agency', 'direct'] as const
export type AdvertiserKind = (typeof ADVERTISER_KINDS)[number]

/** Filters whose roles with nothing stated can be kept by name. (Of rates it is `unrated`, which is older.) */
const KEEPS_UNSTATED = ['onsite', 'term', 'start'] as const
export type KeepsUnstated = (typeof KEEPS_UNSTATED)[number]

/** Rows on one page of the board. */
export const PAGE_SIZE = 25

/** Deeper than this nobody reads by number; a cursor goes on for as long as there are roles. */
export const LAST_PAGE = 400

export interface BoardQuery {
  /** Words to search for, at most 200 characters, control characters out; '' = none. "phrases", -minus, NOT word, or, begin* are understood. */
  q: string
  /** Least day rate in pounds; roles whose rate is unknown are left out unless `unrated`. */
  rate: number | null
  /** With `rate`: keep roles with no day rate in pounds. */
  unrated: boolean
  engagement: OrUnstated<Engagement>[]
  discipline: OrUnstated<Discipline>[]
  seniority: OrUnstated<Seniority>[]
  remote: OrUnstated<Remote>[]
  /** Most days a week on site; a remote role has none. */
  onsite: number | null
  /** A place as typed ("leeds", "SW1"); resolved by the gazetteer. '' = anywhere. */
  place: string
  /** Miles around `place`. */
  radius: number
  /** Months the contract may run: a role stated as a range fits where the ranges touch. */
  termMin: number | null
  termMax: number | null
  /** 'asap', or the ISO day by which it must have started; as soon as possible is before every day. '' = any. */
  start: string
  /** The clearance somebody holds: roles that need it, less, or none. */
  clearance: HeldClearance | null
  /** Keys of METHOD_LABELS: any of them. */
  methods: string[]
  sector: OrUnstated<Sector>[]
  advertiser: OrUnstated<AdvertiserKind>[]
  /** Ids of sources: any of them has an open advert of the role. */
  source: string[]
  /** Agencies and companies by name: a role is left out when nobody else advertises it. */
  notAgency: string[]
  /** Words or phrases a role must not have. */
  notWords: string[]
  /** Filters of KEEPS_UNSTATED that keep roles which do not say. */
  unstated: KeepsUnstated[]
  /** Days since the role was first seen; null = any time. */
  within: number | null
  sort: Sort
  page: number
  /** A cursor that a page of this order gave out: rows after it, whatever was added since. '' = from `page`. */
  after: string
}

export const NO_FILTER: Readonly<BoardQuery> = {
  q: '',
  rate: null,
  unrated: false,
  engagement: [],
  discipline: [],
  seniority: [],
  remote: [],
  onsite: null,
  place: '',
  radius: 25,
  termMin: null,
  termMax: null,
  start: '',
  clearance: null,
  methods: [],
  sector: [],
  advertiser: [],
  source: [],
  notAgency: [],
  notWords: [],
  unstated: [],
  within: null,
  sort: 'fit',
  page: 1,
  after: '',
}

/** What was wrong with an address, one sentence a parameter, for the person who typed it. */
export interface ParsedQuery {
  query: BoardQuery
  /** Parameters we do not know, and values we could not use: named on the page, never swallowed. */
  remarks: string[]
  /** Why the address cannot be answered at all (400): only a cursor that nobody gave out. */
  fault?: string
}

const orUnstated = <T extends string>(all: readonly T[]): readonly OrUnstated<T>[] => [...all, UNSTATED]

/**
 * Every parameter, in canonical order. New ones are put in without moving the old: a saved search is unique by its string. The schemas
 * describe a value in an address, for the description of the API.
 */
export const PARAMETERS: readonly Parameter[] = [
  words('q', 200, 'words to search for; "a phrase", -without, NOT without, or, begin*'),
  dayRate(),
  flag('unrated', 'unrated=1 keeps roles with no day rate in pounds, beside rate'),
  list('engagement', orUnstated(ENGAGEMENTS)),
  list('discipline', orUnstated(DISCIPLINES)),
  list('seniority', orUnstated(SENIORITIES)),
  list('remote', orUnstated(REMOTES)),
  number('onsite', [0, 5], 'onsite is the most days a week on site, from 0 to 5'),
  place(),
  { ...number('radius', [1, 500], 'radius is in miles around place, from 1 to 500'), needs: query => query.place !== '' },
  { ...number('termMin', [1, 60], 'term_min is the least length in months, from 1 to 60'), name: 'term_min' },
  { ...number('termMax', [1, 60], 'term_max is the most length in months, from 1 to 60'), name: 'term_max' },
  start(),
  oneOf('clearance', HELD_CLEARANCES, 'clearance is what you hold'),
  list('methods', METHOD_KEYS),
  list('sector', orUnstated(SECTORS)),
  list('advertiser', orUnstated(ADVERTISER_KINDS)),
  openList('source', /^[a-z0-9][a-z0-9-]{0,60}$/, 'source is the name of a source in its address, such as source=sample-board'),
  { ...names('notAgency', 80, 'a company whose roles are left out; repeat it for more than one'), name: 'not_agency' },
  { ...names('notWords', 60, 'words a role must not have; repeat it for more than one'), name: 'not_words' },
  list('unstated', KEEPS_UNSTATED, 'unstated names filters that keep roles which do not say'),
  number('within', [1, 365], 'within is how many days ago a role may have appeared, from 1 to 365'),
  oneOf('sort', SORTS),
  pageNumber(),
  words('after', 120, 'the cursor that a page gave out for the rows after it'),
]

const BY_NAME = new Map(PARAMETERS.map(parameter => [parameter.name, parameter]))

/** Remarks a page shows; an address of a thousand unknown names gets no page of a thousand sentences. */
const MOST_REMARKS = 8

/**
 * Reads a query string. Never throws. The rule for everything that cannot be used (not a number, out of bounds, unknown, not UTF-8): the
 * value is left at its default and named in `remarks`, and neither is part of the canonical string. The exceptions: a cursor, which nobody
 * types, is a `fault` when it was changed; lengths whose least is above their most are turned round and named; a page number of up to six
 * digits behind all numbers is the last of them, and named. Of repeated keys lists take all, single values the last, and the others are
 * named; empty values count as absent.
 */
export function parseQuery(params: URLSearchParams): ParsedQuery {
  const query: BoardQuery = { ...NO_FILTER }
  const remarks: string[] = []
  for (const [name, values] of Map.groupBy(params, ([name]) => name)) {
    const parameter = BY_NAME.get(name)
    const given = values.map(([, value]) => value).filter(value => value !== '')
    const remark = parameter
      ? given.length > 0 && (parameter.read(query, given) ?? repeated(parameter, given))
      : `“${cleanWords(name, 40)}” is not something the board can filter by; it was left out`
    if (remark) remarks.push(remark)
  }
  const turned = turnTerm(query)
  if (turned) remarks.push(turned)
  const fault = query.after !== '' && !readCursor(query.after, query.sort) ? CHANGED_CURSOR : undefined
  return { query, remarks: remarks.slice(0, MOST_REMARKS), ...(fault && { fault }) }
}

/** Of several values where there is room for one, those that were not taken. */
function repeated({ name, many }: Parameter, given: readonly string[]): string | undefined {
  if (many || given.length === 1) return undefined
  const taken = given.at(-1) ?? ''
  const others = [...new Set(given)].filter(value => value !== taken)
  if (others.length === 0) return undefined
  const quoted = (value: string): string => `“${cleanWords(value, 40)}”`
  return `${name} has room for one: ${quoted(taken)} was taken, ${quoted(others.join(', '))} left out`
}

/** No contract is at least twelve months and at most three; what was meant is plain. */
function turnTerm(query: BoardQuery): string | undefined {
  const { termMin, termMax } = query
  if (termMin === null || termMax === null || termMin <= termMax) return undefined
  Object.assign(query, { termMin: termMax, termMax: termMin })
  return `term_min was more than term_max: they were taken the other way round, from ${termMax} to ${termMin} months`
}

const CHANGED_CURSOR = 'The place to go on from (“after”) is not one this board gave out for this order. Start again from the first page.'

/** How every parameter was spelled last: a page spells its query a dozen times, and all but one or two fields are those of the time before. */
const SPELLED = PARAMETERS.map(parameter => ({
  parameter,
  usual: NO_FILTER[parameter.field],
  value: NO_FILTER[parameter.field],
  pairs: '',
}))

/** The canonical query string of a query: fixed order, defaults left out, lists in the order of the card. '' = no filter. */
export function queryString(query: BoardQuery): string {
  let string = ''
  for (const spelled of SPELLED) {
    const { field, name, needs, write } = spelled.parameter
    const value = query[field]
    // Nearly all fields are the very defaults they were copied from.
    if (value === spelled.usual || (needs && !needs(query))) continue
    if (value !== spelled.value) {
      const pairs = write(query, NO_FILTER).map(one => pairOf(name, one))
      Object.assign(spelled, { value, pairs: pairs.join('&') })
    }
    if (spelled.pairs !== '') string += string === '' ? spelled.pairs : `&${spelled.pairs}`
  }
  return string
}

/** As URLSearchParams spells it but for commas; what is letters and spaces, nearly all, without it: a page writes a dozen addresses. */
function pairOf(name: string, value: string): string {
  if (/^[\w.,* -]{0,200}$/.test(value)) return `${name}=${value.replaceAll(' ', '+')}`
  return new URLSearchParams([[name, value]]).toString().replaceAll('%2C', ',')
}

/** The query from its first page on. */
export function firstPage(query: BoardQuery): BoardQuery {
  return { ...query, page: 1, after: '' }
}

/** The query as an alert asks it of a role that comes: every role is new when it does, however long the alert keeps it waiting. */
export function whenNew(query: BoardQuery): BoardQuery {
  return { ...firstPage(query), within: null }
}

/** What somebody wants to see no more. */
export type LeftOut = Pick<BoardQuery, 'notAgency' | 'notWords'>

/** The query without that, too; of two spellings of one name the canonical string has the newer. */
export function withLeftOut(query: BoardQuery, { notAgency, notWords }: LeftOut): BoardQuery {
  return { ...query, notAgency: [...notAgency, ...query.notAgency], notWords: [...notWords, ...query.notWords] }
}

/** Whether a query asks for anything at all; an alert on everything is refused. What only widens or orders does not count. */
export function isFiltered(query: BoardQuery): boolean {
  const { sort, page, after, unrated, radius, unstated } = NO_FILTER
  return queryString({ ...query, sort, page, after, unrated, radius, unstated }) !== ''
}

/** Whoever asks for a page behind all numbers is told so on the last of them, where “next” goes on: the first would look like the answer. */
function pageNumber(): Parameter {
  const about = `page is a number from 1 to ${LAST_PAGE}`
  const numbered = number('page', [1, LAST_PAGE], about)
  return {
    ...numbered,
    read(query, values) {
      const remark = numbered.read(query, values)
      if (remark === undefined || !/^[1-9]\d{2,5}$/.test(values.at(-1) ?? '')) return remark
      query.page = LAST_PAGE
      return `${about}: this is page ${LAST_PAGE}, and “next” goes on from there for as long as there are roles`
    },
  }
}

/** As people write one: "£600", "600/day", "£600 pd", "600 a day". */
const AS_WRITTEN = /^£? ?(\d{1,6}) ?(?:(?:\/|a|per|p\/?) ?(?:d|day))?$/i

function dayRate(): Parameter {
  const pounds = number('rate', [1, 5_000], 'rate is a day rate in pounds from 1 to 5,000, such as rate=500')
  return {
    ...pounds,
    read: (query, values) =>
      pounds.read(
        query,
        values.map(value => value.trim().replace(AS_WRITTEN, '$1')),
      ),
  }
}

/** One place: the first of several is taken, and the others are named. */
function place(): Parameter {
  const typed = words('place', 60, 'a town, county, region, country or postcode district')
  return {
    ...typed,
    read(query, values) {
      typed.read(query, values)
      const places = firstOfPlaces(query.place)
      if (!places) return undefined
      query.place = places.first
      return `place is one place at a time; “${places.rest.join(', ')}” was left out`
    },
  }
}

/** "asap" or a day that exists; the 31st of June is nobody's start. */
function start(): Parameter {
  const remark = 'start is asap, or the day by which the role has to start, such as start=2027-01-31'
  return {
    name: 'start',
    field: 'start',
    about: remark,
    schema: z.union([z.literal('asap'), z.iso.date()]),
    read(query, values) {
      const value = values.at(-1) ?? ''
      if (value !== 'asap' && !z.iso.date().safeParse(value).success) return remark
      query.start = value
      return undefined
    },
    write: query => (query.start === '' ? [] : [query.start]),
  }
}
