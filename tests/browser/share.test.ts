// An address is the whole state: what one person sees, another opens, with a script or without, wide or narrow; and all of it by keys alone.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { seedBoard } from '../support/board.ts'
import { Browsing, focusIs, tabTo } from '../support/browsing.ts'
import { ROLES } from '../support/roles.ts'

const here = new Browsing(site => seedBoard(site.db, ROLES))
const { visit } = here

/** What a page shows: its heading, its rows in order, the filters that are chosen, and what the form says. */
async function shownOn(page: Page): Promise<unknown> {
  return page.evaluate(() => ({
    heading: document.querySelector('h1')?.textContent,
    rows: [...document.querySelectorAll('.row h2')].map(title => title.textContent),
    chosen: [...document.querySelectorAll('.chosen li')].map(item => item.textContent),
    form: [...new FormData(document.getElementById('search') as HTMLFormElement)].filter(([, value]) => value !== '').map(String),
  }))
}

const NARROW = { viewport: { width: 320, height: 640 } }
describe('an address that is handed on', () => {
  test('shows the same to whoever opens it, with a script or without, wide or narrow', async () => {
    await visit('/', async page => {
      await page.locator('#q').fill('manager')
      await page.getByLabel('outside IR35').check()
      await page.waitForURL(/\?q=manager&engagement=outside$/)
      await page.locator('.sorts a', { hasText: 'rate' }).click()
      await page.waitForURL(/sort=rate$/)
      await page.locator('.sorts a[aria-current]', { hasText: 'rate' }).waitFor()
      const [address, shown] = [new URL(page.url()), await shownOn(page)]
      for (const options of [{}, { javaScriptEnabled: false }, NARROW])
        await visit(
          address.pathname + address.search,
          async other => {
            // Without scripts nothing can be evaluated on a page; its words can be read.
            if (options !== NARROW && 'javaScriptEnabled' in options)
              assert.deepEqual(await other.locator('.row h2').allInnerTexts(), await page.locator('.row h2').allInnerTexts())
            else assert.deepEqual(await shownOn(other), shown)
          },
          options,
        )
    })
  })

  test('back and forward restore rows, filters and form, also after a role was opened', async () => {
    await visit('/', async page => {
      const states = [await shownOn(page)]
      await page.getByLabel('inside IR35').check()
      await page.waitForURL(/engagement=inside$/)
      await page.locator('.chosen').waitFor()
      states.push(await shownOn(page))
      await page.locator('.row h2 a').first().click()
      await page.waitForURL(/\/roles\//)
      await page.goBack()
      await page.locator('.chosen').waitFor()
      assert.deepEqual(await shownOn(page), states[1])
      await page.goBack()
      await page.locator('.chosen').waitFor({ state: 'detached' })
      assert.deepEqual(await shownOn(page), states[0])
      await page.goForward()
      await page.locator('.chosen').waitFor()
      assert.deepEqual(await shownOn(page), states[1])
    })
  })
})

describe('keys alone', () => {
  test('search, choose a filter, open a role and come back, wide', async () => {
    await visit('/', async page => {
      await tabTo(page, '#q')
      await page.keyboard.type('manager')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\?q=manager$/)
      await tabTo(page, '[name=engagement][value=outside]')
      await page.keyboard.press('Space')
      await page.waitForURL(/\?q=manager&engagement=outside$/)
      await page.locator('.chosen', { hasText: 'outside IR35' }).waitFor()
      assert.ok(await focusIs(page, '[name=engagement][value=outside]'), 'the focus stays where it was')
      await tabTo(page, '.row h2 a')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/roles\//)
      // The browser's own key for going back is not the page's; the way back is.
      await page.goBack()
      await page.locator('.chosen', { hasText: 'outside IR35' }).waitFor()
      assert.equal(new URL(page.url()).search, '?q=manager&engagement=outside')
    })
  })

  for (const javaScriptEnabled of [true, false])
    test(`the filter sheet at 320 px, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
      const work = async (page: Page): Promise<void> => {
        await page.locator('.open-filters').focus()
        await page.keyboard.press('Enter')
        await page.locator('[name=engagement][value=umbrella]').waitFor()
        await page.locator('[name=engagement][value=umbrella]').focus()
        await page.keyboard.press('Space')
        await page.locator('.apply button').focus()
        await page.keyboard.press('Enter')
        await page.waitForURL(/\?engagement=umbrella$/)
        await page.locator('.chosen', { hasText: 'umbrella' }).waitFor()
        assert.equal(await page.locator('#filters').isVisible(), false)
      }
      await visit('/', work, { ...NARROW, javaScriptEnabled })
    })
})
