// How good the order of the board is: sixty judged searches over the sample boards' roles and a made-up market around them, against plain
// ts_rank over title and text. `npm test` prints both figures.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { makeMarket } from '../../bench/market.ts'
import { HARBOURLINE, PENNINE, THORNGATE } from '../../crawlers/samples/adverts/all.ts'
import { renderBody } from '../../crawlers/samples/markup.ts'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { findRows, searchBoard } from '../../db/search.ts'
import type { BoardRow } from '../../db/search.ts'
import { saveSources } from '../../db/sources.ts'
import { parseQuery } from '../../listings/query.ts'
import { read, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { JUDGED } from './judged.ts'
import type { Judged } from './judged.ts'

let world: TestDatabase

before(async () => {
  world = await testDatabase()
  await saveSources(world.db, [source('samples')])
  const adverts = [...HARBOURLINE, ...PENNINE, ...THORNGATE].map(({ id, title, company, location, body, form }) => ({
    externalId: id,
    url: `https://boards.example/${id}`,
    title,
    company,
    location,
    description: renderBody(body, form),
  }))
  await savePostings(world.db, 'samples', adverts.map(read), { readerVersion: 1 })
  await linkPending(world.db)
  await makeMarket(world.db, 400, { firstId: 100_000, textLength: 800, keepTexts: true })
  await sql`create table plain as
    select s.listing_id, setweight(to_tsvector('english', l.title), 'A') || setweight(to_tsvector('english', coalesce(t.text, (
      select string_agg(block ->> 'text', ' ') from posting p, jsonb_array_elements(p.blocks) as block where p.listing_id = l.id))), 'D') as words
    from listing_search s join listing l on l.id = s.listing_id left join bench_text t on t.id = l.id`.execute(world.db)
})
after(() => world.close())

/** What a person sees of a role, as the judgements are written. */
function judge(row: BoardRow): string {
  const { places, clearance, discipline, seniority } = row.card
  const where = places?.value.map(place => `${place.name}, ${place.region ?? ''}`).join('; ') ?? ''
  return `${row.title} @${where} #${clearance?.level ?? ''} ${clearance?.mode ?? ''} #${discipline?.value ?? ''} ${seniority?.rung ?? ''}`
}

function gain({ right, useful }: Judged, row: BoardRow): number {
  const role = judge(row)
  return right.test(role) ? 3 : useful.test(role) ? 1 : 0
}

/** Järvelin and Kekäläinen (2002): gains discounted by the logarithm of the place, as a share of the best order there is. */
function ndcg(gains: number[], possible: number[]): number {
  const dcg = (all: number[]): number => all.slice(0, 10).reduce((sum, gain, n) => sum + gain / Math.log2(n + 2), 0)
  return dcg(gains) / dcg(possible.toSorted((a, b) => b - a))
}

async function byRank({ q }: Judged): Promise<number[]> {
  const words = q.endsWith('*') ? sql`to_tsquery('english', ${q.replace('*', ':*')})` : sql`websearch_to_tsquery('english', ${q})`
  const { rows } = await sql<{ id: number }>`select listing_id as id from plain where words @@ ${words}
    order by ts_rank(words, ${words}) desc, listing_id limit 10`.execute(world.db)
  return rows.map(row => row.id)
}

test('of sixty searches at least 57 show first what was looked for, and the order beats plain ts_rank', async t => {
  const { rows: live } = await sql<{ id: number }>`select listing_id as id from listing_search`.execute(world.db)
  const all = await findRows(
    world.db,
    live.map(row => row.id),
  )
  const score = { ours: 0, rank: 0, firstOurs: 0, firstRank: 0 }
  const wrong: string[] = []
  for (const one of JUDGED) {
    const possible = all.map(row => gain(one, row))
    assert.ok(possible.includes(3), `nothing on the board is right for “${one.q}”`)
    const { rows } = await searchBoard(world.db, parseQuery(new URLSearchParams({ q: one.q })).query)
    const ranked = (await findRows(world.db, await byRank(one))).map(row => gain(one, row))
    const ours = rows.map(row => gain(one, row))
    score.ours += ndcg(ours, possible)
    score.rank += ndcg(ranked, possible)
    score.firstOurs += ours[0] === 3 ? 1 : 0
    score.firstRank += ranked[0] === 3 ? 1 : 0
    if (ours[0] !== 3) wrong.push(`${one.q} → ${rows[0] ? judge(rows[0]) : 'nothing'}`)
  }
  const mean = (sum: number): string => (sum / JUDGED.length).toFixed(3)
  t.diagnostic(
    `nDCG@10 ${mean(score.ours)}, plain ts_rank ${mean(score.rank)}; right first ${score.firstOurs}, plain ts_rank ${score.firstRank}, of ${JUDGED.length}`,
  )
  assert.equal(JUDGED.length, 60)
  assert.ok(score.firstOurs >= 57, wrong.join('\n'))
  assert.ok(score.ours > score.rank)
})
