// A page of the board over HTTP, rendered anew each time, against a bare node:http server that sends the same bytes: the price of
// everything we do. Both are asked by the same client over one kept connection.
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startWeb } from '../api/start.ts'
import type { Db } from '../db/database.ts'
import { createLog } from '../log.ts'
import { inTurn } from './measure.ts'
import type { Measured } from './measure.ts'

const REQUESTS = 100
const PATHS = ['/', '/?q=payments', '/?rate=500&engagement=outside', '/?discipline=pmo']

export async function benchPage(db: Db): Promise<Measured[]> {
  const log = createLog({ level: 'error', pretty: false })
  const web = await startWeb({
    db,
    host: '127.0.0.1',
    port: 0,
    secret: 'x'.repeat(32),
    adminToken: undefined,
    trustProxy: 0,
    mode: 'production',
    log,
    mailboxShown: false,
    now: () => new Date(),
  })
  const local = `http://127.0.0.1:${web.port}`
  const bytes = await load(new Agent(), `${local}/`)
  const bare = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': bytes.length }).end(bytes),
  )
  await new Promise<void>(resolve => bare.listen(0, '127.0.0.1', resolve))
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}` // a TCP server's address
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const times = await inTurn(
      [
        { name: 'ours, query and rendering included', run: () => askAll(agent, local, PATHS) },
        { name: 'baseline: node:http, the same bytes', run: () => askAll(agent, bareUrl, ['/']) },
      ],
      5,
    )
    const baseline = [...times.values()].at(-1) ?? Number.NaN
    return [...times].map(([way, ms]) => ({
      name: `board page, ${(bytes.length / 1_000).toFixed(0)} kB`,
      way,
      value: ms / REQUESTS,
      unit: 'ms',
      ratio: baseline / ms,
    }))
  } finally {
    agent.destroy()
    bare.close()
    await web.close()
  }
}

async function askAll(agent: Agent, origin: string, paths: string[]): Promise<void> {
  for (let i = 0; i < REQUESTS; i += 1) await load(agent, `${origin}${paths[i % paths.length] ?? '/'}`)
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
