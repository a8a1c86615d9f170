// Listings: one row a role, its facts chosen from its adverts, and the narrow copy of it that the board searches.
import { sql } from 'kysely'
import { SENIORITIES } from '../listings/card.ts'
import type { ContractCard } from '../listings/card.ts'
import { chooseFacts } from '../listings/listing.ts'
import type { ListingFacts } from '../listings/listing.ts'
import { blocksText } from '../listings/text.ts'
import type { Block } from '../listings/text.ts'
import type { Db } from './database.ts'
import type { StoredPolicy } from './schema.ts'

/** Gone for longer than this and back again, a role is held against the alerts once more. */
const NEWS_AGAIN_AFTER_DAYS = 30

interface MemberRow {
  id: number
  listing_id: number
  title: string
  company: string
  blocks: Block[]
  card: ContractCard
  sample: boolean
  posted_at: Date | null
  first_seen_at: Date
  last_seen_at: Date
  closes_at: Date | null
  closed_at: Date | null
  closed_because: string | null
}

/** Makes listings (and what the board searches of them) agree with their adverts again. Only the linker calls it, in its transaction. */
export async function refreshListings(trx: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const members = Map.groupBy(await membersOf(trx, ids), member => member.listing_id)
  const rows = ids.map(id => listingRow(id, members.get(id) ?? []))
  await markNews(trx, rows)
  await writeListings(trx, rows)
  await writeSearchRows(trx, rows)
}

async function membersOf(trx: Db, ids: number[]): Promise<MemberRow[]> {
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
    ])
    .select(['posted_at', 'first_seen_at', 'last_seen_at', 'closes_at', 'closed_at', 'closed_because'])
    .where('listing_id', 'in', ids)
    .orderBy('posting.id')
    .execute()
}

interface ListingRow {
  id: number
  facts: ListingFacts
  text: string
  advertisers: string[]
  adverts: number
  sample: boolean
  first_seen_at: Date
  last_seen_at: Date
  closes_at: Date | null
  open: boolean
  closed_because: string | null
}

function listingRow(id: number, members: MemberRow[]): ListingRow {
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
    adverts: current.length,
    sample: current.length > 0 && current.every(member => member.sample),
    first_seen_at: earliest(members.flatMap(member => [member.first_seen_at, member.posted_at ?? member.first_seen_at])),
    last_seen_at: latest(members.map(member => member.last_seen_at)),
    closes_at: current.every(member => member.closes_at) ? latest(current.flatMap(member => member.closes_at ?? [])) : null,
    open: open.length > 0,
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
 * that did not fit the role before may fit it now; one that had it already is not told a second time, for the ledger keeps every pair.
 */
async function markNews(trx: Db, rows: ListingRow[]): Promise<void> {
  const shown = rows.filter(row => row.open).map(row => ({ id: row.id, rate: row.facts.card.dayRate?.max ?? null }))
  await sql`
    with shown as (select * from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as shown (id bigint, rate numeric)),
    news as (
      update listing set changed_at = now() from shown
      where listing.id = shown.id
        and (listing.adverts = 0
          or listing.closed_at < now() - ${NEWS_AGAIN_AFTER_DAYS}::int * interval '1 day'
          or (listing.closed_at is null and (listing.card #>> '{dayRate,max}')::numeric is distinct from shown.rate))
      returning listing.id
    )
    insert into match_due (listing_id) select id from news on conflict do nothing`.execute(trx)
}

async function writeListings(trx: Db, rows: ListingRow[]): Promise<void> {
  const written = rows.map(({ facts, text: _text, ...row }) => ({
    ...row,
    title: facts.title,
    card: facts.card,
    provenance: facts.provenance,
  }))
  await sql`
    update listing set
      title = case when row.title = '' then listing.title else row.title end, card = row.card, provenance = row.provenance,
      advertisers = array(select jsonb_array_elements_text(row.advertisers)), adverts = row.adverts,
      first_seen_at = row.first_seen_at, last_seen_at = row.last_seen_at, closes_at = row.closes_at,
      closed_at = case when row.open then null else coalesce(listing.closed_at, now()) end, closed_because = row.closed_because
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as row (
      id bigint, title text, card jsonb, provenance jsonb, advertisers jsonb, adverts integer,
      first_seen_at timestamptz, last_seen_at timestamptz, closes_at timestamptz, open boolean, closed_because text)
    where listing.id = row.id`.execute(trx)
}

async function writeSearchRows(trx: Db, rows: ListingRow[]): Promise<void> {
  const closed = rows.filter(row => !row.open).map(row => row.id)
  if (closed.length > 0) await trx.deleteFrom('listing_search').where('listing_id', 'in', closed).execute()
  const open = rows.filter(row => row.open).map(searchRow)
  if (open.length === 0) return
  await sql`
    insert into listing_search (listing_id, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority,
      remote, country, region, lat, lon, sample, head, body)
    select id, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority,
      remote, country, region, lat, lon, sample,
      setweight(to_tsvector('advert', title), 'A') || setweight(to_tsvector('advert', about), 'B'), to_tsvector('advert', text)
    from jsonb_to_recordset(${JSON.stringify(open)}::jsonb) as row (
      id bigint, first_seen_at timestamptz, day_rate_min integer, day_rate_max integer, day_rate_estimated boolean, engagement text,
      discipline text, seniority smallint, remote text, country text, region text, lat real, lon real, sample boolean,
      title text, about text, text text)
    on conflict (listing_id) do update set
      first_seen_at = excluded.first_seen_at, day_rate_min = excluded.day_rate_min, day_rate_max = excluded.day_rate_max,
      day_rate_estimated = excluded.day_rate_estimated, engagement = excluded.engagement, discipline = excluded.discipline,
      seniority = excluded.seniority, remote = excluded.remote, country = excluded.country, region = excluded.region,
      lat = excluded.lat, lon = excluded.lon, sample = excluded.sample, head = excluded.head, body = excluded.body`.execute(trx)
}

/** What a role is found by: exact columns for the filters, words of title and facts for the head, the advert's text for the body. */
function searchRow({ id, facts, text, advertisers, sample, first_seen_at }: ListingRow): Record<string, unknown> {
  const { dayRate, engagement, discipline, seniority, remote, places, methods, tools, clearance, sector } = facts.card
  const [place] = places?.value ?? []
  const pounds = dayRate?.currency === 'GBP' ? dayRate : undefined
  const about = [
    ...advertisers,
    ...(places?.value ?? []).flatMap(({ name, region }) => [name, region ?? '']),
    ...(methods?.value ?? []),
    ...(tools?.value ?? []),
  ]
  return {
    id,
    first_seen_at,
    day_rate_min: wholePounds(pounds?.min),
    day_rate_max: wholePounds(pounds?.max ?? pounds?.min),
    day_rate_estimated: pounds?.basis === 'estimated',
    engagement: engagement?.value ?? null,
    discipline: discipline?.value ?? null,
    seniority: seniority ? SENIORITIES.indexOf(seniority.rung) : null,
    remote: remote?.value ?? null,
    country: place?.country ?? null,
    region: place?.region ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    sample,
    title: facts.title,
    about: [...about, clearance?.level ?? '', sector?.value ?? '', discipline?.value ?? ''].join(' '),
    text: text.slice(0, 100_000),
  }
}

function wholePounds(amount: number | null | undefined): number | null {
  return amount === null || amount === undefined ? null : Math.round(amount)
}

/** An advert of a role as the role's page shows it. */
export interface AdvertBehind {
  id: number
  sourceId: string
  sourceName: string
  attribution: StoredPolicy['attribution']
  republish: StoredPolicy['republish']
  url: string
  title: string
  company: string
  location: string
  blocks: Block[]
  card: ContractCard
  postedAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
  closedAt: Date | null
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

export async function findListing(db: Db, slug: string): Promise<ListingDetail | undefined> {
  const listing = await db
    .selectFrom('listing')
    .select(['id', 'slug', 'title', 'card', 'provenance', 'advertisers', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .select(['closes_at as closesAt', 'closed_at as closedAt', 'closed_because as closedBecause'])
    .where('slug', '=', slug)
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
    .select(['posting.id', 'posting.source_id as sourceId', 'source.name as sourceName', 'source.policy', 'posting.url', 'posting.title'])
    .select(['posting.company', 'posting.location', 'posting.blocks', 'posting.card', 'posting.posted_at as postedAt'])
    .select(['posting.first_seen_at as firstSeenAt', 'posting.last_seen_at as lastSeenAt', 'posting.closed_at as closedAt'])
    .select(['link_evidence.reasons', sql<boolean>`source.origin = 'sample'`.as('sample')])
    .where('posting.listing_id', '=', listingId)
    .execute()
  const adverts = rows.map(({ policy, reasons, ...row }) => ({
    ...row,
    attribution: policy.attribution,
    republish: policy.republish,
    reasons: reasons ?? [],
  }))
  const { order } = chooseFacts(
    adverts.map(advert => ({ ...advert, textLength: blocksText(advert.blocks).length, open: advert.closedAt === null })),
  )
  return adverts.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}

/** Where an advert can be read at its source; undefined where there is no such advert on the board. */
export async function findAdvert(db: Db, postingId: number): Promise<{ url: string; sourceName: string } | undefined> {
  return db
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .select(['posting.url', 'source.name as sourceName'])
    .where('posting.id', '=', postingId)
    .executeTakeFirst()
}
