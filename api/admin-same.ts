// Judging whether two adverts are one role. What is decided is filed at once and written down by the judgement itself.
import type { Request, RequestHandler } from 'express'
import { findOutdated } from '../db/relink.ts'
import { listMayBe } from '../db/may-be.ts'
import { decideVerdict, listSuggestions, listVerdicts, settleSuggestion, undoVerdict, VerdictRefused } from '../db/verdicts.ts'
import { adminSameView } from '../views/admin-same.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField, nameOf } from './session.ts'

/** Pairs of each kind on the page. */
const SHOWN = 30

export function sameRoutes(world: World): Route[] {
  return [
    ['/admin/same', same(world), judge(world)],
    ['/admin/same/suggestions/:id', null, settle(world) as RequestHandler],
    ['/admin/same/verdicts/:id/undo', null, takeBack(world) as RequestHandler],
  ]
}

const SAID: Record<string, string> = {
  judged: 'Judged and filed. It holds through every later crawl.',
  declined: 'The suggestion is put aside.',
  undone: 'The judgement is taken back; the rules file the two adverts again.',
}

function same(world: World): RequestHandler {
  return async (req, res) => {
    const done = searchParams(req).get('done') ?? ''
    const said = Object.hasOwn(SAID, done) ? (SAID[done] ?? '') : ''
    const [site, suggestions, maybe, verdicts, outdated] = [
      await readSite(world),
      await listSuggestions(world.db, SHOWN),
      await listMayBe(world.db, SHOWN),
      await listVerdicts(world.db, SHOWN),
      await findOutdated(world.db),
    ]
    answerPage(req, res, render('admin-same', adminSameView(site, { suggestions, maybe, verdicts, outdated, said })), 'none')
  }
}

function judge(world: World): RequestHandler {
  return async (req, res) => {
    const says = formField(req, 'says')
    if (says !== 'same' && says !== 'different') throw new HttpError(400, 'The form does not say what the two adverts are.')
    const pair = { postingId: idOf(formField(req, 'advert')), otherId: idOf(formField(req, 'other')), says } as const
    await unlessRefused(decideVerdict(world.db, { ...pair, by: await nameOf(world, req) }))
    await world.wakeLinker?.()
    res.redirect(303, '/admin/same?done=judged')
  }
}

function settle(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const answer = formField(req as Request, 'answer')
    if (answer !== 'accepted' && answer !== 'declined') throw new HttpError(400, 'The form does not say whether they are right.')
    if (!(await unlessRefused(settleSuggestion(world.db, idOf(req.params.id), answer, await nameOf(world, req as Request)))))
      throw new HttpError(404, 'There is no such open suggestion; somebody may have answered it already.')
    await world.wakeLinker?.()
    res.redirect(303, `/admin/same?done=${answer === 'accepted' ? 'judged' : 'declined'}`)
  }
}

function takeBack(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    if (!(await undoVerdict(world.db, idOf(req.params.id), await nameOf(world, req as Request))))
      throw new HttpError(404, 'There is no judgement in force with that number; somebody may have taken it back already.')
    await world.wakeLinker?.()
    res.redirect(303, '/admin/same?done=undone')
  }
}

function idOf(value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : 0
}

/** A judgement that contradicts others is refused in a sentence for the person who made it. */
async function unlessRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof VerdictRefused) throw new HttpError(409, error.message)
    throw error
  }
}
