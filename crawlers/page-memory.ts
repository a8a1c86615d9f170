// What a crawl knows of a source's pages from the crawls before: with it an unchanged page costs one request and no reading, an advert's
// page whose list says nothing new of it costs nothing, and a crawl that was broken off goes on where it was.
import { hash } from 'node:crypto'
import { confirmPage, forgetPage, passOverPages, recallPage, rememberPage } from '../db/crawl-pages.ts'
import type { PageRun } from '../db/crawl-pages.ts'
import type { Db } from '../db/database.ts'
import { canonicalUrl, withoutSecrets } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'
import type { Validators } from './fetcher.ts'

/** A page as it was when it was last read. */
export interface KnownPage {
  validators: Validators
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
  bodyHash: string
  follow: PageRequest[]
  more: boolean
}

export interface PageMemory {
  /** The page, where it need not be read again if it is as it was. */
  recall(request: PageRequest): Promise<KnownPage | undefined>
  /** Of the pages a list names those that must be asked for, and how many adverts the others have. */
  passOver(requests: PageRequest[]): Promise<{ wanted: PageRequest[]; adverts: number }>
}

/** A list of more pages than this is read again rather than kept: its JSON would be megabytes. */
const MOST_FOLLOWED = 20_000

export class StoredPages implements PageMemory {
  private readonly db: Db
  private readonly run: PageRun

  constructor(db: Db, run: PageRun) {
    this.db = db
    this.run = run
  }

  async recall(request: PageRequest): Promise<KnownPage | undefined> {
    const page = await recallPage(this.db, this.run, pageKey(request))
    if (page === undefined || page.follow === null || !(page.done || page.whole)) return undefined
    return {
      validators: {
        ...(page.etag !== null && { etag: page.etag }),
        ...(page.lastModified !== null && { lastModified: page.lastModified }),
      },
      bodyHash: page.bodyHash ?? '',
      adverts: page.adverts,
      follow: page.follow as PageRequest[], // written by keep()
      more: page.more,
      done: page.done,
    }
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
    }
    return { wanted, adverts }
  }

  /** Keeps a page once its adverts are saved. */
  async keep(request: PageRequest, { validators, bodyHash, follow, more }: PageMark, externalIds: string[]): Promise<void> {
    const { etag, lastModified } = validators
    const canKeep = follow.length <= MOST_FOLLOWED && follow.every(isHarmless)
    await rememberPage(this.db, this.run, {
      key: pageKey(request),
      etag,
      lastModified,
      bodyHash,
      fingerprint: request.fingerprint,
      externalIds,
      follow: canKeep ? follow : undefined,
      more,
    })
  }

  /** The page is as it was. @returns how many of its adverts were marked as seen. */
  confirm(request: PageRequest, { etag, lastModified }: Validators): Promise<number> {
    return confirmPage(this.db, this.run, { key: pageKey(request), etag, lastModified, fingerprint: request.fingerprint })
  }

  /** The page is to be read anew next time. */
  forget(request: PageRequest): Promise<void> {
    return forgetPage(this.db, this.run.sourceId, pageKey(request))
  }
}

/** Sixteen bytes for an address of any length, without the keys in it. */
export function pageKey({ url, method = 'GET', body = '' }: PageRequest): Buffer {
  return hash('md5', `${method} ${canonicalUrl(withoutSecrets(url))} ${body}`, 'buffer')
}

/** Whether a request may be kept: keys are stored nowhere, and where a header stands for one, there is a mark in its place (keys.ts). */
function isHarmless({ url, headers = {} }: PageRequest): boolean {
  const isPlain = ([name, value]: [string, string]): boolean =>
    /^(?:accept|accept-language|content-type|user-agent|host)$/i.test(name) || value.includes('__key.')
  return (withoutSecrets(url) === url || url.includes('__key.')) && Object.entries(headers).every(isPlain)
}
