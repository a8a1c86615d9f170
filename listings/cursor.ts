// Where a page of the board ended, as a parameter: the order, the last row's place in it, and a check against a changed character.
import type { Sort } from './query.ts'

/**
 * A row's place in an order: `key`, then `at`, then `id`, all falling. The key is what the order goes by: 2 for words in the title, 1
 * for words in the head and 0 for the rest (fit), 0 (newest), pounds a day or −1 (rate), −seconds until which one may apply or NEVER_CLOSES (closing).
 */
export interface Position {
  key: number
  /** Microseconds since 1970 when the role was first seen. */
  at: number
  id: number
}

/** After every date: roles whose closing date has passed (they stay a day longer) or that name none come last. */
export const NEVER_CLOSES = -99_999_999_999

export function writeCursor(sort: Sort, { key, at, id }: Position): string {
  const text = `${sort}.${key}.${at}.${id}`
  return `${text}.${check(text)}`
}

const CURSOR = /^((fit|newest|rate|closing)\.(-?\d{1,11})\.(\d{1,17})\.(\d{1,15}))\.([a-z0-9]{1,7})$/

/** @returns undefined for a cursor of another order or with anything changed. It is no secret: whoever forges one gets a page of the board. */
export function readCursor(cursor: string, sort: Sort): Position | undefined {
  const [, text = '', order, key, at, id, given] = CURSOR.exec(cursor) ?? []
  if (order !== sort || check(text) !== given) return undefined
  return { key: Number(key), at: Number(at), id: Number(id) }
}

/** FNV-1a, 32 bits. */
function check(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36)
}
