// Who runs this installation: sessions of people who know the admin token, and a record of what they did.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** How long a session of an admin lasts. */
export const ADMIN_SESSION_HOURS = 12

export interface AdminEntry {
  id: number
  at: Date
  action: string
  subject: string
  who: string
}

/** Keeps a session under the SHA-256 of its cookie; the cookie itself is never stored. Sessions that are over are cleared away. */
export async function openAdminSession(db: Db, hash: Buffer): Promise<void> {
  await db
    .deleteFrom('admin_session')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute()
  await db
    .insertInto('admin_session')
    .values({ hash, expires_at: sql<Date>`now() + ${ADMIN_SESSION_HOURS}::int * interval '1 hour'` })
    .execute()
}

export async function hasAdminSession(db: Db, hash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('admin_session')
    .select('expires_at')
    .where('hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row !== undefined
}

/** Of these sessions, as hashes in hex, those that are not over. */
export async function openSessionsAmong(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('admin_session')
    .select('hash')
    .where(
      'hash',
      'in',
      hashes.map(hash => Buffer.from(hash, 'hex')),
    )
    .where('expires_at', '>', sql<Date>`now()`)
    .execute()
  return new Set(rows.map(row => row.hash.toString('hex')))
}

/** How long ago a session was opened, in minutes by the database's clock; undefined where it is over. */
export async function sessionAgeMinutes(db: Db, hash: Buffer): Promise<number | undefined> {
  const row = await db
    .selectFrom('admin_session')
    .select(sql<number>`(extract(epoch from now() - created_at) / 60)::float8`.as('age'))
    .where('hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row?.age
}

export async function closeAdminSession(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('admin_session').where('hash', '=', hash).execute()
}

/** Who acts on the admin pages: they share one token, so no more is known. */
export const ADMIN_PAGES = 'admin pages'

/**
 * Records what somebody who runs the installation did to what ("rescued an advert", "posting 12"). Never tokens or addresses of people.
 * @param who the admin pages, or whoever typed a command ("command line (mira)")
 */
export async function logAdmin(db: Db, action: string, subject: string, who = ADMIN_PAGES): Promise<void> {
  await db.insertInto('admin_log').values({ action, subject, who }).execute()
}

export interface AdminLogPage {
  entries: AdminEntry[]
  /** Pass as `beforeId` for the next page; null on the last. */
  next: number | null
}

/** What was done, newest first. */
export async function listAdminLog(db: Db, { limit, beforeId }: { limit: number; beforeId?: number }): Promise<AdminLogPage> {
  let found = db.selectFrom('admin_log').select(['id', 'at', 'action', 'subject', 'who'])
  if (beforeId !== undefined) found = found.where('id', '<', beforeId)
  const rows = await found
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const entries = rows.slice(0, limit)
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null }
}
