import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { closeExpired, closeForgotten, retireSamples } from '../../db/closings.ts'
import { exportPostings, hasUnlinked, listRefused, rescuePosting, savePostings } from '../../db/postings.ts'
import type { ReadAdvert } from '../../db/postings.ts'
import { saveSources } from '../../db/sources.ts'
import { boardState } from '../../db/board-facts.ts'
import { searchBoard } from '../../db/search.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { NO_FILTER } from '../../listings/query.ts'
import { advert, read, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let test_: TestDatabase
before(async () => {
  test_ = await testDatabase()
  await saveSources(test_.db, [source('alder'), source('birch'), source('toy', { origin: 'sample' })])
})
after(() => test_.close())

const v1 = { readerVersion: 1 }

test('an advert seen again unchanged is only marked as seen (D8)', async () => {
  const { db } = test_
  assert.deepEqual(await savePostings(db, 'alder', [read(advert('same'))], v1), { new: 1, changed: 0, unchanged: 0 })
  const before = await db.selectFrom('posting').selectAll().where('external_id', '=', 'same').executeTakeFirstOrThrow()
  assert.deepEqual(await savePostings(db, 'alder', [read(advert('same'))], v1), { new: 0, changed: 0, unchanged: 1 })
  const after_ = await db.selectFrom('posting').selectAll().where('external_id', '=', 'same').executeTakeFirstOrThrow()
  assert.deepEqual({ ...after_, last_seen_at: null }, { ...before, last_seen_at: null })
  assert.ok(after_.last_seen_at > before.last_seen_at)
})

test('an edited advert is changed and waits for the linker, under its own id', async () => {
  const { db } = test_
  await savePostings(db, 'alder', [read(advert('edited'))], v1)
  await linkPending(db)
  const edited = advert('edited', { description: '<p>Contract in Leeds, £600 per day, outside IR35. Payments.</p>' })
  assert.deepEqual(await savePostings(db, 'alder', [read(edited)], v1), { new: 0, changed: 1, unchanged: 0 })
  const row = await db
    .selectFrom('posting')
    .select(['linked_at', 'listing_id', 'signature'])
    .where('external_id', '=', 'edited')
    .executeTakeFirstOrThrow()
  assert.equal(row.linked_at, null)
  assert.equal(row.signature, null)
  assert.notEqual(row.listing_id, null)
})

test('one page that shows an advert twice saves it once', async () => {
  const counts = await savePostings(test_.db, 'alder', [read(advert('twice')), read(advert('twice'))], v1)
  assert.deepEqual(counts, { new: 1, changed: 0, unchanged: 0 })
})

test('texts with NUL and broken surrogates are stored without them', async () => {
  const nasty = advert('nasty', { title: 'Project\0 Manager \uD800', description: '<p>Contract \0 \uDC00 £500 per day</p>' })
  assert.equal((await savePostings(test_.db, 'alder', [read(nasty)], v1)).new, 1)
})

test('a refused advert is on record with its words, is not on the board, and can be rescued for good', async () => {
  const { db } = test_
  const refused = advert('perm', { title: 'Product Manager', description: '<p>Permanent role, £70,000 a year.</p>' })
  await savePostings(db, 'birch', [read(refused)], v1)
  await linkPending(db)
  const { rows, byReason } = await listRefused(db, { limit: 10 })
  const row = rows.find(one => one.title === 'Product Manager')
  assert.ok(row)
  assert.ok(row.evidence.length > 0)
  assert.ok((byReason[row.reason] ?? 0) >= 1)
  assert.equal(await rescuePosting(db, row.id), true)
  await linkPending(db)
  await savePostings(db, 'birch', [read({ ...refused, description: '<p>Permanent role, £75,000 a year.</p>' })], v1)
  await linkPending(db)
  const shown = await db.selectFrom('posting').select('listing_id').where('id', '=', row.id).executeTakeFirstOrThrow()
  assert.notEqual(shown.listing_id, null)
})

test('an advert that a better reading refuses leaves its listing, and the listing closes', async () => {
  const { db } = test_
  const good = advert('turncoat', { title: 'Change Manager, pensions', location: 'Bristol' })
  await savePostings(db, 'birch', [read(good)], v1)
  await linkPending(db)
  const { listing_id } = await db.selectFrom('posting').select('listing_id').where('external_id', '=', 'turncoat').executeTakeFirstOrThrow()
  await savePostings(db, 'birch', [read({ ...good, title: 'Account Manager, pensions', description: '<p>Permanent.</p>' })], v1)
  await linkPending(db)
  const listing = await db
    .selectFrom('listing')
    .select(['closed_at', 'closed_because'])
    .where('id', '=', listing_id)
    .executeTakeFirstOrThrow()
  assert.notEqual(listing.closed_at, null)
  assert.equal(listing.closed_because, 'no advert of it is left')
})

test('an advert past its closing date by a day closes, and opens again when the source shows it with a new one', async () => {
  const { db } = test_
  await savePostings(db, 'birch', [read(advert('dated', { location: 'Cardiff' }))], v1)
  await linkPending(db)
  await sql`update posting set closes_at = now() - interval '25 hours' where external_id = 'dated'`.execute(db)
  assert.equal(await closeExpired(db), 1)
  await linkPending(db)
  const closed = await db
    .selectFrom('posting')
    .select(['closed_because', 'listing_id'])
    .where('external_id', '=', 'dated')
    .executeTakeFirstOrThrow()
  assert.equal(closed.closed_because, 'its closing date passed')
  await savePostings(db, 'birch', [read(advert('dated', { location: 'Cardiff' }))], v1)
  await linkPending(db)
  const open = await db
    .selectFrom('posting')
    .select(['closed_at', 'listing_id'])
    .where('external_id', '=', 'dated')
    .executeTakeFirstOrThrow()
  assert.equal(open.closed_at, null)
  assert.equal(open.listing_id, closed.listing_id)
})

test('an advert past its closing date that a crawl is saving is passed by, and closes the next time', async () => {
  const { db } = test_
  await savePostings(db, 'birch', [read(advert('held', { location: 'Hull' })), read(advert('free', { location: 'Derby' }))], v1)
  await sql`update posting set closes_at = now() - interval '25 hours' where external_id in ('held', 'free')`.execute(db)
  await db.transaction().execute(async trx => {
    await sql`select from posting where external_id = 'held' for update`.execute(trx)
    assert.equal(await closeExpired(db), 1)
  })
  assert.equal(await closeExpired(db), 1)
})

test('an advert that is past its closing date when it is first read is filed as closed, and opens with a later date', async () => {
  const { db } = test_
  const isOpen = async () => (await stateOf('lapsed')).closed_at === null
  const past = closingIn(-2, 'lapsed')
  assert.deepEqual(await savePostings(db, 'birch', [past], v1), { new: 1, changed: 0, unchanged: 0 })
  assert.equal(await isOpen(), false, 'it never stands on the board')
  assert.equal(await closeExpired(db), 0)
  await linkPending(db)
  const { id, listing_id, closed_because } = await stateOf('lapsed')
  assert.equal(closed_because, 'its closing date passed')
  const role = await db.selectFrom('listing').select('closed_at').where('id', '=', listing_id).executeTakeFirstOrThrow()
  assert.notEqual(role.closed_at, null)
  const due = await db.selectFrom('match_due').select('listing_id').where('listing_id', '=', listing_id).execute()
  assert.deepEqual(due, [], 'no alert tells of it')
  const history = async () => {
    const rows = await db.selectFrom('posting_version').select(['what', 'new']).where('posting_id', '=', id).orderBy('id').execute()
    return rows.filter(({ what }) => what === 'closed' || what === 'reopened').map(row => [row.what, row.new])
  }
  assert.deepEqual(await history(), [['closed', 'its closing date passed']])
  assert.deepEqual(await savePostings(db, 'birch', [past], v1), { new: 0, changed: 0, unchanged: 1 })
  assert.equal(await isOpen(), false)
  assert.equal(await hasUnlinked(db), false, 'nothing changed for the linker')
  await savePostings(db, 'birch', [closingIn(-2, 'lapsed', { title: 'Project Manager, other words' })], v1)
  assert.equal(await isOpen(), false)
  await savePostings(db, 'birch', [closingIn(7, 'lapsed', { title: 'Project Manager, other words' })], v1)
  assert.equal(await isOpen(), true)
  assert.deepEqual((await history()).slice(1), [['reopened', null]])
  await linkPending(db)
  assert.equal((await stateOf('lapsed')).listing_id, listing_id)
})

test('an open advert whose source now names a date that is past closes at once, and not before the day after', async () => {
  const { db } = test_
  await savePostings(db, 'birch', [closingIn(7, 'drawn in')], v1)
  await savePostings(db, 'birch', [closingIn(-0.5, 'drawn in')], v1)
  assert.equal((await stateOf('drawn in')).closed_at, null)
  await savePostings(db, 'birch', [closingIn(-2, 'drawn in')], v1)
  assert.equal((await stateOf('drawn in')).closed_because, 'its closing date passed')
  assert.equal(await hasUnlinked(db), true)
  await linkPending(db)
})

/** An advert whose closing date is in so many days. */
function closingIn(days: number, id: string, over: Partial<RawPosting> = {}): ReadAdvert {
  const closesAt = new Date(Date.now() + days * 24 * 3_600_000).toISOString()
  return read(advert(id, { location: 'Exeter', closesAt, ...over }))
}

async function stateOf(id: string) {
  return test_.db
    .selectFrom('posting')
    .select(['id', 'closed_at', 'closed_because', 'listing_id'])
    .where('external_id', '=', id)
    .executeTakeFirstOrThrow()
}

test('an advert nobody has shown for a month closes, unless somebody imported it', async () => {
  const { db } = test_
  await saveSources(db, [source('import-finds', { origin: 'import' })])
  await savePostings(db, 'birch', [read(advert('forgotten'))], v1)
  await savePostings(db, 'import-finds', [read(advert('imported'))], v1)
  await sql`update posting set last_seen_at = now() - interval '31 days' where external_id in ('forgotten', 'imported')`.execute(db)
  assert.equal(await closeForgotten(db), 1)
  const rows = await db
    .selectFrom('posting')
    .select(['external_id', 'closed_because'])
    .where('external_id', 'in', ['forgotten', 'imported'])
    .orderBy('external_id')
    .execute()
  assert.deepEqual(rows, [
    { external_id: 'forgotten', closed_because: 'not seen for a month' },
    { external_id: 'imported', closed_because: null },
  ])
})

test('samples leave the board together, and only they', async () => {
  const { db } = test_
  await savePostings(db, 'toy', [read(advert('sample', { title: 'Programme Manager, rail signalling', location: 'York' }))], v1)
  await linkPending(db)
  assert.equal((await boardState(db)).samples, 1)
  const { total } = await searchBoard(db, NO_FILTER)
  assert.equal(await retireSamples(db, 'a real source delivers'), 1)
  await linkPending(db)
  assert.equal((await boardState(db)).samples, 0)
  assert.equal((await searchBoard(db, NO_FILTER)).total, total - 1)
})

test('the export names the listing of every advert that has one', async () => {
  const rows = await Array.fromAsync(exportPostings(test_.db))
  assert.ok(rows.some(row => row.posting === 'same' && row.listing > 0 && row.source === 'alder'))
  assert.equal(new Set(rows.map(row => row.posting)).size, rows.length)
})
