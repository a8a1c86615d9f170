// Every public page as axe and html-validate judge it, wide and narrow, light and dark.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible, assertAccessibleAnyway, assertReadable } from '../support/accessible.ts'
import { perDay, seedBoard, seedRefused } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'
import { PAGES } from '../support/pages.ts'
import { GONE, ROLES } from '../support/roles.ts'
import { assertValidNow } from '../support/valid-html.ts'

/** So many that the page of one tells what the others pay. */
const LIKE = [980, 1_000, 1_020, 1_040, 1_060].map((rate, n): SeedRole => ({
  slug: `pmo-lead-${n + 1}`,
  title: 'PMO Lead, ferries',
  hoursAgo: 900 + n,
  discipline: 'pmo',
  rung: 'lead',
  adverts: [{ source: 'harrow-board', company: 'Larkhill Build', pay: perDay(rate, rate + 250) }],
}))

const here = new Browsing(async site => {
  await seedBoard(site.db, [...ROLES, GONE, ...LIKE])
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

  test('the same of what roles like one pay, whose figures stand apart at 320 px', async () => {
    const page = await here.browser.newPage()
    await page.goto(`${here.site.url}/roles/pmo-lead-1`)
    await assertAccessibleAnyway(page, 'what roles like one pay')
    await assertValidNow(page, 'what roles like one pay')
    await page.setViewportSize({ width: 320, height: 740 })
    assert.deepEqual(await page.locator('.market td').allInnerTexts(), ['£1,113', '£1,145', '£1,177', '£980–£1,230'])
    const words = await page.locator('.spread text').evaluateAll(all =>
      all.map(one => {
        const { left, right, top, bottom } = one.getBoundingClientRect()
        return { words: one.textContent, left, right, top, bottom }
      }),
    )
    assert.deepEqual(
      words.map(one => one.words),
      ['median £1,145', '£1,113', '£1,177', 'this role £980–£1,230'],
    )
    for (const [n, one] of words.entries()) {
      assert.ok(one.left >= 0 && one.right <= 320, one.words)
      for (const other of words.slice(n + 1))
        assert.ok(
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top,
          `${one.words} over ${other.words}`,
        )
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true)
    await page.close()
  })
})
