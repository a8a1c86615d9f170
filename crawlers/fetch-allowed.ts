// One page for a person who looks at an address: asked for as a crawl would, robots.txt first.
import { FetchFailed } from './fetch-failed.ts'
import type { Fetched, Fetcher } from './fetcher.ts'
import { isAllowed, tooSlowSentence } from './robots.ts'

/** Between robots.txt and the page, milliseconds. */
const DELAY_MS = 1_000

/** @throws FetchFailed with a sentence, also where robots.txt forbids the page or cannot be had */
export async function fetchAllowed(fetcher: Fetcher, url: string): Promise<Fetched> {
  const address = URL.parse(url)
  // An address that cannot be parsed is refused by the fetcher, in its words.
  if (address === null) return fetcher.fetch({ url })
  const state = await fetcher.robotsFor(address.href)
  if (!state.reached) throw new FetchFailed(state.kind, state.reason, { retryAt: state.retryAt })
  if (!isAllowed(state.robots, address)) throw new FetchFailed('robots', 'robots.txt does not allow this page.')
  const tooSlow = tooSlowSentence(state.robots)
  if (tooSlow !== undefined) throw new FetchFailed('robots', tooSlow)
  return fetcher.fetch({ url: address.href }, { delayMs: Math.max(DELAY_MS, state.robots.crawlDelayMs ?? 0) })
}
