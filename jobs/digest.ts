// The digests: promise one to every alert whose hour has come, then send what was promised.
import { claimDigests, releaseStale, takeDigest } from '../db/digests.ts'
import type { Clock } from '../db/digests.ts'
import { poolSize } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import { saveMailLinks } from '../db/mail-links.ts'
import { deliver } from './deliver.ts'
import type { DeliveryCounts, MailWorld, Promised } from './deliver.ts'
import { loadDigestMail } from './digest-mail.ts'
import type { Shelf } from './digest-mail.ts'
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

async function takePromised(trx: Db, world: MailWorld, clock: Clock, shelf: Shelf): Promise<Promised | undefined> {
  const digest = await takeDigest(trx, clock)
  if (!digest) return undefined
  const { links, write } = await loadDigestMail(trx, world, digest, shelf)
  // Committed before the mail leaves: its reader may be faster than the end of this transaction.
  await saveMailLinks(world.db, links)
  return { id: digest.id, write }
}
