import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { after, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { takeDigest, releaseStale } from '../../db/digests.ts'
import { eraseSubscriber, finishErasures } from '../../db/erasure.ts'
import { listMails } from '../../db/mailbox.ts'
import { changeAlert } from '../../db/my-alerts.ts'
import { askForTest, findWebhook, removeWebhook, saveWebhook, takePost } from '../../db/webhooks.ts'
import type { WebhookKind } from '../../db/webhooks.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { matchDue } from '../../jobs/match.ts'
import { sendWebhooks } from '../../jobs/webhooks.ts'
import type { HookCounts } from '../../jobs/webhooks.ts'
import { LISTING_SCHEMA } from '../../views/board-rows.ts'
import { claimDigest, count, owe, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { hookReceiver } from '../support/hook-receiver.ts'
import type { HookReceiver } from '../support/hook-receiver.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let receiver: HookReceiver
let roles: Map<string, number>
before(async () => {
  database = await testDatabase()
  roles = await seedBoard(database.db, ROLES)
  receiver = await hookReceiver()
})
after(async () => {
  await receiver.close()
  await database.close()
})
beforeEach(async () => {
  receiver.got.length = 0
  receiver.manner = 200
  await sql`truncate subscriber, match_due, mailbox cascade`.execute(database.db)
})

const post = (): Promise<HookCounts> =>
  sendWebhooks({ db: database.db, log: mailWorld(database).log, poster: receiver.poster, publicUrl: 'https://dayrate.org' })

/** A failure is tried again minutes later; this is then. */
async function postLater(): Promise<HookCounts> {
  await sql`update webhook_delivery set next_try_at = now()`.execute(database.db)
  return post()
}

interface Hooked {
  id: string
  secret: Buffer
}

/** An alert with a webhook whose roles are found and whose digest is promised. */
async function hooked({ query = 'discipline=pmo', kind = 'json' }: { query?: string; kind?: WebhookKind } = {}): Promise<Hooked> {
  const id = await saveAlert(database.db, { query })
  const secret = await saveWebhook(database.db, id, { kind, url: `${receiver.url}/in/${id}` })
  await sql`insert into match_due (listing_id) select id from listing where closed_at is null on conflict do nothing`.execute(database.db)
  await matchDue(mailWorld(database))
  assert.ok((await claimDigest(database.db, { ignoreHour: true })) >= 1)
  return { id, secret }
}

interface JsonPost {
  type: string
  timestamp: string
  data: { alert: string; total: number; search: { words: string; url: string }; roles: { slug: string; news: string; why: string[] }[] }
}
const bodies = (): JsonPost[] => receiver.got.map(got => JSON.parse(got.body) as JsonPost)

test('the roles of a digest are posted beside its mail, once, as the board tells them to programs', async () => {
  const { id } = await hooked()
  assert.deepEqual(await post(), { posted: 1, failed: 0 })
  assert.deepEqual(await post(), { posted: 0, failed: 0 })
  await sendDueDigests(mailWorld(database))
  const [mail] = await listMails(database.db, 10)
  const [body] = bodies()
  assert.equal(body?.type, 'alert.roles')
  const { claimed_at: promisedAt } = await database.db.selectFrom('digest').select('claimed_at').executeTakeFirstOrThrow()
  assert.equal(body?.timestamp, promisedAt.toISOString())
  assert.deepEqual([body?.data.alert, body?.data.search], [id, { words: 'PMO', url: 'https://dayrate.org/?discipline=pmo' }])
  assert.ok(body && body.data.roles.length > 1 && body.data.total === body.data.roles.length)
  for (const role of body.data.roles) {
    LISTING_SCHEMA.parse(role)
    assert.equal(role.news, 'new')
    assert.ok(role.why.length > 0)
    assert.ok(mail?.text.includes(`/roles/${role.slug}`))
  }
  const sent = receiver.got[0]?.body ?? ''
  assert.doesNotMatch(sent, /@|\/u\/|alerts\/mine|alerts\/roles/, 'whoever reads the channel can change nothing')
})

test('a post is signed as standardwebhooks.com says, over its id, its second and its body', async () => {
  const { secret } = await hooked()
  await post()
  const { headers, body } = receiver.got[0] ?? assert.fail('nothing was posted')
  const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])]
  assert.ok(Math.abs(Number(at) - Date.now() / 1_000) < 60)
  assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')}`)
  assert.equal(headers['content-type'], 'application/json')
})

test('Slack gets blocks in which a title calls nobody, Teams a card of plain text', async () => {
  const title = 'PMO <!channel> & [Lead](https://evil.example) *|*'
  const call = (name: string) =>
    sql`update listing_search set summary = jsonb_set(summary, '{title}', to_jsonb(${name}::text)) where summary ->> 'slug' = 'pmo-analyst-2'`
  await call(title).execute(database.db)
  await hooked({ kind: 'slack' })
  await hooked({ kind: 'teams' })
  await post()
  await call('PMO Analyst').execute(database.db)
  const [slack = '', teams = ''] = receiver.got.map(got => got.body).sort()
  const said = JSON.parse(slack.includes('"blocks"') ? slack : teams) as {
    text: string
    blocks: { type: string; text: { text: string } }[]
  }
  assert.match(said.text, /^\d+ roles for your alert, .+: PMO$/)
  assert.ok(said.blocks.length > 3 && said.blocks.length <= 50)
  assert.ok(said.blocks.some(({ text }) => text.text.includes('|PMO &lt;!channel&gt; &amp; [Lead]')))
  assert.ok(said.blocks.every(({ text }) => !text.text.includes('<!')))
  const card = JSON.parse(slack.includes('"blocks"') ? teams : slack) as {
    type: string
    attachments: { contentType: string; content: { type: string; body: { type: string; inlines: { type: string; text: string }[] }[] } }[]
  }
  const { contentType, content } = card.attachments[0] ?? assert.fail('no card')
  assert.deepEqual([card.type, contentType, content.type], ['message', 'application/vnd.microsoft.card.adaptive', 'AdaptiveCard'])
  assert.ok(content.body.every(({ type, inlines }) => type === 'RichTextBlock' && inlines.every(run => run.type === 'TextRun')))
  assert.ok(content.body.some(({ inlines }) => inlines[0]?.text === title))
})

test('a post that fails comes again under the same id, and is counted once', async () => {
  const { id } = await hooked()
  for (const manner of [500, 429, 302, 'drops'] as const) {
    receiver.manner = manner
    assert.deepEqual(await postLater(), { posted: 0, failed: 1 }, String(manner))
  }
  assert.deepEqual(await post(), { posted: 0, failed: 0 }, 'its next try is minutes away')
  assert.match((await findWebhook(database.db, id))?.lastAnswer ?? '', /broke off/)
  receiver.manner = 200
  assert.deepEqual(await postLater(), { posted: 1, failed: 0 })
  const kept = await findWebhook(database.db, id)
  assert.deepEqual([kept?.failingSince, kept?.disabledAt], [null, null])
  assert.equal(new Set(receiver.got.map(got => got.headers['webhook-id'])).size, 1)
})

test('after three days of failing it is switched off: nothing more is promised, the next mail says so, and an answered test takes it back', async () => {
  const { id } = await hooked()
  receiver.manner = 500
  await postLater()
  await sql`update webhook set failing_since = now() - interval '3 days 1 minute'`.execute(database.db)
  await postLater()
  assert.ok((await findWebhook(database.db, id))?.disabledAt)
  assert.deepEqual(await postLater(), { posted: 0, failed: 0 })

  await sendDueDigests(mailWorld(database))
  assert.match((await listMails(database.db, 1))[0]?.text ?? '', /The webhook of this alert is switched off/)
  await sql`update digest set local_date = local_date - 1`.execute(database.db)
  await sql`update match set digest_id = null`.execute(database.db)
  await claimDigest(database.db, { ignoreHour: true })
  assert.deepEqual(await postLater(), { posted: 0, failed: 0 })
  await sendDueDigests(mailWorld(database))
  assert.doesNotMatch((await listMails(database.db, 1))[0]?.text ?? '', /switched off/)

  await askForTest(database.db, id)
  await post()
  assert.ok((await findWebhook(database.db, id))?.disabledAt, 'a test that fails changes nothing')
  await sql`update webhook_delivery set created_at = now() - interval '2 minutes'`.execute(database.db)
  await askForTest(database.db, id)
  await askForTest(database.db, id)
  receiver.manner = 200
  assert.deepEqual(await post(), { posted: 1, failed: 0 })
  assert.equal(bodies().at(-1)?.type, 'alert.test')
  assert.equal((await findWebhook(database.db, id))?.disabledAt, null)
})

test('an address that says it is gone is switched off at once', async () => {
  const { id } = await hooked()
  receiver.manner = 410
  await post()
  assert.ok((await findWebhook(database.db, id))?.disabledAt)
})

test('J5: roles whose mail could not leave go into the next mail, and are not posted twice', async () => {
  await hooked()
  await post()
  await sql`update digest set claimed_at = now() - interval '21 hours', local_date = local_date - 1`.execute(database.db)
  assert.equal(await releaseStale(database.db), 1)
  assert.equal(await claimDigest(database.db, { ignoreHour: true }), 1)
  await post()
  assert.equal(receiver.got.length, 1)
  await sendDueDigests(mailWorld(database))
  assert.equal((await listMails(database.db, 10)).length, 1)
})

test('roles that come into a promised digest after it was posted are posted, and only they', async () => {
  const { id } = await hooked({ query: 'discipline=pmo' })
  await post()
  const before = bodies()[0]?.data.roles.map(role => role.slug) ?? []
  const late = [...roles].find(([slug]) => !before.includes(slug)) ?? assert.fail('every role is posted')
  await owe(database.db, id, late[1])
  const { subscriber_id: subscriber } = await database.db.selectFrom('saved_search').select('subscriber_id').executeTakeFirstOrThrow()
  await changeAlert(database.db, subscriber, id, { search: { query: 'rate=1&unrated=1', why: () => ['any rate'] } })
  await post()
  assert.deepEqual(
    bodies()[1]?.data.roles.map(role => role.slug),
    [late[0]],
  )
})

/** Posts to a receiver that answers when `during` has happened. */
async function postWhile(during: () => Promise<unknown>, stop?: AbortSignal): Promise<HookCounts> {
  const { log } = mailWorld(database)
  return sendWebhooks({
    db: database.db,
    log,
    publicUrl: 'https://dayrate.org',
    stop,
    poster: {
      async post(url, message) {
        await during()
        return receiver.poster.post(url, message)
      },
    },
  })
}

test('roles that come into a promised digest while it is being posted are posted next', async () => {
  const { id } = await hooked()
  const { subscriber_id: subscriber } = await database.db.selectFrom('saved_search').select('subscriber_id').executeTakeFirstOrThrow()
  const told = await sql<{ listing_id: number }>`select listing_id from match`.execute(database.db)
  const late = [...roles].find(([, listing]) => !told.rows.some(row => row.listing_id === listing)) ?? assert.fail('every role is told')
  let changed = false
  const change = async (): Promise<void> => {
    if (changed) return
    changed = true
    await owe(database.db, id, late[1])
    await changeAlert(database.db, subscriber, id, { search: { query: 'rate=1&unrated=1', why: () => ['any rate'] } })
  }
  assert.deepEqual(await postWhile(change), { posted: 2, failed: 0 })
  const [first, second] = bodies().map(({ data }) => data.roles.map(role => role.slug))
  assert.ok(first && first.length > 1 && !first.includes(late[0]))
  assert.deepEqual(second, [late[0]])
})

test('what an address says that was replaced or removed meanwhile is not said of the new one, which gets the post', async () => {
  const { id } = await hooked()
  receiver.manner = 410
  assert.deepEqual(await postWhile(() => saveWebhook(database.db, id, { kind: 'json', url: `${receiver.url}/new` })), {
    posted: 0,
    failed: 1,
  })
  const kept = await findWebhook(database.db, id)
  assert.deepEqual([kept?.lastAnswer, kept?.failingSince, kept?.disabledAt], [null, null, null])
  receiver.manner = 200
  assert.deepEqual(await postLater(), { posted: 1, failed: 0 })
  assert.equal(receiver.got.at(-1)?.path, '/new')

  const other = await hooked()
  receiver.manner = 500
  await postWhile(() => removeWebhook(database.db, other.id))
  await saveWebhook(database.db, other.id, { kind: 'json', url: `${receiver.url}/later` })
  assert.deepEqual(await postLater(), { posted: 0, failed: 0 }, 'what was promised before it was removed')
})

test('roles that have all closed are no failure', async () => {
  const { id } = await hooked()
  const told = sql`select listing_id from match where saved_search_id = ${id}`
  await sql`update listing set closed_at = now() where id in (${told})`.execute(database.db)
  try {
    assert.deepEqual(await post(), { posted: 0, failed: 0 })
    assert.equal(receiver.got.length, 0)
  } finally {
    await sql`update listing set closed_at = null where id in (${told})`.execute(database.db)
  }
})

test('what is stopped or removed is posted nothing', async () => {
  const { id } = await hooked()
  await removeWebhook(database.db, id)
  const other = await hooked()
  await sql`update saved_search set stopped_at = now() where id = ${other.id}`.execute(database.db)
  assert.deepEqual(await post(), { posted: 0, failed: 0 })
  assert.equal(await findWebhook(database.db, id), undefined)
})

test('who wants to be forgotten waits for no post, and hears no other', async () => {
  const { id } = await hooked()
  const { subscriber_id: subscriber } = await database.db.selectFrom('saved_search').select('subscriber_id').executeTakeFirstOrThrow()
  const { email } = await database.db.selectFrom('subscriber').select('email').executeTakeFirstOrThrow()
  await database.db.transaction().execute(async trx => {
    assert.equal((await takePost(trx))?.savedSearchId, id)
    assert.equal(await eraseSubscriber(database.db, { id: subscriber, email }), 'soon')
  })
  assert.deepEqual(await post(), { posted: 0, failed: 0 })
  assert.equal(await takeDigest(database.db), undefined)
  assert.equal(await finishErasures(database.db), 1)
  assert.deepEqual([await count(database.db, 'webhook'), await count(database.db, 'webhook_delivery')], [0, 0])
})

test('one worker that is told to stop and two at once post to sixty webhooks once each', async () => {
  for (let n = 0; n < 60; n++) {
    const id = await saveAlert(database.db, { query: 'discipline=pmo' })
    await saveWebhook(database.db, id, { kind: 'json', url: `${receiver.url}/in/${id}` })
  }
  await sql`insert into match_due (listing_id) select id from listing where closed_at is null`.execute(database.db)
  await matchDue(mailWorld(database))
  await Promise.all([claimDigest(database.db, { ignoreHour: true }), claimDigest(database.db, { ignoreHour: true })])
  const stopping = new AbortController()
  const { posted } = await postWhile(async () => stopping.abort(), stopping.signal)
  assert.ok(posted >= 1 && posted <= 3, 'what was in hand')
  await Promise.all([post(), post()])
  assert.equal(receiver.got.length, 60)
  assert.equal(new Set(receiver.got.map(got => got.path)).size, 60)
})

const WORKER = fileURLToPath(new URL('../support/webhook-worker.ts', import.meta.url))

for (const [dieAt, copies] of [
  ['before', 1],
  ['answered', 2],
] as const)
  test(`J1: a worker killed ${dieAt === 'before' ? 'before it posts' : 'after the answer'} leaves the post to the next, ${dieAt === 'before' ? 'once' : 'a copy under the same id'}`, async () => {
    await hooked()
    const child = spawn(process.execPath, [WORKER, database.url, new URL(receiver.url).host, dieAt], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    assert.equal(signal, 'SIGKILL')
    // Postgres frees the row when it has noticed.
    await until(async () => (await post()).posted === 1)
    assert.equal(receiver.got.length, copies)
    assert.equal(new Set(receiver.got.map(got => got.headers['webhook-id'])).size, 1)
  })
