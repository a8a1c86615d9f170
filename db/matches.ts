// The match ledger: which role is owed to which saved search. A pair is entered once, however often it is found, and once more whenever the
// role changes after it was told of.
import { sql } from 'kysely'
import type { DayRate } from '../listings/card.ts'
import type { Db } from './database.ts'
import { holdLock, shareLock } from './locks.ts'
import { otherLocations } from './relations.ts'
import type { News } from './schema-alerts.ts'

/**
 * Takes listings that have not been held against the saved searches, each with why it is; they are gone from the list when the caller's
 * transaction commits.
 */
export async function takeMatchDue(trx: Db, limit: number): Promise<Map<number, News>> {
  await shareLock(trx, 'ledger')
  const { rows } = await sql<{ id: number; news: News }>`
    delete from match_due where listing_id in (
      select listing_id from match_due order by since, listing_id limit ${limit} for update skip locked)
    returning listing_id as id, news`.execute(trx)
  return new Map(rows.map(row => [row.id, row.news]))
}

/** Queries read at once: enough that asking for them costs nothing beside holding them against listings. */
const QUERIES = 5_000

/**
 * The distinct queries of all running alerts, a batch at a time in order, by the index saved_search_live: a thousand people with one search
 * cost one question, and a million searches do not have to fit into memory.
 */
export async function* liveQueries(db: Db): AsyncGenerator<string[]> {
  let last = ''
  for (;;) {
    const rows = await db
      .selectFrom('saved_search')
      .select('query')
      .distinct()
      .where('confirmed_at', 'is not', null)
      .where('stopped_at', 'is', null)
      .where('query', '>', last)
      .orderBy('query')
      .limit(QUERIES)
      .execute()
    if (rows.length > 0) yield rows.map(row => row.query)
    if (rows.length < QUERIES) return
    last = rows.at(-1)?.query ?? last
  }
}

/** A role that fits a query, and why in words for the mail. */
export interface Match {
  query: string
  listingId: number
  why: string[]
}

/** What the ledger keeps of a role that is told of. */
export interface ToldRole {
  listingId: number
  /** Null where no advert states one. */
  rate: DayRate | null
  news: News
}

export interface SavedMatches {
  added: number
  /** Alerts that were given some and never had a mail: their first roles wait for no hour. */
  unmailed: string[]
}

const MATCHES = sql`m (query text, "listingId" bigint, why jsonb)`
const TOLD = sql`told ("listingId" bigint, rate jsonb, news text)`

/** Enters matches for every running alert with their query, or for the one named. `told`: every listing among them. */
export async function saveMatches(db: Db, matches: Match[], told: ToldRole[], only?: string): Promise<SavedMatches> {
  if (matches.length === 0) return { added: 0, unmailed: [] }
  const { rows } = await sql<SavedMatches>`
    with told as materialized (select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as ${TOLD}),
    added as (
      insert into match (saved_search_id, listing_id, why, news, rate)
      select s.id, m."listingId", m.why, told.news, coalesce(told.rate, 'null')
      from jsonb_to_recordset(${JSON.stringify(matches)}::jsonb) as ${MATCHES}
      join told on told."listingId" = m."listingId" join saved_search s on s.query = m.query
      where s.confirmed_at is not null and s.stopped_at is null and s.id = coalesce(${only ?? null}::uuid, s.id)
      on conflict do nothing returning saved_search_id
    )
    select (select count(*)::int from added) as added, array(
      select id from (select distinct saved_search_id as id from added) as given
      where not (select exists (select from digest d where d.saved_search_id = given.id))) as unmailed`.execute(db)
  return rows[0] ?? { added: 0, unmailed: [] }
}

/**
 * Enters roles again that have changed since they were told of: their rate moved, or they are back. What is owed and in no digest yet is
 * brought up to date instead, and what somebody dismissed is told of no more. Comes before saveMatches() with the same matches, whose new
 * ones are told of for the first time. It waits for nobody: what a claim is taking at this moment says in its mail how the role is then.
 * @returns how many will be told again
 */
export async function retellMatches(trx: Db, matches: Match[], told: ToldRole[]): Promise<number> {
  const changed = new Map(told.filter(role => role.news !== 'new').map(role => [role.listingId, role]))
  const concerned = matches.filter(match => changed.has(match.listingId))
  if (concerned.length === 0) return 0
  const { rows } = await sql<{ again: number }>`
    with last as materialized (
      select distinct on (t.saved_search_id, t.listing_id) t.saved_search_id, t.listing_id, t.telling, t.digest_id, t.dismissed_at,
        t.rate as old_rate, m.why, coalesce(told.rate, 'null') as rate, told.news
      from jsonb_to_recordset(${JSON.stringify(concerned)}::jsonb) as ${MATCHES}
      join jsonb_to_recordset(${JSON.stringify([...changed.values()])}::jsonb) as ${TOLD} on told."listingId" = m."listingId"
      join saved_search s on s.query = m.query join match t on t.saved_search_id = s.id and t.listing_id = m."listingId"
      where s.confirmed_at is not null and s.stopped_at is null
      order by t.saved_search_id, t.listing_id, t.telling desc
    ), free as (
      select t.saved_search_id, t.listing_id, t.telling from match t join last using (saved_search_id, listing_id, telling)
      where t.digest_id is null for no key update of t skip locked
    ), renewed as (
      update match t set why = last.why, rate = last.rate from free join last using (saved_search_id, listing_id, telling)
      where t.saved_search_id = free.saved_search_id and t.listing_id = free.listing_id and t.telling = free.telling
    ), again as (
      insert into match (saved_search_id, listing_id, telling, why, news, rate)
      select saved_search_id, listing_id, telling + 1, why, news, rate from last
      where digest_id is not null and dismissed_at is null and (news = 'reopened' or ${HAS_MOVED})
      on conflict do nothing returning 1
    )
    select count(*)::int as again from again`.execute(trx)
  return rows[0]?.again ?? 0
}

/** Whether the upper end of a rate is another one than it was; that none is stated any more is no news, nor is what was not kept. */
const HAS_MOVED = sql<boolean>`(old_rate is not null and rate <> 'null'
  and (rate ->> 'currency', coalesce(rate ->> 'max', rate ->> 'min')::numeric)
    is distinct from (old_rate ->> 'currency', coalesce(old_rate ->> 'max', old_rate ->> 'min')::numeric))`

/**
 * Has saved searches looked at now and not at their next moment. The last thing a matcher does, and under its lock, so that two of them never
 * wait for each other's searches. Every one is locked, whenever it is due: a look that is under way would put it off after this has passed it.
 */
export async function wakeSearches(trx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await holdLock(trx, 'towns')
  await sql`update saved_search s set due_at = '-infinity' from (
    select id from saved_search where id = any(${ids}::uuid[]) order by id for no key update) as woken
    where s.id = woken.id`.execute(trx)
}

/**
 * One text in several towns is news once: of the listings just matched, and of what they are other locations of, each search keeps the one it
 * was told of, or else the first, and the others are noted as the same news. In the transaction that entered the matches; a matcher beside
 * it waits here, so that one of the two sees both. Searches are locked before their matches, as a claim of digests does.
 * @param only a search whose row the caller holds: it waits for nobody
 */
export async function countTownsOnce(trx: Db, listingIds: number[], only?: string): Promise<void> {
  const groups = groupsOf(await otherLocations(trx, listingIds))
  if (groups.length === 0) return
  if (only === undefined) await holdLock(trx, 'towns')
  const kin = sql`(select * from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as kin (listing bigint, text bigint))`
  const named = sql`${only ?? null}::uuid`
  await sql`
    select from saved_search where id in (
      select saved_search_id from match join ${kin} kin on listing = listing_id where saved_search_id = coalesce(${named}, saved_search_id))
    order by id for no key update`.execute(trx)
  await sql`
    with ranked as (
      select saved_search_id, listing_id, first_value(listing_id) over (
        partition by saved_search_id, text order by digest_id is null, also_of is not null, matched_at, listing_id) as head
      from match join ${kin} kin on listing = listing_id where saved_search_id = coalesce(${named}, saved_search_id))
    update match set also_of = ranked.head from ranked
    where match.saved_search_id = ranked.saved_search_id and match.listing_id = ranked.listing_id and ranked.head <> match.listing_id
      and match.digest_id is null and match.also_of is null`.execute(trx)
}

/** Listings that hang together, each with the least id of its group. */
function groupsOf(pairs: [number, number][]): { listing: number; text: number }[] {
  const text = new Map<number, number>()
  const rootOf = (id: number): number => {
    const up = text.get(id) ?? id
    return up === id ? id : rootOf(up)
  }
  for (const [one, other] of pairs) {
    const [low, high] = [rootOf(one), rootOf(other)].sort((a, b) => a - b) as [number, number]
    text.set(low, low)
    text.set(high, low)
  }
  return [...text.keys()].map(listing => ({ listing, text: rootOf(listing) }))
}

export interface Unseeded {
  id: string
  query: string
}

/**
 * Takes a confirmed alert, or the one named, whose ledger has no roles of the days before it yet; the caller's transaction seeds it. It
 * shares the ledger as every matcher does: a role that became one with another between its being read and its being entered would be owed
 * for ever. For the one named, nothing is shared and waited for: what its caller enters is taken back.
 */
export async function takeUnseeded(trx: Db, only?: string): Promise<Unseeded | undefined> {
  if (only === undefined) await shareLock(trx, 'ledger')
  const { rows } = await sql<Unseeded>`
    select id, query from saved_search where confirmed_at is not null and stopped_at is null and seeded_at is null
      and id = coalesce(${only ?? null}::uuid, id)
    order by id limit 1 for update skip locked`.execute(trx)
  return rows[0]
}

/** Its first mail is due when its hour has come today. */
export async function markSeeded(trx: Db, savedSearchId: string): Promise<void> {
  await sql`update saved_search set seeded_at = now(), due_at = '-infinity' where id = ${savedSearchId}`.execute(trx)
}

/** Live listings first seen in the last days, newest first. */
export async function recentListings(db: Db, days: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select listing_id as id from listing_search where first_seen_at > now() - make_interval(days => ${days})
    order by first_seen_at desc, listing_id desc limit ${limit}`.execute(db)
  return rows.map(row => row.id)
}
