// Every public page as axe and html-validate judge it, wide and narrow, light and dark.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertReadable } from '../support/accessible.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { launchBrowser } from '../support/browser.ts'
import { PAGES } from '../support/pages.ts'
import { GONE, ROLES } from '../support/roles.ts'
import { assertValid } from '../support/valid-html.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let browser: Browser

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [...ROLES, GONE])
  await seedRefused(site.db)
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

const WIDTHS = { wide: 1280, narrow: 360 }

/** What a page is made of hangs on its width, never on its colours: each width is judged whole once, and in the other scheme by its colours. */
async function judge(page: Page, name: string): Promise<void> {
  for (const [form, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: 'light' })
    await assertAccessible(page, `${name}, ${form}, light`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await assertReadable(page, `${name}, ${form}, dark`)
  }
}

describe('every public page, wide and narrow, light and dark', () => {
  test('axe finds nothing to mend, and html-validate nothing in what the script made of it', async () => {
    const page = await browser.newPage()
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(site.url + path)
      await judge(page, name)
      await assertValid(await madeOf(page), name)
    }
    await page.close()
  })

  test('the same of roles that were saved, and of the open filter sheet', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.url}/`)
    for (const key of ['j', 's', 'j', 's', 'j', 'h']) await page.keyboard.press(key)
    await judge(page, 'a board with saved and hidden roles')
    await page.goto(`${site.url}/saved`)
    assert.equal(await page.locator('#saved li').count(), 2)
    await judge(page, 'saved roles')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${site.url}/`)
    await page.getByRole('button', { name: 'Filters' }).click()
    await assertAccessible(page, 'the filter sheet, dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await assertReadable(page, 'the filter sheet, light')
    await page.close()
  })
})

/** What the page is now, spelt as we spell it: a browser writes `open=""`. */
async function madeOf(page: Page): Promise<string> {
  const html = await page.evaluate(() => document.documentElement.outerHTML)
  return `<!DOCTYPE html>\n${html.replaceAll(/ (defer|selected|popover|open|hidden|checked|required)=""/g, ' $1')}`
}
