// `npm start`: database, web server, worker, sample boards and mailbox in one process, until Ctrl-C.
import { randomBytes } from 'node:crypto'
import { createMailDomains } from './api/mail-domain.ts'
import { startWeb } from './api/start.ts'
import { crawlProgressView } from './commands/progress.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { keysOf, SOURCE_KINDS } from './crawlers/catalogue.ts'
import { createFetcher, userAgentOf } from './crawlers/fetcher.ts'
import { sharedPace } from './crawlers/pace.ts'
import { NOTHING_ALLOWED } from './crawlers/guard.ts'
import { createPoster, refusalOfHook } from './crawlers/poster.ts'
import { createPreviewer } from './crawlers/previewer.ts'
import { installSources, sampleOrigins, samplesServedElsewhere } from './crawlers/installation.ts'
import { startSampleBoards } from './crawlers/samples/server.ts'
import type { SampleBoards } from './crawlers/samples/server.ts'
import { boardState, isCrawling } from './db/board-facts.ts'
import { closeOrphanRuns } from './db/crawl-runs.ts'
import { connect } from './db/database.ts'
import { databaseFault } from './db/faults.ts'
import { openDatabase } from './db/open.ts'
import type { OpenDatabase } from './db/open.ts'
import { hasUnlinked } from './db/postings.ts'
import { findOutdated } from './db/relink.ts'
import { keepIndex } from './db/search-index.ts'
import { dueSources, originSince } from './db/sources.ts'
import { takeReport } from './jobs/bounces.ts'
import { createMailer } from './jobs/mail.ts'
import type { Queue } from './jobs/queue.ts'
import { startWorker } from './jobs/worker.ts'
import { createLog } from './log.ts'
import type { Log } from './log.ts'
import { stopSignal } from './stop-signal.ts'
import { outdatedWords } from './views/outdated-rules.ts'

/** A first crawl of everything takes about a minute; who is not done by then goes on behind the board. */
const FIRST_CRAWL_MS = 120_000

const progress = crawlProgressView()
/** While the first crawl is shown as it goes, only what is wrong is logged too; its runs are on record and at /sources. */
let calm = true

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

async function main(): Promise<void> {
  const config = readConfig()
  for (const remark of config.remarks) say(remark)
  const log = startLog(config)
  // Whatever has been started is stopped in the opposite order, also when a later part cannot start.
  await using started = new AsyncDisposableStack()
  const stopped = stopSignal()
  const { databaseUrl, dataFolder } = config
  const database = started.adopt(await openDatabase({ databaseUrl, dataFolder, name: 'dayrate worker', say }), open => open.close())
  const boards = await serveSamples(config, database, started)
  const webDb = started.adopt(connect(database.url, { name: 'dayrate web', statementTimeoutMs: 2_000 }), db => db.destroy())
  const index = keepIndex(webDb)
  started.defer(() => index.close())
  const mailer = started.adopt(createMailer({ ...config, from: config.mailFrom, db: database.db }), open => open.close())
  const secret = config.secret ?? randomBytes(32).toString('hex')
  const adminToken = config.adminToken ?? randomBytes(18).toString('base64url')
  const allow = boards ? new Set([new URL(boards.origin).host]) : await sampleOrigins(database.db)
  const pace = sharedPace(database.db)
  const fetcherOf = (url: string) => createFetcher({ userAgent: userAgentOf(url), allow, keys: keysOf(config.sourceKeys), pace })
  // The web server wakes the worker, and the worker's mails need the web server's address: the queue is handed over once both are there.
  let queue: Queue | undefined
  const web = await startWeb({
    db: webDb,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    secret,
    adminToken,
    trustProxy: config.trustProxy,
    mode: config.mode,
    log,
    ...(config.bounceAddress && { takeReport: (raw: Buffer) => takeReport({ db: webDb, log, secret }, raw) }),
    mailboxShown: config.smtpUrl === undefined && config.mode !== 'production',
    now: () => new Date(),
    enqueueCrawl: async sourceId => queue?.enqueue('crawl', { sourceId }),
    // What stays in the mailbox is delivered nowhere.
    ...(config.smtpUrl !== undefined && { takesMail: createMailDomains().takesMail }),
    wakeMail: async () => queue?.enqueue('confirm', {}),
    wakeLinker: async () => queue?.enqueue('link', {}),
    refuseHook: refusalOfHook,
    contact: config.contact,
    kinds: SOURCE_KINDS,
    // Our own sample boards are none to be added: what they hold would pass for real.
    previewSource: createPreviewer(() =>
      createFetcher({ userAgent: userAgentOf(web.url), allow: NOTHING_ALLOWED, keys: keysOf(config.sourceKeys), pace }),
    ),
  })
  started.defer(() => web.close())
  const poster = started.adopt(createPoster({ userAgent: userAgentOf(web.url), allow: NOTHING_ALLOWED }), open => open.close())
  const worker = await startWorker({
    db: database.db,
    url: database.url,
    log,
    createFetcher: () => fetcherOf(web.url),
    sendMail: mailer.sendMail,
    poster,
    publicUrl: web.url,
    secret,
    bounceAddress: config.bounceAddress,
    onProgress: progress.show,
  })
  started.defer(() => worker.stop())
  queue = worker.queue
  greet(config, web.url, adminToken)
  await Promise.race([firstCrawl(database), stopped])
  calm = false
  await stopped
  say('Stopping …')
}

function startLog({ logLevel }: Config): Log {
  const [whole, troubles] = ([logLevel, 'warn'] as const).map(level => createLog({ level, pretty: true }))
  const now = () => (calm ? troubles : whole)
  return {
    debug: (message, fields) => now()?.debug(message, fields),
    info: (message, fields) => now()?.info(message, fields),
    warn: (message, fields) => now()?.warn(message, fields),
    error: (message, fields) => now()?.error(message, fields),
  }
}

/** A second start beside a running one leaves the sample boards to the first. */
async function serveSamples(
  { sampleBoards, publicSources, sourceKeys, databaseUrl }: Config,
  { db, startedHere }: OpenDatabase,
  started: AsyncDisposableStack,
): Promise<SampleBoards | undefined> {
  if (startedHere) await closeOrphanRuns(db)
  if (!startedHere && databaseUrl === undefined && (!sampleBoards || (await samplesServedElsewhere(db)))) return undefined
  // Their adverts are dated from the day they were first shown, so that a later start does not change every one of them.
  const boards = sampleBoards
    ? started.adopt(await startSampleBoards(undefined, await originSince(db, 'sample')), open => open.close())
    : undefined
  await installSources(db, { samples: boards?.sources, publicSources, sourceKeys })
  return boards
}

function greet({ smtpUrl, adminToken: ownToken }: Config, url: string, adminToken: string): void {
  say(`\nDayrate is at ${url}`)
  if (!smtpUrl) say(`Mails are shown at ${url}/dev/mailbox`)
  if (!ownToken) say(`The admin pages are at ${url}/admin?token=${adminToken}`)
  say('Ctrl-C stops everything.\n')
}

/** Shows how the crawls that were due at the start go, then what the board has. */
async function firstCrawl({ db }: OpenDatabase): Promise<void> {
  const until = Date.now() + FIRST_CRAWL_MS
  while (Date.now() < until && (await busy(db))) await new Promise(resolve => setTimeout(resolve, 500))
  progress.stop()
  await tellState(db)
}

/** Something is due, being read, or read and not filed yet. */
async function busy(db: OpenDatabase['db']): Promise<boolean> {
  return (await hasUnlinked(db)) || (await dueSources(db)).length > 0 || (await isCrawling(db))
}

async function tellState(db: OpenDatabase['db']): Promise<void> {
  const { live, samples, refused } = await boardState(db)
  say(`${live} roles are on the board${samples > 0 ? `, ${samples} of them samples` : ''}; ${refused} adverts were refused.`)
  const outdated = outdatedWords(await findOutdated(db))
  if (outdated) say(outdated)
}

try {
  await main()
} catch (error) {
  progress.stop()
  say(databaseFault(error) ?? (error instanceof Error ? error.message : String(error)))
  process.exitCode = 1
}
