// The board for people: a page of roles for the query in the address.
import type { RequestHandler } from 'express'
import type { Db } from '../db/database.ts'
import { countBoard, searchBoard, widenings } from '../db/search.ts'
import { boardState, sourceNames } from '../db/board-facts.ts'
import { didYouMean, unheardWords } from '../db/search-spelling.ts'
import { wordLists } from '../db/word-lists.ts'
import { isFiltered, parseQuery } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { boardView } from '../views/board.ts'
import type { WaysOut } from '../views/board-empty.ts'
import { queryParts } from '../views/query-labels.ts'
import { boardAddress } from '../views/page.ts'
import { renderBytes } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { unanswerable } from './errors.ts'
import type { World } from './server.ts'

export function board(world: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const { query, remarks, fault } = parseQuery(params)
    if (fault) throw unanswerable(fault, query)
    if (isFormNoise(params, remarks)) return res.set('Cache-Control', 'no-store').redirect(302, boardAddress(query))
    answerPage(req, res, await boardPage(world, query, remarks))
  }
}

/** A page of the board, the same for everybody. `remarks`: what about the address could not be read. */
export async function boardPage(world: World, query: BoardQuery, remarks: string[] = []): Promise<Buffer> {
  const [asked, site] = await Promise.all([searchBoard(world.db, query, { facets: true, now: world.now() }), readSite(world)])
  const meant = asked.total === 0 ? await didYouMean(world.db, query) : undefined
  // What stands on the page, its address, feed and alert are those of the words that were meant.
  const shown = meant?.query ?? query
  const found = meant ? await searchBoard(world.db, shown, { facets: true, now: world.now() }) : asked
  const state = found.total === 0 ? await boardState(world.db) : undefined
  const ways = found.total === 0 && isFiltered(shown) ? await findWaysOut(world.db, shown) : undefined
  const names = { sources: await sourceNames(world.db), words: await wordLists(world.db) }
  const around = { ...names, typed: query, unheard: meant?.unheard, state, ways }
  const view = boardView(site, shown, { ...found, remarks: [...remarks, ...found.remarks] }, around)
  return renderBytes('board', view)
}

/** For the empty page: what to drop; where dropping one filter is not enough, what each finds alone. */
async function findWaysOut(db: Db, query: BoardQuery): Promise<WaysOut> {
  const [wider, unheard] = [await widenings(db, query), await unheardWords(db, query)]
  if (wider.length > 0) return { widenings: wider, alone: [], unheard }
  const parts = queryParts(query, await sourceNames(db)).slice(0, 8)
  const totals = await Promise.all(parts.map(part => countBoard(db, part.alone)))
  const alone = parts.map(({ words, alone }, n) => ({ words, query: alone, total: totals[n] ?? 0 }))
  return { widenings: [], alone: alone.filter(one => one.total > 0), unheard }
}

/** A form without a script sends its empty fields too: the address people share is the short one. */
function isFormNoise(params: URLSearchParams, remarks: string[]): boolean {
  return remarks.length === 0 && [...params.values()].includes('')
}
