// Adverts whose own closing date has passed, or that nobody has shown for a month, leave the board; sources that looked wrong for two weeks
// leave the search; crawls whose worker died are closed, and mails that have ended are counted up.
import { closeStaleRuns } from '../db/crawl-runs.ts'
import type { Db } from '../db/database.ts'
import { closeExpired, closeForgotten } from '../db/closings.ts'
import { tallyMails } from '../db/mail-health.ts'
import { retireStaleSources } from '../db/sources.ts'
import type { Log } from '../log.ts'

export interface CloseWorld {
  db: Db
  log: Log
  askForLinking: () => Promise<void>
}

export async function closeListings({ db, log, askForLinking }: CloseWorld): Promise<void> {
  await closeStaleRuns(db)
  await tallyMails(db)
  const closed = (await closeExpired(db)) + (await closeForgotten(db))
  const stale = await retireStaleSources(db)
  if (closed + stale === 0) return
  // A role goes when its last advert has: the linker sees to that.
  await askForLinking()
  log.info('old adverts closed', { closed, staleSources: stale })
}
