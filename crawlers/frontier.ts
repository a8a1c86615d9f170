// The pages of one crawl that are still to be visited, each address once, in the order they were found. Crawlee's own in-memory queue walks
// over everything it has already handled at every step (measured: 3,000 pages took three times as long as the visits; 100,000 would not end),
// so it is given this one.
import type { IRequestManager, Request } from '@crawlee/basic'
import type { PageRequest } from './connector.ts'
import { pageKey } from './page-key.ts'

/** What a visit needs to know of its page, carried by Crawlee from fetching to handling. */
export interface Ticket {
  request: PageRequest
  /** The request the crawl began with. */
  isStart: boolean
  /** What the page is known by. */
  key: string
}

/** Makes the object Crawlee passes around; handed in, since Crawlee is loaded late. */
type MakeRequest = (ticket: Ticket) => Request

export class Frontier implements IRequestManager {
  private readonly seen = new Set<string>()
  private waiting: Ticket[] = []
  /** How far `waiting` is used up; it is cut now and then instead of at every step. */
  private next = 0
  private readonly again: Request[] = []
  private underWay = 0
  private handled = 0
  private readonly makeRequest: MakeRequest

  private readonly most: number

  /** @param most pages the crawl may read: a hostile list may name millions */
  constructor(makeRequest: MakeRequest, most: number) {
    this.makeRequest = makeRequest
    this.most = most
  }

  /** Adds pages that are not known yet. A known one is known by its canonical address, method and body. @returns false where there were too many */
  add(requests: PageRequest[]): boolean {
    for (const request of requests) {
      const key = pageKey(request).toString('latin1')
      if (this.seen.has(key)) continue
      if (this.seen.size >= this.most) return false
      this.seen.add(key)
      this.waiting.push({ request, isStart: this.seen.size === 1, key })
    }
    return true
  }

  async fetchNextRequest(): Promise<Request | null> {
    const request = this.again.shift() ?? this.takeWaiting()
    if (request === undefined) return null
    this.underWay++
    return request
  }

  async markRequestHandled(): Promise<null> {
    this.underWay--
    this.handled++
    return null
  }

  /** A page to be tried again comes before the others, so that the order of pages stays. */
  async reclaimRequest(request: Request): Promise<null> {
    this.underWay--
    this.again.push(request)
    return null
  }

  async isEmpty(): Promise<boolean> {
    return this.again.length === 0 && this.next >= this.waiting.length
  }

  async isFinished(): Promise<boolean> {
    return this.underWay === 0 && (await this.isEmpty())
  }

  async handledCount(): Promise<number> {
    return this.handled
  }

  getTotalCount(): number {
    return this.seen.size
  }

  getPendingCount(): number {
    return this.seen.size - this.handled
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Request> {
    for (let request = await this.fetchNextRequest(); request !== null; request = await this.fetchNextRequest()) yield request
  }

  addRequest(): Promise<never> {
    return Promise.reject(new Error('Pages are added by add().'))
  }

  addRequestsBatched(): Promise<never> {
    return Promise.reject(new Error('Pages are added by add().'))
  }

  private takeWaiting(): Request | undefined {
    const ticket = this.waiting[this.next]
    if (ticket === undefined) return undefined
    this.next++
    if (this.next >= 1_000) {
      this.waiting = this.waiting.slice(this.next)
      this.next = 0
    }
    return this.makeRequest(ticket)
  }
}
