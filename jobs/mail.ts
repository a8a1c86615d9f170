// Mails to the mail server, and what it makes of them. Without a server every mail is kept in the mailbox table instead.
import type { NodemailerError } from 'nodemailer'
import { readAddress } from '../db/address.ts'
import type { Db } from '../db/database.ts'
import { keepMail } from '../db/mailbox.ts'
import type { Mail } from '../db/mailbox.ts'
import { createSign } from './dkim.ts'
import type { DkimKey } from './dkim.ts'
import { createWrite, readSender } from './message.ts'
import { openSmtp } from './smtp.ts'

export interface MailerOptions {
  /** smtp:// or smtps://, user and password in it; absent = mails are kept in the database. */
  smtpUrl: string | undefined
  dkim?: DkimKey | undefined
  /** "Dayrate <alerts@dayrate.example>". */
  from: string
  db: Db
  /** Milliseconds one whole delivery may take; a server that dribbles its replies resets every smaller clock. */
  deadlineMs?: number
}

/**
 * What became of a mail. `refused`: for good, sending it again would get the same answer; `ofRecipient` when the server means the address
 * and not the mail. `later`: for now; `unreachable` when the server could not be talked to at all, so other mails would fare no better.
 */
export type MailOutcome =
  | { outcome: 'accepted' }
  | { outcome: 'refused'; reason: string; ofRecipient: boolean }
  | { outcome: 'later'; reason: string; unreachable: boolean }

export interface Mailer {
  /** Sends one mail to one address. Answers of the server are outcomes, never errors. Throws only for a mail that names no single address. */
  sendMail: (mail: Mail) => Promise<MailOutcome>
  close: () => void
}

/** The least that keeps a broken server from holding a worker: RFC 5321 allows minutes, a mail that is tried again can do with less. */
const DEADLINE_MS = 45_000

export function createMailer(options: MailerOptions): Mailer {
  return options.smtpUrl === undefined ? createKeeper(options.db) : createSender(options.smtpUrl, options)
}

function createKeeper(db: Db): Mailer {
  return {
    async sendMail(mail) {
      await keepMail(db, { ...mail, to: oneAddress(mail.to) })
      return { outcome: 'accepted' }
    },
    close() {},
  }
}

function createSender(url: string, { from, dkim, deadlineMs = DEADLINE_MS }: MailerOptions): Mailer {
  const sender = readSender(from)
  const smtp = openSmtp(url, deadlineMs)
  const write = createWrite(sender, dkim && createSign(dkim))
  return {
    async sendMail(mail) {
      const to = oneAddress(mail.to)
      const raw = write({ ...mail, to }, new Date())
      try {
        await smtp.send(mail.returnPath ?? sender.address, to, raw)
        return { outcome: 'accepted' }
      } catch (error) {
        return outcomeOf(error as NodemailerError)
      }
    },
    close: () => smtp.close(),
  }
}

function oneAddress(to: string): string {
  const address = readAddress(to)
  if (address === undefined) throw new Error('a mail must go to exactly one address')
  return address
}

/** Enhanced status codes (RFC 3463) that speak of the address or its mailbox; X.2.2 is a full mailbox, which passes. */
const OF_RECIPIENT = /\b5\.(?:1\.\d|2\.[01])\b/
const MAILBOX_FULL = /\b5\.2\.2\b/

/** Sorts what the library throws; https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 for the classes of replies. */
function outcomeOf(error: NodemailerError): MailOutcome {
  const reply = error.response ?? ''
  const reason = (reply || error.message).replace(/\s+/g, ' ').slice(0, 300)
  if (error.responseCode === undefined || error.code === 'EAUTH') return { outcome: 'later', reason, unreachable: true }
  const full = error.responseCode === 552 || MAILBOX_FULL.test(reply)
  if (!error.permanent || full) return { outcome: 'later', reason, unreachable: error.responseCode === 421 }
  const plainNo = error.command === 'RCPT TO' && error.responseCode === 550 && !/\b5\.\d\.\d/.test(reply)
  return { outcome: 'refused', reason, ofRecipient: OF_RECIPIENT.test(reply) || plainNo }
}
