// Comparisons made once: an advert is held against a candidate to find what it may fit, again to join it, and again as one of its fellows.
import { compare } from './sameness.ts'
import type { Comparison, Signature } from './sameness.ts'

export class Comparisons {
  #made = new Map<Signature, Map<Signature, Comparison>>()

  of(a: Signature, b: Signature): Comparison {
    return this.#made.get(b)?.get(a) ?? this.#made.getOrInsertComputed(a, () => new Map()).getOrInsertComputed(b, () => compare(a, b))
  }

  /** What comes next has to do with other adverts. */
  forget(): void {
    this.#made = new Map()
  }
}
