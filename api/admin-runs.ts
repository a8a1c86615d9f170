// Crawl runs: the page that follows them, the events it follows, and one run.
import type { RequestHandler } from 'express'
import { openSessionsAmong } from '../db/admin.ts'
import { endedRuns, findRun, lastEndedRun, runsUnderWay } from '../db/run-history.ts'
import { endedView, runFrameView, runsView, underWayView } from '../views/admin-runs.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import { LiveStream } from './live-stream.ts'
import type { Route, World } from './server.ts'
import { sessionHash } from './session.ts'

/** Ended runs on the page. */
const SHOWN = 100

export function runRoutes(world: World): Route[] {
  return [
    ['/admin/runs', runs(world)],
    ['/admin/runs/events', runEvents(world)],
    ['/admin/runs/:id', oneRun(world) as RequestHandler],
  ]
}

function runs(world: World): RequestHandler {
  return async (req, res) => {
    const view = runsView(await readSite(world), await runsUnderWay(world.db), await endedRuns(world.db, SHOWN))
    answerPage(req, res, render('admin-runs', view), 'none')
  }
}

function oneRun(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const run = /^\d{1,15}$/.test(req.params.id) ? await findRun(world.db, Number(req.params.id)) : undefined
    if (!run) throw new HttpError(404, 'There is no crawl run with that number, or it is so old that it was cleared away.')
    answerPage(req, res, render('admin-run', runFrameView(await readSite(world), run)), 'none')
  }
}

function runEvents(world: World): RequestHandler {
  const stream = new LiveStream({
    read: liveParts(world),
    openAmong: sessions => openSessionsAmong(world.db, sessions),
    ending: () => world.draining?.() ?? false,
  })
  return (req, res) => {
    const session = sessionHash(world, req)?.toString('hex') ?? ''
    if (req.method === 'HEAD') res.set('Content-Type', 'text/event-stream; charset=utf-8').end()
    else if (!stream.join(res, session))
      throw new HttpError(503, 'Fifty people follow the crawls already. Load the page again to see how far they are.')
  }
}

/** The hundred ended runs are read again only when another has ended. */
function liveParts(world: World): () => Promise<Record<string, string>> {
  let mark: string | undefined
  let ended = ''
  return async () => {
    const now = await lastEndedRun(world.db)
    if (now !== mark) ended = render('runs-ended', endedView(await endedRuns(world.db, SHOWN), world.now()))
    mark = now
    return { 'under-way': render('runs-under-way', underWayView(await runsUnderWay(world.db), world.now())), ended }
  }
}
