import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withPlaceMeant } from '../../listings/place-meant.ts'
import { NO_FILTER } from '../../listings/query.ts'
import type { BoardQuery } from '../../listings/query.ts'

const meant = (place: string, over: Partial<BoardQuery> = {}): BoardQuery | undefined => withPlaceMeant({ ...NO_FILTER, ...over, place })

describe('a place nobody knows', () => {
  for (const [typed, place] of [
    ['manchestr', 'Manchester'],
    ['Edinbrugh', 'Edinburgh'],
    ['lodnon', 'London'],
    ['milton keyns', 'Milton Keynes'],
    ['birmin', 'Birmingham'],
  ] as const)
    test(`“${typed}” is meant for ${place}`, () => assert.equal(meant(typed)?.place, place))

  for (const typed of ['remote', 'fully remote', 'WFH', 'home based'])
    test(`“${typed}” is a way of working`, () => {
      const { place, remote } = meant(typed, { remote: ['hybrid'] }) ?? NO_FILTER
      assert.deepEqual({ place, remote }, { place: '', remote: ['hybrid', 'remote'] })
    })

  for (const typed of ['', 'Leeds', 'LS1', 'Scotland', 'xx', 'Atlantis', 'xyzzy', '\u202e', 'x'.repeat(60)])
    test(`“${typed}” is left as it is`, () => assert.equal(meant(typed), undefined))
})
