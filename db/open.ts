// A database ready to use: the one of DATABASE_URL, or the bundled Postgres in the data folder, migrated.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ConnectOptions, Db } from './database.ts'
import { connect } from './database.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { databaseFault } from './faults.ts'
import { migrate } from './migrate.ts'
import type { Database } from './schema.ts'

export interface OpenDatabase {
  db: Kysely<Database>
  url: string
  /** True where this process started Postgres: nobody else was using the data folder. */
  startedHere: boolean
  /** Names of the migrations that this opening ran. */
  migrated: string[]
  /** Ends the connections; a Postgres that was started here and that nobody else uses stops. */
  close(): Promise<void>
}

export interface OpenOptions extends ConnectOptions {
  databaseUrl: string | undefined
  dataFolder: string
  /** Told in a sentence what takes time. */
  say?: (sentence: string) => void
}

/** @throws Error saying how to mend it where the database cannot be reached or is too old. */
export async function openDatabase({ databaseUrl, dataFolder, say = () => undefined, ...options }: OpenOptions): Promise<OpenDatabase> {
  const postgres = databaseUrl
    ? { url: databaseUrl, startedHere: false, stop: () => Promise.resolve() }
    : await startEmbeddedPostgres({ dataFolder, log: say }).catch((error: unknown) => {
        throw usable(error, dataFolder)
      })
  const db = connect(postgres.url, options)
  let migrated: string[]
  try {
    await checkVersion(db)
    migrated = await migratePatiently(postgres.url, options)
    if (migrated.length > 0) say(`The database was brought up to date (${migrated.length} ${migrated.length === 1 ? 'step' : 'steps'}).`)
  } catch (error) {
    await db.destroy()
    await postgres.stop()
    throw reachable(error)
  }
  return {
    db,
    url: postgres.url,
    startedHere: postgres.startedHere,
    migrated,
    async close() {
      await db.destroy()
      await postgres.stop()
    },
  }
}

/** On connections of its own without a time limit: an index over a large table takes longer than any statement of ours may. */
async function migratePatiently(url: string, { name }: ConnectOptions): Promise<string[]> {
  await using db = connect(url, { name, max: 2, statementTimeoutMs: 0 })
  return await migrate(db)
}

export interface Server {
  /** "18.4" */
  version: string
  /** Whether letters are told from signs as in the bundled Postgres; under LC_CTYPE C a search takes "£500pd" and "•" for words. */
  knowsLetters: boolean
}

export async function describeServer(db: Db): Promise<Server> {
  const { rows } = await sql<Server>`
    select current_setting('server_version') as version, datctype not in ('C', 'POSIX') as "knowsLetters"
    from pg_database where datname = current_database()`.execute(db)
  return rows[0] ?? { version: 'unknown', knowsLetters: true }
}

/** uuidv7() and what the search's plans rely on came with 18. */
async function checkVersion(db: Db): Promise<void> {
  const { version } = await describeServer(db)
  if (!(Number.parseInt(version, 10) >= 18))
    throw new Error(`Dayrate needs Postgres 18 or later; DATABASE_URL leads to ${version}. Leave DATABASE_URL out to use the bundled one.`)
}

function usable(error: unknown, dataFolder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)) return error
  return new Error(`DATA_FOLDER is “${dataFolder}”, which cannot be used as a folder (${code}). Name one that can be written.`, {
    cause: error,
  })
}

function reachable(error: unknown): unknown {
  const sentence = databaseFault(error)
  return sentence === undefined ? error : new Error(sentence, { cause: error })
}
