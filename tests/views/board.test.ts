// What the board says of a total that is about right: never that it is exact.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BoardRow, Found } from '../../db/search.ts'
import { LAST_PAGE, NO_FILTER, PAGE_SIZE } from '../../listings/query.ts'
import type { BoardQuery } from '../../listings/query.ts'
import { boardView } from '../../views/board.ts'
import { render } from '../../views/render.ts'

const site = { publicUrl: 'https://dayrate.example', samples: false, now: new Date('2026-11-22T12:00:00Z') }
const around = { sources: new Map<string, string>(), words: { role: [], place: [], agency: [] } }

const ROWS = Array.from({ length: PAGE_SIZE }, (_, n): BoardRow => ({
  id: n + 1,
  slug: `project-manager-${n + 1}`,
  title: 'Project Manager',
  card: {},
  advertisers: ['Larkhill Build'],
  adverts: 1,
  firstSeenAt: site.now,
  closesAt: null,
  sample: false,
  sources: ['Harrow Board'],
}))

/** The first page of many. */
const MANY: Found = {
  rows: ROWS,
  total: 12_000,
  isTotalExact: false,
  first: 1,
  next: 2,
  nextCursor: 'fit.1.2.3.x',
  facets: null,
  medianRate: null,
  isPossible: true,
  remarks: [],
}

const said = (query: Partial<BoardQuery>, found: Partial<Found>): string =>
  render('board', boardView(site, { ...NO_FILTER, ...query }, { ...MANY, ...found }, around))

const EXACT = { isTotalExact: true }

describe('a total that nobody counted', () => {
  test('is “about” in the heading, the title, the button and the range, and wherever else the page says it', () => {
    const page = said({ q: 'pmo' }, {})
    for (const words of [
      '<h1>About 12,000 roles</h1>',
      '<title>About 12,000 roles: “pmo” · Dayrate</title>',
      'content="About 12,000 roles: “pmo”.',
      '>Show about 12,000 roles</button>',
      '<span>1–25 of about 12,000</span>',
    ])
      assert.ok(page.includes(words), words)
    assert.doesNotMatch(page, /(?<!about )12,000/i)
    assert.match(said({}, {}), /<title>About 12,000 roles for contract PMs and PMO people/)
  })

  test('is “about” behind a cursor, too', () => {
    assert.ok(said({ after: 'fit.1.2.3.x' }, { first: null, next: null }).includes('<span>About 12,000 roles in all</span>'))
  })

  test('is never said of one that was counted', () => {
    for (const page of [said({ q: 'pmo' }, EXACT), said({ after: 'fit.1.2.3.x' }, { ...EXACT, first: null })])
      assert.ok(page.includes('12,000 roles') && !/about 12,000/i.test(page))
    const past = said({ page: LAST_PAGE }, { ...EXACT, rows: [], first: null, next: null, nextCursor: null })
    assert.ok(past.includes('There are 12,000 roles for this search') && past.includes('to the last page'))
  })
})
