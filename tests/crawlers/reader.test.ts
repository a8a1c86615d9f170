import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONNECTORS } from '../../crawlers/catalogue.ts'
import { SourceChanged } from '../../crawlers/connector.ts'
import type { Page, Reading } from '../../crawlers/connector.ts'
import { jobposting } from '../../crawlers/connectors/jobposting.ts'
import { page } from '../../crawlers/connectors/page.ts'
import { emptyPageSentence } from '../../crawlers/empty-page.ts'
import { isHeavy, Reader, ReadingGivenUp } from '../../crawlers/reader.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import { clock, fetcher, server, startAnew } from '../support/crawling.ts'
import { send } from '../support/hostile-server.ts'

const URL_ = 'https://plover.example/jobs'
const MB = 1_048_576

function pageOf(body: string, label = 'list'): Page {
  return { request: { url: URL_, label }, url: URL_, status: 200, contentType: 'text/html', body }
}

const ADVERT = '<script type="application/ld+json">{"@type":"JobPosting","title":"Planner"}</script>'

const HEAVY: Record<string, string> = {
  'five million characters on one line': `${ADVERT}<p>${'lorem ipsum '.repeat((5 * MB) / 12)}`,
  '200,000 elements inside one another': `${ADVERT}${'<div>'.repeat(200_000)}`,
  '500,000 attributes on one element': `${ADVERT}<div ${Array.from({ length: 500_000 }, (_, i) => `a${i}=x`).join(' ')}>`,
  '100,000 elements beside one another': `${ADVERT}${'<p>x</p>'.repeat(100_000)}`,
}

async function readAll(): Promise<[string, Reading][]> {
  const reader = new Reader(jobposting)
  const readings: [string, Reading][] = []
  try {
    for (const [what, body] of Object.entries(HEAVY)) readings.push([what, await reader.read(pageOf(body, 'detail'), { site: URL_ })])
  } finally {
    await reader.close()
  }
  return readings
}

describe('B6: a page made to cost', () => {
  test('is read in a thread, and what it says is read all the same, while this process goes on', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 2)
    const readings = await readAll()
    clearInterval(timer)
    for (const [what, { postings }] of readings) assert.equal(postings[0]?.title, 'Planner', what)
    for (const body of Object.values(HEAVY)) assert.ok(isHeavy(body))
    // Read in-process, each of the four would hold the process for its whole time.
    assert.ok(ticks > 10, `${ticks} ticks`)
  })

  test('is given up when it takes too long, in a sentence, and the next page is read', async () => {
    const settings = page.settings.parse({ url: URL_, list: 'p:nth-child(2n)', title: 'p', link: 'a@href' })
    const reader = new Reader(page, { timeoutMs: 3_000, memoryMb: 1_000 })
    try {
      const endless = reader.read(pageOf(`<html>${'<p>'.repeat(400_000)}`), settings)
      await assert.rejects(endless, new ReadingGivenUp('The page is made so that reading it took longer than 3 s; it was given up.'))
      await assert.rejects(reader.read(pageOf('<p>x</p>'.repeat(11_000).replaceAll('p', 'i')), settings), SourceChanged)
    } finally {
      await reader.close()
    }
  })

  test('is given up when it takes too much memory', async () => {
    const reader = new Reader(jobposting, { memoryMb: 16 })
    const hoard = `<script type="application/ld+json">[${'{"a":{}},'.repeat(400_000)}{}]</script>`
    await assert.rejects(reader.read(pageOf(hoard), { site: URL_ }), ReadingGivenUp)
    await reader.close()
  })

  test('fails as a page, and the crawl goes on with the others', async () => {
    server.on('/jobs?p=1', send(`<ul><li><a href=/jobs/1>One</a></li></ul>`))
    server.on('/jobs?p=2', send(`<ul><li><a href=/jobs/2>Two</a></li></ul>${'<div>'.repeat(200_000)}`))
    startAnew()
    const titles: string[] = []
    const settings = page.settings.parse({ url: `${server.origin}/jobs?p={page}`, list: 'li', title: 'a', link: 'a@href' })
    const { outcome, reason } = await crawlPages(page, settings, fetcher, {
      now: clock.now,
      onPage: found => void titles.push(...found.map(({ title }) => title)),
    })
    assert.deepEqual([outcome, titles], ['partial', ['One']])
    assert.match(reason ?? '', /more than 2000 elements inside one another/)
  })

  test('an ordinary page is read in this process', () => {
    assert.ok(!isHeavy(`<ul>${'<li><a href="/jobs/1">Planner</a> <span>York</span></li>'.repeat(500)}</ul>`))
    assert.ok(Object.values(CONNECTORS).length > 20)
  })
})

describe('B13: a page that comes without what people see on it', () => {
  const SHELL =
    '<html><head><script src=/app.js></script></head><body><div id=root></div><noscript>Switch on JavaScript</noscript></body></html>'
  const CONSENT = `<html><body><h1>We value your privacy</h1><p>This site uses cookies. ${'Partners process data. '.repeat(30)}</p><button>Accept all</button></body></html>`
  const BARE_LIST = `<html><body><script src=a.js></script>${'<li><a href=/job/1>Project Manager, York, six months, £500 a day, starts soon</a></li>'.repeat(15)}</body></html>`

  test('is known by its lack of text beside scripts, or by its talk of cookies', () => {
    assert.match(emptyPageSentence(pageOf(SHELL)) ?? '', /filled by its scripts/)
    assert.match(emptyPageSentence(pageOf(CONSENT)) ?? '', /notice about cookies/)
    const german = CONSENT.replace('uses cookies', 'verwendet Cookies').replace('Accept all', 'Alle akzeptieren')
    assert.match(emptyPageSentence(pageOf(german)) ?? '', /notice about cookies/)
    for (const body of [BARE_LIST, `${BARE_LIST} We use cookies. Accept`, '<p>Nothing open today</p>', '{"jobs":[]}', ''])
      assert.equal(
        emptyPageSentence({ body, contentType: body.startsWith('{') ? 'application/json' : 'text/html' }),
        undefined,
        body.slice(0, 60),
      )
  })

  const crawl = async (path: string, body: string, settings: object = {}) => {
    server.on(path, send(body))
    startAnew()
    const parsed = page.settings.parse({ url: server.origin + path, list: 'li', title: 'a', link: 'a@href', ...settings })
    return clock.run(crawlPages(page, parsed, fetcher, { now: clock.now, onPage: () => undefined }))
  }

  test('makes a crawl without an advert suspect, never complete and never “0 adverts”', async () => {
    const shell = await crawl('/shell', SHELL)
    assert.deepEqual([shell.outcome, shell.reason], ['suspect', 'The page comes empty and is filled by its scripts.'])
    assert.equal((await crawl('/consent', CONSENT)).outcome, 'suspect')
    startAnew()
    server.on('/site', send(SHELL))
    const site = await clock.run(
      crawlPages(jobposting, { pages: [`${server.origin}/site`] }, fetcher, { now: clock.now, onPage: () => undefined }),
    )
    assert.equal(site.outcome, 'suspect')
  })

  test('does not make a board suspect that says itself that it has nothing, nor one whose list just ends', async () => {
    assert.equal(
      (await crawl('/empty', '<script src=a.js></script><p class=none>Nothing open</p>', { empty: '.none' })).outcome,
      'complete',
    )
    server.on('/ends?p=2', send('<script src=a.js></script><p>No more</p>'))
    server.on('/ends?p=1', send(BARE_LIST))
    startAnew()
    const parsed = page.settings.parse({ url: `${server.origin}/ends?p={page}`, list: 'li', title: 'a', link: 'a@href' })
    assert.equal((await clock.run(crawlPages(page, parsed, fetcher, { now: clock.now, onPage: () => undefined }))).outcome, 'complete')
  })
})
