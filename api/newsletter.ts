// The page of the weekly newsletter: the newest issue, and a form for whoever wants the next ones.
import type { Request, RequestHandler, Response } from 'express'
import { readAddress } from '../db/address.ts'
import { latestIssue } from '../db/newsletter.ts'
import { DAILY } from '../db/rhythm.ts'
import type { Rhythm } from '../db/rhythm.ts'
import { requestAlert, visitorOf } from '../db/saved-searches.ts'
import { findRows } from '../db/search.ts'
import { TIME_ZONES } from '../db/time-zones.ts'
import { NO_FILTER } from '../listings/query.ts'
import { askedView } from '../views/alert.ts'
import type { AlertMistakes } from '../views/alert.ts'
import { newsletterPageView } from '../views/newsletter.ts'
import { render } from '../views/render.ts'
import { NO_ADDRESS, NO_MAIL_THERE, consentOf, readRhythm, takesMail, tooMany } from './alerts.ts'
import { answerPage, readSite } from './answer.ts'
import type { Route, World } from './server.ts'
import { formField } from './session.ts'

export function newsletterRoutes(world: World): Route[] {
  return [['/newsletter', newsletterPage(world), subscribe(world)]]
}

const WEEKLY: Rhythm = { ...DAILY, every: 'week' }

function newsletterPage(world: World): RequestHandler {
  return (req, res) => answerNewsletter(world, req, res, { form: { ...WEEKLY, email: '' }, mistakes: {} })
}

interface Typed {
  form: Rhythm & { email: string }
  mistakes: AlertMistakes
}

async function answerNewsletter(world: World, req: Request, res: Response, typed: Typed, status = 200): Promise<void> {
  const issue = await latestIssue(world.db)
  const chosen = issue?.picks ?? []
  const ids = chosen.map(pick => pick.listingId)
  const rows = new Map((await findRows(world.db, ids)).map(row => [row.id, row]))
  const picks = chosen.flatMap(({ listingId, because }) => {
    const row = rows.get(listingId)
    return row ? [{ row, because }] : []
  })
  const view = newsletterPageView(await readSite(world), { ...typed, zones: TIME_ZONES, issue, picks })
  answerPage(req, res, render('newsletter', view), status === 200 ? 'public' : 'none', status)
}

function subscribe(world: World): RequestHandler {
  return async (req, res) => {
    const { rhythm, mistakes: wrong } = readRhythm(req)
    const email = formField(req, 'email').slice(0, 400)
    const address = readAddress(email)
    const form = { ...rhythm, every: 'week' as const, quietDays: [], email }
    const mistakes = { ...(address === undefined && { email: NO_ADDRESS }), ...wrong }
    if (address === undefined || Object.keys(mistakes).length > 0) return answerNewsletter(world, req, res, { form, mistakes }, 400)
    if (!(await takesMail(world, address))) return answerNewsletter(world, req, res, { form, mistakes: { email: NO_MAIL_THERE } }, 400)
    const request = { ...form, address, query: '', askedFrom: visitorOf(req.ip), consent: consentOf(req) }
    if ((await requestAlert(world.db, request)) === 'too many') throw tooMany(res)
    await world.wakeMail?.()
    const view = askedView(await readSite(world), { ...form, query: NO_FILTER, email: address }, world.mailboxShown)
    answerPage(req, res, render('alert', view), 'none')
  }
}
