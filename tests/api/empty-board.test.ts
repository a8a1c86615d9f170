// The board where it has no rows: what to widen or drop, what can never be found, what is read right now.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
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

describe('the empty page', () => {
  test('says which filter to drop and what that would give, and offers an alert', async () => {
    const page = await (await site.get('/?engagement=outside&discipline=change')).text()
    assert.ok(page.includes('Nothing fits all of that today'))
    assert.match(page, /without outside IR35<\/a>: 1 role/)
    assert.match(page, /without Change<\/a>: \d+ roles/)
    assert.ok(page.includes('href="/alerts/new?engagement=outside&amp;discipline=change"'))
    assert.ok(page.includes('Tell me when one appears'))
  })

  test('says what a wider circle or a lower rate would give, before what to drop', async () => {
    const [near, cheap] = await Promise.all(
      ['/?q=payments&place=Reading', '/?q=payments&rate=900'].map(async path => (await site.get(path)).text()),
    )
    assert.match(
      near ?? '',
      /Widen or drop one filter[^<]+<\/p>\s*<ul>\s*<li><a href="[^"]*place=Reading&amp;radius=50">within 50 miles of Reading<\/a>: 1 role/,
    )
    assert.match(cheap ?? '', /<li><a href="\/\?q=payments&amp;rate=600">£600 a day or more<\/a>: 1 role/)
    for (const [path, total] of [
      ['/.json?q=payments&place=Reading&radius=50', 1],
      ['/.json?q=payments&rate=600', 1],
    ] as const)
      assert.equal(((await (await site.get(path)).json()) as { total: number }).total, total)
  })

  test('a mistyped word is put right whatever else is asked for, and the ways out are those of what was meant', async () => {
    const page = load(await (await site.get('/?q=paymets+migraton&engagement=inside&rate=900&place=Leeds')).text())
    assert.equal(
      page('main > .notice').text(),
      'No role has “paymets” or “migraton”. This is for “payments migration”. Tell me when one has what I typed',
    )
    assert.match(page('.empty').text(), /More than one filter has to go[^]+only “payments migration”: 1 role/)
    const { remarks } = (await (await site.get('/.json?q=%22paymets+migraton%22&rate=900')).json()) as { remarks: string[] }
    assert.deepEqual(remarks, ['No role has “paymets” or “migraton”; perhaps “"payments migration"” was meant.'])
  })

  test('a word of a phrase that is on no role is put right, and one that nothing is near is named', async () => {
    const page = async (q: string) => load(await (await site.get(`/?q=${encodeURIComponent(q)}`)).text())
    assert.match((await page('"project manger"'))('main > .notice').text(), /^No role has “manger”\. These are for “"project manager"”\./)
    const both = await page('manger astronaut')
    assert.match(both('main > .notice').text(), /^No role has “manger”\. This is for “manager astronaut”\./)
    assert.match(both('.empty p').text(), /^No role has “astronaut” today\./)
    assert.match((await page('manager astronaut'))('.empty p').text(), /^No role has “astronaut” today\./)
    assert.match(await (await site.get('/.json?q=astronaut')).text(), /"remarks":\["No role has “astronaut” today\."\]/)
  })

  test('of several words each that is one too many can be left out alone, and one that is a place can be asked for as one', async () => {
    const ways = async (path: string) => {
      const page = load(await (await site.get(path)).text())
      return page('.empty li')
        .toArray()
        .map(item => [page(item).text(), page(item).find('a').attr('href')])
    }
    assert.deepEqual(await ways('/?q=pmo+analyst+in+otley'), [
      ['“pmo analyst”, within 25 miles of Otley: 1 role', '/?q=pmo+analyst&place=otley'],
      ['without “otley”: 1 role', '/?q=pmo+analyst'],
      ['without “pmo analyst in otley”: 10 roles', '/'],
    ])
    assert.match(await (await site.get('/?q=payments+rail+erp')).text(), /<p>No role has all of these words\. This is what there is:/)
    assert.deepEqual(await ways('/?q=payments+%22school+building%22+signalling'), [
      ['only “payments”: 1 role', '/?q=payments'],
      ['only “school building”: 1 role', '/?q=%22school+building%22'],
      ['only “signalling”: 1 role', '/?q=signalling'],
      ['without “payments "school building" signalling”: 10 roles', '/'],
    ])
    assert.deepEqual(await ways('/?q=payments+%22school+building%22&rate=300'), [
      ['without “school building”: 1 role', '/?q=payments&rate=300'],
      ['without “payments "school building"”: 6 roles', '/?rate=300'],
    ])
  })

  test('a mistyped place is taken for the one that was meant also where nothing fits there, with a wider circle', async () => {
    const page = load(await (await site.get('/?q=payments&place=Readnig')).text())
    assert.match(page('main > .notice').text(), /^We do not know a place called “Readnig”\. This is for Reading\./)
    assert.match(page('.empty li').text(), /^within 50 miles of Reading: 1 role/)
    const both = load(await (await site.get('/?q=paymets&place=Readnig')).text())
    assert.match(both('main > .notice').text(), /“Readnig”\. No role has “paymets”\. This is for Reading and “payments”\./)
    assert.match(both('.empty li').text(), /^within 50 miles of Reading: 1 role/)
  })

  test('the form of an alert says which word no role has before it is taken, offers what was meant, and refuses nothing', async () => {
    const form = async (query: string) => load(await (await site.get(`/alerts/new?${query}`)).text())('main > .notice:not([role])')
    const doubt = await form('q=project+manger&rate=900')
    assert.match(doubt.text(), /^No role has “manger” today\.[^]+Ask for “project manager” instead$/)
    assert.equal(doubt.find('a').attr('href'), '/alerts/new?q=project+manager&rate=900')
    assert.equal((await form('q=astronaut')).find('a').length, 0)
    assert.match((await form('q=astronaut')).text(), /^No role has “astronaut” today/)
    const town = (await form('place=Readnig')).find('a')
    assert.deepEqual([town.text(), town.attr('href')], ['Ask for Reading instead', '/alerts/new?place=Reading'])
    assert.equal((await form('q=payments&rate=900')).length, 0)
    const sent = await site.post('/alerts', { query: 'q=project+manger', email: 'ann@mail.dayrate.org', hour: '7', zone: 'Europe/London' })
    assert.equal(sent.status, 200)
  })

  test('an unknown place is named, and no alert is offered that would stay silent for ever', async () => {
    const page = await (await site.get('/?place=Atlantis')).text()
    assert.ok(page.includes('We do not know a place called “Atlantis”'))
    assert.ok(!page.includes('/alerts/new'))
  })

  test('words without a word, and words that all roles have, are no search: that is said, and no alert is offered or taken', async () => {
    for (const [q, why] of [
      ['*', 'There is no word in “*”'],
      ['the', '“the” is too common to search for'],
    ] as const) {
      const page = load(await (await site.get(`/?q=${encodeURIComponent(q)}&engagement=outside`)).text())
      assert.equal(page('.empty h2').text(), 'This search cannot find anything')
      assert.ok(page('.remarks').text().includes(why))
      assert.match(page('.empty li').text(), new RegExp(`^without “[*a-z]+”: \\d+ roles`))
      assert.ok(!page.html().includes('/alerts/new'))
      const query = `q=${encodeURIComponent(q)}`
      assert.ok(
        load(await (await site.get(`/alerts/new?${query}`)).text())('[role=alert]')
          .text()
          .includes(why),
      )
      const sent = await site.post('/alerts', { query, email: 'ann@dayrate.test', hour: '7', zone: 'Europe/London' })
      assert.equal(sent.status, 400)
      assert.ok((await sent.text()).includes(why))
    }
  })

  test('a source that was chosen is called by its name, in the heading, among the filters and where it can be dropped', async () => {
    const page = await (await site.get('/?discipline=portfolio&source=linkwell')).text()
    assert.match(page, /without on Linkwell Feed<\/a>|without Portfolio<\/a>/)
    assert.ok(page.includes('<span class="vh">Without </span>on Linkwell Feed'))
    assert.ok(!page.includes('on linkwell<'))
  })

  test('a first run says what is being read right now', async () => {
    const fresh = await testSite()
    try {
      assert.ok((await (await fresh.get('/')).text()).includes('No source has been read yet'))
      await seedBoard(fresh.db, [])
      await fresh.db.insertInto('crawl_run').values({ source_id: 'fennick' }).execute()
      await fresh.db.insertInto('crawl_run').values({ source_id: 'linkwell' }).execute()
      assert.ok((await (await fresh.get('/')).text()).includes('Reading Fennick Jobs and Linkwell Feed right now'))
    } finally {
      await fresh.close()
    }
  })
})
