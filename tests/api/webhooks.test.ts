import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { sql } from 'kysely'
import { refusalOfHook } from '../../crawlers/poster.ts'
import { mailToken, saveMailLinks } from '../../db/mail-links.ts'
import type { WebhookKind } from '../../db/webhooks.ts'
import { askForTest, findWebhook, saveWebhook } from '../../db/webhooks.ts'
import { count, everything, saveAlert } from '../support/alerts.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let woken = 0
before(async () => {
  site = await testSite({ refuseHook: refusalOfHook, wakeMail: async () => void (woken += 1) })
})
after(() => site.close())
beforeEach(() => sql`truncate subscriber cascade`.execute(site.db))

const HOOK = 'https://hooks.example.org/services/T0/secret-path'

/** An alert, and the path of its page behind a link that only its mailbox has. */
async function alert(over: { email?: string; query?: string } = {}): Promise<{ id: string; path: string }> {
  const id = await saveAlert(site.db, { query: 'discipline=pmo', ...over })
  const { subscriber_id: subscriberId } = await site.db
    .selectFrom('saved_search')
    .select('subscriber_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const token = mailToken('a secret of tests', 'manage', subscriberId)
  await saveMailLinks(site.db, [{ purpose: 'manage', token, subscriberId, days: 1 }])
  return { id, path: `/alerts/mine/${token}/${id}` }
}

const page = async (path: string): Promise<string> => (await site.get(path)).text()

test('a webhook for Slack is set, tested and removed on the page of its alert, which never shows its path', async () => {
  const { id, path } = await alert()
  assert.match(await page(path), /posted to a channel or a program of yours/)
  assert.equal((await site.post(`${path}/webhook`, { kind: 'slack', url: HOOK })).headers.get('location'), `${path}#webhook`)
  let html = await page(path)
  assert.match(html, /Slack, at hooks\.example\.org/)
  assert.match(html, /Nothing was posted there yet/)
  assert.doesNotMatch(html, /secret-path|Make a new secret/)

  woken = 0
  for (let n = 0; n < 3; n++) assert.equal((await site.post(`${path}/webhook/test`, {})).status, 303)
  assert.equal(await count(site.db, 'webhook_delivery'), 1, 'pressed thrice is asked once')
  assert.equal(woken, 3)
  assert.match(await page(path), /A test is on its way/)
  await sql`update webhook set last_try_at = now(), last_answer = 'hooks.example.org answered 404.'`.execute(site.db)
  await sql`update webhook_delivery set given_up_at = now(), given_up_because = 'refused'`.execute(site.db)
  html = await page(path)
  assert.match(html, /The last try, on \d.+: hooks\.example\.org answered 404\./)
  await sql`update webhook set disabled_at = now(), failing_since = now()`.execute(site.db)
  assert.match(await page(path), /Switched off on .+ Send a test: when it is answered, it is on again/)

  assert.equal((await site.post(`${path}/webhook/remove`, {})).status, 303)
  assert.equal(await findWebhook(site.db, id), undefined)
  assert.equal((await site.post(`${path}/webhook/test`, {})).status, 404)
  assert.equal((await site.post(`${path}/webhook/secret`, {})).status, 404)
})

test('the secret of a program’s webhook is shown once, and a new one ends it', async () => {
  const { id, path } = await alert()
  const shown = async (answer: Response): Promise<string> => /whsec_[\w+/=]{44}/.exec(await answer.text())?.[0] ?? ''
  const kept = async (): Promise<string> => {
    const { secret } = await site.db.selectFrom('webhook').select('secret').where('saved_search_id', '=', id).executeTakeFirstOrThrow()
    return `whsec_${secret.toString('base64')}`
  }
  const first = await shown(await site.post(`${path}/webhook`, { kind: 'json', url: HOOK }))
  assert.equal(first, await kept())
  assert.doesNotMatch(await page(path), /whsec_/)
  const second = await shown(await site.post(`${path}/webhook/secret`, {}))
  assert.equal(second, await kept())
  assert.notEqual(second, first)
  const data = await page(`${path.slice(0, path.lastIndexOf('/'))}/export`)
  assert.match(data, /secret-path/)
  assert.doesNotMatch(data, new RegExp(second.slice('whsec_'.length, 30).replaceAll('+', '\\+')))
})

const ONE_RULE = /Posts go to public addresses that begin with https:\/\/ only/

test('a host that is not Slack’s or Teams’ is remarked on, and tried all the same', async () => {
  const { id, path } = await alert()
  const remark = async (kind: WebhookKind, url: string): Promise<boolean> => {
    await saveWebhook(site.db, id, { kind, url })
    return (await page(path)).includes(`${new URL(url).hostname} is no host of ${kind === 'teams' ? 'Teams' : 'Slack'} that we know of`)
  }
  assert.equal(await remark('slack', HOOK), true)
  assert.equal(await remark('slack', 'https://hooks.slack.com.example.org/in'), true)
  assert.equal(await remark('slack', 'https://hooks.slack.com/services/T0/B0/x'), false)
  assert.equal(await remark('teams', 'https://hooks.slack.com/services/T0/B0/x'), true)
  assert.equal(await remark('teams', 'https://prod-23.westeurope.logic.azure.com:443/workflows/x'), false)
  assert.equal(await remark('teams', 'https://oak.webhook.office.com/webhookb2/x'), false)
  assert.equal(await remark('json', HOOK), false)
})

test('S1, S2, S6: an address that is not public, not encrypted or none is refused in a sentence, and what was typed stays', async () => {
  const { path } = await alert()
  const wrong: [url: string, words: RegExp][] = [
    ['https://127.0.0.1/in', /is not a public address/],
    ['https://169.254.169.254/latest', /is not a public address/],
    ['https://localhost/in', /is not a public host name/],
    ['http://hooks.example.org/in', ONE_RULE],
    ['http://127.0.0.1:9999/x', ONE_RULE],
    ['nonsense', ONE_RULE],
    ['ftp://hooks.example.org/', ONE_RULE],
    ['https:///in', ONE_RULE],
    ['https://user:word@hooks.example.org/', /user name or password/],
    ['https://hooks.example.org:25/', /Port 25/],
    ['', ONE_RULE],
    [`https://hooks.example.org/${'x'.repeat(2_000)}`, /too long/],
  ]
  for (const [url, words] of wrong) {
    const answer = await site.post(`${path}/webhook`, { kind: 'json', url })
    const html = await answer.text()
    assert.equal(answer.status, 400, url)
    assert.match(html, words)
    assert.match(html, /<option value="json" selected>/)
  }
  assert.equal((await site.post(`${path}/webhook`, { kind: 'pigeon', url: HOOK })).status, 400)
  assert.equal(await count(site.db, 'webhook'), 0)
})

test('M3: a GET of any address of a webhook changes nothing', async () => {
  const { id, path } = await alert()
  await saveWebhook(site.db, id, { kind: 'json', url: HOOK })
  await askForTest(site.db, id)
  const before = await everything(site.db)
  for (const end of ['', '/test', '/secret', '/remove']) assert.equal((await site.get(`${path}/webhook${end}`)).status, 405, end)
  assert.equal(await everything(site.db), before)
})

test('W5: somebody else’s alert has no webhook of mine, and the newsletter none at all', async () => {
  const mine = await alert()
  const theirs = await alert()
  await saveWebhook(site.db, theirs.id, { kind: 'json', url: HOOK })
  const crossed = mine.path.replace(mine.id, theirs.id)
  for (const end of ['', '/test', '/secret', '/remove'])
    assert.equal((await site.post(`${crossed}/webhook${end}`, { kind: 'json', url: HOOK })).status, 404, end)
  assert.equal(await count(site.db, 'webhook'), 1)
  await sql`update saved_search set query = '', every = 'week' where id = ${mine.id}`.execute(site.db)
  assert.doesNotMatch(await page(mine.path), /Webhook/)
  assert.equal((await site.post(`${mine.path}/webhook`, { kind: 'json', url: HOOK })).status, 400)
})

test('J18: the figures say how many posts wait, since when, and how many webhooks are switched off', async () => {
  const { id } = await alert()
  await saveWebhook(site.db, id, { kind: 'json', url: HOOK })
  await askForTest(site.db, id)
  await sql`update webhook_delivery set created_at = now() - interval '90 seconds'`.execute(site.db)
  const waiting = await page('/metrics')
  assert.match(waiting, /^dayrate_webhooks_pending 1$/m)
  assert.match(waiting, /^dayrate_webhooks_oldest_pending_seconds 9\d$/m)
  assert.match(waiting, /^dayrate_webhooks_switched_off 0$/m)
  await sql`update subscriber set suppressed_at = now()`.execute(site.db)
  assert.match(await page('/metrics'), /^dayrate_webhooks_pending 0$/m, 'nothing is posted for whoever is suppressed')
  await sql`update subscriber set suppressed_at = null`.execute(site.db)
  await sql`update webhook set disabled_at = now()`.execute(site.db)
  const off = await page('/metrics')
  assert.match(off, /^dayrate_webhooks_pending 0$/m)
  assert.match(off, /^dayrate_webhooks_switched_off 1$/m)
})

test('the pages with a webhook are valid HTML', async () => {
  const { id, path } = await alert()
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off' },
  })
  const without = await page(path)
  const refused = await (await site.post(`${path}/webhook`, { kind: 'json', url: 'nowhere' })).text()
  const secret = await (await site.post(`${path}/webhook`, { kind: 'json', url: HOOK })).text()
  await askForTest(site.db, id)
  for (const html of [without, refused, secret, await page(path)]) {
    const report = await validator.validateString(html)
    assert.deepEqual(
      report.results.flatMap(result => result.messages.map(message => `${message.line}: ${message.message}`)),
      [],
    )
  }
})
