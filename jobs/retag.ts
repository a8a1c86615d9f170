// Adverts that older readers read are read again: asked for when a worker starts, and every night in case some were missed.
import { readAdvert } from '../crawlers/run.ts'
import type { Db } from '../db/database.ts'
import { retagPostings } from '../db/retag.ts'
import { READER_VERSION } from '../listings/posting.ts'
import type { Log } from '../log.ts'

export interface RetagWorld {
  db: Db
  log: Log
  askForLinking: () => Promise<void>
}

/** Told to stop, it ends after the batch it is at; the next start goes on from there. */
export async function retag({ db, log, askForLinking }: RetagWorld, signal?: AbortSignal): Promise<void> {
  const startedAt = performance.now()
  const { read, changed } = await retagPostings(db, {
    read: raw => readAdvert(raw).posting,
    readerVersion: READER_VERSION,
    ...(signal && { signal }),
    async onBatch(batch) {
      if (batch.some(one => one.difference)) await askForLinking()
    },
  })
  if (read > 0)
    log.info('adverts read again', { read, changed, readerVersion: READER_VERSION, ms: Math.round(performance.now() - startedAt) })
}
