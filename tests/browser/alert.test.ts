// An alert as a person meets it: from the board to the mailbox, to the confirmation, to the digest, to the end of it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { listMails } from '../../db/mailbox.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let world: MailWorld
const here = new Browsing(
  async site => {
    world = mailWorld(site, { publicUrl: site.url.replace('127.0.0.1', 'localhost') })
    await seedBoard(site.db, ROLES)
    // The board is old news: an alert is owed the last seven days and nothing else.
    await sql`truncate match_due`.execute(site.db)
  },
  { wakeMail: async () => void (await sendConfirmations(world)) },
)

/** By the name that mails call the site; a page that answers 400 on purpose is no complaint. */
async function visit(path: string, javaScriptEnabled: boolean, work: (page: Page) => Promise<void>): Promise<void> {
  const told = { origin: world.publicUrl, expected: '400 (Bad Request)' }
  await here.visit(path, work, { ...told, viewport: { width: 1000, height: 900 }, javaScriptEnabled, timezoneId: 'Europe/Dublin' })
}

const heading = (page: Page): Promise<string> => page.locator('h1').innerText()

for (const [how, scripts] of [
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)
  test(`from the board to a digest and its end, ${how}`, async () => {
    const email = scripts ? 'ada@mail.dayrate.org' : 'ben@mail.dayrate.org'
    await visit('/?discipline=pmo,portfolio', scripts, async page => {
      await page.locator('.take a', { hasText: 'alert' }).click()
      assert.equal(await heading(page), 'New roles by e-mail')
      assert.match(await page.locator('.asked').innerText(), /Portfolio or PMO\s+3 roles fit it today/)
      assert.equal(await page.locator('#zone').inputValue(), scripts ? 'Europe/Dublin' : 'Europe/London')
      await page.locator('#email').fill(email)
      await page.locator('#hour').selectOption('0')
      await page.locator('form.stack button').click()
      assert.equal(await heading(page), 'Now look into your mailbox')
      if (!scripts) await sendConfirmations(world)
      await page.locator('main a').click()
      await page.locator('.mails a').first().click()
      assert.equal(await heading(page), 'Confirm your Dayrate alert: Portfolio or PMO')
      await page.frameLocator('iframe.mail').locator('a', { hasText: 'Yes, that was me' }).click()
      await page.waitForURL('**/alerts/confirm/*')
      assert.equal(await heading(page), 'Shall this alert begin?')
      await page.locator('main button').click()
      assert.equal(await heading(page), 'Your alert runs')
      assert.equal((await sendDueDigests(world)).sent, 1)
      assert.equal((await sendDueDigests(world)).sent, 0)
      await page.goto(`${world.publicUrl}/dev/mailbox`)
      await page.locator('.mails a').first().click()
      assert.match(await heading(page), /^2 new roles, up to ≈ £440 a day/)
      const mail = page.frameLocator('iframe.mail')
      assert.match(await mail.locator('body').innerText(), /≈ £440 a day\s+inside IR35\s+New PMO Analyst/)
      await page.locator('.mail-text a[href*="/u/"]').click()
      assert.equal(await heading(page), 'Stop this alert?')
      await page.locator('main button').click()
      assert.equal(await heading(page), 'This alert is stopped')
    })
    await saveAlert(here.site.db, { query: 'q=unrelated' })
    assert.equal((await sendDueDigests(world)).sent, 0)
  })

test('a mistake keeps what was typed and puts the reader at the summary', async () => {
  await visit('/alerts/new?q=pmo', true, async page => {
    await page.locator('form.stack').evaluate((form: HTMLFormElement) => (form.noValidate = true))
    await page.locator('#email').fill('ada@mail.dayrate.org, ben@mail.dayrate.org')
    await page.locator('#hour').selectOption('18')
    await page.locator('form.stack button').click()
    await page.locator('[role=alert]').waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert')
    assert.equal(await page.locator('#email').inputValue(), 'ada@mail.dayrate.org, ben@mail.dayrate.org')
    assert.equal(await page.locator('#hour').inputValue(), '18')
    await page.locator('[role=alert] a').click()
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'email')
  })
})

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** What axe would mend, one line a rule. */
async function mends(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const { violations } = await axe.run({ iframes: false, resultTypes: ['violations'] })
    return violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`)
  })
}

const fits = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

test('the pages of an alert and the mailbox can be used by everybody', async () => {
  const kept = await listMails(here.site.db, 50)
  const links = kept.flatMap(mail => readMailLinks(mail.text))
  const opened = ['/u/', '/alerts/confirm/'].map(part => new URL(links.find(link => link.includes(part)) ?? '').pathname)
  const id = await saveAlert(here.site.db, { email: 'cleo@mail.dayrate.org', query: 'discipline=pmo' })
  await sql`update saved_search set seeded_at = null where id = ${id}`.execute(here.site.db)
  await sendDueDigests(world)
  const [own] = await listMails(here.site.db, 1)
  const change = readMailLinks(own?.text ?? '').find(link => link.endsWith(id)) ?? ''
  const mine = ['', '/fewer', '/more'].map(part => `${new URL(change).pathname}${part}`)
  const page = await here.browser.newPage()
  for (const path of [
    ...mine,
    mine[0]?.slice(0, -37) ?? '',
    '/newsletter',
    '/alerts/new',
    '/alerts/new?q=pmo&rate=500',
    '/dev/mailbox',
    `/dev/mailbox/${kept[0]?.id}`,
    ...opened,
  ]) {
    await page.setViewportSize({ width: 1000, height: 800 })
    await page.goto(world.publicUrl + path)
    assert.deepEqual(await mends(page), [], path)
    await page.setViewportSize({ width: 320, height: 800 })
    assert.ok(await fits(page), `${path} scrolls sideways`)
  }
  await page.close()
})
