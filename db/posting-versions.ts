// The history of an advert: what its source changed about it, when it went and when it came back.
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { storable } from './postings.ts'
import type { PostingVersionTable } from './schema-roles.ts'

export interface Version {
  id: number
  what: PostingVersionTable['what']
  old?: unknown
  new?: unknown
}

export async function saveVersions(trx: Db, versions: Version[]): Promise<void> {
  if (versions.length === 0) return
  await sql`
    insert into posting_version (posting_id, what, old, new)
    select id, what, old, new from jsonb_to_recordset(${storable(versions)}::jsonb) as v (id bigint, what text, old jsonb, new jsonb)`.execute(
    trx,
  )
}
