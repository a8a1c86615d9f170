import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { connect } from '../../db/database.ts'
import { linkPending } from '../../db/linker.ts'
import { closePostings } from '../../db/closings.ts'
import { savePostings } from '../../db/postings.ts'
import { relinkPostings } from '../../db/relink.ts'
import { decideVerdict, listVerdicts, undoVerdict, VerdictRefused } from '../../db/verdicts.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { read } from '../support/adverts.ts'
import { everything, owe, saveAlert } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { brokenRules, emptyBoard, listingOf, memberships } from '../support/linking.ts'
import { manyAdverts, pick, randomOf, shuffled } from '../support/many-roles.ts'
import type { Random } from '../support/many-roles.ts'
import { agencyAdvert, BRIDGE } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))

const SOURCES = ['alder', 'birch', 'cedar']

/** An advert is always the same source's. */
const sourceOf = (advert: RawPosting): string => SOURCES[advert.externalId.length % SOURCES.length] ?? 'alder'

async function store(adverts: readonly RawPosting[]): Promise<void> {
  for (const [source, some] of Map.groupBy(adverts, sourceOf)) await savePostings(world.db, source, some.map(read), { readerVersion: 1 })
}

/** What the linker wrote, without when. */
async function filed(): Promise<string> {
  const tables = [
    'link_evidence',
    'posting_key',
    'posting_relation',
    'listing',
    'listing_redirect',
    'listing_event',
    'posting',
    'match_due',
  ]
  const parts = []
  for (const table of tables) {
    const { rows } = await sql<{
      row: string
    }>`select (to_jsonb(t) - 'linked_at')::text as row from ${sql.table(table)} t order by 1`.execute(world.db)
    parts.push(table, ...rows.map(({ row }) => row))
  }
  return parts.join('\n')
}

test('linking twice changes no row, nor does filing everything again', async () => {
  await store(manyAdverts(randomOf(1), 40))
  await linkPending(world.db)
  const [all, before_] = [await everything(world.db), await filed()]
  await linkPending(world.db)
  assert.equal(await everything(world.db), all)
  await sql`update posting set linked_at = null`.execute(world.db)
  await linkPending(world.db)
  assert.equal(await filed(), before_)
  assert.deepEqual(await brokenRules(world.db), [])
})

test('eight crawlers at once with linkers beside them come to what one after the other does', async () => {
  const adverts = manyAdverts(randomOf(2), 50)
  await store(adverts)
  await linkPending(world.db)
  const serial = await memberships(world.db)
  await emptyBoard(world.db)
  const shares = Array.from({ length: 8 }, (_, n) => adverts.filter((__, k) => k % 8 === n))
  await Promise.all(
    shares.map(async share => {
      for (let from = 0; from < share.length; from += 5) {
        await store(share.slice(from, from + 5))
        await linkPending(world.db)
      }
    }),
  )
  await linkPending(world.db)
  assert.deepEqual(await memberships(world.db), serial)
  assert.deepEqual(await brokenRules(world.db), [])
})

test('another order of arrival changes at most one decision in a hundred', async () => {
  const adverts = manyAdverts(randomOf(3), 40)
  const pairsOf = async (): Promise<Set<string>> => {
    const groups = (await memberships(world.db)).map(group => group.split(' '))
    return new Set(groups.flatMap(group => group.flatMap((a, n) => group.slice(n + 1).map(b => `${a} ${b}`))))
  }
  await store(adverts)
  await linkPending(world.db)
  const first = await pairsOf()
  assert.ok(first.size > 30, `${first.size} pairs`)
  for (const seed of [4, 5]) {
    await emptyBoard(world.db)
    for (const one of shuffled(randomOf(seed), adverts)) await store([one])
    await linkPending(world.db)
    const other = await pairsOf()
    const changed = first.symmetricDifference(other).size / first.union(other).size
    assert.ok(changed <= 0.01, `${(100 * changed).toFixed(1)} % with seed ${seed}`)
  }
})

describe('whatever happens, in whatever order', () => {
  for (const seed of [11, 12, 13])
    test(`every advert keeps its evidence and every judgement holds (seed ${seed})`, async () => {
      const random = randomOf(seed)
      const adverts = shuffled(random, manyAdverts(random, 14))
      await store(adverts.slice(0, 12))
      await linkPending(world.db)
      for (let step = 0; step < 25; step++) {
        await happen(random, adverts)
        assert.deepEqual(await brokenRules(world.db), [], `after step ${step}`)
      }
    })
})

async function happen(random: Random, adverts: RawPosting[]): Promise<void> {
  const one = pick(random, adverts)
  const what = random()
  if (what < 0.3) await store([one, pick(random, adverts)])
  else if (what < 0.45) await store([{ ...one, location: pick(random, ['Leeds', 'Exeter']), title: pick(random, adverts).title }])
  else if (what < 0.55) await closePostings(world.db, sourceOf(one), [one.externalId], 'gone')
  else if (what < 0.85) await judge(random)
  else if (what < 0.95) await undoVerdict(world.db, (await listVerdicts(world.db))[0]?.id ?? 0, 'admin')
  else {
    await sql`update link_evidence set rules_version = 0`.execute(world.db)
    await relinkPostings(world.db)
  }
  await linkPending(world.db)
}

async function judge(random: Random): Promise<void> {
  const ids = (await world.db.selectFrom('posting').select('id').where('listing_id', 'is not', null).orderBy('id').execute()).map(
    row => row.id,
  )
  const [postingId, otherId] = [pick(random, ids), pick(random, ids)]
  const says = random() < 0.5 ? 'same' : 'different'
  await decideVerdict(world.db, { postingId, otherId, says, by: 'admin' }).catch((error: unknown) => {
    if (!(error instanceof VerdictRefused)) throw error
  })
}

test('a listing merged by a judgement and split by taking it back has the adverts it had', async () => {
  await store(manyAdverts(randomOf(21), 12))
  await linkPending(world.db)
  const before_ = await memberships(world.db)
  const random = randomOf(22)
  for (let n = 0; n < 6; n++) {
    await judge(random)
    for (const { id } of await listVerdicts(world.db)) await undoVerdict(world.db, id, 'admin')
    assert.deepEqual(await memberships(world.db), before_)
  }
})

describe('a linker that dies', () => {
  /** Two listings with alerts told of them, an advert that waits and will make them one, and its text for another town. */
  async function aMergeWaits(): Promise<void> {
    await store([BRIDGE.one('x'), agencyAdvert('town', { title: 'Project Manager', location: 'Exeter', parts: [1, 4] })])
    await store([BRIDGE.other('y')])
    await linkPending(world.db)
    await owe(world.db, await saveAlert(world.db), (await listingOf(world.db, 'y')) ?? 0)
    await store([BRIDGE.both('z'), BRIDGE.both('there', { location: 'Plymouth' })])
  }

  const POINTS = [
    'posting',
    'link_evidence',
    'posting_key',
    'posting_relation',
    'listing',
    'listing_redirect',
    'listing_event',
    'match',
    'listing_search',
  ]
  for (const [n, table] of POINTS.entries())
    test(`while it writes to ${table} leaves nothing half done, and the next one finishes`, async () => {
      await aMergeWaits()
      const before_ = await everything(world.db)
      const death = n % 2 === 0 ? 'perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5);' : `raise exception 'killed';`
      await sql
        .raw(`create function die() returns trigger language plpgsql as $$ begin ${death} return null; end $$;
        create trigger die after insert or update or delete on ${table} for each statement execute function die()`)
        .execute(world.db)
      {
        await using dying = connect(world.url, { name: 'dayrate test', max: 1 })
        await assert.rejects(linkPending(dying))
      }
      await sql.raw(`drop trigger die on ${table}; drop function die()`).execute(world.db)
      assert.equal(await everything(world.db), before_)
      await linkPending(world.db)
      assert.deepEqual(await memberships(world.db), ['there', 'town', 'x y z'])
      assert.deepEqual(await brokenRules(world.db), [])
    })
})
