// A database of its own for each test file: a copy of a migrated template, 50 to 70 ms on a quiet machine.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { Client } from 'pg'
import { connect } from '../../db/database.ts'
import { migrate } from '../../db/migrate.ts'
import type { Database } from '../../db/schema.ts'
import { testPostgres } from './postgres.ts'

export interface TestDatabase {
  db: Kysely<Database>
  url: string
  /** Closes the connections, drops the database and lets go of Postgres. */
  close(): Promise<void>
}

const MIGRATIONS = new URL('../../db/migrations/', import.meta.url)
const TEMPLATE_LOCK = 7_281_119
let made = 0

/** A fresh, migrated, empty database. Call it in `before` and its `close` in `after`. */
export async function testDatabase(): Promise<TestDatabase> {
  const postgres = await testPostgres()
  const name = `test_${process.pid}_${++made}`
  await asAdmin(postgres.url, async admin => {
    if (postgres.startedHere) await sweepTestDatabases(admin)
    await admin.query(`create database ${name} template ${await makeTemplate(admin, postgres.url)}`)
  })
  const url = withDatabase(postgres.url, name)
  const db = connect(url, { name: 'dayrate test' })
  return {
    db,
    url,
    async close() {
      await db.destroy()
      await asAdmin(postgres.url, admin => admin.query(`drop database ${name} with (force)`))
      await postgres.stop()
    },
  }
}

/** Drops what killed test processes left behind and the templates of other migrations. */
export async function sweepTestDatabases(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ name: string; template: boolean }>(
    `select datname as name, datistemplate as template from pg_database where datname like 'test\\_%' or datname like 'template\\_%'`,
  )
  const current = await templateName()
  for (const { name, template } of rows) {
    if (name.startsWith(current) || isInUse(name)) continue
    if (template) await admin.query(`alter database ${name} is_template false`)
    await admin.query(`drop database if exists ${name} with (force)`)
  }
}

/** Connects as the owner of the server, for the length of `work`. */
export async function asAdmin<T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: url, application_name: 'dayrate test' })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

/** The name of the migrated template, made by whoever needs it first. */
export async function makeTemplate(admin: Client, url: string): Promise<string> {
  const name = await templateName()
  const isThere = async () => (await admin.query('select from pg_database where datname = $1 and datistemplate', [name])).rowCount
  if (await isThere()) return name
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    if (!(await isThere())) await buildTemplate(admin, url, name)
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
  return name
}

async function buildTemplate(admin: Client, url: string, name: string): Promise<void> {
  await admin.query(`drop database if exists ${name}_unfinished with (force)`)
  await admin.query(`create database ${name}_unfinished`)
  {
    await using db = connect(withDatabase(url, `${name}_unfinished`), { name: 'dayrate test' })
    await migrate(db)
  }
  await admin.query(`alter database ${name}_unfinished rename to ${name}`)
  await admin.query(`alter database ${name} is_template true`)
}

/** Named by what makes it, so that a changed migration makes a new one. */
async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(MIGRATIONS)).sort()) hash.update(file).update(await readFile(new URL(file, MIGRATIONS)))
  return `template_${hash.digest('hex').slice(0, 12)}`
}

function isInUse(name: string): boolean {
  const pid = Number(/^test_(\d{1,10})_/.exec(name)?.[1])
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
