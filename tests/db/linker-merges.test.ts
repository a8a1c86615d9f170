import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { findRedirect, listingHistory } from '../../db/listing-history.ts'
import { decide, linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { listMayBe } from '../../db/may-be.ts'
import { relatedListings } from '../../db/relations.ts'
import { takePostings } from '../../db/unfiled.ts'
import { read } from '../support/adverts.ts'
import { claimDigest, everything, owe, saveAlert } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { brokenRules, emptyBoard, file, listingOf, memberships, postingOf, slugOf } from '../support/linking.ts'
import { agencyAdvert, BRIDGE } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))
afterEach(async () => assert.deepEqual(await brokenRules(world.db), []))

describe('an advert that is one role with two listings', () => {
  test('makes them one: the older stays, what began the other says why it is here, the old address leads there', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('one'))
    await file(db, 'birch', BRIDGE.other('other'))
    assert.deepEqual(await memberships(db), ['one', 'other'])
    const [slug, gone] = [await slugOf(db, 'one'), await slugOf(db, 'other')]
    const evidence = await db.selectFrom('link_evidence').select('reasons').orderBy('posting_id').execute()
    await file(db, 'cedar', BRIDGE.both('both'))
    assert.deepEqual(await memberships(db), ['both one other'])
    assert.equal(await slugOf(db, 'other'), slug)
    assert.equal(await findRedirect(db, gone), slug)
    assert.equal(await findRedirect(db, slug), undefined)
    const now = await db.selectFrom('link_evidence').select('reasons').orderBy('posting_id').execute()
    assert.deepEqual(now[0], evidence[0])
    assert.deepEqual(now[1]?.reasons.slice(0, 2), [
      'it began as a role of its own, which is one with this',
      'both titles are “project manager”',
    ])
    const { events } = await listingHistory(db, (await listingOf(db, 'one')) ?? 0)
    assert.deepEqual(
      events.map(event => event.what),
      ['first seen', 'joined', 'joined', 'merged'],
    )
  })

  test('leaves them apart where any of their adverts speaks against another', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('one', { ir35: 'inside IR35' }))
    await file(db, 'birch', BRIDGE.other('other', { ir35: 'outside IR35' }))
    await file(db, 'cedar', BRIDGE.both('both', { ir35: 'a contract' }))
    assert.equal((await memberships(db)).length, 2)
    const [related] = await relatedListings(db, (await listingOf(db, 'both')) ?? 0)
    assert.equal(related?.kind, 'may_be_same')
    assert.ok((related?.reasons.length ?? 0) > 0)
    const { pairs } = await listMayBe(db, 5)
    assert.deepEqual(pairs[0]?.against, [])
    assert.deepEqual(pairs[0]?.between?.vetoes, ['one is inside and one outside IR35'])
  })

  test('J12: whoever was told of one of them is not told again', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('one'))
    await file(db, 'birch', BRIDGE.other('other'))
    const [one, other] = [(await listingOf(db, 'one')) ?? 0, (await listingOf(db, 'other')) ?? 0]
    const [told, waiting, ofBoth] = [await saveAlert(db), await saveAlert(db), await saveAlert(db)]
    await owe(db, told, other)
    await owe(db, ofBoth, other)
    await claimDigest(db)
    await owe(db, ofBoth, one)
    await owe(db, waiting, other)
    await file(db, 'cedar', BRIDGE.both('both'))
    const rows = await db.selectFrom('match').select(['saved_search_id as search', 'listing_id as listing', 'digest_id']).execute()
    const of = (search: string) => rows.filter(row => row.search === search).map(row => [row.listing, row.digest_id !== null])
    assert.deepEqual(of(told), [[one, true]])
    assert.deepEqual(of(ofBoth), [[one, true]])
    assert.deepEqual(of(waiting), [[one, false]])
  })

  test('M13: whoever wants no more of one of them hears nothing of both', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('one'))
    await file(db, 'birch', BRIDGE.other('other'))
    const other = (await listingOf(db, 'other')) ?? 0
    const [onlyOther, ofBoth] = [await saveAlert(db), await saveAlert(db)]
    await owe(db, onlyOther, other)
    await owe(db, ofBoth, other)
    await sql`update match set dismissed_at = now()`.execute(db)
    await owe(db, ofBoth, (await listingOf(db, 'one')) ?? 0)
    await file(db, 'cedar', BRIDGE.both('both'))
    assert.equal(await claimDigest(db, { ignoreHour: true }), 0)
    assert.equal((await db.selectFrom('match').select('listing_id').execute()).length, 2)
  })

  test('addresses of listings that were merged in turn lead to the last one', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('c1'))
    await file(db, 'birch', BRIDGE.other('c2'))
    await file(db, 'birch', agencyAdvert('c3', { title: 'Project Manager', parts: [3, 6], company: 'Heron Interim' }))
    assert.equal((await memberships(db)).length, 3)
    const [first, second, third] = [await slugOf(db, 'c1'), await slugOf(db, 'c2'), await slugOf(db, 'c3')]
    await file(db, 'cedar', agencyAdvert('c4', { title: 'Project Manager', parts: [2, 5, 3, 6], company: 'Sedge Search' }))
    assert.equal(await findRedirect(db, third), second)
    await file(db, 'cedar', BRIDGE.both('c5'))
    assert.equal((await memberships(db)).length, 1)
    assert.deepEqual([await findRedirect(db, third), await findRedirect(db, second)], [first, first])
  })
})

describe('an edit', () => {
  test('B: of a member that makes it another role takes it out; the listing keeps its address', async () => {
    const { db } = world
    await file(db, 'alder', agencyAdvert('kept'))
    await file(db, 'birch', agencyAdvert('turned', { company: 'Wren & Partner Talent' }))
    const slug = await slugOf(db, 'turned')
    await file(db, 'birch', agencyAdvert('turned', { company: 'Wren & Partner Talent', location: 'Exeter', parts: [4, 5] }))
    assert.deepEqual(await memberships(db), ['kept', 'turned'])
    assert.equal(await slugOf(db, 'kept'), slug)
    const { events } = await listingHistory(db, (await listingOf(db, 'kept')) ?? 0)
    assert.equal(events.at(-1)?.what, 'split')
  })

  test('B: of an advert on its own that makes it the role of another listing brings the two together', async () => {
    const { db } = world
    await file(db, 'alder', BRIDGE.one('a'))
    await file(db, 'birch', BRIDGE.other('b'))
    await file(db, 'birch', BRIDGE.both('b'))
    assert.deepEqual(await memberships(db), ['a b'])
  })

  test('D8: the same run again writes nothing, not even history', async () => {
    const { db } = world
    await file(db, 'alder', agencyAdvert('r'))
    await file(db, 'alder', agencyAdvert('r', { rate: '£600 per day' }))
    const seen = sql`update posting set last_seen_at = '2026-01-01'`
    await seen.execute(db)
    const before_ = await everything(db)
    for (const _ of [1, 2, 3]) await file(db, 'alder', agencyAdvert('r', { rate: '£600 per day' }))
    await seen.execute(db)
    assert.equal(await everything(db), before_)
  })
})

describe('relations', () => {
  test('one advertiser’s text in other towns is other listings, related as other locations', async () => {
    const { db } = world
    await file(db, 'alder', agencyAdvert('leeds', { location: 'Leeds' }), agencyAdvert('bristol', { location: 'Bristol' }))
    await file(db, 'alder', agencyAdvert('exeter', { location: 'Exeter' }))
    assert.equal((await memberships(db)).length, 3)
    const related = await relatedListings(db, (await listingOf(db, 'leeds')) ?? 0)
    assert.deepEqual(
      related.map(one => one.kind),
      ['other_location', 'other_location'],
    )
    assert.deepEqual(related.flatMap(one => one.card.places?.value[0]?.name ?? []).sort(), ['Bristol', 'Exeter'])
  })

  test('are gone when an advert they rest on closes, and back with it', async () => {
    const { db } = world
    await file(db, 'alder', agencyAdvert('leeds', { location: 'Leeds' }), agencyAdvert('bristol', { location: 'Bristol' }))
    const leeds = (await listingOf(db, 'leeds')) ?? 0
    await sql`update posting set closed_at = now(), linked_at = null where external_id = 'bristol'`.execute(db)
    await linkPending(db)
    assert.deepEqual(await relatedListings(db, leeds), [])
    await savePostings(db, 'alder', [read(agencyAdvert('bristol', { location: 'Bristol' }))], { readerVersion: 1 })
    await linkPending(db)
    assert.equal((await relatedListings(db, leeds)).length, 1)
  })
})

describe('signatures of older rules', () => {
  test('are made anew before anything is compared with them', async () => {
    const { db } = world
    await file(db, 'alder', agencyAdvert('old'))
    const { signature } = await postingOf(db, 'old')
    await sql`update posting set signature_version = 0, signature = jsonb_set(signature::jsonb, '{core}', '["something", "else"]')::json`.execute(
      db,
    )
    await file(db, 'birch', agencyAdvert('new', { company: 'Wren & Partner Talent' }))
    assert.deepEqual(await memberships(db), ['new old'])
    assert.deepEqual((await postingOf(db, 'old')).signature, signature)
  })
})

test('an advert that is edited still says why it is under its role, by what it says now', async () => {
  const { db } = world
  await file(db, 'alder', agencyAdvert('first'))
  await file(db, 'birch', agencyAdvert('second', { company: 'Wren & Partner Talent' }))
  const reasons = async (externalId: string) => {
    const { id } = await postingOf(db, externalId)
    return (await db.selectFrom('link_evidence').select('reasons').where('posting_id', '=', id).executeTakeFirstOrThrow()).reasons
  }
  assert.ok((await reasons('second')).includes('both state the same pay'))
  await file(db, 'birch', agencyAdvert('second', { company: 'Wren & Partner Talent', rate: '£560 per day' }))
  const now = await reasons('second')
  assert.ok(now.includes('both in Leeds') && !now.includes('both state the same pay'), now.join('; '))
  assert.equal(now.at(-1), 'edited since')
  await file(db, 'cedar', agencyAdvert('alone', { title: 'PMO Analyst', parts: [3] }))
  await file(db, 'cedar', agencyAdvert('alone', { title: 'PMO Analyst', parts: [3], rate: '£410 per day' }))
  assert.deepEqual(await reasons('alone'), ['the advert this listing began with'])
})

test('an advert is held against the newest eight of those that have a title and a town in common with it, however many there are', async () => {
  const { db } = world
  const depot = (n: number) => {
    const words = `<p>6 month contract in Leeds. £${400 + 37 * n} per day, outside IR35.</p><p>Depot ${n}: ${'abcdefghijklmnop'.replaceAll(/./g, letter => `${letter}${n}${letter}ation `)}</p>`
    return agencyAdvert(`n${n}`, { title: 'Project Manager', company: `Firm${n}`, description: words })
  }
  for (let n = 1; n <= 12; n++) await file(db, 'alder', depot(n))
  assert.equal((await memberships(db)).length, 12)
  await savePostings(db, 'birch', [read(depot(13))], { readerVersion: 1 })
  const { known } = await decide(db, await takePostings(db, sql`external_id = 'n13'`))
  const names = await db
    .selectFrom('posting')
    .select('external_id as name')
    .where(
      'id',
      'in',
      known.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  assert.deepEqual(
    names.map(({ name }) => name),
    ['n5', 'n6', 'n7', 'n8', 'n9', 'n10', 'n11', 'n12', 'n13'],
  )
})

test('whoever sells a course under the words of a role comes near no role, and brings none together', async () => {
  const { db } = world
  await file(db, 'alder', BRIDGE.one('one'))
  await file(db, 'birch', BRIDGE.other('other'))
  const sale = `${BRIDGE.both('sale').description} No experience needed: complete the programme and you get your course fees back where no job follows. Payment plans available.`
  await file(db, 'cedar', BRIDGE.both('sale', { description: sale, company: 'Sedge Career Courses' }))
  assert.deepEqual(await memberships(db), ['one', 'other'])
  const { refusal, listing_id } = await postingOf(db, 'sale')
  assert.deepEqual([refusal, listing_id], ['course-seller', null])
  assert.deepEqual((await listMayBe(db, 5)).pairs, [])
})
