import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAdvertLine } from '../../crawlers/connectors/file.ts'

test('a line of a file is an advert with its source', () => {
  const line = readAdvertLine({
    id: 'a',
    source: 'my finds',
    title: 'Project Manager',
    pay: { min: 500, max: 550, period: 'day' },
    url: 'https://x.example/a',
    posted: '2026-11-20',
  })
  assert.deepEqual(line, {
    source: 'my finds',
    posting: {
      externalId: 'a',
      url: 'https://x.example/a',
      title: 'Project Manager',
      payField: { min: 500, max: 550, currency: 'GBP', period: 'day' },
      postedAt: '2026-11-20',
    },
  })
})

test('pay may be words, numbers as text, or absent', () => {
  const payOf = (pay: unknown) => {
    const line = readAdvertLine({ title: 'x', pay })
    return 'fault' in line ? line : { pay: line.posting.pay, field: line.posting.payField }
  }
  assert.deepEqual(payOf('£500 per day'), { pay: '£500 per day', field: undefined })
  assert.deepEqual(payOf({ min: '£52,000', max: null, period: 'annum' }), {
    pay: undefined,
    field: { min: 52_000, max: null, currency: 'GBP', period: 'year' },
  })
  assert.deepEqual(payOf({ min: 0, max: 0 }), { pay: undefined, field: undefined })
  assert.deepEqual(payOf(null), { pay: undefined, field: undefined })
})

test('the same line without an id is the same advert each time, and another line another', () => {
  const idOf = (title: string) => {
    const line = readAdvertLine({ title, company: 'Selby' })
    return 'posting' in line ? line.posting.externalId : undefined
  }
  assert.equal(idOf('Project Manager'), idOf('Project Manager'))
  assert.notEqual(idOf('Project Manager'), idOf('PMO Lead'))
})

test('a line that is no advert says why, as the end of a sentence', () => {
  assert.deepEqual(readAdvertLine({ company: 'x' }), { fault: 'has neither a title nor a description' })
  assert.deepEqual(readAdvertLine('x'), { fault: 'is not an object with the fields of an advert' })
  assert.deepEqual(readAdvertLine(null), { fault: 'is not an object with the fields of an advert' })
  assert.deepEqual(readAdvertLine({ title: 'x', company: { name: 'y' } }), { fault: 'has a “company” that is not what belongs there' })
})
