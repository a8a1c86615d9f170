// How promised mails leave, digests and confirmations alike: take a row, write the mail, send it, write down how it ended, in one
// transaction. A worker that dies frees its row; at worst a server that had said yes gets the same mail, with the same Message-ID, again.
import type { Kysely } from 'kysely'
import { putOffDomain, settle } from '../db/digests.ts'
import type { Clock, Settlement } from '../db/digests.ts'
import type { Db } from '../db/database.ts'
import type { Mail } from '../db/mailbox.ts'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import type { Mailer } from './mail.ts'

export interface MailWorld {
  db: Kysely<Database>
  log: Log
  sendMail: Mailer['sendMail']
  /** Without a trailing slash: links in mails are made from it. */
  publicUrl: string
  /** Makes the tokens of links in mails. */
  secret: string
  /** Where mails that cannot be delivered come back to; each with a mark of its own. */
  bounceAddress?: string | undefined
  /** Once it is aborted no further mail is begun: what a worker that stops has in hand is written down before its connections close. */
  stop?: AbortSignal | undefined
}

/** A promised mail: its row is locked, what it needs is loaded, `write` only renders. */
export interface Promised {
  id: string
  /** Undefined where there is nothing left to say. */
  write(): Promise<Mail | undefined>
}

export interface Delivery {
  table: 'digest' | 'confirmation'
  /** Takes the next row that is due, undefined for none. */
  take(trx: Db): Promise<Promised | undefined>
  senders: number
  clock?: Clock
}

export interface DeliveryCounts {
  sent: number
  /** Given up: refused for good, or nothing left to say. */
  dropped: number
  /** To be tried again. */
  later: number
}

/**
 * After this many "not now" in a row to one domain it means all mailboxes there, and they make way: a provider that takes nothing this morning
 * keeps nobody else from their mail. From this many domains in a row the server means all of us; the next tick, a minute later, asks with one
 * mail again.
 */
const LATER_IN_A_ROW = 5

/**
 * Sends what is due. The first mail goes alone: a server that is down is asked once a minute and not by every sender at once.
 * When the server cannot be reached, or says "not now" again and again, the rest stays for the next tick.
 */
export async function deliver(world: MailWorld, delivery: Delivery): Promise<DeliveryCounts> {
  const run: Run = { sent: 0, dropped: 0, later: 0, laterAt: new Map(), laterInARow: new Set(), closed: false }
  if (await sendNext(world, delivery, run)) {
    const senders = Array.from({ length: delivery.senders }, async () => {
      while (await sendNext(world, delivery, run));
    })
    await Promise.all(senders)
  }
  if (run.closed) world.log.warn('mail sending paused', { table: delivery.table, sent: run.sent, later: run.later })
  return { sent: run.sent, dropped: run.dropped, later: run.later }
}

interface Run extends DeliveryCounts {
  /** How often a domain said "not now" since a mail was last taken there. */
  laterAt: Map<string, number>
  /** Domains that said so since a mail was last taken anywhere. */
  laterInARow: Set<string>
  /** The circuit is open: nothing more in this run. */
  closed: boolean
}

/** @returns false when nothing was due, or nothing more should be tried. */
async function sendNext(world: MailWorld, delivery: Delivery, run: Run): Promise<boolean> {
  if (run.closed || world.stop?.aborted) return false
  return world.db.transaction().execute(async trx => {
    const promised = await delivery.take(trx)
    if (!promised) return false
    const { end, domain } = await attempt(world, promised, run)
    await settle(trx, delivery.table, promised.id, end, delivery.clock)
    count(run, end, domain)
    if (isFullOf(run, end, domain)) await putOffDomain(trx, delivery.table, domain, delivery.clock)
    return !run.closed
  })
}

/** Writing may fail for one mail (its query, its roles); that one is tried again and given up, the others go on. */
async function attempt(world: MailWorld, promised: Promised, run: Run): Promise<{ end: Settlement; domain: string }> {
  try {
    const mail = await promised.write()
    if (!mail) return { end: { outcome: 'empty' }, domain: '' }
    const end = await world.sendMail(mail)
    if (end.outcome === 'later' && end.unreachable) run.closed = true
    return { end, domain: domainOf(mail.to) }
  } catch (error) {
    world.log.error('a mail could not be written', { id: promised.id, error: String(error) })
    return { end: { outcome: 'faulty', reason: String(error).slice(0, 300) }, domain: '' }
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** @returns whether nothing more should be tried at that domain now. */
function isFullOf({ laterAt, closed }: Run, end: Settlement, domain: string): boolean {
  return !closed && end.outcome === 'later' && laterAt.get(domain) === LATER_IN_A_ROW
}

function count(run: Run, end: Settlement, domain: string): void {
  if (end.outcome === 'accepted') {
    run.laterAt.delete(domain)
    run.laterInARow.clear()
  }
  if (end.outcome === 'later') {
    run.laterAt.set(domain, (run.laterAt.get(domain) ?? 0) + 1)
    run.laterInARow.add(domain)
  }
  if (run.laterInARow.size >= LATER_IN_A_ROW) run.closed = true
  if (end.outcome === 'accepted') run.sent += 1
  else if (end.outcome === 'later' || end.outcome === 'faulty') run.later += 1
  else run.dropped += 1
}

type MailKind = 'digest' | 'newsletter' | 'confirm' | 'link'

/** Headers of every mail that a machine sent to somebody who asked for it. RFC 3834, RFC 2919; the third is Outlook's. */
export function mailHeaders(publicUrl: string, kind: MailKind): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `Dayrate alerts <alerts.${hostOf(publicUrl)}>`,
    'Feedback-ID': `${kind}:alerts:dayrate`,
  }
}

/** RFC 8058: the mail program itself posts to this address when its reader presses "unsubscribe". */
export function stopHeaders(stop: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

/** The same for every try: a second copy can be told from a second mail. */
export function messageId(publicUrl: string, kind: MailKind, id: string): string {
  return `<${kind}-${id}@${hostOf(publicUrl)}>`
}

function hostOf(publicUrl: string): string {
  return new URL(publicUrl).hostname
}
