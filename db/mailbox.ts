// Mails that were handed to no SMTP server because none is set: what /dev/mailbox shows.
import type { Db } from './database.ts'

/** One finished mail to one person: what the SMTP speaker takes and the mailbox keeps. */
export interface Mail {
  /** Exactly one address, as readAddress() gives it. */
  to: string
  subject: string
  html: string
  text: string
  /** With its angle brackets; the same for every try, so that a second copy can be recognised. */
  messageId: string
  headers: Record<string, string>
  /** Where reports about it go; absent = to the sender. */
  returnPath?: string
}

export interface KeptMail extends Mail {
  id: number
  sentAt: Date
}

/** Keeps a mail; one that was kept before (same Message-ID) is left as it is. */
export async function keepMail(db: Db, mail: Mail): Promise<void> {
  await db
    .insertInto('mailbox')
    .values({
      message_id: mail.messageId,
      recipient: mail.to,
      subject: mail.subject,
      headers: JSON.stringify(mail.headers),
      html: mail.html,
      plain: mail.text,
    })
    .onConflict(conflict => conflict.column('message_id').doNothing())
    .execute()
}

/** The newest mails first. */
export async function listMails(db: Db, limit: number): Promise<KeptMail[]> {
  const rows = await db.selectFrom('mailbox').select(COLUMNS).orderBy('id', 'desc').limit(limit).execute()
  return rows.map(mailOf)
}

export async function findMail(db: Db, id: number): Promise<KeptMail | undefined> {
  const row = await db.selectFrom('mailbox').select(COLUMNS).where('id', '=', id).executeTakeFirst()
  return row && mailOf(row)
}

const COLUMNS = ['id', 'message_id', 'recipient', 'subject', 'headers', 'html', 'plain', 'sent_at'] as const

interface MailboxRow {
  id: number
  message_id: string
  recipient: string
  subject: string
  headers: Record<string, string>
  html: string
  plain: string
  sent_at: Date
}

function mailOf(row: MailboxRow): KeptMail {
  return {
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    html: row.html,
    text: row.plain,
    messageId: row.message_id,
    headers: row.headers,
    sentAt: row.sent_at,
  }
}
