import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The whole of `npm start` but npm: its own Postgres, samples, worker and web, as a newcomer gets them (public boards off). */
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
let folder: string
const running: ChildProcess[] = []
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dayrate-start-'))
})
after(async () => {
  for (const child of running) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

interface Started {
  child: ChildProcess
  url: string
  /** Waits until what was said matches. */
  said(words: RegExp): Promise<string>
  ended: Promise<number | null>
}

async function start(env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', DATA_FOLDER: folder, PUBLIC_SOURCES: 'off', PORT: '3911', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.push(child)
  let text = ''
  child.stderr?.on('data', (part: Buffer) => (text += part.toString()))
  const said = async (words: RegExp) => {
    for (let i = 0; i < 600; i += 1) {
      if (words.test(text)) return text
      if (child.exitCode !== null) break
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(`it never said ${words}; it said:\n${text}`)
  }
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const url = /Dayrate is at (\S+)/.exec(await said(/Dayrate is at \S+/))?.[1] ?? ''
  return { child, url, said, ended }
}

async function total(url: string): Promise<number> {
  const answer = (await (await fetch(`${url}/.json`)).json()) as { total: number } // our own JSON
  return answer.total
}

test('a first start fills the board from the sample boards, says how many roles there are, and stops cleanly', async () => {
  const { url, said, child, ended } = await start()
  await said(/[1-9]\d* roles are on the board/)
  assert.ok((await total(url)) > 80)
  const page = await (await fetch(url)).text()
  assert.match(page, /sample adverts/)
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
})

test('after kill -9 the next start recovers, and a second one beside it takes the next port and leaves the data whole', async () => {
  const killed = await start()
  killed.child.kill('SIGKILL')
  await killed.ended
  const first = await start()
  const roles = await total(first.url)
  assert.ok(roles > 80)
  const second = await start()
  assert.notEqual(second.url, first.url)
  assert.equal(await total(second.url), roles)
  second.child.kill('SIGINT')
  assert.equal(await second.ended, 0)
  assert.equal(await total(first.url), roles)
  first.child.kill('SIGINT')
  assert.equal(await first.ended, 0)
})

test('two starts at once on an empty folder fill one board, and both show it', async () => {
  const other = await mkdtemp(join(tmpdir(), 'dayrate-twice-'))
  const both = await Promise.all([start({ DATA_FOLDER: other }), start({ DATA_FOLDER: other })])
  await Promise.all(both.map(one => one.said(/[1-9]\d* roles are on the board/)))
  const totals = await Promise.all(both.map(one => total(one.url)))
  assert.ok((totals[0] ?? 0) > 80, String(totals))
  assert.equal(totals[0], totals[1])
  for (const { child, ended } of both) {
    child.kill('SIGTERM')
    assert.equal(await ended, 0)
  }
  await rm(other, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

test('a taken port is said, and the next free one is used', async () => {
  const squatter = createServer()
  await new Promise<void>(resolve => squatter.listen(0, '127.0.0.1', resolve))
  const { port } = squatter.address() as AddressInfo // a TCP server's address
  const { url, said, child, ended } = await start({ PORT: String(port) })
  assert.match(await said(/was taken/), new RegExp(`port ${port} was taken`))
  assert.notEqual(new URL(url).port, String(port))
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
  squatter.close()
})

test('settings that cannot be used are named, and nothing is started', async () => {
  await assert.rejects(start({ NODE_ENV: 'production' }), /SMTP_URL is missing[\s\S]*PUBLIC_URL is missing/)
})
