import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import zlib from 'node:zlib'
import { LARGE_BODY, LargeTurn } from '../../crawlers/large-bodies.ts'
import { send } from '../support/hostile-server.ts'
import { failureOf, fetcherWith, other, server } from '../support/fetching.ts'
import { until } from '../support/until.ts'

const BIG = 'a'.repeat(LARGE_BODY + 100_000)

test('B1: one large page at a time: the next is taken in once the one before has been read, packed or not', async () => {
  server.on('/one', send(BIG))
  other.on('/two', send(zlib.gzipSync(BIG), { 'content-encoding': 'gzip' }))
  const [first, second] = [new LargeTurn(), new LargeTurn()]
  const fetcher = fetcherWith()
  const one = await fetcher.fetch({ url: `${server.origin}/one` }, { large: first })
  assert.equal(one.bytes, BIG.length)
  let came = false
  const two = fetcher.fetch({ url: `${other.origin}/two` }, { large: second }).finally(() => (came = true))
  await until(() => other.paths().includes('/two'))
  // What is not large does not wait, and by the time it is here the second has begun to wait or is about to.
  server.on('/small', send('hello'))
  assert.equal((await fetcher.fetch({ url: `${server.origin}/small` }, { large: new LargeTurn() })).text, 'hello')
  assert.equal(came, false)
  first.giveBack()
  assert.equal((await two).text.length, BIG.length)
  second.giveBack()
})

test('B1: waiting for other pages is not counted as the page’s own time', async () => {
  server.on('/late', send(BIG))
  const [busy, turn] = [new LargeTurn(), new LargeTurn()]
  await busy.take()
  const fetched = fetcherWith({ deadlineMs: 1_000 }).fetch({ url: `${server.origin}/late` }, { large: turn })
  await new Promise(done => setTimeout(done, 1_300))
  busy.giveBack()
  assert.equal((await fetched).bytes, BIG.length)
  turn.giveBack()
})

test('B1: a page that fails, is stopped or never ends leaves its turn to the next, whether it had it or waited for it', async () => {
  server.on('/cut', (_request, response: ServerResponse) => {
    response.writeHead(200, { 'content-length': String(BIG.length * 2) })
    response.write(BIG, () => response.destroy())
  })
  server.on('/whole', send(BIG))
  const stop = new AbortController()
  const fetcher = fetcherWith({ stopGraceMs: 50 })
  const had = new LargeTurn()
  await failureOf(fetcher.fetch({ url: `${server.origin}/cut` }, { large: had }))
  const waited = new LargeTurn()
  const stopped = failureOf(fetcher.fetch({ url: `${server.origin}/whole` }, { large: waited, signal: stop.signal }))
  await until(() => server.paths().includes('/whole'))
  stop.abort()
  assert.equal((await stopped).kind, 'stopped')
  had.giveBack()
  waited.giveBack()
  const next = new LargeTurn()
  await next.take(AbortSignal.timeout(5_000))
  next.giveBack()
  next.giveBack()
})
