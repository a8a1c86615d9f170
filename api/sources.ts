// The sources page, and "read it now" for people who run the site.
import type { RequestHandler } from 'express'
import { logAdmin } from '../db/admin.ts'
import { findSource, listSources } from '../db/sources.ts'
import { render } from '../views/render.ts'
import { sourcesView } from '../views/sources.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'
import { isAdmin, requireAdmin } from './session.ts'

export function sources(world: World): RequestHandler {
  return async (req, res) => {
    const admin = await isAdmin(world, req)
    const [site, all] = await Promise.all([readSite(world), listSources(world.db)])
    const said = admin && searchParams(req).has('asked') ? 'The source will be read within a minute.' : ''
    res.vary('Cookie')
    answerPage(
      req,
      res,
      render('sources', sourcesView(site, all, { admin: admin && world.enqueueCrawl !== undefined, said })),
      admin ? 'none' : 'public',
    )
  }
}

export function crawlNow(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    await requireAdmin(world, req)
    const source = await findSource(world.db, req.params.id)
    if (!source) throw new HttpError(404, 'There is no source of that name.')
    if (!world.enqueueCrawl) throw new HttpError(503, 'No worker is connected to this web server; the source is read at its next due time.')
    await world.enqueueCrawl(source.id)
    await logAdmin(world.db, 'asked for a crawl', source.id)
    res.redirect(303, '/sources?asked=1')
  }
}
