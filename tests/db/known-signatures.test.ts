import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { connect } from '../../db/database.ts'
import type { Db } from '../../db/database.ts'
import { knownSignatures } from '../../db/known-signatures.ts'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { readPosting } from '../../listings/posting.ts'
import { signature } from '../../listings/sameness.ts'
import { read } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { emptyBoard, file, memberships } from '../support/linking.ts'
import { agencyAdvert } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))

const twin = (id: string) => agencyAdvert(id, { company: 'Wren & Partner Talent' })

/** Files an advert; @returns whether signatures of others came from the database for it */
async function readSignatures(db: TestDatabase['db'], id: string): Promise<boolean[]> {
  await savePostings(db, 'birch', [read(twin(id))], { readerVersion: 1 })
  const came: boolean[] = []
  const listener: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult({ result }) {
      for (const row of result.rows) if ('filedAt' in row && 'version' in row) came.push(row['signature'] !== null)
      return Promise.resolve(result)
    },
  }
  await linkPending(db.withPlugin(listener))
  return came
}

test('what was filed a moment ago is compared without being read; another process reads it', async () => {
  const { db, url } = world
  await file(db, 'alder', agencyAdvert('one'))
  assert.deepEqual(await readSignatures(db, 'two'), [false])
  await using other = connect(url, { name: 'dayrate test' })
  assert.deepEqual(await readSignatures(other, 'three'), [true, true])
  assert.deepEqual(await readSignatures(other, 'four'), [false, false, false])
  assert.deepEqual(await memberships(db), ['four one three two'])
})

test('an advert that another process filed with other words since is compared by those', async () => {
  const { db, url } = world
  await file(db, 'alder', agencyAdvert('turned'))
  await using other = connect(url, { name: 'dayrate test' })
  await file(other, 'alder', agencyAdvert('turned', { location: 'Exeter', parts: [4, 5] }))
  await file(db, 'birch', twin('new'))
  assert.deepEqual(await memberships(db), ['new', 'turned'])
})

test('an advert that waits with other words is not compared by those it had', async () => {
  const { db, url } = world
  await file(db, 'alder', agencyAdvert('turned'))
  await savePostings(db, 'alder', [read(agencyAdvert('turned', { location: 'Exeter', parts: [4, 5] }))], { readerVersion: 1 })
  // A crawl that is still writing it: the linker passes it by.
  await using crawl = connect(url, { name: 'dayrate test', max: 1 })
  await crawl.transaction().execute(async trx => {
    await trx.selectFrom('posting').select('id').where('external_id', '=', 'turned').forUpdate().execute()
    await file(db, 'birch', twin('new'))
    assert.equal((await listingsOf(db)).size, 2)
  })
  await linkPending(db)
  assert.deepEqual(await memberships(db), ['new', 'turned'])
})

async function listingsOf(db: Db): Promise<Set<number | null>> {
  return new Set((await db.selectFrom('posting').select('listing_id').execute()).map(row => row.listing_id))
}

test('the oldest of many are forgotten, those asked for last stay', () => {
  const known = knownSignatures(connect('postgres://localhost/none', { name: 'dayrate test' }))
  const own = signature(readPosting(agencyAdvert('own')))
  for (let id = 1; id <= 6_000; id++) known.keep(id, id, own)
  known.find([1])
  known.keep(6_001, 6_001, own)
  assert.deepEqual(
    known.find([1, 2, 3, 6_001]).map(one => one?.filedAt),
    [1, undefined, 3, 6_001],
  )
})
