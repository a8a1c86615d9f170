// Chromium's own sandbox, as an account that can have it: root hands the work to the account nobody.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../../crawlers/browser.ts'

const WORKER = fileURLToPath(new URL('../support/sandbox-worker.ts', import.meta.url))
const NOBODY = 65_534
const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
const home = mkdtempSync(join(tmpdir(), 'dayrate-sandbox-'))
chmodSync(home, 0o777)
after(() => rmSync(home, { recursive: true, force: true }))

/** Why it cannot be tried here; undefined where it can. */
function hindrance(): string | undefined {
  if (process.platform !== 'linux') return 'no /proc to look into'
  if (findChromium() === undefined) return 'no Chromium'
  if (spawnSync('test', ['-r', WORKER], account).status !== 0) return 'this folder cannot be read by another account'
  if (spawnSync('unshare', ['--user', 'true'], account).status !== 0) return 'no user name spaces'
  return undefined
}

test(
  'S7: is on where it can be: pages are in name spaces of their own and their system calls filtered',
  { skip: hindrance() },
  async () => {
    const worker = spawn(process.execPath, [WORKER], { ...account, env: { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home } })
    let told = ''
    worker.stdout.on('data', (part: Buffer) => (told += part.toString()))
    worker.stderr.on('data', (part: Buffer) => (told += part.toString()))
    await new Promise(resolve => worker.once('close', resolve))
    const renderers = told.trim().split('\n')
    assert.ok(renderers.length > 0)
    for (const one of renderers) assert.equal(one, 'filtered, apart', told)
  },
)
