// Thousands of random requests over every public address: never a 5xx, and memory stays where it was. `node tests/api/fuzz.test.ts --requests=100000` asks more.
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { after, before, test } from 'node:test'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { PARAMETERS } from '../../listings/query.ts'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

const REQUESTS = Number(process.argv.find(word => word.startsWith('--requests='))?.slice('--requests='.length) ?? 3_000)

let site: TestSite
let index: KeptIndex

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
  index = keepIndex(site.db)
  await index.ready
})
after(async () => {
  await index.close()
  await site.close()
})

const PATHS = [
  ['/', '/', '/', '/.json', '/.atom', '/.rss', '/.feed.json', '/.csv', '/compare', '/saved', '/sources', '/refused', '/how', '/bot'],
  ['/api', '/openapi.json', '/sitemap.xml', '/robots.txt', '/alerts/new', '/roles/pmo-analyst-2', '/roles/x', '/go/1', '/go/x'],
  ['/healthz', '/assets/style.css', '/u/x', '/a/x', '//', '/%00', '/%E0%A4%A', '/roles/..%2f..', '/admin', '/nothing'],
].flat()

const WORDS = [
  ['pmo', 'manager', '"project manager"', '-agile', 'or', 'paym*', 'London', 'SW1A', 'outside', 'inside,outside', 'unstated', 'sc', 'asap'],
  [
    '2027-01-31',
    '1',
    '0',
    '-1',
    '25',
    '400',
    '401',
    '1e9',
    '500',
    'NaN',
    '٥٠٠',
    '%00',
    '%ED%A0%80',
    '%F0%9F%9A%80',
    '((((',
    "'--",
    ':*',
    '<->',
  ],
  ['fit.1.1700000000000000.3.abc', '%', '%2F%2Fevil', '..', '__proto__', 'x'.repeat(3_000), '&', '=', '[]', '%0d%0a', '\\', '"', ''],
].flat()

const METHODS = ['GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE', 'POST']

/** Mulberry32: the same requests every time, so that what it finds can be found again. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}

interface Fuzzed {
  method: string
  path: string
  headers: Record<string, string>
}

function fuzzed(roll: (sides: number) => number): Fuzzed {
  const pick = <T>(all: readonly T[]): T => all[roll(all.length)] as T // within the list
  const names = [...PARAMETERS.map(parameter => parameter.name), 'role', 'reason', 'before', 'foo', 'q[a]', '__proto__']
  const pairs = Array.from({ length: roll(5) }, () => `${pick(names)}=${pick(WORDS)}${roll(4) === 0 ? `+${pick(WORDS)}` : ''}`)
  const headers: Record<string, string> = {}
  if (roll(3) === 0) headers['accept-encoding'] = pick(['gzip', 'br', 'br;q=0', '*', 'x', ''])
  if (roll(6) === 0) headers['cookie'] = pick(['dayrate=x', '=', 'a=b; __Host-dayrate=y', '%%%'])
  if (roll(6) === 0) headers['if-none-match'] = pick(['*', '"x"', 'W/"y"', ','])
  if (roll(8) === 0) headers['x-forwarded-for'] = pick(['1.2.3.4', '::1', 'x', ','])
  return {
    method: pick(METHODS),
    path:
      pick(PATHS) + (pairs.length > 0 ? `?${pairs.join('&')}`.replaceAll(' ', '+').replaceAll(/[^\x21-\x7e]/g, encodeURIComponent) : ''),
    headers,
  }
}

function ask(agent: Agent, { method, path, headers }: Fuzzed): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: site.port, agent, method, path, headers }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
}

async function run(count: number, seed: number): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const roll = dice(seed)
  const seen = new Map<number, number>()
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const one = fuzzed(roll)
      const status = await ask(agent, one).catch((error: unknown) => {
        throw new Error(`no answer to ${JSON.stringify(one)}`, { cause: error })
      })
      assert.ok(status >= 200 && status < 500, `${status} for ${JSON.stringify(one).slice(0, 400)}`)
      seen.set(status, (seen.get(status) ?? 0) + 1)
    }
  }
  try {
    await Promise.all(Array.from({ length: 8 }, worker))
  } finally {
    agent.destroy()
  }
  return seen
}

test('random requests to every public address: no 5xx, and memory stays flat', async t => {
  await run(Math.min(REQUESTS, 1_000) / 2, 1)
  site.logged.length = 0
  const before = process.memoryUsage()
  const seen = await run(REQUESTS, 2)
  site.logged.length = 0
  const grown = process.memoryUsage().rss - before.rss
  t.diagnostic(`${REQUESTS} requests, ${(grown / 2 ** 20).toFixed(0)} MB more: ${JSON.stringify(Object.fromEntries(seen))}`)
  assert.ok(grown < 150 * 2 ** 20, `${grown} bytes`)
  for (const status of [200, 304, 400, 404, 405]) assert.ok((seen.get(status) ?? 0) > 0, String(status))
})
