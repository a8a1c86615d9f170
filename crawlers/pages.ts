// Reads a source's pages with its connector: Crawlee keeps the queue and the retries, the fetcher asks, the connector reads, and the caller
// gets each page's postings as they come. Says at the end how it went; knows nothing of databases.
import { withoutSecrets } from './canonical-url.ts'
import type { Connector, Page, PageRequest, Reading } from './connector.ts'
import { SourceChanged } from './connector.ts'
import { CrawlProgress, DEFAULT_BUDGETS, LoopGuard } from './crawl-progress.ts'
import type { Budgets, CrawlResult } from './crawl-progress.ts'
import { runQueue } from './crawl-queue.ts'
import type { Visit } from './crawl-queue.ts'
import { FetchFailed } from './fetch-failed.ts'
import { PRODUCT_TOKEN } from './fetcher.ts'
import type { Fetched, Fetcher, Validators } from './fetcher.ts'
import { withKeys } from './keys.ts'
import { emptyPageSentence } from './empty-page.ts'
import { isNoIndex } from './no-index.ts'
import { Reader, ReadingGivenUp } from './reader.ts'
import { isAllowed } from './robots.ts'
import type { RawPosting } from '../listings/posting.ts'

/** One page of a crawl, as its caller should know it. */
export interface CrawledPage {
  /** The address asked for, and the one it was found at; keys in them are blotted out. */
  url: string
  finalUrl: string
  label?: string
  /** Which advert's own page it is, as far as its list said. */
  externalId?: string
  /** `not-modified`: the page is as it was, so are its postings. `gone`: a detail page that is no longer there (404 or 410). */
  state: 'read' | 'not-modified' | 'gone'
  /** External ids the source says are gone. */
  gone: string[]
  flaws: string[]
  bytes: number
  /** To be handed in at the next crawl; only for a page that leads nowhere, since an unchanged page is not read and its links are lost. */
  validators?: Validators
  /** The source asks that the page not be shown elsewhere (`noindex`, `noarchive`, TDM reservation), in its own words. */
  robotsTag?: string
}

export interface CrawlOptions {
  /** Awaited before the next page is asked for. What it throws ends the crawl and comes out of crawlPages. */
  onPage: (postings: RawPosting[], page: CrawledPage) => Promise<void> | void
  /** Least time between two requests, milliseconds; a longer Crawl-delay of the host wins. */
  delayMs?: number
  budgets?: Partial<Budgets>
  signal?: AbortSignal
  /** What the last crawl was told about a page. */
  validators?: (url: string) => Validators | undefined
  /** Pages of those a page names that are followed; for a preview. */
  mostFollowed?: number
  /** Milliseconds since the epoch. */
  now?: () => number
}

export type { Budgets, CrawlResult } from './crawl-progress.ts'

/** More than this between two requests and a crawl would not end today. */
const LONGEST_CRAWL_DELAY_MS = 60_000

/**
 * Reads all pages of one source, in order, one at a time.
 * @returns how it went; rejects only with what `onPage` threw.
 */
export async function crawlPages<Settings>(
  connector: Connector<Settings>,
  settings: Settings,
  given: Fetcher,
  options: CrawlOptions,
): Promise<CrawlResult> {
  const fetcher = withKeys(given, connector.secrets?.(settings) ?? [])
  const now = options.now ?? Date.now
  const progress = new CrawlProgress({ ...DEFAULT_BUDGETS, ...options.budgets }, now)
  const loops = new LoopGuard()
  const reader = new Reader(connector)
  const start = connector.start(settings)

  async function visit({ request, attempt, isStart, enqueue }: Visit): Promise<void> {
    const budgetSpent = progress.budgetSpent() ?? (options.signal?.aborted ? 'The crawl was stopped.' : undefined)
    if (budgetSpent !== undefined) return progress.stop('partial', budgetSpent)
    const delayMs = await permission(request, isStart, progress, fetcher, options)
    if (delayMs === undefined) return
    const fetched = await load(request, delayMs, { attempt, isStart }, progress, fetcher, options)
    if (fetched === undefined) return
    progress.count({ pages: 1, bytes: fetched.bytes, unchanged: fetched.notModified ? 1 : 0 })
    if (fetched.notModified) return options.onPage([], crawledPage(request, fetched, 'not-modified'))
    if (loops.isRepeat(request, fetched.text)) return progress.flaw(`A page was the same as one before: ${withoutSecrets(request.url)}`)
    const reading = await read(reader, settings, request, fetched, isStart, progress)
    if (reading === undefined) return
    progress.count({ items: reading.postings.length })
    if (reading.more) progress.sawWindow()
    for (const flaw of reading.flaws ?? []) progress.flaw(flaw)
    progress.gone(reading.gone ?? [])
    await options.onPage(reading.postings, crawledPage(request, fetched, 'read', reading))
    if (!enqueue(loops.worthFollowing(request, reading).slice(0, options.mostFollowed))) progress.leaveRest()
  }

  if (start.length === 0) return progress.result()
  try {
    const drained = await runQueue(start, visit, { isStopped: () => progress.stopped, mostPages: progress.mostPages }, options.signal)
    if (!drained) progress.stop('partial', 'The crawl was stopped.')
    return progress.result()
  } finally {
    await reader.close()
  }
}

const REMARKS = {
  robots_is_html: 'In place of robots.txt a web page came, which holds no rules (robots_is_html).',
  robots_is_undecodable: 'The robots.txt is no text that can be read (robots_is_undecodable).',
  robots_is_cut: 'The robots.txt is longer than 500 KiB; the rest was not read (robots_is_cut).',
} as const

/** Asks robots.txt. @returns the delay to keep, or undefined when the page may not be asked for (and why is on record). */
async function permission(
  request: PageRequest,
  isStart: boolean,
  progress: CrawlProgress,
  fetcher: Fetcher,
  options: CrawlOptions,
): Promise<number | undefined> {
  const { delayMs = 0, signal } = options
  const state = await fetcher.robotsFor(request.url, { delayMs, ...(signal === undefined ? {} : { signal }) })
  if (!state.reached) {
    // A host that answers badly may mend; a name nobody knows (or a machine without a network) is a failure to look at. Neither closes an advert.
    progress.stop(state.kind === 'dns' ? 'failed' : 'deferred', state.reason, state.retryAt)
    return undefined
  }
  const { crawlDelayMs = 0, remark } = state.robots
  if (isStart && remark !== undefined) progress.flaw(REMARKS[remark])
  if (crawlDelayMs > LONGEST_CRAWL_DELAY_MS) {
    const seconds = Math.round(crawlDelayMs / 1_000)
    progress.stop('blocked', `robots.txt asks for ${seconds} s between two requests, which is longer than we can wait.`)
    return undefined
  }
  if (isAllowed(state.robots, request.url)) return Math.max(delayMs, crawlDelayMs)
  progress.fail({ kind: 'robots', url: withoutSecrets(request.url), sentence: 'robots.txt does not allow this page.', isStart })
  return undefined
}

/** @returns the page, or undefined when it was recorded as gone or failed. @throws what the queue should try again. */
async function load(
  request: PageRequest,
  delayMs: number,
  { attempt, isStart }: { attempt: number; isStart: boolean },
  progress: CrawlProgress,
  fetcher: Fetcher,
  options: CrawlOptions,
): Promise<Fetched | undefined> {
  const validators = options.validators?.(withoutSecrets(request.url))
  const { signal } = options
  const { url, method, headers, body, maxBytes } = request
  try {
    return await fetcher.fetch(
      { url, ...(method && { method }), ...(headers && { headers }), ...(body !== undefined && { body }) },
      { delayMs, ...(maxBytes && { maxBytes }), ...(validators && { validators }), ...(signal && { signal }) },
    )
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error
    if (isGone(error) && request.optional) return absentPage(url, error.status ?? 404)
    if (isGone(error) && request.label === 'detail') {
      await options.onPage([], gonePage(request))
      return undefined
    }
    if (error.passing && attempt < mostAttempts(error)) throw error
    progress.fail({
      kind: error.kind,
      url: withoutSecrets(url),
      sentence: error.message,
      isStart,
      status: error.status,
      retryAt: error.retryAt,
    })
    return undefined
  }
}

/** Two more tries for a fault, three for "slow down"; the fetcher holds the host in between. */
function mostAttempts(error: FetchFailed): number {
  return error.status === 429 ? 4 : 3
}

function isGone(error: FetchFailed): boolean {
  return error.status === 404 || error.status === 410
}

function absentPage(url: string, status: number): Fetched {
  return {
    url,
    status,
    notModified: false,
    contentType: '',
    charset: 'utf-8',
    text: '',
    bytes: 0,
    wireBytes: 0,
    redirects: 0,
    validators: {},
  }
}

async function read<Settings>(
  reader: Reader<Settings>,
  settings: Settings,
  request: PageRequest,
  fetched: Fetched,
  isStart: boolean,
  progress: CrawlProgress,
): Promise<Reading | undefined> {
  const page: Page = { request, url: fetched.url, status: fetched.status, contentType: fetched.contentType, body: fetched.text }
  try {
    const reading = await reader.read(page, settings)
    if (isBarren(reading)) progress.sawNothingOn(emptyPageSentence(page))
    return withoutHidden(reading, page, fetched.robotsTag)
  } catch (error) {
    const isSaid = error instanceof SourceChanged || error instanceof ReadingGivenUp
    const sentence = isSaid ? error.message : `The page could not be read: ${String(error).slice(0, 200)}`
    if (error instanceof SourceChanged) progress.sawNothingOn(emptyPageSentence(page))
    progress.fail({ kind: 'changed', url: withoutSecrets(request.url), sentence, isStart })
    return undefined
  }
}

/** A page that gave nothing and does not say itself that there is nothing. */
function isBarren({ postings, stubs = [], follow, gone = [], isEmpty }: Reading): boolean {
  return postings.length + stubs.length + follow.length + gone.length === 0 && isEmpty !== true
}

/**
 * The reading without the adverts of a web page that asks not to be shown elsewhere; those we have of it are gone. Feeds and answers of APIs
 * say `noindex` of themselves as files (WordPress of every feed), not of the adverts in them.
 */
function withoutHidden(reading: Reading, page: Page, robotsTag: string | undefined): Reading {
  const { postings, gone = [], flaws = [], robotsMeta } = reading
  if (postings.length === 0 || !/^(?:text\/html|application\/xhtml)/i.test(page.contentType)) return reading
  if (!isNoIndex(robotsTag ?? '', PRODUCT_TOKEN) && !isNoIndex(robotsMeta ?? '', PRODUCT_TOKEN)) return reading
  const flaw = `${postings.length} adverts were not taken: the page asks not to be shown elsewhere (noindex): ${withoutSecrets(page.request.url)}`
  return { ...reading, postings: [], gone: [...gone, ...postings.map(posting => posting.externalId)], flaws: [...flaws, flaw] }
}

function gonePage({ url, externalId }: PageRequest): CrawledPage {
  const shown = withoutSecrets(url)
  return { url: shown, finalUrl: shown, label: 'detail', state: 'gone', gone: [], flaws: [], bytes: 0, ...(externalId && { externalId }) }
}

function crawledPage(request: PageRequest, fetched: Fetched, state: 'read' | 'not-modified', reading?: Reading): CrawledPage {
  const leadsNowhere = reading === undefined || reading.follow.length === 0
  return {
    url: withoutSecrets(request.url),
    finalUrl: withoutSecrets(fetched.url),
    state,
    gone: reading?.gone ?? [],
    flaws: reading?.flaws ?? [],
    bytes: fetched.bytes,
    ...(request.label && { label: request.label }),
    ...(request.externalId && { externalId: request.externalId }),
    ...(leadsNowhere && { validators: fetched.validators }),
    ...(fetched.robotsTag && { robotsTag: fetched.robotsTag }),
  }
}
