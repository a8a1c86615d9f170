// The crawl run: one attempt to read one source, from opening the record to closing it. Pages come from pages.ts, postings are read by
// listings/, filed by db/; here is what an attempt amounts to and what may follow from it.
import type { Db } from '../db/database.ts'
import { beatRun, closeRun, expectedCount, openRun, pagesToday } from '../db/crawl-runs.ts'
import type { RunCounts, RunEnd } from '../db/crawl-runs.ts'
import { closePostings, closeUnseen, retireSamples, savePostings } from '../db/postings.ts'
import type { ReadAdvert } from '../db/postings.ts'
import { findSource } from '../db/sources.ts'
import type { Source } from '../db/sources.ts'
import { READER_VERSION, readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import type { Log } from '../log.ts'
import { connectorOf } from './catalogue.ts'
import { DEFAULT_BUDGETS } from './crawl-progress.ts'
import type { Fetcher } from './fetcher.ts'
import { crawlPages } from './pages.ts'
import type { CrawledPage } from './pages.ts'

export interface CrawlWorld {
  db: Db
  fetcher: Fetcher
  log: Log
  /** Told after every page. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when the process is asked to stop: the page in flight is finished, the run ends as partial. */
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

/**
 * Reads a source once. Undefined where the source is being read already, anywhere in the installation.
 * @throws Error where there is no such source or its connector or settings are unknown; the run is then not opened.
 */
export async function runSource(world: CrawlWorld, sourceId: string): Promise<RunProgress | undefined> {
  const source = await findSource(world.db, sourceId)
  if (!source) throw new Error(`there is no source “${sourceId}”`)
  const runId = await openRun(world.db, sourceId)
  if (runId === undefined) {
    world.log.info('crawl run skipped', { source: sourceId, because: 'leased' })
    return undefined
  }
  const startedAt = performance.now()
  const end = await attempt(world, source, runId)
  await closeRun(world.db, runId, end)
  await settle(world.db, source, end)
  world.log.info('crawl run finished', { source: sourceId, ...logged(end), ms: Math.round(performance.now() - startedAt) })
  const progress = { source: source.name, expected: null, ...end }
  world.onProgress?.(progress)
  return progress
}

/** Crawls, and turns whatever goes wrong into an outcome: a run never ends without one. */
async function attempt(world: CrawlWorld, source: Source, runId: number): Promise<RunEnd> {
  const counts: RunCounts = { pages: 0, found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, bytes: 0 }
  const heartbeat = setInterval(() => void beatRun(world.db, runId, counts).catch(() => undefined), 30_000)
  try {
    return await crawl(world, source, runId, counts)
  } catch (error) {
    world.log.error('crawl run broke', { source: source.id, error: String(error) })
    return {
      ...counts,
      outcome: 'failed',
      reason: `it broke: ${error instanceof Error ? error.message : String(error)}`,
      flaws: [],
      retryAt: null,
    }
  } finally {
    clearInterval(heartbeat)
  }
}

async function crawl(world: CrawlWorld, source: Source, runId: number, counts: RunCounts): Promise<RunEnd> {
  const connector = connectorOf(source.connector)
  const settings = connector.settings.parse(source.settings)
  const expected = await expectedCount(world.db, source.id)
  const { requestsPerDay, delayMs } = source.policy
  const today = await pagesToday(world.db, source.id)
  const left = requestsPerDay - today.pages
  if (left <= 0) return spent(counts, requestsPerDay, today.nextDayAt)
  const result = await crawlPages(connector, settings, world.fetcher, {
    delayMs,
    budgets: { pages: Math.min(DEFAULT_BUDGETS.pages, left) },
    ...(world.signal ? { signal: world.signal } : {}),
    onPage: async (postings, page) => {
      await keep(world.db, source, postings, counts)
      await closePostings(world.db, source.id, goneOn(page), 'the source says it is gone')
      counts.pages += 1
      counts.bytes += page.bytes
      if (!(await beatRun(world.db, runId, counts))) throw new Error('another process took this run over')
      world.onProgress?.({ source: source.name, expected, outcome: 'running', reason: null, ...counts })
    },
  })
  const end: RunEnd = {
    ...counts,
    outcome: result.outcome,
    reason: result.reason ?? null,
    flaws: [...result.errors.map(error => error.sentence), ...result.flaws].slice(0, 50),
    retryAt: result.retryAt === undefined ? null : new Date(result.retryAt),
  }
  return end.outcome === 'complete' ? (suspicion(end, expected) ?? end) : end
}

/** The source was asked as often today as it may be: nothing is asked before tomorrow. */
function spent(counts: RunCounts, requestsPerDay: number, retryAt: Date): RunEnd {
  const reason = `it was asked for as many pages today as it may be (${requestsPerDay}); it is read again after midnight UTC`
  return { ...counts, outcome: 'deferred', reason, flaws: [], retryAt }
}

/**
 * The adverts a page says are gone; of those only the ones we know are closed. A page of an advert that answers 404 or 410 closes it at once:
 * a single mistaken answer can do so too, until such an answer has to come twice. An advert that is seen again opens again.
 */
function goneOn({ state, externalId, gone }: CrawledPage): string[] {
  return state === 'gone' && externalId !== undefined ? [...gone, externalId] : gone
}

async function keep(db: Db, source: Source, postings: RawPosting[], counts: RunCounts): Promise<void> {
  if (postings.length === 0) return
  const adverts = postings.map(readAdvert)
  const saved = await savePostings(db, source.id, adverts, { readerVersion: READER_VERSION })
  counts.found += postings.length
  counts.new += saved.new
  counts.changed += saved.changed
  counts.unchanged += saved.unchanged
  counts.refused += adverts.filter(advert => advert.posting.refusal).length
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

/** A source that suddenly shows nothing, half or three times as much has more likely changed its shape than its adverts. */
function suspicion(end: RunEnd, expected: number | null): RunEnd | undefined {
  if (expected === null) return undefined
  const few = (end.found === 0 && expected >= 3) || (expected >= 10 && end.found < expected / 2)
  const many = expected >= 10 && end.found > expected * 3
  if (!few && !many) return undefined
  return {
    ...end,
    outcome: 'suspect',
    reason: `it showed ${end.found} adverts where about ${Math.round(expected)} were expected; nothing was taken off the board`,
  }
}

/** What follows from a run: only a complete one may take adverts off the board; a real source's first delivery ends the samples. */
async function settle(db: Db, source: Source, end: RunEnd): Promise<void> {
  if (end.outcome === 'complete') await closeUnseen(db, source.id)
  if (source.origin !== 'sample' && end.found > end.refused) await retireSamples(db, REAL_SOURCE_DELIVERS)
}

function logged({ flaws, retryAt, reason, ...rest }: RunEnd) {
  return { ...rest, flaws: flaws.length, reason, retryAt: retryAt?.toISOString() }
}
