// The first rows of an order out of many, without sorting the many.
import type { Position } from './cursor.ts'

/** Negative where `a` stands before `b`: larger keys first, then the newer, then the larger id. */
function inOrder(a: Position, b: Position): number {
  return b.key - a.key || b.at - a.at || b.id - a.id
}

function isBehind(position: Position, key: number, at: number, id: number): boolean {
  return (position.key - key || position.at - at || position.id - id) > 0
}

/** Takes rows in any order and keeps the first `most` of those that come after `after`. */
export class TopRows {
  /** Rows that stand before the page or at the cursor. */
  before = 0
  readonly most: number
  readonly #after: Position | undefined
  #kept: Position[] = []
  #last: Position | undefined
  /** Whether what is kept came in order, as it does from a board in order: then nothing is to be sorted. */
  #isSorted = true

  constructor(most: number, after: Position | undefined) {
    this.most = most
    this.#after = after
  }

  /**
   * A row by the numbers of its position: nearly all are turned away, and are never made an object.
   * @returns false for a row that comes after a full page: if rows come in order, none of those that follow is needed.
   */
  take(key: number, at: number, id: number): boolean {
    if (this.#after && !isBehind(this.#after, key, at, id)) this.before += 1
    else if (this.#last && isBehind(this.#last, key, at, id)) return false
    else {
      const before = this.#kept.at(-1)
      if (before && !isBehind(before, key, at, id)) this.#isSorted = false
      this.#kept.push({ key, at, id })
      // Sorted once in so many rows, each row costs the logarithm of a page and not of the board.
      if (this.#kept.length >= (this.#last ? 2 * this.most + 64 : this.most)) this.#cut()
    }
    return true
  }

  get isFull(): boolean {
    return this.#last !== undefined
  }

  get rows(): Position[] {
    this.#cut()
    return this.#kept
  }

  #cut(): void {
    if (!this.#isSorted) this.#kept.sort(inOrder)
    this.#isSorted = true
    if (this.#kept.length < this.most) return
    this.#kept.length = this.most
    this.#last = this.#kept.at(-1)
  }
}
