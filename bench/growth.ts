// How the index of live roles bears ten times the roles: the same questions at both sizes, on an index that is filled without Postgres.
import { areaOf } from '../listings/area.ts'
import { agencyKey, clearanceNeeded, daysOnSite, methodKeys, startDay, termMonths } from '../listings/board-facts.ts'
import { ASAP } from '../listings/index-row.ts'
import type { IndexRow } from '../listings/index-row.ts'
import { MatchIndex } from '../listings/match-index.ts'
import type { Question } from '../listings/match-index.ts'
import { parseQuery } from '../listings/query.ts'
import type { TextQuery } from '../listings/text-query.ts'
import type { ListingRow } from '../db/listings.ts'
import { makeRole, randomFrom, randomQuery } from './market.ts'
import { cpuMs, median } from './measure.ts'
import type { Measured } from './measure.ts'

/** Roles come in the order in which they were seen, as they do from Postgres: one a second. */
const START = (Date.now() - 12 * 86_400_000) * 1_000
const QUESTIONS = 300
const ROUNDS = 9

/** Rows alone and rows with counts, at two sizes; the ratio is of the smaller to the larger. */
export async function benchGrowth(sizes: readonly [small: number, large: number]): Promise<Measured[]> {
  const index = new MatchIndex()
  const random = randomFrom(1)
  const questions = makeQuestions()
  const rows: Measured[] = []
  let [id, small] = [0, undefined as { rows: number; counts: number } | undefined]
  for (const size of sizes) {
    const before = cpuMs()
    const from = id
    while (id < size) index.put({ ...rowOf(makeRole(random, ++id, { textLength: 250 }), id), seenAt: START + id * 1_000_000 })
    const fill = ((cpuMs() - before) * 1_000) / (size - from)
    const times = measure(index, questions)
    const name = `index of ${size.toLocaleString('en-GB')} roles`
    rows.push(
      { name, way: 'a page of roles, p50', value: times.rows, unit: 'ms', ratio: small && small.rows / times.rows },
      { name, way: 'with the counts of every choice, p50', value: times.counts, unit: 'ms', ratio: small && small.counts / times.counts },
      { name, way: 'made up and put in', value: fill, unit: 'µs of CPU a role' },
    )
    small = times
  }
  return rows
}

/** Medians of the questions' own least times: other people's load makes a time longer and never shorter. */
function measure(index: MatchIndex, questions: readonly Question[]): { rows: number; counts: number } {
  const least = (ask: (question: Question) => unknown): number =>
    median(
      questions.map(question => {
        const times = Array.from({ length: ROUNDS }, () => {
          const started = performance.now()
          // Another object each time: what is asked twice in a row is not looked for twice.
          ask({ ...question })
          return performance.now() - started
        })
        return Math.min(...times)
      }),
    )
  const rows = least(question => index.search(question))
  return { rows, counts: least(question => [index.search(question), index.counts(question)]) }
}

function makeQuestions(): Question[] {
  const random = randomFrom(3)
  const texts = new Map<string, TextQuery>()
  return Array.from({ length: QUESTIONS }, () => {
    const { query } = parseQuery(new URLSearchParams(randomQuery(random, { phrases: false })))
    const area = areaOf(query)
    const text = query.q === '' ? undefined : texts.getOrInsertComputed(query.q, textOf)
    return {
      query,
      area: area === 'unknown' ? undefined : area,
      text,
      agencies: query.notAgency.map(agencyKey),
      now: Date.now(),
      after: undefined,
    }
  })
}

/** All of its words, unstemmed: as many roles have them as have their stems. */
function textOf(q: string): TextQuery {
  const words = q.toLowerCase().match(/[a-z]{2,40}/g) ?? []
  return { kind: 'and', parts: words.map(word => ({ kind: 'word', word, prefix: false })) }
}

function twiceMiddleOf({ dayRate }: ListingRow['facts']['card']): number | null {
  if (dayRate?.basis !== 'stated' || dayRate.currency !== 'GBP' || dayRate.min === null) return null
  return dayRate.min + (dayRate.max ?? dayRate.min)
}

/** What the projection of listing_search and the index's own reading of it make of a role. */
function rowOf({ facts, text, advertisers, sources, first_seen_at, closes_at }: ListingRow, id: number): IndexRow {
  const { card, title } = facts
  const [place] = card.places?.value ?? []
  const term = termMonths(card)
  const start = startDay(card)
  const words = (all: string): string[] => [...new Set(all.toLowerCase().match(/[a-z0-9]{2,40}/g))]
  return {
    id,
    seenAt: first_seen_at.getTime() * 1_000,
    closesAt: closes_at && Math.floor(closes_at.getTime() / 1_000),
    rate: card.dayRate?.max ?? card.dayRate?.min ?? null,
    twiceMiddle: twiceMiddleOf(card),
    engagement: card.engagement?.value ?? null,
    discipline: card.discipline?.value ?? null,
    seniority: card.seniority?.rung ?? null,
    remote: card.remote?.value ?? null,
    onsite: daysOnSite(card),
    termMin: term.min,
    termMax: term.max,
    start: start === null ? null : start === 'asap' ? ASAP : Date.parse(start) / 86_400_000,
    clearance: clearanceNeeded(card),
    sector: card.sector?.value ?? null,
    advertiser: card.advertiser?.kind ?? null,
    country: place?.country ?? null,
    region: place?.region ?? null,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    methods: methodKeys(card),
    sources: sources.map(source => source.id),
    agencies: advertisers.map(agencyKey),
    title: words(title),
    head: words(`${title} ${advertisers.join(' ')}`),
    body: words(`${title} ${advertisers.join(' ')} ${text}`),
  }
}
