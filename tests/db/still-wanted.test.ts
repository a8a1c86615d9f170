import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { listMails } from '../../db/mailbox.ts'
import { findManageLink } from '../../db/my-alerts.ts'
import { pruneAlerts } from '../../db/prune.ts'
import { DAILY } from '../../db/rhythm.ts'
import { confirmAlert, findMailLink, requestAlert, stopAlert } from '../../db/saved-searches.ts'
import { askStillWanted, endUnwanted } from '../../db/still-wanted.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import { count, saveAlert } from '../support/alerts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())
beforeEach(() => sql`truncate subscriber, mailbox cascade`.execute(database.db))

/** As if this much time had gone by since everything so far. */
async function later(interval: string): Promise<void> {
  const by = sql.raw(`interval '${interval}'`)
  await sql`update saved_search set wanted_at = wanted_at - ${by}, confirmed_at = confirmed_at - ${by}, created_at = created_at - ${by}`.execute(
    database.db,
  )
  await sql`update confirmation set asked_at = asked_at - ${by}, sent_at = sent_at - ${by}`.execute(database.db)
  await sql`update mail_token set expires_at = expires_at - ${by}`.execute(database.db)
}

async function asked(): Promise<string> {
  assert.equal(await askStillWanted(database.db), 1)
  assert.equal((await sendConfirmations(mailWorld(database))).sent, 1)
  const [mail] = await listMails(database.db, 1)
  assert.equal(mail?.subject, 'Do you still want your Dayrate alert? “pmo”')
  const link = readMailLinks(mail?.text ?? '').find(one => one.includes('/confirm/')) ?? ''
  return link.slice(link.lastIndexOf('/') + 1)
}

test('M17: an alert untouched for a year is asked once, and a yes keeps it for another year', async () => {
  await saveAlert(database.db)
  await later('11 months')
  assert.equal(await askStillWanted(database.db), 0)
  await later('1 month 1 day')
  const token = await asked()
  assert.equal(await askStillWanted(database.db), 0, 'not twice')
  await later('29 days')
  assert.equal(await endUnwanted(database.db), 0)
  assert.equal((await findMailLink(database.db, 'confirm', token))?.state, 'waiting', 'the link works for as long')
  assert.equal((await confirmAlert(database.db, token))?.state, 'confirmed')
  await later('11 months')
  assert.equal(await endUnwanted(database.db), 0)
  assert.equal(await askStillWanted(database.db), 0)
  assert.equal(await count(database.db, 'saved_search'), 1)
})

test('M17: the question leads to where the alert is changed or stopped, too, by one press; a first question does not', async () => {
  const id = await saveAlert(database.db)
  await later('13 months')
  await asked()
  const [mail] = await listMails(database.db, 1)
  const links = readMailLinks(mail?.text ?? '').map(link => new URL(link).pathname)
  const stop = links.find(path => path.startsWith('/u/')) ?? ''
  assert.equal(mail?.headers['List-Unsubscribe'], `<https://dayrate.org${stop}>`)
  const [, manage = ''] = links.map(path => /^\/alerts\/mine\/([^/]+)\/([^/]+)$/.exec(path)).find(match => match?.[2] === id) ?? []
  assert.equal((await findManageLink(database.db, manage))?.email, mail?.to)
  assert.equal((await stopAlert(database.db, stop.slice('/u/'.length)))?.state, 'stopped')

  await requestAlert(database.db, { ...DAILY, address: 'new@mail.dayrate.org', query: 'q=pmo', askedFrom: '192.0.2.1', consent: {} })
  await sendConfirmations(mailWorld(database))
  const [first] = await listMails(database.db, 1)
  assert.doesNotMatch(first?.text ?? '', /\/u\/|\/alerts\/mine\//)
  assert.equal(first?.headers['List-Unsubscribe'], undefined)
})

test('M17: without an answer it ends a month after the question, and is forgotten', async () => {
  await saveAlert(database.db)
  await later('13 months')
  await asked()
  await later('31 days')
  await pruneAlerts(database.db)
  assert.equal(await endUnwanted(database.db), 1)
  await pruneAlerts(database.db)
  assert.equal(await count(database.db, 'subscriber'), 0)
})

test('M17: a question that no mail server took is asked anew, and nothing ends meanwhile', async () => {
  await saveAlert(database.db)
  await later('13 months')
  assert.equal(await askStillWanted(database.db), 1)
  await later('40 days')
  assert.equal(await endUnwanted(database.db), 0)
  assert.equal(await askStillWanted(database.db), 1)
})
