import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { installSources } from '../../crawlers/installation.ts'
import { runSource } from '../../crawlers/run.ts'
import type { RunProgress } from '../../crawlers/run.ts'
import { startSampleBoards } from '../../crawlers/samples/server.ts'
import { openRun } from '../../db/crawl-runs.ts'
import { linkPending } from '../../db/linker.ts'
import { dueSources, listSources, saveSources } from '../../db/sources.ts'
import { createLog } from '../../log.ts'
import { advert, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

/** A board in the Greenhouse shape that answers whatever a test wants it to. */
let board: Server
let origin: string
/** The board waits for it before it answers. */
let held: Promise<void> = Promise.resolve()
let answer: (path: string) => { status: number; body: string }
let world: TestDatabase
let fetcher: Fetcher
const log = createLog({ level: 'error', pretty: false })

before(async () => {
  world = await testDatabase()
  board = createServer((request, response) => {
    const { status, body } = request.url === '/robots.txt' ? { status: 404, body: '' } : answer(request.url ?? '/')
    void held.then(() => response.writeHead(status, { 'content-type': 'application/json' }).end(body))
  })
  await new Promise<void>(resolve => board.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(board.address() as AddressInfo).port}` // a TCP server's address
  fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([new URL(origin).host]) })
})
after(async () => {
  await fetcher.close()
  board.close()
  await world.close()
})

function jobs(numbers: number[], title = 'Project Manager, site'): string {
  const { description, location } = advert('any')
  return JSON.stringify({
    jobs: numbers.map(number => ({
      id: number,
      internal_job_id: number,
      title: `${title} ${number}`,
      absolute_url: `${origin}/jobs/${number}`,
      updated_at: '2026-11-01T09:00:00Z',
      first_published: '2026-11-01T09:00:00Z',
      requisition_id: null,
      location: { name: location },
      metadata: null,
      content: (description ?? '').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    })),
    meta: { total: numbers.length },
  })
}

async function sleepUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 20))
}

const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
const show = (numbers: number[], title?: string) => (answer = () => ({ status: 200, body: jobs(numbers, title) }))

async function crawl(id: string): Promise<RunProgress | undefined> {
  const run = await runSource({ db: world.db, fetcher, log }, id)
  await linkPending(world.db)
  return run
}

/** As if everything so far had happened that long ago. */
async function passTime(id: string, hours: number): Promise<void> {
  const by = sql`${hours}::int * interval '1 hour'`
  await sql`update crawl_run set started_at = started_at - ${by}, began_at = began_at - ${by}, finished_at = finished_at - ${by} where source_id = ${id}`.execute(
    world.db,
  )
  await sql`update posting set last_seen_at = last_seen_at - ${by}, gone_at = gone_at - ${by} where source_id = ${id}`.execute(world.db)
  await sql`update crawl_page set read_at = read_at - ${by} where source_id = ${id}`.execute(world.db)
}

async function open(id: string): Promise<number> {
  return (await listSources(world.db)).find(one => one.id === id)?.openPostings ?? 0
}

async function established(id: string, runs = 3): Promise<void> {
  await saveSources(world.db, [source(id, { settings: { board: id, api: origin } })])
  show(hundred)
  for (let i = 0; i < runs; i += 1) {
    assert.equal((await crawl(id))?.outcome, 'complete')
    await passTime(id, 24)
  }
}

test('D1: a source that shows nothing, where it showed a hundred, is suspect and loses nothing', async () => {
  await established('d1')
  show([])
  const run = await crawl('d1')
  assert.equal(run?.outcome, 'suspect')
  assert.match(run.reason ?? '', /0 adverts where about 100/)
  assert.equal(await open('d1'), 100)
})

test('D2: a source that shows thirty of a hundred is suspect; the thirty are refreshed, the rest stays', async () => {
  await established('d2')
  show(hundred.slice(0, 30))
  const run = await crawl('d2')
  assert.equal(run?.outcome, 'suspect')
  assert.equal(run.unchanged, 30)
  assert.equal(await open('d2'), 100)
})

test('D3: what two complete runs 48 hours apart do not show is closed after the second, not the first', async () => {
  await established('d3')
  show(hundred.slice(5))
  assert.equal((await crawl('d3'))?.outcome, 'complete')
  assert.equal(await open('d3'), 100)
  await passTime('d3', 48)
  await crawl('d3')
  assert.equal(await open('d3'), 95)
  const closed = await world.db.selectFrom('listing').select('closed_because').where('closed_at', 'is not', null).execute()
  assert.ok(closed.length > 0 && closed.every(row => row.closed_because === 'no longer advertised'))
})

test('an advert that comes back opens again as the same posting of the same listing', async () => {
  const before = await world.db
    .selectFrom('posting')
    .select(['id', 'listing_id'])
    .where('source_id', '=', 'd3')
    .where('external_id', '=', '1')
    .executeTakeFirstOrThrow()
  show(hundred)
  await crawl('d3')
  const after_ = await world.db
    .selectFrom('posting')
    .select(['id', 'listing_id', 'closed_at'])
    .where('source_id', '=', 'd3')
    .where('external_id', '=', '1')
    .executeTakeFirstOrThrow()
  assert.deepEqual(after_, { ...before, closed_at: null })
  assert.equal(await open('d3'), 100)
})

test('D8: the same answer three times changes no advert', async () => {
  await established('d8', 1)
  const snapshot = () =>
    world.db
      .selectFrom('posting')
      .select(['id', 'changed_at', 'linked_at', 'listing_id'])
      .where('source_id', '=', 'd8')
      .orderBy('id')
      .execute()
  const before = await snapshot()
  for (let i = 0; i < 3; i += 1) assert.deepEqual((await crawl('d8'))?.unchanged, 100)
  assert.deepEqual(await snapshot(), before)
})

test('D9: of two that start one source at once exactly one runs', async () => {
  await established('d9', 1)
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  // The board holds its answer until the second has tried, so that the two really overlap.
  held = released
  const first = runSource({ db: world.db, fetcher, log }, 'd9')
  await sleepUntil(
    async () =>
      (await world.db.selectFrom('crawl_run').select('id').where('source_id', '=', 'd9').where('outcome', '=', 'running').execute())
        .length === 1,
  )
  assert.equal(await runSource({ db: world.db, fetcher, log }, 'd9'), undefined)
  release()
  assert.equal((await first)?.outcome, 'complete')
})

test('D10: a run whose process died is crashed, and the source can be crawled a minute later', async () => {
  await established('d10', 1)
  const dead = await openRun(world.db, 'd10')
  assert.notEqual(dead, undefined)
  assert.equal(await crawl('d10'), undefined)
  await sql`update crawl_run set heartbeat_at = now() - interval '3 minutes' where id = ${dead?.id}`.execute(world.db)
  assert.equal((await crawl('d10'))?.outcome, 'complete')
  const { outcome } = await world.db
    .selectFrom('crawl_run')
    .select('outcome')
    .where('id', '=', dead?.id ?? 0)
    .executeTakeFirstOrThrow()
  assert.equal(outcome, 'crashed')
})

test('a source that answers 500 has failed with a reason in plain words, loses nothing, and is due again within the hour', async () => {
  await established('broken', 1)
  answer = () => ({ status: 500, body: 'oops' })
  const run = await crawl('broken')
  assert.equal(run?.outcome, 'failed')
  assert.match(run.reason ?? '', /\w+ \w+/)
  assert.equal(await open('broken'), 100)
  assert.ok(!(await dueSources(world.db)).includes('broken'))
  const { next_crawl_at } = await world.db.selectFrom('source').select('next_crawl_at').where('id', '=', 'broken').executeTakeFirstOrThrow()
  assert.ok(+next_crawl_at - Date.now() <= 3_600_000)
})

test('a source in another shape has failed and says that it changed', async () => {
  await established('changed', 1)
  answer = () => ({ status: 200, body: '{"openings":[]}' })
  const run = await crawl('changed')
  assert.equal(run?.outcome, 'failed')
  assert.equal(await open('changed'), 100)
})

test('a source that was asked for as many pages today as its policy allows is left alone until midnight UTC', async () => {
  const policy = { ...source('spent').policy, requestsPerDay: 2 }
  await saveSources(world.db, [source('spent', { settings: { board: 'spent', api: origin }, policy })])
  show(hundred)
  assert.equal((await crawl('spent'))?.outcome, 'complete')
  assert.equal((await crawl('spent'))?.outcome, 'complete')
  const run = await crawl('spent')
  assert.deepEqual([run?.outcome, run?.pages], ['deferred', 0])
  assert.match(run?.reason ?? '', /as many pages today/)
  const { next_crawl_at } = await world.db.selectFrom('source').select('next_crawl_at').where('id', '=', 'spent').executeTakeFirstOrThrow()
  assert.ok(+next_crawl_at % 86_400_000 < 60_000, String(next_crawl_at))
  assert.equal(await open('spent'), 100)
})

test("B12: an advert whose own page is there no more, twice, is closed and opens again with it, and a strange page's absence closes nothing", async () => {
  const id = 'gone-page'
  let isThere = true
  const page = `<script type="application/ld+json">${JSON.stringify({ '@type': 'JobPosting', title: 'Project Manager', description: advert('any').description })}</script>`
  answer = path => {
    if (path === '/board') return { status: 200, body: '<a href="/job/1">one</a> <a href="/job/2">two</a>' }
    return isThere
      ? { status: 200, body: page.replace('Project Manager', `Project Manager, site ${path.slice(-1)}`) }
      : { status: 410, body: '' }
  }
  const settings = { pages: [`${origin}/board`] }
  await saveSources(world.db, [
    source(id, { connector: 'jobposting', settings }),
    source('unknown-page', { connector: 'jobposting', settings }),
  ])
  await crawl(id)
  assert.equal(await open(id), 2)
  isThere = false
  await passTime(id, 24)
  await crawl('unknown-page')
  assert.equal(await open(id), 2)
  // Once may be a mistake of theirs.
  await crawl(id)
  assert.equal(await open(id), 2)
  await crawl(id)
  assert.equal(await open(id), 0)
  isThere = true
  await crawl(id)
  assert.equal(await open(id), 2)
})

test('sample boards at another port than before are due at once, and their new addresses are no drift', async () => {
  const boards = [await startSampleBoards(0), await startSampleBoards(0)]
  for (const { sources, origin: at } of boards) {
    await installSources(world.db, { samples: sources, publicSources: false })
    const [due, ids] = [await dueSources(world.db), sources.map(({ id }) => id)]
    assert.ok(ids.every(id => due.includes(id)))
    const near = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([new URL(at).host]) })
    for (const id of ids) assert.equal((await runSource({ db: world.db, fetcher: near, log }, id))?.outcome, 'complete')
    await near.close()
    const dead = await world.db
      .selectFrom('posting')
      .select('id')
      .where('source_id', 'in', ids)
      .where('closed_at', 'is', null)
      .where('url', 'not like', `${at}%`)
      .execute()
    assert.equal(dead.length, 0)
  }
  await installSources(world.db, { samples: boards[1]?.sources, publicSources: false })
  assert.ok(!(await dueSources(world.db)).some(id => id.startsWith('sample-')))
  for (const one of boards) await one.close()
})
