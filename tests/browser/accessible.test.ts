// Every public page as axe and html-validate judge it, wide and narrow, light and dark.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible, assertAccessibleAnyway, assertReadable } from '../support/accessible.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'
import { PAGES } from '../support/pages.ts'
import { GONE, ROLES } from '../support/roles.ts'
import { assertValidNow } from '../support/valid-html.ts'

const here = new Browsing(async site => {
  await seedBoard(site.db, [...ROLES, GONE])
  await seedRefused(site.db)
})

describe('every public page, wide and narrow, light and dark', () => {
  test('axe finds nothing to mend, and html-validate nothing in what the script made of it', async () => {
    const page = await here.browser.newPage()
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(here.site.url + path)
      await assertAccessibleAnyway(page, name)
      await assertValidNow(page, name)
    }
    await page.close()
  })

  test('the same of roles that were saved, and of the open filter sheet', async () => {
    const page = await here.browser.newPage()
    await page.goto(`${here.site.url}/`)
    for (const key of ['j', 's', 'j', 's', 'j', 'h']) await page.keyboard.press(key)
    await assertAccessibleAnyway(page, 'a board with saved and hidden roles')
    await page.goto(`${here.site.url}/saved`)
    assert.equal(await page.locator('#saved li').count(), 2)
    await assertAccessibleAnyway(page, 'saved roles')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${here.site.url}/`)
    await page.getByRole('button', { name: 'Filters' }).click()
    await assertAccessible(page, 'the filter sheet, dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await assertReadable(page, 'the filter sheet, light')
    await page.close()
  })
})
