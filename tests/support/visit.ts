// One visit in a browser that is listened to.
import assert from 'node:assert/strict'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** Opens a page, hands it on, and fails when the browser complained about anything. */
export async function visitPage(
  { browser, origin }: { browser: Browser; origin: string },
  path: string,
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
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
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
}
