import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import type { Mail } from '../../db/mailbox.ts'
import { createWrite, readSender } from '../../jobs/message.ts'

const MAIL: Mail = {
  to: 'ada@mail.dayrate.org',
  subject: '2 new roles, up to £650 a day',
  html: '<p style="color: teal">£500 – £650</p>\n',
  text: 'Two roles:\n\n  £500 – £650 a day\n',
  messageId: '<digest-1@dayrate.org>',
  headers: { 'List-Unsubscribe': '<https://dayrate.org/u/abc>' },
}
const SENDER = { name: 'Dayrate', address: 'alerts@dayrate.org' }
const DATE = new Date('2027-03-28T06:00:00Z')
const write = createWrite(SENDER)

const SENDERS: [from: string, name: string][] = [
  ['alerts@board.org', ''],
  ['Dayrate <alerts@board.org>', 'Dayrate'],
  ['"Dayrate, London" <alerts@board.org>', 'Dayrate, London'],
  ['Tagessätze für alle <alerts@board.org>', 'Tagessätze für alle'],
]
for (const [from, name] of SENDERS) {
  test(`a mail from ${from} says so`, async () => {
    const { from: read } = await simpleParser(createWrite(readSender(from))(MAIL, DATE))
    assert.deepEqual(read?.value, [{ address: 'alerts@board.org', name }])
  })
}

test('both parts, subject and date arrive as they were written', async () => {
  const mail = await simpleParser(write(MAIL, DATE))
  assert.equal(mail.subject, MAIL.subject)
  assert.equal(mail.text, MAIL.text)
  assert.equal(mail.html, MAIL.html)
  assert.equal(mail.messageId, MAIL.messageId)
  assert.deepEqual(mail.date, DATE)
})

test('the same mail is the same bytes, whatever was written between', () => {
  const first = write(MAIL, DATE)
  write({ ...MAIL, text: 'x'.repeat(400_000), html: 'ü'.repeat(200_000) }, DATE)
  assert.deepEqual(write(MAIL, DATE), first)
})

test('any text comes back, in lines of at most 76 ASCII characters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '=', ' ', '\t', '\n', '£', '–', '😀', '.', 'From '), maxLength: 400 })
  fc.assert(
    fc.property(text, words => {
      const written = textPart(write({ ...MAIL, text: words }, DATE))
      assert.ok(written.split('\r\n').every(line => /^[\t -~]{0,76}$/.test(line) && !/[ \t]$/.test(line)))
      assert.doesNotMatch(written, /\t| {2}/)
      assert.equal(decoded(written), words)
    }),
    { numRuns: 500 },
  )
})

/** As it stands in a mail, after the empty line that ends its head. */
function textPart(mail: Buffer): string {
  const [, part = ''] = mail.toString().split('\r\n--=_')
  return part.slice(part.indexOf('\r\n\r\n') + 4)
}

/** RFC 2045 §6.7, the other way round. */
function decoded(written: string): string {
  const octets = written
    .replaceAll('=\r\n', '')
    .replaceAll('\r\n', '\n')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(octets, 'latin1').toString()
}

test('a long subject of any letters comes back whole, folded', async () => {
  const subject = `12 new roles · “${'Überführung 😀 '.repeat(12)}”`
  const raw = write({ ...MAIL, subject }, DATE)
  assert.equal((await simpleParser(raw)).subject, subject)
  assert.ok(
    raw
      .toString()
      .split('\r\n')
      .every(line => line.length <= 78),
  )
})

test('M12: a header with a line break is never written', () => {
  for (const value of ['x\r\nBcc: eve@mail.dayrate.org', 'x\n y', 'x\r y', 'x\r\n', 'x\0'])
    assert.throws(() => write({ ...MAIL, headers: { 'List-Id': value } }, DATE), /line break/, JSON.stringify(value))
})
