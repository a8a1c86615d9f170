// Pairs of open adverts that may be one role, for people to decide.
import { sql } from 'kysely'
import type { ContractCard } from '../listings/card.ts'
import { compare, objections } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'
import type { JudgedAdvert } from './verdicts.ts'

export interface MayBePair {
  score: number
  reasons: string[]
  /** What kept the rules from making them one, in sentences; empty where the two by themselves would be, and another advert stands between. */
  against: string[]
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
  aSigned: Signature
  bSigned: Signature
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
    select score, reasons, total, ${side('a')} as a, ${side('b')} as b, a.signature as "aSigned", b.signature as "bSigned"
    from chosen join posting a on a.id = a_id join posting b on b.id = b_id join listing al on al.id = a.listing_id join listing bl on bl.id = b.listing_id
    order by score desc, a_id, b_id`.execute(db)
  const pairs = rows.map(({ score, reasons, a, b, aSigned, bSigned }): MayBePair => {
    const against = compare(aSigned, bSigned).sure ? [] : objections(aSigned, bSigned)
    return { score, reasons, against, adverts: [a, b] }
  })
  return { pairs, total: rows[0]?.total ?? 0 }
}
