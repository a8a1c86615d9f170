import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { suppress } from '../../db/suppression.ts'
import { adminOf } from '../support/admin.ts'
import { owe, saveAlert, saveListing } from '../support/alerts.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
before(async () => {
  site = await testSite()
})
after(() => site.close())

async function overview(): Promise<{ numbers: Record<string, string>; attention: string }> {
  const $ = load(await (await site.get('/admin', await adminOf(site))).text())
  const pairs = $('.numbers div')
    .toArray()
    .map(one => [$(one).find('dt').text(), $(one).find('dd').text()])
  return { numbers: Object.fromEntries(pairs), attention: $('.plain-list').text().replace(/\s+/g, ' ') }
}

test('J18: the admin page says how old the oldest mail is that waits, when the last left, and what ended without one', async () => {
  const quiet = await overview()
  assert.equal(quiet.numbers['the oldest digest that waits was promised'], 'none')
  assert.equal(quiet.numbers['the last digest left'], 'never')

  const alert = await saveAlert(site.db, { hour: 0, timeZone: 'Etc/GMT+1' })
  await owe(site.db, alert, await saveListing(site.db, 'overdue'))
  await sql`update saved_search set confirmed_at = now() - interval '2 days', last_run_at = now() - interval '2 days' where id = ${alert}`.execute(
    site.db,
  )
  await sql`insert into digest (saved_search_id, local_date, claimed_at, sent_at, given_up_at, given_up_because)
    select ${alert}, date '2026-10-01' + n::int, now() - interval '3 hours', case n when 1 then now() - interval '2 hours' end,
      case when n > 1 then now() end, (array[null, null, 'stale', 'empty', 'refused', 'faulty'])[n + 1]
    from generate_series(0, 5) as n`.execute(site.db)
  await suppress(site.db, { address: 'gone@mail.dayrate.org', because: 'bounced' })
  const { numbers } = await overview()
  assert.equal(numbers['the oldest digest that waits was promised'], '3 h ago')
  assert.equal(numbers['the last digest left'], '2 h ago')
  assert.equal(numbers['alerts whose hour passed unseen'], '1')
  for (const label of [
    'digests sent',
    'digests that waited too long and went into the next',
    'digests whose roles had all closed',
    'digests a mail server refused',
    'digests we could not write',
    'addresses that get no mail: bounced, complained, erased',
  ])
    assert.equal(numbers[label], '1', label)
})

test('J9: the admin page names the clock while nothing is sent because it jumped', async () => {
  assert.doesNotMatch((await overview()).attention, /The clock/)
  await sql`insert into clock_jump (hours) values (-26)`.execute(site.db)
  assert.match((await overview()).attention, /The clock it jumped by -26 hours, so no mail leaves/)
  await sql`delete from clock_jump`.execute(site.db)
})
