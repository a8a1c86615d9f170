import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createFetcher } from '../../crawlers/fetcher.ts'
import { FetchFailed } from '../../crawlers/fetch-failed.ts'
import { AddressRefused, checkAddress, guardedConnector, isPublic, NOTHING_ALLOWED } from '../../crawlers/guard.ts'
import type { Resolve } from '../../crawlers/guard.ts'
import { hostileServer } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'

const UA = 'DayrateBot/1.0 (+https://dayrate.example/bot)'

const S1 = [
  'http://127.0.0.1/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://[::1]/',
  'http://[::ffff:7f00:1]/',
  'http://localhost./',
  'http://LOCALHOST/',
  'http://jobs.localhost/',
  'http:127.0.0.1',
  'ht\ntp://127.0.0.1',
]
const S2 = [
  'http://169.254.169.254/',
  'http://[fd00:ec2::254]/',
  'http://100.64.0.1/',
  'http://0.0.0.0/',
  'http://192.88.99.1/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://10.1.2.3/',
  'http://192.168.0.1/',
  'http://[fe80::1]/',
  'http://224.0.0.1/',
]
const S6 = [
  'http://127.0.0.1\\@example.com/',
  'http://a@127.0.0.1/',
  '//127.0.0.1/',
  'http://user:word@example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'data:text/html,x',
  'javascript:alert(1)',
  'http://example.com:22/',
  'http://example.com /',
  'http://metadata.internal/',
  'http://intranet/',
  '',
]

describe('addresses when they are written down', () => {
  for (const [id, addresses] of Object.entries({ S1, S2, S6 }))
    for (const address of addresses)
      test(`${id}: ${JSON.stringify(address)} is refused with a sentence`, () => {
        assert.throws(
          () => checkAddress(address),
          (error: unknown) => error instanceof AddressRefused && /\w.{15,}\.$/.test(error.message),
        )
      })

  test('ordinary public addresses pass, with the usual ports', () => {
    for (const address of [
      'https://jobs.example.com/a?b=c#d',
      'http://example.co.uk:8080/',
      'https://example.com:8443/',
      'http://8.8.8.8/',
    ])
      assert.equal(checkAddress(address).href, new URL(address).href)
  })

  test('a loopback place of ours passes, its neighbours do not', () => {
    const allow = new Set(['127.0.0.1:4610'])
    assert.equal(checkAddress('http://127.0.0.1:4610/x', allow).port, '4610')
    for (const address of ['http://127.0.0.1:4611/', 'http://127.0.0.1/', 'http://localhost:4610/'])
      assert.throws(() => checkAddress(address, allow), AddressRefused)
  })

  test('ranges that are public by name only are not public', () => {
    for (const address of ['198.18.0.1', '203.0.113.9', '240.0.0.1', '192.0.0.8', '3fff::1', '100::1', '2001:db8::1', 'fec0::1', 'junk'])
      assert.equal(isPublic(address), false, address)
    for (const address of ['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8']) assert.equal(isPublic(address), true, address)
  })
})

describe('addresses when they are fetched', () => {
  let server: HostileServer
  before(async () => {
    server = await hostileServer()
    server.on('*', (_request, response) => void response.end('inside'))
  })
  after(() => server.close())

  async function kindOf(url: string, resolve?: Resolve, allow: ReadonlySet<string> = NOTHING_ALLOWED): Promise<string> {
    const fetcher = createFetcher({ userAgent: UA, allow, deadlineMs: 500, ...(resolve && { resolve }) })
    try {
      const page = await fetcher.fetch({ url })
      return `got ${page.text}`
    } catch (error) {
      assert.ok(error instanceof FetchFailed, String(error))
      return error.kind
    } finally {
      await fetcher.close()
    }
  }

  for (const address of [...S1, ...S2, ...S6])
    test(`S1 S2 S6: ${JSON.stringify(address)} is not fetched`, async () => assert.equal(await kindOf(address), 'refused-address'))

  test('S3: a public name that leads to loopback is refused', async () => {
    const resolve: Resolve = (_name, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
    assert.equal(await kindOf('http://127-0-0-1.names.example.com/', resolve), 'refused-address')
  })

  test('S3: one private address among public ones refuses the name', async () => {
    const resolve: Resolve = (_name, done) =>
      done(null, [
        { address: '8.8.8.8', family: 4 },
        { address: 'fd00::7', family: 6 },
      ])
    assert.equal(await kindOf('http://mixed.example.com/', resolve), 'refused-address')
  })

  test('S4: the name is resolved once, inside the connection, and what was checked is what is connected to', async () => {
    const answers = ['8.8.8.8', '127.0.0.1']
    let asked = 0
    const resolve: Resolve = (_name, done) => setImmediate(() => done(null, [{ address: answers[asked++] ?? '', family: 4 }]))
    const connect = guardedConnector(NOTHING_ALLOWED, resolve)
    const options = { hostname: 'rebinding.example.com', port: '80', protocol: 'http:' }
    // undici's connectors return their socket; it is ended before the first packet leaves.
    const socket = connect(options, () => undefined) as unknown as Socket
    const address = await new Promise<string>(found => {
      socket.on('error', () => undefined)
      socket.once('lookup', (_error, looked: string) => {
        socket.destroy()
        found(looked)
      })
    })
    assert.deepEqual([address, asked], ['8.8.8.8', 1])
  })

  test('S4: a name that has become private is refused at the next connection, though its text was checked before', async () => {
    const resolve: Resolve = (_name, done) => done(null, [{ address: '127.0.0.1', family: 4 }])
    assert.ok(checkAddress('http://rebinding.example.com/'))
    assert.equal(await kindOf('http://rebinding.example.com/', resolve), 'refused-address')
    assert.equal(server.hits.length, 0)
  })

  test('S10: a literal is refused inside the connection too, where no name is looked up', async () => {
    const port = server.host.split(':')[1] ?? ''
    for (const hostname of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost']) {
      const error = await new Promise<Error | null>(resolve =>
        guardedConnector(NOTHING_ALLOWED)({ hostname, port, protocol: 'http:' }, (...[failed]) => resolve(failed)),
      )
      assert.ok(error instanceof AddressRefused, hostname)
    }
    assert.equal(server.hits.length, 0)
  })

  test('a place of ours is fetched', async () => {
    assert.equal(await kindOf(`${server.origin}/`, undefined, new Set([server.host])), 'got inside')
  })
})
