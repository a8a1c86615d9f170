// Roles by their addresses, for a calendar.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import type { Db } from './database.ts'

export interface DatedRole {
  id: number
  slug: string
  title: string
  card: ContractCard
  advertisers: string[]
  closesAt: Date | null
  closedAt: Date | null
  changedAt: Date
}

/** Roles at these addresses, old addresses of merged ones among them, each once. Of a role that was taken down nothing may be shown. */
export async function findDated(db: Db, slugs: readonly string[]): Promise<DatedRole[]> {
  const { rows } = await sql<DatedRole>`
    select id, slug, title, card, advertisers, closes_at as "closesAt", closed_at as "closedAt", changed_at as "changedAt" from listing
    where id in (
      select coalesce(redirect.listing_id, own.id) from unnest(${slugs}::text[]) as asked (slug)
      left join listing_redirect redirect on old_slug = asked.slug left join listing own on own.slug = asked.slug)
      and exists (select from posting where listing_id = listing.id and takedown_id is null)
    order by id`.execute(db)
  return rows
}
