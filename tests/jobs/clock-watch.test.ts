import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { watchClock } from '../../jobs/clock-watch.ts'
import { listeningLog } from '../support/alerts.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
before(async () => {
  site = await testSite()
})
after(() => site.close())

const HOUR = 3_600_000

test('J9: a clock that jumps by more than half a day stops the sending, says so everywhere, and goes on when it is steady', async () => {
  const log = listeningLog()
  // Postgres' clock cannot be set from here; that less or more was counted beside it is the same.
  let ahead = 0
  const isSteady = watchClock(site.db, log, () => performance.now() - ahead)
  const ready = async () => (await site.get('/readyz')).text()
  assert.equal(await isSteady(), true)
  ahead += HOUR
  assert.equal(await isSteady(), true, 'an hour: summer time of a careless machine, or a long pause')
  assert.equal(await ready(), 'ready\n')

  ahead += 24 * HOUR
  assert.equal(await isSteady(), false)
  assert.equal(await isSteady(), false, 'the time after the jump is no better for being even')
  assert.match(log.errors.join(), /the clock jumped, so nothing is sent \{"hours":24\}/)
  assert.equal(log.errors.length, 1)
  assert.match(await ready(), /jumped by 24 hours: no alert leaves/)
  assert.match(await (await site.get('/metrics')).text(), /^dayrate_sending_halted 1$/m)

  await sql`update clock_jump set at = now() + interval '23 hours'`.execute(site.db)
  assert.equal(await isSteady(), true, 'put right again: the jump lies in the future')
  await sql`update clock_jump set at = now() - interval '61 minutes'`.execute(site.db)
  assert.equal(await isSteady(), true, 'an hour without another: it is believed')
  assert.match(await (await site.get('/metrics')).text(), /^dayrate_sending_halted 0$/m)
})

test('J9: a clock that falls back by more than half a day stops the sending too', async () => {
  let ahead = 0
  const isSteady = watchClock(site.db, listeningLog(), () => performance.now() - ahead)
  assert.equal(await isSteady(), true)
  ahead -= 13 * HOUR
  assert.equal(await isSteady(), false)
})
