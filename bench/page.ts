// Pages of the board over HTTP: one that is kept ready against a bare node:http server that sends the same bytes, and one made anew with
// its search and its counts against a page of the same size that a stock Express with Handlebars makes out of rows it has at hand.
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import Handlebars from 'handlebars'
import { startWeb } from '../api/start.ts'
import type { Db } from '../db/database.ts'
import { searchBoard } from '../db/search.ts'
import { keepIndex } from '../db/search-index.ts'
import { parseQuery } from '../listings/query.ts'
import type { BoardRow } from '../db/search.ts'
import { createLog } from '../log.ts'
import { inTurn } from './measure.ts'
import type { Measured } from './measure.ts'

const REQUESTS = 200
const AT_ONCE = 8
const QUERIES = ['', 'q=payments', 'rate=500&engagement=outside', 'discipline=pmo', 'q=manager&sort=rate', 'seniority=senior&unrated=1']

export async function benchPage(db: Db): Promise<Measured[]> {
  await using open = new AsyncDisposableStack()
  const index = keepIndex(db)
  open.defer(() => index.close())
  await index.ready
  const web = await startWeb({
    db,
    host: '127.0.0.1',
    port: 0,
    secret: 'x'.repeat(32),
    adminToken: undefined,
    trustProxy: 0,
    mode: 'production',
    log: createLog({ level: 'error', pretty: false }),
    mailboxShown: false,
    now: () => new Date(),
  })
  open.defer(() => web.close())
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  open.defer(() => agent.destroy())
  const ours = `http://127.0.0.1:${web.port}`
  const { page, headers } = await load(agent, `${ours}/`)
  const bare = await listening((_, response) => response.writeHead(200, headers).end(page))
  open.defer(() => bare.close())
  const { rows } = await searchBoard(db, parseQuery(new URLSearchParams()).query)
  const stock = await listening(stockSite(rows, page.length))
  open.defer(() => stock.close())
  const size = `${(page.length / 1_000).toFixed(0)} kB`
  const kept = await inTurn(
    [
      { name: 'ours, kept ready', run: () => askAll(agent, ours, () => '/') },
      { name: 'baseline: node:http, the same bytes', run: () => askAll(agent, bare.url, () => '/') },
    ],
    7,
  )
  let asked = 0
  const anew = await inTurn(
    [
      {
        name: 'ours, search and counts of every choice included',
        // Whoever brings a cookie is led past what is kept ready.
        run: () => askAll(agent, ours, () => `/?${QUERIES[asked++ % QUERIES.length] ?? ''}`, { cookie: 'a=b' }),
      },
      { name: 'baseline: stock Express and Handlebars, no SQL', run: () => askAll(agent, stock.url, () => '/') },
    ],
    7,
  )
  return [...measured(`a board page kept ready, ${size}`, kept), ...measured(`a board page made anew, ${size}`, anew)]
}

function measured(name: string, times: Map<string, number>): Measured[] {
  const baseline = [...times.values()].at(-1) ?? Number.NaN
  return [...times].map(([way, ms]) => ({ name, way, value: ms / REQUESTS, unit: 'ms', ratio: baseline / ms }))
}

const STOCK = `<!DOCTYPE html><html lang="en"><head><title>{{title}}</title></head><body><main><h1>{{title}}</h1><ol>
{{#each rows}}<li><h2><a href="/roles/{{slug}}">{{title}}</a></h2><p>{{rate this}} · {{join advertisers}} · {{place this}}</p>
<p>{{adverts}} adverts · <time datetime="{{iso firstSeenAt}}">{{day firstSeenAt}}</time></p></li>{{/each}}</ol>
{{#each groups}}<fieldset><legend>{{name}}</legend>{{#each choices}}<label><input type="checkbox" name="{{../name}}" value="{{value}}"> {{label}} <span>{{count}}</span></label>{{/each}}</fieldset>{{/each}}
<p>{{filler}}</p></main></body></html>`

/** The usual way: compiled once, helpers that format, view models spread from the rows, Express' own ETag; filled up to the same size. */
function stockSite(rows: readonly BoardRow[], size: number): express.Express {
  const kitchen = Handlebars.create()
  kitchen.registerHelper('rate', (row: BoardRow) =>
    row.card.dayRate ? `£${row.card.dayRate.min ?? ''}–£${row.card.dayRate.max ?? ''} a day` : '–',
  )
  kitchen.registerHelper('join', (names: string[]) => names.join(', '))
  kitchen.registerHelper('place', (row: BoardRow) => row.card.places?.value.map(place => place.name).join(', ') ?? '')
  kitchen.registerHelper('iso', (at: Date) => at.toISOString())
  kitchen.registerHelper('day', (at: Date) => at.toLocaleDateString('en-GB'))
  const template = kitchen.compile(STOCK)
  const groups = Array.from({ length: 10 }, (_, n) => ({
    name: `group ${n}`,
    choices: Array.from({ length: 9 }, (_, m) => ({ value: `value-${m}`, label: `Choice ${m}`, count: m * 7 })),
  }))
  const view = (filler: string) => ({
    title: '42 roles',
    rows: rows.map(row => ({ ...row, ...row.card })),
    groups: groups.map(one => ({ ...one })),
    filler,
  })
  const filler = 'x'.repeat(Math.max(0, size - template(view('')).length))
  const app = express()
  app.get('/', (_, res) => void res.send(template(view(filler))))
  return app
}

async function listening(listener: Parameters<typeof createServer>[1]): Promise<{ url: string; close: () => void }> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

async function askAll(agent: Agent, origin: string, path: () => string, headers: Record<string, string> = {}): Promise<void> {
  let left = REQUESTS
  const worker = async (): Promise<void> => {
    while (left-- > 0) await load(agent, origin + path(), headers)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

interface Loaded {
  page: Buffer
  /** Without those Node writes by itself. */
  headers: string[]
}

function load(agent: Agent, url: string, headers: Record<string, string> = {}): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`))
        const headers = response.rawHeaders.filter((_, n, all) => !/^(?:date|connection|keep-alive)$/i.test(all[n - (n % 2)] ?? ''))
        resolve({ page: Buffer.concat(parts), headers })
      })
    }).on('error', reject)
  })
}
