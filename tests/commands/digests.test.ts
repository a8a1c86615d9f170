import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { saveAlert } from '../support/alerts.ts'
import { runCommand } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

test('digest says of one alert and of several whose yes they wait for', async () => {
  const said = async () => (await runCommand(world.url, ['digest', '--now'])).err
  await saveAlert(world.db, { confirmed: false })
  assert.match(await said(), /No alert runs; 1 waits for the yes of its owner\./)
  await saveAlert(world.db, { confirmed: false })
  assert.match(await said(), /No alert runs; 2 wait for the yes of their owners\./)
})
