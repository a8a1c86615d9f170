// When things happen: one table. The clock only asks for work; what is due is decided by the database, so a tick that was missed is
// made up for by the next one, and by the first one after a start.
import { schedule } from 'node-cron'
import type { RunCoordinator, ScheduledTask } from 'node-cron'
import { claimTick } from '../db/clock.ts'
import type { Db } from '../db/database.ts'
import { countOutdated } from '../db/retag.ts'
import { dueSources } from '../db/sources.ts'
import { READER_VERSION } from '../listings/posting.ts'
import type { Log } from '../log.ts'
import type { Queue } from './queue.ts'

export interface ClockWorld {
  db: Db
  log: Log
  queue: Pick<Queue, 'enqueue'>
}

interface Entry {
  name: string
  /** In UTC, where no hour is skipped or repeated. */
  cron: string
  ask: (world: ClockWorld) => Promise<void>
}

export const SCHEDULE: readonly Entry[] = [
  { name: 'crawl', cron: '* * * * *', ask: askForCrawls },
  { name: 'link', cron: '* * * * *', ask: ({ queue }) => queue.enqueue('link', {}) },
  { name: 'match', cron: '* * * * *', ask: ({ queue }) => queue.enqueue('match', {}) },
  { name: 'confirm', cron: '* * * * *', ask: ({ queue }) => queue.enqueue('confirm', {}) },
  { name: 'digest', cron: '* * * * *', ask: ({ queue }) => queue.enqueue('digest', {}) },
  { name: 'webhook', cron: '* * * * *', ask: ({ queue }) => queue.enqueue('webhook', {}) },
  { name: 'close', cron: '20 * * * *', ask: ({ queue }) => queue.enqueue('close', {}) },
  { name: 'prune', cron: '40 3 * * *', ask: ({ queue }) => queue.enqueue('prune', {}) },
  { name: 'retag', cron: '10 4 * * *', ask: askForRetag },
]

/** Asks for a crawl of every source whose time has come; one that waits or runs already is not asked for twice. */
async function askForCrawls({ db, queue }: ClockWorld): Promise<void> {
  for (const sourceId of await dueSources(db)) await queue.enqueue('crawl', { sourceId })
}

/** Asks for reading again where adverts are left that older readers read: after an update, that is at the first start. */
export async function askForRetag({ db, queue }: ClockWorld): Promise<void> {
  if ((await countOutdated(db, { readerVersion: READER_VERSION })) > 0) await queue.enqueue('retag', {})
}

export interface RunningClock {
  stop(): Promise<void>
}

/**
 * Starts the clock. Every entry is asked for once at the start: whatever came due while nothing ran is due now. After that each tick is
 * one machine's, however many run.
 */
export async function startClock(world: ClockWorld, entries: readonly Entry[] = SCHEDULE): Promise<RunningClock> {
  for (const entry of entries) await entry.ask(world)
  const tasks = entries.map(entry => startTask(world, entry))
  return {
    async stop() {
      for (const task of tasks) await task.destroy()
    },
  }
}

function startTask(world: ClockWorld, { name, cron: expression, ask }: Entry): ScheduledTask {
  const runCoordinator: RunCoordinator = { shouldRun: key => claimTick(world.db, key) }
  const task = schedule(expression, () => ask(world), {
    name,
    timezone: 'UTC',
    distributed: true,
    runCoordinator,
    noOverlap: true,
    suppressMissedWarning: true,
    // A tick that another machine won is no news, and the library says it on standard output.
    logger: QUIET,
  })
  // The database was away for this tick: the next one finds everything that is due.
  task.on('execution:failed', ({ execution }) => world.log.warn('a tick failed', { tick: name, error: String(execution?.error) }))
  return task
}

const QUIET = { info() {}, warn() {}, error() {}, debug() {} }
