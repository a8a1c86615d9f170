// The weekly newsletter: the week's most interesting roles, each by a rule that can be told, and how rates moved. An issue is made once a day
// that needs one, and kept.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Discipline } from '../listings/card.ts'
import type { Db } from './database.ts'

/** Why a role is in the newsletter. */
export type Because =
  /** So many per cent above the median of its discipline, by stated day rates. */
  | { kind: 'rate'; percent: number; median: number; discipline: Discipline }
  /** An advert of it raised its day rate, pounds. */
  | { kind: 'raised'; from: number; to: number }
  /** So many advertisers look for the same person. */
  | { kind: 'advertisers'; count: number }
  /** It had been closed for so many days. */
  | { kind: 'reopened'; days: number }

export interface Pick {
  listingId: number
  because: Because
}

/** Medians of stated day rates, pounds: of roles first seen in the last week, and in the three weeks before it. */
export interface Movement {
  discipline: Discipline
  now: number
  nowCount: number
  before: number
  beforeCount: number
}

export interface Issue {
  /** ISO. */
  issuedOn: string
  picks: Pick[]
  movements: Movement[]
  /** Roles first seen in the week. */
  fresh: number
}

/** Fewer rates than this make no median. */
const LEAST_RATES = 5

/** Of each rule, and of all; and of one advertiser, as in every mail. */
const OF_RATES = 4
const OF_DISCIPLINE = 2
const OF_OTHERS = 3
const PICKS = 12
const OF_ADVERTISER = 3

/** Above the median by at least so much, in per cent. */
const STANDS_OUT = 15

/** Closed for at least so long, a role that is back is news. */
const AWAY_DAYS = 30

/** The issue of a day; made now, and kept, where there is none yet. Two that make one at once keep one. */
export async function issueOf(db: Db, issuedOn: string): Promise<Issue> {
  const known = await findIssue(db, issuedOn)
  if (known) return known
  const made = await makeIssue(db)
  await sql`insert into newsletter_issue (issued_on, matter) values (${issuedOn}::date, ${JSON.stringify(made)}::jsonb)
    on conflict do nothing`.execute(db)
  return (await findIssue(db, issuedOn)) ?? { issuedOn, ...made }
}

async function findIssue(db: Db, issuedOn: string): Promise<Issue | undefined> {
  const { rows } = await sql<{ matter: Omit<Issue, 'issuedOn'> }>`
    select matter from newsletter_issue where issued_on = ${issuedOn}::date`.execute(db)
  return rows[0] && { issuedOn, ...rows[0].matter }
}

/** The newest issue there is; undefined before the first. */
export async function latestIssue(db: Db): Promise<Issue | undefined> {
  const { rows } = await sql<{ on: string }>`select max(issued_on)::text as on from newsletter_issue`.execute(db)
  return rows[0]?.on ? findIssue(db, rows[0].on) : undefined
}

async function makeIssue(db: Db): Promise<Omit<Issue, 'issuedOn'>> {
  const found = [...(await bestPaid(db)), ...(await raised(db)), ...(await mostAdvertised(db)), ...(await backAgain(db))]
  const { rows } = await sql<{ fresh: number }>`
    select (select count(*) from listing_search where ${isThisWeek}) + (select count(*) from listing_past where ${isThisWeek}) as fresh`.execute(
    db,
  )
  return { picks: await pickFrom(db, found), movements: await movements(db), fresh: rows[0]?.fresh ?? 0 }
}

const isThisWeek = sql<boolean>`first_seen_at > now() - interval '7 days'`

/** Pounds a day in the middle of what is stated, for live roles as `r` whose sources allow statistics. Estimates never count. */
const middle = sql<number>`((coalesce(day_rate_min, day_rate_max) + day_rate_max) / 2.0)`
const counts = (r: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(day_rate_max is not null and not day_rate_estimated
  and exists (select from source where source.id = any(${r}) and (source.policy ->> 'statistics')::boolean))`

/** New roles far above the median of their discipline, two of a discipline at most. */
async function bestPaid(db: Db): Promise<Pick[]> {
  const { rows } = await sql<{ id: number; percent: number; median: number; discipline: Discipline }>`
    with rated as (
      select listing_id as id, discipline, first_seen_at, ${middle} as rate from listing_search
      where discipline is not null and ${counts(sql`sources`)}),
    family as (
      select discipline, percentile_cont(0.5) within group (order by rate) as median from rated group by discipline
      having count(*) >= ${LEAST_RATES}),
    ranked as (
      select id, discipline, median, 100 * (rate / median - 1) as percent,
        row_number() over (partition by discipline order by rate desc, id) as nth
      from rated join family using (discipline) where ${isThisWeek} and rate >= median * (1 + ${STANDS_OUT} / 100.0))
    select id, discipline, round(percent)::int as percent, round(median)::int as median from ranked
    where nth <= ${OF_DISCIPLINE} order by ranked.percent desc, id limit ${OF_RATES}`.execute(db)
  return rows.map(({ id, ...rate }) => ({ listingId: id, because: { kind: 'rate', ...rate } }))
}

/** Whether a kept rate is in pounds a day: £500 a day that became £90,000 a year was not raised. */
const isDayRate = (rate: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${rate} ->> 'period' = 'day' and ${rate} ->> 'currency' = 'GBP')`

/** Live roles whose adverts raised their day rate in the week, the steepest first. */
async function raised(db: Db): Promise<Pick[]> {
  const { rows } = await sql<{ id: number; from: number; to: number }>`
    with step as (
      select distinct on (v.posting_id) p.listing_id as id, (v.old ->> 'max')::numeric as from,
        (select case when ${isDayRate(sql`w.new`)} then (w.new ->> 'max')::numeric end from posting_version w
          where w.posting_id = v.posting_id and w.what = 'rate' order by w.id desc limit 1) as to
      from posting_version v join posting p on p.id = v.posting_id join source on source.id = p.source_id
      where v.what = 'rate' and v.seen_at > now() - interval '7 days' and p.closed_at is null and (source.policy ->> 'statistics')::boolean
        and ${isDayRate(sql`v.old`)} and ${isDayRate(sql`v.new`)}
      order by v.posting_id, v.id)
    select id, round("from")::int as "from", round("to")::int as "to" from (
      select distinct on (id) * from step join listing_search on listing_id = id where "to" > "from" order by id, "to" / "from" desc) as role
    order by "to" / "from" desc, id limit ${OF_OTHERS}`.execute(db)
  return rows.map(({ id, from, to }) => ({ listingId: id, because: { kind: 'raised', from, to } }))
}

/** New roles that three advertisers or more look for. */
async function mostAdvertised(db: Db): Promise<Pick[]> {
  const { rows } = await sql<{ id: number; count: number }>`
    select listing_id as id, cardinality(agencies) as count from listing_search
    where ${isThisWeek} and cardinality(agencies) >= 3 order by 2 desc, first_seen_at desc, 1 limit ${OF_OTHERS}`.execute(db)
  return rows.map(({ id, count }) => ({ listingId: id, because: { kind: 'advertisers', count } }))
}

/** Live roles that came back this week after a month and more. */
async function backAgain(db: Db): Promise<Pick[]> {
  const { rows } = await sql<{ id: number; days: number }>`
    with back as (
      select p.listing_id as id, v.seen_at - (
        select max(c.seen_at) from posting_version c where c.posting_id = v.posting_id and c.what = 'closed' and c.seen_at < v.seen_at) as away
      from posting_version v join posting p on p.id = v.posting_id
      where v.what = 'reopened' and v.seen_at > now() - interval '7 days' and p.closed_at is null)
    select id, extract(day from max(away))::int as days from back join listing_search on listing_id = id
    where away >= make_interval(days => ${AWAY_DAYS}) group by id order by 2 desc, id limit ${OF_OTHERS}`.execute(db)
  return rows.map(({ id, days }) => ({ listingId: id, because: { kind: 'reopened', days } }))
}

/** One reason a role, the first; three of one advertiser. */
async function pickFrom(db: Db, found: Pick[]): Promise<Pick[]> {
  const first = [...new Map(found.toReversed().map(one => [one.listingId, one])).values()].toReversed()
  const { rows } = await sql<{ id: number; advertiser: string }>`
    select id, lower(coalesce(advertisers[1], '')) as advertiser from listing where id = any(${first.map(one => one.listingId)}::bigint[])`.execute(
    db,
  )
  const advertiserOf = new Map(rows.map(row => [row.id, row.advertiser]))
  const taken = new Map<string, number>()
  const picked = first.filter(({ listingId }) => {
    const advertiser = advertiserOf.get(listingId) ?? ''
    const count = (taken.get(advertiser) ?? 0) + 1
    taken.set(advertiser, count)
    return advertiser === '' || count <= OF_ADVERTISER
  })
  return picked.slice(0, PICKS)
}

/** Closed roles count as live ones do: what went fast is not what went cheap. */
async function movements(db: Db): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    with rated as (
      select discipline, first_seen_at, ${middle} as rate from (
        select discipline, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, sources from listing_search
        union all
        select discipline, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, sources from listing_past) as seen
      where discipline is not null and first_seen_at > now() - interval '28 days' and ${counts(sql`sources`)})
    select discipline, round(percentile_cont(0.5) within group (order by rate) filter (where ${isThisWeek}))::int as now,
      count(*) filter (where ${isThisWeek})::int as "nowCount",
      round(percentile_cont(0.5) within group (order by rate) filter (where not ${isThisWeek}))::int as before,
      count(*) filter (where not ${isThisWeek})::int as "beforeCount"
    from rated group by discipline
    having count(*) filter (where ${isThisWeek}) >= ${LEAST_RATES} and count(*) filter (where not ${isThisWeek}) >= ${LEAST_RATES}
    order by discipline`.execute(db)
  return rows
}
