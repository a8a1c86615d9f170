// Entry point of the worker alone: `npm run worker`. `npm start` runs the same beside the web server.
import { randomBytes } from 'node:crypto'
import { readConfig } from '../config.ts'
import { keysOf } from '../crawlers/catalogue.ts'
import { createFetcher, userAgentOf } from '../crawlers/fetcher.ts'
import { sharedPace } from '../crawlers/pace.ts'
import { createPoster } from '../crawlers/poster.ts'
import { NOTHING_ALLOWED } from '../crawlers/guard.ts'
import { installCatalogue } from '../crawlers/installation.ts'
import { databaseFault } from '../db/faults.ts'
import { openDatabase } from '../db/open.ts'
import { findOutdated } from '../db/relink.ts'
import { createLog } from '../log.ts'
import { createMailer } from './mail.ts'
import { startWorker } from './worker.ts'
import { stopSignal } from '../stop-signal.ts'

async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: config.logLevel, pretty: process.stderr.isTTY })
  const { databaseUrl, dataFolder } = config
  const database = await openDatabase({ databaseUrl, dataFolder, name: 'dayrate worker', say: sentence => log.info(sentence) })
  for (const remark of config.remarks) log.warn('setting not understood', { remark })
  await installCatalogue(database.db, config)
  const mailer = createMailer({ ...config, from: config.mailFrom, db: database.db })
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const poster = createPoster({ userAgent: userAgentOf(publicUrl), allow: NOTHING_ALLOWED })
  const worker = await startWorker({
    db: database.db,
    url: database.url,
    log,
    createFetcher: () =>
      createFetcher({
        userAgent: userAgentOf(publicUrl),
        allow: NOTHING_ALLOWED,
        keys: keysOf(config.sourceKeys),
        pace: sharedPace(database.db),
      }),
    sendMail: mailer.sendMail,
    poster,
    publicUrl,
    bounceAddress: config.bounceAddress,
    // Links are looked up by their hash: a new secret makes new links and leaves those that are out alone.
    secret: config.secret ?? randomBytes(32).toString('hex'),
  })
  log.info('worker started', { smtp: config.smtpUrl !== undefined })
  const { adverts, until } = await findOutdated(database.db)
  if (adverts > 0) log.warn('adverts were filed by older rules: run dayrate relink', { adverts, until: until?.toISOString() })
  await stopSignal()
  await worker.stop()
  await poster.close()
  mailer.close()
  await database.close()
  log.info('worker stopped')
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${databaseFault(error) ?? (error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = 1
}
