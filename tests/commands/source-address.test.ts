// Addresses as they are typed into commands.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAdminLog } from '../../db/admin.ts'
import { listSources } from '../../db/sources.ts'
import { runCommand } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

test('an address with a password is refused by a sentence that does not repeat it; nothing is stored or written down', async () => {
  const url = 'https://mira:s3cret-word@boards.example/jobs'
  for (const args of [
    ['source', 'add', url, '--yes'],
    ['source', 'add', `${url}?page={page}`, '--yes', '--connector', 'jobposting'],
    ['inspect', url],
  ]) {
    const { code, out, err } = await runCommand(world.url, args)
    assert.deepEqual([code, out], [2, ''], err)
    assert.match(err, /carries a user name or a password/)
    assert.ok(!err.includes('s3cret-word'))
  }
  assert.equal((await listSources(world.db)).length, 0)
  assert.equal((await listAdminLog(world.db, { limit: 5 })).entries.length, 0)
})
