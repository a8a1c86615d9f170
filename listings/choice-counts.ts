// The counts of every choice of a board: how many roles it would find, all other filters kept.
import type { Area } from './area.ts'
import { bitsFor, commonInto, differenceInto, listOf } from './bits.ts'
import type { Bits } from './bits.ts'
import { asChoices, medianRate, RADIUS_CHOICES } from './facets.ts'
import type { CountedRates, Counts, Filter } from './facets.ts'
import type { FilterSets } from './filter-sets.ts'
import type { LiveSet, LiveSets } from './live-sets.ts'
import type { Tally, ValueCounts } from './value-counts.ts'

/** What a question asks for. */
export interface Sets {
  /** What fits is in all of these; none where everything fits. */
  all: readonly LiveSet[]
  /** Those of the filters among them. */
  filters: readonly { filter: Filter; set: LiveSet }[]
  /** How many fit. */
  total: number
}

/** Made once: new ones would be most of what a question leaves behind. */
interface Room {
  /** For a set. */
  bits: Bits
  /** For the list of one. */
  docs: Uint32Array
  /** For what fits, and for what fits all but one filter. */
  whole: Tally
  own: Tally
}

/** The values that a filter is counted by, where they are not its own. */
const VALUES_OF: Partial<Record<Filter, string>> = { term: 'band' }

export class ChoiceCounts {
  readonly #sets: LiveSets
  readonly #filters: FilterSets
  readonly #values: ValueCounts
  readonly #rooms: Room = { bits: bitsFor(0), docs: bitsFor(0), whole: bitsFor(0), own: bitsFor(0) }

  constructor(sets: LiveSets, filters: FilterSets, values: ValueCounts) {
    this.#sets = sets
    this.#filters = filters
    this.#values = values
  }

  /** @param asked.now what is "within" is counted back from it */
  of({ all, filters, total }: Sets, { area, now }: { area: Area | undefined; now: number }): Counts {
    const whole = this.#tallyOf(all, total)
    const own = new Map<Filter, Record<string, number>>()
    let [wide, points] = [all, undefined as Record<string, number> | undefined]
    for (const { filter, set } of filters) {
      const others = all.filter(one => one !== set)
      if (filter === 'within') wide = others
      else {
        const tally = this.#tallyWithout(filter, set, others, whole)
        own.set(filter, this.#byValue(filter, tally))
        if (filter === 'place') points = this.#values.byValue('point', tally)
      }
    }
    const counted = (filter: Filter): Record<string, number> => own.get(filter) ?? this.#byValue(filter, whole)
    const facets = {
      rate: counted('rate'),
      engagement: counted('engagement'),
      discipline: counted('discipline'),
      seniority: counted('seniority'),
      remote: counted('remote'),
      onsite: counted('onsite'),
      place: counted('place'),
      term: counted('term'),
      start: counted('start'),
      clearance: counted('clearance'),
      methods: counted('methods'),
      sector: counted('sector'),
      advertiser: counted('advertiser'),
      source: counted('source'),
      within: this.#filters.countWithin(this.#common(wide), now),
      radius: this.#inCircles(area, points),
    }
    return { facets: asChoices(facets), medianRate: medianRate(this.#ratesIn(whole)) }
  }

  /** What fits by its stated rates. */
  rates({ all, total }: Sets): CountedRates {
    return this.#ratesIn(this.#tallyOf(all, total))
  }

  #byValue(filter: Filter, tally: Tally): Record<string, number> {
    return this.#values.byValue(VALUES_OF[filter] ?? filter, tally)
  }

  #ratesIn(tally: Tally): CountedRates {
    const { figures, counts } = this.#values.byFigure('middle', tally)
    return { twice: figures, counts }
  }

  /** What all sets have in common, counted; or what it lacks of the smallest set that is counted already, where that is less. Only read. */
  #tallyOf(sets: readonly LiveSet[], total: number): Tally {
    const [only] = sets
    if (!only) return this.#values.all
    if (sets.length === 1 && only.tally) return only.tally
    let known: LiveSet = this.#sets.all
    for (const set of sets) if (set.tally && set.size < known.size) known = set
    const common = this.#common(sets)
    const into = sets.length === 1 ? (only.tally = this.#values.newTally()) : this.#room().whole
    if (total * 2 <= known.size) return this.#values.tallyOf(this.#list(common), into)
    return this.#values.tallyWithout(known.tally ?? this.#values.all, this.#listWithout(known.bits, common), into)
  }

  /** What fits all but one filter: what fits, and what only fails that filter. */
  #tallyWithout(filter: Filter, set: LiveSet, others: readonly LiveSet[], whole: Tally): Tally {
    const [only] = others
    if (others.length <= 1) return this.#tallyOf(others, only?.size ?? 0)
    const near = this.#listWithout(this.#common(others), set.bits)
    return this.#values.tallyWith(whole, near, VALUES_OF[filter] ?? filter, this.#room().own)
  }

  /** @param byPoint how many roles are at each point */
  #inCircles(area: Area | undefined, byPoint: Record<string, number> = {}): Record<string, number> {
    const counts: Record<string, number> = {}
    if (area?.kind !== 'circle') return counts
    const points = Object.entries(byPoint).filter(([, count]) => count > 0)
    for (const miles of RADIUS_CHOICES) {
      const isInside = this.#filters.inside({ ...area, miles })
      counts[miles] = points.reduce((sum, [point, count]) => (isInside(point) ? sum + count : sum), 0)
    }
    return counts
  }

  /** What some sets have in common, of none all that is live; only read, and only until the next is asked for. */
  #common(sets: readonly LiveSet[]): Bits {
    const [first = this.#sets.all] = sets
    if (sets.length <= 1) return first.bits
    const { bits } = this.#room()
    commonInto(
      bits,
      sets.map(set => set.bits),
      this.#sets.words,
    )
    return bits
  }

  /** The documents that the first set has and the second has not; either may be what is in common. */
  #listWithout(one: Bits, other: Bits): Uint32Array {
    const { bits } = this.#room()
    differenceInto(bits, one, other, this.#sets.words)
    return this.#list(bits)
  }

  #list(bits: Bits): Uint32Array {
    return listOf(bits, this.#sets.words, this.#room().docs)
  }

  #room(): Room {
    const { length } = this.#sets.all.bits
    if (this.#rooms.bits.length !== length) {
      this.#rooms.bits = new Uint32Array(length)
      this.#rooms.docs = new Uint32Array(length * 32)
    }
    if (this.#rooms.own.length < this.#values.all.length) {
      this.#rooms.own = this.#values.newTally()
      this.#rooms.whole = this.#values.newTally()
    }
    return this.#rooms
  }
}
