import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { closePostings } from '../../db/closings.ts'
import { findAdvert, findListing } from '../../db/listings.ts'
import { linkPending } from '../../db/linker.ts'
import { exportPostings, listRefused, rescuePosting, savePostings } from '../../db/postings.ts'
import { retagPostings } from '../../db/retag.ts'
import { searchBoard } from '../../db/search.ts'
import { listSources, pauseSource, saveSources } from '../../db/sources.ts'
import { countTakenDown, listTakedowns, subjectsAt, takeDown, undoTakedown, undoTakedownOf } from '../../db/takedowns.ts'
import { decideVerdict } from '../../db/verdicts.ts'
import { NO_FILTER } from '../../listings/query.ts'
import { readPosting } from '../../listings/posting.ts'
import { advert, read, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(async () => {
  await sql`truncate source, listing cascade`.execute(world.db)
  await saveSources(world.db, [source('alder'), source('birch')])
})

const v1 = { readerVersion: 1 }
const BRIDGE = advert('bridge', {
  title: 'Project Manager, bridge repairs',
  location: 'York',
  description: '<p>Nine month contract in York. £480 per day. Steel bridges over the Ouse.</p>',
})

/** What a crawl of the source brings, filed. */
async function crawl(sourceId: string, ...adverts: ReturnType<typeof advert>[]): Promise<void> {
  await savePostings(world.db, sourceId, adverts.map(read), v1)
  await linkPending(world.db)
}

async function board(): Promise<string[]> {
  const { rows } = await searchBoard(world.db, NO_FILTER)
  return rows.map(row => row.title).sort()
}

/** Advert → address of the listing it is in. */
async function memberships(): Promise<Map<string, string>> {
  const { rows } = await sql<{ advert: string; slug: string }>`
    select external_id as advert, slug from posting join listing on listing.id = listing_id order by 1`.execute(world.db)
  return new Map(rows.map(({ advert, slug }) => [advert, slug]))
}

const PAYMENTS = 'Project Manager, payments migration'

describe('an advert that is taken down', () => {
  test('leaves the board, the export, the way out and its role’s page, and no crawl brings it back', async () => {
    const { db } = world
    await crawl('alder', advert('one'), BRIDGE)
    assert.deepEqual(await board(), [BRIDGE.title, PAYMENTS].sort())
    const [{ id, slug } = { id: 0, slug: '' }] = await db
      .selectFrom('posting')
      .innerJoin('listing', 'listing.id', 'posting.listing_id')
      .select(['posting.id', 'listing.slug'])
      .where('external_id', '=', 'one')
      .execute()
    assert.equal(await takeDown(db, { url: 'http://www.boards.example/one/?utm_source=mail#top' }, 'its agency asked'), 1)
    // At once, before the linker has run.
    assert.equal(await findAdvert(db, id), undefined)
    assert.deepEqual((await findListing(db, slug))?.adverts, [])
    await linkPending(db)
    assert.deepEqual(await board(), [BRIDGE.title])
    const exported = []
    for await (const row of exportPostings(db)) exported.push(row.posting)
    assert.deepEqual(exported, ['bridge'])
    assert.deepEqual((await findListing(db, slug))?.card, {})
    for (const again of [
      advert('one'),
      advert('one', { description: '<p>Contract in Leeds, £700 per day, outside IR35. Payments, edited.</p>' }),
      advert('one', { url: 'https://boards.example/moved' }),
    ]) {
      await crawl('alder', again, BRIDGE)
      assert.deepEqual(await board(), [BRIDGE.title])
    }
    // The same address under another id, and at another source.
    await crawl('alder', advert('renamed', { url: 'https://boards.example/one' }))
    await crawl('birch', advert('copy', { url: 'https://boards.example/one?utm_campaign=x' }))
    assert.deepEqual(await board(), [BRIDGE.title])
    assert.equal(await countTakenDown(db), 3)
    assert.equal((await listSources(db)).find(one => one.id === 'alder')?.openPostings, 1)
  })

  test('may be asked for by the address of its role or its way out here, and shown again by the same address', async () => {
    const { db } = world
    const subjects = (given: string, held = false) => subjectsAt(db, given, 'https://board.example', held)
    await crawl('alder', advert('one'))
    const [{ id, slug } = { id: 0, slug: '' }] = await db
      .selectFrom('posting')
      .innerJoin('listing', 'listing.id', 'posting.listing_id')
      .select(['posting.id', 'listing.slug'])
      .execute()
    const here = [`/roles/${slug}`, `http://board.example/roles/${slug}?ref=mail`, `https://board.example/go/${id}`]
    const one = [{ url: 'https://boards.example/one' }]
    for (const given of here) assert.deepEqual([await subjects(given), await subjects(given, true)], [one, []], given)
    await takeDown(db, { url: 'https://boards.example/one' }, '')
    for (const linked of [false, true]) {
      if (linked) await linkPending(db)
      for (const given of here) assert.deepEqual([await subjects(given), await subjects(given, true)], [[], one], given)
    }
    assert.deepEqual(await subjects('https://board.example/how'), [])
    assert.deepEqual(await subjects('https://boards.example/roles/x'), [{ url: 'https://boards.example/roles/x' }])
    for (const given of ['roles/x', 'ftp://boards.example/1', '']) assert.equal(await subjects(given), undefined, given)
  })

  test('that was shown at another address is caught when it moves to the one that is taken down', async () => {
    await takeDown(world.db, { url: 'https://boards.example/late' }, '')
    await crawl('alder', advert('late', { url: 'https://boards.example/early' }))
    assert.deepEqual(await board(), [PAYMENTS])
    await crawl('alder', advert('late', { url: 'https://boards.example/late' }))
    assert.deepEqual(await board(), [])
  })

  test('stays away when it is read again by newer readers, and is neither listed as refused nor rescued', async () => {
    const { db } = world
    await crawl('alder', advert('perm', { title: 'Project Manager', description: '<p>Permanent role, £60,000 a year.</p>' }))
    const { rows } = await listRefused(db, { limit: 10 })
    assert.equal(rows.length, 1)
    await takeDown(db, { url: 'https://boards.example/perm' }, '')
    assert.deepEqual((await listRefused(db, { limit: 10 })).byReason, {})
    assert.equal((await listRefused(db, { limit: 10 })).total, 0)
    assert.equal(await rescuePosting(db, rows[0]?.id ?? 0), false)
    await retagPostings(db, { read: raw => ({ ...readPosting(advert('perm', raw)), title: 'Contract PM' }), readerVersion: 99 })
    await linkPending(db)
    assert.deepEqual(await board(), [])
  })

  test('comes back when it is undone, unless another takedown holds it', async () => {
    const { db } = world
    await crawl('alder', advert('one'))
    await takeDown(db, { url: 'https://boards.example/one' }, '')
    await takeDown(db, { sourceId: 'alder' }, '')
    assert.equal(await undoTakedownOf(db, { url: 'https://boards.example/one/' }), true)
    assert.equal(await undoTakedownOf(db, { url: 'https://boards.example/one' }), false)
    await linkPending(db)
    assert.deepEqual(await board(), [])
    assert.equal(await countTakenDown(db), 1)
    const [held] = await listTakedowns(db)
    assert.deepEqual(await undoTakedown(db, held?.id ?? 0), { sourceId: 'alder' })
    assert.equal(await undoTakedown(db, held?.id ?? 0), undefined)
    await linkPending(db)
    assert.deepEqual(await board(), [PAYMENTS])
    assert.deepEqual(
      (await listTakedowns(db)).map(one => one.undoneAt !== null),
      [true, true],
    )
  })

  test('goes back into the very listing it was in, at its address, with its fellows, and is no news', async () => {
    const { db } = world
    await crawl('alder', advert('one'), BRIDGE)
    await crawl('birch', advert('copy'))
    const before = await memberships()
    assert.equal(before.get('one'), before.get('copy'))
    await sql`delete from match_due`.execute(db)
    for (const url of ['https://boards.example/one', 'https://boards.example/bridge']) await takeDown(db, { url }, '')
    await linkPending(db)
    assert.deepEqual(await board(), [PAYMENTS])
    // What is changed by its source meanwhile, and what is only seen again.
    await crawl('alder', advert('one', { description: '<p>Contract in Leeds, £650 per day, outside IR35. Payments move.</p>' }), BRIDGE)
    for (const url of ['https://boards.example/one', 'https://boards.example/bridge']) await undoTakedownOf(db, { url })
    await linkPending(db)
    assert.deepEqual(await memberships(), before)
    assert.deepEqual(await board(), [BRIDGE.title, PAYMENTS].sort())
    const { rows } = await sql<{ slug: string }>`
      select slug from match_due join listing on id = listing_id where slug = ${before.get('bridge')}`.execute(db)
    assert.deepEqual(rows, [])
  })

  test('goes with its fellows where their listing became one with another meanwhile', async () => {
    const { db } = world
    await crawl('alder', BRIDGE)
    await crawl('birch', advert('copy'))
    await crawl('alder', BRIDGE, advert('one'))
    await takeDown(db, { url: 'https://boards.example/one' }, '')
    await linkPending(db)
    const ids = await db.selectFrom('posting').select('id').where('external_id', 'in', ['bridge', 'copy']).orderBy('id').execute()
    const [postingId = 0, otherId = 0] = ids.map(({ id }) => id)
    await decideVerdict(db, { postingId, otherId, says: 'same', by: 'test' })
    await undoTakedownOf(db, { url: 'https://boards.example/one' })
    await linkPending(db)
    const places = await memberships()
    assert.equal(places.get('one'), places.get('bridge'))
    assert.equal(places.get('copy'), places.get('bridge'))
  })

  test('closed while it was away is back in the history of its listing', async () => {
    const { db } = world
    await crawl('alder', BRIDGE)
    const before = await memberships()
    await takeDown(db, { url: 'https://boards.example/bridge' }, '')
    await linkPending(db)
    await closePostings(db, 'alder', ['bridge'], 'its page is gone')
    await linkPending(db)
    await undoTakedownOf(db, { url: 'https://boards.example/bridge' })
    await linkPending(db)
    assert.deepEqual(await memberships(), before)
    assert.deepEqual(await board(), [])
  })

  test('is found by its address without reading every advert there is', async () => {
    const { db } = world
    await sql`
      insert into posting (source_id, external_id, url, raw, title, company, location, blocks, card, content_hash, reader_version, linked_at)
      select 'alder', n, 'https://boards.example/many/' || n, '{}', 'Project Manager', '', '', '[]', '{}', n, 1, now()
      from generate_series(1, 3000) as n`.execute(db)
    await sql`analyze posting`.execute(db)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select id, url from posting where posting.address_stem in (address_stem('https://a.example/1'), address_stem('https://b.example/2'))`.execute(
      db,
    )
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    assert.match(plan, /posting_by_address/)
    assert.doesNotMatch(plan, /Seq Scan/)
    assert.equal(await takeDown(db, { url: 'HTTP://www.Boards.example/many/2999/?utm_source=x#top' }, ''), 1)
  })

  test('is found where its source writes addresses as no browser does', async () => {
    const url = 'HTTPS://Boards.example:443/café/1/'
    await crawl('alder', advert('odd', { url }))
    assert.equal(await takeDown(world.db, { url }, ''), 1)
  })

  test('asked for twice is one takedown', async () => {
    const { db } = world
    await crawl('alder', advert('one'))
    for (let n = 0; n < 2; n++) assert.equal(await takeDown(db, { url: 'https://boards.example/one' }, ''), 1)
    assert.equal((await listTakedowns(db)).length, 1)
  })
})

test('a source that is taken down rests, and whatever still comes of it stays away; undone, it is due', async () => {
  const { db } = world
  await crawl('alder', advert('one'))
  await crawl('birch', BRIDGE)
  assert.equal(await takeDown(db, { sourceId: 'alder' }, 'its owner asked'), 1)
  await crawl(
    'alder',
    advert('one'),
    advert('two', { description: '<p>Contract, £500 per day, outside IR35. Depots in Hull.</p>', location: 'Hull' }),
  )
  assert.deepEqual(await board(), [BRIDGE.title])
  assert.match((await listSources(db)).find(one => one.id === 'alder')?.pausedBecause ?? '', /^taken down/)
  await undoTakedownOf(db, { sourceId: 'alder' })
  await linkPending(db)
  assert.equal((await board()).length, 3)
  assert.equal((await listSources(db)).find(one => one.id === 'alder')?.pausedAt, null)
})

test('a source that was paused before it was taken down stays paused when that is undone', async () => {
  const { db } = world
  await pauseSource(db, 'alder', 'paused by hand')
  await takeDown(db, { sourceId: 'alder' }, '')
  assert.equal(await undoTakedownOf(db, { sourceId: 'alder' }), true)
  const alder = (await listSources(db)).find(one => one.id === 'alder')
  assert.equal(alder?.pausedBecause, 'paused by hand')
  assert.notEqual(alder?.pausedAt, null)
})

test('a takedown made while a crawl is saving misses nothing of it', async () => {
  const { db } = world
  for (let round = 0; round < 8; round++) {
    const url = `https://boards.example/race-${round}`
    let saved = 0
    const saving = (async () => {
      for (let n = 0; n < 10; n++) {
        await savePostings(db, 'alder', [read(advert(`race-${round}-${n}`, { url }))], v1)
        saved++
      }
    })()
    await until(() => saved >= round)
    await takeDown(db, { url }, '')
    await saving
  }
  const { rows } = await sql`select from posting where takedown_id is null`.execute(db)
  assert.equal(rows.length, 0)
})

test('a takedown undone while a crawl is saving holds nothing that the crawl brought', async () => {
  const { db } = world
  const url = 'https://boards.example/undone'
  await takeDown(db, { url }, '')
  const { id } = await db.selectFrom('takedown').select('id').executeTakeFirstOrThrow()
  let isOver = false
  let undoing: Promise<unknown> = Promise.resolve()
  await db.transaction().execute(async trx => {
    await savePostings(trx, 'alder', [read(advert('undone', { url }))], v1)
    undoing = undoTakedown(db, id).finally(() => (isOver = true))
    await until(async () => isOver || (await isWaitingForTakedowns()))
  })
  await undoing
  const { takedown_id } = await db.selectFrom('posting').select('takedown_id').executeTakeFirstOrThrow()
  assert.equal(takedown_id, null)
})

async function isWaitingForTakedowns(): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where relation = 'takedown'::regclass and not granted`.execute(world.db)
  return rows.length > 0
}
