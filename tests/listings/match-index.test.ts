import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ASAP } from '../../listings/index-row.ts'
import type { IndexRow } from '../../listings/index-row.ts'
import { MatchIndex } from '../../listings/match-index.ts'
import type { Question } from '../../listings/match-index.ts'
import { NO_FILTER } from '../../listings/query.ts'
import type { BoardQuery } from '../../listings/query.ts'
import { hasPhrase, isPositive, loosened, readTextQuery } from '../../listings/text-query.ts'
import { TopRows } from '../../listings/top-rows.ts'

const DAY = 86_400_000

function row(id: number, over: Partial<IndexRow> = {}): IndexRow {
  const silent = {
    engagement: null,
    discipline: null,
    seniority: null,
    remote: null,
    onsite: null,
    termMin: null,
    termMax: null,
    start: null,
  }
  const nowhere = { clearance: null, sector: null, advertiser: null, country: null, region: null, lat: null, lon: null }
  const lists = { methods: [], sources: [], agencies: [], title: [], head: [], body: [] }
  return { id, seenAt: id * 1_000, closesAt: null, rate: null, twiceMiddle: null, ...silent, ...nowhere, ...lists, ...over }
}

function asked(query: Partial<BoardQuery>, over: Partial<Question> = {}): Question {
  return { query: { ...NO_FILTER, ...query }, area: undefined, text: undefined, agencies: [], now: DAY, after: undefined, ...over }
}

function ids(index: MatchIndex, query: Partial<BoardQuery>, over: Partial<Question> = {}): number[] {
  return index.search(asked(query, over)).rows.map(one => one.id)
}

function indexOf(...rows: IndexRow[]): MatchIndex {
  const index = new MatchIndex()
  for (const one of rows) index.put(one)
  return index
}

describe('the index of live roles', () => {
  test('gives the newest first, whatever order they came in, and forgets what is removed or replaced', () => {
    const index = indexOf(row(1), row(5), row(3), row(4), row(2))
    assert.deepEqual(ids(index, {}), [5, 4, 3, 2, 1])
    index.put(row(4, { seenAt: 9_000, engagement: 'outside' }))
    index.remove(5)
    index.remove(99)
    assert.deepEqual(ids(index, {}), [4, 3, 2, 1])
    assert.deepEqual(ids(index, { engagement: ['outside'] }), [4])
    assert.deepEqual([index.size, index.dead], [4, 2])
  })

  test('puts words in the title before words in the facts before words in the text', () => {
    const rail = ['rail']
    const index = indexOf(
      row(1, { title: rail, head: rail, body: rail }),
      row(2, { body: rail }),
      row(3, { head: rail, body: rail }),
      row(4),
    )
    const text = readTextQuery("'rail'")
    assert.deepEqual(ids(index, { q: 'rail' }, { text }), [1, 3, 2])
    assert.deepEqual(ids(index, { q: 'rail', sort: 'newest' }, { text }), [3, 2, 1])
  })

  test('counts every choice with all other filters kept, its own left out', () => {
    const index = indexOf(
      row(1, { engagement: 'outside', rate: 512, remote: 'hybrid', onsite: 2, clearance: 'SC' }),
      row(2, { engagement: 'inside', rate: 512, remote: 'remote', onsite: 0 }),
      row(3, { engagement: 'inside', rate: 1_900 }),
      row(4, { rate: 90 }),
    )
    const facets = index.counts(asked({ engagement: ['outside'], rate: 500 })).facets
    assert.deepEqual(facets.engagement, { outside: 1, inside: 2, unstated: 0 })
    assert.deepEqual(facets.rate, { 50: 0, 500: 1, 1500: 0 })
    assert.deepEqual(facets.onsite, { 0: 0, 1: 0, 2: 1, 3: 1, 4: 1, 5: 1, unstated: 0 })
    const all = index.counts(asked({})).facets
    assert.deepEqual(all.rate, { 50: 1, 500: 2, 1500: 1 })
    assert.deepEqual(all.engagement, { outside: 1, inside: 2, unstated: 1 })
    assert.deepEqual([all.clearance['none'], all.clearance['ctc'], all.clearance['sc']], [3, 3, 4])
  })

  test('tells the median of the rates that are stated, and of how many', () => {
    const index = indexOf(
      ...[1_000, 1_100, 1_205, null, 1_300].map((twiceMiddle, n) => row(n, { twiceMiddle, remote: n < 4 ? 'remote' : 'hybrid' })),
    )
    const median = (query: Partial<BoardQuery>): unknown => index.counts(asked(query)).medianRate
    assert.deepEqual(median({ remote: ['remote'] }), { median: 550, stated: 3 })
    assert.deepEqual(median({}), { median: 576, stated: 4 }, 'of an even number the middle of the two')
    assert.equal(median({ remote: ['onsite'] }), null)
  })

  test('puts who closes soonest first, and last whose day has passed or is not told, of few roles and of many', () => {
    const closings = [null, -3_600, 60, 86_400 * 3, -1, 86_400 + 5, null, 60]
    for (const times of [1, 400]) {
      const rows = Array.from({ length: closings.length * times }, (_, n) => {
        const within = closings[n % closings.length] ?? null
        return row(n, { closesAt: within === null ? null : DAY / 1_000 + within })
      })
      const toCome = rows.filter(one => (one.closesAt ?? 0) * 1_000 > DAY)
      toCome.sort((a, b) => (a.closesAt ?? 0) - (b.closesAt ?? 0) || b.seenAt - a.seenAt)
      const sorted = [...toCome, ...rows.filter(one => !toCome.includes(one)).toReversed()].map(one => one.id)
      const index = indexOf(...rows)
      const found: number[] = []
      let [after, before]: [Question['after'], number] = [undefined, 0]
      for (let page = 1; page <= Math.min(rows.length / 25 + 1, 70); page += 1) {
        const answer = index.search(asked({ sort: 'closing' }, { after }))
        assert.equal(answer.before, before)
        assert.deepEqual(ids(index, { sort: 'closing', page }), answer.rows.map(one => one.id)) // prettier-ignore
        found.push(...answer.rows.map(one => one.id))
        ;[after, before] = [answer.rows.at(-1) ?? after, found.length]
      }
      assert.deepEqual(found, sorted.slice(0, found.length))
      assert.ok(found.length > toCome.length)
    }
  })

  test('leaves out a role only when all who advertise it are unwanted', () => {
    const index = indexOf(row(1, { agencies: ['harrow'] }), row(2, { agencies: ['harrow', 'fennick'] }), row(3))
    assert.deepEqual(ids(index, {}, { agencies: ['harrow'] }), [3, 2])
    assert.deepEqual(ids(index, {}, { agencies: ['fennick', 'harrow'] }), [3])
  })

  test('keeps what does not say where that is asked for', () => {
    const index = indexOf(row(1, { start: ASAP }), row(2, { start: 20_000 }), row(3), row(4, { start: 30_000 }))
    const terms = indexOf(row(1, { termMin: 6, termMax: 6 }), row(2), row(3, { termMin: 1, termMax: 2 })).counts(asked({ termMin: 3 }))
      .facets.term
    assert.deepEqual(terms, { '-3': 1, '3-6': 1, '6-12': 1, unstated: 1 }, 'a choice that no role ever had is absent')
    const start = new Date(20_000 * DAY).toISOString().slice(0, 10)
    assert.deepEqual(ids(index, { start }), [2, 1])
    assert.deepEqual(ids(index, { start: 'asap' }), [1])
    assert.deepEqual(ids(index, { start, unstated: ['start'] }), [3, 2, 1])
  })
})

describe('a tsquery', () => {
  test('is read as Postgres prints it', () => {
    const word = (name: string, prefix = false): object => ({ kind: 'word', word: name, prefix })
    assert.deepEqual(readTextQuery("'a' & !'b' | 'c':*"), {
      kind: 'or',
      parts: [{ kind: 'and', parts: [word('a'), { kind: 'not', part: word('b') }] }, word('c', true)],
    })
    assert.deepEqual(readTextQuery("('o''neil' | 'back\\\\slash')"), { kind: 'or', parts: [word("o'neil"), word('back\\slash')] })
    assert.ok(hasPhrase(readTextQuery("'x' & !( 'a' <-> 'b' )")))
    assert.ok(!hasPhrase(readTextQuery("'x' & !'y'")))
    assert.ok(isPositive(readTextQuery("'x' & ('y' | 'a' <2> 'b')")) && !isPositive(readTextQuery("'x' & !'y'")))
    assert.throws(() => readTextQuery("'a' &"), /not a tsquery/)
    assert.throws(() => readTextQuery('a'), /not a tsquery/)
  })

  test('without its phrases finds no less', () => {
    assert.deepEqual(loosened(readTextQuery("'a' <-> 'b'")), loosened(readTextQuery("'a' & 'b'")))
    assert.deepEqual(loosened(readTextQuery("!('a' <-> 'b')")), { kind: 'and', parts: [] })
  })
})

test('the first rows are those of a whole sort, before and after a cursor', () => {
  const position = fc.record({ key: fc.integer({ min: 0, max: 3 }), at: fc.nat(20), id: fc.nat(10_000) })
  fc.assert(
    fc.property(
      fc.uniqueArray(position, { selector: one => one.id, maxLength: 300 }),
      fc.integer({ min: 1, max: 30 }),
      fc.option(position),
      (rows, most, after) => {
        const top = new TopRows(most, after ?? undefined)
        for (const { key, at, id } of rows) top.take(key, at, id)
        const sorted = rows.toSorted((a, b) => b.key - a.key || b.at - a.at || b.id - a.id)
        const behind = after ? sorted.filter(one => (one.key - after.key || one.at - after.at || one.id - after.id) < 0) : sorted
        assert.deepEqual(
          top.rows,
          behind.slice(0, most).map(one => ({ ...one })),
        )
        assert.equal(top.before, sorted.length - behind.length)
      },
    ),
  )
})
