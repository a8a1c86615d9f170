// How an answer leaves: type, caching, ETag and 304, compression. Every page, feed and file goes through here.
import { brotliCompressSync, constants, crc32, gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'
import { hasSamples } from '../db/board-facts.ts'
import type { Site } from '../views/page.ts'
import type { World } from './server.ts'

export interface Answer {
  body: string | Buffer
  /** Content-Type with charset. */
  type: string
  /** `public`: anybody may keep it for a minute. `forever`: its address changes with its content. `none`: errors, forms, what is personal. */
  cache: 'public' | 'forever' | 'none'
  status?: number
}

const CACHE = {
  public: 'public, max-age=60, stale-while-revalidate=600',
  forever: 'public, max-age=31536000, immutable',
  none: 'private, no-store',
} as const

const HTML = 'text/html; charset=utf-8'

/** A name for every request, for logs and for people who report an error. */
export const requestIds = new WeakMap<object, string>()

/** A page as it left, for whoever keeps finished pages. */
export interface FinishedPage {
  body: Buffer
  /** Names in lower case and values in turn; without those of one encoding and one visitor. */
  headers: string[]
}

/** Requests whose answer somebody wants to keep. */
export const pageTakers = new WeakMap<object, (page: FinishedPage) => void>()

/** Sends an answer; unchanged since the visitor's copy, only 304. Errors and personal pages are never kept. */
export function answer(req: Request, res: Response, { body, type, cache, status = 200 }: Answer): void {
  // A page for whoever is signed in is theirs, whatever is on it: nobody between us keeps it.
  const kept = cache === 'public' && req.headers.cookie !== undefined ? 'private, no-cache' : CACHE[cache]
  res.status(status).set('Cache-Control', kept).set('Content-Type', type)
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  // A page that holds something of one person is not compressed: its length would tell an eavesdropper what is in it (BREACH).
  if (cache === 'none') return void res.set('Content-Length', String(bytes.length)).end(bytes)
  // A picture is packed already.
  const encoding = bytes.length < 1_000 || type === 'image/png' ? '' : encodingFor(req.headers['accept-encoding'])
  const etag = etagOf(bytes, encoding)
  res.vary('Accept-Encoding')
  if (cache === 'public' && status === 200) pageTakers.get(req)?.({ body: bytes, headers: lastingHeaders(res) })
  res.set('ETag', etag)
  if (isFresh(req.headers['if-none-match'], etag)) {
    res.status(304).removeHeader('Content-Type')
    return void res.end()
  }
  const sent = encode(bytes, encoding)
  if (encoding) res.set('Content-Encoding', encoding)
  res.set('Content-Length', String(sent.length)).end(sent)
}

/**
 * Length and CRC-32: they tell a visitor's copy from the page of now, and prove nothing to anybody. Of four thousand million changes one
 * would go unseen, until the next. A page of 50 kB takes 11 µs, where SHA-1 takes 27.
 */
export function etagOf(bytes: Buffer, encoding: Encoding): string {
  return `"${bytes.length.toString(36)}-${crc32(bytes).toString(36)}${encoding && `-${encoding}`}"`
}

/** The headers that a page of HTML for everybody leaves with, beside those of every answer: as answer() would set them. */
export function pageHeaders(common: Readonly<Record<string, string>>): string[] {
  const headers = { ...common, 'Cache-Control': CACHE.public, 'Content-Type': HTML, Vary: 'Accept-Encoding' }
  return Object.entries(headers).flatMap(([name, value]) => [name.toLowerCase(), value])
}

function lastingHeaders(res: Response): string[] {
  return Object.entries(res.getHeaders()).flatMap(([name, value]) => (name.startsWith('ratelimit') ? [] : [name, String(value)]))
}

/** An HTML page. */
export function answerPage(req: Request, res: Response, html: string | Buffer, cache: Answer['cache'] = 'public', status = 200): void {
  answer(req, res, { body: html, type: HTML, cache, status })
}

/** What pages need to know of the site. */
export async function readSite(world: World): Promise<Site> {
  return { publicUrl: world.publicUrl, samples: await hasSamples(world.db), now: world.now() }
}

/** The query string as it was sent; never throws, whatever is in it. */
export function searchParams(req: Request): URLSearchParams {
  const at = req.url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : req.url.slice(at + 1))
}

export type Encoding = 'br' | 'gzip' | ''

export function encodingFor(accepted: string | undefined): Encoding {
  if (accepted === undefined) return ''
  const codings = accepted.split(',').map(coding => coding.trim().toLowerCase())
  const takes = (name: string): boolean =>
    codings.some(coding => coding === name || (coding.startsWith(`${name};`) && !/q=0(?:\.0{1,3})?$/.test(coding)))
  if (takes('br')) return 'br'
  return takes('gzip') ? 'gzip' : ''
}

/** Brotli 4 and gzip 6 cost about 0.1 ms for a page of 28 kB, an eighth of a streaming middleware. */
export function encode(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'br')
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
  return encoding === 'gzip' ? gzipSync(bytes) : bytes
}

/** RFC 9110 §13.1.2: any of the listed tags, compared weakly. */
export function isFresh(header: string | undefined, etag: string): boolean {
  if (!header) return false
  if (header.trim() === '*') return true
  return header.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
}
