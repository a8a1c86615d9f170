import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createMailDomains } from '../../api/mail-domain.ts'
import { count } from '../support/alerts.ts'
import { NAME_ERROR, SERVER_FAILURE, testNameServer } from '../support/name-server.ts'
import type { NameServer } from '../support/name-server.ts'
import { testSite } from '../support/web.ts'

let names: NameServer
before(async () => {
  names = await testNameServer({
    com: { NS: ['ns.dayrate.org'] },
    'mail.dayrate.org': { MX: ['mx.dayrate.org'] },
    'old-fashioned.dayrate.org': { A: ['c0000201'] },
    'six.dayrate.org': { AAAA: ['20010db8000000000000000000000001'] },
    'web-only.dayrate.org': { MX: ['.'], A: ['c0000201'] },
    'nothing.dayrate.org': {},
    'mistyped.dayrate.org': NAME_ERROR,
    'failing.dayrate.org': SERVER_FAILURE,
    'refusing.dayrate.org': 5,
    'sleeping.dayrate.org': 'silent',
    'private.dayrate.org': { MX: ['localhost'] },
    'xn--exmple-cua.org': { MX: ['mx.dayrate.org'] },
  })
})
after(() => names.close())

test('M15: a domain takes mail by its mail server or its address, and not where DNS says it does not', async () => {
  const { takesMail } = createMailDomains([names.address])
  const rows: [domain: string, takes: boolean][] = [
    ['mail.dayrate.org', true],
    ['old-fashioned.dayrate.org', true],
    ['six.dayrate.org', true],
    ['private.dayrate.org', true],
    ['xn--exmple-cua.org', true],
    ['web-only.dayrate.org', false],
    ['nothing.dayrate.org', false],
    ['mistyped.dayrate.org', false],
  ]
  for (const [domain, takes] of rows) assert.equal(await takesMail(`ada@${domain}`), takes, domain)
})

test('M15: DNS that fails, refuses, sleeps or is not there keeps nobody out, and nobody waiting', async () => {
  const { takesMail } = createMailDomains([names.address])
  const gone = await testNameServer({})
  await gone.close()
  const begun = performance.now()
  const answers = await Promise.all([
    ...['failing', 'refusing', 'sleeping'].map(name => takesMail(`ada@${name}.dayrate.org`)),
    createMailDomains([gone.address]).takesMail('ada@mail.dayrate.org'),
  ])
  assert.deepEqual(answers, [true, true, true, true])
  // The patience is one second and a half, for all of them at once.
  assert.ok(performance.now() - begun < 6_000)
})

test('M15: DNS that says of every name that there is none is not believed', async () => {
  const walledIn = await testNameServer({})
  assert.equal(await createMailDomains([walledIn.address]).takesMail('ada@mail.dayrate.org'), true)
  assert.deepEqual(walledIn.asked, ['MX mail.dayrate.org', 'NS com'])
  await walledIn.close()
})

test('M15: many addresses of one domain are one question', async () => {
  const { takesMail } = createMailDomains([names.address])
  names.asked.length = 0
  await Promise.all(Array.from({ length: 50 }, (_, n) => takesMail(`person${n}@mail.dayrate.org`)))
  assert.deepEqual(names.asked, ['MX mail.dayrate.org'])
})

test('M15: whoever signs up with a domain that takes no mail is told so, and nothing is noted', async () => {
  const site = await testSite(createMailDomains([names.address]))
  const ask = (email: string) => site.post('/alerts', { query: 'q=pmo', email, every: 'day', hour: '7', zone: 'Europe/London' })
  const refused = await ask('ada@mistyped.dayrate.org')
  assert.equal(refused.status, 400)
  const page = await refused.text()
  assert.match(page, /No mail can be delivered there/)
  assert.match(page, /value="ada@mistyped\.dayrate\.org"/)
  assert.equal(await count(site.db, 'subscriber'), 0)
  const newsletter = await site.post('/newsletter', { email: 'ada@mistyped.dayrate.org', hour: '7', zone: 'Europe/London' })
  assert.equal(newsletter.status, 400)
  assert.match(await newsletter.text(), /No mail can be delivered there/)
  assert.equal(await count(site.db, 'subscriber'), 0)
  for (const email of ['ada@mail.dayrate.org', 'jörg@exämple.org', 'ada@failing.dayrate.org'])
    assert.equal((await ask(email)).status, 200, email)
  assert.equal(await count(site.db, 'confirmation'), 3)
  await site.close()
})
