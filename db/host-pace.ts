// The pace of each host, shared by every process of an installation, by the clock of Postgres: one request at a time, a delay between the
// beginnings of two, and none before a time the host itself named. A request that is under way is a lease: whoever dies over it holds the
// others up no longer than that.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from './database.ts'

/** A request renews its lease three times as often. */
export const LEASE_MS = 30_000
/** How often is looked whether a request of somebody else has ended. */
const LOOK_AGAIN_MS = 200

export interface Claim {
  /** The turn was given; the host may be asked now. */
  isMine: boolean
  /** Until it is worth claiming again, milliseconds. */
  waitMs: number
  /** Until the host itself wants to be asked again, milliseconds; 0 where it has not asked for anything. */
  heldMs: number
}

/**
 * Claims the next request at a host. Without a delay nobody is waited for, and nobody is held up.
 * One statement: the lock of the row puts those who claim at once into an order, and whoever comes second finds the row taken. What is said
 * of the waiting is read before that, so it may be too short, and never keeps anybody longer than needed.
 * @param turn names the request, for renewTurn() and endTurn()
 */
export async function claimTurn(db: Db, host: string, delayMs: number, turn: string): Promise<Claim> {
  const now = sql`clock_timestamp()`
  const delay = sql`${delayMs}::float * interval '1 millisecond'`
  const alone = delayMs > 0
  const { rows } = await sql<Claim>`
    with claimed as (
      insert into host_pace as pace (host, last_at, busy_by, busy_until)
      values (${host}, ${now}, ${alone ? turn : null}::uuid, ${alone ? leaseEnd() : null}::timestamptz)
      on conflict (host) do update set last_at = ${now},
        busy_by = coalesce(excluded.busy_by, pace.busy_by), busy_until = coalesce(excluded.busy_until, pace.busy_until)
      where coalesce(pace.held_until <= ${now}, true)
        and (not ${alone} or (pace.last_at + ${delay} <= ${now} and coalesce(pace.busy_until <= ${now}, true)))
      returning host)
    select exists (select from claimed) as "isMine",
      coalesce(greatest(${msUntil(sql`held_until`)}, 0), 0) as "heldMs",
      coalesce(greatest(${msUntil(sql`held_until`)}, case when ${alone} then ${msUntil(sql`last_at + ${delay}`)} end,
        case when ${alone} and busy_until > ${now} then least(${msUntil(sql`busy_until`)}, ${LOOK_AGAIN_MS}::float) end, 1), 1) as "waitMs"
    from (select) as one left join host_pace on host = ${host}`.execute(db)
  const [claim] = rows
  if (!claim) throw new Error(`no claim came for ${host}`)
  return claim
}

/** A request that takes long is still under way. */
export async function renewTurn(db: Db, host: string, turn: string): Promise<void> {
  await sql`update host_pace set busy_until = ${leaseEnd()} where host = ${host} and busy_by = ${turn}::uuid`.execute(db)
}

/** The request has ended. One whose lease ran out may have been followed by another, which goes on. */
export async function endTurn(db: Db, host: string, turn: string): Promise<void> {
  await sql`update host_pace set busy_by = null, busy_until = null where host = ${host} and busy_by = ${turn}::uuid`.execute(db)
}

/** The host asked to be left alone; of several such wishes the longest counts. */
export async function holdHost(db: Db, host: string, ms: number): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${ms}::float * interval '1 millisecond'`
  await sql`
    insert into host_pace as pace (host, last_at, held_until) values (${host}, now(), ${until})
    on conflict (host) do update set held_until = greatest(pace.held_until, excluded.held_until)`.execute(db)
}

/** Hosts that nobody has asked for a day. @returns how many were forgotten. */
export async function pruneHosts(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from host_pace where last_at < now() - interval '1 day' and coalesce(held_until, last_at) < now()`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

function leaseEnd(): RawBuilder<Date> {
  return sql`(clock_timestamp() + ${LEASE_MS}::float * interval '1 millisecond')`
}

function msUntil(instant: RawBuilder<unknown>): RawBuilder<number> {
  return sql`extract(epoch from ${instant} - clock_timestamp())::float * 1000`
}
