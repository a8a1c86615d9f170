// What people who run the site do with sources. Everything that is done is written down.
import type { Request, RequestHandler, Response } from 'express'
import { runningRun } from '../db/crawl-runs.ts'
import { acceptDrift, findSource, listSources, makeDue, pauseSource, resumeSource } from '../db/sources.ts'
import type { Source } from '../db/sources.ts'
import { adminSourcesView } from '../views/admin-sources.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { previewRoutes, storeSource } from './admin-source-new.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField, noteAdmin } from './session.ts'

export function adminSourceRoutes(world: World): Route[] {
  return [
    ['/admin/sources', sources(world), storeSource(world)],
    ...previewRoutes(world),
    ['/admin/sources/:id/crawls', null, crawlNow(world) as RequestHandler],
    ['/admin/sources/:id/pause', null, pause(world) as RequestHandler],
    ['/admin/sources/:id/resume', null, resume(world) as RequestHandler],
    ['/admin/sources/:id/drift', null, believe(world) as RequestHandler],
  ]
}

/** What an address says was just done; anything else in it says nothing. */
const SAID: Record<string, string> = {
  crawl: 'The source will be read within a minute. How far it is shows under “Runs”.',
  running: 'The source is being read at this moment. How far it is shows under “Runs”.',
  silent:
    'The process that was reading the source gives no sign. It is given up a minute after its last one, and the source is read again within three.',
  pause: 'The source is paused. Its adverts stay until they age.',
  resume: 'The source is due now.',
  drift: 'What the source shows now is what is expected of it from now on. It is read again within a minute.',
  add: 'The source is stored and read within a minute. How far it is shows under “Runs”.',
}

function sources(world: World): RequestHandler {
  return async (req, res) => {
    const [site, all] = [await readSite(world), await listSources(world.db)]
    const params = searchParams(req)
    const done = params.get('done') ?? ''
    const said = Object.hasOwn(SAID, done) ? (SAID[done] ?? '') : ''
    answerPage(
      req,
      res,
      render(
        'admin-sources',
        adminSourcesView(site, all, {
          canCrawl: world.enqueueCrawl !== undefined,
          canAdd: world.previewSource !== undefined,
          ...(world.kinds && { kinds: world.kinds }),
          said,
          saidAt: params.get('at') ?? '',
        }),
      ),
      'none',
    )
  }
}

/** A run gives a sign every ten seconds; one that missed two is likely dead. The queue gives up its job as the lease of the run ends. */
const SILENT_SECONDS = 25

function crawlNow(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const source = await knownSource(world, req.params.id)
    if (!world.enqueueCrawl) throw new HttpError(503, 'No worker is connected to this web server; the source is read at its next due time.')
    const running = await runningRun(world.db, source.id)
    await makeDue(world.db, source.id)
    await world.enqueueCrawl(source.id)
    await noteAdmin(world, req as Request, 'asked for a crawl', source.id)
    leadTo(res, source, !running ? 'crawl' : running.silentSeconds > SILENT_SECONDS ? 'silent' : 'running')
  }
}

function pause(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const source = await knownSource(world, req.params.id)
    const because = formField(req, 'because').trim().slice(0, 200) || 'paused by hand'
    await pauseSource(world.db, source.id, because)
    await noteAdmin(world, req as Request, 'paused a source', `${source.id} (${because})`)
    leadTo(res, source, 'pause')
  }
}

function resume(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const source = await knownSource(world, req.params.id)
    await resumeSource(world.db, source.id)
    await noteAdmin(world, req as Request, 'resumed a source', source.id)
    leadTo(res, source, 'resume')
  }
}

/** “The new number is right”: what the source shows now is the measure from now on. */
function believe(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const source = await knownSource(world, req.params.id)
    await acceptDrift(world.db, source.id)
    await noteAdmin(world, req as Request, 'accepted a drift', source.id)
    await world.enqueueCrawl?.(source.id)
    leadTo(res, source, 'drift')
  }
}

/** Back to the line whose button was pressed, where what was done is said. */
function leadTo(res: Response, { id }: Source, done: string): void {
  res.redirect(303, `/admin/sources?done=${done}&at=${id}#${id}`)
}

async function knownSource(world: World, id: string): Promise<Source> {
  const source = await findSource(world.db, id)
  if (!source) throw new HttpError(404, 'There is no source of that name.')
  return source
}
