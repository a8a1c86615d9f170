// What somebody would be mailed now, for whoever runs this installation and looks at it. Every promise made here is taken back by its caller.
import { sql } from 'kysely'
import { digestOf, isForNext, isOwed } from './digests.ts'
import type { DigestToSend } from './digests.ts'
import type { Db } from './database.ts'

/** A saved search somebody may mean by an address, by its own id or by that of one of its digests. */
export interface Meant {
  id: string
  query: string
  email: string
  state: 'running' | 'unconfirmed' | 'stopped' | 'suppressed'
  seeded: boolean
  /** The digest that was named. */
  digestId: string | null
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Saved searches of an address, or the one with this id or whose digest has it; running ones first. */
export async function findMeant(db: Db, who: string): Promise<Meant[]> {
  const id = UUID.test(who) ? who.toLowerCase() : null
  const { rows } = await sql<Meant>`
    select s.id, s.query, u.email, s.seeded_at is not null as seeded, (select d.id from digest d where d.id = ${id}::uuid) as "digestId",
      case when s.stopped_at is not null then 'stopped' when s.confirmed_at is null then 'unconfirmed'
        when u.suppressed_at is not null then 'suppressed' else 'running' end as state
    from saved_search s join subscriber u on u.id = s.subscriber_id
    where lower(u.email) = lower(${who}) or s.id = ${id}::uuid or s.id = (select saved_search_id from digest where id = ${id}::uuid)
    order by s.stopped_at is not null, s.confirmed_at is null, s.created_at`.execute(db)
  return rows
}

/** Promises a digest of what is owed by now, whatever the hour and the day's mail; the newsletter's week is over first. @returns undefined where nothing is owed */
export async function promiseAnyway(trx: Db, savedSearchId: string): Promise<DigestToSend | undefined> {
  const { rows } = await sql<{ id: string }>`
    with promised as (
      insert into digest (saved_search_id, local_date)
      select s.id, greatest(current_date, (select max(local_date) from digest d where d.saved_search_id = s.id) + 1) from saved_search s
      where s.id = ${savedSearchId} and ${isOwed} and (s.query <> '' or not exists (
        select from digest d where d.saved_search_id = s.id and d.sent_at > now() - interval '6 days'))
      returning id, saved_search_id
    ), filled as (
      update match m set digest_id = p.id from promised p
      where m.saved_search_id = p.saved_search_id and ${isForNext})
    select id from promised`.execute(trx)
  return rows[0] && digestOf(trx, rows[0].id)
}

/** How many alerts could be mailed, and how many nobody has confirmed yet. */
export async function countAlerts(db: Db): Promise<{ running: number; unconfirmed: number }> {
  const { rows } = await sql<{ running: number; unconfirmed: number }>`
    select count(*) filter (where confirmed_at is not null and suppressed_at is null)::int as running,
      count(*) filter (where confirmed_at is null)::int as unconfirmed
    from saved_search s join subscriber u on u.id = s.subscriber_id where s.stopped_at is null`.execute(db)
  return rows[0] ?? { running: 0, unconfirmed: 0 }
}
