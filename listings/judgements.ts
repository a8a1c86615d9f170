// What people judged of pairs of adverts, and what follows from it: who is with a judged-same one is with all of them, and apart from
// whatever one of them was judged different from.

/** One standing judgement; adverts by their keys (keyOf). */
export interface Judgement {
  a: string
  b: string
  says: 'same' | 'different'
  at: Date
}

/** An advert as its source names it, in one string; source ids hold no space. */
export function keyOf(sourceId: string, externalId: string): string {
  return `${sourceId} ${externalId}`
}

const dayOf = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' })

/** "a person judged on 23 November 2026 that the two are one role" */
export function judgedWords(at: Date | undefined, that: string): string {
  return `a person judged${at ? ` on ${dayOf.format(at)}` : ''} that ${that}`
}

export class Judgements {
  readonly #sames: Judgement[]
  readonly #groups = new Map<string, Set<string>>()
  readonly #apart = new Map<Set<string>, Set<Set<string>>>()

  constructor(standing: readonly Judgement[]) {
    this.#sames = standing.filter(({ says }) => says === 'same')
    for (const { a, b } of this.#sames) this.#join(a, b)
    for (const { a, b, says } of standing) if (says === 'different') this.#part(a, b)
  }

  /** Every advert that somebody judged. */
  get judged(): string[] {
    return [...this.#groups.keys()]
  }

  /** All adverts judged to be of one role with this one, itself first. */
  fellows(key: string): string[] {
    const own = this.#groups.get(key)
    return own ? [key, ...[...own].filter(one => one !== key)] : [key]
  }

  /** All adverts judged to be of another role. */
  foes(key: string): string[] {
    const own = this.#groups.get(key)
    return own ? [...(this.#apart.get(own) ?? [])].flatMap(group => [...group]) : []
  }

  areSame(a: string, b: string): boolean {
    return this.#groups.get(a)?.has(b) ?? false
  }

  /** When two adverts were judged to be of one role; of those that are so by way of others, when the last of these was judged. */
  judgedSameAt(a: string, b: string): Date | undefined {
    const own = this.#sames.find(one => (one.a === a && one.b === b) || (one.a === b && one.b === a))
    const of = own ? [own] : this.areSame(a, b) ? this.#sames.filter(one => one.a === a || this.areSame(one.a, a)) : []
    return of.map(({ at }) => at).sort((x, y) => +y - +x)[0]
  }

  areDifferent(a: string, b: string): boolean {
    const [one, other] = [this.#groups.get(a), this.#groups.get(b)]
    return one !== undefined && other !== undefined && (this.#apart.get(one)?.has(other) ?? false)
  }

  #groupOf(key: string): Set<string> {
    return this.#groups.getOrInsertComputed(key, () => new Set([key]))
  }

  #join(a: string, b: string): void {
    const [one, other] = [this.#groupOf(a), this.#groupOf(b)]
    if (one === other) return
    for (const key of other) {
      one.add(key)
      this.#groups.set(key, one)
    }
  }

  #part(a: string, b: string): void {
    const [one, other] = [this.#groupOf(a), this.#groupOf(b)]
    this.#apart.getOrInsertComputed(one, () => new Set()).add(other)
    this.#apart.getOrInsertComputed(other, () => new Set()).add(one)
  }
}
