import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { takeOnce, tellSpending } from '../../db/spending.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

test('of all who ask at once for what may be done once, one may; another visitor may too, and everybody after the moment', async () => {
  const { db } = world
  const said = await Promise.all(Array.from({ length: 8 }, () => takeOnce(db, 'one', 1_000, 5_000)))
  assert.equal(said.filter(first => first).length, 1)
  assert.equal(await takeOnce(db, 'another', 1_000, 5_000), true)
  assert.equal(await takeOnce(db, 'one', 4_999, 9_000), false)
  assert.equal(await takeOnce(db, 'one', 5_000, 9_000), true)
  assert.equal(await takeOnce(db, 'one', 8_999, 12_000), false)
})

test('what was done once is remembered while limits forget who owes nothing', async () => {
  const { db } = world
  assert.equal(await takeOnce(db, 'remembered', 1_000, 50_000), true)
  for (let n = 0; n < 60; n++) await tellSpending(db, new Map([['somebody', 1]]), 40_000)
  assert.equal(await takeOnce(db, 'remembered', 41_000, 60_000), false)
})
