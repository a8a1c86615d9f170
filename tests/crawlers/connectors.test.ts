import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { CATALOGUE, connectorOf, CONNECTORS } from '../../crawlers/catalogue.ts'
import type { Page, PageRequest, Reading } from '../../crawlers/connector.ts'
import { SourceChanged } from '../../crawlers/connector.ts'
import { inspectPage } from '../../crawlers/inspect.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures')

/** A recorded page's file name → how it was asked for, the source's settings, and what must be read from it. */
type Gold = Record<string, { request: PageRequest; settings: object; reading: Reading }>

function pageOf(request: PageRequest, body: string): Page {
  return { request, url: request.url, status: 200, contentType: '', body }
}

for (const [name, connector] of Object.entries(CONNECTORS))
  describe(name, () => {
    const folder = join(FIXTURES, name)
    const gold = JSON.parse(readFileSync(join(folder, 'gold.json'), 'utf8')) as Gold

    for (const [file, { request, settings, reading }] of Object.entries(gold))
      test(`reads ${file}`, () => {
        const page = pageOf(request, readFileSync(join(folder, file), 'utf8'))
        assert.deepEqual(JSON.parse(JSON.stringify(connector.read(page, settings))), reading)
      })

    test('has gold for every recorded page', () => {
      const recorded = readdirSync(folder).filter(file => file !== 'gold.json')
      assert.deepEqual(recorded.sort(), Object.keys(gold).sort())
    })

    test('begins with addresses made of its settings', () => {
      const [{ settings } = { settings: {} }] = Object.values(gold)
      const requests = connector.start(connector.settings.parse(settings))
      assert.ok(requests.length > 0)
      for (const { url } of requests) assert.match(new URL(url).protocol, /^https?:$/)
    })

    test('calls another shape a changed source, in a sentence', () => {
      const [{ settings, request } = { settings: {}, request: { url: 'https://x.example/' } }] = Object.values(gold)
      for (const body of ['<html><title>Welcome</title><body>New site</body></html>', '{"message":"moved"}', 'null', '[]', '']) {
        const page = pageOf({ ...request, label: 'list' }, body)
        // A page of nothing may be an empty board: then no advert comes of it, and nothing is made up.
        const reading = reads(() => connector.read(page, settings))
        if (reading instanceof SourceChanged) assert.match(reading.message, /^[A-Z].{15,}\.$/s)
        else assert.deepEqual(reading.postings, [])
      }
    })
  })

function reads(read: () => Reading): Reading | SourceChanged {
  try {
    return read()
  } catch (error) {
    if (error instanceof SourceChanged) return error
    throw error
  }
}

describe('hostile answers', () => {
  const { greenhouse } = CONNECTORS
  const job = { id: 1, title: 'Project Manager', absolute_url: 'https://x.example/1' }
  const read = (body: string): Reading | SourceChanged => {
    assert.ok(greenhouse)
    return reads(() => greenhouse.read(pageOf({ url: 'https://boards-api.example/' }, body), { board: 'x' }))
  }

  test('B10: a million brackets are text that is no board', () => {
    assert.ok(read('['.repeat(1_000_000)) instanceof SourceChanged)
    assert.ok(read(`{"jobs":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) instanceof SourceChanged)
  })

  test('B10: keys that aim at prototypes, numbers beyond all bounds and doubled keys do no harm', () => {
    const reading = read(
      `{"__proto__":{"polluted":1},"jobs":[{"id":1,"id":2,"title":"Project Manager","absolute_url":"https://x.example/2","__proto__":{"title":"x"},"constructor":{"prototype":{"polluted":1}},"pay_input_ranges":[{"min_cents":1e999,"currency_type":"GBP"}]},${JSON.stringify(job)}]}`,
    )
    assert.equal(({} as { polluted?: number }).polluted, undefined)
    assert.ok(!(reading instanceof SourceChanged))
    assert.deepEqual(
      reading.postings.map(posting => posting.externalId),
      ['1'],
    )
    assert.equal(reading.flaws?.length, 1)
  })

  test('an advert without a web address is left out and counted', () => {
    const reading = read(JSON.stringify({ jobs: [job, { ...job, id: 2, absolute_url: 'javascript:alert(1)' }, { ...job, id: 3 }] }))
    assert.ok(!(reading instanceof SourceChanged))
    assert.deepEqual(
      reading.postings.map(posting => posting.externalId),
      ['1', '3'],
    )
    assert.match(reading.flaws?.[0] ?? '', /1 of 3 adverts .* without a web address/)
  })

  test('B9: a feed that declares entities is refused, and no entity is ever resolved', () => {
    const { feed } = CONNECTORS
    assert.ok(feed)
    const rss = '<rss version="2.0"><channel><item><title>A &x; &lol9;</title><link>https://x.example/1</link></item></channel></rss>'
    const attacks = [
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss}`,
      `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;">]>${rss}`,
      `<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd" [ <!ENTITY % p SYSTEM "x"> %p; ]>${rss}`,
    ]
    for (const body of attacks) assert.ok(reads(() => feed.read(pageOf({ url: 'https://x.example/' }, body), {})) instanceof SourceChanged)
    const plain = feed.read(pageOf({ url: 'https://x.example/' }, rss), {})
    assert.equal(plain.postings[0]?.title, 'A &x; &lol9;')
    assert.equal(plain.flaws?.length, 1)
  })
})

describe('the catalogue', () => {
  test('every source has a connector that accepts its settings, and a policy that names and links its owner', () => {
    for (const { connector, settings, policy, id } of CATALOGUE) {
      assert.ok(connectorOf(connector).settings.safeParse(settings).success, id)
      assert.match(policy.attribution.url, /^https:\/\//)
      assert.ok(policy.attribution.text.length > 2 && policy.delayMs >= 1_000 && policy.requestsPerDay > 0, id)
    }
    assert.equal(new Set(CATALOGUE.map(({ id }) => id)).size, CATALOGUE.length)
  })

  test('connectors answer to their own names, and an unknown name is said to be so', () => {
    for (const [name, connector] of Object.entries(CONNECTORS)) assert.equal(connector.name, name)
    assert.throws(() => connectorOf('__proto__'), /no connector “__proto__”/)
  })
})

describe('inspecting a page', () => {
  test('finds the kind of page by itself', () => {
    for (const [name, file] of Object.entries({
      greenhouse: 'list.json',
      feed: 'atom.xml',
      jobposting: 'graph.html',
      lever: 'list.json',
    })) {
      const body = readFileSync(join(FIXTURES, name, file), 'utf8')
      const { postings, error } = inspectPage({ body, url: 'https://x.example/jobs/1' })
      assert.equal(error, undefined)
      assert.ok(postings.length > 0, name)
    }
  })

  test('says why nothing could be read', () => {
    assert.match(inspectPage({ body: '{}', url: 'https://x.example/', connector: 'greenhouse' }).error ?? '', /does not have the shape/)
  })
})

/** Real captured pages, kept outside the project. */
const PAGES = join(import.meta.dirname, '../../../shared/corpus/pages')

describe('real sitemaps', { skip: existsSync(PAGES) ? false : `${PAGES} is not here` }, () => {
  const { jobposting } = CONNECTORS
  const gold = existsSync(PAGES)
    ? (JSON.parse(readFileSync(join(PAGES, 'sitemaps/gold.json'), 'utf8')) as Record<string, { count: number }>)
    : {}
  for (const [file, { count }] of Object.entries(gold))
    test(`${file} gives its addresses`, () => {
      const body = readFileSync(join(PAGES, 'sitemaps', file), 'utf8')
      const sitemap = /<loc>\s*(https?:\/\/[^/<]{1,100})/.exec(body)?.[1] ?? ''
      // Every address, whatever its words.
      const reading = jobposting?.read(pageOf({ url: `${sitemap}/sitemap.xml`, label: 'sitemap' }, body), { sitemap, advert: '://' })
      assert.equal(reading?.follow.length, count)
    })
})

describe('captured pages', { skip: existsSync(PAGES) ? false : `${PAGES} is not here` }, () => {
  test('boards photographed over two weeks give ids that stay', () => {
    for (const series of ['timeseries-gh-bash', 'timeseries-gh-luno']) {
      const shots = readdirSync(join(PAGES, series)).filter(file => /^\d+\.json$/.test(file))
      const ids = shots.map(file =>
        inspectPage({ body: readFileSync(join(PAGES, series, file), 'utf8'), url: 'https://x.example/', connector: 'greenhouse' }),
      )
      for (const { postings, error } of ids) {
        assert.equal(error, undefined)
        assert.equal(new Set(postings.map(posting => posting.ref)).size, postings.length)
      }
      const [first, second] = ids.map(({ postings }) => new Set(postings.map(posting => posting.ref)))
      assert.ok(first && second && first.intersection(second).size > first.size / 2, series)
    }
  })
})

/** Boards that come as one answer of JSON, and one of their recorded pages. */
const ANSWERS = {
  greenhouse: 'list.json',
  lever: 'list.json',
  ashby: 'board.json',
  recruitee: 'offers.json',
  jobicy: 'list.json',
  remotive: 'list.json',
}

describe('adverts in another envelope than a kind knows', () => {
  for (const [name, file] of Object.entries(ANSWERS))
    test(`${name}: are read all the same, and the run says so`, () => {
      const gold = JSON.parse(readFileSync(join(FIXTURES, name, 'gold.json'), 'utf8')) as Gold
      const { request, settings, reading } = gold[file] ?? assert.fail(`no gold for ${file}`)
      const answer: unknown = JSON.parse(readFileSync(join(FIXTURES, name, file), 'utf8'))
      const archive = { fetched: '2026-11-20', answers: [{ page: 1, answer }] }
      const read = connectorOf(name).read(pageOf(request, JSON.stringify(archive)), settings)
      assert.deepEqual(JSON.parse(JSON.stringify(read.postings)), reading.postings)
      assert.match(read.flaws?.[0] ?? '', /^The adverts came in another envelope/)
    })
})
