// Pages of the board, in front of Express: made here, and those that are asked for again kept for as long as nothing on the board changed and
// no minute passed, for a page says “2 h ago”. One that is kept costs a tenth of an answer through Express. Whatever is not plain is left to
// the site behind.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { boardVersion } from '../db/board-facts.ts'
import type { Db } from '../db/database.ts'
import { parseQuery, queryString } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { Recent } from '../listings/recent.ts'
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
  /** False for one that was made while something changed, and for the first of its address. */
  isKept: boolean
}

export interface PageCacheOptions {
  db: Db
  now: () => Date
  /** The page of a query. Where it rejects, the site is asked instead, which says what went wrong. */
  make: (query: BoardQuery) => Promise<Buffer>
  /** Of such a page, names in lower case and values in turn; without what differs by encoding. */
  headers: string[]
  /** Counts a request for a page that has to be made. Whoever may not ask now is told so by the site. */
  admits: (req: IncomingMessage, res: ServerResponse) => boolean
  /** Told of a page that was made, as it leaves. */
  note: (req: IncomingMessage, res: ServerResponse, sent: { begunAt: number; bytes: number }) => void
}

/** Puts the cache before `site`. Whoever brings a cookie or credentials is led past it, and errors never come in. */
export function pageCache({ db, now, make, headers, admits, note }: PageCacheOptions, site: RequestListener): RequestListener {
  const spellings = new Map<string, CanonicalAddress | undefined>()
  let pages = new Map<string, KeptPage>()
  /** Addresses asked for once in this state: most never are again, and their pages would only be work for the collector of garbage. */
  const once = new Recent<string, true>(MOST_SPELLINGS)
  /** By state and address: however many ask for a page at once, it is made once. */
  const underWay = new Map<string, Promise<KeptPage>>()
  let bytes = 0
  let seen = { version: -1, minute: -1, state: '' }

  const addressOf = ({ url = '', method }: IncomingMessage): CanonicalAddress | undefined => {
    if ((method !== 'GET' && method !== 'HEAD') || url.length > LONGEST_ADDRESS) return undefined
    if (spellings.size >= MOST_SPELLINGS) spellings.clear()
    return spellings.getOrInsertComputed(url, canonicalAddress)
  }

  /** Throws out what is of an older state. @returns '' where nobody tells us of changes. */
  const currentState = (): string => {
    const version = boardVersion(db)
    if (version === undefined) return ''
    const minute = Math.floor(now().getTime() / 60_000)
    if (version !== seen.version || minute !== seen.minute) {
      pages = new Map()
      once.clear()
      bytes = 0
      seen = { version, minute, state: `${version} ${minute}` }
    }
    return seen.state
  }

  const spend = (more: number): void => {
    if (bytes + more > MOST_BYTES) {
      pages.clear()
      bytes = 0
    }
    bytes += more
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
    if (page.isKept && encoding) spend(made.length)
    return variant
  }

  const take = (key: string, before: string, { body, headers }: FinishedPage): KeptPage => {
    // Made while something changed: nobody knows of which state it is.
    const page = { body, headers, variants: new Map(), isKept: currentState() === before && once.get(key) === true }
    once.set(key, true)
    if (!page.isKept) return page
    spend(body.length)
    pages.set(key, page)
    return page
  }

  const makeOnce = ({ key, query }: CanonicalAddress, current: string): Promise<KeptPage> =>
    underWay.getOrInsertComputed(`${current} ${key}`, name =>
      make(query)
        .then(body => take(key, current, { body, headers }))
        .finally(() => underWay.delete(name)),
    )

  const send = (req: IncomingMessage, res: ServerResponse, page: KeptPage, { encodings, known }: Asked): number => {
    const variant = variantOf(page, page.body.length < 1_000 ? '' : encodingFor(encodings))
    if (isFresh(known, variant.etag)) {
      const headers = page.headers.filter((_, n) => page.headers[n - (n % 2)] !== 'content-type')
      res.writeHead(304, [...headers, 'ETag', variant.etag]).end()
      return 0
    }
    res.writeHead(200, variant.headers)
    if (req.method === 'HEAD') res.end()
    else res.end(variant.bytes)
    return variant.bytes.length
  }

  /** @returns whether this request is answered here, now or as soon as its page is made. */
  const takesOn = (req: IncomingMessage, res: ServerResponse): boolean => {
    // First, since reading an address costs ten times as much, and whoever brings a cookie is led past whatever it says.
    const asked = askedOf(req)
    const address = asked && addressOf(req)
    const current = address && currentState()
    if (!asked || !address || !current) return false
    const page = pages.get(address.key)
    if (page) {
      send(req, res, page, asked)
      return true
    }
    if (address.isFeed || !admits(req, res)) {
      pageTakers.set(req, finished => void take(address.key, current, finished))
      return false
    }
    const begunAt = performance.now()
    makeOnce(address, current)
      .then(made => note(req, res, { begunAt, bytes: send(req, res, made, asked) }))
      .catch(() => leave(req, res, site))
    return true
  }

  return (req, res) => {
    try {
      if (takesOn(req, res)) return
    } catch {
      return leave(req, res, site)
    }
    site(req, res)
  }
}

/** What throws in front of Express would end the process. The site meets the same fault, and says so in words and in the log. */
function leave(req: IncomingMessage, res: ServerResponse, site: RequestListener): void {
  if (res.headersSent) res.destroy()
  else site(req, res)
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

export interface CanonicalAddress {
  /** Path and query as we spell them. */
  key: string
  query: BoardQuery
  isFeed: boolean
}

/**
 * The one address of a page. Undefined for what is not kept: other paths, and addresses with anything that is named on the page (unknown
 * parameters), led to another address (empty fields) or refused. So nobody can fill the cache with names of their own.
 */
export function canonicalAddress(url: string): CanonicalAddress | undefined {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  if (!KEPT_PATHS.has(path)) return undefined
  const params = new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
  const { query, remarks, fault } = parseQuery(params)
  if (remarks.length > 0 || fault !== undefined || [...params.values()].includes('')) return undefined
  return { key: `${path}?${queryString(query)}`, query, isFeed: path !== '/' }
}
