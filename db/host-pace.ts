// The pace of each host, shared by every process of an installation: whose turn is when, by the clock of Postgres. A turn is a moment that
// lies ahead, given out in the order of asking; whoever dies before its moment wastes one delay and holds nobody up.
import { sql } from 'kysely'
import type { Db } from './database.ts'

export interface Turn {
  /** Until the turn, milliseconds. */
  waitMs: number
  /** Until the host itself wants to be asked again, milliseconds; then no turn was given where that is longer than the patience asked with. */
  heldMs: number
  /** For giving the turn back: the moment given, and the one before it. */
  at: string
  before: string | null
}

/** One statement; the row's lock, held for its length, is what puts those who ask at once into an order. */
export async function takeTurn(db: Db, host: string, delayMs: number, patienceMs: number): Promise<Turn> {
  const delay = sql`${delayMs}::float * interval '1 millisecond'`
  const { rows } = await sql<Turn>`
    insert into host_pace as pace (host, last_at) values (${host}, clock_timestamp())
    on conflict (host) do update set last_at = case
      when pace.held_until > clock_timestamp() + ${patienceMs}::float * interval '1 millisecond' then pace.last_at
      else greatest(pace.last_at + ${delay}, pace.held_until, clock_timestamp()) end
    returning greatest(extract(epoch from new.last_at - clock_timestamp())::float * 1000, 0) as "waitMs",
      coalesce(greatest(extract(epoch from new.held_until - clock_timestamp())::float * 1000, 0), 0) as "heldMs",
      new.last_at::text as at, old.last_at::text as before`.execute(db)
  const [turn] = rows
  if (!turn) throw new Error(`no turn came for ${host}`)
  return turn
}

/** A turn that was given up before its moment: the next in line need not wait for it, unless one was given out after it. */
export async function returnTurn(db: Db, host: string, { at, before }: Turn): Promise<void> {
  if (before === null) return
  await sql`update host_pace set last_at = ${before}::timestamptz where host = ${host} and last_at = ${at}::timestamptz`.execute(db)
}

/** The host asked to be left alone; of several such wishes the longest counts. */
export async function holdHost(db: Db, host: string, ms: number): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${ms}::float * interval '1 millisecond'`
  await sql`
    insert into host_pace as pace (host, last_at, held_until) values (${host}, now(), ${until})
    on conflict (host) do update set held_until = greatest(pace.held_until, excluded.held_until)`.execute(db)
}

/** Until the host may be asked again, milliseconds; 0 where it has not asked for anything. */
export async function heldFor(db: Db, host: string): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select extract(epoch from held_until - clock_timestamp())::float * 1000 as ms from host_pace
    where host = ${host} and held_until > clock_timestamp()`.execute(db)
  return rows[0]?.ms ?? 0
}

/** Hosts that nobody has asked for a day. @returns how many were forgotten. */
export async function pruneHosts(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from host_pace where last_at < now() - interval '1 day' and coalesce(held_until, last_at) < now()`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
