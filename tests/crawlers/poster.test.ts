import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import { createPoster, refusalOfHook } from '../../crawlers/poster.ts'
import { hookReceiver } from '../support/hook-receiver.ts'
import type { HookReceiver, Manner } from '../support/hook-receiver.ts'

let receiver: HookReceiver
before(async () => {
  receiver = await hookReceiver()
})
after(() => receiver.close())
beforeEach(() => {
  receiver.got.length = 0
  receiver.manner = 200
})

const MESSAGE = { headers: { 'content-type': 'application/json', 'webhook-id': '1' }, body: '{"a":"£"}' }
const USER_AGENT = 'DayrateBot/1.0 (+https://dayrate.org/bot)'

test('a post arrives as it was written, from who we are', async () => {
  assert.deepEqual(await receiver.poster.post(`${receiver.url}/in?x=1`, MESSAGE), { end: 'answered', words: `${hostOf()} answered 200.` })
  const [got] = receiver.got
  assert.deepEqual(
    [got?.path, got?.body, got?.headers['webhook-id'], got?.headers['user-agent']],
    ['/in?x=1', MESSAGE.body, '1', USER_AGENT],
  )
})

const hostOf = (): string => new URL(receiver.url).host

test('what is no yes is a sentence of ours, and quotes nothing of the answer', async () => {
  const rows: [Manner, end: string, words: RegExp][] = [
    [204, 'answered', /answered 204/],
    [{ status: 500, body: 'internal <secret>' }, 'failed', /answered 500\.$/],
    [404, 'failed', /answered 404\.$/],
    [410, 'gone', /takes nothing there any more/],
    ['drops', 'failed', /connection|broke/i],
    ['silent', 'failed', /took longer than 2 s/],
    [{ status: 500, body: 'x'.repeat(1_000_000) }, 'failed', /answered 500|broke/],
  ]
  for (const [manner, end, words] of rows) {
    receiver.manner = manner
    const answer = await receiver.poster.post(receiver.url, MESSAGE)
    assert.equal(answer.end, end, JSON.stringify(manner).slice(0, 80))
    assert.match(answer.words, words)
    assert.doesNotMatch(answer.words, /secret/)
  }
})

test('S5: a redirect is not followed, wherever it leads', async () => {
  for (const location of [`${receiver.url}/other`, 'http://127.0.0.1:5432/', 'file:///etc/passwd']) {
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.got.length = 0
      receiver.manner = { status, location }
      const answer = await receiver.poster.post(`${receiver.url}/first`, MESSAGE)
      assert.equal(answer.end, 'failed')
      assert.deepEqual(
        receiver.got.map(got => got.path),
        ['/first'],
      )
    }
  }
})

test('S1, S2, S6, S8: nothing is posted to an address that is not public, nor over plain http', async () => {
  const poster = createPoster({ userAgent: USER_AGENT, allow: NOTHING_ALLOWED })
  const wrong = [
    receiver.url,
    'http://hooks.example.org/in',
    'https://127.0.0.1/in',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'https://user:word@hooks.example.org/',
    'https://hooks.example.org:5432/',
    'https://127.0.0.1\\@hooks.example.org/',
    'ftp://hooks.example.org/',
    'javascript:alert(1)',
    '',
  ]
  for (const url of wrong) {
    assert.notEqual(refusalOfHook(url), undefined, url)
    assert.equal((await poster.post(url, MESSAGE)).end, 'failed', url)
  }
  assert.equal(refusalOfHook('https://hooks.example.org/services/T0/B0/x'), undefined)
  assert.equal(receiver.got.length, 0)
  await poster.close()
})

test('S3, S4: a public name that leads to a private address is refused inside the connection', async () => {
  const poster = createPoster({
    userAgent: USER_AGENT,
    allow: NOTHING_ALLOWED,
    resolve: (_name, callback) =>
      callback(null, [
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  })
  const answer = await poster.post('https://hooks.example.org:8443/', MESSAGE)
  assert.deepEqual(answer, { end: 'failed', words: 'hooks.example.org leads to 127.0.0.1, which is not a public address.' })
  await poster.close()
})
