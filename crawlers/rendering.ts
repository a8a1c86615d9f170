// A page as the browser shows it, judged as one that came over HTTP is: barriers and refusals are no pages.
import { blockedSentence } from './blocked.ts'
import type { PageBrowser } from './browser.ts'
import type { RenderRequest } from './connector.ts'
import { FetchFailed } from './fetch-failed.ts'
import type { Fetched } from './fetcher.ts'
import { sentenceOf } from './http-messages.ts'

/** @throws FetchFailed */
export async function renderedPage(browser: PageBrowser, url: string, render: RenderRequest, signal?: AbortSignal): Promise<Fetched> {
  const shown = await browser.render(url, { ...render, ...(signal && { signal }) })
  const { status, headers, refusals } = shown
  const page = {
    url: shown.url,
    status,
    notModified: false,
    contentType: 'text/html; charset=utf-8',
    charset: 'utf-8',
    text: shown.html,
    bytes: shown.bytes,
    wireBytes: shown.bytes,
    redirects: 0,
    validators: {},
    ...(headers['x-robots-tag'] !== undefined && { robotsTag: headers['x-robots-tag'] }),
  }
  const barrier = blockedSentence(page, headers)
  if (barrier !== undefined) throw new FetchFailed('blocked', barrier, { status })
  if (status >= 400) throw new FetchFailed('status', sentenceOf(status, new URL(url).host), { status })
  if (refusals.inside === 0) return page
  return { ...page, remark: `The page's scripts tried ${refusals.inside} times to reach addresses that are not public, and were refused.` }
}
