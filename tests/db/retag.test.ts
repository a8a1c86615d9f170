import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { closePostings } from '../../db/closings.ts'
import { rescuePosting, savePostings } from '../../db/postings.ts'
import { countOutdated, retagPostings } from '../../db/retag.ts'
import type { Reread, RetagOptions } from '../../db/retag.ts'
import { saveSources } from '../../db/sources.ts'
import type { ContractCard } from '../../listings/card.ts'
import { readPosting } from '../../listings/posting.ts'
import type { Posting, RawPosting } from '../../listings/posting.ts'
import { advert, read, source } from '../support/adverts.ts'
import { everything } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
  await saveSources(world.db, [source('alder'), source('birch')])
})
after(() => world.close())
beforeEach(() => sql`truncate posting, listing cascade`.execute(world.db))

/** The readers of today have version 2 here; what is stored was read by version 1. */
const NEW = { readerVersion: 2, read: (raw: RawPosting) => readPosting(raw) } satisfies RetagOptions

/** Stores adverts as an older reader read them, and files them. */
async function store(raws: RawPosting[], older: (posting: Posting) => Posting = posting => posting, sourceId = 'alder'): Promise<void> {
  const adverts = raws.map(raw => ({ raw, posting: older(readPosting(raw)) }))
  await savePostings(world.db, sourceId, adverts, { readerVersion: 1 })
  await linkPending(world.db)
}

/** An older reader that saw no pay. */
function withoutPay(posting: Posting): Posting {
  const { pay: _, dayRate: __, ...card } = posting.card
  return { ...posting, card, contentHash: `older ${posting.contentHash}` }
}

function refused(posting: Posting): Posting {
  return { ...posting, refusal: { reason: 'off-family', evidence: [] } }
}

async function row(externalId: string) {
  return world.db.selectFrom('posting').selectAll().where('external_id', '=', externalId).executeTakeFirstOrThrow()
}

const numbered = (n: number): RawPosting => advert(`n${n}`, { title: `Project Manager, works ${n}`, location: n % 2 ? 'Leeds' : 'York' })

describe('reading again', () => {
  test('stores what reads otherwise for the linker to file, and of the rest only who read it', async () => {
    await store([advert('paid')], withoutPay)
    await store([advert('same', { title: 'PMO Analyst', location: 'York' })])
    const [paid, same] = [await row('paid'), await row('same')]
    assert.deepEqual(await retagPostings(world.db, NEW), { read: 2, changed: 1 })
    const after_ = await row('paid')
    assert.equal(after_.card.dayRate?.max, 550)
    assert.equal(after_.linked_at, null)
    assert.equal(after_.content_hash, read(advert('paid')).posting.contentHash)
    assert.deepEqual(after_.first_seen_at, paid.first_seen_at)
    assert.deepEqual(after_.last_seen_at, paid.last_seen_at)
    assert.deepEqual(await row('same'), { ...same, reader_version: 2 })
    await linkPending(world.db)
    const listing = await world.db.selectFrom('listing').select('card').where('id', '=', paid.listing_id).executeTakeFirstOrThrow()
    assert.equal(listing.card.dayRate?.max, 550)
  })

  test('done, finds nothing the second time, and the next crawl finds nothing changed', async () => {
    await store([advert('once')], withoutPay)
    await retagPostings(world.db, NEW)
    await linkPending(world.db)
    const before_ = await everything(world.db)
    assert.deepEqual(await retagPostings(world.db, NEW), { read: 0, changed: 0 })
    assert.deepEqual(await everything(world.db), before_)
    assert.deepEqual(await savePostings(world.db, 'alder', [read(advert('once'))], NEW), { new: 0, changed: 0, unchanged: 1 })
  })

  test('leaves alone what a newer reader has read', async () => {
    await savePostings(world.db, 'alder', [read(advert('ahead'))], { readerVersion: 3 })
    assert.equal(await countOutdated(world.db, NEW), 0)
    assert.deepEqual(await retagPostings(world.db, NEW), { read: 0, changed: 0 })
  })

  test('keeps to one source where one is named', async () => {
    await store([advert('a1')])
    await store([advert('b1', { title: 'Change Manager, pensions' })], undefined, 'birch')
    assert.equal(await countOutdated(world.db, { ...NEW, sourceId: 'birch' }), 1)
    assert.deepEqual(await retagPostings(world.db, { ...NEW, sourceId: 'birch' }), { read: 1, changed: 0 })
    assert.equal((await row('a1')).reader_version, 1)
  })

  test('finds its adverts by an index, so that finding none costs nothing', async () => {
    await store([advert('model')])
    await sql`
      insert into posting (source_id, external_id, url, raw, title, company, location, blocks, card, content_hash, reader_version)
      select source_id, n::text, url, raw, title, company, location, blocks, card, content_hash, 2
      from posting, generate_series(1, 3000) as n`.execute(world.db)
    await sql`analyze posting`.execute(world.db)
    for (const question of [
      sql`explain select count(*) from posting where reader_version < 2`,
      sql`explain select id, raw from posting where reader_version < 2 order by reader_version, id limit 100 for update skip locked`,
      sql`explain select id, raw from posting where reader_version < 2 and (reader_version, id) > (1, 7) order by reader_version, id limit 100`,
    ]) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`${question}`.execute(world.db)
      assert.match(rows.map(line => line['QUERY PLAN']).join('\n'), /Index (?:Only )?Scan using posting_to_retag/)
    }
  })
})

describe('a dry run', () => {
  test('changes nothing, and says what the run then does', async () => {
    await store([advert('d1'), advert('d2', { location: 'York' })], withoutPay)
    await store([advert('d3', { title: 'PMO Lead, claims' })], refused)
    const before_ = await everything(world.db)
    const [told, done]: [Reread[], Reread[]] = [[], []]
    const dry = await retagPostings(world.db, { ...NEW, dryRun: true, onBatch: batch => void told.push(...batch) })
    assert.deepEqual(await everything(world.db), before_)
    assert.deepEqual(dry, { read: 3, changed: 3 })
    await retagPostings(world.db, { ...NEW, onBatch: batch => void done.push(...batch) })
    assert.deepEqual(told, done)
    assert.deepEqual(
      told.map(one => one.difference),
      [
        { tags: ['pay', 'dayRate'], words: [], text: false, refusal: false },
        { tags: ['pay', 'dayRate'], words: [], text: false, refusal: false },
        { tags: [], words: [], text: false, refusal: true },
      ],
    )
  })

  test('goes through more adverts than a batch holds, each once', async () => {
    await store(Array.from({ length: 230 }, (_, n) => numbered(n)))
    const seen: number[] = []
    const { read: count } = await retagPostings(world.db, {
      ...NEW,
      dryRun: true,
      onBatch: batch => void seen.push(...batch.map(one => one.id)),
    })
    assert.equal(count, 230)
    assert.equal(new Set(seen).size, 230)
  })
})

describe('what people and crawls know', () => {
  test('a rescued advert stays on the board, whatever the readers say of it now', async () => {
    const raw = advert('saved', { title: 'Product Manager', description: '<p>Six month contract in Leeds, £500 per day.</p>' })
    await store([raw])
    assert.equal(await rescuePosting(world.db, (await row('saved')).id), true)
    await linkPending(world.db)
    const rescuedAt = (await row('saved')).rescued_at
    await retagPostings(world.db, { ...NEW, read: one => ({ ...readPosting(one), refusal: { reason: 'unpaid', evidence: [] } }) })
    await linkPending(world.db)
    const saved = await row('saved')
    assert.equal(saved.refusal, 'unpaid')
    assert.deepEqual(saved.rescued_at, rescuedAt)
    assert.notEqual(saved.listing_id, null)
  })

  test('an advert that is refused now leaves its listing; one that no longer is gets one', async () => {
    await store([advert('goes', { title: 'Change Manager, pensions' })])
    await store([advert('comes', { title: 'PMO Lead, claims', location: 'York' })], refused)
    const listing = (await row('goes')).listing_id
    await retagPostings(world.db, {
      ...NEW,
      read: raw => (raw.externalId === 'goes' ? refused(readPosting(raw)) : readPosting(raw)),
    })
    await linkPending(world.db)
    assert.equal((await row('goes')).listing_id, null)
    assert.notEqual((await row('comes')).listing_id, null)
    const closed = await world.db.selectFrom('listing').select('closed_at').where('id', '=', listing).executeTakeFirstOrThrow()
    assert.notEqual(closed.closed_at, null)
  })

  test('a refused advert that stays refused does not wait for the linker', async () => {
    await store([advert('never')], refused)
    await retagPostings(world.db, { ...NEW, read: raw => ({ ...readPosting(raw), refusal: { reason: 'unpaid', evidence: [] } }) })
    const never = await row('never')
    assert.equal(never.refusal, 'unpaid')
    assert.notEqual(never.linked_at, null)
  })

  test('a closed advert stays closed, with its reason, under its listing', async () => {
    await store([advert('over')], withoutPay)
    await closePostings(world.db, 'alder', ['over'], 'the source says it is gone')
    await linkPending(world.db)
    const before_ = await row('over')
    await retagPostings(world.db, NEW)
    await linkPending(world.db)
    const { closed_at, closed_because, listing_id, card } = await row('over')
    assert.deepEqual([closed_at, closed_because, listing_id], [before_.closed_at, before_.closed_because, before_.listing_id])
    assert.equal(card.dayRate?.max, 550)
  })

  test('why two adverts are one role stays on record when they are read again, by us or by a crawl', async () => {
    const twin = advert('twin', { company: 'Wren & Partner Talent', title: 'Project Manager - Payments Migration (Contract)' })
    await store([advert('first')], withoutPay)
    await store([twin], withoutPay, 'birch')
    const evidence = () => sql`select * from link_evidence order by posting_id`.execute(world.db).then(({ rows }) => rows)
    const before_ = await evidence()
    assert.equal(new Set((await Promise.all(['first', 'twin'].map(row))).map(one => one.listing_id)).size, 1)
    await retagPostings(world.db, { ...NEW, sourceId: 'birch' })
    await savePostings(world.db, 'alder', [read(advert('first'))], NEW)
    await linkPending(world.db)
    assert.equal((await row('first')).card.dayRate?.max, 550)
    assert.deepEqual(await evidence(), before_)
  })
})

describe('a run that does not end', () => {
  test('killed in the middle, it goes on where it was', async () => {
    await store(
      Array.from({ length: 250 }, (_, n) => numbered(n)),
      withoutPay,
    )
    const worker = fileURLToPath(new URL('../support/retag-worker.ts', import.meta.url))
    const child = spawn(process.execPath, [worker, world.url, '2', '130'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const [, signal] = await once(child, 'exit')
    assert.equal(signal, 'SIGKILL')
    assert.equal(await countOutdated(world.db, NEW), 150)
    assert.deepEqual(await retagPostings(world.db, NEW), { read: 150, changed: 150 })
    assert.equal(await countOutdated(world.db, NEW), 0)
    const { rows } = await sql<{ paid: number }>`select count(*) as paid from posting where card ? 'pay'`.execute(world.db)
    assert.equal(rows[0]?.paid, 250)
  })

  test('told to stop, it ends after the batch it is at', async () => {
    await store(Array.from({ length: 150 }, (_, n) => numbered(n)))
    const stopping = new AbortController()
    const counts = await retagPostings(world.db, { ...NEW, signal: stopping.signal, onBatch: () => stopping.abort() })
    assert.equal(counts.read, 100)
    assert.equal(await countOutdated(world.db, NEW), 50)
  })

  test('two at once share the work', async () => {
    await store(
      Array.from({ length: 300 }, (_, n) => numbered(n)),
      withoutPay,
    )
    const counts = await Promise.all([retagPostings(world.db, NEW), retagPostings(world.db, NEW)])
    assert.equal(counts[0].read + counts[1].read, 300)
    assert.equal(await countOutdated(world.db, NEW), 0)
  })

  test('an advert that a crawl is saving is not overwritten with what it said before', async () => {
    await store([advert('moving'), advert('still', { location: 'York' })])
    const edited = advert('moving', { description: '<p>Contract in Leeds, £700 per day, inside IR35. Payments.</p>' })
    let retagging: Promise<unknown> = Promise.resolve()
    await world.db.transaction().execute(async trx => {
      await savePostings(trx, 'alder', [read(edited)], NEW)
      retagging = retagPostings(world.db, { ...NEW, read: raw => ({ ...readPosting(raw), title: 'read again' }) })
      await sql`select pg_sleep(0.3)`.execute(trx)
    })
    await retagging
    const moving = await row('moving')
    const card: ContractCard = moving.card
    assert.equal(moving.title, 'Project Manager, payments migration')
    assert.equal(card.dayRate?.max, 700)
    assert.equal((await row('still')).title, 'read again')
  })
})
