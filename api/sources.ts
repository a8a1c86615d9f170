// The sources page: the same for everybody.
import type { RequestHandler } from 'express'
import { listSources } from '../db/sources.ts'
import { render } from '../views/render.ts'
import { sourcesView } from '../views/sources.ts'
import { answerPage, readSite } from './answer.ts'
import type { World } from './server.ts'

export function sources(world: World): RequestHandler {
  return async (req, res) => {
    const [site, all] = await Promise.all([readSite(world), listSources(world.db)])
    answerPage(req, res, render('sources', sourcesView(site, all)))
  }
}
