// What roles like one pay, on its page: stated rates only, of sources that allow it, never of a few.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import type { CheerioAPI } from 'cheerio'
import { sql } from 'kysely'
import type { DayRate } from '../../listings/card.ts'
import { spreadView } from '../../views/charts.ts'
import { perDay, perHour, seedBoard } from '../support/board.ts'
import type { SeedRole } from '../support/board.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

function analyst(slug: string, pay: SeedRole['adverts'][number]['pay'], more: Partial<SeedRole> = {}, source = 'harrow-board'): SeedRole {
  const adverts = [{ source, company: 'Harrow Lane', ...(pay && { pay }) }]
  return { slug, title: 'PMO Analyst', hoursAgo: 5, discipline: 'pmo', rung: 'analyst', adverts, ...more }
}

const OUTSIDE: Partial<SeedRole> = { engagement: ['outside IR35', 'outside'] }
const IN_EUROS: DayRate = { min: 600, max: 600, currency: 'EUR', basis: 'stated' }
const LEADS = { rung: 'lead' } as const

before(async () => {
  site = await testSite()
  await seedBoard(site.db, [
    ...[400, 420, 440, 460].map(rate => analyst(`inside-${rate}`, perDay(rate, rate))),
    ...[500, 520, 540, 560].map(rate => analyst(`outside-${rate}`, perDay(rate, rate), OUTSIDE)),
    analyst('outside-range', perDay(600, 640), OUTSIDE),
    analyst('by-the-hour', perHour(60), OUTSIDE),
    analyst('in-euros', ['€600 per day', { min: 600, max: 600, currency: 'EUR', period: 'day' }, IN_EUROS], OUTSIDE),
    analyst('silent', undefined, OUTSIDE),
    analyst('by-the-year', ['£60,000 per year', { min: 60_000, max: 60_000, currency: 'GBP', period: 'year' }], OUTSIDE),
    analyst('not-counted', perDay(900, 900), OUTSIDE, 'fennick'),
    ...[1, 2, 3, 4].map(n => analyst(`lead-${n}`, perDay(600, 600), LEADS)),
    analyst('lead-by-the-hour', perHour(80), LEADS),
    {
      slug: 'no-rung',
      title: 'PMO',
      hoursAgo: 5,
      discipline: 'pmo',
      adverts: [{ source: 'harrow-board', company: '', pay: perDay(500, 500) }],
    },
  ])
  await sql`update source set policy = policy || '{"statistics": false}' where id = 'fennick'`.execute(site.db)
})
after(() => site.close())

async function page(slug: string): Promise<CheerioAPI> {
  return load(await (await site.get(`/roles/${slug}`)).text())
}

const told = ($: CheerioAPI): string[] => $('.market td').get().map(cell => $(cell).text()) // prettier-ignore

describe('what roles like it pay', () => {
  test('is told as a tenth, half and nine tenths of the stated rates of its discipline, rung and IR35 claim', async () => {
    const $ = await page('outside-520')
    assert.deepEqual(told($), ['£508', '£540', '£596', '£520'])
    const words = $('#market').closest('section').find('.facts')
    assert.match(words.text(), /^5 open roles of its kind \(outside IR35, PMO, analyst\) state a day rate\. Estimates are not counted/)
    const board = load(await (await site.get(words.find('a').attr('href') ?? '')).text())
    assert.equal(board('.median').text(), 'median £540 a day (n = 5)', 'the board says the same of the same roles')
  })

  test('shows an estimate, a rate of a source that keeps out of statistics and none at all beside it, and counts none of them', async () => {
    for (const [slug, own] of [
      ['by-the-hour', '≈ £480'],
      ['not-counted', '£900'],
      ['silent', 'no rate stated'],
      ['by-the-year', '£60,000 a year'],
    ] as const)
      // prettier-ignore
      assert.deepEqual(told(await page(slug)), ['£508', '£540', '£596', own])
    assert.equal((await page('by-the-hour'))('.own-rate.estimated').length, 1)
    assert.equal((await page('silent'))('.own-rate').length, 0)
  })

  test('is of any IR35 claim where those of its own are too few, and then says so', async () => {
    await sql`update listing_search set engagement = 'inside' from listing where listing.id = listing_id and slug like 'inside-%'`.execute(site.db) // prettier-ignore
    const $ = await page('inside-400')
    assert.match($('#market').closest('section').text(), /9 open roles of its kind \(PMO, analyst\)/)
    assert.deepEqual(told($), ['£416', '£500', '£572', '£400'])
  })

  test('is not told of fewer than five, of a role whose rung is not stated, nor of one that is closed', async () => {
    for (const slug of ['lead-1', 'no-rung']) assert.equal((await page(slug))('#market').length, 0, slug)
    await sql`update listing set closed_at = now() where slug = 'outside-500'`.execute(site.db)
    assert.equal((await page('outside-500'))('#market').length, 0)
  })

  test('says why a rate that is no stated day rate in pounds does not stand beside the bar, or is not like those', async () => {
    for (const [slug, note, drawn] of [
      ['in-euros', /pays €600 a day, which is not held against pounds\./, 0],
      ['by-the-year', /pays £60,000 a year, which is not held against a day’s rate\./, 0],
      ['silent', /This role states no rate\./, 0],
      ['by-the-hour', /is our estimate, and not counted either\./, 1],
      ['outside-520', /a tenth more\.$/, 1],
    ] as const) {
      const $ = await page(slug)
      assert.match($('#market').closest('section').find('.facts').last().text(), note, slug)
      assert.equal($('.own-words').length, drawn, slug)
    }
    assert.deepEqual((await page('outside-520'))('.spread text').toArray().map(one => load(one).text()), ['median £540', '£508', '£596', 'this role £520']) // prettier-ignore
  })

  test('is drawn to scale: a rate beside the bar makes room for itself, and a bar of one rate is seen', () => {
    const own = { from: 800, to: 800, look: 'stated', words: 'this role £800' } as const
    assert.deepEqual(spreadView({ low: 400, median: 500, high: 600 }, own), {
      height: 78,
      from: '0.0%',
      span: '50.0%',
      middle: '25.0%',
      own: { from: '100.0%', to: '100.0%', look: 'stated', words: 'this role £800', at: '100.0%', anchor: 'end' },
    })
    const flat = spreadView({ low: 500, median: 500, high: 500 }, undefined)
    assert.deepEqual([flat.height, flat.from, flat.span, flat.middle, flat.own], [44, '50.0%', '0.5%', '50.0%', null])
  })
})
