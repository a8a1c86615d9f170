// Live roles in memory as bitsets: which fit a query, in which order, and how many each further choice would leave. The board's counts
// and the alerts' matches come from here; SQL answers the same questions from the same columns and is what this is held against.
import type { Area } from './area.ts'
import { setBit } from './bits.ts'
import type { Bits } from './bits.ts'
import { ChoiceCounts } from './choice-counts.ts'
import type { Sets } from './choice-counts.ts'
import { NEVER_CLOSES } from './cursor.ts'
import type { Position } from './cursor.ts'
import { activeFilters } from './facets.ts'
import type { CountedRates, Counts } from './facets.ts'
import { FilterSets } from './filter-sets.ts'
import { valuesOf } from './index-row.ts'
import type { IndexRow } from './index-row.ts'
import { LiveSets } from './live-sets.ts'
import type { Kind, LiveSet } from './live-sets.ts'
import { PAGE_SIZE } from './query.ts'
import type { BoardQuery } from './query.ts'
import type { TextQuery } from './text-query.ts'
import { TopRows } from './top-rows.ts'
import { ValueCounts } from './value-counts.ts'
import { WordSets } from './word-sets.ts'

/** Ids that fit words which only SQL can judge, each with its tier: 2 by the title alone, 1 by the head, 0 by the whole text. */
export interface FoundWords {
  kind: 'found'
  tiers: readonly { id: number; tier: number }[]
}

export interface Question {
  query: BoardQuery
  area: Area | undefined
  /** undefined = no words asked for. What it finds is known again by the object, whatever it says. */
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

/** Where words are looked for. */
type Where = Exclude<Kind, 'filter'>

/** The least tier of FoundWords that is in a set. */
const TIERS: Record<Where, number> = { title: 2, head: 1, text: 0 }

/** Rows come and go at any time; a change makes the next question a little slower and never wrong. */
export class MatchIndex {
  readonly #ids: number[] = []
  readonly #columns = { seenAt: [] as number[], closesAt: [] as number[], rate: [] as number[] }
  readonly #docOf = new Map<number, number>()
  /** Documents before this one came in the order of the board, oldest first. */
  #sorted = 0
  readonly #filters = new FilterSets()
  readonly #values = new ValueCounts()
  readonly #sets = new LiveSets(this.#values)
  readonly #counts = new ChoiceCounts(this.#sets, this.#filters, this.#values)
  readonly #title = new WordSets()
  readonly #head = new WordSets()
  readonly #body = new WordSets()
  /** Of the question asked last: whoever wants rows and counts asks twice. */
  #asked: { question: Question; sets: Sets } | undefined

  /** Live roles. */
  get size(): number {
    return this.#sets.all.size
  }

  /** Places taken by roles that have gone or changed; when they are many, a new index is smaller and faster. */
  get dead(): number {
    return this.#sets.count - this.#sets.all.size
  }

  /** Bytes of the sets; objects and columns add some 300 a role. */
  get bytes(): number {
    return [this.#title, this.#head, this.#body, this.#filters].reduce((all, sets) => all + sets.bytes, this.#sets.all.bits.byteLength)
  }

  /** Adds a role, or takes its new state for its old. Oldest first, the first pages are found without looking at the rest. */
  put(row: IndexRow): void {
    this.remove(row.id)
    const doc = this.#sets.add()
    if (doc === this.#sorted && this.#isNewest(row, doc)) this.#sorted += 1
    this.#ids.push(row.id)
    this.#docOf.set(row.id, doc)
    for (const name of ['seenAt', 'closesAt', 'rate'] as const) this.#columns[name].push(row[name] ?? Number.NaN)
    const values = valuesOf(row)
    this.#filters.put(row, values)
    this.#values.put(doc, values)
    this.#title.put(doc, row.title)
    this.#head.put(doc, row.head)
    this.#body.put(doc, row.body)
    this.#asked = undefined
  }

  remove(id: number): void {
    const doc = this.#docOf.get(id)
    if (doc === undefined) return
    this.#docOf.delete(id)
    this.#sets.remove(doc)
    this.#values.remove(doc)
    this.#asked = undefined
  }

  /** One page of the roles that fit. */
  search(question: Question): Answer {
    const { query, after } = question
    const sets = this.#setsOf(question)
    const skipped = after ? 0 : (query.page - 1) * PAGE_SIZE
    const top = this.#top(question, sets, skipped + PAGE_SIZE + 1)
    const { rows } = top
    const page = rows.slice(skipped, skipped + PAGE_SIZE)
    return { total: sets.total, rows: page, before: top.before + skipped, more: rows.length > skipped + PAGE_SIZE }
  }

  /** How many roles fit. */
  count(question: Question): number {
    return this.#setsOf(question).total
  }

  /** Whether a company, as IndexRow.agencies spells it, advertises any live role. */
  isAdvertiser(agency: string): boolean {
    return this.#sets.of('filter', this.#filters.by(agency)).size > 0
  }

  /** Ids of the roles that fit, the last put first. */
  matches(question: Question): number[] {
    const ids: number[] = []
    this.#sets.eachFromTop(this.#setsOf(question).all, [], doc => void ids.push(this.#ids[doc] ?? 0))
    return ids
  }

  /** Exact counts of every choice of every filter, each with all other filters kept: a filter that is used counts in a larger set. */
  counts(question: Question): Counts {
    return this.#counts.of(this.#setsOf(question), question)
  }

  /** The roles that fit by their stated rates. */
  rates(question: Question): CountedRates {
    return this.#counts.rates(this.#setsOf(question))
  }

  #setsOf(question: Question): Sets {
    if (this.#asked?.question === question) return this.#asked.sets
    const { query, text, agencies } = question
    const all = text ? [this.#found('text', text)] : []
    if (agencies.length > 0) all.push(this.#sets.of('filter', this.#filters.notOnlyBy(agencies)))
    const filters = activeFilters(query).map(filter => ({ filter, set: this.#sets.of('filter', this.#filters.of(filter, question)) }))
    for (const { set } of filters) all.push(set)
    const sets = { all, filters, total: this.#sets.sizeOf(all) }
    this.#asked = { question, sets }
    return sets
  }

  #top({ query, text, after, now }: Question, { all: fits, total }: Sets, most: number): TopRows {
    const top = new TopRows(most, after)
    const { seenAt, rate } = this.#columns
    const take = (doc: number, key: number): boolean => top.take(key, seenAt[doc] ?? 0, this.#ids[doc] ?? 0)
    if (query.sort === 'rate') this.#takeByRate(fits, total, top, doc => take(doc, orElse(rate[doc], -1)))
    else if (query.sort === 'closing') this.#takeClosing(fits, total, top, now, take)
    else if (query.sort === 'newest' || !text) this.#takeNewest(fits, [], doc => take(doc, 0))
    else {
      const tiers = [this.#found('title', text), this.#found('head', text)]
      for (let n = 0; n <= tiers.length && !top.isFull; n += 1)
        this.#takeNewest([...tiers.slice(n, n + 1), ...fits], tiers.slice(0, n), doc => take(doc, 2 - n))
    }
    return top
  }

  /** Of documents in the board's order only as many are looked at as the page needs. */
  #takeNewest(fits: readonly LiveSet[], others: readonly LiveSet[], take: (doc: number) => boolean): void {
    this.#sets.eachFromTop(fits, others, doc => !take(doc) && doc < this.#sorted)
  }

  /** Of many roles only those of the highest rates are looked at, and of one rate the newest, until the page is full. */
  #takeByRate(fits: readonly LiveSet[], total: number, top: TopRows, take: (doc: number) => boolean): void {
    if (this.#isFew(total, top)) return this.#sets.eachFromTop(fits, [], doc => void take(doc))
    const bits = this.#sets.bitsOf(fits)
    for (const docs of this.#filters.rates()) {
      docs.eachFromTop(bits, this.#sets.words, doc => !take(doc) && doc < this.#sorted)
      if (top.isFull) return
    }
  }

  /** Those whose day is to come, day by day if they are many; behind them the newest of those whose day has passed or is not told. */
  #takeClosing(fits: readonly LiveSet[], total: number, top: TopRows, now: number, take: (doc: number, key: number) => boolean): void {
    const closesAt = (doc: number): number => orElse(this.#columns.closesAt[doc], 0)
    const isToCome = (doc: number): boolean => closesAt(doc) * 1_000 > now
    const takeNext = (doc: number): void => void (isToCome(doc) && take(doc, -closesAt(doc)))
    const bits = this.#sets.bitsOf(fits)
    if (this.#isFew(total, top)) this.#sets.eachFromTop(fits, [], takeNext)
    else
      for (const docs of this.#filters.closingDays(Math.floor(now / 86_400_000)))
        if (!top.isFull) docs.eachFromTop(bits, this.#sets.words, takeNext)
    if (!top.isFull) this.#takeNewest(fits, [], doc => isToCome(doc) || take(doc, NEVER_CLOSES))
  }

  /** Whether it is less to look at all that fit than at all roles in order until enough of them fit. */
  #isFew(total: number, top: TopRows): boolean {
    return 4 * total * total < top.most * this.#sets.count
  }

  /** What words find: in the whole text, in the head, or in the title alone. */
  #found(where: Where, text: TextQuery | FoundWords): LiveSet {
    const words = { title: this.#title, head: this.#head, text: this.#body }[where]
    const find = (from: number, to: number): Bits =>
      text.kind === 'found' ? this.#bitsOfTier(text, TIERS[where], from, to) : words.find(text, from, to)
    return this.#sets.of(where, { key: text, find })
  }

  #bitsOfTier({ tiers }: FoundWords, least: number, from: number, to: number): Bits {
    const bits = new Uint32Array(to - from)
    for (const { id, tier } of tiers) {
      const doc = this.#docOf.get(id) ?? -1
      if (doc >= from * 32 && tier >= least) setBit(bits, doc - from * 32)
    }
    return bits
  }

  #isNewest({ seenAt, id }: IndexRow, doc: number): boolean {
    const last = this.#columns.seenAt[doc - 1] ?? Number.NEGATIVE_INFINITY
    return seenAt > last || (seenAt === last && id > (this.#ids[doc - 1] ?? 0))
  }
}

function orElse(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value
}
