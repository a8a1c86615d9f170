// The kinds of parameter an address of the board can have: how each is read, written, and described.
import { z } from 'zod'
import type { BoardQuery } from './query.ts'

export interface Parameter {
  /** As it stands in the address. */
  name: string
  /** The field of a query that it is. */
  field: keyof BoardQuery
  /** What it takes, in a sentence. */
  about: string
  /** One value in the address; of a list, the list. */
  schema: z.ZodType
  /** Takes more than one value: the key may be repeated. */
  many?: true
  /** Puts the values, none of them empty, into the query, or says in a sentence why it cannot. */
  read(query: BoardQuery, values: string[]): string | undefined
  /** The canonical values, from its own field alone; none where the query has what it has anyway. */
  write(query: BoardQuery, fallback: Readonly<BoardQuery>): string[]
  /** Written only where this holds: miles around nowhere mean nothing. */
  needs?(query: BoardQuery): boolean
}

type KeysOf<T> = { [K in keyof BoardQuery]: BoardQuery[K] extends T ? K : never }[keyof BoardQuery]
/** Names of fields that take what a list of T takes. */
type ListKey<T> = {
  [K in keyof BoardQuery]: T[] extends BoardQuery[K] ? (BoardQuery[K] extends readonly string[] ? K : never) : never
}[keyof BoardQuery]

/** Text for the search or the gazetteer. */
export function words(key: KeysOf<string>, most: number, about: string): Parameter {
  return {
    name: key,
    field: key,
    about,
    schema: z.string().max(most),
    read: (query, values) => void Object.assign(query, { [key]: cleanWords(values.at(-1) ?? '', most) }),
    write: query => (query[key] === '' ? [] : [query[key]]),
  }
}

/** Whole numbers in ASCII digits: "1e3", "٥٠٠", "500;drop" and 2⁵³ + 1 are none. */
export function number(key: KeysOf<number | null>, [low, high]: readonly [number, number], about: string): Parameter {
  return {
    name: key,
    field: key,
    about,
    schema: z.int().min(low).max(high),
    read(query, values) {
      const value = values.at(-1) ?? ''
      const n = Number(value)
      if (!/^\d{1,6}$/.test(value) || n < low || n > high) return `${about}; “${cleanWords(value, 30)}” was left out`
      Object.assign(query, { [key]: n })
      return undefined
    },
    write: (query, fallback) => (query[key] === null || query[key] === fallback[key] ? [] : [String(query[key])]),
  }
}

export function flag(key: KeysOf<boolean>, about: string): Parameter {
  return {
    name: key,
    field: key,
    about,
    schema: z.literal('1'),
    read(query, values) {
      if (values.at(-1) !== '1') return about
      query[key] = true
      return undefined
    },
    write: query => (query[key] ? ['1'] : []),
  }
}

export function oneOf(key: keyof BoardQuery, allowed: readonly string[], means = ''): Parameter {
  const about = aboutOf(key, allowed, means)
  return {
    name: key,
    field: key,
    about,
    schema: z.enum(allowed),
    read(query, values) {
      const found = allowed.find(one => one === values.at(-1))
      if (found === undefined) return about
      Object.assign(query, { [key]: found })
      return undefined
    },
    write: (query, fallback) => (query[key] === fallback[key] ? [] : [String(query[key])]),
  }
}

function aboutOf(key: string, allowed: readonly string[], means: string): string {
  return means === '' ? `${key} can be ${allowed.join(', ')}` : `${means}: ${allowed.join(', ')}`
}

/** Values of a closed list, joined by commas, in the list's own order. */
export function list<T extends string>(key: ListKey<T>, allowed: readonly T[], means = ''): Parameter {
  const about = aboutOf(key, allowed, means)
  return {
    name: key,
    field: key,
    many: true,
    about,
    schema: z.array(z.enum(allowed)),
    read(query, values) {
      const asked = split(values)
      Object.assign(query, { [key]: allowed.filter(one => asked.includes(one)) })
      const unknown = asked.filter(one => !allowed.some(known => known === one))
      return unknown.length === 0 ? undefined : `${about}; “${cleanWords(unknown.join(', '), 60)}” was left out`
    },
    write: query => (query[key].length === 0 ? [] : joined(allowed.filter(one => (query[key] as readonly string[]).includes(one)))),
  }
}

/** Values of a list that only the database knows, of a certain shape. */
export function openList(key: ListKey<string>, shape: RegExp, about: string): Parameter {
  return {
    name: key,
    field: key,
    many: true,
    about,
    schema: z.array(z.string().regex(shape)),
    read(query, values) {
      const asked = split(values)
      Object.assign(query, { [key]: [...new Set(asked.filter(one => shape.test(one)))].sort() })
      return asked.every(one => shape.test(one)) ? undefined : about
    },
    write: query => (query[key].length === 0 ? [] : joined([...new Set(query[key])].sort())),
  }
}

/** Free words, one a repetition of the key, because names have commas in them. They keep their capitals, and are one name whatever those are. */
export function names(key: ListKey<string>, most: number, about: string): Parameter {
  return {
    name: key,
    field: key,
    many: true,
    about,
    schema: z.array(z.string().max(most)),
    read(query, values) {
      const asked = eachOnce(values.map(value => cleanWords(value, most)).filter(value => value !== ''))
      Object.assign(query, { [key]: asked.slice(0, MOST_NAMES) })
      return asked.length > MOST_NAMES ? `at most ${MOST_NAMES} can be left out by name; the rest was ignored` : undefined
    },
    write: query => (query[key].length === 0 ? [] : eachOnce(query[key])),
  }
}

/** By the alphabet, and of names that differ by their capitals only the first. */
function eachOnce(names: readonly string[]): string[] {
  const byKey = new Map(names.toReversed().map(name => [name.toLowerCase(), name]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name)
}

const MOST_NAMES = 20
const MOST_VALUES = 60

function split(values: string[]): string[] {
  return values
    .join(',')
    .split(',')
    .filter(value => value !== '')
    .slice(0, MOST_VALUES)
}

function joined(values: readonly string[]): string[] {
  return values.length === 0 ? [] : [values.join(',')]
}

/** Control characters and lone surrogates would be an error in Postgres; `most` characters are more than anybody types. */
export function cleanWords(value: string, most: number): string {
  return value
    .slice(0, 4 * most)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD/g, '')
    .trim()
}
