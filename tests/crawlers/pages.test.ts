import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import { send } from '../support/hostile-server.ts'
import { clock, crawl, server, sheet, tenPages } from '../support/crawling.ts'

describe('a crawl that goes well', () => {
  test('reads every page once, in order, and is complete', async () => {
    tenPages()
    const { result, ids } = await crawl(['/list?page=1'])
    assert.deepEqual({ ...result, bytes: 0 }, { outcome: 'complete', pages: 10, bytes: 0, items: 20, errors: [], flaws: [], gone: [] })
    assert.equal(ids.join(' '), '1a 1b 2a 2b 3a 3b 4a 4b 5a 5b 6a 6b 7a 7b 8a 8b 9a 9b 10a 10b')
    assert.equal(server.paths().length, 10)
  })

  test('waits for each page to be kept before it asks for the next', async () => {
    tenPages()
    const seen: number[] = []
    await crawl(['/list?page=1'], {
      onPage: async () => {
        await new Promise(resolve => setTimeout(resolve, 10))
        seen.push(server.paths().length)
      },
    })
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('P4: keeps the delay of the source between two requests, or the host’s own where that is longer', async () => {
    tenPages()
    await crawl(['/list?page=1'], { delayMs: 2_000 })
    const times = server.hits.map(hit => hit.at)
    assert.ok(
      times.every((at, index) => index === 0 || at - (times[index - 1] ?? 0) >= 2_000),
      times.join(),
    )
    server.hits.length = 0
    server.on('/robots.txt', send('User-agent: *\nCrawl-delay: 10', { 'content-type': 'text/plain' }))
    await crawl(['/list?page=1'], { delayMs: 2_000 })
    const [, first = 0, second = 0] = server.hits.map(hit => hit.at)
    assert.ok(second - first >= 10_000)
  })

  test('leaves no folder behind', () => assert.equal(existsSync('storage'), false))

  test('starts no other program', async () => {
    const started: unknown[] = []
    const note = (message: unknown): void => void started.push(message)
    subscribe('child_process', note)
    tenPages()
    await crawl(['/list?page=1'])
    unsubscribe('child_process', note)
    assert.deepEqual(started, [])
  })
})

describe('a crawl that goes wrong', () => {
  test('P7: a page that fails is tried twice more, then the crawl is partial and the other pages are kept', async () => {
    const details = Array.from({ length: 10 }, (_, n) => `/detail${n}`)
    server.on('/fails', sheet([], { details }))
    for (const path of details) server.on(path, sheet([path]))
    server.on('/detail3', send('', {}, 500))
    const { result, ids } = await crawl(['/fails'])
    assert.equal(result.outcome, 'partial')
    assert.match(result.reason ?? '', /fault of its own \(500\)/)
    assert.equal(ids.length, 9)
    assert.equal(server.paths().filter(path => path === '/detail3').length, 3)
  })

  test('a fault that passes is no fault', async () => {
    let asked = 0
    server.on('/shaky', (request, response) => (++asked < 3 ? send('', {}, 502) : sheet(['x']))(request, response))
    const { result, ids } = await crawl(['/shaky'])
    assert.deepEqual([result.outcome, ids], ['complete', ['x']])
  })

  test('the first page not to be had means that the crawl failed; 404 is not tried again', async () => {
    const { result } = await crawl(['/missing'])
    assert.deepEqual([result.outcome, result.items, server.paths().length], ['failed', 0, 1])
    assert.match(result.reason ?? '', /not there \(404\)/)
  })

  test('a crawl whose pages of adverts all fail has failed, though its first page could be read', async () => {
    server.on('/only-links', sheet([], { details: ['/gone-wrong'] }))
    server.on('/gone-wrong', send('', {}, 500))
    const { result } = await crawl(['/only-links'])
    assert.deepEqual([result.outcome, result.items], ['failed', 0])
  })

  test('another shape than the one known fails the crawl with a sentence, or makes it partial on a later page', async () => {
    server.on('/changed', send('<html>new design</html>'))
    assert.deepEqual([(await crawl(['/changed'])).result.outcome], ['failed'])
    server.on('/good', sheet(['a'], { next: ['/changed'] }))
    const { result } = await crawl(['/good'])
    assert.deepEqual([result.outcome, result.reason], ['partial', 'Expected a sheet, but something else came.'])
  })

  test('B3: a page cut short makes the crawl partial, never one that saw no adverts', async () => {
    server.on('/cut', (_request, response) => {
      response.writeHead(200, { 'content-length': '9999' })
      response.write('{"ids":[')
      setTimeout(() => response.destroy(), 5)
    })
    server.on('/before', sheet(['a'], { next: ['/cut'] }))
    const { result } = await crawl(['/before'])
    assert.deepEqual([result.outcome, result.errors[0]?.kind], ['partial', 'truncated'])
  })

  test('a detail page that is gone is said to be gone and spoils nothing', async () => {
    server.on('/some', sheet([], { details: ['/here', '/gone'], gone: ['old-1'] }))
    server.on('/here', sheet(['here']))
    server.on('/gone', send('', {}, 410))
    const { result, pages } = await crawl(['/some'])
    assert.equal(result.outcome, 'complete')
    assert.deepEqual(result.gone, ['old-1'])
    assert.deepEqual(
      pages.filter(page => page.state === 'gone').map(page => page.url),
      [`${server.origin}/gone`],
    )
  })

  test('what the caller throws ends the crawl and comes out of it', async () => {
    tenPages()
    const onPage = (): never => {
      throw new Error('the database is away')
    }
    await assert.rejects(crawl(['/list?page=1'], { onPage }), /the database is away/)
    assert.equal(server.paths().length, 1)
  })

  test('a stopped crawl is partial', async () => {
    tenPages()
    const stop = new AbortController()
    let pages = 0
    const { result } = await crawl(['/list?page=1'], { signal: stop.signal, onPage: () => void (++pages === 3 && stop.abort()) })
    assert.deepEqual([result.outcome, result.pages, result.reason], ['partial', 3, 'The crawl was stopped.'])
  })
})

describe('robots.txt', () => {
  test('R3: where it cannot be read nothing is asked for, and the crawl is deferred until the host may have mended', async () => {
    server.on('/robots.txt', send('', {}, 503))
    const { result } = await crawl(['/list?page=1'])
    assert.equal(result.outcome, 'deferred')
    assert.match(result.reason ?? '', /robots\.txt could not be read/)
    assert.ok(result.retryAt instanceof Date)
    assert.deepEqual(server.paths(), [])
  })

  test('R2: without one everything may be read', async () => {
    tenPages()
    assert.equal((await crawl(['/list?page=1'])).result.outcome, 'complete')
  })

  test('a start page that is not allowed blocks the crawl, a later one is left out and makes it partial', async () => {
    tenPages()
    server.on('/robots.txt', send('User-agent: *\nDisallow: /list?page=4', { 'content-type': 'text/plain' }))
    const { result, ids } = await crawl(['/list?page=1'])
    assert.deepEqual([result.outcome, ids.length, result.errors[0]?.kind], ['partial', 6, 'robots'])
    assert.equal(server.paths().includes('/list?page=4'), false)
    server.hits.length = 0
    server.on('/robots.txt', send('User-agent: dayratebot\nDisallow: /', { 'content-type': 'text/plain' }))
    assert.equal((await crawl(['/list?page=1'])).result.outcome, 'blocked')
    assert.deepEqual(server.paths(), [])
  })

  test('R8: a web page in its place holds no rules, and the crawl says so', async () => {
    tenPages()
    server.on('/robots.txt', send('<!doctype html><title>Hello</title>'))
    const { result } = await crawl(['/list?page=1'])
    assert.equal(result.outcome, 'complete')
    assert.match(result.flaws[0] ?? '', /robots_is_html/)
  })

  test('R7: a delay longer than a minute leaves the host alone, with the reason', async () => {
    server.on('/robots.txt', send('User-agent: *\nCrawl-delay: 86400', { 'content-type': 'text/plain' }))
    const { result } = await crawl(['/list?page=1'])
    assert.equal(result.outcome, 'blocked')
    assert.match(result.reason ?? '', /86400 s between two requests/)
  })
})

describe('hosts that say no', () => {
  test('P6: three refusals end the crawl as blocked; nothing is tried a second time', async () => {
    server.on('/refusing', sheet(['a'], { details: ['/d1', '/d2', '/d3', '/d4', '/d5'] }))
    for (const path of ['/d1', '/d2', '/d3', '/d4', '/d5']) server.on(path, send('', {}, 403))
    const { result } = await crawl(['/refusing'])
    assert.equal(result.outcome, 'blocked')
    assert.deepEqual(server.paths(), ['/refusing', '/d1', '/d2', '/d3'])
    server.hits.length = 0
    server.on('/wall', send('<html><title>Just a moment...</title></html>', { 'cf-mitigated': 'challenge' }, 403))
    assert.equal((await crawl(['/wall'])).result.outcome, 'blocked')
    assert.equal(server.paths().length, 1)
  })

  test('P1: a short Retry-After is waited out within the crawl', async () => {
    let asked = 0
    server.on('/later', (request, response) => (++asked === 1 ? send('', { 'retry-after': '30' }, 429) : sheet(['x']))(request, response))
    const { result } = await crawl(['/later'])
    assert.equal(result.outcome, 'complete')
    const [first = 0, second = 0] = server.hits.filter(hit => hit.path === '/later').map(hit => hit.at)
    assert.ok(second - first >= 30_000)
  })

  test('P2: a long one ends the crawl as deferred, with the time to come back', async () => {
    server.on('/tomorrow', send('', { 'retry-after': '999999' }, 503))
    const { result } = await crawl(['/tomorrow'])
    assert.equal(result.outcome, 'deferred')
    assert.equal(result.retryAt?.getTime(), clock.now() + 6 * 3_600_000)
    assert.equal(server.paths().length, 1)
  })

  test('P3: 429 again and again without a time is asked four times in all, then the crawl is deferred', async () => {
    server.on('/busy', send('', {}, 429))
    const { result } = await crawl(['/busy'])
    assert.equal(result.outcome, 'deferred')
    assert.equal(server.paths().length, 4)
    assert.ok(result.retryAt instanceof Date)
  })
})

test('keys that ride in an address are in no record of the crawl', async () => {
  server.on('/keyed', sheet(['a'], { next: ['/keyed?app_key=S3CRET&page=2'] }))
  server.on('/keyed?app_key=S3CRET&page=2', send('', {}, 500))
  const { result, pages } = await crawl(['/keyed?app_key=S3CRET'])
  assert.equal(result.errors.length, 1)
  assert.equal(JSON.stringify({ result, pages }).includes('S3CRET'), false)
})
