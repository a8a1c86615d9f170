// `dayrate digest`: sends what is due without waiting for the worker's next minute, or shows what somebody would be sent.
import { randomBytes } from 'node:crypto'
import { countAlerts, findMeant } from '../db/digest-previews.ts'
import type { Meant } from '../db/digest-previews.ts'
import type { MailWorld } from '../jobs/deliver.ts'
import { sendDueDigests } from '../jobs/digest.ts'
import { previewMail } from '../jobs/digest-preview.ts'
import { createMailer } from '../jobs/mail.ts'
import { parseQuery } from '../listings/query.ts'
import { countLabel } from '../views/labels.ts'
import { savedLabel } from '../views/query-labels.ts'
import { answer, publicUrlOf, say, withDatabase } from './console.ts'
import type { Console } from './console.ts'
import { UsageError } from './faults.ts'

/** Sends the digests that are due; with `now` also those of today whose hour has not come. */
export async function digest(options: { now?: boolean }): Promise<void> {
  await withDatabase(async console => {
    const { config, db, note } = console
    await note('asked for digests', options.now ? 'those of today whose hour has not come, too' : '')
    const mailer = createMailer({ ...config, from: config.mailFrom, db })
    try {
      const { promised, ...counts } = await sendDueDigests(worldOf(console, mailer.sendMail), { ignoreHour: options.now ?? false })
      if (promised + counts.sent === 0) say(await whyNothing(console, options.now ?? false))
      else if (config.smtpUrl === undefined)
        say(`SMTP_URL is not set: mails stay here and are shown at ${publicUrlOf(config)}/dev/mailbox.`)
      answer({ promised, ...counts })
    } finally {
      mailer.close()
    }
  })
}

function worldOf({ config, db, log }: Console, sendMail: MailWorld['sendMail']): MailWorld {
  const secret = config.secret ?? randomBytes(32).toString('hex')
  return { db, log, sendMail, publicUrl: publicUrlOf(config), secret, bounceAddress: config.bounceAddress }
}

async function whyNothing({ db }: Console, now: boolean): Promise<string> {
  const { running, unconfirmed } = await countAlerts(db)
  if (running === 0)
    return `No alert runs${unconfirmed > 0 ? `; ${countLabel(unconfirmed, 'waits for the yes of its owner', 'wait for the yes of their owners')}` : ''}.`
  const had = `${countLabel(running, 'alert runs', 'alerts run')}, and none is owed anything that today’s mail did not bring`
  return now ? `${had}.` : `${had}, or its hour has not come (--now does not wait for it).`
}

/** Shows the mails somebody would be sent now, or the digest that is named; nothing is sent, promised or kept. */
export async function preview(who: string, options: { html?: boolean }): Promise<void> {
  await withDatabase(async console => {
    const meant = await findMeant(console.db, who)
    if (meant.length === 0)
      throw new UsageError(`There is no alert of “${who}”, and no alert or digest with that id. An address is spelt as it was given.`)
    const shown = meant.filter(one => one.state === 'running' || one.digestId !== null)
    if (shown.length === 0) throw new UsageError(`Nothing goes to “${who}”: ${meant.map(whyNot).join('; ')}.`)
    const world = worldOf(console, () => Promise.reject(new Error('a preview sends nothing')))
    for (const one of shown) {
      const mail = await previewMail(world, one)
      if (!mail) say(`Nothing is owed to ${nameOf(one)} by now.`)
      else answer(options.html ? mail.html : `To: ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}`)
    }
  })
}

const WHY_NOT: Record<Exclude<Meant['state'], 'running'>, string> = {
  unconfirmed: 'waits for the yes of its owner, by the button behind the link in the question',
  stopped: 'was stopped',
  suppressed: 'has an address that gets no mail: it bounced, complained or asked to be forgotten',
}

function whyNot(meant: Meant): string {
  return meant.state === 'running' ? '' : `${nameOf(meant)} ${WHY_NOT[meant.state]}`
}

function nameOf({ query }: Meant): string {
  return `the alert for ${savedLabel(parseQuery(new URLSearchParams(query)).query)}`
}
