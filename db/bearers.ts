// Known adverts by the keys they bear.
import type { Filed } from './filed.ts'

export class Bearers {
  readonly #byKey = new Map<string, Filed[]>()

  add(filed: Filed): void {
    for (const key of filed.keys) {
      const bearers = this.#byKey.get(key)
      if (bearers) bearers.push(filed)
      else this.#byKey.set(key, [filed])
    }
  }

  remove({ id, keys }: Filed): void {
    for (const key of keys)
      this.#byKey.set(
        key,
        (this.#byKey.get(key) ?? []).filter(bearer => bearer.id !== id),
      )
  }

  /** The newest `count` of each key, each once. */
  newest(keys: readonly string[], count = Infinity): Set<Filed> {
    const found = new Set<Filed>()
    for (const key of keys) {
      const bearers = this.#byKey.get(key)
      if (bearers) for (const bearer of bearers.length <= count ? bearers : newestOf(bearers, count)) found.add(bearer)
    }
    return found
  }
}

/** By id, not by when they came to be known here. */
export function newestOf(known: readonly Filed[], count: number): readonly Filed[] {
  return known.length <= count ? known : known.toSorted((a, b) => a.id - b.id).slice(-count)
}
