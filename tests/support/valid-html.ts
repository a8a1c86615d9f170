// html-validate on a page.
import assert from 'node:assert/strict'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Checkboxes of one filter share its name; the form sends it once a tick.
    'form-dup-name': ['error', { shared: ['checkbox', 'radio', 'submit', 'button', 'reset'] }],
    // A table that is read downwards on a phone is none any more to some browsers, unless it says so.
    'no-redundant-role': 'off',
    'require-sri': ['error', { target: 'crossorigin' }],
  },
})

/** Fails with what is to mend and the lines it stands on. */
export async function assertValid(html: string, name = ''): Promise<void> {
  const { results } = await validator.validateString(html)
  const lines = html.split('\n')
  const messages = results.flatMap(result =>
    result.messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}\n  ${lines[line - 1]}`),
  )
  assert.deepEqual(messages, [], name)
}

/** The same of what the script has made of a page by now, spelt as we spell it: a browser writes `open=""`. */
export async function assertValidNow(page: Page, name: string): Promise<void> {
  const html = await page.evaluate(() => document.documentElement.outerHTML)
  const spelt = html.replaceAll(/ (defer|selected|popover|open|hidden|checked|required)=""/g, ' $1')
  await assertValid(`<!DOCTYPE html>\n${spelt}`, name)
}
