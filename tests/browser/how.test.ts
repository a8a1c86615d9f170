// Pasting an advert as people do it: a real Chromium, with and without JavaScript.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible } from '../support/accessible.ts'
import { Browsing } from '../support/browsing.ts'

const { visit } = new Browsing(async () => undefined)

async function paste(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the role').fill(title)
  await page.getByLabel('Text of the advert').fill('Six month contract, outside IR35, £500 per day.\n- PRINCE2')
  await page.getByRole('button', { name: 'Read this advert' }).click()
  await page.waitForLoadState()
}

async function assertNoSidewaysScroll(page: Page): Promise<void> {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
}

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 360],
] as const)
  test(`without JavaScript a pasted advert is read, each fact leads to its words, and it can be changed (${width} px)`, async () => {
    await visit(
      '/how',
      async page => {
        await page.getByRole('link', { name: 'Try it with your own advert' }).click()
        await paste(page, 'Project Manager')
        assert.equal(await page.locator('h1').innerText(), 'What we read in your advert')
        await page.locator('.card a', { hasText: '“outside IR35”' }).click()
        assert.equal(await page.locator('mark:target').innerText(), 'outside IR35')
        await paste(page, 'PMO Analyst')
        assert.match(await page.locator('.headline').innerText(), /PMO Analyst/)
      },
      { javaScriptEnabled: false, colorScheme, viewport: { width, height: 740 } },
    )
  })

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 320],
] as const)
  test(`after a mistake focus goes to what is wrong, and from there to the field; axe finds nothing to mend (${width} px)`, async () => {
    await visit(
      '/how',
      async page => {
        await paste(page, '  ')
        assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert')
        await assertAccessible(page, 'the form again')
        await assertNoSidewaysScroll(page)
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.waitForURL(/#advert-title$/)
        assert.match(await page.getByLabel('Text of the advert').inputValue(), /PRINCE2/)
        await paste(page, 'Project Manager')
        await assertAccessible(page, 'the card')
        await assertNoSidewaysScroll(page)
      },
      { colorScheme, viewport: { width, height: 740 }, expected: '400 (Bad Request)' },
    )
  })
