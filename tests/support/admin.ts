// Somebody signed in, and crawl runs to look at.
import { closeRun, openRun } from '../../db/crawl-runs.ts'
import type { RunEnd } from '../../db/crawl-runs.ts'
import type { Db } from '../../db/database.ts'
import { closePreview, openPreview } from '../../db/source-previews.ts'
import { readPosting } from '../../listings/posting.ts'
import { advert, source } from './adverts.ts'
import { ADMIN_TOKEN } from './web.ts'
import type { TestSite } from './web.ts'

/** Signs in. @returns the headers of a form sent from our own page. */
export async function adminOf(site: TestSite, token = ADMIN_TOKEN): Promise<{ cookie: string; 'sec-fetch-site': string }> {
  const answer = await site.post('/admin', { token })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { cookie, 'sec-fetch-site': 'same-origin' }
}

const NO_COUNTS = { pages: 0, found: 0, new: 0, changed: 0, unchanged: 0, refused: 0, bytes: 0 }

/** A run that has ended. @returns its id. */
export async function seedRun(db: Db, sourceId: string, end: Partial<RunEnd> = {}): Promise<number> {
  const opened = await openRun(db, sourceId)
  if (opened === undefined) throw new Error(`“${sourceId}” is being read already`)
  await closeRun(db, opened.id, { ...NO_COUNTS, outcome: 'complete', reason: null, flaws: [], retryInMs: null, ...end })
  return opened.id
}

/** A look at a place that found two adverts, one of which would be refused. @returns its page. */
export async function seedPreview(db: Db): Promise<string> {
  const { origin: _, ...found } = source('alder', { name: 'Alder Careers' })
  const id = (await openPreview(db, 'https://alder.example/careers')) ?? ''
  const adverts = [advert('a'), advert('b', { title: 'Pastry Chef', description: '<p>Permanent.</p>' })].map(raw => {
    const { title, company, location, card, refusal } = readPosting(raw)
    return { title, company, location, url: raw.url, card, refusal: refusal?.reason ?? '' }
  })
  await closePreview(db, id, { source: found, total: 2, adverts })
  return `/admin/sources/previews/${id}`
}
