// W21: the stream of events at /admin/runs/events.
import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import express from 'express'
import { LiveStream } from '../../api/live-stream.ts'
import type { LiveLimits, LiveSource } from '../../api/live-stream.ts'
import { openRun } from '../../db/crawl-runs.ts'
import { adminOf, seedRun } from '../support/admin.ts'
import { seedBoard } from '../support/board.ts'
import { until } from '../support/until.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

/** Somebody who watches: what came so far, and whether the other side has ended it. */
interface Watching {
  answer: IncomingMessage
  heard: string
  over: boolean
  stop(): void
}

function watch(url: string, headers: Record<string, string> = {}): Promise<Watching> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { headers, agent: false }, answer => {
      const watching: Watching = { answer, heard: '', over: false, stop: () => void asked.destroy() }
      answer.setEncoding('utf8').on('data', (part: string) => (watching.heard += part))
      answer.on('close', () => (watching.over = true)).on('error', () => undefined)
      resolve(watching)
    })
    asked.on('error', reject)
  })
}

describe('the page of runs', () => {
  let site: TestSite
  before(async () => {
    site = await testSite()
    await seedBoard(site.db, [])
  })
  after(() => site.close())

  test('W21: tells what changes, through a proxy too, until the admin signs out', async () => {
    const { cookie, ...rest } = await adminOf(site)
    const watching = await watch(`${site.url}/admin/runs/events`, { cookie })
    const { headers } = watching.answer
    assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8')
    assert.equal(headers['x-accel-buffering'], 'no')
    assert.match(headers['cache-control'] ?? '', /no-store, no-transform/)
    await until(() => watching.heard.includes('event: ended'))
    assert.ok(watching.heard.includes('data: <p>Nothing is being read right now.</p>'))
    const run = (await openRun(site.db, 'fennick'))?.id ?? 0
    await until(() => watching.heard.includes('Fennick Jobs'))
    await site.db.updateTable('crawl_run').set({ found: 7 }).where('id', '=', run).execute()
    await until(() => watching.heard.includes('7 adverts'))
    await site.db
      .updateTable('crawl_run')
      .set({ outcome: 'blocked', finished_at: new Date(), reason: 'a captcha' })
      .where('id', '=', run)
      .execute()
    await until(() => watching.heard.includes('a captcha'))
    await site.post('/admin/sign-out', {}, { cookie, ...rest })
    await until(() => watching.over)
    assert.match(watching.heard, /event: over\ndata: \n\n$/)
  })

  test('W21: an expired session ends it, and HEAD does not begin it', async () => {
    const { cookie } = await adminOf(site)
    assert.equal((await fetch(`${site.url}/admin/runs/events`, { method: 'HEAD', headers: { cookie } })).status, 200)
    const watching = await watch(`${site.url}/admin/runs/events`, { cookie })
    await until(() => watching.heard.includes('event: ended'))
    await site.db
      .updateTable('admin_session')
      .set({ expires_at: new Date(Date.now() - 1_000) })
      .execute()
    await until(() => watching.over)
  })

  test('a run that ends is told once, not every second', async () => {
    const { cookie } = await adminOf(site)
    await seedRun(site.db, 'linkwell', { found: 3 })
    const watching = await watch(`${site.url}/admin/runs/events`, { cookie })
    await until(() => watching.heard.includes('event: ended'))
    await openRun(site.db, 'harrow-board')
    await until(() => watching.heard.includes('Harrow Board'))
    assert.equal(watching.heard.match(/event: ended/g)?.length, 1)
    watching.stop()
  })
})

describe('a stream', () => {
  const servers: Server[] = []
  after(() => servers.forEach(server => void server.close()))

  /** A stream of its own on a port of its own. */
  async function serve(source: Partial<LiveSource>, limits: Partial<LiveLimits>): Promise<{ stream: LiveStream; port: number }> {
    const app = express()
    const stream = new LiveStream(
      { read: async () => ({ part: '<p>as it was</p>' }), openAmong: async sessions => new Set(sessions), ending: () => false, ...source },
      { pollMs: 10, ...limits },
    )
    app.get('/', (_req, res) => void (stream.join(res, 'session') || res.status(503).end()))
    const server = createServer(app)
    servers.push(server)
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return { stream, port: address.port }
  }

  test('W21: fifty watch, the fifty-first is turned away until one leaves', async () => {
    let looks = 0
    const { stream, port } = await serve({ read: async () => ({ part: String(Math.floor(++looks / 1_000)) }) }, {})
    const watching = await Promise.all(Array.from({ length: 50 }, () => watch(`http://127.0.0.1:${port}/`)))
    assert.equal((await watch(`http://127.0.0.1:${port}/`)).answer.statusCode, 503)
    watching[0]?.stop()
    await until(() => stream.watchers === 49)
    const late = await watch(`http://127.0.0.1:${port}/`)
    assert.equal(late.answer.statusCode, 200)
    await until(() => late.heard.includes('event: part'))
    for (const one of [...watching, late]) one.stop()
    await until(() => stream.watchers === 0)
    // One look at a time serves them all, and nobody who watches means no look.
    const then = looks
    await new Promise(resolve => setTimeout(resolve, 100))
    assert.ok(looks - then <= 1, `${looks - then} looks for nobody`)
  })

  test('W21: silence is broken by a heartbeat; what has not changed is not sent again', async () => {
    const { port } = await serve({}, { heartbeatMs: 50 })
    const watching = await watch(`http://127.0.0.1:${port}/`)
    await until(() => (watching.heard.match(/: still here\n\n/g)?.length ?? 0) >= 3)
    assert.equal(watching.heard.match(/event: part/g)?.length, 1)
    watching.stop()
  })

  test('W21: whoever does not read is dropped', async () => {
    let n = 0
    const { stream, port } = await serve({ read: async () => ({ part: `${++n} ${'x'.repeat(500_000)}` }) }, {})
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
    socket.on('error', () => undefined).pause()
    await until(() => stream.watchers === 1)
    await until(() => stream.watchers === 0)
    socket.destroy()
  })

  test('a line break of any kind stays inside its event', async () => {
    const { port } = await serve({ read: async () => ({ part: 'one\rtwo\r\nthree\n\nevent: forged' }) }, {})
    const watching = await watch(`http://127.0.0.1:${port}/`)
    await until(() => watching.heard.includes('forged'))
    assert.ok(watching.heard.includes('event: part\ndata: one\ndata: two\ndata: three\ndata: \ndata: event: forged\n\n'))
    watching.stop()
  })

  test('a look that fails is made up for; a server that stops ends every stream, and the browsers come back', async () => {
    let ending = false
    let looks = 0
    const read = async (): Promise<Record<string, string>> => {
      if (++looks < 3) throw new Error('the database is away')
      return { part: 'back' }
    }
    const { port } = await serve({ read, ending: () => ending }, {})
    const watching = await watch(`http://127.0.0.1:${port}/`)
    await until(() => watching.heard.includes('back'))
    ending = true
    await until(() => watching.over)
    assert.ok(!watching.heard.includes('event: over'))
  })
})
