// Takedowns: what may not be shown because somebody with a right to it asked. Enforced where postings are saved and where they are linked.
//
// No advert slips past one that is made or undone while a crawl saves: both lock the table against readers until their row is committed.
// A save that had begun by then is committed before the lock is had, so what marks or frees adverts after that finds its own; one that begins
// later waits for the lock and reads the row.
import { sql } from 'kysely'
import { addressKey } from '../listings/address-key.ts'
import type { Db } from './database.ts'
import { inTransaction } from './database.ts'
import { findRedirect } from './listing-history.ts'
import { lockOutSaves } from './locks.ts'
import { pauseAwake, resumeOf } from './sources.ts'

export type Subject = { url: string } | { sourceId: string }

export interface Takedown {
  id: number
  /** One of the two is there. */
  url: string | null
  sourceId: string | null
  sourceName: string | null
  because: string
  askedAt: Date
  undoneAt: Date | null
  /** Adverts it keeps from being shown. */
  adverts: number
}

/** Why the source of a takedown rests; also how undoing it knows that it may wake the source: one that rested before keeps its own reason. */
const TAKEN_DOWN = 'taken down at its owner’s request'

/**
 * What an address speaks of: an advert, or every advert behind one of our own pages (a role, a way out), which may be given as a path. A
 * takedown of our own page itself would match no advert, ever.
 * @param held asks for the adverts that are taken down, for an undo, and not for those that are shown
 * @returns none for a page of ours with no such advert behind it; undefined where it is no address of the web
 */
export async function subjectsAt(db: Db, given: string, publicUrl: string, held = false): Promise<Subject[] | undefined> {
  const address = /^\/(?!\/)/.test(given) ? URL.parse(given, publicUrl) : URL.parse(given)
  if (!address || !/^https?:$/.test(address.protocol)) return undefined
  if (address.host !== new URL(publicUrl).host) return [{ url: address.href }]
  return (await urlsBehind(db, address.pathname, held)).map(url => ({ url }))
}

/** An advert that is taken down is in no listing; the evidence of its membership says which it was in. */
async function urlsBehind(db: Db, path: string, held: boolean): Promise<string[]> {
  const [, page, key = ''] = path.split('/')
  const found = db
    .selectFrom('posting')
    .select('posting.url')
    .where('takedown_id', held ? 'is not' : 'is', null)
    .groupBy('posting.url')
    .orderBy(sql`min(posting.id)`)
  if (page === 'go' && /^\d{1,15}$/.test(key)) return (await found.where('posting.id', '=', Number(key)).execute()).map(row => row.url)
  if (page !== 'roles' || !/^[a-z0-9-]{1,200}$/.test(key)) return []
  const slug = (await findRedirect(db, key)) ?? key
  const inRole = await found
    .leftJoin('link_evidence as evidence', 'evidence.posting_id', 'posting.id')
    .innerJoin('listing', join => join.on(sql<boolean>`listing.id = coalesce(posting.listing_id, evidence.listing_id)`))
    .where('listing.slug', '=', slug)
    .execute()
  return inRole.map(row => row.url)
}

/**
 * Takes an advert or a whole source down; asked for again, it is the same takedown, and marks what it may have missed. A source rests from
 * then on. The adverts leave the board when the linker has run. @returns how many adverts it keeps from being shown.
 */
export async function takeDown(db: Db, subject: Subject, because: string): Promise<number> {
  const id = await recordTakedown(db, subject, because)
  if ('sourceId' in subject) await pauseAwake(db, [subject.sourceId], TAKEN_DOWN)
  await markPostings(db, id, subject)
  return countMarked(db, id)
}

async function recordTakedown(db: Db, subject: Subject, because: string): Promise<number> {
  const row = 'url' in subject ? { url: subject.url, address_key: addressKey(subject.url) } : { source_id: subject.sourceId }
  return inTransaction(db, async trx => {
    await lockOutSaves(trx)
    const known = await findActive(trx, subject)
    if (known !== undefined) return known
    const { id } = await trx
      .insertInto('takedown')
      .values({ ...row, because })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

/** The takedown that is in force for just this subject. */
async function findActive(db: Db, subject: Subject): Promise<number | undefined> {
  const found = db.selectFrom('takedown').select('id').where('undone_at', 'is', null)
  const one = 'url' in subject ? found.where('address_key', '=', addressKey(subject.url)) : found.where('source_id', '=', subject.sourceId)
  return (await one.executeTakeFirst())?.id
}

async function markPostings(db: Db, id: number, subject: Subject): Promise<void> {
  if ('url' in subject) return markIds(db, id, await postingsAt(db, subject.url))
  await db
    .updateTable('posting')
    .set({ takedown_id: id, linked_at: null })
    .where('source_id', '=', subject.sourceId)
    .where('takedown_id', 'is', null)
    .execute()
}

async function markIds(db: Db, id: number, postings: number[]): Promise<void> {
  if (postings.length === 0) return
  await db
    .updateTable('posting')
    .set({ takedown_id: id, linked_at: null })
    .where('id', 'in', postings)
    .where('takedown_id', 'is', null)
    .execute()
}

/** The adverts at an address, however either is decorated, by the index posting_by_address. */
async function postingsAt(db: Db, url: string): Promise<number[]> {
  const key = addressKey(url)
  // As it was given, too: a file may have brought an address that no browser would write so.
  const { rows } = await sql<{ id: number; url: string }>`
    select id, url from posting where posting.address_stem in (address_stem(${url}), address_stem(${`https://${key}`}))`.execute(db)
  return rows.filter(row => addressKey(row.url) === key).map(row => row.id)
}

async function countMarked(db: Db, id: number): Promise<number> {
  const { count } = await db
    .selectFrom('posting')
    .select(sql<number>`count(*)`.as('count'))
    .where('takedown_id', '=', id)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Ends a takedown. Its adverts go back to the board when the linker has run, but for those another takedown holds; its source is due again.
 * @returns what it was about; undefined where there is no takedown in force with that number.
 */
export async function undoTakedown(db: Db, id: number): Promise<Subject | undefined> {
  return inTransaction(db, async trx => {
    await lockOutSaves(trx)
    const undone = await trx
      .updateTable('takedown')
      .set({ undone_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('undone_at', 'is', null)
      .returning(['url', 'source_id'])
      .executeTakeFirst()
    if (!undone) return undefined
    const freed = await trx
      .updateTable('posting')
      .set({ takedown_id: null, linked_at: null })
      .where('takedown_id', '=', id)
      .returning(['id', 'url', 'source_id'])
      .execute()
    await holdAgain(trx, freed)
    if (undone.source_id !== null) {
      await resumeOf(trx, undone.source_id, TAKEN_DOWN)
      return { sourceId: undone.source_id }
    }
    return { url: undone.url ?? '' }
  })
}

/** Of adverts that one takedown let go, those that another still holds. */
async function holdAgain(trx: Db, freed: { id: number; url: string; source_id: string }[]): Promise<void> {
  const rest = await trx.selectFrom('takedown').select(['id', 'address_key', 'source_id']).where('undone_at', 'is', null).execute()
  const holds = (posting: (typeof freed)[number]) =>
    rest.find(one => (one.source_id !== null ? one.source_id === posting.source_id : one.address_key === addressKey(posting.url)))
  const held = Map.groupBy(freed, posting => holds(posting)?.id)
  for (const [id, postings] of held)
    if (id !== undefined)
      await markIds(
        trx,
        id,
        postings.map(posting => posting.id),
      )
}

/** Ends the takedown of just this address or source. @returns false where there is none in force. */
export async function undoTakedownOf(db: Db, subject: Subject): Promise<boolean> {
  const id = await findActive(db, subject)
  return id !== undefined && (await undoTakedown(db, id)) !== undefined
}

/** All takedowns, those in force first, newest first. */
export async function listTakedowns(db: Db): Promise<Takedown[]> {
  const { rows } = await sql<Takedown>`
    select takedown.id, takedown.url, takedown.source_id as "sourceId", source.name as "sourceName", because, asked_at as "askedAt",
           undone_at as "undoneAt", (select count(*) from posting where takedown_id = takedown.id) as adverts
    from takedown left join source on source.id = takedown.source_id
    order by undone_at is not null, takedown.id desc limit 500`.execute(db)
  return rows
}

/** How many adverts takedowns keep from being shown. */
export async function countTakenDown(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('posting')
    .select(sql<number>`count(*)`.as('count'))
    .where('takedown_id', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}
