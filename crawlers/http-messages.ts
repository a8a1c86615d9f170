// What goes out and what comes back, apart from the body: headers, redirects, validators, and a sentence for each status.
import type { Dispatcher } from 'undici'
import { ACCEPT_ENCODING } from './body.ts'
import { FetchFailed } from './fetch-failed.ts'

export interface FetchRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

/** What a host said a page can be known again by. */
export interface Validators {
  etag?: string
  lastModified?: string
}

type Response = Pick<Dispatcher.ResponseData, 'headers' | 'statusCode'>

export function headersOf(request: FetchRequest, validators: Validators | undefined, userAgent: string): Record<string, string> {
  return {
    accept: 'text/html, application/json, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    'accept-language': 'en-GB, en;q=0.8',
    ...request.headers,
    'user-agent': userAgent,
    'accept-encoding': ACCEPT_ENCODING,
    ...(validators?.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators?.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  }
}

export function redirectTarget(response: Response, at: URL): string | undefined {
  if (![301, 302, 303, 307, 308].includes(response.statusCode)) return undefined
  const location = headerOf(response, 'location')
  if (location === undefined) throw new FetchFailed('protocol', `${at.host} redirected us without saying where to.`)
  return URL.parse(location, at)?.href ?? location
}

/** What may go to another origin: which keys a source has for credentials nobody can list, so everything else stays behind. */
const HARMLESS = /^(?:accept|accept-language|content-type)$/i

/**
 * Fetch standard §4.4: 303, and 301 or 302 after a POST, become a GET. Credentials do not leave the origin they were meant for, nor go over
 * the plain http of the same host.
 */
export function afterRedirect(request: FetchRequest, status: number, sameOrigin: boolean): FetchRequest {
  const becomesGet = status === 303 || (request.method === 'POST' && status <= 302)
  const { body, method, headers = {}, url } = request
  const kept = Object.entries(headers).filter(([name]) => sameOrigin || HARMLESS.test(name))
  const plain = { url, headers: Object.fromEntries(kept) }
  if (becomesGet) return plain
  return { ...plain, ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }) }
}

export function validatorsOf(response: Response): Validators {
  const etag = headerOf(response, 'etag')
  const lastModified = headerOf(response, 'last-modified')
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

/** What the host says may be done with a page: X-Robots-Tag, or a TDM reservation. */
export function robotsTagOf(response: Response): string | undefined {
  // The reservation first: what stands after a robot's name in X-Robots-Tag is meant for that robot.
  const words = [headerOf(response, 'tdm-reservation') === '1' ? 'tdm-reservation' : undefined, headerOf(response, 'x-robots-tag')]
  return words.filter(word => word !== undefined).join(', ') || undefined
}

export function headerOf(response: Response, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

export function sentenceOf(status: number, host: string): string {
  if (status === 404 || status === 410) return `${host} says this page is not there (${status}).`
  if (status === 429) return `${host} asks us to come less often (429).`
  if (status === 401 || status === 403) return `${host} does not let us read this page (${status}).`
  if (status >= 500) return `${host} has a fault of its own (${status}).`
  return `${host} answered with status ${status}.`
}
