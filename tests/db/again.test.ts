import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { AGAIN } from '../../db/again.ts'
import { connect } from '../../db/database.ts'
import type { Db } from '../../db/database.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { emptyBoard, file } from '../support/linking.ts'
import { BRIDGE } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

/** The statements that this connection keeps, and how often each was asked. */
async function kept(db: Db): Promise<{ statement: string; times: number }[]> {
  const { rows } = await sql<{ statement: string; times: number }>`
    select statement, generic_plans + custom_plans as times from pg_prepared_statements order by name`.execute(db)
  return rows
}

test('a marked statement is kept by its connection under one name, whatever it is given; others are not', async () => {
  await using db = connect(world.url, { name: 'dayrate test', max: 1 })
  const again = db.withPlugin(AGAIN)
  const twice = async (on: Db, number: number) => (await sql<{ n: number }>`select ${number}::int * 2 as n`.execute(on)).rows[0]?.n
  assert.deepEqual([await twice(again, 4), await twice(again, 21), await twice(db, 5)], [8, 42, 10])
  assert.deepEqual(await kept(db), [{ statement: '/* again */ select $1::int * 2 as n', times: 2 }])
})

test('a marked statement that failed is told like another, and works when it is given what it wants', async () => {
  await using db = connect(world.url, { name: 'dayrate test', max: 1 })
  const again = db.withPlugin(AGAIN)
  const part = async (by: number) => (await sql<{ n: number }>`select 42 / ${by}::int as n`.execute(again)).rows[0]?.n
  assert.equal(await part(2), 21)
  await assert.rejects(part(0), /division by zero/)
  assert.equal(await part(6), 7)
})

test('the linker has its statements kept, and what comes later adds none', async () => {
  await emptyBoard(world.db)
  await using db = connect(world.url, { name: 'dayrate test', max: 1 })
  for (const id of ['a', 'b']) await file(db, 'alder', BRIDGE.one(id))
  const early = await kept(db)
  assert.ok(early.some(({ statement }) => statement.includes('linked_at is null order by id')))
  await file(db, 'alder', BRIDGE.one('c'))
  assert.equal((await kept(db)).length, early.length)
})
