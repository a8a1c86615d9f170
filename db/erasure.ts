// "Forget everything" (UK GDPR, article 17). A mail that is being handed over holds rows of its reader for as long as a mail server likes to
// take, so nobody who wants to be forgotten waits for one: the wish is written down, kept at once where nothing is under way, and else soon.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import type { Subscriber } from './my-alerts.ts'
import { noteSuppressed } from './suppression.ts'

/**
 * Takes away everything that is kept of somebody; only the hash of the address stays, so that nothing is sent there again. From this call on no
 * mail to them is taken up.
 * @returns 'soon' where a mail to them is under way: finishErasures() does it when that has ended
 */
export async function eraseSubscriber(db: Db, subscriber: Subscriber): Promise<'erased' | 'soon'> {
  // By itself, and in a table of its own: whoever mails the subscriber may hold their row.
  await sql`insert into erasure (subscriber_id) values (${subscriber.id}) on conflict do nothing`.execute(db)
  return (await eraseNow(db, subscriber)) ? 'erased' : 'soon'
}

/** Erases whoever waits for it and has no mail under way. @returns how many. */
export async function finishErasures(db: Db): Promise<number> {
  const { rows } = await sql<Subscriber>`
    select u.id, u.email from erasure e join subscriber u on u.id = e.subscriber_id order by e.asked_at`.execute(db)
  let erased = 0
  for (const subscriber of rows) if (await eraseNow(db, subscriber)) erased += 1
  return erased
}

/** Whether a subscriber asked to be forgotten and is still there. */
export const isLeaving = (id: 'u.id' | 'subscriber.id'): RawBuilder<boolean> =>
  sql<boolean>`exists (select from erasure e where e.subscriber_id = ${sql.ref(id)})`

/**
 * The suppression first, which is what reports of bounces begin with, too. Then every row that a sender or a matcher could hold is locked or
 * passed over, so that this waits for nobody while it has something that they still need.
 */
async function eraseNow(db: Db, { id, email }: Subscriber): Promise<boolean> {
  return inTransaction(db, async trx => {
    await noteSuppressed(trx, { address: email, because: 'erased' })
    if (!(await lockAll(trx, id))) return false
    await sql`delete from mailbox where recipient = ${email}`.execute(trx)
    await sql`delete from subscriber where id = ${id}`.execute(trx)
    return true
  })
}

/** @returns whether everything that is theirs is locked now. */
async function lockAll(trx: Db, id: string): Promise<boolean> {
  const searches = sql`select s.id from saved_search s where s.subscriber_id = ${id}`
  const theirs = [
    [sql.table('subscriber'), sql`t.id = ${id}`],
    [sql.table('saved_search'), sql`t.subscriber_id = ${id}`],
    [sql.table('digest'), sql`t.saved_search_id in (${searches})`],
    [sql.table('confirmation'), sql`t.saved_search_id in (${searches})`],
    [sql.table('webhook_delivery'), sql`t.saved_search_id in (${searches})`],
  ] as const
  for (const [table, own] of theirs) {
    const { rows: locked } = await sql`select from ${table} t where ${own} order by t.id for update skip locked`.execute(trx)
    const { rows: all } = await sql`select from ${table} t where ${own}`.execute(trx)
    if (locked.length < all.length) return false
  }
  return true
}
