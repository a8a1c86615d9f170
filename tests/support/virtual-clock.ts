// Time that passes when a test says so: nobody waits, and who slept for how long is known.
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../crawlers/pace.ts'

export interface VirtualClock extends Clock {
  /** Every sleep asked for, milliseconds, in order. */
  slept: number[]
  sleepers(): number
  /** Lets time pass and wakes whoever is due. */
  advance(ms: number): Promise<void>
  /** Resolves when so many sleep at once; fails after two real seconds. */
  untilAsleep(count: number): Promise<void>
  /** Lets time pass, from one sleeper to the next, until the work is done. */
  run<T>(work: Promise<T>): Promise<T>
}

/** Noon on a working day in 2026; the date itself means nothing. */
const START = Date.UTC(2026, 10, 23, 12)

export function virtualClock(start = START): VirtualClock {
  let at = start
  const waiting = new Set<{ due: number; wake: () => void }>()
  const slept: number[] = []

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    slept.push(ms)
    return new Promise((resolve, reject) => {
      const sleeper = { due: at + ms, wake: resolve }
      waiting.add(sleeper)
      signal?.addEventListener('abort', () => {
        waiting.delete(sleeper)
        reject(signal.reason as Error)
      })
    })
  }

  async function advance(ms: number): Promise<void> {
    at += ms
    for (const sleeper of [...waiting].sort((a, b) => a.due - b.due)) {
      if (sleeper.due > at) continue
      waiting.delete(sleeper)
      sleeper.wake()
    }
    await wait(5)
  }

  async function untilAsleep(count: number): Promise<void> {
    for (let tries = 0; waiting.size < count; tries++) {
      if (tries > 400) throw new Error(`${waiting.size} sleep, not ${count}`)
      await wait(5)
    }
  }

  async function run<T>(work: Promise<T>): Promise<T> {
    const state = { done: false }
    const mark = (): void => {
      state.done = true
    }
    work.then(mark, mark)
    while (!state.done) {
      await wait(3)
      const due = Math.min(...[...waiting].map(sleeper => sleeper.due))
      if (due !== Infinity) await advance(Math.max(0, due - at))
    }
    return work
  }

  return { now: () => at, sleep, slept, sleepers: () => waiting.size, advance, untilAsleep, run }
}
