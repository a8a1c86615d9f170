import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findAdminByToken, listAdminLog } from '../../db/admin.ts'
import { answersOf, runCommand } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

test('admin add prints an address once, list says who may sign in, remove ends it; each wrong word says what to do', async () => {
  const admin = (...args: string[]) => runCommand(world.url, ['admin', ...args])
  const added = await admin('add', 'Mira O’Hara')
  assert.equal(added.code, 0, added.err)
  const token = /^http:\/\/localhost:3000\/admin\?token=([\w-]{32})\n$/.exec(added.out)?.[1] ?? ''
  assert.equal(await findAdminByToken(world.db, token), 'Mira O’Hara')
  const again = await admin('add', 'Mira O’Hara')
  assert.deepEqual([again.code, again.out], [2, ''])
  assert.match(again.err, /has a token already.*dayrate admin remove "Mira O’Hara"/)
  const [listed] = answersOf((await admin('list')).out)
  assert.deepEqual(Object.keys(listed ?? {}), ['name', 'addedAt'])
  assert.equal((await admin('remove', 'Mira O’Hara')).code, 0)
  assert.equal(await findAdminByToken(world.db, token), undefined)
  const gone = await admin('remove', 'Mira O’Hara')
  assert.equal(gone.code, 2)
  assert.match(gone.err, /nobody is called “Mira O’Hara”; `dayrate admin list`/)
  assert.equal((await admin('add', '  ')).code, 2)
  const { entries } = await listAdminLog(world.db, { limit: 5 })
  assert.deepEqual(
    entries.map(({ action, subject }) => [action, subject]),
    [
      ['let somebody sign in no more', 'Mira O’Hara'],
      ['let somebody sign in', 'Mira O’Hara'],
    ],
  )
})
