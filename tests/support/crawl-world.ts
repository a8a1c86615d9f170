// Crawls of made-up boards into a real database: a board is a set of answers of the hostile server, and time passes when a test says so.
import { sql } from 'kysely'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { sharedPace } from '../../crawlers/pace.ts'
import { runSource } from '../../crawlers/run.ts'
import type { CrawlWorld, RunProgress } from '../../crawlers/run.ts'
import { saveSources } from '../../db/sources.ts'
import type { Source } from '../../db/sources.ts'
import { createLog } from '../../log.ts'
import { advert, source } from './adverts.ts'
import { testDatabase } from './database.ts'
import type { TestDatabase } from './database.ts'
import { hostileServer, send } from './hostile-server.ts'
import type { HostileServer } from './hostile-server.ts'

export interface CrawlingWorld extends TestDatabase {
  server: HostileServer
  world: CrawlWorld
  /** Stores a source of the Greenhouse shape at `/v1/boards/ID/jobs` of the server, or of another kind. */
  addSource(id: string, over?: Partial<Source>): Promise<void>
  /** A whole run. @returns undefined where somebody else is at it */
  crawl(id: string, over?: Partial<CrawlWorld>): Promise<RunProgress | undefined>
  /** The paths asked for since the last call, robots.txt left out. */
  asked(): string[]
  /** As if everything so far had happened that long ago. */
  passTime(id: string, hours: number): Promise<void>
  postings(id: string): Promise<{ externalId: string; title: string; open: boolean; seen: Date; id: number }[]>
}

export async function crawlingWorld(): Promise<CrawlingWorld> {
  const database = await testDatabase()
  const { db } = database
  const server = await hostileServer()
  const fetcher = createFetcher({
    userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)',
    allow: new Set([server.host]),
    pace: sharedPace(db),
    random: () => 0,
  })
  const world: CrawlWorld = { db, fetcher, log: createLog({ level: 'error', pretty: false }) }
  return {
    ...database,
    server,
    world,
    addSource: (id, over = {}) => saveSources(db, [source(id, { settings: { board: id, api: server.origin }, ...over })]),
    crawl: (id, over = {}) => runSource({ ...world, ...over }, id),
    asked() {
      const paths = server.paths()
      server.hits.length = 0
      return paths
    },
    async passTime(id, hours) {
      const by = sql`${hours}::int * interval '1 hour'`
      await sql`update crawl_run set started_at = started_at - ${by}, began_at = began_at - ${by}, finished_at = finished_at - ${by}
        where source_id = ${id}`.execute(db)
      await sql`update posting set last_seen_at = last_seen_at - ${by}, gone_at = gone_at - ${by}, first_seen_at = first_seen_at - ${by}
        where source_id = ${id}`.execute(db)
      await sql`update crawl_page set read_at = read_at - ${by} where source_id = ${id}`.execute(db)
      await sql`update source set unreachable_since = unreachable_since - ${by}, degraded_at = degraded_at - ${by}, created_at = created_at - ${by}
        where id = ${id}`.execute(db)
    },
    async postings(id) {
      const rows = await db
        .selectFrom('posting')
        .select(['id', 'external_id as externalId', 'title', 'closed_at', 'last_seen_at as seen'])
        .where('source_id', '=', id)
        .orderBy('id')
        .execute()
      return rows.map(({ closed_at, ...row }) => ({ ...row, open: closed_at === null }))
    },
    async close() {
      await fetcher.close()
      await server.close()
      await database.close()
    },
  }
}

export interface BoardJob {
  id: number
  title?: string
  location?: string
}

/** A board in the Greenhouse shape. */
export function boardOf(jobs: BoardJob[], origin: string): string {
  const { description = '', location } = advert('any')
  const when = '2026-11-01T09:00:00Z'
  return JSON.stringify({
    jobs: jobs.map(({ id, title = `Project Manager, site ${id}`, location: place = location }) => ({
      id,
      internal_job_id: id,
      title,
      absolute_url: `${origin}/jobs/${id}`,
      updated_at: when,
      first_published: when,
      requisition_id: null,
      location: { name: place },
      metadata: null,
      content: `${description}<p>Site ${title}</p>`.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    })),
    meta: { total: jobs.length },
  })
}

export function numbers(count: number, from = 1): BoardJob[] {
  return Array.from({ length: count }, (_, n) => ({ id: from + n }))
}

/** A page of one advert with JSON-LD. */
export function advertPage(title: string): Parameters<HostileServer['on']>[1] {
  const posting = { '@type': 'JobPosting', title, description: advert('any').description, datePosted: '2026-11-01' }
  return send(`<html><h1>${title}</h1><script type="application/ld+json">${JSON.stringify(posting)}</script></html>`)
}

/** A sitemap of adverts, each with the day it last changed. */
export function sitemapOf(origin: string, adverts: Record<string, string>): string {
  const urls = Object.entries(adverts).map(
    ([path, on]) => `<url><loc>${origin}${path}</loc>${on === '' ? '' : `<lastmod>${on}</lastmod>`}</url>`,
  )
  return `<?xml version="1.0"?><urlset>${urls.join('')}</urlset>`
}
