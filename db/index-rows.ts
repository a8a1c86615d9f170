// Live roles as the index in memory takes them, read from listing_search.
import { sql } from 'kysely'
import { SENIORITIES } from '../listings/card.ts'
import { ASAP } from '../listings/index-row.ts'
import type { IndexRow } from '../listings/index-row.ts'
import type { Db } from './database.ts'

/** Rows read at once: each batch keeps the process busy for some 10 ms, and pages are answered in between. */
export const BATCH = 200

/** No word of ours has this sign in it: the parser takes it for a space. */
const BETWEEN = '\u001F'

const COLUMNS = sql`
  listing_id as id, (extract(epoch from first_seen_at) * 1000000)::bigint as "seenAt", extract(epoch from closes_at)::bigint as "closesAt",
  day_rate_max as rate,
  case when not day_rate_estimated and sources && (select array_agg(id) from source where (policy ->> 'statistics')::boolean)
    then day_rate_max + coalesce(day_rate_min, day_rate_max) end as "twiceMiddle",
  engagement, discipline, seniority, remote, days_on_site as onsite, term_min as "termMin", term_max as "termMax",
  case when starts_on = '-infinity' then ${ASAP} else starts_on - date '1970-01-01' end as start, clearance_needed as clearance, sector,
  advertiser, country, region, lat, lon, methods, sources, agencies,
  array_to_string(tsvector_to_array(ts_filter(head, '{a}')), ${BETWEEN}) as title,
  array_to_string(tsvector_to_array(head), ${BETWEEN}) as head, array_to_string(tsvector_to_array(body), ${BETWEEN}) as body`

type StoredRow = Omit<IndexRow, 'seniority' | 'title' | 'head' | 'body'> & {
  seniority: number | null
  title: string
  head: string
  body: string
}

/** Those of these listings that are live, oldest first. */
export async function indexRows(db: Db, ids: readonly number[]): Promise<IndexRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${COLUMNS} from listing_search where listing_id = any(${ids}::bigint[]) order by first_seen_at, listing_id`.execute(db)
  return rows.map(indexRow)
}

/** All live roles, oldest first, a batch at a time, by the index listing_search_newest; at last an empty batch. */
export async function* allIndexRows(db: Db): AsyncGenerator<IndexRow[]> {
  let last: StoredRow | undefined
  do {
    const after = last
      ? sql`(first_seen_at, listing_id) > (timestamptz 'epoch' + ${last.seenAt}::float8 * interval '1 microsecond', ${last.id}::bigint)`
      : sql`true`
    const { rows } = await sql<StoredRow>`
      select ${COLUMNS} from listing_search where ${after} order by first_seen_at, listing_id limit ${BATCH}`.execute(db)
    last = rows.at(-1)
    yield rows.map(indexRow)
  } while (last)
}

function indexRow(row: StoredRow): IndexRow {
  return {
    ...row,
    seniority: row.seniority === null ? null : (SENIORITIES[row.seniority] ?? null),
    title: wordsOf(row.title),
    head: wordsOf(row.head),
    body: wordsOf(row.body),
  }
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(BETWEEN)
}
