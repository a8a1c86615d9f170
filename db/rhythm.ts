// When an alert mails: its moments are local ones, and every comparison is Postgres'.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from './database.ts'

export interface Rhythm {
  /** `hour`: as roles come, at most once an hour. */
  every: 'hour' | 'day' | 'week'
  /** 0–23, local; of no matter for `hour`. */
  hour: number
  /** 1 = Monday … 7 = Sunday: the day of a weekly mail. */
  weekday: number
  /** Days without mail, of no matter for `week`; never all seven. */
  quietDays: number[]
  /** IANA. */
  timeZone: string
}

export const DAILY: Rhythm = { every: 'day', hour: 7, weekday: 1, quietDays: [], timeZone: 'Europe/London' }

/** The columns of a rhythm, of `alias`, named as Rhythm names them. */
export function rhythmOf(alias: 's' | 'c'): RawBuilder<Rhythm> {
  const row = sql.raw(alias)
  return sql`${row}.every, ${row}.hour, ${row}.weekday, ${row}.quiet_days as "quietDays", ${row}.time_zone as "timeZone"`
}

/** A rhythm as the columns of its row. */
export function rhythmRow({ every, hour, weekday, quietDays, timeZone }: Rhythm) {
  return { every, hour, weekday, quiet_days: quietDays, time_zone: timeZone }
}

/** The local time of an instant, for saved searches as `s`. */
export const localTime = (at: RawBuilder<Date>): RawBuilder<Date> => sql`(${at} at time zone s.time_zone)`

/** The local day whose mail is due last: today, or for a weekly alert the last such weekday. */
export const slotDate = (at: RawBuilder<Date>): RawBuilder<string> => sql`(${localTime(at)}::date
  - case s.every when 'week' then (extract(isodow from ${localTime(at)})::int - s.weekday + 7) % 7 else 0 end)`

/** Which mail of that day: its local hour for an hourly alert. */
export const slot = (at: RawBuilder<Date>): RawBuilder<number> =>
  sql`case s.every when 'hour' then extract(hour from ${localTime(at)})::int else 0 end`

/** The local moment from which that mail is due. A moment that the clocks jump over is past when they have jumped. */
export const slotTime = (at: RawBuilder<Date>): RawBuilder<Date> => sql`(${slotDate(at)}
  + make_interval(hours => case s.every when 'hour' then extract(hour from ${localTime(at)})::int else s.hour end))`

/** The local moment of the first mail after an instant. */
const nextTime = (at: RawBuilder<Date>): RawBuilder<Date> => sql`(case when ${localTime(at)} < ${slotTime(at)} then ${slotTime(at)}
  else ${slotTime(at)} + case s.every when 'hour' then interval '1 hour' when 'day' then interval '1 day' else interval '7 days' end end)`

/** Longer than any clock is put forward or back at once. */
const SHIFT = sql`interval '3 hours'`

/**
 * When to look at a saved search again that was looked at now: not after its next moment. A local time that comes twice, or never, is taken
 * by the clock before the change or after it, whichever is earlier; whoever looks too early on such a night looks again every minute.
 */
export const nextLook = (at: RawBuilder<Date>): RawBuilder<Date> => sql`(
  select case when s.paused_until > ${at} then s.paused_until when moment > ${at} then moment else ${at} + interval '1 minute' end
  from (select least(((local - ${SHIFT}) at time zone s.time_zone) + ${SHIFT}, ((local + ${SHIFT}) at time zone s.time_zone) - ${SHIFT}) as moment
    from (select ${nextTime(at)} as local) as next) as next)`

/**
 * After a move to another zone the mails of the last days are counted by the days, or hours of them, they were there: otherwise somebody who
 * goes from Auckland to Honolulu would hear nothing for two days, or twice in one (J7). One by one, from the side where there is room, for no
 * two may share a slot for a moment. A weekly mail stays the mail of its week: its day is the same one wherever it is.
 */
export async function redateDigests(trx: Db, savedSearchId: string): Promise<void> {
  const { rows } = await sql<{ id: string; was: string; is: string; date: string; slot: number }>`
    select id, was, is_date || ' ' || lpad(is_slot::text, 2, '0') as is, is_date as date, is_slot as slot from (
      select d.id, d.claimed_at, d.local_date::text || ' ' || lpad(d.slot::text, 2, '0') as was,
        (d.claimed_at at time zone s.time_zone)::date::text as is_date,
        case s.every when 'hour' then extract(hour from d.claimed_at at time zone s.time_zone)::int else 0 end as is_slot
      from digest d join saved_search s on s.id = d.saved_search_id
      where s.id = ${savedSearchId} and s.every <> 'week'
        and d.claimed_at > now() - case s.every when 'hour' then interval '2 days' else interval '10 days' end) as moved
    order by claimed_at`.execute(trx)
  const westward = rows.some(row => row.is < row.was)
  for (const { id, date, slot } of westward ? rows : rows.toReversed())
    await sql`update digest d set local_date = ${date}::date, slot = ${slot} where d.id = ${id} and not exists (
      select 1 from digest o where o.saved_search_id = d.saved_search_id and o.local_date = ${date}::date and o.slot = ${slot})`.execute(
      trx,
    )
}
