// A Postgres of the bench's own, thrown away afterwards.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { connect } from '../db/database.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import type { Database } from '../db/schema.ts'
import type { Measured } from './measure.ts'

export async function onOwnPostgres(measure: (db: Kysely<Database>, url: string) => Promise<Measured[]>): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'dayrate-bench-'))
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: { fsync: 'off', synchronous_commit: 'off', shared_buffers: '1GB' },
  })
  const db = connect(postgres.url, { name: 'dayrate bench', statementTimeoutMs: 0 })
  try {
    await migrate(db)
    return await measure(db, postgres.url)
  } finally {
    await db.destroy()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
