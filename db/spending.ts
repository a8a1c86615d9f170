// What visitors have asked for, told to and heard from the other web processes of an installation.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Rows of visitors who owe nothing go with one telling in so many. */
const FORGET_EVERY = 60
let tellings = 0

/**
 * Adds what visitors spent here since the moment given, in milliseconds of refilling. @returns when the bucket of each will be full again,
 * whoever they asked. One statement in the order of the names: two processes that tell of the same visitors wait for each other and never
 * in a circle.
 */
export async function tellSpending(db: Db, spent: ReadonlyMap<string, number>, since: number): Promise<Map<string, number>> {
  const told = [...spent].map(([visitor, ms]) => ({ visitor, ms }))
  const { rows } = await sql<{ visitor: string; fullAt: number }>`
    insert into spending (visitor, full_at)
    select visitor, ${since}::bigint + ms from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told (visitor text, ms bigint) order by visitor
    on conflict (visitor) do update set full_at = greatest(spending.full_at, ${since}::bigint) + excluded.full_at - ${since}::bigint
    returning visitor, full_at as "fullAt"`.execute(db)
  tellings += 1
  // Whoever is being told of at this moment stays: waiting here, out of the order of names, could be waiting in a circle.
  if (tellings % FORGET_EVERY === 0)
    await sql`delete from spending where visitor in (
      select visitor from spending where full_at < ${since}::bigint for update skip locked)`.execute(db)
  return new Map(rows.map(row => [row.visitor, row.fullAt]))
}

/**
 * What a visitor may do once until a moment (both in milliseconds). @returns whether this is the first time, for one alone of all who ask at
 * once. After a crash of Postgres it may be a second time.
 */
export async function takeOnce(db: Db, visitor: string, now: number, until: number): Promise<boolean> {
  const { rows } = await sql`
    insert into spending as known (visitor, full_at) values (${visitor}, ${until})
    on conflict (visitor) do update set full_at = excluded.full_at where known.full_at <= ${now}
    returning visitor`.execute(db)
  return rows.length > 0
}
