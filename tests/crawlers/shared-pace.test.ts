// The pace of a host over several processes: real ones, on one database, at one server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { HostHeld, sharedPace } from '../../crawlers/pace.ts'
import { pruneHosts, takeTurn } from '../../db/host-pace.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { hostileServer, send } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'

const ROOT = resolve(import.meta.dirname, '../..')
let world: TestDatabase
let server: HostileServer
before(async () => {
  world = await testDatabase()
  server = await hostileServer()
  server.on('*', send('here'))
})
after(async () => {
  await server.close()
  await world.close()
})

/** A process of its own that asks for pages one after the other, with a clock that is wrong by so much. */
function worker(name: string, pages: number, delayMs: number, clockWrongByMs = 0): Promise<number | null> {
  const program = `
    import { connect } from '${ROOT}/db/database.ts'
    import { createFetcher } from '${ROOT}/crawlers/fetcher.ts'
    import { realClock, sharedPace } from '${ROOT}/crawlers/pace.ts'
    const db = connect('${world.url}', { name: 'dayrate test', max: 2 })
    const clock = { ...realClock, now: () => Date.now() + ${clockWrongByMs} }
    const fetcher = createFetcher({ userAgent: 'DayrateBot/1.0', allow: new Set(['${server.host}']), clock, pace: sharedPace(db, clock) })
    for (let n = 0; n < ${pages}; n++) await fetcher.fetch({ url: '${server.origin}/${name}' + n }, { delayMs: ${delayMs} })
    await fetcher.close()
    await db.destroy()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise(done => child.once('exit', done))
}

test('P5, D11: two workers at one host keep its delay together, though the clock of one is ten minutes fast', async () => {
  const delayMs = 250
  const codes = await Promise.all([worker('a', 6, delayMs), worker('b', 6, delayMs, 600_000)])
  assert.deepEqual(codes, [0, 0])
  const times = server.hits.map(hit => hit.at)
  assert.equal(times.length, 12)
  // Eleven delays, less what a request takes from its turn to the server; two that know nothing of each other would need five.
  assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) >= 9 * delayMs, String(times))
})

test('P1, P5: what a host asks one worker to wait, the other waits too; a long wait is said at once, and is over when it is over', async () => {
  const [one, two] = [sharedPace(world.db), sharedPace(world.db)]
  await one.hold('board.example', Date.now() + 300)
  const begun = performance.now()
  ;(await two.turn('board.example', 0))()
  assert.ok(performance.now() - begun >= 290)
  await one.hold('board.example', Date.now() + 3_600_000)
  const held = await two.turn('board.example', 0).then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(held instanceof HostHeld && Math.abs(held.until - Date.now() - 3_600_000) < 5_000)
})

test('P5: whoever waits when the host asks for rest does not go on; a turn that is given up holds nobody up', async () => {
  const [one, two] = [sharedPace(world.db), sharedPace(world.db)]
  ;(await one.turn('slow.example', 0))()
  const waiting = two.turn('slow.example', 200)
  await one.hold('slow.example', Date.now() + 600)
  const begun = performance.now()
  ;(await waiting)()
  assert.ok(performance.now() - begun >= 400)
  const stop = new AbortController()
  ;(await one.turn('left.example', 0))()
  const given = one.turn('left.example', 60_000, stop.signal)
  setTimeout(() => stop.abort(new Error('stopped')), 100)
  await assert.rejects(given, { name: 'AbortError' })
  const after_ = performance.now()
  ;(await two.turn('left.example', 50))()
  assert.ok(performance.now() - after_ < 5_000)
})

test('P5: turns are given out in the order of asking, whoever asks', async () => {
  const waits = []
  for (let n = 0; n < 4; n++) waits.push(Math.round((await takeTurn(world.db, 'fair.example', 10_000, 1_000)).waitMs / 10_000))
  assert.deepEqual(waits, [0, 1, 2, 3])
})

test('hosts nobody asks any more are forgotten', async () => {
  assert.equal(await pruneHosts(world.db), 0)
  await world.db
    .updateTable('host_pace')
    .set({ last_at: new Date(0), held_until: null })
    .execute()
  assert.ok((await pruneHosts(world.db)) >= 3)
})

test('P5: without a delay a host is looked up now and then, its own word at once, and that of another worker soon', async () => {
  const [one, two] = [sharedPace(world.db), sharedPace(world.db)]
  for (let n = 0; n < 50; n++) (await one.turn('quick.example', 0))()
  await one.hold('quick.example', Date.now() + 3_600_000)
  await assert.rejects(one.turn('quick.example', 0), HostHeld)
  ;(await one.turn('other.example', 0))()
  await two.hold('other.example', Date.now() + 3_600_000)
  await new Promise(done => setTimeout(done, 60))
  await assert.rejects(one.turn('other.example', 0), HostHeld)
  // Whoever asks for a delay always takes a turn of his own.
  ;(await one.turn('slow.example', 0))()
  const begun = performance.now()
  for (let n = 0; n < 2; n++) (await one.turn('slow.example', 150))()
  assert.ok(performance.now() - begun >= 240)
})
