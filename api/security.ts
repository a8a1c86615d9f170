// What guards every request: headers, where a form may come from, one spelling of every address, how many at once.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { requestIds } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of every answer. HSTS only where the site is https. */
export function headersOf({ publicUrl }: World): Record<string, string> {
  return {
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    ...(publicUrl.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** Made once: a middleware of middlewares costs 45 µs a request. */
export function securityHeaders(world: World): RequestHandler {
  const headers = headersOf(world)
  return (req, res, next) => {
    requestIds.set(req, randomUUID().slice(0, 8))
    res.set(headers)
    next()
  }
}

/** One line a request, when it is done. The route's pattern and never the address: addresses hold search words and tokens. */
export function requestLog(world: World): RequestHandler {
  return (req, res, next) => {
    const begunAt = performance.now()
    res.once('close', () => {
      const route: unknown = req.route?.path
      const bytes = Number(res.getHeader('content-length') ?? 0)
      logRequest(world, {
        method: req.method,
        route: typeof route === 'string' ? route : '(none)',
        status: res.statusCode,
        begunAt,
        bytes,
        requestId: requestIds.get(req) ?? '',
      })
    })
    next()
  }
}

interface Answered {
  method: string
  route: string
  status: number
  /** By performance.now(). */
  begunAt: number
  bytes: number
  requestId: string
}

export function logRequest({ log }: World, { method, route, status, begunAt, bytes, requestId }: Answered): void {
  log.info('request answered', { method, route, status, ms: Math.round(performance.now() - begunAt), bytes, requestId })
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A form may only come from our own pages: the browser says so itself (Sec-Fetch-Site), older ones by the Origin (OWASP CSRF cheat sheet).
 * Mail programs that unsubscribe with one click send neither (RFC 8058); their addresses hold a token that nobody else knows.
 */
export function sameOrigin({ publicUrl }: World, exempt: RegExp): RequestHandler {
  const own = new URL(publicUrl).origin
  return (req, _res, next) => {
    if (SAFE_METHODS.has(req.method) || exempt.test(req.path)) return next()
    const site = req.headers['sec-fetch-site']
    if (site === undefined ? req.headers.origin === own : site === 'same-origin' || site === 'none') return next()
    throw new HttpError(
      403,
      'This form was sent from another site, or by a browser that does not say where from. Open the page here and send it again.',
    )
  }
}

/** One spelling of every address, by 308: no doubled or trailing slash, our own path in lower case. Tokens keep their case. */
export const oneSpelling: RequestHandler = (req, res, next) => {
  const [path = '/', ...query] = req.url.split('?')
  const canonical = spell(path)
  if (canonical === path || !SAFE_METHODS.has(req.method)) return next()
  res
    .status(308)
    .set('Cache-Control', 'public, max-age=3600')
    .set('Location', [canonical, ...query].join('?'))
    .end()
}

function spell(path: string): string {
  const parts = path.split(/[/\\]{1,}/).filter(part => part !== '')
  const [first = '', ...rest] = parts
  const top = first.toLowerCase()
  // An escape such as %E0 is not a spelling of ours, whatever its case; the route says what it thinks of it.
  const ours = top === 'roles' || top === 'sources' || top === 'refused'
  const below = rest.map(part => (ours && !part.includes('%') ? part.toLowerCase() : part))
  return `/${[top, ...below].join('/')}`
}

/** Above this many at once a new visitor is asked to come back, so that those being served still are: a pool has ten connections. */
const MOST_AT_ONCE = 200

/** @returns lets in whoever still finds room, until they have been answered; who is in already stays so */
export function room(most = MOST_AT_ONCE): (res: ServerResponse) => boolean {
  let taken = 0
  const inside = new WeakSet<ServerResponse>()
  return res => {
    if (inside.has(res)) return true
    if (taken >= most) return false
    taken += 1
    inside.add(res)
    res.once('close', () => void (taken -= 1))
    return true
  }
}

export function notTooMany(enter: (res: ServerResponse) => boolean): RequestHandler {
  return (_req, res, next) => {
    if (!enter(res)) throw new HttpError(503, 'Very many people are here at once. Please try again in a few seconds.')
    next()
  }
}
