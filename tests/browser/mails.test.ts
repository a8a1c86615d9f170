// Every kind of mail as it is seen: sound HTML, readable by everybody, in light and dark, on a phone and wide.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import type { KeptMail } from '../../db/mailbox.ts'
import { launchBrowser } from '../support/browser.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { everyMail } from '../support/every-mail.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let database: TestDatabase
let browser: Browser
let mails: [kind: string, mail: KeptMail][]

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  mails = Object.entries(await everyMail(mailWorld(database)))
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await database?.close()
})

test('M11: every mail is sound HTML', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    // Mail programs need what pages must not have: attributes and styles of the last century.
    rules: {
      'no-inline-style': 'off',
      'no-deprecated-attr': 'off',
      'no-trailing-whitespace': 'off',
      'doctype-style': 'off',
      // The older of two equal roles is the one that screen readers of mail programs know.
      'presentation-role-style': 'off',
      'prefer-tbody': 'off',
    },
  })
  assert.equal(mails.length, 5)
  for (const [kind, { html }] of mails) {
    const { results } = await validator.validateString(html)
    assert.deepEqual(
      results.flatMap(result => result.messages.map(message => `${kind}: ${message.ruleId} ${message.message} (${message.line})`)),
      [],
    )
  }
})

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[]; passes: { id: string; nodes: object[] }[] }>
}

/** What axe would mend, and how many pieces of text it found with enough contrast. */
async function judged(page: Page): Promise<{ mends: string[]; legible: number }> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    // A mail is no page of a site: it has no landmarks.
    const rules = { region: { enabled: false }, 'landmark-one-main': { enabled: false } }
    const { violations, passes } = await axe.run({ iframes: false, rules })
    return {
      mends: violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`),
      legible: passes.find(pass => pass.id === 'color-contrast')?.nodes.length ?? 0,
    }
  })
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`M11: every mail can be read by everybody, ${colorScheme}, at 640 and 360 pixels`, async () => {
    const page = await browser.newPage({ colorScheme })
    for (const [kind, { html }] of mails)
      for (const width of [640, 360]) {
        await page.setViewportSize({ width, height: 800 })
        await page.setContent(html)
        const { mends, legible } = await judged(page)
        assert.deepEqual(mends, [], `${kind}, ${width}`)
        assert.ok(legible > 3, `the contrast of ${kind} was looked at`)
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${kind} scrolls sideways at ${width}`)
      }
    await page.close()
  })
