// Comparisons made once: an advert is held against a candidate to find what it may fit, again to join it, and again as one of its fellows.
import { isOtherRole } from './findings.ts'
import { compare } from './sameness.ts'
import type { Comparison, Signature } from './sameness.ts'

/** Two in three; nobody asks what those have against each other. */
const OTHER_ROLE: Comparison = { same: false, sure: false, score: 0, reasons: [], vetoes: ['another title or grade'], elsewhere: false }

export class Comparisons {
  #made = new Map<Signature, Map<Signature, Comparison>>()

  of(a: Signature, b: Signature): Comparison {
    if (isOtherRole(a, b)) return OTHER_ROLE
    const ofA = this.#made.get(a)
    const known = ofA?.get(b) ?? this.#made.get(b)?.get(a)
    if (known) return known
    const made = compare(a, b, true)
    if (ofA) ofA.set(b, made)
    else this.#made.set(a, new Map([[b, made]]))
    return made
  }

  /** What comes next has to do with other adverts. */
  forget(): void {
    this.#made = new Map()
  }
}
