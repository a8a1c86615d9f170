// How many documents of a set have each value of each filter. The values of a document are taken together in a few groups, and of each group
// it has one of some hundred combinations: to count it is an addition a group, however many values it has.

/** Values that are counted together. Where what is in a group hangs together, as a rate and its band do, it has few combinations. */
const GROUPS: readonly Group[] = [
  { filters: ['engagement', 'discipline', 'seniority'] },
  { filters: ['remote', 'onsite', 'start', 'advertiser'] },
  { filters: ['sector', 'clearance'] },
  { filters: ['rate', 'middle'] },
  { filters: ['place', 'point'] },
  { filters: ['band'] },
  { filters: ['methods'], half: 0 },
  { filters: ['methods'], half: 1 },
  { filters: ['source'] },
]
const WIDTH = GROUPS.length

interface Group {
  filters: readonly string[]
  /** Only half of the values: two times six hundred combinations are fewer than five thousand. */
  half?: 0 | 1
}

/** How many documents have each value, by the value's number; what is beyond its end none has. */
export type Tally = Uint32Array

/** A filter's values and their numbers. */
interface Values {
  names: string[]
  numbers: number[]
  /** The numbers of those that are figures, least first; absent after a new one. */
  rising: { figures: number[]; numbers: number[] } | undefined
}

/** Combinations that have a value, one list behind the other; by value where its list begins, and so where the last ends. */
interface Having {
  /** How many combinations there were when it was made. */
  count: number
  combinations: Uint32Array
  starts: Uint32Array
}

/** Fewer documents than this are counted value by value: to go through all combinations would take longer. */
const FEW = 150

export class ValueCounts {
  readonly #values = new Map<string, Values>()
  #valueCount = 0
  /** Of each group, the combination's number by its values. */
  readonly #combinations: readonly Map<string, number>[] = GROUPS.map(() => new Map())
  #combinationCount = 0
  /** Numbers of the values of each combination, one list behind the other; by combination where its list begins, and so where the last ends. */
  #lists = new Uint32Array(1_024)
  #starts = new Uint32Array(1_024)
  /** The same the other way round: the combinations of each value. */
  #having: Having = { count: 0, combinations: new Uint32Array(0), starts: new Uint32Array(1) }
  /** By combination; all zero between two counts. */
  #counters = new Uint32Array(1_024)
  /** A row a document: its combination of each group. Sixteen bits each are half the memory to go through. */
  #cells: Uint16Array | Uint32Array = new Uint16Array(1_024 * WIDTH)
  #all: Tally = new Uint32Array(256)

  /** All documents that are there. */
  get all(): Tally {
    return this.#all.subarray(0, this.#valueCount)
  }

  /** @param doc the one after the last; its values by the names of the filters */
  put(doc: number, values: ReadonlyMap<string, readonly string[]>): void {
    if ((doc + 1) * WIDTH > this.#cells.length) this.#cells = longer(this.#cells)
    for (const [n, group] of GROUPS.entries()) {
      const own = group.filters.map(filter => ownValues(values.get(filter) ?? [], group))
      const key = own.join(BETWEEN)
      const combination = this.#combinations[n]?.get(key) ?? this.#addCombination(n, key, own)
      this.#cells[doc * WIDTH + n] = combination
    }
    this.#count(doc, this.#all, 1)
  }

  remove(doc: number): void {
    this.#count(doc, this.#all, -1)
  }

  /** The tally of a set with one document more, or one less; it is longer where there are values that it has no room for. */
  change(tally: Tally, doc: number, step: 1 | -1): Tally {
    const roomy = tally.length < this.#valueCount ? this.newTally() : tally
    if (roomy !== tally) roomy.set(tally)
    this.#count(doc, roomy, step)
    return roomy
  }

  /** Room for a tally. */
  newTally(): Tally {
    return new Uint32Array(this.#valueCount)
  }

  /** What these documents have. */
  tallyOf(docs: Uint32Array, into: Tally): Tally {
    into.fill(0)
    this.#countAll(docs, into, 1)
    return into
  }

  /** What is left of a larger set without these documents of it. */
  tallyWithout(larger: Tally, docs: Uint32Array, into: Tally): Tally {
    into.fill(0).set(larger)
    this.#countAll(docs, into, -1)
    return into
  }

  /** What a set has and these documents beside it, right for the values of one group of filters alone. */
  tallyWith(smaller: Tally, docs: Uint32Array, filter: string, into: Tally): Tally {
    into.fill(0).set(smaller)
    const [cells, counters] = [this.#cells, this.#counters]
    for (const [group, { filters }] of GROUPS.entries()) {
      if (!filters.includes(filter)) continue
      for (let n = 0; n < docs.length; n += 1) addOne(counters, cells[(docs[n] as number) * WIDTH + group] as number)
      for (const other of filters) this.#addCounted(this.#valuesOf(other).numbers, into, 1)
      counters.fill(0)
    }
    return into
  }

  /** The counts of a filter's values, of every value there has been: objects with the same keys are one kind, and cost a fraction. */
  byValue(filter: string, tally: Tally): Record<string, number> {
    const { names, numbers } = this.#valuesOf(filter)
    const counts: Record<string, number> = {}
    for (let n = 0; n < names.length; n += 1) counts[names[n] as string] = tally[numbers[n] as number] ?? 0
    return counts
  }

  /** The same of values that are figures, least first. */
  byFigure(filter: string, tally: Tally): { figures: readonly number[]; counts: number[] } {
    const values = this.#valuesOf(filter)
    const { figures, numbers } = (values.rising ??= risingOf(values))
    return { figures, counts: numbers.map(number => tally[number] ?? 0) }
  }

  #countAll(docs: Uint32Array, tally: Tally, step: 1 | -1): void {
    if (docs.length < FEW) for (const doc of docs) this.#count(doc, tally, step)
    else {
      countRows(docs, this.#cells, this.#counters)
      for (const { numbers } of this.#values.values()) this.#addCounted(numbers, tally, step)
      this.#counters.fill(0)
    }
  }

  /** Adds to each of these values what was counted of the combinations that have it. */
  #addCounted(values: readonly number[], tally: Tally, step: 1 | -1): void {
    if (this.#having.count !== this.#combinationCount) this.#having = this.#turnRound()
    const [{ combinations, starts }, counters] = [this.#having, this.#counters]
    for (let n = 0; n < values.length; n += 1) {
      const value = values[n] as number
      const end = starts[value + 1] as number
      let sum = 0
      for (let at = starts[value] as number; at < end; at += 1) sum += counters[combinations[at] as number] as number
      tally[value] = (tally[value] as number) + step * sum
    }
  }

  #turnRound(): Having {
    const ofValue = Array.from({ length: this.#valueCount }, (): number[] => [])
    for (let combination = 0; combination < this.#combinationCount; combination += 1)
      for (const value of this.#lists.subarray(this.#starts[combination], this.#starts[combination + 1])) ofValue[value]?.push(combination)
    let end = 0
    const starts = Uint32Array.from([[], ...ofValue], list => (end += list.length))
    return { count: this.#combinationCount, combinations: Uint32Array.from(ofValue.flat()), starts }
  }

  #count(doc: number, tally: Tally, step: 1 | -1): void {
    for (let cell = doc * WIDTH; cell < (doc + 1) * WIDTH; cell += 1) this.#addTo(tally, this.#cells[cell] ?? 0, step)
  }

  #addTo(tally: Tally, combination: number, count: number): void {
    const [lists, end] = [this.#lists, this.#starts[combination + 1] as number]
    for (let at = this.#starts[combination] as number; at < end; at += 1) {
      const value = lists[at] as number
      tally[value] = (tally[value] as number) + count
    }
  }

  #addCombination(group: number, key: string, values: readonly (readonly string[])[]): number {
    const combination = this.#combinationCount++
    this.#combinations[group]?.set(key, combination)
    if (combination + 2 > this.#starts.length) this.#starts = longer(this.#starts)
    if (combination >= this.#counters.length) this.#counters = longer(this.#counters)
    if (combination > 0xffff && this.#cells instanceof Uint16Array) this.#cells = Uint32Array.from(this.#cells)
    const numbers = values.flatMap((some, n) => some.map(value => this.#numberOf(GROUPS[group]?.filters[n] ?? '', value)))
    const start = this.#starts[combination] ?? 0
    while (start + numbers.length > this.#lists.length) this.#lists = longer(this.#lists)
    this.#lists.set(numbers, start)
    this.#starts[combination + 1] = start + numbers.length
    return combination
  }

  #numberOf(filter: string, value: string): number {
    const values = this.#valuesOf(filter)
    const { names, numbers } = values
    const known = numbers[names.indexOf(value)]
    if (known !== undefined) return known
    values.rising = undefined
    names.push(asKey(value))
    numbers.push(this.#valueCount++)
    if (this.#valueCount > this.#all.length) this.#all = longer(this.#all)
    return this.#valueCount - 1
  }

  #valuesOf(filter: string): Values {
    return this.#values.getOrInsertComputed(filter, () => ({ names: [], numbers: [], rising: undefined }))
  }
}

/**
 * The innermost loop of the board's counts: every document has a row, and every combination a counter. Written out, because a loop over the
 * nine cells of a row takes twice as long.
 */
function countRows(docs: Uint32Array, cells: Uint16Array | Uint32Array, counters: Uint32Array): void {
  for (let n = 0; n < docs.length; n += 1) {
    const row = (docs[n] as number) * WIDTH
    addOne(counters, cells[row] as number)
    addOne(counters, cells[row + 1] as number)
    addOne(counters, cells[row + 2] as number)
    addOne(counters, cells[row + 3] as number)
    addOne(counters, cells[row + 4] as number)
    addOne(counters, cells[row + 5] as number)
    addOne(counters, cells[row + 6] as number)
    addOne(counters, cells[row + 7] as number)
    addOne(counters, cells[row + 8] as number)
  }
}

function addOne(counters: Uint32Array, place: number): void {
  counters[place] = (counters[place] as number) + 1 // below its length
}

/** Between the values of two filters; no value of ours has it. */
const BETWEEN = '\u001F'

function ownValues(values: readonly string[], { half }: Group): string[] {
  const own = half === undefined ? values : values.filter(value => halfOf(value) === half)
  return own.length <= 1 ? [...own] : [...new Set(own)].sort()
}

function halfOf(value: string): number {
  let sum = 0
  for (let at = 0; at < value.length; at += 1) sum += value.charCodeAt(at)
  return sum & 1
}

function risingOf({ names, numbers }: Values): NonNullable<Values['rising']> {
  const all = names.map((name, n) => ({ figure: Number(name), number: numbers[n] ?? 0 })).filter(({ figure }) => Number.isFinite(figure))
  all.sort((a, b) => a.figure - b.figure)
  return { figures: all.map(one => one.figure), numbers: all.map(one => one.number) }
}

/** The same words as the engine keeps those of keys: others are looked up among all keys each time they are used as one. */
function asKey(value: string): string {
  return Object.keys({ [value]: 0 })[0] ?? value
}

function longer<List extends Uint16Array | Uint32Array>(list: List): List {
  const doubled = list instanceof Uint16Array ? new Uint16Array(list.length * 2) : new Uint32Array(list.length * 2)
  doubled.set(list)
  return doubled as List // of the same kind
}
