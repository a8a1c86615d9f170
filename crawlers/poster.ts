// Posts to addresses that people gave us: the guard of crawls, and none of its manners, for nobody is read here. A redirect is not followed:
// what is posted, and its signature, are meant for that address alone.
import { Agent } from 'undici'
import { withDeadline } from './deadline.ts'
import { FetchFailed, failureFrom } from './fetch-failed.ts'
import { AddressRefused, NOTHING_ALLOWED, checkAddress, guardedConnector } from './guard.ts'
import type { AllowedOrigins, Resolve } from './guard.ts'

/** `gone`: the address says that it takes nothing any more (410). `words`: a sentence of ours, which quotes nothing from there. */
export type PostAnswer = { end: 'answered' | 'failed' | 'gone'; words: string }

export interface Poster {
  /** Never throws for what a host does. */
  post(url: string, message: { headers: Record<string, string>; body: string }): Promise<PostAnswer>
  close(): Promise<void>
}

export interface PosterSettings {
  userAgent: string
  allow: AllowedOrigins
  resolve?: Resolve
  /** For all of one post. */
  deadlineMs?: number
}

const DEADLINE_MS = 10_000

export function createPoster({ userAgent, allow, resolve, deadlineMs = DEADLINE_MS }: PosterSettings): Poster {
  const agent = new Agent({
    connect: guardedConnector(allow, resolve, deadlineMs),
    pipelining: 1,
    connections: 2,
    maxHeaderSize: 32_768,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
  })

  async function ask(url: URL, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<number> {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: { ...headers, 'user-agent': userAgent },
      body,
      signal,
    })
    // The status says it all: whoever answers 200 and then dribbles has taken the post, and it must not come again.
    response.body.on('error', () => undefined).destroy()
    return response.statusCode
  }

  return {
    async post(url, { headers, body }) {
      const refusal = refusalOfHook(url, allow)
      if (refusal !== undefined) return { end: 'failed', words: refusal }
      const at = new URL(url)
      try {
        return answerOf(
          at.host,
          await withDeadline({ ms: deadlineMs, stop: undefined, graceMs: 0 }, at.host, ({ signal }) => ask(at, headers, body, signal)),
        )
      } catch (error) {
        return { end: 'failed', words: error instanceof FetchFailed ? error.message : failureFrom(error, at.host, false).message }
      }
    },
    close: () => agent.destroy(),
  }
}

function answerOf(host: string, status: number): PostAnswer {
  if (status >= 200 && status < 300) return { end: 'answered', words: `${host} answered ${status}.` }
  if (status === 410) return { end: 'gone', words: `${host} answered 410: it takes nothing there any more.` }
  if (status >= 300 && status < 400)
    return { end: 'failed', words: `${host} sent us elsewhere (${status}), and redirects are not followed.` }
  return { end: 'failed', words: `${host} answered ${status}.` }
}

/** As the database keeps it. */
const LONGEST_HOOK = 2_000

/** Why nothing can be posted to an address, a sentence; undefined where something can. Always encrypted: its path is a secret as a rule. */
export function refusalOfHook(raw: string, allow: AllowedOrigins = NOTHING_ALLOWED): string | undefined {
  if (raw.length > LONGEST_HOOK) return 'That address is too long.'
  if (!/^https:\/\/[^/?#]/i.test(raw) && !allow.has(URL.parse(raw)?.host ?? ''))
    return 'Posts go to public addresses that begin with https:// only, such as https://hooks.example.org/in.'
  try {
    checkAddress(raw, allow)
    return undefined
  } catch (error) {
    if (error instanceof AddressRefused) return error.message
    throw error
  }
}
