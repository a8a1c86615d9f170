// Reads a source's pages with its connector: Crawlee keeps the queue and the retries, the fetcher asks, the connector reads, and the caller
// gets each page's postings as they come. Says at the end how it went; knows nothing of databases.
import { withoutSecrets } from './canonical-url.ts'
import { asked, loadPage } from './asking.ts'
import { closedSentence } from './closed-page.ts'
import type { Connector, Page, PageRequest, Reading, RenderRequest } from './connector.ts'
import { SourceChanged, WebPageCame } from './connector.ts'
import { NO_ADVERT, pageOf } from './crawled-page.ts'
import type { CrawledPage, PageTrace } from './crawled-page.ts'
import { CrawlProgress, DEFAULT_BUDGETS, digestOf, LoopGuard } from './crawl-progress.ts'
import type { Budgets, CrawlError, CrawlResult } from './crawl-progress.ts'
import { runQueue } from './crawl-queue.ts'
import type { Visit } from './crawl-queue.ts'
import { emptyPageSentence } from './empty-page.ts'
import type { Fetched, Fetcher, Validators } from './fetcher.ts'
import { isHtmlType } from './html-type.ts'
import { carriesKey, withKeys } from './keys.ts'
import { LargeTurn } from './large-bodies.ts'
import { restricted } from './no-index.ts'
import type { KnownPage, PageMemory } from './page-memory.ts'
import { boardSentence } from './page-of-board.ts'
import { permission } from './permission.ts'
import { Reader, ReadingGivenUp } from './reader.ts'
import type { RawPosting } from '../listings/posting.ts'

export interface CrawlOptions {
  /**
   * Awaited before the next page is asked for. What it throws ends the crawl and comes out of crawlPages. The trace is for knowing the page
   * again; there may be keys in it, so it is not for keeping.
   */
  onPage: (postings: RawPosting[], page: CrawledPage, trace: PageTrace) => Promise<void> | void
  /** Told how many adverts have pages that were not asked for, since their list says nothing new of them. */
  onPassedOver?: (adverts: number) => void
  /** Least time between two requests, milliseconds; a longer Crawl-delay of the host wins. */
  delayMs?: number
  budgets?: Partial<Budgets>
  /** Aborted when the crawl is to stop: the request under way may end, nothing more is asked for. */
  signal?: AbortSignal
  /** What is known of the pages from earlier crawls; without it everything is read. */
  memory?: PageMemory
  /** Pages of those a page names that are followed; for a preview. */
  mostFollowed?: number
  /** Milliseconds since the epoch. */
  now?: () => number
}

export type { CrawledPage } from './crawled-page.ts'
export type { Budgets, CrawlResult } from './crawl-progress.ts'

/**
 * Reads all pages of one source, in order, one at a time.
 * @returns how it went; rejects only with what `onPage` threw.
 */
export async function crawlPages<Settings>(
  connector: Connector<Settings>,
  settings: Settings,
  fetcher: Fetcher,
  options: CrawlOptions,
): Promise<CrawlResult> {
  const progress = new CrawlProgress({ ...DEFAULT_BUDGETS, ...options.budgets }, options.now ?? Date.now)
  const crawl = new Crawl(connector, settings, withKeys(fetcher, connector.secrets?.(settings) ?? []), options, progress)
  const start = connector.start(settings)
  if (start.length === 0) return progress.result()
  options.memory?.expect?.(start)
  const limits = { isStopped: () => progress.stopped, mostPages: progress.mostPages }
  try {
    const drained = await runQueue(start, visit => crawl.visit(visit), limits, options.signal)
    if (!drained) progress.interrupt(STOPPED)
    return progress.result()
  } finally {
    await crawl.close()
  }
}

const STOPPED = 'The crawl was stopped.'

class Crawl<Settings> {
  private readonly reader: Reader<Settings>
  /** The source's owner gave out a key for it. */
  private readonly isKeyed: boolean
  private readonly settings: Settings
  private readonly fetcher: Fetcher
  private readonly options: CrawlOptions
  private readonly progress: CrawlProgress
  private readonly loops = new LoopGuard()

  constructor(connector: Connector<Settings>, settings: Settings, fetcher: Fetcher, options: CrawlOptions, progress: CrawlProgress) {
    this.reader = new Reader(connector)
    this.isKeyed = connector.needs !== undefined
    this.settings = settings
    this.fetcher = fetcher
    this.options = options
    this.progress = progress
  }

  close(): Promise<void> {
    return this.reader.close()
  }

  async visit(visit: Visit): Promise<void> {
    const { progress, options } = this
    const known = await options.memory?.recall(visit.request)
    if (known?.done) return this.replay(visit, known, 'done')
    const spent = progress.budgetSpent() ?? (options.signal?.aborted ? STOPPED : undefined)
    if (spent !== undefined) return progress.interrupt(spent)
    // Whoever gave us a key allowed this interface, and says in its terms how it may be asked (docs/decisions/7).
    const isAgreed = this.isKeyed && carriesKey(visit.request)
    const delayMs = isAgreed ? (options.delayMs ?? 0) : await permission(visit.request, visit.isStart, progress, this.fetcher, options)
    if (delayMs === undefined) return
    const large = new LargeTurn()
    try {
      const render = await this.receive(visit, known, delayMs, large)
      large.giveBack()
      if (render !== undefined) await this.show(visit, render.url, render.how, delayMs)
    } finally {
      large.giveBack()
    }
  }

  /** Asks for a page and takes what is on it. @returns where and how it must be shown in a browser to be read */
  private async receive(visit: Visit, known: KnownPage | undefined, delayMs: number, large: LargeTurn): Promise<ToShow | undefined> {
    const { progress, options } = this
    const ask = (validators: Validators | undefined) =>
      loadPage(visit, asked(visit.request, { delayMs, validators, large }, this.fetcher, options.signal), progress, options.onPage)
    let fetched = await ask(known?.validators)
    // What it said before is stored with its adverts: it is read once more under the new word.
    if (fetched?.notModified && isOtherwiseAllowed(fetched, known)) fetched = await ask(undefined)
    if (fetched === undefined) return undefined
    progress.count({ pages: 1, bytes: fetched.bytes })
    const digest = fetched.notModified ? known?.bodyHash : pageDigest(fetched)
    if (digest === undefined) {
      this.fail(visit, 'protocol', 'The host says that the page has not changed, though nobody asked.')
      return undefined
    }
    // A page to be rendered comes the same over HTTP whatever it will be filled with.
    if (visit.request.fromRendered !== true && this.isRepeat(visit, digest)) return undefined
    if (known?.bodyHash === digest) {
      await this.replay(visit, known, 'unchanged', fetched)
      return undefined
    }
    const reading = await this.read(visit, fetched)
    if (reading?.render !== undefined) return { url: fetched.url, how: reading.render }
    if (reading !== undefined) await this.take(visit, fetched, reading, digest)
    return undefined
  }

  private isRepeat({ request }: Visit, digest: string): boolean {
    if (!this.loops.isRepeat(request, digest)) return false
    this.progress.flaw(`A page was the same as one before: ${withoutSecrets(request.url)}`)
    return true
  }

  /** A page that its scripts fill, read as a browser shows it; for the same reason nothing of it is kept to know it again by. */
  private async show(visit: Visit, url: string, render: RenderRequest, delayMs: number): Promise<void> {
    const { fetcher, options, progress } = this
    const ask = () => fetcher.render(url, render, { delayMs, ...(options.signal && { signal: options.signal }) })
    const shown = await loadPage(visit, ask, progress, options.onPage)
    if (shown === undefined) return
    progress.count({ pages: 1, bytes: shown.bytes })
    if (shown.remark !== undefined) progress.flaw(shown.remark)
    if (this.isRepeat(visit, digestOf(shown.text))) return
    const reading = await this.read(visit, shown, { rendered: true })
    if (reading !== undefined) await this.take(visit, shown, reading, undefined)
  }

  /** Hands on what was read, and queues what it leads to. */
  private async take(visit: Visit, fetched: Fetched, reading: Reading, digest: string | undefined): Promise<void> {
    const { request } = visit
    const { postings, flaws = [], gone = [], more = false } = reading
    this.progress.count({ items: postings.length })
    if (more) this.progress.sawWindow()
    if (reading.isCut === true) this.progress.sawCut()
    for (const flaw of flaws) this.progress.flaw(flaw)
    const closed = this.closed(request, fetched, reading)
    const follow = withFingerprints(this.loops.worthFollowing(request, reading).slice(0, this.options.mostFollowed), reading)
    // A list with flaws is read again next time, so that they stay on record; so is what speaks of adverts that are gone.
    const isClean = gone.length === 0 && closed === undefined && (flaws.length === 0 || request.label === 'detail')
    const mark = isClean &&
      digest !== undefined && { mark: { validators: fetched.validators, robotsTag: fetched.robotsTag, bodyHash: digest, follow, more } }
    const page = { ...pageOf(request, fetched, closed === undefined ? 'read' : 'gone', postings.length), gone, flaws }
    this.progress.gone([...gone, ...(closed !== undefined && request.externalId !== undefined ? [request.externalId] : [])])
    await this.options.onPage(postings, page, { request, ...mark })
    await this.enqueue(visit, follow)
  }

  /** An advert's own page from which no advert was read, and which says that it is over (B12). */
  private closed(request: PageRequest, fetched: Fetched, { postings, gone = [] }: Reading): string | undefined {
    if (request.label !== 'detail' || postings.length > 0) return undefined
    if (gone.length > 0) return 'it says so'
    return closedSentence({ asked: request.url, url: fetched.url, text: fetched.text, isHtml: isHtmlType(fetched.contentType) })
  }

  /** A page that need not be read: it is as it was. */
  private async replay(visit: Visit, known: KnownPage, state: 'unchanged' | 'done', fetched?: Fetched): Promise<void> {
    this.progress.count({ unchanged: Math.max(known.adverts, 1), items: known.adverts })
    if (known.more) this.progress.sawWindow()
    await this.options.onPage([], pageOf(visit.request, fetched, state, known.adverts), visit)
    await this.enqueue(visit, known.follow)
  }

  /** Queues pages, but for those of adverts whose list says nothing new of them. */
  private async enqueue({ enqueue }: Visit, follow: PageRequest[]): Promise<void> {
    const { memory, onPassedOver } = this.options
    const details = follow.filter(({ label }) => label === 'detail')
    if (memory === undefined || details.length === 0) return enqueue(follow) ? undefined : this.progress.leaveRest()
    const { wanted, adverts } = await memory.passOver(details)
    this.progress.count({ unchanged: details.length - wanted.length, items: adverts })
    if (adverts > 0) onPassedOver?.(adverts)
    // In the order of the page, but that details come before the pages of the list that follow: they are few, and theirs is the news.
    if (!enqueue([...wanted, ...follow.filter(({ label }) => label !== 'detail')])) this.progress.leaveRest()
  }

  private async read({ request, isStart }: Visit, fetched: Fetched, how: Pick<Page, 'rendered'> = {}): Promise<Reading | undefined> {
    const { url, status, contentType, text } = fetched
    const page: Page = { request, url, status, contentType, body: text, ...how }
    try {
      const reading = await this.reader.read(page, this.settings)
      this.noteNothing(page, reading)
      return restricted(reading, page, fetched.robotsTag)
    } catch (error) {
      const isSaid = error instanceof SourceChanged || error instanceof ReadingGivenUp
      if (error instanceof SourceChanged) this.noteNothing(page)
      const kind = isStart && error instanceof WebPageCame ? 'blocked' : 'changed'
      this.fail({ request, isStart }, kind, isSaid ? error.message : `The page could not be read: ${String(error).slice(0, 200)}`)
      return undefined
    }
  }

  /** What a page without adverts says of a crawl that ends without one. @param reading undefined where nothing could be read */
  private noteNothing(page: Page, reading?: Reading): void {
    if (reading !== undefined && reading.postings.length > 0) return
    if (page.request.label !== 'detail') this.progress.sawBoard(boardSentence(page.body, this.reader.kind))
    if (reading !== undefined && !isBarren(reading)) return
    const why = emptyPageSentence(page) ?? (reading !== undefined && isHtmlType(page.contentType) ? NO_ADVERT : undefined)
    this.progress.sawNothingOn(why)
  }

  private fail({ request, isStart }: Pick<Visit, 'request' | 'isStart'>, kind: CrawlError['kind'], sentence: string): void {
    this.progress.fail({ kind, url: withoutSecrets(request.url), sentence, isStart })
  }
}

interface ToShow {
  url: string
  how: RenderRequest
}

/** What a page is known again by: its words, and what its host says may be done with them. */
function pageDigest({ text, robotsTag }: Fetched): string {
  return digestOf(robotsTag === undefined || text === '' ? text : `${robotsTag}\n${text}`)
}

/** A 304 need not repeat what the host says of a page (RFC 9110 §15.4.5); one that says something else has news. */
function isOtherwiseAllowed({ robotsTag }: Fetched, known: KnownPage | undefined): boolean {
  return robotsTag !== undefined && robotsTag !== known?.robotsTag
}

/** A page that gave nothing and does not say itself that there is nothing. */
function isBarren({ postings, stubs = [], follow, gone = [], isEmpty, render }: Reading): boolean {
  return postings.length + stubs.length + follow.length + gone.length === 0 && isEmpty !== true && render === undefined
}

/** What a list says of an advert whose page it leads to is how the page is known to have changed, unless the connector named something better. */
function withFingerprints(follow: PageRequest[], { stubs = [] }: Reading): PageRequest[] {
  const listed = new Map(stubs.map(stub => [stub.externalId, stub]))
  return follow.map(request => {
    const stub = request.stub ?? (request.externalId === undefined ? undefined : listed.get(request.externalId))
    if (request.label !== 'detail' || request.fingerprint !== undefined || stub === undefined) return request
    return { ...request, fingerprint: digestOf(JSON.stringify(stub)) }
  })
}
