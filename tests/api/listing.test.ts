import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
})
after(() => site.close())

async function page(path: string) {
  const answer = await site.get(path)
  return { answer, $: load(await answer.text()) }
}

describe('the page of a role', () => {
  test('shows each fact with the words it was read from, and where they stood', async () => {
    const { $ } = await page('/roles/senior-project-manager-payments-migration-1')
    const facts = Object.fromEntries(
      $('.card dl > div')
        .toArray()
        .map(fact => [$(fact).find('dt').text(), $(fact).find('dd').text().replace(/\s+/g, ' ').trim()]),
    )
    assert.equal(facts['IR35, as claimed'], 'Outside IR35 “outside IR35” in the text')
    assert.equal(facts['Length'], '6 months “six months” in the text')
    assert.equal(facts['Methods'], 'PRINCE2, AgilePM “PRINCE2” “AgilePM” in the text')
    assert.match(facts['Pay as advertised'] ?? '', /^£5\d5?0?–£\d+ a day “£\d+ - £\d+ per day” in the pay line/)
  })

  test('marks the words in the text, each under the id its fact leads to', async () => {
    const { $ } = await page('/roles/senior-project-manager-payments-migration-1')
    const marked = $('.advert mark')
      .toArray()
      .map(mark => $(mark).text())
    assert.deepEqual(marked, [
      'six months',
      'two days a week on site',
      'outside IR35',
      'SC eligible',
      'as soon as possible',
      'PRINCE2',
      'AgilePM',
    ])
    for (const link of $('.evidence a').toArray()) {
      const target = $(link).attr('href') ?? ''
      assert.equal(`“${$(target).text()}”`, $(link).text())
    }
  })

  test('lists every advert with its own rate, why it belongs, and a way out', async () => {
    const { $ } = await page('/roles/senior-project-manager-payments-migration-1')
    const rows = $('.behind tbody tr').toArray()
    assert.equal(rows.length, 3)
    const text = $('.behind tbody').text()
    for (const words of [
      '£550–£600',
      '£525–£575',
      'no rate stated',
      'Fennick Cole',
      'same text for 14 of 16 sentences',
      'linkwell.example',
    ])
      assert.ok(text.includes(words), words)
    for (const link of $('.behind tbody a').toArray()) assert.match($(link).attr('href') ?? '', /^\/go\/\d+$/)
  })

  test('says what no advert states', async () => {
    const { $ } = await page('/roles/portfolio-manager-7')
    assert.equal($('.not-stated').text(), 'Not stated: pay, IR35, length, start, days on site, clearance.')
    assert.ok($('.headline').text().includes('no rate stated'))
  })

  test('keeps to the policy of the source: a snippet is cut, a link-only advert is not shown or quoted', async () => {
    const snippet = await page('/roles/project-support-officer-6')
    assert.ok(snippet.$('.advert').text().includes('lets us show the beginning of its adverts'))
    assert.ok(!snippet.$('.advert').text().includes('Suppliers who would work with you again'))
    const link = await page('/roles/change-manager-4')
    assert.ok(link.$('.advert').text().includes('lets us link to its adverts, not copy them'))
    assert.equal(link.$('.advert h3, .advert mark').length, 0)
    assert.ok(!link.$('.card').text().includes('“'))
  })

  test('of several adverts the text of one that may be shown whole is shown', async () => {
    const { $ } = await page('/roles/senior-project-manager-payments-migration-1')
    assert.ok($('.advert').text().includes('Harrow Lane seeks'))
    assert.ok($('.advert').text().includes('Source: Board harrow-board'))
  })

  test('an estimate says how it was made', async () => {
    const { $ } = await page('/roles/pmo-analyst-2')
    assert.ok($('.headline').text().includes('≈ £440'))
    assert.ok($('.headline').text().includes('≈ is our estimate, from £55 an hour.'))
  })

  test('a role that only a degraded source speaks of says when it was last checked', async () => {
    const { $ } = await page('/roles/pmo-analyst-2')
    assert.doesNotMatch($.text(), /Last checked/)
    await sql`update source set degraded_at = now(), degraded_because = 'odd'`.execute(site.db)
    const { $: stale } = await page('/roles/pmo-analyst-2')
    assert.match(stale('.notice').text(), /Last checked .+: its source has not answered as it should/)
    await sql`update source set degraded_at = null, degraded_because = null`.execute(site.db)
  })

  test('a closed role says so, leads to open ones and asks not to be indexed', async () => {
    const { answer, $ } = await page('/roles/project-manager-closed-11')
    assert.equal(answer.status, 200)
    assert.match($('.notice').first().text(), /^This role closed on .+: its source no longer lists it\./)
    assert.equal($('meta[name=robots]').attr('content'), 'noindex')
    assert.equal($('.notice a').attr('href'), '/?discipline=project&seniority=manager')
    assert.equal(($('meta[name=robots]').length, (await page('/roles/pmo-analyst-2')).$('meta[name=robots]').length), 0)
  })

  test('W22: a month after closing it is gone for search engines, and open roles like it are shown', async () => {
    const slug = 'project-manager-closed-11'
    const close = (days: number) =>
      sql`update listing set closed_at = now() - ${days}::int * interval '1 day' where slug = ${slug}`.execute(site.db)
    await close(29)
    assert.equal((await page(`/roles/${slug}`)).answer.status, 200)
    await close(31)
    const { answer, $ } = await page(`/roles/${slug}`)
    assert.equal(answer.status, 410)
    assert.equal(answer.headers.get('cache-control'), 'private, no-store')
    assert.equal($('meta[name=robots]').attr('content'), 'noindex')
    assert.equal($('script[type="application/ld+json"]').length, 0)
    assert.ok($('.like').length > 0)
    assert.equal($('main .button').attr('href'), '/?discipline=project&seniority=manager')
    await close(0)
  })

  test('the address of a role that is one with another now leads to that one', async () => {
    const rows = await site.db
      .selectFrom('listing')
      .select(['id', 'slug'])
      .where('slug', 'in', ['pmo-analyst-2', 'project-manager-closed-11'])
      .orderBy('slug')
      .execute()
    const [into, old] = rows
    assert.ok(into && old)
    await site.db.insertInto('listing_redirect').values({ old_slug: old.slug, old_id: old.id, listing_id: into.id }).execute()
    const answer = await site.get(`/roles/${old.slug}`)
    assert.deepEqual([answer.status, answer.headers.get('location')], [301, '/roles/pmo-analyst-2'])
    await site.db.deleteFrom('listing_redirect').execute()
  })

  test('an unknown role is a page that helps', async () => {
    const { answer, $ } = await page('/roles/never-there')
    assert.equal(answer.status, 404)
    assert.equal($('h1').text(), 'There is no such page')
    assert.ok($('a[href="/"]').length > 0)
  })
})
