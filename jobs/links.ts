// The mail that brings somebody the link to their alerts, when they asked for it on the site.
import { mailToken, saveMailLinks } from '../db/mail-links.ts'
import { LINK_DAYS, settleLink, takeLink } from '../db/my-alerts.ts'
import { suppress } from '../db/suppression.ts'
import { linkMailView } from '../views/question-mails.ts'
import { renderMail } from '../views/mail.ts'
import { returnPath } from './bounces.ts'
import { mailHeaders, messageId } from './deliver.ts'
import type { MailWorld } from './deliver.ts'
import type { MailOutcome } from './mail.ts'

/**
 * Sends every link that was asked for. One the mail server does not take now is tried again at the next tick, and keeps nobody else waiting;
 * where the server cannot be reached the rest waits for that tick, too. Returns how many left.
 */
export async function sendLinks(world: MailWorld): Promise<number> {
  const tried: string[] = []
  let sent = 0
  for (let end = await sendNext(world, tried); end; end = await sendNext(world, tried)) {
    if (end.outcome === 'accepted') sent += 1
    if (world.stop?.aborted || (end.outcome === 'later' && end.unreachable)) break
  }
  if (sent > 0) world.log.info('links sent', { sent })
  return sent
}

/** Undefined when nobody waits who was not tried. */
async function sendNext(world: MailWorld, tried: string[]): Promise<MailOutcome | undefined> {
  return world.db.transaction().execute(async trx => {
    const asked = await takeLink(trx, tried)
    if (!asked) return undefined
    tried.push(asked.id)
    const token = mailToken(world.secret, 'manage', `${asked.id}:${asked.linksMade}`)
    // Committed before the mail leaves: its reader may be faster than the end of this transaction.
    await saveMailLinks(world.db, [{ purpose: 'manage', token, subscriberId: asked.id, days: LINK_DAYS }])
    const { publicUrl, secret, bounceAddress } = world
    const view = linkMailView({ token, days: LINK_DAYS, publicUrl })
    const end = await world.sendMail({
      to: asked.email,
      subject: view.subject,
      messageId: messageId(publicUrl, 'link', `${asked.id}-${asked.askedAt.getTime()}`),
      ...(bounceAddress && { returnPath: returnPath(bounceAddress, secret, 'subscriber', asked.id) }),
      headers: mailHeaders(publicUrl, 'link'),
      ...(await renderMail('link', view)),
    })
    await settleLink(trx, asked.id, end.outcome)
    if (end.outcome === 'refused' && end.ofRecipient) await suppress(trx, { address: asked.email, because: 'bounced', words: end.reason })
    return end
  })
}
