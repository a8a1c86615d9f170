// Adding a source at /admin: a look over real HTTP, the answer, the yes.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { createPreviewer } from '../../crawlers/previewer.ts'
import { startSampleBoards } from '../../crawlers/samples/server.ts'
import type { SampleBoards } from '../../crawlers/samples/server.ts'
import { listAdminLog } from '../../db/admin.ts'
import { listSources } from '../../db/sources.ts'
import { adminOf } from '../support/admin.ts'
import { until } from '../support/until.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

const SECRET = 'inner-words-of-a-private-page'
const userAgent = 'DayrateBot/1.0 (+https://dayrate.example/bot)'
let site: TestSite
let boards: SampleBoards
let own: Awaited<ReturnType<typeof adminOf>>
let secretive: Server
let hits = 0
let limitMs = 12_000
let host: string
const allow = new Set<string>()
const asked: string[] = []

before(async () => {
  boards = await startSampleBoards(0)
  allow.add(new URL(boards.origin).host)
  secretive = createServer((req, res) => {
    hits++
    const { pathname } = new URL(req.url ?? '/', 'http://x')
    if (pathname === '/slow') return
    const bodies: Record<string, string> = {
      '/html': `<title>${SECRET}</title><p>${SECRET}`,
      '/json': `{"${SECRET}":`,
      '/feed': `<rss><channel><title>${SECRET}</title></channel></rss>`,
    }
    res
      .writeHead(pathname in bodies ? 200 : pathname === '/robots.txt' ? 404 : 500, { 'content-type': 'text/plain', 'x-inner': SECRET })
      .end(bodies[pathname] ?? SECRET)
  })
  await new Promise<void>(resolve => void secretive.listen(0, '127.0.0.1', resolve))
  const address = secretive.address()
  host = `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
  site = await testSite({
    enqueueCrawl: async id => void asked.push(id),
    previewSource: url => createPreviewer(() => createFetcher({ userAgent, allow }), limitMs)(url),
  })
  own = await adminOf(site)
})
after(async () => {
  await site.close()
  await boards.close()
  secretive.closeAllConnections()
  secretive.close()
})

/** Asks for a look and waits for its end. */
async function look(url: string) {
  const answer = await site.post('/admin/sources/new', { url }, own)
  assert.equal(answer.status, 303)
  const path = answer.headers.get('location') ?? ''
  const early = await site.get(path, own)
  let html = await early.text()
  await until(async () => {
    const now = await site.get(path, own)
    html = await now.text()
    return now.headers.get('refresh') === null
  }, 15_000)
  return { early, $: load(html), html }
}

describe('adding a source', () => {
  test('an address with a password, or a very long one, is refused before anything of it is stored', async () => {
    for (const [url, because] of [
      ['https://mira:s3cret-word@boards.example/', /carries a user name or a password/],
      [`https://boards.example/s3cret-word/${'x'.repeat(2_000)}`, /more than 2,000 characters/],
    ] as const) {
      const answer = await site.post('/admin/sources/new', { url }, own)
      assert.equal(answer.status, 400)
      assert.match(await answer.text(), because)
    }
    const { entries } = await listAdminLog(site.db, { limit: 50 })
    const previews = await site.db.selectFrom('source_preview').select('url').execute()
    assert.ok(entries.length > 0)
    assert.ok(!JSON.stringify([entries, previews, site.logged]).includes('s3cret-word'))
  })

  test('by an address: what it would bring is shown with its cards, and stored only after a yes', async () => {
    const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
    const { early, $ } = await look(feed.url)
    assert.equal(early.headers.get('refresh'), '2')
    assert.match($('.lead').text(), /^\d+ adverts on the first pages, read as feed; \d+ of 10 would be shown/)
    assert.equal($('.refusal').length, 10)
    assert.ok($('.refusal .pill').text().includes('IR35'))
    assert.equal((await listSources(site.db)).length, 0)
    assert.deepEqual(asked, [])
    const preview = $('[name=preview]').attr('value') ?? ''
    const stored = await site.post('/admin/sources', { preview, name: 'Feed of a fair', settings: '{"url":"http://evil.example"}' }, own)
    assert.match(stored.headers.get('location') ?? '', /^\/admin\/sources\?done=add&at=(feed[\w-]*)#\1$/)
    const [source] = await listSources(site.db)
    assert.equal(source?.name, 'Feed of a fair')
    assert.equal(source?.origin, 'added')
    assert.deepEqual(source?.settings, feed)
    assert.deepEqual(asked, [source?.id])
    const log = load(await (await site.get('/admin/log', own)).text())('.log').text()
    assert.ok(log.includes('Looked at a place for a source') && log.includes('Added a source: feed'))
    const again = load(await (await site.get(`/admin/sources/previews/${preview}`, own)).text())
    assert.ok(again('.notice').text().includes('is here already'))
  })

  test('what is no address is told at once, and what was typed stays', async () => {
    for (const url of ['', 'careers page', 'javascript:alert(1)', 'ftp://x.example/']) {
      const answer = await site.post('/admin/sources/new', { url }, own)
      assert.equal(answer.status, 400)
      const $ = load(await answer.text())
      assert.equal($('#url').attr('value'), url)
      assert.ok($('#problem').text().includes('not an address of the web'))
    }
    for (const id of ['x', '0'.repeat(36), '01890000-0000-7000-8000-000000000000'])
      assert.equal((await site.get(`/admin/sources/previews/${id}`, own)).status, 404, id)
    assert.equal((await site.post('/admin/sources', { preview: 'x' }, own)).status, 404)
  })
})

describe('W17: the look is no way into the network', () => {
  test('S1, S6: private addresses are refused before anything is asked', async () => {
    for (const url of [
      `http://${host}/html`,
      `http://localhost:${host.split(':')[1]}/html`,
      'http://169.254.169.254/latest',
      'http://[::1]/',
    ]) {
      const { $, html } = await look(url)
      assert.ok($('#problem').text().length > 10, url)
      assert.ok(!html.includes(SECRET))
    }
    assert.equal(hits, 0)
  })

  test('S9: what a page says is never echoed when it cannot be read', async () => {
    allow.add(host)
    for (const { $, html } of await Promise.all(['/html', '/json', '/feed'].map(path => look(`http://${host}${path}`)))) {
      assert.ok($('#problem').text().length > 10)
      assert.ok(!html.includes(SECRET), $('#problem').text())
    }
    const { rows } = await sql<{ rows: string }>`select string_agg(t::text, '') as rows from source_preview as t`.execute(site.db)
    assert.ok(!(rows[0]?.rows ?? SECRET).includes(SECRET))
    assert.ok(!site.logged.join('').includes(SECRET))
  })

  test('a host that does not answer ends in a sentence, and three looks at once are the most', async () => {
    limitMs = 1_000
    const post = () => site.post('/admin/sources/new', { url: `http://${host}/slow` }, own)
    const looks = [await post(), await post(), await post()]
    assert.deepEqual(
      looks.map(answer => answer.status),
      [303, 303, 303],
    )
    const fourth = await post()
    assert.equal(fourth.status, 429)
    assert.ok((await fourth.text()).includes('Three looks are under way'))
    for (const answer of looks) {
      const path = answer.headers.get('location') ?? ''
      await until(async () => (await site.get(path, own)).headers.get('refresh') === null, 15_000)
      assert.ok((await (await site.get(path, own)).text()).includes('Nothing was found out within 1 s'))
    }
  })

  test('a look whose process is gone says so', async () => {
    const { rows } = await sql<{ id: string }>`
      insert into source_preview (url, asked_at) values ('https://x.example/', now() - interval '2 minutes') returning id`.execute(site.db)
    const $ = load(await (await site.get(`/admin/sources/previews/${rows[0]?.id}`, own)).text())
    assert.ok($('#problem').text().includes('Nobody came back'))
    assert.equal($('#url').attr('value'), 'https://x.example/')
  })
})
