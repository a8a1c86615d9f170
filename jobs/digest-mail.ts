// The mail of one digest: what it needs from the database, then its words.
import type { Db } from '../db/database.ts'
import { digestTotals, mailedRoles } from '../db/digest-roles.ts'
import { hasEarlierDigest } from '../db/digests.ts'
import type { DigestToSend } from '../db/digests.ts'
import { mailToken } from '../db/mail-links.ts'
import type { NewMailLink } from '../db/mail-links.ts'
import type { Mail } from '../db/mailbox.ts'
import { LINK_DAYS } from '../db/my-alerts.ts'
import { issueOf } from '../db/newsletter.ts'
import { findRows } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { parseQuery } from '../listings/query.ts'
import { MAIL_SHOWS, digestView } from '../views/digest.ts'
import type { MailTokens } from '../views/digest.ts'
import { newsletterView } from '../views/newsletter.ts'
import { renderMail } from '../views/mail.ts'
import type { MailBody } from '../views/mail.ts'
import { returnPath } from './bounces.ts'
import { mailHeaders, messageId, stopHeaders } from './deliver.ts'
import type { MailWorld } from './deliver.ts'

export interface DigestMail {
  /** To be kept before the mail leaves. */
  links: NewMailLink[]
  /** Only renders; undefined where there is nothing left to say. */
  write(): Promise<Mail | undefined>
}

/** Rows that this run has read: the roles of a day are in most of its mails, and what is the same in all of them is made once a row. */
export type Shelf = Map<number, BoardRow>

/** Loads what the mail of a digest says: of an alert its roles, of the newsletter the issue of that day. */
export async function loadDigestMail(trx: Db, world: MailWorld, digest: DigestToSend, shelf: Shelf): Promise<DigestMail> {
  const tokens: MailTokens = {
    stop: mailToken(world.secret, 'unsubscribe', digest.savedSearchId),
    manage: mailToken(world.secret, 'manage', `${digest.subscriberId}:${digest.linksMade}`),
    digest: mailToken(world.secret, 'digest', digest.id),
  }
  const links: NewMailLink[] = [
    { purpose: 'manage', token: tokens.manage, subscriberId: digest.subscriberId, days: LINK_DAYS },
    { purpose: 'unsubscribe', token: tokens.stop, savedSearchId: digest.savedSearchId },
    { purpose: 'digest', token: tokens.digest, savedSearchId: digest.savedSearchId, digestId: digest.id },
  ]
  const load = { trx, world, digest, tokens, shelf }
  const write = await (digest.query === '' ? loadNewsletter(load) : loadRoles(load))
  return { links, write }
}

interface Load {
  trx: Db
  world: MailWorld
  digest: DigestToSend
  tokens: MailTokens
  shelf: Shelf
}

async function loadRoles({ trx, world, digest, tokens, shelf }: Load): Promise<DigestMail['write']> {
  const owed = await mailedRoles(trx, digest.id, MAIL_SHOWS)
  const ids = owed.map(role => role.listingId)
  const rows = await rowsOf(trx, ids, shelf)
  const roles = owed.flatMap(({ listingId, ...told }) => {
    const row = rows.get(listingId)
    return row ? [{ row, ...told }] : []
  })
  const totals = await digestTotals(trx, digest.id)
  const first = !(await hasEarlierDigest(trx, digest))
  return async () => {
    if (roles.length === 0) return undefined
    const { query } = parseQuery(new URLSearchParams(digest.query))
    const { localDate, savedSearchId, webhookOff } = digest
    const { publicUrl } = world
    const view = digestView({ query, localDate, savedSearchId, rhythm: digest, publicUrl, roles, totals, first, tokens, webhookOff })
    return mailOf(world, digest, view, await renderMail('digest', view))
  }
}

async function loadNewsletter({ trx, world, digest, tokens, shelf }: Load): Promise<DigestMail['write']> {
  // Kept at once, and not when this mail has left: four more senders want the same issue.
  const issue = await issueOf(world.db, digest.localDate)
  const ids = issue.picks.map(pick => pick.listingId)
  const rows = await rowsOf(trx, ids, shelf)
  const picks = issue.picks.flatMap(({ listingId, because }) => {
    const row = rows.get(listingId)
    return row ? [{ row, because }] : []
  })
  return async () => {
    if (picks.length === 0 && issue.movements.length === 0) return undefined
    const { savedSearchId } = digest
    const view = newsletterView({ issue, picks, rhythm: digest, savedSearchId, publicUrl: world.publicUrl, tokens })
    return mailOf(world, digest, view, await renderMail('newsletter', view))
  }
}

async function rowsOf(trx: Db, ids: number[], shelf: Shelf): Promise<Shelf> {
  const missing = ids.filter(id => !shelf.has(id))
  if (missing.length > 0) for (const row of await findRows(trx, missing)) shelf.set(row.id, row)
  return shelf
}

function mailOf(
  { publicUrl, secret, bounceAddress }: MailWorld,
  digest: DigestToSend,
  { subject, links }: { subject: string; links: { stop: string } },
  body: MailBody,
): Mail {
  return {
    to: digest.email,
    subject,
    messageId: messageId(publicUrl, 'digest', digest.id),
    ...(bounceAddress && { returnPath: returnPath(bounceAddress, secret, 'digest', digest.id) }),
    headers: { ...mailHeaders(publicUrl, digest.query === '' ? 'newsletter' : 'digest'), ...stopHeaders(links.stop) },
    ...body,
  }
}
