// Entry point of the web server alone: `npm run web`. `npm start` runs the same beside the worker.
import { randomBytes } from 'node:crypto'
import { readConfig } from '../config.ts'
import { keysOf, SOURCE_KINDS } from '../crawlers/catalogue.ts'
import { createFetcher, userAgentOf } from '../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../crawlers/guard.ts'
import { sharedPace } from '../crawlers/pace.ts'
import { refusalOfHook } from '../crawlers/poster.ts'
import { createPreviewer } from '../crawlers/previewer.ts'
import { connect } from '../db/database.ts'
import { databaseFault } from '../db/faults.ts'
import { openDatabase } from '../db/open.ts'
import { keepIndex } from '../db/search-index.ts'
import { takeReport } from '../jobs/bounces.ts'
import { createQueue } from '../jobs/queue.ts'
import { createLog } from '../log.ts'
import { createMailDomains } from './mail-domain.ts'
import { startWeb } from './start.ts'
import { stopSignal } from '../stop-signal.ts'

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: config.logLevel, pretty: process.stderr.isTTY })
  const { databaseUrl, dataFolder } = config
  const database = await openDatabase({ databaseUrl, dataFolder, name: 'dayrate web', max: 1, say: sentence => log.info(sentence) })
  const db = connect(database.url, { name: 'dayrate web', statementTimeoutMs: 2_000 })
  const index = keepIndex(db)
  const queue = await createQueue({ url: database.url, log, sendOnly: true })
  const adminToken = config.adminToken ?? randomBytes(18).toString('base64url')
  const secret = config.secret ?? randomBytes(32).toString('hex')
  const web = await startWeb({
    ...config,
    db,
    adminToken,
    secret,
    log,
    ...(config.bounceAddress && { takeReport: (raw: Buffer) => takeReport({ db, log, secret }, raw) }),
    mailboxShown: config.smtpUrl === undefined && config.mode !== 'production',
    now: () => new Date(),
    enqueueCrawl: sourceId => queue.enqueue('crawl', { sourceId }),
    ...(config.smtpUrl !== undefined && { takesMail: createMailDomains().takesMail }),
    wakeMail: () => queue.enqueue('confirm', {}),
    wakeLinker: () => queue.enqueue('link', {}),
    refuseHook: refusalOfHook,
    kinds: SOURCE_KINDS,
    // A look keeps the pace that the workers keep with the host, and asks with the keys they ask with.
    previewSource: createPreviewer(() =>
      createFetcher({
        userAgent: userAgentOf(web.url),
        allow: NOTHING_ALLOWED,
        keys: keysOf(config.sourceKeys),
        pace: sharedPace(database.db),
      }),
    ),
  })
  log.info('web server started', { url: web.url })
  // Not for the log: whoever reads it could sign in.
  if (!config.adminToken && config.mode !== 'production') process.stderr.write(`Sign in at ${web.url}/admin?token=${adminToken}\n`)
  await stopSignal()
  await web.close()
  await queue.stop()
  await index.close()
  await db.destroy()
  await database.close()
  log.info('web server stopped')
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${databaseFault(error) ?? (error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = 1
}
