// Links in mails: a token opens one purpose for one row, and only its hash is kept.
import { createHash, createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './database.ts'

export type LinkPurpose = 'confirm' | 'unsubscribe' | 'digest' | 'manage'

/** 256 bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * The token of one purpose and one row: 256 bits that nobody without `secret` can make, the same at every try. Only its SHA-256 is kept,
 * and links are looked up by that, so links that are out keep working when the secret changes.
 */
export function mailToken(secret: string, purpose: LinkPurpose, id: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url')
}

/** What a token is looked up by; undefined for what can be no token of ours. */
export function tokenHash(token: string): Buffer | undefined {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest() : undefined
}

/** A link that a mail is about to carry; `days` it works from now on, absent = for as long as its row. */
export type NewMailLink = { token: string } & (
  | { purpose: 'confirm'; savedSearchId: string; confirmationId: string; days: number }
  | { purpose: 'unsubscribe'; savedSearchId: string }
  | { purpose: 'digest'; savedSearchId: string; digestId: string }
  | { purpose: 'manage'; subscriberId: string; days: number }
)

/**
 * Keeps the links of one mail; the same again only begins their days anew.
 * @throws Error for a token that mailToken() did not make
 */
export async function saveMailLinks(db: Db, links: NewMailLink[]): Promise<void> {
  const rows = links.map(({ token, ...link }) => {
    const hash = tokenHash(token)
    if (!hash) throw new Error(`a link to ${link.purpose} has a token that is none`)
    return { ...link, hash: hash.toString('hex') }
  })
  await sql`
    insert into mail_token (hash, purpose, saved_search_id, subscriber_id, confirmation_id, digest_id, expires_at)
    select decode(hash, 'hex'), purpose, "savedSearchId", "subscriberId", "confirmationId", "digestId", now() + make_interval(days => days)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as link (
      hash text, purpose text, "savedSearchId" uuid, "subscriberId" uuid, "confirmationId" uuid, "digestId" uuid, days int)
    on conflict (hash) do update set expires_at = excluded.expires_at where mail_token.expires_at is distinct from excluded.expires_at`.execute(
    db,
  )
}
