// Finished pages of the board, kept in front of Express for as long as nothing on the board changed and no minute passed: a page says
// “2 h ago”. An answer from here costs a tenth of one through Express, and the same bytes leave as from there.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { boardVersion } from '../db/board-facts.ts'
import type { Db } from '../db/database.ts'
import { parseQuery, queryString } from '../listings/query.ts'
import { encode, encodingFor, etagOf, isFresh, pageTakers } from './answer.ts'
import type { Encoding, FinishedPage } from './answer.ts'

/** What is the same for everybody and depends on the live roles and the clock alone. */
const KEPT_PATHS = new Set(['/', '/.atom', '/.rss', '/.feed.json'])

/** All pages together, their compressed forms included. */
const MOST_BYTES = 32 * 1_024 * 1_024

/** Spellings of addresses that were parsed already; longer ones are nobody's bookmark. */
const MOST_SPELLINGS = 5_000
const LONGEST_ADDRESS = 500

interface KeptPage {
  /** Names and values in turn, without what differs by encoding. */
  headers: string[]
  body: Buffer
  variants: Map<Encoding, { bytes: Buffer; headers: string[]; etag: string }>
}

export interface PageCacheOptions {
  db: Db
  now: () => Date
}

/** Puts the cache before `site`. Whoever brings a cookie or credentials is led past it, and errors never come in. */
export function pageCache({ db, now }: PageCacheOptions, site: RequestListener): RequestListener {
  const spellings = new Map<string, string>()
  let pages = new Map<string, KeptPage>()
  let bytes = 0
  let seen = { version: -1, minute: -1, state: '' }

  const keyOf = ({ url = '', method }: IncomingMessage): string => {
    if (method !== 'GET' && method !== 'HEAD') return ''
    const known = spellings.get(url)
    if (known !== undefined) return known
    if (url.length > LONGEST_ADDRESS) return ''
    if (spellings.size >= MOST_SPELLINGS) spellings.clear()
    const key = canonicalAddress(url)
    spellings.set(url, key)
    return key
  }

  /** Throws out what is of an older state. @returns '' where nobody tells us of changes. */
  const currentState = (): string => {
    const version = boardVersion(db)
    if (version === undefined) return ''
    const minute = Math.floor(now().getTime() / 60_000)
    if (version !== seen.version || minute !== seen.minute) {
      pages = new Map()
      bytes = 0
      seen = { version, minute, state: `${version} ${minute}` }
    }
    return seen.state
  }

  const variantOf = (page: KeptPage, encoding: Encoding) => {
    const known = page.variants.get(encoding)
    if (known) return known
    const made = encode(page.body, encoding)
    const etag = etagOf(page.body, encoding)
    const headers = [...page.headers, 'ETag', etag]
    const own = encoding ? ['Content-Encoding', encoding] : []
    const variant = { bytes: made, etag, headers: [...headers, ...own, 'Content-Length', String(made.length)] }
    page.variants.set(encoding, variant)
    bytes += made.length
    return variant
  }

  const take = (key: string, before: string, { body, headers }: FinishedPage): void => {
    // Made while something changed: nobody knows of which state it is.
    if (currentState() !== before) return
    if (bytes + body.length > MOST_BYTES) {
      pages.clear()
      bytes = 0
    }
    bytes += body.length
    pages.set(key, { body, headers, variants: new Map() })
  }

  const send = (req: IncomingMessage, res: ServerResponse, page: KeptPage, { encodings, known }: Asked): void => {
    const variant = variantOf(page, page.body.length < 1_000 ? '' : encodingFor(encodings))
    if (isFresh(known, variant.etag)) {
      const headers = page.headers.filter((_, n) => page.headers[n - (n % 2)] !== 'content-type')
      return void res.writeHead(304, [...headers, 'ETag', variant.etag]).end()
    }
    res.writeHead(200, variant.headers)
    if (req.method === 'HEAD') res.end()
    else res.end(variant.bytes)
  }

  return (req, res) => {
    // First, since reading an address costs ten times as much, and whoever brings a cookie is led past whatever it says.
    const asked = askedOf(req)
    const key = asked && keyOf(req)
    const current = key && currentState()
    if (!asked || !key || !current) return site(req, res)
    const page = pages.get(key)
    if (page) return send(req, res, page, asked)
    pageTakers.set(req, finished => take(key, current, finished))
    return site(req, res)
  }
}

interface Asked {
  encodings: string | undefined
  /** If-None-Match. */
  known: string | undefined
}

/**
 * What of a request's headers decides about a page that is kept, read off the list of them: Node would make an object of all, which costs
 * as much as the rest of what happens here. Undefined for whoever brings a cookie or credentials.
 */
function askedOf({ rawHeaders }: IncomingMessage): Asked | undefined {
  const asked: Asked = { encodings: undefined, known: undefined }
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']
    if (name.length !== 6 && name.length !== 13 && name.length !== 15) continue
    const lower = name.toLowerCase()
    if (lower === 'cookie' || lower === 'authorization') return undefined
    // Said twice, a list goes on (RFC 9110 §5.3).
    if (lower === 'accept-encoding') asked.encodings = asked.encodings === undefined ? value : `${asked.encodings}, ${value}`
    if (lower === 'if-none-match') asked.known = asked.known === undefined ? value : `${asked.known}, ${value}`
  }
  return asked
}

/**
 * The one address of a page. '' for what is not kept: other paths, and addresses with anything that is named on the page (unknown
 * parameters), led to another address (empty fields) or refused. So nobody can fill the cache with names of their own.
 */
export function canonicalAddress(url: string): string {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  if (!KEPT_PATHS.has(path)) return ''
  const params = new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
  const { query, remarks, fault } = parseQuery(params)
  if (remarks.length > 0 || fault !== undefined || [...params.values()].includes('')) return ''
  return `${path}?${queryString(query)}`
}
