// The crawl run: one attempt to read one source, from opening the record to closing it. Pages come from pages.ts, postings are read by
// listings/, filed by db/; here is what an attempt amounts to and what may follow from it.
import { hash } from 'node:crypto'
import type { Db } from '../db/database.ts'
import { baselineOf, beatRun, closeRun, openRun, pagesToday } from '../db/crawl-runs.ts'
import type { OpenRun, RunCounts, RunEnd } from '../db/crawl-runs.ts'
import type { GoneSigns } from '../db/closings.ts'
import { closePostings, closeUnseen, noteGone, retireSamples } from '../db/closings.ts'
import { savePostings } from '../db/postings.ts'
import type { ReadAdvert, SaveOptions } from '../db/postings.ts'
import { findSource, noteOutcome } from '../db/sources.ts'
import type { Source } from '../db/sources.ts'
import { READER_VERSION, readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import type { Log } from '../log.ts'
import { connectorOf } from './catalogue.ts'
import type { PageRequest } from './connector.ts'
import type { CrawledPage, PageTrace } from './crawled-page.ts'
import { DEFAULT_BUDGETS } from './crawl-progress.ts'
import type { CrawlResult } from './crawl-progress.ts'
import { DriftWatch, MOST_HELD } from './drift.ts'
import type { Fetcher } from './fetcher.ts'
import { Filing } from './filing.ts'
import { pageKey } from './page-key.ts'
import { StoredPages } from './page-memory.ts'
import { crawlPages } from './pages.ts'

export interface CrawlWorld {
  db: Db
  fetcher: Fetcher
  log: Log
  /** Told after every page. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when the process is asked to stop: the page in flight is finished, and the next run goes on from there. */
  signal?: AbortSignal
}

export interface RunProgress extends RunCounts {
  source: string
  /** Adverts expected by the source's last complete runs; null while there are none. */
  expected: number | null
  outcome: RunEnd['outcome'] | 'running'
  reason: string | null
}

/** Why samples leave the board; also how a later start knows that they are not to come back. */
export const REAL_SOURCE_DELIVERS = 'a real source delivers'

/** Often enough that a lease of a minute is never lost to a slow page, seldom enough to cost nothing. */
const BEAT_MS = 10_000
/** How far a run has come is written down at most this often. */
const TELL_MS = 1_000

/**
 * Reads a source once. Undefined where the source is being read already, anywhere in the installation.
 * @throws Error where there is no such source or its connector or settings are unknown; the run is then not opened.
 */
export async function runSource(world: CrawlWorld, sourceId: string): Promise<RunProgress | undefined> {
  const source = await findSource(world.db, sourceId)
  if (!source) throw new Error(`there is no source “${sourceId}”`)
  const opened = await openRun(world.db, sourceId)
  if (opened === undefined) {
    world.log.info('crawl run skipped', { source: sourceId, because: 'leased' })
    return undefined
  }
  const startedAt = performance.now()
  const attempt = new Attempt(world, source, opened)
  const end = await attempt.make()
  await closeRun(world.db, opened.id, end)
  await attempt.settle(end)
  world.log.info('crawl run finished', { source: sourceId, ...logged(end), ms: Math.round(performance.now() - startedAt) })
  const progress = { source: source.name, expected: null, ...end }
  world.onProgress?.(progress)
  return progress
}

class Attempt {
  private readonly world: CrawlWorld
  private readonly source: Source
  private readonly run: OpenRun
  private readonly counts: RunCounts = { pages: 0, found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, bytes: 0 }
  /** Pages of adverts that were asked for, and what said that an advert is gone. */
  private details = 0
  private readonly gone: GoneSigns = { externalIds: [], pageKeys: [] }
  /** Known adverts that took on another title: stored when the run can tell whether that is one (D5). */
  private held: ReadAdvert[] = []
  private renamed = 0
  private nonsense = 0
  private unknownHost = false
  private toldAt = 0

  constructor(world: CrawlWorld, source: Source, run: OpenRun) {
    this.world = world
    this.source = source
    this.run = run
  }

  /** Crawls, and turns whatever goes wrong into an outcome: a run never ends without one. */
  async make(): Promise<RunEnd> {
    const { world, run, counts } = this
    const heartbeat = setInterval(() => void beatRun(world.db, run.id, counts).catch(() => undefined), BEAT_MS)
    try {
      return await this.crawl()
    } catch (error) {
      world.log.error('crawl run broke', { source: this.source.id, error: String(error) })
      const reason = `it broke: ${error instanceof Error ? error.message : String(error)}`
      return { ...counts, outcome: 'failed', reason, flaws: [], retryInMs: null }
    } finally {
      clearInterval(heartbeat)
    }
  }

  /** What follows from a run: only a complete one may take adverts off the board; a real source's first delivery ends the samples. */
  async settle(end: RunEnd): Promise<void> {
    const { db } = this.world
    const { id, origin } = this.source
    if (end.outcome === 'complete') await closeUnseen(db, id)
    if (end.outcome === 'complete' || end.outcome === 'partial') await noteGone(db, id, this.gone, this.run.beganAt)
    await noteOutcome(db, id, { outcome: end.outcome, unknownHost: this.unknownHost, reason: end.reason })
    if (origin !== 'sample' && end.found > end.refused) await retireSamples(db, REAL_SOURCE_DELIVERS)
  }

  private async crawl(): Promise<RunEnd> {
    const { world, source, counts } = this
    const connector = connectorOf(source.connector)
    const settings = connector.settings.parse(source.settings)
    const baseline = await baselineOf(world.db, source.id)
    const { requestsPerDay, delayMs } = source.policy
    const today = await pagesToday(world.db, source.id)
    const left = requestsPerDay - today.pages
    if (left <= 0) return spent(counts, requestsPerDay, today.nextDayInMs)
    const reading = hash('md5', JSON.stringify([READER_VERSION, connector.name, connector.version ?? 1, settings]))
    const pages = new StoredPages(world.db, { sourceId: source.id, chain: this.run.chain, reading })
    const watch = new DriftWatch(baseline)
    const filing = new Filing(pages, adverts => this.file(adverts, watch))
    const result = await crawlPages(connector, settings, world.fetcher, {
      delayMs,
      budgets: { pages: Math.min(DEFAULT_BUDGETS.pages, left) },
      memory: pages,
      ...(world.signal ? { signal: world.signal } : {}),
      onPage: async (postings, page, trace) => {
        await this.takePage(postings, page, trace, { filing, watch })
        await this.tell(baseline.expected)
      },
      onPassedOver: adverts => this.countUnchanged(adverts),
    })
    await filing.flush()
    await this.release(watch)
    this.unknownHost = result.unknownHost ?? false
    return this.endOf(result, watch)
  }

  private async takePage(
    postings: RawPosting[],
    page: CrawledPage,
    { request, mark }: PageTrace,
    { filing, watch }: { filing: Filing; watch: DriftWatch },
  ): Promise<void> {
    const { db } = this.world
    const { state } = page
    if (state !== 'done') this.counts.pages += 1
    this.counts.bytes += page.bytes
    if (request.label === 'detail' && state !== 'done') this.details += 1
    if (state === 'gone') return this.noteSign(request, page.gone)
    if (state === 'unchanged') await filing.confirm(request, page.validators)
    if (state !== 'read') return this.countUnchanged(page.adverts)
    const adverts = postings.map(readAdvert)
    watch.see(adverts)
    this.counts.found += postings.length
    this.counts.refused += adverts.filter(advert => advert.posting.refusal).length
    await filing.take({ request, adverts, mark })
    if (page.gone.length === 0) return
    // What was just seen must not be stored after it was closed.
    await filing.flush()
    await closePostings(db, this.source.id, page.gone, 'the source says it is gone')
  }

  /** A page that was passed over had its adverts marked as seen where it was known again. */
  private countUnchanged(adverts: number): void {
    this.counts.found += adverts
    this.counts.unchanged += adverts
  }

  private noteSign(request: PageRequest, gone: string[]): void {
    this.gone.pageKeys.push(pageKey(request))
    this.gone.externalIds.push(...gone, ...(request.externalId === undefined ? [] : [request.externalId]))
  }

  /** Saves adverts. @returns those that wait for the run's verdict. */
  private async file(adverts: ReadAdvert[], watch: DriftWatch): Promise<ReadAdvert[]> {
    // A source that is read for the first time has nothing to compare with.
    const isKnown = watch.baseline.hasAdverts
    const careful = { renamedSince: this.run.beganAt, mayReplace: (title: string, { posting }: ReadAdvert) => posting.title === title }
    const held = await this.save(adverts, isKnown ? careful : {})
    this.held.push(...held)
    if (this.held.length >= MOST_HELD) await this.release(watch)
    return held
  }

  private async save(adverts: ReadAdvert[], options: Omit<SaveOptions, 'readerVersion'>): Promise<ReadAdvert[]> {
    const { counts } = this
    const saved = await savePostings(this.world.db, this.source.id, adverts, { readerVersion: READER_VERSION, ...options })
    counts.new += saved.new
    counts.changed += saved.changed
    counts.unchanged += saved.unchanged
    this.renamed += saved.renamed ?? 0
    return saved.held ?? []
  }

  /** Stores the adverts that took on another title, but for titles that half the source took on. */
  private async release(watch: DriftWatch): Promise<void> {
    const believed = this.held.filter(({ posting }) => !watch.isNonsense(posting.title))
    this.nonsense += this.held.length - believed.length
    this.counts.unchanged += this.held.length - believed.length
    this.held = []
    if (believed.length > 0) await this.save(believed, {})
  }

  private async tell(expected: number | null): Promise<void> {
    const { world, counts } = this
    world.onProgress?.({ source: this.source.name, expected, outcome: 'running', reason: null, ...counts })
    if (performance.now() - this.toldAt < TELL_MS) return
    this.toldAt = performance.now()
    if (!(await beatRun(world.db, this.run.id, counts))) throw new Error('another process took this run over')
  }

  private endOf(result: CrawlResult, watch: DriftWatch): RunEnd {
    const end: RunEnd = {
      ...this.counts,
      outcome: result.outcome,
      reason: result.reason ?? null,
      flaws: [...result.errors.map(error => error.sentence), ...result.flaws].slice(0, 50),
      retryInMs: result.retryAt === undefined ? null : result.retryAt.getTime() - Date.now(),
      ...(result.unfinished && { unfinished: true }),
      ...(watch.runShape && { shape: watch.runShape }),
    }
    // Whoever was told to stop goes on as soon as somebody can.
    if (this.world.signal?.aborted && end.unfinished) return { ...end, retryInMs: 0 }
    const doubt = this.doubt(end, watch)
    return doubt === undefined ? end : { ...end, outcome: 'suspect', reason: `${doubt}; nothing was taken off the board` }
  }

  /** A source that suddenly looks otherwise has more likely changed its pages than its adverts. */
  private doubt(end: RunEnd, watch: DriftWatch): string | undefined {
    if (this.nonsense > 0) return `${this.nonsense} known adverts took on the same title as many others, and kept their own`
    if (end.outcome !== 'complete') return undefined
    const { pageKeys } = this.gone
    if (pageKeys.length >= 5 && pageKeys.length > this.details / 2)
      return `${pageKeys.length} of ${this.details} pages of adverts said that they are gone`
    return watch.verdict(end.found, this.renamed)
  }
}

/** The source was asked as often today as it may be: nothing is asked before tomorrow. */
function spent(counts: RunCounts, requestsPerDay: number, retryInMs: number): RunEnd {
  const reason = `it was asked for as many pages today as it may be (${requestsPerDay}); it is read again after midnight UTC`
  return { ...counts, outcome: 'deferred', reason, flaws: [], retryInMs }
}

/** Reads one advert. One that breaks a reader is kept for a person to look at and does not stop the others (D13). */
export function readAdvert(raw: RawPosting): ReadAdvert {
  try {
    return { raw, posting: readPosting(raw) }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { raw, posting: unreadable(raw, words) }
  }
}

function unreadable(raw: RawPosting, words: string): ReadAdvert['posting'] {
  return {
    externalId: raw.externalId,
    url: raw.url,
    // Whatever broke a reader may be that the source's title is no text at all.
    title: typeof raw.title === 'string' ? raw.title.slice(0, 300) : '',
    company: '',
    location: '',
    blocks: [],
    card: {},
    refusal: { reason: 'unreadable', evidence: [{ words: words.slice(0, 300), where: 'field', start: 0 }] },
    contentHash: `unreadable ${raw.externalId}`,
  }
}

function logged({ flaws, retryInMs, shape, ...rest }: RunEnd) {
  return { ...rest, read: shape?.read ?? 0, flaws: flaws.length, retryInSeconds: retryInMs === null ? null : Math.round(retryInMs / 1_000) }
}
