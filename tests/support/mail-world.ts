// What the sending jobs are given, with the mailbox table as the mail server unless another one is handed in.
import type { MailWorld } from '../../jobs/deliver.ts'
import { createMailer } from '../../jobs/mail.ts'
import { QUIET_LOG } from './alerts.ts'
import type { TestDatabase } from './database.ts'

export function mailWorld({ db }: Pick<TestDatabase, 'db'>, over: Partial<MailWorld> = {}): MailWorld {
  const { sendMail } = createMailer({ smtpUrl: undefined, from: 'Dayrate <alerts@dayrate.org>', db })
  return { db, log: QUIET_LOG, sendMail, publicUrl: 'https://dayrate.org', secret: 'a secret that only tests know, and long', ...over }
}
