// What a crawling process holds at most while everything a hostile server can send is sent to it, four crawls at a time.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { hostileServer, rawServer, send } from '../support/hostile-server.ts'
import type { Answer, HostileServer } from '../support/hostile-server.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const MB = 1_048_576
/**
 * What the house allows. Measured: pages of 5 MB each 176 to 187 MB, feeds, boards and sitemaps of 20 MB each 209 to 225 MB; of both, 123
 * before the first page.
 */
const MOST_MB = 250

let server: HostileServer
let raw: Awaited<ReturnType<typeof rawServer>>

before(async () => {
  server = await hostileServer()
  raw = await rawServer(socket => void socket.write(`HTTP/1.1 200 OK\r\n${`x-long: ${'y'.repeat(1_000)}\r\n`.repeat(200)}\r\n`))
})
after(() => Promise.all([server.close(), raw.close()]))

/** 200 MB of one letter. */
async function bomb(packer: Transform): Promise<Buffer> {
  const chunks: Buffer[] = []
  packer.on('data', (chunk: Buffer) => chunks.push(chunk))
  const megabyte = Buffer.alloc(MB, 'a')
  for (let n = 0; n < 200; n++) if (!packer.write(megabyte)) await once(packer, 'drain')
  packer.end()
  await once(packer, 'end')
  return Buffer.concat(chunks)
}

/** Sends a piece again and again until nobody listens. */
function endless(piece: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const more = () => {
      while (!response.destroyed && response.write(piece));
    }
    response.on('drain', more)
    more()
  }
}

const filled = (piece: string, bytes: number) => piece.repeat(Math.floor(bytes / piece.length))

interface Crawl {
  kind: string
  settings: object
}

/** What is sent, and how it is read. */
async function sendEverything(): Promise<{ pages: Crawl[]; feeds: Crawl[] }> {
  let crawls: Crawl[] = []
  const page = (path: string, answer: Answer, kind = 'jobposting', settings: object = { pages: [server.origin + path] }) => {
    server.on(path, answer)
    crawls.push({ kind, settings })
  }
  const feed = (path: string, answer: Answer) => page(path, answer, 'feed', { url: server.origin + path })
  const list = (path: string, answer: Answer) =>
    page(path, answer, 'page', { url: server.origin + path, list: 'p:nth-child(2n)', title: 'a', link: 'a@href' })
  page('/gzip', send(await bomb(zlib.createGzip()), { 'content-encoding': 'gzip' }))
  page('/deflate', send(await bomb(zlib.createDeflate()), { 'content-encoding': 'deflate' }))
  page(
    '/br',
    send(await bomb(zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } })), { 'content-encoding': 'br' }),
  )
  page('/zstd', send(await bomb(zlib.createZstdCompress()), { 'content-encoding': 'zstd' }))
  page('/endless', endless('<p>more and more</p>'.repeat(3_000)))
  page('/line', send(filled('lorem ipsum ', 5 * MB - 100)))
  page('/deep', send(filled('<div>', 5 * MB - 100)))
  list('/deep-list', send(filled('<div>', 5 * MB - 100)))
  list('/wide-list', send(filled('<p>', 600_000)))
  page('/attributes', send(`<div ${Array.from({ length: 450_000 }, (_, n) => `a${n}=x`).join(' ')}>`))
  page('/marked-up', send(filled('<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop=title>x</b>', 5 * MB - 100)))
  page('/linked-data', send(`<script type="application/ld+json">${filled('[{"@graph":', 4 * MB)}</script>`))
  server.on('/loop', (request, response) => {
    const n = Number(new URL(request.url ?? '', server.origin).searchParams.get('n') ?? 0)
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<p>${n}</p><p><a href="/x/${n}">x</a></p><a class=next href="/loop?n=${n + 1}">n</a>${filled('<i>x</i>', 50_000)}`)
  })
  crawls.push({ kind: 'page', settings: { url: `${server.origin}/loop`, list: 'p', title: 'a', link: 'a@href', next: 'a.next' } })
  crawls.push({ kind: 'jobposting', settings: { pages: [`${raw.origin}/headers`] } })
  const pages = crawls
  crawls = []
  feed('/endless-feed', endless('<item><title>more</title></item>'.repeat(2_000)))
  feed(
    '/items',
    send(`<rss><channel>${filled('<item><title>Planner</title><link>https://x.example/1</link></item>', 19 * MB)}</channel></rss>`),
  )
  feed(
    '/laughs',
    send(`<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1_000)}">]><rss><channel><item><title>${filled('&a;', MB)}</title></item></channel></rss>`),
  )
  feed('/deep-feed', send(`<rss><channel><item>${filled('<a>', 19 * MB)}`))
  page('/board', send(filled('[', 19 * MB)), 'greenhouse', { board: 'x', api: `${server.origin}/board` })
  server.on('/board/v1/boards/x/jobs', send(filled('{"jobs":[', 19 * MB), { 'content-type': 'application/json' }))
  page('/sitemap.xml', send(`<urlset>${filled('<url><loc>https://x.example/jobs/1</loc></url>', 49 * MB)}</urlset>`), 'jobposting', {
    sitemap: `${server.origin}/sitemap.xml`,
  })
  return { pages, feeds: crawls }
}

async function crawlAll(crawls: Crawl[]): Promise<{ outcomes: Record<string, string>; mb: number }> {
  const program = `
    import { createFetcher, userAgentOf } from '${ROOT}/crawlers/fetcher.ts'
    import { crawlPages } from '${ROOT}/crawlers/pages.ts'
    import { connectorOf } from '${ROOT}/crawlers/catalogue.ts'
    const crawls = ${JSON.stringify(crawls)}
    const outcomes = {}
    await Promise.all([1, 2, 3, 4].map(async () => {
      const fetcher = createFetcher({ userAgent: userAgentOf('https://dayrate.example'), allow: new Set(['${server.host}', '${raw.host}']), deadlineMs: 8000 })
      for (let next = crawls.shift(); next !== undefined; next = crawls.shift()) {
        const connector = connectorOf(next.kind)
        const { outcome } = await crawlPages(connector, connector.settings.parse(next.settings), fetcher, { budgets: { pages: 50 }, onPage: () => undefined })
        outcomes[JSON.stringify(next.settings).replace(/.*?:\\d+(\\/[\\w.-]+).*/, '$1')] = outcome
      }
      await fetcher.close()
    }))
    console.log(JSON.stringify({ outcomes, mb: Math.round(process.resourceUsage().maxRSS / 1024) }))`
  // As `npm start` runs it.
  const options = ['--max-semi-space-size=4', '--expose-gc', '--input-type=module', '-e', program]
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 100_000 })
  return JSON.parse(stdout) as Awaited<ReturnType<typeof crawlAll>>
}

test('B1–B10: four crawls at a time of every hostile page and feed there is hold less than 250 MB, and none of them is “0 adverts”', async t => {
  const { pages, feeds } = await sendEverything()
  for (const crawls of [pages, feeds]) {
    const { outcomes, mb } = await crawlAll(crawls)
    t.diagnostic(`most held: ${mb} MB`)
    assert.equal(Object.keys(outcomes).length, crawls.length)
    for (const [name, outcome] of Object.entries(outcomes)) assert.notEqual(outcome, 'complete', name)
    assert.ok(mb < MOST_MB, `${mb} MB: ${JSON.stringify(outcomes)}`)
  }
})
