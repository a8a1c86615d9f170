// Bytes to text. Order of belief: byte order mark, a header that names a charset we know, the page's own meta or XML declaration, then the
// bytes themselves. A header that claims UTF-8 over bytes that are not is the commonest lie (pound signs of windows-1252), and is not believed.

import { isUtf8 } from 'node:buffer'

/** How far into a page a meta charset is looked for (the HTML standard says 1,024 bytes; real pages put scripts before it). */
const PRESCAN_BYTES = 4_096

export interface Text {
  text: string
  /** The charset used, by its WHATWG name. */
  charset: string
}

/** Decodes a page. Never throws: in doubt windows-1252, in which every byte is a character. */
export function decodeText(bytes: Uint8Array, contentType: string): Text {
  const marked = byteOrderMark(bytes)
  if (marked !== undefined) return decode(bytes, marked)
  const named = knownCharset(headerCharset(contentType)) ?? asciiCompatible(knownCharset(declaredCharset(bytes)))
  if (named !== undefined && named !== 'utf-8') return decode(bytes, named)
  const utf16 = looksLikeUtf16(bytes)
  if (utf16 !== undefined) return decode(bytes, utf16)
  return isUtf8(bytes) ? decode(bytes, 'utf-8') : decodeBroken(bytes, named)
}

function decode(bytes: Uint8Array, charset: string): Text {
  return { text: new TextDecoder(charset).decode(bytes), charset }
}

/**
 * Bytes that are not UTF-8. A page that says UTF-8 and holds many good characters beside a few broken ones (a text cut in the middle of a
 * letter) stays UTF-8; otherwise it is windows-1252, whatever its header says.
 */
function decodeBroken(bytes: Uint8Array, named: string | undefined): Text {
  const loose = decode(bytes, 'utf-8')
  const good = countMatches(loose.text, /[\u0080-\uFFFC]/g)
  const broken = countMatches(loose.text, /\uFFFD/g)
  return named === 'utf-8' && good > broken * 4 ? loose : decode(bytes, 'windows-1252')
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) if (++count > 100_000) break
  return count
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return undefined
}

function looksLikeUtf16(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes
  if (a === 0x3c && b === 0 && d === 0) return 'utf-16le'
  if (a === 0 && b === 0x3c && c === 0) return 'utf-16be'
  return undefined
}

function headerCharset(contentType: string): string | undefined {
  return /;\s{0,5}charset\s{0,3}=\s{0,3}["']?([\w.:-]{1,40})/i.exec(contentType)?.[1]
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PRESCAN_BYTES)).toString('latin1')
  const xml = /^\s{0,20}<\?xml[^>]{0,100}\bencoding\s{0,3}=\s{0,3}["']([\w.:-]{1,40})/i.exec(head)?.[1]
  if (xml !== undefined) return xml
  for (const [tag] of head.matchAll(/<meta\b[^<>]{0,300}>/gi)) {
    const named = /\bcharset\s{0,3}=\s{0,3}["']?([\w.:-]{1,40})/i.exec(tag)?.[1]
    if (named !== undefined) return named
  }
  return undefined
}

/** A declaration that could be read byte for byte was not written in UTF-16. */
function asciiCompatible(charset: string | undefined): string | undefined {
  return charset?.startsWith('utf-16') ? undefined : charset
}

/** The charset under its WHATWG name, or undefined for "none", "binary" and other inventions. */
function knownCharset(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}
