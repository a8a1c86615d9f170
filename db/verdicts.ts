// What people say about two adverts: visitors suggest, admins decide. A judgement names the adverts as their sources do, so that it outlives
// re-crawls, re-reading, new rules, and even the rows themselves. Every decision is in the admin log.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { judgedWords, keyOf } from '../listings/judgements.ts'
import type { Judgements } from '../listings/judgements.ts'
import { logAdmin } from './admin.ts'
import type { Db } from './database.ts'
import { asLeader, refile } from './linker.ts'
import { refreshListings } from './listings.ts'
import { mergeListings } from './merges.ts'
import { loadJudgements } from './neighbours.ts'
import type { Says } from './schema-roles.ts'

export type { Says } from './schema-roles.ts'

/** What a visitor may say two adverts differ by, or agree in. */
export type Because = 'place' | 'level' | 'client' | 'terms' | 'work'
export const BECAUSE: readonly Because[] = ['place', 'level', 'client', 'terms', 'work']

/** The judgement cannot be made; the message is a sentence for the person who wanted to. */
export class VerdictRefused extends Error {
  override name = 'VerdictRefused'
}

/** Two adverts by their posting ids, in any order. */
export interface Pair {
  postingId: number
  otherId: number
  says: Says
}

/** Suggestions that wait; with more of them nobody looks at them one by one. */
const OPEN_AT_MOST = 1_000

/**
 * Notes what a visitor suggests. Nothing about the visitor is kept; the caller limits how often one may ask.
 * @returns `noted` as new, `counted` where others said so before, `decided` where an admin has judged the pair, `unknown` where there are no
 * such two adverts, `full` where too many wait
 */
export async function suggestVerdict(
  db: Db,
  { because, ...pair }: Pair & { because?: Because },
): Promise<'noted' | 'counted' | 'decided' | 'unknown' | 'full'> {
  const adverts = await findPair(db, pair)
  if (!adverts) return 'unknown'
  const standing = await findStanding(db, adverts)
  if (standing) return 'decided'
  const { rows } = await sql<{ times: number }>`
    insert into link_suggestion as known (a_source, a_advert, b_source, b_advert, says, because)
    select ${adverts.a_source}, ${adverts.a_advert}, ${adverts.b_source}, ${adverts.b_advert}, ${pair.says}, ${because ?? null}
    where (select count(*) from link_suggestion where state = 'open') < ${OPEN_AT_MOST}
      or exists (select from link_suggestion o where o.state = 'open' and o.says = ${pair.says} and ${isPair('o', adverts)})
    on conflict (a_source, a_advert, b_source, b_advert, says) where state = 'open'
      do update set times = known.times + 1, because = coalesce(known.because, excluded.because)
    returning times`.execute(db)
  if (!rows[0]) return 'full'
  return rows[0].times > 1 ? 'counted' : 'noted'
}

/**
 * Judges two adverts and files them so at once. “Different” decides the adverts of their listing anew, in the order of their ids; the listing
 * keeps its address, and what leaves gets a new one. “Same” makes their listings one, whatever the rules say. Open suggestions about the two
 * are settled. @returns the id of the judgement, also where it stood already.
 * @throws VerdictRefused where the adverts are not there or the judgement contradicts others
 */
export async function decideVerdict(db: Db, { by, reason = '', ...pair }: Pair & { by: string; reason?: string }): Promise<number> {
  return asLeader(db, async trx => {
    const adverts = await findPair(trx, pair)
    if (!adverts) throw new VerdictRefused('There are no such two adverts.')
    const standing = await findStanding(trx, adverts)
    if (standing?.says === pair.says) {
      // Suggested while the judgement was made.
      await settleOpen(trx, adverts, pair.says, by)
      return standing.id
    }
    await refuseContradiction(trx, adverts, pair.says)
    const { id } = await trx
      .insertInto('link_verdict')
      .values({ ...keysOf(adverts), says: pair.says, decided_by: by, reason: reason.slice(0, 500) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await settleOpen(trx, adverts, pair.says, by)
    await logAdmin(
      trx,
      `judged two adverts to be ${pair.says === 'same' ? 'one role' : 'different roles'}`,
      `postings ${pair.postingId} and ${pair.otherId}`,
      by,
    )
    await (pair.says === 'same' ? unite(trx, adverts) : separate(trx, adverts))
    return id
  })
}

/** Takes a judgement back; its adverts are filed by the rules again. @returns false where none of this id stands. */
export async function undoVerdict(db: Db, id: number, by: string): Promise<boolean> {
  return asLeader(db, async trx => {
    const undone = await trx
      .updateTable('link_verdict')
      .set({ undone_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('undone_at', 'is', null)
      .returning(['a_source', 'a_advert', 'b_source', 'b_advert'])
      .executeTakeFirst()
    if (!undone) return false
    await logAdmin(trx, 'took back a judgement of two adverts', `judgement ${id}`, by)
    const listings = await listingsOf(trx, undone)
    if (listings.length > 0) await refile(trx, listings)
    return true
  })
}

/**
 * Answers a suggestion: accepted, it becomes a judgement. @returns false where no open suggestion has this id
 * @throws VerdictRefused as decideVerdict() does; the suggestion stays open
 */
export async function settleSuggestion(db: Db, id: number, answer: 'accepted' | 'declined', by: string): Promise<boolean> {
  const open = await db.selectFrom('link_suggestion').selectAll().where('id', '=', id).where('state', '=', 'open').executeTakeFirst()
  if (!open) return false
  if (answer === 'declined') {
    await db
      .updateTable('link_suggestion')
      .set({ state: 'declined', decided_at: sql<Date>`now()`, decided_by: by })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .execute()
    await logAdmin(db, 'declined a suggestion about two adverts', `suggestion ${id}`, by)
    return true
  }
  const ids = await postingIdsOf(db, open)
  if (!ids) throw new VerdictRefused('One of the two adverts is gone.')
  await decideVerdict(db, { ...ids, says: open.says, by, reason: 'suggested by visitors' })
  return true
}

/** An advert as a person who judges needs to see it. */
export interface JudgedAdvert {
  /** Undefined where the advert is gone, as all below but what names it. */
  postingId?: number
  sourceId: string
  sourceName?: string
  externalId: string
  title?: string
  company?: string
  location?: string
  url?: string
  card?: ContractCard
  closedAt?: Date | null
  listing?: { id: number; slug: string; title: string }
}

export interface OpenSuggestion {
  id: number
  says: Says
  because: Because | null
  /** How often it was made. */
  times: number
  at: Date
  adverts: [JudgedAdvert, JudgedAdvert]
}

/** Suggestions that wait for an answer, the most often made first. */
export async function listSuggestions(db: Db, limit = 50): Promise<OpenSuggestion[]> {
  const rows = await db
    .selectFrom('link_suggestion')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('times', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  const adverts = await describeAdverts(db, rows)
  return adverts.flatMap((pair, n) => {
    const row = rows[n]
    return row ? [{ id: row.id, says: row.says, because: row.because, times: row.times, at: row.at, adverts: pair }] : []
  })
}

export interface Verdict {
  id: number
  says: Says
  by: string
  reason: string
  at: Date
  undoneAt: Date | null
  adverts: [JudgedAdvert, JudgedAdvert]
}

/** Judgements, newest first, also those that were taken back. */
export async function listVerdicts(db: Db, limit = 50): Promise<Verdict[]> {
  const rows = await db.selectFrom('link_verdict').selectAll().orderBy('id', 'desc').limit(limit).execute()
  const adverts = await describeAdverts(db, rows)
  return adverts.flatMap((pair, n) => {
    const row = rows[n]
    if (!row) return []
    const { id, says, decided_by: by, reason, at, undone_at: undoneAt } = row
    return [{ id, says, by, reason, at, undoneAt, adverts: pair }]
  })
}

interface Keys {
  a_source: string
  a_advert: string
  b_source: string
  b_advert: string
}

interface FoundPair extends Keys {
  titles: [string, string]
}

/** The lesser first, as "C" orders them. */
async function findPair(db: Db, { postingId, otherId }: Pick<Pair, 'postingId' | 'otherId'>): Promise<FoundPair | undefined> {
  const { rows } = await sql<{ source: string; advert: string; title: string }>`
    select source_id as source, external_id as advert, title from posting where id in (${postingId}, ${otherId})
    order by source_id collate "C", external_id collate "C"`.execute(db)
  const [a, b] = rows
  if (!a || !b) return undefined
  return { a_source: a.source, a_advert: a.advert, b_source: b.source, b_advert: b.advert, titles: [a.title, b.title] }
}

function keysOf({ a_source, a_advert, b_source, b_advert }: Keys): Keys {
  return { a_source, a_advert, b_source, b_advert }
}

const isPair = (table: string, pair: Keys) => sql<boolean>`
  (${sql.ref(`${table}.a_source`)}, ${sql.ref(`${table}.a_advert`)}, ${sql.ref(`${table}.b_source`)}, ${sql.ref(`${table}.b_advert`)})
  = (${pair.a_source}, ${pair.a_advert}, ${pair.b_source}, ${pair.b_advert})`

async function findStanding(db: Db, pair: Keys): Promise<{ id: number; says: Says; at: Date } | undefined> {
  return db
    .selectFrom('link_verdict')
    .select(['id', 'says', 'at'])
    .where('undone_at', 'is', null)
    .where(isPair('link_verdict', pair))
    .executeTakeFirst()
}

/** A = B and B = C make A = C: whoever says otherwise has to take one of these back first. */
async function refuseContradiction(trx: Db, pair: FoundPair, says: Says): Promise<void> {
  const judgements = await loadJudgements(trx)
  const [a, b] = [keyOf(pair.a_source, pair.a_advert), keyOf(pair.b_source, pair.b_advert)]
  const [one, other] = pair.titles.map(title => `“${title}”`)
  const takeBack = 'Take one of the earlier judgements back first.'
  if (says === 'different' && judgements.areSame(a, b))
    throw new VerdictRefused(`${one} and ${other} are one role by what was judged before${through(judgements, a)}. ${takeBack}`)
  if (says === 'same' && judgements.areDifferent(a, b))
    throw new VerdictRefused(`${one} and ${other} are different roles by what was judged before${through(judgements, a, b)}. ${takeBack}`)
}

/** Says when more adverts than the two are part of it. */
function through(judgements: Judgements, ...keys: string[]): string {
  const count = new Set(keys.flatMap(key => judgements.fellows(key))).size
  return count > 2
    ? `, together with ${count - 2} more ${count === 3 ? 'advert' : 'adverts'} that were judged to be the same as one of them`
    : ''
}

async function settleOpen(trx: Db, pair: Keys, says: Says, by: string): Promise<void> {
  await sql`
    update link_suggestion set decided_at = now(), decided_by = ${by}, state = case when says = ${says} then 'accepted' else 'declined' end
    where state = 'open' and ${isPair('link_suggestion', pair)}`.execute(trx)
}

async function listingsOf(db: Db, pair: Keys): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct listing_id as id from posting where listing_id is not null
      and (source_id, external_id) in ((${pair.a_source}, ${pair.a_advert}), (${pair.b_source}, ${pair.b_advert}))
    order by id`.execute(db)
  return rows.map(row => row.id)
}

async function separate(trx: Db, pair: Keys): Promise<void> {
  const listings = await listingsOf(trx, pair)
  if (listings.length === 1) await refile(trx, listings)
}

/** Listings become one as they are; only where that would bring together what was judged different is everything decided anew. */
async function unite(trx: Db, pair: Keys): Promise<void> {
  const [into, from] = await listingsOf(trx, pair)
  if (into === undefined || from === undefined) return
  const judgements = await loadJudgements(trx)
  const rows = await trx
    .selectFrom('posting')
    .select(['source_id', 'external_id', 'listing_id'])
    .where('listing_id', 'in', [into, from])
    .execute()
  const keys = (listingId: number): string[] =>
    rows.filter(row => row.listing_id === listingId).map(row => keyOf(row.source_id, row.external_id))
  const others = new Set(keys(from))
  if (keys(into).some(key => judgements.foes(key).some(foe => others.has(foe)))) return refile(trx, [into, from])
  await mergeListings(trx, [{ from, into, reasons: [judgedWords(new Date(), 'an advert of each are one role')] }])
  await refreshListings(trx, [into])
}

async function postingIdsOf(db: Db, pair: Keys): Promise<Pick<Pair, 'postingId' | 'otherId'> | undefined> {
  const [adverts] = await describeAdverts(db, [pair])
  const [a, b] = adverts ?? []
  return a?.postingId === undefined || b?.postingId === undefined ? undefined : { postingId: a.postingId, otherId: b.postingId }
}

/** Both adverts of each pair, in the order of the pairs. */
async function describeAdverts(db: Db, pairs: Keys[]): Promise<[JudgedAdvert, JudgedAdvert][]> {
  const sources = pairs.flatMap(pair => [pair.a_source, pair.b_source])
  const adverts = pairs.flatMap(pair => [pair.a_advert, pair.b_advert])
  const { rows } = await sql<Required<Omit<JudgedAdvert, 'listing'>> & { listing: JudgedAdvert['listing'] | null }>`
    select posting.id as "postingId", source_id as "sourceId", source.name as "sourceName", external_id as "externalId", posting.title, company, location, url, posting.card,
      posting.closed_at as "closedAt",
      case when listing.id is not null then jsonb_build_object('id', listing.id, 'slug', slug, 'title', listing.title) end as listing
    from unnest(${sources}::text[], ${adverts}::text[]) as n (source_id, external_id)
    join posting using (source_id, external_id) join source on source.id = source_id left join listing on listing.id = listing_id`.execute(
    db,
  )
  const found = new Map(rows.map(({ listing, ...row }) => [keyOf(row.sourceId, row.externalId), { ...row, ...(listing && { listing }) }]))
  const advert = (sourceId: string, externalId: string): JudgedAdvert => found.get(keyOf(sourceId, externalId)) ?? { sourceId, externalId }
  return pairs.map(pair => [advert(pair.a_source, pair.a_advert), advert(pair.b_source, pair.b_advert)])
}
