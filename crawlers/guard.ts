// Which addresses the crawler may reach: public ones, and the exact loopback ones this installation itself serves. A check on host names
// alone is passed by literals (http://0x7f.1/) and a check before connecting is passed by a name that answers differently the second time,
// so the text is checked when an address is written down, and every resolved address again inside the connection that will use it.
import dns from 'node:dns'
import net from 'node:net'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'

/** Loopback places that are ours (sample boards, tests), as `host:port`. Never taken from a source's settings. */
export type AllowedOrigins = ReadonlySet<string>

export const NOTHING_ALLOWED: AllowedOrigins = new Set()

export class AddressRefused extends Error {
  override name = 'AddressRefused'
}

type ResolveCallback = (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void
/** Gives every address of a name, as node:dns does. Handed in so that a test can play a name server. */
export type Resolve = (hostname: string, callback: ResolveCallback) => void

const PORTS = new Set(['', '80', '443', '8080', '8443'])
const LONGEST_ADDRESS = 2_048

/** Names that never mean a public host, RFC 6761, RFC 6762, RFC 8375 and ICANN's private-use `internal`. */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa', 'lan', 'test', 'invalid', 'onion']

/**
 * Reads an address a crawl is about to use, or a person is about to store.
 * @throws AddressRefused with a sentence saying what is wrong with it.
 */
export function checkAddress(raw: string, allow: AllowedOrigins = NOTHING_ALLOWED): URL {
  const url = parseAddress(raw)
  if (allow.has(placeOf(url))) return url
  if (!PORTS.has(url.port)) throw new AddressRefused(`Port ${url.port} is not one web pages are served on.`)
  checkHost(url.hostname)
  return url
}

/** An undici connector that reaches public addresses and `allow`, and nothing else, whatever a name resolves to. */
export function guardedConnector(allow: AllowedOrigins, resolve: Resolve = resolveAll, timeoutMs = 10_000): buildConnector.connector {
  const ours = buildConnector({ timeout: timeoutMs, allowH2: false })
  const outside = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: checkedLookup(resolve) })
  return (options, callback) => {
    const port = options.port || (options.protocol === 'https:' ? '443' : '80')
    if (allow.has(`${options.hostname}:${port}`)) return ours(options, callback)
    const refusal = refusalOfHost(options.hostname)
    if (refusal === undefined) return outside(options, callback)
    return callback(new AddressRefused(refusal), null)
  }
}

function parseAddress(raw: string): URL {
  if (raw.length > LONGEST_ADDRESS) throw new AddressRefused('That address is too long.')
  if (hasOddCharacter(raw)) throw new AddressRefused('An address may not contain spaces, backslashes or control characters.')
  if (!/^https?:\/\/[^/?#]/i.test(raw)) throw new AddressRefused('Only addresses that begin with http:// or https:// can be read.')
  const url = URL.parse(raw)
  if (url === null) throw new AddressRefused('That is not a web address.')
  if (url.username !== '' || url.password !== '') throw new AddressRefused('An address may not carry a user name or password.')
  return url
}

/** White space, backslash, C0 and C1 controls: URL parsers disagree about every one of them. */
function hasOddCharacter(raw: string): boolean {
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code <= 0x20 || code === 0x5c || (code >= 0x7f && code <= 0xa0) || code === 0x2028 || code === 0x2029) return true
  }
  return false
}

function placeOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

function checkHost(hostname: string): void {
  const refusal = refusalOfHost(hostname)
  if (refusal !== undefined) throw new AddressRefused(refusal)
}

function refusalOfHost(hostname: string): string | undefined {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (net.isIP(host) !== 0) return isPublic(host) ? undefined : `${host} is not a public address.`
  if (!host.includes('.')) return `${host} is not a public host name.`
  const isPrivate = PRIVATE_SUFFIXES.some(suffix => host.endsWith(`.${suffix}`))
  return isPrivate ? `${host} is not a public host name.` : undefined
}

/** Public unicast by IANA's registries; an IPv4 address inside an IPv6 one is judged as the IPv4 address it is. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}

/** Refuses a name when any of its addresses is not public: a mixed answer is how a name server aims at a private one. */
function checkedLookup(resolve: Resolve): net.LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) return callback(error, '')
      const bad = addresses.find(entry => !isPublic(entry.address))
      const [first] = addresses
      if (bad !== undefined) return callback(new AddressRefused(`${hostname} leads to ${bad.address}, which is not a public address.`), '')
      if (first === undefined) return callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '')
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

function resolveAll(hostname: string, callback: ResolveCallback): void {
  dns.lookup(hostname, { all: true, order: 'verbatim' }, callback)
}
