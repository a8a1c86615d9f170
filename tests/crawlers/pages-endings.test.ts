import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { jobposting } from '../../crawlers/connectors/jobposting.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import type { CrawledPage, CrawlOptions } from '../../crawlers/pages.ts'
import { send } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'
import { clock, crawl, fetcher, server, sheet, startAnew, tenPages } from '../support/crawling.ts'
import type { Crawled } from '../support/crawling.ts'

describe('paging without end', () => {
  test('B8: a page that is the one before again ends paging', async () => {
    server.on('/same', sheet(['a', 'b'], { next: ['/same?page=2'] }))
    server.on('/same?page=2', sheet(['a', 'b'], { next: ['/same?page=2&x=1', '/same?page=2'] }))
    server.on('/same?page=2&x=1', sheet(['a', 'b'], { next: ['/same?page=2&x=2'] }))
    const { result } = await crawl(['/same'])
    assert.deepEqual([result.outcome, server.paths().length], ['complete', 3])
  })

  test('B8: a calendar that goes on for ever ends after two pages that bring nothing', async () => {
    server.on('/calendar', (request, response) => {
      const month = Number(new URL(request.url ?? '', server.origin).searchParams.get('m') ?? 0)
      sheet(month < 3 ? [`m${month}`] : [], { next: [`/calendar?m=${month + 1}`] })(request, response)
    })
    const { result, ids } = await crawl(['/calendar'])
    assert.deepEqual([result.outcome, ids, server.paths().length], ['complete', ['m0', 'm1', 'm2'], 5])
  })

  test('B8: addresses that differ only in tracking, session or order are one', async () => {
    const next = ['/p?b=2&a=1', '/p?a=1&b=2&utm_source=x', '/p?a=1&b=2#top', '/p;jsessionid=AB12?a=1&b=2', '/p?a=1&b=2&PHPSESSID=9']
    server.on('/many', sheet(['a'], { next }))
    server.on('/p', sheet(['b']))
    await crawl(['/many'])
    assert.deepEqual(server.paths(), ['/many', '/p?b=2&a=1'])
  })
})

describe('P10: budgets', () => {
  const CASES: [string, Partial<CrawlOptions>, RegExp][] = [
    ['pages', { budgets: { pages: 3 } }, /after 3 pages/],
    ['adverts', { budgets: { items: 5 } }, /after 5 adverts/],
    ['bytes', { budgets: { bytes: 100 } }, /after 0 MB/],
    ['time', { budgets: { wallMs: 120_000 }, delayMs: 60_000 }, /after 2 minutes/],
  ]
  for (const [name, options, reason] of CASES)
    test(`a crawl that has used up its ${name} is partial and says so`, async () => {
      tenPages()
      const { result } = await crawl(['/list?page=1'], options)
      assert.equal(result.outcome, 'partial')
      assert.match(result.reason ?? '', reason)
    })

  test('a list that names more pages than may be read is remembered only that far', async () => {
    const details = Array.from({ length: 20 }, (_, n) => `/many${n}`)
    server.on('/long', sheet(['a'], { details }))
    for (const path of details) server.on(path, sheet([]))
    const { result } = await crawl(['/long'], { budgets: { pages: 4 } })
    assert.equal(server.paths().length, 4)
    assert.equal(result.outcome, 'partial')
    assert.match(result.reason ?? '', /after 4 pages/)
  })

  test('a source that shows only its newest adverts makes a partial crawl, which takes nothing off the board', async () => {
    server.on('/newest', sheet(['a', 'b'], { more: true }))
    const { result } = await crawl(['/newest'])
    assert.equal(result.outcome, 'partial')
    assert.match(result.reason ?? '', /Only the newest 2 adverts/)
  })

  test('too many failures end the crawl', async () => {
    server.on('/broken', sheet(['a'], { details: Array.from({ length: 9 }, (_, n) => `/no${n}`) }))
    for (let n = 0; n < 9; n++) server.on(`/no${n}`, send('', {}, 418))
    const { result } = await crawl(['/broken'], { budgets: { errors: 4 } })
    assert.deepEqual([server.paths().length, result.outcome], [5, 'partial'])
    assert.match(result.reason ?? '', /after 4 pages that could not be read/)
  })
})

describe('adverts that are no more', () => {
  async function crawlSite(
    answers: Record<string, Parameters<HostileServer['on']>[1]>,
  ): Promise<Crawled & { linkOnly: Record<string, string | undefined> }> {
    startAnew()
    for (const [path, answer] of Object.entries(answers)) server.on(path, answer)
    const ids: string[] = []
    const pages: CrawledPage[] = []
    const linkOnly: Record<string, string | undefined> = {}
    const onPage: CrawlOptions['onPage'] = (postings, page) => {
      ids.push(...postings.map(posting => posting.externalId.replace(server.origin, '')))
      for (const posting of postings) linkOnly[posting.externalId.replace(server.origin, '')] = posting.linkOnly
      pages.push(page)
    }
    const result = await clock.run(crawlPages(jobposting, { pages: [`${server.origin}/board`] }, fetcher, { onPage }))
    return { result, ids, pages, linkOnly }
  }

  const advert = '<script type="application/ld+json">{"@type":"JobPosting","title":"Project Manager"}</script>'

  test('B12: a page that says the role is closed, and one that leads back to the list, close that advert and are not taken in', async () => {
    const { result, ids } = await crawlSite({
      '/board': send('<a href="/job/1">one</a> <a href="/job/2">two</a> <a href="/job/3">three</a>'),
      '/job/1': send(advert),
      '/job/2': send('<html><h1>Project Manager</h1><p>This job is no longer available.</p></html>'),
      '/job/3': send('', { location: '/board' }, 302),
    })
    assert.deepEqual(ids, ['/job/1'])
    assert.deepEqual(result.gone, [`${server.origin}/job/2`, `${server.origin}/job/3`])
  })

  test('R13: of a web page that asks not to be shown elsewhere only facts and a link are, and a feed’s word is about the file', async () => {
    const { result, linkOnly } = await crawlSite({
      '/board': send('<a href="/job/1">one</a> <a href="/job/2">two</a> <a href="/job/3">three</a> <a href="/job/4">four</a>'),
      '/job/1': send(advert, { 'content-type': 'text/html', 'x-robots-tag': 'noindex, noarchive' }),
      '/job/2': send(`<meta name="robots" content="noindex">${advert}`, { 'content-type': 'text/html' }),
      '/job/3': send(advert, { 'content-type': 'text/html', 'x-robots-tag': 'googlebot: noindex' }),
      '/job/4': send(advert, { 'content-type': 'text/html', 'tdm-reservation': '1' }),
    })
    assert.deepEqual(linkOnly, { '/job/1': 'noindex', '/job/2': 'noindex', '/job/3': undefined, '/job/4': 'tdm-reservation' })
    assert.equal(result.outcome, 'complete')
  })

  test('B11: a page cannot send a crawl elsewhere by its base address, nor a reader by a script for an address', async () => {
    const { ids } = await crawlSite({
      '/board': send('<base href="//evil.example/"><a href="job/4">four</a><a href="javascript:alert(1)">no</a>'),
      '/job/4': send('<script type="application/ld+json">{"@type":"JobPosting","title":"PMO Lead","url":"javascript:alert(1)"}</script>'),
    })
    assert.deepEqual(ids, ['/job/4'])
    assert.deepEqual(server.paths(), ['/board', '/job/4'])
  })
})
