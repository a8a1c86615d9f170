// Filters on the page: every parameter has a field, every choice its count, and a cursor goes on where page numbers end.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import type { CheerioAPI } from 'cheerio'
import { searchBoard } from '../../db/search.ts'
import { keepIndex } from '../../db/search-index.ts'
import type { KeptIndex } from '../../db/search-index.ts'
import { PARAMETERS, parseQuery } from '../../listings/query.ts'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let index: KeptIndex

before(async () => {
  site = await testSite()
  const more = ROLES.slice(0, 10).flatMap(role =>
    Array.from({ length: 6 }, (_, n) => ({ ...role, slug: `${role.slug}-more-${n}`, hoursAgo: role.hoursAgo + 500 + n })),
  )
  await seedBoard(site.db, [...ROLES, ...more])
  index = keepIndex(site.db)
})
after(async () => {
  await index.close()
  await site.close()
})

async function open(path: string): Promise<CheerioAPI> {
  const answer = await site.get(path)
  assert.equal(answer.status, 200, path)
  return load(await answer.text())
}

async function totalOf(query: string): Promise<number> {
  return (await searchBoard(site.db, parseQuery(new URLSearchParams(query)).query)).total
}

describe('fields', () => {
  test('there is one for every parameter, all in one form', async () => {
    const page = await open('/')
    const names = new Set([...page('#search [name], [form=search][name]')].map(field => page(field).attr('name')))
    for (const { name } of PARAMETERS) if (!['page', 'after'].includes(name)) assert.ok(names.has(name), name)
  })

  test('say what the address says, so that sending the form unchanged changes nothing', async () => {
    const address =
      'q=manager&rate=300&unrated=1&engagement=outside,inside,unstated&discipline=project&seniority=manager,senior&remote=hybrid&onsite=3' +
      '&place=London&radius=50&term_min=2&term_max=13&start=2027-03-01&clearance=sc&methods=agile&sector=finance&advertiser=agency' +
      '&source=fennick&not_agency=larkhill+build&not_words=nuclear&unstated=onsite,term,start&within=40&sort=rate'
    const page = await open(`/?${address}`)
    const sent = new URLSearchParams()
    for (const field of page('#search [name], [form=search][name]')
      .toArray()
      .map(one => page(one))) {
      if (field.attr('type') === 'checkbox' && field.attr('checked') === undefined) continue
      const value = field.is('select') ? field.find('option[selected]').attr('value') : field.attr('value')
      sent.append(field.attr('name') ?? '', value ?? '')
    }
    const answer = await site.get(`/?${sent}`)
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('location'), `/?${address}`)
  })
})

describe('counts', () => {
  test('beside every choice stands what choosing it alone would find, with and without the index', async () => {
    for (const base of ['', 'q=manager', 'rate=500', 'engagement=outside']) {
      await index.ready
      const page = await open(`/?${base}`)
      let compared = 0
      for (const choice of page('.choice:has(input)')
        .toArray()
        .map(one => page(one))) {
        const [name, value] = [choice.find('input').attr('name') ?? '', choice.find('input').attr('value') ?? '']
        if (name === 'unrated' || name === 'unstated') continue
        const query = new URLSearchParams(base)
        query.set(name, value)
        assert.equal(choice.find('.count').text(), String(await totalOf(query.toString())), `${base}: ${query}`)
        compared += 1
      }
      assert.ok(compared > 30, String(compared))
    }
  })

  test('the histogram and its table say the same, and roles without a rate are counted beside it', async () => {
    const page = await open('/?rate=500')
    const bands = page('.numbers-of tbody tr').toArray()
    assert.equal(page('.histogram rect').length, bands.length)
    assert.ok(page('.histogram rect.below').length > 0)
    const inBands = bands.reduce((sum, row) => sum + Number(page(row).find('td').last().text()), 0)
    const unrated = Number(page('.choice:has([name=unrated]) .count').text())
    assert.equal(inBands + unrated, await totalOf(''))
    assert.equal(await totalOf('rate=500&unrated=1'), (await totalOf('rate=500')) + unrated)
    assert.ok(page('.histogram').attr('aria-label')?.includes(`${inBands} roles`))
  })

  test('lengths are ways to a query with both ends', async () => {
    const page = await open('/?q=manager')
    const links = page('.choice a')
      .toArray()
      .map(one => page(one))
    assert.equal(links.length, 4)
    for (const link of links)
      assert.equal(link.next('.count').text(), String(await totalOf((link.attr('href') ?? '').slice(2))), link.text())
  })
})

describe('pages', () => {
  test('a cursor leads on and back to the beginning; a changed one is told so', async () => {
    const { nextCursor } = await searchBoard(site.db, parseQuery(new URLSearchParams()).query)
    const page = await open(`/?after=${nextCursor}`)
    const second = await open('/?page=2')
    const titles = (on: CheerioAPI): string[] =>
      on('.row h2')
        .toArray()
        .map(one => on(one).text())
    assert.deepEqual(titles(page), titles(second))
    assert.equal(page('.pages a[rel=prev]').attr('href'), '/')
    assert.match(page('.pages a[rel=next]').attr('href') ?? '', /^\/\?after=fit\./)
    const changed = await site.get(`/?q=pmo&after=${nextCursor}x&place=leeds&rate=500&engagement=inside`)
    assert.equal(changed.status, 400)
    const refused = load(await changed.text())
    const onward = refused('main .button').first()
    assert.deepEqual([onward.text(), onward.attr('href')], ['First page of this search', '/?q=pmo&rate=500&engagement=inside&place=leeds'])
    assert.deepEqual(
      ['#q', '#place', '#rate option[selected]'].map(field => refused(field).attr('value')),
      ['pmo', 'leeds', '500'],
    )
    assert.equal(refused('.open-filters').length, 0, 'there is no sheet of filters to open')
  })

  test('the last page by number goes on by cursor', async () => {
    const { nextAddress } = await import('../../views/board.ts')
    const { query } = parseQuery(new URLSearchParams('q=pmo&page=400'))
    const found = await searchBoard(site.db, query)
    assert.equal(nextAddress(query, { ...found, next: 401, nextCursor: 'x' }), '/?q=pmo&after=x')
  })
})

describe('side by side', () => {
  test('up to four roles stand in the order of the address, their facts in lines', async () => {
    const page = await open('/compare?role=pmo-analyst-2&role=change-manager-4')
    assert.deepEqual(
      page('thead th a[href^="/roles/"]')
        .toArray()
        .map(one => page(one).attr('href')),
      ['/roles/pmo-analyst-2', '/roles/change-manager-4'],
    )
    const line = page('tbody tr').filter((_, row) => page(row).find('th').text().startsWith('Length'))
    assert.ok(line.hasClass('differs'))
    assert.ok(line.text().includes('12 months') && line.text().includes('3 months'))
    const claim = page('tbody tr').filter((_, row) => page(row).find('th').text().startsWith('IR35'))
    assert.ok(claim.hasClass('differs') && claim.text().includes('Inside IR35') && claim.text().includes('Umbrella'), claim.text())
  })

  test('says of each until when and where to apply, as its own page does', async () => {
    const slugs = ['pmo-analyst-2', 'change-manager-4', 'project-manager-closed-11']
    const inTwoDays = new Date(Date.now() + 2 * 86_400_000)
    await site.db.updateTable('listing').set({ closes_at: inTwoDays }).where('slug', '=', 'pmo-analyst-2').execute()
    const page = await open(`/compare?${slugs.map(slug => `role=${slug}`).join('&')}`)
    const cells = (label: string) =>
      page('tbody tr')
        .filter((_, row) => page(row).find('th').text().startsWith(label))
        .find('td')
        .toArray()
        .map(cell => page(cell))
    const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'Europe/London' }).format(inTwoDays)
    assert.deepEqual(
      cells('Apply by').map(cell => cell.text().includes(day)),
      [true, false, false],
    )
    const ways = cells('Read and apply').map(cell => cell.find('a').attr('href'))
    for (const [n, slug] of slugs.entries()) assert.equal(ways[n], (await open(`/roles/${slug}`))('.headline .button').attr('href'), slug)
    assert.ok(ways[0] && ways[1] && ways[2] === undefined)
  })

  test('unknown ones are named, odd words are dropped, and of more than four the page says that they were', async () => {
    assert.ok((await open('/compare?role=pmo-analyst-2&role=no-such-role'))('.remarks').text().includes('1 role is not kept here'))
    const answer = await site.get('/compare?role=a&role=b&role=c&role=d&role=%00&x=1')
    assert.equal(answer.headers.get('location'), '/compare?role=a&role=b&role=c&role=d')
    const slugs = ROLES.slice(0, 6).map(({ slug }) => `role=${slug}`)
    for (const [count, remark] of [
      [4, ''],
      [5, 'Four at most fit side by side; the fifth was left out.'],
      [6, 'Four at most fit side by side; the other 2 were left out.'],
    ] as const) {
      const page = await open(`/compare?${slugs.slice(0, count).join('&')}`)
      assert.equal(page('thead th').length, 4)
      assert.equal(page('.remarks').text().trim(), remark)
      assert.equal(page('thead .drop').first().attr('href'), `/compare?${slugs.slice(1, 4).join('&')}`)
    }
    assert.ok((await open('/compare'))('main').text().includes('No role is chosen'))
  })
})

test('the form for an alert: a filter that is not understood is named, as on the board, beside others or alone', async () => {
  for (const [search, words] of [
    ['rate=9999', /<li>[^<]*rate is a day rate in pounds/],
    ['engagement=bogus', /<li>[^<]*bogus/],
    ['q=pmo&rate=abc', /<h1>New roles by e-mail<\/h1>\s*<ul class="remarks"[^>]*>\s*<li>[^<]*rate is a day rate in pounds/],
  ] as const)
    assert.match(await (await site.get(`/alerts/new?${search}`)).text(), words)
  assert.match(
    await (await site.post('/alerts', { query: 'rate=9999', email: 'ada@mail.dayrate.org' })).text(),
    /rate is a day rate in pounds/,
  )
  assert.doesNotMatch(await (await site.get('/alerts/new?q=pmo')).text(), /class="remarks"/)
})
