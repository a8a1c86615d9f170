// Open roles like one: candidates by the board's columns, weighed by listings/similar.ts.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { LIKE_ENOUGH, likeness, roleFacts, RUNGS_APART } from '../listings/similar.ts'
import type { RoleFacts, Shared } from '../listings/similar.ts'
import type { Db } from './database.ts'
import { findRows } from './search.ts'
import type { BoardRow } from './search.ts'

export interface SimilarRole {
  row: BoardRow
  shared: Shared[]
}

/** The newest of a discipline and its neighbouring rungs that are weighed: with more than so many, older ones are hardly what somebody wants. */
const MOST_WEIGHED = 500

/**
 * The open roles most like one that has this card, the likest first, of equals the newest; none for a role without a discipline.
 * @param but listings that are shown otherwise: the role itself, and what may be the same role
 */
export async function similarRoles(db: Db, card: ContractCard, but: readonly number[], most: number): Promise<SimilarRole[]> {
  const role = roleFacts(card)
  if (role.discipline === null) return []
  const weighed = (await candidates(db, role, but))
    .map(({ id, ...other }, age) => ({ id, age, likeness: likeness(role, other) }))
    .flatMap(({ likeness: found, ...one }) => (found && found.points >= LIKE_ENOUGH ? [{ ...one, ...found }] : []))
    .sort((a, b) => b.points - a.points || a.age - b.age)
    .slice(0, most)
  const shared = new Map(weighed.map(one => [one.id, one.shared]))
  const rows = await findRows(db, [...shared.keys()])
  return rows.map(row => ({ row, shared: shared.get(row.id) ?? [] }))
}

type Candidate = RoleFacts & { id: number }

/** Newest first, as one JSON value: row by row it takes twice the processor time. By listing_search_newest, or by listing_search_filters where the discipline is rare. */
async function candidates(db: Db, { discipline, seniority }: RoleFacts, but: readonly number[]): Promise<Candidate[]> {
  const near =
    seniority === null ? sql`true` : sql`(seniority between ${seniority - RUNGS_APART} and ${seniority + RUNGS_APART} or seniority is null)`
  const { rows } = await sql<{ found: Candidate[] }>`
    select coalesce(json_agg(newest), '[]') as found
    from (
      select listing_id as id, discipline, seniority, day_rate_max as rate, remote, region, lat, lon, engagement, sector, methods from listing_search
      where discipline = ${discipline} and ${near} and listing_id <> all(${but}::bigint[])
      order by first_seen_at desc, listing_id desc limit ${MOST_WEIGHED}) as newest`.execute(db)
  return rows[0]?.found ?? []
}
