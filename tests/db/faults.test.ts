// What a database can do to us, by a real one, and what a person is told of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import { databaseFault } from '../../db/faults.ts'
import { openDatabase } from '../../db/open.ts'
import { runCommand } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

const faultOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => assert.fail('nothing went wrong'),
    (error: unknown) => databaseFault(error),
  )

test('a database that is not there, of another name, or with another password, says what to look at', async () => {
  for (const url of ['postgres://x@127.0.0.1:1/x', world.url.replace(/\/test_\w+/, '/none_such')])
    await assert.rejects(openDatabase({ databaseUrl: url, dataFolder: '', name: 'dayrate test' }), {
      message: /^The database of DATABASE_URL cannot be reached \((?:ECONNREFUSED|3D000)\)\. Is it running/,
    })
})

test('one that takes no changes, has no room, or lets our user do nothing, says how to mend it', async () => {
  await using db = connect(world.url, { name: 'dayrate test', max: 1 })
  await sql`set default_transaction_read_only = on`.execute(db)
  assert.match((await faultOf(sql`create table t ()`.execute(db))) ?? '', /^The database takes no changes \(25006\): it is a replica/)
  await sql`set default_transaction_read_only = off`.execute(db)
  const raise = (code: string) => sql.raw(`do $$ begin raise exception using errcode = '${code}'; end $$`).execute(db)
  assert.match((await faultOf(raise('53100'))) ?? '', /^The disk of the database is full \(53100\)\. Free some space/)
  assert.match((await faultOf(raise('42501'))) ?? '', /^The user of DATABASE_URL may not do that/)
  assert.equal(await faultOf(sql`select * from nothing_such`.execute(db)), undefined)
})

test('one that ends in the middle is told of, and what a program wrote of a full disk is understood', async () => {
  const db = connect(world.url, { name: 'dayrate test', max: 1 })
  assert.match((await faultOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db))) ?? '', /^The database ended the connection/)
  await db.destroy()
  assert.match(databaseFault(new Error('it did not start:\nFATAL: could not write: No space left on device')) ?? '', /^The disk .* is full/)
  assert.equal(databaseFault(new Error('of ours')), undefined)
  assert.equal(databaseFault('no error'), undefined)
})

test('a command that may not write ends with 1 and the sentence, without a trace', async () => {
  const url = new URL(world.url)
  url.searchParams.set('options', '-c default_transaction_read_only=on')
  const { code, err } = await runCommand(url.href, ['admin', 'add', 'mira'])
  assert.equal(code, 1)
  assert.match(err, /^The database takes no changes \(25006\).*\n$/)
})
