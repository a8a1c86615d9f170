import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { seedPreview, seedRun } from '../support/admin.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { PAGES } from '../support/pages.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

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

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
  for (const found of [40, 44]) await seedRun(site.db, 'fennick', { found, pages: 3 })
  await seedRun(site.db, 'linkwell', { outcome: 'partial', reason: 'page 2 was missing', flaws: ['one flaw'] })
})
after(() => site.close())

async function assertValid(html: string): Promise<void> {
  const { results } = await validator.validateString(html)
  const lines = html.split('\n')
  const messages = results.flatMap(result =>
    result.messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}\n  ${lines[line - 1]}`),
  )
  assert.deepEqual(messages, [])
}

describe('valid HTML', () => {
  for (const [name, path] of Object.entries(PAGES))
    test(name, async () => {
      await assertValid(await (await site.get(path)).text())
    })

  test('the pages with an admin’s buttons', async () => {
    const cookie = ((await site.post('/admin', { token: ADMIN_TOKEN })).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    for (const path of [
      '/admin',
      '/admin/log',
      '/admin/runs',
      '/admin/sources',
      '/admin/takedowns',
      '/admin/same',
      '/admin/sources/new',
      await seedPreview(site.db),
      '/refused',
    ])
      await assertValid(await (await site.get(path, { cookie })).text())
    await assertValid(await (await site.post('/admin', { token: 'wrong' })).text())
  })

  test('the answers to a pasted advert', async () => {
    const text = 'Six month contract, outside IR35, £500 per day.\n- PRINCE2\n- Jira'
    for (const fields of [
      { title: 'Project Manager', text },
      { title: 'Pastry Chef', text: 'Permanent.' },
      { title: '', text },
    ])
      await assertValid(await (await site.post('/how', fields)).text())
  })

  test('a board nothing has been read for', async () => {
    const fresh = await testSite()
    try {
      for (const path of ['/', '/sources', '/refused', '/how']) await assertValid(await (await fresh.get(path)).text())
    } finally {
      await fresh.close()
    }
  })
})
