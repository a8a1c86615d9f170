// The rejection record, and putting an advert on the board after all.
import type { Request, RequestHandler } from 'express'
import { listRefused, rescuePosting } from '../db/postings.ts'
import { REFUSAL_REASONS } from '../listings/card.ts'
import { parseQuery } from '../listings/query.ts'
import { refusedView } from '../views/refused.ts'
import type { RefusedQuery } from '../views/refused.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'
import { findAdmin, noteAdmin } from './session.ts'

const ON_A_PAGE = 50

export function refused(world: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const query = refusedQuery(params)
    const { reason, q, beforeId } = query
    const admin = (await findAdmin(world, req)) !== undefined
    const asked = { limit: ON_A_PAGE, ...(reason && { reason }), ...(q && { q }), ...(beforeId !== null && { beforeId }) }
    const [site, found] = await Promise.all([readSite(world), listRefused(world.db, asked)])
    const said =
      admin && params.has('rescued') ? 'The advert goes to the board within a minute and stays there, whatever later crawls say.' : ''
    res.vary('Cookie')
    answerPage(req, res, render('refused', refusedView(site, query, found, { admin, said })), admin ? 'none' : 'public')
  }
}

export function rescue(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const id = /^\d{1,15}$/.test(req.params.id) ? Number(req.params.id) : 0
    if (!(await rescuePosting(world.db, id)))
      throw new HttpError(404, 'There is no refused advert with that number; somebody may have rescued it already.')
    await noteAdmin(world, req as Request, 'rescued a refused advert', `posting ${id}`)
    res.redirect(303, '/refused?rescued=1')
  }
}

/** Words are cleaned as the board cleans them; what is not a reason or a number is left out. */
function refusedQuery(params: URLSearchParams): RefusedQuery {
  const { query } = parseQuery(new URLSearchParams({ q: params.get('q') ?? '' }))
  const before = params.get('before') ?? ''
  return {
    q: query.q,
    reason: REFUSAL_REASONS.find(reason => reason === params.get('reason')) ?? '',
    beforeId: /^\d{1,15}$/.test(before) ? Number(before) : null,
  }
}
