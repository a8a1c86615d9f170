// One role, and the way out to an advert of it.
import type { RequestHandler } from 'express'
import { findAdvert, findListing } from '../db/listings.ts'
import { listingView } from '../views/listing.ts'
import { webAddress } from '../views/page.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

export function listing(world: World): RequestHandler<{ slug: string }> {
  return async (req, res) => {
    const [found, site] = await Promise.all([findListing(world.db, keyOf(req.params.slug)), readSite(world)])
    if (!found)
      throw new HttpError(404, 'We have no role at this address. It may be mistyped; the search above looks through all open roles.')
    answerPage(req, res, render('listing', listingView(site, found)))
  }
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
