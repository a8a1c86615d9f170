// Crawls of boards that their scripts fill, with a real browser, over the pages, pace and robots.txt of a real crawl.
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { page } from '../../crawlers/connectors/page.ts'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import type { CrawlResult } from '../../crawlers/pages.ts'
import type { PageMark } from '../../crawlers/page-memory.ts'
import { hostileServer, send } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'

const MARKS = { list: 'li.job', title: 'a', link: 'a@href', browser: true }
let server: HostileServer
let fetcher: Fetcher

before(async () => {
  server = await hostileServer()
  fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([server.host]) })
})
after(async () => {
  await fetcher.close()
  await server.close()
})
afterEach(() => void (server.hits.length = 0))

const SHELL = `<!doctype html><html><body><div id=root></div><script>
  const n = new URLSearchParams(location.search).get('p') ?? '1'
  fetch('/api?p=' + n).then(answer => answer.json()).then(jobs => {
    root.innerHTML = '<ul>' + jobs.map(job => '<li class=job><a href="' + job.url + '">' + job.title + '</a></li>').join('') + '</ul>'
  })</script></body></html>`

function data(jobs: object[]) {
  return send(JSON.stringify(jobs), { 'content-type': 'application/json' })
}

async function crawl(
  path: string,
  settings: object = {},
): Promise<{ result: CrawlResult; titles: string[]; marks: (PageMark | undefined)[] }> {
  const titles: string[] = []
  const marks: (PageMark | undefined)[] = []
  const result = await crawlPages(page, page.settings.parse({ ...MARKS, url: server.origin + path, ...settings }), fetcher, {
    onPage(postings, _page, { mark }) {
      titles.push(...postings.map(({ title }) => title))
      marks.push(mark)
    },
  })
  return { result, titles, marks }
}

test('a board that its scripts fill is read page by page, each once over HTTP and once in the browser, and is not known again by its shell', async () => {
  server.on('/board', send(SHELL))
  server.on('/api?p=1', data([{ url: '/1', title: 'PMO Lead' }]))
  server.on('/api?p=2', data([{ url: '/2', title: 'Scheduler' }]))
  server.on('/api?p=3', data([]))
  const { result, titles, marks } = await crawl('/board?p={page}')
  assert.deepEqual([result.outcome, titles], ['complete', ['PMO Lead', 'Scheduler']])
  assert.deepEqual(marks, [undefined, undefined, undefined])
  const asked = server.paths()
  for (const n of [1, 2, 3]) assert.equal(asked.filter(path => path === `/board?p=${n}`).length, 2, asked.join(' '))
})

test('a board whose list stands on the page as it comes costs no browser', async () => {
  server.on('/plain', send('<ul><li class=job><a href=/1>Planner</a></li></ul><script src=/app.js></script>'))
  const { result, titles } = await crawl('/plain')
  assert.deepEqual([result.outcome, titles], ['complete', ['Planner']])
  assert.deepEqual(server.paths(), ['/plain'])
})

test('B13: a board that stays empty in the browser too is no empty board', async () => {
  server.on('/hollow', send('<html><body><div id=root></div><script>0</script></body></html>'))
  const { result } = await crawl('/hollow', { waitFor: 'body' })
  assert.equal(result.outcome, 'suspect')
})

test('P6: a barrier that shows itself only in the browser blocks the source', async () => {
  server.on(
    '/wall',
    send(
      `<html><body><div id=root></div><script>document.title = 'Just a moment...'; root.innerHTML = '<p class=job></p>'</script></body></html>`,
    ),
  )
  const { result } = await crawl('/wall', { waitFor: 'p.job' })
  assert.equal(result.outcome, 'blocked')
  assert.match(result.reason ?? '', /check for robots/)
})

test('S7: a page whose scripts aim inside is read, and the run says what they tried', async () => {
  server.on(
    '/aims',
    send(
      `<html><body><div id=root></div><script>fetch('http://127.0.0.1:5433/').catch(() => { root.innerHTML = '<li class=job><a href=/1>One</a></li>' })</script></body></html>`,
    ),
  )
  const { result, titles } = await crawl('/aims')
  assert.deepEqual(titles, ['One'])
  assert.match(result.flaws.join(), /tried 1 times to reach addresses that are not public/)
})
