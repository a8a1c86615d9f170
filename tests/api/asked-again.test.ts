import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { listMails } from '../../db/mailbox.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { count } from '../support/alerts.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let world: MailWorld
before(async () => {
  site = await testSite()
  world = mailWorld(site, { publicUrl: site.url })
})
after(() => site.close())

const FORM = { query: 'discipline=pmo', email: 'ada@mail.dayrate.org', hour: '7', zone: 'Europe/London' }

/** Sends what is due. @returns the newest mail, and the path of its question. */
async function question(): Promise<{ text: string; path: string }> {
  assert.equal((await sendConfirmations(world)).sent, 1)
  const [mail] = await listMails(site.db, 1)
  const link = readMailLinks(mail?.text ?? '').find(one => one.includes('/confirm/')) ?? ''
  return { text: mail?.text ?? '', path: link.replace(site.url, '') }
}

const read = async (path: string): Promise<string> => (await site.get(path)).text()
const press = async (path: string): Promise<string> => (await site.post(path, {})).text()

test('an alert that was asked for twice is told apart in the second mail and behind its link, and begins once', async () => {
  const ask = async (fields: Partial<typeof FORM> = {}) => (await site.post('/alerts', { ...FORM, ...fields })).text()
  const unknown = await ask()
  const first = await question()
  assert.match(first.text, /wants new contract roles e-mailed to this address/)
  assert.equal(await ask(), unknown, 'the page says the same of an address that has the alert')
  const begun = await press(first.path)
  assert.match(begun, /Your alert runs[^]+The first mail looks back seven days/)
  const [, change = ''] = /<a href="([^"]+)">Change this alert, pause or stop it</.exec(begun) ?? []
  assert.match(await read(change), /<h1>Change an alert<\/h1>/)
  assert.doesNotMatch(await read(first.path), /\/alerts\/mine\//, 'who looks at a link that was used is given no other one')

  const second = await question()
  assert.match(second.text, /You have this alert already\.[^]+Not you\? Do nothing: your alert goes on as it is\./)
  assert.doesNotMatch(second.text, /wants new contract roles|you get no alert|forgotten/)
  assert.match(await read(second.path), /<h1>You have this alert already<\/h1>/)
  const done = await press(second.path)
  assert.match(done, /<h1>You had this alert already<\/h1>[^]+nothing else was changed/)
  assert.doesNotMatch(done, /looks back/)
  assert.equal(await count(site.db, 'saved_search'), 1)

  await ask({ hour: '18' })
  const third = await question()
  await sql`update mail_token set expires_at = now() where used_at is null`.execute(site.db)
  assert.match(await read(third.path), /goes on as it was/)
})
