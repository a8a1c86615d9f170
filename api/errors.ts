// What goes wrong in a request, and the page that says so.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { firstPage, parseQuery } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { errorView, problemTitle } from '../views/error.ts'
import type { Onward } from '../views/error.ts'
import { boardAddress } from '../views/page.ts'
import { render } from '../views/render.ts'
import type { World } from './server.ts'
import { answer, requestIds, searchParams } from './answer.ts'

/** The caller's fault, or a state the caller should know of; the sentence is for the person, and `onward` leads to what helps. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  readonly onward: Onward | null
  constructor(status: number, sentence: string, onward: Onward | null = null) {
    super(sentence)
    this.status = status
    this.onward = onward
  }
}

/** Any method that a page does not answer: 405 with the ones it does; OPTIONS is told them politely. */
export function onlyMethods(allow: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allow)
    if (req.method === 'OPTIONS') return void res.status(204).end()
    throw new HttpError(405, `This address answers ${allow.replaceAll(', ', ' and ')}, not ${req.method}.`)
  }
}

export const notFound: RequestHandler = () => {
  throw new HttpError(404, 'Nothing is kept at this address. It may be mistyped.')
}

/** Turns whatever was thrown into a page (or JSON, where JSON was asked for). Nothing of the inside is told. */
export function errorPage(world: World): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const { status, words, onward } = explain(error)
    if (status >= 500) world.log.error('request failed', { requestId: requestIds.get(req) ?? '', status, error: describe(error) })
    if (status === 503) res.set('Retry-After', '5')
    send(world, req, res, { status, words, onward })
  }
}

interface Explained {
  status: number
  words: string[]
  onward?: Onward | null | undefined
}

function send(world: World, req: Request, res: Response, { status, words, onward = null }: Explained): void {
  // RFC 9457; the kind of problem is what its status says.
  if (isForProgram(req)) {
    const body = JSON.stringify({ type: 'about:blank', title: problemTitle(status), status, detail: words.join(' ') })
    return answer(req, res, { status, body, type: 'application/problem+json; charset=utf-8', cache: 'none' })
  }
  const site = { publicUrl: world.publicUrl, samples: false, now: world.now() }
  const view = errorView(site, status, status === 404 && !onward ? [...words, SEARCH_INSTEAD] : words, {
    onward: onward ?? againAt(req, status),
    requestId: status >= 500 ? requestIds.get(req) : '',
    typed: ASKS_THE_BOARD.test(req.path) ? parseQuery(searchParams(req)).query : undefined,
  })
  answer(req, res, { status, body: render('error', view), type: 'text/html; charset=utf-8', cache: 'none' })
}

/** Only a page has a search. */
const SEARCH_INSTEAD = 'The search above looks through all open roles.'

/** Addresses whose query is the board's. */
const ASKS_THE_BOARD = /^\/(?:alerts\/new|\.(?:atom|rss|csv))?$/

/** An address of the board that cannot be answered, and the way to the same search from its first page on. */
export function unanswerable(fault: string, query: BoardQuery): HttpError {
  return new HttpError(400, fault, { href: boardAddress(firstPage(query)), words: 'First page of this search' })
}

/** What passes by itself is worth asking for again: the same page, never one of another host. */
const PASSING = new Set([429, 500, 503])

function againAt({ method, originalUrl }: Request, status: number): Onward | null {
  const isPage = method === 'GET' && /^\/(?![/\\])/.test(originalUrl)
  return isPage && PASSING.has(status) ? { href: originalUrl, words: 'Try again' } : null
}

/** A person who follows a link to a feed or a spreadsheet says that a page will do; there is no page where JSON was asked for. */
function isForProgram({ path, headers }: Request): boolean {
  return path.endsWith('.json') || (/^\/\.(?:atom|rss|csv)$/.test(path) && !headers.accept?.includes('text/html'))
}

/** Postgres is away, starting, out of connections or too slow: it heals by itself, so the person is asked to try again. */
const BUSY = new Set(['57P01', '57P02', '57P03', '57014', '53300', '55P03', '08006', '08001', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'])

/** The same, as the driver says it where there is no code. */
const CUT_OFF =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Client (?:has encountered a connection error|was closed))/

function explain(error: unknown): Explained {
  if (error instanceof HttpError) return { status: error.status, words: [error.message], onward: error.onward }
  const { status, code, message } = fieldsOf(error)
  if (status === 413)
    return { status, words: ['A form may hold at most 64 kB. Go back in your browser: what you typed should still be there.'] }
  if (status >= 400 && status < 500) return { status, words: ['The address or the form holds something that cannot be read.'] }
  if (BUSY.has(code) || CUT_OFF.test(message))
    return { status: 503, words: ['The database did not answer in time. Please try again in a few seconds.'] }
  return { status: 500, words: ['It is not your doing, and it has been written down. Trying again in a minute may help.'] }
}

function fieldsOf(error: unknown): { status: number; code: string; message: string } {
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
  return {
    status: typeof fields['status'] === 'number' ? fields['status'] : 500,
    code: typeof fields['code'] === 'string' ? fields['code'] : '',
    message: typeof fields['message'] === 'string' ? fields['message'] : '',
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
