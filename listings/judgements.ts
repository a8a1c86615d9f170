// What people judged of pairs of adverts, and what follows from it: who is with a judged-same one is with all of them, and apart from
// whatever one of them was judged different from.

/** One standing judgement; adverts by their keys (keyOf). */
export interface Judgement {
  a: string
  b: string
  says: 'same' | 'different'
}

/** An advert as its source names it, in one string; source ids hold no space. */
export function keyOf(sourceId: string, externalId: string): string {
  return `${sourceId} ${externalId}`
}

export class Judgements {
  readonly #groups = new Map<string, Set<string>>()
  readonly #apart = new Map<Set<string>, Set<Set<string>>>()

  constructor(standing: readonly Judgement[]) {
    for (const { a, b, says } of standing) if (says === 'same') this.#join(a, b)
    for (const { a, b, says } of standing) if (says === 'different') this.#part(a, b)
  }

  /** Every advert that somebody judged. */
  get judged(): string[] {
    return [...this.#groups.keys()]
  }

  /** All adverts judged to be of one role with this one, itself first. */
  fellows(key: string): string[] {
    return [key, ...(this.#groups.get(key) ?? [])].filter((one, n, all) => all.indexOf(one) === n)
  }

  /** All adverts judged to be of another role. */
  foes(key: string): string[] {
    const own = this.#groups.get(key)
    return own ? [...(this.#apart.get(own) ?? [])].flatMap(group => [...group]) : []
  }

  areSame(a: string, b: string): boolean {
    return this.#groups.get(a)?.has(b) ?? false
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
