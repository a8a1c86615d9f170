// `dayrate doctor`: one line a thing that must work, and under each that does not, how to mend it.
import { createPublicKey } from 'node:crypto'
import { resolveTxt } from 'node:dns/promises'
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { ConfigError, readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { CONNECTORS, missingKeys } from '../crawlers/catalogue.ts'
import { lastTick } from '../db/clock.ts'
import { canSandbox, findChromium, startsSandboxed } from '../crawlers/browser.ts'
import { connect } from '../db/database.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { databaseFault } from '../db/faults.ts'
import { describeServer, openDatabase } from '../db/open.ts'
import type { Server } from '../db/open.ts'
import { findOutdated } from '../db/relink.ts'
import { listSources } from '../db/sources.ts'
import { checkSmtp } from '../jobs/smtp.ts'
import { outdatedWords } from '../views/outdated-rules.ts'
import { answer } from './console.ts'

interface Finding {
  what: string
  well: boolean
  said: string
  mend?: string
}

/**
 * Checks settings, Node, disk, port, database, mail and sources; with `quick` only database and clock, for whoever asks every minute.
 * Fails where something must be mended.
 */
export async function doctor({ quick = false }: { quick?: boolean } = {}): Promise<void> {
  const findings = quick ? [await clock(readConfig())] : await examine()
  for (const { what, well, said, mend } of findings) {
    answer(`${well ? 'ok  ' : 'BAD '} ${what}: ${said}`)
    if (!well && mend) answer(`       ${mend}`)
  }
  if (findings.some(finding => !finding.well)) process.exitCode = 1
}

async function examine(): Promise<Finding[]> {
  const config = settings()
  if (config instanceof ConfigError)
    return [nodeVersion(), ...config.problems.map(problem => ({ what: 'settings', well: false, said: problem }))]
  return [
    nodeVersion(),
    { what: 'settings', well: true, said: `${config.mode}, ${existsSync('.env') ? 'with' : 'without'} a .env file` },
    ...config.remarks.map(remark => ({
      what: 'settings',
      well: false,
      said: remark,
      mend: 'Take it out of .env, or spell it as .env.example does.',
    })),
    await disk(config),
    await browser(),
    await port(config),
    ...(await database(config)),
    keys(config),
    ...(await mail(config)),
  ]
}

function settings(): Config | ConfigError {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

function nodeVersion(): Finding {
  const well = Number.parseInt(process.versions.node, 10) >= 26
  return {
    what: 'Node',
    well,
    said: process.versions.node,
    mend: 'Run it through npm (`npm run dayrate doctor`): that brings Node 26 along.',
  }
}

/** Where the bundled Postgres keeps its files; the project's own folder where there is another, or none yet. */
async function disk({ databaseUrl, dataFolder }: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(databaseUrl === undefined && existsSync(dataFolder) ? dataFolder : '.')
  const gigabytes = (bavail * bsize) / 1e9
  return { what: 'disk', well: gigabytes > 0.5, said: `${gigabytes.toFixed(1)} GB free`, mend: 'Free at least half a gigabyte.' }
}

async function browser(): Promise<Finding> {
  const sandboxed = await startsSandboxed()
  const none = 'none; only boards that their scripts fill need one (node scripts/setup.mjs --browser finds or installs it)'
  if (sandboxed === undefined) return { what: 'browser', well: true, said: none }
  const why = canSandbox() ? 'this machine allows it no user name spaces of its own' : 'root cannot have it'
  return { what: 'browser', well: true, said: `${findChromium()}, ${sandboxed ? 'in its own sandbox' : `without its own sandbox: ${why}`}` }
}

async function port({ port, host }: Config): Promise<Finding> {
  const free = await new Promise<boolean>(resolve => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
  return {
    what: 'port',
    well: true,
    said: free ? `${port} is free` : `${port} is in use (by Dayrate itself, perhaps); a start takes the next free one`,
  }
}

async function database(config: Config): Promise<Finding[]> {
  try {
    const { db, close } = await openDatabase({ ...config, name: 'dayrate cli', max: 2 })
    try {
      return [...serverFindings(await describeServer(db)), ...(await sources(db)), await rules(db)]
    } finally {
      await close()
    }
  } catch (error) {
    return [databaseFinding(config, error)]
  }
}

function databaseFinding({ databaseUrl }: Config, error: unknown): Finding {
  return {
    what: 'database',
    well: false,
    said: databaseFault(error) ?? (error instanceof Error ? error.message : String(error)),
    ...(databaseUrl !== undefined && { mend: 'Mend DATABASE_URL, or leave it out to use the bundled Postgres.' }),
  }
}

/** A clock ticks every minute; three without a tick are no accident. */
const TICKS_WITHIN_MS = 3 * 60_000

/** Opens the database as it is: migrating is for those who start. */
async function clock(config: Config): Promise<Finding> {
  const { databaseUrl, dataFolder } = config
  const mend = 'Start a worker: `npm run worker`, or `npm start` for everything.'
  const postgres = databaseUrl ? undefined : await startEmbeddedPostgres({ dataFolder })
  try {
    await using db = connect(postgres?.url ?? databaseUrl ?? '', { name: 'dayrate cli', max: 1 })
    const at = await lastTick(db)
    const well = at !== undefined && Date.now() - at.getTime() < TICKS_WITHIN_MS
    return { what: 'clock', well, said: at ? `last ticked at ${at.toISOString()}` : 'has never ticked', mend }
  } catch (error) {
    return databaseFinding(config, error)
  } finally {
    await postgres?.stop()
  }
}

function serverFindings({ version, knowsLetters }: Server): Finding[] {
  const mend = "Make the database with LC_CTYPE = 'C.UTF-8' (or any UTF-8 locale): under C a search takes signs for words."
  return [{ what: 'database', well: knowsLetters, said: `PostgreSQL ${version}${knowsLetters ? '' : ', LC_CTYPE C'}`, mend }]
}

async function sources(db: Parameters<typeof listSources>[0]): Promise<Finding[]> {
  const awake = (await listSources(db)).filter(source => source.pausedAt === null && source.origin !== 'import')
  const failing = awake.filter(source => ['failed', 'blocked', 'crashed', 'suspect'].includes(source.lastRun?.outcome ?? ''))
  const said = `${awake.length} to crawl${failing.length > 0 ? `; no good answer last time from ${failing.map(source => source.id).join(', ')}` : ''}`
  return [{ what: 'sources', well: true, said }]
}

/** Older rules are no fault: what they decided holds until somebody wants it decided anew. */
async function rules(db: Parameters<typeof findOutdated>[0]): Promise<Finding> {
  const said = outdatedWords(await findOutdated(db))
  return { what: 'same role', well: true, said: said || 'every advert is where the present rules put it' }
}

/** A source without its key is left out, which is no fault, only worth knowing. */
function keys({ sourceKeys }: Config): Finding {
  const keyed = Object.values(CONNECTORS).filter(connector => connector.needs !== undefined)
  const told = keyed.map(({ name }) => {
    const missing = missingKeys(name, sourceKeys)
    return missing.length === 0 ? `${name} has its key` : `${name} is off (${missing.join(', ')} not set)`
  })
  return { what: 'keys', well: true, said: told.join('; ') }
}

async function mail({ smtpUrl, dkim }: Config): Promise<Finding[]> {
  return [await smtp(smtpUrl), ...(dkim ? [await signature(dkim)] : [])]
}

/** The half of the key that everybody must be able to read, or signed mails are worth less than unsigned ones. */
async function signature({ domain, selector, privateKey }: NonNullable<Config['dkim']>): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  const texts = (await resolveTxt(name).catch(() => [])).map(parts => parts.join('').replace(/\s+/g, ''))
  const well = texts.some(text => text.includes(`p=${key}`))
  const said = well ? `the public key stands at ${name}` : `the public key is not at ${name}`
  return { what: 'DKIM', well, said, mend: `Put this TXT record there: v=DKIM1; k=rsa; p=${key}` }
}

async function smtp(smtpUrl: string | undefined): Promise<Finding> {
  if (!smtpUrl) return { what: 'mail', well: true, said: 'no SMTP_URL; mails are shown at /dev/mailbox' }
  const fault = await checkSmtp(smtpUrl)
  return {
    what: 'mail',
    well: fault === undefined,
    said: fault ?? 'the SMTP server answers',
    mend: 'Check SMTP_URL: host, port, user and password.',
  }
}
