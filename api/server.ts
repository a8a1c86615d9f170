// The whole site in request order. Everything it needs is handed in.
import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import express from 'express'
import type { RequestHandler } from 'express'
import { clockJump, clockStillMs } from '../db/clock.ts'
import { isAnswering } from '../db/database.ts'
import type { Db } from '../db/database.ts'
import type { PreviewFound } from '../db/schema.ts'
import type { Log } from '../log.ts'
import { findAsset } from '../views/assets.ts'
import { botView } from '../views/how.ts'
import { render } from '../views/render.ts'
import type { SourceKinds } from '../views/sources.ts'
import { adminRoutes } from './admin.ts'
import { alertFeedbackRoutes } from './alert-feedback.ts'
import { alertRoutes } from './alerts.ts'
import { answer, answerPage, pageHeaders, readSite } from './answer.ts'
import { board, boardPage } from './board.ts'
import { compare, saved, savedDates } from './compare.ts'
import { HttpError, errorPage, notFound, onlyMethods } from './errors.ts'
import { boardAtom, boardCsv, boardFeed, boardJson, boardRss } from './feeds.ts'
import { how, readPasted } from './how.ts'
import { listing, wayOut } from './listing.ts'
import { mailboxRoutes } from './mailbox.ts'
import { apiDescription, apiPage, robots, sitemap } from './maps.ts'
import { metrics } from './metrics.ts'
import { rateLimit } from './rate-limit.ts'
import type { RateLimiter } from './rate-limit.ts'
import { newsletterRoutes } from './newsletter.ts'
import { refused } from './refused.ts'
import { myAlertRoutes } from './my-alerts.ts'
import { pageCache } from './page-cache.ts'
import { headersOf, logRequest, notTooMany, oneSpelling, requestLog, room, sameOrigin, securityHeaders } from './security.ts'
import { sources } from './sources.ts'
import { suggest, thanks } from './suggestions.ts'
import { webhookRoutes } from './webhooks.ts'
import { words } from './words.ts'

/** What the web server is given; it opens nothing itself. */
export interface World {
  db: Db
  /** Without a trailing slash; absolute links are made from it and never from a header. */
  publicUrl: string
  /** Signs links. */
  secret: string
  /** Opens /admin; undefined = nobody can sign in. */
  adminToken: string | undefined
  /** Proxies in front whose X-Forwarded-For may be believed. */
  trustProxy: number
  mode: 'development' | 'production' | 'test'
  log: Log
  /** Asks the worker to read a source now; absent where there is no worker. */
  enqueueCrawl?: (sourceId: string) => Promise<void>
  /** What the sources page says of kinds of source. */
  kinds?: SourceKinds
  /** Finds out what an address would bring as a source; `sorry` is a sentence. Absent where nothing may be fetched. */
  previewSource?: (url: string) => Promise<PreviewFound | { sorry: string }>
  /** Whether a mail can be delivered at an address at all, as far as DNS says; absent where nothing is asked. */
  takesMail?: (address: string) => Promise<boolean>
  /** Why nothing can be posted to the address of a webhook, a sentence; absent where alerts have none. */
  refuseHook?: (url: string) => string | undefined
  /** Tells the worker that a mail is due now; without it the worker finds it within a minute. */
  wakeMail?: () => Promise<void>
  /** Takes a report of a mail that could not be delivered; absent where mails carry no marks of ours. */
  takeReport?: (raw: Buffer) => Promise<unknown>
  /** Tells the worker that adverts wait to be filed, or filed otherwise; without it the worker finds them within a minute. */
  wakeLinker?: () => Promise<void>
  /** The e-mail address people write to who want something taken down. */
  contact?: string
  /** Whether /dev/mailbox shows the mails (no SMTP server is set). */
  mailboxShown: boolean
  now: () => Date
  /** True once the process has been told to stop: /readyz says so and load balancers look elsewhere. */
  draining?: () => boolean
}

/** Not from a page of ours: the mail program that unsubscribes for a person (RFC 8058), and mail servers with their reports. */
const NOT_FROM_PAGES = /^(?:\/u\/[\w.-]{1,200}|\/mail\/reports)$/

export function createServer(world: World): RequestListener {
  const app = express()
  const enter = room()
  const { searching, others } = limits(world)
  app.disable('x-powered-by').disable('etag')
  app.set('query parser', false).set('trust proxy', world.trustProxy).set('case sensitive routing', true).set('strict routing', true)
  app.use(securityHeaders(world), requestLog(world))
  app.get('/healthz', (_req, res) => void res.set('Cache-Control', 'no-store').type('text').send('ok\n'))
  app.get('/readyz', ready(world))
  app.get('/metrics', metrics(world))
  app.use(oneSpelling, notTooMany(enter), sameOrigin(world, NOT_FROM_PAGES))
  app.use('/mail/reports', express.raw({ type: 'message/rfc822', limit: '512kb' }))
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 100 }))
  for (const [paths, limit] of [[/^\/(?:alerts\/new)?$/, searching] as const, ...others]) app.use(paths, limit.guard)
  for (const [path, get, post] of routes(world)) {
    const route = app.route(path)
    if (get) route.get(get)
    if (post) route.post(post)
    route.all(onlyMethods([get ? 'GET, HEAD' : '', post ? 'POST' : ''].filter(Boolean).join(', ')))
  }
  app.use(notFound, errorPage(world))
  return pageCache(
    {
      db: world.db,
      now: world.now,
      make: query => boardPage(world, query),
      headers: pageHeaders(headersOf(world)),
      admits: (req, res) => enter(res) && searching.admits(req),
      note: (req, res, sent) => {
        const requestId = randomUUID().slice(0, 8)
        const log = (): void => logRequest(world, { method: req.method ?? '', route: '/', status: res.statusCode, requestId, ...sent })
        // Whoever left while their page was made closes nothing any more.
        if (res.closed) log()
        else res.once('close', log)
      },
    },
    app,
  )
}

/** Pages kept ready are not counted: they cost nothing. */
function limits(world: World): { searching: RateLimiter; others: [path: RegExp, limit: RateLimiter][] } {
  const sentence = 'You are asking faster than we can answer for everybody. Wait a few seconds, then go on.'
  const perMinute = (name: string, most: number, announced = false): RateLimiter =>
    rateLimit(world, { name, perMinute: most, announced, sentence })
  return {
    searching: perMinute('search', 60),
    others: [
      [/^\/words\.json$/, perMinute('words', 240)],
      [/^\/(?:\.(?:json|atom|rss|csv|feed\.json)|openapi\.json)$/, perMinute('programs', 120, true)],
    ],
  }
}

export type Route = [path: string, get: RequestHandler | null, post?: RequestHandler]

/** Every address of the site and what answers it. */
export function routes(world: World): Route[] {
  return [
    ['/', board(world)],
    ['/.json', boardJson(world)],
    ['/.atom', boardAtom(world)],
    ['/.rss', boardRss(world)],
    ['/.feed.json', boardFeed(world)],
    ['/.csv', boardCsv(world)],
    ['/roles/:slug', listing(world) as RequestHandler],
    ['/roles/:slug/suggestions', null, suggest(world) as RequestHandler],
    ['/roles/:slug/thanks', thanks(world) as RequestHandler],
    ['/go/:id', wayOut(world) as RequestHandler],
    ['/compare', compare(world)],
    ['/saved', saved(world)],
    ['/saved.ics', savedDates(world)],
    ['/sources', sources(world)],
    ['/refused', refused(world)],
    ['/how', how(world), readPasted(world)],
    ['/bot', page(world, site => render('bot', botView(site, world.contact ?? '')))],
    ['/assets/:file', assets],
    ['/robots.txt', robots(world)],
    ['/sitemap.xml', sitemap(world)],
    ['/openapi.json', apiDescription(world)],
    ['/api', apiPage(world)],
    ['/words.json', words(world)],
    ...adminRoutes(world),
    ...alertRoutes(world),
    ...alertFeedbackRoutes(world),
    ...myAlertRoutes(world),
    ...webhookRoutes(world),
    ...newsletterRoutes(world),
    ...(world.takeReport ? [['/mail/reports', null, mailReport(world.takeReport)] satisfies Route] : []),
    ...mailboxRoutes(world),
  ]
}

function page(world: World, show: (site: Awaited<ReturnType<typeof readSite>>) => string): RequestHandler {
  return async (req, res) => answerPage(req, res, show(await readSite(world)))
}

const assets: RequestHandler = (req, res) => {
  const found = findAsset(req.path)
  if (!found) throw new HttpError(404, 'The site has changed since the page that asks for this file was made. Load the page again.')
  answer(req, res, { body: found.body, type: found.type, cache: 'forever' })
}

/** A report of a mail server or a provider's webhook, as it came over the wire. Answered the same whoever it is from: nothing can be learnt. */
function mailReport(take: (raw: Buffer) => Promise<unknown>): RequestHandler {
  return async (req, res) => {
    const body: unknown = req.body
    if (!Buffer.isBuffer(body)) throw new HttpError(415, 'Post the report as it arrived, with Content-Type: message/rfc822.')
    await take(body)
    res.status(202).set('Cache-Control', 'no-store').end()
  }
}

/** A clock ticks every minute; three without a tick are no accident. */
const TICKS_WITHIN_MS = 3 * 60_000

/** Whether all is well here: the database answers, the clock ticks (once it has begun to) and we are not about to stop. */
function ready(world: World): RequestHandler {
  return async (_req, res) => {
    const problem = world.draining?.() ? 'stopping' : await whatIsWrong(world.db)
    res
      .set('Cache-Control', 'no-store')
      .type('text')
      .status(problem ? 503 : 200)
      .send(`${problem ?? 'ready'}\n`)
  }
}

async function whatIsWrong(db: Db): Promise<string | undefined> {
  if (!(await isAnswering(db))) return 'the database does not answer'
  const stillMs = await clockStillMs(db)
  if (stillMs !== undefined && stillMs > TICKS_WITHIN_MS) return 'the clock stands still: no worker runs, and no alert leaves'
  const hours = await clockJump(db)
  return hours === undefined
    ? undefined
    : `the clock jumped by ${Math.round(hours)} hours: no alert leaves until it has been steady for an hour`
}
