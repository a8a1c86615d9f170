// The question that goes to an address before any alert does.
import { mailToken, saveMailLinks } from '../db/mail-links.ts'
import type { NewMailLink } from '../db/mail-links.ts'
import { LINK_DAYS } from '../db/my-alerts.ts'
import { CONFIRM_DAYS, takeConfirmation } from '../db/saved-searches.ts'
import { STILL_DAYS } from '../db/still-wanted.ts'
import type { Confirmation } from '../db/saved-searches.ts'
import type { Db } from '../db/database.ts'
import type { Mail } from '../db/mailbox.ts'
import { parseQuery } from '../listings/query.ts'
import { confirmMailView } from '../views/question-mails.ts'
import { renderMail } from '../views/mail.ts'
import { returnPath } from './bounces.ts'
import { deliver, mailHeaders, messageId, stopHeaders } from './deliver.ts'
import type { DeliveryCounts, MailWorld, Promised } from './deliver.ts'

/** Asks everybody who is due to be asked. One at a time: takeConfirmation() counts what was sent before. */
export async function sendConfirmations(world: MailWorld): Promise<DeliveryCounts> {
  const counts = await deliver(world, { table: 'confirmation', senders: 1, take: trx => takeQuestion(trx, world) })
  if (Object.values(counts).some(n => n > 0)) world.log.info('confirmations sent', { ...counts })
  return counts
}

async function takeQuestion(trx: Db, world: MailWorld): Promise<Promised | undefined> {
  const confirmation = await takeConfirmation(trx)
  if (!confirmation) return undefined
  const tokens = tokensOf(world.secret, confirmation)
  // Committed before the mail leaves: its reader may be faster than the end of this transaction.
  await saveMailLinks(world.db, linksOf(confirmation, tokens))
  return { id: confirmation.id, write: () => writeQuestion(world, confirmation, tokens) }
}

interface Tokens {
  confirm: string
  manage: string
  stop: string
}

function tokensOf(secret: string, { id, savedSearchId, subscriberId, linksMade }: Confirmation): Tokens {
  return {
    confirm: mailToken(secret, 'confirm', id),
    manage: mailToken(secret, 'manage', `${subscriberId}:${linksMade}`),
    stop: mailToken(secret, 'unsubscribe', savedSearchId),
  }
}

/** Only an alert that runs has something to change or to stop; whoever never said yes gets no link to a page of theirs. */
function linksOf(
  { id: confirmationId, savedSearchId, subscriberId, still }: Confirmation,
  { confirm, manage, stop }: Tokens,
): NewMailLink[] {
  const question: NewMailLink = { purpose: 'confirm', token: confirm, savedSearchId, confirmationId, days: daysOf(still) }
  if (!still) return [question]
  return [
    question,
    { purpose: 'manage', token: manage, subscriberId, days: LINK_DAYS },
    { purpose: 'unsubscribe', token: stop, savedSearchId },
  ]
}

function daysOf(still: boolean): number {
  return still ? STILL_DAYS : CONFIRM_DAYS
}

async function writeQuestion({ publicUrl, secret, bounceAddress }: MailWorld, confirmation: Confirmation, tokens: Tokens): Promise<Mail> {
  const { id, savedSearchId, still, runs, email } = confirmation
  const { query } = parseQuery(new URLSearchParams(confirmation.query))
  const change = `${publicUrl}/alerts/mine/${tokens.manage}/${savedSearchId}`
  const links = still ? { change, stop: `${publicUrl}/u/${tokens.stop}` } : null
  const view = confirmMailView({ query, rhythm: confirmation, still, runs, token: tokens.confirm, links, days: daysOf(still), publicUrl })
  return {
    to: email,
    subject: view.subject,
    messageId: messageId(publicUrl, 'confirm', id),
    ...(bounceAddress && { returnPath: returnPath(bounceAddress, secret, 'confirmation', id) }),
    headers: { ...mailHeaders(publicUrl, 'confirm'), ...(links && stopHeaders(links.stop)) },
    ...(await renderMail('confirm', view)),
  }
}
