// What one page costs us, from asking for it to the advert in its row, in processor time of this process alone: beside the least anybody could
// do (undici and htmlparser2 in a loop) and beside Crawlee's CheerioCrawler as it comes. The site is another process.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { CheerioCrawler, Configuration, log as crawleeLog } from '@crawlee/cheerio'
import { Parser } from 'htmlparser2'
import { Agent } from 'undici'
import { createFetcher } from '../crawlers/fetcher.ts'
import type { Fetcher } from '../crawlers/fetcher.ts'
import { sharedPace } from '../crawlers/pace.ts'
import { runSource } from '../crawlers/run.ts'
import type { Db } from '../db/database.ts'
import { saveSources } from '../db/sources.ts'
import { createLog } from '../log.ts'
import { cpuMs, inTurn } from './measure.ts'
import type { Measured } from './measure.ts'

const PAGES = 400
const ROUNDS = 5

export async function benchCrawling(db: Db): Promise<Measured[]> {
  const site = fork(new URL('crawling-server.ts', import.meta.url))
  const [port] = (await once(site, 'message')) as [number] // the only thing it ever says
  const host = `127.0.0.1:${port}`
  const fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([host]) })
  const polite = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([host]), pace: sharedPace(db) })
  const agent = new Agent({ connections: 1, pipelining: 1 })
  let round = 0
  try {
    await askAgain(db, polite, host)
    const times = await inTurn(
      [
        { name: 'ours: asked, checked, decoded, read, filed', run: () => crawlAll(db, fetcher, host, (round += 1)) },
        { name: 'ours, unchanged (304): paced and remembered in the database too', run: () => askAgain(db, polite, host) },
        { name: 'Crawlee’s CheerioCrawler as it comes', run: () => crawleeAlone(host, round) },
        { name: 'baseline: undici and htmlparser2 in a loop', run: () => bareLoop(agent, host, round) },
      ],
      ROUNDS,
      cpuMs,
    )
    const baseline = [...times.values()].at(-1) ?? Number.NaN
    return [...times].map(([way, ms]) => ({
      name: 'crawl a page of 16 kB (CPU)',
      way,
      value: ms / PAGES,
      unit: 'ms a page',
      ratio: baseline / ms,
    }))
  } finally {
    await Promise.all([fetcher.close(), polite.close()])
    await agent.close()
    site.disconnect()
  }
}

const log = createLog({ level: 'error', pretty: false })

export async function crawlAll(db: Db, fetcher: Fetcher, host: string, round: number): Promise<void> {
  await crawl(db, fetcher, `crawling-${round}`, { sitemap: `http://${host}/${round}/sitemap-${PAGES}.xml` })
}

/** A site that is crawled the first time, and then has not changed: each page is known by its ETag. A source may name half of the pages. */
async function askAgain(db: Db, fetcher: Fetcher, host: string): Promise<void> {
  for (const half of [0, 1]) {
    const pages = Array.from({ length: PAGES / 2 }, (_, index) => `http://${host}/0/job/${half * (PAGES / 2) + index + 1}`)
    await crawl(db, fetcher, `again-${half}`, { pages })
  }
}

async function crawl(db: Db, fetcher: Fetcher, id: string, settings: { sitemap: string } | { pages: string[] }): Promise<void> {
  const expected = 'pages' in settings ? settings.pages.length : PAGES
  await saveSources(db, [
    {
      id,
      name: 'Bench',
      connector: 'jobposting',
      settings,
      origin: 'added',
      crawlEveryMinutes: 60,
      policy: {
        attribution: { text: 'Bench', url: '' },
        republish: 'full',
        statistics: false,
        requestsPerDay: 1_000_000,
        delayMs: 0,
        graceHours: 48,
      },
    },
  ])
  const run = await runSource({ db, fetcher, log }, id)
  if (run?.found !== expected) throw new Error(`the crawl found ${run?.found} of ${expected} adverts: ${run?.reason}`)
}

/** The same extraction as the loop's. One page at a time, as the others; its own storage stays in memory. */
async function crawleeAlone(host: string, round: number): Promise<void> {
  crawleeLog.setLevel(crawleeLog.LEVELS.OFF)
  let found = 0
  const crawler = new CheerioCrawler(
    {
      maxConcurrency: 1,
      async requestHandler({ $ }) {
        const posting = JSON.parse($('script[type="application/ld+json"]').text()) as { title?: string }
        if (posting.title) found += 1
      },
    },
    new Configuration({ persistStorage: false, purgeOnStart: true }),
  )
  await crawler.run(Array.from({ length: PAGES }, (_, index) => `http://${host}/${round}/job/${index + 1}`))
  if (found !== PAGES) throw new Error(`Crawlee found ${found} of ${PAGES} adverts`)
}

async function bareLoop(agent: Agent, host: string, round: number): Promise<void> {
  let found = 0
  for (let number = 1; number <= PAGES; number++) {
    const { body } = await agent.request({ origin: `http://${host}`, path: `/${round}/job/${number}`, method: 'GET' })
    if ((JSON.parse(ldJsonOf(await body.text())) as { title?: string }).title) found += 1
  }
  if (found !== PAGES) throw new Error(`the loop found ${found} of ${PAGES} adverts`)
}

function ldJsonOf(html: string): string {
  let text = ''
  let isInside = false
  const parser = new Parser({
    onopentag: (name, attributes) => (isInside = name === 'script' && attributes['type'] === 'application/ld+json'),
    ontext: piece => isInside && (text += piece),
    onclosetag: () => (isInside = false),
  })
  parser.end(html)
  return text
}
