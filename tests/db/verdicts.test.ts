import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { listAdminLog } from '../../db/admin.ts'
import { findRedirect } from '../../db/listing-history.ts'
import { linkPending, refile } from '../../db/linker.ts'
import { relatedListings } from '../../db/relations.ts'
import {
  decideVerdict,
  listSuggestions,
  listVerdicts,
  settleSuggestion,
  suggestVerdict,
  undoVerdict,
  VerdictRefused,
} from '../../db/verdicts.ts'
import type { Says } from '../../db/verdicts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { brokenRules, emptyBoard, file, listingOf, memberships, postingOf, slugOf } from '../support/linking.ts'
import { agencyAdvert } from '../support/one-role.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())
beforeEach(() => emptyBoard(world.db))
afterEach(async () => assert.deepEqual(await brokenRules(world.db), []))

async function pair(one: string, other: string) {
  return { postingId: (await postingOf(world.db, one)).id, otherId: (await postingOf(world.db, other)).id }
}

async function judge(one: string, other: string, says: Says): Promise<number> {
  return decideVerdict(world.db, { ...(await pair(one, other)), says, by: 'admin' })
}

/** Three adverts of one role, and one of another in another town. */
async function fill(): Promise<void> {
  await file(world.db, 'alder', agencyAdvert('a1'), agencyAdvert('far', { location: 'Exeter', parts: [4, 5] }))
  await file(world.db, 'birch', agencyAdvert('a2', { company: 'Wren & Partner Talent' }))
  await file(world.db, 'cedar', agencyAdvert('a3', { company: 'Sedge Search' }))
  assert.deepEqual(await memberships(world.db), ['a1 a2 a3', 'far'])
}

describe('“different”', () => {
  test('takes the two apart: the listing keeps its address, what leaves gets a new one, nobody else moves', async () => {
    await fill()
    const [slug, far] = [await slugOf(world.db, 'a1'), await slugOf(world.db, 'far')]
    await judge('a2', 'a1', 'different')
    assert.deepEqual(await memberships(world.db), ['a1 a3', 'a2', 'far'])
    assert.deepEqual([await slugOf(world.db, 'a1'), await slugOf(world.db, 'far')], [slug, far])
    assert.notEqual(await slugOf(world.db, 'a2'), slug)
    assert.deepEqual(await relatedListings(world.db, (await listingOf(world.db, 'a2')) ?? 0), [])
    assert.match((await listAdminLog(world.db, { limit: 1 })).entries[0]?.action ?? '', /different roles/)
  })

  test('taken back, everything is as it was, and the address of the split listing leads home', async () => {
    await fill()
    const slug = await slugOf(world.db, 'a1')
    const id = await judge('a1', 'a2', 'different')
    const split = await slugOf(world.db, 'a2')
    assert.equal(await undoVerdict(world.db, id, 'admin'), true)
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3', 'far'])
    assert.equal(await slugOf(world.db, 'a2'), slug)
    assert.equal(await findRedirect(world.db, split), slug)
    assert.equal(await undoVerdict(world.db, id, 'admin'), false)
  })

  test('outlives edits, filing anew, and the loss of the row', async () => {
    await fill()
    await judge('a1', 'a2', 'different')
    await file(world.db, 'birch', agencyAdvert('a2', { company: 'Wren & Partner Talent', rate: '£560 per day' }))
    await world.db.transaction().execute(async trx => refile(trx, [(await listingOf(world.db, 'a1')) ?? 0]))
    assert.deepEqual(await memberships(world.db), ['a1 a3', 'a2', 'far'])
    const gone = await listingOf(world.db, 'a2')
    await world.db.deleteFrom('posting').where('external_id', '=', 'a2').execute()
    await world.db.deleteFrom('listing').where('id', '=', gone).execute()
    await file(world.db, 'birch', agencyAdvert('a2', { company: 'Wren & Partner Talent' }))
    assert.deepEqual(await memberships(world.db), ['a1 a3', 'a2', 'far'])
  })

  test('an advert that fits both sides does not bring them together', async () => {
    await fill()
    await judge('a1', 'a2', 'different')
    await file(world.db, 'cedar', agencyAdvert('a4', { company: 'Heron Interim' }))
    assert.equal((await memberships(world.db)).length, 3)
  })
})

async function reasonsOf(externalId: string): Promise<string[]> {
  const { id } = await postingOf(world.db, externalId)
  return (await world.db.selectFrom('link_evidence').select('reasons').where('posting_id', '=', id).executeTakeFirstOrThrow()).reasons
}

describe('“same”', () => {
  test('makes two listings one over every veto, and filing again does not break it', async () => {
    await fill()
    const [slug, far] = [await slugOf(world.db, 'a1'), await slugOf(world.db, 'far')]
    const id = await judge('far', 'a3', 'same')
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3 far'])
    assert.equal(await findRedirect(world.db, far), slug)
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(new Date())
    assert.deepEqual(await reasonsOf('far'), [
      'it began as a role of its own, which is one with this',
      `a person judged on ${today} that an advert of each are one role`,
    ])
    assert.deepEqual(await reasonsOf('a1'), ['the advert this listing began with'])
    await sql`update posting set linked_at = null, signature = null`.execute(world.db)
    await linkPending(world.db)
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3 far'])
    await world.db.transaction().execute(async trx => refile(trx, [(await listingOf(world.db, 'a1')) ?? 0]))
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3 far'])
    assert.deepEqual(await reasonsOf('a3'), [`a person judged on ${today} that it and another advert here are one role`])
    assert.equal((await reasonsOf('far'))[0], 'it began as a role of its own, which is one with this')
    await file(world.db, 'birch', agencyAdvert('a5', { company: 'Heron Interim' }))
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3 a5 far'])
    await undoVerdict(world.db, id, 'admin')
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3 a5', 'far'])
    assert.equal(await findRedirect(world.db, far), await slugOf(world.db, 'far'))
  })

  test('keeps apart what was judged different, whoever has to move for it', async () => {
    await fill()
    await file(world.db, 'birch', agencyAdvert('far2', { location: 'Exeter', parts: [4, 5], company: 'Heron Interim' }))
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3', 'far far2'])
    await judge('a2', 'far2', 'different')
    await judge('a1', 'far', 'same')
    const all = await memberships(world.db)
    assert.ok(all.some(together => /a1.*far/.test(together)))
    assert.ok(!all.some(together => /a2.*far2/.test(together)))
  })

  test('that contradicts earlier judgements is refused with a sentence, and so is the reverse', async () => {
    await fill()
    await judge('a1', 'a2', 'same')
    await judge('a2', 'a3', 'same')
    const refused = (message: RegExp) => (error: unknown) => error instanceof VerdictRefused && message.test(error.message)
    await assert.rejects(judge('a1', 'a3', 'different'), refused(/are one role by what was judged before.*Take one/))
    await judge('a3', 'far', 'different')
    await assert.rejects(judge('far', 'a1', 'same'), refused(/are different roles by what was judged before.*Take one/))
    await assert.rejects(decideVerdict(world.db, { postingId: 1, otherId: 1, says: 'same', by: 'admin' }), refused(/no such two adverts/))
    assert.equal((await listVerdicts(world.db)).length, 3)
    const again = await judge('a2', 'a1', 'same')
    assert.equal(again, (await listVerdicts(world.db)).at(-1)?.id)
  })
})

describe('suggestions', () => {
  test('are counted, shown with both adverts, and become judgements when accepted', async () => {
    await fill()
    const ids = await pair('a1', 'a2')
    assert.equal(await suggestVerdict(world.db, { ...ids, says: 'different', because: 'client' }), 'noted')
    assert.equal(await suggestVerdict(world.db, { postingId: ids.otherId, otherId: ids.postingId, says: 'different' }), 'counted')
    assert.equal(await suggestVerdict(world.db, { ...ids, otherId: 0, says: 'same' }), 'unknown')
    const [suggestion] = await listSuggestions(world.db)
    assert.deepEqual([suggestion?.says, suggestion?.because, suggestion?.times], ['different', 'client', 2])
    assert.deepEqual(
      suggestion?.adverts.map(advert => advert.externalId),
      ['a1', 'a2'],
    )
    assert.equal(suggestion?.adverts[0].listing?.slug, await slugOf(world.db, 'a1'))
    assert.deepEqual(await memberships(world.db), ['a1 a2 a3', 'far'])
    assert.equal(await settleSuggestion(world.db, suggestion?.id ?? 0, 'accepted', 'admin'), true)
    assert.deepEqual(await memberships(world.db), ['a1 a3', 'a2', 'far'])
    assert.deepEqual(await listSuggestions(world.db), [])
    assert.equal(await suggestVerdict(world.db, { ...ids, says: 'same' }), 'decided')
    // As one that was made in the moment of the judgement.
    await sql`update link_suggestion set state = 'open', decided_at = null, decided_by = null`.execute(world.db)
    assert.equal(await settleSuggestion(world.db, suggestion?.id ?? 0, 'accepted', 'admin'), true)
    assert.deepEqual(await listSuggestions(world.db), [])
  })

  test('declined, they may be made again', async () => {
    await fill()
    const ids = await pair('a1', 'far')
    await suggestVerdict(world.db, { ...ids, says: 'same' })
    const [suggestion] = await listSuggestions(world.db)
    assert.equal(await settleSuggestion(world.db, suggestion?.id ?? 0, 'declined', 'admin'), true)
    assert.equal(await settleSuggestion(world.db, suggestion?.id ?? 0, 'accepted', 'admin'), false)
    assert.equal(await suggestVerdict(world.db, { ...ids, says: 'same' }), 'noted')
  })
})
