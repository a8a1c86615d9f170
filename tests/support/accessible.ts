// axe on a page in the browser.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(options: object): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }>
}

/** Fails with what axe finds to mend. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
  await assertNothingFound(page, name, {})
}

/** The same of what hangs on colours alone. */
export async function assertReadable(page: Page, name: string): Promise<void> {
  await assertNothingFound(page, name, { runOnly: ['color-contrast', 'link-in-text-block'] })
}

const WIDTHS = { wide: 1280, narrow: 360 }

/**
 * Wide and narrow, light and dark, and nothing goes sideways. What a page is made of hangs on its width, never on its colours: each width is
 * judged whole once, and in the other scheme by its colours.
 */
export async function assertAccessibleAnyway(page: Page, name: string): Promise<void> {
  for (const [form, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: 'light' })
    await assertAccessible(page, `${name}, ${form}, light`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await assertReadable(page, `${name}, ${form}, dark`)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name}, ${form}`)
  }
}

/** The page's own policy forbids foreign scripts, so axe is evaluated, once a page, and not added as an element. */
async function assertNothingFound(page: Page, name: string, options: object): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  const violations = await page.evaluate(
    async asked => {
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(asked)
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
      )
    },
    { resultTypes: ['violations'], ...options },
  )
  assert.deepEqual(violations, [], name)
}
