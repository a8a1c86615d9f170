// The history of a listing, and where old addresses lead.
import { sql } from 'kysely'
import type { Change } from '../listings/changes.ts'
import { timelineOf } from '../listings/timeline.ts'
import type { AdvertEvent, OtherListing, Timeline, TimelineAdvert, TimelineEvent } from '../listings/timeline.ts'
import type { Db } from './database.ts'
import type { PostingVersionTable } from './schema-roles.ts'

/** Adverts, and changes of them, that a history is told from: the newest. A role with more of them is no role. */
const ADVERTS = 200
const CHANGES = 1_000

/** Where the address of a listing leads that is one with another now; undefined where the slug is no old one. */
export async function findRedirect(db: Db, oldSlug: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('listing_redirect')
    .innerJoin('listing', 'listing.id', 'listing_redirect.listing_id')
    .select('listing.slug')
    .where('old_slug', '=', oldSlug)
    .executeTakeFirst()
  return found?.slug
}

export interface ListingHistory extends Timeline {
  /** The listing of the same role that had closed more than sixty days before this one came. */
  repostOf?: OtherListing
  /** The listing of the same role that came more than sixty days after this one had closed. */
  repostedAs?: OtherListing
}

/** What happened to a role: its adverts, their changes, merges and splits; oldest first. */
export async function listingHistory(db: Db, listingId: number): Promise<ListingHistory> {
  const adverts = await advertsOf(db, listingId)
  const happened = [...adverts.values()].map(({ at, advert }): AdvertEvent => ({ at, advert, what: 'appeared' }))
  const { events, openDays } = timelineOf([...happened, ...(await changesOf(db, adverts))], new Date())
  const all = [...events, ...(await eventsOf(db, listingId))].sort((a, b) => +a.at - +b.at)
  return { events: all, openDays, ...(await repostsOf(db, listingId)) }
}

type Adverts = Map<number, { at: Date; advert: TimelineAdvert; closedAt: Date | null; because: string | null }>

async function advertsOf(db: Db, listingId: number): Promise<Adverts> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('source', 'source.id', 'posting.source_id')
    .select([
      'posting.id',
      'posting.company',
      'source.name as sourceName',
      // As the listing says of itself: an advert is as old as its source says, if that is older than our sighting.
      sql<Date>`least(posting.first_seen_at, posting.posted_at)`.as('at'),
      'posting.closed_at',
      'posting.closed_because',
    ])
    .where('listing_id', '=', listingId)
    .orderBy('posting.id', 'desc')
    .limit(ADVERTS)
    .execute()
  return new Map(
    rows.map(({ at, closed_at: closedAt, closed_because: because, ...advert }) => [advert.id, { at, advert, closedAt, because }]),
  )
}

async function changesOf(db: Db, adverts: Adverts): Promise<AdvertEvent[]> {
  const versions = await db
    .selectFrom('posting_version')
    .select(['posting_id', 'seen_at', 'what', 'old', 'new'])
    .where(sql<boolean>`posting_id = any(${[...adverts.keys()]}::bigint[])`)
    .orderBy('id', 'desc')
    .limit(CHANGES)
    .execute()
  const closed = new Set(versions.filter(({ what }) => what === 'closed').map(version => version.posting_id))
  // Adverts that closed before there was a history of it.
  const unwritten = [...adverts.values()].flatMap(({ advert, closedAt, because }): AdvertEvent[] =>
    closedAt && !closed.has(advert.id) ? [{ at: closedAt, advert, what: 'closed', because: because ?? '' }] : [],
  )
  return [...unwritten, ...versions.flatMap(version => eventOf(adverts.get(version.posting_id)?.advert, version))]
}

type Version = Pick<PostingVersionTable, 'what' | 'old' | 'new'> & { seen_at: Date }

function eventOf(advert: TimelineAdvert | undefined, { what, seen_at: at, ...values }: Version): AdvertEvent[] {
  if (!advert) return []
  if (what === 'closed') return [{ at, advert, what, because: typeof values.new === 'string' ? values.new : '' }]
  if (what === 'reopened') return [{ at, advert, what }]
  return [{ at, advert, what: 'changed', change: { what, ...values } as Change }] // written from a Change
}

async function eventsOf(db: Db, listingId: number): Promise<TimelineEvent[]> {
  const { rows } = await sql<{ at: Date; what: 'merged' | 'split'; reasons: string[]; other: OtherListing }>`
    select at, what, reasons, jsonb_build_object('id', other.id, 'slug', other.slug, 'title', other.title) as other
    from (select at, what, reasons, other_id from listing_event where listing_id = ${listingId}
      union all select at, what, reasons, listing_id from listing_event where other_id = ${listingId} and what = 'split') as e
    join listing other on other.id = e.other_id order by at desc limit ${ADVERTS}`.execute(db)
  return rows
}

async function repostsOf(db: Db, listingId: number): Promise<Pick<ListingHistory, 'repostOf' | 'repostedAs'>> {
  const { rows } = await sql<OtherListing & { is: 'repostOf' | 'repostedAs' }>`
    select 'repostOf' as is, older.id, older.slug, older.title from listing join listing older on older.id = listing.repost_of where listing.id = ${listingId}
    union all
    (select 'repostedAs', id, slug, title from listing where repost_of = ${listingId} order by id limit 1)`.execute(db)
  return Object.fromEntries(rows.map(({ is, ...other }) => [is, other]))
}
