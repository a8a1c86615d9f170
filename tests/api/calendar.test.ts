import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { seedBoard } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
const DIRECTOR = 'programme-director-rail-signalling-3'
const ANALYST = 'pmo-analyst-2'

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
  // Half past midnight in London, the day before in UTC.
  await sql`update listing set closes_at = '2027-06-30T23:30:00Z' where slug = ${ANALYST}`.execute(site.db)
})
after(() => site.close())

/** The calendar as a reader takes it: unfolded, a list of name and value an event. */
function readEvents(body: string): Map<string, string>[] {
  const lines = body.replaceAll('\r\n ', '').split('\r\n')
  const events: Map<string, string>[] = []
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push(new Map())
    else events.at(-1)?.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1))
  }
  return events
}

test('the day applications close and the day a contract starts are all-day events with an id that stays', async () => {
  const answer = await site.get(`/saved.ics?role=${DIRECTOR},${ANALYST}&role=change-manager-4`)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8')
  const body = await answer.text()
  assert.match(body, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/)
  assert.ok(body.endsWith('END:VCALENDAR\r\n'))
  const events = readEvents(body)
  assert.deepEqual(
    events.map(event => [event.get('DTSTART;VALUE=DATE'), event.get('SUMMARY')]),
    [
      ['20270701', 'Last day to apply: PMO Analyst'],
      ['20270112', 'Starts: Programme Director\\, rail signalling renewals (Northern hubs)'],
    ],
  )
  for (const event of events) {
    assert.match(event.get('UID') ?? '', /^(?:deadline|start)-\d+@/)
    assert.match(event.get('DTSTAMP') ?? '', /^\d{8}T\d{6}Z$/)
    assert.match(event.get('URL') ?? '', /^http:\/\/[^/]+\/roles\/[a-z0-9-]+$/)
  }
})

test('no line is longer than 75 octets, no character is torn, and the same roles are the same bytes', async () => {
  const title = 'Gérant de projet – déménagement; “Zürich”, 🚆 et cœtera '.repeat(4)
  await sql`update listing set title = ${title} where slug = ${ANALYST}`.execute(site.db)
  const first = await site.get(`/saved.ics?role=${ANALYST}`)
  const body = await first.text()
  for (const line of body.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.ok(!body.includes('\uFFFD'))
  const escaped = title.replaceAll(';', '\\;').replaceAll(',', '\\,')
  assert.equal(readEvents(body)[0]?.get('SUMMARY'), `Last day to apply: ${escaped}`)
  const again = await site.get(`/saved.ics?role=${ANALYST}`, { 'if-none-match': first.headers.get('etag') ?? '' })
  assert.equal(again.status, 304)
})

test('W1: a hostile title writes no property of its own', async () => {
  const title = 'PMO\r\nATTENDEE:mailto:x@y.org\nEND:VEVENT \u0000\u202Egpj \\n; x'
  await sql`update listing set title = ${title.replace('\u0000', '')} where slug = ${ANALYST}`.execute(site.db)
  const [event, ...more] = readEvents(await (await site.get(`/saved.ics?role=${ANALYST}`)).text())
  assert.equal(more.length, 0)
  assert.equal(event?.get('SUMMARY'), 'Last day to apply: PMO\\nATTENDEE:mailto:x@y.org\\nEND:VEVENT  gpj \\\\n\\; x')
  assert.equal(event?.has('ATTENDEE'), false)
})

test('roles without a day and unknown ones make an empty calendar, which has a component all the same', async () => {
  for (const query of ['?role=change-manager-4', '?role=nothing-9']) {
    const answer = await site.get(`/saved.ics${query}`)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/calendar; charset=utf-8'], query)
    const lines = (await answer.text()).split('\r\n')
    assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['BEGIN:VCALENDAR', 'END:VCALENDAR', ''])
    assert.ok(lines.includes('BEGIN:VTIMEZONE') && !lines.includes('BEGIN:VEVENT'))
  }
})

test('an address that names no role is told so', async () => {
  for (const query of ['', "?role=' or 1=1"]) {
    const answer = await site.get(`/saved.ics${query}`)
    assert.equal(answer.status, 404, query)
    assert.match(await answer.text(), /names no role/)
  }
})
