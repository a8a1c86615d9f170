// What nobody needs any more goes: ticks, questions nobody answered, alerts long stopped, old crawls and what they knew of pages, old mails of
// the mailbox, sessions that are over, keys of adverts that no new one can be one role with.
import { prunePages } from '../db/crawl-pages.ts'
import { pruneHosts } from '../db/host-pace.ts'
import { pruneKeys } from '../db/memberships.ts'
import { pruneAlerts, pruneMailbox, pruneRuns, pruneSessions, pruneTicks } from '../db/prune.ts'
import type { Db } from '../db/database.ts'
import type { Log } from '../log.ts'

export async function prune({ db, log }: { db: Db; log: Log }): Promise<void> {
  const counts = {
    ticks: await pruneTicks(db),
    alerts: await pruneAlerts(db),
    mails: await pruneMailbox(db),
    runs: await pruneRuns(db),
    sessions: await pruneSessions(db),
    keys: await pruneKeys(db),
    pages: await prunePages(db),
    hosts: await pruneHosts(db),
  }
  if (Object.values(counts).some(n => n > 0)) log.info('old rows pruned', counts)
}
