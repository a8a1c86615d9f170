// W1: what a source writes into an advert stays words, on every page, feed and export.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { XMLValidator } from 'fast-xml-parser'
import { sql } from 'kysely'
import { logAdmin } from '../../db/admin.ts'
import { openRun } from '../../db/crawl-runs.ts'
import { takeDown } from '../../db/takedowns.ts'
import { suggestVerdict } from '../../db/verdicts.ts'
import { adminOf, seedRun } from '../support/admin.ts'
import { seedBoard } from '../support/board.ts'
import { HOSTILE, assertInert } from '../support/hostile-words.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite()
  const roles = HOSTILE.map((words, n) => ({
    slug: `hostile-${n}`,
    title: `Project Manager ${words}`,
    hoursAgo: n,
    engagement: [words, 'outside' as const] as [string, 'outside'],
    places: [{ name: words, kind: 'town' as const, country: 'GB' }],
    start: [words, words] as [string, string],
    methods: [words],
    adverts: [
      {
        source: 'harrow-board',
        company: words,
        url: n % 2 ? `javascript:alert(${n})` : `https://x.example/?q=${encodeURIComponent(words)}`,
        reasons: [words],
      },
    ],
  }))
  await seedBoard(site.db, roles)
  await site.db
    .updateTable('source')
    .set({
      name: HOSTILE[1] ?? '',
      policy: JSON.stringify({
        attribution: { text: HOSTILE[0], url: 'javascript:alert(1)' },
        republish: 'full',
        statistics: true,
        requestsPerDay: 1,
        delayMs: 0,
        graceHours: 1,
      }),
    })
    .where('id', '=', 'harrow-board')
    .execute()
  await site.db
    .insertInto('posting')
    .values(
      HOSTILE.map((words, n) => ({
        source_id: 'harrow-board',
        external_id: `refused-${n}`,
        url: `javascript:alert(${n})`,
        raw: '{}',
        title: words,
        company: words,
        location: words,
        blocks: '[]',
        card: '{}',
        content_hash: String(n),
        reader_version: 1,
        refusal: 'permanent',
        refusal_evidence: JSON.stringify([{ words, where: 'title', start: 0 }]),
      })),
    )
    .execute()
})
after(() => site.close())

describe('W1: hostile words in adverts', () => {
  test('add no element, handler or address to any page', async () => {
    const roles = HOSTILE.map((_, n) => `/roles/hostile-${n}`)
    for (const path of [
      '/',
      '/?q=%3Cscript%3Ealert(1)%3C/script%3E&place=%22%3E%3Cimg%20src=x%3E',
      '/sources',
      '/refused',
      '/refused?q=%3Cb%3E',
      ...roles,
    ])
      assertInert(await (await site.get(path)).text(), path)
  })

  test('add nothing to the pages of the admin or to what they follow either', async () => {
    const own = await adminOf(site)
    const [first = '', second = ''] = HOSTILE
    for (const words of HOSTILE)
      await seedRun(site.db, 'harrow-board', { outcome: 'partial', reason: words, flaws: [words], found: 3, pages: 1 })
    const run = await seedRun(site.db, 'harrow-board', { outcome: 'failed', reason: first, flaws: HOSTILE })
    await takeDown(site.db, { url: `https://x.example/?q=${first}` }, second)
    for (const words of HOSTILE) await logAdmin(site.db, words, words, words)
    const { rows } = await sql<{ id: number }>`select id from posting where listing_id is not null order by id limit 2`.execute(site.db)
    const [a, b] = rows.map(row => row.id)
    await suggestVerdict(site.db, { postingId: a ?? 0, otherId: b ?? 0, says: 'same' })
    await openRun(site.db, 'fennick')
    for (const path of [
      '/admin',
      '/admin/log',
      '/admin/runs',
      `/admin/runs/${run}`,
      '/admin/sources',
      '/admin/takedowns',
      '/admin/same',
      '/sources',
    ])
      assertInert(await (await site.get(path, own)).text(), path)
  })

  test('leave feed, JSON and spreadsheet well-formed, with the words in them', async () => {
    const atom = await (await site.get('/.atom')).text()
    assert.equal(XMLValidator.validate(atom), true)
    assert.ok(!/<(?:script|img|svg|style)/i.test(atom))
    const { listings } = (await (await site.get('/.json')).json()) as { listings: { title: string }[] }
    assert.deepEqual(new Set(listings.map(listing => listing.title)), new Set(HOSTILE.map(words => `Project Manager ${words}`)))
  })

  test('W16: no cell of the spreadsheet is a formula', async () => {
    const answer = await site.get('/.csv')
    const body = await answer.text()
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.ok(
      Buffer.from(await (await site.get('/.csv')).arrayBuffer())
        .subarray(0, 3)
        .equals(Buffer.from([0xef, 0xbb, 0xbf])),
    )
    const rows = parse(body, { bom: true })
    assert.equal(rows.length, HOSTILE.length + 1)
    for (const cell of rows.flat()) assert.ok(!/^\s{0,5}[=+\-@\t\r]/.test(cell), cell)
    assert.ok(rows.flat().some(cell => cell.startsWith("'=HYPERLINK")))
  })

  test('are told to the browser as nothing to run', async () => {
    const answer = await site.get('/roles/hostile-0')
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'; style-src 'self';/)
  })
})
