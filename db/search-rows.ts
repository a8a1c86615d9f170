// The narrow copy of every live listing that the board searches: its facts as columns, its words, and its line on the board.
import { sql } from 'kysely'
import { agencyKey, clearanceNeeded, daysOnSite, methodKeys, pointOf, startDay, termMonths } from '../listings/board-facts.ts'
import { SENIORITIES } from '../listings/card.ts'
import type { ContractCard } from '../listings/card.ts'
import { synonymsOf } from '../listings/synonyms.ts'
import { withoutStrokes } from '../listings/text-query.ts'
import type { Db } from './database.ts'
import type { ListingRow } from './listings.ts'

/** Raised whenever a row would be filled otherwise: the linker then fills the rows of older numbers again. */
const FILLED_BY = 4

/** A role that closed is remembered for the back-test of alerts until it is this old. */
export const PAST_DAYS = 30

/** Makes the search agree with these listings and those just made: open ones are written, closed ones go. Only refreshListings() calls it. */
export async function writeSearchRows(trx: Db, rows: ListingRow[], made: ListingRow[] = []): Promise<void> {
  await closeSearchRows(trx, rows)
  const open = [...rows, ...made].filter(row => row.open).map(searchRow)
  if (open.length === 0) return
  await sql`
    insert into listing_search (listing_id, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority,
      remote, country, region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser,
      methods, sources, agencies, closes_at, filled_by, summary, head, body)
    select row.id, row.first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority,
      remote, country, region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser,
      methods, sources, agencies, date_trunc('second', row.closes_at), ${FILLED_BY},
      row.summary || jsonb_build_object('slug', listing.slug, 'title', listing.title),
      setweight(to_tsvector('advert', row.title), 'A') || setweight(to_tsvector('advert', row.about), 'B'),
      to_tsvector('advert', concat_ws(E'\n', row.title, row.about, row.text))
    from jsonb_to_recordset(${JSON.stringify(open)}::jsonb) as row (
      id bigint, first_seen_at timestamptz, day_rate_min integer, day_rate_max integer, day_rate_estimated boolean, engagement text,
      discipline text, seniority smallint, remote text, country text, region text, lat real, lon real, sample boolean,
      days_on_site smallint, term_min real, term_max real, starts_on date, clearance_needed text, sector text, advertiser text,
      methods text[], sources text[], agencies text[], closes_at timestamptz, summary jsonb, title text, about text, text text)
    join listing on listing.id = row.id
    on conflict (listing_id) do update set
      first_seen_at = excluded.first_seen_at, day_rate_min = excluded.day_rate_min, day_rate_max = excluded.day_rate_max,
      day_rate_estimated = excluded.day_rate_estimated, engagement = excluded.engagement, discipline = excluded.discipline,
      seniority = excluded.seniority, remote = excluded.remote, country = excluded.country, region = excluded.region,
      lat = excluded.lat, lon = excluded.lon, sample = excluded.sample, days_on_site = excluded.days_on_site,
      term_min = excluded.term_min, term_max = excluded.term_max, starts_on = excluded.starts_on,
      clearance_needed = excluded.clearance_needed, sector = excluded.sector, advertiser = excluded.advertiser,
      methods = excluded.methods, sources = excluded.sources, agencies = excluded.agencies, closes_at = excluded.closes_at,
      filled_by = excluded.filled_by, summary = excluded.summary, head = excluded.head, body = excluded.body`.execute(trx)
}

/** What has an advert that was open is remembered as it was; what has none any more (taken down, filed elsewhere) is forgotten. */
async function closeSearchRows(trx: Db, rows: ListingRow[]): Promise<void> {
  const [open, closed] = [rows.filter(row => row.open), rows.filter(row => !row.open)].map(some => some.map(row => row.id)) as [
    number[],
    number[],
  ]
  const empty = rows.filter(row => row.adverts === 0).map(row => row.id)
  if (closed.length > 0)
    await sql`
    with closed as (delete from listing_search where listing_id = any(${closed}::bigint[]) returning *)
    insert into listing_past select * from closed where first_seen_at > now() - make_interval(days => ${PAST_DAYS})
    on conflict do nothing`.execute(trx)
  const unpast = [...open, ...empty]
  if (unpast.length === 0) return
  await sql`delete from listing_past where listing_id = any(${unpast}::bigint[])`.execute(trx)
}

/** Live listings whose rows an older version filled; locked until the caller's transaction ends, those that others hold passed over. */
export async function takeOutdatedRows(trx: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select listing_id as id from listing_search where filled_by < ${FILLED_BY} order by filled_by, listing_id limit ${limit}
    for update skip locked`.execute(trx)
  return rows.map(row => row.id)
}

/** What a role is found by: exact columns for the filters, words of title and facts for the head, the advert's text for the body. */
function searchRow({
  id,
  facts,
  text,
  advertisers,
  sources,
  adverts,
  sample,
  first_seen_at,
  closes_at,
}: ListingRow): Record<string, unknown> {
  const { card } = facts
  const { dayRate, engagement, discipline, seniority, remote, places, sector, advertiser } = card
  const [place] = places?.value ?? []
  const pounds = dayRate?.currency === 'GBP' ? dayRate : undefined
  const term = termMonths(card)
  const start = startDay(card)
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
    ...pointOf(card),
    sample,
    days_on_site: daysOnSite(card),
    term_min: term.min,
    term_max: term.max,
    starts_on: start === 'asap' ? '-infinity' : start,
    clearance_needed: clearanceNeeded(card),
    sector: sector?.value ?? null,
    advertiser: advertiser?.kind ?? null,
    methods: methodKeys(card),
    sources: sources.map(source => source.id),
    agencies: [...new Set(advertisers.map(agencyKey))].filter(key => key !== ''),
    closes_at,
    summary: { card: withoutEvidence(card), advertisers, adverts, sources: sources.map(source => source.name).sort() },
    title: wordsOf(facts.title),
    about: withoutStrokes(aboutOf(facts.card, advertisers).join('\n')),
    text: wordsOf(text.slice(0, 100_000)),
  }
}

/** A text and what else its words are called. */
function wordsOf(text: string): string {
  return `${withoutStrokes(text)}\n${synonymsOf(text)}`
}

function aboutOf({ places, methods, tools, clearance, sector, discipline, remote }: ContractCard, advertisers: string[]): string[] {
  const level = clearance ? `${clearance.level} ${clearance.mode === 'eligible' ? 'eligible' : 'cleared'} clearance` : ''
  return [
    ...advertisers,
    ...(places?.value ?? []).flatMap(({ name, region }) => [name, region ?? '']),
    ...(methods?.value ?? []),
    ...(tools?.value ?? []),
    level,
    sector?.value ?? '',
    discipline?.value ?? '',
    remote?.value === 'remote' || remote?.value === 'hybrid' ? remote.value : '',
  ].filter(words => words !== '')
}

/** A line of the board shows what was read, not where; two thirds of a card is evidence. */
function withoutEvidence(card: ContractCard): ContractCard {
  const tags = Object.entries<object>({ ...card }).map(([tag, read]) => [tag, { ...read, evidence: [] }])
  return Object.fromEntries(tags) as ContractCard // the same tags
}

function wholePounds(amount: number | null | undefined): number | null {
  return amount === null || amount === undefined ? null : Math.round(amount)
}
