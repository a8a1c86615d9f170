// The Postgres that starts by itself when DATABASE_URL is not set: one cluster in the data folder, used by every Dayrate process
// of this installation. Whoever comes first starts it, others attach, the last to leave stops it. No lock of our own is needed:
// a cluster is made beside its place and moved there in one step, Postgres lets only one server into a folder, and who is
// still here is a shared advisory lock, which ends with its process however that ends.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { makeDataFolder } from './data-folder.ts'
import { findPrograms } from './embedded-programs.ts'
import type { Programs, RootWay } from './embedded-programs.ts'
import { isAlive, removeDeadClaim } from './embedded-holder.ts'

export interface EmbeddedOptions {
  /** Holds the cluster, in a folder named by the version ("18"); made when missing. */
  dataFolder: string
  /** Told in a sentence what was done. */
  log?: (sentence: string) => void
  /** Server settings over the defaults below, e.g. `{ fsync: 'off' }`; they count only for the process that starts it. */
  settings?: Record<string, string>
  rootWay?: RootWay
}

export interface EmbeddedPostgres {
  url: string
  /** False when it was running already. */
  startedHere: boolean
  /** Leaves; stops Postgres when nobody else is using it. Close your own connections first: they would be cut. */
  stop(): Promise<void>
}

/** What a small machine wants: no replication, no extra processes (measured: 26 MB of memory at rest with these). */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  io_method: 'sync',
  timezone: 'UTC',
  log_checkpoints: 'off',
}
const USER = 'dayrate'
const DATABASE = 'dayrate'
const MAJOR = '18'
/** Held shared, in the database "postgres", by every process that uses the cluster. Any fixed number does. */
const PRESENCE_LOCK = 7_281_118
/** After kill -9 the old postmaster may stay a zombie for a second and its children for longer; Postgres refuses to start till then. */
const RETRY_MS = 20_000
/** Recovery of a cluster that was not stopped properly. Ours are small; ten times what was ever seen. */
const RECOVERY_MS = 60_000

/** The driver can let the process end in spite of an open connection; its types do not know yet. */
type Presence = Client & { ref(): void; unref(): void }

interface Cluster {
  folder: string
  programs: Programs
  password: string
}

/**
 * Starts the cluster, or attaches to it when it runs. Safe to call from several processes at once.
 * @throws Error naming the mend: no bundled Postgres for this platform, another version's data, a server that will not start.
 */
export async function startEmbeddedPostgres({ dataFolder, log, settings = {}, rootWay }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(resolve(dataFolder), rootWay)
  const begun = Date.now()
  const { presence, port, startedHere } = await enter(cluster, { ...SETTINGS, ...settings })
  await createDatabase(presence)
  log?.(`The bundled Postgres ${startedHere ? 'started' : 'was running already'} (port ${port}, ${Date.now() - begun} ms).`)
  const keeper = keepPresence(cluster, presence)
  return {
    url: `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}?sslmode=disable`,
    startedHere,
    async stop() {
      const stopped = await leave(cluster, keeper)
      log?.(stopped ? 'The bundled Postgres stopped.' : 'The bundled Postgres was left running: another Dayrate process uses it.')
    },
  }
}

async function openCluster(dataFolder: string, rootWay: RootWay | undefined): Promise<Cluster> {
  await makeDataFolder(dataFolder)
  const other = (await readdir(dataFolder)).find(name => /^\d{1,3}$/.test(name) && name !== MAJOR)
  if (other) throw new Error(`${dataFolder} holds data of Postgres ${other}; this is ${MAJOR}. Move it away or set DATABASE_URL.`)
  const programs = await findPrograms(join(dataFolder, MAJOR), rootWay)
  const { folder } = programs
  if ((await readText(join(folder, 'PG_VERSION'))) === undefined) await createCluster(programs)
  return { folder, programs, password: await readFile(passwordFile(folder), 'utf8') }
}

/**
 * Made under another name and moved into place whole: a process killed half way leaves no half cluster behind, and of two that
 * race the second finds the place taken and uses what is there.
 */
async function createCluster(programs: Programs): Promise<void> {
  const { folder } = programs
  await removeUnfinished(folder)
  const unfinished = `${folder}.new-${process.pid}`
  const password = `${unfinished}.password`
  await writeFile(password, randomBytes(24).toString('hex'), { mode: 0o600 })
  await mkdir(unfinished, { mode: 0o700 })
  await Promise.all([programs.handOver(password), programs.handOver(unfinished)])
  await initialise(programs, unfinished, password)
  await rename(password, passwordFile(unfinished))
  await rename(unfinished, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true })
    const taken = error.code === 'ENOTEMPTY' || error.code === 'EEXIST' || error.code === 'EPERM'
    if (!taken || (await readText(join(folder, 'PG_VERSION'))) === undefined) {
      throw new Error(`${folder} is not a Postgres data folder and is in the way. Move it away.`, { cause: error })
    }
  })
}

async function removeUnfinished(folder: string): Promise<void> {
  const parent = resolve(folder, '..')
  for (const name of await readdir(parent)) {
    const [, pid] = /\.new-(\d{1,10})(?:\.password)?$/.exec(name) ?? []
    if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true })
  }
}

/**
 * Sorting and comparing by the built-in C.UTF-8, the same on every machine and in Docker. The C library's character classes are
 * needed all the same: full text search asks them what a letter is, and under plain "C" it takes “£500” and “• PMO” for words.
 */
async function initialise(programs: Programs, folder: string, passwordFrom: string): Promise<void> {
  const locales = process.platform === 'linux' ? ['C.UTF-8', 'en_US.UTF-8', 'C'] : ['en_US.UTF-8', 'C']
  for (const [at, locale] of locales.entries()) {
    const encoding = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${locale}`]
    const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${passwordFrom}`]
    try {
      return await programs.run('initdb', ['-D', folder, '--no-sync', ...encoding, ...access])
    } catch (error) {
      if (at === locales.length - 1 || !String(error).includes('locale')) throw error
    }
  }
}

interface Entered {
  presence: Presence
  port: number
  startedHere: boolean
}

/** Attaches or starts, until one of the two works. Another process may be doing either at the same moment. */
async function enter(cluster: Cluster, settings: Record<string, string>): Promise<Entered> {
  const begun = Date.now()
  let startedHere = false
  for (;;) {
    const found = await attach(cluster)
    if ('presence' in found) return { ...found, startedHere }
    if (Date.now() - begun > (found.state === 'busy' ? RECOVERY_MS : RETRY_MS)) throw await stuck(cluster, found.cause)
    if (found.state === 'absent') startedHere = await start(cluster, settings)
    if (!startedHere) await new Promise(wake => setTimeout(wake, 100))
  }
}

/** 'busy' is a server that starts, recovers or shuts down; 'absent' is none, or one that does not answer. */
type Attached = { presence: Presence; port: number } | { state: 'busy' | 'absent'; cause?: unknown }

async function attach(cluster: Cluster): Promise<Attached> {
  const [pid, , , port] = (await readText(join(cluster.folder, 'postmaster.pid')))?.split('\n') ?? []
  if (!pid || !port) return { state: 'absent' }
  const presence = createClient(cluster, Number(port))
  try {
    await presence.connect()
    // Waits while the last user is stopping the server; that ends this connection, and we come round again.
    await presence.query('select pg_advisory_lock_shared($1)', [PRESENCE_LOCK])
    return { presence, port: Number(port) }
  } catch (cause) {
    await presence.end().catch(() => undefined)
    // 57P03: not accepting connections yet, or not any more. 57P01: shut down while we waited. 57014: we waited for 10 s.
    return { state: /57P0[13]|57014/.test(codeOf(cause)) ? 'busy' : 'absent', cause }
  }
}

function createClient({ password }: Cluster, port: number): Presence {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    database: 'postgres',
    ssl: false,
    application_name: 'dayrate presence',
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
  })
  // Without a listener a broken idle connection would end the process.
  client.on('error', () => undefined)
  return client as Presence
}

/** True when this call started the server; false when it may be tried again. @throws Error with Postgres' own words. */
async function start({ folder, programs }: Cluster, settings: Record<string, string>): Promise<boolean> {
  await removeDeadClaim(folder)
  const logFile = join(folder, 'server.log')
  const logStart = await prepareLog(programs, logFile)
  const options = Object.entries({ ...settings, port: String(await freePort()) }).map(([name, value]) => `-c ${name}=${quote(value)}`)
  try {
    await programs.run('pg_ctl', ['start', '-w', '-t', '60', '-D', folder, '-l', logFile, '-o', options.join(' ')])
    return true
  } catch (cause) {
    const said = (await readText(logFile))?.slice(logStart) ?? ''
    // Another start won, the old server is still dying, or somebody took the port: all pass.
    if (/lock file|still in use|could not bind|could not create any TCP|is starting up/.test(said)) return false
    throw new Error(`The bundled Postgres did not start:\n${said.trim() || String(cause)}\nIts log is ${logFile}.`, { cause })
  }
}

/** A log above 1 MB begins anew. The answer is where the next words of the server will stand. */
async function prepareLog(programs: Programs, logFile: string): Promise<number> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  const handle = await open(logFile, size > 1_000_000 ? 'w' : 'a', 0o600)
  await handle.close()
  await programs.handOver(logFile)
  return size > 1_000_000 ? 0 : ((await readText(logFile))?.length ?? 0)
}

async function stuck({ folder }: Cluster, cause: unknown): Promise<Error> {
  const [pid] = (await readText(join(folder, 'postmaster.pid')))?.split('\n') ?? []
  const log = join(folder, 'server.log')
  const holder = `Postgres (process ${pid ?? 'unknown'}) holds ${folder} but does not answer`
  return new Error(`${holder} (${String(cause)}). End that process and start again; its log is ${log}.`, { cause })
}

async function createDatabase(presence: Presence): Promise<void> {
  const { rowCount } = await presence.query('select from pg_database where datname = $1', [DATABASE])
  if (rowCount) return
  await presence.query(`create database ${DATABASE}`).catch((error: unknown) => {
    // Another process was faster.
    if (!/42P04|23505/.test(codeOf(error))) throw error
  })
}

interface Keeper {
  /** The live connection, if there is one; after this it is not kept up any more. */
  release(): Presence | undefined
}

/**
 * Keeps this process counted: when its connection breaks (Postgres recovered from a crash) another is made. It does not hold the
 * process up.
 */
function keepPresence(cluster: Cluster, first: Presence): Keeper {
  let client: Presence | undefined
  let released = false
  const keep = (next: Presence) => {
    client = next
    next.unref()
    next.once('end', () => {
      client = undefined
      if (!released) setTimeout(() => void again(), 500).unref()
    })
  }
  const again = async () => {
    const found = await attach(cluster)
    if ('presence' in found && released) await found.presence.end()
    else if ('presence' in found) keep(found.presence)
    else if (!released) setTimeout(() => void again(), 1_000).unref()
  }
  keep(first)
  return {
    release() {
      released = true
      return client
    },
  }
}

/**
 * Gives up our share of the lock and asks for all of it: whoever gets that was the last one. It is held until the server is down,
 * so a process that comes meanwhile waits and then starts it again.
 */
async function leave({ folder, programs }: Cluster, keeper: Keeper): Promise<boolean> {
  const client = keeper.release()
  if (!client) return false
  client.ref()
  await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE_LOCK])
  const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [PRESENCE_LOCK])
  if (rows[0]?.last) await programs.run('pg_ctl', ['stop', '-w', '-t', '60', '-m', 'fast', '-D', folder])
  await client.end().catch(() => undefined)
  return rows[0]?.last ?? false
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** For the shell that pg_ctl starts the server with. */
function quote(value: string): string {
  if (process.platform === 'win32') return `"${value.replaceAll('"', '')}"`
  return `'${value.replaceAll("'", String.raw`'\''`)}'`
}

function passwordFile(folder: string): string {
  return join(folder, 'dayrate.password')
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
