// Looks at places that may become sources, kept while somebody decides. Any web process may show one, whichever of them looks.
import { sql } from 'kysely'
import { inTransaction } from './database.ts'
import type { Db } from './database.ts'
import { holdLock } from './locks.ts'
import { storable } from './postings.ts'
import type { PreviewFound } from './schema.ts'

/** A look without an answer for longer than this belongs to a process that is gone; a little more than a look may take. */
const LOST_AFTER = sql`interval '100 seconds'`
const KEPT = sql`interval '7 days'`

/** Looks under way at once; more would be somebody who uses us to look around. */
const MOST_AT_ONCE = 3

export interface SourcePreview {
  id: string
  url: string
  found: PreviewFound | null
  /** A sentence for whoever gave the address; null where something was found or the look goes on. */
  problem: string | null
  underWay: boolean
}

/** Records that a look begins. @returns its id; undefined while three others are under way. */
export async function openPreview(db: Db, url: string): Promise<string | undefined> {
  return inTransaction(db, async trx => {
    // Two that count at once would both find room for one.
    await holdLock(trx, 'looking')
    await sql`delete from source_preview where asked_at < now() - ${KEPT}`.execute(trx)
    const { rows } = await sql<{ id: string }>`
      insert into source_preview (url) select ${url}
      where (select count(*) from source_preview where finished_at is null and asked_at > now() - ${LOST_AFTER}) < ${MOST_AT_ONCE}
      returning id`.execute(trx)
    return rows[0]?.id
  })
}

export async function closePreview(db: Db, id: string, result: PreviewFound | { sorry: string }): Promise<void> {
  const answer = 'sorry' in result ? { problem: storedWords(result.sorry) } : { found: storable(result) }
  await db
    .updateTable('source_preview')
    .set({ ...answer, finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
}

/** Postgres takes no NUL in a text. */
function storedWords(words: string): string {
  return words.replaceAll('\0', '').toWellFormed()
}

export async function findPreview(db: Db, id: string): Promise<SourcePreview | undefined> {
  const row = await db
    .selectFrom('source_preview')
    .select(['id', 'url', 'found', 'problem'])
    .select(sql<boolean>`finished_at is null and asked_at > now() - ${LOST_AFTER}`.as('underWay'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const lost = !row.underWay && row.found === null && row.problem === null
  return { ...row, problem: lost ? 'Nobody came back from there; the site may have been restarted meanwhile. Try once more.' : row.problem }
}
