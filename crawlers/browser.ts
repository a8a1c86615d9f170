// Pages that their scripts fill, rendered in Chromium. The browser is loaded at the first such page, has no way out but a filtering proxy,
// no images, fonts, media, frames, workers, downloads or windows, and is closed when nothing was asked of it for a minute. It says who we
// are as the fetcher does. One page at a time: each costs a hundred times what HTTP costs.
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContext, CDPSession, Page, Request, Response, Route } from 'playwright-core'
import { FetchFailed } from './fetch-failed.ts'
import { startFilteringProxy } from './filtering-proxy.ts'
import type { FilteringProxy, Refusals } from './filtering-proxy.ts'
import type { AllowedOrigins, Resolve } from './guard.ts'

export interface BrowserSettings {
  userAgent: string
  allow: AllowedOrigins
  resolve?: Resolve
  /** The browser's program; without it, the one the set-up found, or one in the usual places. */
  program?: string
  /** For a whole page, from the first request to the last element. */
  deadlineMs?: number
  /** How long is waited for what fills the page. */
  waitMs?: number
  /** Bytes a page may load in all. */
  maxBytes?: number
  idleMs?: number
}

export interface Rendered {
  /** Where the page was in the end. */
  url: string
  status: number
  headers: Record<string, string>
  html: string
  /** Bytes that came for it. */
  bytes: number
  refusals: Refusals
}

export interface RenderOptions {
  /** A selector; the page is taken as it is when this does not come in time. */
  waitFor: string
  /** Hosts the page may use besides its own. */
  hosts: readonly string[]
  signal?: AbortSignal
}

const DEADLINE_MS = 30_000
const WAIT_MS = 12_000
/** After the last answer: for scripts that take their time over what came. */
const QUIET_MS = 2_000
const MAX_BYTES = 20 * 1_048_576
const MAX_HTML = 5 * 1_048_576
const IDLE_MS = 60_000
/** A page may send us on, at its own host; more often than this it is a trap. */
const MOST_NAVIGATIONS = 5

const NO_BROWSER =
  'This page is filled by its scripts and needs a browser, and there is none: install Chromium, or run node scripts/setup.mjs --browser.'

/** The program of a Chromium on this machine. */
export function findChromium(named?: string): string | undefined {
  return [named, provenBySetup(), ...USUAL_PLACES].find(path => path !== undefined && path !== '' && existsSync(path))
}

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]

function provenBySetup(): string | undefined {
  const file = new URL('../.cache/browser.json', import.meta.url)
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { executablePath?: string }).executablePath // written by scripts/browser.mjs
}

/** Chromium's own sandbox refuses to start for root (seen with 156, November 2026), and where a container forbids name spaces. */
export function canSandbox(): boolean {
  return process.getuid?.() !== 0
}

/** Whether a Chromium starts in its own sandbox here; undefined where there is none to start. */
export async function startsSandboxed(): Promise<boolean | undefined> {
  const program = findChromium()
  if (program === undefined) return undefined
  if (!canSandbox()) return false
  const browser = await openChromium(program, 'http://127.0.0.1:9', true).catch(() => undefined)
  await browser?.close()
  return browser !== undefined
}

interface Running {
  browser: Browser
  /** What the browser itself asks for (updates, accounts) ends here. */
  ownProxy: FilteringProxy
}

export class PageBrowser {
  private readonly settings: BrowserSettings
  private running: Promise<Running> | undefined
  private turn: Promise<unknown> = Promise.resolve()
  private idle: NodeJS.Timeout | undefined

  constructor(settings: BrowserSettings) {
    this.settings = settings
  }

  /** @throws FetchFailed with a sentence, also where this machine has no browser */
  render(url: string, options: RenderOptions): Promise<Rendered> {
    const rendered = this.turn.then(() => this.renderNow(url, options))
    this.turn = rendered.catch(() => undefined)
    return rendered
  }

  /** Requests of the browser itself that were refused, while it runs. */
  async ownRefusals(): Promise<Refusals | undefined> {
    return (await this.running)?.ownProxy.refusals
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const running = await this.running?.catch(() => undefined)
    this.running = undefined
    if (running === undefined) return
    await running.browser.close()
    await running.ownProxy.close()
  }

  private async renderNow(url: string, options: RenderOptions): Promise<Rendered> {
    clearTimeout(this.idle)
    options.signal?.throwIfAborted()
    const { browser } = await this.started()
    const { allow, resolve, maxBytes = MAX_BYTES } = this.settings
    const hosts = new Set([new URL(url).hostname, ...options.hosts])
    const proxy = await startFilteringProxy({ hosts, allow, maxBytes, ...(resolve && { resolve }) })
    const deadline = AbortSignal.timeout(this.settings.deadlineMs ?? DEADLINE_MS)
    const signals = options.signal === undefined ? [deadline] : [deadline, options.signal]
    try {
      return await ended(AbortSignal.any(signals), new Visit(browser, proxy, this.settings).show(url, options.waitFor))
    } catch (error) {
      throw await this.failure(error, url, { proxy, deadline, ...options })
    } finally {
      await proxy.close()
      this.idle = globalThis.setTimeout(() => void this.close(), this.settings.idleMs ?? IDLE_MS).unref()
    }
  }

  /** What went wrong, as a sentence. A browser that no longer answers is closed; the next page gets a new one. */
  private async failure(
    error: unknown,
    url: string,
    at: { proxy: FilteringProxy; deadline: AbortSignal; signal?: AbortSignal },
  ): Promise<FetchFailed> {
    if (error instanceof FetchFailed) return error
    const { host } = new URL(url)
    await this.close()
    if (at.signal?.aborted) return new FetchFailed('stopped', 'The crawl was stopped.', { cause: error })
    if (at.proxy.isSpent()) return new FetchFailed('too-large', `${host} loads more for one page than we take.`, { cause: error })
    if (at.deadline.aborted) return new FetchFailed('timeout', `${host} did not fill its page in time.`, { cause: error })
    return new FetchFailed('browser', `The browser broke over a page of ${host}.`, { cause: error })
  }

  private async started(): Promise<Running> {
    this.running ??= this.launch().catch((error: unknown) => {
      this.running = undefined
      throw error
    })
    const running = await this.running
    if (running.browser.isConnected()) return running
    this.running = undefined
    await running.ownProxy.close()
    return this.started()
  }

  private async launch(): Promise<Running> {
    const program = findChromium(this.settings.program)
    if (program === undefined) throw new FetchFailed('browser', NO_BROWSER)
    const { allow } = this.settings
    const ownProxy = await startFilteringProxy({ hosts: new Set(), allow, maxBytes: MAX_BYTES })
    const open = (isSandboxed: boolean) => openChromium(program, ownProxy.url, isSandboxed)
    try {
      const browser = canSandbox() ? await open(true).catch(() => undefined) : undefined
      return { browser: browser ?? (await open(false)), ownProxy }
    } catch (error) {
      await ownProxy.close()
      throw new FetchFailed('browser', 'The browser that pages with scripts need does not start.', { cause: error })
    }
  }
}

/** Nothing leaves but by the proxy: no name is resolved by the browser itself, no UDP is sent, nothing is fetched ahead or reported. */
const ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--dns-prefetch-disable',
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--no-first-run',
  '--js-flags=--max-old-space-size=256',
]

async function openChromium(executablePath: string, proxy: string, chromiumSandbox: boolean): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  // The browser gets none of our environment: there are keys in it.
  const env = process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', HOME: tmpdir(), LANG: 'C.UTF-8' } }
  return chromium.launch({
    executablePath,
    chromiumSandbox,
    proxy: { server: proxy },
    args: ARGUMENTS,
    timeout: DEADLINE_MS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...env,
  })
}

const NOT_LOADED = new Set(['image', 'media', 'font', 'ping', 'manifest', 'texttrack', 'cspviolationreport', 'prefetch'])

/** One page in a browser context of its own, which leaves nothing behind. */
class Visit {
  private readonly browser: Browser
  private readonly proxy: FilteringProxy
  private readonly settings: BrowserSettings
  private navigations = 0

  constructor(browser: Browser, proxy: FilteringProxy, settings: BrowserSettings) {
    this.browser = browser
    this.proxy = proxy
    this.settings = settings
  }

  async show(url: string, waitFor: string): Promise<Rendered> {
    const context = await this.browser.newContext({
      userAgent: this.settings.userAgent,
      locale: 'en-GB',
      proxy: { server: this.proxy.url },
      serviceWorkers: 'block',
      acceptDownloads: false,
    })
    try {
      return await this.showIn(context, url, waitFor)
    } finally {
      await context.close()
    }
  }

  private async showIn(context: BrowserContext, url: string, waitFor: string): Promise<Rendered> {
    const page = await context.newPage()
    const broken = new Promise<never>((_, reject) => page.once('crash', () => reject(new Error('the page crashed'))))
    context.on('page', other => void (other !== page && other.close().catch(() => undefined)))
    page.on('dialog', dialog => void dialog.dismiss().catch(() => undefined))
    await context.route('**/*', route => this.decide(route, page))
    return Promise.race([this.read(page, url, waitFor), broken])
  }

  private async read(page: Page, url: string, waitFor: string): Promise<Rendered> {
    let answer: Response | undefined
    page.on('response', response => {
      if (isPageItself(response.request(), page)) answer = response
    })
    // No longer than this: a script that goes elsewhere while the page is read would leave us waiting for its end.
    answer = (await page.goto(url, { waitUntil: 'commit', timeout: DEADLINE_MS })) ?? answer
    await this.filled(page, waitFor)
    const { host } = new URL(url)
    if (URL.parse(page.url())?.host !== host) throw new FetchFailed('redirects', `${host} sent the browser elsewhere.`)
    const html = await wholeHtml(await page.context().newCDPSession(page))
    return {
      url: page.url(),
      status: answer?.status() ?? 200,
      headers: (await answer?.allHeaders()) ?? {},
      html,
      bytes: this.proxy.bytes(),
      refusals: this.proxy.refusals,
    }
  }

  /** Waits for what fills the page: until it is there, or nothing has come for a while, or the time is over. */
  private async filled(page: Page, waitFor: string): Promise<void> {
    const timeout = this.settings.waitMs ?? WAIT_MS
    const ended = Promise.allSettled([page.waitForLoadState('networkidle', { timeout }).then(() => setTimeout(QUIET_MS))])
    const there = Promise.allSettled([page.locator(`css=${waitFor}`).first().waitFor({ state: 'attached', timeout })])
    await Promise.race([there, ended])
  }

  /** What a page may load: itself, its scripts, styles and data. The proxy decides from where. */
  private async decide(route: Route, page: Page): Promise<void> {
    const request = route.request()
    const mayLoad = request.isNavigationRequest() ? this.mayGo(request, page) : !NOT_LOADED.has(request.resourceType())
    // “aborted” leaves a page that would go elsewhere where it is; any other reason would put the browser's own error page in its place.
    await (mayLoad && /^https?:/i.test(request.url()) ? route.continue() : route.abort('aborted')).catch(() => undefined)
  }

  /** The page itself may move about its own host, a few times; there are no frames and no windows. */
  private mayGo(request: Request, page: Page): boolean {
    if (!isPageItself(request, page)) return false
    const isAtHome = page.url() === 'about:blank' || URL.parse(request.url())?.host === URL.parse(page.url())?.host
    return isAtHome && ++this.navigations <= MOST_NAVIGATIONS
  }
}

function isPageItself(request: Request, page: Page): boolean {
  if (!request.isNavigationRequest()) return false
  try {
    return request.frame() === page.mainFrame()
  } catch {
    // Playwright throws for the first request of a new window, which has no frame yet.
    return false
  }
}

/** The page as it stands, measured before it is handed over, in a world of its own that the page's scripts cannot reach. */
async function wholeHtml(session: CDPSession): Promise<string> {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })
  const expression = `(() => { const html = document.documentElement.outerHTML; return html.length > ${MAX_HTML} ? null : html })()`
  const { result } = await session.send('Runtime.evaluate', { contextId: executionContextId, expression, returnByValue: true })
  if (typeof result.value !== 'string') throw new FetchFailed('too-large', 'The page grew beyond what we take while it was shown.')
  return result.value
}

/** The work, or a rejection as soon as the signal fires, whatever the work then does. */
async function ended<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  let stop = (): void => undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('ended'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
