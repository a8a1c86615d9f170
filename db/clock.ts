// The clock's ticks: whichever machine writes the row first does the work of that minute.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** True for exactly one caller of each key in the whole installation. */
export async function claimTick(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql`insert into clock_tick (key) values (${key}) on conflict do nothing returning key`.execute(db)
  return rows.length > 0
}

/** What Postgres' clock says now, in milliseconds since 1970. */
export async function clockMs(db: Db): Promise<number> {
  const { rows } = await sql<{ ms: number }>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(db)
  return rows[0]?.ms ?? Number.NaN
}

/** Notes that the clock jumped: nothing is sent for a while. */
export async function noteJump(db: Db, hours: number): Promise<void> {
  await sql`insert into clock_jump (hours) values (${hours})`.execute(db)
}

/**
 * The hours the clock jumped by in the last hour, undefined for not at all: what it said before and says since cannot both be right. When it
 * is put right again that is over at once, and a time it has kept for an hour is believed.
 */
export async function clockJump(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ hours: number }>`select hours from clock_jump
    where at between now() - interval '1 hour' and now() order by at desc limit 1`.execute(db)
  return rows[0]?.hours
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
