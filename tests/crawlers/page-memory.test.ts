import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { StoredPages } from '../../crawlers/page-memory.ts'
import { send } from '../support/hostile-server.ts'
import { advertPage, boardOf, crawlingWorld, numbers, sitemapOf } from '../support/crawl-world.ts'
import type { BoardJob, CrawlingWorld } from '../support/crawl-world.ts'

let w: CrawlingWorld
before(async () => {
  w = await crawlingWorld()
})
after(() => w.close())

/** A board that answers 304 to whoever knows its newest version. */
function serveBoard(id: string, jobs: BoardJob[], headers: { etag?: string; 'last-modified'?: string }): void {
  const body = boardOf(jobs, w.server.origin)
  w.server.on(`/v1/boards/${id}/jobs`, (request, response) => {
    const { 'if-none-match': tag, 'if-modified-since': since } = request.headers
    const isKnown = headers.etag === undefined ? since !== undefined && since === headers['last-modified'] : tag === headers.etag
    response.writeHead(isKnown ? 304 : 200, { 'content-type': 'application/json', ...headers }).end(isKnown ? '' : body)
  })
}

/** How often a connector read a page, told by what a page that was read leaves behind. */
async function lastRead(id: string): Promise<{ bytes: number; shape: unknown }> {
  return w.db
    .selectFrom('crawl_run')
    .select(['bytes', 'shape'])
    .where('source_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

test('P8: what is known of the pages a crawl begins with is looked up once for all of them', async () => {
  await w.addSource('named')
  const requests = ['/a', '/b', '/c'].map(path => ({ url: `${w.server.origin}${path}`, label: 'list' }))
  const run = { sourceId: 'named', chain: 1, reading: 'as now' }
  const mark = { validators: { etag: '"x"' }, robotsTag: undefined, bodyHash: 'x', follow: [], more: false }
  const before = new StoredPages(w.db, run)
  await before.keep(requests.slice(0, 2).map(request => ({ request, mark, externalIds: [] })))
  const pages = new StoredPages(w.db, { ...run, chain: 2 })
  pages.expect(requests)
  const known = []
  for (const request of requests) {
    known.push((await pages.recall(request))?.validators.etag)
    await before.forget(requests)
  }
  assert.deepEqual(known, ['"x"', '"x"', undefined])
})

describe('a page that has not changed', () => {
  test('P8: costs one request and no reading, and all its adverts are seen again', async () => {
    await w.addSource('tagged')
    serveBoard('tagged', numbers(5), { etag: '"one"' })
    assert.equal((await w.crawl('tagged'))?.new, 5)
    await w.passTime('tagged', 6)
    w.asked()
    const run = await w.crawl('tagged')
    assert.deepEqual([run?.outcome, run?.found, run?.unchanged, run?.pages], ['complete', 5, 5, 1])
    assert.equal(w.asked().length, 1)
    assert.deepEqual(await lastRead('tagged'), { bytes: 0, shape: null })
    const { rows } = await sql<{ seen: boolean }>`
      select bool_and(last_seen_at > now() - interval '1 minute') as seen from posting where source_id = 'tagged'`.execute(w.db)
    assert.equal(rows[0]?.seen, true)
  })

  test('P8: a date does as well as a tag, and without either the same words again are not read again', async () => {
    await w.addSource('dated')
    serveBoard('dated', numbers(3), { 'last-modified': 'Mon, 02 Nov 2026 08:00:00 GMT' })
    await w.crawl('dated')
    assert.deepEqual([(await w.crawl('dated'))?.unchanged, (await lastRead('dated')).bytes], [3, 0])
    await w.addSource('same')
    serveBoard('same', numbers(3), {})
    await w.crawl('same')
    assert.deepEqual([(await w.crawl('same'))?.unchanged, (await lastRead('same')).shape], [3, null])
  })

  test('a page that changed is read, and an advert that left it ages, though the page is as it was from then on', async () => {
    await w.addSource('leaving')
    serveBoard('leaving', numbers(5), { etag: '"a"' })
    await w.crawl('leaving')
    await w.passTime('leaving', 72)
    serveBoard('leaving', numbers(4), { etag: '"b"' })
    for (const hours of [49, 0]) {
      assert.equal((await w.crawl('leaving'))?.found, 4)
      await w.passTime('leaving', hours)
    }
    assert.deepEqual(
      (await w.postings('leaving')).map(posting => posting.open),
      [true, true, true, true, false],
    )
  })

  test('P9: it is asked for without conditions when we no longer have its adverts, or they were closed', async () => {
    await w.addSource('lost')
    serveBoard('lost', numbers(3), { etag: '"x"' })
    await w.crawl('lost')
    await sql`delete from posting where source_id = 'lost' and external_id = '2'`.execute(w.db)
    assert.deepEqual([(await w.crawl('lost'))?.new, (await w.postings('lost')).length], [1, 3])
    await sql`update posting set closed_at = now(), closed_because = 'not seen for a month' where source_id = 'lost'`.execute(w.db)
    await w.crawl('lost')
    assert.ok((await w.postings('lost')).every(posting => posting.open))
  })

  test('R13: one whose host now says otherwise what may be done with it is read once more, and an answer that says nothing changes nothing', async () => {
    const page = advertPage('Project Manager, tagged works')
    let tag: string | undefined
    w.server.on('/word/1', (request, response) => {
      if (tag !== undefined) response.setHeader('x-robots-tag', tag)
      response.setHeader('etag', '"w"')
      if (request.headers['if-none-match'] === '"w"') response.writeHead(304).end()
      else page(request, response)
    })
    await w.addSource('word', { connector: 'jobposting', settings: { pages: [`${w.server.origin}/word/1`] } })
    const crawl = async (says?: string) => {
      tag = says
      w.asked()
      await w.crawl('word')
      const { link_only } = await w.db.selectFrom('posting').select('link_only').where('source_id', '=', 'word').executeTakeFirstOrThrow()
      return [w.asked().length, link_only]
    }
    assert.deepEqual(await crawl(), [1, null])
    assert.deepEqual(await crawl('noindex'), [2, 'noindex'])
    assert.deepEqual(await crawl('noindex'), [1, 'noindex'])
    assert.deepEqual(await crawl(), [1, 'noindex'])
    assert.deepEqual(await crawl('all'), [2, null])
  })

  test('other settings of a source have its pages read again', async () => {
    await w.addSource('reset')
    serveBoard('reset', numbers(2), { etag: '"s"' })
    await w.crawl('reset')
    await w.addSource('reset', { settings: { board: 'reset', api: w.server.origin, company: 'Osprey Water' } })
    await w.crawl('reset')
    assert.notEqual((await lastRead('reset')).shape, null)
  })
})

describe('pages of single adverts', () => {
  const adverts: Record<string, string> = { '/job/1': '2026-11-01', '/job/2': '2026-11-01', '/job/3': '2026-11-01' }
  const serve = (id: string): void => {
    w.server.on(`/${id}.xml`, send(sitemapOf(w.server.origin, adverts), { 'content-type': 'application/xml' }))
    for (const path of Object.keys(adverts)) w.server.on(path, advertPage(`Project Manager, works ${path.slice(-1)}`))
  }
  const addSite = (id: string): Promise<void> =>
    w.addSource(id, { connector: 'jobposting', settings: { sitemap: `${w.server.origin}/${id}.xml` } })

  test('are asked for when they are new, and when their list says that they changed', async () => {
    await addSite('site')
    serve('site')
    assert.equal((await w.crawl('site'))?.new, 3)
    await w.passTime('site', 24)
    w.asked()
    assert.deepEqual([(await w.crawl('site'))?.unchanged, w.asked()], [3, ['/site.xml']])
    adverts['/job/2'] = '2026-11-20'
    adverts['/job/4'] = '2026-11-20'
    serve('site')
    w.server.on('/job/2', advertPage('Programme Manager, works 2'))
    const run = await w.crawl('site')
    assert.deepEqual(
      [run?.outcome, run?.found, run?.new, run?.changed, w.asked()],
      ['complete', 4, 1, 1, ['/site.xml', '/job/2', '/job/4']],
    )
  })

  test('are looked at again after a week all the same', async () => {
    await w.passTime('site', 24 * 8)
    await w.crawl('site')
    assert.equal(w.asked().length, 5)
  })

  test('one that left its list ages like any other; one whose list comes back is seen again without being asked for', async () => {
    delete adverts['/job/1']
    serve('site')
    await w.passTime('site', 49)
    await w.crawl('site')
    await w.passTime('site', 49)
    await w.crawl('site')
    assert.deepEqual(
      (await w.postings('site')).map(posting => posting.open),
      [false, true, true, true],
    )
    adverts['/job/1'] = '2026-11-01'
    serve('site')
    w.asked()
    const run = await w.crawl('site')
    // Closed: only its own page can open it again.
    assert.deepEqual([w.asked(), run?.outcome], [['/site.xml', '/job/1'], 'complete'])
    assert.ok((await w.postings('site')).every(posting => posting.open))
  })

  test('where the list says nothing of their state, they are looked at once a day', async () => {
    await addSite('bare')
    for (const path of Object.keys(adverts)) adverts[path] = ''
    serve('bare')
    await w.crawl('bare')
    w.asked()
    await w.crawl('bare')
    assert.deepEqual(w.asked(), ['/bare.xml'])
    await w.passTime('bare', 24)
    await w.crawl('bare')
    assert.equal(w.asked().length, 5)
  })

  test('a list that names the same stub again leads nowhere, one that names another leads to its page', async () => {
    const row = (id: number, title: string) => `<li><a class="t" href="/role/${id}">${title}</a></li>`
    const detail = (id: number) =>
      send(`<html><h1 class="t">Project Manager ${id}</h1><div class="d">Six months, £500 per day, outside IR35.</div></html>`)
    const list = { list: 'li', link: 'a.t@href', title: 'a.t', url: `${w.server.origin}/roles`, detail: { description: '.d' } }
    await w.addSource('stubs', { connector: 'page', settings: list })
    w.server.on('/roles', send(`<ul>${row(1, 'PM one')}${row(2, 'PM two')}</ul>`))
    for (const id of [1, 2, 3]) w.server.on(`/role/${id}`, detail(id))
    await w.crawl('stubs')
    w.asked()
    w.server.on('/roles', send(`<ul>${row(1, 'PM one')}${row(2, 'PM two, urgent')}${row(3, 'PM three')}</ul>`))
    await w.crawl('stubs')
    assert.deepEqual(w.asked(), ['/roles', '/role/2', '/role/3'])
  })
})
