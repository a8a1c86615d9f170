import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { digestRoles } from '../../db/digest-roles.ts'
import { takeDigest } from '../../db/digests.ts'
import { refreshListings } from '../../db/listings.ts'
import { listMails } from '../../db/mailbox.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { claimDigest, saveAlert } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { readMailLinks } from '../support/mail-links.ts'
import { mailWorld } from '../support/mail-world.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let world: MailWorld
let ids: Map<string, number>
before(async () => {
  site = await testSite()
  ids = await seedBoard(site.db, ROLES)
  world = mailWorld(site, { publicUrl: site.url })
})
after(() => site.close())
beforeEach(() => sql`truncate subscriber, match_due, mailbox cascade`.execute(site.db))

/** A running alert whose roles all wait for its next mail. */
async function waits(query: string): Promise<{ id: string; base: string }> {
  const id = await saveAlert(site.db, { email: 'ada@mail.dayrate.org', query })
  await sql`update saved_search set seeded_at = null where id = ${id}`.execute(site.db)
  await sendDueDigests(world)
  const [mail] = await listMails(site.db, 1)
  const base = readMailLinks(mail?.text ?? '').find(link => /\/alerts\/mine\/[\w-]{43}$/.test(link)) ?? ''
  await sql`update match set digest_id = null`.execute(site.db)
  await sql`delete from digest`.execute(site.db)
  return { id, base: base.replace(site.url, '') }
}

async function waiting(): Promise<{ slug: string; why: string[] }[]> {
  const { rows } = await sql<{ slug: string; why: string[] }>`
    select l.slug, m.why from match m join listing l on l.id = m.listing_id where m.digest_id is null and m.dismissed_at is null and m.also_of is null
    order by 1`.execute(site.db)
  return rows
}

const page = async (path: string): Promise<string> => (await site.get(path)).text()

test('a search that is changed is held against the roles that wait: the mail has what fits it, with its reasons', async () => {
  const { id, base } = await waits('rate=300')
  const before = await waiting()
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=500' })).status, 303)
  const after = await waiting()
  assert.ok(after.length > 0 && after.length < before.length)
  for (const { why } of after) assert.match(why.join(), /≥ your £500/)
  assert.match(await page(base), new RegExp(`${after.length} roles? waits? for the next`))
  await sendDueDigests(world, { ignoreHour: true })
  const [mail] = await listMails(site.db, 1)
  assert.doesNotMatch(mail?.text ?? '', /your £300/)
  const kept = new Set(after.map(role => role.slug))
  for (const { slug } of before) assert.equal((mail?.text ?? '').includes(`/roles/${slug}`), kept.has(slug), slug)
})

test('a digest that was promised and has not left says what the changed alert wants, with its reasons', async () => {
  const { id, base } = await waits('rate=300')
  const all = await waiting()
  assert.equal(await claimDigest(site.db, { ignoreHour: true }), 1)
  assert.deepEqual(await waiting(), [])
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=500' })).status, 303)
  assert.deepEqual(await waiting(), [], 'what fits goes with the digest')
  await sql`delete from mailbox`.execute(site.db)
  await sendDueDigests(world)
  const mails = await listMails(site.db, 10)
  assert.equal(mails.length, 1)
  const told = all.filter(({ slug }) => mails[0]?.text.includes(`/roles/${slug}`))
  assert.ok(told.length > 0 && told.length < all.length)
  assert.doesNotMatch(mails[0]?.text ?? '', /your £300/)
})

test('a digest that nothing is left of is given up without a mail', async () => {
  const { id, base } = await waits('rate=300')
  await claimDigest(site.db, { ignoreHour: true })
  await sql`delete from mailbox`.execute(site.db)
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=2000' })).status, 303)
  await sendDueDigests(world)
  assert.deepEqual(await listMails(site.db, 10), [])
  const { given_up_because: because } = await site.db.selectFrom('digest').select('given_up_because').executeTakeFirstOrThrow()
  assert.equal(because, 'empty')
})

test('a digest whose mail is under way keeps what that mail says, and nobody waits for it', async () => {
  const { id, base } = await waits('rate=300')
  await claimDigest(site.db, { ignoreHour: true })
  await site.db.transaction().execute(async trx => {
    const digest = await takeDigest(trx)
    assert.ok(digest)
    const before = await digestRoles(trx, digest.id, { limit: 25 })
    assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=2000' })).status, 303)
    assert.deepEqual(await digestRoles(site.db, digest.id, { limit: 25 }), before)
  })
})

test('what is hidden is gone from what waits, on every way there is', async () => {
  const { id, base } = await waits('rate=300')
  const slugs = async () => (await waiting()).map(role => role.slug)
  const all = await slugs()
  assert.ok(all.includes('pmo-analyst-2'))
  assert.equal((await site.post(`${base}/${id}/hide?agency=Marlowe+Public+Services`, {})).status, 200)
  const shown = await slugs()
  assert.ok(!shown.includes('pmo-analyst-2') && shown.length > 1)
  assert.equal((await site.post(`${base}/${id}/leave-out`, { agency: '', words: 'payments' })).status, 303)
  const left = await slugs()
  assert.ok(left.length > 0 && left.length < shown.length)
  assert.ok(left.every(slug => !slug.includes('payments')))
})

test('what is hidden stays hidden when another search is pasted, until it is taken away', async () => {
  const { id, base } = await waits('rate=300')
  const query = async () => (await site.db.selectFrom('saved_search').select('query').executeTakeFirstOrThrow()).query
  await site.post(`${base}/${id}/leave-out`, { agency: 'Harrow Lane', words: 'night shift' })
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?q=pmo&not_words=weekend' })).status, 303)
  assert.equal(await query(), 'q=pmo&not_agency=Harrow+Lane&not_words=night+shift&not_words=weekend')
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/' })).status, 400, 'what is hidden is no search')
  assert.equal((await site.post(`${base}/${id}/search`, { query: 'q=pmo&not_agency=Harrow+Lane' })).status, 303)
  assert.equal(await query(), 'q=pmo&not_agency=Harrow+Lane')
})

test('a role in another town is told of when the one it was told with no longer fits, and what was dismissed stays so', async () => {
  const { id, base } = await waits('rate=300')
  const [cheap, dear] = [ids.get('pmo-analyst-2') ?? 0, ids.get('senior-project-manager-payments-migration-1') ?? 0]
  await sql`update match set also_of = ${cheap} where listing_id = ${dear}`.execute(site.db)
  const [dismissed] = (await waiting()).filter(role => ids.get(role.slug) !== cheap)
  await sql`update match set dismissed_at = now() where listing_id = ${ids.get(dismissed?.slug ?? '')}`.execute(site.db)
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=550' })).status, 303)
  assert.ok((await waiting()).some(role => role.slug.startsWith('senior-project-manager-payments')))
  const { rows } = await sql`select from match where dismissed_at is not null`.execute(site.db)
  assert.equal(rows.length, 1)
})

test('W5: a change of somebody else’s alert leaves what waits there alone', async () => {
  const { base } = await waits('rate=300')
  const theirs = await saveAlert(site.db, { email: 'bob@mail.dayrate.org', query: 'rate=300' })
  await sql`update match set saved_search_id = ${theirs}`.execute(site.db)
  const before = await waiting()
  assert.equal((await site.post(`${base}/${theirs}/search`, { address: '/?rate=900' })).status, 404)
  assert.deepEqual(await waiting(), before)
})

test('a role that closed while it waits is judged as it was, for it may open again', async () => {
  const { id, base } = await waits('rate=300')
  const role = ids.get('pmo-analyst-2') ?? 0
  await sql`update posting set closed_at = now(), closed_because = 'gone' where listing_id = ${role}`.execute(site.db)
  await refreshListings(site.db, [role])
  const isWaiting = async () => (await waiting()).some(({ slug }) => slug === 'pmo-analyst-2')
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=400' })).status, 303)
  assert.equal(await isWaiting(), true)
  assert.equal((await site.post(`${base}/${id}/search`, { address: '/?rate=500' })).status, 303)
  assert.equal(await isWaiting(), false)
})
