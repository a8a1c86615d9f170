// One role, and the way out to an advert of it.
import type { Request, RequestHandler, Response } from 'express'
import { findRedirect, listingHistory } from '../db/listing-history.ts'
import { findAdvert, findListing } from '../db/listings.ts'
import type { ListingDetail } from '../db/listings.ts'
import { findMarket } from '../db/market.ts'
import { relatedListings } from '../db/relations.ts'
import { similarRoles } from '../db/similar.ts'
import { goneView } from '../views/gone.ts'
import { listingView, similarTo } from '../views/listing.ts'
import { boardAddress } from '../views/page.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'
import { webAddress } from '../listings/web-address.ts'

export function listing(world: World): RequestHandler<{ slug: string }> {
  return async (req, res) => {
    const slug = keyOf(req.params.slug)
    const found = await findListing(world.db, slug)
    if (!found) return leadOn(world, req.params.slug, res)
    if (isGone(found, world.now())) return answerGone(world, req as Request, res, found)
    const [site, history, related] = [
      await readSite(world),
      await listingHistory(world.db, found.id),
      found.closedAt ? [] : await relatedListings(world.db, found.id),
    ]
    const similar = await similarRoles(world.db, found.card, [found.id, ...related.map(one => one.id)], SIMILAR)
    const market = found.closedAt ? null : await findMarket(world.db, found.card)
    answerPage(req, res, render('listing', listingView(site, found, { history, related, similar, market })))
  }
}

/** A role that was put together with another lives on under the other’s address; kept for an hour only, for people take judgements back. */
async function leadOn(world: World, typed: string, res: Response): Promise<void> {
  if (typed.endsWith('.json')) throw await notForPrograms(world, keyOf(typed.slice(0, -'.json'.length)))
  const now = await findRedirect(world.db, keyOf(typed))
  if (now === undefined) throw new HttpError(404, 'We have no role at this address. It may be mistyped.')
  res.set('Cache-Control', 'public, max-age=3600').redirect(301, `/roles/${now}`)
}

/** Programs read roles from the board alone, where each is while it is open. */
async function notForPrograms(world: World, slug: string): Promise<HttpError> {
  const found = await findListing(world.db, slug)
  const to = 'Single roles have a page only, and no JSON: programs read the open ones from /.json, as /openapi.json describes.'
  if (!found) return new HttpError(404, `We have no role at this address. ${to}`)
  return found.closedAt || found.adverts.length === 0
    ? new HttpError(410, `This role is closed. ${to}`)
    : new HttpError(404, `The page of this role is /roles/${slug}. ${to}`)
}

/** A closed role stays for reference this long; then search engines are told that it is gone (W22). */
const SHOWN_CLOSED_MS = 30 * 86_400_000

function isGone({ adverts, closedAt }: ListingDetail, now: Date): boolean {
  return adverts.length === 0 || (closedAt !== null && now.getTime() - closedAt.getTime() > SHOWN_CLOSED_MS)
}

const SIMILAR = 5

/** A role without an advert has had them taken down or refused: then its title is not shown either. */
async function answerGone(world: World, req: Request, res: Response, { title, card, adverts }: ListingDetail): Promise<void> {
  const query = similarTo(card)
  const [site, similar] = [await readSite(world), await similarRoles(world.db, card, [], SIMILAR)]
  const view = goneView(site, { title: adverts.length > 0 ? title : '', similar, all: boardAddress(query) })
  answerPage(req, res, render('gone', view), 'none', 410)
}

/** Leads to the address that the source gave for an advert, and nowhere else: nothing in the request can change it. */
export function wayOut(world: World): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const id = /^\d{1,15}$/.test(req.params.id) ? Number(req.params.id) : undefined
    const advert = id === undefined ? undefined : await findAdvert(world.db, id)
    const url = advert ? webAddress(advert.url) : ''
    if (!url) throw new HttpError(404, 'We have no advert with that number, or it has no address that a browser can open.')
    res.set({ 'Cache-Control': 'private, no-store', 'Referrer-Policy': 'origin', 'X-Robots-Tag': 'noindex, nofollow' }).redirect(302, url)
  }
}

/** A slug as Postgres can hold it; anything else cannot be one of ours and finds nothing. */
function keyOf(slug: string): string {
  return /^[a-z0-9-]{1,200}$/.test(slug) ? slug : ''
}
