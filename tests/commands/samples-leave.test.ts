// What somebody is told whose first adverts make the sample boards leave.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { savePostings } from '../../db/postings.ts'
import { saveSources } from '../../db/sources.ts'
import { READER_VERSION } from '../../listings/posting.ts'
import { advert, read, source } from '../support/adverts.ts'
import { runCommand } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
let folder: string
before(async () => {
  world = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'dayrate-samples-'))
})
after(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

test('an import says once that the sample boards have left and how much went, and crawling one says why it is not read', async () => {
  await saveSources(world.db, [
    source('sample-toy', { origin: 'sample', connector: 'feed', settings: { url: 'http://127.0.0.1:4610/feed' } }),
  ])
  await savePostings(world.db, 'sample-toy', [read(advert('toy-1')), read(advert('toy-2', { title: 'PMO Analyst' }))], {
    readerVersion: READER_VERSION,
    acceptAll: false,
  })
  const file = join(folder, 'finds.jsonl')
  const { title, location, description } = advert('find')
  await writeFile(file, JSON.stringify({ id: 'find', source: 'finds', title, location, description }))
  const first = await runCommand(world.url, ['import', file])
  assert.equal(first.code, 0, first.err)
  assert.match(first.err, /The sample boards have left \(2 adverts\), because a real source delivers now\./)
  assert.doesNotMatch((await runCommand(world.url, ['import', file])).err, /sample boards/)
  const crawled = await runCommand(world.url, ['crawl', 'sample-toy'])
  assert.equal(crawled.code, 2)
  assert.match(crawled.err, /“sample-toy” is a sample board, and those have left the board: a real source delivers/)
  assert.doesNotMatch(crawled.err, /Port 4610/)
})
