// How often one visitor may ask for what costs us work: a bucket that refills evenly, so that a burst is fine and a stream is not.
import type { RequestHandler } from 'express'
import { visitorOf } from '../db/saved-searches.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

export interface RateLimit {
  /** Requests in a minute, and at once after a minute of rest. */
  perMinute: number
  /** Says with every answer how much is left (RateLimit-Limit, -Remaining, -Reset, as most programs read them). */
  announced: boolean
  sentence: string
}

const MINUTE_MS = 60_000

/** More visitors than this are not remembered; whoever is idle for a minute has a full bucket anyway. */
const MOST_VISITORS = 20_000

/**
 * The generic cell rate algorithm (ITU-T I.371): one moment a visitor, when their bucket will be full again. IPv6 counts by /64, which one
 * visitor has whole. A visitor from this very machine is its owner, or a proxy that TRUST_PROXY does not tell us of: everybody at once.
 * Each process counts for itself.
 */
export function rateLimit({ now }: Pick<World, 'now'>, { perMinute, announced, sentence }: RateLimit): RequestHandler {
  const fullAt = new Map<string, number>()
  const costMs = MINUTE_MS / perMinute
  return (req, res, next) => {
    if (isLoopback(req.ip)) return next()
    const at = now().getTime()
    const visitor = visitorOf(req.ip)
    const known = Math.max(fullAt.get(visitor) ?? at, at)
    const refused = known + costMs > at + MINUTE_MS
    const full = refused ? known : known + costMs
    if (fullAt.size >= MOST_VISITORS) forgetFull(fullAt, at)
    fullAt.set(visitor, full)
    if (announced || refused)
      res.set({
        'RateLimit-Limit': String(perMinute),
        'RateLimit-Remaining': String(Math.floor((at + MINUTE_MS - full) / costMs)),
        'RateLimit-Reset': String(Math.ceil((full - at) / 1_000)),
      })
    if (!refused) return next()
    res.set('Retry-After', String(Math.max(1, Math.ceil((known + costMs - at - MINUTE_MS) / 1_000))))
    throw new HttpError(429, sentence)
  }
}

function isLoopback(ip: string | undefined): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

/** A flood of addresses that are all owing is forgotten whole: it costs us a minute of counting anew. */
function forgetFull(fullAt: Map<string, number>, at: number): void {
  for (const [visitor, full] of fullAt) if (full <= at) fullAt.delete(visitor)
  if (fullAt.size >= MOST_VISITORS) fullAt.clear()
}
