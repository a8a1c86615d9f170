// What visitors say of adverts: “not the same role”, “these are the same”. A person decides; nothing about the visitor is kept but, for a
// day, that they said it.
import type { Request, RequestHandler } from 'express'
import { findListing } from '../db/listings.ts'
import { relatedListings } from '../db/relations.ts'
import { visitorOf } from '../db/saved-searches.ts'
import { takeOnce } from '../db/spending.ts'
import { BECAUSE, suggestVerdict } from '../db/verdicts.ts'
import type { Pair } from '../db/verdicts.ts'
import { render } from '../views/render.ts'
import { TAKEN, thanksView } from '../views/thanks.ts'
import type { Taken } from '../views/thanks.ts'
import { allowance } from './allowance.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import { visitorHash } from './rate-limit.ts'
import type { World } from './server.ts'
import { formField } from './session.ts'

/** Suggestions one visitor may make in an hour: more than a reader has reason to, and few enough for a person to look at. */
const AN_HOUR = 20

/** The same said again by the same visitor within a day counts once, whichever process hears it: what is counted is how many people say it. */
const A_DAY_MS = 24 * 3_600_000

export function suggest(world: World): RequestHandler<{ slug: string }> {
  const mayAgain = allowance(AN_HOUR, 3_600_000)
  return async (req, res) => {
    const { slug } = req.params
    const pair = readPair(req as Request)
    if (!(await isShown(world, slug, pair)))
      throw new HttpError(409, 'These two adverts are no longer shown together. Open the page of the role again to see how it stands.')
    if (!mayAgain(req.ip, world.now())) {
      res.set('Retry-After', '3600')
      throw new HttpError(429, 'Twenty suggestions in an hour are the most that one visitor can make. Please go on in an hour.')
    }
    const said = `${[pair.postingId, pair.otherId].sort((a, b) => a - b).join(' ')} ${pair.says}`
    if (!(await isFirst(world, said, req.ip))) return res.redirect(303, `/roles/${slug}/thanks?again`)
    const because = BECAUSE.find(one => one === formField(req as Request, 'because'))
    const taken = await suggestVerdict(world.db, { ...pair, ...(because && pair.says === 'different' && { because }) })
    res.redirect(303, `/roles/${slug}/thanks?${taken === 'unknown' ? 'decided' : taken}`)
  }
}

function isFirst({ db, secret, now }: World, said: string, ip: string | undefined): Promise<boolean> {
  const at = now().getTime()
  return takeOnce(db, visitorHash(secret, `said ${said}`, visitorOf(ip)), at, at + A_DAY_MS)
}

/** @throws HttpError 400 where a form is not one of ours */
function readPair(req: Request): Pair {
  const says = formField(req, 'says')
  const [postingId, otherId] = ['advert', 'other'].map(name => {
    const value = formField(req, name)
    return /^\d{1,15}$/.test(value) ? Number(value) : 0
  })
  if ((says !== 'same' && says !== 'different') || !postingId || !otherId || postingId === otherId)
    throw new HttpError(400, 'The form does not name two adverts. Open the page of the role and send it from there.')
  return { postingId, otherId, says }
}

/** Whether the page of the role offers to say this of the two: nobody can fill the list with pairs of adverts at random. */
async function isShown({ db }: World, slug: string, { postingId, otherId, says }: Pair): Promise<boolean> {
  const found = /^[a-z0-9-]{1,200}$/.test(slug) ? await findListing(db, slug) : undefined
  if (!found) return false
  if (says === 'different') return [postingId, otherId].every(id => found.adverts.some(advert => advert.id === id))
  return (await relatedListings(db, found.id)).some(
    one => one.kind === 'may_be_same' && one.postingId === postingId && one.otherPostingId === otherId,
  )
}

export function thanks(world: World): RequestHandler<{ slug: string }> {
  return async (req, res) => {
    const { slug } = req.params
    const [said = ''] = searchParams(req as Request).keys()
    const taken: Taken = Object.hasOwn(TAKEN, said) ? (said as Taken) : 'noted' // its own keys
    const back = /^[a-z0-9-]{1,200}$/.test(slug) ? `/roles/${slug}` : '/'
    answerPage(req as Request, res, render('thanks', thanksView(await readSite(world), taken, back)), 'none')
  }
}
