// What a reader says about a mail in one press: not this agency, not this role, too many, too few. Each is a link to a page that asks; only
// its button changes something.
import type { Request, RequestHandler } from 'express'
import { dismissRole, findAlert, listAlerts } from '../db/my-alerts.ts'
import type { OwnAlert } from '../db/my-alerts.ts'
import { findListing } from '../db/listings.ts'
import { parseQuery, withLeftOut } from '../listings/query.ts'
import type { LeftOut } from '../listings/query.ts'
import { alertVolumeView } from '../views/alert-volume.ts'
import { askedLabel, dismissQuestion, hideQuestion } from '../views/my-alerts.ts'
import { render } from '../views/render.ts'
import { lookBack } from './alerts.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import { backToAll, behindAlert, behindLink, keepSearch, queryOf } from './my-alerts.ts'
import type { Desk, Handle, HandleOne } from './my-alerts.ts'
import type { Route, World } from './server.ts'
import { formField } from './session.ts'

export function alertFeedbackRoutes(world: World): Route[] {
  const one = (handle: HandleOne): RequestHandler => behindAlert(world, handle)
  return [
    ['/alerts/mine/:token/leave-out', null, behindLink(world, leaveOutOfAll)],
    ['/alerts/mine/:token/:id/leave-out', null, one(leaveOut)],
    ['/alerts/mine/:token/:id/hide', one(askHide), one(hide)],
    ['/alerts/mine/:token/:id/not-relevant', one(askDismiss), one(dismiss)],
    ['/alerts/mine/:token/:id/fewer', one(askVolume('fewer'))],
    ['/alerts/mine/:token/:id/more', one(askVolume('more'))],
  ]
}

/** What would make the alert less or more, each by one press: the buttons are those of the alert's own page. */
function askVolume(wish: 'fewer' | 'more'): HandleOne {
  return async ({ world, req, res, base }, alert) => {
    const backTest = alert.query === '' ? null : await lookBack(world, queryOf(alert))
    answerPage(req, res, render('alert-volume', alertVolumeView(await readSite(world), { base, alert, wish, backTest })), 'none')
  }
}

/** An agency, or words, typed on the page of an alert. */
const leaveOut: HandleOne = async (desk, alert) => {
  const mistake = await keepSearch(desk, alert, withLeftOut(queryOf(alert), leftOut(desk)))
  if (mistake !== undefined) throw new HttpError(409, `Nothing was changed. ${mistake}`)
  backToAll(desk, 'changed')
}

/** The same for every running alert of theirs; one that cannot take it, full or soon the same as another, does not keep it from the rest. */
const leaveOutOfAll: Handle = async desk => {
  const asked = leftOut(desk)
  const alerts = await listAlerts(desk.world.db, desk.subscriber.id)
  const mistakes: string[] = []
  for (const alert of alerts.filter(one => one.stoppedAt === null && one.query !== '')) {
    const mistake = await keepSearch(desk, alert, withLeftOut(queryOf(alert), asked))
    if (mistake !== undefined) mistakes.push(`“${askedLabel(alert)}” was not changed. ${mistake}`)
  }
  if (mistakes.length > 0) throw new HttpError(409, `Not every alert was changed. ${mistakes.join(' ')}`)
  backToAll(desk, 'left-out')
}

function leftOut({ req }: Desk): LeftOut {
  const given = new URLSearchParams({
    not_agency: formField(req, 'agency').slice(0, 200),
    not_words: formField(req, 'words').slice(0, 200),
  })
  const { query } = parseQuery(given)
  if (query.notAgency.length + query.notWords.length === 0)
    throw new HttpError(400, 'Write the name of an agency, or the words a role must not have. Go back and fill in one of the two.')
  return query
}

const askHide: HandleOne = (desk, alert) => answerHide(desk, alert, false)

const hide: HandleOne = async (desk, alert) => {
  const left = { notAgency: [agencyOf(desk.req)], notWords: [] }
  const mistake = await keepSearch(desk, alert, withLeftOut(queryOf(alert), left))
  if (mistake !== undefined) throw new HttpError(409, `Nothing was changed. ${mistake}`)
  await answerHide(desk, (await findAlert(desk.world.db, desk.subscriber.id, alert.id)) ?? alert, true)
}

async function answerHide({ world, req, res, base }: Desk, alert: OwnAlert, done: boolean): Promise<void> {
  answerPage(req, res, render('alert', hideQuestion(await readSite(world), base, alert, agencyOf(req), done)), 'none')
}

/** The agency of a link, as its adverts name it. */
function agencyOf(req: Request): string {
  const { query } = parseQuery(new URLSearchParams({ not_agency: searchParams(req).get('agency') ?? '' }))
  const [agency] = query.notAgency
  if (agency === undefined) throw new HttpError(400, 'The link names no agency. Copy it whole from the mail.')
  return agency
}

const askDismiss: HandleOne = async (desk, alert) => answerDismiss(desk, alert, await roleOf(desk), false)

const dismiss: HandleOne = async (desk, alert) => {
  const role = await roleOf(desk)
  await dismissRole(desk.world.db, desk.subscriber.id, alert.id, role.id)
  await answerDismiss(desk, alert, role, true)
}

interface Role {
  id: number
  title: string
  slug: string
}

async function answerDismiss({ world, req, res, base }: Desk, alert: OwnAlert, role: Role, done: boolean): Promise<void> {
  answerPage(req, res, render('alert', dismissQuestion(await readSite(world), base, alert, role, done)), 'none')
}

async function roleOf({ world, req }: Desk): Promise<Role> {
  const role = await findListing(world.db, searchParams(req).get('role') ?? '')
  if (!role) throw new HttpError(404, 'That role is no longer on record, so no alert will name it.')
  return role
}
