// Pages kept ready: the same bytes as made anew, gone at once when the board changes, never for whoever brings a cookie.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { canonicalAddress, pageCache } from '../../api/page-cache.ts'
import { refreshListings } from '../../db/listings.ts'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'
import { rawGet, testSite } from '../support/web.ts'
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

const withoutDate = (headers: RawAnswer['headers']): object => ({ ...headers, date: '', connection: '' })

describe('W13: pages kept ready', () => {
  test('are the same to the last byte and header, in every encoding and for HEAD', async () => {
    for (const path of ['/?q=manager', '/.atom?q=manager']) {
      const first = await ask(path)
      const again = await ask(path)
      assert.deepEqual([first.made, again.made], [true, false], path)
      assert.equal(again.body, first.body)
      assert.deepEqual(withoutDate(again.headers), withoutDate(first.headers))
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
    await ask('/?q=analyst')
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
    await ask('/?q=pmo&rate=300')
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

  test('W13: are made once, however many ask for one at the same time, and what cannot be made is told by the site', async () => {
    const everybody = Promise.withResolvers<void>()
    let [asking, makings] = [0, 0]
    const listener = pageCache(
      {
        db: site.db,
        now: () => new Date(nowAt),
        make: async ({ q }) => {
          makings += 1
          await everybody.promise
          if (q === 'broken') throw new Error('no page')
          return Buffer.from(`about ${q}`)
        },
        headers: ['content-type', 'text/plain'],
        admits: () => {
          asking += 1
          return true
        },
        note: () => undefined,
      },
      (_, res) => void res.end('the site'),
    )
    const server = createServer(listener).listen(0, '127.0.0.1')
    try {
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo // a TCP server's address
      const asked = ['/?q=one', '/?q=one&page=1', '/?q=one', '/?q=broken'].map(path => rawGet(port, path))
      await until(() => asking === 4)
      everybody.resolve()
      assert.deepEqual(
        (await Promise.all(asked)).map(answer => answer.body),
        ['about one', 'about one', 'about one', 'the site'],
      )
      assert.equal(makings, 2)
    } finally {
      server.close()
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
