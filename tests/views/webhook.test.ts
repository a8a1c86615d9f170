import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BoardRow } from '../../db/search.ts'
import { NO_FILTER } from '../../listings/query.ts'
import { HOOK_SHOWS, hookBody } from '../../views/webhook.ts'

const ROW: BoardRow = {
  id: 1,
  slug: 'pmo-lead-1',
  title: `PMO Lead ${'£'.repeat(400)}`,
  card: { engagement: { value: 'outside', evidence: [] } } as unknown as BoardRow['card'],
  advertisers: ['Fennick Cole '.repeat(20)],
  adverts: 1,
  sources: ['harrow-board'],
  firstSeenAt: new Date('2027-03-28T06:00:00Z'),
  lastSeenAt: new Date('2027-03-28T06:00:00Z'),
  closesAt: null,
  sample: false,
} as unknown as BoardRow
const LONG = { row: ROW, why: Array.from({ length: 8 }, () => 'because '.repeat(40)), news: 'new' as const }
const MATTER = {
  savedSearchId: 'x',
  publicUrl: 'https://dayrate.org',
  query: NO_FILTER,
  promisedAt: new Date('2027-03-28T06:00:00Z'),
  localDate: '2027-03-28',
  total: 700,
}

test('a message of 700 long roles is no longer than its receiver takes, and says how many more there are', () => {
  const teams = hookBody('teams', { ...MATTER, roles: Array.from({ length: HOOK_SHOWS.teams }, () => LONG) })
  assert.ok(Buffer.byteLength(teams) < 28_000, `${Buffer.byteLength(teams)} bytes`)
  assert.match(teams, /and more roles/)
  const slack = hookBody('slack', { ...MATTER, roles: Array.from({ length: HOOK_SHOWS.slack }, () => LONG) })
  const { blocks } = JSON.parse(slack) as { blocks: { text: { text: string } }[] }
  assert.ok(blocks.length <= 50 && blocks.every(({ text }) => text.text.length <= 3_000))
  assert.match(slack, /and 680 more roles/)
})
