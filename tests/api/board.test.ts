import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { XMLParser } from 'fast-xml-parser'
import type { ListingJson } from '../../views/board-rows.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import type { SeedRole } from '../support/board.ts'
import { rawGet, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

/** Thirty more roles, so that there is a second page; all with the word "warehousing", all older than the dozen. */
const MANY: SeedRole[] = Array.from({ length: 30 }, (_, n) => ({
  slug: `warehousing-pm-${n + 100}`,
  title: `Project Manager, warehousing wave ${n + 1}`,
  hoursAgo: 1_000 + n,
  discipline: 'project' as const,
  rung: 'manager' as const,
  adverts: [{ source: 'harrow-board', company: 'Larkhill Build' }],
}))

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [...ROLES, ...MANY])
  await seedRefused(site.db)
})
after(() => site.close())

interface BoardJson {
  listings: ListingJson[]
  total: number
  totalIsExact: boolean
  next: string | null
  remarks: string[]
}

async function json(path: string): Promise<BoardJson> {
  const answer = await site.get(path)
  assert.equal(answer.status, 200)
  return (await answer.json()) as BoardJson
}

describe('one query, four answers', () => {
  test('the page shows the rate, the claim, the place and the age of each role', async () => {
    const page = await (await site.get('/?q=payments')).text()
    for (const words of [
      '1 role',
      '£5',
      'outside IR35',
      'London, 2 days on site',
      'SC eligible',
      '6 months',
      'ASAP',
      '2 h ago',
      '3 adverts',
    ])
      assert.ok(page.includes(words), words)
  })

  test('JSON has the listings, the total and the next page', async () => {
    const first = await json('/.json')
    assert.deepEqual([first.total, first.totalIsExact], [40, true])
    assert.equal(first.listings.length, 25)
    assert.match(first.next ?? '', /^http:\/\/localhost:\d+\/\.json\?after=fit\.[\w.-]+$/)
    const last = await json(new URL(first.next ?? '').pathname + new URL(first.next ?? '').search)
    assert.equal(last.listings.length, 15)
    assert.equal(last.next, null)
    assert.equal(new Set([...first.listings, ...last.listings].map(listing => listing.slug)).size, 40)
  })

  test('JSON gives facts as values, and null where no advert states them', async () => {
    const { listings } = await json('/.json?q=rail')
    assert.equal(listings[0]?.engagement, 'outside')
    assert.equal(listings[0]?.months, 18)
    assert.equal(listings[0]?.clearance, null)
    const [analyst] = (await json('/.json?seniority=analyst')).listings
    assert.deepEqual(analyst?.dayRate, { min: 440, max: 440, currency: 'GBP', basis: 'estimated' })
    assert.equal(analyst?.rate, '≈ £440 a day')
  })

  test('a filter means the same to all four', async () => {
    const query = '?rate=500&engagement=outside'
    const { listings, total } = await json(`/.json${query}`)
    const titles = listings.map(listing => listing.title).sort()
    assert.equal(titles.length, total)
    const page = await (await site.get(`/${query}`)).text()
    for (const title of titles) assert.ok(page.includes(title), title)
    assert.ok(page.includes(`${total} roles`))
    const csv: Record<string, string>[] = parse(await (await site.get(`/.csv${query}`)).text(), { columns: true, bom: true })
    assert.deepEqual(csv.map(row => row['title'] ?? '').sort(), titles)
    const feed = await feedOf(`/.atom${query}`)
    assert.equal(feed.entry.length, total)
  })

  test('the feed is newest first and names roles by address and rate', async () => {
    const feed = await feedOf('/.atom?sort=rate')
    assert.equal(feed.entry.length, 25)
    assert.match(feed.entry[0]?.title ?? '', /^£5\d\d–£\d{3} a day · Senior Project Manager/)
    const times = feed.entry.map(entry => entry.updated)
    assert.deepEqual(times, [...times].sort().reverse())
    assert.equal(feed.id, `${site.url.replace('127.0.0.1', 'localhost')}/?sort=rate`)
  })

  test('the spreadsheet holds every role that fits, not a page of them', async () => {
    const answer = await site.get('/.csv?q=warehousing')
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="[\w.-]+"$/)
    const rows: Record<string, string>[] = parse(await answer.text(), { columns: true, bom: true })
    assert.equal(rows.length, 30)
  })

  test('the median of five stated day rates is told with its n, of fewer none', async () => {
    assert.match(await (await site.get('/')).text(), /<h1>[\d,]+ roles<\/h1>\n<p class="median">median £575 a day \(n = 5\)<\/p>/)
    assert.doesNotMatch(await (await site.get('/?engagement=outside')).text(), /median/)
  })
})

interface Feed {
  id: string
  entry: { id: string; title: string; updated: string }[]
}

async function feedOf(path: string): Promise<Feed> {
  const answer = await site.get(path)
  assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8')
  const parser = new XMLParser({ isArray: name => name === 'entry', parseTagValue: false })
  return (parser.parse(await answer.text()) as { feed: Feed }).feed
}

describe('the address is the state', () => {
  test('a form without a script is led to the short address', async () => {
    const answer = await site.get('/?q=pmo&place=&rate=&engagement=outside&engagement=inside&radius=25&within=&sort=')
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('location'), '/?q=pmo&engagement=outside,inside')
  })

  test('the canonical address has the parameters in order and leaves defaults and strangers out', async () => {
    const page = await (await site.get('/?utm_source=x&sort=fit&rate=500&q=pmo')).text()
    assert.match(page, /<link rel="canonical" href="http:\/\/localhost:\d+\/\?q=pmo&amp;rate=500">/)
  })

  test('what could not be used is named on the page', async () => {
    const page = await (await site.get('/?foo=1&engagement=sideways&rate=lots')).text()
    for (const words of ['“foo” is not something the board can filter by', '“sideways” was left out', 'rate is a day rate in pounds'])
      assert.ok(page.includes(words), words)
  })

  test('chosen filters are links that drop them', async () => {
    const page = await (await site.get('/?q=manager&engagement=outside,inside')).text()
    assert.ok(page.includes('href="/?engagement=outside,inside"'))
    assert.ok(page.includes('href="/?q=manager&amp;engagement=inside"'))
  })

  test('pages are linked one to the next', async () => {
    const first = await (await site.get('/')).text()
    assert.ok(first.includes('1–25 of 40'))
    assert.ok(first.includes('<a rel="next" href="/?page=2">'))
    const second = await (await site.get('/?page=2')).text()
    assert.ok(second.includes('26–40 of 40'))
    assert.ok(second.includes('<a rel="prev" href="/">'))
  })

  test('a page past the end leads back', async () => {
    for (const address of ['/?page=9', '/?page=999']) {
      const answer = await site.get(address)
      assert.equal(answer.status, 200)
      const page = await answer.text()
      assert.ok(page.includes('This page is past the end') && page.includes('<a href="/?page=2">to the last page</a>'))
      assert.equal(page.includes('this is page 400'), address === '/?page=999')
    }
  })
})

describe('words that no role has', () => {
  test('a word that is not typed to its end shows what begins like it, under the address that says so', async () => {
    const page = await (await site.get('/?q=signa')).text()
    assert.ok(page.includes('No role has “signa”. These are for “signa*”, words that begin like it.'))
    assert.ok(page.includes('rail signalling renewals'))
    assert.match(page, /<link rel="canonical" href="[^"]+\/\?q=signa\*">/)
    assert.ok(page.includes('href="/.atom?q=signa*"'))
    assert.ok(page.includes('href="/alerts/new?q=signa"'), 'an alert for what was typed')
  })

  test('a misspelt one shows what was meant, with the other filters kept', async () => {
    const page = await (await site.get('/?q=paymets&engagement=outside')).text()
    assert.ok(page.includes('No role has “paymets”. These are for “payments”.'))
    assert.ok(page.includes('1 role'))
    assert.match(page, /<link rel="canonical" href="[^"]+\/\?q=payments&amp;engagement=outside">/)
    const { total, remarks } = await json('/.json?q=paymets&engagement=outside')
    assert.deepEqual([total, remarks], [0, ['No role has “paymets”; “payments”: 1 role.']])
  })

  test('a place, too, or a way of working where a place is asked for', async () => {
    const page = await (await site.get('/?place=manchestr&engagement=outside')).text()
    assert.ok(page.includes('We do not know a place called “manchestr”. These are for Manchester.'))
    assert.match(page, /<link rel="canonical" href="[^"]+\/\?engagement=outside&amp;place=Manchester">/)
    assert.ok(!page.includes('Tell me when one has what I typed'), 'an alert that would stay silent for ever')
    assert.ok(
      (await (await site.get('/?place=remote')).text()).includes('“remote” is not the name of a place. These are for remote roles.'),
    )
    const both = await (await site.get('/?q=signa&place=manchestr')).text()
    assert.ok(
      both.includes(
        'We do not know a place called “manchestr”. No role has “signa”. These are for Manchester and “signa*”, words that begin like it.',
      ),
    )
    const { total, remarks } = await json('/.json?place=leads')
    assert.equal(total, 0)
    assert.match(remarks.join(), /^We do not know a place called “leads”; Leeds: \d+ roles\.$/)
  })

  test('what is near nothing stays nothing', async () => {
    const page = await (await site.get('/?q=astronaut')).text()
    assert.ok(page.includes('Nothing fits all of that today'))
    assert.ok(!page.includes('These are for'))
  })
})

describe('caching', () => {
  test('W13: public pages may be kept for a minute and answer 304 to a known ETag; errors are never kept', async () => {
    for (const path of ['/', '/.json', '/.atom', '/.csv', '/sources', '/how', '/roles/pmo-analyst-2']) {
      const answer = await site.get(path)
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=60, stale-while-revalidate=600', path)
      assert.match(answer.headers.get('etag') ?? '', /^"[\da-z]{2,6}-[\da-z]{1,7}(?:-br|-gzip)?"$/)
      assert.equal(answer.headers.get('set-cookie'), null)
      const again = await site.get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })
      assert.equal(again.status, 304, path)
      assert.equal(again.headers.get('cache-control'), answer.headers.get('cache-control'))
      assert.equal(await again.text(), '')
    }
    const missing = await site.get('/nothing-here')
    assert.equal(missing.status, 404)
    assert.equal(missing.headers.get('cache-control'), 'private, no-store')
    assert.equal(missing.headers.get('etag'), null)
  })

  test('W13: no header of one request shows in the answer to the next', async () => {
    const poisoned = await rawGet(site.port, '/?q=pmo', {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-original-url': '/admin', 'x-forwarded-proto': 'https' },
    })
    const clean = await rawGet(site.port, '/?q=pmo')
    assert.equal(poisoned.status, 200)
    assert.equal(poisoned.body, clean.body)
    assert.equal(poisoned.headers.etag, clean.headers.etag)
    assert.ok(!poisoned.body.includes('evil.example'))
  })

  test('every encoding has its own ETag and the same page in it', async () => {
    const plain = await rawGet(site.port, '/how')
    const tags = new Set<string>()
    for (const encoding of ['br', 'gzip', 'identity']) {
      const answer = await site.get('/how', { 'accept-encoding': encoding })
      tags.add(answer.headers.get('etag') ?? '')
      assert.equal(answer.headers.get('content-encoding'), encoding === 'identity' ? null : encoding)
      assert.equal(await answer.text(), plain.body)
    }
    assert.equal(tags.size, 3)
  })

  test('files of the site are kept for ever under the hash of their content', async () => {
    const page = await (await site.get('/')).text()
    const files = [...page.matchAll(/\/assets\/[\w.]+/g)].map(match => match[0])
    assert.equal(files.length, 4)
    for (const file of files) {
      const answer = await site.get(file)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    }
    assert.equal((await site.get('/assets/style.0000000000.css')).status, 404)
  })
})

describe('weight', () => {
  test('25 roles, the style sheet and the script stay within their limits, compressed', async () => {
    const weigh = async (path: string): Promise<number> => (await rawGet(site.port, path, { headers: { 'accept-encoding': 'gzip' } })).size
    const page = await (await site.get('/')).text()
    const [style = '', script = ''] = [/\/assets\/style[\w.]+/, /\/assets\/app[\w.]+/].map(pattern => pattern.exec(page)?.[0] ?? '')
    assert.ok((await weigh('/')) <= 15_000)
    assert.ok((await weigh(style)) <= 8_000)
    assert.ok((await weigh(script)) <= 4_000)
  })
})
