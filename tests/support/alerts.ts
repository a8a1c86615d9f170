// Alerts for tests, straight into the tables: confirmed, with an hour that has come.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { claimDigests } from '../../db/digests.ts'
import type { Clock } from '../../db/digests.ts'
import type { Database } from '../../db/schema.ts'
import type { Log } from '../../log.ts'

export interface AlertOver {
  email?: string
  query?: string
  hour?: number
  timeZone?: string
  confirmed?: boolean
}

let people = 0

/** A saved search whose first look back is done. @returns its id. */
export async function saveAlert(db: Kysely<Database>, over: AlertOver = {}): Promise<string> {
  const { email = `person${++people}@mail.dayrate.org`, query = 'q=pmo', hour = 0, timeZone = 'Europe/London', confirmed = true } = over
  const subscriber = await db
    .insertInto('subscriber')
    .values({ email })
    .onConflict(conflict => conflict.column('email').doUpdateSet(set => ({ email: set.ref('excluded.email') })))
    .returning('id')
    .executeTakeFirstOrThrow()
  const now = confirmed ? sql<Date>`now()` : null
  const search = await db
    .insertInto('saved_search')
    .values({ subscriber_id: subscriber.id, query, hour, time_zone: timeZone, confirmed_at: now, seeded_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return search.id
}

/** Many alerts in one statement, one address each. */
export async function saveManyAlerts(db: Kysely<Database>, count: number, query = 'q=pmo'): Promise<void> {
  await sql`
    with people as (insert into subscriber (email) select 'many' || n || '@mail.dayrate.org' from generate_series(1, ${count}) n returning id)
    insert into saved_search (subscriber_id, query, hour, time_zone, confirmed_at, seeded_at)
    select id, ${query}, 0, 'Europe/London', now(), now() from people`.execute(db)
}

/** A listing without a card: enough for the ledger. @returns its id. */
export async function saveListing(db: Kysely<Database>, slug: string): Promise<number> {
  const { id } = await db
    .insertInto('listing')
    .values({ slug, title: slug, card: '{}', first_seen_at: sql<Date>`now()`, last_seen_at: sql<Date>`now()` })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Enters a match, and wakes an alert that never had a mail, as the matcher does. */
export async function owe(db: Kysely<Database>, searchId: string, listingId: number): Promise<void> {
  await db
    .insertInto('match')
    .values({ saved_search_id: searchId, listing_id: listingId, why: JSON.stringify(['“pmo” in the advert']) })
    .execute()
  await sql`update saved_search s set due_at = '-infinity' where id = ${searchId}
    and not exists (select from digest d where d.saved_search_id = s.id)`.execute(db)
}

export async function count(db: Kysely<Database>, table: keyof Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)
  return rows[0]?.n ?? 0
}

/** Looks at what is due. @returns how many digests were promised. */
export async function claimDigest(db: Kysely<Database>, clock: Clock = {}): Promise<number> {
  return (await claimDigests(db, clock)).promised
}

/** Every row of every table of ours, as text: two of them are equal when nothing changed. */
export async function everything(db: Kysely<Database>): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(db)
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ all: string }>`
      select coalesce(string_agg(t::text, e'\n' order by t::text), '') as all from ${sql.table(name)} t`.execute(db)
    parts.push(`${name}: ${rows[0]?.all}`)
  }
  return parts.join('\n')
}

export const QUIET_LOG: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A log that keeps its errors, to see that something was told. */
export function listeningLog(): Log & { errors: string[] } {
  const errors: string[] = []
  return { ...QUIET_LOG, errors, error: (message, fields) => void errors.push(`${message} ${JSON.stringify(fields)}`) }
}
