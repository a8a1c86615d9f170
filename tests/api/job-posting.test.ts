// What search engines are told of a role, and of which roles they are told nothing.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { refreshListings } from '../../db/listings.ts'
import { LEEDS, LONDON, perDay, perHour, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { HOSTILE } from '../support/hostile-words.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

const OWN: SeedRole[] = [
  {
    slug: 'remote-pmo-lead-20',
    title: 'PMO Lead',
    hoursAgo: 3,
    discipline: 'pmo',
    rung: 'lead',
    places: [{ name: 'United Kingdom', kind: 'country', country: 'GB' }],
    remote: ['fully remote', 'remote', 0],
    adverts: [{ source: 'harrow-board', company: '', pay: perHour(70) }],
  },
  {
    slug: 'placeless-pm-21',
    title: 'Project Manager',
    hoursAgo: 4,
    adverts: [{ source: 'harrow-board', company: 'Larkhill Build', pay: perDay(400, 400) }],
  },
  {
    slug: 'two-policies-22',
    title: 'Programme Manager',
    hoursAgo: 5,
    places: [LEEDS, LONDON],
    adverts: [
      { source: 'harrow-board', company: 'Larkhill Build' },
      { source: 'linkwell', company: 'Osprey & Dunn', pay: perDay(700, 750) },
    ],
  },
  {
    slug: 'hostile-23',
    title: `Project Manager ${HOSTILE.join(' ')}`,
    hoursAgo: 6,
    places: [{ name: '</script><script>window.broken=1</script>', kind: 'town', country: 'GB' }],
    adverts: [{ source: 'harrow-board', company: HOSTILE.join('\u2028'), blocks: HOSTILE.map(text => ({ kind: 'item', text })) }],
  },
]

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [...ROLES, ...OWN])
})
after(() => site.close())

type Posting = Record<string, unknown>

async function postingOf(slug: string): Promise<Posting | undefined> {
  const scripts = load(await (await site.get(`/roles/${slug}`)).text())('script[type="application/ld+json"]')
  assert.ok(scripts.length <= 1)
  return scripts.length === 0 ? undefined : (JSON.parse(scripts.text()) as Posting)
}

describe('JobPosting', () => {
  test('says of a role what its advert says: title, text, place, term and pay as advertised', async () => {
    const found = await postingOf('senior-project-manager-payments-migration-1')
    assert.equal(found?.['@type'], 'JobPosting')
    assert.equal(found['title'], 'Senior Project Manager, payments migration')
    assert.match(String(found['description']), /^<h3>About the role<\/h3><p>Harrow Lane seeks a Senior Project Manager/)
    assert.match(String(found['description']), /<ul><li>PRINCE2 and the sense to know when not to use it<\/li>/)
    assert.deepEqual(found['jobLocation'], [
      {
        '@type': 'Place',
        address: { '@type': 'PostalAddress', addressLocality: 'London', addressRegion: 'London', addressCountry: 'GB' },
      },
    ])
    assert.deepEqual(found['baseSalary'], {
      '@type': 'MonetaryAmount',
      currency: 'GBP',
      value: { '@type': 'QuantitativeValue', minValue: 550, maxValue: 600, unitText: 'DAY' },
    })
    assert.equal(found['employmentType'], 'CONTRACTOR')
    assert.deepEqual(found['hiringOrganization'], { '@type': 'Organization', name: 'Harrow Lane' })
    assert.ok(Date.parse(String(found['datePosted'])) < Date.now())
  })

  test('a remote role names the country, an hourly one its hours and no estimate, and nobody is made up as who hires', async () => {
    const found = await postingOf('remote-pmo-lead-20')
    assert.equal(found?.['jobLocationType'], 'TELECOMMUTE')
    assert.deepEqual(found['applicantLocationRequirements'], { '@type': 'Country', name: 'GB' })
    assert.deepEqual((found['baseSalary'] as { value: object }).value, { '@type': 'QuantitativeValue', value: 70, unitText: 'HOUR' })
    assert.deepEqual(found['hiringOrganization'], { '@type': 'Organization', name: 'confidential' })
  })

  test('nothing is told where the source lets us show a part or a link, of closed roles (W22), of samples, and of roles nowhere', async () => {
    for (const slug of ['project-support-officer-6', 'change-manager-4', 'project-manager-closed-11', 'placeless-pm-21'])
      assert.equal(await postingOf(slug), undefined, slug)
    await sql`update posting set link_only = 'page' where external_id = 'remote-pmo-lead-20-0'`.execute(site.db)
    assert.equal(await postingOf('remote-pmo-lead-20'), undefined, 'the advert itself asked not to be shown elsewhere')
    await sql`update posting set link_only = null`.execute(site.db)
    await sql`update source set origin = 'sample' where id = 'harrow-board'`.execute(site.db)
    assert.equal(await postingOf('remote-pmo-lead-20'), undefined)
    await sql`update source set origin = 'catalogue' where id = 'harrow-board'`.execute(site.db)
    assert.ok(await postingOf('remote-pmo-lead-20'))
  })

  test('a fact of an advert that may only be linked is not told as another advert’s', async () => {
    const page = await (await site.get('/roles/two-policies-22')).text()
    assert.ok(page.includes('£700–£750'), 'the role has the rate')
    const found = await postingOf('two-policies-22')
    assert.ok(found)
    assert.equal((found['jobLocation'] as object[]).length, 2)
    assert.equal(found['baseSalary'], undefined)
  })

  test('ends when its own advert says; the role, and its line in a spreadsheet, with the last of its adverts', async () => {
    const { rows } = await sql<{ id: number }>`
      update posting set closes_at = case source_id when 'harrow-board' then timestamptz '2030-01-31 12:00Z' else '2030-06-30 12:00Z' end
      from listing where listing.id = listing_id and slug = 'two-policies-22' returning listing.id`.execute(site.db)
    await refreshListings(site.db, [rows[0]?.id ?? 0])
    assert.equal((await postingOf('two-policies-22'))?.['validThrough'], '2030-01-31T12:00:00.000Z')
    const csv: Record<string, string>[] = parse(await (await site.get('/.csv?q=programme+manager')).text(), { columns: true, bom: true })
    assert.equal(csv.find(row => row['address']?.endsWith('/two-policies-22'))?.['closes'], '2030-06-30T12:00:00.000Z')
  })

  test('W1: no word of an advert ends the element or begins another one', async () => {
    const html = await (await site.get('/roles/hostile-23')).text()
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    assert.ok(!/[<>&\u2028\u2029]/.test(data))
    const found = JSON.parse(data) as Posting
    assert.equal(found['title'], OWN[3]?.title)
    assert.ok(!/<(?!\/?(?:ul|li|p|h3)>)/.test(String(found['description'])))
    assert.equal(load(html)('script').length, 2)
  })
})
