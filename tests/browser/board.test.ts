// The board as people use it: a real Chromium, with and without JavaScript.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { Browsing } from '../support/browsing.ts'
import { PAGES } from '../support/pages.ts'

const here = new Browsing(async site => {
  const older = ROLES.slice(0, 10).flatMap(role =>
    [1, 2, 3].map(n => ({ ...role, slug: `${role.slug}-again-${n}`, title: `${role.title} (${n})`, hoursAgo: role.hoursAgo + n * 100 })),
  )
  await seedBoard(site.db, [...ROLES, ...older])
  await seedRefused(site.db)
})
const { visit } = here

const heading = (page: Page): Promise<string> => page.locator('h1').innerText()
const query = (page: Page): string => new URL(page.url()).search

async function headingBecomes(page: Page, words: string): Promise<void> {
  await page.locator('h1', { hasText: new RegExp(`^${words}$`) }).waitFor()
}

describe('with JavaScript', () => {
  test('typing finds roles in place, and the address follows', async () => {
    await visit('/', async page => {
      assert.equal(await heading(page), '40 roles')
      await page.evaluate(() => Object.assign(window, { same: true }))
      await page.locator('#q').pressSequentially('payments')
      await headingBecomes(page, '4 roles')
      assert.equal(query(page), '?q=payments')
      assert.equal(await page.evaluate(() => 'same' in window), true)
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'q')
      assert.equal(await page.locator('#said').innerText(), '4 roles')
      assert.match(await page.title(), /^4 roles: “payments”/)
    })
  })

  test('a search that is one too many leaves the page as it is, says so, and is asked again by itself', async () => {
    await visit(
      '/?q=payments',
      async page => {
        await page.evaluate(() => Object.assign(window, { same: true }))
        const mayGo = Promise.withResolvers<void>()
        let asked = 0
        await page.route(/q=manager/, async route => {
          if (asked++ === 0) return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, body: 'no' })
          await mayGo.promise
          return route.continue()
        })
        await page.locator('#q').fill('manager')
        await headingBecomes(page, 'Too much at once: trying again in 1 s')
        assert.equal(await page.locator('#said').innerText(), 'Too much at once: trying again in 1 s')
        assert.equal(await page.locator('.row').count(), 4)
        assert.equal(query(page), '?q=payments')
        mayGo.resolve()
        await headingBecomes(page, '(?!40 )\\d+ roles')
        assert.equal(query(page), '?q=manager')
        assert.equal(await page.locator('#q').inputValue(), 'manager')
        assert.equal(await page.evaluate(() => 'same' in window), true)
      },
      { expected: '429' },
    )
  })

  test('a search that is refused again and again ends on the page that says so, and waits for nothing once another is typed', async () => {
    await visit(
      '/?q=payments',
      async page => {
        let asked = 0
        const headers = (): Record<string, string> => (asked === 1 ? { 'retry-after': '9999999' } : {})
        await page.route(/q=manager/, route => route.fulfill({ status: 503, body: `refused ${++asked} times`, headers: headers() }))
        // Seconds pass in an instant, a minute never does.
        const timers = await page.evaluateHandle(() => {
          const [begin, end, waiting] = [window.setTimeout, window.clearTimeout, new Set<number>()]
          const sooner = (work: () => void, ms: number): number => {
            const id = begin(work, ms >= 60_000 ? 600_000 : ms / 10)
            return ms >= 1_000 ? (waiting.add(id), id) : id
          }
          Object.assign(window, { setTimeout: sooner, clearTimeout: (id: number) => (end(id), waiting.delete(id)) })
          return waiting
        })
        await page.locator('#q').fill('manager')
        await headingBecomes(page, 'Too much at once: trying again in 60 s')
        const waiting = (): Promise<number> => timers.evaluate(({ size }) => size)
        assert.equal(await waiting(), 1)
        await page.locator('#q').fill('payments')
        await headingBecomes(page, '4 roles')
        assert.deepEqual([await waiting(), asked], [0, 1])
        await page.locator('#q').fill('manager')
        await page.getByText('refused 8 times').waitFor()
        assert.equal(query(page), '?q=manager')
      },
      { expected: '503' },
    )
  })

  test('what was typed is one step back, whether Enter ends it or not', async () => {
    await visit('/', async page => {
      const type = async (words: string, found: string): Promise<void> => {
        await page.locator('#q').pressSequentially(words, { delay: 30 })
        await headingBecomes(page, found)
      }
      await type('pay', '4 roles')
      await type('ments', '4 roles')
      await page.waitForURL(/q=payments$/)
      await page.keyboard.press('Enter')
      await page.evaluate(() => new Promise(done => setTimeout(done, 300)))
      await type(' leads', 'No roles')
      await page.goBack()
      await headingBecomes(page, '4 roles')
      assert.equal(await page.locator('#q').inputValue(), 'payments')
      await page.goBack()
      await headingBecomes(page, '40 roles')
      assert.equal(await page.locator('#q').inputValue(), '')
    })
  })

  test('filters, rate and place act at once; back and forward restore everything', async () => {
    await visit('/', async page => {
      await page.getByLabel('outside IR35').check()
      await headingBecomes(page, '12 roles')
      await page.locator('#rate').selectOption('650')
      await headingBecomes(page, '8 roles')
      assert.equal(query(page), '?rate=650&engagement=outside')
      assert.equal(await page.locator('.apply').innerText(), 'Show 8 roles')
      await page.goBack()
      await headingBecomes(page, '12 roles')
      assert.equal(await page.locator('#rate').inputValue(), '')
      await page.goBack()
      await headingBecomes(page, '40 roles')
      assert.equal(await page.getByLabel('outside IR35').isChecked(), false)
      await page.goForward()
      await headingBecomes(page, '12 roles')
      assert.equal(await page.getByLabel('outside IR35').isChecked(), true)
    })
  })

  test('a chosen filter is dropped by its word, and the form agrees', async () => {
    await visit('/?q=manager&engagement=outside,inside', async page => {
      await page.locator('.chosen a', { hasText: 'inside IR35' }).click()
      await page.waitForURL(/engagement=outside$/)
      await page.locator('.chosen a', { hasText: 'inside IR35' }).waitFor({ state: 'detached' })
      assert.equal(await page.getByLabel('inside IR35').isChecked(), false)
      assert.equal(await page.getByLabel('outside IR35').isChecked(), true)
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
    })
  })

  test('the order survives a new search', async () => {
    await visit('/', async page => {
      await page.locator('.sorts a', { hasText: 'rate' }).click()
      await page.waitForURL(/sort=rate$/)
      await page.getByLabel('hybrid').check()
      await page.waitForURL(/\?remote=hybrid&sort=rate$/)
    })
  })

  test('/ j and k move, Enter opens', async () => {
    await visit('/', async page => {
      await page.keyboard.press('/')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'q')
      await page.keyboard.press('Escape')
      await page.locator('h1').click()
      const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
      const titles = await page.locator('.row h2').allInnerTexts()
      await page.keyboard.press('j')
      assert.equal(await focused(), titles[0])
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('k')
      assert.equal(await focused(), titles[1])
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/roles\//)
    })
  })

  test('an empty result says what to drop, and dropping it shows roles', async () => {
    await visit('/?engagement=outside&discipline=change', async page => {
      assert.equal(await page.locator('.empty h2').innerText(), 'Nothing fits all of that today')
      await page.getByRole('link', { name: 'without Change', exact: true }).click()
      await headingBecomes(page, '12 roles')
      assert.equal(await page.getByLabel('Change', { exact: true }).isChecked(), false)
    })
  })
})

describe('filters with counts', () => {
  test('a choice changes every figure, keeps the focus and what is folded open, and is announced', async () => {
    await visit('/', async page => {
      const counts = (): Promise<string[]> => page.locator('.group .count').allInnerTexts()
      const before = await counts()
      await page.locator('#f-sector summary').click()
      await page.getByLabel('outside IR35').focus()
      await page.keyboard.press('Space')
      await headingBecomes(page, '12 roles')
      assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).value), 'outside')
      assert.equal(await page.locator('#said').innerText(), '12 roles')
      assert.notDeepEqual(await counts(), before)
      assert.equal(await page.locator('#f-sector').getAttribute('open'), '')
      await page.locator('.choice a', { hasText: '6–12 months' }).click()
      await page.waitForURL(/\?engagement=outside&term_min=6&term_max=12$/)
      assert.equal(await page.locator('[name=term_max]').inputValue(), '12')
      await page.locator('#f-without summary').click()
      await page.locator('[name=not_agency]').first().fill('Harrow Lane')
      await page.keyboard.press('Enter')
      await page.waitForURL(/not_agency=Harrow\+Lane$/)
      assert.ok(await page.locator('.chosen', { hasText: 'not from Harrow Lane' }).isVisible())
    })
  })
})

describe('without JavaScript', () => {
  const plain = { javaScriptEnabled: false }

  test('search, filter, order, pages and a shared address all work', async () => {
    await visit(
      '/',
      async page => {
        await page.locator('#q').fill('manager')
        await page.getByLabel('outside IR35').check()
        await page.locator('#rate').selectOption('500')
        await page.getByRole('button', { name: 'Search' }).click()
        await page.waitForURL(/\?q=manager&rate=500&engagement=outside$/)
        assert.equal(await page.locator('#q').inputValue(), 'manager')
        const found = await heading(page)
        await page.locator('.sorts a', { hasText: 'rate' }).click()
        await page.waitForURL(/sort=rate$/)
        assert.equal(await heading(page), found)
        await page.getByRole('link', { name: 'clear all' }).click()
        assert.equal(await heading(page), '40 roles')
        await page.getByRole('link', { name: 'next' }).click()
        await page.waitForURL(/\?page=2$/)
        assert.equal(await page.locator('.row').count(), 15)
      },
      plain,
    )
  })

  test('every kind of filter works by the form alone, and nothing is offered that needs a script', async () => {
    await visit(
      '/',
      async page => {
        assert.equal(await page.locator('.own button').first().isVisible(), false)
        await page.locator('[name=onsite]').selectOption('2')
        await page.getByLabel('or days not stated').check()
        await page.locator('[name=clearance]').selectOption('none')
        await page.locator('#f-methods summary').click()
        await page.getByLabel('AgilePM').check()
        await page.getByRole('button', { name: /^Show / }).click()
        await page.waitForURL(/\?onsite=2&clearance=none&methods=agilepm&unstated=onsite$/)
        assert.equal(await heading(page), '4 roles')
      },
      plain,
    )
  })

  test('the filter sheet of a phone opens, closes and applies', async () => {
    await visit(
      '/',
      async page => {
        assert.equal(await page.locator('#filters').isVisible(), false)
        await page.getByRole('button', { name: 'Filters' }).click()
        await page.getByLabel('umbrella').check()
        await page.getByRole('button', { name: 'Close' }).click()
        assert.equal(await page.locator('#filters').isVisible(), false)
        await page.getByRole('button', { name: 'Filters' }).click()
        await page.getByRole('button', { name: /^Show / }).click()
        await page.waitForURL(/\?engagement=umbrella$/)
        assert.equal(await heading(page), '4 roles')
      },
      { ...plain, viewport: { width: 360, height: 740 } },
    )
  })
})

describe('by keyboard alone', () => {
  test('the first Tab skips to the roles; every stop on the way shows where it is', async () => {
    await visit('/', async page => {
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the roles')
      assert.ok(((await page.locator('.skip').boundingBox())?.y ?? -1) >= 0)
      await page.keyboard.press('Enter')
      await page.waitForURL(/#main$/)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.closest('main')?.id), 'main')
      await page.goto(`${here.site.url}/`)
      for (let stop = 0; stop < 25; stop++) {
        await page.keyboard.press('Tab')
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
        assert.notEqual(outline, 'none', await page.evaluate(() => document.activeElement?.outerHTML ?? ''))
      }
    })
  })
})

describe('narrow, large and dark', () => {
  test('no page scrolls sideways at 320, 360 or 1280 px', async () => {
    await everyPage({}, async (page, name) => {
      for (const width of [320, 360, 1280]) {
        await page.setViewportSize({ width, height: 700 })
        const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
        assert.ok((inner ?? 0) <= (outer ?? 0), `${name} at ${width} px: ${inner} in ${outer}`)
      }
    })
  })

  test('nothing to press is smaller than 24 px', async () => {
    for (const width of [360, 1280])
      await visit(
        '/?q=manager',
        async page => {
          const small = await page.evaluate(() =>
            [...document.querySelectorAll('a, button, select, label:has(input[type=checkbox])')].flatMap(element => {
              const { width, height } = element.getBoundingClientRect()
              const shown = getComputedStyle(element).position !== 'absolute' && element.checkVisibility()
              return shown && (width < 24 || height < 24) && !element.closest('.row, .foot')
                ? [`${element.outerHTML.slice(0, 80)} ${width}×${height}`]
                : []
            }),
          )
          assert.deepEqual(small, [])
        },
        { viewport: { width, height: 700 } },
      )
  })

  test('with forced colours and less motion the page still stands', async () => {
    await visit('/', async page => assert.equal(await page.locator('.row').count(), 25), {
      forcedColors: 'active',
      reducedMotion: 'reduce',
    })
  })
})

/** Goes through all pages in one tab. Some are errors on purpose, which the browser logs, so complaints do not count here. */
async function everyPage(options: BrowserContextOptions, work: (page: Page, name: string) => Promise<void>): Promise<void> {
  const context = await here.browser.newContext(options)
  try {
    const page = await context.newPage()
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(here.site.url + path)
      await work(page, name)
    }
  } finally {
    await context.close()
  }
}
