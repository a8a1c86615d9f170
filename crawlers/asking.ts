// One page asked for: it comes, or is tried again, or what went wrong is put on record.
import { withoutSecrets } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'
import { NO_ADVERT, pageOf } from './crawled-page.ts'
import type { CrawlProgress } from './crawl-progress.ts'
import type { Visit } from './crawl-queue.ts'
import { FetchFailed } from './fetch-failed.ts'
import type { Fetched, Fetcher, FetchOptions, Validators } from './fetcher.ts'
import type { CrawlOptions } from './pages.ts'

type How = Pick<FetchOptions, 'delayMs' | 'large'> & { validators: Validators | undefined }

/** The asking for a page, for loadPage(). */
export function asked(request: PageRequest, { validators, ...how }: How, fetcher: Fetcher, signal: AbortSignal | undefined) {
  const { url, method, headers, body, maxBytes } = request
  return () =>
    fetcher.fetch(
      { url, ...(method && { method }), ...(headers && { headers }), ...(body !== undefined && { body }) },
      { ...how, ...(maxBytes && { maxBytes }), ...(validators && { validators }), ...(signal && { signal }) },
    )
}

/** @returns the page, or undefined when it was recorded as gone or failed. @throws what the queue should try again. */
export async function loadPage(
  { request, attempt, isStart }: Visit,
  ask: () => Promise<Fetched>,
  progress: CrawlProgress,
  onPage: CrawlOptions['onPage'],
): Promise<Fetched | undefined> {
  const { url } = request
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error
    if (isGone(error) && request.optional) return absentPage(url, error.status ?? 404)
    if (isGone(error) && request.label === 'detail') {
      progress.sawNothingOn(NO_ADVERT)
      await onPage([], pageOf(request, undefined, 'gone', 0), { request })
      return undefined
    }
    if (error.passing && attempt < mostAttempts(error)) throw error
    // That a redirect leads to a host which answers badly is a matter of that one page, unless everything begins there.
    const retryAt = error.kind === 'robots' && !isStart ? undefined : error.retryAt
    progress.fail({ kind: error.kind, url: withoutSecrets(url), sentence: error.message, isStart, status: error.status, retryAt })
    return undefined
  }
}

/** Two more tries for a fault, three for "slow down"; the fetcher holds the host in between. */
function mostAttempts(error: FetchFailed): number {
  return error.status === 429 ? 4 : 3
}

function isGone(error: FetchFailed): boolean {
  return error.status === 404 || error.status === 410
}

function absentPage(url: string, status: number): Fetched {
  return {
    url,
    status,
    notModified: false,
    contentType: '',
    charset: 'utf-8',
    text: '',
    bytes: 0,
    wireBytes: 0,
    redirects: 0,
    validators: {},
  }
}
