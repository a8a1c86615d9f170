// `dayrate digest`: sends what is due without waiting for the worker's next minute.
import { randomBytes } from 'node:crypto'
import { createMailer } from '../jobs/mail.ts'
import { sendDueDigests } from '../jobs/digest.ts'
import { answer, publicUrlOf, withDatabase } from './console.ts'

/** Sends the digests that are due; with `now` also those of today whose hour has not come. */
export async function digest(options: { now?: boolean }): Promise<void> {
  await withDatabase(async ({ db, config, log, note }) => {
    await note('asked for digests', options.now ? 'those of today whose hour has not come, too' : '')
    const mailer = createMailer({ ...config, from: config.mailFrom, db })
    try {
      const secret = config.secret ?? randomBytes(32).toString('hex')
      const { promised, ...counts } = await sendDueDigests(
        { db, log, sendMail: mailer.sendMail, publicUrl: publicUrlOf(config), secret, bounceAddress: config.bounceAddress },
        { ignoreHour: options.now ?? false },
      )
      answer({ promised, ...counts })
    } finally {
      mailer.close()
    }
  })
}
