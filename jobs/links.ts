// The mail that brings somebody the link to their alerts, when they asked for it on the site.
import { LINK_DAYS, saveManageLink, settleLink, takeLink } from '../db/my-alerts.ts'
import { mailToken } from '../db/saved-searches.ts'
import { linkMailView } from '../views/question-mails.ts'
import { renderMail } from '../views/mail.ts'
import { mailHeaders, messageId } from './deliver.ts'
import type { MailWorld } from './deliver.ts'

/** Sends every link that was asked for; one the mail server does not take now is asked for again at the next tick. Returns how many left. */
export async function sendLinks(world: MailWorld): Promise<number> {
  let sent = 0
  while ((await sendNext(world)) === 'accepted') sent += 1
  if (sent > 0) world.log.info('links sent', { sent })
  return sent
}

/** Undefined when nobody waits. */
async function sendNext(world: MailWorld): Promise<string | undefined> {
  return world.db.transaction().execute(async trx => {
    const asked = await takeLink(trx)
    if (!asked) return undefined
    const token = mailToken(world.secret, 'manage', `${asked.id}:${asked.linksMade}`)
    // Committed before the mail leaves: its reader may be faster than the end of this transaction.
    await saveManageLink(world.db, asked.id, token)
    const view = linkMailView({ token, days: LINK_DAYS, publicUrl: world.publicUrl })
    const { outcome } = await world.sendMail({
      to: asked.email,
      subject: view.subject,
      messageId: messageId(world.publicUrl, 'link', `${asked.id}-${asked.askedAt.getTime()}`),
      headers: mailHeaders(world.publicUrl, 'link'),
      ...(await renderMail('link', view)),
    })
    await settleLink(trx, asked.id, outcome)
    return outcome
  })
}
