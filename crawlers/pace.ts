// How fast one host may be asked: one request at a time, a delay between two, and no request before a time the host itself named, in the whole
// installation. Turns are kept in Postgres, where several processes share them, or in memory.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { claimTurn, endTurn, holdHost, LEASE_MS, renewTurn } from '../db/host-pace.ts'
import type { Claim } from '../db/host-pace.ts'
import type { Db } from '../db/database.ts'

/** Time, handed in so that a test need not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal === undefined ? {} : { signal })
  },
}

export interface Pace {
  /**
   * Waits for this host's turn: nobody else at it, and `delayMs` since the last request began. Returns the function that ends the turn.
   * Where no delay is asked for, only this process waits for itself.
   * @throws HostHeld at once, without waiting, when the host is held for longer than `patienceMs`.
   */
  turn: (host: string, delayMs: number, signal?: AbortSignal) => Promise<() => Promise<void>>
  /** No request to the host before `until` (milliseconds since the epoch). */
  hold: (host: string, until: number) => Promise<void>
}

/** The host asked us to come back later than a crawl run waits. */
export class HostHeld extends Error {
  override name = 'HostHeld'
  readonly until: number
  constructor(host: string, until: number) {
    super(`${host} asked us not to come back before ${new Date(until).toISOString()}.`)
    this.until = until
  }
}

/** Where turns are kept. */
interface TurnBook {
  claim: (host: string, delayMs: number, turn: string) => Promise<Claim>
  /** The turn that was claimed is still under way. */
  renew: (host: string, turn: string) => Promise<void>
  end: (host: string, turn: string) => Promise<void>
  hold: (host: string, ms: number) => Promise<void>
}

/** How long a caller is made to wait for a held host before it is told to come back. */
const PATIENCE_MS = 120_000

/** Turns of one process alone: for tests and for what runs without a database. */
export function memoryPace(clock: Clock = realClock, patienceMs = PATIENCE_MS): Pace {
  return paceBy(memoryBook(clock), clock, patienceMs)
}

/**
 * Where no delay is asked for, a turn only says whether the host is held: a host that was free is taken to be free for so long, milliseconds.
 * What another process learns is known here by then, and what is asked with a delay is never nearer to it than the delay less this.
 */
const FREE_FOR_MS = 50
const FREE: Claim = { isMine: true, waitMs: 0, heldMs: 0 }

/** Turns that all processes on one database share: ten workers are as polite as one. */
export function sharedPace(db: Db, clock: Clock = realClock, patienceMs = PATIENCE_MS): Pace {
  /** When a host was last found free by somebody without a delay, by the process' own clock. */
  const free = new Map<string, number>()
  const book: TurnBook = {
    async claim(host, delayMs, turn) {
      const asked = performance.now()
      if (delayMs === 0 && asked - (free.get(host) ?? -Infinity) < FREE_FOR_MS) return FREE
      const claim = await claimTurn(db, host, delayMs, turn)
      free.delete(host)
      if (free.size >= MOST_HOSTS) free.clear()
      if (delayMs === 0 && claim.isMine) free.set(host, asked)
      return claim
    },
    renew: (host, turn) => renewTurn(db, host, turn),
    end: (host, turn) => endTurn(db, host, turn),
    async hold(host, ms) {
      free.delete(host)
      await holdHost(db, host, ms)
    },
  }
  return paceBy(book, clock, patienceMs)
}

function paceBy(book: TurnBook, clock: Clock, patienceMs: number): Pace {
  /** The end of the queue at each host in this process. */
  const queues = new Map<string, Promise<void>>()

  async function turn(host: string, delayMs: number, signal?: AbortSignal): Promise<() => Promise<void>> {
    const before = queues.get(host) ?? Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const last = before.then(() => promise)
    queues.set(host, last)
    void last.then(() => queues.get(host) === last && queues.delete(host))
    const name = randomUUID()
    try {
      await before
      await untilMine(host, delayMs, name, signal)
    } catch (error) {
      resolve()
      throw error
    }
    if (delayMs === 0) return async () => resolve()
    return ending(host, name, resolve)
  }

  async function untilMine(host: string, delayMs: number, name: string, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      const { isMine, heldMs, waitMs } = await book.claim(host, delayMs, name)
      if (isMine) return
      if (heldMs > patienceMs) throw new HostHeld(host, clock.now() + heldMs)
      await clock.sleep(Math.ceil(waitMs), signal)
    }
  }

  /** The next in this process comes when the others know that the turn is over. */
  function ending(host: string, name: string, resolve: () => void): () => Promise<void> {
    const renewal = setInterval(() => void book.renew(host, name).catch(() => undefined), LEASE_MS / 3).unref()
    return async () => {
      clearInterval(renewal)
      try {
        await book.end(host, name)
      } finally {
        resolve()
      }
    }
  }

  return { turn, hold: (host, until) => book.hold(host, until - clock.now()) }
}

/** Hosts remembered before idle ones are forgotten. */
const MOST_HOSTS = 5_000

interface HostState {
  lastAt: number
  heldUntil: number
}

/** One process waits for itself at each host, so that a turn of it needs no end here. */
function memoryBook(clock: Clock): TurnBook {
  const hosts = new Map<string, HostState>()

  function stateOf(host: string): HostState {
    if (hosts.size >= MOST_HOSTS) forgetIdle(hosts, clock.now())
    return hosts.getOrInsertComputed(host, () => ({ lastAt: -Infinity, heldUntil: 0 }))
  }

  return {
    async claim(host, delayMs) {
      const state = stateOf(host)
      const now = clock.now()
      const heldMs = Math.max(state.heldUntil - now, 0)
      const waitMs = Math.max(heldMs, state.lastAt + delayMs - now, 0)
      if (waitMs === 0) state.lastAt = now
      return { isMine: waitMs === 0, waitMs, heldMs }
    },
    renew: async () => undefined,
    end: async () => undefined,
    async hold(host, ms) {
      const state = stateOf(host)
      state.heldUntil = Math.max(state.heldUntil, clock.now() + ms)
    },
  }
}

/** A host that holds nobody off may be forgotten a minute after it was last asked. */
function forgetIdle(hosts: Map<string, HostState>, now: number): void {
  for (const [host, state] of hosts) if (state.heldUntil < now && state.lastAt < now - 60_000) hosts.delete(host)
}

/** Longest a Retry-After is believed; more means "not today". */
export const LONGEST_RETRY_AFTER_MS = 6 * 3_600_000

/**
 * Reads a Retry-After header (RFC 9110 §10.2.3): seconds or an HTTP date.
 * @returns milliseconds from `now`, at most six hours; undefined for what is past, negative, zero or unreadable.
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? ''
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : /^[A-Za-z]{3}[a-z]{0,6},? /.test(text) ? Date.parse(text) - now : Number.NaN
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : undefined
}

/** Exponential backoff with full jitter: somewhere between nothing and 2^attempt × base. `attempt` counts from 1. */
export function backoffMs(attempt: number, random: () => number = Math.random, baseMs = 1_000): number {
  return Math.round(random() * 2 ** attempt * baseMs)
}
