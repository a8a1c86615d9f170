// Addresses that get no mail from any path, until somebody answers a fresh question from them (M8).
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from './database.ts'
import type { SuppressionTable } from './schema.ts'

export type SuppressedBecause = SuppressionTable['because']

/** SHA-256 of the address without regard to case: what is kept of somebody who is to be left alone. */
function addressHash(address: string): Buffer {
  return createHash('sha256').update(address.toLowerCase()).digest()
}

export interface Suppression {
  address: string
  because: SuppressedBecause
  /** The server's words, where there are any. */
  words?: string
}

/** From now on nothing goes there. The first reason stays on record; complaints and requests to be forgotten take a bounce's place. */
export async function suppress(db: Db, suppression: Suppression): Promise<void> {
  const { address, because } = suppression
  await sql`
    with noted as (${noting(suppression)})
    update subscriber set suppressed_at = coalesce(suppressed_at, now()),
      suppressed_because = coalesce((select why from noted), suppressed_because, ${because})
    where lower(email) = lower(${address})`.execute(db)
}

/** The same for an address whose subscriber is about to go. */
export async function noteSuppressed(db: Db, suppression: Suppression): Promise<void> {
  await noting(suppression).execute(db)
}

const noting = ({ address, because, words }: Suppression): RawBuilder<{ why: string }> => sql`
  insert into suppression (address_hash, because, words) values (${addressHash(address)}, ${because}, ${words ?? null})
  on conflict (address_hash) do update set because = excluded.because, words = excluded.words, at = now()
  where suppression.because = 'bounced' and excluded.because <> 'bounced'
  returning coalesce(words, because) as why`

/** Their owner asked for mail again, and answered from the address. */
export async function liftSuppression(db: Db, address: string): Promise<void> {
  await db.deleteFrom('suppression').where('address_hash', '=', addressHash(address)).execute()
  await sql`update subscriber set suppressed_at = null, suppressed_because = null where lower(email) = lower(${address})`.execute(db)
}

/** When and why an address was suppressed; undefined where it gets mail. */
export async function findSuppression(db: Db, address: string): Promise<{ because: SuppressedBecause; at: Date } | undefined> {
  return db.selectFrom('suppression').select(['because', 'at']).where('address_hash', '=', addressHash(address)).executeTakeFirst()
}
