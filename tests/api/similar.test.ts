// Similar roles: on the page of a role, and where a role stood that is gone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { similarRoles } from '../../db/similar.ts'
import { LEEDS, LONDON, MANCHESTER, perDay, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

function manager(slug: string, title: string, more: Partial<SeedRole>, rate = 500): SeedRole {
  const adverts = [{ source: 'harrow-board', company: 'Harrow Lane', pay: perDay(rate, rate) }]
  return { slug, title, hoursAgo: 5, discipline: 'project', rung: 'manager', places: [LEEDS], adverts, ...more }
}

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [
    manager('the-role-1', 'Project Manager, the role itself', { methods: ['PRINCE2'] }),
    manager('far-and-dear-2', 'Project Manager, far and dear', { places: [LONDON] }, 900),
    manager('same-town-3', 'Project Manager, same town', { hoursAgo: 50 }, 520),
    manager('same-and-newer-4', 'Project Manager, same town and newer', { hoursAgo: 4 }, 520),
    manager('near-5', 'Senior Project Manager, the next town', { rung: 'senior', places: [MANCHESTER] }),
    manager('likest-6', 'Project Manager, likest', { methods: ['PRINCE2'], hoursAgo: 900 }),
    manager('other-work-7', 'PMO Analyst', { discipline: 'pmo', rung: 'analyst' }),
    manager('nothing-read-8', 'Somebody', { places: [], adverts: [{ source: 'harrow-board', company: '' }] }),
  ])
  await sql`update listing_search set discipline = null from listing where listing.id = listing_id and slug = 'nothing-read-8'`.execute(
    site.db,
  )
})
after(() => site.close())

describe('similar roles', () => {
  test('the likest first, of equals the newest, each with why; neither the role itself nor other work', async () => {
    const page = load(await (await site.get('/roles/the-role-1')).text())
    const roles = page('.like')
      .toArray()
      .map(one => [page(one).find('h3 a').attr('href'), page(one).find('.why').text()])
    assert.deepEqual(roles, [
      ['/roles/likest-6', 'same level · same place · rate within a tenth · both PRINCE2'],
      ['/roles/same-and-newer-4', 'same level · same place · rate within a tenth'],
      ['/roles/same-town-3', 'same level · same place · rate within a tenth'],
      ['/roles/near-5', '36 miles away · rate within a tenth'],
    ])
    assert.equal(page('#alike').closest('section').find('.after a').attr('href'), '/?discipline=project&seniority=manager')
    assert.equal(page('.like .figure').first().text(), '£500')
  })

  test('where nothing is like it nothing is said', async () => {
    assert.equal(load(await (await site.get('/roles/other-work-7')).text())('#alike').length, 0)
  })

  test('W22: where a role stood that is gone, open ones like it stand', async () => {
    await sql`update listing set closed_at = now() - interval '40 days' where slug = 'far-and-dear-2'`.execute(site.db)
    await sql`delete from listing_search using listing where listing.id = listing_id and slug = 'far-and-dear-2'`.execute(site.db)
    const answer = await site.get('/roles/far-and-dear-2')
    assert.equal(answer.status, 410)
    assert.ok((await answer.text()).includes('No open role is like it today'), 'neither its place nor its rate is shared')
    await sql`update listing set closed_at = now() - interval '40 days' where slug = 'same-town-3'`.execute(site.db)
    const page = load(await (await site.get('/roles/same-town-3')).text())
    assert.equal(page('h2').text(), 'Open roles like it')
    assert.ok(page('.like').length >= 2)
  })

  test('no more than was asked for are given', async () => {
    const { card } = await site.db.selectFrom('listing').select('card').where('slug', '=', 'the-role-1').executeTakeFirstOrThrow()
    assert.equal((await similarRoles(site.db, card, [], 2)).length, 2)
    assert.deepEqual(await similarRoles(site.db, {}, [], 5), [], 'nothing is like a role of which nothing is known')
  })
})
