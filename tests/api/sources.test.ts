// The sources page, and what the policy of a source means on every way out.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { findRows } from '../../db/search.ts'
import { WITHOUT_KEY } from '../../db/sources.ts'
import { parseQuery } from '../../listings/query.ts'
import { digestView } from '../../views/digest.ts'
import { renderMail } from '../../views/mail.ts'
import { adminOf, seedRun } from '../support/admin.ts'
import { perDay, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

/** Words that stand in an advert's text and in nothing that is read out of it; the late ones lie beyond any snippet. */
const EARLY = 'quicksilver'
const LATE = 'thunderclap'
const role = (slug: string, source: string): SeedRole => ({
  slug,
  title: `Project Manager, ${slug}`,
  hoursAgo: 3,
  engagement: ['outside IR35', 'outside'],
  discipline: 'project',
  rung: 'manager',
  adverts: [
    {
      source,
      company: 'Larkhill Build',
      pay: perDay(500, 550),
      blocks: [
        { kind: 'paragraph', text: `${EARLY}: six months, outside IR35.` },
        { kind: 'paragraph', text: 'Plans, risks, suppliers and a steering group that wants to know early. '.repeat(8) },
        { kind: 'paragraph', text: LATE },
      ],
    },
  ],
})

let site: TestSite
let ids: Map<string, number>
let own: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  site = await testSite({ kinds: { shapeTested: new Set(['jobposting']), keyed: new Set(['reed']) }, enqueueCrawl: async () => undefined })
  ids = await seedBoard(site.db, [role('whole', 'harrow-board'), role('snippet', 'fennick'), role('link', 'linkwell')])
  own = await adminOf(site)
})
after(() => site.close())

const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
async function sourceOf(name: string) {
  const $ = load(await (await site.get('/sources')).text())
  const found = $('.source').filter((_, one) => $(one).find('h2').text() === name)
  return { $, found, text: words(found.text()) }
}

describe('the policy of a source', () => {
  test('full: the whole text on the role’s page; snippet: its beginning; link-only: no word of it', async () => {
    const shown = async (slug: string) => {
      const html = await (await site.get(`/roles/${slug}`)).text()
      return [html.includes(EARLY), html.includes(LATE)]
    }
    assert.deepEqual(await shown('whole'), [true, true])
    assert.deepEqual(await shown('snippet'), [true, false])
    assert.deepEqual(await shown('link'), [false, false])
  })

  test('JSON, Atom, CSV, the board and an e-mail hold facts and links of all three, and no text of any', async () => {
    const outputs: Record<string, string> = {}
    for (const path of ['/', '/.json', '/.atom', '/.csv']) outputs[path] = await (await site.get(path)).text()
    const listings = await findRows(site.db, [...ids.values()])
    const mail = digestView({
      query: parseQuery(new URLSearchParams('q=manager')).query,
      localDate: '2026-11-22',
      rhythm: { every: 'day', hour: 7, weekday: 1, quietDays: [], timeZone: 'Europe/London' },
      publicUrl: site.url,
      roles: listings.map(row => ({ row, news: 'new' as const, why: ['“manager” in the advert'] })),
      totals: { live: 3, changed: 0, stated: 550, estimated: 0 },
      first: false,
      savedSearchId: 's',
      tokens: { stop: 's'.repeat(43), manage: 'm'.repeat(43), digest: 'd'.repeat(43) },
    })
    const { html, text } = await renderMail('digest', mail)
    Object.assign(outputs, { html, text })
    for (const [name, output] of Object.entries(outputs)) {
      for (const slug of ['whole', 'snippet', 'link']) assert.ok(output.includes(`Project Manager, ${slug}`), `${name} has ${slug}`)
      assert.ok(output.includes('500'), name)
      assert.ok(!output.includes(EARLY) && !output.includes(LATE), name)
    }
  })

  test('is stored whole, statistics among it, and told', async () => {
    await sql`update source set policy = policy || '{"statistics": false, "requestsPerDay": 250}' where id = 'fennick'`.execute(site.db)
    const { text } = await sourceOf('Fennick Jobs')
    assert.ok(text.includes('First lines shown, left out of statistics. Read every hour, at most 250 requests a day.'), text)
    assert.ok((await sourceOf('Linkwell Feed')).text.includes('Facts and a link only, counts in statistics.'))
    assert.equal((await sourceOf('Fennick Jobs')).found.find('a[href="https://fennick.example/"]').text(), 'Fennick Jobs')
    assert.ok(
      load(await (await site.get('/roles/snippet')).text())('.advert')
        .text()
        .includes('Source: Fennick Jobs'),
    )
  })
})

describe('the sources page', () => {
  test('shows what was found beside what was expected, as a chart and as a table', async () => {
    for (const found of [40, 44, 42]) await seedRun(site.db, 'fennick', { found, pages: 3 })
    await seedRun(site.db, 'fennick', {
      outcome: 'suspect',
      found: 12,
      pages: 1,
      reason: 'it showed 12 adverts where about 42 were expected',
    })
    const { $, found, text } = await sourceOf('Fennick Jobs')
    assert.equal(found.find('svg.bars rect.whole').length, 3)
    assert.equal(found.find('svg.bars rect.part').length, 1)
    assert.ok(found.find('svg.bars rect.expected').length >= 1)
    const rows = found
      .find('tbody tr')
      .toArray()
      .map(row => words($(row).find('td').slice(1).text()))
    assert.equal(rows.length, 4)
    assert.equal(rows[0], '1242')
    assert.ok(text.includes('looked wrong, so nothing was closed'))
    assert.ok(text.includes('last read to the end just now'))
    assert.ok(text.includes('shape-tested'))
    assert.ok(!(await sourceOf('Linkwell Feed')).text.includes('shape-tested'))
  })

  test('says in plain words what robots.txt lets us do', async () => {
    const said = async (reason: string | null, over: object = {}) => {
      await seedRun(site.db, 'linkwell', { outcome: 'blocked', reason, ...over })
      return (await sourceOf('Linkwell Feed')).text
    }
    assert.ok((await sourceOf('Harrow Board')).text.includes('robots.txt: not asked yet'))
    const nowhere = { outcome: 'deferred', reason: 'The host name linkwell.example was not found.' }
    for (const before of ['its last run', 'each of its last 2 runs'])
      assert.ok((await said(null, nowhere)).includes(`robots.txt: ${before} ended before there was an answer, so no page was asked for`))
    assert.ok((await said('robots.txt does not allow this page.')).includes('robots.txt forbids it, so it is not read'))
    assert.ok((await said('robots.txt could not be read: x answered 500.')).includes('robots.txt could not be had, so nothing was asked'))
    assert.ok(
      (await said('robots.txt asks for 900 s between two requests, which is longer than we can wait.')).includes('asks for a longer pause'),
    )
    const some = { outcome: 'partial', found: 8, pages: 3, flaws: ['robots.txt does not allow this page. (https://x.example/1)'] }
    assert.ok((await said(null, some)).includes('robots.txt keeps some of its pages from us'))
    assert.ok((await said(null, { outcome: 'complete', found: 8, pages: 3 })).includes('robots.txt allows what we read'))
    // A run that ends before it asks says nothing new of it.
    const spent = await said('it was asked for as many pages today as it may be (250)', { outcome: 'deferred' })
    assert.match(spent, /robots\.txt allows what we read \((just now|\d+ min ago)\)/)
    const of = (id: string, text: string) => words(load(text)(`#${id}`).text())
    assert.match(of('linkwell', await (await site.get('/admin/sources', own)).text()), /robots\.txt allows what we read/)
    // One whose owner gave out a key is read by the terms of the key.
    await site.db.updateTable('source').set({ connector: 'reed' }).where('id', 'in', ['linkwell', 'harrow-board']).execute()
    const keyed = 'robots.txt is not asked: its owner gave out a key'
    assert.ok((await said(null, { outcome: 'complete', found: 8, pages: 3 })).includes(keyed))
    assert.ok((await sourceOf('Harrow Board')).text.includes(keyed))
    assert.match(of('linkwell', await (await site.get('/admin/sources', own)).text()), /its owner gave out a key/)
    for (const [id, connector] of Object.entries({ linkwell: 'feed', 'harrow-board': 'jobposting' }))
      await site.db.updateTable('source').set({ connector }).where('id', '=', id).execute()
    const other = { outcome: 'partial', found: 8, pages: 3, flaws: ['A redirect leads to x.example: robots.txt could not be read: 500.'] }
    assert.ok((await said(null, other)).includes('robots.txt of one of its hosts could not be had'))
  })

  test('a source that waits for its key is the admin’s to see and nobody else’s', async () => {
    await site.db
      .updateTable('source')
      .set({ paused_at: new Date(), paused_because: WITHOUT_KEY })
      .where('id', '=', 'harrow-board')
      .execute()
    assert.equal((await sourceOf('Harrow Board')).found.length, 0)
    const admin = words(load(await (await site.get('/admin/sources', own)).text())('#harrow-board').text())
    assert.ok(admin.includes(`paused: ${WITHOUT_KEY}`))
  })

  test('D12: a source whose host is gone says so, here and to the admin', async () => {
    await sql`update source set degraded_at = now(), degraded_because = 'The host name fennick.example was not found.' where id = 'fennick'`.execute(
      site.db,
    )
    assert.match(
      (await sourceOf('Fennick Jobs')).text,
      /Its adverts were last checked just now: The host name fennick\.example was not found\./,
    )
    const $ = load(await (await site.get('/admin', own)).text())
    assert.ok($('.plain-list').text().includes('It is no longer believed: The host name fennick.example was not found.'))
    await sql`update source set paused_at = now(), paused_because = 'gone' where id = 'fennick'`.execute(site.db)
    assert.ok(
      load(await (await site.get('/admin', own)).text())('.plain-list')
        .text()
        .includes('It was paused: The host name'),
    )
    await sql`update source set paused_at = null where id = 'fennick'`.execute(site.db)
  })

  test('“the new number is right” makes what a source shows the measure, and is written down', async () => {
    const $ = load(await (await site.get('/admin/sources', own)).text())
    const action = $('#fennick form[action$=drift]').attr('action') ?? ''
    assert.equal((await site.post(action, {}, own)).headers.get('location'), '/admin/sources?done=drift&at=fennick#fennick')
    const row = await site.db
      .selectFrom('source')
      .select(['drift_accepted_at', 'degraded_at'])
      .where('id', '=', 'fennick')
      .executeTakeFirstOrThrow()
    assert.ok(row.drift_accepted_at)
    assert.equal(row.degraded_at, null)
    assert.ok((await (await site.get('/admin/log', own)).text()).includes('Accepted a drift: fennick'))
    assert.equal($('#linkwell form[action$=drift]').length, 0)
  })
})
