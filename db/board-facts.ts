// Facts every page of the board shows and few changes alter: kept for as long as the index of live roles says that nothing changed.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { indexOf } from './search-index.ts'

/** A number that changes with every change of the live roles; undefined while nobody tells this process of them. */
export function boardVersion(db: Db): number | undefined {
  return indexOf(db)?.version
}

interface Kept {
  version: number
  value: Promise<unknown>
}

/** Answers by what asks, once per state of the board; without an index, every time. */
function perVersion<T>(read: (db: Db) => Promise<T>): (db: Db) => Promise<T> {
  const kept = new WeakMap<object, Kept>()
  return db => {
    const version = boardVersion(db)
    if (version === undefined) return read(db)
    const known = kept.get(db)
    if (known?.version === version) return known.value as Promise<T> // what this very function put there
    const value = read(db)
    kept.set(db, { version, value })
    value.catch(() => kept.delete(db))
    return value
  }
}

/** Names of the sources that have roles on the board, by id. */
export const sourceNames = perVersion(async (db): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from source order by id`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
})

/** Whether any live role is a sample: what every page must know, without counting the board. */
export const hasSamples = perVersion(async (db): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`select exists (select from listing_search where sample) as found`.execute(db)
  return rows[0]?.found ?? false
})
