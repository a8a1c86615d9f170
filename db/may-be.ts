// Pairs of open adverts that may be one role, for people to decide.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { compare, objections, RULES_VERSION } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import { PER_LISTING } from './filing.ts'
import type { JudgedAdvert } from './verdicts.ts'

export interface MayBePair {
  score: number
  reasons: string[]
  /** Whether older rules decided; what speaks against is not known then. */
  outdated: boolean
  /** What kept the rules from making them one, in sentences. */
  against: string[]
  /** Adverts of the two roles that rule one role out, though these two would join. */
  between?: { titles: [string, string]; vetoes: string[] }
  adverts: [JudgedAdvert, JudgedAdvert]
}

export interface MayBePage {
  pairs: MayBePair[]
  /** Pairs of listings that wait, counted among the likeliest two thousand pairs of adverts. */
  total: number
}

interface Row {
  score: number
  reasons: string[]
  total: number
  a: Side
  b: Side
  aSigned: Signature | null
  bSigned: Signature | null
}

interface Side {
  postingId: number
  sourceId: string
  sourceName: string
  externalId: string
  title: string
  company: string
  location: string
  url: string
  card: ContractCard
  listing: { id: number; slug: string; title: string }
}

/** Nobody judges more of them than this, and the page must not wait for all there are. */
const LOOKED_AT = 2_000

/** A signature that the present rules can compare: older ones may lack what they ask for. */
const signedNow = (table: string) =>
  sql`case when ${sql.ref(`${table}.signature_version`)} = ${RULES_VERSION}::int then ${sql.ref(`${table}.signature`)} end`

/** The likeliest first, one pair for two listings; none that somebody has judged. */
export async function listMayBe(db: Db, limit: number): Promise<MayBePage> {
  const side = (
    table: 'a' | 'b',
  ) => sql`jsonb_build_object('postingId', ${sql.ref(`${table}.id`)}, 'sourceId', ${sql.ref(`${table}.source_id`)},
    'sourceName', (select name from source where source.id = ${sql.ref(`${table}.source_id`)}),
    'externalId', ${sql.ref(`${table}.external_id`)}, 'title', ${sql.ref(`${table}.title`)}, 'company', ${sql.ref(`${table}.company`)},
    'location', ${sql.ref(`${table}.location`)}, 'url', ${sql.ref(`${table}.url`)}, 'card', ${sql.ref(`${table}.card`)},
    'listing', jsonb_build_object('id', ${sql.ref(`${table}l.id`)}, 'slug', ${sql.ref(`${table}l.slug`)}, 'title', ${sql.ref(`${table}l.title`)}))`
  const { rows } = await sql<Row>`
    with best as (
      select distinct on (least(a.listing_id, b.listing_id), greatest(a.listing_id, b.listing_id)) a_id, b_id, score, reasons
      from (select * from posting_relation where kind = 'may_be_same' order by score desc, a_id, b_id limit ${LOOKED_AT}) as likely
      join posting a on a.id = a_id join posting b on b.id = b_id
      where a.closed_at is null and b.closed_at is null and a.listing_id <> b.listing_id
        and not exists (
          select from link_verdict v where v.undone_at is null and (
            (v.a_source, v.a_advert, v.b_source, v.b_advert) = (a.source_id, a.external_id, b.source_id, b.external_id)
            or (v.b_source, v.b_advert, v.a_source, v.a_advert) = (a.source_id, a.external_id, b.source_id, b.external_id)))
      order by least(a.listing_id, b.listing_id), greatest(a.listing_id, b.listing_id), score desc, a_id, b_id),
    chosen as (select *, count(*) over () as total from best order by score desc, a_id, b_id limit ${limit})
    select score, reasons, total, ${side('a')} as a, ${side('b')} as b, ${signedNow('a')} as "aSigned", ${signedNow('b')} as "bSigned"
    from chosen join posting a on a.id = a_id join posting b on b.id = b_id join listing al on al.id = a.listing_id join listing bl on bl.id = b.listing_id
    order by score desc, a_id, b_id`.execute(db)
  const members = await membersOf(db, [...new Set(rows.flatMap(({ a, b }) => [a.listing.id, b.listing.id]))])
  const pairs = rows.map(({ score, reasons, a, b, aSigned, bSigned }): MayBePair => {
    const pair = { score, reasons, outdated: false, against: [], adverts: [a, b] } satisfies MayBePair
    if (!aSigned || !bSigned) return { ...pair, outdated: true }
    if (!compare(aSigned, bSigned).sure) return { ...pair, against: objections(aSigned, bSigned) }
    const between = standingBetween(members.get(a.listing.id) ?? [], members.get(b.listing.id) ?? [])
    return { ...pair, ...(between && { between }) }
  })
  return { pairs, total: rows[0]?.total ?? 0 }
}

interface Member {
  listingId: number
  title: string
  signature: Signature
}

/** As many of each listing as the linker looks at, of those the present rules have signed. */
async function membersOf(db: Db, listings: number[]): Promise<Map<number, Member[]>> {
  const { rows } = await sql<Member>`
    select asked.id as "listingId", title, signature from unnest(${listings}::bigint[]) as asked (id)
    cross join lateral (
      select title, signature from posting where listing_id = asked.id and signature_version = ${RULES_VERSION}::int order by id desc limit ${PER_LISTING}) as member`.execute(
    db,
  )
  return Map.groupBy(rows, row => row.listingId)
}

/** The first two adverts that rule out that the listings are one role. */
function standingBetween(members: readonly Member[], others: readonly Member[]): MayBePair['between'] {
  for (const one of members)
    for (const other of others) {
      const { vetoes } = compare(one.signature, other.signature)
      if (vetoes.length > 0) return { titles: [one.title, other.title], vetoes }
    }
  return undefined
}
