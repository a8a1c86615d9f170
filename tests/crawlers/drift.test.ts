import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { readItems } from '../../crawlers/json-board.ts'
import { readAdvert } from '../../crawlers/run.ts'
import { findListing } from '../../db/listings.ts'
import { linkPending } from '../../db/linker.ts'
import { searchBoard } from '../../db/search.ts'
import { acceptDrift, listSources, retireStaleSources } from '../../db/sources.ts'
import type { SourceStatus } from '../../db/sources.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { NO_FILTER } from '../../listings/query.ts'
import { advert } from '../support/adverts.ts'
import { advertPage, boardOf, crawlingWorld, numbers } from '../support/crawl-world.ts'
import type { BoardJob, CrawlingWorld } from '../support/crawl-world.ts'
import { send } from '../support/hostile-server.ts'

let w: CrawlingWorld
before(async () => {
  w = await crawlingWorld()
})
after(() => w.close())

function show(id: string, jobs: BoardJob[]): void {
  w.server.on(`/v1/boards/${id}/jobs`, send(boardOf(jobs, w.server.origin), { 'content-type': 'application/json' }))
}

/** A source that has shown so many adverts in two complete runs. */
async function established(id: string, count = 100): Promise<void> {
  await w.addSource(id)
  show(id, numbers(count))
  for (let run = 0; run < 2; run++) {
    assert.equal((await w.crawl(id))?.outcome, 'complete')
    await w.passTime(id, 30)
  }
}

async function status(id: string): Promise<SourceStatus> {
  const source = (await listSources(w.db)).find(one => one.id === id)
  assert.ok(source)
  return source
}

async function openCount(id: string): Promise<number> {
  return (await w.postings(id)).filter(posting => posting.open).length
}

describe('what a source suddenly shows', () => {
  test('D4: a feed that was cut off makes the run partial, read for the first time and later', async () => {
    const item = (n: number) =>
      `<item><title>Project Manager ${n}</title><link>${w.server.origin}/ads/${n}</link><guid>cut-${n}</guid></item>`
    const whole = `<rss version="2.0"><channel><title>Jobs</title>${[1, 2, 3].map(item).join('')}</channel></rss>`
    await w.addSource('cut', { connector: 'feed', settings: { url: `${w.server.origin}/cut.rss` } })
    const show = (body: string) => w.server.on('/cut.rss', send(body, { 'content-type': 'application/rss+xml' }))
    show(whole.slice(0, whole.indexOf('<item>')))
    const first = await w.crawl('cut')
    assert.deepEqual([first?.outcome, first?.found], ['partial', 0])
    show(whole)
    assert.equal((await w.crawl('cut'))?.outcome, 'complete')
    show(whole.slice(0, whole.indexOf('<item><title>Project Manager 3')))
    for (let times = 0; times < 3; times++) {
      await w.passTime('cut', 50)
      const { outcome, reason } = (await w.crawl('cut')) ?? {}
      assert.deepEqual([outcome, /cut off before its end/.test(reason ?? '')], ['partial', true])
    }
    assert.equal((await w.postings('cut')).filter(posting => posting.open).length, 3)
  })

  test('D4: a page that fails makes the run partial: what is new is taken, nothing leaves the board', async () => {
    const list = { list: 'li', link: 'a@href', title: 'a', url: `${w.server.origin}/d4?page={page}` }
    const page = (n: number, from = 1) =>
      send(
        `<ul>${numbers(3, from)
          .map(({ id }) => `<li><a href="/d4/${n}-${id}">PM ${n} ${id}</a></li>`)
          .join('')}</ul>`,
      )
    await w.addSource('d4', { connector: 'page', settings: list })
    for (const n of [1, 2, 3]) w.server.on(`/d4?page=${n}`, page(n))
    w.server.on('/d4?page=4', send('<ul></ul>'))
    assert.equal((await w.crawl('d4'))?.found, 9)
    await w.passTime('d4', 50)
    w.server.on('/d4?page=1', page(1, 3))
    w.server.on('/d4?page=2', send('', {}, 500))
    const run = await w.crawl('d4')
    assert.deepEqual([run?.outcome, run?.new], ['partial', 2])
    await w.passTime('d4', 50)
    await w.crawl('d4')
    assert.equal(await openCount('d4'), 11)
  })

  test('D5: titles that turn into one and the same are not taken over what is known, and the run is suspect', async () => {
    await established('d5')
    show(
      'd5',
      numbers(100).map(job => ({ ...job, title: 'Apply now' })),
    )
    const run = await w.crawl('d5')
    assert.deepEqual([run?.outcome, run?.changed, run?.new], ['suspect', 0, 0])
    assert.match(run?.reason ?? '', /took on the same title/)
    const titles = (await w.postings('d5')).map(posting => posting.title)
    assert.ok(!titles.includes('Apply now') && titles.includes('Project Manager, site 1'))
    // The page came whole and is the same again: it is doubted again.
    assert.equal((await w.crawl('d5'))?.outcome, 'suspect')
  })

  test('D5: a few titles that changed are taken, at the end of the run', async () => {
    await established('retitled', 20)
    show(
      'retitled',
      numbers(20).map(job => (job.id < 4 ? { ...job, title: `Programme Manager, site ${job.id}` } : job)),
    )
    const run = await w.crawl('retitled')
    assert.deepEqual([run?.outcome, run?.changed, run?.found], ['complete', 3, 20])
    assert.equal((await w.postings('retitled')).filter(posting => posting.title.startsWith('Programme')).length, 3)
  })

  test('D6: the same adverts under new ids stay what they were, and the run says so', async () => {
    await established('d6')
    await linkPending(w.db)
    const before_ = await sql<{
      id: number
      listing_id: number
    }>`select id, listing_id from posting where source_id = 'd6' order by id`.execute(w.db)
    show(
      'd6',
      numbers(100).map(({ id }) => ({ id: id + 5_000, title: `Project Manager, site ${id}` })),
    )
    const run = await w.crawl('d6')
    assert.deepEqual([run?.outcome, run?.new, run?.unchanged], ['suspect', 0, 100])
    assert.match(run?.reason ?? '', /100 of 100 adverts came under new ids/)
    const after_ = await sql<{
      id: number
      listing_id: number
    }>`select id, listing_id from posting where source_id = 'd6' order by id`.execute(w.db)
    assert.deepEqual(after_.rows, before_.rows)
    assert.ok((await w.postings('d6')).every(({ externalId, open }) => open && Number(externalId) > 5_000))
    assert.equal((await w.crawl('d6'))?.outcome, 'complete')
  })

  test('three times as many, or a field that nearly all had and hardly any has now, are suspect too', async () => {
    await established('many', 20)
    show('many', numbers(70))
    assert.match((await w.crawl('many'))?.reason ?? '', /70 adverts where about 20/)
    await established('nowhere', 20)
    show(
      'nowhere',
      numbers(20).map(job => ({ ...job, location: job.id > 3 ? '' : 'Leeds' })),
    )
    const run = await w.crawl('nowhere')
    assert.deepEqual([run?.outcome, await openCount('nowhere')], ['suspect', 20])
    assert.match(run?.reason ?? '', /15 % of its adverts have a location where 100 % had one/)
  })

  test('D13: an advert that breaks a reader is kept apart with what came and why; the others are not touched', async () => {
    const poison = { ...advert('poison'), title: { toString: 1 } } as unknown as RawPosting
    const { posting, raw } = readAdvert(poison)
    assert.deepEqual([posting.refusal?.reason, raw], ['unreadable', poison])
    assert.match(posting.refusal?.evidence[0]?.words ?? '', /\w+/)
    const items = [{ id: 1 }, { id: 2 }, { id: 3 }]
    const { postings, flaws } = readItems(items, z.object({ id: z.number() }), 'toy', ({ id }) => {
      if (id === 2) throw new Error('no such place')
      return advert(String(id))
    })
    assert.deepEqual([postings.length, flaws], [2, ['1 of 3 adverts could not be read (item 2, no such place: {"id":2})']])
  })
})

describe('a source that stays odd', () => {
  test('accept-drift makes what it shows next what is expected', async () => {
    await established('accepted', 40)
    show(
      'accepted',
      numbers(10).map(job => ({ ...job, title: 'PMO Analyst' })),
    )
    assert.equal((await w.crawl('accepted'))?.outcome, 'suspect')
    assert.equal(await acceptDrift(w.db, 'accepted'), true)
    const run = await w.crawl('accepted')
    assert.deepEqual([run?.outcome, run?.changed], ['complete', 10])
    show(
      'accepted',
      numbers(3).map(job => ({ ...job, title: 'PMO Analyst' })),
    )
    assert.match((await w.crawl('accepted'))?.reason ?? '', /3 adverts where about 10/)
    assert.equal(await acceptDrift(w.db, 'nobody'), false)
  })

  test('three suspect runs degrade it, two weeks take its adverts out of the search but not off the board, a sound run brings them back', async () => {
    await established('odd', 12)
    await linkPending(w.db)
    const found = async () => (await searchBoard(w.db, { ...NO_FILTER, q: 'payments' })).total
    const whole = await found()
    show('odd', [])
    for (let run = 1; run <= 3; run++) {
      await w.crawl('odd')
      assert.equal((await status('odd')).degradedAt !== null, run === 3)
    }
    assert.match((await status('odd')).degradedBecause ?? '', /looked wrong: it showed 0 adverts/)
    assert.equal(await retireStaleSources(w.db), 0)
    await w.passTime('odd', 24 * 15)
    assert.equal(await retireStaleSources(w.db), 1)
    await linkPending(w.db)
    assert.ok((await found()) < whole)
    assert.equal(await openCount('odd'), 12)
    show('odd', numbers(12))
    assert.equal((await w.crawl('odd'))?.outcome, 'complete')
    await linkPending(w.db)
    assert.deepEqual([await found(), (await status('odd')).degradedAt, (await status('odd')).staleAt], [whole, null, null])
  })

  test('R3, D12: a host name nobody knows defers the run; after a week the source is degraded, then paused, and both say why', async () => {
    await w.addSource('away', { connector: 'feed', settings: { url: 'http://gone.dayrate-test.example/feed' } })
    const fetcher = createFetcher({
      userAgent: 'DayrateBot/1.0',
      allow: new Set(),
      random: () => 0,
      resolve: (name, done) => done(Object.assign(new Error(name), { code: 'ENOTFOUND' }), []),
    })
    const crawl = async () => w.crawl('away', { fetcher })
    const first = await crawl()
    assert.deepEqual([first?.outcome, first?.reason], ['deferred', 'The host name gone.dayrate-test.example was not found.'])
    await w.passTime('away', 24 * 7.5)
    await crawl()
    const degraded = await status('away')
    assert.deepEqual([degraded.degradedBecause, degraded.pausedAt], ['The host name gone.dayrate-test.example was not found.', null])
    await w.passTime('away', 24)
    await crawl()
    assert.match((await status('away')).pausedBecause ?? '', /was not found\. It has been so for more than a week\./)
    await fetcher.close()
  })

  test('D12: on a machine without a network no source is given up', async () => {
    await sql`update crawl_run set finished_at = finished_at - interval '9 days' where outcome in ('complete', 'partial')`.execute(w.db)
    await sql`update source set paused_at = null, degraded_at = null, paused_because = null, degraded_because = null where id = 'away'`.execute(
      w.db,
    )
    await w.passTime('away', 24 * 9)
    const fetcher = createFetcher({
      userAgent: 'DayrateBot/1.0',
      allow: new Set(),
      random: () => 0,
      resolve: (name, done) => done(Object.assign(new Error(name), { code: 'EAI_AGAIN' }), []),
    })
    await w.crawl('away', { fetcher })
    const { degradedAt, pausedAt } = await status('away')
    assert.deepEqual([degradedAt, pausedAt], [null, null])
    await fetcher.close()
  })
})

describe('B12: adverts that are over', () => {
  test('pages that say so, are next to empty or lead back close their advert at the second sign; one sign is not enough', async () => {
    const links = [1, 2, 3, 4, 5, 6, 7, 8].map(n => `<a href="/over/job/${n}">role ${n}</a>`).join(' ')
    await w.addSource('over', { connector: 'jobposting', settings: { pages: [`${w.server.origin}/over`] } })
    w.server.on('/over', send(links))
    for (let n = 1; n <= 8; n++) w.server.on(`/over/job/${n}`, advertPage(`Project Manager, lot ${n}`))
    await w.crawl('over')
    w.server.on('/over/job/1', send('<h1>Project Manager</h1><p>Sorry, this vacancy has now closed.</p>'))
    w.server.on('/over/job/2', send('<html><body> </body></html>'))
    w.server.on('/over/job/3', send('', { location: '/over' }, 302))
    w.server.on('/over/job/4', send('', {}, 404))
    const open = async () => (await w.postings('over')).map(posting => posting.open)
    await w.passTime('over', 24)
    assert.equal((await w.crawl('over'))?.outcome, 'complete')
    assert.deepEqual(
      await open(),
      Array.from({ length: 8 }, () => true),
    )
    w.server.on('/over/job/4', advertPage('Project Manager, lot 4'))
    await w.passTime('over', 24)
    await w.crawl('over')
    assert.deepEqual(await open(), [false, false, false, true, true, true, true, true])
  })

  test('a site where most pages say that they are gone is doubted, and loses nothing', async () => {
    for (let n = 4; n <= 8; n++) w.server.on(`/over/job/${n}`, send('', {}, 404))
    for (let run = 0; run < 3; run++) {
      await w.passTime('over', 24)
      assert.equal((await w.crawl('over'))?.outcome, 'suspect')
    }
    assert.equal(await openCount('over'), 5)
  })
})

test('R13: an advert whose page asks not to be shown elsewhere is on the board as facts and a link, and opens up when the page does', async () => {
  const shown = async () => {
    await w.crawl('hidden')
    await linkPending(w.db)
    const { slug } = await w.db
      .selectFrom('posting')
      .innerJoin('listing', 'listing.id', 'listing_id')
      .select('slug')
      .where('source_id', '=', 'hidden')
      .executeTakeFirstOrThrow()
    return (await findListing(w.db, slug))?.adverts.find(one => one.sourceId === 'hidden')?.republish
  }
  const page = advertPage('Project Manager, hidden works')
  await w.addSource('hidden', { connector: 'jobposting', settings: { pages: [`${w.server.origin}/hidden/job/1`] } })
  w.server.on('/hidden/job/1', (request, response) => {
    response.setHeader('x-robots-tag', 'noindex, noarchive')
    page(request, response)
  })
  assert.equal(await shown(), 'link-only')
  w.server.on('/hidden/job/1', page)
  assert.equal(await shown(), 'full')
})
