// What the caller of a crawl learns of each page.
import { withoutSecrets } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'
import type { Fetched, Validators } from './fetcher.ts'
import type { PageMark } from './page-memory.ts'

/** One page of a crawl, as its caller should know it. */
export interface CrawledPage {
  /** The address asked for, and the one it was found at; keys in them are blotted out. */
  url: string
  finalUrl: string
  /**
   * `unchanged`: the page is as it was, so are its adverts. `done`: this run had dealt with it before it was interrupted; nothing was asked.
   * `gone`: an advert's page that is no longer there, or says that the advert is over.
   */
  state: 'read' | 'unchanged' | 'done' | 'gone'
  /** Adverts on it, also where it was not read. */
  adverts: number
  /** External ids the source says are gone. */
  gone: string[]
  flaws: string[]
  bytes: number
  /** What its host says it can be known by now. */
  validators: Validators
}

export interface PageTrace {
  request: PageRequest
  /** What the page can be known by; only of one that was read cleanly. */
  mark?: PageMark
}

/** Of web pages; a feed or an answer of an API says by its shape that it is empty. */
export const NO_ADVERT = 'No advert stands on the pages that were asked for.'

/** @param fetched undefined where nothing was asked or nothing came */
export function pageOf(request: PageRequest, fetched: Fetched | undefined, state: CrawledPage['state'], adverts: number): CrawledPage {
  const url = withoutSecrets(request.url)
  return {
    url,
    finalUrl: fetched === undefined ? url : withoutSecrets(fetched.url),
    state,
    adverts,
    gone: [],
    flaws: [],
    bytes: fetched?.bytes ?? 0,
    validators: fetched?.validators ?? {},
  }
}
