import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDate } from '../../crawlers/dates.ts'

const READ: [unknown, string][] = [
  ['2026-11-20', '2026-11-20'],
  ['2026-7-2', '2026-07-02'],
  ['20261120', '2026-11-20'],
  ['2026-11-20T09:15:00Z', '2026-11-20T09:15:00.000Z'],
  ['2026-11-03T04:15:00-05:00', '2026-11-03T09:15:00.000Z'],
  ['2026-11-15T12:05+01:00', '2026-11-15T11:05:00.000Z'],
  ['2026-11-15 10:16:56.14', '2026-11-15T10:16:56.000Z'],
  ['2026-11-15 10:16:56 UTC', '2026-11-15T10:16:56.000Z'],
  ['Thu, 19 Nov 2026 08:00:00 +0000', '2026-11-19T08:00:00.000Z'],
  ['Tue, 03 Jun 2025 11:05:30 BST', '2025-06-03T10:05:30.000Z'],
  ['Wed, 19 Aug 2026 05:00:00:0', '2026-08-19T05:00:00.000Z'],
  ['Mon Nov 16 00:00:00 UTC 2026', '2026-11-16T00:00:00.000Z'],
  ['Wed, 11/18/2026 - 16:35', '2026-11-18T16:35:00.000Z'],
  ['03/11/2026', '2026-11-03'],
  ['3rd November 2026', '2026-11-03'],
  ['November 3, 2026', '2026-11-03'],
  ['Nov 3, 2026 4:05 PM', '2026-11-03T16:05:00.000Z'],
  [1_795_000_000, '2026-11-18T11:06:40.000Z'],
  [1_795_000_000_123, '2026-11-18T11:06:40.123Z'],
  ['1795000000', '2026-11-18T11:06:40.000Z'],
]

test('dates and instants are read however they are written', () => {
  for (const [written, iso] of READ) assert.equal(readDate(written), iso, String(written))
})

test('what is no date is left out, and so are dates nobody means', () => {
  for (const written of ['', 'soon', '31/02/2026', '9999-12-31', '0000-00-00', 0, -1, Number.NaN, null, undefined, {}, 'Posted 6 Days Ago'])
    assert.equal(readDate(written), undefined, JSON.stringify(written))
})
