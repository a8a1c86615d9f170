// Roles side by side, and the page where people find those they saved.
import type { RequestHandler } from 'express'
import { findCompared } from '../db/compared.ts'
import { comparedSlugs, comparison } from '../listings/comparison.ts'
import { compareView } from '../views/compare.ts'
import { render } from '../views/render.ts'
import { savedView } from '../views/saved.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import type { World } from './server.ts'

export function compare(world: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const slugs = comparedSlugs(params)
    const canonical = comparison(slugs)
    if (params.getAll('role').length > 0 && params.toString() !== canonical)
      return res.set('Cache-Control', 'no-store').redirect(302, `/compare${canonical ? `?${canonical}` : ''}`)
    const [site, roles] = await Promise.all([readSite(world), findCompared(world.db, slugs)])
    answerPage(req, res, render('compare', compareView(site, roles, slugs.length - roles.length)))
  }
}

export function saved(world: World): RequestHandler {
  return async (req, res) => answerPage(req, res, render('saved', savedView(await readSite(world))))
}
