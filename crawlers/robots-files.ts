// Keeps the robots.txt of each origin for a day, asks once however many pages wait for it, and knows what an answer that is no file means
// (RFC 9309 §2.3.1): 4xx = no rules, everything else = nobody may be asked until it mends.
import { FetchFailed } from './fetch-failed.ts'
import type { FailureKind } from './fetch-failed.ts'
import type { Fetched, FetchOptions, FetchRequest } from './fetcher.ts'
import type { Clock } from './pace.ts'
import { EVERYTHING_ALLOWED, parseRobots, ROBOTS_MAX_BYTES } from './robots.ts'
import type { Robots } from './robots.ts'

export type RobotsState = { reached: true; robots: Robots } | Unreached

interface Unreached {
  reached: false
  kind: FailureKind
  reason: string
  /** Milliseconds since the epoch. */
  retryAt: number
}

/** What an answer means, before anything is remembered. `retryAt` is the host's own word or undefined. */
type Asked = { reached: true; robots: Robots } | (Omit<Unreached, 'retryAt'> & { retryAt: number | undefined })

const FRESH_MS = 24 * 3_600_000
/** RFC 9309 §2.4: an old copy may stand in while the file cannot be had; after 30 days it no longer says anything. */
const STALE_MS = 30 * FRESH_MS
/** A file that cannot be had is asked for again after this, and after twice as long each time that it cannot, up to the longest. */
const ASK_AGAIN_MS = 15 * 60_000
const ASK_AGAIN_AT_MOST_MS = 6 * 3_600_000
const MOST_ORIGINS = 5_000

interface Kept {
  robots: Robots
  at: number
}

type Fetch = (request: FetchRequest, options?: FetchOptions) => Promise<Fetched>
type RobotsFor = (url: string, options?: FetchOptions) => Promise<RobotsState>

/** @returns the asking function; it rejects only when the crawl is stopped. */
export function robotsFiles(fetch: Fetch, { token, clock, strict }: { token: string; clock: Clock; strict: boolean }): RobotsFor {
  const kept = new Map<string, Kept>()
  const failed = new Map<string, { state: Unreached; times: number }>()
  const underWay = new Map<string, Promise<RobotsState>>()

  function stateFor(url: string, options: FetchOptions = {}): Promise<RobotsState> {
    const { origin } = new URL(url)
    const known = remembered(origin)
    if (known !== undefined) return Promise.resolve(known)
    const asked = underWay.get(origin) ?? ask(origin, options).finally(() => underWay.delete(origin))
    underWay.set(origin, asked)
    return asked
  }

  function remembered(origin: string): RobotsState | undefined {
    const fresh = keptCopy(origin, FRESH_MS)
    if (fresh !== undefined) return fresh
    const failure = failed.get(origin)
    if (failure === undefined || failure.state.retryAt <= clock.now()) return undefined
    return keptCopy(origin, STALE_MS) ?? failure.state
  }

  function keptCopy(origin: string, youngerThanMs: number): RobotsState | undefined {
    const copy = kept.get(origin)
    return copy !== undefined && clock.now() - copy.at < youngerThanMs ? { reached: true, robots: copy.robots } : undefined
  }

  async function ask(origin: string, options: FetchOptions): Promise<RobotsState> {
    const asked = await readFile(origin, options)
    if (asked.reached) {
      if (kept.size >= MOST_ORIGINS) kept.clear()
      kept.set(origin, { robots: asked.robots, at: clock.now() })
      failed.delete(origin)
      return asked
    }
    // Where an old copy stands in, the host is not asked again at every page meanwhile.
    const failure = unreached(origin, asked)
    return keptCopy(origin, STALE_MS) ?? failure
  }

  function unreached(origin: string, asked: Asked & { reached: false }): Unreached {
    const times = (failed.get(origin)?.times ?? 0) + 1
    const waitMs = Math.min(ASK_AGAIN_MS * 2 ** (times - 1), ASK_AGAIN_AT_MOST_MS)
    const state = { ...asked, retryAt: asked.retryAt ?? clock.now() + waitMs }
    if (failed.size >= MOST_ORIGINS) failed.clear()
    failed.set(origin, { state, times })
    return state
  }

  async function readFile(origin: string, options: FetchOptions): Promise<Asked> {
    try {
      const { delayMs, signal } = options
      const page = await fetch(
        { url: `${origin}/robots.txt` },
        {
          maxBytes: ROBOTS_MAX_BYTES + 1,
          cut: true,
          ...(delayMs === undefined ? {} : { delayMs }),
          ...(signal === undefined ? {} : { signal }),
        },
      )
      return { reached: true, robots: parseRobots(page.text, token) }
    } catch (error) {
      if (!(error instanceof FetchFailed) || error.kind === 'stopped') throw error
      return meaningOf(error, strict)
    }
  }

  return stateFor
}

function meaningOf(error: FetchFailed, strict: boolean): Asked {
  const { status = 0 } = error
  const isRefusal = strict && (status === 401 || status === 403)
  const unavailable = (status >= 400 && status < 500 && status !== 429 && !isRefusal) || error.kind === 'redirects'
  if (unavailable) return { reached: true, robots: EVERYTHING_ALLOWED }
  return {
    reached: false,
    kind: error.kind,
    // A host that is not there, or that we may not reach, has no robots.txt to speak of.
    reason: error.kind === 'dns' || error.kind === 'refused-address' ? error.message : `robots.txt could not be read: ${error.message}`,
    retryAt: error.retryAt,
  }
}
