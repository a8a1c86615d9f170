// A dress rehearsal of the linker: on copies of its tables, which only one connection sees, so that what it would do comes out of the very
// code that does it, a board of any size needs no memory of ours, and nobody has to wait.
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What decides. An advert as its source sent it (`raw`, half of the row) decides nothing. */
const COPIED = ['posting', 'posting_key', 'link_evidence'] as const
/** What is only written, or locked: copies without rows. */
const EMPTY = [
  'listing',
  'listing_event',
  'listing_past',
  'listing_redirect',
  'listing_search',
  'match',
  'match_due',
  'posting_relation',
  'saved_search',
] as const

/**
 * Runs `work` on copies. The session may write to nothing else: should a table be missing above, Postgres refuses and the rehearsal fails,
 * instead of changing the board.
 */
export async function rehearse<T>(db: Db, work: (copy: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('a rehearsal needs a connection of its own, not a transaction')
  return db.connection().execute(async copy => {
    try {
      await copy.transaction().execute(copyTables)
      await sql`set default_transaction_read_only = on`.execute(copy)
      return await work(copy)
    } finally {
      await sql`reset default_transaction_read_only`.execute(copy)
      await sql`discard temp`.execute(copy)
    }
  })
}

async function copyTables(trx: Db): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(trx)
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(trx)
  const real = (table: string) => sql.table(`${rows[0]?.schema}.${table}`)
  for (const table of EMPTY) await sql`create temp table ${sql.table(table)} (like ${real(table)} including all)`.execute(trx)
  for (const table of COPIED) {
    const columns = await columnsOf(trx, table)
    await sql`create temp table ${sql.table(table)} (like ${real(table)} including defaults including indexes)`.execute(trx)
    const values = columns.map(column => (column === 'raw' ? sql`'{}'::jsonb` : sql.ref(column)))
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map(column => sql.ref(column)))})
      select ${sql.join(values)} from ${real(table)}`.execute(trx)
    await sql`analyze ${sql.table(table)}`.execute(trx)
  }
  // Later listings have greater ids, also here: where two listings fit, the older one is joined.
  await sql`select setval(pg_get_serial_sequence('listing', 'id'), (select max(id) + 1 from ${real('listing')}))`.execute(trx)
}

async function columnsOf(trx: Db, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(trx)
  return rows.map(row => row.name)
}
