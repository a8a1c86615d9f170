// The door to the admin pages: who comes in by which token, where to, and what the log says of them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { wantedPage } from '../../api/session.ts'
import { addAdmin, listAdmins, listAdminLog, removeAdmin } from '../../db/admin.ts'
import { adminOf } from '../support/admin.ts'
import { seedBoard } from '../support/board.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

const MIRAS = 'a-token-of-mira-and-nobody-else-01'
let site: TestSite
before(async () => {
  site = await testSite()
  await seedBoard(site.db, [])
})
after(() => site.close())

describe('the page that was wanted', () => {
  test('is named at the door, and opens after signing in, also after a wrong try', async () => {
    const led = (await site.get('/admin/log?before=7')).headers.get('location') ?? ''
    const door = load(await (await site.get(led)).text())
    assert.match(door('.lead').text(), /^The page \/admin\/log is for people who run this installation/)
    const to = door('input[name=to]').attr('value') ?? ''
    const wrong = await site.post('/admin', { token: 'wrong', to })
    assert.equal(wrong.status, 403)
    assert.equal(load(await wrong.text())('input[name=to]').attr('value'), to)
    assert.equal((await site.post('/admin', { token: ADMIN_TOKEN, to })).headers.get('location'), '/admin/log?before=7')
  })

  test('is the overview for whoever came by themselves, and then no reason is given', async () => {
    const door = load(await (await site.get('/admin')).text())
    assert.equal(door('.lead').length + door('input[name=to]').length, 0)
    assert.equal((await site.post('/admin', { token: ADMIN_TOKEN })).headers.get('location'), '/admin')
  })

  test('is never a page of another site, or one that stands before the door', () => {
    assert.equal(wantedPage('/admin/runs?x=1#y'), '/admin/runs?x=1')
    for (const sent of [
      'https://evil.example/admin/runs',
      '//evil.example/admin/runs',
      '/\\evil.example/admin/',
      '\\\\evil.example/admin/',
      '/admin/..//evil.example',
      '/admin/%2e%2e//evil.example',
      '/admin/../\\evil.example',
      '\t//evil.example/admin/',
      'javascript:alert(1)//admin/',
      '/administrator',
      '/',
      '',
      `/admin/${'x'.repeat(500)}`,
    ])
      assert.equal(wantedPage(sent), '', sent)
  })

  test('a forged address at the door leads nowhere else', async () => {
    for (const to of ['https://evil.example/', '//evil.example/admin/', '/admin/..//evil.example']) {
      const door = load(await (await site.get(`/admin?to=${encodeURIComponent(to)}`)).text())
      assert.equal(door('input[name=to]').length, 0, to)
      assert.equal((await site.post('/admin', { token: ADMIN_TOKEN, to })).headers.get('location'), '/admin', to)
    }
  })
})

describe('somebody with a token of their own', () => {
  test('is known by name, on the pages and in the log; the token is kept as a hash', async () => {
    assert.equal(await addAdmin(site.db, 'Mira', MIRAS), true)
    assert.equal(await addAdmin(site.db, 'Mira', 'another'), false)
    const own = await adminOf(site, MIRAS)
    assert.match(load(await (await site.get('/admin', own)).text())('.lead').text(), /signed in as Mira/)
    await site.post('/admin/sources/fennick/pause', { because: 'asked' }, own)
    const { entries } = await listAdminLog(site.db, { limit: 2 })
    assert.deepEqual(
      entries.map(({ action, who }) => [action, who]),
      [
        ['paused a source', 'Mira'],
        ['signed in', 'Mira'],
      ],
    )
    const row = await site.db.selectFrom('admin').selectAll().executeTakeFirstOrThrow()
    assert.ok(!JSON.stringify([row.name, row.token_hash.toString('latin1')]).includes(MIRAS))
  })

  test('is out at once when they are removed, and others stay', async () => {
    const [hers, shared] = [await adminOf(site, MIRAS), await adminOf(site)]
    assert.match(load(await (await site.get('/admin', shared)).text())('.lead').text(), /by the token of the settings/)
    assert.equal(await removeAdmin(site.db, 'Mira'), true)
    assert.equal(await removeAdmin(site.db, 'Mira'), false)
    assert.deepEqual(await listAdmins(site.db), [])
    assert.equal((await site.get('/admin/log', hers)).status, 303)
    assert.equal((await site.post('/admin/sources/fennick/resume', {}, hers)).status, 403)
    assert.equal((await site.post('/admin', { token: MIRAS })).status, 403)
    assert.equal((await site.get('/admin/log', shared)).status, 200)
  })
})

describe('another token of the settings', () => {
  test('ends the sessions of the one before, also where the web server was only started anew; people with their own stay signed in', async () => {
    await addAdmin(site.db, 'Mira', MIRAS)
    const [shared, hers] = [await adminOf(site), await adminOf(site, MIRAS)]
    for (const [adminToken, status] of [
      [ADMIN_TOKEN, 200],
      ['another-token-for-tests-0123456789', 303],
      [undefined, 303],
    ] as const) {
      const restarted = await testSite({ db: site.db, adminToken })
      try {
        assert.equal((await restarted.get('/admin/log', shared)).status, status, String(adminToken))
        assert.equal((await restarted.get('/admin/log', hers)).status, 200, String(adminToken))
      } finally {
        await restarted.close()
      }
    }
    const without = shared.cookie.replace('=t.', '=')
    assert.notEqual(without, shared.cookie)
    assert.equal((await site.get('/admin/log', { cookie: without })).status, 303)
    assert.equal((await site.get('/admin/log', { cookie: hers.cookie.replace('=', '=t.') })).status, 303)
  })
})

// Last, for after it nobody may try for a quarter of an hour.
describe('a wrong token', () => {
  test('leaves a warning in the log without what was typed, and none from whoever may not try any more', async () => {
    const warnings = (): string[] => site.logged.filter(line => line.includes('wrong admin token'))
    const from = warnings().length
    for (let tried = 1; tried <= 7; tried += 1) {
      const { status } = await site.post('/admin', { token: 'guessed-by-somebody' })
      assert.equal(status, tried <= 5 ? 403 : 429)
      assert.equal(warnings().length - from, Math.min(tried, 5))
    }
    const [line = ''] = warnings().slice(-1)
    assert.match(line, /"level":"warn","message":"sign-in refused: wrong admin token","requestId":"[0-9a-f]{8}"/)
    assert.ok(!site.logged.join('\n').includes('guessed-by'))
  })
})
