import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { settle, takeDigest } from '../../db/digests.ts'
import { mailToken, saveMailLinks } from '../../db/mail-links.ts'
import { eraseSubscriber, finishErasures } from '../../db/erasure.ts'
import { takeLink } from '../../db/my-alerts.ts'
import { DAILY } from '../../db/rhythm.ts'
import { requestAlert, takeConfirmation } from '../../db/saved-searches.ts'
import { openPreview } from '../../db/source-previews.ts'
import { findSuppression } from '../../db/suppression.ts'
import { claimDigest, count, owe, saveAlert, saveListing } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())

beforeEach(() => sql`truncate subscriber, suppression cascade`.execute(database.db))

const EMAIL = 'ada@mail.dayrate.org'
const TABLES = ['subscriber', 'saved_search', 'digest', 'mail_token', 'match', 'erasure'] as const

/** Somebody with an alert whose digest is promised. */
async function subscribe(): Promise<string> {
  const search = await saveAlert(database.db, { email: EMAIL })
  await owe(database.db, search, await saveListing(database.db, `role-${++roles}`))
  await claimDigest(database.db)
  const { subscriber_id: id } = await database.db.selectFrom('saved_search').select('subscriber_id').executeTakeFirstOrThrow()
  return id
}
let roles = 0

async function assertForgotten(): Promise<void> {
  for (const table of TABLES) assert.equal(await count(database.db, table), 0, table)
  assert.equal((await findSuppression(database.db, EMAIL))?.because, 'erased')
}

test('erasing somebody whose mail is under way waits for nobody, and is done when that mail has ended', async () => {
  const id = await subscribe()
  await database.db.transaction().execute(async trx => {
    const digest = await takeDigest(trx)
    assert.ok(digest)
    assert.equal(await eraseSubscriber(database.db, { id, email: EMAIL }), 'soon')
    assert.equal(await finishErasures(database.db), 0)
    // What the sender does beside its transaction and at its end, each of which needs a row of the one who goes.
    const token = mailToken('a secret of tests', 'manage', id)
    await saveMailLinks(database.db, [{ purpose: 'manage', token, subscriberId: id, days: 1 }])
    await settle(trx, 'digest', digest.id, { outcome: 'refused', reason: '550 5.1.1 no such user', ofRecipient: true })
  })
  assert.equal(await finishErasures(database.db), 1)
  await assertForgotten()
  assert.equal(await finishErasures(database.db), 0)
})

test('whoever asked to be forgotten is taken up by no sender, though the mail server said “later”', async () => {
  const id = await subscribe()
  await sql`update subscriber set link_asked_at = now()`.execute(database.db)
  await requestAlert(database.db, { address: EMAIL, query: 'discipline=pmo', ...DAILY, askedFrom: '192.0.2.1', consent: {} })
  await database.db.transaction().execute(async trx => assert.ok(await takeConfirmation(trx)))
  await database.db.transaction().execute(async trx => {
    const digest = await takeDigest(trx)
    assert.equal(await eraseSubscriber(database.db, { id, email: EMAIL }), 'soon')
    await settle(trx, 'digest', digest?.id ?? '', { outcome: 'later', reason: '451 come back' })
  })
  await sql`update digest set next_try_at = now()`.execute(database.db)
  await database.db.transaction().execute(async trx => {
    assert.equal(await takeDigest(trx), undefined)
    assert.equal(await takeLink(trx, []), undefined)
    assert.equal(await takeConfirmation(trx), undefined)
  })
  assert.equal(await finishErasures(database.db), 1)
  await assertForgotten()
})

test('the mail with the link holds its reader’s own row, and a matcher their alert: neither is waited for', async () => {
  const id = await subscribe()
  await sql`update subscriber set link_asked_at = now()`.execute(database.db)
  await database.db.transaction().execute(async trx => {
    assert.ok(await takeLink(trx, []))
    assert.equal(await eraseSubscriber(database.db, { id, email: EMAIL }), 'soon')
  })
  const listing = await saveListing(database.db, 'another')
  await database.db.transaction().execute(async trx => {
    await sql`insert into match (saved_search_id, listing_id) select id, ${listing} from saved_search`.execute(trx)
    assert.equal(await eraseSubscriber(database.db, { id, email: EMAIL }), 'soon')
  })
  assert.equal(await eraseSubscriber(database.db, { id, email: EMAIL }), 'erased')
  await assertForgotten()
})

test('of ten looks at pages that are asked for at once three are begun', async () => {
  const begun = await Promise.all(Array.from({ length: 10 }, (_, n) => openPreview(database.db, `https://alder.example/${n}`)))
  assert.equal(begun.filter(id => id !== undefined).length, 3)
})
