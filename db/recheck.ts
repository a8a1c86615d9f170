// What an alert is owed and was not sent, held against what the alert asks for now.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import { isForNext } from './digests.ts'
import { countTownsOnce } from './matches.ts'
import { ask } from './search-asked.ts'
import { matchInSql } from './search-sql.ts'
import { lockWebhook, promiseRest } from './webhooks.ts'

/** Why a role fits, in the words of the mail. */
export type Reasons = (query: BoardQuery, card: ContractCard) => string[]

/**
 * Takes back what was not sent and no longer fits, and gives what stays its new reasons. A role that closed meanwhile is judged as it was, for
 * it may open again; what was dismissed stays so. A digest that was promised and has not left takes what waits then; one whose mail is under
 * way keeps what that mail says. The caller holds the ledger alone and the row of the search, so that nothing is entered or claimed beside it.
 * @param query as whenNew() has it
 */
export async function recheckUnsent(trx: Db, savedSearchId: string, query: BoardQuery, why: Reasons): Promise<void> {
  await lockWebhook(trx, savedSearchId)
  const promised = await emptyPromised(trx, savedSearchId)
  await recheckWaiting(trx, savedSearchId, query, why)
  if (promised === undefined) return
  await sql`update match m set digest_id = ${promised} where m.saved_search_id = ${savedSearchId} and ${isForNext}`.execute(trx)
  await promiseRest(trx, promised)
}

/** What digests that have not left hold waits again. @returns the oldest of them; one that its sender holds is passed over, as senders do. */
async function emptyPromised(trx: Db, savedSearchId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from digest
    where saved_search_id = ${savedSearchId} and sent_at is null and given_up_at is null
    order by claimed_at for no key update skip locked`.execute(trx)
  const ids = rows.map(row => row.id)
  await sql`update match set digest_id = null where saved_search_id = ${savedSearchId} and digest_id = any(${ids}::uuid[])`.execute(trx)
  return ids[0]
}

async function recheckWaiting(trx: Db, savedSearchId: string, query: BoardQuery, why: Reasons): Promise<void> {
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
  const asked = await ask(trx, query, new Date())
  if (typeof asked === 'string') return []
  return [...(await matchInSql(trx, asked, among)), ...(await matchInSql(trx, asked, among, 'listing_past'))]
}
