// What nobody needs any more goes: ticks, questions nobody answered, alerts long stopped, old crawls and what they knew of pages, old mails of
// the mailbox, sessions that are over, keys of adverts that no new one can be one role with. Alerts nobody touched for a year are asked.
import { prunePages } from '../db/crawl-pages.ts'
import { pruneHosts } from '../db/host-pace.ts'
import { pruneKeys } from '../db/memberships.ts'
import { pruneAlerts, pruneIssues, pruneMailbox, prunePast, pruneRuns, pruneSessions, pruneTicks } from '../db/prune.ts'
import { askStillWanted, endUnwanted } from '../db/still-wanted.ts'
import type { Db } from '../db/database.ts'
import type { Log } from '../log.ts'

export async function prune({ db, log }: { db: Db; log: Log }): Promise<void> {
  const counts = {
    ticks: await pruneTicks(db),
    alerts: (await endUnwanted(db)) + (await pruneAlerts(db)),
    mails: await pruneMailbox(db),
    past: await prunePast(db),
    issues: await pruneIssues(db),
    runs: await pruneRuns(db),
    sessions: await pruneSessions(db),
    keys: await pruneKeys(db),
    pages: await prunePages(db),
    hosts: await pruneHosts(db),
  }
  const asked = await askStillWanted(db)
  if (asked > 0) log.info('alerts asked whether they are still wanted', { asked })
  if (Object.values(counts).some(n => n > 0)) log.info('old rows pruned', counts)
}
