// A mail as the bytes that travel: headers, a text part and an HTML part (RFC 5322, 2045–2047, 2046 §5.1.4). The library's composer makes the
// same from the same parts but costs half of every delivery (bench/mail.ts); what a digest needs of it is this.
import { createHash } from 'node:crypto'
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

/**
 * Writes a mail. The same mail gives the same bytes but for its date, so that a second copy is one.
 * @throws Error where a header holds a line break: whatever wrote it would be writing headers of its own.
 */
export function writeMessage(mail: Mail, sender: Sender, date: Date): Buffer {
  const boundary = `=_${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32)}`
  const headers = {
    From: sender.name === '' ? sender.address : `${phrase(sender.name)} <${sender.address}>`,
    To: mail.to,
    Subject: encodedWords(mail.subject, 'Subject: '.length),
    Date: date.toUTCString().replace('GMT', '+0000'),
    'Message-ID': mail.messageId,
    ...mail.headers,
    'MIME-Version': '1.0',
    'Content-Type': `multipart/alternative;\r\n boundary="${boundary}"`,
  }
  const lines = Object.entries(headers).map(([name, value]) => headerLine(name, value))
  const parts = [part(boundary, 'text/plain', mail.text), part(boundary, 'text/html', mail.html)]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${parts.join('')}--${boundary}--\r\n`)
}

/** A break is only allowed where it folds: before a space. */
function headerLine(name: string, value: string): string {
  if (/[\r\n\0](?!\n? )/.test(value)) throw new Error(`the header ${name} of a mail holds a line break`)
  return `${name}: ${value}`
}

function part(boundary: string, type: string, text: string): string {
  return `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}\r\n`
}

/** What a line of quoted-printable may hold, its soft break included (RFC 2045 §6.7). */
const LINE = 76

/**
 * Text in lines of at most 76 ASCII characters; words stay readable, which filters and people prefer to base64. Runs of plain characters
 * are taken as they are: looking at a mail's 30 kB octet by octet costs four times as much.
 */
export function quotedPrintable(text: string): string {
  let written = ''
  for (const line of text.split(/\r?\n/)) written += `${softBreaks(line.replace(NOT_PLAIN, octets).replace(BLANK_AT_END, octets))}\r\n`
  return written.slice(0, -2)
}

const NOT_PLAIN = /[^\t\x20-\x3c\x3e-\x7e]{1,60}/g
/** Gateways cut blanks off the end of a line. */
const BLANK_AT_END = /[\t ]$/

const ESCAPES = new Map<string, string>()

/** The octets of characters as =XX; "=" and "£" come thousands of times. */
function octets(characters: string): string {
  const known = characters.length === 1 ? ESCAPES.get(characters) : undefined
  if (known !== undefined) return known
  const written = Buffer.from(characters).toString('hex').toUpperCase().replace(/../g, '=$&')
  if (characters.length === 1 && ESCAPES.size < 500) ESCAPES.set(characters, written)
  return written
}

function softBreaks(line: string): string {
  if (line.length <= LINE) return line
  let written = ''
  let from = 0
  while (line.length - from > LINE) {
    // An octet such as =C2 must not be torn apart.
    const escape = line.lastIndexOf('=', from + LINE - 2)
    const to = escape > from + LINE - 4 ? escape : from + LINE - 1
    written += `${line.slice(from, to)}=\r\n`
    from = to
  }
  return written + line.slice(from)
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
