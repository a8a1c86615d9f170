// Taking down what somebody with a right to it asked to have taken down, and undoing it.
import type { Request, RequestHandler, Response } from 'express'
import { findSource, listSources } from '../db/sources.ts'
import { listTakedowns, subjectsAt, takeDown, undoTakedown } from '../db/takedowns.ts'
import type { Subject } from '../db/takedowns.ts'
import { EMPTY_TAKEDOWN, takedownsView } from '../views/admin-takedowns.ts'
import type { TakedownForm } from '../views/admin-takedowns.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField, noteAdmin, requireFreshAdmin } from './session.ts'

export function takedownRoutes(world: World): Route[] {
  return [
    ['/admin/takedowns', takedowns(world), askForTakedown(world)],
    ['/admin/takedowns/:id/undo', null, undo(world) as RequestHandler],
  ]
}

function takedowns(world: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const count = /^\d{1,9}$/.test(params.get('kept') ?? '') ? Number(params.get('kept')) : undefined
    const said = params.has('undone')
      ? 'It may be shown again: its adverts are back within a minute.'
      : count === undefined
        ? ''
        : `Taken down: ${count} ${count === 1 ? 'advert' : 'adverts'} of it ${count === 1 ? 'is' : 'are'} here now and will be off the board within a minute; what comes later stays away too.`
    await answerTakedowns(world, req, res, EMPTY_TAKEDOWN, { said })
  }
}

async function answerTakedowns(
  world: World,
  req: Request,
  res: Response,
  form: TakedownForm,
  more: { problem?: string; said?: string },
  status = 200,
): Promise<void> {
  const [site, all, sources] = [await readSite(world), await listTakedowns(world.db), await listSources(world.db)]
  answerPage(req, res, render('admin-takedowns', takedownsView(site, { takedowns: all, sources, form, ...more })), 'none', status)
}

function askForTakedown(world: World): RequestHandler {
  return async (req, res) => {
    await requireFreshAdmin(world, req)
    const form: TakedownForm = {
      url: formField(req, 'url').trim().slice(0, 2_000),
      sourceId: formField(req, 'source').slice(0, 100),
      because: formField(req, 'because').trim().slice(0, 500),
    }
    const found = await subjectsOf(world, form)
    if (typeof found === 'string') return answerTakedowns(world, req, res, form, { problem: found }, 400)
    let kept = 0
    for (const subject of found) {
      kept += await takeDown(world.db, subject, form.because)
      await noteAdmin(world, req, 'took down', `${nameOf(subject)}${form.because ? ` (${form.because})` : ''}`)
    }
    await world.wakeLinker?.()
    res.redirect(303, `/admin/takedowns?kept=${kept}`)
  }
}

function undo(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    await requireFreshAdmin(world, req as Request)
    const id = /^\d{1,15}$/.test(req.params.id) ? Number(req.params.id) : 0
    const subject = await undoTakedown(world.db, id)
    if (!subject) throw new HttpError(404, 'There is no takedown in force with that number; somebody may have undone it already.')
    await noteAdmin(world, req as Request, 'undid a takedown', nameOf(subject))
    await world.wakeLinker?.()
    res.redirect(303, '/admin/takedowns?undone=1')
  }
}

function nameOf(subject: Subject): string {
  return 'url' in subject ? subject.url : `source ${subject.sourceId}`
}

/** What a form asks to take down; a sentence where that cannot be told. */
async function subjectsOf(world: World, { url, sourceId }: TakedownForm): Promise<Subject[] | string> {
  if ((url === '') === (sourceId === '')) return 'Give the address of an advert, or choose a source: one of the two.'
  if (sourceId !== '') return (await findSource(world.db, sourceId)) ? [{ sourceId }] : 'There is no source of that name.'
  const found = await subjectsAt(world.db, url, world.publicUrl)
  if (!found) return 'That is not an address of the web; it begins with https:// or http://.'
  return found.length > 0 ? found : 'Nothing of ours at that address has an advert behind it.'
}
