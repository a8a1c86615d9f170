// What waits for an alert's next mail, held against what the alert asks for now.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { whenNew } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import { countTownsOnce } from './matches.ts'
import { ask } from './search-asked.ts'
import { matchInSql } from './search-sql.ts'

/** Why a role fits, in the words of the mail. */
export type Reasons = (query: BoardQuery, card: ContractCard) => string[]

/**
 * Takes back what waits and no longer fits, and gives what stays its new reasons. A role that closed meanwhile is judged as it was, for it may
 * open again; what was dismissed stays so. The caller holds the ledger alone and the row of the search, so that nothing is entered beside it.
 */
export async function recheckWaiting(trx: Db, savedSearchId: string, query: BoardQuery, why: Reasons): Promise<void> {
  const { rows: waiting } = await sql<{ id: number; card: ContractCard }>`
    select l.id, l.card from listing l where l.id in (select listing_id from match m where ${isWaiting(savedSearchId)})`.execute(trx)
  const ids = waiting.map(role => role.id)
  const fitting = new Set(await findFitting(trx, query, ids))
  const gone = ids.filter(id => !fitting.has(id))
  const kept = waiting.filter(role => fitting.has(role.id)).map(({ id, card }) => ({ id, why: why(query, card) }))
  await sql`delete from match m where ${isWaiting(savedSearchId)} and m.listing_id = any(${gone}::bigint[])`.execute(trx)
  await sql`update match m set why = kept.why from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as kept (id bigint, why jsonb)
    where ${isWaiting(savedSearchId)} and m.listing_id = kept.id`.execute(trx)
  await sql`update match m set also_of = null where ${isWaiting(savedSearchId)} and m.also_of = any(${gone}::bigint[]) and not exists (
    select from match head where head.saved_search_id = m.saved_search_id and head.listing_id = m.also_of)`.execute(trx)
  const keptIds = kept.map(role => role.id)
  await countTownsOnce(trx, keptIds, savedSearchId)
}

/** By the index match_owed. */
const isWaiting = (savedSearchId: string) =>
  sql<boolean>`(m.saved_search_id = ${savedSearchId} and m.digest_id is null and m.dismissed_at is null)`

async function findFitting(trx: Db, query: BoardQuery, among: readonly number[]): Promise<number[]> {
  const asked = await ask(trx, whenNew(query), new Date())
  if (typeof asked === 'string') return []
  return [...(await matchInSql(trx, asked, among)), ...(await matchInSql(trx, asked, among, 'listing_past'))]
}
