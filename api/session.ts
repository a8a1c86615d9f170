// Signing in with the admin token, the cookie that remembers it, and the door at /admin.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { ADMIN_SESSION_HOURS, closeAdminSession, hasAdminSession, listAdminLog, logAdmin, openAdminSession } from '../db/admin.ts'
import { visitorOf } from '../db/saved-searches.ts'
import { adminView } from '../views/admin.ts'
import type { AdminMatter } from '../views/admin.ts'
import { render } from '../views/render.ts'
import { answerPage, readSite, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

/** Whether the request comes with the cookie of a session that is not over. Asks the database only when there is a cookie. */
export async function isAdmin(world: World, req: Request): Promise<boolean> {
  const cookie = readCookie(world, req)
  return cookie !== undefined && hasAdminSession(world.db, sha256(cookie))
}

/** @throws HttpError 403 for anybody who is not signed in as an admin. */
export async function requireAdmin(world: World, req: Request): Promise<void> {
  if (!(await isAdmin(world, req))) throw new HttpError(403, 'Only people who run this installation can do that. They sign in at /admin.')
}

export function admin(world: World): RequestHandler {
  return async (req, res) => {
    const signedIn = await isAdmin(world, req)
    const entries = signedIn ? await listAdminLog(world.db) : []
    const token = (searchParams(req).get('token') ?? '').slice(0, 200)
    await answerAdmin(world, req, res, { signedIn, entries, token, mailbox: world.mailboxShown })
  }
}

export function signIn(world: World): RequestHandler {
  const tries = signInTries()
  return async (req, res) => {
    if (!tries.allow(req.ip ?? '', world.now())) throw new HttpError(429, 'Five wrong tokens are enough for now. Try again in 15 minutes.')
    if (!isToken(world.adminToken, formField(req, 'token'))) {
      const problem = 'That is not the admin token. Copy the whole value, without spaces around it.'
      return answerAdmin(world, req, res, { signedIn: false, problem, mailbox: world.mailboxShown }, 403)
    }
    tries.forget(req.ip ?? '')
    const cookie = randomBytes(32).toString('base64url')
    await openAdminSession(world.db, sha256(cookie))
    await logAdmin(world.db, 'signed in', 'admin')
    setCookie(world, res, cookie, ADMIN_SESSION_HOURS * 3600)
    res.redirect(303, '/admin')
  }
}

export function signOut(world: World): RequestHandler {
  return async (req, res) => {
    const cookie = readCookie(world, req)
    if (cookie !== undefined) await closeAdminSession(world.db, sha256(cookie))
    setCookie(world, res, '', 0)
    res.redirect(303, '/admin')
  }
}

async function answerAdmin(world: World, req: Request, res: Response, matter: AdminMatter, status = 200): Promise<void> {
  res.set('Referrer-Policy', 'no-referrer').set('X-Robots-Tag', 'noindex, nofollow')
  answerPage(req, res, render('admin', adminView(await readSite(world), matter)), 'none', status)
}

/** One field of a posted form; the last one when it was sent twice, '' when it was not sent. */
export function formField(req: Request, name: string): string {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const value: unknown = (body as Record<string, unknown>)[name]
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' ? last : ''
}

/** Compared as hashes, so that neither length nor content shows in the time it takes. */
function isToken(token: string | undefined, typed: string): boolean {
  return token !== undefined && timingSafeEqual(sha256(token), sha256(typed.trim()))
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
  return value && /^[\w-]{43}$/.test(value) ? value : undefined
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
