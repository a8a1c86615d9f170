// Whether a page of a crawl may be asked for, by its host's robots.txt; and what an answer that says no makes of the crawl.
import { withoutSecrets } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'
import type { CrawlProgress } from './crawl-progress.ts'
import type { Fetcher } from './fetcher.ts'
import { isAllowed, tooSlowSentence } from './robots.ts'

const REMARKS = {
  robots_is_html: 'In place of robots.txt a web page came, which holds no rules (robots_is_html).',
  robots_is_undecodable: 'The robots.txt is no text that can be read (robots_is_undecodable).',
  robots_is_cut: 'The robots.txt is longer than 500 KiB; the rest was not read (robots_is_cut).',
} as const

/** Asks robots.txt. @returns the delay to keep, or undefined when the page may not be asked for (and why is on record). */
export async function permission(
  request: PageRequest,
  isStart: boolean,
  progress: CrawlProgress,
  fetcher: Fetcher,
  options: { delayMs?: number; signal?: AbortSignal },
): Promise<number | undefined> {
  const { delayMs = 0, signal } = options
  const state = await fetcher.robotsFor(request.url, { delayMs, ...(signal === undefined ? {} : { signal }) })
  if (!state.reached) {
    if (state.kind === 'dns' && isStart) progress.noHost(state.reason, state.retryAt)
    else progress.stop('deferred', state.reason, state.retryAt)
    return undefined
  }
  const { crawlDelayMs = 0, remark } = state.robots
  if (isStart && remark !== undefined) progress.flaw(REMARKS[remark])
  const tooSlow = tooSlowSentence(state.robots)
  if (tooSlow !== undefined) {
    progress.stop('blocked', tooSlow)
    return undefined
  }
  if (isAllowed(state.robots, request.url)) return Math.max(delayMs, crawlDelayMs)
  progress.fail({ kind: 'robots', url: withoutSecrets(request.url), sentence: 'robots.txt does not allow this page.', isStart })
  return undefined
}
