// What a crawl knows of a source's pages from the crawls before: with it an unchanged page costs one request and no reading, an advert's
// page whose list says nothing new of it costs nothing, and a crawl that was broken off goes on where it was.
import { confirmPages, forgetPages, passOverPages, recallPages, rememberPages } from '../db/crawl-pages.ts'
import type { PageRun, StoredPage } from '../db/crawl-pages.ts'
import type { Db } from '../db/database.ts'
import { withoutSecrets } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'
import type { Validators } from './fetcher.ts'
import { pageKey } from './page-key.ts'

/** A page as it was when it was last read. */
export interface KnownPage {
  validators: Validators
  /** What its host said may be done with it. */
  robotsTag: string | undefined
  bodyHash: string
  /** Adverts that were on it, and the pages it leads to. */
  adverts: number
  follow: PageRequest[]
  /** The source has adverts beyond what it shows. */
  more: boolean
  /** This run has dealt with it already, before it was interrupted. */
  done: boolean
}

/** What a page that was read can be known by. */
export interface PageMark {
  validators: Validators
  robotsTag: string | undefined
  bodyHash: string
  follow: PageRequest[]
  more: boolean
}

export interface PageMemory {
  /** The page, where it need not be read again if it is as it was. */
  recall(request: PageRequest): Promise<KnownPage | undefined>
  /** Of the pages a list names those that must be asked for, and how many adverts the others have. */
  passOver(requests: PageRequest[]): Promise<{ wanted: PageRequest[]; adverts: number }>
  /** Told of the pages a crawl begins with, in the order they will be recalled. */
  expect?(requests: PageRequest[]): void
}

/** A list of more pages than this is read again rather than kept: its JSON would be megabytes. */
const MOST_FOLLOWED = 20_000
/** Pages whose rows wait in memory for their turn; some 300 bytes each. */
const MOST_RECALLED = 20_000
/** Of the pages a crawl begins with, so many are looked up together. */
const SLICE = 500

export class StoredPages implements PageMemory {
  private readonly db: Db
  private readonly run: PageRun
  /** What is known of pages that are about to be asked for; undefined = nothing. Found out for a whole list at once. */
  private readonly recalled = new Map<string, StoredPage | undefined>()
  /** Pages that are still to be recalled, the next one first. */
  private expected: PageRequest[] = []

  constructor(db: Db, run: PageRun) {
    this.db = db
    this.run = run
  }

  async recall(request: PageRequest): Promise<KnownPage | undefined> {
    const page = await this.find(pageKey(request))
    if (page === undefined || page.follow === null || !(page.done || page.whole)) return undefined
    return {
      validators: {
        ...(page.etag !== null && { etag: page.etag }),
        ...(page.lastModified !== null && { lastModified: page.lastModified }),
      },
      robotsTag: page.robotsTag ?? undefined,
      bodyHash: page.bodyHash ?? '',
      adverts: page.adverts,
      follow: page.follow as PageRequest[], // written by keep()
      more: page.more,
      done: page.done,
    }
  }

  expect(requests: PageRequest[]): void {
    this.expected = [...requests]
  }

  private async find(key: Buffer): Promise<StoredPage | undefined> {
    const name = key.toString('hex')
    if (!this.recalled.has(name) && this.expected.length > 0) await this.lookAhead([key, ...this.expected.splice(0, SLICE).map(pageKey)])
    if (!this.recalled.has(name)) return (await recallPages(this.db, this.run, [key])).get(name)
    const page = this.recalled.get(name)
    this.recalled.delete(name)
    return page
  }

  async passOver(requests: PageRequest[]): Promise<{ wanted: PageRequest[]; adverts: number }> {
    const wanted: PageRequest[] = []
    let adverts = 0
    for (let from = 0; from < requests.length; from += 2_000) {
      const named = requests
        .slice(from, from + 2_000)
        .map(request => ({ request, key: pageKey(request), fingerprint: request.fingerprint }))
      const known = await passOverPages(this.db, this.run, named)
      for (const { request, key } of named) {
        const count = known.get(key.toString('hex'))
        if (count === undefined) wanted.push(request)
        else adverts += count
      }
      await this.lookAhead(named.filter(({ key }) => !known.has(key.toString('hex'))).map(({ key }) => key))
    }
    return { wanted, adverts }
  }

  private async lookAhead(keys: Buffer[]): Promise<void> {
    if (keys.length === 0 || this.recalled.size + keys.length > MOST_RECALLED) return
    const pages = await recallPages(this.db, this.run, keys)
    for (const key of keys) this.recalled.set(key.toString('hex'), pages.get(key.toString('hex')))
  }

  /** Keeps pages once their adverts are saved. */
  async keep(pages: KeptPage[]): Promise<void> {
    if (pages.length > 0) await rememberPages(this.db, this.run, pages.map(rowOf))
  }

  /** The pages are as they were; their adverts are marked as seen. */
  async confirm(pages: { request: PageRequest; validators: Validators }[]): Promise<void> {
    const rows = pages.map(({ request, validators: { etag, lastModified } }) => ({
      key: pageKey(request),
      etag,
      lastModified,
      fingerprint: request.fingerprint,
    }))
    if (rows.length > 0) await confirmPages(this.db, this.run, rows)
  }

  /** The pages are to be read anew next time. */
  async forget(requests: PageRequest[]): Promise<void> {
    if (requests.length > 0) await forgetPages(this.db, this.run.sourceId, requests.map(pageKey))
  }
}

export interface KeptPage {
  request: PageRequest
  mark: PageMark
  /** The adverts on it, each once. */
  externalIds: string[]
}

function rowOf({ request, mark: { validators, robotsTag, bodyHash, follow, more }, externalIds }: KeptPage) {
  const { etag, lastModified } = validators
  const canKeep = follow.length <= MOST_FOLLOWED && follow.every(isHarmless)
  return {
    key: pageKey(request),
    etag,
    lastModified,
    robotsTag,
    bodyHash,
    fingerprint: request.fingerprint,
    externalIds,
    follow: canKeep ? follow : undefined,
    more,
  }
}

/** Whether a request may be kept: keys are stored nowhere, and where a header stands for one, there is a mark in its place (keys.ts). */
function isHarmless({ url, headers = {} }: PageRequest): boolean {
  const isPlain = ([name, value]: [string, string]): boolean =>
    /^(?:accept|accept-language|content-type|user-agent|host)$/i.test(name) || value.includes('__key.')
  return (withoutSecrets(url) === url || url.includes('__key.')) && Object.entries(headers).every(isPlain)
}
