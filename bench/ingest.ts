// Adverts read and stored a second: ours (batches, one statement each) against one insert an advert, and what a re-crawl costs.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { savePostings } from '../db/postings.ts'
import type { ReadAdvert } from '../db/postings.ts'
import { saveSources } from '../db/sources.ts'
import { linkPending } from '../db/linker.ts'
import { READER_VERSION, readPosting } from '../listings/posting.ts'
import { makeAdverts } from './adverts.ts'
import { inTurn, perSecond } from './measure.ts'
import type { Measured, Way } from './measure.ts'

const ADVERTS = 1_000
const BATCH = 500
const ROUNDS = 3

export async function benchIngest(db: Db): Promise<Measured[]> {
  await saveSources(db, [
    {
      id: 'bench',
      name: 'Bench',
      connector: 'file',
      settings: {},
      origin: 'import',
      crawlEveryMinutes: 60,
      policy: {
        attribution: { text: 'Bench', url: '' },
        republish: 'full',
        statistics: true,
        requestsPerDay: 1,
        delayMs: 0,
        graceHours: 48,
      },
    },
  ])
  let made = 0
  const fresh = (): ReadAdvert[] => makeAdverts(ADVERTS, (made += ADVERTS)).map(raw => ({ raw, posting: readPosting(raw) }))
  const raws = makeAdverts(ADVERTS)
  const reading = await inTurn([{ name: 'read', run: async () => raws.forEach(raw => readPosting(raw)) }], ROUNDS)
  const again = fresh()
  await save(db, again)
  const readAndStored = await inTurn(storingWays(db, again, readAnew, fresh), ROUNDS)
  // Each way takes new ones every round, and once to warm up.
  const atHand = Array.from({ length: 2 * (ROUNDS + 1) }, fresh)
  const stored = await inTurn(
    storingWays(
      db,
      again,
      adverts => adverts,
      () => atHand.pop() ?? [],
    ),
    ROUNDS,
  )
  await sql`delete from posting where external_id like 'one-%'`.execute(db)
  const started = performance.now()
  const { linked } = await linkPending(db)
  const linking: Measured = { name: 'link', way: 'ours', value: (1_000 * linked) / (performance.now() - started), unit: 'a second' }
  return [
    ...perSecond('read an advert of 2 kB', ADVERTS, reading).map(row => ({ ...row, ratio: undefined })),
    ...perSecond('store an advert (reading it included)', ADVERTS, readAndStored),
    ...perSecond('store an advert that was read before', ADVERTS, stored),
    linking,
  ]
}

/** The last is the baseline. */
function storingWays(db: Db, known: ReadAdvert[], again: (known: ReadAdvert[]) => ReadAdvert[], fresh: () => ReadAdvert[]): Way[] {
  return [
    { name: 'unchanged, seen again', run: () => save(db, again(known)) },
    { name: `ours, batches of ${BATCH}`, run: () => save(db, fresh()) },
    { name: 'baseline: one insert an advert', run: () => saveOneByOne(db, fresh()) },
  ]
}

/** A crawl reads what came before it can tell that it is what it was. */
function readAnew(adverts: ReadAdvert[]): ReadAdvert[] {
  return adverts.map(({ raw }) => ({ raw, posting: readPosting(raw) }))
}

async function save(db: Db, adverts: ReadAdvert[]): Promise<void> {
  for (let from = 0; from < adverts.length; from += BATCH)
    await savePostings(db, 'bench', adverts.slice(from, from + BATCH), { readerVersion: READER_VERSION })
}

/** What most crawlers do: an upsert a row, each its own transaction. */
async function saveOneByOne(db: Db, adverts: ReadAdvert[]): Promise<void> {
  for (const { raw, posting } of adverts)
    await db
      .insertInto('posting')
      .values({
        source_id: 'bench',
        external_id: `one-${posting.externalId}`,
        url: posting.url,
        raw: JSON.stringify(raw),
        title: posting.title,
        company: posting.company,
        location: posting.location,
        blocks: JSON.stringify(posting.blocks),
        card: JSON.stringify(posting.card),
        content_hash: posting.contentHash,
        reader_version: READER_VERSION,
        linked_at: sql<Date>`now()`,
      })
      .onConflict(conflict =>
        conflict
          .columns(['source_id', 'external_id'])
          .doUpdateSet(row => ({ raw: row.ref('excluded.raw'), card: row.ref('excluded.card') })),
      )
      .execute()
}
