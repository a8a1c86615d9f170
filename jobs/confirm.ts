// The question that goes to an address before any alert does.
import { mailToken, saveMailLinks } from '../db/mail-links.ts'
import { CONFIRM_DAYS, takeConfirmation } from '../db/saved-searches.ts'
import { STILL_DAYS } from '../db/still-wanted.ts'
import type { Confirmation } from '../db/saved-searches.ts'
import type { Db } from '../db/database.ts'
import type { Mail } from '../db/mailbox.ts'
import { parseQuery } from '../listings/query.ts'
import { confirmMailView } from '../views/question-mails.ts'
import { renderMail } from '../views/mail.ts'
import { returnPath } from './bounces.ts'
import { deliver, mailHeaders, messageId } from './deliver.ts'
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
  const token = mailToken(world.secret, 'confirm', confirmation.id)
  // Committed before the mail leaves: its reader may be faster than the end of this transaction.
  const { id: confirmationId, savedSearchId, still } = confirmation
  await saveMailLinks(world.db, [{ purpose: 'confirm', token, savedSearchId, confirmationId, days: still ? STILL_DAYS : CONFIRM_DAYS }])
  return { id: confirmation.id, write: () => writeQuestion(world, confirmation, token) }
}

async function writeQuestion({ publicUrl, secret, bounceAddress }: MailWorld, confirmation: Confirmation, token: string): Promise<Mail> {
  const { query } = parseQuery(new URLSearchParams(confirmation.query))
  const view = confirmMailView({
    query,
    rhythm: confirmation,
    still: confirmation.still,
    token,
    days: confirmation.still ? STILL_DAYS : CONFIRM_DAYS,
    publicUrl,
  })
  const body = await renderMail('confirm', view)
  return {
    to: confirmation.email,
    subject: view.subject,
    messageId: messageId(publicUrl, 'confirm', confirmation.id),
    ...(bounceAddress && { returnPath: returnPath(bounceAddress, secret, 'confirmation', confirmation.id) }),
    headers: mailHeaders(publicUrl, 'confirm'),
    ...body,
  }
}
