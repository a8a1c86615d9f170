import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
})
after(() => world.close())

/** Tables and columns as schema.ts declares them: `interface XTable extends YColumns { column: … }` and `table: XTable` in Database. */
function declared(source: string): Map<string, string[]> {
  const interfaces = new Map<string, string[]>()
  for (const [, name = '', parent = '', body = ''] of source.matchAll(
    /^(?:export )?interface (\w+)(?: extends (\w+))? \{\n([\s\S]*?)\n\}/gm,
  ))
    interfaces.set(name, [...(interfaces.get(parent) ?? []), ...[...body.matchAll(/^ {2}(\w+)\??:/gm)].map(column => column[1] ?? '')])
  const tables = [...(/export interface Database \{\n([\s\S]*?)\n\}/.exec(source)?.[1] ?? '').matchAll(/(\w+): (\w+)/g)]
  return new Map(tables.map(([, table = '', type = '']) => [table, (interfaces.get(type) ?? []).sort()]))
}

test('the schema files are the database, table by table and column by column', async () => {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select table_name as table, array_agg(column_name::text order by column_name::text collate "C") as columns from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' group by table_name`.execute(world.db)
  const migrated = Object.fromEntries(rows.map(row => [row.table, row.columns]))
  const files = ['schema.ts', 'schema-alerts.ts', 'schema-crawls.ts', 'schema-roles.ts'].map(file =>
    readFile(new URL(`../../db/${file}`, import.meta.url), 'utf8'),
  )
  const told = Object.fromEntries(declared((await Promise.all(files)).join('\n')))
  assert.deepEqual(told, migrated)
})

test('the migrations are numbered one after the other, none twice: two of one number would run in another order where one came first', async () => {
  const files = (await readdir(new URL('../../db/migrations/', import.meta.url))).sort()
  assert.deepEqual(
    files.map(file => Number(/^(\d{4})-[a-z-]+\.sql$/.exec(file)?.[1])),
    files.map((_, at) => at + 1),
  )
})
