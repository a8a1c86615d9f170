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

const LAYOUT = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{title}}</title></head><body>{{{body}}}<p>{{filler}}</p></body></html>`

/** What our page says, marked up alike: rows, every choice with its count, the histogram with its table. */
const STOCK = `<aside>{{#each groups}}<details class="group" open><summary>{{name}}</summary><fieldset><legend class="vh">{{name}}</legend>
{{#if bars}}<svg class="histogram" viewBox="0 0 200 44" role="img">{{#each bars}}<rect class="within" x="{{x}}" y="{{y}}" width="{{../width}}" height="{{height}}"/>{{/each}}</svg>
<table><tbody>{{#each bars}}<tr><td>{{money from}}–{{money to}}</td><td class="number">{{count}}</td></tr>{{/each}}</tbody></table>{{/if}}
{{#each choices}}<div class="choice"><label><input form="search" type="checkbox" name="{{../name}}" value="{{value}}"{{#if checked}} checked{{/if}}> {{label}}</label><span class="count">{{count}}</span></div>{{/each}}
</fieldset></details>{{/each}}</aside><main><h1>{{title}}</h1><ol class="rows">
{{#each rows}}<li class="row"><div class="what"><h2><a href="/roles/{{slug}}">{{title}}</a></h2><p class="facts">{{join advertisers}} · {{place this}}</p></div>
<div class="money"><p class="rate"><b class="figure">{{rate this}}</b><span class="vh"> a day</span></p><p><span class="pill">{{engagement this}}</span></p></div>
<div class="term"><p>{{months this}}</p></div>
<div class="age"><p><time datetime="{{iso firstSeenAt}}" title="{{exact firstSeenAt}}">{{day firstSeenAt}}</time></p><p>{{adverts}} adverts</p></div>
<div class="own"><button type="button" class="quiet" name="save">save</button><button type="button" class="quiet" name="hide">hide</button></div></li>{{/each}}</ol></main>`

/** Of a page only the rows' titles and ninety choices; the rest of its size is one long word. What the same machinery costs at the least. */
const LEAN = `<main><h1>{{title}}</h1><ol>{{#each rows}}<li><h2><a href="/roles/{{slug}}">{{title}}</a></h2><p>{{rate this}} · {{join advertisers}} · {{place this}}</p>
<p>{{adverts}} adverts · <time datetime="{{iso firstSeenAt}}">{{day firstSeenAt}}</time></p></li>{{/each}}</ol>
{{#each lean}}<fieldset><legend>{{name}}</legend>{{#each choices}}<label><input type="checkbox" name="{{../name}}" value="{{value}}"> {{label}} <span>{{count}}</span></label>{{/each}}</fieldset>{{/each}}</main>`

/**
 * The usual way: a view in a layout by Express' view engine, compiled once; helpers that format, view models spread from the rows, Express'
 * own ETag; filled up to the size of ours.
 */
async function startStock(databaseUrl: string, size: number, source: string): Promise<number> {
  const db = connect(databaseUrl, { name: 'dayrate bench' })
  const { rows, facets } = await searchBoard(db, parseQuery(new URLSearchParams()).query, { facets: true })
  await db.destroy()
  const kitchen = withHelpers(Handlebars.create())
  const [layout, template] = [kitchen.compile(LAYOUT), kitchen.compile(source)]
  const app = express()
    .set('views', import.meta.dirname)
    .set('view engine', 'ts')
  app.engine('ts', (_path, options, done) => done(null, layout({ ...options, body: template(options) })))
  const view = (filler: string): object => ({
    title: '42 roles',
    rows: rows.map(row => ({ ...row, ...row.card })),
    groups: Object.entries(facets ?? {}).map(([name, counts]) => groupOf(name, counts)),
    lean: Array.from({ length: 10 }, (_, n) => ({
      name: `group ${n}`,
      choices: Array.from({ length: 9 }, (_, m) => ({ value: `value-${m}`, label: `Choice ${m}`, count: m * 7 })),
    })),
    filler,
  })
  const filler = 'x'.repeat(Math.max(0, size - Buffer.byteLength(layout({ ...view(''), body: template(view('')) }))))
  app.enable('view cache').get('/', (_, res) => res.render('page-server', view(filler)))
  return listening(app)
}

function groupOf(name: string, counts: Record<string, number>): object {
  const choices = Object.entries(counts).map(([value, count]) => ({ value, label: value, count, checked: false }))
  if (name !== 'rate') return { name, choices }
  const most = Math.max(...choices.map(one => one.count))
  const width = (200 / choices.length).toFixed(1)
  const bars = choices.map(({ value, count }, n) => {
    const height = (count / most) * 44
    const place = { x: (n * Number(width)).toFixed(1), y: (44 - height).toFixed(1), height: height.toFixed(1) }
    return { ...place, from: Number(value), to: Number(value) + 49, count }
  })
  return { name, bars, width }
}

function withHelpers(kitchen: typeof Handlebars): typeof Handlebars {
  const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 })
  kitchen.registerHelper('money', (amount: number) => money.format(amount))
  kitchen.registerHelper('rate', ({ card: { dayRate } }: BoardRow) =>
    dayRate ? `${money.format(dayRate.min ?? 0)}–${money.format(dayRate.max ?? dayRate.min ?? 0)}` : '–',
  )
  kitchen.registerHelper('engagement', ({ card }: BoardRow) => card.engagement?.value ?? 'IR35 not stated')
  kitchen.registerHelper('months', ({ card }: BoardRow) => (card.term?.months ? `${card.term.months} months` : ''))
  kitchen.registerHelper('join', (names: string[]) => names.join(', '))
  kitchen.registerHelper('place', ({ card }: BoardRow) => card.places?.value.map(place => place.name).join(', ') ?? '')
  kitchen.registerHelper('iso', (at: Date) => at.toISOString())
  kitchen.registerHelper('exact', (at: Date) => at.toLocaleString('en-GB'))
  kitchen.registerHelper('day', (at: Date) => at.toLocaleDateString('en-GB'))
  return kitchen
}

async function listening(listener: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address
  return port
}

const [way = '', url = '', size = '0'] = process.argv.slice(2)
const ways: Record<string, () => Promise<number>> = {
  ours: () => startOurs(url),
  bare: () => startBare(url),
  stock: () => startStock(url, Number(size), STOCK),
  lean: () => startStock(url, Number(size), LEAN),
}
const port = await ways[way]?.()
process.on('message', () => process.send?.({ spent: cpuMs() }))
process.on('disconnect', () => process.exit())
process.send?.({ port })
