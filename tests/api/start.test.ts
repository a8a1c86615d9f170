import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { once } from 'node:events'
import { sql } from 'kysely'
import { startWeb } from '../../api/start.ts'
import { databaseFault } from '../../db/faults.ts'
import { createLog } from '../../log.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { rawGet } from '../support/web.ts'

let database: TestDatabase
const logged: string[] = []

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
})
after(() => database.close())

const start = (port: number, publicUrl?: string, host = '127.0.0.1') =>
  startWeb({
    db: database.db,
    host,
    port,
    publicUrl,
    secret: 'secret-for-tests-only-0123456789-abcdef',
    adminToken: undefined,
    trustProxy: 0,
    mode: 'test',
    log: createLog({ level: 'info', pretty: false, write: line => void logged.push(line) }),
    mailboxShown: false,
    now: () => new Date(),
  })

async function occupy(): Promise<[Server, number]> {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  return [other, (other.address() as AddressInfo).port]
}

describe('starting', () => {
  test('a taken port means the next free one, and the log says so', async () => {
    const [other, port] = await occupy()
    const web = await start(port)
    try {
      assert.ok(web.port > port)
      assert.equal((await rawGet(web.port, '/healthz')).status, 200)
      assert.ok(logged.some(line => line.includes(`port ${port} was taken, so the board is on ${web.port}`)))
      assert.equal(web.url, `http://localhost:${web.port}`)
    } finally {
      await web.close()
      other.close()
    }
  })

  test('a HOST that cannot be listened on is named with its mend, and is no fault of the database', async () => {
    for (const [host, said] of [
      ['nosuchhost.invalid', /^HOST=nosuchhost\.invalid is a name that leads to no address \((?:ENOTFOUND|EAI_AGAIN)\)\. Leave HOST out/],
      ['192.0.2.7', /^HOST=192\.0\.2\.7 is no address of this machine \(EADDRNOTAVAIL\)\. Leave HOST out/],
    ] as const) {
      const fault: unknown = await start(0, undefined, host).catch((error: unknown) => error)
      assert.ok(fault instanceof Error)
      assert.match(fault.message, said)
      assert.equal(databaseFault(fault), undefined)
    }
  })

  test('the public address is the one that was set', async () => {
    const web = await start(0, 'https://dayrate.example')
    try {
      const page = await rawGet(web.port, '/how')
      assert.ok(page.body.includes('<link rel="canonical" href="https://dayrate.example/how">'))
    } finally {
      await web.close()
    }
  })
})

describe('W10: stopping', () => {
  test('requests in flight are finished, new ones are not taken, and it takes no longer than they do', async () => {
    const web = await start(0)
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const blocker = database.db.transaction().execute(async trx => {
      await sql`lock table listing_search in access exclusive mode`.execute(trx)
      await released
    })
    const inFlight = [1, 2, 3].map(() => rawGet(web.port, '/.csv'))
    await waitFor(async () => (await waiting()) === 3).catch((error: unknown) => {
      release()
      throw error
    })
    const begun = performance.now()
    const closing = web.close()
    await assert.rejects(rawGet(web.port, '/healthz'), { code: 'ECONNREFUSED' })
    release()
    await blocker
    const answers = await Promise.all(inFlight)
    await closing
    assert.deepEqual(
      answers.map(answer => answer.status),
      [200, 200, 200],
    )
    assert.ok(performance.now() - begun < 3_000)
  })
})

async function waiting(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db)
  return rows[0]?.n ?? 0
}

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await isSo());) {
    assert.ok(Date.now() < end, 'it did not happen within 30 s')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

describe('health', () => {
  test('is ready while the database answers, and says so when it does not', async () => {
    const own = await testDatabase()
    const web = await startWeb({
      db: own.db,
      host: '127.0.0.1',
      port: 0,
      secret: 'x'.repeat(32),
      adminToken: undefined,
      trustProxy: 0,
      mode: 'test',
      log: createLog({ level: 'error', pretty: false, write: () => undefined }),
      mailboxShown: false,
      now: () => new Date(),
    })
    assert.equal((await rawGet(web.port, '/readyz')).status, 200)
    await own.close()
    assert.equal((await rawGet(web.port, '/readyz')).status, 503)
    assert.equal((await rawGet(web.port, '/healthz')).status, 200)
    await web.close()
  })
})
