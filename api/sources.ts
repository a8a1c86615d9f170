// The sources page: the same for everybody.
import type { RequestHandler } from 'express'
import { runHistories } from '../db/run-history.ts'
import { listSources, WITHOUT_KEY } from '../db/sources.ts'
import { render } from '../views/render.ts'
import { NO_KINDS, sourcesView } from '../views/sources.ts'
import { answerPage, readSite } from './answer.ts'
import type { World } from './server.ts'

/** Ended runs of each source: as many as a small chart has room for. */
const RUNS_SHOWN = 15

export function sources(world: World): RequestHandler {
  return async (req, res) => {
    const [site, all, histories] = await Promise.all([readSite(world), listSources(world.db), runHistories(world.db, RUNS_SHOWN)])
    // A source that waits for its key tells visitors nothing.
    const shown = all.filter(source => source.pausedBecause !== WITHOUT_KEY)
    answerPage(req, res, render('sources', sourcesView(site, shown, { histories, kinds: world.kinds ?? NO_KINDS })))
  }
}
