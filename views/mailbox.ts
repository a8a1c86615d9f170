// The mailbox of development: every mail that was written while no SMTP server is set.
import type { KeptMail } from '../db/mailbox.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface MailboxView {
  page: PageView
  mails: { href: string; subject: string; to: string; at: TimeLabel }[]
}

export function mailboxView(site: Site, mails: KeptMail[]): MailboxView {
  return {
    page: pageView(site, { title: 'Mailbox', noindex: true }),
    mails: mails.map(mail => ({
      href: `/dev/mailbox/${mail.id}`,
      subject: mail.subject,
      to: mail.to,
      at: ageLabel(mail.sentAt, site.now),
    })),
  }
}

export interface MailboxMailView {
  page: PageView
  subject: string
  to: string
  at: TimeLabel
  headers: { name: string; value: string }[]
  /** Address of the HTML part, for the frame. */
  frame: string
  size: string
  /** The text part, addresses as links. */
  text: { words: string; href: string }[]
}

export function mailboxMailView(site: Site, mail: KeptMail): MailboxMailView {
  return {
    page: pageView(site, { title: mail.subject, noindex: true }),
    subject: mail.subject,
    to: mail.to,
    at: ageLabel(mail.sentAt, site.now),
    headers: [{ name: 'Message-ID', value: mail.messageId }, ...Object.entries(mail.headers).map(([name, value]) => ({ name, value }))],
    frame: `/dev/mailbox/${mail.id}/html`,
    size: `${(Buffer.byteLength(mail.html) / 1_000).toFixed(1)} kB of HTML`,
    text: linked(mail.text),
  }
}

/** The text in pieces: our own mails hold addresses only on lines of their own, ended by white space. */
function linked(text: string): MailboxMailView['text'] {
  return text.split(/(https?:\/\/\S{1,2000})/).map(piece => ({ words: piece, href: /^https?:\/\//.test(piece) ? piece : '' }))
}
