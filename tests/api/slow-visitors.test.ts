// W9: visitors who send or read a drop at a time, after slowhttptest -H, -B and -X, against the real server with less patience.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { PATIENCE } from '../../api/start.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

const IMPATIENT = { headersTimeout: 600, requestTimeout: 1_200, connectionsCheckingInterval: 50, silenceTimeout: 1_000 }

let site: TestSite

before(async () => {
  site = await testSite({ patience: IMPATIENT })
  await seedBoard(site.db, ROLES)
  // More than the operating system keeps for a reader on this machine (some 10 MB).
  await sql`update listing_search set summary = jsonb_set(summary, '{title}', to_jsonb(repeat('x', 3_000_000)))`.execute(site.db)
})
after(() => site.close())

interface Ending {
  heard: string
  afterMs: number
}

/** Sends the first words, then drop by drop until the server has had enough. */
function drip(first: string, drop: string): Promise<Ending> {
  return new Promise(resolve => {
    const begun = performance.now()
    let heard = ''
    const socket: Socket = connect(site.port, '127.0.0.1', () => socket.write(first))
    const dripping = setInterval(() => socket.writable && socket.write(drop), 40)
    socket.on('data', chunk => (heard += String(chunk)))
    // The server may close before the last drop arrives.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(dripping)
      resolve({ heard, afterMs: performance.now() - begun })
    })
  })
}

/** Asks for a large answer and reads none of it until the server has given up; then what is left of it. @returns bytes, of how many */
async function askAndReadLate(path: string): Promise<{ got: number; announced: number }> {
  const socket = connect({ port: site.port, host: '127.0.0.1' }, () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`))
  socket.on('error', () => undefined)
  // Written down when the connection closes, which nobody but the server can do here.
  await until(() => site.logged.some(line => line.includes(`"route":"${path}"`)))
  let got = 0
  let head = ''
  socket.on('data', (chunk: Buffer) => {
    if (got === 0) head = chunk.toString('latin1')
    got += chunk.length
  })
  await new Promise(resolve => socket.on('close', resolve))
  return { got, announced: Number(/content-length: (\d+)/i.exec(head)?.[1]) }
}

/** A drop that arrives after the end takes the answer with it, before it was read (RFC 9293 §3.10.7.4): then nothing was heard. One that
 * arrives while the end is being written is answered as what it is, the middle of nothing: 400. */
const SENT_AWAY = /^(?:HTTP\/1\.1 40[08] |$)/

const FORM = 'POST /alerts HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n'

describe('W9: slow visitors', () => {
  test('who drips headers, never ending them, is sent away with 408', async () => {
    const { heard, afterMs } = await drip('GET / HTTP/1.1\r\nHost: x\r\n', 'X-A: b\r\n')
    assert.match(heard, SENT_AWAY)
    assert.ok(afterMs >= IMPATIENT.headersTimeout && afterMs < 30_000, String(afterMs))
  })

  test('who drips a body, announced or in chunks, is sent away, and nobody is told of a fault of ours', async () => {
    const bodies = [drip(`${FORM}Content-Length: 4000\r\n\r\nemail=`, 'a'), drip(`${FORM}Transfer-Encoding: chunked\r\n\r\n`, '1\r\na\r\n')]
    for (const { heard, afterMs } of await Promise.all(bodies)) {
      assert.match(heard, SENT_AWAY)
      assert.ok(afterMs >= IMPATIENT.requestTimeout && afterMs < 30_000, String(afterMs))
    }
    assert.ok(!site.logged.some(line => line.includes('request failed')), site.logged.join(''))
  })

  test('who asks for much and reads nothing of it is cut off', async () => {
    const { got, announced } = await askAndReadLate('/.csv')
    assert.ok(announced > 20_000_000 && got < announced, `${got} of ${announced}`)
  })

  test('others are answered meanwhile', async () => {
    const dripping = Array.from({ length: 200 }, () => drip('GET / HTTP/1.1\r\n', 'X-A: b\r\n'))
    for (let n = 0; n < 10; n += 1) assert.equal((await site.get('/healthz')).status, 200)
    assert.equal((await site.get('/?q=pmo')).status, 200)
    for (const { heard } of await Promise.all(dripping)) assert.match(heard, SENT_AWAY)
  })

  test('the limits of the real server are those of the case', () => {
    assert.deepEqual([PATIENCE.headersTimeout, PATIENCE.requestTimeout], [15_000, 30_000])
    assert.ok(PATIENCE.connectionsCheckingInterval <= 5_000, 'looked at every 30 s, 15 s would be 45')
  })
})
