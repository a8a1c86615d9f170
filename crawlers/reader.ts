// Reads pages with a connector. Small ones here and now; large ones and those full of tags in a thread of their own, which is ended when it
// takes too long: whatever a page does to a parser or a selector, the process that crawls, serves and mails goes on (CASES B6).
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CONNECTORS } from './catalogue.ts'
import { SourceChanged, WebPageCame } from './connector.ts'
import type { Connector, Page, Reading } from './connector.ts'

/** What the thread is asked, and what it answers. */
export interface ReadingJob {
  settings: unknown
  /** Without its body. */
  page: Page
  /** In UTF-8, in memory that changes hands and is not copied. */
  body: ArrayBuffer
}
export type ReadingAnswer = { reading: Reading } | { changed: string; isWebPage: boolean } | { broke: string }

/** A page that could not be read for what it does to a reader. */
export class ReadingGivenUp extends Error {
  override name = 'ReadingGivenUp'
}

export interface ReaderSettings {
  /** Longest a page may take in the thread. */
  timeoutMs: number
  /** Most memory the thread may hold, MB. */
  memoryMb: number
}

/** Enough for the tree of an honest page of 3 MB. */
const DEFAULTS: ReaderSettings = { timeoutMs: 10_000, memoryMb: 32 }
/** Feeds and boards may be larger than pages. An honest feed of 20 MB and 10,000 adverts is read in this; one of 300,000 is given up. */
const FEED_MEMORY_MB = 48
const FEED = 5.5 * 1_048_576
/** After a heavy page the thread waits this long for another: it holds 50 MB. */
const IDLE_MS = 3_000

/**
 * Characters and tags from which a page is read apart. In-process a page of 512 kB costs at most half a second even when made to cost
 * (measured: a tag of 57,000 attributes 0.3 s), an honest one 20 ms; a thread costs half a second and some 60 MB once a crawl, then a few ms a page.
 */
const LARGE = 512_000
/** A selector that counts siblings takes time with the square of their number: 20,000 in 1.7 s, 10,000 in 0.4 s. */
const MANY_TAGS = 10_000

/**
 * Heavy pages are read one at a time in a process, so that what hostile ones can make it hold does not grow with the crawls at work
 * (measured: three at once came to 340 MB).
 */
let lane: Promise<unknown> = Promise.resolve()
let waiting = 0

/** One crawl's reader. Close it. */
export class Reader<Settings> {
  private readonly connector: Connector<Settings>
  private readonly settings: ReaderSettings
  private thread: Worker | undefined
  private memoryMb = 0
  private idle: NodeJS.Timeout | undefined

  constructor(connector: Connector<Settings>, settings: Partial<ReaderSettings> = {}) {
    this.connector = connector
    this.settings = { ...DEFAULTS, ...settings }
  }

  /** The connector's name. */
  get kind(): string {
    return this.connector.name
  }

  /** @throws SourceChanged as the connector does, ReadingGivenUp with a sentence where the page took too long or too much memory */
  async read(page: Page, settings: Settings): Promise<Reading> {
    const name = this.kind
    // Only kinds of the catalogue can be found again by name, in the thread.
    const isKnown = Object.hasOwn(CONNECTORS, name) && CONNECTORS[name]?.read === this.connector.read
    if (!isKnown || !isHeavy(page.body)) return this.connector.read(page, settings)
    const answer = await this.inTurn(page, settings)
    if ('reading' in answer) return answer.reading
    if ('broke' in answer) throw new Error(answer.broke)
    throw answer.isWebPage ? new WebPageCame(answer.changed) : new SourceChanged(answer.changed)
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const { thread } = this
    this.thread = undefined
    await thread?.terminate()
  }

  private async inTurn(page: Page, settings: Settings): Promise<ReadingAnswer> {
    waiting++
    const answer = lane.then(async () => {
      waiting--
      try {
        return await this.readApart(page, settings)
      } finally {
        if (waiting > 0) await this.close()
        else this.idle = setTimeout(() => void this.close(), IDLE_MS).unref()
      }
    })
    lane = answer.catch(() => undefined)
    return answer
  }

  private async readApart(page: Page, settings: Settings): Promise<ReadingAnswer> {
    clearTimeout(this.idle)
    const thread = await this.threadFor(page.body.length)
    const seconds = Math.round(this.settings.timeoutMs / 1_000)
    const late = AbortSignal.timeout(this.settings.timeoutMs)
    try {
      const body = utf8Of(page.body)
      thread.postMessage({ settings, page: { ...page, body: '' }, body } satisfies ReadingJob, [body])
      const [answer] = (await once(thread, 'message', { signal: late })) as [ReadingAnswer] // what reading-thread.ts posts
      return answer
    } catch (error) {
      await this.close()
      const why = late.aborted ? `took longer than ${seconds} s` : `took more than ${this.memoryMb} MB`
      throw new ReadingGivenUp(`The page is made so that reading it ${why}; it was given up.`, { cause: error })
    }
  }

  private async threadFor(length: number): Promise<Worker> {
    const memoryMb = length > FEED ? Math.max(FEED_MEMORY_MB, this.settings.memoryMb) : this.settings.memoryMb
    if (memoryMb > this.memoryMb) await this.close()
    this.memoryMb = memoryMb
    return (this.thread ??= await this.start({ maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 4 }))
  }

  /** Waits until the thread has loaded the connector, so that a page's time is its own. */
  private async start(resourceLimits: object): Promise<Worker> {
    const workerData = { kind: this.connector.name }
    const thread = new Worker(new URL('./reading-thread.ts', import.meta.url), { resourceLimits, workerData })
    // What breaks it while it is asked something is thrown there; what breaks it at rest must not take this process with it.
    thread.on('error', () => undefined)
    await once(thread, 'message')
    return thread
  }
}

/** Set aside as address space, for the reason in body.ts. */
function utf8Of(text: string): ArrayBuffer {
  const length = Buffer.byteLength(text)
  const bytes = new ArrayBuffer(length, { maxByteLength: length })
  new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return bytes
}

/** Whether a page is so long, or has so many tags, that it is read apart. */
export function isHeavy(body: string): boolean {
  if (body.length > LARGE) return true
  let tags = 0
  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', at + 1)) if (++tags > MANY_TAGS) return true
  return false
}
