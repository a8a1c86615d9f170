// How the mails are doing, for whoever runs this installation: what waits, what left, and what ended without a mail and without an error.
import type { MailHealth } from '../db/mail-health.ts'
import { numberLabel } from './labels.ts'
import { agoWords } from './times.ts'

export interface AdminNumber {
  label: string
  value: string
  /** '' for none. */
  href: string
}

export function mailNumbers(mails: MailHealth, now: Date): AdminNumber[] {
  const { stale, empty, refused, faulty } = mails.skipped
  const oldest = mails.pending > 0 ? agoWords(new Date(now.getTime() - mails.oldestPendingSeconds * 1_000), now) : 'none'
  const rows: [label: string, value: string][] = [
    ['the oldest digest that waits was promised', oldest],
    ['the last digest left', mails.lastSentAt ? agoWords(mails.lastSentAt, now) : 'never'],
    ['digests sent', numberLabel(mails.sent)],
    ['alerts whose hour passed unseen', numberLabel(mails.overdue)],
    ['digests that waited too long and went into the next', numberLabel(stale)],
    ['digests whose roles had all closed', numberLabel(empty)],
    ['digests a mail server refused', numberLabel(refused)],
    ['digests we could not write', numberLabel(faulty)],
    ['addresses that get no mail: bounced, complained, erased', numberLabel(mails.suppressed)],
  ]
  return rows.map(([label, value]) => ({ label, value, href: '' }))
}

/** What stands among the things that need somebody while nothing is sent; nothing otherwise. */
export function clockAttention(jumpHours: number | undefined): { name: string; href: string; why: string }[] {
  if (jumpHours === undefined) return []
  const why = `it jumped by ${Math.round(jumpHours)} hours, so no mail leaves until it is put right or has been steady for an hour`
  return [{ name: 'The clock', href: '/readyz', why }]
}
