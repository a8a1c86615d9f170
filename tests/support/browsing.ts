// The site in a browser that is listened to, for the tests of a file.
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { testSite } from './web.ts'
import type { TestSite } from './web.ts'

export type SiteOptions = Parameters<typeof testSite>[0]

/** There once the tests run: opened before the first, closed after the last. */
export class Browsing {
  #site: TestSite | undefined
  #browser: Browser | undefined

  constructor(fill: (site: TestSite) => Promise<unknown>, options?: SiteOptions) {
    before(async () => {
      this.#site = await testSite(options)
      await fill(this.#site)
      this.#browser = await launchBrowser()
    })
    after(async () => {
      await this.#browser?.close()
      await this.#site?.close()
    })
  }

  get site(): TestSite {
    return opened(this.#site)
  }

  get browser(): Browser {
    return opened(this.#browser)
  }

  /** Opens a page of the site in a browser without a past, hands it on, and fails when the browser complained about anything. */
  readonly visit = (path: string, work: (page: Page) => Promise<void>, options: VisitOptions = {}): Promise<void> => {
    const { origin = this.site.url, expected, ...context } = options
    return visit({ browser: this.browser, origin, expected, context }, path, work)
  }
}

export interface VisitOptions extends BrowserContextOptions {
  /** The address of the site, where it is called by another name than its own. */
  origin?: string
  /** What the browser may complain about: a page that answers 400 on purpose. */
  expected?: string
}

function opened<T>(what: T | undefined): T {
  if (what === undefined) throw new Error('the site is open in tests and hooks only')
  return what
}

interface Visit {
  browser: Browser
  origin: string
  expected: string | undefined
  context: BrowserContextOptions
}

async function visit(
  { browser, origin, expected, context: options }: Visit,
  path: string,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on(
    'request',
    request => request.url().startsWith(origin) || request.url().startsWith('data:') || complaints.push(`asked ${request.url()}`),
  )
  page.setDefaultTimeout(10_000)
  try {
    await page.goto(origin + path)
    await work(page)
    assert.deepEqual(
      complaints.filter(words => expected === undefined || !words.includes(expected)),
      [],
    )
  } finally {
    await context.close()
  }
}

export const focusIs = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(wanted => document.activeElement?.matches(wanted) ?? false, selector)

/** Tab until the focus is there. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < 120; n += 1) {
    await page.keyboard.press('Tab')
    if (await focusIs(page, selector)) return
  }
  assert.fail(`no Tab leads to ${selector}`)
}
