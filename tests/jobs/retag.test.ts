import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import { createPoster } from '../../crawlers/poster.ts'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { saveSources } from '../../db/sources.ts'
import { retag } from '../../jobs/retag.ts'
import { askForRetag } from '../../jobs/schedule.ts'
import { startWorker } from '../../jobs/worker.ts'
import { READER_VERSION } from '../../listings/posting.ts'
import type { Log } from '../../log.ts'
import { advert, read, source } from '../support/adverts.ts'
import { QUIET_LOG } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'
import { until } from '../support/until.ts'

let world: TestDatabase
let told: unknown[]
let asked: string[]
let log: Log
before(async () => {
  world = await testDatabase()
  await saveSources(world.db, [source('alder')])
})
after(() => world.close())
beforeEach(async () => {
  await sql`truncate posting cascade`.execute(world.db)
  told = []
  asked = []
  log = { ...QUIET_LOG, info: (message, fields) => void told.push([message, fields]) }
})

const older = { readerVersion: READER_VERSION - 1 }
const job = () => retag({ db: world.db, log, askForLinking: async () => void asked.push('link') })
const ask = () => askForRetag({ db: world.db, log, queue: { enqueue: async name => void asked.push(name) } })

test('is asked for when older readers read something, and only then', async () => {
  await savePostings(world.db, 'alder', [read(advert('one'))], { readerVersion: READER_VERSION })
  await ask()
  assert.deepEqual(asked, [])
  await savePostings(world.db, 'alder', [read(advert('two'))], older)
  await ask()
  assert.deepEqual(asked, ['retag'])
})

test('says once what it did, and wakes the linker where something reads otherwise', async () => {
  const [same, changed] = [read(advert('same')), read(advert('changed'))]
  await savePostings(world.db, 'alder', [same, { raw: changed.raw, posting: { ...changed.posting, card: {} } }], older)
  await job()
  assert.equal(told.length, 1)
  const [[message, fields]] = told as [[string, Record<string, unknown>]]
  assert.equal(message, 'adverts read again')
  assert.deepEqual([fields['read'], fields['changed'], fields['readerVersion']], [2, 1, READER_VERSION])
  assert.deepEqual(asked, ['link'])
  await job()
  assert.equal(told.length, 1)
})

test('an advert that no reader can read is kept as unreadable and does not stop the others', async () => {
  await savePostings(world.db, 'alder', [read(advert('odd')), read(advert('even'))], older)
  await sql`update posting set raw = jsonb_set(raw, '{description}', '7') where external_id = 'odd'`.execute(world.db)
  await job()
  const rows = await world.db.selectFrom('posting').select(['external_id', 'refusal', 'reader_version']).orderBy('external_id').execute()
  assert.deepEqual(rows, [
    { external_id: 'even', refusal: null, reader_version: READER_VERSION },
    { external_id: 'odd', refusal: 'unreadable', reader_version: READER_VERSION },
  ])
})

test('a worker that starts after an update does it by itself, and the role is filed anew', async () => {
  const old = read(advert('waiting'))
  await savePostings(world.db, 'alder', [{ raw: old.raw, posting: { ...old.posting, card: {} } }], older)
  await linkPending(world.db)
  await sql`update source set next_crawl_at = now() + interval '1 day'`.execute(world.db)
  const worker = await startWorker({
    ...mailWorld(world),
    url: world.url,
    poster: createPoster({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: NOTHING_ALLOWED }),
    createFetcher: () => createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: NOTHING_ALLOWED }),
  })
  try {
    const rate = async () =>
      (await sql<{ max: number | null }>`select (card #>> '{dayRate,max}')::int as max from listing`.execute(world.db)).rows
    await until(async () => (await rate())[0]?.max === 550)
  } finally {
    await worker.stop()
  }
})
