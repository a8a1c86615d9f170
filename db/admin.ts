// Who runs this installation: sessions of people who know the admin token, and a record of what they did.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** How long a session of an admin lasts. */
export const ADMIN_SESSION_HOURS = 12

export interface AdminEntry {
  at: Date
  action: string
  subject: string
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

export async function closeAdminSession(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('admin_session').where('hash', '=', hash).execute()
}

/** Records what an admin did to what ("rescued an advert", "posting 12"). Never tokens or addresses of people. */
export async function logAdmin(db: Db, action: string, subject: string): Promise<void> {
  await db.insertInto('admin_log').values({ action, subject }).execute()
}

/** What was done last, newest first. */
export async function listAdminLog(db: Db, limit = 20): Promise<AdminEntry[]> {
  return db.selectFrom('admin_log').select(['at', 'action', 'subject']).orderBy('id', 'desc').limit(limit).execute()
}
