// What the linker has to know before it can decide: whom an advert may have to be compared with, and what people judged.
import { sql } from 'kysely'
import { Judgements, keyOf } from '../listings/judgements.ts'
import { wordsOf } from '../listings/same-words.ts'
import { RULES_VERSION } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import { PER_KEY, PER_LISTING } from './filing.ts'
import type { Filed, Unfiled } from './filed.ts'
import type { Filing } from './filing.ts'
import { knownSignatures } from './known-signatures.ts'
import { isRecent, signed } from './unfiled.ts'
import type { SignedColumns } from './unfiled.ts'

/**
 * Tells the filing everything a batch may have to be compared with: the newest bearers of its keys, fellow members of their listings, older
 * listings with the same words, and where judged adverts are. Signatures that older rules made are made anew.
 * @param taken the batch itself, which is known by what becomes of it
 */
export async function loadNeighbours(db: Db, filing: Filing, toFile: readonly Unfiled[], taken: readonly Unfiled[]): Promise<void> {
  const keysOf = await bearersOf(db, [...new Set(toFile.flatMap(posting => posting.keys))], taken)
  const bearers = await knownOf(db, [...keysOf.keys()], taken)
  for (const bearer of bearers) filing.know({ ...bearer, keys: keysOf.get(bearer.id) ?? [] })
  const anew = new Set(taken.filter(posting => posting.anew).map(posting => posting.id))
  const judged = (filing.judgements.judged.length === 0 ? [] : await judgedPlaces(db)).filter(({ id }) => !anew.has(id))
  for (const { key, id, listingId } of judged) filing.knowPlace(key, id, listingId)
  // Who else is in a listing matters only where an advert would join it: of the listings of ten candidates one or two.
  const deciding = filing.deciding(toFile)
  const listings = [...bearers, ...judged].filter(({ id }) => deciding.has(id)).map(({ listingId }) => listingId)
  const involved = new Set([...listings, ...taken.flatMap(posting => posting.listing_id ?? [])])
  for (const fellow of await fellowsOf(db, [...involved], new Set(keysOf.keys()), taken)) filing.know({ ...fellow, keys: [] })
  await loadOlder(db, filing, toFile)
}

async function bearersOf(db: Db, keys: string[], taken: readonly Unfiled[]): Promise<Map<number, string[]>> {
  // Which keys they bear comes back as places in the list: a third of the letters, and no array to be parsed a bearer.
  const { rows } = await sql<{ id: number; bears: string }>`
    select bearer.posting_id as id, string_agg(k.n::text, ' ') as bears
    from unnest(${keys}::bigint[]) with ordinality as k (key, n)
    cross join lateral (select posting_id from posting_key where posting_key.key = k.key order by posting_id desc limit ${PER_KEY}) as bearer
    where bearer.posting_id <> all(${taken.map(posting => posting.id)}::bigint[])
    group by bearer.posting_id`.execute(db)
  return new Map(rows.map(({ id, bears }) => [id, bears.split(' ').flatMap(n => keys[Number(n) - 1] ?? [])]))
}

type Member = Omit<Filed, 'keys'>

async function fellowsOf(db: Db, listings: number[], bearers: ReadonlySet<number>, taken: readonly Unfiled[]): Promise<Member[]> {
  if (listings.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select fellow.id from unnest(${listings}::bigint[]) as involved (listing_id)
    cross join lateral (
      select id from posting where posting.listing_id = involved.listing_id order by id desc limit ${PER_LISTING}) as fellow`.execute(db)
  const others = rows.map(row => row.id).filter(id => !bearers.has(id))
  return others.length === 0 ? [] : knownOf(db, others, taken)
}

interface KnownRow {
  id: number
  source_id: string
  external_id: string
  listingId: number
  version: number | null
  open: boolean
  seenAt: number
  filedAt: number | null
  /** Null where it is as this process knows it. */
  signature: Signature | null
}

/** Read once each, after the keys: a bearer of ten of the batch's keys would otherwise be read ten times. */
async function knownOf(db: Db, ids: number[], taken: readonly Unfiled[]): Promise<Member[]> {
  const signatures = knownSignatures(db)
  const known = signatures.find(ids)
  const { rows } = await sql<KnownRow>`
    select id, source_id, external_id, listing_id as "listingId", signature_version as version, closed_at is null as open,
      date_part('epoch', last_seen_at) as "seenAt", date_part('epoch', linked_at) as "filedAt",
      case when signature_version is distinct from ${RULES_VERSION}::int or date_part('epoch', linked_at) is distinct from asked.filed_at
        then signature end as signature
    from unnest(${ids}::bigint[], ${known.map(one => one?.filedAt ?? null)}::float8[]) as asked (id, filed_at) join posting using (id)
    where listing_id is not null and signature is not null`.execute(db)
  const own = new Set(taken.map(posting => posting.id))
  const others = rows.filter(row => !own.has(row.id)).sort((a, b) => a.id - b.id)
  const outdated = others.filter(row => row.version !== RULES_VERSION).map(row => row.id)
  const fresh = outdated.length === 0 ? new Map<number, Signature>() : await signAgain(db, outdated)
  const byId = new Map(ids.map((id, n) => [id, known[n]?.signature]))
  return others.flatMap(({ id, source_id, external_id, listingId, open, seenAt, filedAt, signature: read }) => {
    const signature = fresh.get(id) ?? read ?? byId.get(id)
    if (!signature) return []
    if (read && filedAt !== null && !fresh.has(id)) signatures.keep(id, filedAt, signature)
    return [{ id, key: keyOf(source_id, external_id), listingId, signature, open, lastSeenAt: new Date(1_000 * seenAt) }]
  })
}

/**
 * Makes signatures anew that other rules made: two of different rules must never be compared. They are stored, with their keys, for the
 * next time, but for rows that a crawl holds, and those that newer rules made: during an update both run side by side.
 */
async function signAgain(db: Db, ids: number[]): Promise<Map<number, Signature>> {
  const { rows } = await sql<SignedColumns & { id: number; version: number | null }>`
    select id, title, company, location, url, external_id, content_hash, blocks, card, posted_at, signature_version as version
    from posting where id = any(${ids}::bigint[])`.execute(db)
  const made = rows.map(row => ({ id: row.id, version: row.version, ...signed(row) }))
  if (db.isTransaction)
    await storeSignatures(
      db,
      made.filter(({ version }) => (version ?? 0) < RULES_VERSION),
    )
  return new Map(made.map(({ id, signature }) => [id, signature]))
}

async function storeSignatures(trx: Db, made: { id: number; signature: Signature; keys: string[] }[]): Promise<void> {
  const rows = JSON.stringify(made.map(({ id, signature, keys }) => ({ id, signature, keys })))
  await sql`
    with made as (select * from json_to_recordset(${rows}::json) as made (id bigint, signature json, keys jsonb)),
    free as (select id from posting where id in (select id from made) for no key update skip locked),
    stored as (
      update posting set signature = made.signature, signature_version = ${RULES_VERSION}::int
      from made join free using (id) where posting.id = made.id returning posting.id
    ),
    dropped as (delete from posting_key using stored, made where posting_id = stored.id and made.id = stored.id
      and not made.keys ? posting_key.key::text)
    insert into posting_key (key, posting_id)
    select key::bigint, made.id from made join stored using (id), jsonb_array_elements_text(made.keys) as k (key)
    on conflict do nothing`.execute(trx)
}

/** The newest advert of long ago with the very words of one of these, by the index posting_by_words. */
async function loadOlder(db: Db, filing: Filing, toFile: readonly Unfiled[]): Promise<void> {
  const words = new Set(toFile.filter(posting => posting.listing_id === null).flatMap(posting => wordsOf(posting.signature) ?? []))
  if (words.size === 0) return
  const { rows } = await sql<{ words: string; id: number; listingId: number; signature: Signature; version: number | null }>`
    select w.words, older.id, older.listing_id as "listingId", older.signature, older.signature_version as version
    from unnest(${[...words]}::text[]) as w (words)
    cross join lateral (
      select id, listing_id, signature, signature_version, closed_at, last_seen_at from posting
      where md5(signature #>> '{phrases,hashes}') = w.words and closed_at is not null and signature is not null
      order by id desc limit 1) as older
    where older.listing_id is not null and not ${isRecent('older')}`.execute(db)
  const outdated = rows.filter(row => row.version !== RULES_VERSION).map(row => row.id)
  const fresh = outdated.length === 0 ? new Map<number, Signature>() : await signAgain(db, outdated)
  for (const row of rows) filing.knowOlder(row.words, row.listingId, fresh.get(row.id) ?? row.signature)
}

/** Everything that people judged: of what they have the time to judge, a few milliseconds' worth. */
export async function loadJudgements(db: Db): Promise<Judgements> {
  const rows = await db
    .selectFrom('link_verdict')
    .select(['a_source', 'a_advert', 'b_source', 'b_advert', 'says', 'at'])
    .where('undone_at', 'is', null)
    .orderBy('id')
    .execute()
  return new Judgements(
    rows.map(row => ({ a: keyOf(row.a_source, row.a_advert), b: keyOf(row.b_source, row.b_advert), says: row.says, at: row.at })),
  )
}

async function judgedPlaces(db: Db): Promise<{ key: string; id: number; listingId: number }[]> {
  const { rows } = await sql<{ source_id: string; external_id: string; id: number; listingId: number }>`
    select source_id, external_id, posting.id, listing_id as "listingId"
    from (select a_source as source_id, a_advert as external_id from link_verdict where undone_at is null
      union select b_source, b_advert from link_verdict where undone_at is null) as judged
    join posting using (source_id, external_id) where listing_id is not null`.execute(db)
  return rows.map(({ source_id, external_id, ...row }) => ({ key: keyOf(source_id, external_id), ...row }))
}
