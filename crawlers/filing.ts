// Adverts and pages on their way into the database, many at a time: a page by itself takes ten statements, which cost more than asking for it
// and reading it together (measured November 2026: 2.1 ms of processor time of 4.5; in batches 0.4). What is not filed when a process dies
// was not done: its pages are asked for again by the run that goes on.
import type { ReadAdvert } from '../db/postings.ts'
import type { PageRequest } from './connector.ts'
import type { Validators } from './fetcher.ts'
import { pageKey } from './page-key.ts'
import type { PageMark, StoredPages } from './page-memory.ts'

interface WaitingPage {
  request: PageRequest
  adverts: ReadAdvert[]
  /** What it can be known by; without it, it is read anew next time. */
  mark: PageMark | undefined
}

/** So many pages, adverts or milliseconds are waited for; a slow source's adverts are on the board as soon as before. */
const MOST_PAGES = 50
const MOST_ADVERTS = 500
const LONGEST_MS = 1_000

export class Filing {
  private readonly pages: StoredPages
  private readonly save: (adverts: ReadAdvert[]) => Promise<ReadAdvert[]>
  private waiting: WaitingPage[] = []
  private unchanged: { request: PageRequest; validators: Validators }[] = []
  private adverts = 0
  private since = 0

  /** @param save stores adverts; gives back those that wait for the run's verdict, whose pages must not be known again */
  constructor(pages: StoredPages, save: (adverts: ReadAdvert[]) => Promise<ReadAdvert[]>) {
    this.pages = pages
    this.save = save
  }

  /** A page that was read. */
  async take(page: WaitingPage): Promise<void> {
    const key = pageKey(page.request)
    for (const advert of page.adverts) advert.pageKey = key
    this.waiting.push(page)
    this.adverts += page.adverts.length
    await this.flushWhenDue({ isWaitedFor: page.request.label === 'detail' })
  }

  /** A page that is as it was. */
  async confirm(request: PageRequest, validators: Validators): Promise<void> {
    this.unchanged.push({ request, validators })
    await this.flushWhenDue({ isWaitedFor: true })
  }

  async flush(): Promise<void> {
    const { waiting, unchanged } = this
    this.waiting = []
    this.unchanged = []
    this.adverts = 0
    const adverts = waiting.flatMap(page => page.adverts)
    const held = new Set(adverts.length > 0 ? await this.save(adverts) : [])
    const isKept = ({ mark, adverts: own }: WaitingPage) => mark !== undefined && !own.some(advert => held.has(advert))
    await this.pages.forget(waiting.filter(page => !isKept(page)).map(({ request }) => request))
    await this.pages.keep(
      waiting.flatMap(page => {
        const { request, mark, adverts: own } = page
        const externalIds = [...new Set(own.map(({ raw }) => raw.externalId))]
        return isKept(page) && mark !== undefined ? [{ request, mark, externalIds }] : []
      }),
    )
    await this.pages.confirm(unchanged)
  }

  /** A list's adverts come in numbers; the pages of single adverts, and those that are as they were, are waited for. */
  private async flushWhenDue({ isWaitedFor }: { isWaitedFor: boolean }): Promise<void> {
    const pages = this.waiting.length + this.unchanged.length
    if (pages === 1) this.since = performance.now()
    const isDue = !isWaitedFor || pages >= MOST_PAGES || this.adverts >= MOST_ADVERTS || performance.now() - this.since > LONGEST_MS
    if (isDue) await this.flush()
  }
}
