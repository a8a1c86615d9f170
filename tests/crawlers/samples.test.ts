// The sample boards through the real crawler and readers, compared with what a person reads in each advert.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { connectorOf } from '../../crawlers/catalogue.ts'
import { createFetcher, userAgentOf, type Fetcher } from '../../crawlers/fetcher.ts'
import { crawlPages, type CrawlResult } from '../../crawlers/pages.ts'
import type { SampleAdvert } from '../../crawlers/samples/advert.ts'
import { HARBOURLINE, PENNINE, sampleAt, THORNGATE } from '../../crawlers/samples/adverts/all.ts'
import { advertHtml } from '../../crawlers/samples/page.ts'
import { startSampleBoards, type SampleBoards, type SampleSource } from '../../crawlers/samples/server.ts'
import { readPosting, type Posting, type RawPosting } from '../../listings/posting.ts'
import { disagreements, factsOf } from '../support/expectations.ts'

const ALL = [...HARBOURLINE, ...THORNGATE, ...PENNINE]

describe('the sample boards', () => {
  let boards: SampleBoards
  let fetcher: Fetcher
  const raw: RawPosting[] = []
  const results = new Map<string, CrawlResult>()
  const readings = new Map<SampleAdvert, Posting>()

  before(async () => {
    boards = await startSampleBoards(0)
    fetcher = createFetcher({ userAgent: userAgentOf('http://localhost'), allow: new Set([new URL(boards.origin).host]) })
    for (const source of boards.sources) results.set(source.id, await crawl(source, fetcher, raw))
    for (const posting of raw) readings.set(sampleOf(posting), readPosting(posting, new Date()))
  })
  after(async () => {
    await fetcher.close()
    await boards.close()
  })

  test('are crawled whole, without a failure or a flaw', () => {
    for (const [id, result] of results) {
      assert.deepEqual(
        { id, outcome: result.outcome, errors: result.errors, flaws: result.flaws },
        { id, outcome: 'complete', errors: [], flaws: [] },
      )
    }
    assert.equal(raw.length, ALL.length)
    assert.equal(readings.size, ALL.length)
  })

  test('are read as a person reads them, in at least 97 of 100 facts', t => {
    let facts = 0
    const wrong: string[] = []
    for (const [advert, posting] of readings) {
      facts += factsOf(advert.expect)
      wrong.push(...disagreements(advert.expect, posting).map(one => `${advert.id} “${advert.title}”: ${one}`))
    }
    for (const one of wrong) t.diagnostic(one)
    t.diagnostic(`${facts - wrong.length} of ${facts} facts agree`)
    assert.ok(1 - wrong.length / facts >= 0.97, `${wrong.length} of ${facts} facts disagree:\n${wrong.join('\n')}`)
  })

  test('show what is for the board and refuse the rest', () => {
    const wrong = [...readings].filter(([{ expect }, { refusal }]) => (expect.refused === undefined) !== (refusal === undefined))
    assert.deepEqual(
      wrong.map(([{ id, title }, { refusal }]) => `${id} ${title}: ${refusal?.reason ?? 'shown'}`),
      [],
    )
  })

  test('lose the telephone numbers and addresses of their contacts when they are read, and nothing else', () => {
    for (const [advert, posting] of readings) {
      const text = textOf(posting)
      assert.doesNotMatch(text, /\b01[36]1 ?496|example\.com/, advert.id)
      for (const kept of ['IR35', 'ISO 20022', 'ISO 27001', 'RAID', 'SC clearance']) {
        if (plain(advert).includes(kept)) assert.ok(text.includes(kept), `${advert.id} lost “${kept}”`)
      }
    }
  })

  test('have their characters mended: no misread pounds, no entities, no dashes from another code page', () => {
    for (const [advert, posting] of readings)
      assert.doesNotMatch(textOf(posting), /Â£|â€|&(?:amp|lt|gt|pound|nbsp|bull);|[\u0080-\u009f\ufffd]/, advert.id)
    const port = readings.get(named('port-automation-project-manager-southampton-77325'))
    assert.match(port ? textOf(port) : '', /£550 per day – outside IR35 – for fifteen months/)
    const cloth = readings.get(named('PNW-90104'))
    assert.equal(cloth?.title, 'E-commerce Project Manager - £400 per day - Huddersfield')
  })

  test('keep to themselves what a reader is meant to find out', async () => {
    for (const source of ['/v1/boards/harbourline/jobs?content=true', '/pennine-feed.xml', `/thorngate/job/${THORNGATE[0]?.id}`]) {
      const text = await (await fetch(boards.origin + source)).text()
      for (const secret of ['postedDaysAgo', '"role"', '"expect"', 'termMonths', 'steppingStone', 'off-family'])
        assert.ok(!text.includes(secret), `${source} tells “${secret}”`)
    }
  })

  test('answer 304 to one who has the page already', async () => {
    for (const path of ['/v1/boards/harbourline/jobs?content=true', '/pennine-feed.xml']) {
      const first = await fetch(boards.origin + path)
      const second = await fetch(boards.origin + path, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } })
      assert.deepEqual([first.status, second.status, await second.text()], [200, 304, ''])
    }
  })

  test('have listing pages that lead from one to the next to every advert', async () => {
    const found = new Set<string>()
    let path: string | undefined = '/thorngate/jobs'
    while (path !== undefined) {
      const page: string = await (await fetch(boards.origin + path)).text()
      for (const [, id] of page.matchAll(/href="\/thorngate\/job\/([^"]+)"/g)) found.add(id ?? '')
      path = /rel="next" href="([^"]+)"/.exec(page)?.[1]
    }
    assert.deepEqual([...found].toSorted(), THORNGATE.map(({ id }) => id).toSorted())
  })

  test('close their forms to crawlers and name their sitemap', async () => {
    const robots = await (await fetch(`${boards.origin}/robots.txt`)).text()
    assert.match(robots, /^Disallow: \/thorngate\/apply\/$/m)
    assert.match(robots, new RegExp(`^Sitemap: ${boards.origin}/sitemap.xml$`, 'm'))
    const sitemap = await (await fetch(`${boards.origin}/sitemap.xml`)).text()
    assert.equal(sitemap.match(/<lastmod>\d{4}-\d{2}-\d{2}<\/lastmod>/g)?.length, THORNGATE.length)
    assert.ok(!sitemap.includes('/apply/'))
  })

  test('have a page for people behind every advert', async () => {
    for (const posting of raw.filter((_, index) => index % 10 === 0)) {
      const page = await fetch(posting.url)
      assert.equal(page.status, 200)
      assert.match(await page.text(), /A fictional job board that comes with Dayrate/)
    }
    assert.equal((await fetch(`${boards.origin}/pennine/advert/none`)).status, 404)
    assert.equal((await fetch(boards.origin, { method: 'POST' })).status, 405)
  })
})

test('the sample boards take another port when theirs is in use', async () => {
  const taken = createServer()
  await once(taken.listen(0, '127.0.0.1'), 'listening')
  const address = taken.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const boards = await startSampleBoards(port)
  assert.notEqual(boards.origin, `http://127.0.0.1:${port}`)
  assert.equal((await fetch(boards.origin)).status, 200)
  await boards.close()
  await new Promise(resolve => taken.close(resolve))
})

test('the same day gives the same boards, and another day moves dates and nothing else', async () => {
  const [first, second, later] = await Promise.all(
    ['2026-11-22T08:00Z', '2026-11-22T21:00Z', '2026-12-01T08:00Z'].map(day => boardText(new Date(day))),
  )
  assert.equal(first, second)
  assert.notEqual(first, later)
  const undated = (text: string | undefined) => text?.replaceAll(/\d{4}-\d{2}-\d{2}T[\d:+.Z]+|\w{3}, \d{2} \w{3} \d{4} [\d:]+ GMT/g, 'DATE')
  assert.equal(undated(first), undated(later))
})

test('fifteen roles are advertised two to four times, never in quite the same words', () => {
  const shared = [...Map.groupBy(ALL, advert => advert.role).values()].filter(adverts => adverts.length > 1)
  assert.equal(shared.length, 15)
  for (const adverts of shared) {
    assert.ok(adverts.length <= 4)
    assert.equal(new Set(adverts.map(({ company, id }) => `${company} ${id.slice(0, 3)}`)).size, adverts.length)
    assert.equal(new Set(adverts.map(({ body }) => body)).size, adverts.length)
    assert.equal(
      new Set(adverts.map(({ expect }) => `${expect.engagement} ${expect.discipline} ${expect.seniority} ${expect.place}`)).size,
      1,
    )
  }
})

test('there are about 150 adverts of an advert’s length, about 25 of them not for the board', () => {
  assert.equal(ALL.length, 150)
  assert.equal(new Set(ALL.map(({ id }) => id)).size, 150)
  const refused = ALL.filter(({ expect }) => expect.refused)
  assert.ok(refused.length >= 24 && refused.length <= 28, String(refused.length))
  for (const advert of ALL) {
    const length = advertHtml(advert).replaceAll(/<[^>]{0,80}>|&lt;[^&]{0,20}&gt;/g, '').length
    assert.ok(length >= 900 && length <= 2_500, `${advert.id}: ${length} characters`)
  }
})

/** One source read as a crawl run reads it. */
async function crawl(source: SampleSource, fetcher: Fetcher, into: RawPosting[]): Promise<CrawlResult> {
  const connector = connectorOf(source.connector)
  return crawlPages(connector, connector.settings.parse(source.settings), fetcher, { onPage: found => void into.push(...found) })
}

async function boardText(now: Date): Promise<string> {
  const boards = await startSampleBoards(0, now)
  const paths = ['/v1/boards/harbourline/jobs?content=true', '/pennine-feed.xml']
  const texts = await Promise.all(paths.map(async path => (await fetch(boards.origin + path)).text()))
  await boards.close()
  return texts.join('\n').replaceAll(boards.origin, 'ORIGIN')
}

function sampleOf(posting: RawPosting): SampleAdvert {
  const advert = sampleAt(posting.url)
  assert.ok(advert, `no sample behind ${posting.url}`)
  return advert
}

function named(id: string): SampleAdvert {
  const advert = ALL.find(one => one.id === id)
  assert.ok(advert)
  return advert
}

function textOf(posting: Posting): string {
  return [posting.title, ...posting.blocks.map(block => block.text)].join('\n')
}

function plain({ title, body }: SampleAdvert): string {
  return `${title}\n${body}`.replaceAll(/<[^>]{0,80}>/g, ' ')
}
