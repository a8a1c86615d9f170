import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Recent } from '../../listings/recent.ts'

test('what is used stays, what is not goes, and there are never more than so many', () => {
  const recent = new Recent<number, string>(10)
  for (let n = 0; n < 1_000; n += 1) {
    recent.set(n, `value ${n}`)
    assert.equal(recent.get(0), 'value 0', `after ${n}`)
  }
  const kept = Array.from({ length: 1_000 }, (_, n) => recent.get(n)).filter(value => value !== undefined)
  assert.ok(kept.length >= 5 && kept.length <= 10, `${kept.length} of 10 are kept`)
})

test('what is deleted or replaced is not found again, whichever half it stood in', () => {
  const recent = new Recent<string, number>(4)
  for (const key of ['a', 'b', 'c']) recent.set(key, 1)
  recent.set('a', 2)
  assert.equal(recent.get('a'), 2)
  for (const key of ['a', 'b', 'c']) recent.delete(key)
  assert.deepEqual(
    ['a', 'b', 'c'].map(key => recent.get(key)),
    [undefined, undefined, undefined],
  )
  recent.set('d', 1)
  recent.clear()
  assert.equal(recent.get('d'), undefined)
})
