// Crawls that are broken off, in processes of their own.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { listMails } from '../../db/mailbox.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { saveAlert } from '../support/alerts.ts'
import { crawlingWorld } from '../support/crawl-world.ts'
import type { CrawlingWorld } from '../support/crawl-world.ts'
import { send } from '../support/hostile-server.ts'
import { mailWorld } from '../support/mail-world.ts'
import { until } from '../support/until.ts'

let w: CrawlingWorld
let cache: string
before(async () => {
  w = await crawlingWorld()
  cache = mkdtempSync(join(tmpdir(), 'dayrate-compiled-'))
})
after(async () => {
  rmSync(cache, { recursive: true })
  await w.close()
})

interface Ended {
  child: ChildProcess
  ended: Promise<{ code: number | null; signal: string | null; said: string }>
}

/** @param crawls sources, each with the statement before which it is killed: `SOURCE=12` */
function worker(...crawls: string[]): Ended {
  const args = [join(import.meta.dirname, '../support/crawl-worker.ts'), w.url, w.server.host, ...crawls]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: cache } })
  const said = text(child.stdout)
  const ended = new Promise<{ code: number | null; signal: string | null }>(done =>
    child.once('exit', (code, signal) => done({ code, signal })),
  )
  return { child, ended: ended.then(async how => ({ ...how, said: await said })) }
}

/** A board of five pages with three adverts each, under a name of its own. */
async function addBoard(id: string): Promise<void> {
  const settings = { list: 'li', link: 'a@href', title: 'a', description: 'p', url: `${w.server.origin}/${id}?page={page}` }
  await w.addSource(id, { connector: 'page', settings })
  for (let page = 1; page <= 5; page++) {
    const items = [1, 2, 3].map(
      n =>
        `<li><a href="/${id}/${page}-${n}">Project Manager, ${id} ${page}-${n}</a><p>Six months at £${400 + page * 10 + n} per day</p></li>`,
    )
    w.server.on(`/${id}?page=${page}`, send(`<ul>${items.join('')}</ul>`))
  }
  w.server.on(`/${id}?page=6`, send('<ul></ul>'))
}

/** As if the lease of whoever died had run out. */
async function leaseLapses(): Promise<void> {
  await sql`update crawl_run set heartbeat_at = heartbeat_at - interval '2 minutes' where outcome = 'running'`.execute(w.db)
}

async function rowsOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select replace(concat_ws('|', external_id, title, content_hash is not null, closed_at), ${id}, '') as row from posting
    where source_id = ${id} order by 1`.execute(w.db)
  return rows.map(({ row }) => row)
}

test('D7: killed at any of twenty points, the next run ends what was begun: the same rows, none twice, none lost, and no role is told of twice', async () => {
  await addBoard('whole')
  const { said } = await worker('whole').ended
  const { outcome, statements } = JSON.parse(said) as { outcome: string; statements: number }
  assert.equal(outcome, 'complete')
  const expected = await rowsOf('whole')
  assert.equal(expected.length, 15)
  const points = Array.from({ length: 20 }, (_, n) => 1 + Math.round((n * (statements - 2)) / 19))
  const ids = points.map((_, n) => `killed-${n}`)
  for (const id of ids) await addBoard(id)
  const told = await alertOnManagers()
  // Twenty crawls of one process, each brought to its own point before the process is killed.
  assert.equal((await worker(...ids.map((id, n) => `${id}=${points[n]}`)).ended).signal, 'SIGKILL')
  await leaseLapses()
  const toldBefore = await told()
  let saved = 0
  for (const id of ids) {
    w.asked()
    const run = await w.crawl(id)
    const last = await sql<{
      outcomes: string[]
    }>`select array_agg(outcome order by id) as outcomes from crawl_run where source_id = ${id}`.execute(w.db)
    const began = last.rows[0]?.outcomes ?? []
    assert.deepEqual([run?.outcome, run?.found, await rowsOf(id)], ['complete', 15, expected], id)
    assert.ok(
      began.every(outcome => outcome === 'crashed' || outcome === 'complete'),
      `${id}: ${began.join()}`,
    )
    if (w.asked().length < 6) saved++
  }
  // Whoever was killed late had dealt with most pages, and they were not asked for again.
  assert.ok(saved >= 8, `${saved} of 20 went on where they were`)
  const toldAfter = await told()
  const { rows } = await sql<{ roles: number }>`select count(distinct listing_id)::int as roles from posting`.execute(w.db)
  assert.ok(toldBefore > 0 && toldAfter > 0, `${toldBefore} roles told before, ${toldAfter} after`)
  assert.equal(toldBefore + toldAfter, rows[0]?.roles, 'every role is told once')
})

/** An alert on every advert here. @returns sends a day's mail and says of how many roles it tells */
async function alertOnManagers(): Promise<() => Promise<number>> {
  await saveAlert(w.db, { query: 'q=project+manager' })
  let day = 0
  return async () => {
    day += 1
    await linkPending(w.db)
    await sql`delete from mailbox`.execute(w.db)
    await sendDueDigests(mailWorld(w), { now: new Date(Date.now() + day * 86_400_000) })
    const [mail] = await listMails(w.db, 1)
    return Number(/^(\d+) new roles?/.exec(mail?.subject ?? '')?.[1] ?? 0)
  }
}

test('P11: asked to stop, it ends the page it is at, keeps what it has, and exits with 0; the next run asks for the rest', async () => {
  await addBoard('stopped')
  const page3 = send('<ul><li><a href="/stopped/3-1">Project Manager, stopped 3-1</a></li></ul>')
  let child: ChildProcess | undefined
  w.server.on('/stopped?page=3', (request, response) => {
    child?.kill('SIGTERM')
    setTimeout(() => page3(request, response), 300)
  })
  const begun = worker('stopped')
  child = begun.child
  const { code, said } = await begun.ended
  assert.deepEqual([code, (JSON.parse(said) as { outcome: string }).outcome], [0, 'partial'])
  assert.equal((await rowsOf('stopped')).length, 7)
  const { next } = await w.db
    .selectFrom('source')
    .select(sql<boolean>`next_crawl_at <= now()`.as('next'))
    .where('id', '=', 'stopped')
    .executeTakeFirstOrThrow()
  assert.equal(next, true)
  w.asked()
  const run = await w.crawl('stopped')
  assert.deepEqual([run?.outcome, run?.found, run?.pages], ['complete', 13, 3])
  assert.deepEqual(w.asked(), ['/stopped?page=4', '/stopped?page=5', '/stopped?page=6'])
  // A run that is whole begins anew.
  await w.crawl('stopped')
  assert.equal(w.asked().length, 6)
})

test('P10: a run that has used up its pages is partial, and the next goes on with the rest', async () => {
  await addBoard('spent')
  const policy = {
    attribution: { text: '', url: '' },
    republish: 'full',
    statistics: false,
    requestsPerDay: 4,
    delayMs: 0,
    graceHours: 48,
  } as const
  const settings = { list: 'li', link: 'a@href', title: 'a', description: 'p', url: `${w.server.origin}/spent?page={page}` }
  await w.addSource('spent', { connector: 'page', settings, policy })
  assert.deepEqual([(await w.crawl('spent'))?.outcome, (await rowsOf('spent')).length], ['partial', 12])
  await w.addSource('spent', { connector: 'page', settings, policy: { ...policy, requestsPerDay: 100 } })
  w.asked()
  const run = await w.crawl('spent')
  assert.deepEqual([run?.outcome, run?.found, w.asked().length], ['complete', 15, 2])
})

test('D10: a crawl of a source whose process died says what it waits for, and takes over within the minute', async () => {
  await addBoard('silent')
  await sql`insert into crawl_run (source_id, heartbeat_at) values ('silent', now() - interval '20 seconds')`.execute(w.db)
  const cli = spawn(process.execPath, [join(import.meta.dirname, '../../cli.ts'), 'crawl', 'silent'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: w.url, NODE_COMPILE_CACHE: cache },
  })
  const exit = once(cli, 'exit')
  let said = ''
  cli.stderr.setEncoding('utf8').on('data', (words: string) => (said += words))
  await until(async () => said.includes('is given up in'), 30_000)
  await leaseLapses()
  await until(
    async () =>
      (await sql<{ n: number }>`select count(*)::int as n from crawl_run where source_id = 'silent'`.execute(w.db)).rows[0]?.n === 2,
    20_000,
  )
  await exit
  assert.match(said, /waiting for the crawl of silent that began at \d\d:\d\d: its process gives no sign, and is given up in \d{1,2} s/)
})
