// Large bodies come one at a time in a process. A feed may have 20 MB and is held two and three times over while it is decoded and read, so
// four crawls that each read one came to 300 MB together (measured, November 2026): the others wait where they have become large, with the
// host's stream held back. Whoever takes the turn gives it back when the page has been read, however that ends.

/** Nearly every page and most feeds are smaller and never wait; four bodies of this size weigh 8 MB. */
export const LARGE_BODY = 2 * 1_048_576

let holder: symbol | undefined
const waiting: { turn: symbol; tell: () => void }[] = []

/** The right of one page to be large. */
export class LargeTurn {
  private readonly turn = Symbol('large body')

  /** Waits until no other page has it; at once where this one has it already. @throws the signal's reason when it is aborted meanwhile */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    holder ??= this.turn
    if (holder === this.turn) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = (): void => reject(signal?.reason instanceof Error ? signal.reason : new Error('The wait was given up.'))
    waiting.push({ turn: this.turn, tell: resolve })
    signal?.addEventListener('abort', leave, { once: true })
    try {
      await promise
    } catch (error) {
      this.giveBack()
      throw error
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  /** May be called at any time, also by whoever never took it. */
  giveBack(): void {
    const place = waiting.findIndex(({ turn }) => turn === this.turn)
    if (place >= 0) waiting.splice(place, 1)
    if (holder !== this.turn) return
    // Node lets texts of 20 MB lie until it has nothing better to do: 30 MB less with four crawls at work. Exposed where crawls are run
    // (package.json); takes some 30 ms.
    globalThis.gc?.()
    const next = waiting.shift()
    holder = next?.turn
    next?.tell()
  }
}
