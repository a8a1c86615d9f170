// Requests nobody sends by accident: every public address answers 200 or 400 to odd parameters, and never breaks.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { rawGet, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite({ trustProxy: 0 })
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
})
after(() => site.close())

const BOARDS = ['/', '/.json', '/.atom', '/.csv', '/refused', '/alerts/new']

const ODD_WORDS = [
  'q=%00',
  'q=a%00b',
  'q=%ED%A0%80',
  'q=%ED%A0%80%ED%B0%80',
  'q=a&q=b',
  'q[a]=1',
  'q[]=1&q[__proto__]=2',
  '__proto__=1&constructor=2&hasOwnProperty=3',
  'source=constructor&not_agency=constructor&not_words=constructor&place=constructor',
  'source=constructor',
  `q=${'a'.repeat(20_000)}`,
  `q=${'a1b2-'.repeat(4_000)}`,
  '%',
  'q=%',
  'q=%E0%A4%A',
  'q=%ud800',
  "q=' or 1=1--",
  'q=((((((',
  'q=((((%26%7C!',
  'q=:*',
  'q=a:*%26b',
  'q=<->',
  'q=<2>',
  'q=the and of',
  'q=-',
  'q="',
  'q="""',
  'q=%F0%9F%9A%80',
  'q=%E2%80%AEcba',
  'q=%0d%0aSet-Cookie:x=1',
  'q=\\',
  'q=%25_%25',
  `q=${'%22'.repeat(2_000)}`,
  `q=${'%22a -b '.repeat(300)}`,
  `q=${'-leeds '.repeat(300)}`,
  `q=leeds york ${'leeds near '.repeat(180)}&rate=5000`,
  `q=${'%F0%9F%9A%80 leed%00 '.repeat(200)}&rate=5000`,
  `q=${Array.from({ length: 300 }, (_, n) => `zq${n}x`).join('+')}&engagement=inside&remote=remote&seniority=lead&term_min=60`,
  `q=${'NOT '.repeat(500)}zebra`,
  `q=${'-'.repeat(150)}zebra`,
  `q=${'- '.repeat(90)}zebra`,
  `q=${'-(-!-<'.repeat(30)}zebra`,
  `q=${'-%22%22'.repeat(60)}zebra`,
  `q=${'-%22'.repeat(91)}zebra`,
  `q=${'-or-'.repeat(40)}zebra`,
  `not_words=${'-'.repeat(40)}zebra`,
  '&&&===&',
  '=x',
]

const ODD_VALUES = [
  'NaN',
  '-1',
  '1e308',
  '1,000',
  '%D9%A5%D9%A0%D9%A0',
  '500;drop table listing',
  '0x1f4',
  '+500',
  '9007199254740993',
  '1.5',
  '',
  ' ',
  'null',
  '[object Object]',
]

describe('W2: odd words', () => {
  for (const path of BOARDS)
    test(`are 200 or 400 at ${path}, quickly`, async () => {
      for (const query of ODD_WORDS) await expectCalm(`${path}?${query}`)
    })

  test('a repeated word counts once, the last one', async () => {
    const body = (await (await site.get('/.json?q=astronaut&q=analyst')).json()) as { total: number }
    assert.equal(body.total, 1)
  })

  test('words are cut at 200 characters and lose control characters', async () => {
    const page = await (await site.get(`/?q=pmo%00%07${'x'.repeat(400)}`)).text()
    const value = /name="q" type="search" value="([^"]*)"/.exec(page)?.[1]
    assert.equal(value?.length, 200)
    assert.ok(value?.startsWith('pmo '))
  })
})

describe('W3: odd numbers and values', () => {
  for (const path of ['/', '/.json', '/.atom', '/.csv'])
    test(`are left out and named at ${path}`, async () => {
      for (const name of ['rate', 'page', 'radius', 'within', 'unrated', 'engagement', 'discipline', 'seniority', 'remote', 'sort'])
        for (const value of ODD_VALUES) await expectCalm(`${path}?${name}=${value}&x=1`)
    })

  test('the JSON says what it left out', async () => {
    const body = (await (await site.get('/.json?rate=NaN&page=1e9&foo=1')).json()) as { remarks: string[]; total: number }
    assert.equal(body.remarks.length, 3)
    assert.equal(body.total, 10)
  })

  test('unknown parameters change neither the page nor its canonical address', async () => {
    const canonical = async (path: string): Promise<string | undefined> =>
      /<link rel="canonical" href="([^"]*)"/.exec(await (await site.get(path)).text())?.[1]
    assert.equal(await canonical('/?q=pmo&utm_campaign=1&fbclid=2'), await canonical('/?q=pmo'))
  })

  test('ids and slugs that cannot be ours are not found', async () => {
    for (const path of [
      '/go/0',
      '/go/-1',
      '/go/1e3',
      '/go/9999999999999999999',
      '/go/%00',
      '/roles/%00',
      "/roles/'",
      '/roles/..%2f..%2fetc',
      '/roles/x',
    ])
      assert.equal((await rawGet(site.port, path)).status, 404, path)
    assert.equal((await rawGet(site.port, '/roles/%E0%A4%A')).status, 400)
    for (const query of ['before=x', 'before=-1', 'before=99999999999999', 'reason=nonsense', 'reason=__proto__'])
      assert.equal((await site.get(`/refused?${query}`)).status, 200, query)
  })
})

/** 200 or 400, or the way to the short address where a form's empty fields were sent; and never held up: a statement that ran away would take its two seconds and end as 503. */
async function expectCalm(path: string): Promise<void> {
  const begun = performance.now()
  const answer = await rawGet(site.port, encodeURI(path).replaceAll('%25', '%'))
  const ms = performance.now() - begun
  const shown = path.slice(0, 80)
  assert.ok([200, 302, 400].includes(answer.status), `${answer.status} for ${shown}`)
  assert.ok(ms < 5_000, `${ms} ms for ${shown}`)
}

describe('W11: headers of proxies and hosts', () => {
  test('absolute addresses come from the settings and never from a header', async () => {
    for (const headers of [{ host: 'evil.example' }, { 'x-forwarded-host': 'evil.example' }, { forwarded: 'host=evil.example' }]) {
      for (const path of ['/', '/.json', '/.atom', '/.csv', '/how', '/bot']) {
        const answer = await rawGet(site.port, path, { headers })
        assert.equal(answer.status, 200)
        assert.ok(!answer.body.includes('evil.example'), path)
      }
    }
  })

  test('a visitor who invents X-Forwarded-For is still counted as one', async () => {
    const wrong = (n: number): Promise<Response> =>
      site.post('/admin', { token: 'wrong' }, { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': `1.2.3.${n}` })
    const statuses = []
    for (let n = 0; n < 7; n++) statuses.push((await wrong(n)).status)
    assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429, 429])
  })
})

describe('W15: ways out', () => {
  test('/go leads to the address the source gave and nothing in the request changes it', async () => {
    const { id } = await site.db.selectFrom('posting').select('id').where('external_id', '=', 'pmo-analyst-2-0').executeTakeFirstOrThrow()
    for (const query of ['', '?url=//evil.example', '?next=//evil.example', '?next=/\\evil', '?next=https:evil', '?next=%2F%2Fevil']) {
      const answer = await rawGet(site.port, `/go/${id}${query}`)
      assert.equal(answer.status, 302)
      assert.equal(answer.headers.location, 'https://harrow-board.example/adverts/pmo-analyst-2-0')
    }
  })

  test('an advert with an address that is not of the web leads nowhere', async () => {
    for (const url of ['javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', '//evil.example/x', 'file:///etc/passwd']) {
      const { id } = await site.db
        .selectFrom('posting')
        .select('id')
        .where('external_id', '=', 'change-manager-4-0')
        .executeTakeFirstOrThrow()
      await site.db.updateTable('posting').set({ url }).where('id', '=', id).execute()
      assert.equal((await rawGet(site.port, `/go/${id}`)).status, 404, url)
      assert.ok(!(await (await site.get('/roles/change-manager-4')).text()).includes(`href="${url}`), url)
    }
  })

  test('a user name and password in a stored address are not handed on', async () => {
    const { id } = await site.db
      .updateTable('posting')
      .set({ url: 'https://mira:s3cret@boards.example/jobs/1?a=b' })
      .where('external_id', '=', 'change-manager-4-0')
      .returning('id')
      .executeTakeFirstOrThrow()
    const { status, headers } = await rawGet(site.port, `/go/${id}`)
    assert.deepEqual([status, headers.location], [302, 'https://boards.example/jobs/1?a=b'])
  })

  test('no spelling of an address leads off the site', async () => {
    for (const path of [
      '//evil.example/',
      '//evil.example',
      '/\\evil.example/',
      '///evil.example/x/',
      '/\\/evil.example',
      '/.//evil.example',
    ]) {
      const answer = await rawGet(site.port, path)
      const location = answer.headers.location ?? '/'
      assert.match(location, /^\/(?![/\\])/, `${path} → ${location}`)
    }
  })
})

describe('W19: methods and spelling', () => {
  test('other methods get 405 with the ones that are answered', async () => {
    for (const [path, allow] of [
      ['/', 'GET, HEAD'],
      ['/.json', 'GET, HEAD'],
      ['/sources', 'GET, HEAD'],
      ['/admin', 'GET, HEAD, POST'],
      ['/admin/sign-out', 'POST'],
    ] as const)
      for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) {
        const answer = await rawGet(site.port, path, { method, headers: { 'sec-fetch-site': 'same-origin' } })
        assert.equal(answer.status, 405, `${method} ${path}`)
        assert.equal(answer.headers.allow, allow)
      }
    assert.equal((await site.get('/admin/sign-out')).status, 405)
  })

  test('OPTIONS says what is answered', async () => {
    const answer = await rawGet(site.port, '/sources', { method: 'OPTIONS' })
    assert.equal(answer.status, 204)
    assert.equal(answer.headers.allow, 'GET, HEAD')
  })

  test('HEAD is GET without the body', async () => {
    for (const path of ['/', '/.json', '/.csv', '/sources', '/roles/pmo-analyst-2', '/nothing']) {
      const [head, full] = [await rawGet(site.port, path, { method: 'HEAD' }), await rawGet(site.port, path)]
      assert.equal(head.status, full.status, path)
      assert.equal(head.body, '')
      assert.equal(head.headers['content-length'], full.headers['content-length'], path)
      assert.equal(head.headers.etag, full.headers.etag)
    }
  })

  test('every address has one spelling', async () => {
    for (const [path, canonical] of [
      ['/sources/', '/sources'],
      ['/SOURCES?x=1', '/sources?x=1'],
      ['//sources', '/sources'],
      ['/Roles//PMO-Analyst-2/', '/roles/pmo-analyst-2'],
      ['//', '/'],
      ['//?q=pmo', '/?q=pmo'],
    ] as const) {
      const answer = await rawGet(site.port, path)
      assert.equal(answer.status, 308, path)
      assert.equal(answer.headers.location, canonical)
    }
    assert.equal((await rawGet(site.port, '/u/AbC-dEf/')).headers.location, '/u/AbC-dEf')
  })
})

describe('what is not HTTP, too large or too slow', () => {
  test('a form above 64 kB is refused', async () => {
    assert.equal((await site.post('/admin', { token: 'x'.repeat(70_000) })).status, 413)
  })

  test('a request that is not HTTP is closed with 400', async () => {
    assert.match(await talk('HELLO\r\n\r\n'), /^HTTP\/1\.1 400/)
    assert.match(await talk('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'), /^HTTP\/1\.1 400/)
  })
})

function talk(words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(site.port, '127.0.0.1', () => socket.write(words))
    let heard = ''
    socket.on('data', chunk => (heard += String(chunk)))
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}
