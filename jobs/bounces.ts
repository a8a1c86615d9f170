// What comes back: mails that could not be delivered (RFC 3464) and complaints about them (RFC 5965). Every mail leaves with a return
// address that only we can make, and a report is believed only where such an address stands in it (M10).
import { createHmac, timingSafeEqual } from 'node:crypto'
import PostalMime from 'postal-mime'
import type { Db } from '../db/database.ts'
import { stopAllAlerts, subscriberOf } from '../db/saved-searches.ts'
import { suppress } from '../db/suppression.ts'
import type { Log } from '../log.ts'

export interface BounceWorld {
  db: Db
  log: Log
  secret: string
}

/** `suppressed`: nothing goes to that address any more. `noted`: it passes, or is nothing to us. `ignored`: nobody we mailed said so. */
export type ReportEnd = 'suppressed' | 'noted' | 'ignored'

/** What a mail belongs to: a promise, or for the mail with the link to all alerts the subscriber it goes to. */
type Origin = 'digest' | 'confirmation' | 'subscriber'
const LETTERS: Record<Origin, string> = { digest: 'd', confirmation: 'c', subscriber: 's' }
const ORIGINS = new Map(Object.entries(LETTERS).map(([origin, letter]) => [letter, origin as Origin]))

/**
 * The return address of one mail, `bounces+d<52 characters>@…`: which mail it was and 128 bits of HMAC, in digits and letters that
 * survive a server which writes everything in lower case. 63 characters at most before the @ (RFC 5321 allows 64).
 */
export function returnPath(bounceAddress: string, secret: string, origin: Origin, id: string): string {
  const hex = id.replaceAll('-', '')
  const packed = BigInt(`0x${hex}${mac(secret, origin, hex)}`)
    .toString(32)
    .padStart(52, '0')
  return bounceAddress.replace('@', `+${LETTERS[origin]}${packed}@`)
}

function mac(secret: string, origin: Origin, hex: string): string {
  return createHmac('sha256', secret).update(`bounce:${origin}:${hex}`).digest('hex').slice(0, 32)
}

/** What a mailbox or a webhook got, as it came over the wire. */
export async function takeReport({ db, log, secret }: BounceWorld, raw: Buffer): Promise<ReportEnd> {
  const mail = findReturnPath(raw.toString('latin1'), secret)
  const subscriber = mail && (await subscriberOf(db, mail.origin, mail.id))
  if (!subscriber) return 'ignored'
  const report = await readReport(raw)
  if (report === undefined) return 'noted'
  await suppress(db, { address: subscriber.email, ...report })
  // A complaint is a stop that was pressed in the wrong place: saying yes to another alert must not wake this one.
  if (report.because === 'complained') await stopAllAlerts(db, subscriber.id)
  log.warn('an address was suppressed', { because: report.because })
  return 'suppressed'
}

function findReturnPath(raw: string, secret: string): { origin: Origin; id: string } | undefined {
  for (const [, letter, packed = ''] of raw.matchAll(/\+([dcs])([0-9a-v]{52})@/gi)) {
    const origin = ORIGINS.get(letter?.toLowerCase() ?? '') ?? 'digest'
    const hex = unpacked(packed)
    const [id, given] = [hex.slice(0, 32), hex.slice(32)]
    if (timingSafeEqual(Buffer.from(given), Buffer.from(mac(secret, origin, id)))) return { origin, id: dashed(id) }
  }
  return undefined
}

/** 64 digits of base 16 out of 52 of base 32; what does not fit cannot have been ours. */
function unpacked(packed: string): string {
  const value = Array.from(packed.toLowerCase()).reduce((sum, digit) => sum * 32n + BigInt(Number.parseInt(digit, 32)), 0n)
  return value.toString(16).padStart(64, '0').slice(-64)
}

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

interface Report {
  because: 'bounced' | 'complained'
  words: string
}

/** Undefined where it says nothing final about the address: a delay, a full mailbox, an answering machine, no report at all. */
async function readReport(raw: Buffer): Promise<Report | undefined> {
  const { attachments } = await PostalMime.parse(raw, { attachmentEncoding: 'utf8', forceRfc822Attachments: true, maxNestingDepth: 20 })
  const partOf = (type: string): string => {
    const content = attachments.find(part => part.mimeType === type)?.content
    return typeof content === 'string' ? content.slice(0, 20_000) : ''
  }
  const complaint = fieldOf(partOf('message/feedback-report'), 'Feedback-Type')
  if (complaint !== '') return { because: 'complained', words: complaint }
  const status = partOf('message/delivery-status')
  const failed = /^failed\b/i.test(fieldOf(status, 'Action'))
  if (!failed || !OF_ADDRESS.test(fieldOf(status, 'Status'))) return undefined
  return { because: 'bounced', words: fieldOf(status, 'Diagnostic-Code') || fieldOf(status, 'Status') }
}

/** RFC 3463: X.1 speaks of the address, X.2.0 and X.2.1 of a mailbox that is disabled. X.2.2 is a full one, X.7 our standing: both pass. */
const OF_ADDRESS = /^5\.(?:1\.\d{1,3}|2\.[01])\b/

/** The first field of this name, unfolded and short enough for a log. */
function fieldOf(part: string, name: string): string {
  const lines = part.replace(/\r?\n[ \t]{1,100}/g, ' ').split(/\r?\n/)
  const line = lines.find(one => one.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? ''
  return line
    .slice(name.length + 1)
    .trim()
    .slice(0, 200)
}
