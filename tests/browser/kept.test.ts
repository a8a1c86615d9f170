// Hide, seen and saved: what the browser keeps and nobody is told of.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from '../support/accessible.ts'
import { seedBoard } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'
import { ROLES } from '../support/roles.ts'

const here = new Browsing(site => seedBoard(site.db, ROLES))
const { visit } = here

describe('what is kept in the browser', () => {
  test('s saves, h hides, what was opened is marked; none of it is sent', async () => {
    await visit('/', async page => {
      const asked: string[] = []
      page.on('request', request => void (request.url().includes('/assets/') || asked.push(request.url())))
      const titles = await page.locator('.row h2').allInnerTexts()
      const tall = await page.locator('.row').first().boundingBox()
      for (const key of ['j', 's', 'j', 'h']) await page.keyboard.press(key)
      assert.deepEqual(await page.locator('.row').first().boundingBox(), tall, 'a word more makes no row taller')
      assert.equal(await page.locator('.row:visible').count(), 9)
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), titles[2])
      assert.equal(await page.locator('#said').textContent(), `hidden: ${titles[1]}`)
      await page.getByRole('button', { name: 'show 1 you hid' }).click()
      assert.equal(await page.locator('.row:visible').count(), 10)
      await page.getByRole('button', { name: `unhide: ${titles[1]}`, exact: true }).click()
      assert.equal(await page.locator('#kept').isVisible(), false)
      assert.deepEqual(asked, [])
      await page.locator('.row h2 a').first().click()
      await page.waitForURL(/\/roles\//)
      await page.goBack()
      await page.locator('.row.seen').first().waitFor()
      assert.equal(await page.locator('.row.seen').count(), 1)
      assert.equal(await page.getByRole('button', { name: `saved: ${titles[0]}`, exact: true }).count(), 1)
    })
  })

  test('the page of a role saves it by its button and by s, hides nothing, and shows nothing of that without a script', async () => {
    const path = '/roles/pmo-analyst-2'
    await visit(path, async page => {
      await page.getByRole('button', { name: 'save: PMO Analyst' }).click()
      assert.equal(await page.locator('#said').textContent(), 'saved: PMO Analyst')
      await page.keyboard.press('h')
      await page.reload()
      assert.ok(await page.locator('.headline').isVisible())
      await page.locator('h1').click()
      await page.keyboard.press('s')
      await page.getByRole('button', { name: 'save: PMO Analyst' }).waitFor()
      await page.keyboard.press('s')
      await page.goto(`${here.site.url}/saved`)
      assert.deepEqual(await page.locator('#saved li > a').allInnerTexts(), ['≈ £440 · PMO Analyst'])
    })
    await visit(path, async page => assert.equal(await page.locator('.own').isVisible(), false), {
      javaScriptEnabled: false,
    })
  })

  test('saved roles have a page, and are compared from there', async () => {
    await visit('/', async page => {
      for (const key of ['j', 's', 'j', 's', 'j', 's']) await page.keyboard.press(key)
      await page.goto(`${here.site.url}/saved`)
      assert.equal(await page.locator('#saved li').count(), 3)
      await assertAccessible(page, 'saved roles')
      assert.match((await page.locator('#dates').getAttribute('href')) ?? '', /\/saved\.ics\?role=[a-z0-9-]+,[a-z0-9-]+,[a-z0-9-]+$/)
      await page.locator('#saved button').first().click()
      assert.match((await page.locator('#dates').getAttribute('href')) ?? '', /\/saved\.ics\?role=[a-z0-9-]+,[a-z0-9-]+$/)
      for (const box of await page.locator('#saved input').all()) await box.check()
      await page.getByRole('button', { name: 'Compare those ticked' }).click()
      await page.waitForURL(/\/compare\?role=.+&role=/)
      assert.equal(await page.locator('.compare thead th').count(), 2)
      await page.getByRole('link', { name: 'leave out' }).first().click()
      assert.equal(await page.locator('.compare thead th').count(), 1)
    })
  })

  test('a saved role says what its row said, and one that is removed by a key leaves the focus on the next', async () => {
    await visit('/', async page => {
      for (const key of ['j', 's', 'j', 's']) await page.keyboard.press(key)
      await page.goto(`${here.site.url}/saved`)
      const [second, first] = await page.locator('#saved li').all()
      assert.match((await first?.innerText()) ?? '', /Harrow Lane.+London, 2 days on site.+outside IR35.+6 months.+ASAP/s)
      await second?.getByRole('button').focus()
      await page.keyboard.press('Enter')
      assert.equal(await page.locator('#saved li').count(), 1)
      assert.match(
        await page.evaluate(() => document.activeElement?.ariaLabel ?? ''),
        /^remove: £.+ · Senior Project Manager, payments migration$/,
      )
      assert.match((await page.locator('#said').textContent()) ?? '', /^no longer saved: .+ · \w/)
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
      assert.ok(await page.getByText('Nothing is saved yet').isVisible())
    })
  })

  test('of saved roles four can be ticked; the fifth box says why not, until there is room', async () => {
    await visit('/', async page => {
      for (let n = 0; n < 6; n += 1) for (const key of ['j', 's']) await page.keyboard.press(key)
      await page.goto(`${here.site.url}/saved`)
      const boxes = page.getByRole('checkbox')
      const why = page.locator('#saved li', { has: page.locator('p:visible') })
      for (const n of [0, 1, 2, 3]) await boxes.nth(n).check()
      assert.equal(await why.count(), 0)
      await boxes.nth(4).click()
      assert.deepEqual([await boxes.nth(4).isChecked(), await why.getByRole('checkbox').count(), await why.isVisible()], [false, 1, true])
      assert.equal(await page.locator('#said').textContent(), 'Four at most fit side by side: untick another one first.')
      await assertAccessible(page, 'a fifth role ticked')
      await boxes.nth(5).click()
      assert.equal(
        await page
          .locator('#saved li')
          .nth(5)
          .innerText()
          .then(text => text.includes('Four at most')),
        true,
      )
      await boxes.nth(0).uncheck()
      assert.equal(await why.isVisible(), false)
      await boxes.nth(5).check()
      assert.equal(await page.locator('#saved :checked').count(), 4)
    })
  })

  test('a browser that keeps nothing shows everything', async () => {
    await visit('/', async page => {
      await page.evaluate(() => localStorage.setItem('hidden', 'not JSON'))
      await page.reload()
      assert.equal(await page.locator('.row:visible').count(), 10)
    })
  })

  test('what is kept and is not ours breaks nothing, and what is ours beside it is there', async () => {
    await visit('/', async page => {
      const saved = { '/roles/old': 'Old', '/roles/odd': 5, 'javascript:alert(1)': 'Click', 'https://elsewhere.example/roles/x': 'Away' }
      for (const [hidden, all] of [
        ['"a text"', '[["/roles/old"]]'],
        ['7', 'true'],
        ['["/roles/old"]', JSON.stringify(saved)],
      ] as const) {
        await page.evaluate(
          kept => {
            for (const [name, words] of Object.entries(kept)) localStorage.setItem(name, words)
          },
          { hidden, seen: hidden, saved: all },
        )
        await page.goto(here.site.url)
        assert.equal(await page.locator('.row:visible').count(), 10)
        assert.equal(await page.getByRole('button', { name: /^save: / }).count(), 10)
        await page.goto(`${here.site.url}/saved`)
        assert.equal(await page.locator('.no-saved').isVisible(), !all.includes('Old'))
      }
      assert.deepEqual(await page.locator('#saved li > a').allInnerTexts(), ['Old'])
    })
  })
})
