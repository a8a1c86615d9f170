// Advisory locks of ours that end with a transaction. Here together, because two that share a number wait for each other for no reason: the
// numbers are arbitrary, and only have to differ.
import { sql } from 'kysely'
import type { Db } from './database.ts'

export const LOCKS = {
  /** One linker files postings. */
  linking: 7261,
  /** One sender asks new subscribers. */
  asking: 7262,
  /** One matcher marks what is one text in several towns. */
  towns: 7263,
  /** Matchers share it while they enter matches; a linker that moves matches, or a search that changes, has it alone, so that neither waits in the middle for the other. */
  ledger: 7265,
  /** One look at a page that may become a source is begun. */
  looking: 7264,
} as const

/** Waits for the lock, and holds it until the transaction ends. */
export async function holdLock(trx: Db, name: keyof typeof LOCKS): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCKS[name]})`.execute(trx)
}

/** Waits for whoever has the lock alone, and shares it until the transaction ends. */
export async function shareLock(trx: Db, name: keyof typeof LOCKS): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCKS[name]})`.execute(trx)
}

/**
 * Waits for the saves of postings that are under way, and keeps new ones waiting until the transaction ends: every save reads the takedowns.
 * For what changes many adverts at once, which a crawl locks in another order; before the transaction has locked anything that a save needs.
 */
export async function lockOutSaves(trx: Db): Promise<void> {
  await sql`lock table takedown in access exclusive mode`.execute(trx)
}

/** Takes the lock until the transaction ends, unless somebody has it. */
export async function tryLock(trx: Db, name: keyof typeof LOCKS): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCKS[name]}) as got`.execute(trx)
  return rows[0]?.got ?? false
}
