// M3: mail scanners open every link of a mail, again and again; none of that may do anything.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MailWorld } from '../../jobs/deliver.ts'
import { everything } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { everyMail } from '../support/every-mail.ts'
import type { MailKind } from '../support/every-mail.ts'
import type { KeptMail } from '../../db/mailbox.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let world: MailWorld
let mails: Record<MailKind, KeptMail>

before(async () => {
  site = await testSite()
  world = mailWorld(site, { publicUrl: site.url })
  await seedBoard(site.db, ROLES)
  mails = await everyMail(world)
})
after(() => site.close())

const hrefsOf = (html: string): string[] =>
  [...html.matchAll(/href="([^"]{1,600})"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

/** Opens a link as scanners do: GET and HEAD, with what some of them add. */
async function open(link: string, n: number): Promise<void> {
  const address = new URL(link)
  if (n % 5 === 0) address.searchParams.set('confirm', 'true')
  const answer = await fetch(address, { method: n % 3 === 0 ? 'HEAD' : 'GET', headers: { 'user-agent': 'LinkScanner/1.0' } })
  await answer.arrayBuffer()
  assert.equal(answer.status, 200, link)
}

/** What holds a token: each of these a hundred times, roles and the board once. */
const isOwn = (link: string): boolean => /\/(?:alerts|u)\//.test(link)

for (const kind of ['question', 'still wanted', 'link', 'digest', 'newsletter'] as const)
  test(`M3: every link of the mail “${kind}” opened a hundred times changes nothing in any table`, async () => {
    const mail = mails[kind]
    const header = /<([^>]+)>/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1]
    const links = new Set([...readMailLinks(mail.text), ...hrefsOf(mail.html), ...(header ? [header] : [])])
    assert.ok([...links].some(isOwn))
    const before = await everything(site.db)
    for (const link of links) {
      // Each role has a link of its own for “not relevant” and “leave out”; a few stand for all.
      const times = !isOwn(link) ? 1 : /role=(?!crowd-[01]$)|agency=(?!.*%20[01]$)/.test(link) ? 2 : 100
      for (let n = 0; n < times; n += 10) await Promise.all(Array.from({ length: Math.min(10, times - n) }, (_, m) => open(link, n + m)))
    }
    assert.equal(await everything(site.db), before)
  })

test('a digest has all that a reader may press', () => {
  const links = readMailLinks(mails.digest.text).map(link => new URL(link).pathname.replaceAll(/[\w-]{43}|[0-9a-f-]{36}/g, '…'))
  const wanted = [
    '/alerts/mine/…/…/hide',
    '/alerts/mine/…/…/not-relevant',
    '/alerts/mine/…/…/fewer',
    '/alerts/mine/…/…/more',
    '/alerts/mine/…/…',
    '/alerts/mine/…',
    '/alerts/roles/…',
    '/u/…',
  ]
  assert.deepEqual(
    wanted.filter(path => !links.includes(path)),
    [],
  )
})

test('M11: every link of the HTML part stands in the text part, and each mail is below 90 kB', () => {
  for (const [kind, { html, text }] of Object.entries(mails)) {
    const inText = new Set(readMailLinks(text))
    const missing = hrefsOf(html).filter(href => href !== `${site.url}/` && !inText.has(href))
    assert.deepEqual(missing, [], kind)
    assert.ok(Buffer.byteLength(html) < 90_000, kind)
  }
})

test('the text parts read as letters: no markup, no two blank lines in a row but between roles, no line that is only a sign', () => {
  for (const [kind, { text }] of Object.entries(mails)) {
    assert.doesNotMatch(text, /<\/?[a-z]|&[a-z]+;|\{\{|undefined|null|\n{4}| \n/, kind)
    assert.doesNotMatch(text, /^\s*[·,:;]\s*$/m, kind)
  }
})
