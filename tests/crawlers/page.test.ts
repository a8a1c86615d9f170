import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { page } from '../../crawlers/connectors/page.ts'
import { SourceChanged } from '../../crawlers/connector.ts'
import type { Page } from '../../crawlers/connector.ts'

const MARKS = { list: 'li', title: 'a', link: 'a@href' }
const URL_ = 'https://linnet.example/jobs'

function pageOf(body: string, more: Partial<Page> = {}): Page {
  return { request: { url: URL_, label: 'list' }, url: URL_, status: 200, contentType: 'text/html', body, ...more }
}

function complaints(settings: object): string[] {
  const { error } = page.settings.safeParse({ url: URL_, ...MARKS, ...settings })
  return (error?.issues ?? []).map(issue => `${issue.path.join('.')}: ${issue.message}`)
}

function listOf(from: number, to: number, more = ''): string {
  const items = Array.from({ length: to - from }, (_, i) => `<li><a href="/jobs/${from + i}">Role ${from + i}</a></li>`)
  return `<html><body><ul>${items.join('')}</ul>${more}</body></html>`
}

describe('the settings of a page', () => {
  test('are accepted with selectors, attributes after @, and a page number in the address', () => {
    assert.deepEqual(complaints({}), [])
    assert.deepEqual(
      complaints({ url: `${URL_}?p={page}`, posted: 'time@datetime', id: '@data-id', title: 'h3:not(.x) > a[href^="/"]' }),
      [],
    )
    assert.deepEqual(complaints({ data: 'script#__NEXT_DATA__', list: 'props.jobs', title: 'title', link: 'url.path' }), [])
  })

  const WRONG: [settings: object, complaint: RegExp][] = [
    [{ list: 'li:x' }, /^list: “li:x” is no CSS selector/],
    [{ link: 'a@' }, /^link: “a@” is no CSS selector/],
    [{ detail: { title: 'h1[' } }, /^detail\.title: “h1\[” is no CSS selector$/],
    [{ data: 'script', list: 'props/jobs' }, /^list: “props\/jobs” is no path/],
    [{ url: 'javascript:alert(1)' }, /^url: must be a web address/],
    [{ next: 'a.next', url: `${URL_}?p={page}` }, /^next: either/],
    [{ waitFor: 'li' }, /^waitFor: is for `browser: true` only$/],
    [{ titel: 'h3' }, /^: Unrecognized key: "titel"$/],
  ]
  for (const [settings, complaint] of WRONG)
    test(`${JSON.stringify(settings)} are refused with what is wrong`, () => {
      const said = complaints(settings)
      assert.equal(said.length, settings && 'data' in settings ? 2 : 1, said.join('\n'))
      assert.match(said.find(one => complaint.test(one)) ?? said.join('\n'), complaint)
    })
})

describe('a page', () => {
  const parse = (settings: object) => page.settings.parse({ url: URL_, ...MARKS, ...settings })

  test('without an advert where adverts stood is a changed source, and never an empty board', () => {
    assert.throws(() => page.read(pageOf('<html><body><p>Our new look</p></body></html>'), parse({})), SourceChanged)
    assert.throws(() => page.read(pageOf('<script src=x></script>', { rendered: true }), parse({ browser: true })), SourceChanged)
    assert.deepEqual(page.read(pageOf('<p class="none">Nothing open</p>'), parse({ empty: '.none' })).postings, [])
  })

  test('goes to the browser only where the settings ask for it, scripts could fill it and nothing stands there', () => {
    const shell = '<html><body><div id=root></div><script src=a.js></script></body></html>'
    assert.deepEqual(page.read(pageOf(shell), parse({ browser: true })).render, { waitFor: 'li', hosts: [] })
    assert.throws(() => page.read(pageOf(shell), parse({})), SourceChanged)
    assert.equal(page.read(pageOf(listOf(1, 3) + '<script src=a.js></script>'), parse({ browser: true })).render, undefined)
  })

  test('B11: leads nowhere but to its own host, whatever its base says, and to web addresses', () => {
    const evil = `<base href="//evil.example/">${listOf(1, 3, '<a class=next href="//evil.example/2">Next</a>')}`
    const { postings, follow } = page.read(pageOf(evil), parse({ next: 'a.next' }))
    assert.deepEqual(
      postings.map(({ url }) => url),
      ['https://linnet.example/jobs/1', 'https://linnet.example/jobs/2'],
    )
    assert.deepEqual(follow, [])
  })

  test('most of whose adverts lack a title or a link is a changed source', () => {
    assert.throws(() => page.read(pageOf('<li>One</li><li>Two</li><li><a href=/3>Three</a></li>'), parse({})), /Of 3 elements “li”, 2 have/)
  })

  test('nested beyond all measure is not read', () => {
    assert.throws(() => page.read(pageOf('<div>'.repeat(100_000)), parse({})), /more than 2000 elements inside one another/)
  })

  test('whose data have keys that aim at prototypes gives nothing of them', () => {
    const body = '<script id=d>{"jobs":[{"title":"Planner","link":"/1"},{"link":"/2"}]}</script>'
    const { postings } = page.read(
      pageOf(body),
      parse({ data: '#d', list: 'jobs', title: 'title', link: 'link', company: 'constructor.name' }),
    )
    assert.deepEqual(postings, [{ externalId: 'https://linnet.example/1', url: 'https://linnet.example/1', title: 'Planner' }])
  })
})
