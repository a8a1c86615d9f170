// How often one visitor may ask for what costs us work: a bucket that refills evenly, so that a burst is fine and a stream is not.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { visitorOf } from '../db/saved-searches.ts'
import { tellSpending } from '../db/spending.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

export interface RateLimit {
  /** Tells its buckets from those of other limits. */
  name: string
  /** Requests in a minute, and at once after a minute of rest. */
  perMinute: number
  /** Says with every answer how much is left (RateLimit-Limit, -Remaining, -Reset, as most programs read them). */
  announced: boolean
  sentence: string
}

type SharedBy = Pick<World, 'db' | 'now' | 'secret' | 'log' | 'trustProxy'>

const MINUTE_MS = 60_000

/** More visitors than this are not remembered; whoever is idle for a minute has a full bucket anyway. */
const MOST_VISITORS = 20_000

/** How long processes count for themselves before they tell each other. */
const TOLD_EVERY_MS = 1_000

/** Whoever spends this much of a bucket meanwhile is told of at once: what they get beyond the limit is an eighth of it a process. */
const TOLD_AT_ONCE_MS = MINUTE_MS / 8

/**
 * The generic cell rate algorithm (ITU-T I.371): one moment a visitor, when their bucket will be full again. IPv6 counts by /64, which one
 * visitor has whole. A visitor from this very machine is its owner, or a proxy that TRUST_PROXY does not tell us of: everybody at once.
 * No request waits for the database: what was spent is told to it once a second, and what it says of other processes is taken over.
 */
export function rateLimit(world: SharedBy, { name, perMinute, announced, sentence }: RateLimit): RateLimiter {
  const fullAt = new Map<string, number>()
  const share = sharer(world, name, fullAt)
  const costMs = MINUTE_MS / perMinute

  /** Takes one request out of a visitor's bucket, where it holds one. Undefined = this visitor is not counted. */
  const take = (req: IncomingMessage): Taken | undefined => {
    const ip = visitorAddress(req, world.trustProxy)
    if (isLoopback(ip)) {
      if (world.trustProxy === 0 && req.headers['x-forwarded-for'] !== undefined) warnOfProxy(world)
      return undefined
    }
    const at = world.now().getTime()
    const visitor = visitorOf(ip)
    const known = Math.max(fullAt.get(visitor) ?? at, at)
    const refused = known + costMs > at + MINUTE_MS
    const full = refused ? known : known + costMs
    if (fullAt.size >= MOST_VISITORS) forgetFull(fullAt, at)
    fullAt.set(visitor, full)
    if (!refused) share(visitor, costMs)
    return { refused, at, full }
  }

  /** Requests that were counted in front of the routes and then went to them. */
  const counted = new WeakMap<IncomingMessage, Taken>()

  const guard: RequestHandler = (req, res, next) => {
    // Whoever is not counted has always all of it left, and a program that is tried out next to us reads what it will read elsewhere.
    const { refused, at, full } = counted.get(req) ?? take(req) ?? { refused: false, at: 0, full: 0 }
    if (announced || refused)
      res.set({
        'RateLimit-Limit': String(perMinute),
        'RateLimit-Remaining': String(Math.max(0, Math.floor((at + MINUTE_MS - full) / costMs))),
        'RateLimit-Reset': String(Math.ceil((full - at) / 1_000)),
      })
    if (!refused) return next()
    res.set('Retry-After', String(Math.max(1, Math.ceil((full + costMs - at - MINUTE_MS) / 1_000))))
    throw new HttpError(429, sentence)
  }
  const admits = (req: IncomingMessage): boolean => {
    const taken = take(req)
    if (taken) counted.set(req, taken)
    return taken?.refused !== true
  }
  return { guard, admits }
}

export interface RateLimiter {
  /** Counts every request of a route, and refuses in words. */
  guard: RequestHandler
  /** The same for whoever answers in front of the routes; a request that goes on to them is not counted again, and one that was refused hears it there. */
  admits(req: IncomingMessage): boolean
}

interface Taken {
  refused: boolean
  at: number
  /** When the bucket will be full again. */
  full: number
}

/** Who asks: of the addresses that proxies wrote down, the one before those we believe. As Express reads it into `req.ip`. */
function visitorAddress({ socket, headers }: IncomingMessage, trustProxy: number): string | undefined {
  if (trustProxy === 0) return socket.remoteAddress
  const told = String(headers['x-forwarded-for'] ?? '').split(',')
  const all = [
    socket.remoteAddress,
    ...told
      .map(address => address.trim())
      .filter(address => address !== '')
      .reverse(),
  ]
  return all[Math.min(trustProxy, all.length - 1)]
}

const warned = new WeakSet<object>()

/** Said once: nobody would notice from outside, for everything works, without any limit. */
function warnOfProxy(world: SharedBy): void {
  if (warned.has(world)) return
  warned.add(world)
  world.log.warn('requests come through a proxy that TRUST_PROXY does not count: its visitors cannot be told apart, and none is limited')
}

/** @returns what takes down what a visitor spent, to be told with all else of this second */
function sharer({ db, now, secret, log }: SharedBy, name: string, fullAt: Map<string, number>): (visitor: string, ms: number) => void {
  let spent = new Map<string, number>()
  let begunAt = 0
  let timer: NodeJS.Timeout | undefined
  const tell = async (): Promise<void> => {
    const [visitors, telling] = [new Map([...spent.keys()].map(visitor => [visitorHash(secret, name, visitor), visitor])), spent]
    spent = new Map()
    const told = await tellSpending(db, new Map([...visitors].map(([hash, visitor]) => [hash, telling.get(visitor) ?? 0])), begunAt)
    // What was spent meanwhile is told with the next second. What is being told at this moment, this answer does not know of: nothing that
    // was counted here is taken back.
    for (const [hash, full] of told) {
      const visitor = visitors.get(hash) ?? ''
      fullAt.set(visitor, Math.max(full + (spent.get(visitor) ?? 0), fullAt.get(visitor) ?? 0))
    }
  }
  const tellNow = (): void => {
    clearTimeout(timer)
    tell().catch((error: unknown) => log.warn('limits were not shared', { error: String(error) }))
  }
  return (visitor, ms) => {
    if (spent.size === 0) {
      begunAt = now().getTime()
      timer = setTimeout(tellNow, TOLD_EVERY_MS).unref()
    }
    const all = (spent.get(visitor) ?? 0) + ms
    spent.set(visitor, all)
    if (all >= TOLD_AT_ONCE_MS) tellNow()
  }
}

/** What stands for a visitor where processes count together: addresses are kept nowhere. @param what is counted */
export function visitorHash(secret: string, what: string, visitor: string): string {
  return createHash('sha256').update(`${secret} ${what} ${visitor}`).digest('base64url').slice(0, 22)
}

function isLoopback(ip: string | undefined): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}

/** A flood of addresses that are all owing is forgotten whole: it costs us a minute of counting anew. */
function forgetFull(fullAt: Map<string, number>, at: number): void {
  for (const [visitor, full] of fullAt) if (full <= at) fullAt.delete(visitor)
  if (fullAt.size >= MOST_VISITORS) fullAt.clear()
}
