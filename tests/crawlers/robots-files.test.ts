import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FetcherSettings } from '../../crawlers/fetcher.ts'
import { send } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { fetcherWith, other, server } from '../support/fetching.ts'

describe('robots.txt over the wire', () => {
  async function stateWhen(answer: Parameters<HostileServer['on']>[1], settings: Partial<FetcherSettings> = {}) {
    server.on('/robots.txt', answer)
    return fetcherWith(settings).robotsFor(`${server.origin}/jobs`)
  }

  test('R2: a file that is not there, or not for us, holds no rules; strictly taken, a refusal of it refuses the host', async () => {
    for (const status of [404, 410, 403, 401, 451]) assert.equal((await stateWhen(send('', {}, status))).reached, true, String(status))
    for (const status of [403, 401]) assert.equal((await stateWhen(send('', {}, status), { strictRobots: true })).reached, false)
  })

  test('R3: a fault or silence of the server closes the whole host and says when to ask again', async () => {
    for (const status of [500, 503]) {
      const state = await stateWhen(send('', {}, status))
      assert.ok(!state.reached && /robots\.txt could not be read/.test(state.reason) && state.retryAt > Date.now(), String(status))
    }
    assert.equal((await stateWhen(() => undefined, { deadlineMs: 200 })).reached, false)
    const nowhere = fetcherWith({ resolve: (name, done) => done(Object.assign(new Error(name), { code: 'ENOTFOUND' }), []) })
    assert.equal((await nowhere.robotsFor('http://nowhere.example.com/')).reached, false)
  })

  test('S8: an address we may not reach is refused for what it is, and its robots.txt not blamed', async () => {
    for (const address of ['http://127.0.0.1:5432/', 'http://10.0.0.1/', 'http://localhost/']) {
      const state = await fetcherWith({}).robotsFor(address)
      assert.ok(!state.reached && state.kind === 'refused-address' && !state.reason.includes('robots'), JSON.stringify(state))
    }
  })

  test('R3: a copy read before stands in for a day and longer while the file cannot be had, for thirty days', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock })
    server.on('/robots.txt', send('User-agent: *\nDisallow: /x', { 'content-type': 'text/plain' }))
    await fetcher.robotsFor(server.origin)
    server.on('/robots.txt', send('', {}, 500))
    await clock.advance(26 * 3_600_000)
    server.hits.length = 0
    for (let page = 0; page < 3; page++) {
      const stale = await clock.run(fetcher.robotsFor(server.origin))
      assert.ok(stale.reached && stale.robots.rules.length === 1)
    }
    assert.equal(server.hits.length, 1)
    await clock.advance(31 * 24 * 3_600_000)
    assert.equal((await clock.run(fetcher.robotsFor(server.origin))).reached, false)
  })

  test('R3: a host that never answers for its robots.txt is asked ever more seldom, four times a day in the end', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock, random: () => 0 })
    server.on('/robots.txt', send('', {}, 500))
    const waits: number[] = []
    for (let times = 0; times < 8; times++) {
      const state = await clock.run(fetcher.robotsFor(server.origin))
      assert.ok(!state.reached)
      waits.push((state.retryAt - clock.now()) / 60_000)
      await clock.advance(state.retryAt - clock.now())
    }
    assert.deepEqual(waits, [15, 30, 60, 120, 240, 360, 360, 360])
    server.on('/robots.txt', send('User-agent: *\nDisallow:', { 'content-type': 'text/plain' }))
    assert.equal((await clock.run(fetcher.robotsFor(server.origin))).reached, true)
    assert.equal(server.hits.length, 9)
  })

  test('R4: 429 closes the host until the time it names', async () => {
    const clock = virtualClock()
    const state = await stateWhen(send('', { 'retry-after': '600' }, 429), { clock })
    assert.deepEqual([state.reached, !state.reached && state.retryAt], [false, clock.now() + 600_000])
  })

  test('R5: redirects are followed, five at most, each through the guard', async () => {
    server.on('/robots.txt', send('', { location: `${other.origin}/rules` }, 302))
    other.on('/rules', send('User-agent: *\nDisallow: /jobs', { 'content-type': 'text/plain' }))
    const state = await fetcherWith().robotsFor(`${server.origin}/jobs`)
    assert.ok(state.reached && state.robots.rules.length === 1)
    assert.equal((await stateWhen(send('', { location: 'http://10.0.0.1/robots.txt' }, 302))).reached, false)
    assert.equal((await stateWhen(send('', { location: '/robots.txt' }, 302))).reached, true)
  })

  test('R6: a file without end is read as far as its first 500 KiB', async () => {
    const begun = process.memoryUsage().rss
    const state = await stateWhen((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.write('User-agent: *\nDisallow: /jobs\n')
      const more = setInterval(() => response.write('# and so on\n'.repeat(5_000)), 1)
      response.on('close', () => clearInterval(more))
    })
    assert.ok(state.reached && state.robots.rules.length === 1)
    assert.ok(process.memoryUsage().rss - begun < 60_000_000)
  })

  test('R12: sixteen pages ask for the file once, and a day later once again', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock })
    server.on('/robots.txt', send('User-agent: *\nDisallow:', { 'content-type': 'text/plain' }))
    await Promise.all(Array.from({ length: 16 }, (_, n) => fetcher.robotsFor(`${server.origin}/${n}`)))
    assert.equal(server.hits.length, 1)
    await clock.advance(24 * 3_600_000)
    await Promise.all([fetcher.robotsFor(server.origin), fetcher.robotsFor(server.origin)])
    assert.equal(server.hits.length, 2)
  })
})
