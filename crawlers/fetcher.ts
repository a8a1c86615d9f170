// The only file that fetches. Says who we are, reaches public addresses only and checks that again at every redirect, asks robots.txt, keeps
// the host's pace, stops at a size and at a deadline, and hands back text. What went wrong comes as FetchFailed with a sentence.
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import { blockedSentence, isLogIn } from './blocked.ts'
import { PageBrowser } from './browser.ts'
import type { RenderRequest } from './connector.ts'
import { withDeadline } from './deadline.ts'
import type { Deadline } from './deadline.ts'
import { FetchFailed, failureFrom } from './fetch-failed.ts'
import { afterRedirect, headerOf, headersOf, redirectTarget, sentenceOf } from './http-messages.ts'
import type { FetchRequest, Validators } from './http-messages.ts'
import { AddressRefused, checkAddress, guardedConnector } from './guard.ts'
import type { AllowedOrigins, Resolve } from './guard.ts'
import { refuseMarks, withKeys } from './keys.ts'
import type { Key } from './keys.ts'
import type { LargeTurn } from './large-bodies.ts'
import { backoffMs, HostHeld, memoryPace, readRetryAfter, realClock } from './pace.ts'
import type { Clock, Pace } from './pace.ts'
import { isAllowed, PRODUCT_TOKEN, tooSlowSentence } from './robots.ts'
import { readPage } from './received-page.ts'
import { renderedPage } from './rendering.ts'
import { robotsFiles } from './robots-files.ts'
import type { RobotsState } from './robots-files.ts'

export const PAGE_MAX_BYTES = 5 * 1_048_576
/** An answer that says no is read this far, to see whether it is a challenge. */
const REFUSAL_MAX_BYTES = 262_144
const MOST_REDIRECTS = 5
const DEADLINE_MS = 30_000
/** Of the ten seconds a stopped process may take, the most part. */
const STOP_GRACE_MS = 8_000
/** After this many refusals for haste in a row without a time to come back, the host is left alone for an hour. */
const MOST_STRIKES = 3
const REST_AFTER_STRIKES_MS = 3_600_000

export { PRODUCT_TOKEN } from './robots.ts'
export type { FetchRequest, Validators } from './http-messages.ts'

export interface FetchOptions {
  /** Least time between two requests to the host, milliseconds. */
  delayMs?: number
  /** Decoded bytes allowed. */
  maxBytes?: number
  /** A longer page is cut at `maxBytes` instead of being refused. */
  cut?: boolean
  validators?: Validators
  signal?: AbortSignal
  /** Taken before the page becomes large; whoever hands it in gives it back when the page has been read. */
  large?: LargeTurn
}

export interface Fetched {
  /** The address after redirects. */
  url: string
  status: number
  /** 304: the page is as it was, and `text` is empty. */
  notModified: boolean
  contentType: string
  charset: string
  text: string
  /** Decoded size. */
  bytes: number
  wireBytes: number
  redirects: number
  validators: Validators
  /** The `X-Robots-Tag` and `TDM-Reservation` headers, where sent: what may be done with the page. */
  robotsTag?: string
  /** What a person should know of a page that was rendered. */
  remark?: string
}

export type Received = Omit<Fetched, 'redirects'>

/** What one request brings: a page, or a redirect's target and status. */
type Answer = { page: Received } | { target: string; status: number }
type Hop = Answer & { ms: number }

export interface Fetcher {
  /** @throws FetchFailed */
  fetch(request: FetchRequest, options?: FetchOptions): Promise<Fetched>
  /** A page that its scripts fill, as a browser shows it. @throws FetchFailed */
  render(url: string, render: RenderRequest, options?: FetchOptions): Promise<Fetched>
  /** The robots.txt that governs an address; from memory for up to a day. Never throws for what a host does. */
  robotsFor(url: string, options?: FetchOptions): Promise<RobotsState>
  close(): Promise<void>
}

export interface FetcherSettings {
  /** `DayrateBot/1.0 (+https://…/bot)`. */
  userAgent: string
  allow: AllowedOrigins
  /** Of the sources that want one. */
  keys?: readonly Key[]
  pace?: Pace
  clock?: Clock
  resolve?: Resolve
  random?: () => number
  /** Take a robots.txt that asks for a log-in (401, 403) as a refusal of the whole host; RFC 9309 takes it as no rules. */
  strictRobots?: boolean
  /** For a whole request, redirects included; waiting for a turn does not count. */
  deadlineMs?: number
  /** A request that is under way when the crawl is stopped may still end within this. */
  stopGraceMs?: number
}

/** The User-Agent of an installation: one product token, and where to read about it. */
export function userAgentOf(publicUrl: string): string {
  return `DayrateBot/1.0 (+${publicUrl.replace(/\/$/, '')}/bot)`
}

export function createFetcher(settings: FetcherSettings): Fetcher {
  return withKeys(new HttpFetcher(settings), settings.keys ?? [])
}

class HttpFetcher implements Fetcher {
  private readonly settings: FetcherSettings
  private readonly clock: Clock
  private readonly pace: Pace
  private readonly deadlineMs: number
  private readonly stopGraceMs: number
  private readonly agent: Agent
  private readonly robots: (url: string, options?: FetchOptions) => Promise<RobotsState>
  private browser: PageBrowser | undefined
  /** Faults of each host in a row. */
  private readonly strikes = new Map<string, number>()

  constructor(settings: FetcherSettings) {
    this.settings = settings
    this.clock = settings.clock ?? realClock
    this.pace = settings.pace ?? memoryPace(this.clock)
    this.deadlineMs = settings.deadlineMs ?? DEADLINE_MS
    this.stopGraceMs = settings.stopGraceMs ?? STOP_GRACE_MS
    this.agent = new Agent({
      connect: guardedConnector(settings.allow, settings.resolve, Math.min(this.deadlineMs, 10_000)),
      pipelining: 1,
      connections: 1,
      maxHeaderSize: 32_768,
      headersTimeout: this.deadlineMs,
      bodyTimeout: this.deadlineMs,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 10_000,
    })
    const load = (request: FetchRequest, options?: FetchOptions): Promise<Fetched> => this.load(request, options, false)
    this.robots = robotsFiles(load, { token: PRODUCT_TOKEN, clock: this.clock, strict: settings.strictRobots ?? false })
  }

  async fetch(request: FetchRequest, options?: FetchOptions): Promise<Fetched> {
    refuseMarks(request)
    return this.load(request, options, true)
  }

  async render(url: string, render: RenderRequest, options: FetchOptions = {}): Promise<Fetched> {
    const at = checked(url, this.settings.allow)
    const end = await takeTurn(this.pace, at.host, options)
    try {
      const page = await renderedPage((this.browser ??= new PageBrowser(this.settings)), at.href, render, options.signal)
      if (page.url !== at.href) await this.permission(new URL(page.url), options)
      return page
    } finally {
      await end()
    }
  }

  robotsFor(url: string, options?: FetchOptions): Promise<RobotsState> {
    return this.robots(url, options)
  }

  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.browser?.close()])
  }

  /**
   * Walks the redirects, each hop at its own host's pace. Who asks for a page has asked robots.txt for that page; where a redirect leads it is
   * asked here. Only a robots.txt itself is followed freely (RFC 9309 §2.3.1.2: its rules are those of the host it was asked of).
   */
  private async load(request: FetchRequest, options: FetchOptions = {}, obeysRobots: boolean): Promise<Fetched> {
    const start = checked(request.url, this.settings.allow)
    let at = start
    let sent: FetchRequest = request
    let delayMs = options.delayMs ?? 0
    let leftMs = this.deadlineMs
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const hop = await this.hop(sent, at, { ...options, delayMs }, leftMs)
      leftMs -= hop.ms
      if ('page' in hop) return landed({ ...hop.page, redirects }, start, at)
      const next = checked(hop.target, this.settings.allow)
      if (obeysRobots) delayMs = Math.max(delayMs, await this.permission(next, options))
      sent = afterRedirect(sent, hop.status, next.origin === at.origin)
      at = next
    }
    throw new FetchFailed('redirects', `${start.host} sent us from page to page more than ${MOST_REDIRECTS} times.`)
  }

  /** Asks the robots.txt that governs the end of a redirect. @returns the delay it wants, milliseconds. */
  private async permission(target: URL, options: FetchOptions): Promise<number> {
    const state = await this.robots(target.href, options)
    if (!state.reached) throw new FetchFailed('robots', `A redirect leads to ${target.host}: ${state.reason}`, { retryAt: state.retryAt })
    const tooSlow = tooSlowSentence(state.robots)
    if (tooSlow !== undefined) throw new FetchFailed('robots', `A redirect leads to ${target.host}: ${tooSlow}`)
    if (isAllowed(state.robots, target)) return state.robots.crawlDelayMs ?? 0
    throw new FetchFailed('robots', `A redirect leads to a page of ${target.host} that its robots.txt does not allow.`)
  }

  /** One request at its host's turn: the page, or where it is to be found. */
  private async hop(request: FetchRequest, url: URL, options: FetchOptions, leftMs: number): Promise<Hop> {
    const end = await takeTurn(this.pace, url.host, options)
    const begun = performance.now()
    try {
      const answer = await withDeadline({ ms: leftMs, stop: options.signal, graceMs: this.stopGraceMs }, url.host, deadline =>
        this.exchange(request, url, options, deadline),
      )
      return { ...answer, ms: performance.now() - begun }
    } catch (error) {
      if (error instanceof FetchFailed && error.passing && !isSlowDown(error.status)) await this.hold(url.host, undefined)
      throw error
    } finally {
      await end()
    }
  }

  private async exchange(request: FetchRequest, url: URL, options: FetchOptions, deadline: Deadline): Promise<Answer> {
    const { signal } = deadline
    const response = await this.ask(request, url, options, signal)
    const target = redirectTarget(response, url)
    if (target === undefined) return { page: await this.receive(response, url, options, deadline) }
    await response.body.dump({ limit: 65_536, signal })
    return { target, status: response.statusCode }
  }

  private async ask(request: FetchRequest, url: URL, options: FetchOptions, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    try {
      return await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method ?? 'GET',
        headers: headersOf(request, options.validators, this.settings.userAgent),
        body: request.body ?? null,
        signal,
      })
    } catch (error) {
      throw failureFrom(error, url.host, false)
    }
  }

  private async receive(response: Dispatcher.ResponseData, url: URL, options: FetchOptions, deadline: Deadline): Promise<Received> {
    const { large } = options
    const isGood = (response.statusCode >= 200 && response.statusCode < 300) || response.statusCode === 304
    const cap = isGood
      ? { maxBytes: options.maxBytes ?? PAGE_MAX_BYTES, cut: options.cut ?? false }
      : { maxBytes: REFUSAL_MAX_BYTES, cut: true }
    const whenLarge = large && (() => deadline.pausedFor(large.take(deadline.signal)))
    const page = await readPage(response, url, { ...cap, ...(whenLarge && { whenLarge }) })
    const challenge = blockedSentence(page, response.headers)
    if (challenge !== undefined) throw new FetchFailed('blocked', challenge, { status: page.status })
    if (!isGood) throw await this.refusal(response, url)
    this.strikes.delete(url.host)
    return page
  }

  /** An answer that is not the page: a request to slow down, or a plain status. */
  private async refusal(response: Dispatcher.ResponseData, url: URL): Promise<FetchFailed> {
    const status = response.statusCode
    const sentence = sentenceOf(status, url.host)
    if (!isSlowDown(status)) return new FetchFailed('status', sentence, { status })
    const namedMs = readRetryAfter(headerOf(response, 'retry-after'), this.clock.now())
    const until = await this.hold(url.host, namedMs, status === 429)
    return new FetchFailed('status', sentence, { status, ...((namedMs !== undefined || status === 429) && { retryAt: until }) })
  }

  /**
   * Holds the host off: until when it says, or by doubling waits, and after three requests in a row to slow down for an hour.
   * @returns when it may be asked again, milliseconds since the epoch
   */
  private async hold(host: string, namedMs: number | undefined, isHaste = false): Promise<number> {
    const strike = (this.strikes.get(host) ?? 0) + 1
    this.strikes.set(host, strike)
    const rest = isHaste && strike > MOST_STRIKES ? REST_AFTER_STRIKES_MS : backoffMs(Math.min(strike, MOST_STRIKES), this.settings.random)
    const until = this.clock.now() + (namedMs ?? rest)
    await this.pace.hold(host, until)
    return until
  }
}

/** Statuses by which a host asks to be left alone for a while. */
function isSlowDown(status: number | undefined): boolean {
  return status === 429 || status === 503
}

function checked(raw: string, allow: AllowedOrigins): URL {
  try {
    return checkAddress(raw, allow)
  } catch (error) {
    if (error instanceof AddressRefused) throw new FetchFailed('refused-address', error.message, { cause: error })
    throw error
  }
}

async function takeTurn(pace: Pace, host: string, options: FetchOptions): Promise<() => Promise<void>> {
  try {
    return await pace.turn(host, options.delayMs ?? 0, options.signal)
  } catch (error) {
    if (error instanceof HostHeld) throw new FetchFailed('held', error.message, { retryAt: error.until, cause: error })
    if (options.signal?.aborted) throw new FetchFailed('stopped', 'The crawl was stopped.', { cause: error })
    throw error
  }
}

/** A page at the end of redirects; where somebody has to sign in instead, it is none. */
function landed(page: Fetched, start: URL, at: URL): Fetched {
  if (page.redirects === 0 || !isLogIn(at) || isLogIn(start)) return page
  throw new FetchFailed('blocked', `${start.host} sends us to a log-in page.`, { status: page.status })
}
