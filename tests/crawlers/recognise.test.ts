import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import { describedSource, guesses, previewSource, recogniseSource } from '../../crawlers/recognise.ts'
import type { Recognised } from '../../crawlers/recognise.ts'
import { THORNGATE_DISALLOWED } from '../../crawlers/samples/thorngate.ts'
import { startSampleBoards } from '../../crawlers/samples/server.ts'
import type { SampleBoards } from '../../crawlers/samples/server.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const userAgent = 'DayrateBot/1.0 (+https://dayrate.example/bot)'
let boards: SampleBoards
let fetcher: Fetcher
/** A look leaves a second between two requests; here nobody sits through them. */
const clock = virtualClock()
before(async () => {
  boards = await startSampleBoards(0)
  fetcher = createFetcher({ userAgent, allow: new Set([new URL(boards.origin).host]), clock })
})
after(async () => {
  await fetcher.close()
  await boards.close()
})

async function recognised(url: string): Promise<Recognised> {
  const found = await clock.run(recogniseSource(url, fetcher))
  if ('sorry' in found) throw new Error(found.sorry)
  return found
}

test('a feed is recognised by what it is, and brings its items, a second after each request', async () => {
  const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
  const { source, postings } = await recognised(feed.url)
  assert.equal(source.connector, 'feed')
  assert.deepEqual(source.settings, feed)
  assert.ok(postings.length >= 5)
  // robots.txt, then the address, then the feed as a source of its own.
  assert.ok(clock.slept.length >= 2 && clock.slept.every(ms => ms > 900 && ms <= 1_000), clock.slept.join(' '))
})

test('a site with a sitemap of adverts is recognised by looking, and an id of ours is made for it', async () => {
  const { source, postings } = await recognised(`${boards.origin}/`)
  assert.equal(source.connector, 'jobposting')
  assert.ok(postings.length > 0)
  assert.match(source.id, /^[a-z0-9][a-z0-9-]{0,60}$/)
})

/** What is at an address and a page, as `kind settings`, likeliest first; without the try that is made of any site. */
function looked(url: string, text = ''): string[] {
  const found = guesses({ address: new URL(url), text })
  return found
    .map(({ connector, settings }) => `${connector.name} ${Object.values(settings).join(' ')}`)
    .filter(said => said !== `jobposting ${new URL(url).origin}`)
}

const BOARDS: [kind: string, addresses: string[], snippet: string][] = [
  [
    'greenhouse kestrel',
    [
      'https://boards.greenhouse.io/kestrel/jobs/1',
      'https://job-boards.greenhouse.io/kestrel',
      'https://boards-api.greenhouse.io/v1/boards/kestrel/jobs?content=true',
      'https://boards.greenhouse.io/embed/job_board?for=kestrel',
      'https://boards.greenhouse.io/embed/job_app?token=12&for=kestrel',
    ],
    '<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=kestrel"></script>',
  ],
  [
    'greenhouse kestrel https://boards-api.eu.greenhouse.io',
    ['https://job-boards.eu.greenhouse.io/kestrel', 'https://boards.eu.greenhouse.io/kestrel/jobs/9'],
    '<script src="https://boards.eu.greenhouse.io/embed/job_board/js?for=kestrel"></script>',
  ],
  [
    'lever kestrel global',
    ['https://jobs.lever.co/kestrel/0b7f', 'https://api.lever.co/v0/postings/kestrel?mode=json'],
    '<a href="https://jobs.lever.co/kestrel">Jobs</a>',
  ],
  [
    'lever kestrel eu',
    ['https://jobs.eu.lever.co/kestrel'],
    '<script>fetch("https:\\/\\/api.eu.lever.co\\/v0\\/postings\\/kestrel")</script>',
  ],
  [
    'ashby Kestrel',
    ['https://jobs.ashbyhq.com/Kestrel/0b7f', 'https://api.ashbyhq.com/posting-api/job-board/Kestrel'],
    '<script src="https://jobs.ashbyhq.com/Kestrel/embed?version=2"></script>',
  ],
  [
    'workable kestrel',
    [
      'https://apply.workable.com/kestrel/j/AB12',
      'https://kestrel.workable.com/',
      'https://apply.workable.com/api/v1/widget/accounts/kestrel',
    ],
    '<script src="https://www.workable.com/assets/embed.js"></script><a href="https://apply.workable.com/kestrel/">Jobs</a>',
  ],
  [
    'smartrecruiters Kestrel',
    [
      'https://careers.smartrecruiters.com/Kestrel',
      'https://jobs.smartrecruiters.com/Kestrel/7439-pmo',
      'https://api.smartrecruiters.com/v1/companies/Kestrel/postings',
    ],
    '<a href="https://jobs.smartrecruiters.com/Kestrel/7439-pmo">PMO</a>',
  ],
  ['recruitee kestrel', ['https://kestrel.recruitee.com/o/pmo'], '<iframe src="https://kestrel.recruitee.com/embed"></iframe>'],
  ['recruitee jobs.kestrel.example', [], '<link href="https://careers.recruiteecdn.com/x.css">'],
  ['teamtailor kestrel', ['https://kestrel.teamtailor.com/jobs'], '<a href="https://kestrel.teamtailor.com/jobs/1-pmo">PMO</a>'],
  [
    'teamtailor kestrel.na.teamtailor.com',
    ['https://kestrel.na.teamtailor.com/jobs'],
    '<a href="https://kestrel.na.teamtailor.com/jobs/1">PMO</a>',
  ],
  ['smartrecruiters Kestrel', [], '<script>widget({"company_code": "Kestrel", "group_by": "city"})</script>'],
  ['bamboohr kestrel', [], '<div id="BambooHR" data-domain="kestrel.bamboohr.com"></div>'],
  [
    'workday wd3.myworkdaysite.com kestrel Careers',
    ['https://wd3.myworkdaysite.com/en-US/recruiting/kestrel/Careers', 'https://wd3.myworkdaysite.com/wday/cxs/kestrel/Careers/jobs'],
    '<a href="https://wd3.myworkdaysite.com/recruiting/kestrel/Careers">Jobs</a>',
  ],
  ['teamtailor jobs.kestrel.example', [], '<script src="https://assets-aws.teamtailor-cdn.com/x.js"></script>'],
  ['pinpoint kestrel', ['https://kestrel.pinpointhq.com/en/postings/0b7f'], '<a href="https://kestrel.pinpointhq.com">Jobs</a>'],
  [
    'personio kestrel.jobs.personio.de',
    ['https://kestrel.jobs.personio.de/job/1?language=en'],
    '<a href="//kestrel.jobs.personio.de/">Jobs</a>',
  ],
  ['bamboohr kestrel', ['https://kestrel.bamboohr.com/careers/81'], '<script src="https://kestrel.bamboohr.com/js/embed.js"></script>'],
  [
    'workday kestrel.wd3.myworkdayjobs.com kestrel Careers',
    [
      'https://kestrel.wd3.myworkdayjobs.com/en-GB/Careers/job/Leeds/PMO_R1',
      'https://kestrel.wd3.myworkdayjobs.com/Careers',
      'https://kestrel.wd3.myworkdayjobs.com/wday/cxs/kestrel/Careers/jobs',
    ],
    '<a href="https://kestrel.wd3.myworkdayjobs.com/en-GB/Careers">Search</a>',
  ],
  [
    'bullhorn ab12cd 21 https://jobs.kestrel.example/#/jobs/{id}',
    [],
    '<script>window.config = {"service":{"corpToken":"ab12cd","swimlane":"21"}}</script>',
  ],
  [
    'bullhorn ab12cd 21 https://jobs.kestrel.example/#/jobs/{id}',
    [],
    '<script>fetch("https://public-rest21.bullhornstaffing.com:443/rest-services/ab12cd/search/JobOrder")</script>',
  ],
  ['feed https://jobs.kestrel.example/jobs.rss', [], '<head><link rel="alternate" type="application/rss+xml" href="/jobs.rss"></head>'],
]
for (const [kind, addresses, snippet] of BOARDS)
  test(`${kind} is recognised by its address and by what a careers page says of it`, () => {
    for (const address of addresses) assert.equal(looked(address)[0], kind, address)
    assert.ok(looked('https://jobs.kestrel.example/', `<html>${snippet}</html>`).includes(kind), snippet)
  })

test('a board of jobs that links to its owner’s careers is a board first', () => {
  const page = `<script type="application/ld+json">{"@type":"JobPosting"}</script><footer>${'<a href="https://careers.smartrecruiters.com/Owner">Work for us</a>'.repeat(5)}`
  assert.deepEqual(looked('https://board.example/jobs', page), ['jobposting https://board.example/jobs', 'smartrecruiters Owner'])
})

test('what a page names oftenest is its board, and help pages and pictures are nobody’s', () => {
  const link = (name: string) => `<a href="https://jobs.lever.co/${name}/1">x</a>`
  const page = `<img src="https://cdn.lever.co/logo.png">${link('partner')}${link('own')}${link('own')}<a href="https://help.bamboohr.com/">`
  assert.deepEqual(looked('https://own.example/careers', page), ['lever own global'])
})

test('two addresses that differ only in their query get ids that differ', async () => {
  const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
  const ids = [(await recognised(`${feed.url}?a=1`)).source.id, (await recognised(`${feed.url}?a=2`)).source.id]
  assert.equal(new Set(ids).size, 2)
  for (const id of ids) assert.match(id, /^[a-z0-9][a-z0-9-]{0,60}$/)
})

test('a page that robots.txt forbids is not looked at', async () => {
  await assert.rejects(recogniseSource(boards.origin + THORNGATE_DISALLOWED[0], fetcher), /robots\.txt does not allow/)
})

test('what cannot be read, or is no address, is answered with a sentence', async () => {
  assert.match(JSON.stringify(await recogniseSource('careers', fetcher)), /That is not an address of the web/)
  const strict = createFetcher({ userAgent, allow: NOTHING_ALLOWED })
  await assert.rejects(recogniseSource(boards.origin, strict), /\w+ \w+/)
  await strict.close()
})

test('a page is added with its selectors; settings that cannot be used and pages without an advert are answered with a sentence', async () => {
  const list = `${boards.origin}/thorngate/jobs`
  const describe = (settings: object) => clock.run(describedSource(list, { connector: 'page', settings }, fetcher))
  const marks = { list: 'li:has(a[href*="/job/"])', title: 'a', link: 'a@href' }
  const found = await describe(marks)
  assert.ok('source' in found, JSON.stringify(found))
  assert.ok(found.postings.length > 0)
  assert.equal(found.source.connector, 'page')
  assert.equal((found.source.settings as { url: string }).url, list)
  assert.deepEqual(await describe({ ...marks, link: undefined }), {
    sorry: 'The settings cannot be used: “link” is missing.',
  })
  assert.deepEqual(await describe({ ...marks, list: '.none' }), { sorry: 'The page has nothing where adverts stood (“.none”).' })
})

test('a preview shows the first adverts with their cards, and says which would be refused', async () => {
  const feed = boards.sources.find(source => source.connector === 'feed')?.settings as { url: string } // the feed's own settings
  const shown = await clock.run(previewSource(feed.url, fetcher))
  assert.ok(!('sorry' in shown))
  assert.equal(shown.adverts.length, 5)
  assert.ok(shown.found > 5)
  for (const { title, url, card, refused } of shown.adverts) {
    assert.ok(title.length > 3 && /^https?:/.test(url))
    assert.ok(refused !== undefined || 'discipline' in card, JSON.stringify(card).slice(0, 200))
  }
})
