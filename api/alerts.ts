// Alerts without an account: ask, confirm, stop. A GET never changes anything, for mail scanners open every link of a mail.
import type { Request, RequestHandler, Response } from 'express'
import { readAddress } from '../db/address.ts'
import { backTest } from '../db/back-test.ts'
import { mailToken, saveMailLinks, tokenHash } from '../db/mail-links.ts'
import { LINK_DAYS } from '../db/my-alerts.ts'
import { digestRoles, digestSize, digestTotals } from '../db/digest-roles.ts'
import { confirmAlert, findDigestLink, findMailLink, requestAlert, stopAlert, visitorOf } from '../db/saved-searches.ts'
import type { MailLink } from '../db/saved-searches.ts'
import type { Db } from '../db/database.ts'
import { countBoard, findRows, whyNothing } from '../db/search.ts'
import { didYouMean, unheardWords } from '../db/search-spelling.ts'
import { DAILY } from '../db/rhythm.ts'
import type { Rhythm } from '../db/rhythm.ts'
import { TIME_ZONES, readTimeZone } from '../db/time-zones.ts'
import { placeNear } from '../listings/place.ts'
import { isFiltered, parseQuery, whenNew } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { alertRolesView } from '../views/alert-roles.ts'
import { alertFormView, askedView, confirmView, savedQuery, stopView } from '../views/alert.ts'
import type { AlertForm, AlertMistakes, AlertView } from '../views/alert.ts'
import { backTestView, variantsOf } from '../views/back-test.ts'
import type { BackTestView } from '../views/back-test.ts'
import type { Onward } from '../views/error.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { Route, World } from './server.ts'
import { formField } from './session.ts'

export function alertRoutes(world: World): Route[] {
  return [
    ['/alerts', null, askForAlert(world)],
    ['/alerts/new', alertForm(world)],
    ['/alerts/confirm/:token', showLink(world, 'confirm'), confirm(world)],
    ['/alerts/roles/:token', alertRoles(world)],
    ['/u/:token', showLink(world, 'unsubscribe'), stop(world)],
  ]
}

/** From a link of a mail that does not work, to one that does. */
export const ASK_FOR_A_LINK: Onward = { href: '/alerts/mine', words: 'Have a new link sent' }

const DEFAULTS = { email: '', ...DAILY }

function alertForm(world: World): RequestHandler {
  return async (req, res) => {
    const { query, remarks } = readAsked(searchParams(req))
    await answerForm(world, req, res, { ...DEFAULTS, query }, isFiltered(query) ? await queryMistake(world.db, query) : {}, { remarks })
  }
}

/** The search of an alert, out of an address of the board. */
function readAsked(address: URLSearchParams): Pick<ReadForm['form'], 'query'> & Pick<ReadForm, 'remarks'> {
  const { query, remarks } = parseQuery(address)
  return { query: whenNew(query), remarks: query.within === null ? remarks : [...remarks, ALWAYS_NEW] }
}

const ALWAYS_NEW = 'how lately a role was posted is left out: an alert tells of each one when it is new'

async function answerForm(
  world: World,
  req: Request,
  res: Response,
  form: AlertForm,
  mistakes: AlertMistakes,
  { status = 200, remarks = [] }: { status?: number; remarks?: string[] } = {},
): Promise<void> {
  const filtered = isFiltered(form.query)
  const total = filtered ? await countBoard(world.db, form.query) : 0
  const looked = filtered ? await lookBack(world, form.query) : null
  const doubt = await doubtOf(world.db, form.query, total)
  const view = alertFormView(await readSite(world), { form, total, backTest: looked, zones: TIME_ZONES, mistakes, remarks, ...doubt })
  answerPage(req, res, render('alert-new', view), 'none', status)
}

/** Words no role has, and the search that was meant with others; one that only finds nothing today is nobody's mistake. */
async function doubtOf(db: Db, query: BoardQuery, total: number): Promise<{ unheard: string[]; meant: BoardQuery | undefined }> {
  const unheard = await unheardWords(db, query)
  const meant = total === 0 ? await didYouMean(db, query) : undefined
  const isDoubted = meant !== undefined && (unheard.length > 0 || meant.query.place !== query.place)
  return { unheard, meant: isDoubted ? meant.query : undefined }
}

/** What an alert would have sent, and what would make it more or less. */
export async function lookBack(world: World, query: BoardQuery): Promise<BackTestView> {
  const variants = variantsOf(query)
  const test = await backTest(
    world.db,
    query,
    variants.map(variant => variant.query),
    world.now(),
  )
  return backTestView(test, variants, world.now())
}

export const NO_MAIL_THERE = 'No mail can be delivered there: the part after the @ takes none. Is it spelt right?'

/** Whether a mail can get there at all; where nobody can say, it may. */
export async function takesMail(world: World, address: string): Promise<boolean> {
  return (await world.takesMail?.(address)) ?? true
}

function askForAlert(world: World): RequestHandler {
  return async (req, res) => {
    const { form, mistakes, remarks, address } = await readForm(world, req)
    const refused = { status: 400, remarks }
    if (address === undefined || Object.keys(mistakes).length > 0) return answerForm(world, req, res, form, mistakes, refused)
    if (!(await takesMail(world, address))) return answerForm(world, req, res, form, { email: NO_MAIL_THERE }, refused)
    const request = { ...form, address, query: savedQuery(form.query), askedFrom: visitorOf(req.ip), consent: consentOf(req) }
    if ((await requestAlert(world.db, request)) === 'too many') throw tooMany(res)
    await world.wakeMail?.()
    answerPage(req, res, render('alert', askedView(await readSite(world), { ...form, email: address }, world.mailboxShown)), 'none')
  }
}

/** The record of consent: who agreed, from where, with what. */
export function consentOf(req: Request): object {
  return { by: 'form', from: req.ip ?? '', userAgent: (req.get('user-agent') ?? '').slice(0, 200) }
}

export function tooMany(res: Response): HttpError {
  res.set('Retry-After', '3600')
  return new HttpError(429, 'Five alerts in an hour are the most that can be asked for from one place. Please try again in an hour.')
}

export const NO_ADDRESS = 'Write exactly one e-mail address, such as name@yourmail.com; it must be one that can receive mail.'

interface ReadForm {
  form: AlertForm
  mistakes: AlertMistakes
  /** What of the search was not understood. */
  remarks: string[]
  address: string | undefined
}

async function readForm({ db }: World, req: Request): Promise<ReadForm> {
  const { query, remarks } = readAsked(new URLSearchParams(formField(req, 'query').slice(0, 4_000)))
  const email = formField(req, 'email').slice(0, 400)
  const { rhythm, mistakes: wrong } = readRhythm(req)
  const address = readAddress(email)
  const mistakes: AlertMistakes = {
    ...(await queryMistake(db, query)),
    ...(address === undefined && { email: NO_ADDRESS }),
    ...wrong,
  }
  const form = { query, email, ...rhythm }
  return { form, mistakes, remarks, address }
}

/** The fields of a rhythm as a form sends them: one that was not sent stays as `kept` has it, what is wrong falls back to that, and is said. */
export function readRhythm(req: Request, kept: Rhythm = DEFAULTS): { rhythm: Rhythm; mistakes: AlertMistakes } {
  const typedHour = formField(req, 'hour')
  const hour = typedHour === '' ? kept.hour : Number(/^\d{1,2}$/.test(typedHour) ? typedHour : NaN)
  const timeZone = readTimeZone(formField(req, 'zone') || kept.timeZone)
  const typedEvery = formField(req, 'every')
  const every = typedEvery === 'week' || typedEvery === 'hour' || typedEvery === 'day' ? typedEvery : kept.every
  const weekday = Number(formField(req, 'weekday'))
  const ticked = QUIET_FIELDS.flatMap((field, index) => (formField(req, field) === 'on' ? [index + 1] : []))
  // A browser sends nothing for a box without its tick, so none counts only beside the choice it stands under.
  const quietDays = ticked.length > 0 || typedEvery !== '' ? ticked : kept.quietDays
  const mistakes: AlertMistakes = {
    ...(!(hour >= 0 && hour <= 23) && { hour: 'Choose an hour from 00 to 23.' }),
    ...(timeZone === undefined && { zone: 'Choose a time zone from the list.' }),
    ...(quietDays.length === 7 && every !== 'week' && { quiet: 'Leave at least one day on which a mail may come.' }),
  }
  const rhythm: Rhythm = {
    every,
    hour: mistakes.hour ? kept.hour : hour,
    weekday: weekday >= 1 && weekday <= 7 && Number.isInteger(weekday) ? weekday : kept.weekday,
    // A weekly mail has one day, and that is never a quiet one.
    quietDays: mistakes.quiet || every === 'week' ? [] : quietDays,
    timeZone: timeZone ?? kept.timeZone,
  }
  return { rhythm, mistakes }
}

const QUIET_FIELDS = [1, 2, 3, 4, 5, 6, 7].map(day => `quiet${day}`)

/** Whether a form says anything of when to mail. */
export function sendsRhythm(req: Request): boolean {
  return ['every', 'hour', 'weekday', 'zone', ...QUIET_FIELDS].some(field => formField(req, field) !== '')
}

export async function queryMistake(db: Db, query: BoardQuery): Promise<AlertMistakes> {
  if (!isFiltered(whenNew(query))) return { query: 'An alert needs a search: choose at least one filter on the board first.' }
  if (query.place && !placeNear(query.place))
    return { query: `We know no place called “${query.place}”, so this alert would stay silent for ever.` }
  const why = await whyNothing(db, query)
  return why === undefined ? {} : { query: why }
}

/** GET of a link in a mail: what it opens, and a button. */
function showLink(world: World, purpose: 'confirm' | 'unsubscribe'): RequestHandler {
  return async (req, res) => {
    const link = await findMailLink(world.db, purpose, tokenOf(req))
    await answerLink(world, req, res, purpose, link)
  }
}

function confirm(world: World): RequestHandler {
  return async (req, res) => {
    const before = await findMailLink(world.db, 'confirm', tokenOf(req))
    const link = await confirmAlert(world.db, tokenOf(req))
    const justNow = before?.state === 'waiting' && link?.state === 'confirmed'
    if (justNow) await world.wakeMail?.()
    await answerLink(world, req, res, 'confirm', link, justNow ? await linkToChange(world, link) : undefined)
  }
}

/** The alert's own page by the link that the mails have: whoever said yes has the mailbox. */
async function linkToChange({ db, secret }: World, { subscriberId, linksMade, savedSearchId }: MailLink): Promise<string> {
  const token = mailToken(secret, 'manage', `${subscriberId}:${linksMade}`)
  await saveMailLinks(db, [{ purpose: 'manage', token, subscriberId, days: LINK_DAYS }])
  return `/alerts/mine/${token}/${savedSearchId}`
}

/** Also what a mail program sends by itself (RFC 8058): no cookie, no origin, any body; answered 200 without a redirect, twice the same. */
function stop(world: World): RequestHandler {
  return async (req, res) => {
    await answerLink(world, req, res, 'unsubscribe', await stopAlert(world.db, tokenOf(req)))
  }
}

async function answerLink(
  world: World,
  req: Request,
  res: Response,
  purpose: 'confirm' | 'unsubscribe',
  link: MailLink | undefined,
  change?: string,
): Promise<void> {
  keepPrivate(res)
  if (!link) throw unknownLink(tokenOf(req), FORGOTTEN[purpose])
  const site = await readSite(world)
  const action = req.path
  const view: AlertView = purpose === 'confirm' ? confirmView(site, link, action, change) : stopView(site, link, action)
  answerPage(req, res, render('alert', view), 'none', link.state === 'expired' ? 410 : 200)
}

/** What became of what a whole link led to, as far as anybody can say: nothing that was forgotten leaves a trace to know it by. */
const FORGOTTEN = {
  confirm: 'What it asked was answered long ago, or is forgotten: a question that nobody answers is after a few days.',
  unsubscribe: 'Its alert was stopped or forgotten, and sends nothing any more.',
  digest: 'The mail it stood in is forgotten.',
}

function unknownLink(token: string, forgotten: string): HttpError {
  const words = tokenHash(token)
    ? `This link leads to nothing any more. ${forgotten}`
    : 'This link is not whole. Copy it whole from the mail.'
  return new HttpError(404, words, ASK_FOR_A_LINK)
}

/** Roles on one page of a digest. */
const ROLES_SHOWN = 100

function alertRoles(world: World): RequestHandler {
  return async (req, res) => {
    keepPrivate(res)
    const link = await findDigestLink(world.db, tokenOf(req))
    if (!link) throw unknownLink(tokenOf(req), FORGOTTEN.digest)
    const { live } = await digestTotals(world.db, link.digestId)
    const pages = Math.max(1, Math.ceil(live / ROLES_SHOWN))
    const asked = Number(searchParams(req).get('page') ?? 1)
    const pageNumber = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1
    const roles = await digestRoles(world.db, link.digestId, { limit: ROLES_SHOWN, offset: (pageNumber - 1) * ROLES_SHOWN })
    const ids = roles.map(role => role.listingId)
    const rows = new Map((await findRows(world.db, ids)).map(row => [row.id, row]))
    const told = roles.flatMap(({ listingId, ...role }) => {
      const row = rows.get(listingId)
      return row ? [{ ...role, row }] : []
    })
    const { query } = parseQuery(new URLSearchParams(link.query))
    const total = await digestSize(world.db, link.digestId)
    const matter = { query, localDate: link.localDate, roles: told, live, total, pageNumber, pages, path: req.path }
    answerPage(req, res, render('alert-roles', alertRolesView(await readSite(world), matter)), 'none')
  }
}

/** The address is the key: it must not travel on in a Referer, nor into a search engine. */
export function keepPrivate(res: Response): void {
  res.set('Referrer-Policy', 'no-referrer').set('X-Robots-Tag', 'noindex, nofollow')
}

function tokenOf(req: Request): string {
  const token: unknown = req.params['token']
  return typeof token === 'string' ? token : ''
}
