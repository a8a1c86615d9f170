// Listings: one row a role, its facts chosen from its adverts, and the narrow copy of it that the board searches.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { chooseFacts } from '../listings/listing.ts'
import type { ListingFacts } from '../listings/listing.ts'
import { blocksText } from '../listings/text.ts'
import type { Block } from '../listings/text.ts'
import type { Db } from './database.ts'
import type { NewListing } from './filed.ts'
import type { SourcePolicy } from './schema.ts'
import { writeSearchRows } from './search-rows.ts'

/** Gone for longer than this and back again, a role is held against the alerts once more. */
const NEWS_AGAIN_AFTER_DAYS = 30

/** An advert as its listing is made of it. */
export interface Member {
  id: number
  title: string
  company: string
  blocks: Block[]
  card: ContractCard
  sample: boolean
  /** Its source has looked wrong for so long that nobody knows whether the advert is open. */
  stale: boolean
  source_id: string
  source_name: string
  posted_at: Date | null
  first_seen_at: Date
  last_seen_at: Date
  closes_at: Date | null
  closed_at: Date | null
  closed_because: string | null
}

/**
 * Makes listings (and what the board searches of them) agree with their adverts again. Only the linker calls it, in its transaction.
 * @param made listings that foundListings() has just stored
 */
export async function refreshListings(trx: Db, ids: number[], made: readonly ListingRow[] = []): Promise<void> {
  const members = Map.groupBy(ids.length === 0 ? [] : await membersOf(trx, ids), member => member.listing_id)
  const rows = ids.map(id => listingRow(id, members.get(id) ?? []))
  if (rows.length > 0) {
    await markNews(trx, rows)
    await writeListings(trx, rows)
  }
  await writeSearchRows(trx, rows.map(asFound), made.map(asFound))
}

/** The search has what can be believed. */
const asFound = (row: ListingRow): ListingRow => ({ ...row, open: row.found })

/** Stores new listings, whose adverts are all known; the search learns of them with the others, by refreshListings(). */
export async function foundListings(trx: Db, made: readonly (NewListing & { members: readonly Member[] })[]): Promise<ListingRow[]> {
  if (made.length === 0) return []
  const rows = made.map(({ id, members }) => listingRow(id, members))
  const written = made.map(({ slug, title, repostOf }, n) => ({ slug, named: title, repostOf, ...columnsOf(rows[n] ?? listingRow(0, [])) }))
  await sql`
    with made as (
      insert into listing (id, slug, repost_of, title, card, provenance, advertisers, adverts, first_seen_at, last_seen_at, closes_at,
        closed_at, closed_because)
      select id, slug, "repostOf", case when title = '' then named else title end, card, provenance,
        array(select jsonb_array_elements_text(advertisers)), adverts, first_seen_at, last_seen_at, closes_at,
        case when not open then now() end, closed_because
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as row (slug text, named text, "repostOf" bigint, ${COLUMNS})
      returning id, closed_at)
    insert into match_due (listing_id, news) select id, 'new' from made where closed_at is null`.execute(trx)
  return rows
}

async function membersOf(trx: Db, ids: number[]): Promise<(Member & { listing_id: number })[]> {
  return trx
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .select([
      'posting.id',
      sql<number>`listing_id`.as('listing_id'),
      'title',
      'company',
      'blocks',
      'card',
      sql<boolean>`source.origin = 'sample'`.as('sample'),
      sql<boolean>`source.stale_at is not null`.as('stale'),
    ])
    .select(['source_id', 'source.name as source_name'])
    .select(['posted_at', 'first_seen_at', 'last_seen_at', 'closes_at', 'closed_at', 'closed_because'])
    .where('listing_id', 'in', ids)
    .orderBy('posting.id')
    .execute()
}

/** A listing as its adverts make it. */
export interface ListingRow {
  id: number
  facts: ListingFacts
  text: string
  advertisers: string[]
  /** Ids and names of the sources of its open adverts. */
  sources: { id: string; name: string }[]
  adverts: number
  sample: boolean
  first_seen_at: Date
  last_seen_at: Date
  closes_at: Date | null
  open: boolean
  /** Open, and of a source that is to be believed: the search finds it. */
  found: boolean
  closed_because: string | null
}

function listingRow(id: number, members: readonly Member[]): ListingRow {
  const open = members.filter(member => member.closed_at === null)
  const current = open.length > 0 ? open : members
  const texts = new Map(members.map(member => [member.id, blocksText(member.blocks)]))
  const facts = chooseFacts(
    members.map(member => ({
      id: member.id,
      title: member.title,
      textLength: texts.get(member.id)?.length ?? 0,
      card: member.card,
      open: member.closed_at === null,
      lastSeenAt: member.last_seen_at,
    })),
  )
  return {
    id,
    facts,
    text: texts.get(facts.order[0] ?? 0) ?? '',
    advertisers: [...new Set(current.map(member => member.company).filter(name => name !== ''))],
    sources: [...new Map(open.map(member => [member.source_id, { id: member.source_id, name: member.source_name }])).values()],
    adverts: current.length,
    sample: current.length > 0 && current.every(member => member.sample),
    first_seen_at: earliest(members.flatMap(member => [member.first_seen_at, member.posted_at ?? member.first_seen_at])),
    last_seen_at: latest(members.map(member => member.last_seen_at)),
    closes_at: current.every(member => member.closes_at) ? latest(current.flatMap(member => member.closes_at ?? [])) : null,
    open: open.length > 0,
    found: open.some(member => !member.stale),
    closed_because: open.length > 0 ? null : (members.at(-1)?.closed_because ?? 'no advert of it is left'),
  }
}

function earliest(dates: Date[]): Date {
  return new Date(Math.min(...dates.map(Number), Date.now()))
}

function latest(dates: Date[]): Date {
  return new Date(Math.max(...dates.map(Number), 0))
}

/**
 * New roles, changed rates and roles back after a month are held against the alerts again; everything else changes in silence. An alert
 * that did not fit the role before may fit it now. One that was told of it is told again where it is back, or where an advert of it changed
 * its rate: that a second advert names another one is no change of the role (J12), and takes nothing from one that waits to be told of. The
 * advert that must have changed is the one that pays more now, or paid more before: what a worse one changed was no news then, and is none
 * when a better one comes or goes.
 */
async function markNews(trx: Db, rows: ListingRow[]): Promise<void> {
  const shown = rows
    .filter(row => row.open)
    .map(({ id, facts: { card, provenance } }) => ({
      id,
      rate: card.dayRate?.max ?? card.dayRate?.min ?? null,
      payer: provenance.dayRate ?? null,
    }))
  await sql`
    with shown as (select * from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as shown (id bigint, rate numeric, payer bigint)),
    rated as (select listing.id, adverts, closed_at, changed_at, provenance, shown.rate, shown.payer,
      coalesce(listing.card #>> '{dayRate,max}', listing.card #>> '{dayRate,min}')::numeric as was
      from shown join listing on listing.id = shown.id),
    news as (
      select id, case when adverts = 0 then 'new' when closed_at is not null then 'reopened'
        when exists (select from posting join posting_version v on v.posting_id = posting.id
          where posting.listing_id = rated.id and v.what = 'rate' and v.seen_at > rated.changed_at
            and posting.id = case when rated.rate > rated.was or rated.was is null then payer
              else (provenance ->> 'dayRate')::bigint end) then 'rate' else 'new' end as what
      from rated
      where (adverts = 0 and closed_at is null)
        or closed_at < now() - ${NEWS_AGAIN_AFTER_DAYS}::int * interval '1 day'
        or (closed_at is null and was is distinct from rate)
    ), marked as (update listing set changed_at = now() from news where listing.id = news.id)
    insert into match_due as due (listing_id, news) select id, what from news
    on conflict (listing_id) do update set news = excluded.news where due.news = 'rate' and excluded.news = 'reopened'`.execute(trx)
}

async function writeListings(trx: Db, rows: ListingRow[]): Promise<void> {
  await sql`
    update listing set
      title = case when row.title = '' then listing.title else row.title end, card = row.card, provenance = row.provenance,
      advertisers = array(select jsonb_array_elements_text(row.advertisers)), adverts = row.adverts,
      first_seen_at = row.first_seen_at, last_seen_at = row.last_seen_at, closes_at = row.closes_at,
      closed_at = case when row.open then null else coalesce(listing.closed_at, now()) end, closed_because = row.closed_because
    from jsonb_to_recordset(${JSON.stringify(rows.map(columnsOf))}::jsonb) as row (${COLUMNS})
    where listing.id = row.id`.execute(trx)
}

const COLUMNS = sql`id bigint, title text, card jsonb, provenance jsonb, advertisers jsonb, adverts integer,
  first_seen_at timestamptz, last_seen_at timestamptz, closes_at timestamptz, open boolean, closed_because text`

function columnsOf({ facts, text: _text, sources: _sources, found: _found, sample: _sample, ...row }: ListingRow): Record<string, unknown> {
  return { ...row, title: facts.title, card: facts.card, provenance: facts.provenance }
}

/** An advert of a role as the role's page shows it. */
export interface AdvertBehind {
  id: number
  sourceId: string
  sourceName: string
  attribution: SourcePolicy['attribution']
  republish: SourcePolicy['republish']
  url: string
  title: string
  company: string
  location: string
  blocks: Block[]
  card: ContractCard
  postedAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
  /** Until when one may apply, as this advert says. */
  closesAt: Date | null
  closedAt: Date | null
  /** Its source has not answered as it should for a while: what it says of the advert may be old. */
  degraded: boolean
  /** Why it is an advert of this role. */
  reasons: string[]
}

export interface ListingDetail {
  id: number
  slug: string
  title: string
  card: ContractCard
  provenance: ListingFacts['provenance']
  advertisers: string[]
  /** The advert the text is shown from first; then by date. */
  adverts: AdvertBehind[]
  firstSeenAt: Date
  lastSeenAt: Date
  closesAt: Date | null
  closedAt: Date | null
  closedBecause: string | null
  sample: boolean
}

/** Undefined for addresses that lead elsewhere now, too: findRedirect() says where. */
export async function findListing(db: Db, slug: string): Promise<ListingDetail | undefined> {
  const listing = await db
    .selectFrom('listing')
    .select(['id', 'slug', 'title', 'card', 'provenance', 'advertisers', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .select(['closes_at as closesAt', 'closed_at as closedAt', 'closed_because as closedBecause'])
    .where('slug', '=', slug)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('listing_redirect').select('old_id').where('old_slug', '=', slug))))
    .executeTakeFirst()
  if (!listing) return undefined
  const adverts = await advertsOf(db, listing.id)
  return { ...listing, sample: adverts.length > 0 && adverts.every(advert => advert.sample), adverts }
}

async function advertsOf(db: Db, listingId: number): Promise<(AdvertBehind & { sample: boolean })[]> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .leftJoin('link_evidence', 'link_evidence.posting_id', 'posting.id')
    .select([
      'posting.id',
      'posting.source_id as sourceId',
      'source.name as sourceName',
      'source.policy',
      'posting.link_only as linkOnly',
      'posting.url',
      'posting.title',
    ])
    .select(['posting.company', 'posting.location', 'posting.blocks', 'posting.card', 'posting.posted_at as postedAt'])
    .select(['posting.first_seen_at as firstSeenAt', 'posting.last_seen_at as lastSeenAt', 'posting.closed_at as closedAt'])
    .select(['posting.closes_at as closesAt', 'link_evidence.reasons', sql<boolean>`source.origin = 'sample'`.as('sample')])
    .select(sql<boolean>`source.degraded_at is not null`.as('degraded'))
    .where('posting.listing_id', '=', listingId)
    .where('posting.takedown_id', 'is', null)
    .execute()
  const adverts = rows.map(({ policy, linkOnly, reasons, ...row }) => ({
    ...row,
    attribution: policy.attribution,
    republish: linkOnly === null ? policy.republish : ('link-only' as const),
    reasons: reasons ?? [],
  }))
  const { order } = chooseFacts(
    adverts.map(advert => ({ ...advert, textLength: blocksText(advert.blocks).length, open: advert.closedAt === null })),
  )
  return adverts.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}

/** The cards of listings, with the words that each tag was read from. */
export async function findCards(db: Db, ids: number[]): Promise<Map<number, ContractCard>> {
  const rows = await db
    .selectFrom('listing')
    .select(['id', 'card'])
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .execute()
  return new Map(rows.map(({ id, card }) => [id, card]))
}

/** Where an advert can be read at its source; undefined where there is no such advert, or it was taken down. */
export async function findAdvert(db: Db, postingId: number): Promise<{ url: string; sourceName: string } | undefined> {
  return db
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .select(['posting.url', 'source.name as sourceName'])
    .where('posting.id', '=', postingId)
    .where('posting.takedown_id', 'is', null)
    .executeTakeFirst()
}
