// scripts/setup.mjs in a folder of its own, with a made-up npm that notes its calls instead of downloading.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { until } from './support/until.ts'

/** scripts/ is plain JavaScript that must run on the machine's own Node, so it has no types of its own. */
const { holdLock } = (await import(String(new URL('../scripts/lock.mjs', import.meta.url)))) as {
  holdLock: (path: string, onWait: (pid: number) => void) => Promise<() => void>
}

const folders: string[] = []
after(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))

/** Does what `npm ci` would: makes node_modules anew, with a node in .bin and the hidden lock file. */
const NPM = `
  import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
  appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n')
  if (process.env.NPM_SAYS) { console.error(process.env.NPM_SAYS); process.exit(1) }
  console.log('added 1 package')
  while (process.env.NPM_WAITS && !existsSync('go')) await new Promise(wake => setTimeout(wake, 20))
  rmSync('node_modules', { recursive: true, force: true })
  mkdirSync('node_modules/.bin', { recursive: true })
  mkdirSync('node_modules/thing')
  cpSync('package-lock.json', 'node_modules/.package-lock.json')
  symlinkSync(process.execPath, 'node_modules/.bin/node')`

test('a fresh clone is installed once; the next start finds it done and is silent', async () => {
  const clone = newClone()
  const first = await setUp(clone)
  assert.equal(first.code, 0)
  assert.match(first.stderr, /installing packages, Node 26 and Postgres 18[^]*installed in \d+\.\d s/)
  assert.deepEqual(await setUp(clone), { code: 0, stdout: '', stderr: '' })
  assert.equal(calls(clone).length, 1)
  assert.match(calls(clone)[0] ?? '', /^ci --include=dev --ignore-scripts --loglevel=error/)
})

test('nothing is ever written to stdout', async () => {
  assert.equal((await setUp(newClone())).stdout, '')
})

test('a changed lock file is installed anew', async () => {
  const clone = newClone()
  await setUp(clone)
  writeLock(clone, '1.0.1')
  assert.match((await setUp(clone)).stderr, /bringing node_modules up to date/)
  assert.equal(calls(clone).length, 2)
})

test('what somebody installed by hand is taken as it is when it is what the lock file asks for', async () => {
  const clone = newClone()
  await setUp(clone)
  rmSync(join(clone, 'node_modules/.setup-hash'))
  assert.deepEqual(await setUp(clone), { code: 0, stdout: '', stderr: '' })
  assert.equal(calls(clone).length, 1)
  rmSync(join(clone, 'node_modules/.setup-hash'))
  rmSync(join(clone, 'node_modules/thing'), { recursive: true })
  await setUp(clone)
  assert.equal(calls(clone).length, 2)
})

test('packages of other platforms need not be there, those of this one must', async () => {
  const clone = newClone()
  writeLock(clone, '1.0.0', { 'node_modules/foreign': { version: '1.0.0', integrity: 'sha512-x', os: ['aix'], optional: true } })
  await setUp(clone)
  rmSync(join(clone, 'node_modules/.setup-hash'))
  await setUp(clone)
  assert.equal(calls(clone).length, 1)
  writeLock(clone, '1.0.0', { 'node_modules/own': { version: '1.0.0', integrity: 'sha512-x', os: [process.platform], optional: true } })
  await setUp(clone)
  assert.equal(calls(clone).length, 2)
})

test('of two at once one installs and the other waits for it', async () => {
  const clone = newClone()
  const heard = (said: string) => {
    if (/another set-up is running \(process \d+\); waiting/.test(said)) writeFileSync(join(clone, 'go'), '')
  }
  const [one, two] = await Promise.all([1, 2].map(() => setUp(clone, { NPM_WAITS: 'yes' }, { heard })))
  assert.deepEqual([one?.code, two?.code], [0, 0])
  assert.equal(calls(clone).length, 1)
})

test('whoever finds a lock its holder has not signed yet is told the number once it stands there', async () => {
  const lock = join(newClone(), 'setup.lock')
  const told: number[] = []
  writeFileSync(lock, '')
  const held = holdLock(lock, (pid: number) => told.push(pid))
  writeFileSync(lock, `${process.pid} ${Date.now()}`)
  await until(() => told.length > 0)
  rmSync(lock)
  const release = await held
  release()
  assert.deepEqual(told, [process.pid])
})

test('the lock of a set-up that was killed is taken over', async () => {
  const clone = newClone()
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(dead, 'close')
  mkdirSync(join(clone, '.cache'))
  writeFileSync(join(clone, '.cache/setup.lock'), `${dead.pid} ${Date.now()}`)
  assert.equal((await setUp(clone)).code, 0)
  assert.equal(existsSync(join(clone, '.cache/setup.lock')), false)
})

const failures = [
  ['npm error code ENOTFOUND', /the npm registry was not found\. Is this machine on line\?/],
  ['npm error code ECONNREFUSED', /did not answer/],
  ['npm error code ENOSPC', /the disk is full/],
  ['npm error code EUSAGE', /package\.json and package-lock\.json disagree/],
  ['npm error code E404', /lacks a package/],
  ['npm error something new', /npm said:\n {2}npm error something new/],
] as const

for (const [said, told] of failures) {
  test(`“${said}” is told in plain words, and the next run tries again`, async () => {
    const clone = newClone()
    const { code, stderr } = await setUp(clone, { NPM_SAYS: said })
    assert.equal(code, 1)
    assert.match(stderr, told)
    assert.ok(!stderr.includes('    at '), 'a stack trace helps nobody here')
    assert.equal((await setUp(clone)).code, 0)
  })
}

test('npm is run by the program that runs us, not by what is first on the path', async () => {
  const clone = newClone()
  assert.equal((await setUp(clone, { PATH: '' })).code, 0)
})

test('an account that may not write here is told what to do', { skip: process.platform === 'win32' }, async () => {
  const clone = newClone()
  // Root may write anywhere: there the account nobody tries, with a Node that it can reach wherever the project lies.
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534, node: join(clone, 'node') } : {}
  if (account.node) cpSync(process.execPath, account.node)
  chmodSync(clone, 0o555)
  const { code, stderr } = await setUp(clone, {}, account)
  chmodSync(clone, 0o755)
  assert.equal(code, 1)
  assert.match(stderr, /may not be written to by this account \(E[A-Z]+\).*npm ci.*DATA_FOLDER/)
  assert.ok(!stderr.includes('    at '), stderr)
})

function newClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'dayrate-setup-'))
  folders.push(clone)
  cpSync(join(import.meta.dirname, '../scripts'), join(clone, 'scripts'), { recursive: true })
  mkdirSync(join(clone, 'npm'))
  writeFileSync(join(clone, 'npm/package.json'), '{ "type": "module" }')
  writeFileSync(join(clone, 'npm/npm-cli.js'), NPM)
  writeLock(clone, '1.0.0')
  return clone
}

function writeLock(clone: string, version: string, more: object = {}): void {
  const packages = { '': {}, 'node_modules/thing': { version, integrity: 'sha512-x' }, ...more }
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages }))
}

function calls(clone: string): string[] {
  return readFileSync(join(clone, 'calls'), 'utf8').trim().split('\n')
}

async function setUp(
  clone: string,
  env: Record<string, string> = {},
  { node = process.execPath, heard, ...account }: { uid?: number; gid?: number; node?: string; heard?: (said: string) => void } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const npm = { npm_execpath: join(clone, 'npm/npm-cli.js'), npm_node_execpath: node }
  const child = spawn(node, [join(clone, 'scripts/setup.mjs')], {
    cwd: clone,
    env: { ...process.env, ...npm, ...env },
    ...account,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => (stdout += String(chunk)))
  child.stderr.on('data', chunk => {
    stderr += String(chunk)
    heard?.(stderr)
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout, stderr }
}
