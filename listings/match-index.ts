// Live roles in memory as bitsets: which fit a query, in which order, and how many each further choice would leave. The board's counts
// and the alerts' matches come from here; SQL answers the same questions from the same columns and is what this is held against.
import type { Area } from './area.ts'
import { bitsFor, clearBit, common, countBits, countCommon, eachCommonFromTop, eachFromTop, setBit, takeAway } from './bits.ts'
import type { Bits } from './bits.ts'
import { NEVER_CLOSES } from './cursor.ts'
import type { Position } from './cursor.ts'
import { activeFilters, asChoices, FILTERS, medianRate, noCounts, RADIUS_CHOICES, TERM_BANDS, WITHIN_CHOICES } from './facets.ts'
import type { Counts, Facets, Filter } from './facets.ts'
import { FilterSets } from './filter-sets.ts'
import { valuesOf } from './index-row.ts'
import type { IndexRow } from './index-row.ts'
import { PAGE_SIZE, UNSTATED } from './query.ts'
import type { BoardQuery } from './query.ts'
import { Recent } from './recent.ts'
import type { TextQuery } from './text-query.ts'
import { TopRows } from './top-rows.ts'
import { ValueCounts } from './value-counts.ts'
import type { ValueCount } from './value-counts.ts'
import { WordSets } from './word-sets.ts'

/** Ids that fit words which only SQL can judge, each with its tier: 2 by the title alone, 1 by the head, 0 by the whole text. */
export interface FoundWords {
  kind: 'found'
  tiers: readonly { id: number; tier: number }[]
}

export interface Question {
  query: BoardQuery
  area: Area | undefined
  /** undefined = no words asked for. Results are kept for as long as the object is. */
  text: TextQuery | FoundWords | undefined
  /** Companies to leave out, as IndexRow.agencies spells them. */
  agencies: readonly string[]
  /** Milliseconds since 1970; what is "within" is counted back from it. */
  now: number
  /** Where the page before this one ended; undefined = by the query's page number. */
  after: Position | undefined
}

export interface Answer {
  total: number
  /** The page in order. */
  rows: Position[]
  /** How many rows come before the first of them. */
  before: number
  /** Whether rows come after the last of them. */
  more: boolean
}

interface Sets {
  /** What fits but for the filters is in all of these, and not in `unwanted`. */
  base: readonly Bits[]
  unwanted: Bits | undefined
  masks: { filter: Filter; bits: Bits }[]
  /** What fits. */
  whole: Bits
}

interface Words {
  fits: Bits
  /** Sets of `fits` that stand before the rest, the best first. */
  tiers: readonly Bits[]
}

/** What texts found is kept until the board changes: three sets each, of a million roles 0.4 MB, and a board is asked for thousands of texts. */
const MOST_WORD_BYTES = 32 * 1_024 * 1_024
const FEWEST_WORDS = 32

/** Fewer roles than this are put in order one by one sooner than level by level. */
const MANY = 2_000

/** Rows come and go at any time; a change makes the next question a little slower and never wrong. */
export class MatchIndex {
  readonly #ids: number[] = []
  readonly #columns = { seenAt: [] as number[], closesAt: [] as number[], rate: [] as number[] }
  readonly #docOf = new Map<number, number>()
  #live: Bits = bitsFor(1_024)
  /** Documents before this one came in the order of the board, oldest first. */
  #sorted = 0
  readonly #filters = new FilterSets()
  readonly #counts = new ValueCounts()
  readonly #title = new WordSets()
  readonly #head = new WordSets()
  readonly #body = new WordSets()
  #found: Recent<object, Words> | undefined
  /** Of the question asked last: whoever wants rows and counts asks twice. */
  #asked: { question: Question; sets: Sets } | undefined

  /** Live roles. */
  get size(): number {
    return this.#docOf.size
  }

  /** Places taken by roles that have gone or changed; when they are many, a new index is smaller and faster. */
  get dead(): number {
    return this.#ids.length - this.#docOf.size
  }

  /** Bytes of the sets; objects and columns add some 300 a role. */
  get bytes(): number {
    return [this.#title, this.#head, this.#body, this.#filters].reduce((all, sets) => all + sets.bytes, this.#live.byteLength)
  }

  /** Adds a role, or takes its new state for its old. Oldest first, the first pages are found without looking at the rest. */
  put(row: IndexRow): void {
    this.remove(row.id)
    const doc = this.#ids.length
    if (doc === this.#sorted && this.#isNewest(row, doc)) this.#sorted += 1
    this.#ids.push(row.id)
    this.#docOf.set(row.id, doc)
    for (const name of ['seenAt', 'closesAt', 'rate'] as const) this.#columns[name].push(row[name] ?? Number.NaN)
    if (doc >>> 5 >= this.#live.length) this.#grow()
    setBit(this.#live, doc)
    const values = valuesOf(row)
    this.#filters.put(row, values)
    this.#counts.put(doc, values)
    this.#title.put(doc, row.title)
    this.#head.put(doc, row.head)
    this.#body.put(doc, row.body)
    this.#changed()
  }

  remove(id: number): void {
    const doc = this.#docOf.get(id)
    if (doc === undefined) return
    this.#docOf.delete(id)
    clearBit(this.#live, doc)
    this.#counts.remove(doc)
    this.#changed()
  }

  /** One page of the roles that fit. */
  search(question: Question): Answer {
    const { query, after } = question
    const fits = this.#sets(question).whole
    const skipped = after ? 0 : (query.page - 1) * PAGE_SIZE
    const top = this.#top(question, fits, skipped + PAGE_SIZE + 1)
    const { rows } = top
    const page = rows.slice(skipped, skipped + PAGE_SIZE)
    return { total: countBits(fits), rows: page, before: top.before + skipped, more: rows.length > skipped + PAGE_SIZE }
  }

  /** How many roles fit. */
  count(question: Question): number {
    return countBits(this.#sets(question).whole)
  }

  /** Whether a company, as IndexRow.agencies spells it, advertises any live role. */
  isAdvertiser(agency: string): boolean {
    return countCommon(this.#filters.by(agency), this.#liveNow()) > 0
  }

  /** Ids of the roles that fit, the last put first. */
  matches(question: Question): number[] {
    const ids: number[] = []
    eachFromTop(this.#sets(question).whole, doc => void ids.push(this.#ids[doc] ?? 0))
    return ids
  }

  /** Exact counts of every choice of every filter, each with all other filters kept: a filter that is used counts in a larger set. */
  counts(question: Question): Counts {
    const { base, unwanted, masks, whole } = this.#sets(question)
    const counts = noCounts()
    const idle = FILTERS.filter(filter => !masks.some(mask => mask.filter === filter))
    const found = this.#countInto(counts, whole, idle, question, ['middle'])
    for (const { filter } of masks) {
      const others = masks.flatMap(mask => (mask.filter === filter ? [] : [mask.bits]))
      this.#countInto(counts, fitting([...base, ...others], unwanted), [filter], question)
    }
    return { facets: asChoices(counts), medianRate: medianRate(found['middle']) }
  }

  /** The roles that fit by their stated rates, as rateSpread() takes them. */
  rates(question: Question): Record<string, number> {
    return this.#counts.count(this.#sets(question).whole, this.#live, ['middle'])['middle'] ?? {}
  }

  #countInto(counts: Facets, set: Bits, filters: readonly Filter[], { area, now }: Question, beside: readonly string[] = []): ValueCount {
    const circle = area?.kind === 'circle' && filters.includes('place') ? area : undefined
    const found = this.#counts.count(set, this.#live, [...filters, ...beside, ...(circle ? ['point'] : [])])
    for (const filter of filters) {
      if (filter === 'term') counts.term = this.#terms(found['term'])
      else if (filter === 'within')
        for (const days of WITHIN_CHOICES) counts.within[days] = countCommon(this.#filters.within(days, now), set)
      else counts[filter] = found[filter] ?? {}
    }
    if (circle) for (const miles of RADIUS_CHOICES) counts.radius[miles] = sumOf(found['point'], this.#filters.inside({ ...circle, miles }))
    return found
  }

  #terms(found: Record<string, number> | undefined): Facets['term'] {
    const bands = TERM_BANDS.map(({ name, min, max }) => [name, sumOf(found, this.#filters.touching({ termMin: min, termMax: max }))])
    return Object.fromEntries([...bands, [UNSTATED, found?.[UNSTATED] ?? 0]])
  }

  #sets(question: Question): Sets {
    if (this.#asked?.question === question) return this.#asked.sets
    const { query, text, agencies } = question
    const base = [this.#liveNow(), ...(text ? [this.#wordsOf(text).fits] : [])]
    const unwanted = agencies.length > 0 ? this.#filters.onlyBy(agencies) : undefined
    const masks = activeFilters(query).map(filter => ({ filter, bits: this.#filters.of(filter, question) }))
    const sets = { base, unwanted, masks, whole: fitting([...base, ...masks.map(mask => mask.bits)], unwanted) }
    this.#asked = { question, sets }
    return sets
  }

  #top({ query, text, after, now }: Question, fits: Bits, most: number): TopRows {
    const top = new TopRows(most, after)
    const { seenAt, rate } = this.#columns
    const take = (doc: number, key: number): boolean => top.take(key, seenAt[doc] ?? 0, this.#ids[doc] ?? 0)
    if (query.sort === 'rate') this.#takeByLevel(this.#filters.rates(), fits, top, doc => void take(doc, orElse(rate[doc], -1)))
    else if (query.sort === 'closing') this.#takeClosing(fits, top, now, take)
    else if (query.sort === 'newest' || !text) this.#takeNewest(fits, fits, [], doc => take(doc, 0))
    else {
      const tiers = [...this.#wordsOf(text).tiers, fits]
      for (const [n, tier] of tiers.entries()) {
        this.#takeNewest(fits, tier, tiers.slice(0, n), doc => take(doc, 2 - n))
        if (top.isFull) break
      }
    }
    return top
  }

  /** Of documents in the board's order only as many are looked at as the page needs. */
  #takeNewest(fits: Bits, tier: Bits, before: readonly Bits[], take: (doc: number) => boolean): void {
    eachCommonFromTop(fits, tier, before, doc => !take(doc) && doc < this.#sorted)
  }

  /** Those whose day is to come; behind them the newest of those whose day has passed or is not told. */
  #takeClosing(fits: Bits, top: TopRows, now: number, take: (doc: number, key: number) => boolean): void {
    const closesAt = (doc: number): number => orElse(this.#columns.closesAt[doc], 0)
    const isToCome = (doc: number): boolean => closesAt(doc) * 1_000 > now
    const days = this.#filters.closingDays(Math.floor(now / 86_400_000))
    this.#takeByLevel(days, fits, top, doc => void (isToCome(doc) && take(doc, -closesAt(doc))))
    if (!top.isFull) this.#takeNewest(fits, fits, [], doc => isToCome(doc) || take(doc, NEVER_CLOSES))
  }

  /** Of many roles only those of the best levels are looked at, until the page is full. */
  #takeByLevel(levels: Iterable<Bits>, fits: Bits, top: TopRows, take: (doc: number) => void): void {
    if (countBits(fits) < MANY) return eachFromTop(fits, take)
    for (const bits of levels) {
      eachCommonFromTop(fits, bits, [], take)
      if (top.isFull) return
    }
  }

  #wordsOf(text: TextQuery | FoundWords): Words {
    const all = (this.#found ??= new Recent(Math.max(FEWEST_WORDS, Math.floor(MOST_WORD_BYTES / (3 * this.#live.byteLength)))))
    const known = all.get(text)
    if (known) return known
    const live = this.#liveNow()
    const found =
      text.kind === 'found'
        ? { fits: this.#bitsOfTier(text, 0), tiers: [this.#bitsOfTier(text, 2), this.#bitsOfTier(text, 1)] }
        : { fits: this.#body.find(text, live), tiers: [this.#title.find(text, live), this.#head.find(text, live)] }
    all.set(text, found)
    return found
  }

  #liveNow(): Bits {
    return this.#live.subarray(0, (this.#ids.length + 31) >>> 5)
  }

  #bitsOfTier({ tiers }: FoundWords, least: number): Bits {
    const bits = bitsFor(this.#ids.length)
    for (const { id, tier } of tiers) {
      const doc = this.#docOf.get(id)
      if (doc !== undefined && tier >= least) setBit(bits, doc)
    }
    return bits
  }

  #isNewest({ seenAt, id }: IndexRow, doc: number): boolean {
    const last = this.#columns.seenAt[doc - 1] ?? Number.NEGATIVE_INFINITY
    return seenAt > last || (seenAt === last && id > (this.#ids[doc - 1] ?? 0))
  }

  #grow(): void {
    const longer = bitsFor(this.#ids.length * 2)
    longer.set(this.#live)
    this.#live = longer
  }

  #changed(): void {
    this.#found = undefined
    this.#asked = undefined
  }
}

/** What all sets have in common but for what is unwanted; a new set. */
function fitting(sets: readonly Bits[], unwanted: Bits | undefined): Bits {
  const bits = common(sets)
  if (unwanted) takeAway(bits, unwanted)
  return bits
}

function orElse(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value
}

/** Roles with a value that fits. */
function sumOf(counts: Record<string, number> | undefined, fits: (value: string) => boolean): number {
  let sum = 0
  for (const value in counts) if (counts[value] !== 0 && fits(value)) sum += counts[value] ?? 0
  return sum
}
