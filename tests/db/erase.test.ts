import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { settle, takeDigest } from '../../db/digests.ts'
import { mailToken, saveMailLinks } from '../../db/mail-links.ts'
import { eraseSubscriber } from '../../db/my-alerts.ts'
import { openPreview } from '../../db/source-previews.ts'
import { findSuppression } from '../../db/suppression.ts'
import { claimDigest, count, owe, saveAlert, saveListing } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())

async function isSomebodyWaiting(): Promise<boolean> {
  const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
    database.db,
  )
  return rows.length > 0
}

test('erasing somebody whose mail is under way waits for that mail, and both end', async () => {
  const search = await saveAlert(database.db, { email: 'ada@mail.dayrate.org' })
  await owe(database.db, search, await saveListing(database.db, 'one'))
  await claimDigest(database.db)
  const { subscriber_id: id } = await database.db.selectFrom('saved_search').select('subscriber_id').executeTakeFirstOrThrow()
  let erased: Promise<void> | undefined
  await database.db.transaction().execute(async trx => {
    const digest = await takeDigest(trx)
    assert.ok(digest)
    erased = eraseSubscriber(database.db, { id, email: 'ada@mail.dayrate.org' })
    await until(isSomebodyWaiting)
    // What the sender does beside its transaction and at its end, each of which needs a row of the one who goes.
    const token = mailToken('a secret of tests', 'manage', id)
    await saveMailLinks(database.db, [{ purpose: 'manage', token, subscriberId: id, days: 1 }])
    await settle(trx, 'digest', digest.id, { outcome: 'refused', reason: '550 5.1.1 no such user', ofRecipient: true })
  })
  await erased
  for (const table of ['subscriber', 'saved_search', 'digest', 'mail_token', 'match'] as const)
    assert.equal(await count(database.db, table), 0, table)
  assert.equal((await findSuppression(database.db, 'ada@mail.dayrate.org'))?.because, 'erased')
})

test('of ten looks at pages that are asked for at once three are begun', async () => {
  const begun = await Promise.all(Array.from({ length: 10 }, (_, n) => openPreview(database.db, `https://alder.example/${n}`)))
  assert.equal(begun.filter(id => id !== undefined).length, 3)
})
