import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Db } from '../../db/database.ts'
import { findListing } from '../../db/listings.ts'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { saveSources } from '../../db/sources.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { advert, read, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
  await saveSources(world.db, [source('alder'), source('birch'), source('cedar')])
})
after(() => world.close())

const v1 = { readerVersion: 1 }

async function file(db: Db, sourceId: string, ...adverts: RawPosting[]): Promise<void> {
  await savePostings(db, sourceId, adverts.map(read), v1)
  await linkPending(db)
}

async function listingOf(db: Db, externalId: string): Promise<number | null> {
  const row = await db.selectFrom('posting').select('listing_id').where('external_id', '=', externalId).executeTakeFirstOrThrow()
  return row.listing_id
}

const rollout = { title: 'Programme Manager, branch network roll-out', location: 'Sheffield' }

test('two agencies with one role share a listing, and each membership says why', async () => {
  const { db } = world
  await file(db, 'alder', advert('r1', rollout))
  await file(
    db,
    'birch',
    advert('r2', { ...rollout, company: 'Wren & Partner Talent', title: 'Programme Manager - Branch Network Roll-out (Contract)' }),
  )
  const id = await listingOf(db, 'r1')
  assert.equal(await listingOf(db, 'r2'), id)
  const evidence = await db
    .selectFrom('link_evidence')
    .selectAll()
    .where('listing_id', '=', id ?? 0)
    .execute()
  assert.equal(evidence.length, 2)
  for (const row of evidence) assert.ok(row.reasons.length > 0)
})

test('the same title in another town, or inside IR35, is another role', async () => {
  const { db } = world
  await file(db, 'alder', advert('t1', { title: 'PMO Lead, claims transformation', location: 'Leeds' }))
  await file(
    db,
    'birch',
    advert('t2', {
      title: 'PMO Lead, claims transformation',
      location: 'Exeter',
      description: '<p>Contract in Exeter. £500 per day, outside IR35. Claims transformation office.</p>',
    }),
  )
  await file(
    db,
    'cedar',
    advert('t3', {
      title: 'PMO Lead, claims transformation',
      location: 'Leeds',
      description: '<p>Contract in Leeds. £500 per day, inside IR35. Claims transformation office.</p>',
    }),
  )
  assert.equal(new Set([await listingOf(db, 't1'), await listingOf(db, 't2'), await listingOf(db, 't3')]).size, 3)
})

test('linking again changes no row', async () => {
  const { db } = world
  const before = await db.selectFrom('listing').selectAll().orderBy('id').execute()
  assert.deepEqual(await linkPending(db), { linked: 0, listings: 0 })
  assert.deepEqual(await db.selectFrom('listing').selectAll().orderBy('id').execute(), before)
})

test('a changed rate stays with the listing and is owed to the alerts; an untouched listing is not', async () => {
  const { db } = world
  await file(db, 'alder', advert('rate', { title: 'Project Manager, smart meters', location: 'Derby' }))
  await db.deleteFrom('match_due').execute()
  const id = await listingOf(db, 'rate')
  await file(
    db,
    'alder',
    advert('rate', {
      title: 'Project Manager, smart meters',
      location: 'Derby',
      description: '<p>6 month contract in Derby. £610 per day, outside IR35. Smart meters.</p>',
    }),
  )
  assert.equal(await listingOf(db, 'rate'), id)
  assert.deepEqual(
    (await db.selectFrom('match_due').select('listing_id').execute()).map(row => row.listing_id),
    [id],
  )
  const { slug } = await db
    .selectFrom('listing')
    .select('slug')
    .where('id', '=', id ?? 0)
    .executeTakeFirstOrThrow()
  assert.equal((await findListing(db, slug))?.card.dayRate?.max, 610)
})

test('two linkers at once file each advert once', async () => {
  const { db } = world
  const towns = ['Leeds', 'York', 'Hull', 'Bath', 'Derby', 'Poole', 'Luton', 'Truro']
  const many = Array.from({ length: 240 }, (_, i) =>
    advert(`m${i}`, { title: `Project Manager, depot number ${i % 120}`, location: towns[i % towns.length] ?? 'Leeds' }),
  )
  await savePostings(db, 'cedar', many.map(read), v1)
  await Promise.all([linkPending(db), linkPending(db), linkPending(db)])
  const rows = await db.selectFrom('posting').select(['listing_id', 'linked_at']).where('external_id', 'like', 'm%').execute()
  assert.ok(rows.every(row => row.listing_id !== null && row.linked_at !== null))
  const empty = await db.selectFrom('listing').select('id').where('adverts', '=', 0).where('closed_at', 'is', null).execute()
  assert.deepEqual(empty, [])
})

test('keys go with their advert, whoever deletes it', async () => {
  const { db } = world
  await saveSources(db, [source('dogwood')])
  await file(db, 'dogwood', advert('k1', rollout), advert('k2', { ...rollout, location: 'Leeds' }))
  const keysOf = (id: number) => db.selectFrom('posting_key').selectAll().where('posting_id', '=', id).execute()
  const [one, two] = await db.selectFrom('posting').select('id').where('source_id', '=', 'dogwood').orderBy('id').execute()
  assert.ok(one && two)
  await db.deleteFrom('posting').where('id', '=', one.id).execute()
  assert.deepEqual(await keysOf(one.id), [])
  assert.ok((await keysOf(two.id)).length > 0)
  await db.deleteFrom('source').where('id', '=', 'dogwood').execute()
  assert.deepEqual(await keysOf(two.id), [])
})
