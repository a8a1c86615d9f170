import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { digestRoles, digestSize, digestTotals } from '../../db/digest-roles.ts'
import { takeDigest } from '../../db/digests.ts'
import { matchDue } from '../../jobs/match.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { claimDigest, QUIET_LOG, saveAlert } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { emptyBoard, file, listingOf } from '../support/linking.ts'
import { agencyAdvert } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(async () => {
  await emptyBoard(world.db)
  await sql`truncate subscriber cascade`.execute(world.db)
})

async function arrive(...adverts: RawPosting[]): Promise<void> {
  await file(world.db, 'alder', ...adverts)
  await matchDue({ db: world.db, log: QUIET_LOG })
}

/** The roles of the digest that is promised now, with the places each is also in; undefined where none is. */
async function mailed(): Promise<{ roles: [number, string[]][]; live: number; size: number } | undefined> {
  if ((await claimDigest(world.db, { ignoreHour: true })) === 0) return undefined
  const digest = await world.db.transaction().execute(trx => takeDigest(trx))
  const roles = await digestRoles(world.db, digest?.id ?? '', { limit: 10 })
  const { live } = await digestTotals(world.db, digest?.id ?? '')
  // Sent, and a day passes: whatever is owed is due again.
  await sql`update digest set sent_at = now(), local_date = local_date - 7, claimed_at = claimed_at - interval '7 days'`.execute(world.db)
  await sql`update saved_search set last_run_at = last_run_at - interval '7 days'`.execute(world.db)
  return { roles: roles.map(role => [role.listingId, role.alsoIn ?? []]), live, size: await digestSize(world.db, digest?.id ?? '') }
}

const inTown = (town: string): RawPosting => agencyAdvert(town, { location: town })

test('one text in several towns is one role of a mail, which names the other towns', async () => {
  await saveAlert(world.db, { query: 'q=warehouse' })
  await arrive(
    inTown('Leeds'),
    inTown('Bristol'),
    inTown('Exeter'),
    agencyAdvert('other', { title: 'PMO Analyst, warehouse', parts: [3, 6] }),
  )
  const mail = await mailed()
  assert.deepEqual([mail?.live, mail?.size], [2, 2])
  const leedsId = await listingOf(world.db, 'Leeds')
  assert.deepEqual(mail?.roles.find(([id]) => id === leedsId)?.[1].sort(), ['Bristol', 'Exeter'])
})

test('a town that comes later is no news to who was told, and news to who asked for that town only', async () => {
  const [all, exeterOnly] = [
    await saveAlert(world.db, { query: 'q=warehouse' }),
    await saveAlert(world.db, { query: 'q=warehouse+exeter' }),
  ]
  await arrive(inTown('Leeds'), inTown('Bristol'))
  assert.equal((await mailed())?.roles.length, 1)
  await arrive(inTown('Exeter'))
  const rows = await world.db
    .selectFrom('match')
    .select(['saved_search_id', 'also_of'])
    .where('listing_id', '=', (await listingOf(world.db, 'Exeter')) ?? 0)
    .execute()
  assert.notEqual(rows.find(row => row.saved_search_id === all)?.also_of, null)
  assert.equal(rows.find(row => row.saved_search_id === exeterOnly)?.also_of, null)
  assert.deepEqual((await mailed())?.roles, [[await listingOf(world.db, 'Exeter'), []]])
  assert.equal(await mailed(), undefined)
  assert.equal(
    await world.db
      .selectFrom('match')
      .select('listing_id')
      .where('digest_id', 'is', null)
      .execute()
      .then(rows => rows.length),
    1,
  )
})

test('where the first town has closed before the mail, another one is shown', async () => {
  await saveAlert(world.db, { query: 'q=warehouse' })
  await arrive(inTown('Leeds'), inTown('Bristol'))
  await sql`update listing set closed_at = now() where id = ${await listingOf(world.db, 'Leeds')}`.execute(world.db)
  assert.deepEqual((await mailed())?.roles, [[await listingOf(world.db, 'Bristol'), []]])
})
