import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { findMeant } from '../../db/digest-previews.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { previewMail } from '../../jobs/digest-preview.ts'
import { everything, owe, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, match_due, mailbox, newsletter_issue cascade`.execute(database.db))

async function previews(who: string): Promise<(string | undefined)[]> {
  const subjects = []
  for (const meant of await findMeant(database.db, who)) subjects.push((await previewMail(mailWorld(database), meant))?.subject)
  return subjects
}

test('what an address would be sent is shown, alert by alert, before and after the day’s mail, and nothing is kept', async () => {
  const id = await saveAlert(database.db, { email: 'ada@mail.dayrate.org', query: 'discipline=pmo' })
  const weekly = await saveAlert(database.db, { email: 'ada@mail.dayrate.org', query: 'q=portfolio' })
  await sql`update saved_search set seeded_at = null`.execute(database.db)
  await sql`update saved_search set every = 'week', query = '' where id = ${weekly}`.execute(database.db)
  const before = await everything(database.db)
  const [alert, newsletter] = await previews('ADA@mail.dayrate.org')
  assert.match(alert ?? '', /^1 new role, up to ≈ £440 a day · PMO/)
  assert.match(newsletter ?? '', /^Contract roles of the week/)
  assert.deepEqual(await previews(id), [alert])
  assert.equal(await everything(database.db), before)
  await sendDueDigests(mailWorld(database))
  const after = await everything(database.db)
  assert.deepEqual((await previews(id))[0], undefined, 'nothing new since')
  const digest = await database.db.selectFrom('digest').select('id').where('saved_search_id', '=', id).executeTakeFirstOrThrow()
  assert.match((await previews(digest.id))[0] ?? '', /^1 new role/, 'the digest itself')
  assert.equal(await everything(database.db), after)
})

test('the newsletter of the week that has left is owed no more, until the next week', async () => {
  const id = await saveAlert(database.db)
  await sql`update saved_search set every = 'week', query = ''`.execute(database.db)
  assert.match((await previews(id))[0] ?? '', /^Contract roles of the week/)
  await sendDueDigests(mailWorld(database), { ignoreHour: true })
  assert.deepEqual(await previews(id), [undefined])
  await sql`update digest set sent_at = sent_at - interval '7 days', local_date = local_date - 7`.execute(database.db)
  assert.match((await previews(id))[0] ?? '', /^Contract roles of the week/)
})

test('a town of a role that was told of is in no preview, as it is in no mail', async () => {
  const id = await saveAlert(database.db, { query: 'discipline=pmo' })
  const { rows } = await sql<{ id: number }>`select listing_id as id from listing_search order by 1 limit 3`.execute(database.db)
  const [told, town, fresh] = rows.map(row => row.id) as [number, number, number]
  await owe(database.db, id, told)
  await sendDueDigests(mailWorld(database))
  await owe(database.db, id, town)
  await sql`update match set also_of = ${told} where listing_id = ${town}`.execute(database.db)
  assert.deepEqual(await previews(id), [undefined])
  await owe(database.db, id, fresh)
  assert.match((await previews(id))[0] ?? '', /^1 new role/)
})

test('who is meant is said with why nothing goes there', async () => {
  const states = async (who: string) => (await findMeant(database.db, who)).map(one => one.state)
  await saveAlert(database.db, { email: 'a@mail.dayrate.org', confirmed: false })
  const stopped = await saveAlert(database.db, { email: 'a@mail.dayrate.org', query: 'q=stopped' })
  await sql`update saved_search set stopped_at = now() where id = ${stopped}`.execute(database.db)
  await saveAlert(database.db, { email: 'b@mail.dayrate.org' })
  await sql`update subscriber set suppressed_at = now() where email like 'b@%'`.execute(database.db)
  assert.deepEqual(await states('a@mail.dayrate.org'), ['unconfirmed', 'stopped'])
  assert.deepEqual(await states('b@mail.dayrate.org'), ['suppressed'])
  for (const nobody of ['c@mail.dayrate.org', '', "' or 1=1--", '01936b5e-0000-7000-8000-000000000001'])
    assert.deepEqual(await states(nobody), [])
})
