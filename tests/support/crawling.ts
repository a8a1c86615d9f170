// A crawl over a server that misbehaves on purpose, with a clock of its own. Importing it sets the server up for the test file.
import { after, afterEach, before } from 'node:test'
import { z } from 'zod'
import type { Connector, PageRequest } from '../../crawlers/connector.ts'
import { SourceChanged } from '../../crawlers/connector.ts'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import type { CrawledPage, CrawlOptions, CrawlResult } from '../../crawlers/pages.ts'
import { hostileServer, send } from './hostile-server.ts'
import type { HostileServer } from './hostile-server.ts'
import { virtualClock } from './virtual-clock.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A made-up kind of source: pages of JSON, `{ ids, next, details, gone, more }`, each advert's id its title. */
export const Sheet = z.object({
  ids: z.array(z.string()),
  next: z.array(z.string()).default([]),
  details: z.array(z.string()).default([]),
  gone: z.array(z.string()).default([]),
  more: z.literal(true).optional(),
})
export const sheets: Connector<{ start: string[] }> = {
  name: 'sheets',
  settings: z.object({ start: z.array(z.string()) }),
  start: ({ start }) => start.map(url => ({ url, label: 'list' })),
  read(page) {
    const sheet = Sheet.safeParse(page.body.startsWith('{') ? JSON.parse(page.body) : undefined)
    if (!sheet.success) throw new SourceChanged('Expected a sheet, but something else came.')
    const { ids, next, details, gone, more } = sheet.data
    const follow =
      (label: string) =>
      (path: string): PageRequest => ({ url: new URL(path, page.url).href, label })
    return {
      postings: ids.map(id => ({ externalId: id, url: page.url, title: id })),
      follow: [...details.map(follow('detail')), ...next.map(follow('list'))],
      gone,
      ...(more && { more }),
    }
  },
}

export let server: HostileServer
export let clock: VirtualClock
export let fetcher: Fetcher

before(async () => {
  server = await hostileServer(() => clock.now())
  startAnew()
})
after(() => server.close())
afterEach(async () => {
  await fetcher.close()
  server.hits.length = 0
  server.on('/robots.txt', send('', {}, 404))
})

export interface Crawled {
  result: CrawlResult
  ids: string[]
  pages: CrawledPage[]
}

/** A clock and a fetcher of its own for one crawl. */
export function startAnew(): void {
  clock = virtualClock()
  fetcher = createFetcher({
    userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)',
    allow: new Set([server.host]),
    clock,
    random: () => 0.5,
  })
}

export async function crawl(start: string[], options: Partial<CrawlOptions> = {}): Promise<Crawled> {
  startAnew()
  const ids: string[] = []
  const pages: CrawledPage[] = []
  const result = await clock.run(
    crawlPages(sheets, { start: start.map(path => server.origin + path) }, fetcher, {
      now: clock.now,
      onPage(postings, page) {
        ids.push(...postings.map(posting => posting.externalId))
        pages.push(page)
      },
      ...options,
    }),
  )
  return { result, ids, pages }
}

export function sheet(ids: string[], more: Partial<z.infer<typeof Sheet>> = {}) {
  return send(JSON.stringify({ ids, ...more }), { 'content-type': 'application/json' })
}

/** Ten pages of two adverts each, one leading to the next. */
export function tenPages(): void {
  for (let n = 1; n <= 10; n++) server.on(`/list?page=${n}`, sheet([`${n}a`, `${n}b`], n < 10 ? { next: [`/list?page=${n + 1}`] } : {}))
}
