// Signs mails (DKIM, RFC 6376). The library's signer reads a message back from a stream and costs as much as all the rest of a delivery.
import { createPrivateKey, hash, sign } from 'node:crypto'
import type { Sign } from './message.ts'

/** Signs mails as this domain's. The public half stands in DNS at `<selector>._domainkey.<domain>`. */
export interface DkimKey {
  domain: string
  selector: string
  /** PEM, RSA. */
  privateKey: string
}

/** Those of them that a mail has; RFC 8058 §4 wants List-Unsubscribe-Post signed with its companion. */
const SIGNED = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
  'feedback-id',
]

/** Of the signature that stands on one line; lines of at most 998 are a must, of 78 good manners (RFC 5322 §2.1.1). */
const FOLD = /.{1,72}/g

/** Reads the key once: that costs more than signing with it. */
export function createSign({ domain, selector, privateKey }: DkimKey): Sign {
  const key = createPrivateKey(privateKey)
  return (fields, body) => {
    const signed = fields.flatMap(field => {
      const name = field.slice(0, field.indexOf(':')).toLowerCase()
      return SIGNED.includes(name) ? { name, field } : []
    })
    const bodyHash = hash('sha256', canonicalBody(body), 'base64')
    const unsigned =
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n` +
      ` h=${signed.map(({ name }) => name).join(':')};\r\n bh=${bodyHash};\r\n b=`
    const told = [...signed.map(({ field }) => field), unsigned].map(relaxed).join('\r\n')
    const signature = sign('sha256', Buffer.from(told), key).toString('base64')
    return `${unsigned}${(signature.match(FOLD) ?? []).join('\r\n ')}`
  }
}

/** §3.4.2: the name in lower case, unfolded, blanks as one, none at the ends. */
function relaxed(field: string): string {
  const colon = field.indexOf(':')
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]{1,998}/g, ' ')
  return `${field.slice(0, colon).trimEnd().toLowerCase()}:${value.trim()}`
}

/**
 * §3.4.4: a body as createWrite() writes it has no tab, no two blanks in a row and none at the end of a line, so it is its own relaxed form
 * but for the empty line that ends its headers, which is not of the body.
 */
function canonicalBody(body: Buffer): Buffer {
  return body.subarray(2)
}
