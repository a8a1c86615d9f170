// Postgres packs what roles are counted by in the order of lists that stand in a migration; the code reads them by lists of its own.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { makeMarket } from '../../bench/market.ts'
import { searchBoard } from '../../db/search.ts'
import { REGIONS } from '../../listings/area.ts'
import { CLEARANCE_LEVELS, DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../../listings/card.ts'
import type { Facets } from '../../listings/facets.ts'
import { ADVERTISER_KINDS, NO_FILTER } from '../../listings/query.ts'
import { METHOD_KEYS } from '../../listings/skill-words.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase
before(async () => {
  world = await testDatabase()
  await makeMarket(world.db, 40, { textLength: 50 })
})
after(() => world.close())

async function facets(): Promise<Facets> {
  const { facets: counted } = await searchBoard(world.db, NO_FILTER, { facets: true })
  assert.ok(counted)
  return counted
}

const LISTS: [column: string, filter: keyof Facets, values: readonly string[]][] = [
  ['engagement', 'engagement', ENGAGEMENTS],
  ['discipline', 'discipline', DISCIPLINES],
  ['remote', 'remote', REMOTES],
  ['region', 'place', REGIONS],
  ['sector', 'sector', SECTORS],
  ['advertiser', 'advertiser', ADVERTISER_KINDS],
]
for (const [column, filter, values] of LISTS) {
  test(`every ${column} is counted as itself`, async () => {
    // The nth value for n roles and one more: were two exchanged, their counts would be.
    const rows = values.flatMap((value, n) => Array.from({ length: n + 1 }, () => value))
    await sql`truncate listing_search`.execute(world.db)
    await sql`insert into listing (id, slug, title, card, first_seen_at, last_seen_at)
      select n, 'list-' || n, '', '{}', now(), now() from generate_series(1, 300) as n on conflict do nothing`.execute(world.db)
    await sql`
      insert into listing_search (listing_id, first_seen_at, head, body, ${sql.ref(column)})
      select n, now(), '', '', value from unnest(${rows}::text[]) with ordinality as row (value, n)`.execute(world.db)
    const { unstated: _, ...counted } = (await facets())[filter]
    assert.deepEqual(counted, Object.fromEntries(values.map((value, n) => [value, n + 1])))
  })
}

test('every method, rung and level that has to be held is counted as itself', async () => {
  await sql`truncate listing_search`.execute(world.db)
  const column = async (name: string, type: string, values: readonly unknown[]): Promise<void> => {
    await sql`
      insert into listing_search (listing_id, first_seen_at, head, body, ${sql.ref(name)})
      select n, now(), '', '', (${JSON.stringify(values)}::jsonb ->> (n - 1)::int)::${sql.raw(type)} from generate_series(1, ${values.length}::int) as n
      on conflict (listing_id) do update set ${sql.ref(name)} = excluded.${sql.ref(name)}`.execute(world.db)
  }
  await column(
    'methods',
    'text[]',
    METHOD_KEYS.map((_, n) => `{${METHOD_KEYS.slice(n).join()}}`),
  )
  await column(
    'seniority',
    'smallint',
    SENIORITIES.map((_, rung) => rung),
  )
  await column('clearance_needed', 'text', CLEARANCE_LEVELS)
  const counted = await facets()
  assert.deepEqual(counted.methods, Object.fromEntries(METHOD_KEYS.map((key, n) => [key, n + 1])))
  assert.deepEqual(counted.seniority, { ...Object.fromEntries(SENIORITIES.map(rung => [rung, 1])), unstated: METHOD_KEYS.length - 9 })
  // Nothing needed by all but seven; a person with SC holds what four of the seven levels ask for, one with DV five.
  const free = METHOD_KEYS.length - CLEARANCE_LEVELS.length
  assert.deepEqual([counted.clearance['none'], counted.clearance['sc'], counted.clearance['dv']], [free, free + 4, free + 5])
})

test('a word that no list has is nobody’s count, and a source that is not known is none', async () => {
  await sql`truncate listing_search`.execute(world.db)
  await sql`
    insert into listing_search (listing_id, first_seen_at, head, body, sector, region, methods, sources)
    values (1, now(), '', '', 'falconry', 'Atlantis', '{alchemy,prince2}', '{board-1,gone}')`.execute(world.db)
  const { sector, place, methods, source } = await facets()
  const having = Object.entries(source).filter(([, count]) => count > 0)
  assert.deepEqual({ sector, place, methods, having }, { sector: {}, place: {}, methods: { prince2: 1 }, having: [['board-1', 1]] })
})

test('the regions that are counted are those the gazetteer has', async () => {
  const gazetteer = JSON.parse(await readFile(new URL('../../listings/gazetteer.json', import.meta.url), 'utf8')) as {
    areas: [name: string, kind: string, region: string, country: string][]
  }
  const known = gazetteer.areas.flatMap(([, , region, country]) => (country === 'GB' && region !== '' ? [region] : []))
  assert.deepEqual([...new Set(known)].sort(), [...REGIONS].sort())
})
