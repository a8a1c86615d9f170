import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONNECTORS } from '../../crawlers/catalogue.ts'
import type { Page } from '../../crawlers/connector.ts'
import { feed } from '../../crawlers/connectors/feed.ts'
import { jobposting } from '../../crawlers/connectors/jobposting.ts'
import { readHtml } from '../../crawlers/html-facts.ts'
import { restrictionIn } from '../../crawlers/no-index.ts'
import { readXmlItems } from '../../crawlers/xml.ts'
import { spentMs } from '../support/spent.ts'

const URL_ = 'https://kestrel.example/jobs/1'
/** Far above what the reading takes, far below what it took with the square of the size. */
const SOON_MS = 2_000

function isSoon(read: () => void): void {
  const ms = spentMs(read)
  assert.ok(ms < SOON_MS, `took ${Math.round(ms)} ms`)
}

test('a page that repeats one property a hundred thousand times is read in time that grows with its size', () => {
  const page = `<div itemscope itemtype="https://schema.org/JobPosting">${'<meta itemprop="skills" content="x">'.repeat(100_000)}</div>`
  isSoon(() => {
    const [item] = readHtml(page, URL_).items
    assert.deepEqual(
      item?.['skills'],
      Array.from({ length: 50 }, () => 'x'),
    )
  })
})

test('items that refer to one another, or all to one heap of properties, hold no circle and cost no square', () => {
  const item = (id: string, refers: string) =>
    `<div id=${id}><div itemprop=part itemscope itemref="${refers}"><meta itemprop=name content=${id}></div></div>`
  const ring = `<div itemscope itemtype="https://schema.org/JobPosting" itemref="a b">${item('a', 'b a')}${item('b', 'a b')}</div>`
  assert.ok(JSON.stringify(readHtml(ring, URL_).items).length < 2_000)
  const around = `<section id=x><p itemprop="title name" itemscope><b itemprop=name itemscope itemref=x></b></p></section>
    <div itemscope itemtype="https://schema.org/JobPosting" itemref=x><b itemprop=url>/7</b></div>`
  assert.ok(JSON.stringify(readHtml(around, URL_).items).length < 200)
  isSoon(() => void readHtml(`${'<p itemscope>'.repeat(200)}${'<b itemscope itemref=a></b>'.repeat(20_000)}`, URL_))
  const heap = Array.from({ length: 20_000 }, (_, n) => `<meta itemprop="p${n}" content="x">`).join('')
  isSoon(() => void readHtml(`<p id=heap>${heap}</p>${'<p itemscope itemref=heap></p>'.repeat(5_000)}`, URL_))
})

test('a feed nested beyond all measure is read as far as it goes, and says so', () => {
  const deep = `<rss><channel><item><title>Project Manager</title></item>${'<a>'.repeat(200_000)}`
  isSoon(() => {
    const { items, flaw } = readXmlItems(deep, new Set(['item']))
    assert.equal(items.length, 1)
    assert.match(flaw ?? '', /nested more than/)
  })
})

test('a page nested beyond all measure is no page with feeds; an ordinary one still names its feeds', () => {
  const address = new URL(URL_)
  const head = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>'
  isSoon(() => assert.deepEqual(CONNECTORS['feed']?.recognise?.({ address, text: head + '<div>'.repeat(100_000) }), []))
  assert.deepEqual(CONNECTORS['feed']?.recognise?.({ address, text: `${head}<p>Hello<br>there` }), [
    { url: 'https://kestrel.example/feed' },
  ])
})

test('a sitemap and robots.txt lead nowhere but to the site itself and its subdomains', () => {
  const page = (label: string, body: string): Page => ({
    request: { url: 'https://www.kestrel.example/x', label },
    url: 'https://www.kestrel.example/x',
    status: 200,
    contentType: 'text/plain',
    body,
  })
  const settings = { site: 'https://www.kestrel.example/' }
  const urls = (label: string, body: string) => jobposting.read(page(label, body), settings).follow.map(({ url }) => url)
  const own = ['https://www.kestrel.example/jobs/1', 'https://kestrel.example/jobs/2', 'https://work.kestrel.example/jobs/3']
  const strange = ['https://notkestrel.example/jobs/4', 'https://kestrel.example.evil.example/jobs/5', 'http://127.0.0.1:8080/jobs/6']
  assert.deepEqual(urls('sitemap', [...own, ...strange].join('\n')), own)
  assert.deepEqual(urls('robots', 'Sitemap: https://evil.example/s.xml\nSitemap: https://kestrel.example/s.xml'), [
    'https://kestrel.example/s.xml',
  ])
})

test('R13: noindex and its like count where it is meant for everybody or for us', () => {
  const CASES: [string, string | undefined][] = [
    ['noindex', 'noindex'],
    ['NoIndex, follow', 'noindex'],
    ['none', 'none'],
    ['dayratebot: noindex', 'noindex'],
    ['max-snippet: 20, noindex', 'noindex'],
    ['googlebot: noindex, nofollow', undefined],
    ['googlebot: nofollow, dayratebot: noindex', 'noindex'],
    ['index, noarchive', 'noarchive'],
    ['tdm-reservation, googlebot: noindex', 'tdm-reservation'],
    ['index, follow', undefined],
    ['', undefined],
  ]
  for (const [tags, expected] of CASES) assert.equal(restrictionIn(tags, 'dayratebot'), expected, tags)
})

test('R13: an item of a feed, or the whole feed, that asks not to be indexed is shown as facts and a link', () => {
  const meta = '<xhtml:meta xmlns:xhtml="http://www.w3.org/1999/xhtml" name="robots" content="noindex" />'
  const item = (n: number, more = '') => `<item><title>Planner ${n}</title><link>https://x.example/${n}</link>${more}</item>`
  const read = (inside: string) => {
    const url = 'https://x.example/feed'
    const body = `<rss version="2.0"><channel><title>Posts</title>${inside}</channel></rss>`
    const page: Page = { request: { url }, url, status: 200, contentType: 'application/rss+xml', body }
    return feed.read(page, { url, companyInTitle: false }).postings.map(posting => posting.linkOnly)
  }
  assert.deepEqual(read(item(1) + item(2, meta) + item(3, meta.replace('noindex', 'index'))), [undefined, 'noindex', undefined])
  assert.deepEqual(read(meta + item(1) + item(2)), ['noindex', 'noindex'])
})
