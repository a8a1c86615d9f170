// Crawlee as the scheduler of one crawl: what is visited next, and what is tried again. Its own HTTP client (a browser disguise), robots
// check, sessions, storage folder and logging are all off. Loaded at the first crawl: it costs 41 MB (measured, November 2026).
import type { BasicCrawler, Configuration, Request, RequestQueue } from '@crawlee/basic'
import type * as Crawlee from '@crawlee/basic'
import type { PageRequest } from './connector.ts'
import { Frontier } from './frontier.ts'
import type { Ticket } from './frontier.ts'

export interface Visit {
  request: PageRequest
  /** 1 for the first try. */
  attempt: number
  /** The request the crawl began with. */
  isStart: boolean
  /** Pages to visit later; those known already are passed over. False where some were left out, there being more than may be read. */
  enqueue: (requests: PageRequest[]) => boolean
}

/** Far above any crawl's wall time: turns at a slow host are waited for inside a visit, and the fetcher has its own deadline. */
const VISIT_TIMEOUT_SECONDS = 7_200
/** The most any visit asks for; the visit itself decides when to give up, by not throwing. */
const MOST_RETRIES = 5

/**
 * Visits `start` and everything the visits enqueue, one at a time, each address once. A visit that throws FetchFailed is tried again;
 * anything else it throws ends the queue and comes out of here.
 * @returns whether everything was visited
 */
export async function runQueue(
  start: PageRequest[],
  visit: (visit: Visit) => Promise<void>,
  { isStopped, mostPages }: { isStopped: () => boolean; mostPages: number },
  signal?: AbortSignal,
): Promise<boolean> {
  const { crawlee, config } = await loadCrawlee()
  const frontier = new Frontier(
    ticket => new crawlee.Request({ url: ticket.request.url, uniqueKey: ticket.key, userData: { ticket } }),
    mostPages,
  )
  frontier.add(start)
  let crash: { error: unknown } | undefined

  async function handle(request: Request): Promise<void> {
    if (isStopped() || crash !== undefined) return crawler.stop()
    const { ticket } = request.userData as { ticket: Ticket }
    try {
      await visit({ ...ticket, attempt: request.retryCount + 1, enqueue: follow => frontier.add(follow) })
    } catch (error) {
      if (error instanceof Error && error.name === 'FetchFailed') throw error
      crash = { error }
    }
    if (isStopped() || crash !== undefined) crawler.stop()
  }

  // Crawlee's options check knows `requestQueue` but has forgotten the wider `requestManager`; it treats both alike.
  const requestQueue = frontier as unknown as RequestQueue
  const crawler: BasicCrawler = new crawlee.BasicCrawler(
    { ...QUIET, requestQueue, requestHandler: ({ request }) => handle(request) },
    config,
  )
  const stop = (): void => crawler.stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await crawler.run()
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  if (crash !== undefined) throw crash.error
  return frontier.isFinished()
}

/** Nothing in a crawl may be fetched past our own client. */
const NO_CLIENT = {
  sendRequest: () => Promise.reject(new Error('Pages are fetched by crawlers/fetcher.ts and nothing else.')),
  stream: () => Promise.reject(new Error('Pages are fetched by crawlers/fetcher.ts and nothing else.')),
}

const QUIET = {
  maxConcurrency: 1,
  maxRequestRetries: MOST_RETRIES,
  requestHandlerTimeoutSecs: VISIT_TIMEOUT_SECONDS,
  useSessionPool: false,
  httpClient: NO_CLIENT,
  statusMessageLoggingInterval: 3_600,
  statisticsOptions: { logIntervalSecs: 3_600, saveErrorSnapshots: false, persistenceOptions: { enable: false } },
  autoscaledPoolOptions: { maybeRunIntervalSecs: 0.02, loggingIntervalSecs: null, autoscaleIntervalSecs: 3_600 },
}

/**
 * Crawlee's own events measure the machine: `ps` started for each crawl and each second of it cost 15 ms a crawl, a sixth of what it takes to
 * hear that 400 pages have not changed (November 2026). With one visit at a time there is nothing to scale by them.
 */
function quietEvents({ EventManager }: typeof Crawlee) {
  return class extends EventManager {}
}

async function loadCrawlee(): Promise<{ crawlee: typeof Crawlee; config: Configuration }> {
  const crawlee = await import('@crawlee/basic')
  crawlee.log.setLevel(crawlee.log.LEVELS.OFF)
  const config = new crawlee.Configuration({
    persistStorage: false,
    purgeOnStart: false,
    memoryMbytes: 1_024,
    persistStateIntervalMillis: 3_600_000,
  })
  config.useEventManager(new (quietEvents(crawlee))(config))
  // Tearing down a storage that was never used would keep the process alive for a second.
  Object.assign(config.getStorageClient(), { teardown: undefined })
  return { crawlee, config }
}
