// What a connector is: it reads pages into postings and names the pages to read next. It does no I/O, keeps no time, decides nothing
// about pay or roles; fetching, pace, robots, retries and book-keeping live once, in run.ts.
import type { ZodType } from 'zod'
import type { RawPosting } from '../listings/posting.ts'
import type { Key } from './keys.ts'

/** Decoded bytes that a whole board in one answer may have. */
export const FEED_MAX_BYTES = 20 * 1_048_576

/** A page a connector wants read. `label` tells its own read() which kind of page came back. */
export interface PageRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  label?: string
  /** Decoded bytes this page may have, where it is a whole board in one answer; otherwise the crawl's usual cap holds. */
  maxBytes?: number
  /** The page need not be there: on 404 or 410 read() gets it empty, with that status, instead of the crawl failing. */
  optional?: boolean
  /** For an advert's own page: which advert it is, and what is known of it, as far as the list says. */
  externalId?: string
  stub?: RawPosting
  /** The page that led here came empty over HTTP and had to be rendered. */
  fromRendered?: true
  /** For an advert's own page: what the list says of its state (a date of change, a number); the same again, the page is not asked for. */
  fingerprint?: string
}

/** A page as fetched and decoded. `body` is text whatever the source's charset was. */
export interface Page {
  request: PageRequest
  /** The address after redirects. */
  url: string
  status: number
  contentType: string
  body: string
  /** The body is what a browser made of the page. */
  rendered?: true
}

/** A page that its scripts fill: what to wait for, and where they may get it from besides the page's own host. */
export interface RenderRequest {
  /** A selector of what is there once the page is filled. */
  waitFor: string
  hosts: string[]
}

export interface Reading {
  postings: RawPosting[]
  /**
   * Adverts a list names whose own page (labelled `detail`, with the same `externalId`) is among `follow`: enough to know them again, not yet to
   * show them. While the list says the same of one, its page is not asked for again.
   */
  stubs?: RawPosting[]
  follow: PageRequest[]
  /** The page says itself that there is no advert. */
  isEmpty?: true
  /** Nothing stands on the page as it came over HTTP: it is to be rendered in a browser and read again. */
  render?: RenderRequest
  /** The source has adverts beyond what is asked for or shown: those not seen may well be open still. */
  more?: true
  /** The page ended before its end: what is not on it may well stand beyond. Always with a flaw that says more. */
  isCut?: true
  /** What a web page says of its being shown elsewhere, from `<meta name=robots>`. */
  robotsMeta?: string
  /** External ids the source says are gone. */
  gone?: string[]
  /** Reading worked, but not cleanly: a sentence for the run's record ("12 of 40 items were not well-formed"). */
  flaws?: string[]
}

/** An address somebody gave, and the page that was there. */
export interface Look {
  address: URL
  text: string
}

export interface Connector<Settings = unknown> {
  /** The kind's name, as catalogue rows and `--connector` spell it. */
  name: string
  /** Raised when the same page would be read otherwise than before: unchanged pages are then read once more. */
  version?: number
  /** What a source of this kind must say about itself; parsed once, when a source is saved or a run begins. */
  settings: ZodType<Settings>
  /** Nobody could record this source: it was written from its documentation. Said on the sources page. */
  shapeTested?: true
  /** Keys of the configuration it cannot do without, and the hosts each is for. Requests carry a mark in their place (keys.ts). */
  needs?: Readonly<Record<string, readonly string[]>>
  /** What in a source's own settings is never to be shown, used like a key of the configuration. */
  secrets?(settings: Settings): Key[]
  start(settings: Settings): PageRequest[]
  /** @throws SourceChanged when the page does not have the shape this connector knows. */
  read(page: Page, settings: Settings): Reading
  /** What a source at this address would have to say, where a kind can tell by address or page that it may be one of its own. */
  recognise?(look: Look): Partial<Settings>[]
}

/** The source answers, but not in the shape we know: a person must look. The run is not complete and nothing ages out. */
export class SourceChanged extends Error {
  override name = 'SourceChanged'
}

/** In the place of data came a page for people: a notice, a log-in, somebody else's front page. Where a source begins, that turns us away. */
export class WebPageCame extends SourceChanged {}
