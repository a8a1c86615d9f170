// A board too large for Postgres to count, before an index answers: a small one, of which Postgres is told that it is large.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { parse } from 'csv-parse/sync'
import { seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

const ROLES = Array.from({ length: 60 }, (_, n): SeedRole => ({
  slug: `depot-pm-${n + 1}`,
  title: `Project Manager, depot ${n + 1}`,
  hoursAgo: n + 1,
  discipline: 'project',
  adverts: [{ source: 'harrow-board', company: 'Larkhill Build' }],
}))

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  // Nobody reckons anew meanwhile.
  await sql`alter table listing_search set (autovacuum_enabled = off)`.execute(site.db)
  await sql`
    select pg_restore_relation_stats('schemaname', 'public', 'relname', 'listing_search', 'relpages', 15000, 'reltuples', 200001::real)`.execute(
    site.db,
  )
})
after(() => site.close())

interface BoardJson {
  listings: { slug: string }[]
  total: number
  totalIsExact: boolean
  next: string | null
}

const read = async (path: string): Promise<string> => (await site.get(path)).text()

test('JSON says that a total is not exact, leads through every role, and feed and spreadsheet hold what they ever do', async () => {
  const slugs: string[] = []
  let path: string | null = '/.json?q=depot'
  while (path !== null) {
    const { listings, total, totalIsExact, next } = JSON.parse(await read(path)) as BoardJson
    assert.deepEqual([totalIsExact, total >= listings.length], [false, true])
    slugs.push(...listings.map(listing => listing.slug))
    path = next && `${new URL(next).pathname}${new URL(next).search}`
  }
  const all = ROLES.map(role => role.slug)
  assert.deepEqual(slugs, all)
  const lines: Record<string, string>[] = parse(await read('/.csv?q=depot'), { columns: true, bom: true })
  assert.equal(lines.length, all.length)
  assert.equal((await read('/.atom?q=depot')).match(/<entry>/g)?.length, 25)
})

test('the page says “about” until its last, which says how many there are', async () => {
  const first = await read('/?q=depot')
  assert.match(first, /<h1>About [\d,]+ roles<\/h1>/)
  assert.match(first, /<span>1–25 of about [\d,]+<\/span>/)
  const last = await read('/?q=depot&page=3')
  assert.match(last, /<h1>60 roles<\/h1>/)
  assert.match(last, /<span>51–60 of 60<\/span>/)
  assert.match(await read('/?q=depot&page=9'), /There are 60 roles for this search, on earlier pages/)
})

test('a search that finds nothing today can be kept as an alert, whatever else in its address could not be read', async () => {
  const page = await read('/?q=zinc&foo=1')
  assert.ok(page.includes('“foo” is not something the board can filter by'))
  assert.ok(page.includes('Nothing fits all of that today') && page.includes('href="/alerts/new?q=zinc"'))
  assert.ok((await read('/?q=*&foo=1')).includes('This search cannot find anything'))
})

test('an alert that is asked for says how many fit, counted', async () => {
  assert.match(await read('/alerts/new?q=depot'), /\b60 roles fit it today\./)
})
