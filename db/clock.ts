// The clock's ticks: whichever machine writes the row first does the work of that minute.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** True for exactly one caller of each key in the whole installation. */
export async function claimTick(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql`insert into clock_tick (key) values (${key}) on conflict do nothing returning key`.execute(db)
  return rows.length > 0
}

/** When the clock last ticked anywhere; undefined before the first time. */
export async function lastTick(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select max(at) as at from clock_tick`.execute(db)
  return rows[0]?.at ?? undefined
}

/** Milliseconds since the clock last ticked anywhere, by Postgres' clock; undefined before the first time. */
export async function clockStillMs(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from now() - max(at))::float8 * 1000 as ms from clock_tick`.execute(db)
  return rows[0]?.ms ?? undefined
}
