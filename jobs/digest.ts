// The digests: promise one to every alert whose hour has come, then send what was promised.
import { claimDigests, digestRoles, digestTotals, hasEarlierDigest, releaseStale, takeDigest } from '../db/digests.ts'
import type { Clock, DigestToSend } from '../db/digests.ts'
import { poolSize } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import type { Mail } from '../db/mailbox.ts'
import { mailToken, saveMailLinks } from '../db/mail-links.ts'
import { LINK_DAYS } from '../db/my-alerts.ts'
import { findRows } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { parseQuery } from '../listings/query.ts'
import { digestView, ROLES_IN_MAIL, ROLES_OF_ADVERTISER } from '../views/digest.ts'
import type { DigestMatter } from '../views/digest.ts'
import { renderMail } from '../views/mail.ts'
import { returnPath } from './bounces.ts'
import { deliver, mailHeaders, messageId } from './deliver.ts'
import type { DeliveryCounts, MailWorld, Promised } from './deliver.ts'
import { matchDue } from './match.ts'

export interface DigestCounts extends DeliveryCounts {
  promised: number
  /** Alerts whose hour came with nothing new. */
  empty: number
  /** Digests that waited too long for the mail server; their roles go into the next one. */
  stale: number
}

/** As many as the mailer has connections. */
const SENDERS = 5

/** A sender holds one connection for its row and needs a second for the links: were all of them held, each would wait for the others. */
function sendersFor(db: Db): number {
  return Math.max(1, Math.min(SENDERS, Math.floor(poolSize(db) / 2)))
}

/** Matches, promises and sends everything that is due. Any number of workers may do so at once. */
export async function sendDueDigests(world: MailWorld, clock: Clock = {}): Promise<DigestCounts> {
  const startedAt = performance.now()
  await matchDue(world)
  const stale = await releaseStale(world.db, clock)
  const { promised, empty } = await claimDigests(world.db, clock)
  const senders = sendersFor(world.db)
  const shelf: Shelf = new Map()
  const delivered = await deliver(world, { table: 'digest', senders, clock, take: trx => takePromised(trx, world, clock, shelf) })
  const counts = { promised, ...delivered, empty, stale }
  if (Object.values(counts).some(n => n > 0)) world.log.info('digests sent', { ...counts, ms: Math.round(performance.now() - startedAt) })
  return counts
}

/** Rows that this run has read: the roles of a day are in most of its mails, and what is the same in all of them is made once a row. */
type Shelf = Map<number, BoardRow>

async function rowsOf(trx: Db, ids: number[], shelf: Shelf): Promise<Shelf> {
  const missing = ids.filter(id => !shelf.has(id))
  if (missing.length > 0) for (const row of await findRows(trx, missing)) shelf.set(row.id, row)
  return shelf
}

async function takePromised(trx: Db, world: MailWorld, clock: Clock, shelf: Shelf): Promise<Promised | undefined> {
  const digest = await takeDigest(trx, clock)
  if (!digest) return undefined
  const owed = await digestRoles(trx, digest.id, { limit: ROLES_IN_MAIL, perAdvertiser: ROLES_OF_ADVERTISER })
  const ids = owed.map(role => role.listingId)
  const rows = await rowsOf(trx, ids, shelf)
  const roles = owed.flatMap(({ listingId, ...told }) => {
    const row = rows.get(listingId)
    return row ? [{ row, ...told }] : []
  })
  const totals = await digestTotals(trx, digest.id)
  const stopToken = mailToken(world.secret, 'unsubscribe', digest.savedSearchId)
  const manageToken = mailToken(world.secret, 'manage', `${digest.subscriberId}:${digest.linksMade}`)
  const digestToken = mailToken(world.secret, 'digest', digest.id)
  // Committed before the mail leaves: its reader may be faster than the end of this transaction.
  await saveMailLinks(world.db, [
    { purpose: 'manage', token: manageToken, subscriberId: digest.subscriberId, days: LINK_DAYS },
    { purpose: 'unsubscribe', token: stopToken, savedSearchId: digest.savedSearchId },
    { purpose: 'digest', token: digestToken, savedSearchId: digest.savedSearchId, digestId: digest.id },
  ])
  const first = !(await hasEarlierDigest(trx, digest))
  return { id: digest.id, write: () => writeDigest(world, digest, { roles, totals, stopToken, manageToken, digestToken, first }) }
}

type Loaded = Pick<DigestMatter, 'roles' | 'totals' | 'stopToken' | 'manageToken' | 'digestToken' | 'first'>

async function writeDigest(
  { publicUrl, secret, bounceAddress }: MailWorld,
  digest: DigestToSend,
  loaded: Loaded,
): Promise<Mail | undefined> {
  if (loaded.roles.length === 0) return undefined
  const { query } = parseQuery(new URLSearchParams(digest.query))
  const view = digestView({ query, localDate: digest.localDate, savedSearchId: digest.savedSearchId, rhythm: digest, publicUrl, ...loaded })
  const headers = {
    ...mailHeaders(publicUrl, 'digest'),
    // RFC 8058: the mail program itself posts to this address when its reader presses "unsubscribe".
    'List-Unsubscribe': `<${view.links.stop}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
  return {
    to: digest.email,
    subject: view.subject,
    messageId: messageId(publicUrl, 'digest', digest.id),
    ...(bounceAddress && { returnPath: returnPath(bounceAddress, secret, 'digest', digest.id) }),
    headers,
    ...(await renderMail('digest', view)),
  }
}
