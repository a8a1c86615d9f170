// What a digest shows: its roles, all of them or those of its mail, and what it says of all.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DayRate } from '../listings/card.ts'
import type { Db } from './database.ts'
import type { News } from './schema-alerts.ts'

/** A role of a digest as the mail shows it; `row` ids are the listing's. */
export interface DigestRole {
  listingId: number
  why: string[]
  news: News
  /** Of a rate that moved: what the mail before said. Undefined where it said nothing. */
  was?: DayRate | null
  /** Places of the same text elsewhere, which are live listings of their own; absent where there are none. */
  alsoIn?: string[]
}

/** New roles before changed ones, the newest first. */
const ORDER = sql`news <> 'new', first_seen_at desc, "listingId" desc`

/** Roles of a digest that are still live; what closed since the claim is not shown. Of one text in several towns one is. */
const liveRoles = (digestId: string, unposted = false): RawBuilder<unknown> => sql`
  told as (
    select distinct on (listing_id) listing_id, also_of, why, news, saved_search_id, telling from match
    where digest_id = ${digestId} and (posted_at is null or not ${unposted}) order by listing_id, telling),
  town as (
    select m.listing_id as "listingId", m.why, m.news, m.telling, l.first_seen_at, lower(coalesce(l.advertisers[1], '')) as advertiser,
      (select rate from match before where before.saved_search_id = m.saved_search_id and before.listing_id = m.listing_id
        and before.telling = m.telling - 1) as was,
      row_number() over (partition by ${text} order by m.also_of nulls first, l.id) as nth,
      array_agg(l.card #>> '{places,value,0,name}') over (
        partition by ${text} order by m.also_of nulls first, l.id rows between 1 following and unbounded following) as "alsoIn"
    from told m join listing l on l.id = m.listing_id where l.closed_at is null),
  role as (select * from town where nth = 1)`

const ROLE = sql`"listingId", why, news, telling, was, coalesce(array_remove("alsoIn", null), '{}') as "alsoIn"`

type RoleRow = Required<DigestRole> & { telling: number }

function digestRoleOf({ alsoIn, was, telling, ...role }: RoleRow): DigestRole {
  return { ...role, ...(role.news === 'rate' && telling > 0 && { was }), ...(alsoIn.length > 0 && { alsoIn }) }
}

/** All live roles of a digest, a page of them; or those that no webhook has told of. */
export async function digestRoles(
  db: Db,
  digestId: string,
  { limit, offset = 0, unposted = false }: { limit: number; offset?: number; unposted?: boolean },
): Promise<DigestRole[]> {
  const { rows } = await sql<RoleRow>`
    with ${liveRoles(digestId, unposted)} select ${ROLE} from role order by ${ORDER} limit ${limit} offset ${offset}`.execute(db)
  return rows.map(digestRoleOf)
}

export interface MailedAsked {
  limit: number
  /** Roles of one advertiser at most; those over it are passed by. */
  ofAdvertiser: number
  /** Places that roles which changed have, however many are new. */
  changed: number
}

/** Those of a digest's live roles that its mail shows: the best paid, which the subject names, some that changed, and the newest. */
export async function mailedRoles(db: Db, digestId: string, { limit, ofAdvertiser, changed }: MailedAsked): Promise<DigestRole[]> {
  const { rows } = await sql<RoleRow>`
    with ${liveRoles(digestId)},
    rated as (
      select role.*, row_number() over (order by r.day_rate_max is null, r.day_rate_estimated, r.day_rate_max desc, ${ORDER}) = 1 as best
      from role left join (select listing_id, day_rate_max, day_rate_estimated from listing_search) r on r.listing_id = "listingId"),
    ranked as (select *, row_number() over (partition by advertiser order by best desc, ${ORDER}) as of_advertiser from rated),
    fair as (
      select *, row_number() over (partition by news = 'new' order by ${ORDER}) as of_kind from ranked
      where advertiser = '' or of_advertiser <= ${ofAdvertiser}),
    shown as (select * from fair order by best desc, news <> 'new' and of_kind <= ${changed} desc, ${ORDER} limit ${limit})
    select ${ROLE} from shown order by ${ORDER}`.execute(db)
  return rows.map(digestRoleOf)
}

/** What counts as one in a digest: a listing, or all listings that are one text in several towns. */
const text = sql`coalesce(m.also_of, m.listing_id)`

/** What a digest says of all its live roles, however few of them it shows. */
export interface DigestTotals {
  live: number
  /** Of them, those that were told of before and have changed. */
  changed: number
  /** Best day rates in whole pounds; 0 where none is known. */
  stated: number
  estimated: number
}

export async function digestTotals(db: Db, digestId: string): Promise<DigestTotals> {
  const { rows } = await sql<DigestTotals>`
    select count(*)::int as live, count(*) filter (where news <> 'new')::int as changed,
      coalesce(max(stated), 0) as stated, coalesce(max(estimated), 0) as estimated
    from (
      select (array_agg(m.news order by m.also_of nulls first, l.id, m.telling))[1] as news,
        max(r.day_rate_max) filter (where not r.day_rate_estimated) as stated, max(r.day_rate_max) filter (where r.day_rate_estimated) as estimated
      from match m join listing l on l.id = m.listing_id left join listing_search r on r.listing_id = l.id
      where m.digest_id = ${digestId} and l.closed_at is null group by ${text}) as role`.execute(db)
  return rows[0] ?? { live: 0, changed: 0, stated: 0, estimated: 0 }
}

/** Roles a digest was promised with, closed ones too. */
export async function digestSize(db: Db, digestId: string): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select count(distinct ${text})::int as size from match m where digest_id = ${digestId}`.execute(db)
  return rows[0]?.size ?? 0
}
