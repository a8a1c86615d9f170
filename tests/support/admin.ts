// Somebody signed in, and crawl runs to look at.
import { closeRun, openRun } from '../../db/crawl-runs.ts'
import type { RunEnd } from '../../db/crawl-runs.ts'
import type { Db } from '../../db/database.ts'
import { ADMIN_TOKEN } from './web.ts'
import type { TestSite } from './web.ts'

/** Signs in. @returns the headers of a form sent from our own page. */
export async function adminOf(site: TestSite): Promise<{ cookie: string; 'sec-fetch-site': string }> {
  const answer = await site.post('/admin', { token: ADMIN_TOKEN })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { cookie, 'sec-fetch-site': 'same-origin' }
}

export const NO_COUNTS = { pages: 0, found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, bytes: 0 }

/** A run that has ended. @returns its id. */
export async function seedRun(db: Db, sourceId: string, end: Partial<RunEnd> = {}): Promise<number> {
  const id = await openRun(db, sourceId)
  if (id === undefined) throw new Error(`“${sourceId}” is being read already`)
  await closeRun(db, id, { ...NO_COUNTS, outcome: 'complete', reason: null, flaws: [], retryAt: null, ...end })
  return id
}
