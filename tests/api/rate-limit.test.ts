import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
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
    assert.match(await refused.text(), /faster than we can answer/)
    assert.equal((await from('203.0.113.8', '/?q=pmo')).status, 200)
    nowAt += 1_000
    assert.equal((await from('203.0.113.7', '/?q=pmo')).status, 200)
    assert.equal((await from('203.0.113.7', '/?q=pmo')).status, 429)
    nowAt += 60_000
    for (let n = 0; n < 60; n += 1) assert.equal((await from('203.0.113.7', '/')).status, 200)
  })

  test('a program is told what it has left, and when to come back', async () => {
    const first = await from('203.0.113.20', '/.json')
    assert.deepEqual(
      ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map(name => first.headers.get(name)),
      ['120', '119', '1'],
    )
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
    const asked = Array.from({ length: 300 }, () => site.get('/?q=pmo').then(answer => answer.status))
    const begun = performance.now()
    const turnedAway = await Promise.any(asked.map(async answer => ((await answer) === 503 ? true : Promise.reject(new Error('served')))))
    assert.equal(turnedAway, true)
    assert.ok(performance.now() - begun < 3_000)
    assert.equal((await site.get('/healthz')).status, 200)
    lock.resolve()
    await holding
    const statuses = await Promise.all(asked)
    assert.ok(statuses.every(status => status === 200 || status === 503))
    assert.ok(statuses.filter(status => status === 503).length >= 100)
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
