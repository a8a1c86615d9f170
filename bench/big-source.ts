// A source of very many adverts: whether memory stays flat while it is read, and what it costs to read it again when nothing has changed.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import pg from 'pg'
import { createFetcher } from '../crawlers/fetcher.ts'
import type { Fetcher } from '../crawlers/fetcher.ts'
import { sharedPace } from '../crawlers/pace.ts'
import { runSource } from '../crawlers/run.ts'
import type { RunProgress } from '../crawlers/run.ts'
import type { Db } from '../db/database.ts'
import { saveSources } from '../db/sources.ts'
import { createLog } from '../log.ts'
import { cpuMs } from './measure.ts'
import type { Measured } from './measure.ts'

const log = createLog({ level: 'error', pretty: false })

interface Crawled {
  cpuMs: number
  wallMs: number
  statements: number
  /** Megabytes: what the process held at most after a page, less what it held after the first tenth. */
  growth: number
  /** Rows of postings that were made or got other words. */
  written: number
}

export async function benchBigSource(db: Db, count: number): Promise<Measured[]> {
  const site = fork(new URL('big-source-server.ts', import.meta.url))
  const [port] = (await once(site, 'message')) as [number] // the only thing it ever says
  const host = `127.0.0.1:${port}`
  const fetcher = createFetcher({ userAgent: 'DayrateBot/1.0', allow: new Set([host]), pace: sharedPace(db) })
  try {
    const fewer = await crawl(db, fetcher, host, count / 10)
    const first = await crawl(db, fetcher, host, count)
    const again = await crawl(db, fetcher, host, count)
    await crawl(db, fetcher, host, SMALL_PAGES, 1)
    const known = await crawl(db, fetcher, host, SMALL_PAGES, 1)
    const name = `a source of ${count.toLocaleString('en-GB')} adverts`
    return [
      { name, way: 'read first', value: (1_000 * count) / first.wallMs, unit: 'adverts a second' },
      { name, way: 'memory gained after the first tenth', value: first.growth, unit: 'MB' },
      { name, way: 'the same of a source with a tenth of them', value: fewer.growth, unit: 'MB' },
      { name, way: 'read again, unchanged: statements', value: again.statements, unit: 'in all' },
      { name, way: 'rows made or changed by that', value: again.written, unit: 'rows' },
      { name: 'a page that answers 304', way: 'ours, its rows marked as seen (CPU)', value: known.cpuMs / SMALL_PAGES, unit: 'ms' },
    ]
  } finally {
    await fetcher.close()
    site.disconnect()
  }
}

/** A page of one advert each. */
const SMALL_PAGES = 400

async function crawl(db: Db, fetcher: Fetcher, host: string, count: number, perPage = 1_000): Promise<Crawled> {
  const id = `big-${count}`
  const settings = {
    url: `http://${host}/${count}/${perPage}/list?page={page}`,
    data: 'script#data',
    list: 'jobs',
    link: 'link',
    title: 'title',
    company: 'company',
    location: 'location',
    pay: 'pay',
    description: 'description',
  }
  const policy = {
    attribution: { text: '', url: '' },
    republish: 'full',
    statistics: false,
    requestsPerDay: 1e6,
    delayMs: 0,
    graceHours: 48,
  } as const
  await saveSources(db, [{ id, name: id, connector: 'page', settings, origin: 'added', crawlEveryMinutes: 60, policy }])
  const counted = countStatements()
  const before = await postingsWritten(db)
  const sizes: number[] = []
  const onProgress = ({ pages }: RunProgress): void => void (sizes[pages] = process.memoryUsage().rss / 1_048_576)
  const [cpu, wall] = [cpuMs(), performance.now()]
  const run = await runSource({ db, fetcher, log, onProgress }, id)
  const spent = { cpuMs: cpuMs() - cpu, wallMs: performance.now() - wall, statements: counted.stop() }
  if (run?.found !== count || run.outcome !== 'complete') throw new Error(`${id}: ${run?.outcome}, ${run?.found} adverts: ${run?.reason}`)
  const warm = sizes[Math.ceil(sizes.length / 10)] ?? 0
  return { ...spent, growth: Math.max(...sizes.filter(Boolean)) - warm, written: (await postingsWritten(db)) - before }
}

/** Rows of `posting` that were made, or whose words changed. */
async function postingsWritten(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int + (select count(*)::int from posting_version) as n from posting where changed_at = first_seen_at`.execute(db)
  return rows[0]?.n ?? 0
}

function countStatements(): { stop(): number } {
  const { query } = pg.Client.prototype
  const plain = query as (...given: unknown[]) => unknown
  let statements = 0
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...given: unknown[]) {
      statements++
      return plain.apply(this, given)
    },
  })
  return {
    stop() {
      Object.assign(pg.Client.prototype, { query })
      return statements
    },
  }
}
