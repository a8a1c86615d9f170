// Pages of the board over HTTP: one that is kept ready against a bare node:http server that sends the same bytes, and pages made anew with
// their search and their counts against a page of the same size that a stock Express with Handlebars makes out of rows it has at hand.
// Each server is a process of its own; what is measured is the processor time it spends on a page.
import { fork } from 'node:child_process'
import { on } from 'node:events'
import { Agent, get } from 'node:http'
import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { PAGE_SIZE, parseQuery, queryString } from '../listings/query.ts'
import { makeMarket, randomFrom, randomQuery } from './market.ts'
import { median } from './measure.ts'
import type { Measured } from './measure.ts'

/** As PERF's prototypes had: a board four times as large as all live contract roles of the kind we guess there are. */
const ROLES = 20_000
const REQUESTS = 200
/** A page that is kept costs a tenth of a millisecond: fewer of them would be lost in the clock's own steps. */
const KEPT_REQUESTS = 2_000
const ROUNDS = 15
/** Until the compiler has seen enough of every way: the stock page stays as it is after 1,600, ours falls from 1.2 ms to 0.55 by then, and to 0.45 after 6,000. */
const WARM_UP = 30
const AT_ONCE = 8
/** Pages whose size is taken. */
const SAMPLE = 100

interface Server {
  url: string
  /** Milliseconds of processor used so far. */
  spent(): Promise<number>
  stop(): void
}

export async function benchPage(db: Kysely<Database>, databaseUrl: string): Promise<Measured[]> {
  await makeMarket(db, ROLES, { textLength: 400 })
  return measurePages(databaseUrl)
}

/** Of the board that is in this database. */
async function measurePages(databaseUrl: string): Promise<Measured[]> {
  using open = new DisposableStack()
  const agent = open.adopt(new Agent({ keepAlive: true, maxSockets: AT_ONCE }), one => one.destroy())
  const start = async (...words: string[]): Promise<Server> => open.adopt(await startServer(...words), one => one.stop())
  const ours = await start('ours', databaseUrl)
  const addresses = await fullPages(agent, ours.url, REQUESTS * (ROUNDS + WARM_UP) + SAMPLE)
  const home = await load(agent, `${ours.url}/`)
  const anew = await Promise.all(addresses.splice(0, SAMPLE).map(one => load(agent, ours.url + one)))
  const mean = anew.reduce((all, page) => all + page.length, 0) / SAMPLE
  const bare = await start('bare', `${ours.url}/`)
  const stock = await start('stock', databaseUrl, String(Math.round(mean)))
  const lean = await start('lean', databaseUrl, String(Math.round(mean)))
  const kept = await measure(agent, KEPT_REQUESTS, { ours: { server: ours, paths: ['/'] }, baseline: { server: bare, paths: ['/'] } })
  // Every address once: none of these pages is kept ready.
  const made = await measure(agent, REQUESTS, {
    ours: { server: ours, paths: addresses },
    baseline: { server: stock, paths: ['/'] },
    lean: { server: lean, paths: ['/'] },
  })
  const name = `a board page made anew, ${ROLES.toLocaleString('en-GB')} roles, ${kB(mean)}`
  return [
    ...rowsOf(`a board page kept ready, ${kB(home.length)}`, ['ours', 'baseline: node:http, the same bytes'], kept),
    ...rowsOf(name, ['ours, search and counts of every choice', 'baseline: stock Express and Handlebars, the same matter, no SQL'], made),
    {
      name,
      way: 'the same with a third of the matter and a filler',
      value: made.lean,
      unit: 'ms of CPU',
      ratio: made.baseline / made.lean,
    },
  ]
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(0)} kB`
}

async function startServer(...words: string[]): Promise<Server> {
  const child = fork(new URL('page-server.ts', import.meta.url), words)
  const messages = on(child, 'message', { close: ['exit'] })
  const heard = async (): Promise<Record<string, number>> => {
    const { value, done } = (await messages.next()) as IteratorResult<Record<string, number>[]>
    if (done) throw new Error('a server ended by itself')
    return value[0] ?? {}
  }
  const { port } = await heard()
  return {
    url: `http://127.0.0.1:${port}`,
    async spent() {
      child.send('spent')
      return (await heard())['spent'] ?? Number.NaN
    },
    stop: () => void child.kill(),
  }
}

/** Addresses of searches that find a page of roles, as the site itself spells them, each another one; they are found out as JSON, without counts and without a page. */
async function fullPages(agent: Agent, url: string, count: number): Promise<string[]> {
  const random = randomFrom(5)
  const found = new Set<string>()
  while (found.size < count) {
    const address = queryString(parseQuery(new URLSearchParams(randomQuery(random, { phrases: false }))).query)
    if (address === '' || found.has(`/?${address}`)) continue
    const page = JSON.parse((await load(agent, `${url}/.json?${address}`)).toString()) as { listings: unknown[] }
    if (page.listings.length === PAGE_SIZE) found.add(`/?${address}`)
  }
  return [...found]
}

interface Asked {
  server: Server
  paths: readonly string[]
}

/** Milliseconds of processor a page, of each way in turn: the median of its rounds. */
async function measure<Way extends string>(agent: Agent, requests: number, ways: Record<Way, Asked>): Promise<Record<Way, number>> {
  const times = Object.fromEntries(Object.keys(ways).map(way => [way, []])) as unknown as Record<Way, number[]>
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [way, { server, paths }] of Object.entries(ways) as [Way, Asked][]) {
      const from = (round + WARM_UP) * requests
      const before = await server.spent()
      await askAll(agent, requests, server.url, n => paths[(from + n) % paths.length] ?? '/')
      const spent = (await server.spent()) - before
      if (round >= 0) times[way].push(spent / requests)
    }
  }
  return Object.fromEntries(Object.keys(ways).map(way => [way, median(times[way as Way])])) as Record<Way, number>
}

function rowsOf(name: string, [ours, theirs]: readonly [string, string], times: { ours: number; baseline: number }): Measured[] {
  const row = (way: string, ms: number): Measured => ({ name, way, value: ms, unit: 'ms of CPU', ratio: times.baseline / ms })
  return [row(ours, times.ours), row(theirs, times.baseline)]
}

async function askAll(agent: Agent, requests: number, origin: string, path: (n: number) => string): Promise<void> {
  let asked = 0
  const worker = async (): Promise<void> => {
    while (asked < requests) await load(agent, origin + path(asked++))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function load(agent: Agent, url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        response.statusCode === 200 ? resolve(Buffer.concat(parts)) : reject(new Error(`${url} answered ${response.statusCode}`)),
      )
    }).on('error', reject)
  })
}
