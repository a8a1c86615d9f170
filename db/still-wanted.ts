// Alerts that nobody touched for a year are asked whether they are still wanted, and end when nobody says so (M17).
import { sql } from 'kysely'
import { mailboxKey } from './address.ts'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { rhythmOf, rhythmRow } from './rhythm.ts'
import type { Rhythm } from './rhythm.ts'

/** Months without a sign of life. */
const UNTOUCHED_MONTHS = 12

/** Days an answer may take; the link in the question works for as long. */
export const STILL_DAYS = 30

/** Questions noted at once: a board with a hundred thousand old alerts asks for a few weeks. */
const AT_ONCE = 2_000

/** A question that could not be sent in this time is asked anew. */
const LAPSES = "interval '25 hours'"

interface Untouched extends Rhythm {
  id: string
  email: string
}

/** Notes the questions that are due; the worker sends them as it sends the first ones. Returns how many. */
export async function askStillWanted(db: Db): Promise<number> {
  return inTransaction(db, async trx => {
    const { rows } = await sql<Untouched>`
      select s.id, u.email, ${rhythmOf('s')} from saved_search s join subscriber u on u.id = s.subscriber_id
      where s.confirmed_at is not null and s.stopped_at is null and u.suppressed_at is null
        and s.wanted_at < now() - make_interval(months => ${UNTOUCHED_MONTHS})
        and not exists (select from confirmation c where c.saved_search_id = s.id and c.still and c.asked_at > s.wanted_at
          and (c.sent_at is not null or (c.given_up_at is null and c.asked_at > now() - ${sql.raw(LAPSES)})))
      order by s.wanted_at limit ${AT_ONCE} for no key update of s skip locked`.execute(trx)
    if (rows.length === 0) return 0
    await trx
      .insertInto('confirmation')
      .values(
        rows.map(row => ({
          ...rhythmRow(row),
          saved_search_id: row.id,
          mailbox_key: mailboxKey(row.email),
          asked_from: 'us',
          still: true,
        })),
      )
      .execute()
    return rows.length
  })
}

/** Ends alerts whose question went out a month ago without an answer, and forgets them. Returns how many. */
export async function endUnwanted(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from saved_search s where s.confirmed_at is not null and exists (
      select from confirmation c where c.saved_search_id = s.id and c.still and c.answered_at is null
        and c.sent_at > s.wanted_at and c.sent_at < now() - make_interval(days => ${STILL_DAYS}))`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
