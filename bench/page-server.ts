// A server that `page` asks, in a process of its own, so that neither the other servers nor whoever asks is counted as its work.
// It says `{ port }` when it listens, and after each `'spent'` it is sent, the milliseconds of processor it has used so far.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import Handlebars from 'handlebars'
import { startWeb } from '../api/start.ts'
import { connect } from '../db/database.ts'
import { searchBoard } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { keepIndex } from '../db/search-index.ts'
import { parseQuery } from '../listings/query.ts'
import { createLog } from '../log.ts'
import { cpuMs } from './measure.ts'

/** Ours: the whole site with its index loaded. */
async function startOurs(url: string): Promise<number> {
  const db = connect(url, { name: 'dayrate web' })
  await keepIndex(db).ready
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
  return web.port
}

/** What nothing can be faster than: the same bytes and headers, out of memory. */
async function startBare(url: string): Promise<number> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  const page = Buffer.from(await response.arrayBuffer())
  const headers = [...response.headers].filter(([name]) => !/^(?:date|connection|keep-alive)$/.test(name)).flat()
  return listening((_, out) => out.writeHead(200, headers).end(page))
}

const STOCK = `<!DOCTYPE html><html lang="en"><head><title>{{title}}</title></head><body><main><h1>{{title}}</h1><ol>
{{#each rows}}<li><h2><a href="/roles/{{slug}}">{{title}}</a></h2><p>{{rate this}} · {{join advertisers}} · {{place this}}</p>
<p>{{adverts}} adverts · <time datetime="{{iso firstSeenAt}}">{{day firstSeenAt}}</time></p></li>{{/each}}</ol>
{{#each groups}}<fieldset><legend>{{name}}</legend>{{#each choices}}<label><input type="checkbox" name="{{../name}}" value="{{value}}"> {{label}} <span>{{count}}</span></label>{{/each}}</fieldset>{{/each}}
<p>{{filler}}</p></main></body></html>`

/** The usual way: compiled once, helpers that format, view models spread from the rows, Express' own ETag; filled up to the size of ours. */
async function startStock(databaseUrl: string, size: number): Promise<number> {
  const db = connect(databaseUrl, { name: 'dayrate bench' })
  const { rows } = await searchBoard(db, parseQuery(new URLSearchParams()).query)
  await db.destroy()
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
  const filler = 'x'.repeat(Math.max(0, size - Buffer.byteLength(template(view('')))))
  const app = express()
  app.get('/', (_, res) => void res.send(template(view(filler))))
  return listening(app)
}

async function listening(listener: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address
  return port
}

const [way = '', url = '', size = '0'] = process.argv.slice(2)
const port = await (way === 'ours' ? startOurs(url) : way === 'bare' ? startBare(url) : startStock(url, Number(size)))
process.on('message', () => process.send?.({ spent: cpuMs() }))
process.on('disconnect', () => process.exit())
process.send?.({ port })
