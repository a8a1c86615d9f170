// Verifies a DKIM signature (RFC 6376, relaxed/relaxed, rsa-sha256) on its own: what signs is not asked whether it signed well.
import { createHash, createVerify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export interface DkimVerdict {
  valid: boolean
  /** Names in `h=`, lower case. */
  signed: string[]
  domain: string
  selector: string
}

/** @throws Error where the message carries no signature. */
export function verifyDkim(raw: string, publicKey: KeyObject): DkimVerdict {
  const end = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, end).split(/\r\n(?![ \t])/)
  const signature = headers.find(header => /^dkim-signature:/i.test(header))
  if (!signature) throw new Error('the message is not signed')
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map(tag => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')] as const),
  )
  const signed = (tags.get('h') ?? '').toLowerCase().split(':')
  const body = createHash('sha256')
    .update(relaxedBody(raw.slice(end + 4)))
    .digest('base64')
  const unsigned = relaxedHeader(signature.replace(/(;\s*b=)[^;]*/, '$1'))
  const verify = createVerify('RSA-SHA256').update([...pick(headers, signed), unsigned].join('\r\n'))
  const valid = body === tags.get('bh') && verify.verify(publicKey, tags.get('b') ?? '', 'base64')
  return { valid, signed, domain: tags.get('d') ?? '', selector: tags.get('s') ?? '' }
}

/** The last of each name first, as §5.4.2 counts them; a name without a header is signed as empty. */
function pick(headers: string[], names: string[]): string[] {
  const left = headers.toReversed()
  return names.flatMap(name => {
    const at = left.findIndex(header => header.toLowerCase().startsWith(`${name}:`))
    return at < 0 ? [] : left.splice(at, 1).map(relaxedHeader)
  })
}

function relaxedHeader(header: string): string {
  const colon = header.indexOf(':')
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${header.slice(0, colon).trim().toLowerCase()}:${value.trim()}`
}

function relaxedBody(body: string): string {
  const lines = body.replace(/[ \t]+(?=\r\n)/g, '').replace(/[ \t]+/g, ' ')
  return lines.replace(/(?:\r\n)+$/, '\r\n')
}
