import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { oneWordAlone, withWordsAsPlace, withoutOneWord } from '../../listings/fewer-words.ts'
import { NO_FILTER } from '../../listings/query.ts'

describe('a search with one word less', () => {
  for (const [q, fewer] of [
    ['programme manchester', { programme: 'manchester', manchester: 'programme' }],
    ['"project manager" rail', { '"project manager"': 'rail', rail: '"project manager"' }],
    ['manager in leeds', { manager: 'in leeds', leeds: 'manager' }],
    ['manager and planner -rail', { manager: 'and planner -rail', planner: 'manager and -rail' }],
    ['manager NOT rail', {}],
    ['rail PMO in york Rail', { rail: 'PMO in york', PMO: 'rail in york', york: 'rail PMO' }],
    ['pmo', {}],
    ['pmo PMO', {}],
    ['pmo or planner', {}],
    ['', {}],
  ] as const)
    test(`“${q}”: ${Object.values(fewer).join(' | ') || 'none'}`, () =>
      assert.deepEqual(Object.fromEntries(withoutOneWord({ ...NO_FILTER, q }).map(one => [one.words, one.query.q])), fewer))

  test('of a pasted sentence six are tried', () =>
    assert.equal(withoutOneWord({ ...NO_FILTER, q: 'one two three four five six seven eight' }).length, 6))
})

describe('a search with a word asked for as a place', () => {
  for (const [q, placed] of [
    ['programme manchester', [['programme', 'manchester']]],
    ['manager in Milton Keynes outside', [['manager outside', 'Milton Keynes']]],
    ['otley', [['', 'otley']]],
    ['ls1 pmo', [['pmo', 'ls1']]],
    ['pmo leeds or york', []],
    [
      'pmo in leeds near york hull',
      [
        ['pmo', 'leeds'],
        ['pmo', 'york'],
      ],
    ],
    ['york pmo York', [['pmo', 'york']]],
    ['"leeds pmo" analyst', []],
    ['leeds or york', []],
    ['paris planner', []],
    ['change manager pm', []],
  ] as const)
    test(`“${q}”: ${placed.map(([rest, place]) => `“${rest}” in ${place}`).join(' | ') || 'none'}`, () =>
      assert.deepEqual(
        withWordsAsPlace({ ...NO_FILTER, q }).map(({ query }) => [query.q, query.place]),
        placed,
      ))

  test('but not beside a place that is chosen', () =>
    assert.deepEqual(withWordsAsPlace({ ...NO_FILTER, q: 'pmo york', place: 'Leeds' }), []))
})

test('each word of three or more by itself', () => {
  const alone = (q: string): string[] => oneWordAlone({ ...NO_FILTER, q }).map(({ query }) => query.q)
  assert.deepEqual(alone('remote "pmo lead" of rail -bid'), ['remote', '"pmo lead"', 'rail'])
  assert.deepEqual(alone('rail pmo rail erp'), ['rail', 'pmo', 'erp'])
  assert.deepEqual([alone('pmo rail'), alone('a or b or c')], [[], []])
})
