import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import { createQueue } from '../../jobs/queue.ts'
import type { Queue } from '../../jobs/queue.ts'
import { QUIET_LOG, listeningLog } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let one: Queue
let two: Queue

before(async () => {
  database = await testDatabase()
  one = await createQueue({ url: database.url, log: QUIET_LOG })
  two = await createQueue({ url: database.url, log: QUIET_LOG })
})
after(async () => {
  await Promise.all([one.stop(1_000), two.stop(1_000)])
  await database.close()
})

test('D9: a source that is asked for five times by two machines is crawled once at a time, others beside it', async () => {
  const running = new Map<string, number>()
  const most = new Map<string, number>()
  let done = 0
  const handler = async ({ sourceId }: { sourceId: string }): Promise<void> => {
    running.set(sourceId, (running.get(sourceId) ?? 0) + 1)
    most.set(sourceId, Math.max(most.get(sourceId) ?? 0, running.get(sourceId) ?? 0))
    await sleep(300)
    running.set(sourceId, (running.get(sourceId) ?? 0) - 1)
    done++
  }
  await one.work('crawl', 4, handler)
  await two.work('crawl', 4, handler)
  for (let n = 0; n < 5; n++) for (const sourceId of ['north', 'south']) await (n % 2 ? one : two).enqueue('crawl', { sourceId })
  await until(() => done >= 2)
  await sleep(400)
  assert.deepEqual(Object.fromEntries(most), { north: 1, south: 1 })
  assert.equal(done, 2)
  await one.enqueue('crawl', { sourceId: 'north' })
  await until(() => done === 3)
})

test('what is asked for while a linker runs is done after it, never beside it', async () => {
  let running = 0
  let most = 0
  let done = 0
  const handler = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await sleep(200)
    running--
    done++
  }
  await one.work('link', 2, handler)
  await two.work('link', 2, handler)
  await one.enqueue('link', {})
  await until(() => running === 1)
  for (let n = 0; n < 6; n++) await two.enqueue('link', {})
  await until(() => done === 2)
  await sleep(400)
  assert.deepEqual([most, done], [1, 2])
})

test('an enqueued job starts within a second', async () => {
  let startedAt = 0
  await one.work('confirm', 1, async () => void (startedAt = performance.now()))
  await sleep(200)
  const askedAt = performance.now()
  await two.enqueue('confirm', {})
  await until(() => startedAt > 0)
  assert.ok(startedAt - askedAt < 1_000, `${Math.round(startedAt - askedAt)} ms`)
})

test('a job that throws is told in the log and tried again', async () => {
  const log = listeningLog()
  const queue = await createQueue({ url: database.url, log })
  let tries = 0
  await queue.work('match', 1, async () => {
    if (++tries === 1) throw new Error('the first time')
  })
  try {
    await queue.enqueue('match', {})
    await until(() => tries === 2, 15_000)
    assert.match(log.errors.join(), /job failed.*the first time/)
  } finally {
    await queue.stop(1_000)
  }
})

test('J14: a stop lets a running job end, tells it to hurry, and takes no new one', async () => {
  const queue = await createQueue({ url: database.url, log: QUIET_LOG })
  const seen: string[] = []
  await queue.work('prune', 1, async (_data, signal) => {
    seen.push('begun')
    await new Promise(resolve => signal.addEventListener('abort', resolve))
    await sleep(200)
    seen.push('ended')
  })
  await queue.enqueue('prune', {})
  await until(() => seen.length === 1)
  const begun = performance.now()
  await queue.stop(5_000)
  assert.deepEqual(seen, ['begun', 'ended'])
  assert.ok(performance.now() - begun < 4_000)
})

test('J15: jobs that are done cost the next one nothing, and are cleared away', async () => {
  const boss = new PgBoss({ connectionString: database.url, schema: 'pgboss', schedule: false, supervise: false })
  await boss.start()
  const fastest = async (): Promise<number> => {
    const times: number[] = []
    for (let n = 0; n < 15; n++) {
      const id = await boss.send('prune', { n })
      const started = performance.now()
      const [job] = await boss.fetch('prune')
      times.push(performance.now() - started)
      assert.equal(job?.id, id)
      await boss.complete('prune', job?.id ?? '')
    }
    return Math.min(...times)
  }
  const alone = await fastest()
  await sql`insert into pgboss.job (name, data, state, policy, created_on, started_on, completed_on, keep_until, deletion_seconds)
    select 'prune', '{}', 'completed', 'stately', old, old, old, old, 86400
    from generate_series(1, 50000), (select now() - interval '3 days' as old) as o`.execute(database.db)
  await sql`analyze pgboss.job`.execute(database.db)
  const among = await fastest()
  assert.ok(among < alone * 5 + 2, `${among} ms among fifty thousand, ${alone} ms alone`)

  await boss.supervise('prune')
  await until(async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pgboss.job where name = 'prune'`.execute(database.db)
    return (rows[0]?.n ?? 0) < 1_000
  })
  await boss.stop({ graceful: false })
})
