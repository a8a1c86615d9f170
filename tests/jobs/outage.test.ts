// Three hours of a mail server's troubles, a simulated minute a run, and then a while of health.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { sendDueDigests } from '../../jobs/digest.ts'
import { createMailer } from '../../jobs/mail.ts'
import type { Mailer } from '../../jobs/mail.ts'
import { saveManyAlerts } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { testSmtp } from '../support/smtp.ts'
import type { Manners, TestSmtp } from '../support/smtp.ts'

const FROM = 'Dayrate <alerts@dayrate.org>'
const GONE = 'many7@mail.dayrate.org'
const PEOPLE = 20
let database: TestDatabase
let smtp: TestSmtp
let mailer: Mailer
let nobodyThere: Mailer

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  smtp = await testSmtp()
  mailer = createMailer({ smtpUrl: smtp.url, from: FROM, db: database.db, deadlineMs: 400 })
  nobodyThere = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: FROM, db: database.db })
})
after(async () => {
  mailer.close()
  nobodyThere.close()
  await smtp.close()
  await database.close()
})

/** When each address was first tried, in simulated minutes: a greylist takes the second try, five minutes later. */
const firstTried = new Map<string, number>()

function greylist(minute: number): Manners {
  return {
    recipient(address) {
      const first = firstTried.get(address) ?? minute
      firstTried.set(address, first)
      return minute - first < 5 ? { code: 451, words: '4.7.1 greylisted, come back' } : undefined
    },
  }
}

/** What is wrong from which minute on. */
const TROUBLES: [from: number, name: string, manners: (minute: number) => Manners][] = [
  [0, 'nobody there', () => ({})],
  [30, 'hangs up in the middle', () => ({ drops: true })],
  [60, 'says nothing', () => ({ silent: true })],
  [70, 'shuts down', () => ({ recipient: () => ({ code: 421, words: '4.3.2 shutting down' }) })],
  [110, 'has no room', () => ({ recipient: () => ({ code: 452, words: '4.3.1 no room' }) })],
  [140, 'dislikes the data', () => ({ message: () => ({ code: 451, words: '4.3.0 try later' }) })],
  [160, 'greylists', greylist],
  [180, 'is well', () => ({})],
]

test('J5: three hours of no server, broken connections, silence, 421, 452 and greylisting lose nothing and double nothing', async () => {
  await saveManyAlerts(database.db, PEOPLE, 'discipline=pmo')
  await sql`insert into match_due (listing_id) select id from listing on conflict do nothing`.execute(database.db)
  const begin = Date.parse('2027-01-12T07:00:00Z')
  const tries = new Map<string, number>()
  for (let minute = 0; minute < 400; minute += minute < 180 ? 2 : 10) {
    const [, name, manners] = TROUBLES.findLast(([from]) => from <= minute) ?? assert.fail()
    const { recipient, ...rest } = manners(minute)
    smtp.manners = {
      ...rest,
      recipient: address => (address === GONE && name === 'is well' ? { code: 550, words: '5.1.1 no such user' } : recipient?.(address)),
    }
    const sendMail: Mailer['sendMail'] = mail => {
      tries.set(name, (tries.get(name) ?? 0) + 1)
      return (name === 'nobody there' ? nobodyThere : mailer).sendMail(mail)
    }
    await sendDueDigests(mailWorld(database, { sendMail }), { now: new Date(begin + minute * 60_000) })
  }
  // A server that cannot be talked to is asked with one mail a minute.
  for (const [name, minutes] of [
    ['nobody there', 30],
    ['hangs up in the middle', 30],
    ['says nothing', 10],
    ['shuts down', 40],
  ] as const)
    assert.ok((tries.get(name) ?? 0) >= 1 && (tries.get(name) ?? 0) <= minutes, `${name}: ${tries.get(name)} tries`)
  const { rows } = await sql<{ sent: number; refused: number; open: number }>`
    select count(sent_at)::int as sent, count(*) filter (where given_up_because = 'refused')::int as refused,
      count(*) filter (where sent_at is null and given_up_at is null)::int as open from digest`.execute(database.db)
  const got = smtp.mails.map(mail => mail.recipients.join())
  const lucky = got.includes(GONE) ? 0 : 1
  assert.deepEqual(rows, [{ sent: PEOPLE - lucky, refused: lucky, open: 0 }])
  assert.equal(got.length, PEOPLE - lucky)
  assert.equal(new Set(got).size, got.length, 'nobody has it twice')
})
