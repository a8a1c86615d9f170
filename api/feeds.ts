// The board's query for programs: JSON, feeds, and a spreadsheet. The address says which; the query string is the board's own.
import type { Request, RequestHandler } from 'express'
import { lastCrawlAt } from '../db/board-facts.ts'
import type { Db } from '../db/database.ts'
import { exportBoard, searchBoard } from '../db/search.ts'
import { didYouMean, unheardWords } from '../db/search-spelling.ts'
import type { Meant } from '../db/search-spelling.ts'
import { firstPage, parseQuery } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { csvHead, csvLine, listingJson } from '../views/board-rows.ts'
import { feedView, jsonFeed } from '../views/feed.ts'
import type { FeedKind, FeedView } from '../views/feed.ts'
import { countLabel } from '../views/labels.ts'
import { meantWords, unheardLabel } from '../views/meant.ts'
import { boardAddress } from '../views/page.ts'
import { render } from '../views/render.ts'
import { answer, readSite, searchParams } from './answer.ts'
import { unanswerable } from './errors.ts'
import type { World } from './server.ts'

export function boardJson(world: World): RequestHandler {
  return async (req, res) => {
    const { query, remarks, fault } = parseQuery(searchParams(req))
    if (fault) throw unanswerable(fault, query)
    const found = await searchBoard(world.db, query)
    const meant = found.total === 0 ? await didYouMean(world.db, query) : undefined
    const unheard = found.total === 0 && !meant ? await unheardRemarks(world.db, query) : []
    const site = { publicUrl: world.publicUrl, samples: false, now: world.now() }
    const next = found.nextCursor === null ? null : boardAddress({ ...firstPage(query), after: found.nextCursor }, '.json')
    const body = JSON.stringify({
      listings: found.rows.map(row => listingJson(site, row)),
      total: found.total,
      totalIsExact: found.isTotalExact,
      next: next && `${world.publicUrl}${next}`,
      remarks: [...remarks, ...(meant ? meantRemarks(meant, query) : [...found.remarks, ...unheard])],
    })
    answer(req, res, { body, type: 'application/json; charset=utf-8', cache: 'public' })
  }
}

/** A program is told what was meant and asks for it itself. */
function meantRemarks({ query, total, unheard }: Meant, typed: BoardQuery): string[] {
  const words = meantWords(query, typed, unheard)
  if (!words) return []
  return [total > 0 ? `${words.why}; ${words.what}: ${countLabel(total, 'role')}.` : `${words.why}; perhaps ${words.what} was meant.`]
}

async function unheardRemarks(db: Db, query: BoardQuery): Promise<string[]> {
  const unheard = await unheardWords(db, query)
  return unheard.length > 0 ? [`${unheardLabel(unheard)} today.`] : []
}

/** A feed is newest first whatever the page's order is: readers take what is new from the top. */
async function readFeed(world: World, req: Request, kind: FeedKind): Promise<FeedView> {
  const { query } = parseQuery(searchParams(req))
  const first = firstPage(query)
  const newest = { ...first, sort: 'newest' as const }
  const [found, site, crawledAt] = await Promise.all([searchBoard(world.db, newest), readSite(world), lastCrawlAt(world.db)])
  return feedView(site, first, found, crawledAt, kind)
}

export function boardAtom(world: World): RequestHandler {
  return async (req, res) => {
    const body = render('board.atom', await readFeed(world, req, '.atom'))
    answer(req, res, { body, type: 'application/atom+xml; charset=utf-8', cache: 'public' })
  }
}

export function boardRss(world: World): RequestHandler {
  return async (req, res) => {
    const body = render('board.rss', await readFeed(world, req, '.rss'))
    answer(req, res, { body, type: 'application/rss+xml; charset=utf-8', cache: 'public' })
  }
}

export function boardFeed(world: World): RequestHandler {
  return async (req, res) => {
    const body = JSON.stringify(jsonFeed(await readFeed(world, req, '.feed.json')))
    answer(req, res, { body, type: 'application/feed+json; charset=utf-8', cache: 'public' })
  }
}

export function boardCsv(world: World): RequestHandler {
  return async (req, res) => {
    const { query } = parseQuery(searchParams(req))
    const site = { publicUrl: world.publicUrl, samples: false, now: world.now() }
    const lines = [csvHead()]
    for await (const row of exportBoard(world.db, firstPage(query))) lines.push(csvLine(site, row))
    res.set('Content-Disposition', 'attachment; filename="dayrate-roles.csv"')
    answer(req, res, { body: lines.join(''), type: 'text/csv; charset=utf-8', cache: 'public' })
  }
}
