// `node bench/alerts.ts [searches] [new roles]`: all saved searches against the day's new roles, as the worker does it, against one SQL
// query a saved search (timed on a sample and extrapolated; on the sample both must find the same pairs).
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { liveQueries } from '../db/matches.ts'
import type { Database } from '../db/schema.ts'
import { matchingListings } from '../db/search.ts'
import { matcherOf } from '../db/search-matches.ts'
import { DISCIPLINES, ENGAGEMENTS, REMOTES, SENIORITIES } from '../listings/card.ts'
import { NO_FILTER, parseQuery, queryString } from '../listings/query.ts'
import { CITIES, DOMAINS, makeMarket, randomFrom, ROLES } from './market.ts'
import { median, printTable } from './measure.ts'
import type { Measured } from './measure.ts'
import { onOwnPostgres } from './own-postgres.ts'

/** Live roles of which the new ones are the newest. */
const OLD = 10_000
const SAMPLE = 300

export async function benchAlerts(db: Kysely<Database>, searches: number, fresh: number): Promise<Measured[]> {
  await makeMarket(db, OLD, { textLength: 600 })
  await makeMarket(db, fresh, { textLength: 600, firstId: OLD + 1, days: 1, seed: 2 })
  await saveSearches(db, searches)
  const ids = Array.from({ length: fresh }, (_, n) => OLD + 1 + n)
  const times: number[] = []
  let [pairs, heap] = [0, 0]
  for (let round = 0; round < (searches > 200_000 ? 1 : 3); round += 1) {
    const started = performance.now()
    ;({ pairs, heap } = await matchAll(db, ids))
    times.push(performance.now() - started)
  }
  const ours = median(times)
  const name = `${searches} saved searches × ${fresh} new roles`
  const { ms: one, equal } = await oneByOne(db, ids)
  const all = (one / SAMPLE) * searches
  return [
    { name, way: 'ours', value: ours / 1_000, unit: 's', ratio: all / ours },
    { name, way: `baseline: one query a search, from ${SAMPLE}`, value: all / 1_000, unit: 's', ratio: 1 },
    { name, way: 'ours', value: pairs, unit: 'pairs' },
    { name, way: 'of the sample, searches with the same pairs', value: equal, unit: `of ${SAMPLE}` },
    { name, way: 'ours, most of the heap above its start', value: heap / 1_048_576, unit: 'MB' },
    { name, way: 'ours, process', value: process.memoryUsage().rss / 1_048_576, unit: 'MB' },
  ]
}

/** What the worker does but for the ledger and the words of a mail. */
async function matchAll(db: Kysely<Database>, ids: number[]): Promise<{ pairs: number; heap: number }> {
  const start = process.memoryUsage().heapUsed
  let [pairs, heap] = [0, 0]
  const matcher = await matcherOf(db, ids)
  for await (const saved of liveQueries(db)) {
    const queries = saved.map(query => parseQuery(new URLSearchParams(query)).query)
    for (const found of await matcher.match(queries)) pairs += found.length
    heap = Math.max(heap, process.memoryUsage().heapUsed - start)
  }
  return { pairs, heap }
}

async function oneByOne(db: Kysely<Database>, ids: number[]): Promise<{ ms: number; equal: number }> {
  const { rows } = await sql<{ query: string }>`select query from saved_search order by md5(query) limit ${SAMPLE}`.execute(db)
  const queries = rows.map(row => parseQuery(new URLSearchParams(row.query)).query)
  const now = new Date()
  const ours = await (await matcherOf(db, ids, now)).match(queries)
  const started = performance.now()
  const theirs: number[][] = []
  for (const query of queries) theirs.push(await matchingListings(db, query, ids, now))
  const ms = performance.now() - started
  const asText = (found: number[] | undefined): string => [...(found ?? [])].sort((a, b) => a - b).join(' ')
  return { ms, equal: queries.filter((_, n) => asText(ours[n]) === asText(theirs[n])).length }
}

/** 72 in a hundred have words, 4 a phrase among them, 3 a minus and 3 an or; the rest is filters. */
async function saveSearches(db: Kysely<Database>, count: number): Promise<void> {
  const random = randomFrom(3)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T // never of nothing
  const words = (): string => {
    const [role, domain, other, kind] = [pick(ROLES), pick(DOMAINS), pick(DOMAINS), random()]
    if (kind < 0.04) return `"${role}" ${domain}`
    if (kind < 0.07) return `${role} -${pick(other.split(' '))}`
    if (kind < 0.1) return `${domain} or ${other}`
    return kind < 0.5 ? `${role} ${domain}` : kind < 0.8 ? role : `${domain} ${pick(CITIES)}`
  }
  const { rows } = await sql<{ id: string }>`insert into subscriber (email) values ('bench@dayrate.example') returning id`.execute(db)
  const made = new Set<string>()
  while (made.size < count) {
    const query = {
      ...NO_FILTER,
      q: random() < 0.72 ? words() : '',
      rate: random() < 0.6 ? 200 + 10 * Math.floor(random() * 60) : null,
      engagement: random() < 0.4 ? [pick(ENGAGEMENTS)] : [],
      discipline: random() < 0.3 ? [pick(DISCIPLINES)] : [],
      seniority: random() < 0.4 ? [pick(SENIORITIES), pick(SENIORITIES)] : [],
      remote: random() < 0.3 ? [pick(REMOTES)] : [],
      place: random() < 0.3 ? pick(CITIES) : '',
    }
    made.add(queryString(query))
    made.delete('')
    if (made.size % 5_000 === 0 || made.size === count) {
      await sql`insert into saved_search (subscriber_id, query, hour, time_zone, confirmed_at)
        select ${rows[0]?.id}, query, 7, 'Europe/London', now() from unnest(${[...made].slice(-5_000)}::text[]) as query on conflict do nothing`.execute(
        db,
      )
    }
  }
  await sql`vacuum analyze saved_search`.execute(db)
}

const [searches = 100_000, fresh = 2_000] = process.argv.slice(2).map(Number)
if (process.argv[1] === import.meta.filename) printTable(await onOwnPostgres(db => benchAlerts(db, searches, fresh)))
