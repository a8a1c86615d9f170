import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import { describedSource, recogniseSource } from '../../crawlers/recognise.ts'
import type { Recognised } from '../../crawlers/recognise.ts'
import { CONNECTORS } from '../../crawlers/catalogue.ts'
import { THORNGATE_DISALLOWED } from '../../crawlers/samples/thorngate.ts'
import { startSampleBoards } from '../../crawlers/samples/server.ts'
import type { SampleBoards } from '../../crawlers/samples/server.ts'

const userAgent = 'DayrateBot/1.0 (+https://dayrate.example/bot)'
let boards: SampleBoards
let fetcher: Fetcher
before(async () => {
  boards = await startSampleBoards(0)
  fetcher = createFetcher({ userAgent, allow: new Set([new URL(boards.origin).host]) })
})
after(async () => {
  await fetcher.close()
  await boards.close()
})

async function recognised(url: string): Promise<Recognised> {
  const found = await recogniseSource(url, fetcher)
  if ('sorry' in found) throw new Error(found.sorry)
  return found
}

test('a feed is recognised by what it is, and brings its items', async () => {
  const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
  const { source, postings } = await recognised(feed.url)
  assert.equal(source.connector, 'feed')
  assert.deepEqual(source.settings, feed)
  assert.ok(postings.length >= 5)
})

test('a site with a sitemap of adverts is recognised by looking, and an id of ours is made for it', async () => {
  const { source, postings } = await recognised(`${boards.origin}/`)
  assert.equal(source.connector, 'jobposting')
  assert.ok(postings.length > 0)
  assert.match(source.id, /^[a-z0-9][a-z0-9-]{0,60}$/)
})

test('a board is recognised by its address or by its snippet on a careers page', () => {
  const look = (url: string, text = '') =>
    Object.values(CONNECTORS).flatMap(connector =>
      (connector.recognise?.({ address: new URL(url), text }) ?? []).map(settings => ({ kind: connector.name, ...(settings as object) })),
    )
  assert.deepEqual(
    look('https://boards.greenhouse.io/kestrel/jobs/1').find(one => one.kind === 'greenhouse'),
    { kind: 'greenhouse', board: 'kestrel' },
  )
  const snippet = '<script src="https://boards.greenhouse.io/embed/job_board/js?for=kestrel"></script>'
  assert.deepEqual(
    look('https://kestrel.example/careers', snippet).find(one => one.kind === 'greenhouse'),
    { kind: 'greenhouse', board: 'kestrel' },
  )
})

test('two addresses that differ only in their query get ids that differ', async () => {
  const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
  const ids = await Promise.all(['?a=1', '?a=2'].map(async query => (await recognised(feed.url + query)).source.id))
  assert.equal(new Set(ids).size, 2)
  for (const id of ids) assert.match(id, /^[a-z0-9][a-z0-9-]{0,60}$/)
})

test('a page that robots.txt forbids is not looked at', async () => {
  await assert.rejects(recogniseSource(boards.origin + THORNGATE_DISALLOWED[0], fetcher), /robots\.txt does not allow/)
})

test('what cannot be read, or is no address, is answered with a sentence', async () => {
  assert.match(JSON.stringify(await recogniseSource('careers', fetcher)), /is no web address/)
  const strict = createFetcher({ userAgent, allow: NOTHING_ALLOWED })
  await assert.rejects(recogniseSource(boards.origin, strict), /\w+ \w+/)
  await strict.close()
})

test('a page is added with its selectors; settings that cannot be used and pages without an advert are answered with a sentence', async () => {
  const list = `${boards.origin}/thorngate/jobs`
  const describe = (settings: object) => describedSource(list, { connector: 'page', settings }, fetcher)
  const marks = { list: 'li:has(a[href*="/job/"])', title: 'a', link: 'a@href' }
  const found = await describe(marks)
  assert.ok('source' in found, JSON.stringify(found))
  assert.ok(found.postings.length > 0)
  assert.equal(found.source.connector, 'page')
  assert.equal((found.source.settings as { url: string }).url, list)
  assert.deepEqual(await describe({ ...marks, link: undefined }), {
    sorry: 'The settings cannot be used: link: Invalid input: expected string, received undefined.',
  })
  assert.deepEqual(await describe({ ...marks, list: '.none' }), { sorry: 'The page has nothing where adverts stood (“.none”).' })
})
