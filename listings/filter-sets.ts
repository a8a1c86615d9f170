// Which documents each filter of a query lets through, and how they are found among those that came last.
import { insideOf, OTHER_NATIONS } from './area.ts'
import type { Area } from './area.ts'
import { addAll, bitsFor, countBetween, eachFromTop, hasBit, setBit, takeAway } from './bits.ts'
import type { Bits, Posting } from './bits.ts'
import { ADMITTED, WITHIN_CHOICES } from './facets.ts'
import type { Filter } from './facets.ts'
import { ASAP, touches } from './index-row.ts'
import type { IndexRow } from './index-row.ts'
import type { Wanted } from './live-sets.ts'
import { UNSTATED } from './query.ts'
import type { BoardQuery } from './query.ts'
import { WordSets } from './word-sets.ts'

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
  'exactRate',
  'closing',
] as const

interface Asked {
  query: BoardQuery
  area: Area | undefined
  now: number
}

interface Numbered {
  number: number
  docs: Posting
}

type Circle = Extract<Area, { kind: 'circle' }>

export class FilterSets {
  #count = 0
  readonly #values = new Map<string, WordSets>(BY_VALUE.map(filter => [filter, new WordSets()]))
  readonly #columns = { seenAt: [] as number[], rate: [] as number[], start: [] as number[] }
  /** Documents before this one came in the order in which they were seen. */
  #inOrder = 0
  readonly #agencyCounts: number[] = []
  /** What the values of these are made of; there are some hundred of each, whatever the number of roles. */
  readonly #terms = new Map<string, readonly [min: number, max: number]>()
  readonly #points = new Map<string, readonly [lat: number, lon: number]>()
  /** Of filters whose values are numbers: how many values there were, and the sets by number. */
  readonly #numbered = new Map<string, { values: number; sets: readonly Numbered[] }>()

  get bytes(): number {
    return [...this.#values.values()].reduce((all, sets) => all + sets.bytes, 0)
  }

  /** A role as the document after the last. */
  put(row: IndexRow, values: ReadonlyMap<string, readonly string[]>): void {
    const doc = this.#count++
    for (const [filter, sets] of this.#values) sets.put(doc, values.get(filter) ?? [])
    if (doc === this.#inOrder && row.seenAt >= (this.#columns.seenAt.at(-1) ?? 0)) this.#inOrder += 1
    for (const name of ['seenAt', 'rate', 'start'] as const) this.#columns[name].push(row[name] ?? Number.NaN)
    this.#agencyCounts.push(row.agencies.length)
    const [term = '', point = ''] = [values.get('term')?.[0], values.get('point')?.[0]]
    if (row.termMin !== null && row.termMax !== null) this.#terms.set(term, [row.termMin, row.termMax])
    if (row.lat !== null && row.lon !== null) this.#points.set(point, [row.lat, row.lon])
  }

  /** What fits one filter of a query. */
  of(filter: Filter, { query, area, now }: Asked): Wanted {
    const unstated = (filter: BoardQuery['unstated'][number]): string[] => (query.unstated.includes(filter) ? [UNSTATED] : [])
    switch (filter) {
      case 'rate':
        return this.#scan(`rate ${query.rate} ${query.unrated}`, doc => atLeast(this.#columns.rate[doc], query.rate ?? 0, query.unrated))
      case 'onsite':
        return this.#union('onsite', [...Array.from({ length: (query.onsite ?? 0) + 1 }, (_, days) => String(days)), ...unstated('onsite')])
      case 'place':
        return this.#in(area)
      case 'term':
        return this.#lasting(query, unstated('term'))
      case 'start':
        return this.#startingBy(query)
      case 'clearance':
        return this.#union('clearance', [UNSTATED, ...ADMITTED[query.clearance ?? 'none']])
      case 'within':
        return this.#scan(`within ${query.within} ${now}`, doc => (this.#columns.seenAt[doc] ?? 0) > sinceOf(query.within ?? 0, now))
      default:
        return this.#union(filter, query[filter])
    }
  }

  /** Roles by their rates, the highest first: the first rows by rate are in the first of these. */
  rates(): Posting[] {
    const unstated = this.#valuesOf('exactRate').get(UNSTATED)
    return [...this.#byNumber('exactRate').map(one => one.docs), ...(unstated ? [unstated] : [])]
  }

  /** Roles by the day they close on, from this one on, in days since 1970. */
  closingDays(from: number): Posting[] {
    const days = this.#byNumber('closing').filter(one => one.number >= from)
    return days.map(one => one.docs).reverse()
  }

  /** Roles by the values of a filter that are numbers, the largest first. */
  #byNumber(filter: 'exactRate' | 'closing'): readonly Numbered[] {
    const sets = this.#valuesOf(filter)
    const known = this.#numbered.get(filter)
    // Beside them may be "unstated".
    if (known?.values === sets.size) return known.sets
    const all = [...sets].map(([value, docs]) => ({ number: Number(value), docs })).filter(one => !Number.isNaN(one.number))
    all.sort((a, b) => b.number - a.number)
    this.#numbered.set(filter, { values: sets.size, sets: all })
    return all
  }

  /** How many of a set were seen within the choices of days: those of a span stand beside each other, but for what came out of order. */
  countWithin(bits: Bits, now: number): Record<string, number> {
    const within: Record<string, number> = {}
    let [count, end] = [0, this.#inOrder]
    for (const days of WITHIN_CHOICES) {
      const start = this.#firstAfter(sinceOf(days, now), end)
      count += countBetween(bits, start, end)
      within[days] = count
      end = start
    }
    for (let doc = this.#inOrder; doc < this.#count; doc += 1) {
      if (!hasBit(bits, doc)) continue
      for (const days of WITHIN_CHOICES) if ((this.#columns.seenAt[doc] ?? 0) > sinceOf(days, now)) within[days] = (within[days] ?? 0) + 1
    }
    return within
  }

  /** The first document of those in order before `end` that was seen after an instant; `end` where none was. */
  #firstAfter(since: number, end: number): number {
    let [low, high] = [0, end]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#columns.seenAt[middle] ?? 0) > since) high = middle
      else low = middle + 1
    }
    return low
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
  by(agency: string): Wanted {
    return this.#union('agency', [agency])
  }

  /** All roles but those whose every advertiser is one of these. */
  notOnlyBy(agencies: readonly string[]): Wanted {
    const unwanted = [...new Set(agencies)].sort()
    const find = (from: number, to: number): Bits => {
      const hits = new Uint16Array((to - from) * 32)
      for (const agency of unwanted) {
        const found = this.by(agency).find(from, to)
        eachFromTop([found], [], found.length, n => void (hits[n] = (hits[n] ?? 0) + 1))
      }
      const bits = new Uint32Array(to - from)
      for (let n = 0; n < hits.length; n += 1) if (hits[n] === 0 || hits[n] !== this.#agencyCounts[from * 32 + n]) setBit(bits, n)
      return bits
    }
    return { key: `not only ${unwanted.join('\n')}`, find }
  }

  #in(area: Area | undefined): Wanted {
    if (!area) return { key: 'nowhere', find: () => bitsFor(0) }
    if (area.kind === 'country') return this.#union('country', [area.country])
    if (area.kind === 'region') return this.#union('place', [area.region])
    if (area.kind === 'england') return this.#inEngland()
    const find = (from: number, to: number): Bits =>
      this.#valuesOf('point').union([...this.#points.keys()].filter(this.inside(area)), from, to)
    return { key: `circle ${area.lat} ${area.lon} ${area.miles}`, find }
  }

  #inEngland(): Wanted {
    const find = (from: number, to: number): Bits => {
      const bits = new Uint32Array(to - from)
      addAll(bits, this.#valuesOf('country').union(['GB'], from, to))
      takeAway(bits, this.#valuesOf('place').union(OTHER_NATIONS, from, to))
      return bits
    }
    return { key: 'England', find }
  }

  #lasting({ termMin: min, termMax: max }: BoardQuery, unstated: readonly string[]): Wanted {
    const find = (from: number, to: number): Bits => {
      const fitting = [...this.#terms].filter(([, term]) => touches(term, { min, max }))
      return this.#valuesOf('term').union([...fitting.map(([value]) => value), ...unstated], from, to)
    }
    return { key: `term ${min} ${max} ${unstated.join('')}`, find }
  }

  #startingBy({ start, unstated }: BoardQuery): Wanted {
    const silent = unstated.includes('start')
    const last = start === 'asap' ? ASAP : Date.parse(start) / 86_400_000
    return this.#scan(`start ${last} ${silent}`, doc => atLeast(-(this.#columns.start[doc] ?? Number.NaN), -last, silent))
  }

  #scan(key: string, fits: (doc: number) => boolean): Wanted {
    const find = (from: number, to: number): Bits => {
      const bits = new Uint32Array(to - from)
      for (let doc = from * 32; doc < this.#count; doc += 1) if (fits(doc)) setBit(bits, doc - from * 32)
      return bits
    }
    return { key, find }
  }

  #union(filter: string, values: readonly string[]): Wanted {
    return { key: `${filter} ${values.join(' ')}`, find: (from, to) => this.#valuesOf(filter).union(values, from, to) }
  }

  #valuesOf(filter: string): WordSets {
    return this.#values.getOrInsertComputed(filter, () => new WordSets())
  }
}

/** The microsecond after which a role was seen that was seen within so many days. */
function sinceOf(days: number, now: number): number {
  return (now - days * 86_400_000) * 1_000
}

function atLeast(value: number | undefined, least: number, silent: boolean): boolean {
  return value === undefined || Number.isNaN(value) ? silent : value >= least
}
