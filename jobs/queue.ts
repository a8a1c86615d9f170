// The durable queue between the clock and the handlers, and the only file that knows pg-boss.
import { PgBoss } from 'pg-boss'
import type { Queue as BossQueue } from 'pg-boss'
import type { Log } from '../log.ts'

/** One queue a kind of work; the data is what the handler needs, and what makes two jobs the same. */
export interface Jobs {
  crawl: { sourceId: string }
  link: Nothing
  match: Nothing
  confirm: Nothing
  digest: Nothing
  webhook: Nothing
  close: Nothing
  prune: Nothing
  retag: Nothing
}
type Nothing = Record<string, never>
export type JobName = keyof Jobs

/** Finishes what it has begun when `signal` is aborted. */
export type JobHandler<Name extends JobName> = (data: Jobs[Name], signal: AbortSignal) => Promise<void>

export interface Queue {
  /** Asks for work. Nothing happens when the same is asked for already and waits. */
  enqueue<Name extends JobName>(name: Name, data: Jobs[Name]): Promise<void>
  /** Takes jobs of one kind, `concurrency` at a time in this process. */
  work<Name extends JobName>(name: Name, concurrency: number, handler: JobHandler<Name>): Promise<void>
  /** Takes no more jobs and gives those that run `drainMs` to end; what has not ended then is taken up elsewhere. */
  stop(drainMs?: number): Promise<void>
}

/** A job whose worker gave no sign for this long is another worker's; pg-boss sends the signs. */
const HEARTBEAT_SECONDS = 60

/**
 * `exclusive` holds one job a key, waiting or running: a source is crawled once at a time in the whole installation. `stately` holds one
 * that runs and one that waits: what is asked for while a linker runs is not lost, and two linkers never run.
 */
const QUEUES: Record<JobName, Omit<BossQueue, 'name'>> = {
  crawl: { policy: 'exclusive', expireInSeconds: 4 * 3_600, retryLimit: 0 },
  link: { policy: 'stately', expireInSeconds: 3_600, retryLimit: 3, retryDelay: 1, retryBackoff: true },
  match: { policy: 'stately', expireInSeconds: 3_600, retryLimit: 3, retryDelay: 1, retryBackoff: true },
  confirm: { policy: 'stately', expireInSeconds: 900, retryLimit: 0 },
  digest: { policy: 'stately', expireInSeconds: 3_600, retryLimit: 0 },
  webhook: { policy: 'stately', expireInSeconds: 3_600, retryLimit: 0 },
  close: { policy: 'stately', expireInSeconds: 900, retryLimit: 2, retryDelay: 60 },
  prune: { policy: 'stately', expireInSeconds: 900, retryLimit: 2, retryDelay: 60 },
  // A hundred thousand adverts take a few minutes; one that broke off goes on where it was.
  retag: { policy: 'stately', expireInSeconds: 4 * 3_600, retryLimit: 3, retryDelay: 60 },
}

export interface QueueOptions {
  url: string
  log: Log
  /** Only asks for work and takes none (the web server, the command line): no upkeep, one connection. */
  sendOnly?: boolean
}

/** Opens the queue in its own schema of the same database, made at the first start. */
export async function createQueue({ url, log, sendOnly = false }: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: sendOnly ? 'dayrate queue sender' : 'dayrate queue',
    max: sendOnly ? 1 : 4,
    schema: 'pgboss',
    // node-cron is the clock: two clocks would each need explaining.
    schedule: false,
    supervise: !sendOnly,
    useListenNotify: !sendOnly,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  // Its own retries mend what it reports here; a database that was away for a moment is the usual cause.
  boss.on('error', error => log.warn('the queue stumbled', { error: error.message }))
  await boss.start()
  for (const [name, options] of Object.entries(QUEUES)) await boss.createQueue(name, { ...SHARED, ...options })
  return wrap(boss, log)
}

/** Finished jobs are kept a day: the crawl runs and digests have their own records. */
const SHARED = { notify: true, heartbeatSeconds: HEARTBEAT_SECONDS, deleteAfterSeconds: 86_400, retentionSeconds: 86_400 } as const

function wrap(boss: PgBoss, log: Log): Queue {
  const stopping = new AbortController()
  return {
    async enqueue(name, data) {
      await boss.send(name, data, { singletonKey: Object.values(data).join(' ') || name })
    },
    async work(name, concurrency, handler) {
      // NOTIFY wakes the workers within 15 ms; the poll is for the notice that got lost.
      const options = { localConcurrency: concurrency, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }
      await boss.work<Jobs[typeof name]>(name, options, async ([job]) => {
        if (job) await run(log, name, () => handler(job.data, stopping.signal))
      })
    },
    async stop(drainMs = 30_000) {
      stopping.abort()
      await boss.stop({ graceful: true, timeout: drainMs })
    },
  }
}

/** The one place where a job's error is caught to be told; it is thrown on, so that the queue tries the job again or drops it. */
async function run(log: Log, name: JobName, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error('job failed', { job: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    throw error
  }
}
