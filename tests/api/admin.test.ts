import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { load } from 'cheerio'
import { adminRoutes } from '../../api/admin.ts'
import { routes } from '../../api/server.ts'
import type { World } from '../../api/server.ts'
import { openRun } from '../../db/crawl-runs.ts'
import { linkPending } from '../../db/linker.ts'
import { dueSources } from '../../db/sources.ts'
import { adminOf, seedRun } from '../support/admin.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { PAGES } from '../support/pages.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let own: Awaited<ReturnType<typeof adminOf>>
const asked: string[] = []
let woken = 0

before(async () => {
  site = await testSite({ enqueueCrawl: async id => void asked.push(id), wakeLinker: async () => void woken++ })
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
  own = await adminOf(site)
})
after(() => site.close())

const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
const page = async (path: string) => load(await (await site.get(path, own)).text())

/** The routes as the server makes them; what they are given is only looked at when one is asked. */
const world = { mailboxShown: true, mode: 'test' } as World
const withParams = (path: string): string => path.replace(/:\w+/g, '1')

describe('W17: the door', () => {
  test('no address under /admin answers anybody who is not signed in, and nothing is done', async () => {
    const behind = adminRoutes(world).filter(([path]) => path !== '/admin' && path !== '/admin/sign-out')
    assert.ok(behind.length >= 8)
    for (const [pattern, get, post] of behind) {
      assert.ok(pattern.startsWith('/admin/'), pattern)
      const path = withParams(pattern)
      for (const headers of [{}, { cookie: `dayrate=${'A'.repeat(43)}` }]) {
        if (get) {
          const answer = await site.get(path, headers)
          assert.equal(answer.status, 303, path)
          assert.equal(answer.headers.get('location'), `/admin?to=${encodeURIComponent(path)}`)
          assert.equal(answer.headers.get('cache-control'), 'private, no-store')
        }
        if (post) assert.equal((await site.post(path, {}, { ...headers, 'sec-fetch-site': 'same-origin' })).status, 403, path)
      }
    }
    assert.deepEqual(asked, [])
  })

  test('whatever can change something stands under /admin, but for what is meant for everybody', () => {
    const posts = routes(world).flatMap(([path, , post]) => (post ? [path] : []))
    // Alerts are opened by tokens that only their owners have.
    const open = posts.filter(path => !/^\/(?:admin|alerts|u)(?:\/|$)/.test(path))
    assert.deepEqual(open, ['/roles/:slug/suggestions', '/how', '/newsletter'])
  })

  test('a form of another site is refused, whoever is signed in', async () => {
    for (const [pattern, , post] of adminRoutes(world))
      if (post) {
        const answer = await site.post(withParams(pattern), {}, { cookie: own.cookie, 'sec-fetch-site': 'cross-site' })
        assert.equal(answer.status, 403, pattern)
      }
    assert.deepEqual(asked, [])
  })

  test('no public page leads there', async () => {
    for (const path of Object.values(PAGES)) {
      if (path === '/admin') continue
      assert.ok(!(await (await site.get(path)).text()).includes('/admin'), path)
    }
  })

  test('the pages are kept by nobody and asked out of every index', async () => {
    for (const path of ['/admin', '/admin/log', '/admin/runs', '/admin/sources', '/admin/takedowns']) {
      const { headers } = await site.get(path, own)
      assert.equal(headers.get('cache-control'), 'private, no-store', path)
      assert.equal(headers.get('x-robots-tag'), 'noindex, nofollow')
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
    }
  })
})

describe('the overview', () => {
  test('names the sources that need somebody, and why', async () => {
    for (let n = 0; n < 3; n++) await seedRun(site.db, 'fennick', { found: 40, pages: 2 })
    assert.ok((await page('/admin'))('main').text().includes('None: every source was read'))
    await seedRun(site.db, 'fennick', { outcome: 'suspect', found: 0, reason: 'it showed 0 adverts where about 40 were expected' })
    const $ = await page('/admin')
    assert.equal($('.plain-list li').text(), 'Fennick Jobs It looked wrong: it showed 0 adverts where about 40 were expected.')
    assert.equal($('.plain-list a').attr('href'), '/admin/sources#fennick')
  })

  test('names a source that was never read, and one that nobody takes up', async () => {
    const seen = async () => words((await page('/admin'))('.plain-list').text())
    assert.ok(!(await seen()).includes('Linkwell Feed'))
    await seedRun(site.db, 'linkwell', { outcome: 'deferred', found: 0, pages: 0, reason: 'the host was not found' })
    assert.ok((await seen()).includes('Linkwell Feed It was never read to the end: the host was not found'))
    await seedRun(site.db, 'linkwell', { found: 3, pages: 1 })
    assert.ok(!(await seen()).includes('Linkwell Feed'))
    await sql`update source set next_crawl_at = now() - interval '5 hours' where id = 'linkwell'`.execute(site.db)
    assert.ok((await seen()).includes('Linkwell Feed It has waited to be read for 5 hours: no worker takes it up.'))
    await sql`update source set next_crawl_at = now() where id = 'linkwell'`.execute(site.db)
  })

  test('counts what waits for a worker and for a person', async () => {
    const $ = await page('/admin')
    const numbers = Object.fromEntries(
      $('.numbers div')
        .toArray()
        .map(one => [$(one).find('dt').text(), $(one).find('dd').text()]),
    )
    assert.equal(numbers['adverts refused'], '5')
    assert.equal(numbers['mails waiting to leave'], '0')
    assert.equal(numbers['sources being read now'], '0')
  })
})

describe('sources', () => {
  test('signs that no text holds are shown as such, and no page breaks of them', async () => {
    assert.equal((await site.post('/admin/sources/linkwell/pause', { because: 'their\0 feed' }, own)).status, 303)
    assert.ok(words((await page('/admin/sources'))('#linkwell').text()).includes('paused: their\uFFFD feed'))
    assert.equal((await site.post('/admin/takedowns', { url: 'https://x.example/\0a', because: 'a\0b' }, own)).status, 303)
    assert.equal((await site.post('/admin/sources/linkwell/resume', {}, own)).status, 303)
  })

  test('pausing says why on the public page, resuming makes it due, both are written down', async () => {
    assert.equal((await site.post('/admin/sources/nobody/pause', {}, own)).status, 404)
    const answer = await site.post('/admin/sources/linkwell/pause', { because: 'their feed <b>is down</b>' }, own)
    assert.equal(answer.headers.get('location'), '/admin/sources?done=pause&at=linkwell#linkwell')
    assert.ok(
      load(await (await site.get('/sources')).text())('.sources')
        .text()
        .includes('paused: their feed <b>is down</b>'),
    )
    await site.post('/admin/sources/linkwell/resume', {}, own)
    const row = await site.db.selectFrom('source').select(['paused_at', 'paused_because']).where('id', '=', 'linkwell').executeTakeFirst()
    assert.deepEqual(row, { paused_at: null, paused_because: null })
    const log = (await page('/admin/log'))('.log').text()
    assert.ok(log.includes('Paused a source: linkwell (their feed <b>is down</b>)'))
    assert.ok(log.includes('Resumed a source: linkwell'))
  })

  test('reading now is asked of the worker', async () => {
    await site.post('/admin/sources/fennick/crawls', {}, own)
    assert.deepEqual(asked, ['fennick'])
    assert.ok((await page('/admin/sources?done=crawl'))('[role=status]').text().includes('read within a minute'))
    assert.equal((await page('/admin/sources?done=constructor'))('[role=status].notice').length, 0)
  })

  test('reading now says what is under way, and a source stays due when whoever reads it is dead', async () => {
    await sql`update source set next_crawl_at = now() + interval '1 day' where id = 'linkwell'`.execute(site.db)
    const run = (await openRun(site.db, 'linkwell'))?.id ?? 0
    const readNow = async () => (await site.post('/admin/sources/linkwell/crawls', {}, own)).headers.get('location')
    assert.equal(await readNow(), '/admin/sources?done=running&at=linkwell#linkwell')
    await sql`update crawl_run set heartbeat_at = now() - interval '40 seconds' where id = ${run}`.execute(site.db)
    assert.equal(await readNow(), '/admin/sources?done=silent&at=linkwell#linkwell')
    assert.ok((await page('/admin/sources?done=silent&at=linkwell'))('#linkwell [role=status]').text().includes('gives no sign'))
    assert.ok((await dueSources(site.db)).includes('linkwell'))
    await sql`delete from crawl_run where id = ${run}`.execute(site.db)
  })
})

describe('runs', () => {
  test('one under way shows how far it is; those that ended show why, and their flaws on a page of their own', async () => {
    const ended = await seedRun(site.db, 'harrow-board', {
      outcome: 'partial',
      found: 12,
      pages: 3,
      new: 2,
      reason: 'page 4 could not be had',
      flaws: ['12 of 40 items were not well-formed', '<script>alert(1)</script>'],
    })
    const running = (await openRun(site.db, 'fennick'))?.id ?? 0
    await site.db.updateTable('crawl_run').set({ found: 25, pages: 2, new: 5 }).where('id', '=', running).execute()
    const $ = await page('/admin/runs')
    assert.equal($('.under-way li').length, 1)
    assert.equal($('progress').attr('max'), '40')
    assert.equal($('progress').attr('value'), '25')
    assert.match($('.under-way').text(), /Fennick Jobs began just now[\s\S]+25 of about 40 adverts[\s\S]+5 new, 2 pages/)
    const row = $(`tbody tr:has(a[href="/admin/runs/${ended}"])`).text()
    for (const words of ['Harrow Board', 'read in part', '12 adverts', '2 new', 'page 4 could not be had', '2 flaws'])
      assert.ok(row.includes(words), words)
    const one = await page(`/admin/runs/${ended}`)
    assert.deepEqual(
      one('.flaws li')
        .toArray()
        .map(flaw => one(flaw).text()),
      ['12 of 40 items were not well-formed', '<script>alert(1)</script>'],
    )
    for (const wrong of ['0', 'x', '999999999999', '9'.repeat(30)])
      assert.equal((await site.get(`/admin/runs/${wrong}`, own)).status, 404, wrong)
  })

  test('what was expected of a run is what the runs before it found, not those after', async () => {
    await sql`delete from crawl_run`.execute(site.db)
    const ids = []
    for (const found of [10, 20, 30, 100]) ids.push(await seedRun(site.db, 'linkwell', { found }))
    const expected = []
    for (const id of ids) expected.push((await page(`/admin/runs/${id}`))('.pairs div').first().find('dd').text())
    assert.deepEqual(expected, ['not known before the first complete run', 'about 10 adverts', 'about 15 adverts', 'about 20 adverts'])
  })
})

test('the log is paged by its entries', async () => {
  const rows = Array.from({ length: 130 }, (_, n) => ({ action: 'tested', subject: `entry ${n}` }))
  await site.db.insertInto('admin_log').values(rows).execute()
  const $ = await page('/admin/log')
  assert.equal($('.log li').length, 100)
  assert.ok($('.log li').first().text().includes('Tested: entry 129'))
  const older = await page($('a[rel=next]').attr('href') ?? '')
  assert.ok(older('.log li').first().text().includes('Tested: entry 29'))
  assert.equal(older('a[rel=next]').length, 0)
})

describe('takedowns', () => {
  test('by the address of a role of ours: its adverts go, the role’s page is gone, the log says so, undo brings them back', async () => {
    const slug = 'programme-director-rail-signalling-3'
    const answer = await site.post(
      '/admin/takedowns',
      { url: `${site.url.replace('127.0.0.1', 'localhost')}/roles/${slug}`, because: 'asked by post' },
      own,
    )
    assert.equal(answer.status, 303)
    assert.ok((await page(answer.headers.get('location') ?? ''))('[role=status].notice').text().startsWith('Taken down: 2 adverts of it'))
    assert.ok(woken > 0)
    await linkPending(site.db)
    const gone = await site.get(`/roles/${slug}`)
    assert.equal(gone.status, 410)
    assert.ok(!(await gone.text()).includes('signalling'))
    assert.ok(!(await (await site.get('/.json')).text()).includes(slug))
    assert.ok(!(await (await site.get('/.atom')).text()).includes(slug))
    const $ = await page('/admin/takedowns')
    assert.match($('tbody tr').first().text(), /fennick\.example[\s\S]+asked by post/)
    const undone = await site.post($('tbody form').first().attr('action') ?? '', {}, own)
    assert.equal(undone.headers.get('location'), '/admin/takedowns?undone=1')
    await linkPending(site.db)
    assert.ok((await (await site.get('/.json')).text()).includes('rail signalling'))
    const log = (await page('/admin/log'))('.log').text()
    assert.match(log, /Took down: https:\/\/harrow-board\.example\S+ \(asked by post\)/)
    assert.match(log, /Undid a takedown: https:\/\/fennick\.example/)
  })

  test('a form that cannot be read says why and keeps what was typed', async () => {
    for (const [fields, words] of [
      [{}, 'one of the two'],
      [{ url: 'https://x.example/1', source: 'fennick' }, 'one of the two'],
      [{ url: 'javascript:alert(1)' }, 'not an address of the web'],
      [{ source: 'nobody' }, 'no source of that name'],
      [{ url: 'http://localhost:1/roles/x' }, ''],
    ] as [Record<string, string>, string][]) {
      const answer = await site.post('/admin/takedowns', { ...fields, because: 'kept' }, own)
      if (words === '') continue
      assert.equal(answer.status, 400)
      const $ = load(await answer.text())
      assert.ok($('#problem').text().includes(words), words)
      assert.equal($('#because').attr('value'), 'kept')
    }
  })

  test('W17: an hour after signing in they ask for a new sign-in', async () => {
    const stale = await adminOf(site)
    await sql`update admin_session set created_at = created_at - interval '61 minutes'`.execute(site.db)
    const answer = await site.post('/admin/takedowns', { url: 'https://x.example/2' }, stale)
    assert.equal(answer.status, 403)
    assert.ok((await answer.text()).includes('signed in more than an hour ago'))
    assert.equal((await site.get('/admin/takedowns', stale)).status, 200)
    own = await adminOf(site)
  })

  test('the robot’s page says how to ask for one', async () => {
    const $ = load(await (await site.get('/bot')).text())
    assert.equal($('main a[href^="mailto:"]').attr('href'), 'mailto:board@dayrate.test')
  })
})
