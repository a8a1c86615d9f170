import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { load } from 'cheerio'
import { seedBoard, seedRefused } from '../support/board.ts'
import { ROLES } from '../support/roles.ts'
import { ADMIN_TOKEN, testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
const asked: string[] = []

before(async () => {
  site = await testSite({ enqueueCrawl: async id => void asked.push(id) })
  await seedBoard(site.db, ROLES)
  await seedRefused(site.db)
})
after(() => site.close())

async function signIn(on = site): Promise<string> {
  const answer = await on.post('/admin', { token: ADMIN_TOKEN })
  assert.equal(answer.status, 303)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

const PUBLIC = [
  '/',
  '/.json',
  '/.atom',
  '/.csv',
  '/roles/pmo-analyst-2',
  '/sources',
  '/refused',
  '/how',
  '/bot',
  '/admin',
  '/robots.txt',
  '/nothing',
]

describe('headers', () => {
  test('every answer carries the rules for the browser, and nothing says what we run on', async () => {
    for (const path of PUBLIC) {
      const { headers } = await site.get(path)
      assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        path,
      )
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.ok(headers.get('referrer-policy'))
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
      assert.ok(headers.get('permissions-policy'))
      assert.equal(headers.get('x-powered-by'), null)
      assert.equal(headers.get('strict-transport-security'), null)
    }
  })

  test('https is asked to be kept where the site has it', async () => {
    const secure = await testSite({ publicUrl: 'https://dayrate.example' })
    try {
      assert.equal((await secure.get('/how')).headers.get('strict-transport-security'), 'max-age=31536000; includeSubDomains')
      const cookie = (await secure.post('/admin', { token: ADMIN_TOKEN })).headers.get('set-cookie') ?? ''
      assert.match(cookie, /^__Host-dayrate=t\.[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/)
    } finally {
      await secure.close()
    }
  })

  test('nobody who only looks gets a cookie', async () => {
    for (const path of PUBLIC) assert.equal((await site.get(path)).headers.get('set-cookie'), null, path)
  })

  /** Our script by its address; and data that no browser runs (HTML Standard: a data block), as an escaped piece and nothing beside it. */
  const SCRIPTS = [
    '<script src="{{page.script}}" defer blocking="render"></script>',
    '<script src="{{script}}" defer></script>',
    '<script type="application/ld+json">{{posting}}</script>',
  ]

  test('no template has a script that runs, a style or a handler in it, or a value that is not escaped', () => {
    const folder = new URL('../../views/', import.meta.url)
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      file => file.endsWith('.hbs') && !/^mail[/\\]/.test(file),
    )
    assert.ok(pages.length > 10)
    for (const file of pages) {
      const template = readFileSync(new URL(file, folder), 'utf8')
      const [begun, known] = [template.split(/<script/i).length, SCRIPTS.reduce((all, one) => all + template.split(one).length - 1, 1)]
      assert.equal(begun, known, `a script in ${file} that is not one of ours`)
      assert.ok(!/\{\{\{|\{\{&|<style|\sstyle=|\son[a-z]{2,20}=/.test(template), file)
      assert.ok(!/=\{\{/.test(template), `an attribute without quotes in ${file}`)
    }
  })
})

describe('forms', () => {
  test('one from another site, or from nowhere, is refused', async () => {
    const own = new URL((await site.get('/admin')).url).origin.replace('127.0.0.1', 'localhost')
    for (const [headers, status] of [
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{}, 403],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'cross-site', origin: own }, 403],
      [{ origin: own }, 303],
      [{ 'sec-fetch-site': 'same-origin' }, 303],
      [{ 'sec-fetch-site': 'none' }, 303],
    ] as [Record<string, string>, number][])
      assert.equal((await site.post('/admin', { token: ADMIN_TOKEN }, headers)).status, status, JSON.stringify(headers))
  })

  test('looking at every page changes nothing in the database', async () => {
    const before = await fingerprints()
    for (const path of [
      ...PUBLIC,
      '/alerts/new?q=pmo',
      '/dev/mailbox',
      '/readyz',
      '/admin/sources/fennick/crawls',
      '/admin/refused/1/rescues',
      '/admin?token=x',
    ])
      for (const method of ['GET', 'HEAD']) await fetch(site.url + path, { method })
    assert.deepEqual(await fingerprints(), before)
  })
})

/** A fingerprint of every table. */
async function fingerprints(): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_stat_user_tables order by relname`.execute(site.db)
  const prints: Record<string, unknown> = {}
  for (const { name } of rows) {
    const found = await sql`select md5(string_agg(t::text, '|' order by t::text)) as print from ${sql.table(name)} as t`.execute(site.db)
    prints[name] = found.rows[0]
  }
  return prints
}

describe('the admin', () => {
  test('signs in with the token, once, and out again', async () => {
    assert.equal((await site.post('/admin', { token: 'not-the-token' })).status, 403)
    const cookie = await signIn()
    const page = await site.get('/admin', { cookie })
    assert.ok((await page.text()).includes('You are signed in'))
    assert.equal(page.headers.get('cache-control'), 'private, no-store')
    await site.post('/admin/sign-out', {}, { cookie, 'sec-fetch-site': 'same-origin' })
    assert.ok(!(await (await site.get('/admin', { cookie })).text()).includes('You are signed in'))
  })

  test('an address that holds the token fills the form in and signs nobody in', async () => {
    const answer = await site.get(`/admin?token=${ADMIN_TOKEN}`)
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(load(await answer.text())('#token').attr('value'), ADMIN_TOKEN)
  })

  test('the database keeps only a hash of the cookie, and the log neither cookie nor token', async () => {
    const cookie = (await signIn()).split('=')[1] ?? ''
    const rows = await site.db.selectFrom('admin_session').select('hash').execute()
    assert.ok(rows.every(row => row.hash.length === 32 && !row.hash.toString('base64url').includes(cookie)))
    const logged = site.logged.join('')
    assert.ok(!logged.includes(cookie) && !logged.includes(ADMIN_TOKEN))
  })

  test('an old or invented cookie opens nothing', async () => {
    const cookie = await signIn()
    await site.db
      .updateTable('admin_session')
      .set({ expires_at: sql<Date>`now() - interval '1 second'` })
      .execute()
    for (const sent of [cookie, `dayrate=${'A'.repeat(43)}`, 'dayrate=', 'dayrate=%00', "dayrate='; drop"])
      assert.ok(!(await (await site.get('/admin', { cookie: sent })).text()).includes('You are signed in'), sent)
  })

  test('rescues a refused advert, which is written down', async () => {
    const { id } = await site.db.selectFrom('posting').select('id').where('external_id', '=', 'refused-0').executeTakeFirstOrThrow()
    assert.equal((await site.post(`/admin/refused/${id}/rescues`, {})).status, 403)
    const cookie = await signIn()
    const page = await (await site.get('/refused', { cookie })).text()
    assert.ok(page.includes(`action="/admin/refused/${id}/rescues"`))
    const answer = await site.post(`/admin/refused/${id}/rescues`, {}, { cookie, 'sec-fetch-site': 'same-origin' })
    assert.equal(answer.headers.get('location'), '/refused?rescued=1')
    assert.equal((await site.post(`/admin/refused/${id}/rescues`, {}, { cookie, 'sec-fetch-site': 'same-origin' })).status, 404)
    assert.ok((await (await site.get('/admin', { cookie })).text()).includes(`Rescued a refused advert: posting ${id}`))
  })

  test('has a source read now', async () => {
    assert.equal((await site.post('/admin/sources/fennick/crawls', {})).status, 403)
    const cookie = await signIn()
    const own = { cookie, 'sec-fetch-site': 'same-origin' }
    assert.equal((await site.post('/admin/sources/nobody/crawls', {}, own)).status, 404)
    assert.equal((await site.post('/admin/sources/fennick/crawls', {}, own)).status, 303)
    assert.deepEqual(asked, ['fennick'])
  })

  test('pages with the buttons are not kept by anybody', async () => {
    const cookie = await signIn()
    assert.equal((await site.get('/refused', { cookie })).headers.get('cache-control'), 'private, no-store')
    const anonymous = await site.get('/refused')
    assert.match(anonymous.headers.get('vary') ?? '', /Cookie/)
    assert.ok(!(await anonymous.text()).includes('<form method="post"'))
  })

  test('the sources are the same page for everybody', async () => {
    const cookie = await signIn()
    const [known, anybody] = [await site.get('/sources', { cookie }), await site.get('/sources')]
    assert.equal(known.headers.get('etag'), anybody.headers.get('etag'))
    assert.ok(!(await anybody.text()).includes('<form method="post"'))
  })

  test('without a token nobody is one', async () => {
    const closed = await testSite({ adminToken: undefined })
    try {
      for (const token of ['', 'undefined', 'null']) assert.equal((await closed.post('/admin', { token })).status, 403)
    } finally {
      await closed.close()
    }
  })
})

describe('errors', () => {
  test('tell nothing of the inside and write the inside down', async () => {
    const broken = await testSite()
    try {
      await sql`drop table listing_search cascade`.execute(broken.db)
      for (const path of ['/', '/.json']) {
        const answer = await broken.get(path)
        assert.equal(answer.status, 500)
        const body = await answer.text()
        assert.ok(!/listing_search|relation|postgres|at \w+ \(/i.test(body), body)
        assert.equal(answer.headers.get('cache-control'), 'private, no-store')
      }
      assert.ok(broken.logged.some(line => line.includes('request failed') && line.includes('listing_search')))
      const requestId = /name <code>([\w-]+)</.exec(await (await broken.get('/')).text())?.[1] ?? 'none'
      assert.ok(broken.logged.some(line => line.includes(requestId)))
    } finally {
      await broken.close()
    }
  })

  test('the log names routes, never what people search for', async () => {
    await site.get('/?q=secret-wish')
    await site.get('/roles/pmo-analyst-2')
    await new Promise(resolve => setTimeout(resolve, 50))
    assert.ok(site.logged.some(line => line.includes('"route":"/roles/:slug"')))
    assert.ok(!site.logged.join('').includes('secret-wish'))
  })
})
