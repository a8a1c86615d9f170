// The book-keeping of one crawl: what was read, what failed, when to stop, and what all that makes the outcome.
import { createHash, hash } from 'node:crypto'
import { canonicalUrl } from './canonical-url.ts'
import type { PageRequest, Reading } from './connector.ts'
import type { FailureKind } from './fetch-failed.ts'

export interface Budgets {
  pages: number
  items: number
  bytes: number
  /** Pages that may fail before the rest is left. */
  errors: number
  wallMs: number
}

export const DEFAULT_BUDGETS: Budgets = { pages: 5_000, items: 200_000, bytes: 1_073_741_824, errors: 25, wallMs: 3_600_000 }

export type CrawlOutcome = 'complete' | 'partial' | 'suspect' | 'deferred' | 'blocked' | 'failed'

export interface CrawlError {
  kind: FailureKind | 'changed'
  url: string
  sentence: string
  status?: number | undefined
}

export interface CrawlResult {
  outcome: CrawlOutcome
  /** Why the crawl is not complete, for a person. */
  reason?: string
  pages: number
  bytes: number
  items: number
  errors: CrawlError[]
  /** What was odd about pages that could be read all the same. */
  flaws: string[]
  /** External ids the source said are gone. */
  gone: string[]
  /** When the host wants to be asked again. */
  retryAt?: Date
  /** The host name that leads to the source is nobody's. */
  unknownHost?: true
  /** It was stopped before everything was asked for: another crawl could go on where it was. */
  unfinished?: true
}

/** Refusals of one host before the rest of the source is left alone. */
const MOST_BLOCKED = 3
const MOST_KEPT = 100

/** How bad an outcome is: the worst one seen is the crawl's. */
const GRAVITY: Record<CrawlOutcome, number> = { complete: 0, partial: 1, suspect: 2, deferred: 3, blocked: 4, failed: 5 }

/** A page that could not be had. */
export interface Failure extends CrawlError {
  isStart: boolean
  /** When the host wants to be asked again, milliseconds since the epoch. */
  retryAt?: number | undefined
}

export class CrawlProgress {
  private readonly total = { pages: 0, unchanged: 0, bytes: 0, items: 0, failures: 0, blocked: 0 }
  private readonly errors: CrawlError[] = []
  private readonly flaws: string[] = []
  private readonly goneIds = new Set<string>()
  private readonly budgets: Budgets
  private readonly now: () => number
  private readonly began: number
  private outcome: CrawlOutcome = 'complete'
  private reason: string | undefined
  private retryAt: number | undefined
  private nothing: string | undefined
  private board: string | undefined
  private isStopped = false
  private isWindow = false
  private isHostUnknown = false
  private isUnfinished = false

  constructor(budgets: Budgets, now: () => number) {
    this.budgets = budgets
    this.now = now
    this.began = now()
  }

  get stopped(): boolean {
    return this.isStopped
  }

  /** A crawl need not know of more pages than it may read. */
  get mostPages(): number {
    return this.budgets.pages
  }

  count(what: { pages?: number; unchanged?: number; bytes?: number; items?: number }): void {
    this.total.pages += what.pages ?? 0
    this.total.unchanged += what.unchanged ?? 0
    this.total.bytes += what.bytes ?? 0
    this.total.items += what.items ?? 0
  }

  flaw(sentence: string): void {
    if (this.flaws.length < MOST_KEPT) this.flaws.push(sentence)
  }

  gone(externalIds: string[]): void {
    for (const id of externalIds) this.goneIds.add(id)
  }

  stop(outcome: CrawlOutcome, reason: string, retryAt?: number): void {
    this.worsen(outcome, reason, retryAt)
    this.isStopped = true
  }

  /** A page without adverts was none that could have had any, and why: a crawl that ends without one knows nothing (CASES B13). */
  sawNothingOn(why: string | undefined): void {
    this.nothing ??= why
  }

  /** A page without adverts is one of a board that another kind of source can read: a crawl that ends without one was at the wrong door. */
  sawBoard(sentence: string | undefined): void {
    this.board ??= sentence
  }

  /** Stops with pages left to ask for. */
  interrupt(reason: string): void {
    // That it stopped, and the first cause of that, matters more than the single page that failed before.
    const isFirst = !this.isStopped && this.outcome === 'partial'
    this.isUnfinished = true
    this.stop('partial', reason)
    if (isFirst) this.reason = reason
  }

  /** The source shows a part of what it has. */
  sawWindow(): void {
    this.isWindow = true
  }

  /** A page ended before its end: what was not on it may be there still. */
  sawCut(): void {
    this.worsen('partial', 'A page was cut off before its end; what stands beyond that is not known.')
  }

  /** Its host name is nobody's, or there is no network: nothing was asked, and nothing is known of the source's adverts (R3). */
  noHost(reason: string, retryAt?: number): void {
    this.isHostUnknown = true
    this.stop('deferred', reason, retryAt)
  }

  /** More pages are known than may be read. */
  leaveRest(): void {
    this.isUnfinished = true
    this.worsen('partial', this.pagesSpent())
  }

  /** Records a page that could not be had; decides whether the crawl goes on. */
  fail({ isStart, retryAt, ...error }: Failure): void {
    this.total.failures++
    if (this.errors.length < MOST_KEPT) this.errors.push(error)
    const { kind, sentence } = error
    if (kind === 'dns' && isStart) return this.noHost(sentence, retryAt)
    if (kind === 'held' || retryAt !== undefined) return this.stop('deferred', sentence, retryAt)
    if (kind === 'stopped') return this.interrupt(sentence)
    if (kind === 'blocked') return this.block(sentence, isStart)
    if (kind === 'robots') return isStart ? this.stop('blocked', sentence) : this.worsen('partial', `${sentence} (${error.url})`)
    return this.worsen(isStart ? 'failed' : 'partial', sentence)
  }

  /** The budget that is used up, as a sentence. */
  budgetSpent(): string | undefined {
    const { total, budgets } = this
    if (total.pages >= budgets.pages) return this.pagesSpent()
    if (total.items >= budgets.items) return `Stopped after ${budgets.items} adverts, the most one crawl may read.`
    if (total.bytes >= budgets.bytes) return `Stopped after ${Math.round(budgets.bytes / 1_048_576)} MB, the most one crawl may read.`
    if (total.failures >= budgets.errors) return `Stopped after ${budgets.errors} pages that could not be read.`
    if (this.now() - this.began < budgets.wallMs) return undefined
    return `Stopped after ${Math.round(budgets.wallMs / 60_000)} minutes, the longest one crawl may take.`
  }

  result(): CrawlResult {
    if (this.isWindow) this.worsen('partial', `Only the newest ${this.total.items} adverts were read; the source has more.`)
    if (this.sawNothing()) this.outcome = this.emptyOutcome()
    const { total, errors, flaws, goneIds, retryAt } = this
    if (this.isEmptyOtherwiseWell()) this.judgeEmpty()
    const { reason } = this
    return {
      outcome: this.outcome,
      pages: total.pages,
      bytes: total.bytes,
      items: total.items,
      errors,
      flaws,
      gone: [...goneIds],
      ...(reason !== undefined && { reason }),
      ...(retryAt !== undefined && { retryAt: new Date(retryAt) }),
      ...(this.isHostUnknown && { unknownHost: true }),
      ...((this.isUnfinished || this.outcome === 'deferred') && this.total.pages > 0 && { unfinished: true }),
    }
  }

  private worsen(outcome: CrawlOutcome, reason: string, retryAt?: number): void {
    if (retryAt !== undefined) this.retryAt = Math.max(this.retryAt ?? 0, retryAt)
    if (GRAVITY[outcome] <= GRAVITY[this.outcome]) return
    this.outcome = outcome
    this.reason = reason
  }

  private pagesSpent(): string {
    return `Stopped after ${this.budgets.pages} pages, the most one crawl may read.`
  }

  private block(sentence: string, isStart: boolean): void {
    this.total.blocked++
    if (isStart || this.total.blocked >= MOST_BLOCKED) this.stop('blocked', sentence)
    else this.worsen('blocked', sentence)
  }

  /** A crawl that went on after its first page but got to no advert for the pages that failed. */
  private sawNothing(): boolean {
    const { failures, items, unchanged } = this.total
    return this.outcome === 'partial' && !this.isStopped && failures > 0 && items + unchanged === 0
  }

  /** Without an advert, and without a fault that came from elsewhere than the pages themselves. */
  private isEmptyOtherwiseWell(): boolean {
    const { items, unchanged } = this.total
    return items + unchanged === 0 && !this.isStopped && this.errors.every(({ kind }) => kind === 'changed')
  }

  /** Such a crawl says nothing of the board where its pages were none that could have had an advert. */
  private judgeEmpty(): void {
    if (this.nothing === undefined) return
    this.outcome = this.board === undefined ? 'suspect' : 'blocked'
    this.reason = this.board ?? this.nothing
  }

  private emptyOutcome(): CrawlOutcome {
    return this.errors.every(({ kind }) => kind === 'robots') ? 'blocked' : 'failed'
  }
}

/** What a page's text is known again by. */
export function digestOf(text: string): string {
  if (text.length <= HASHED_AT_ONCE) return hash('sha1', text, 'base64')
  // Whole, a feed of 20 MB would be copied for it.
  const digest = createHash('sha1')
  for (let at = 0; at < text.length; at += HASHED_AT_ONCE) digest.update(text.slice(at, at + HASHED_AT_ONCE))
  return digest.digest('base64')
}

const HASHED_AT_ONCE = 262_144
const EMPTY = digestOf('')

/** Pages in a row that bring nothing new before paging ends. */
const MOST_BARREN = 2

/** Keeps paging from going round in circles: repeated pages, calendars without end, addresses that differ only in a session id. */
export class LoopGuard {
  private readonly contents = new Set<string>()
  private readonly seen = new Set<string>()
  private barren = 0

  /** Whether a list page has word for word the content of one before. @param digest of its text, see digestOf() */
  isRepeat(request: PageRequest, digest: string): boolean {
    // Of pages that are not there, one is like the other.
    if (request.label === 'detail' || digest === EMPTY) return false
    const key = `${request.label ?? ''} ${digest}`
    if (this.contents.has(key)) return true
    this.contents.add(key)
    return false
  }

  /** The follow-ups worth asking for: none of a page's own kind after two pages that brought no new advert and no new kind of page. */
  worthFollowing(request: PageRequest, reading: Reading): PageRequest[] {
    if (request.label === 'detail') return reading.follow
    const others = reading.follow.filter(follow => follow.label !== request.label)
    const before = this.seen.size
    for (const posting of reading.postings) this.seen.add(digestOf(posting.externalId))
    for (const follow of others) this.seen.add(canonicalUrl(follow.url))
    this.barren = this.seen.size > before ? 0 : this.barren + 1
    return this.barren >= MOST_BARREN ? others : reading.follow
  }
}
