// A mail as the bytes that travel: headers, a text part and an HTML part (RFC 5322, 2045–2047, 2046 §5.1.4). The library's composer makes the
// same from the same parts but costs half of every delivery (bench/mail.ts); what a digest needs of it is this.
import { hash } from 'node:crypto'
import type { Mail } from '../db/mailbox.ts'

export interface Sender {
  /** Shown name, '' for none, and address: the parts of "Dayrate <alerts@dayrate.example>". */
  name: string
  address: string
}

/** Reads MAIL_FROM: `alerts@board.org`, `Dayrate <alerts@board.org>` or `"Dayrate, London" <alerts@board.org>`. */
export function readSender(from: string): Sender {
  const [, quoted, bare, address] = /^(?:(?:"([^"]{1,100})" {0,3}|([^"<>]{0,100}))<([^<>\s]{3,320})>)$/.exec(from) ?? []
  return address === undefined ? { name: '', address: from } : { name: (quoted ?? bare ?? '').trim(), address }
}

/** Makes the signature of a mail from its header fields, folds and all, and its body: a header field of its own. Keeps neither. */
export type Sign = (fields: readonly string[], body: Buffer) => string

/** Octets of a mail that are kept room for from the start: twice the most a digest has. */
const ROOM = 256 * 1_024

/**
 * Writes mails. The same mail gives the same bytes but for its date, so that a second copy is one. Each is put together in one place that is
 * used again and again: fresh buffers for its parts would be six times the mail, and the collector's work a fifth of the delivery.
 * @returns a function that throws an Error where a header holds a line break: whatever wrote it would be writing headers of its own.
 */
export function createWrite(sender: Sender, sign?: Sign): (mail: Mail, date: Date) => Buffer {
  const from = sender.name === '' ? sender.address : `${phrase(sender.name)} <${sender.address}>`
  let room = Buffer.allocUnsafe(ROOM)
  return (mail, date) => {
    const text = Buffer.from(mail.text)
    const html = Buffer.from(mail.html)
    const atMost = mostOctets(text) + mostOctets(html) + 1_000
    if (room.length < atMost) room = Buffer.allocUnsafe(2 * atMost)
    const boundary = `=_${hash('sha256', mail.messageId).slice(0, 32)}`
    let end = room.write(partHead(boundary, 'text/plain'))
    end = writeQuotedPrintable(text, room, end)
    end += room.write(partHead(boundary, 'text/html'), end)
    end = writeQuotedPrintable(html, room, end)
    end += room.write(`\r\n--${boundary}--\r\n`, end)
    const body = room.subarray(0, end)
    const fields = headerFields(mail, from, date, boundary)
    const head = `${[...(sign ? [sign(fields, body)] : []), ...fields].join('\r\n')}\r\n`
    return Buffer.concat([Buffer.from(head), body])
  }
}

function headerFields(mail: Mail, from: string, date: Date, boundary: string): string[] {
  const headers = {
    From: from,
    To: mail.to,
    Subject: encodedWords(mail.subject, 'Subject: '.length),
    Date: date.toUTCString().replace('GMT', '+0000'),
    'Message-ID': mail.messageId,
    ...mail.headers,
    'MIME-Version': '1.0',
    'Content-Type': `multipart/alternative;\r\n boundary="${boundary}"`,
  }
  return Object.entries(headers).map(([name, value]) => headerLine(name, value))
}

/** A break is only allowed where it folds: before a space. */
function headerLine(name: string, value: string): string {
  if (/\r(?!\n)|(?<!\r)\n|\n(?! )|\0/.test(value)) throw new Error(`the header ${name} of a mail holds a line break`)
  return `${name}: ${value}`
}

/** The line break before a boundary is the boundary's (RFC 2046 §5.1.1): what stands before it ends without one. */
function partHead(boundary: string, type: string): string {
  return `\r\n--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}

const [LF, CR, BLANK, EQUALS] = [0x0a, 0x0d, 0x20, 0x3d]
const HEX = Buffer.from('0123456789ABCDEF')
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, octet) => (octet > BLANK && octet <= 0x7e && octet !== EQUALS ? 1 : 0))

/** What a line of quoted-printable may hold beside the "=" of its soft break (RFC 2045 §6.7). */
const LINE = 75

/** Three for every octet, and three more for a break in every 73. */
function mostOctets(text: Buffer): number {
  return Math.ceil(text.length * 3.13) + LINE
}

/**
 * Writes text (UTF-8) in lines of at most 76 ASCII characters; words stay readable, which filters and people prefer to base64. Tabs, blanks at
 * the end of a line and blanks after blanks are written as octets: no gateway can change them, and what DKIM signs is what is written. Octet by
 * octet, 0.15 ms for a mail's 30 kB; by regular expressions it was 0.6.
 * @param at where in `out` it begins; there must be room
 * @returns where it ends
 */
function writeQuotedPrintable(from: Buffer, out: Buffer, at: number): number {
  let [column, before] = [0, 0]
  for (let i = 0; i < from.length;) {
    const octet = from[i++] as number // within its length
    if (octet === CR && from[i] === LF) continue
    if (octet === LF) {
      out[at++] = CR
      out[at++] = LF
      column = before = 0
      continue
    }
    const isPlain = IS_PLAIN[octet] === 1 || (octet === BLANK && before !== BLANK && !isLineEnd(from, i))
    if (column + (isPlain ? 1 : 3) > LINE) {
      out[at++] = EQUALS
      out[at++] = CR
      out[at++] = LF
      column = 0
    }
    if (!isPlain) {
      out[at++] = EQUALS
      out[at++] = HEX[octet >> 4] as number // of sixteen
      out[at++] = HEX[octet & 15] as number
      column += 3
      before = 0
      continue
    }
    out[at++] = before = octet
    column += 1
    while (column < LINE && IS_PLAIN[from[i] ?? 0] === 1) {
      out[at++] = before = from[i++] as number
      column += 1
    }
  }
  return at
}

function isLineEnd(octets: Buffer, at: number): boolean {
  return at >= octets.length || octets[at] === LF || (octets[at] === CR && octets[at + 1] === LF)
}

/** A shown name: quoted where it holds more than words, encoded where it is not ASCII. */
function phrase(name: string): string {
  if (!isAscii(name)) return encodedWords(name, 0)
  return /^[\w !#$%&'*+/=?^`{|}~-]{1,200}$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
}

/** An encoded word is at most 75 characters and never splits a character (RFC 2047 §2, §5). 45 octets are 60 of base64. */
const OCTETS_A_WORD = 45

/** A header value that is not ASCII, as encoded words on folded lines; ASCII stays as it is. */
function encodedWords(text: string, before: number): string {
  if (isAscii(text)) return text
  const words: string[] = []
  let word = ''
  for (const character of text) {
    const room = words.length === 0 ? OCTETS_A_WORD - before : OCTETS_A_WORD
    if (Buffer.byteLength(word + character) > room) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word].map(one => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ')
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]{0,2000}$/.test(text)
}
