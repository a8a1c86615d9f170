import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { backTest } from '../../db/back-test.ts'
import { refreshListings } from '../../db/listings.ts'
import { prunePast } from '../../db/prune.ts'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { parseQuery } from '../../listings/query.ts'
import { variantsOf } from '../../views/back-test.ts'
import { count } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let index: KeptIndex
let ids: Map<string, number>

before(async () => {
  database = await testDatabase()
  ids = await seedBoard(database.db, ROLES)
  index = keepIndex(database.db)
  await index.ready
})
after(async () => {
  await index.close()
  await database.close()
})

const queryOf = (address: string) => parseQuery(new URLSearchParams(address)).query

async function close(slug: string): Promise<void> {
  await sql`update posting set closed_at = now(), closed_because = 'gone' where listing_id = ${ids.get(slug)}`.execute(database.db)
  await refresh(slug)
}

async function reopen(slug: string): Promise<void> {
  await sql`update posting set closed_at = null, closed_because = null where listing_id = ${ids.get(slug)}`.execute(database.db)
  await refresh(slug)
}

/** Until the index has heard of it, too. */
async function refresh(slug: string): Promise<void> {
  await refreshListings(database.db, [ids.get(slug) ?? 0])
  const live = await count(database.db, 'listing_search')
  await until(() => index.index.size === live)
}

/** What fits, counted by hand. */
const fitting = (fits: (role: (typeof ROLES)[number]) => boolean): number =>
  ROLES.filter(role => role.hoursAgo < 30 * 24 && !role.adverts.every(advert => advert.closed) && fits(role)).length

test('a role that has closed since would have been sent, and is named as closed', async () => {
  const query = queryOf('discipline=pmo')
  const wanted = fitting(role => role.discipline === 'pmo')
  assert.equal((await backTest(database.db, query, [], new Date())).total, wanted)
  await close('pmo-analyst-2')
  const test = await backTest(database.db, query, [], new Date())
  assert.equal(test.total, wanted)
  assert.deepEqual(
    test.last.map(({ row, closed }) => [row.slug, closed]),
    [
      ['pmo-analyst-2', true],
      ['head-of-pmo-8', false],
    ],
  )
  await reopen('pmo-analyst-2')
  assert.deepEqual(
    (await backTest(database.db, query, [], new Date())).last.map(({ closed }) => closed),
    [false, false],
  )
  assert.equal(await count(database.db, 'listing_past'), 0)
})

test('every filter is counted left out, and every narrowing added, exactly', async () => {
  await close('head-of-pmo-8')
  const query = queryOf('rate=500&engagement=outside&place=london')
  const variants = variantsOf(query)
  const { total, others } = await backTest(
    database.db,
    query,
    variants.map(variant => variant.query),
    new Date(),
  )
  assert.equal(total, 2)
  const counted = Object.fromEntries(variants.map(({ words }, n) => [words, others?.[n]]))
  assert.equal(counted['without outside IR35'], 2)
  assert.equal(counted['at any rate, or none stated'], 2)
  assert.equal(counted['anywhere'], 3)
  assert.equal(counted['only £550 a day or more'], 2)
  await reopen('head-of-pmo-8')
})

test('every role was new when it came: how lately it was posted changes nothing', async () => {
  const asked = async (address: string) => (await backTest(database.db, queryOf(address), [], new Date())).total
  assert.ok(fitting(role => role.hoursAgo > 24) > 0)
  assert.equal(await asked('rate=300&within=1'), await asked('rate=300'))
  assert.equal(
    await asked('within=1'),
    fitting(() => true),
  )
})

test('words are found in closed roles as in live ones', async () => {
  await close('head-of-pmo-8')
  for (const [address, total] of [
    ['q=pmo', 2],
    ['q="head of pmo"', 1],
    ['q=pmo+-analyst', 1],
    ['q=pmo&not_words=interim', 1],
    ['q=pmo&not_agency=Ashgrove+Interim', 1],
  ] as const)
    assert.equal((await backTest(database.db, queryOf(address), [], new Date())).total, total, address)
  await reopen('head-of-pmo-8')
})

test('a role whose adverts were taken down is not told of, and what is older than a month is forgotten', async () => {
  await close('pmo-analyst-2')
  await sql`update posting set listing_id = null where listing_id = ${ids.get('pmo-analyst-2')}`.execute(database.db)
  await refresh('pmo-analyst-2')
  assert.equal(await count(database.db, 'listing_past'), 0)
  await close('head-of-pmo-8')
  assert.equal(await prunePast(database.db), 0)
  await sql`update listing_past set first_seen_at = now() - interval '32 days'`.execute(database.db)
  assert.equal((await backTest(database.db, queryOf('q=head'), [], new Date())).total, 0)
  assert.equal(await prunePast(database.db), 1)
})
