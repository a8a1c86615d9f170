// The worker: the clock asks, the queue holds, the handlers do. Any number may run; none knows of the others.
import type { Kysely } from 'kysely'
import type { Poster } from '../crawlers/poster.ts'
import type { RunProgress } from '../crawlers/run.ts'
import type { Fetcher } from '../crawlers/fetcher.ts'
import { finishErasures } from '../db/erasure.ts'
import { linkPending } from '../db/linker.ts'
import type { Database } from '../db/schema.ts'
import type { Log } from '../log.ts'
import { closeListings } from './close-listings.ts'
import { watchClock } from './clock-watch.ts'
import { sendConfirmations } from './confirm.ts'
import { crawl } from './crawl.ts'
import { sendDueDigests } from './digest.ts'
import { sendLinks } from './links.ts'
import type { Mailer } from './mail.ts'
import { matchDue } from './match.ts'
import { prune } from './prune.ts'
import { createQueue } from './queue.ts'
import type { Queue } from './queue.ts'
import { retag } from './retag.ts'
import { startClock } from './schedule.ts'
import { sendWebhooks } from './webhooks.ts'

/** What the worker is given; it opens the queue and one fetcher itself. */
export interface WorkerWorld {
  db: Kysely<Database>
  /** Of the same database, for the queue's own connections. */
  url: string
  log: Log
  createFetcher: () => Fetcher
  sendMail: Mailer['sendMail']
  poster: Pick<Poster, 'post'>
  /** Without a trailing slash. */
  publicUrl: string
  secret: string
  bounceAddress?: string | undefined
  /** Told after every page of every crawl. */
  onProgress?: (progress: RunProgress) => void
  /** Sources crawled at once in this process; each host still gets one request at a time. */
  crawlsAtOnce?: number
}

export interface Worker {
  queue: Queue
  /** Takes no new jobs; those that run get up to 30 s to end. */
  stop(): Promise<void>
}

export async function startWorker(world: WorkerWorld): Promise<Worker> {
  const queue = await createQueue({ url: world.url, log: world.log })
  const fetcher = world.createFetcher()
  await takeJobs(world, queue, fetcher)
  const clock = await startClock({ db: world.db, log: world.log, queue })
  return {
    queue,
    async stop() {
      await clock.stop()
      await queue.stop()
      await fetcher.close()
    },
  }
}

/** What comes after what: a crawl is followed by linking, linking by matching. A mail goes when its hour comes or a web page wakes it. */
async function takeJobs(world: WorkerWorld, queue: Queue, fetcher: Fetcher): Promise<void> {
  const { db, log, onProgress } = world
  const askForLinking = (): Promise<void> => queue.enqueue('link', {})
  const crawlWorld = { db, log, fetcher, askForLinking, ...(onProgress && { onProgress }) }
  await queue.work('crawl', world.crawlsAtOnce ?? 4, ({ sourceId }, signal) => crawl(crawlWorld, sourceId, signal))
  await queue.work('link', 1, async () => {
    const startedAt = performance.now()
    const counts = await linkPending(db)
    if (counts.linked === 0) return
    log.info('adverts linked', { ...counts, ms: Math.round(performance.now() - startedAt) })
    await queue.enqueue('match', {})
  })
  await queue.work('match', 1, async () => void (await matchDue(world)))
  const isClockSteady = watchClock(db, log)
  await queue.work('confirm', 1, async (_, stop) => {
    const erased = await finishErasures(db)
    if (erased > 0) log.info('people were forgotten', { erased })
    if (!(await isClockSteady())) return
    await sendConfirmations({ ...world, stop })
    if (!stop.aborted) await sendLinks({ ...world, stop })
    // Whoever woke us may as well have confirmed an alert, and its first mail is due now.
    await queue.enqueue('digest', {})
    await queue.enqueue('webhook', {})
  })
  await queue.work('digest', 1, async (_, stop) => {
    if (!(await isClockSteady())) return
    await sendDueDigests({ ...world, stop })
    await queue.enqueue('webhook', {})
  })
  await queue.work('webhook', 1, async (_, stop) => {
    if (await isClockSteady()) await sendWebhooks({ ...world, stop })
  })
  await queue.work('close', 1, () => closeListings({ db, log, askForLinking }))
  await queue.work('prune', 1, () => prune(world))
  await queue.work('retag', 1, (_, signal) => retag({ db, log, askForLinking }, signal))
}
