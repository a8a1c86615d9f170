// Which documents each filter of a query lets through: sets that are kept until the board changes.
import { insideOf, OTHER_NATIONS } from './area.ts'
import type { Area } from './area.ts'
import { bitsFor, eachFromTop, setBit, without } from './bits.ts'
import type { Bits } from './bits.ts'
import { ADMITTED } from './facets.ts'
import type { Filter } from './facets.ts'
import { ASAP } from './index-row.ts'
import type { IndexRow } from './index-row.ts'
import { UNSTATED } from './query.ts'
import type { BoardQuery } from './query.ts'
import { WordSets } from './word-sets.ts'

/** Sets kept for the length of one state of the board: an alert run asks for a few hundred different ones, a crowd for fewer. */
const MOST_BYTES = 16 * 1_024 * 1_024

/** What a set takes beside its bits, its name foremost: of a small board the bits are next to nothing. */
const BESIDE = 512

/** What is asked for by its values. */
const BY_VALUE = [
  'engagement',
  'discipline',
  'seniority',
  'remote',
  'onsite',
  'place',
  'term',
  'clearance',
  'methods',
  'sector',
  'advertiser',
  'source',
  'country',
  'point',
  'agency',
  'rate',
  'closing',
] as const

interface Asked {
  query: BoardQuery
  area: Area | undefined
  now: number
}

type Circle = Extract<Area, { kind: 'circle' }>
type Term = Pick<BoardQuery, 'termMin' | 'termMax'>

export class FilterSets {
  #count = 0
  readonly #values = new Map<string, WordSets>(BY_VALUE.map(filter => [filter, new WordSets()]))
  readonly #columns = { seenAt: [] as number[], rate: [] as number[], start: [] as number[] }
  readonly #agencyCounts: number[] = []
  /** What the values of these are made of; there are some hundred of each, whatever the number of roles. */
  readonly #terms = new Map<string, readonly [min: number, max: number]>()
  readonly #points = new Map<string, readonly [lat: number, lon: number]>()
  readonly #kept = new Map<string, Bits>()

  get bytes(): number {
    return [...this.#values.values()].reduce((all, sets) => all + sets.bytes, 0)
  }

  /** A role as the document after the last. */
  put(row: IndexRow, values: ReadonlyMap<string, readonly string[]>): void {
    const doc = this.#count++
    for (const [filter, sets] of this.#values) sets.put(doc, values.get(filter) ?? [])
    for (const name of ['seenAt', 'rate', 'start'] as const) this.#columns[name].push(row[name] ?? Number.NaN)
    this.#agencyCounts.push(row.agencies.length)
    const [term = '', point = ''] = [values.get('term')?.[0], values.get('point')?.[0]]
    if (row.termMin !== null && row.termMax !== null) this.#terms.set(term, [row.termMin, row.termMax])
    if (row.lat !== null && row.lon !== null) this.#points.set(point, [row.lat, row.lon])
    if (this.#kept.size > 0) this.#kept.clear()
  }

  /** What fits one filter of a query, dead documents among them. Not to be changed by whoever asks. */
  of(filter: Filter, { query, area, now }: Asked): Bits {
    const unstated = (filter: BoardQuery['unstated'][number]): string[] => (query.unstated.includes(filter) ? [UNSTATED] : [])
    switch (filter) {
      case 'rate':
        return this.#scan(`rate ${query.rate} ${query.unrated}`, doc => atLeast(this.#columns.rate[doc], query.rate ?? 0, query.unrated))
      case 'onsite':
        return this.#union('onsite', [...Array.from({ length: (query.onsite ?? 0) + 1 }, (_, days) => String(days)), ...unstated('onsite')])
      case 'place':
        return area ? this.#in(area) : bitsFor(0)
      case 'term':
        return this.#lasting(query, unstated('term'))
      case 'start':
        return this.#startingBy(query)
      case 'clearance':
        return this.#union('clearance', [UNSTATED, ...ADMITTED[query.clearance ?? 'none']])
      case 'within':
        return this.within(query.within ?? 0, now)
      default:
        return this.#union(filter, query[filter])
    }
  }

  within(days: number, now: number): Bits {
    const since = (now - days * 86_400_000) * 1_000
    return this.#scan(`within ${since}`, doc => (this.#columns.seenAt[doc] ?? 0) > since)
  }

  /** All roles by their rates, the highest first, in some dozen sets: the first rows by rate are in the first of them. */
  *rates(): Generator<Bits> {
    for (const value of [...this.#numbersOf('rate').reverse(), UNSTATED]) yield this.#valuesOf('rate').union([value], this.#count)
  }

  /** Roles by the day they close on, from this one on, in days since 1970. */
  *closingDays(from: number): Generator<Bits> {
    for (const value of this.#numbersOf('closing')) if (Number(value) >= from) yield this.#valuesOf('closing').union([value], this.#count)
  }

  /** Values of a filter that are numbers, the least first. */
  #numbersOf(filter: string): string[] {
    const values = this.#valuesOf(filter).words()
    return values.filter(value => value !== UNSTATED).sort((a, b) => Number(a) - Number(b))
  }

  /** Which values of "term" touch a wished one: "6 to 12 months" fits a wish for at most six. */
  touching({ termMin, termMax }: Term): (value: string) => boolean {
    return value => {
      const term = this.#terms.get(value)
      return term !== undefined && (termMin === null || term[1] >= termMin) && (termMax === null || term[0] <= termMax)
    }
  }

  /** Which values of "point" lie in a circle. */
  inside(circle: Circle): (value: string) => boolean {
    const isInside = insideOf(circle)
    return value => {
      const [lat, lon] = this.#points.get(value) ?? []
      return isInside(lat, lon)
    }
  }

  /** Roles that a company advertises, alone or beside others. */
  by(agency: string): Bits {
    return this.#valuesOf('agency').union([agency], this.#count)
  }

  /** Roles whose every advertiser is one of these. */
  onlyBy(agencies: readonly string[]): Bits {
    const wanted = [...new Set(agencies)].sort()
    return this.#keep(`only ${wanted.join('\n')}`, () => {
      const hits = new Uint16Array(this.#count)
      for (const agency of wanted) eachFromTop(this.by(agency), doc => void (hits[doc] = (hits[doc] ?? 0) + 1))
      const bits = bitsFor(this.#count)
      for (let doc = 0; doc < this.#count; doc += 1) if ((hits[doc] ?? 0) > 0 && hits[doc] === this.#agencyCounts[doc]) setBit(bits, doc)
      return bits
    })
  }

  #in(area: Area): Bits {
    if (area.kind === 'country') return this.#union('country', [area.country])
    if (area.kind === 'region') return this.#union('place', [area.region])
    if (area.kind === 'england') return without(this.#union('country', ['GB']), this.#union('place', OTHER_NATIONS))
    const key = `circle ${area.lat} ${area.lon} ${area.miles}`
    return this.#keep(key, () => this.#valuesOf('point').union([...this.#points.keys()].filter(this.inside(area)), this.#count))
  }

  #lasting(term: Term, unstated: readonly string[]): Bits {
    const key = `term ${term.termMin} ${term.termMax} ${unstated.join('')}`
    return this.#keep(key, () =>
      this.#valuesOf('term').union([...[...this.#terms.keys()].filter(this.touching(term)), ...unstated], this.#count),
    )
  }

  #startingBy({ start, unstated }: BoardQuery): Bits {
    const silent = unstated.includes('start')
    const last = start === 'asap' ? ASAP : Date.parse(start) / 86_400_000
    return this.#scan(`start ${last} ${silent}`, doc => atLeast(-(this.#columns.start[doc] ?? Number.NaN), -last, silent))
  }

  #scan(key: string, fits: (doc: number) => boolean): Bits {
    return this.#keep(key, () => {
      const bits = bitsFor(this.#count)
      for (let doc = 0; doc < this.#count; doc += 1) if (fits(doc)) setBit(bits, doc)
      return bits
    })
  }

  #union(filter: string, values: readonly string[]): Bits {
    return this.#keep(`${filter} ${values.join(' ')}`, () => this.#valuesOf(filter).union(values, this.#count))
  }

  #keep(key: string, make: () => Bits): Bits {
    const known = this.#kept.get(key)
    if (known) return known
    const bits = make()
    if ((this.#kept.size + 1) * (bits.byteLength + BESIDE) > MOST_BYTES) this.#kept.clear()
    this.#kept.set(key, bits)
    return bits
  }

  #valuesOf(filter: string): WordSets {
    return this.#values.getOrInsertComputed(filter, () => new WordSets())
  }
}

function atLeast(value: number | undefined, least: number, silent: boolean): boolean {
  return value === undefined || Number.isNaN(value) ? silent : value >= least
}
