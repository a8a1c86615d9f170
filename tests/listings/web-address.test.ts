import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rawPosting } from '../../crawlers/raw-posting.ts'
import { faultOfSourceAddress, webAddress, withoutCredentials } from '../../listings/web-address.ts'

test('a link is http or https, and carries no user name or password', () => {
  assert.equal(webAddress('https://mira:secret@boards.example/a?b=c@d#e'), 'https://boards.example/a?b=c@d#e')
  assert.equal(webAddress('http://mira@boards.example:8080/'), 'http://boards.example:8080/')
  assert.equal(webAddress('https://boards.example/@mira'), 'https://boards.example/@mira')
  for (const no of ['javascript:alert(1)', 'ftp://mira:secret@boards.example/', 'boards.example', '']) assert.equal(webAddress(no), '')
})

test('whatever a connector reads is stored without them, and is untouched otherwise', () => {
  const stored = (url: string) => rawPosting({ externalId: 1, url, title: 'Project Manager' }).url
  assert.equal(stored('https://mira:secret@boards.example/jobs/1'), 'https://boards.example/jobs/1')
  for (const kept of ['https://boards.example/jobs/%7Eone', 'mailto:jobs@boards.example', 'no @ddress', ''])
    assert.equal(withoutCredentials(kept), kept)
})

test('an address of a source has neither of them nor more than 2,000 characters, and the refusal quotes nothing', () => {
  const whole = `https://boards.example/${'x'.repeat(2_000)}`
  assert.equal(faultOfSourceAddress('https://boards.example/@mira'), undefined)
  assert.equal(faultOfSourceAddress(whole.slice(0, 2_000)), undefined)
  assert.match(faultOfSourceAddress(whole.slice(0, 2_001)) ?? '', /more than 2,000 characters/)
  for (const carrying of ['https://mira:s3cret@boards.example', 'https://mira@boards.example', 'https://:s3cret@boards.example']) {
    const fault = faultOfSourceAddress(carrying) ?? ''
    assert.match(fault, /user name or a password/)
    assert.ok(!/mira|s3cret/.test(fault))
  }
  assert.match(faultOfSourceAddress('file:///etc/passwd') ?? '', /begins with https/)
})
