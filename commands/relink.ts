// `dayrate relink`: decides again what is one role, after the rules changed, and says which pairs of adverts are told otherwise.
import { findOutdated, nameAdverts, relinkPostings } from '../db/relink.ts'
import type { Db } from '../db/database.ts'
import type { ChangedPair } from '../db/relink.ts'
import { RULES_VERSION } from '../listings/sameness.ts'
import { answer, say, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'
import { linkAndSay } from './crawl.ts'
import { workProgressView } from './progress.ts'

export interface RelinkOptions {
  dryRun?: boolean
  all?: boolean
}

/** Prints each pair that comes together or apart, with the reason, then the counts; with `dryRun` nothing is stored. */
export async function relink({ dryRun = false, all = false }: RelinkOptions): Promise<void> {
  if (all && !dryRun) throw new UsageError('--all goes with --dry-run; what the present rules decided is not decided a second time')
  await withDatabase(async ({ db, note }) => {
    // What waits is filed first: by the present rules, and so that nothing is decided twice.
    if (!dryRun) {
      await note('asked for roles to be decided again')
      await linkAndSay(db)
    }
    const { adverts: of } = await findOutdated(db, { all })
    const progress = workProgressView('deciding again')
    let done = 0
    const counts = await relinkPostings(db, {
      dryRun,
      all,
      async onBatch(adverts, changed) {
        await tell(db, changed)
        progress.show((done += adverts), of, done)
      },
    }).finally(() => progress.stop())
    answer({ stored: !dryRun, rulesVersion: RULES_VERSION, ...counts })
    if (counts.adverts === 0) say('No advert was left where older rules had put it.')
  })
}

async function tell(db: Db, pairs: ChangedPair[]): Promise<void> {
  const adverts = await nameAdverts(db, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))])
  for (const { change, a, b, reasons } of pairs) answer({ change, a: adverts.get(a) ?? { id: a }, b: adverts.get(b) ?? { id: b }, reasons })
}
