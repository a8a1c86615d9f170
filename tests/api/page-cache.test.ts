// Pages kept ready: the same bytes as made anew, gone at once when the board changes, never for whoever brings a cookie.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import type { ErrorRequestHandler } from 'express'
import type { HttpError } from '../../api/errors.ts'
import { canonicalAddress, pageCache } from '../../api/page-cache.ts'
import type { PageCacheOptions } from '../../api/page-cache.ts'
import { rateLimit } from '../../api/rate-limit.ts'
import { notTooMany, room } from '../../api/security.ts'
import { refreshListings } from '../../db/listings.ts'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { QUIET_LOG } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'
import { SECRET, rawGet, testSite } from '../support/web.ts'
import type { RawAnswer, TestSite } from '../support/web.ts'

let site: TestSite
let index: KeptIndex
let ids: Map<string, number>
let nowAt = Date.now()

before(async () => {
  site = await testSite({ now: () => new Date(nowAt) })
  ids = await seedBoard(site.db, ROLES)
  index = keepIndex(site.db)
  await index.ready
})
after(async () => {
  await index.close()
  await site.close()
})

/** Requests for pages that Express saw: a kept page never gets there. */
const made = (): number => site.logged.filter(line => line.includes('request answered') && !line.includes('/healthz')).length
let checks = 0

/** Asks, and tells whether the page was made for it: by the time a later request is in the log, an earlier one is too. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer & { made: boolean }> {
  const before = made()
  const answer = await rawGet(site.port, path, { headers, method })
  checks += 1
  await site.get('/healthz')
  await until(() => site.logged.filter(line => line.includes('/healthz')).length === checks)
  return { ...answer, made: made() > before }
}

/** What is asked for once is not kept. */
async function askTwice(path: string): Promise<void> {
  await ask(path)
  await ask(path)
}

/** The cache alone, listening before a site that says no more than that it is one. */
async function inFront(
  over: Partial<PageCacheOptions>,
  behind: RequestListener = (_, res) => void res.end('the site'),
): Promise<{ port: number; close: () => void }> {
  const plain = {
    db: site.db,
    now: () => new Date(nowAt),
    make: async () => Buffer.from('a page'),
    headers: ['content-type', 'text/plain'],
    admits: () => true,
    note: () => undefined,
  }
  const server = createServer(pageCache({ ...plain, ...over }, behind)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's address
  return { port, close: () => void server.close() }
}

/** What is the page's own; what is left of an allowance is of this request, and a page that is kept costs none. */
const lasting = (headers: RawAnswer['headers']): object =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(?:date|connection|ratelimit-.{1,20})$/.test(name)))

describe('W13: pages kept ready', () => {
  test('are kept when asked for again, the same to the last byte and header, in every encoding and for HEAD', async () => {
    for (const path of ['/?q=manager', '/.atom?q=manager']) {
      const first = await ask(path)
      const again = [await ask(path), await ask(path)]
      assert.deepEqual([first.made, ...again.map(answer => answer.made)], [true, true, false], path)
      for (const answer of again) {
        assert.equal(answer.body, first.body)
        assert.deepEqual(lasting(answer.headers), lasting(first.headers))
      }
      for (const encoding of ['gzip', 'br', 'identity'])
        assert.equal(await (await site.get(path, { 'accept-encoding': encoding })).text(), first.body, encoding)
      const head = await ask(path, {}, 'HEAD')
      assert.deepEqual([head.made, head.body, head.headers['content-length']], [false, '', first.headers['content-length']])
      const fresh = await ask(path, { 'if-none-match': first.headers.etag ?? '' })
      assert.deepEqual([fresh.made, fresh.status, fresh.body], [false, 304, ''])
      assert.equal(fresh.headers['content-type'], undefined)
    }
  })

  test('are not for whoever brings a cookie or credentials, and what they get is theirs', async () => {
    await askTwice('/?q=analyst')
    for (const headers of [{ cookie: 'dayrate=x' }, { authorization: 'Bearer x' }] as Record<string, string>[]) {
      const answer = await ask('/?q=analyst', headers)
      assert.equal(answer.made, true)
      assert.equal(answer.headers['set-cookie'], undefined)
      if (headers['cookie']) assert.equal(answer.headers['cache-control'], 'private, no-cache')
    }
    assert.equal((await ask('/?q=analyst')).made, false)
    assert.equal((await ask('/?q=analyst')).headers['cache-control'], 'public, max-age=60, stale-while-revalidate=600')
  })

  test('have one name, however the address is spelt', async () => {
    await askTwice('/?q=pmo&rate=300')
    assert.equal((await ask('/?rate=300&q=pmo&sort=fit')).made, false)
    assert.equal(canonicalAddress('/?rate=300&q=pmo')?.key, '/?q=pmo&rate=300')
  })

  test('W3: unknown parameters, empty fields, faults and other paths have none', async () => {
    for (const address of [
      '/?utm_source=x',
      '/?q=pmo&foo=1',
      '/?q=',
      '/?after=nonsense',
      '/?rate=NaN',
      '/.json',
      '/.csv',
      '/admin',
      '/roles/x',
      '//',
    ])
      assert.equal(canonicalAddress(address), undefined, address)
    await ask('/?q=pmo')
    const named = await ask('/?q=pmo&foo=1')
    assert.equal(named.made, true)
    assert.ok(named.body.includes('“foo” is not something'))
    assert.equal((await ask('/?q=pmo&place=')).status, 302)
    assert.ok(!(await ask('/?q=pmo')).body.includes('“foo”'))
    const missing = [await ask('/nothing'), await ask('/nothing')]
    assert.deepEqual(
      missing.map(answer => [answer.made, answer.status]),
      [
        [true, 404],
        [true, 404],
      ],
    )
  })

  test('go when a role changes, and when a minute has passed', async () => {
    const title = async (): Promise<boolean> => (await ask('/?q=signalling')).body.includes('signalling renewals and more')
    assert.equal(await title(), false)
    await site.db
      .updateTable('posting')
      .set({ title: 'Programme Director, rail signalling renewals and more' })
      .where('external_id', 'like', 'programme-director-rail-signalling-3-%')
      .execute()
    await site.db.transaction().execute(trx => refreshListings(trx, [ids.get('programme-director-rail-signalling-3') ?? 0]))
    await until(title, 2_000)
    await ask('/?q=signalling')
    assert.equal((await ask('/?q=signalling')).made, false)
    nowAt += 60_000
    assert.equal((await ask('/?q=signalling')).made, true)
  })

  test('leave with the headers and bytes that the site itself would send', async () => {
    const [path, accept] = ['/?q=delivery', { 'accept-encoding': 'gzip' }]
    const [first, bySite] = [await ask(path, accept), await ask(path, { ...accept, authorization: 'Bearer x' })]
    assert.deepEqual([first.status, bySite.status, bySite.made], [200, 200, true])
    assert.deepEqual(lasting(first.headers), lasting(bySite.headers))
    assert.equal(first.body, bySite.body)
    assert.ok(first.headers['content-security-policy'] && first.headers['x-content-type-options'])
  })

  test('W13: are made once, however many ask for one at the same time, and what cannot be made is told by the site', async () => {
    const everybody = Promise.withResolvers<void>()
    let [asking, makings] = [0, 0]
    const front = await inFront({
      make: async ({ q }) => {
        makings += 1
        await everybody.promise
        if (q === 'broken') throw new Error('no page')
        return Buffer.from(`about ${q}`)
      },
      admits: () => {
        asking += 1
        return true
      },
    })
    try {
      const asked = ['/?q=one', '/?q=one&page=1', '/?q=one', '/?q=broken'].map(path => rawGet(front.port, path))
      await until(() => asking === 4)
      everybody.resolve()
      assert.deepEqual(
        (await Promise.all(asked)).map(answer => answer.body),
        ['about one', 'about one', 'about one', 'the site'],
      )
      assert.equal(makings, 2)
    } finally {
      front.close()
    }
  })

  test('W1: whatever throws in front of the site is left to it, and ends no process', async () => {
    let clock = () => new Date(nowAt)
    const front = await inFront({ now: () => clock() })
    try {
      assert.equal((await rawGet(front.port, '/')).body, 'a page')
      clock = () => assert.fail('no clock')
      assert.equal((await rawGet(front.port, '/')).body, 'the site')
    } finally {
      front.close()
    }
    const noting = await inFront({ note: () => assert.fail('no log') })
    try {
      await rawGet(noting.port, '/').catch(() => undefined)
      assert.equal((await rawGet(noting.port, '/')).body, 'a page')
    } finally {
      noting.close()
    }
  })

  test('W12: a request that is counted in front, and whose page cannot be made, is counted once', async () => {
    const world = { db: site.db, now: () => new Date(nowAt), secret: SECRET, log: QUIET_LOG, trustProxy: 1 }
    const limit = rateLimit(world, { name: 'once', perMinute: 3, announced: false, sentence: 'Too fast.' })
    const enter = room(1)
    const app = express()
      .use(notTooMany(enter), limit.guard, (_, res) => void res.end('the site'))
      .use(((error: HttpError, _req, res, _next) => void res.status(error.status).end()) satisfies ErrorRequestHandler)
    const make = async () => assert.fail('no page')
    const front = await inFront({ make, admits: (req, res) => enter(res) && limit.admits(req) }, app)
    try {
      const statuses: number[] = []
      for (let n = 0; n < 4; n += 1)
        statuses.push((await rawGet(front.port, '/', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status)
      assert.deepEqual(statuses, [200, 200, 200, 429])
    } finally {
      front.close()
    }
  })

  test('are not kept while nobody tells of changes', async () => {
    const alone = await testSite()
    try {
      await seedBoard(alone.db, ROLES)
      for (let n = 0; n < 3; n += 1) await alone.get('/')
      await until(() => alone.logged.filter(line => line.includes('request answered')).length === 3)
    } finally {
      await alone.close()
    }
  })
})
