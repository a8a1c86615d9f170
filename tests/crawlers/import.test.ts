import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { importFile } from '../../crawlers/import.ts'
import { openPacked } from '../../crawlers/packed-file.ts'
import { latestRuns } from '../../db/crawl-runs.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'dayrate-import-'))
before(async () => {
  world = await testDatabase()
})
after(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

function line(source: string, n: number): string {
  return JSON.stringify({ id: `${source}-${n}`, source, title: `Project Manager ${n}`, url: `https://${source}.example/${n}` })
}

function put(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('each source of a file has a run with its own counts', async () => {
  const lines = [line('kestrel', 1), line('kestrel', 2), line('merlin', 1)]
  const counts = await importFile(world.db, put('two.jsonl', lines.join('\n')))
  assert.deepEqual([counts.found, counts.new], [3, 3])
  const runs = await latestRuns(world.db, 1)
  assert.deepEqual(Object.fromEntries(runs.map(({ sourceId, outcome, found }) => [sourceId, `${outcome} ${found}`])), {
    'import-kestrel': 'imported 2',
    'import-merlin': 'imported 1',
  })
})

test('a packed CSV file that breaks off is an error, and no run is left running', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `${n},osprey,Project Manager ${n},https://osprey.example/${n * 7919}`)
  const packed = gzipSync(['id,source,title,url', ...rows].join('\n'))
  await assert.rejects(importFile(world.db, put('cut.csv.gz', packed.subarray(0, packed.length / 2))), /“cut\.csv\.gz” ends too early/)
  const [run] = (await latestRuns(world.db, 1)).filter(({ sourceId }) => sourceId === 'import-osprey')
  assert.equal(run?.outcome, 'failed')
  assert.match(run.reason ?? '', /it broke/)
})

test('a packed file that is not read to its end does not stay open', async () => {
  const path = put('long.jsonl.gz', gzipSync(Array.from({ length: 200_000 }, (_, n) => line('wren', n * 7919)).join('\n')))
  const { stream, bytes } = openPacked(path)
  for await (const _ of stream) break
  if (!bytes.closed) await once(bytes, 'close')
  assert.ok(bytes.bytesRead < statSync(path).size)
})

test('what is not packed as its name says is named; a folder above it is nobody’s business', async () => {
  const told = (error: Error) => error.message.startsWith('“plain.jsonl.gz” is not packed with gzip') && !error.message.includes(folder)
  await assert.rejects(importFile(world.db, put('plain.jsonl.gz', line('wren', 1))), told)
})

test('columns that are not known are named, and the rest is read', async () => {
  const counts = await importFile(world.db, put('odd.csv', 'ID,Titel,Title,Rate\n1,x,Project Manager,500\n'))
  assert.equal(counts.found, 1)
  assert.deepEqual(counts.complaints, [
    'not read: the columns “titel”, “rate”; known are id, source, title, company, location, pay, contract, duration, description, url, posted, closes',
  ])
})

test('a CSV file may part its cells by semicolons or tabs, as spreadsheets do', async () => {
  for (const [n, sign] of [';', '\t'].entries()) {
    const rows = [`id${sign}source${sign}title`, `${n}${sign}plover${sign}Project Manager, weir ${n}`]
    const counts = await importFile(world.db, put(`cells-${n}.csv`, rows.join('\n')))
    assert.deepEqual([counts.found, counts.new, counts.complaints], [1, 1, []])
  }
})
