import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeDataFolder } from '../../db/data-folder.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dayrate-data-'))
})
after(() => rm(folder, { recursive: true }))

test('is made with the folders above it, also by several at once', async () => {
  const deep = join(folder, 'one', 'two', 'three')
  await Promise.all([1, 2, 3].map(() => makeDataFolder(deep)))
  assert.ok((await stat(deep)).isDirectory())
})

test('where nothing can be made, a sentence says so at once and names the setting', { timeout: 10_000 }, async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const places = process.platform === 'linux' ? [file, join(file, 'x'), '/proc/dayrate', '/proc/dayrate/x'] : [file, join(file, 'x')]
  for (const place of places)
    await assert.rejects(makeDataFolder(place), (error: Error) => error.message.startsWith(place) && error.message.includes('DATA_FOLDER'))
})
