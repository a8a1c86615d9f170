// Judging at /admin/same: side by side, decided, written down, taken back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { load } from 'cheerio'
import { HtmlValidate } from 'html-validate'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { relinkPostings } from '../../db/relink.ts'
import { saveSources } from '../../db/sources.ts'
import { suggestVerdict } from '../../db/verdicts.ts'
import { RULES_VERSION } from '../../listings/sameness.ts'
import { adminOf } from '../support/admin.ts'
import { advert, read, source } from '../support/adverts.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let own: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  site = await testSite()
  own = await adminOf(site)
  await saveSources(site.db, [source('alder'), source('birch')])
  const beds = {
    title: 'Programme Manager, hospital beds',
    location: 'Truro',
    description: '<p>Contract in Truro, £700 per day. Hospital beds and wards, twelve months.</p>',
  }
  const gates = {
    title: 'Project Manager, station gates',
    location: 'Hull',
    description: '<p>Contract in Hull, £500 per day, outside IR35. Gates for forty stations, six months.</p>',
  }
  const boats = {
    title: 'PMO Analyst, ferry fleet',
    location: 'Poole',
    description: '<p>Contract in Poole, £400 per day, inside IR35. Reports for a fleet of ferries.</p>',
  }
  await savePostings(site.db, 'alder', [read(advert('beds', beds)), read(advert('gates', gates))], { readerVersion: 1 })
  await savePostings(site.db, 'birch', [read(advert('boats', boats))], { readerVersion: 1 })
  await linkPending(site.db)
  const [low, high] = [await idOf('beds'), await idOf('gates')].sort((a, b) => a - b)
  await sql`insert into posting_relation (a_id, b_id, kind, score, reasons, rules_version)
    values (${low}, ${high}, 'may_be_same', 0.61, '["the same client"]', 1)`.execute(site.db)
})
after(() => site.close())

async function idOf(externalId: string): Promise<number> {
  return (await site.db.selectFrom('posting').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id
}
const page = async () => load(await (await site.get('/admin/same', own)).text())
const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
const roles = async () => (await sql<{ n: number }>`select count(distinct listing_id) as n from posting`.execute(site.db)).rows[0]?.n

test('a pair that older rules signed is shown, and the present ones are not asked: they may look for what is not there', async () => {
  const signed = await site.db.selectFrom('posting').select(['id', 'signature']).execute()
  await sql`update posting set signature_version = 0, signature = '{}'`.execute(site.db)
  assert.match(words((await page())('.pairs-of').text()), /Score 0\.61\. For one role: the same client\. Older rules left them apart/)
  for (const { id, signature } of signed)
    await sql`update posting set signature_version = ${RULES_VERSION}, signature = ${JSON.stringify(signature)}::json where id = ${id}`.execute(
      site.db,
    )
})

test('a pair the rules are not sure of stands side by side, is judged one role, and taken back', async () => {
  const $ = await page()
  assert.equal($('.pairs-of .judged').length, 2)
  assert.match(
    words($('main').text()),
    /What may be one role The score goes from 0 to 1: .* From 0\.55 on .* A veto, such as another place/,
  )
  assert.match(
    words($('.pairs-of').text()),
    /Score 0\.61\. For one role: the same client\. Against: .{10,}\. .*hospital beds.*Kestrel Resourcing Board alder.* £700 a day .*Truro.* station gates.* £500 a day outside IR35 .*Hull/,
  )
  const fields = { advert: $('[name=advert]').attr('value') ?? '', other: $('[name=other]').attr('value') ?? '', says: 'same' }
  assert.equal((await site.post('/admin/same', fields, own)).headers.get('location'), '/admin/same?done=judged')
  assert.equal(await roles(), 2)
  const judged = await page()
  assert.equal(judged('form[action="/admin/same"]').length, 0)
  assert.ok(words(judged('.pairs-of').text()).startsWith('Judged one role'))
  const undo = judged('form[action$=undo]').attr('action') ?? ''
  assert.equal((await site.post(undo, {}, own)).status, 303)
  assert.equal((await site.post(undo, {}, own)).status, 404)
  await linkPending(site.db)
  assert.equal(await roles(), 3)
  const log = load(await (await site.get('/admin/log', own)).text())('.log').text()
  assert.match(log, /Took back a judgement of two adverts/)
  assert.match(log, /Judged two adverts to be one role/)
})

test('what visitors suggest is accepted or put aside', async () => {
  const [beds, boats] = [await idOf('beds'), await idOf('boats')]
  await suggestVerdict(site.db, { postingId: beds, otherId: boats, says: 'same' })
  const $ = await page()
  assert.match(words($('.pairs-of').first().text()), /^one role; said once, first just now/)
  const answer = $('form[action*=suggestions]').attr('action') ?? ''
  assert.equal((await site.post(answer, { answer: 'perhaps' }, own)).status, 400)
  assert.equal((await site.post(answer, { answer: 'declined' }, own)).headers.get('location'), '/admin/same?done=declined')
  assert.equal((await site.post(answer, { answer: 'declined' }, own)).status, 404)
  await suggestVerdict(site.db, { postingId: beds, otherId: boats, says: 'different', because: 'place' })
  const again = await page()
  assert.match(words(again('.pairs-of').first().text()), /^different roles, by the place/)
  assert.equal((await site.post(again('form[action*=suggestions]').attr('action') ?? '', { answer: 'accepted' }, own)).status, 303)
  const contradiction = await site.post('/admin/same', { advert: String(beds), other: String(boats), says: 'same' }, own)
  assert.equal(contradiction.status, 409)
  assert.match(await contradiction.text(), /different roles by what was judged before/)
  assert.equal((await site.post('/admin/same', { advert: '0', other: 'x', says: 'same' }, own)).status, 409)
})

test('rules that changed are told, with what to do about it, and no more once it is done', async () => {
  await sql`update link_evidence set rules_version = 0, linked_at = '2026-03-02T12:00:00Z'`.execute(site.db)
  assert.match(words((await page())('.notice').text()), /changed since 2 March 2026: 3 adverts .* Run “dayrate relink --dry-run”/)
  assert.match(words(load(await (await site.get('/admin', own)).text())('.numbers').text()), /adverts that older rules filed ?3/)
  await relinkPostings(site.db)
  assert.equal((await page())('.notice').length, 0)
})

test('the page is valid HTML with everything on it', async () => {
  await suggestVerdict(site.db, { postingId: await idOf('gates'), otherId: await idOf('boats'), says: 'same' })
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: { 'require-sri': ['error', { target: 'crossorigin' }] },
  })
  const { results } = await validator.validateString(await (await site.get('/admin/same', own)).text())
  assert.deepEqual(
    results.flatMap(result => result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
    [],
  )
})
