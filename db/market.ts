// What roles like one pay: the day rates that open roles of its discipline, rung and IR35 claim state.
import type { ContractCard } from '../listings/card.ts'
import type { RateSpread } from '../listings/facets.ts'
import { NO_FILTER } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { Db } from './database.ts'
import { ratesOf } from './search.ts'

export interface Market extends RateSpread {
  /** Finds on the board what is compared with, and more: roles whose rate is not stated, too. */
  query: BoardQuery
}

/** Null for a role without a discipline or a rung, and where too few roles like it state a rate, whatever their IR35 claim. */
export async function findMarket(db: Db, card: ContractCard): Promise<Market | null> {
  for (const query of comparable(card)) {
    const spread = await ratesOf(db, query)
    if (spread) return { ...spread, query }
  }
  return null
}

/** The like of a role, the closest first: what is outside IR35 pays otherwise than what is inside. */
function comparable({ discipline, seniority, engagement }: ContractCard): BoardQuery[] {
  if (!discipline || !seniority) return []
  const wide = { ...NO_FILTER, discipline: [discipline.value], seniority: [seniority.rung] }
  return engagement && engagement.value !== 'conflicting' ? [{ ...wide, engagement: [engagement.value] }, wide] : [wide]
}
