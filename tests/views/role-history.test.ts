import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelineEvent } from '../../listings/timeline.ts'
import { roleHistoryView } from '../../views/role-history.ts'
import { agoWords } from '../../views/times.ts'

test('a role has been open for as many days as ago it was first advertised', () => {
  const advert = { id: 1, company: 'Harrow Lane', sourceName: 'Harrow Board' }
  const [firstSeenAt, now] = [new Date('2026-11-16T09:00:00Z'), new Date('2026-11-23T05:41:00Z')]
  const events: TimelineEvent[] = [
    { what: 'first seen', at: firstSeenAt, advert },
    { what: 'joined', at: now, advert },
  ]
  const open = roleHistoryView({ events, openDays: 0 }, { firstSeenAt, closedAt: null }, now)?.open
  assert.equal(agoWords(firstSeenAt, now), '7 days ago')
  assert.equal(open, 'open for 7 days')
})
