// Signing in with the admin token, the cookie that remembers it, and who may pass.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import {
  ADMIN_PAGES,
  ADMIN_SESSION_HOURS,
  closeAdminSession,
  findAdminByToken,
  logAdmin,
  openAdminSession,
  sessionAgeMinutes,
  whoseSession,
} from '../db/admin.ts'
import { visitorOf } from '../db/saved-searches.ts'
import { doorView } from '../views/admin.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, requestIds, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

/** Who sends a request: the name of an admin or ADMIN_PAGES; undefined without the cookie of a session, or where it is over. */
export async function findAdmin(world: World, req: Request): Promise<string | undefined> {
  const hash = sessionHash(world, req)
  return hash && whoseSession(world.db, hash)
}

/** Writes into the audit log what whoever sent a request did to what. Their session was open a moment ago, behind the door. */
export async function noteAdmin(world: World, req: Request, action: string, subject: string): Promise<void> {
  await logAdmin(world.db, action, subject, await nameOf(world, req))
}

/** @returns the name of who sent a request that passed the door */
export async function nameOf(world: World, req: Request): Promise<string> {
  return (await findAdmin(world, req)) ?? ADMIN_PAGES
}

/** The name under which the database knows the session of a request; undefined where there is no cookie of ours. */
export function sessionHash(world: World, req: Request): Buffer | undefined {
  const cookie = readCookie(world, req)
  return cookie === undefined ? undefined : nameOfSession(world, cookie)
}

/** What the cookie begins with of whoever signed in by the token of the settings. Without it the same cookie has another name, and no session. */
const BY_SETTINGS = 't.'

/**
 * A session by the token of the settings is known by the cookie and that token together: another token, printed by the next start or set
 * in its place, ends it everywhere. Those of people with a token of their own end when they are removed.
 */
function nameOfSession({ adminToken }: World, cookie: string): Buffer | undefined {
  if (!cookie.startsWith(BY_SETTINGS)) return sha256(cookie)
  return adminToken === undefined ? undefined : createHmac('sha256', adminToken).update(cookie).digest()
}

/** What an open browser left behind must not be able to do: it asks for a sign-in of the last hour. */
const FRESH_MINUTES = 60

/** @throws HttpError 403 where the admin signed in too long ago for something that reaches outside (W17, step-up). */
export async function requireFreshAdmin(world: World, req: Request): Promise<void> {
  const hash = sessionHash(world, req)
  const age = hash && (await sessionAgeMinutes(world.db, hash))
  if (age !== undefined && age < FRESH_MINUTES) return
  throw new HttpError(
    403,
    'You signed in more than an hour ago, and this needs somebody who did so since. Sign out, sign in again, come back and repeat it.',
  )
}

/**
 * Every address under /admin but the door itself: whoever is not signed in is led to the door, or refused where something was sent.
 * The pages are nobody's but the admin's: not kept, not indexed, no address of theirs told to others.
 */
export function behindTheDoor(world: World, handler: RequestHandler): RequestHandler {
  return async (req, res, next) => {
    forbidKeeping(res)
    if (await findAdmin(world, req)) await handler(req, res, next)
    else if (req.method === 'POST') throw new HttpError(403, 'Only people who run this installation can do that. They sign in at /admin.')
    else res.set('Cache-Control', 'private, no-store').redirect(303, `/admin?to=${encodeURIComponent(req.originalUrl)}`)
  }
}

/** Where somebody wanted to go before they were led to the door, as long as it is a page behind it and nowhere else; '' otherwise. */
export function wantedPage(sent: string): string {
  if (!URL.canParse(sent, HERE) || sent.length > 500) return ''
  const { origin, pathname, search } = new URL(sent, HERE)
  return origin === HERE && pathname.startsWith('/admin/') ? pathname + search : ''
}

/** An origin nobody has: an address that stays at it names no other host. */
const HERE = 'http://here.invalid'

function forbidKeeping(res: Response): void {
  res.set('Referrer-Policy', 'no-referrer').set('X-Robots-Tag', 'noindex, nofollow')
}

/** The sign-in form, with what was wrong about the last try. */
async function answerDoor(
  world: World,
  req: Request,
  res: Response,
  matter: { problem?: string; token?: string; wanted: string },
  status = 200,
): Promise<void> {
  forbidKeeping(res)
  answerPage(req, res, render('admin-door', doorView(await readSite(world), matter)), 'none', status)
}

/** The door as somebody finds it who comes by an address: the one that the start printed, or a page that they were led away from. */
export async function answerNewcomer(world: World, req: Request, res: Response): Promise<void> {
  const params = searchParams(req)
  await answerDoor(world, req, res, { token: (params.get('token') ?? '').slice(0, 200), wanted: wantedPage(params.get('to') ?? '') })
}

export function signIn(world: World): RequestHandler {
  const tries = signInTries()
  return async (req, res) => {
    if (!tries.allow(req.ip ?? '', world.now())) throw new HttpError(429, 'Five wrong tokens are enough for now. Try again in 15 minutes.')
    const wanted = wantedPage(formField(req, 'to'))
    const who = await ownerOf(world, formField(req, 'token').trim())
    if (who === undefined) {
      // Whoever may not try is not written down either: a flood of guesses makes five lines in a quarter of an hour.
      world.log.warn('sign-in refused: wrong admin token', { requestId: requestIds.get(req) ?? '' })
      const problem = 'That is no token of this installation. Copy the whole value, without spaces around it.'
      return answerDoor(world, req, res, { problem, wanted }, 403)
    }
    tries.forget(req.ip ?? '')
    const cookie = (who === ADMIN_PAGES ? BY_SETTINGS : '') + randomBytes(32).toString('base64url')
    const name = nameOfSession(world, cookie)
    if (name === undefined) throw new Error('somebody signed in by a token that is not set')
    await openAdminSession(world.db, name, who)
    await logAdmin(world.db, 'signed in', '', who)
    setCookie(world, res, cookie, ADMIN_SESSION_HOURS * 3600)
    res.redirect(303, wanted || '/admin')
  }
}

export function signOut(world: World): RequestHandler {
  return async (req, res) => {
    const hash = sessionHash(world, req)
    if (hash !== undefined) {
      const who = await whoseSession(world.db, hash)
      if (who !== undefined) await logAdmin(world.db, 'signed out', '', who)
      await closeAdminSession(world.db, hash)
    }
    setCookie(world, res, '', 0)
    res.redirect(303, '/admin')
  }
}

/**
 * One field of a posted form; the last one when it was sent twice, '' when it was not sent. NUL and halves of pairs, which Postgres refuses,
 * come as U+FFFD: left out, they would make of a wrong address a right one (M6).
 */
export function formField(req: Request, name: string): string {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const value: unknown = (body as Record<string, unknown>)[name]
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' ? last.replaceAll('\0', '\uFFFD').toWellFormed() : ''
}

/** Whom a token lets in. That of the settings is compared as a hash, so that neither length nor content shows in the time it takes. */
async function ownerOf({ db, adminToken }: World, typed: string): Promise<string | undefined> {
  if (adminToken !== undefined && timingSafeEqual(sha256(adminToken), sha256(typed))) return ADMIN_PAGES
  return findAdminByToken(db, typed)
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** `__Host-` binds a cookie to this host and to https; without https a browser would not take it. */
function cookieName({ publicUrl }: World): string {
  return publicUrl.startsWith('https:') ? '__Host-dayrate' : 'dayrate'
}

function readCookie(world: World, req: Request): string | undefined {
  const start = `${cookieName(world)}=`
  const found = (req.headers.cookie ?? '').split(';').find(pair => pair.trim().startsWith(start))
  const value = found?.trim().slice(start.length)
  return value && /^(?:t\.)?[\w-]{43}$/.test(value) ? value : undefined
}

function setCookie(world: World, res: Response, value: string, maxAgeSeconds: number): void {
  const secure = world.publicUrl.startsWith('https:') ? '; Secure' : ''
  res.append('Set-Cookie', `${cookieName(world)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`)
}

const TRIES = 5
const TRIES_WITHIN_MS = 15 * 60_000

/** Wrong tokens by visitor, in memory: a guess at 256 bits needs no more than to be slow. IPv6 counts by /64, which one visitor has whole. */
function signInTries() {
  const seen = new Map<string, number[]>()
  return {
    allow(ip: string, now: Date): boolean {
      const recent = (seen.get(visitorOf(ip)) ?? []).filter(at => now.getTime() - at < TRIES_WITHIN_MS)
      if (seen.size > 10_000) seen.clear()
      seen.set(visitorOf(ip), [...recent, now.getTime()].slice(-TRIES - 1))
      return recent.length < TRIES
    },
    forget: (ip: string): void => void seen.delete(visitorOf(ip)),
  }
}
