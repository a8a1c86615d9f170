// How the index of live roles bears ten times the roles: the same questions at both sizes, on an index that is filled without Postgres.
//
// Measured is the index alone, MatchIndex.search() for a page of rows with its total and that with MatchIndex.counts() for the counts of
// every choice: no request, no page, no reading of words. The questions are the twelve kinds that `search` asks too, and random ones of
// words and up to four filters. Each is asked in three ways:
//   again         as it was asked before, nothing having changed: what its words and filters find is kept, the answer is not
//   after change  for the first time since a role came and another went
//   new words     with words that nobody asked for before, what its filters find being kept; questions without words are left out
// A figure is the median over the questions of the least time of each: other people's load makes a time longer and never shorter.
import { setImmediate } from 'node:timers/promises'
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
import { MIX } from './search.ts'

/** Roles come in the order in which they were seen, as they do from Postgres: one a second. */
const START = (Date.now() - 12 * 86_400_000) * 1_000
const RANDOM_QUESTIONS = 200
const ROUNDS = 7

const WAYS = ['again', 'after change', 'new words'] as const
type Way = (typeof WAYS)[number]

/** Rows alone and rows with counts, at two sizes; the ratio is of the smaller to the larger: 1 is no growth, 0.1 as much as the roles. */
export async function benchGrowth(sizes: readonly [small: number, large: number]): Promise<Measured[]> {
  const market = new Market()
  const random = randomFrom(3)
  const asked = {
    'the mix': questionsOf(MIX),
    random: questionsOf(Array.from({ length: RANDOM_QUESTIONS }, () => randomQuery(random, { phrases: false }))),
  }
  const rows: Measured[] = []
  const smaller = new Map<string, number>()
  const say = (size: number, way: string, value: number, unit: string): void => {
    const before = smaller.get(way)
    rows.push({ name: `index of ${size.toLocaleString('en-GB')} roles`, way, value, unit, ratio: before && before / value })
    smaller.set(way, value)
  }
  for (const size of sizes) {
    const [before, from] = [cpuMs(), market.size]
    while (market.size < size) market.add()
    say(size, 'made up and put in', ((cpuMs() - before) * 1_000) / (size - from), 'µs of CPU a role')
    for (const questions of Object.values(asked)) measure(market, questions, 'rows and counts', 'after change')
    for (const [name, questions] of Object.entries(asked))
      for (const what of ['rows', 'rows and counts'] as const)
        for (const way of WAYS) {
          say(size, `${name}, ${what}, p50: ${way}`, measure(market, questions, what, way), 'µs')
          await setImmediate()
        }
  }
  return rows
}

/** Roles that come oldest first and go at random. */
class Market {
  readonly index = new MatchIndex()
  readonly #random = randomFrom(1)
  #last = 0

  get size(): number {
    return this.index.size
  }

  add(): void {
    const id = ++this.#last
    this.index.put({ ...rowOf(makeRole(this.#random, id, { textLength: 250 }), id), seenAt: START + id * 1_000_000 })
  }

  change(): void {
    const before = this.size
    while (this.size === before) this.index.remove(1 + Math.floor(this.#random() * this.#last))
    this.add()
  }
}

/** Median of the questions' own least times, in microseconds. */
function measure(market: Market, questions: readonly Question[], what: 'rows' | 'rows and counts', way: Way): number {
  const asked = way === 'new words' ? questions.filter(({ text }) => text) : questions
  return median(
    asked.map(question => {
      const times = Array.from({ length: ROUNDS }, () => {
        // Another object each time: what is asked twice in a row is not looked for twice. And a text is known again by its object.
        const again = { ...question, text: way === 'new words' ? structuredClone(question.text) : question.text }
        if (way === 'after change') market.change()
        const started = performance.now()
        market.index.search(again)
        if (what === 'rows and counts') market.index.counts(again)
        return performance.now() - started
      })
      return Math.min(...times) * 1_000
    }),
  )
}

function questionsOf(addresses: readonly string[]): Question[] {
  const texts = new Map<string, TextQuery>()
  return addresses.map(address => {
    const { query } = parseQuery(new URLSearchParams(address))
    const area = areaOf(query)
    const text = query.q === '' && query.notWords.length === 0 ? undefined : textOf(query.q, query.notWords)
    return {
      query,
      area: area === 'unknown' ? undefined : area,
      text: text && texts.getOrInsertComputed(JSON.stringify(text), () => text),
      agencies: query.notAgency.map(agencyKey),
      now: START / 1_000 + 12 * 86_400_000,
      after: undefined,
    }
  })
}

/** As Postgres reads it, but unstemmed, and a phrase as its words: as many roles have them as have their stems. */
function textOf(q: string, notWords: readonly string[]): TextQuery {
  const wordOf = (word: string): TextQuery => ({ kind: 'word', word: word.replace('*', ''), prefix: word.endsWith('*') })
  const sides = q.toLowerCase().replaceAll('"', '').split(' or ')
  const any = sides.map((side): TextQuery => {
    const words = side.match(/-?[a-z0-9]{2,40}\*?/g) ?? []
    return { kind: 'and', parts: words.map(word => (word.startsWith('-') ? { kind: 'not', part: wordOf(word.slice(1)) } : wordOf(word))) }
  })
  const not = notWords.map((word): TextQuery => ({ kind: 'not', part: wordOf(word.toLowerCase()) }))
  return { kind: 'and', parts: [...(q === '' ? [] : [{ kind: 'or' as const, parts: any }]), ...not] }
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
