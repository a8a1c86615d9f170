import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editsBetween, meantSearch, respelt, spellableWords } from '../../listings/spelling.ts'

const VOCABULARY = new Map([
  ['project', 90],
  ['manager', 95],
  ['programme', 40],
  ['payments', 12],
  ['pmo', 30],
  ['signalling', 3],
  ['leeds', 8],
  ['change', 9],
])

const CASES: [typed: string, meant: string | undefined][] = [
  ['projcet manger', 'project manager'],
  ['progamme', 'programme'],
  ['signaling', 'signalling'],
  ['paym', 'paym*'],
  ['pmo', undefined],
  ['"projcet manger" -manger', '"project manager" -manger'],
  ['-"projcet manger" pmo', undefined],
  ['"paym"', undefined],
  ['projcet/programe manger', 'project/programme manager'],
  ['"projcet manger', '"project manager'],
  ['pom', undefined],
  ['pmo c', 'pmo'],
  ['pmo ch', 'pmo ch*'],
  ['projcet le', 'project le*'],
  ['pmo xq', 'pmo'],
  ['le', 'le*'],
  ['x', undefined],
  ['pmo -c', undefined],
  ['zebra', undefined],
  ['changs leedz', 'change leeds'],
]
for (const [typed, meant] of CASES)
  test(`“${typed}” ${meant === undefined ? 'is left as it is' : `means “${meant}”`}`, () =>
    assert.equal(meantSearch(typed, VOCABULARY), meant))

test('of very many unknown words the first six are looked at', () =>
  assert.equal(meantSearch('zebra okapi lemur tapir sloth manger projcet', VOCABULARY), 'zebra okapi lemur tapir sloth manager projcet'))

test('a swap of neighbours is one edit, and far words are given up early', () => {
  assert.equal(editsBetween('manger', 'manager', 2), 1)
  assert.equal(editsBetween('projcet', 'project', 2), 1)
  assert.equal(editsBetween('abc', 'xyz', 2), undefined)
  assert.equal(editsBetween('', 'ab', 2), 2)
})

test('of words that can be misspelt, only those that are wrong are put right', () => {
  assert.deepEqual(spellableWords('Manger "card paymets" -pom NOT sc paym* manger'), ['Manger', 'card', 'paymets', 'NOT'])
  assert.equal(respelt('Manger maximo paymets', new Set(['manger']), VOCABULARY), 'manager maximo paymets')
  assert.equal(respelt('zebra', new Set(['zebra']), VOCABULARY), undefined)
})
