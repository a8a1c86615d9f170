// The connection to Postgres. Everything below takes a Db as its first argument: a pool's or a transaction's, it cannot tell.
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Transaction } from 'kysely'
import pg from 'pg'
import { nameStatements } from './again.ts'
import { sendBytes } from './copy-out.ts'
import type { Database } from './schema.ts'

export type Db = Kysely<Database> | Transaction<Database>

export interface ConnectOptions {
  /** Shown in pg_stat_activity; every connection of ours begins with "dayrate". */
  name: 'dayrate web' | 'dayrate worker' | 'dayrate cli' | 'dayrate test' | 'dayrate bench'
  max?: number
  /** Milliseconds a statement may take: 2,000 where a person waits, 30,000 in jobs, 0 for as long as it takes. */
  statementTimeoutMs?: number
}

/** A pool of connections; `destroy()` it to let the process end. bigint columns arrive as numbers: ids stay below 2^53. */
export function connect(url: string, options: ConnectOptions): Kysely<Database> {
  const pool = connectPool(url, options)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  pools.set(db, pool)
  return db
}

const pools = new WeakMap<Db, pg.Pool>()

/** Connections that `db` may have open at once: whoever holds one and needs a second must leave room. One for what connect() did not make. */
export function poolSize(db: Db): number {
  return pools.get(db)?.options.max ?? 1
}

/**
 * A person's search is planned without sequential scans, which Postgres would take for words that most adverts have because it believes
 * `@@` to be free (636 ms against 28 at 100,000 roles), and with room for a bitmap that keeps every row apart. Below a second neither
 * compiling nor a second process pays.
 */
const SEARCHING = '-c enable_seqscan=off -c work_mem=16MB -c jit=off -c max_parallel_workers_per_gather=0'

/** The same pool without Kysely, for the one place that needs LISTEN or a driver of its own. */
function connectPool(url: string, { name, max = 10, statementTimeoutMs = 30_000 }: ConnectOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    ...(name === 'dayrate web' && { options: SEARCHING }),
    // A person waits no longer than this for a free connection; a job can, on a machine that is busy with its first start.
    connectionTimeoutMillis: name === 'dayrate web' ? 5_000 : 30_000,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) },
  })
  // A connection that dies while idle (Postgres restarted) is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that dies while in use fails its query as well, which is where it is dealt with.
  pool.on('connect', client => {
    client.on('error', () => undefined)
    nameStatements(client)
    sendBytes(client)
  })
  return pool
}

/**
 * Hears what Postgres tells on a channel, on a connection of its own. `lost` is called once when that connection ends by itself; what was
 * told meanwhile is gone, and whoever listens has to look for himself and listen again.
 */
export async function listen(db: Db, channel: string, heard: (message: string) => void, lost: () => void): Promise<() => Promise<void>> {
  const pool = pools.get(db)
  if (!pool) throw new Error('only what connect() made can be listened on')
  const client = new pg.Client({ ...pool.options, statement_timeout: 0, keepAlive: true })
  let closed = false
  const end = (): void => {
    if (!closed) lost()
    closed = true
  }
  client.on('notification', ({ payload = '' }) => heard(payload))
  client.on('error', end).on('end', end)
  await client.connect()
  await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  return async () => {
    closed = true
    await client.end()
  }
}

/** Whether the database answers at all: for readiness checks, which must not throw. */
export function isAnswering(db: Db): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}

/** Runs `work` in one transaction: a new one, or the one `db` already is. */
export function inTransaction<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
