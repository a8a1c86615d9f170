// Who runs this installation: people with a token of their own, sessions of whoever knows a token, and a record of what they did.
import { hash } from 'node:crypto'
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

/** Who acts by the token of the settings, which nobody has alone. */
export const ADMIN_PAGES = 'admin pages'

export interface Admin {
  name: string
  addedAt: Date
}

/** Lets somebody sign in with `token`, of which only the hash is kept. @returns false where the name is taken. */
export async function addAdmin(db: Db, name: string, token: string): Promise<boolean> {
  const added = await db
    .insertInto('admin')
    .values({ name, token_hash: tokenHash(token) })
    .onConflict(conflict => conflict.column('name').doNothing())
    .returning('name')
    .executeTakeFirst()
  return added !== undefined
}

/** Their sessions end with them. @returns false where there is none of that name. */
export async function removeAdmin(db: Db, name: string): Promise<boolean> {
  return (await db.deleteFrom('admin').where('name', '=', name).returning('name').executeTakeFirst()) !== undefined
}

export async function listAdmins(db: Db): Promise<Admin[]> {
  return db.selectFrom('admin').select(['name', 'added_at as addedAt']).orderBy('name').execute()
}

/** The name of whom a token belongs to. */
export async function findAdminByToken(db: Db, token: string): Promise<string | undefined> {
  const row = await db.selectFrom('admin').select('name').where('token_hash', '=', tokenHash(token)).executeTakeFirst()
  return row?.name
}

/** Tokens are random and long, so a plain hash of one gives nothing away. */
function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

/**
 * Keeps a session under a hash that is made of its cookie; the cookie itself is never stored. Sessions that are over are cleared away.
 * @param who an admin, or ADMIN_PAGES
 */
export async function openAdminSession(db: Db, hash: Buffer, who: string): Promise<void> {
  await db
    .deleteFrom('admin_session')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute()
  await db
    .insertInto('admin_session')
    .values({
      hash,
      admin: who === ADMIN_PAGES ? null : who,
      expires_at: sql<Date>`now() + ${ADMIN_SESSION_HOURS}::int * interval '1 hour'`,
    })
    .execute()
}

/** Who opened a session: a name, or ADMIN_PAGES; undefined where it is over. */
export async function whoseSession(db: Db, hash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('admin_session')
    .select('admin')
    .where('hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row && (row.admin ?? ADMIN_PAGES)
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

/**
 * Records what somebody who runs the installation did to what ("rescued an advert", "posting 12"). Never tokens or addresses of people.
 * @param who an admin, ADMIN_PAGES, or whoever typed a command ("command line (mira)")
 */
export async function logAdmin(db: Db, action: string, subject: string, who: string): Promise<void> {
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
