// Brings a database to the newest schema: plain SQL files in order, forward only, one at a time over the whole installation.
import { readdir, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { Migrator } from 'kysely/migration'
import type { Migration, MigrationProvider } from 'kysely/migration'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

const FOLDER = new URL('migrations/', import.meta.url)

/**
 * Runs the migrations that have not run yet and returns their names; a second caller waits for the first.
 * @throws Error naming the file whose SQL failed; nothing of that file is kept.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
  const failed = results.find(result => result.status === 'Error')
  if (error)
    throw new Error(
      `migration ${failed?.migrationName ?? ''} failed: ${error instanceof Error ? error.message : 'for an unknown reason'}`,
      { cause: error },
    )
  return results.map(result => result.migrationName)
}

const provider: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(FOLDER)).filter(file => file.endsWith('.sql')).sort()
    return Object.fromEntries(files.map(file => [file.slice(0, -4), sqlMigration(file)]))
  },
}

function sqlMigration(file: string): Migration {
  return {
    async up(db) {
      await sql.raw(await readFile(new URL(file, FOLDER), 'utf8')).execute(db)
    },
  }
}

async function main(): Promise<void> {
  const { readConfig } = await import('../config.ts')
  const { openDatabase } = await import('./open.ts')
  const { databaseUrl, dataFolder } = readConfig()
  const { migrated, close } = await openDatabase({ databaseUrl, dataFolder, name: 'dayrate cli' })
  await close()
  process.stderr.write(migrated.length > 0 ? `migrated: ${migrated.join(', ')}\n` : 'the database is up to date\n')
}

// Not awaited: open.ts imports this file, and would wait for its end for ever.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
