// One's own alerts behind a link that only the mailbox has: change, pause, stop, leave out, export, erase. A GET never changes anything.
import type { Request, RequestHandler, Response } from 'express'
import { readAddress } from '../db/address.ts'
import { eraseSubscriber } from '../db/erasure.ts'
import {
  LINK_DAYS,
  askForLink,
  callBackLinks,
  changeAlert,
  exportSubscriber,
  findAlert,
  findManageLink,
  listAlerts,
  pauseAlert,
  stopOwnAlert,
} from '../db/my-alerts.ts'
import type { OwnAlert, Subscriber } from '../db/my-alerts.ts'
import { findWebhook } from '../db/webhooks.ts'
import { TIME_ZONES } from '../db/time-zones.ts'
import { parseQuery, withLeftOut } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { savedQuery } from '../views/alert.ts'
import { capital } from '../views/labels.ts'
import { eraseQuestion, erasedView, linkView, myAlertView, myAlertsView } from '../views/my-alerts.ts'
import type { MyAlertMatter } from '../views/my-alerts.ts'
import { render } from '../views/render.ts'
import { webhookFormView } from '../views/webhook-form.ts'
import { whyMatched } from '../views/why.ts'
import { ASK_FOR_A_LINK, keepPrivate, lookBack, queryMistake, readRhythm, sendsRhythm } from './alerts.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField } from './session.ts'

export function myAlertRoutes(world: World): Route[] {
  const mine = (handle: Handle): RequestHandler => behindLink(world, handle)
  const one = (handle: HandleOne): RequestHandler => behindAlert(world, handle)
  return [
    ['/alerts/mine', linkForm(world), sendLink(world)],
    ['/alerts/mine/:token', mine(showAll)],
    ['/alerts/mine/:token/export', mine(exportAll)],
    ['/alerts/mine/:token/erase', mine(askErase), mine(erase)],
    ['/alerts/mine/:token/links', null, mine(callBack)],
    ['/alerts/mine/:token/:id', one(showOne), one(changeTimes)],
    ['/alerts/mine/:token/:id/search', null, one(changeSearch)],
    ['/alerts/mine/:token/:id/pause', null, one(pause)],
    ['/alerts/mine/:token/:id/resume', null, one(resume)],
    ['/alerts/mine/:token/:id/stop', null, one(stop)],
  ]
}

/** What one subscriber asks for with a link of theirs. */
export interface Desk {
  world: World
  req: Request
  res: Response
  subscriber: Subscriber
  /** The path of the page of all alerts, with its token. */
  base: string
}
export type Handle = (desk: Desk) => Promise<void>
export type HandleOne = (desk: Desk, alert: OwnAlert) => Promise<void>

/** Answers who has a link that works, and nobody else. */
export function behindLink(world: World, handle: Handle): RequestHandler {
  return async (req, res) => {
    keepPrivate(res)
    const token = parameter(req, 'token')
    const subscriber = await findManageLink(world.db, token)
    if (!subscriber)
      throw new HttpError(
        404,
        'This link is not known, too old or was called back. The newest mail has one that works, or you have a new one sent.',
        ASK_FOR_A_LINK,
      )
    await handle({ world, req, res, subscriber, base: `/alerts/mine/${token}` })
  }
}

/** The same for a page of one of their running alerts. */
export function behindAlert(world: World, handle: HandleOne): RequestHandler {
  return behindLink(world, owned(world, handle))
}

/** Somebody else's alert, or none: 404 either way. */
function owned(world: World, handle: HandleOne): Handle {
  return async desk => {
    const alert = await findAlert(world.db, desk.subscriber.id, parameter(desk.req, 'id'))
    if (!alert || alert.stoppedAt !== null)
      throw new HttpError(404, 'There is no such alert, or it was stopped.', { href: desk.base, words: 'All my alerts' })
    await handle(desk, alert)
  }
}

function parameter(req: Request, name: string): string {
  const value: unknown = req.params[name]
  return typeof value === 'string' ? value : ''
}

function linkForm(world: World): RequestHandler {
  return async (req, res) => answerPage(req, res, render('alert-link', linkView(await readSite(world), {})), 'none')
}

function sendLink(world: World): RequestHandler {
  return async (req, res) => {
    const email = formField(req, 'email').slice(0, 400)
    const address = readAddress(email)
    const site = await readSite(world)
    if (address === undefined) {
      const wrong = 'Write exactly one e-mail address, such as name@yourmail.com.'
      return answerPage(req, res, render('alert-link', linkView(site, { email, wrong })), 'none', 400)
    }
    await askForLink(world.db, address)
    await world.wakeMail?.()
    const mailbox = world.mailboxShown ? '/dev/mailbox' : ''
    answerPage(req, res, render('alert-link', linkView(site, { email: address, asked: true, mailbox })), 'none')
  }
}

const showAll: Handle = desk => answerAll(desk, DONE.get(searchParams(desk.req).get('done') ?? ''))

/** What was done, for the page that a form leads back to: words of ours, never the address's. */
const DONE = new Map([
  ['paused', 'Paused. What an alert finds meanwhile waits for its next mail.'],
  ['resumed', 'It runs again.'],
  ['stopped', 'Stopped, from this moment on.'],
  ['changed', 'Changed.'],
  ['left-out', 'From now on that is left out of your alerts.'],
])

async function answerAll({ world, req, res, subscriber, base }: Desk, done = ''): Promise<void> {
  const view = myAlertsView(await readSite(world), base, subscriber, await listAlerts(world.db, subscriber.id), LINK_DAYS, done)
  answerPage(req, res, render('my-alerts', view), 'none')
}

/** After a form: the page of all alerts, so that loading it again sends nothing twice. */
export function backToAll({ res, base }: Desk, done: string): void {
  res.set('Cache-Control', 'private, no-store').redirect(303, `${base}?done=${done}`)
}

const exportAll: Handle = async ({ world, res, subscriber }) => {
  const data = await exportSubscriber(world.db, subscriber.id)
  res
    .set('Cache-Control', 'private, no-store')
    .set('Content-Disposition', 'attachment; filename="dayrate-my-data.json"')
    .type('json')
    .send(`${JSON.stringify(data, null, 2)}\n`)
}

const askErase: Handle = async ({ world, req, res, subscriber, base }) =>
  answerPage(req, res, render('alert', eraseQuestion(await readSite(world), base, subscriber)), 'none')

const erase: Handle = async ({ world, req, res, subscriber }) => {
  const end = await eraseSubscriber(world.db, subscriber)
  answerPage(req, res, render('alert', erasedView(await readSite(world), end)), 'none', end === 'soon' ? 202 : 200)
}

const callBack: Handle = async ({ world, req, res, subscriber }) => {
  await callBackLinks(world.db, subscriber.id)
  answerPage(req, res, render('alert-link', linkView(await readSite(world), { email: subscriber.email })), 'none')
}

const showOne: HandleOne = (desk, alert) => answerOne(desk, alert)

/** The page of one alert; with what was wrong, and what was typed, in one of its forms. */
export async function answerOne(
  { world, req, res, base }: Desk,
  alert: OwnAlert,
  { webhook: typed, ...wrong }: Pick<MyAlertMatter, 'mistakes' | 'address'> & { webhook?: { kind: string; url: string } } = {},
): Promise<void> {
  const backTest = alert.query === '' ? null : await lookBack(world, queryOf(alert))
  const webhook =
    world.refuseHook && backTest
      ? webhookFormView(
          alert,
          `${base}/${alert.id}/webhook`,
          { webhook: await findWebhook(world.db, alert.id), typed },
          wrong.mistakes?.webhook,
        )
      : null
  const view = myAlertView(await readSite(world), { base, alert, backTest, zones: TIME_ZONES, webhook, ...wrong })
  answerPage(req, res, render('my-alert', view), 'none', wrong.mistakes ? 400 : 200)
}

export function queryOf(alert: OwnAlert): BoardQuery {
  return parseQuery(new URLSearchParams(alert.query)).query
}

const changeTimes: HandleOne = async (desk, alert) => {
  if (!sendsRhythm(desk.req))
    throw new HttpError(400, 'No times came with that form, so nothing was changed. Open the alert and choose them there.')
  const { rhythm, mistakes } = readRhythm(desk.req, alert)
  if (Object.keys(mistakes).length > 0) return answerOne(desk, { ...alert, ...rhythm }, { mistakes })
  // The newsletter comes once a week, whatever a form says.
  const kept = alert.query === '' ? { ...rhythm, every: 'week' as const, quietDays: [] } : rhythm
  await changeAlert(desk.world.db, desk.subscriber.id, alert.id, { rhythm: kept })
  backToAll(desk, 'changed')
}

/** Another search for the alert: as a query string, or as the address of the board somebody pasted. */
const changeSearch: HandleOne = async (desk, alert) => {
  const address = formField(desk.req, 'address').slice(0, 2_000)
  const asked = address ? boardQueryOf(desk, address) : formField(desk.req, 'query').slice(0, 2_000)
  const mistake =
    asked === undefined ? NOT_OURS : await keepAsked(desk, alert, parseQuery(new URLSearchParams(asked)).query, address !== '')
  if (mistake === undefined) return backToAll(desk, 'changed')
  await answerOne(desk, alert, { mistakes: { query: mistake }, address })
}

/** A pasted search says what to look for: what was hidden on this page stays hidden, and is no search of its own. */
async function keepAsked(desk: Desk, alert: OwnAlert, query: BoardQuery, pasted: boolean): Promise<string | undefined> {
  return (
    (pasted && (await queryMistake(desk.world.db, query)).query) ||
    keepSearch(desk, alert, pasted ? withLeftOut(query, queryOf(alert)) : query)
  )
}

const NOT_OURS = 'That is not an address of this board. Open the board, choose the filters, and copy the address from there.'

/** The query string of an address of our board, by the name we go by or the one the visitor knows us by; undefined for any other page. */
function boardQueryOf({ world, req }: Desk, address: string): string | undefined {
  const home = new URL('/', world.publicUrl)
  const url = URL.parse(address.trim(), home)
  return url && [home.host, req.get('host')].includes(url.host) && url.pathname === '/' ? url.search : undefined
}

/** @returns what is wrong with the search, undefined when the alert asks for it now. */
export async function keepSearch({ world, subscriber }: Desk, alert: OwnAlert, query: BoardQuery): Promise<string | undefined> {
  if (alert.query === '') return 'The newsletter has no filters. Search the board and press “alert” for roles that fit you.'
  const mistake = (await queryMistake(world.db, query)).query
  if (mistake) return mistake
  const saved = savedQuery(query)
  const [remark] = parseQuery(new URLSearchParams(saved)).remarks
  if (remark !== undefined) return `${capital(remark)}.`
  const end = await changeAlert(world.db, subscriber.id, alert.id, { search: { query: saved, why: whyMatched } })
  return end === 'twice' ? 'Another of your alerts asks for exactly that.' : undefined
}

/** A year is the longest: who wants silence for longer wants no alert. */
const LONGEST_PAUSE_DAYS = 365

const pause: HandleOne = async (desk, alert) => {
  const days = Number(formField(desk.req, 'days'))
  if (!(Number.isInteger(days) && days >= 1 && days <= LONGEST_PAUSE_DAYS))
    throw new HttpError(400, 'A pause lasts from one day to a year. Go back and choose how long.')
  await pauseAlert(desk.world.db, desk.subscriber.id, alert.id, days)
  backToAll(desk, 'paused')
}

const resume: HandleOne = async (desk, alert) => {
  await pauseAlert(desk.world.db, desk.subscriber.id, alert.id, null)
  backToAll(desk, 'resumed')
}

const stop: HandleOne = async (desk, alert) => {
  await stopOwnAlert(desk.world.db, desk.subscriber.id, alert.id)
  backToAll(desk, 'stopped')
}
