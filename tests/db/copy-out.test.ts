// Bytes come from Postgres as they are, by COPY, which takes no parameters: what is asked with them is written into the statement.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { askBytes } from '../../db/copy-out.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

test('bytes of every value arrive as they are, in rows of any length, and null as null', async () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const rows = await askBytes(
    world.db,
    sql`select decode(repeat(${all.toString('hex')}, times), 'hex'), times, null::bytea, '' from unnest(${[1, 0, 4_000]}::int[]) as times`,
  )
  assert.equal(rows.length, 3)
  for (const [n, times] of [1, 0, 4_000].entries()) {
    const [bytes, count, nothing, empty] = rows[n] ?? []
    assert.ok(bytes?.equals(Buffer.concat(Array.from({ length: times }, () => all))))
    assert.deepEqual([count?.readInt32BE(), nothing, empty?.length], [times, null, 0])
  }
  assert.deepEqual(await askBytes(world.db, sql`select 1 where false`), [])
})

const VALUES = ["it's", String.raw`back\slash '; drop table listing; --`, '$1 $2', '"quoted", {braces}', 'line\nbreak', 'NULL', '']
test('what a statement is given arrives as it was, whatever signs it has', async () => {
  for (const value of VALUES) {
    const [row] = await askBytes(world.db, sql`select ${value}::text, ${[value, 'other']}::text[] = array[${value}, 'other']::text[]`)
    assert.deepEqual([String(row?.[0]), row?.[1]?.[0]], [value, 1])
  }
  const [row] = await askBytes(world.db, sql`select 2 - ${-3}::int, ${1.5}::real < 2 and ${true}`)
  assert.deepEqual([row?.[0]?.readInt32BE(), row?.[1]?.[0]], [5, 1])
  await assert.rejects(askBytes(world.db, sql`select ${new Date()}`), /cannot be written into a statement/)
})

test('a failure is told like another’s, and the connection goes on; in a transaction its own changes are seen', async () => {
  await world.db.transaction().execute(async trx => {
    await sql`create temporary table made on commit drop as select ${'here'}::text as word`.execute(trx)
    assert.equal(String((await askBytes(trx, sql`select word from made`))[0]?.[0]), 'here')
  })
  await assert.rejects(askBytes(world.db, sql`select 42 / ${0}::int`), /division by zero/)
  await assert.rejects(askBytes(world.db, sql`select generate_series(1, 3), 1 / (3 - generate_series(1, 3))`), /division by zero/)
  assert.equal((await askBytes(world.db, sql`select 42 / ${6}::int`))[0]?.[0]?.readInt32BE(), 7)
})
