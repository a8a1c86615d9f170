// Thousands of random requests over every public address: never a 5xx, and memory stays where it was. `node tests/api/fuzz.test.ts --requests=100000` asks more.
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { routes } from '../../api/server.ts'
import { connect } from '../../db/database.ts'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { PARAMETERS } from '../../listings/query.ts'
import { createLog } from '../../log.ts'
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

/** Every address of the site; the admin's is the admin's own matter, but for its door. */
const ROUTES = routes({
  db: connect('postgres://nobody@127.0.0.1:1/none', { name: 'dayrate test' }),
  publicUrl: 'http://localhost',
  secret: '',
  adminToken: undefined,
  trustProxy: 0,
  mode: 'test',
  log: createLog({ level: 'error', pretty: false, write: () => undefined }),
  takeReport: async () => undefined,
  mailboxShown: true,
  now: () => new Date(),
})
  .map(([path]) => path)
  .filter(path => !path.startsWith('/admin/'))

/** The board is asked most; then everything there is, and a few addresses that are none. */
const PATHS = [
  ...Array.from({ length: 12 }, () => '/'),
  ...ROUTES,
  '/healthz',
  '/readyz',
  '/roles/pmo-analyst-2',
  '/go/1',
  '//',
  '/%00',
  '/%E0%A4%A',
  '/roles/..%2f..',
  '/nothing',
  '/Sources/',
]

const NAMES = ['pmo-analyst-2', 'x', '1', '0', '-1', 'style.css', '%00', '%E0%A4', '..', '__proto__', 'A'.repeat(300)]

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
  if (roll(3) === 0) headers['sec-fetch-site'] = pick(['same-origin', 'cross-site', 'x'])
  if (roll(8) === 0) headers['x-forwarded-for'] = pick(['1.2.3.4', '::1', 'x', ','])
  return {
    method: pick(METHODS),
    path:
      pick(PATHS).replaceAll(/:\w+/g, () => pick(NAMES)) +
      (pairs.length > 0 ? `?${pairs.join('&')}`.replaceAll(' ', '+').replaceAll(/[^\x21-\x7e]/g, encodeURIComponent) : ''),
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
      // The log of a test is kept in memory; that of a server is not.
      site.logged.length = 0
    }
  }
  try {
    await Promise.all(Array.from({ length: 8 }, worker))
  } finally {
    agent.destroy()
  }
  return seen
}

/** Bytes that something still holds, and those the system gave the process. */
function memory(): { held: number; rss: number } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag puts into new contexts
  collect()
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, rss }
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`

test('random requests to every public address: no 5xx, and memory stays flat', async t => {
  const seen = new Map<number, number>()
  const steps = [memory()]
  // Each fifth has requests of its own: what is kept of them reaches its bounds, and from there on nothing grows.
  for (let fifth = 0; fifth < 5; fifth += 1) {
    for (const [status, count] of await run(Math.ceil(REQUESTS / 5), fifth + 2)) seen.set(status, (seen.get(status) ?? 0) + count)
    steps.push(memory())
  }
  const told = steps.map(({ held, rss }) => `${megabytes(held)} held of ${megabytes(rss)}`).join(', ')
  t.diagnostic(`${REQUESTS} requests, after each fifth: ${told}; ${JSON.stringify(Object.fromEntries(seen))}`)
  const [, first, , , , last] = steps
  assert.ok(first && last)
  assert.ok(last.held - first.held < 32 * 2 ** 20, told)
  for (const status of [200, 304, 400, 404, 405]) assert.ok((seen.get(status) ?? 0) > 0, String(status))
})
