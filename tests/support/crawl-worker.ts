// A process that crawls sources side by side, to be stopped or killed: `node crawl-worker.ts URL HOST SOURCE[=KILL_AT]…`. A crawl with KILL_AT
// stands still before its so-manieth statement, and when all of them do the process ends without a word, each at its own point. SIGTERM
// stops it as it does the worker. Says how the first crawl ended.
import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { runSource } from '../../crawlers/run.ts'
import { connect } from '../../db/database.ts'
import { createLog } from '../../log.ts'
import { stopSignal } from '../../stop-signal.ts'

interface Crawl {
  sourceId: string
  killAt: number
  statements: number
}

const [url = '', host = '', ...named] = process.argv.slice(2)
const crawls = named.map((one): Crawl => {
  const [sourceId = '', killAt = 'Infinity'] = one.split('=')
  return { sourceId, killAt: Number(killAt), statements: 0 }
})
const current = new AsyncLocalStorage<Crawl>()
let running = crawls.length
const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...given: unknown[]) {
    const crawl = current.getStore()
    if (crawl === undefined || ++crawl.statements < crawl.killAt) return query.apply(this, given)
    if (crawl.statements === crawl.killAt && --running === 0) process.kill(process.pid, 'SIGKILL')
    return Promise.withResolvers<never>().promise
  },
})

const stop = new AbortController()
void stopSignal().then(() => stop.abort())
const fetcher = createFetcher({ userAgent: 'DayrateBot/1.0', allow: new Set([host]) })
const log = createLog({ level: 'error', pretty: false })

async function crawlOne(crawl: Crawl): Promise<string | undefined> {
  const db = connect(url, { name: 'dayrate test', max: 2 })
  const run = await current.run(crawl, () => runSource({ db, fetcher, log, signal: stop.signal }, crawl.sourceId))
  await db.destroy()
  return run?.outcome
}

const [outcome] = await Promise.all(crawls.map(crawlOne))
await fetcher.close()
process.stdout.write(`${JSON.stringify({ outcome, statements: crawls[0]?.statements })}\n`)
process.exit(0)
