import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { makeMarket, makeRole, randomFrom, randomQuery } from '../../bench/market.ts'
import { connect } from '../../db/database.ts'
import type { Db } from '../../db/database.ts'
import { ratesOf, searchBoard } from '../../db/search.ts'
import type { Found } from '../../db/search.ts'
import { indexOf, keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { writeSearchRows } from '../../db/search-rows.ts'
import { parseQuery } from '../../listings/query.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let world: TestDatabase
/** The same database by way of an index; `world.db` has none and asks Postgres. */
let indexed: TestDatabase['db']
let kept: KeptIndex
const now = new Date()

before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, 1_000, { textLength: 150 })
  // Those whose day to apply by passed an hour ago are still on the board.
  await sql`update listing_search set closes_at = now() - interval '1 hour' where closes_at is not null and listing_id % 5 = 0`.execute(
    world.db,
  )
  indexed = connect(world.url, { name: 'dayrate test' })
  kept = keepIndex(indexed)
  await kept.ready
})
after(async () => {
  await kept.close()
  await indexed.destroy()
  await world.close()
})

function ask(db: Db, address: string): Promise<Found> {
  return searchBoard(db, parseQuery(new URLSearchParams(address)).query, { facets: true, now })
}

/** What must be equal: zeros may be left out. */
function essence({ rows, total, facets, medianRate, next, nextCursor }: Found): object {
  const counts = Object.entries(facets ?? {}).map(([filter, values]) => [
    filter,
    Object.fromEntries(Object.entries(values).filter(([, n]) => n > 0)),
  ])
  return { total, ids: rows.map(row => row.id), facets: Object.fromEntries(counts), medianRate, next, nextCursor }
}

test('the index gives the rows, totals and counts that Postgres gives, for 500 questions', async () => {
  const random = randomFrom(7)
  const addresses = Array.from({ length: 500 }, () => randomQuery(random))
  let found = 0
  for (let from = 0; from < addresses.length; from += 8) {
    const asked = addresses.slice(from, from + 8).map(async address => {
      const [ours, postgres] = await Promise.all([ask(indexed, address), ask(world.db, address)])
      assert.deepEqual(essence(ours), essence(postgres), address)
      found += Math.sign(ours.total)
    })
    await Promise.all(asked)
  }
  assert.ok(found > 250, `only ${found} of the questions found anything`)
})

test('a total that comes with the counts is the total that is counted alone', async () => {
  const random = randomFrom(13)
  for (const address of Array.from({ length: 60 }, () => randomQuery(random))) {
    const { query } = parseQuery(new URLSearchParams(address))
    const counted = await searchBoard(world.db, query, { facets: true, now })
    assert.deepEqual(essence(counted), essence(await ask(indexed, address)), address)
  }
})

test('lines of the newest roles are at hand before anybody asks for them', async () => {
  const web = connect(world.url, { name: 'dayrate test' })
  const index = keepIndex(web)
  await index.ready
  await index.filled
  const { rows } = await searchBoard(world.db, parseQuery(new URLSearchParams('sort=newest')).query)
  await web.destroy()
  assert.deepEqual(await index.lines(rows.map(row => row.id)), rows)
  await index.close()
})

test('a line that is at hand is fetched again as soon as its role has changed', async () => {
  await kept.filled
  const role = { ...makeRole(randomFrom(97), 902, { textLength: 100 }), advertisers: ['Zephyr Quay'] }
  const advertisers = async (): Promise<string[]> => (await kept.lines([role.id])).flatMap(line => line.advertisers)
  assert.notDeepEqual(await advertisers(), role.advertisers)
  await writeSearchRows(world.db, [role])
  await until(async () => (await advertisers())[0] === 'Zephyr Quay', 2_000)
  await writeSearchRows(world.db, [{ ...role, open: false }])
  await until(async () => (await advertisers()).length === 0, 2_000)
})

test('what roles pay that fit is the same by either engine', async () => {
  const random = randomFrom(17)
  const questions = ['', ...Array.from({ length: 60 }, () => randomQuery(random))].map(one => parseQuery(new URLSearchParams(one)).query)
  const spreads = await Promise.all(questions.map(query => ratesOf(indexed, query)))
  assert.deepEqual(spreads, await Promise.all(questions.map(query => ratesOf(world.db, query))))
  assert.ok(spreads.filter(spread => spread !== null).length > 10)
})

test('a company to leave out that has no role on the board is named', async () => {
  const role = { ...makeRole(randomFrom(98), 901, { textLength: 100 }), advertisers: ['Zephyr Quay'], first_seen_at: new Date() }
  const remarks = async (): Promise<string[]> => (await ask(indexed, 'not_agency=Nobody+%26+Sons&not_agency=Zephyr+Quay+Ltd')).remarks
  const both = ['No company on the board is called “Nobody & Sons” or “Zephyr Quay Ltd” just now.']
  const only = ['No company on the board is called “Nobody & Sons” just now.']
  assert.deepEqual(await remarks(), both)
  await writeSearchRows(world.db, [role])
  await until(async () => (await remarks())[0] === only[0], 2_000)
  await writeSearchRows(world.db, [{ ...role, open: false }])
  await until(async () => (await remarks())[0] === both[0], 2_000)
})

test('W2: odd words are answered, by both engines alike and quickly', async () => {
  const odd = ["' or 1=1--", '((((', ':*', '<->', '!', '& | !', 'the of and', '-', '-"', '"', '""', 'a*', '**', '*', '😀', 'أحمد', 'o\'neil \\', 'x'.repeat(200), 'or or or', '-rail', 'pm*o*', '-pay* -"a b"', '/', '-/', '"/"', '//-//', 'a-', '-a-b-c', '-"a-b"', '--a-b', 'or/or', 'NOT a/b', 'NOT/a', 'a/*', '-roll-out*', 'é-è-é', '"project-manager', '-project management offices', 'project office*'] // prettier-ignore
  for (const q of odd) {
    const address = new URLSearchParams({ q, not_words: q }).toString()
    for (const one of [`q=${encodeURIComponent(q)}`, address])
      assert.deepEqual(essence(await ask(indexed, one)), essence(await ask(world.db, one)), one)
  }
})

test('pages by number and by cursor lead through the same rows, whichever engine answers', async () => {
  for (const address of ['q=pmo', 'sort=rate', 'sort=closing&discipline=project', 'q=manager -payments&sort=newest']) {
    for (const db of [indexed, world.db]) {
      const byNumber = [1, 2, 3].map(page => ask(db, `${address}&page=${page}`))
      const numbered = (await Promise.all(byNumber)).flatMap(found => found.rows.map(row => row.id))
      let cursor = ''
      const followed: number[] = []
      for (const _ of [1, 2, 3]) {
        const found = await ask(db, `${address}&after=${cursor}`)
        if (found.first !== null) assert.equal(found.first, followed.length + 1)
        followed.push(...found.rows.map(row => row.id))
        cursor = found.nextCursor ?? ''
      }
      assert.deepEqual(followed, numbered, address)
      assert.equal(new Set(followed).size, followed.length)
    }
  }
})

test('new, changed and closed roles are seen within two seconds, and a transaction sees its own', async () => {
  const role = { ...makeRole(randomFrom(99), 900, { textLength: 200 }), first_seen_at: new Date() }
  const seen = async (address: string): Promise<number> => (await ask(indexed, address)).total
  const write = (over: Partial<typeof role> & { title?: string }): Promise<void> => {
    const { title = 'Quokka Programme Manager', ...rest } = over
    return writeSearchRows(world.db, [{ ...role, facts: { ...role.facts, title }, ...rest }])
  }
  assert.equal(await seen('q=quokka'), 0)
  await write({})
  await until(async () => (await seen('q=quokka')) === 1, 2_000)
  await write({ title: 'Numbat Programme Manager' })
  await until(async () => (await seen('q=numbat')) === 1 && (await seen('q=quokka')) === 0, 2_000)
  await write({ open: false })
  await until(async () => (await seen('q=numbat')) === 0, 2_000)
  await indexed.transaction().execute(async trx => {
    assert.equal(indexOf(trx), undefined)
    await writeSearchRows(trx, [{ ...role, facts: { ...role.facts, title: 'Bilby Lead' } }])
    assert.equal((await ask(trx, 'q=bilby')).total, 1)
  })
})

test('while a crawl writes, every answer is one that was true: totals, counts and rows agree with each other', async () => {
  const random = randomFrom(5)
  const writing = (async () => {
    for (let n = 0; n < 40; n += 1)
      await writeSearchRows(world.db, [{ ...makeRole(random, 1 + Math.floor(random() * 1_000), { textLength: 100 }), open: n % 3 > 0 }])
  })()
  for (let n = 0; n < 100; n += 1) {
    const { total, facets } = await ask(indexed, 'q=manager')
    const disciplines = Object.values(facets?.discipline ?? {}).reduce((all, count) => all + count, 0)
    assert.equal(disciplines, total)
  }
  await writing
  await until(async () => (await ask(indexed, '')).total === (await ask(world.db, '')).total, 2_000)
  assert.deepEqual(essence(await ask(indexed, 'q=pmo')), essence(await ask(world.db, 'q=pmo')))
})

test('a lost connection is noticed: Postgres answers until an index is loaded anew', async () => {
  const { version } = kept
  // What a restart of Postgres does to the connection that listens.
  const { rows } = await sql<{ ended: boolean }>`select pg_terminate_backend(pid) as ended from pg_stat_activity
    where query like 'listen%' and datname = current_database()`.execute(world.db)
  assert.ok(rows.some(row => row.ended))
  await until(() => Promise.resolve(kept.version > version), 2_000)
  assert.equal((await ask(indexed, 'q=pmo')).total, (await ask(world.db, 'q=pmo')).total)
  await until(() => Promise.resolve(indexOf(indexed) !== undefined), 10_000)
  assert.equal((await ask(indexed, 'q=pmo')).total, (await ask(world.db, 'q=pmo')).total)
})
