// The pages behind the door as people use them: a real Chromium, with and without JavaScript.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openRun } from '../../db/crawl-runs.ts'
import { assertAccessible } from '../support/accessible.ts'
import { seedPreview, seedRun } from '../support/admin.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { launchBrowser } from '../support/browser.ts'
import { ROLES } from '../support/roles.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let browser: Browser
let run: number
let preview: string

before(async () => {
  site = await testSite({ enqueueCrawl: async () => undefined })
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
  for (const found of [40, 44, 42]) await seedRun(site.db, 'fennick', { found, pages: 3 })
  await seedRun(site.db, 'linkwell', { outcome: 'blocked', reason: 'a captcha was in the way', flaws: ['page 1 asked for a captcha'] })
  run = (await openRun(site.db, 'fennick'))?.id ?? 0
  preview = await seedPreview(site.db)
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

/** Signs in by the form and hands the page on; fails when the browser complained about anything. */
async function signedIn(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.setDefaultTimeout(10_000)
  try {
    await page.goto(`${site.url}/admin?token=${ADMIN_TOKEN}`)
    await page.locator('main button').click()
    await page.waitForURL(/\/admin$/)
    await work(page)
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
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
      await page.goto(`${site.url}/admin/runs`)
      assert.equal(await page.locator('progress').getAttribute('max'), '42')
      await page.locator('.under-way a').focus()
      await site.db.updateTable('crawl_run').set({ found: 17, pages: 2 }).where('id', '=', run).execute()
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

describe('narrow, large and dark', () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 320],
  ] as const)
    test(`axe finds nothing to mend and nothing goes sideways in ${colorScheme} at ${width} px`, async () => {
      await signedIn(
        async page => {
          for (const path of PAGES()) {
            await page.goto(site.url + path)
            await assertAccessible(page, path)
            const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
            assert.ok((inner ?? 0) <= (outer ?? 0), `${path}: ${inner} in ${outer}`)
          }
        },
        { colorScheme, viewport: { width, height: 800 } },
      )
    })
})
