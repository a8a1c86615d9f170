// A process that crawls one source, to be stopped or killed: `node crawl-worker.ts URL HOST SOURCE [KILL_AT]`. With KILL_AT it ends without a
// word before its so-manieth statement of that crawl. SIGTERM stops it as it does the worker.
import pg from 'pg'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { runSource } from '../../crawlers/run.ts'
import { connect } from '../../db/database.ts'
import { createLog } from '../../log.ts'
import { stopSignal } from '../../stop-signal.ts'

const [url = '', host = '', sourceId = '', killAt = 'never'] = process.argv.slice(2)
let statements = 0
const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...given: unknown[]) {
    statements++
    if (statements === Number(killAt)) process.kill(process.pid, 'SIGKILL')
    return query.apply(this, given)
  },
})

const stop = new AbortController()
void stopSignal().then(() => stop.abort())
const db = connect(url, { name: 'dayrate test', max: 2 })
const fetcher = createFetcher({ userAgent: 'DayrateBot/1.0', allow: new Set([host]) })
const run = await runSource({ db, fetcher, log: createLog({ level: 'error', pretty: false }), signal: stop.signal }, sourceId)
await fetcher.close()
await db.destroy()
process.stdout.write(`${JSON.stringify({ outcome: run?.outcome, statements })}\n`)
process.exit(0)
