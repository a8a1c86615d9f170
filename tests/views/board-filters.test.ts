import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { load } from 'cheerio'
import type { CheerioAPI } from 'cheerio'
import { randomFrom, randomQuery } from '../../bench/market.ts'
import { noCounts } from '../../listings/facets.ts'
import type { Facets } from '../../listings/facets.ts'
import { NO_FILTER, parseQuery } from '../../listings/query.ts'
import type { BoardQuery } from '../../listings/query.ts'
import { filterGroups } from '../../views/board-filters.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const NAMES = new Map([
  ['board-1', '<b>Źródło & "co" \'`=</b>'],
  ['board-2', 'Zed'],
])
const COUNTED: Facets = {
  ...noCounts(),
  source: { 'board-1': 1_204, 'board-2': 0, 'board-3': 7 },
  sector: { rail: 12 },
  engagement: { outside: 3 },
}

function page(query: Partial<BoardQuery>, facets: Facets | null = COUNTED): CheerioAPI {
  return load(filterGroups({ ...NO_FILTER, ...query }, facets, NAMES, NOW).toHTML())
}

describe('the filters of the board', () => {
  test('mark what this query chose, whatever stood on the pages before', () => {
    const random = randomFrom(11)
    for (let n = 0; n < 100; n += 1) {
      const { query } = parseQuery(new URLSearchParams(randomQuery(random)))
      const shown = page(query, n % 3 === 0 ? null : COUNTED)
      for (const name of [
        'engagement',
        'discipline',
        'seniority',
        'remote',
        'methods',
        'sector',
        'advertiser',
        'source',
        'unstated',
      ] as const) {
        const marked = shown(`[name=${name}][checked]`)
          .map((_, box) => shown(box).attr('value'))
          .get()
        assert.deepEqual(marked.toSorted(), [...query[name]].toSorted(), name)
      }
      const selected = (name: string): string | undefined => shown(`[name=${name}] [selected]`).attr('value')
      const said = (value: number | string | null): string => String(value ?? '')
      assert.equal(selected('onsite'), said(query.onsite))
      assert.equal(selected('radius'), said(query.radius))
      assert.equal(selected('term_min'), said(query.termMin))
      assert.equal(selected('term_max'), said(query.termMax))
      assert.equal(selected('start'), query.start)
      assert.equal(selected('clearance'), said(query.clearance))
      assert.equal(selected('within'), said(query.within))
      for (const [id, isOpen] of [
        ['methods', query.methods.length > 0],
        ['sector', query.sector.length > 0],
        ['advertiser', query.advertiser.length > 0],
        ['source', query.source.length > 0],
        ['without', query.notAgency.length + query.notWords.length > 0],
        ['where', true],
      ] as const)
        assert.equal(shown(`#f-${id}`).attr('open') !== undefined, isOpen, id)
    }
  })

  test('name sources as they are called, whatever signs are in it, and those that nobody named by their id', () => {
    const lines = (query: Partial<BoardQuery>, facets?: Facets | null): string[] =>
      page(
        query,
        facets,
      )('#f-source .choice')
        .toArray()
        .map(line => load(line).text().trim())
    assert.deepEqual(lines({}), [`${NAMES.get('board-1')}1,204`, 'board-37'])
    assert.deepEqual(lines({ source: ['board-2', 'nobody'] }), [`${NAMES.get('board-1')}1,204`, 'Zed0', 'board-37', 'nobody0'])
    assert.deepEqual(lines({ source: ['board-1'] }, null), [`${NAMES.get('board-1')}`])
    assert.equal(lines({ source: ['constructor'] }).at(-1), 'constructor0')
    assert.equal(page({})('#f-source b').length, 0)
  })

  test('show of a long list what roles have or what is chosen, and all of it where nothing was counted', () => {
    const values = (shown: CheerioAPI): string[] =>
      shown('[name=sector]')
        .map((_, box) => shown(box).attr('value'))
        .get()
    assert.deepEqual(values(page({ sector: ['finance'] })), ['finance', 'rail'])
    assert.equal(values(page({}, null)).length, 21)
    assert.equal(page({}, null)('.count').text(), '')
    assert.equal(page({}, null)('.histogram').length, 0)
  })

  test('say of a long list that no role has any of it, and of any that is not counted yet', () => {
    const empty = page({}, noCounts())
    for (const id of ['methods', 'sector', 'source']) assert.equal(empty(`#f-${id} fieldset p`).text(), 'None among these roles.', id)
    assert.equal(page({ sector: ['rail'] }, noCounts())('#f-sector fieldset p').length, 0)
    assert.match(page({}, null)('#f-source fieldset p').text(), /^Not counted yet/)
  })

  test('say that bars are of estimates, too, and what has no day rate in pounds', () => {
    const shown = page({}, { ...COUNTED, rate: { 500: 3, 550: 1, unstated: 7 } })
    assert.equal(shown('.histogram').attr('aria-label'), 'Day rates of 4 roles, with estimates, from £500 to £599')
    assert.equal(shown('.axis + .facts').text(), '4 roles, with estimates')
    assert.equal(shown('.choice:has([name=unrated])').text().trim(), 'include roles with no day rate in pounds7')
  })

  test('count what is within so many miles only around a place', () => {
    const around = { ...COUNTED, radius: { 5: 3, 10: 1_500 } }
    const miles = (query: Partial<BoardQuery>, facets: Facets): string => page(query, facets)('[name=radius]').text().replaceAll('\n', ' ')
    assert.match(miles({ place: 'Leeds', radius: 33 }, around), /5 miles \(3\) 10 miles \(1,500\) 25 miles \(0\) 33 miles 50 miles \(0\)/)
    assert.doesNotMatch(miles({}, around), /\(/)
    assert.doesNotMatch(miles({ place: 'Nowhere' }, COUNTED), /\(/)
  })

  test('take what is left out by name along, escaped', () => {
    const shown = page({ notAgency: ['<b>"&'], notWords: ['one', 'two'] })
    assert.deepEqual(
      shown('#f-without [type=hidden]')
        .map((_, field) => shown(field).attr('value'))
        .get(),
      ['<b>"&', 'one', 'two'],
    )
    assert.equal(page({})('#f-without [type=hidden]').length, 0)
  })
})
