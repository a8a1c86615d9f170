// The same search for programs, and what tells programs of it: feeds, site map, robots.txt, OpenAPI.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { XMLParser } from 'fast-xml-parser'
import { PARAMETERS } from '../../listings/query.ts'
import { LISTING_SCHEMA } from '../../views/board-rows.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { rawGet, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let origin: string

before(async () => {
  site = await testSite()
  origin = site.url.replace('127.0.0.1', 'localhost')
  await seedBoard(site.db, ROLES)
})
after(() => site.close())

const xml = new XMLParser({ isArray: name => ['item', 'entry', 'url'].includes(name), parseTagValue: false, ignoreAttributes: false })

describe('feeds', () => {
  test('Atom, RSS and JSON Feed hold the same roles in the same order, and know their own addresses', async () => {
    const [atom, rss, feed] = await Promise.all(
      ['/.atom', '/.rss', '/.feed.json'].map(async path => {
        const answer = await site.get(`${path}?q=manager&rate=400`)
        assert.match(answer.headers.get('content-type') ?? '', /^application\/(?:atom\+xml|rss\+xml|feed\+json); charset=utf-8$/)
        return answer.text()
      }),
    )
    const { item, ...channel } = (
      xml.parse(rss ?? '') as { rss: { channel: Record<string, unknown> & { item: Record<string, string>[] } } }
    ).rss.channel
    const json = JSON.parse(feed ?? '') as {
      feed_url: string
      home_page_url: string
      items: { url: string; title: string; date_published: string }[]
    }
    const entries = (xml.parse(atom ?? '') as { feed: { entry: { id: string; updated: string }[] } }).feed.entry
    assert.ok(entries.length > 1)
    assert.deepEqual(
      item.map(one => one['link']),
      entries.map(entry => entry.id),
    )
    assert.deepEqual(
      json.items.map(one => one.url),
      entries.map(entry => entry.id),
    )
    assert.deepEqual(
      json.items.map(one => one.title),
      item.map(one => one['title']),
    )
    for (const [n, one] of item.entries())
      assert.equal(Math.floor(Date.parse(entries[n]?.updated ?? '') / 1_000), Date.parse(one['pubDate'] ?? '') / 1_000)
    assert.equal(channel['link'], `${origin}/?q=manager&rate=400`)
    assert.equal(json.feed_url, `${origin}/.feed.json?q=manager&rate=400`)
    assert.equal(json.home_page_url, channel['link'])
  })

  test('a page names its feeds, and what others show when they link to it', async () => {
    const page = load(await (await site.get('/?q=manager&page=1')).text())
    assert.deepEqual(
      page('link[rel=alternate]')
        .toArray()
        .map(link => page(link).attr('href')),
      ['/.atom?q=manager', '/.rss?q=manager', '/.feed.json?q=manager'],
    )
    const said = (name: string, on = page): string => on(`meta[property="${name}"]`).attr('content') ?? ''
    assert.equal(said('og:url'), `${origin}/?q=manager`)
    assert.equal(`${said('og:title')} · Dayrate`, page('title').text())
    assert.match(said('og:description'), /^\d+ roles: “manager”\./)
    const role = load(await (await site.get('/roles/pmo-analyst-2')).text())
    assert.equal(said('og:title', role), '≈ £440 a day · PMO Analyst')
    const address = said('og:image', role)
    assert.ok(address.startsWith(`${origin}/assets/share.`))
    const picture = await site.get(new URL(address).pathname, { 'accept-encoding': 'br' })
    assert.deepEqual(
      [picture.status, picture.headers.get('content-type'), picture.headers.get('content-encoding')],
      [200, 'image/png', null],
    )
    const bytes = Buffer.from(await picture.arrayBuffer())
    assert.equal(`${bytes.readUInt32BE(16)}`, said('og:image:width', role))
    assert.equal(`${bytes.readUInt32BE(20)}`, said('og:image:height', role))
  })
})

describe('for search engines', () => {
  test('the site map has the live roles whose sources let them be shown, and robots.txt names it', async () => {
    const { url } = (xml.parse(await (await site.get('/sitemap.xml')).text()) as { urlset: { url: { loc: string }[] } }).urlset
    const addresses = url.map(one => one.loc)
    assert.ok(addresses.includes(`${origin}/`))
    assert.ok(addresses.includes(`${origin}/roles/pmo-analyst-2`))
    assert.ok(!addresses.includes(`${origin}/roles/change-manager-4`), 'its only source lets it be linked alone')
    assert.ok(!addresses.includes(`${origin}/roles/project-manager-closed-11`), 'W22: closed')
    const robots = await (await site.get('/robots.txt')).text()
    assert.ok(robots.includes(`\nSitemap: ${origin}/sitemap.xml\n`))
    for (const address of addresses) assert.equal((await site.get(new URL(address).pathname)).status, 200, address)
    const all = await site.db.selectFrom('listing').select('slug').execute()
    for (const { slug } of all) {
      const page = load(await (await site.get(`/roles/${slug}`)).text())
      const isOpen = page('meta[name=robots]').attr('content') !== 'noindex'
      assert.equal(isOpen, addresses.includes(`${origin}/roles/${slug}`), `${slug}: the page says what the site map says`)
    }
  })
})

interface OpenApi {
  openapi: string
  paths: Record<string, { get: { operationId: string; parameters: { name: string; schema: object }[]; responses: object } }>
  components: { schemas: { Role: { properties: object; required: string[] } } }
}

describe('for programs', () => {
  test('OpenAPI describes every parameter and every address that answers', async () => {
    const described = (await (await site.get('/openapi.json')).json()) as OpenApi
    assert.equal(described.openapi, '3.1.0')
    for (const [path, { get }] of Object.entries(described.paths)) {
      assert.equal((await site.get(path)).status, 200, path)
      assert.match(get.operationId, /^[a-z]+(?:[A-Z][a-z]+)+$/)
    }
    assert.deepEqual(
      described.paths['/.json']?.get.parameters.map(one => one.name),
      PARAMETERS.map(one => one.name),
    )
    assert.equal(new Set(Object.values(described.paths).map(path => path.get.operationId)).size, 5)
    assert.ok(!JSON.stringify(described).includes('secret-for-tests'), 'W18')
  })

  test('every role is as it is described, no more and no less', async () => {
    const { listings } = (await (await site.get('/.json')).json()) as { listings: unknown[] }
    assert.equal(listings.length, 10)
    for (const listing of listings) LISTING_SCHEMA.strict().parse(listing)
  })

  test('an error is a problem (RFC 9457), and a changed cursor is one (W4)', async () => {
    const answer = await site.get('/.json?after=fit.1.2.3.x')
    assert.equal(answer.status, 400)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    const problem = (await answer.json()) as Record<string, unknown>
    assert.deepEqual(Object.keys(problem), ['type', 'title', 'status', 'detail'])
    assert.match(String(problem['detail']), /not one this board gave out/)
  })

  test('an address that is none says so without pointing to a search that only pages have, and a role says where programs find it', async () => {
    const problem = async (path: string): Promise<[number, string]> => {
      const answer = await site.get(path)
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
      return [answer.status, ((await answer.json()) as { detail: string }).detail]
    }
    assert.deepEqual(await problem('/nothing.json'), [404, 'Nothing is kept at this address. It may be mistyped.'])
    assert.match(
      await (await site.get('/nothing')).text(),
      /It may be mistyped\.<\/p>\s*<p>The search above looks through all open roles\./,
    )
    const [open, closed, none] = await Promise.all(
      ['pmo-analyst-2', 'project-manager-closed-11', 'astronaut'].map(slug => problem(`/roles/${slug}.json`)),
    )
    assert.match(open?.join() ?? '', /^404,The page of this role is \/roles\/pmo-analyst-2\. Single roles .+ no JSON/)
    assert.match(closed?.join() ?? '', /^410,This role is closed\. Single roles .+ from \/\.json/)
    assert.match(none?.join() ?? '', /^404,We have no role at this address\. Single roles/)
  })

  test('an error of a feed or of the spreadsheet is a problem for programs, as it is described, and a page for people', async () => {
    for (const path of ['/.atom', '/.rss', '/.csv', '/.feed.json']) {
      const kind = async (accept: string): Promise<string | null> =>
        (await rawGet(site.port, path, { method: 'DELETE', headers: { accept, 'sec-fetch-site': 'same-origin' } })).headers[
          'content-type'
        ] ?? null
      assert.equal(await kind('*/*'), 'application/problem+json; charset=utf-8', path)
      assert.equal(await kind('text/html,*/*;q=0.8'), path === '/.feed.json' ? await kind('*/*') : 'text/html; charset=utf-8', path)
    }
  })

  test('the page about it names every parameter', async () => {
    const page = await (await site.get('/api')).text()
    for (const { name } of PARAMETERS) assert.ok(page.includes(`<code>${name}</code>`), name)
  })
})
