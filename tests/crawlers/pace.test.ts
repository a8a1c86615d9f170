import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { backoffMs, HostHeld, LONGEST_RETRY_AFTER_MS, memoryPace, readRetryAfter } from '../../crawlers/pace.ts'
import { virtualClock } from '../support/virtual-clock.ts'

async function visit(pace: ReturnType<typeof memoryPace>, host: string, delayMs: number, seen: () => void): Promise<void> {
  const end = await pace.turn(host, delayMs)
  seen()
  await end()
}

describe('the pace of one host', () => {
  test('P4: twenty requests with a second between them take nineteen seconds', async () => {
    const clock = virtualClock()
    const pace = memoryPace(clock)
    const starts: number[] = []
    const visits = Array.from({ length: 20 }, () => visit(pace, 'board.example', 1_000, () => starts.push(clock.now())))
    await clock.run(Promise.all(visits))
    assert.ok((starts.at(-1) ?? 0) - (starts[0] ?? 0) >= 19_000)
  })

  test('P4: two hosts do not wait for one another', async () => {
    const clock = virtualClock()
    const pace = memoryPace(clock)
    const starts: Record<string, number[]> = { a: [], b: [] }
    const visits = ['a', 'b'].flatMap(host =>
      Array.from({ length: 5 }, () => visit(pace, host, 10_000, () => starts[host]?.push(clock.now()))),
    )
    await clock.run(Promise.all(visits))
    assert.deepEqual(starts['a'], starts['b'])
    assert.equal((starts['a']?.at(-1) ?? 0) - (starts['a']?.[0] ?? 0), 40_000)
  })

  test('one host has one request at a time, and an abandoned turn frees it', async () => {
    const clock = virtualClock()
    const pace = memoryPace(clock)
    const end = await pace.turn('board.example', 0)
    const stop = new AbortController()
    const gaveUp = pace.turn('board.example', 60_000, stop.signal)
    let third = false
    const waiting = visit(pace, 'board.example', 0, () => (third = true))
    await end()
    await clock.untilAsleep(1)
    assert.equal(third, false)
    stop.abort(new Error('stopped'))
    await assert.rejects(gaveUp, /stopped/)
    await waiting
    assert.equal(third, true)
  })

  test('a host that is held for longer than anybody waits says until when', async () => {
    const clock = virtualClock()
    const pace = memoryPace(clock)
    await pace.hold('board.example', clock.now() + 3_600_000)
    await assert.rejects(
      pace.turn('board.example', 0),
      (error: unknown) => error instanceof HostHeld && error.until === clock.now() + 3_600_000,
    )
    assert.deepEqual(clock.slept, [])
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 23, 12)

  test('P2: seconds and dates are honoured, six hours at most; what is past, negative or garbage is as good as absent', () => {
    const cases: [string | undefined, number | undefined][] = [
      ['30', 30_000],
      [new Date(now + 90_000).toUTCString(), 90_000],
      [new Date(now - 90_000).toUTCString(), undefined],
      ['-5', undefined],
      ['0', undefined],
      ['1e9', undefined],
      ['1000000000', LONGEST_RETRY_AFTER_MS],
      ['soon', undefined],
      ['', undefined],
      [undefined, undefined],
    ]
    for (const [value, ms] of cases) assert.equal(readRetryAfter(value, now), ms, String(value))
  })

  test('P3: without it the wait doubles, with full jitter', () => {
    assert.deepEqual(
      [1, 2, 3].map(attempt => backoffMs(attempt, () => 1)),
      [2_000, 4_000, 8_000],
    )
    assert.deepEqual(
      [1, 2, 3].map(attempt => backoffMs(attempt, () => 0)),
      [0, 0, 0],
    )
  })
})
