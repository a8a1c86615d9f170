// The page of a role that several advertise: what its adverts amount to, its history, its neighbours, and what visitors say of them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { decideVerdict, listSuggestions, suggestVerdict } from '../../db/verdicts.ts'
import { saveSources } from '../../db/sources.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { advert, read, source } from '../support/adverts.ts'
import { applyByWords } from '../../views/times.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite
let slug: string
const POSTED = new Date(Date.now() - 2 * 86_400_000).toISOString()
const text = (
  rate: string,
  more = '',
) => `<p>Our client, a rail operator, seeks a Project Manager. 6 month contract in Leeds, two days a week on site. ${rate}.</p>
  <p>You will move ticket gates to contactless payment at forty stations, keep the plan and the risks honest, and report to the programme board.</p>
  <p>The first gates open at the northern stations in spring; suppliers for readers, cabling and signs are under contract and wait for dates.</p>
  <p>Staff at every station will be trained by you and two coordinators, and paper tickets go when nine riders in ten tap.</p>
  <ul><li>PRINCE2 or AgilePM</li><li>Payments and hardware roll-outs</li></ul>${more}`
const gates = (id: string, company: string, rate: string, over: Partial<RawPosting> = {}) =>
  advert(id, { title: 'Project Manager, contactless gates', company, description: text(rate), postedAt: POSTED, ...over })

async function crawl(sourceId: string, ...adverts: RawPosting[]): Promise<void> {
  await savePostings(site.db, sourceId, adverts.map(read), { readerVersion: 1 })
  await linkPending(site.db)
}

before(async () => {
  site = await testSite()
  await saveSources(site.db, [source('alder'), source('birch'), source('cedar')])
  await crawl('alder', gates('a', 'Kestrel Recruitment Ltd', '£500 per day, outside IR35'))
  await crawl('birch', gates('b', 'Osprey Resourcing Agency', '£575 per day, outside IR35'))
  await crawl('alder', gates('a', 'Kestrel Recruitment Ltd', '£525 per day, outside IR35'))
  // Put together by hand, and the judgement forgotten: what this page shows does not hang on where the rules draw the line.
  await decideVerdict(site.db, { postingId: Number(await idOf('a')), otherId: Number(await idOf('b')), says: 'same', by: 'test' })
  await site.db.deleteFrom('link_verdict').execute()
  const { rows } = await sql<{ slug: string }>`select slug from listing where id = (select max(listing_id) from posting)`.execute(site.db)
  slug = rows[0]?.slug ?? ''
  await site.db
    .updateTable('posting')
    .set({ card: sql`card || '{"advertiser":{"kind":"agency","name":null,"evidence":[]}}'` as never })
    .execute()
})
after(() => site.close())

const page = async (path = `/roles/${slug}`) => load(await (await site.get(path)).text())
const words = (text_: string): string => text_.replace(/\s+/g, ' ').trim()
const idOf = async (externalId: string): Promise<string> =>
  String((await site.db.selectFrom('posting').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id)

describe('a role that two agencies advertise', () => {
  test('says in one line what the adverts amount to, and which pays best', async () => {
    const $ = await page()
    assert.match(
      words($('.headline').text()),
      /2 adverts, £525–£575 a day outside IR35, first advertised 2 days ago, best rate £575 a day via Osprey Resourcing Agency/,
    )
    const best = $('.headline a[href^="/go/"]').first().attr('href') ?? ''
    assert.match(best, /^\/go\/\d+$/)
    assert.match(words($('.headline .rate').text()), /^£575\b/, 'is the headline')
    assert.equal($('a.button[href^="/go/"]').first().attr('href'), best, 'and that is the advert to apply at')
  })

  test('says the unit of its rate once, to those who see it and to those who hear it', async () => {
    const rate = (await page())('.headline .rate')
    rate.find('.vh').remove()
    assert.match(words(rate.text()), /^£\d+ a day$/)
    const heard = (await page())('.headline .rate')
    heard.find('[aria-hidden=true]').remove()
    assert.match(words(heard.text()), /^£\d+ a day$/)
  })

  test('says by when to apply, as its row on the board does, until that day has passed', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000)
    const words = applyByWords(day, new Date())
    assert.match(words, /^apply by \d+ [A-Z]/)
    await crawl('cedar', advert('soon', { title: 'PMO Analyst, lighthouse lamps', closesAt: day.toISOString() }))
    const board = await page('/?q=lighthouse+lamps')
    assert.ok(board('.row .facts').first().text().includes(` · ${words}`))
    const role = board('.row h2 a').attr('href') ?? ''
    assert.ok((await page(role))('.headline .facts').first().text().includes(` · ${words}`))
    await sql`update listing set closes_at = now() - interval '1 second' where closes_at is not null`.execute(site.db)
    assert.ok(!(await page(role))('.headline .facts').first().text().includes('apply by'))
    assert.equal(applyByWords(day, new Date(+day + 1)), '')
  })

  test('warns of being put forward twice', async () => {
    const $ = await page()
    assert.match(
      words($('.notice').first().text()),
      /^Kestrel Recruitment Ltd and Osprey Resourcing Agency advertise this role\. Apply through one of them only/,
    )
  })

  test('has every advert with its own rate and why it belongs', async () => {
    const $ = await page()
    const rows = $('.behind tbody tr')
      .toArray()
      .map(row => words($(row).text()))
    assert.equal(rows.length, 2)
    assert.ok(rows.some(row => row.includes('£525') && row.includes('Kestrel')))
    assert.ok(rows.some(row => row.includes('£575') && row.includes('Osprey')))
    assert.ok($('.behind .reason').length >= 2)
  })

  test('tells what happened, as dots and as a list', async () => {
    const $ = await page()
    const events = $('.events li')
      .toArray()
      .map(event => words($(event).find('span').text()))
    assert.deepEqual(events.slice(0, 2), ['First seen: Kestrel Recruitment Ltd', 'Osprey Resourcing Agency advertises it too'])
    assert.ok(events.includes('Kestrel Recruitment Ltd: rate £500 a day → £525 a day'), events.join('; '))
    assert.equal($('svg.dots circle').length, events.length)
    assert.equal($('svg.dots').attr('aria-hidden'), 'true')
    assert.equal($('[style]').length, 0)
  })
})

describe('what visitors say', () => {
  const send = (fields: Record<string, string>, headers?: Record<string, string>) =>
    site.post(`/roles/${slug}/suggestions`, fields, headers)

  test('“not the same role” is noted for a person, with nothing about the visitor, and decides nothing', async () => {
    const $ = await page()
    const form = $('.doubts form')
    const fields = {
      says: form.find('[name=says]').attr('value') ?? '',
      other: form.find('[name=other]').attr('value') ?? '',
      advert: form.find('option').first().attr('value') ?? '',
      because: 'client',
    }
    const answer = await send(fields)
    assert.equal(answer.headers.get('location'), `/roles/${slug}/thanks?noted`)
    assert.ok((await page(`/roles/${slug}/thanks?noted`))('main').text().includes('A person will look at both adverts'))
    // Pressed again, it is not said by more people; from somebody else, it is.
    for (let n = 0; n < 2; n++) assert.equal((await send(fields)).headers.get('location'), `/roles/${slug}/thanks?again`)
    assert.equal((await listSuggestions(site.db))[0]?.times, 1)
    const pair = { postingId: Number(fields.advert), otherId: Number(fields.other), says: 'different' } as const
    assert.equal(await suggestVerdict(site.db, pair), 'counted')
    const [one, ...others] = await listSuggestions(site.db)
    assert.deepEqual([one?.says, one?.because, one?.times, others.length], ['different', 'client', 2, 0])
    assert.equal((await page())('.behind tbody tr').length, 2)
    const { rows } = await sql<{ all: string }>`select string_agg(t::text, '') as all from link_suggestion as t`.execute(site.db)
    assert.ok(!/127\.0\.0\.1|node|undici/.test(rows[0]?.all ?? ''))
  })

  test('only adverts that the page shows together can be named, from our own pages', async () => {
    await crawl(
      'cedar',
      advert('elsewhere', {
        title: 'Programme Manager, hospital beds',
        location: 'Truro',
        description: '<p>Contract in Truro, £700 per day. Hospital beds and wards, twelve months.</p>',
      }),
    )
    const [a, stranger] = [await idOf('a'), await idOf('elsewhere')]
    for (const [fields, status] of [
      [{ says: 'different', advert: a, other: stranger }, 409],
      [{ says: 'same', advert: a, other: stranger }, 409],
      [{ says: 'different', advert: a, other: a }, 400],
      [{ says: 'perhaps', advert: a, other: stranger }, 400],
      [{ says: 'different', advert: '1 or 1=1', other: a }, 400],
      [{}, 400],
    ] as [Record<string, string>, number][])
      assert.equal((await send(fields)).status, status, JSON.stringify(fields))
    assert.equal((await send({ says: 'different', advert: a, other: await idOf('b') }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await site.post('/roles/never-there/suggestions', { says: 'different', advert: a, other: stranger })).status, 409)
  })

  test('“these are the same” is offered where two roles may be one, and other towns are named', async () => {
    const [a, other] = [Number(await idOf('a')), Number(await idOf('elsewhere'))]
    const [low, high] = a < other ? [a, other] : [other, a]
    const relate = (kind: string) =>
      sql`
      insert into posting_relation (a_id, b_id, kind, score, reasons, rules_version) values (${low}, ${high}, ${kind}, 0.6, '["the same client"]', 1)
      on conflict (a_id, b_id) do update set kind = excluded.kind`.execute(site.db)
    await relate('may_be_same')
    const $ = await page()
    assert.match(words($('.maybe').text()), /Programme Manager, hospital beds £700 a day · Truro the same client These are the same/)
    const hidden = (name: string): string => $(`.maybe [name=${name}]`).attr('value') ?? ''
    const answer = await send({ says: hidden('says'), advert: hidden('advert'), other: hidden('other') })
    assert.equal(answer.headers.get('location'), `/roles/${slug}/thanks?noted`)
    assert.deepEqual((await listSuggestions(site.db)).map(one => one.says).sort(), ['different', 'same'])
    await relate('other_location')
    const elsewhere = await page()
    assert.equal(elsewhere('.maybe').length, 0)
    assert.match(words(elsewhere('.headline').text()), /Also in Truro\./)
  })

  test('a visitor can say twenty things an hour', async () => {
    const fields = { says: 'different', advert: await idOf('a'), other: await idOf('b') }
    const statuses = []
    for (let n = 0; n < 20; n++) statuses.push((await send(fields)).status)
    assert.equal(statuses.at(-1), 429)
    assert.equal(statuses[0], 303)
  })
})

test('after a judgement both roles have a page of their own, and the history says so', async () => {
  await decideVerdict(site.db, { postingId: Number(await idOf('a')), otherId: Number(await idOf('b')), says: 'different', by: 'admin' })
  const $ = await page()
  assert.equal($('.behind tbody tr').length, 1)
  assert.ok(words($('.events').text()).includes('Taken apart from'))
})
