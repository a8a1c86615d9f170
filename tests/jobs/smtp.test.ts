import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSmtp } from '../../jobs/smtp.ts'
import type { Smtp } from '../../jobs/smtp.ts'
import { testSmtp } from '../support/smtp.ts'

const open = (url: string, deadlineMs = 20_000): Smtp => openSmtp(url, deadlineMs)

/** A line of nothing but a point would end a message. */
const BODY = 'line\r\n.a line that begins with a point\r\n.\r\n..\r\n\r\n.\r\nlast line.\r\n'

function message(n: number): Buffer {
  return Buffer.from(`From: a@dayrate.org\r\nMessage-ID: <${n}@dayrate.org>\r\n\r\n${BODY}`)
}

test('two hundred and forty mails go over five connections, each for a hundred mails at most, and each mail once', async () => {
  const server = await testSmtp()
  const smtp = open(server.url)
  await Promise.all(Array.from({ length: 240 }, (_, n) => smtp.send('a@dayrate.org', `p${n}@mail.dayrate.org`, message(n))))
  assert.equal(server.connections(), 5)
  for (let n = 0; n < 320; n++) await smtp.send('a@dayrate.org', 'ada@mail.dayrate.org', message(n))
  assert.ok(server.connections() > 5 && server.connections() <= 12, `${server.connections()} connections`)
  assert.equal(server.mails.length, 560)
  assert.equal(new Set(server.mails.slice(0, 240).map(mail => mail.recipients.join())).size, 240)
  assert.ok(server.mails.every(mail => mail.raw.endsWith(`\r\n\r\n${BODY}`)))
  smtp.close()
  await server.close()
})

test('with user and password in the address; with a wrong one nothing leaves', async () => {
  const server = await testSmtp({ login: ['board', 'p@ss/word'] })
  const to = server.url.replace('//', '//board:p%40ss%2Fword@')
  const [right, wrong] = [open(to), open(to.replace('p%40ss', 'guess'))]
  await right.send('a@dayrate.org', 'ada@mail.dayrate.org', message(1))
  await assert.rejects(wrong.send('a@dayrate.org', 'ada@mail.dayrate.org', message(2)), { code: 'EAUTH', responseCode: 535 })
  assert.equal(server.mails.length, 1)
  right.close()
  wrong.close()
  await server.close()
})

test('a connection on which something went wrong is not used again, and the next mail leaves', async () => {
  const server = await testSmtp({ recipient: address => (address.startsWith('gone') ? { code: 550, words: '5.1.1 no' } : undefined) })
  const smtp = open(server.url)
  await smtp.send('a@dayrate.org', 'ada@mail.dayrate.org', message(1))
  await assert.rejects(smtp.send('a@dayrate.org', 'gone@mail.dayrate.org', message(2)), { responseCode: 550 })
  await smtp.send('a@dayrate.org', 'ben@mail.dayrate.org', message(3))
  assert.equal(server.connections(), 2)
  server.manners = { drops: true }
  await assert.rejects(smtp.send('a@dayrate.org', 'ada@mail.dayrate.org', message(4)))
  server.manners = {}
  await smtp.send('a@dayrate.org', 'ada@mail.dayrate.org', message(5))
  assert.deepEqual(
    server.mails.map(mail => mail.recipients.join()[0]),
    ['a', 'b', 'a'],
  )
  smtp.close()
  await server.close()
})

test('closing ends what is under way, and nothing waits for a server that says nothing', async () => {
  const server = await testSmtp({ silent: true })
  const smtp = open(server.url)
  const sending = Array.from({ length: 5 }, (_, n) => smtp.send('a@dayrate.org', 'ada@mail.dayrate.org', message(n)))
  setTimeout(() => smtp.close(), 200)
  const ends = await Promise.allSettled(sending)
  assert.ok(ends.every(end => end.status === 'rejected'))
  server.manners = {}
  await server.close()
})
