// Roles side by side, and the page where people find those they saved.
import type { RequestHandler } from 'express'
import { findCompared } from '../db/compared.ts'
import { findDated } from '../db/role-dates.ts'
import { MOST_COMPARED, comparedSlugs, comparison } from '../listings/comparison.ts'
import { calendarOf } from '../views/calendar.ts'
import { compareView } from '../views/compare.ts'
import { render } from '../views/render.ts'
import { savedView } from '../views/saved.ts'
import { answer, answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

export function compare(world: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const asked = comparedSlugs(params, MOST_NAMED)
    const slugs = asked.slice(0, MOST_COMPARED)
    const canonical = comparison(slugs)
    // Whoever asks for more than fit is told which page this is instead; the short address could not say it.
    if (asked.length === slugs.length && params.getAll('role').length > 0 && params.toString() !== canonical)
      return res.set('Cache-Control', 'no-store').redirect(302, `/compare${canonical ? `?${canonical}` : ''}`)
    const [site, roles] = await Promise.all([readSite(world), findCompared(world.db, slugs)])
    answerPage(
      req,
      res,
      render('compare', compareView(site, roles, { missing: slugs.length - roles.length, dropped: asked.length - slugs.length })),
    )
  }
}

/** Roles of an address that are counted; nobody ticks more. */
const MOST_NAMED = 100

/** Roles whose dates one calendar holds; their addresses have to fit into the calendar's own. */
const MOST_DATED = 100

/** Dates of saved roles: the ids come with the address, for only the browser knows what was saved. */
export function savedDates(world: World): RequestHandler {
  return async (req, res) => {
    const slugs = comparedSlugs(searchParams(req), MOST_DATED)
    if (slugs.length === 0)
      throw new HttpError(404, 'This address names no role. The link on the page of saved roles names those you saved.')
    const body = calendarOf(world, await findDated(world.db, slugs))
    res.set('Content-Disposition', 'inline; filename="dayrate-roles.ics"')
    answer(req, res, { body, type: 'text/calendar; charset=utf-8', cache: 'public' })
  }
}

export function saved(world: World): RequestHandler {
  return async (req, res) => answerPage(req, res, render('saved', savedView(await readSite(world))))
}
