// Live roles in memory as bitsets: which fit a query, in which order, and how many each further choice would leave. The board's counts
// and the alerts' matches come from here; SQL answers the same questions from the same columns and is what this is held against.
import { insideOf, OTHER_NATIONS } from './area.ts'
import type { Area } from './area.ts'
import { bitsFor, clearBit, common, countBits, countCommon, eachFromTop, keepCommon, setBit, takeAway, wordsInUse } from './bits.ts'
import type { Bits } from './bits.ts'
import { NEVER_CLOSES } from './cursor.ts'
import type { Position } from './cursor.ts'
import { activeFilters, ADMITTED, asChoices, FILTERS, noCounts, RADIUS_CHOICES, TERM_BANDS, WITHIN_CHOICES } from './facets.ts'
import type { Facets, Filter } from './facets.ts'
import { ASAP, valuesOf } from './index-row.ts'
import type { IndexRow } from './index-row.ts'
import { PAGE_SIZE, UNSTATED } from './query.ts'
import type { BoardQuery } from './query.ts'
import type { TextQuery } from './text-query.ts'
import { TopRows } from './top-rows.ts'
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

interface Words {
  fits: Bits
  /** Sets of `fits` that stand before the rest, the best first. */
  tiers: readonly Bits[]
}

/** Sets kept for the length of one state of the board: an alert run asks for a few hundred different ones, a crowd for fewer. */
const MOST_MASK_BYTES = 16 * 1_024 * 1_024

/** Rows come and go at any time; a change makes the next question a little slower and never wrong. */
export class MatchIndex {
  readonly #ids: number[] = []
  readonly #columns = { seenAt: [] as number[], closesAt: [] as number[], rate: [] as number[], start: [] as number[] }
  readonly #spans = { termMin: [] as number[], termMax: [] as number[], lat: [] as number[], lon: [] as number[] }
  readonly #agencyCounts: number[] = []
  readonly #docOf = new Map<number, number>()
  #live: Bits = bitsFor(1_024)
  /** Documents before this one came in the order of the board, oldest first. */
  #sorted = 0
  readonly #values = new Map<string, WordSets>()
  readonly #title = new WordSets()
  readonly #head = new WordSets()
  readonly #body = new WordSets()
  readonly #masks = new Map<string, Bits>()
  #found = new WeakMap<object, Words>()

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
    return [this.#title, this.#head, this.#body, ...this.#values.values()].reduce((all, sets) => all + sets.bytes, this.#live.byteLength)
  }

  /** Adds a role, or takes its new state for its old. Oldest first, the first pages are found without looking at the rest. */
  put(row: IndexRow): void {
    this.remove(row.id)
    const doc = this.#ids.length
    if (doc === this.#sorted && this.#isNewest(row, doc)) this.#sorted += 1
    this.#ids.push(row.id)
    this.#docOf.set(row.id, doc)
    this.#agencyCounts.push(row.agencies.length)
    for (const name of ['seenAt', 'closesAt', 'rate', 'start'] as const) this.#columns[name].push(row[name] ?? Number.NaN)
    for (const name of ['termMin', 'termMax', 'lat', 'lon'] as const) this.#spans[name].push(row[name] ?? Number.NaN)
    if (doc >>> 5 >= this.#live.length) this.#grow()
    setBit(this.#live, doc)
    for (const [filter, values] of valuesOf(row)) this.#valuesOf(filter).put(doc, values)
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
    this.#changed()
  }

  /** One page of the roles that fit. */
  search(question: Question): Answer {
    const { query, after } = question
    const fits = this.#fitting(question)
    const skipped = after ? 0 : (query.page - 1) * PAGE_SIZE
    const top = this.#top(question, fits, skipped + PAGE_SIZE + 1)
    const { rows } = top
    const page = rows.slice(skipped, skipped + PAGE_SIZE)
    return { total: countBits(fits), rows: page, before: top.before + skipped, more: rows.length > skipped + PAGE_SIZE }
  }

  /** How many roles fit. */
  count(question: Question): number {
    return countBits(this.#fitting(question))
  }

  /** Ids of the roles that fit, the last put first. */
  matches(question: Question): number[] {
    const ids: number[] = []
    eachFromTop(this.#fitting(question), doc => void ids.push(this.#ids[doc] ?? 0))
    return ids
  }

  /** Exact counts of every choice of every filter, each with all other filters kept. */
  facets(question: Question): Facets {
    const { query, area } = question
    const base = this.#base(question)
    const masks = activeFilters(query).map(filter => ({ filter, bits: this.#mask(filter, question) }))
    const whole = common(base, masks)
    const counts = noCounts()
    const wholeUsed = wordsInUse(whole)
    for (const filter of FILTERS) {
      const isActive = masks.some(mask => mask.filter === filter)
      const set = isActive
        ? common(
            base,
            masks.filter(mask => mask.filter !== filter),
          )
        : whole
      const used = isActive ? wordsInUse(set) : wholeUsed
      const count = (bits: Bits): number => countCommon(bits, set, used)
      for (const [value, found] of this.#valuesOf(filter).counts(set, used)) counts[filter][value] = found
      if (filter === 'term')
        for (const { name, min, max } of TERM_BANDS)
          counts.term[name] = count(this.#termMask({ ...query, termMin: min, termMax: max, unstated: [] }))
      if (filter === 'within') for (const days of WITHIN_CHOICES) counts.within[days] = count(this.#withinMask(days, question.now))
      if (filter === 'place' && area?.kind === 'circle')
        for (const miles of RADIUS_CHOICES) counts.radius[miles] = count(this.#areaMask({ ...area, miles }))
    }
    return asChoices(counts)
  }

  /** Live roles that fit the words and are not only advertised by companies to be left out: what no count leaves out. */
  #base({ text, agencies }: Question): Bits {
    const base = this.#liveNow()
    if (text) keepCommon(base, this.#wordsOf(text).fits)
    if (agencies.length > 0) takeAway(base, this.#onlyBy(agencies))
    return base
  }

  #fitting(question: Question): Bits {
    const masks = activeFilters(question.query).map(filter => ({ filter, bits: this.#mask(filter, question) }))
    return common(this.#base(question), masks)
  }

  #top({ query, text, after }: Question, fits: Bits, most: number): TopRows {
    const top = new TopRows(most, after)
    const { seenAt, rate, closesAt } = this.#columns
    const take = (doc: number, key: number): boolean => top.take({ key, at: seenAt[doc] ?? 0, id: this.#ids[doc] ?? 0 })
    if (query.sort === 'rate') eachFromTop(fits, doc => void take(doc, orElse(rate[doc], -1)))
    else if (query.sort === 'closing') eachFromTop(fits, doc => void take(doc, -orElse(closesAt[doc], -NEVER_CLOSES)))
    else if (query.sort === 'newest' || !text) this.#takeNewest(fits, doc => take(doc, 0))
    else {
      const rest = fits.slice()
      for (const [n, set] of [...this.#wordsOf(text).tiers, fits].entries()) {
        const tier = common(rest, [{ bits: set }])
        this.#takeNewest(tier, doc => take(doc, 2 - n))
        if (top.isFull) break
        takeAway(rest, tier)
      }
    }
    return top
  }

  /** Of documents in the board's order only as many are looked at as the page needs. */
  #takeNewest(set: Bits, take: (doc: number) => boolean): void {
    eachFromTop(set, doc => !take(doc) && doc < this.#sorted)
  }

  #wordsOf(text: TextQuery | FoundWords): Words {
    const known = this.#found.get(text)
    if (known) return known
    const live = this.#liveNow()
    const found =
      text.kind === 'found'
        ? { fits: this.#bitsOfTier(text, 0), tiers: [this.#bitsOfTier(text, 2), this.#bitsOfTier(text, 1)] }
        : { fits: this.#body.find(text, live), tiers: [this.#title.find(text, live), this.#head.find(text, live)] }
    this.#found.set(text, found)
    return found
  }

  #liveNow(): Bits {
    return this.#live.slice(0, (this.#ids.length + 31) >>> 5)
  }

  #bitsOfTier({ tiers }: FoundWords, least: number): Bits {
    const bits = bitsFor(this.#ids.length)
    for (const { id, tier } of tiers) {
      const doc = this.#docOf.get(id)
      if (doc !== undefined && tier >= least) setBit(bits, doc)
    }
    return bits
  }

  /** Roles whose every advertiser is one of these. */
  #onlyBy(agencies: readonly string[]): Bits {
    const hits = new Map<number, number>()
    for (const agency of new Set(agencies))
      eachFromTop(this.#union('agency', [agency]), doc => void hits.set(doc, (hits.get(doc) ?? 0) + 1))
    const bits = bitsFor(this.#ids.length)
    for (const [doc, count] of hits) if (count === this.#agencyCounts[doc]) setBit(bits, doc)
    return bits
  }

  #mask(filter: Filter, { query, area, now }: Question): Bits {
    const unstated = (filter: BoardQuery['unstated'][number]): string[] => (query.unstated.includes(filter) ? [UNSTATED] : [])
    switch (filter) {
      case 'rate':
        return this.#scan(`rate ${query.rate} ${query.unrated}`, doc => atLeast(this.#columns.rate[doc], query.rate ?? 0, query.unrated))
      case 'onsite':
        return this.#union('onsite', [...Array.from({ length: (query.onsite ?? 0) + 1 }, (_, days) => String(days)), ...unstated('onsite')])
      case 'place':
        return area ? this.#areaMask(area) : bitsFor(0)
      case 'term':
        return this.#termMask(query)
      case 'start':
        return this.#startMask(query)
      case 'clearance':
        return this.#union('clearance', [UNSTATED, ...ADMITTED[query.clearance ?? 'none']])
      case 'within':
        return this.#withinMask(query.within ?? 0, now)
      default:
        return this.#union(filter, query[filter])
    }
  }

  #areaMask(area: Area): Bits {
    if (area.kind === 'country') return this.#union('country', [area.country])
    if (area.kind === 'region') return this.#union('place', [area.region])
    if (area.kind === 'england') {
      const england = this.#union('country', ['GB']).slice()
      takeAway(england, this.#union('place', OTHER_NATIONS))
      return england
    }
    const { lat, lon } = this.#spans
    const isInside = insideOf(area)
    return this.#scan(`circle ${area.lat} ${area.lon} ${area.miles}`, doc => isInside(lat[doc], lon[doc]))
  }

  /** Ranges that touch: "6 to 12 months" fits a wish for at most six. */
  #termMask({ termMin, termMax, unstated }: BoardQuery): Bits {
    const silent = unstated.includes('term')
    const { termMin: from, termMax: to } = this.#spans
    return this.#scan(`term ${termMin} ${termMax} ${silent}`, doc => {
      const [least = Number.NaN, most = Number.NaN] = [from[doc], to[doc]]
      if (Number.isNaN(least)) return silent
      return (termMin === null || most >= termMin) && (termMax === null || least <= termMax)
    })
  }

  #startMask({ start, unstated }: BoardQuery): Bits {
    const silent = unstated.includes('start')
    const last = start === 'asap' ? ASAP : Date.parse(start) / 86_400_000
    return this.#scan(`start ${last} ${silent}`, doc => atLeast(-(this.#columns.start[doc] ?? Number.NaN), -last, silent))
  }

  #withinMask(days: number, now: number): Bits {
    const since = (now - days * 86_400_000) * 1_000
    return this.#scan(`within ${since}`, doc => (this.#columns.seenAt[doc] ?? 0) > since)
  }

  #scan(key: string, fits: (doc: number) => boolean): Bits {
    const known = this.#masks.get(key)
    if (known) return known
    const bits = bitsFor(this.#ids.length)
    for (let doc = 0; doc < this.#ids.length; doc += 1) if (fits(doc)) setBit(bits, doc)
    this.#keep(key, bits)
    return bits
  }

  #union(filter: string, values: readonly string[]): Bits {
    const key = `${filter} ${values.join(' ')}`
    const known = this.#masks.get(key)
    if (known) return known
    const bits = this.#valuesOf(filter).union(values, this.#ids.length)
    this.#keep(key, bits)
    return bits
  }

  #keep(key: string, bits: Bits): void {
    if ((this.#masks.size + 1) * bits.byteLength > MOST_MASK_BYTES) this.#masks.clear()
    this.#masks.set(key, bits)
  }

  #valuesOf(filter: string): WordSets {
    return this.#values.getOrInsertComputed(filter, () => new WordSets())
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
    if (this.#masks.size > 0) this.#masks.clear()
    this.#found = new WeakMap()
  }
}

function orElse(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value
}

function atLeast(value: number | undefined, least: number, silent: boolean): boolean {
  return value === undefined || Number.isNaN(value) ? silent : value >= least
}
