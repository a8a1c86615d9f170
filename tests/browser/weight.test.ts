// What a page weighs, what it asks for, and that nothing on it moves once it stands.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { seedBoard } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'
import { PAGES } from '../support/pages.ts'
import { ROLES } from '../support/roles.ts'
import { rawGet } from '../support/web.ts'

const here = new Browsing(async site => {
  const older = ROLES.slice(0, 10).flatMap(role =>
    [1, 2, 3].map(n => ({
      ...role,
      slug: `${role.slug}-${n}`,
      title: `${role.title} (${role.slug.length * n} sites)`,
      hoursAgo: role.hoursAgo + n * 37,
    })),
  )
  await seedBoard(site.db, [...ROLES, ...older])
})

const ROLE = '/roles/senior-project-manager-payments-migration-1'

/** Each layout shift that no press of a key or button explains, with what moved. */
async function shifts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>(resolve => {
        interface Shift extends PerformanceEntry {
          value: number
          hadRecentInput: boolean
          sources: { node: Node | null }[]
        }
        const found: string[] = []
        new PerformanceObserver(list => {
          for (const shift of list.getEntries() as Shift[])
            if (!shift.hadRecentInput) found.push(`${shift.value}: ${shift.sources.map(({ node }) => node?.nodeName ?? '').join()}`)
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(found), 300)
      }),
  )
}

describe('weight', () => {
  for (const encoding of ['br', 'gzip'])
    test(`twenty-five roles are at most 15 kB of HTML, 8 kB of CSS and 4 kB of script, packed with ${encoding}`, async () => {
      const headers = { 'accept-encoding': encoding }
      const plain = await rawGet(here.site.port, '/')
      assert.equal(plain.body.split('<li class="row">').length - 1, 25)
      const [style = '', script = ''] = ['css', 'js'].map(kind => new RegExp(`/assets/[\\w.]{1,60}\\.${kind}`).exec(plain.body)?.[0])
      for (const [path, most] of [
        ['/', 15_000],
        [ROLE, 15_000],
        [style, 8_000],
        [script, 4_000],
      ] as const) {
        const { size, headers: got } = await rawGet(here.site.port, path, { headers })
        assert.equal(got['content-encoding'], encoding)
        assert.ok(size <= most, `${path}: ${size} bytes`)
      }
    })
})

describe('calm', () => {
  for (const width of [360, 1280])
    test(`nothing moves after it was painted, ${width} px wide`, async () => {
      const context = await here.browser.newContext({ viewport: { width, height: 800 } })
      const page = await context.newPage()
      for (const path of ['/', '/?q=manager&rate=400&foo=1', ROLE, '/compare?role=pmo-analyst-2&role=change-manager-4', '/sources']) {
        await page.goto(here.site.url + path)
        await page.mouse.wheel(0, 2_000)
        assert.deepEqual(await shifts(page), [], path)
      }
      await context.close()
    })

  test('what somebody hid, saved and has seen moves nothing when the page comes again', async () => {
    const page = await here.browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${here.site.url}/`)
    for (const key of ['j', 's', 'j', 'h', 'j', 'h']) await page.keyboard.press(key)
    await page.goto(`${here.site.url}/?sort=newest`)
    await page.waitForTimeout(600)
    assert.deepEqual(await shifts(page), [])
    await page.close()
  })

  test('no page asks anybody else for anything', async () => {
    const page = await here.browser.newPage()
    const foreign: string[] = []
    const { host } = new URL(here.site.url)
    page.on('request', request => void (new URL(request.url()).host !== host && foreign.push(request.url())))
    for (const path of Object.values(PAGES)) await page.goto(here.site.url + path)
    assert.deepEqual(foreign, [])
    await page.close()
  })
})

describe('words to choose from', () => {
  test('while somebody types the list of the field is filled anew, on pages without one too', async () => {
    const page = await here.browser.newPage()
    for (const path of ['/', '/sources']) {
      await page.goto(here.site.url + path)
      await page.locator('#place').pressSequentially('otl')
      await offered(page, 'Otley')
      assert.equal(await page.locator('#place').getAttribute('list'), 'words-place')
    }
    await page.close()
  })

  test('an answer that comes late does not take the place of a newer one', async () => {
    const page = await here.browser.newPage()
    const [isAsked, mayGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await page.route(/\/words\.json\?.*begun=o$/, async route => {
      isAsked.resolve()
      await mayGo.promise
      await route.continue()
    })
    await page.goto(`${here.site.url}/sources`)
    await page.locator('#place').pressSequentially('o')
    await isAsked.promise
    await page.locator('#place').pressSequentially('tley')
    await offered(page, 'Otley')
    const late = page.waitForResponse(/begun=o$/)
    mayGo.resolve()
    await (await late).finished()
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 50)))
    await offered(page, 'Otley')
    await page.close()
  })
})

/** Waits until these words, and no others, stand in the list of places. */
async function offered(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    wanted => Array.from((document.getElementById('place') as HTMLInputElement).list?.options ?? [], one => one.value).join() === wanted,
    words,
  )
}
