import { after, before, describe, test } from 'node:test'
import { errorView } from '../../views/error.ts'
import { render } from '../../views/render.ts'
import { seedPreview, seedRun } from '../support/admin.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { GONE, ROLES } from '../support/roles.ts'
import { PAGES } from '../support/pages.ts'
import { assertValid } from '../support/valid-html.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [...ROLES, GONE])
  await seedRefused(site.db)
  for (const found of [40, 44]) await seedRun(site.db, 'fennick', { found, pages: 3 })
  await seedRun(site.db, 'linkwell', { outcome: 'partial', reason: 'page 2 was missing', flaws: ['one flaw'] })
})
after(() => site.close())

describe('valid HTML', () => {
  for (const [name, path] of Object.entries(PAGES))
    test(name, async () => {
      await assertValid(await (await site.get(path)).text())
    })

  test('what stands where a page should be, whatever went wrong', async () => {
    const around = { publicUrl: site.url, samples: true, now: new Date() }
    const onward = { href: '/alerts/mine', words: 'Have a new link sent' }
    for (const status of [400, 403, 404, 405, 410, 413, 415, 429, 500, 503])
      await assertValid(
        render('error', errorView(around, status, ['One sentence.', 'Another.'], { onward, requestId: 'a1' })),
        String(status),
      )
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
