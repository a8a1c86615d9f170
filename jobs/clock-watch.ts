// A clock that is set wrong by a day would send tomorrow's mails today. Postgres' clock decides what is due; this holds it against the time
// that the process has counted by itself, which nobody sets.
import { clockJump, clockMs, noteJump } from '../db/clock.ts'
import type { Db } from '../db/database.ts'
import type { Log } from '../log.ts'

/** More than any change to summer time and any pause of a machine that is busy; less than a wrong date. */
const JUMP_HOURS = 12
const HOUR_MS = 3_600_000

/**
 * Begins to watch. @returns what to ask before anything is sent: false while the clock is not to be trusted.
 * @param counted milliseconds that only ever go on
 */
export function watchClock(db: Db, log: Log, counted: () => number = () => performance.now()): () => Promise<boolean> {
  let last: { clock: number; counted: number } | undefined
  return async () => {
    const now = { clock: await clockMs(db), counted: counted() }
    const hours = last ? (now.clock - last.clock - (now.counted - last.counted)) / HOUR_MS : 0
    last = now
    if (Math.abs(hours) > JUMP_HOURS) {
      await noteJump(db, hours)
      log.error('the clock jumped, so nothing is sent', { hours: Math.round(hours) })
    }
    return (await clockJump(db)) === undefined
  }
}
