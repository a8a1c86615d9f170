import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { startWeb } from '../../api/start.ts'
import { tellSpending } from '../../db/spending.ts'
import { createLog } from '../../log.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'
import { rawGet, SECRET, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let nowAt = Date.now()

before(async () => {
  site = await testSite({ trustProxy: 1, now: () => new Date(nowAt) })
  await seedBoard(site.db, ROLES)
})
after(() => site.close())

const from = (ip: string, path: string): Promise<Response> => site.get(path, { 'x-forwarded-for': ip })

describe('W12: how often one visitor may ask', () => {
  test('sixty searches at once, then one a second; others are not held up', async () => {
    for (let n = 0; n < 60; n += 1) assert.equal((await from('203.0.113.7', '/?q=pmo')).status, 200)
    const refused = await from('203.0.113.7', '/?q=pmo')
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '1')
    assert.equal(refused.headers.get('cache-control'), 'private, no-store')
    const page = await refused.text()
    assert.match(page, /faster than we can answer/)
    assert.match(page, /<input id="q"[^>]* value="pmo"/)
    assert.match(page, /<a class="button" href="\/\?q(?:=|&#x3D;)pmo">Try again</)
    assert.equal((await from('203.0.113.8', '/?q=pmo')).status, 200)
    nowAt += 1_000
    assert.equal((await from('203.0.113.7', '/?q=pmo')).status, 200)
    assert.equal((await from('203.0.113.7', '/?q=pmo')).status, 429)
    nowAt += 60_000
    for (let n = 0; n < 60; n += 1) assert.equal((await from('203.0.113.7', '/')).status, 200)
  })

  test('a program is told what it has left, and when to come back', async () => {
    const told = ({ headers }: Response): (string | null)[] =>
      ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map(name => headers.get(name))
    const first = await from('203.0.113.20', '/.json')
    assert.deepEqual(told(first), ['120', '119', '1'])
    for (const path of ['/.json', '/openapi.json'])
      assert.deepEqual(told(await site.get(path)), ['120', '120', '0'], 'one of this machine is not counted')
    for (let n = 0; n < 119; n += 1) await from('203.0.113.20', '/.json?q=astronaut')
    const refused = await from('203.0.113.20', '/.json')
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('ratelimit-remaining'), '0')
    assert.equal(refused.headers.get('retry-after'), '1')
    assert.equal(refused.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    const problem = (await refused.json()) as Record<string, unknown>
    assert.equal(problem['status'], 429)
  })

  test('IPv6 counts by /64, and W11: addresses made up before the proxy’s own change nothing', async () => {
    for (let n = 0; n < 60; n += 1) await from(`198.51.100.${n}, 2001:db8:1:2::${n.toString(16)}`, '/?q=astronaut')
    assert.equal((await from('2001:db8:1:2:ffff::1', '/?q=astronaut')).status, 429)
    assert.equal((await from('2001:db8:1:3::1', '/?q=astronaut')).status, 200)
  })
})

describe('W12: several web processes', () => {
  test('tell each other what a visitor spent, so that asking them in turn gets nobody more', async () => {
    const log = createLog({ level: 'warn', pretty: false, write: () => undefined })
    const common = { host: '127.0.0.1', port: 0, secret: SECRET, adminToken: undefined, trustProxy: 1, mode: 'test' as const }
    const other = await startWeb({ ...common, db: site.db, log, mailboxShown: false, now: () => new Date(nowAt) })
    try {
      const asked = (port: number): Promise<number> =>
        rawGet(port, '/?q=astronaut', { headers: { 'x-forwarded-for': '203.0.113.99' } }).then(answer => answer.status)
      for (let n = 0; n < 60; n += 1) assert.equal(await asked(site.port), 200)
      let more = 0
      for (let n = 0; n < 60; n += 1) more += (await asked(other.port)) === 200 ? 1 : 0
      assert.ok(more < 45, `alone it would have answered sixty times, and ${more} were answered`)
      await until(async () => (await asked(other.port)) === 429)
      await until(async () => (await asked(site.port)) === 429)
      const { rows } = await sql<{ visitor: string }>`select visitor from spending`.execute(site.db)
      assert.ok(rows.length > 0 && rows.every(row => !row.visitor.includes('203.0')), 'addresses are kept nowhere')
    } finally {
      await other.close()
    }
  })

  test('tellings of the same visitors at once are all counted, and none waits in a circle', async () => {
    const visitors = Array.from({ length: 50 }, (_, n) => `visitor-${n}`)
    const spent = (order: string[]): Map<string, number> => new Map(order.map(visitor => [visitor, 100]))
    await Promise.all(Array.from({ length: 8 }, (_, n) => tellSpending(site.db, spent(n % 2 ? visitors : visitors.toReversed()), 1_000)))
    const told = await tellSpending(site.db, spent(visitors), 1_000)
    assert.ok([...told.values()].every(full => full === 1_900))
  })

  test('who owes nothing is forgotten, and nobody is waited for who is being told of', async () => {
    const old = ['forgotten-1', 'forgotten-2']
    const left = async (): Promise<number> =>
      (await sql`select from spending where visitor = any(${old}::text[])`.execute(site.db)).rows.length
    const tellSixty = (): Promise<void> =>
      site.db.transaction().execute(async trx => {
        await sql`set local lock_timeout = '1s'`.execute(trx)
        for (let n = 0; n < 60; n += 1) await tellSpending(trx, new Map([['somebody', 1]]), 500)
      })
    await tellSpending(site.db, new Map(old.map(visitor => [visitor, 1])), 1)
    await site.db.transaction().execute(async trx => {
      await sql`select from spending where visitor = ${old[0]} for update`.execute(trx)
      await tellSixty()
      assert.equal(await left(), 1)
    })
    await tellSixty()
    assert.equal(await left(), 0)
  })

  test('a proxy on this machine that TRUST_PROXY does not count is told of, once', async () => {
    const own = await testSite({ trustProxy: 0 })
    try {
      for (let n = 0; n < 3; n += 1) await own.get('/', { 'x-forwarded-for': '203.0.113.1' })
      assert.equal(own.logged.filter(line => line.includes('TRUST_PROXY')).length, 1)
    } finally {
      await own.close()
    }
  })
})

describe('W7, W8: a database that is slow or goes away', () => {
  test('W7: with everybody waiting the next is asked to come back, the process lives, and it recovers', async () => {
    const lock = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = site.db.transaction().execute(async trx => {
      await sql`lock table listing_search in access exclusive mode`.execute(trx)
      locked.resolve()
      await lock.promise
    })
    await locked.promise
    const retryAfter = new Set<string | null>()
    const asked = Array.from({ length: 500 }, () =>
      site.get('/?q=pmo').then(({ status, headers }) => {
        if (status === 503) retryAfter.add(headers.get('retry-after'))
        return status
      }),
    )
    const begun = performance.now()
    const turnedAway = await Promise.any(asked.map(async answer => ((await answer) === 503 ? true : Promise.reject(new Error('served')))))
    assert.equal(turnedAway, true)
    assert.ok(performance.now() - begun < 3_000)
    assert.equal((await site.get('/healthz')).status, 200)
    lock.resolve()
    await holding
    const statuses = await Promise.all(asked)
    assert.ok(statuses.every(status => status === 200 || status === 503))
    assert.ok(statuses.filter(status => status === 503).length >= 300)
    assert.deepEqual([...retryAfter], ['5'])
    assert.equal((await site.get('/?q=pmo')).status, 200)
    const answer = await site.get('/?q=pmo')
    assert.equal(answer.headers.get('retry-after'), null)
  })

  test('W8: connections that Postgres cuts are made again', async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      .execute(site.db)
      .catch(() => undefined)
    const statuses: number[] = []
    for (let n = 0; n < 20 && statuses.at(-1) !== 200; n += 1) statuses.push((await site.get('/?q=pmo')).status)
    assert.equal(statuses.at(-1), 200)
    assert.ok(
      statuses.every(status => status === 200 || status === 503),
      statuses.join(),
    )
  })
})
