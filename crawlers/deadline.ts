// How long a request may take.
import { FetchFailed, failureFrom } from './fetch-failed.ts'

/** Fires once a time has been spent, not counting what was spent waiting for others. */
export class Deadline {
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout
  private leftMs: number
  private since = performance.now()
  private isOver = false

  constructor(ms: number) {
    this.leftMs = Math.max(ms, 0)
    this.timer = setTimeout(() => this.fire(), this.leftMs)
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  readonly fire = (): void => this.controller.abort()

  /** The time until `wait` ends does not count. */
  async pausedFor(wait: Promise<void>): Promise<void> {
    clearTimeout(this.timer)
    this.leftMs -= performance.now() - this.since
    try {
      await wait
    } finally {
      this.since = performance.now()
      if (!this.isOver) this.timer = setTimeout(this.fire, Math.max(this.leftMs, 0))
    }
  }

  clear(): void {
    this.isOver = true
    clearTimeout(this.timer)
  }
}

interface Limits {
  ms: number
  /** The caller's wish to stop. */
  stop: AbortSignal | undefined
  graceMs: number
}

/** Runs `work` with a deadline, which fires also some time after the caller stops, and says which it was. @throws FetchFailed */
export async function withDeadline<T>({ ms, stop, graceMs }: Limits, host: string, work: (deadline: Deadline) => Promise<T>): Promise<T> {
  const deadline = new Deadline(ms)
  const end = (): void => void setTimeout(deadline.fire, graceMs).unref()
  stop?.addEventListener('abort', end, { once: true })
  const { signal } = deadline
  try {
    return await work(deadline)
  } catch (error) {
    if (signal.aborted && stop?.aborted) throw new FetchFailed('stopped', 'The crawl was stopped.', { cause: error })
    if (signal.aborted) throw new FetchFailed('timeout', `${host} took longer than ${Math.round(ms / 1_000)} s.`, { cause: error })
    throw failureFrom(error, host, true)
  } finally {
    deadline.clear()
    stop?.removeEventListener('abort', end)
  }
}
