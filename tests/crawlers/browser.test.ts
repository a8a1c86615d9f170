import assert from 'node:assert/strict'
import dgram from 'node:dgram'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { PageBrowser } from '../../crawlers/browser.ts'
import type { Rendered } from '../../crawlers/browser.ts'
import { FetchFailed } from '../../crawlers/fetch-failed.ts'
import { hostileServer, send } from '../support/hostile-server.ts'
import type { HostileServer } from '../support/hostile-server.ts'

const USER_AGENT = 'DayrateBot/1.0 (+https://dayrate.example/bot)'
let server: HostileServer
let browser: PageBrowser

before(async () => {
  server = await hostileServer()
  browser = browserWith({ waitMs: 5_000 })
})
after(async () => {
  await browser.close()
  await server.close()
})
afterEach(() => void (server.hits.length = 0))

function browserWith(settings: object): PageBrowser {
  return new PageBrowser({ userAgent: USER_AGENT, allow: new Set([server.host]), ...settings })
}

function show(path: string, waitFor = '.done', hosts: string[] = []): Promise<Rendered> {
  return browser.render(server.origin + path, { waitFor, hosts })
}

function scripted(script: string, body = ''): string {
  return `<!doctype html><html><head><title>Roles</title></head><body><div id=root></div>${body}<script>${script}</script></body></html>`
}

const DONE = `document.body.insertAdjacentHTML('beforeend', '<p class=done></p>')`

describe('a page that its scripts fill', () => {
  test('is rendered with the data its script fetches, without images, fonts and media, as ourselves', async () => {
    server.on('/data.json', send('{"title":"PMO Lead"}', { 'content-type': 'application/json' }))
    const pictures =
      '<img src=/a.png><video src=/a.mp4></video><link rel=icon href=/favicon.ico><style>@font-face{font-family:x;src:url(/a.woff)}body{font-family:x}</style>'
    server.on(
      '/list',
      send(
        scripted(`fetch('/data.json').then(r => r.json()).then(d => { root.innerHTML = '<h2 class=done>' + d.title + '</h2>' })`, pictures),
      ),
    )
    const { html, url, status, refusals, bytes } = await show('/list')
    assert.match(html, /<h2 class="done">PMO Lead<\/h2>/)
    assert.deepEqual([url, status, refusals.count], [`${server.origin}/list`, 200, 0])
    assert.deepEqual(server.paths().sort(), ['/data.json', '/list'])
    for (const { headers } of server.hits) assert.equal(headers['user-agent'], USER_AGENT)
    assert.ok(bytes > 200)
  })

  test('that never shows what is waited for is taken as it is', async () => {
    const impatient = browserWith({ waitMs: 300 })
    server.on('/bare', send(scripted('', '<p>Nothing</p>')))
    const { html } = await impatient.render(`${server.origin}/bare`, { waitFor: '.never', hosts: [] })
    assert.match(html, /<p>Nothing<\/p>/)
    await impatient.close()
  })

  test('leaves nothing behind for the next page', async () => {
    server.on('/sets', send(scripted(`document.cookie = 'a=1'; localStorage.setItem('a', '1'); ${DONE}`)))
    server.on('/asks', send(scripted(`root.textContent = '[' + document.cookie + localStorage.getItem('a') + ']'; ${DONE}`)))
    await show('/sets')
    assert.match((await show('/asks')).html, /\[null\]/)
  })
})

describe('S7: a page that aims at what is inside', () => {
  const tcp: string[] = []
  const udp: string[] = []
  let secret: net.Server[]
  let stun: dgram.Socket
  let port: number

  before(async () => {
    const listen = (host: string, at: number) =>
      new Promise<net.Server>((resolve, reject) => {
        const one = net.createServer(socket => {
          tcp.push(host)
          socket.destroy()
        })
        one.once('error', reject).listen(at, host, () => resolve(one))
      })
    const first = await listen('127.0.0.1', 0)
    port = (first.address() as AddressInfo).port // listening on TCP
    secret = [
      first,
      ...(await listen('::1', port)
        .then(one => [one])
        .catch(() => [])),
    ]
    stun = dgram.createSocket('udp4').on('message', () => udp.push('stun'))
    await new Promise<void>(resolve => stun.bind(port, '127.0.0.1', resolve))
  })
  after(() => {
    for (const one of secret) one.close()
    stun.close()
  })

  const INSIDE = ['127.0.0.1', '[::1]', 'localhost', '127.1', '0.0.0.0', '[::ffff:127.0.0.1]']

  test('reaches nothing: fetch, frames, sockets, workers, windows, downloads, WebRTC, prefetch, files, redirects', async () => {
    const at = (host: string, scheme = 'http') => `${scheme}://${host}:${port}/`
    server.on('/away', (_request, response) => void response.writeHead(302, { location: at('127.0.0.1') }).end())
    server.on(
      '/worker.js',
      send(`self.addEventListener('fetch', () => {}); fetch('${at('127.0.0.1')}')`, { 'content-type': 'text/javascript' }),
    )
    const script = `
      const tried = []
      const quiet = work => tried.push(Promise.resolve().then(work).catch(() => {}))
      for (const url of ${JSON.stringify([...INSIDE.map(host => at(host)), 'file:///etc/passwd', '/away'])}) {
        quiet(() => fetch(url, { mode: 'no-cors' }))
        const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame)
        const image = new Image(); image.src = url
        const link = document.createElement('link'); link.rel = 'prefetch'; link.href = url; document.head.append(link)
        quiet(() => navigator.sendBeacon(url, 'x'))
      }
      for (const url of ${JSON.stringify(INSIDE.map(host => at(host, 'ws')))}) quiet(() => new Promise(done => { const one = new WebSocket(url); one.onclose = one.onerror = done }))
      quiet(() => navigator.serviceWorker.register('/worker.js'))
      quiet(() => new Worker('/worker.js'))
      quiet(() => new Worker(URL.createObjectURL(new Blob(["fetch('${at('127.0.0.1')}').catch(() => {}); new WebSocket('${at('127.0.0.1', 'ws')}')"]))))
      quiet(() => { window.open('${at('127.0.0.1')}') })
      quiet(() => { const a = document.createElement('a'); a.href = '${at('127.0.0.1')}'; a.download = 'x'; document.body.append(a); a.click() })
      quiet(async () => {
        const rtc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }, { urls: 'turn:127.0.0.1:${port}?transport=tcp', username: 'x', credential: 'x' }] })
        rtc.createDataChannel('x'); await rtc.setLocalDescription(await rtc.createOffer())
        await new Promise(done => { rtc.onicegatheringstatechange = () => rtc.iceGatheringState === 'complete' && done(); setTimeout(done, 1000) })
      })
      quiet(() => new EventSource('${at('localhost')}'))
      for (const rel of ['dns-prefetch', 'preconnect', 'prerender', 'modulepreload']) { const link = document.createElement('link'); link.rel = rel; link.href = '${at('localhost')}'; document.head.append(link) }
      const form = document.createElement('form'); form.action = '${at('127.0.0.1')}'; form.target = 'elsewhere'; document.body.append(form); form.submit()
      Promise.all(tried).then(() => setTimeout(() => { ${DONE} }, 300))
    `
    server.on('/aims', send(scripted(script)))
    const { html, refusals } = await show('/aims')
    assert.match(html, /class="done"/)
    assert.deepEqual([tcp, udp], [[], []])
    assert.ok(refusals.inside >= INSIDE.length, JSON.stringify(refusals))
    assert.ok(refusals.hosts.includes('localhost'), JSON.stringify(refusals))
    assert.ok(!server.hits.some(hit => hit.path === '/worker.js' && hit.headers['service-worker'] !== undefined))
  })

  test('a page that goes there itself, by script, meta or redirect, is a failure and nothing is read of it', async () => {
    for (const [path, body] of Object.entries({
      '/jumps': scripted(`location.href = 'http://127.0.0.1:${port}/'`),
      '/meta': `<meta http-equiv=refresh content="0;url=http://localhost:${port}/">`,
    })) {
      server.on(path, send(body))
      await show(path, 'body').then(
        ({ html }) => assert.doesNotMatch(html, /done/),
        (error: unknown) => assert.ok(error instanceof FetchFailed, String(error)),
      )
    }
    await assert.rejects(show('/away'), FetchFailed)
    assert.deepEqual(tcp, [])
    // And somebody was there to be reached.
    net.connect(port, '127.0.0.1').on('error', () => undefined)
    await new Promise<void>(resolve => secret[0]?.once('connection', () => resolve()))
  })

  test('hosts outside are reached only when the settings name them; what Chromium itself wants is refused', async () => {
    server.on(
      '/trackers',
      send(
        scripted(
          `Promise.allSettled(['https://tracker.example.com/', 'http://cdn.example.com/'].map(u => fetch(u))).then(() => { ${DONE} })`,
        ),
      ),
    )
    const { refusals } = await show('/trackers')
    assert.deepEqual(refusals.hosts.sort(), ['cdn.example.com', 'tracker.example.com'])
    assert.equal(refusals.inside, 0)
    const own = await browser.ownRefusals()
    for (const host of own?.hosts ?? []) assert.match(host, /\.(?:google|googleapis|gstatic|googleusercontent)\.com$/)
  })
})

describe('a page that will not end', () => {
  const failureOf = async (work: Promise<unknown>): Promise<FetchFailed> => {
    const error = await work.then(
      () => undefined,
      (error: unknown) => error,
    )
    assert.ok(error instanceof FetchFailed, String(error))
    return error
  }

  test('is cut at a size, at a time and when the crawl stops, and the next page is rendered', async () => {
    const small = browserWith({ maxBytes: 1_000_000, deadlineMs: 4_000 })
    server.on('/flood', send(scripted(`(async () => { for (;;) await fetch('/blob?' + Math.random()) })()`)))
    server.on('/blob', send('x'.repeat(300_000), { 'content-type': 'text/plain' }))
    server.on('/spin', send(scripted('for (;;) {}')))
    server.on('/well', send(scripted(DONE)))
    const open = (path: string, signal?: AbortSignal) =>
      small.render(server.origin + path, { waitFor: '.done', hosts: [], ...(signal && { signal }) })
    try {
      assert.equal((await failureOf(open('/flood'))).kind, 'too-large')
      assert.equal((await failureOf(open('/spin'))).kind, 'timeout')
      assert.equal((await failureOf(open('/spin', AbortSignal.timeout(1_500)))).kind, 'stopped')
      assert.match((await open('/well')).html, /class="done"/)
    } finally {
      await small.close()
    }
  })
})
