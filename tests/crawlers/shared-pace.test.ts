// The pace of a host over several processes: real ones, on one database, at one server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { HostHeld, sharedPace } from '../../crawlers/pace.ts'
import { claimTurn, endTurn, LEASE_MS, pruneHosts } from '../../db/host-pace.ts'
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
function worker(name: string, pages: number, delayMs: number, clockWrongByMs = 0): ChildProcess {
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
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function exitCodes(...children: ChildProcess[]): Promise<unknown[]> {
  return Promise.all(children.map(async child => (await once(child, 'exit'))[0] as unknown))
}

test('P5, D11: two workers at one host keep its delay together, though the clock of one is ten minutes fast', async () => {
  const delayMs = 250
  assert.deepEqual(await exitCodes(worker('a', 6, delayMs), worker('b', 6, delayMs, 600_000)), [0, 0])
  const times = server.hits.map(hit => hit.at)
  assert.equal(times.length, 12)
  // Eleven delays, less what a request takes from its turn to the server; two that know nothing of each other would need five.
  assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) >= 9 * delayMs, String(times))
})

test('P1, P5: what a host asks one worker to wait, the other waits too; a long wait is said at once, and is over when it is over', async () => {
  const [one, two] = [sharedPace(world.db), sharedPace(world.db)]
  await one.hold('board.example', Date.now() + 300)
  const begun = performance.now()
  await (
    await two.turn('board.example', 0)
  )()
  assert.ok(performance.now() - begun >= 290)
  await one.hold('board.example', Date.now() + 3_600_000)
  await setTimeout(60)
  const held = await two.turn('board.example', 0).then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(held instanceof HostHeld && Math.abs(held.until - Date.now() - 3_600_000) < 5_000)
})

test('P5: whoever waits when the host asks for rest does not go on; a turn that is given up holds nobody up', async () => {
  const [one, two] = [sharedPace(world.db), sharedPace(world.db)]
  await (
    await one.turn('slow.example', 0)
  )()
  const waiting = two.turn('slow.example', 200)
  await one.hold('slow.example', Date.now() + 600)
  const begun = performance.now()
  await (
    await waiting
  )()
  assert.ok(performance.now() - begun >= 400)
  const stop = new AbortController()
  await (
    await one.turn('left.example', 0)
  )()
  const given = one.turn('left.example', 60_000, stop.signal)
  void setTimeout(100).then(() => stop.abort(new Error('stopped')))
  await assert.rejects(given)
  const after_ = performance.now()
  await (
    await two.turn('left.example', 50)
  )()
  assert.ok(performance.now() - after_ < 5_000)
})

test('P5: two workers at a host that answers slowly never have two requests there at once', async () => {
  let [atOnce, most, answered] = [0, 0, 0]
  server.on('*', (request, response) => {
    most = Math.max(most, ++atOnce)
    // Longer than the delay: by their beginnings alone three requests would be under way.
    void setTimeout(200).then(() => {
      atOnce--
      answered++
      send('here')(request, response)
    })
  })
  assert.deepEqual(await exitCodes(worker('slow-a', 3, 50), worker('slow-b', 3, 50)), [0, 0])
  assert.deepEqual([answered, most], [6, 1])
})

test('P5: a worker that is killed over its request holds the others up for a lease, and no longer', async () => {
  const asked = Promise.withResolvers<void>()
  server.on('*', () => asked.resolve())
  const child = worker('killed', 1, 100)
  const exit = once(child, 'exit')
  await Promise.race([asked.promise, exit])
  child.kill('SIGKILL')
  assert.deepEqual(await exit, [null, 'SIGKILL'])
  await sql`update host_pace set last_at = last_at - interval '10 seconds' where host = ${server.host}`.execute(world.db)
  const [turn, next] = [randomUUID(), randomUUID()]
  const refused = await claimTurn(world.db, server.host, 100, turn)
  assert.ok(!refused.isMine && refused.waitMs > 0 && refused.waitMs <= 200, JSON.stringify(refused))
  await sql`update host_pace set busy_until = busy_until - ${LEASE_MS}::int * interval '1 millisecond' where host = ${server.host}`.execute(
    world.db,
  )
  assert.equal((await claimTurn(world.db, server.host, 100, turn)).isMine, true)
  // One that comes back to life ends its own turn, not that of its successor.
  await endTurn(world.db, server.host, next)
  assert.equal((await claimTurn(world.db, server.host, 0.001, next)).isMine, false)
  await endTurn(world.db, server.host, turn)
  assert.equal((await claimTurn(world.db, server.host, 0.001, next)).isMine, true)
  server.on('*', send('here'))
})

test('P5: of many who claim a host at once one gets it', async () => {
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimTurn(world.db, 'fair.example', 10_000, randomUUID())))
  assert.equal(claims.filter(({ isMine }) => isMine).length, 1)
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
  for (let n = 0; n < 50; n++) await (await one.turn('quick.example', 0))()
  await one.hold('quick.example', Date.now() + 3_600_000)
  await assert.rejects(one.turn('quick.example', 0), HostHeld)
  await (
    await one.turn('other.example', 0)
  )()
  await two.hold('other.example', Date.now() + 3_600_000)
  await setTimeout(60)
  await assert.rejects(one.turn('other.example', 0), HostHeld)
  // Whoever asks for a delay always takes a turn of his own.
  await (
    await one.turn('slow.example', 0)
  )()
  const begun = performance.now()
  for (let n = 0; n < 2; n++) await (await one.turn('slow.example', 150))()
  assert.ok(performance.now() - begun >= 240)
})
