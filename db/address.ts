// One e-mail address, as it is kept and as it is handed to SMTP.
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'

/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all. */
const LONGEST = 254
const LONGEST_LOCAL = 64

/** RFC 6761, RFC 9476 and IANA's list of special-use names: nobody can get mail there. */
const UNDELIVERABLE = new Set([
  'test',
  'invalid',
  'example',
  'localhost',
  'local',
  'onion',
  'alt',
  'internal',
  'arpa',
  'lan',
  'home',
  'corp',
])

/** Atoms of RFC 5322 and the letters of RFC 6531; quoted local parts exist on paper only and smuggle commas. */
const ATOM = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]{1,64}$/u
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Exactly one address, its domain in lower-case ASCII, or undefined. Lists, display names, control characters, address literals and
 * domains that cannot get mail are refused: an SMTP library would read "a@x.com,b@y.com" as two recipients.
 */
export function readAddress(text: string): string | undefined {
  if (text.length > LONGEST || !text.isWellFormed()) return undefined
  const typed = text.trim().normalize('NFC')
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, Math.max(at, 0))
  const domain = readDomain(typed.slice(at + 1))
  if (domain === undefined || Buffer.byteLength(local) > LONGEST_LOCAL) return undefined
  if (!local.split('.').every(atom => ATOM.test(atom))) return undefined
  const address = `${local}@${domain}`
  return Buffer.byteLength(address) > LONGEST ? undefined : address
}

/**
 * The mailbox behind an address as one person would count it: without case, dots and "+anything". For caps on mail only, never to
 * compare people: at a few providers a dot makes another mailbox.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@')
  const [name = ''] = address.slice(0, at).split('+')
  return `${name.replaceAll('.', '').toLowerCase()}@${address.slice(at + 1).toLowerCase()}`
}

/** What the caps on questions count by: the hash outlives the address. */
export function mailboxKey(address: string): Buffer {
  return createHash('sha256').update(mailboxOf(address)).digest()
}

/** At least two labels, the last one not a number ("127.0.0.1" and its disguises are no names). */
function readDomain(typed: string): string | undefined {
  // domainToASCII parses like a host of a URL and would take the front of "example.com/x".
  if (/[^\p{L}\p{N}\p{M}.-]/u.test(typed)) return undefined
  const domain = domainToASCII(typed)
  const labels = domain.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || domain.length > 253 || !labels.every(label => LABEL.test(label))) return undefined
  return /^\d/.test(top) || UNDELIVERABLE.has(top) ? undefined : domain
}
