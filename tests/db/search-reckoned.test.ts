// A board too large for Postgres to count while no index answers: rows as ever, totals about right. A small board, taken for a large one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeMarket, randomFrom, randomQuery } from '../../bench/market.ts'
import { connect } from '../../db/database.ts'
import { searchBoard } from '../../db/search.ts'
import type { Found } from '../../db/search.ts'
import { writeCursor } from '../../listings/cursor.ts'
import { PAGE_SIZE, parseQuery } from '../../listings/query.ts'
import type { BoardQuery } from '../../listings/query.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

const ROLES = 1_500
let world: TestDatabase
/** As the web server connects. */
let web: TestDatabase['db']
before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, ROLES, { textLength: 120 })
  web = connect(world.url, { name: 'dayrate web' })
})
after(async () => {
  await web.destroy()
  await world.close()
})

const now = new Date()
const parse = (address: string): BoardQuery => parseQuery(new URLSearchParams(address)).query
const search = (query: BoardQuery): Promise<Found> => searchBoard(web, query, { now, mostCounted: 0 })
const counted = (query: BoardQuery): Promise<Found> => searchBoard(web, query, { now })
const essence = ({ rows, first, next, nextCursor }: Found): unknown => [rows.map(row => row.id), first, next, nextCursor]

test('the rows of random questions are those of a board that is counted, and no total is below what is seen', async () => {
  const random = randomFrom(5)
  let reckoned = 0
  for (let n = 0; n < 120; n += 1) {
    const query = { ...parse(randomQuery(random)), page: 1 + Math.floor(random() ** 3 * 6) }
    const [about, exact] = [await search(query), await counted(query)]
    const said = JSON.stringify(query)
    assert.deepEqual(essence(about), essence(exact), said)
    assert.equal(exact.isTotalExact, true)
    if (about.isTotalExact) assert.equal(about.total, exact.total, said)
    else assert.ok(about.next !== null && about.total > (about.first ?? 0) + PAGE_SIZE - 1, said)
    reckoned += about.isTotalExact ? 0 : 1
  }
  assert.ok(reckoned > 20)
})

for (const address of [
  'q=project manager',
  'q=manager -payments&sort=rate',
  'engagement=outside,unstated&sort=closing',
  'place=leeds&rate=400',
]) {
  test(`the pages of ?${address} lead through every role once, by number and by cursor, and the last says how many there are`, async () => {
    const { total } = await counted(parse(address))
    for (const by of ['number', 'cursor'] as const) {
      const ids: number[] = []
      let query: BoardQuery | undefined = parse(address)
      let found: Found | undefined
      while (query) {
        found = await search(query)
        ids.push(...found.rows.map(row => row.id))
        const { next, nextCursor }: Found = found
        if (by === 'number') query = next === null ? undefined : { ...query, page: next }
        else query = nextCursor === null ? undefined : { ...query, after: nextCursor }
      }
      assert.deepEqual([ids.length, new Set(ids).size], [total, total], by)
      if (by === 'number') assert.deepEqual([found?.total, found?.isTotalExact], [total, true])
    }
  })
}

test('a total that is not counted is of two figures, and near for a word, a value and a circle', async () => {
  for (const address of [
    '',
    'q=manager',
    'discipline=project',
    'rate=400',
    'place=london&radius=50',
    'remote=hybrid,unstated&engagement=outside',
  ]) {
    const [about, exact] = [await search(parse(address)), await counted(parse(address))]
    assert.equal(about.isTotalExact, false)
    assert.ok(Number(String(about.total).slice(2)) === 0, String(about.total))
    assert.ok(about.total > exact.total * 0.6 && about.total < exact.total * 1.6 + 10, `${address}: ${about.total} for ${exact.total}`)
  }
})

test('nothing found is nothing, a page behind the last is told how many there are, and no choice is counted', async () => {
  for (const address of ['q=thylacine', 'q=project manager&sector=pharma&rate=1500&remote=onsite', 'place=Atlantis'])
    assert.deepEqual([(await search(parse(address))).total, (await search(parse(address))).isTotalExact], [0, true])
  const behind = await search({ ...parse('discipline=project'), page: 200 })
  const { total } = await counted(parse('discipline=project'))
  assert.deepEqual([behind.rows.length, behind.total, behind.isTotalExact, behind.first], [0, total, true, null])
  const after = writeCursor('newest', { key: 0, at: 0, id: 0 })
  for (const [address, roles] of [
    ['discipline=project', total],
    ['q=thylacine', 0],
  ] as const) {
    // prettier-ignore
    const gone = await search({ ...parse(`${address}&sort=newest`), after })
    assert.deepEqual([gone.rows.length, gone.total, gone.isTotalExact], [0, roles, true], address)
  }
  const found = await searchBoard(web, parse('q=manager'), { now, mostCounted: 0, facets: true })
  assert.deepEqual([found.facets, found.medianRate, found.isTotalExact], [null, null, false])
})
