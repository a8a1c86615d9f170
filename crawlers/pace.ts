// How fast one host may be asked: one request at a time, a delay between two, and no request before a time the host itself named. In memory
// here; the same interface over a lease in Postgres makes ten workers as polite as one.
import { setTimeout as wait } from 'node:timers/promises'

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
   * @throws HostHeld at once, without waiting, when the host is held for longer than `patienceMs`.
   */
  turn: (host: string, delayMs: number, signal?: AbortSignal) => Promise<() => void>
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

/** Hosts remembered before idle ones are forgotten. */
const MOST_HOSTS = 5_000

interface HostState {
  /** Ends when the last turn handed out has ended. */
  free: Promise<void>
  waiting: number
  notBefore: number
  lastStart: number
}

/** @param patienceMs how long a caller is made to wait for a held host before it is told to come back. */
export function memoryPace(clock: Clock = realClock, patienceMs = 120_000): Pace {
  const hosts = new Map<string, HostState>()

  function stateOf(host: string): HostState {
    if (hosts.size >= MOST_HOSTS) forgetIdle(hosts, clock.now())
    return hosts.getOrInsertComputed(host, () => ({ free: Promise.resolve(), waiting: 0, notBefore: 0, lastStart: -Infinity }))
  }

  async function turn(host: string, delayMs: number, signal?: AbortSignal): Promise<() => void> {
    const state = stateOf(host)
    const before = state.free
    const { promise, resolve } = Promise.withResolvers<void>()
    state.free = before.then(() => promise)
    state.waiting++
    const end = (): void => {
      state.waiting--
      resolve()
    }
    try {
      await before
      await waitUntilFree(state, host, delayMs, signal)
    } catch (error) {
      end()
      throw error
    }
    state.lastStart = clock.now()
    return once(end)
  }

  async function waitUntilFree(state: HostState, host: string, delayMs: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      const now = clock.now()
      if (state.notBefore - now > patienceMs) throw new HostHeld(host, state.notBefore)
      const ms = Math.max(state.notBefore, state.lastStart + delayMs) - now
      if (ms <= 0) return
      await clock.sleep(ms, signal)
    }
  }

  async function hold(host: string, until: number): Promise<void> {
    const state = stateOf(host)
    state.notBefore = Math.max(state.notBefore, until)
  }

  return { turn, hold }
}

/** A host nobody waits for and that holds nobody off may be forgotten a minute after it was last asked. */
function forgetIdle(hosts: Map<string, HostState>, now: number): void {
  for (const [host, state] of hosts) if (state.waiting === 0 && state.notBefore < now && state.lastStart < now - 60_000) hosts.delete(host)
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (!done) run()
    done = true
  }
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
