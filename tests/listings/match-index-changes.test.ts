// What the index keeps of a question is brought up to date by what came and went: it must answer as one does that was made anew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomFrom } from '../../bench/market.ts'
import { agencyKey } from '../../listings/board-facts.ts'
import { NEVER_CLOSES } from '../../listings/cursor.ts'
import type { IndexRow } from '../../listings/index-row.ts'
import { MatchIndex } from '../../listings/match-index.ts'
import type { Question } from '../../listings/match-index.ts'
import { parseQuery } from '../../listings/query.ts'
import { areaOf } from '../../listings/area.ts'
import { readTextQuery } from '../../listings/text-query.ts'

const DAY = 86_400_000
const NOW = 100 * DAY

/** Addresses, and their words as Postgres would read them. */
const ASKED: readonly [address: string, words?: string][] = [
  [''],
  ['q=rail', "'rail'"],
  ['q=rail&sort=newest', "'rail'"],
  ['q=rail or dat*', "'rail' | 'dat':*"],
  ['q=pmo -rail&engagement=inside&sort=rate', "'pmo' & !'rail'"],
  ['q=pmo&rate=500&remote=remote,unstated&within=14', "'pmo'"],
  ['sort=rate'],
  ['sort=closing'],
  ['engagement=outside&sort=closing'],
  ['rate=600&unrated=1&sort=rate'],
  ['term_min=3&unstated=term&methods=prince2'],
  ['place=Leeds&radius=50&engagement=inside,unstated'],
  ['place=England&start=asap'],
  ['onsite=2&clearance=sc&source=board-1'],
  ['not_agency=Harrow&advertiser=agency'],
  ['within=3'],
]

function questionOf([address, words]: (typeof ASKED)[number]): Question {
  const { query, remarks } = parseQuery(new URLSearchParams(address))
  assert.deepEqual(remarks, [])
  const area = areaOf(query)
  assert.ok(area !== 'unknown')
  const text = words === undefined ? undefined : readTextQuery(words)
  return { query, area, text, agencies: query.notAgency.map(agencyKey), now: NOW, after: undefined }
}

function rowMaker(seed: number): (id: number) => IndexRow {
  const random = randomFrom(seed)
  const pick = <T>(...all: T[]): T => all[Math.floor(random() * all.length)] as T // never of nothing
  const some = (...all: string[]): string[] => all.filter(() => random() < 0.4)
  return id => {
    const [title, more, rest] = [some('rail', 'pmo'), some('data', 'date'), some('rail', 'pmo', 'erp')]
    const place = pick([null, null, null], ['Yorkshire and the Humber', 53.8, -1.55], ['London', 51.5, -0.12], ['Scotland', 55.9, -3.2])
    const term = pick([null, null], [1, 3], [6, 12])
    return {
      id,
      seenAt: (NOW - Math.floor(random() * 40) * DAY) * 1_000,
      closesAt: pick(null, null, NOW / 1_000 - 7, NOW / 1_000 + 7, NOW / 1_000 + 90, 99_000_000),
      rate: pick(null, 450, 500, 500, 625, 1_600),
      twiceMiddle: pick(null, 900, 1_000, 1_250),
      engagement: pick(null, 'inside', 'outside'),
      discipline: pick('project', 'pmo'),
      seniority: pick(null, 'lead'),
      remote: pick(null, 'remote', 'hybrid'),
      onsite: pick(null, 0, 2, 5),
      termMin: term[0] ?? null,
      termMax: term[1] ?? null,
      start: pick(null, -1, 21_000),
      clearance: pick(null, 'SC', 'DV'),
      sector: pick(null, 'health'),
      advertiser: pick(null, 'agency', 'direct'),
      country: place[0] === null ? null : 'GB',
      region: place[0] as string | null,
      lat: place[1] as number | null,
      lon: place[2] as number | null,
      methods: some('prince2', 'agile'),
      sources: some('board-1', 'board-2'),
      agencies: some('harrow', 'fennick').map(agencyKey),
      title,
      head: [...new Set([...title, ...more])],
      body: [...new Set([...title, ...more, ...rest])],
    }
  }
}

/** All that is said of a question; counts of nothing may be absent. */
function said(index: MatchIndex, question: Question): unknown {
  const { facets, medianRate } = index.counts(question)
  const counts = Object.entries(facets).flatMap(([filter, values]) =>
    Object.entries(values).flatMap(([value, n]) => (n === 0 ? [] : `${filter} ${value} ${n}`)),
  )
  const pages = [question.query, { ...question.query, page: 3 }].map(query => index.search({ ...question, query }))
  const matches = index.matches(question)
  assert.equal(matches.length, pages[0]?.total)
  return { pages, counts: counts.sort(), medianRate, matches: matches.sort((a, b) => a - b) }
}

function madeAnew(rows: Iterable<IndexRow>): MatchIndex {
  const index = new MatchIndex()
  for (const row of [...rows].sort((a, b) => a.seenAt - b.seenAt || a.id - b.id)) index.put(row)
  return index
}

test('an index that has changed answers like one that is made anew, and counts like counting one by one', () => {
  const [random, makeRow] = [randomFrom(5), rowMaker(6)]
  const index = new MatchIndex()
  const rows = new Map<number, IndexRow>()
  const questions = ASKED.map(questionOf)
  let id = 0
  // Also past the size at which all sets become larger: 1,024 documents, dead ones among them.
  for (const changes of [0, 1, 30, 400, 1, 2, 5, 700, 1, 300]) {
    for (let n = 0; n < changes; n += 1) {
      const known = random() < 0.3 ? 1 + Math.floor(random() * id) : undefined
      if (known !== undefined && random() < 0.5) {
        rows.delete(known)
        index.remove(known)
        continue
      }
      const row = makeRow(known ?? ++id)
      rows.set(row.id, row)
      index.put(row)
    }
    const fresh = madeAnew(rows.values())
    for (const [n, question] of questions.entries()) assert.deepEqual(said(index, question), said(fresh, question), ASKED[n]?.[0] ?? '')
    const inside = [...rows.values()].filter(row => row.engagement === 'inside')
    const { facets } = index.counts(questions[8] as Question) // engagement=outside: its own counts leave it out
    assert.equal(facets.engagement['inside'] ?? 0, inside.length)
    const railPmo = inside.filter(({ body }) => body.includes('pmo') && !body.includes('rail'))
    assert.equal(index.count(questions[4] as Question), railPmo.length)
  }
  assert.ok(index.dead > 100 && index.size > 600)
})

test('many roles come in the order of the board, and those of one rate from the newest', () => {
  const index = new MatchIndex()
  const random = randomFrom(9)
  const makeRow = rowMaker(10)
  const rows = Array.from({ length: 3_000 }, (_, n) => ({ ...makeRow(n + 1), seenAt: Math.floor(random() * 1_000) * 1_000 }))
  for (const row of rows.toSorted((a, b) => a.seenAt - b.seenAt || a.id - b.id)) index.put(row)
  for (const sort of ['rate', 'closing', 'newest'] as const) {
    const closing = ({ closesAt }: IndexRow): number => (closesAt !== null && closesAt * 1_000 > NOW ? -closesAt : NEVER_CLOSES)
    const key = (row: IndexRow): number => (sort === 'newest' ? 0 : sort === 'rate' ? (row.rate ?? -1) : closing(row))
    const wanted = rows.toSorted((a, b) => key(b) - key(a) || b.seenAt - a.seenAt || b.id - a.id).map(row => row.id)
    for (const page of [1, 2, 40, 119, 120]) {
      const question = questionOf([`sort=${sort}&page=${page}`])
      const found = index.search(question)
      assert.deepEqual(
        found.rows.map(row => row.id),
        wanted.slice((page - 1) * 25, page * 25),
        `${sort} ${page}`,
      )
      assert.equal(found.more, page < 120)
      const last = found.rows.at(-1)
      const next = index.search({ ...questionOf([`sort=${sort}`]), after: last })
      assert.deepEqual(
        next.rows.map(row => row.id),
        wanted.slice(page * 25, page * 25 + 25),
        `after ${sort} ${page}`,
      )
      assert.equal(next.before, Math.min(3_000, page * 25))
    }
  }
})

test('a text that few of many roles have finds them, with filters beside it, as they come and go', () => {
  const makeRow = rowMaker(12)
  const rows = new Map(Array.from({ length: 4_000 }, (_, n) => [n + 1, { ...makeRow(n + 1), seenAt: n * 1_000 }]))
  const rare = (id: number): IndexRow => ({ ...makeRow(id), seenAt: id * 1_000, engagement: 'inside', body: ['rare'], head: [], title: [] })
  for (const id of [7, 31, 32, 2_500, 3_999]) rows.set(id, rare(id))
  const index = new MatchIndex()
  for (const row of rows.values()) index.put(row)
  const questions = [['q=rare', "'rare'"] as const, ['q=rare&engagement=inside', "'rare'"] as const].map(asked => questionOf([...asked]))
  const found = (): number[][] => questions.map(question => index.search(question).rows.map(row => row.id))
  assert.deepEqual(
    questions.map(question => index.count(question)),
    [5, 5],
  )
  assert.deepEqual(found(), [[3_999, 2_500, 32, 31, 7], [3_999, 2_500, 32, 31, 7]]) // prettier-ignore
  index.remove(31)
  index.put({ ...rare(4_001), engagement: 'outside' })
  assert.deepEqual(found(), [[4_001, 3_999, 2_500, 32, 7], [3_999, 2_500, 32, 7]]) // prettier-ignore
  assert.deepEqual(
    questions.map(question => index.count(question)),
    [5, 4],
  )
  for (const question of questions) {
    const { facets } = index.counts(question)
    assert.deepEqual([facets.engagement['inside'], facets.engagement['outside']], [4, 1])
  }
})
