import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { keepMail } from '../../db/mailbox.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
before(async () => {
  site = await testSite()
  await keepMail(site.db, {
    to: 'ada@mail.dayrate.org',
    subject: 'Confirm your Dayrate alert',
    html: '<!doctype html><html lang="en-GB"><head><title>x</title></head><body><a href="https://dayrate.org/alerts/confirm/x">yes</a></body></html>',
    text: 'Yes: https://dayrate.org/alerts/confirm/x',
    messageId: '<confirm-1@dayrate.org>',
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
})
after(() => site.close())

test('M16: the mailbox lists every mail and shows one, its HTML in a frame that can do nothing', async () => {
  const list = await (await site.get('/dev/mailbox')).text()
  const href = /href="(\/dev\/mailbox\/\d+)"/.exec(list)?.[1] ?? ''
  const page = await site.get(href)
  const html = await page.text()
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-src 'self'/)
  assert.match(html, new RegExp(`<iframe [^>]*src="${href}/html"[^>]* sandbox="allow-top-navigation-by-user-activation"`))
  assert.match(html, /<a href="[^"]{1,200}\/alerts\/confirm\/x">/)
  const framed = await site.get(`${href}/html`)
  const rules = framed.headers.get('content-security-policy') ?? ''
  assert.match(rules, /default-src 'none'; style-src 'unsafe-inline'/)
  assert.match(rules, /sandbox/)
  assert.doesNotMatch(rules, /script-src/)
  assert.match(await framed.text(), /<base target="_top">/)
  for (const path of ['/dev/mailbox/0', '/dev/mailbox/99999999999', '/dev/mailbox/x', '/dev/mailbox/1e3'])
    assert.equal((await site.get(path)).status, 404, path)
})

test('M16: with an SMTP server, or in production, there is no mailbox to look into', async () => {
  for (const over of [{ mailboxShown: false }, { mode: 'production' as const }]) {
    const other = await testSite(over)
    assert.equal((await other.get('/dev/mailbox')).status, 404)
    await other.close()
  }
})
