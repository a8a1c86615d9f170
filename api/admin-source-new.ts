// Adding a source by its address: the look is recorded, made in the background and shown when it is there, so that the page works without
// a script and on any of several web servers. What is stored after the yes is what was looked at.
import type { Request, RequestHandler, Response } from 'express'
import { closePreview, findPreview, openPreview } from '../db/source-previews.ts'
import { findSource, saveSources } from '../db/sources.ts'
import { faultOfSourceAddress, webAddress } from '../listings/web-address.ts'
import { render } from '../views/render.ts'
import { sourceFormView, sourcePreviewView } from '../views/source-preview.ts'
import { answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField, noteAdmin, requireFreshAdmin } from './session.ts'

export function previewRoutes(world: World): Route[] {
  return [
    ['/admin/sources/new', form(world), look(world)],
    ['/admin/sources/previews/:id', preview(world) as RequestHandler],
  ]
}

/** How long a browser waits before it asks again, seconds. By a header, because a page that holds the same as an element must not. */
const ASK_AGAIN = 2

function form(world: World): RequestHandler {
  return async (req, res) => answerForm(world, req, res)
}

async function answerForm(world: World, req: Request, res: Response, url = '', problem = '', status = 200): Promise<void> {
  answerPage(req, res, render('admin-source-new', sourceFormView(await readSite(world), url, problem)), 'none', status)
}

function look(world: World): RequestHandler {
  return async (req, res) => {
    await requireFreshAdmin(world, req)
    const typed = formField(req, 'url').trim()
    // Before anything is stored: what stands in the log stands there for good.
    const fault = faultOfSourceAddress(typed)
    if (fault !== undefined) return answerForm(world, req, res, typed.slice(0, 2_000), fault, 400)
    const url = webAddress(typed)
    if (!world.previewSource) throw new HttpError(503, 'This web server fetches nothing. On the machine that does: dayrate source add URL.')
    const id = await openPreview(world.db, url)
    if (id === undefined) return answerForm(world, req, res, typed, 'Three looks are under way; wait for one of them to end.', 429)
    await noteAdmin(world, req, 'looked at a place for a source', url)
    // Nobody waits for it: the page asks again. It ends by itself, with an answer or a sentence.
    void findOut(world, world.previewSource, id, url)
    res.redirect(303, `/admin/sources/previews/${id}`)
  }
}

/** Whatever breaks in a look is told as a sentence of ours and written down whole; nobody is there to catch it. */
async function findOut(world: World, previewSource: NonNullable<World['previewSource']>, id: string, url: string): Promise<void> {
  const result = await previewSource(url).catch((error: unknown) => {
    world.log.error('look at a source broke', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    return { sorry: 'Something broke on our side while looking at it. It has been written down.' }
  })
  await closePreview(world.db, id, result).catch((error: unknown) => world.log.error('look at a source was lost', { error: String(error) }))
}

function preview(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const found = await knownPreview(world, req.params.id)
    if (found.problem !== null) return answerForm(world, req as Request, res, found.url, found.problem)
    const known = found.found !== null && (await findSource(world.db, found.found.source.id)) !== undefined
    if (found.underWay) res.set('Refresh', String(ASK_AGAIN))
    answerPage(req as Request, res, render('admin-source-preview', sourcePreviewView(await readSite(world), found, known)), 'none')
  }
}

/** Stores the source that was looked at, under the name that was typed, and has it read. */
export function storeSource(world: World): RequestHandler {
  return async (req, res) => {
    await requireFreshAdmin(world, req)
    const { found } = await knownPreview(world, formField(req, 'preview'))
    if (!found) throw new HttpError(409, 'Nothing was found there that could be stored.')
    const name = formField(req, 'name').trim().slice(0, 100) || found.source.name
    await saveSources(world.db, [{ ...found.source, name, origin: 'added' }])
    await noteAdmin(world, req, 'added a source', `${found.source.id} (${name})`)
    await world.enqueueCrawl?.(found.source.id)
    res.redirect(303, `/admin/sources?done=add&at=${found.source.id}#${found.source.id}`)
  }
}

async function knownPreview(world: World, id: string) {
  const found = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await findPreview(world.db, id) : undefined
  if (!found) throw new HttpError(404, 'There is no such look at a source; they are kept for a week.')
  return found
}
