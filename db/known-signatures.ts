// Signatures this process made or read lately. A newcomer is compared with the newest adverts that share a key with it, and those are
// mostly what was filed or compared just before: two in three need neither be read from their wide rows nor parsed again.
import type { Signature } from '../listings/sameness.ts'
import type { Db } from './database.ts'

/** About 4 kB each with their samples decoded. */
const AT_MOST = 6_000

export interface Known {
  /** `linked_at` in seconds, as Postgres counts them. */
  filedAt: number
  signature: Signature
}

/** Made by the rules of this process, RULES_VERSION. */
class KnownSignatures {
  readonly #known = new Map<number, Known>()

  /**
   * What an advert says changes only by a crawl, which takes `linked_at` away, and filing gives it a later one: an equal one means equal
   * words, also where another process filed the advert, or where nothing came of the transaction that made this known.
   */
  keep(id: number, filedAt: number, signature: Signature): void {
    this.#known.delete(id)
    this.#known.set(id, { filedAt, signature })
    if (this.#known.size <= AT_MOST) return
    const [oldest] = this.#known.keys()
    if (oldest !== undefined) this.#known.delete(oldest)
  }

  /** What is known of each; used last, it stays longest. */
  find(ids: readonly number[]): (Known | undefined)[] {
    return ids.map(id => {
      const known = this.#known.get(id)
      if (known && this.#known.delete(id)) this.#known.set(id, known)
      return known
    })
  }
}

const OF_POOL = new WeakMap<object, KnownSignatures>()

/** Of one database, whichever connection or transaction asks: the adapter is what all that came from one connect() share. */
export function knownSignatures(db: Db): KnownSignatures {
  return OF_POOL.getOrInsertComputed(db.getExecutor().adapter, () => new KnownSignatures())
}
