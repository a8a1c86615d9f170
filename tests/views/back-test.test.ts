import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_FILTER, parseQuery, queryString } from '../../listings/query.ts'
import { backTestView, variantsOf } from '../../views/back-test.ts'

const now = new Date('2026-11-23T08:00:00Z')
const told = (total: number, others: number[] = [], boardDays = 90) =>
  backTestView(
    { days: 30, total, last: [], others, boardDays },
    variantsOf(parseQuery(new URLSearchParams('rate=500&engagement=outside')).query),
    now,
  )

test('a pace is told by the day, or the week, or whole, whichever can be pictured', () => {
  const rows: [number, string][] = [
    [0, 'nothing'],
    [1, '1 role'],
    [5, '1.2 roles a week, 5 in all'],
    [96, '3.2 roles a day, 96 in all'],
    [30, '1 role a day, 30 in all'],
    [45_000, '1,500 roles a day, 45,000 in all'],
  ]
  for (const [total, words] of rows) assert.equal(told(total).words, `In the last 30 days this would have sent ${words}.`)
})

test('what widens stands widest first, what narrows narrowest first, and what does neither is left out', () => {
  const view = told(30, [60, 90, 12, 30, 0])
  assert.deepEqual(
    view.wider.map(({ words, would }) => [words, would]),
    [
      ['without outside IR35', '90 instead of 30'],
      ['at any rate, or none stated', '60 instead of 30'],
    ],
  )
  assert.deepEqual(
    view.narrower.map(({ words, would }) => [words, would]),
    [['only £550 a day or more', '12 instead of 30']],
  )
})

test('what leaving a filter out means is said in English', () => {
  const { query } = parseQuery(new URLSearchParams('q=pmo&place=leeds&term_min=6&start=asap&not_agency=Hays&not_words=nights'))
  assert.deepEqual(
    variantsOf(query).flatMap(({ kind, words }) => (kind === 'wider' ? words : [])),
    ['without “pmo”', 'anywhere', 'of any length', 'starting any time', 'from Hays too', 'with “nights” too'],
  )
})

test('a list of ten says of how many', () => {
  const row = {
    id: 1,
    slug: 'a',
    title: 'PMO Lead',
    card: {},
    advertisers: [],
    adverts: 1,
    firstSeenAt: now,
    closesAt: null,
    sample: false,
    sources: [],
  }
  const heading = (total: number): string =>
    backTestView(
      { days: 30, total, last: Array.from({ length: Math.min(total, 10) }, () => ({ row, closed: false })), others: [], boardDays: 90 },
      [],
      now,
    ).lastHeading
  assert.equal(heading(21), 'The newest 10 of the 21 it would have sent')
  assert.equal(heading(10), 'What it would have sent, the newest first')
})

test('the only filter of a search is not offered to be left out, and a young board says that it is one', () => {
  const variants = variantsOf({ ...NO_FILTER, rate: 500 })
  assert.ok(variants.every(({ query }) => queryString(query) !== ''))
  assert.match(told(3, [], 4).remark, /watched for 4 days/)
  assert.equal(told(3).remark, '')
})
