import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import zlib from 'node:zlib'
import type { Transform } from 'node:stream'
import { fetchAllowed } from '../../crawlers/fetch-allowed.ts'
import { PAGE_MAX_BYTES } from '../../crawlers/fetcher.ts'
import { rawServer, send } from '../support/hostile-server.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { failureOf, fetch, fetcherWith, other, server } from '../support/fetching.ts'

test('R10: we say who we are, and nothing else, whatever a request asks for', async () => {
  server.on('/me', send('hello'))
  await fetch('/me', {}, { headers: { 'user-agent': 'Mozilla/5.0', 'x-thing': '1' } })
  const [hit] = server.hits
  assert.equal(hit?.headers['user-agent'], 'DayrateBot/1.0 (+https://dayrate.example/bot)')
  assert.equal(hit?.headers['x-thing'], '1')
  assert.equal(
    Object.keys(hit?.headers ?? {}).some(name => name.startsWith('sec-')),
    false,
  )
})

describe('redirects', () => {
  test('S5: a redirect to a private address, another scheme or a sixth hop ends there', async () => {
    const targets = [
      'http://127.0.0.1:1/',
      'http://169.254.169.254/latest/',
      'file:///etc/passwd',
      'gopher://x.example/',
      'data:text/html,x',
    ]
    for (const [index, target] of targets.entries()) {
      server.on(`/to${index}`, send('', { location: target }, 302))
      assert.equal((await failureOf(fetch(`/to${index}`))).kind, 'refused-address', target)
    }
    server.on('/hop', (request, response) => {
      const n = Number(new URL(request.url ?? '', server.origin).searchParams.get('n') ?? 0)
      response.writeHead(302, { location: `/hop?n=${n + 1}` }).end()
    })
    assert.equal((await failureOf(fetch('/hop'))).kind, 'redirects')
    assert.equal(server.paths().filter(path => path.startsWith('/hop')).length, 6)
  })

  test('S5: credentials stay with the host they were meant for', async () => {
    server.on('/away', send('', { location: `${other.origin}/there` }, 302))
    other.on('/there', send('there'))
    const page = await fetch(
      '/away',
      {},
      { headers: { authorization: 'Basic c2VjcmV0', cookie: 'a=b', 'authorization-key': 'k', accept: 'text/plain' } },
    )
    assert.equal(page.url, `${other.origin}/there`)
    assert.equal(page.redirects, 1)
    const headers = other.hits.find(hit => hit.path === '/there')?.headers ?? {}
    assert.deepEqual(
      [headers.authorization, headers.cookie, headers['authorization-key'], headers.accept],
      [undefined, undefined, undefined, 'text/plain'],
    )
  })

  test('five hops are followed', async () => {
    for (let n = 1; n <= 5; n++) server.on(`/five${n}`, send('', { location: n === 5 ? '/end' : `/five${n + 1}` }, 301))
    server.on('/end', send('arrived'))
    assert.equal((await fetch('/five1')).text, 'arrived')
  })
})

/** A body of 100 MB of one letter, as few bytes: written once, chunk by chunk, so that the test itself stays small. */
async function bomb(packer: Transform): Promise<Buffer> {
  const chunks: Buffer[] = []
  packer.on('data', (chunk: Buffer) => chunks.push(chunk))
  const megabyte = Buffer.alloc(1_048_576, 'a')
  for (let n = 0; n < 100; n++) if (!packer.write(megabyte)) await once(packer, 'drain')
  packer.end()
  await once(packer, 'end')
  return Buffer.concat(chunks)
}

describe('hostile bodies', () => {
  const PACKERS = {
    gzip: () => zlib.createGzip(),
    br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
    deflate: () => zlib.createDeflate(),
    zstd: () => zlib.createZstdCompress(),
  }
  for (const [coding, packer] of Object.entries(PACKERS))
    test(`B1: a bomb in ${coding} is given up at the cap, in little memory`, async () => {
      server.on(`/bomb-${coding}`, send(await bomb(packer()), { 'content-encoding': coding }))
      globalThis.gc?.()
      const before = process.memoryUsage().rss
      let most = before
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2)
      const failure = await failureOf(fetch(`/bomb-${coding}`))
      clearInterval(watch)
      most = Math.max(most, process.memoryUsage().rss)
      assert.equal(failure.kind, 'too-large')
      assert.equal(failure.passing, false)
      assert.ok(most - before < 40_000_000, `${Math.round((most - before) / 1e6)} MB more`)
    })

  test('B1: the cap counts decoded bytes, and a feed may be larger', async () => {
    const page = Buffer.alloc(PAGE_MAX_BYTES + 1, ' ')
    server.on('/large', send(page))
    server.on('/large-gz', send(zlib.gzipSync(page), { 'content-encoding': 'gzip' }))
    assert.equal((await failureOf(fetch('/large'))).kind, 'too-large')
    assert.equal((await failureOf(fetch('/large-gz'))).kind, 'too-large')
    assert.equal((await fetch('/large-gz', { maxBytes: PAGE_MAX_BYTES * 2 })).bytes, page.length)
  })

  test('B2: a page packed twice is refused before it is unpacked', async () => {
    server.on('/twice', send(zlib.gzipSync(zlib.gzipSync('hello')), { 'content-encoding': 'gzip, gzip' }))
    assert.equal((await failureOf(fetch('/twice'))).kind, 'encoding')
    server.on('/odd', send('x', { 'content-encoding': 'lzma' }))
    assert.equal((await failureOf(fetch('/odd'))).kind, 'encoding')
  })

  test('B3: what is cut short or damaged is never taken for a page', async () => {
    const packed = zlib.gzipSync('<html>'.repeat(5_000))
    const damaged = Buffer.from(packed)
    damaged.writeUInt32LE(1, damaged.length - 8)
    server.on('/cut', send(packed.subarray(0, 40), { 'content-encoding': 'gzip' }))
    server.on('/crc', send(damaged, { 'content-encoding': 'gzip' }))
    server.on('/zstd', send(zlib.zstdCompressSync('x'.repeat(9_000)).subarray(0, 12), { 'content-encoding': 'zstd' }))
    server.on('/short', (_request, response) => {
      response.writeHead(200, { 'content-length': '5000' })
      response.write('half')
      setTimeout(() => response.destroy(), 30)
    })
    server.on('/chunk', (_request, response) => {
      response.writeHead(200)
      response.write('half')
      setTimeout(() => response.destroy(), 30)
    })
    for (const path of ['/cut', '/crc', '/zstd', '/short', '/chunk']) {
      const failure = await failureOf(fetch(path))
      assert.deepEqual([failure.kind, failure.passing], ['truncated', true], path)
    }
  })

  test('raw deflate, zlib deflate and a .gz file are unpacked', async () => {
    server.on('/raw', send(zlib.deflateRawSync('raw'), { 'content-encoding': 'deflate' }))
    server.on('/zlib', send(zlib.deflateSync('zlib'), { 'content-encoding': 'deflate' }))
    server.on('/map.xml.gz', send(zlib.gzipSync('<urlset/>'), { 'content-type': 'application/gzip' }))
    assert.equal((await fetch('/raw')).text, 'raw')
    assert.equal((await fetch('/zlib')).text, 'zlib')
    assert.equal((await fetch('/map.xml.gz')).text, '<urlset/>')
  })

  test('B4: a body that drips is given up at the deadline, and other hosts go on meanwhile', async () => {
    server.on('/drip', (_request, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    other.on('/quick', send('quick'))
    const fetcher = fetcherWith({ deadlineMs: 3_000 })
    const slow = failureOf(fetcher.fetch({ url: `${server.origin}/drip` }))
    const first = await Promise.race([slow.then(() => 'drip'), fetcher.fetch({ url: `${other.origin}/quick` }).then(({ text }) => text)])
    assert.equal(first, 'quick')
    assert.equal((await slow).kind, 'timeout')
  })

  test('B4: headers that never end and a server that says nothing are given up too', async () => {
    const silent = await rawServer(() => undefined)
    const dripping = await rawServer(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write('x: y\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const fetcher = fetcherWith({ deadlineMs: 300 }, silent.host, dripping.host)
    for (const { origin } of [silent, dripping]) assert.equal((await failureOf(fetcher.fetch({ url: `${origin}/` }))).kind, 'timeout')
    await Promise.all([silent.close(), dripping.close()])
  })

  test('B5: oversized headers and what is no HTTP end as a fault of theirs; empty answers are pages', async () => {
    const answers = {
      huge: `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`,
      many: `HTTP/1.1 200 OK\r\n${Array.from({ length: 10_000 }, (_, i) => `x${i}: y\r\n`).join('')}\r\n`,
      old: '<html>no headers at all</html>',
      binary: '\x00\x01\x02\x03',
    }
    for (const [name, answer] of Object.entries(answers)) {
      const raw = await rawServer(socket => socket.end(answer))
      assert.equal((await failureOf(fetcherWith({}, raw.host).fetch({ url: `${raw.origin}/` }))).kind, 'protocol', name)
      await raw.close()
    }
    server.on('/empty', send(''))
    server.on('/none', send('', {}, 204))
    assert.deepEqual([(await fetch('/empty')).text, (await fetch('/none')).text], ['', ''])
  })
})

describe('B7: charsets', () => {
  const WORDS = '£500 – €600'
  const latin = Buffer.from([0xa3, 0x35, 0x30, 0x30, 0x20, 0x96, 0x20, 0x80, 0x36, 0x30, 0x30])
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(WORDS, 'utf16le')])
  const cases: Record<string, [body: Buffer, contentType: string]> = {
    'utf-8 that says so': [Buffer.from(WORDS), 'text/html; charset=utf-8'],
    'utf-8 that says nothing': [Buffer.from(WORDS), 'text/html'],
    'utf-8 under charset=none': [Buffer.from(WORDS), 'text/html; charset=none'],
    'windows-1252 named by a meta tag': [Buffer.concat([Buffer.from('<meta charset="windows-1252">'), latin]), 'text/html'],
    'windows-1252 under a header that says utf-8': [latin, 'text/html; charset=utf-8'],
    'windows-1252 that says nothing': [latin, 'text/html'],
    'windows-1252 called iso-8859-1': [latin, 'text/html; charset="ISO-8859-1"'],
    'utf-16 with a byte order mark, called utf-8': [utf16, 'text/html; charset=utf-8'],
    'utf-8 with a byte order mark, called latin-1': [Buffer.from(`\uFEFF${WORDS}`), 'text/html; charset=latin1'],
    'xml that declares itself': [Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1252"?>'), latin]), 'application/xml'],
  }
  for (const [name, [body, contentType]] of Object.entries(cases))
    test(name, async () => {
      server.on('/text', send(body, { 'content-type': contentType }))
      const { text } = await fetch('/text')
      assert.ok(text.endsWith(WORDS), JSON.stringify(text))
    })

  test('GB18030 named by its page', async () => {
    const body = Buffer.concat([
      Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=gb18030">'),
      Buffer.from([0xcf, 0xee, 0xc4, 0xbf]),
    ])
    server.on('/gb', send(body, { 'content-type': 'text/html' }))
    assert.ok((await fetch('/gb')).text.endsWith('项目'))
  })
})

describe('asking again', () => {
  test('P8: what we were told last time is sent, and an unchanged page comes back as such', async () => {
    server.on('/feed', (request, response) => {
      const known = request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] === 'Mon, 23 Nov 2026 09:00:00 GMT'
      response.writeHead(known ? 304 : 200, { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 09:00:00 GMT' }).end(known ? '' : 'news')
    })
    const first = await fetch('/feed')
    assert.deepEqual([first.text, first.notModified], ['news', false])
    const second = await fetch('/feed', { validators: first.validators })
    assert.deepEqual([second.text, second.notModified, second.validators.etag], ['', true, '"v1"'])
  })

  test('P1: after 429 with Retry-After: 30 the host is not asked for thirty seconds, another host is', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock })
    let asked = 0
    server.on('/busy', (_request, response) => void response.writeHead(++asked === 1 ? 429 : 200, { 'retry-after': '30' }).end('ok'))
    other.on('/free', send('free'))
    const begun = clock.now()
    const failure = await failureOf(fetcher.fetch({ url: `${server.origin}/busy` }))
    assert.deepEqual([failure.status, failure.retryAt], [429, begun + 30_000])
    const again = fetcher.fetch({ url: `${server.origin}/busy` })
    await clock.untilAsleep(1)
    assert.equal((await fetcher.fetch({ url: `${other.origin}/free` })).text, 'free')
    await clock.advance(29_999)
    assert.equal(asked, 1)
    await clock.advance(1)
    assert.equal((await again).text, 'ok')
  })

  test('P2: 503 with a date two hours off tells when to come back instead of waiting', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock })
    server.on(
      '/down',
      (_request, response) => void response.writeHead(503, { 'retry-after': new Date(clock.now() + 7_200_000).toUTCString() }).end(),
    )
    assert.equal((await failureOf(fetcher.fetch({ url: `${server.origin}/down` }))).retryAt, clock.now() + 7_200_000)
    const held = await failureOf(fetcher.fetch({ url: `${server.origin}/down` }))
    assert.deepEqual([held.kind, held.retryAt], ['held', clock.now() + 7_200_000])
    assert.equal(server.paths().length, 1)
  })

  test('P3: 429 without Retry-After is waited out longer each time, and after the third the host is left alone for an hour', async () => {
    const clock = virtualClock()
    const fetcher = fetcherWith({ clock, random: () => 1 })
    server.on('/busy', send('', {}, 429))
    const waits: number[] = []
    for (let n = 0; n < 4; n++) {
      const failure = await clock.run(failureOf(fetcher.fetch({ url: `${server.origin}/busy` })))
      waits.push((failure.retryAt ?? 0) - clock.now())
    }
    assert.deepEqual(waits, [2_000, 4_000, 8_000, 3_600_000])
    assert.equal((await failureOf(fetcher.fetch({ url: `${server.origin}/busy` }))).kind, 'held')
  })
})

test('P11: what is under way when a crawl is stopped may end, but not for long', async () => {
  const stop = new AbortController()
  server.on('/soon', (request, response) => {
    stop.abort()
    setTimeout(() => send('here')(request, response), 50)
  })
  assert.equal((await fetch('/soon', { signal: stop.signal })).text, 'here')
  const late = new AbortController()
  server.on('/never', () => late.abort())
  const failure = await failureOf(fetcherWith({ stopGraceMs: 50 }).fetch({ url: `${server.origin}/never` }, { signal: late.signal }))
  assert.equal(failure.kind, 'stopped')
})

test('a redirect is asked of the robots.txt of where it leads, and followed at that host’s own pace', async () => {
  server.on('/moved', send('', { location: `${other.origin}/private/1` }, 302))
  other.on('/robots.txt', send('User-agent: *\nDisallow: /private', { 'content-type': 'text/plain' }))
  const failure = await failureOf(fetch('/moved'))
  assert.deepEqual([failure.kind, other.paths()], ['robots', []])
  server.on('/aside', send('', { location: '/hidden' }, 302))
  server.on('/robots.txt', send('User-agent: *\nDisallow: /hidden', { 'content-type': 'text/plain' }))
  assert.equal((await failureOf(fetch('/aside'))).kind, 'robots')
  other.on('/robots.txt', send('', {}, 500))
  const closed = await failureOf(fetch('/moved'))
  assert.deepEqual([closed.kind, closed.retryAt !== undefined, other.paths()], ['robots', true, []])
  for (const host of [server, other]) host.on('/robots.txt', send('', {}, 404))
})

test('R7: nobody waits a day for a page: neither where a redirect leads, nor for a look at one address', async () => {
  other.on('/robots.txt', send('User-agent: *\nCrawl-delay: 86400', { 'content-type': 'text/plain' }))
  server.on('/slowly', send('', { location: `${other.origin}/page` }, 302))
  for (const ask of [() => fetch('/slowly'), () => fetchAllowed(fetcherWith(), `${other.origin}/page`)]) {
    const failure = await failureOf(ask())
    assert.deepEqual([failure.kind, /86400 s between two requests/.test(failure.message)], ['robots', true])
  }
  other.on('/robots.txt', send('', {}, 404))
})
