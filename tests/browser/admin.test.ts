// The pages behind the door as people use them: a real Chromium, with and without JavaScript.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openRun } from '../../db/crawl-runs.ts'
import { assertAccessibleAnyway } from '../support/accessible.ts'
import { seedPreview, seedRun } from '../support/admin.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { Browsing, tabTo } from '../support/browsing.ts'
import type { VisitOptions } from '../support/browsing.ts'
import { ROLES } from '../support/roles.ts'
import { assertValidNow } from '../support/valid-html.ts'
import { ADMIN_TOKEN } from '../support/web.ts'

let run: number
let preview: string
const here = new Browsing(
  async site => {
    await seedBoard(site.db, ROLES)
    await seedRefused(site.db)
    for (const found of [40, 44, 42]) await seedRun(site.db, 'fennick', { found, pages: 3 })
    await seedRun(site.db, 'linkwell', { outcome: 'blocked', reason: 'a captcha was in the way', flaws: ['page 1 asked for a captcha'] })
    run = (await openRun(site.db, 'fennick'))?.id ?? 0
    preview = await seedPreview(site.db)
  },
  { enqueueCrawl: async () => undefined },
)

/** Signs in by the form and hands the page on. */
async function signedIn(work: (page: Page) => Promise<void>, options: VisitOptions = {}): Promise<void> {
  const signIn = async (page: Page): Promise<void> => {
    await page.locator('main button').click()
    await page.waitForURL(/\/admin$/)
    await work(page)
  }
  await here.visit(`/admin?token=${ADMIN_TOKEN}`, signIn, options)
}

const PAGES = () => [
  '/admin',
  '/admin/log',
  '/admin/runs',
  `/admin/runs/${run - 1}`,
  '/admin/sources',
  '/admin/takedowns',
  '/admin/same',
  '/admin/sources/new',
  preview,
]

describe('W17, W21: the crawl runs', () => {
  test('move by themselves, and whoever stands on a link stays on it', async () => {
    await signedIn(async page => {
      await page.goto(`${here.site.url}/admin/runs`)
      assert.equal(await page.locator('progress').getAttribute('max'), '42')
      await page.locator('.under-way a').focus()
      await here.site.db.updateTable('crawl_run').set({ found: 17, pages: 2 }).where('id', '=', run).execute()
      await page.locator('.under-way p', { hasText: '17 of about 42 adverts' }).waitFor()
      assert.equal(await page.locator('progress').getAttribute('value'), '17')
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), `/admin/runs/${run}`)
    })
  })

  test('are all there without a script', async () => {
    await signedIn(
      async page => {
        await page.getByRole('link', { name: 'Runs' }).click()
        assert.equal(await page.locator('.under-way li').count(), 1)
        assert.equal(await page.locator('tbody tr').count(), 4)
        await page.locator('tbody a').first().click()
        assert.equal(await page.locator('.flaws li').innerText(), 'page 1 asked for a captcha')
        await page.locator('.round').getByRole('link', { name: 'Sources' }).click()
        await page.getByRole('button', { name: /^Read now.*Fennick Jobs$/ }).click()
        await page.getByText('being read at this moment').waitFor()
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.getByLabel('Admin token').waitFor()
      },
      { javaScriptEnabled: false },
    )
  })
})

test('W17: every page is judged wide and narrow, light and dark, and so is the door that names the page one wanted', async () => {
  await signedIn(
    async page => {
      for (const path of PAGES()) {
        await page.goto(here.site.url + path)
        await assertAccessibleAnyway(page, path)
        await assertValidNow(page, path)
      }
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.goto(`${here.site.url}/admin/takedowns`)
      await assertAccessibleAnyway(page, 'the door')
      await page.getByLabel('Admin token').fill('wrong')
      await page.keyboard.press('Enter')
      await page.locator('#problem').waitFor()
      await assertAccessibleAnyway(page, 'the door after a wrong try')
    },
    { expected: '403 (Forbidden)' },
  )
})

test('without a script and by keys alone one signs in, lands on the page one wanted, and takes something down', async () => {
  await here.visit(
    '/admin/takedowns',
    async page => {
      await tabTo(page, '#token')
      await page.keyboard.type(ADMIN_TOKEN)
      await page.keyboard.press('Enter')
      await page.locator('h1', { hasText: 'Takedowns' }).waitFor()
      await tabTo(page, '#url')
      await page.keyboard.type('https://harrow-board.example/never-here')
      await tabTo(page, '#because')
      await page.keyboard.type('asked by post')
      await page.keyboard.press('Enter')
      await page.getByText('Taken down: 0 adverts').waitFor()
      await tabTo(page, 'tbody button')
      await page.keyboard.press('Enter')
      await page.getByText('It may be shown again').waitFor()
    },
    { javaScriptEnabled: false },
  )
})
