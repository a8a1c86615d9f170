import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { everything } from '../support/alerts.ts'
import { seedBoard } from '../support/board.ts'
import { HOSTILE, assertInert } from '../support/hostile-words.ts'
import { ROLES } from '../support/roles.ts'
import { testSite } from '../support/web.ts'
import type { TestSite } from '../support/web.ts'

let site: TestSite

before(async () => {
  site = await testSite()
  await seedBoard(site.db, ROLES)
})
after(() => site.close())

const ADVERT = {
  title: 'Senior Project Manager, payments',
  location: 'Leeds',
  pay: '£550 - £600 per day',
  text: 'Six month contract, outside IR35, two days a week on site.\n\n- PRINCE2\n- Jira\n\nCall Jane Miller on 07700 900123.',
}

async function paste(fields: Partial<typeof ADVERT>) {
  const answer = await site.post('/how', { title: '', location: '', pay: '', text: '', ...fields })
  const html = await answer.text()
  const $ = load(html)
  const facts = Object.fromEntries(
    $('.card dl > div')
      .toArray()
      .map(fact => [$(fact).find('dt').text(), $(fact).find('dd').text().replace(/\s+/g, ' ').trim()]),
  )
  return { answer, html, $, facts, typed: (name: string) => $(`form.stack [name=${name}]`).val() ?? $(`form.stack [name=${name}]`).text() }
}

describe('the page that explains how adverts are read', () => {
  test('has every tag of the card, with examples from the board in the advert’s own words', async () => {
    const $ = load(await (await site.get('/how')).text())
    assert.equal($('.tags section').length, 17)
    const examples = (tag: string): string[] =>
      $(`.tags section[aria-labelledby=${tag}] li`)
        .toArray()
        .map(item => $(item).text())
    assert.ok(examples('pay').length === 3)
    assert.ok(examples('engagement').some(words => words.startsWith('Outside IR35 from “outside IR35”, ')))
    assert.deepEqual(examples('dayrate').sort(), [
      '≈ £156 a day, our estimate from “£19.5 per hour”, Project Support Officer',
      '≈ £440 a day, our estimate from “£55 per hour”, PMO Analyst',
    ])
    for (const link of $('.tags li a').toArray()) assert.equal((await site.get($(link).attr('href') ?? '')).status, 200)
  })

  test('quotes nothing of a source that allows a link only, and nothing of a closed role', async () => {
    const page = await (await site.get('/how')).text()
    assert.ok(!page.includes('/roles/change-manager-4'))
    assert.ok(!page.includes('/roles/project-manager-closed-11'))
  })

  test('stands without a single role', async () => {
    const empty = await testSite()
    try {
      const $ = load(await (await empty.get('/how')).text())
      assert.equal($('.tags section').length, 17)
      assert.equal($('.tags li').length, 0)
    } finally {
      await empty.close()
    }
  })
})

describe('an advert that somebody pastes', () => {
  test('is shown with its card, and the words it was read from are marked where they stand', async () => {
    const { answer, $, facts } = await paste(ADVERT)
    assert.equal(answer.status, 200)
    assert.equal($('h1').text(), 'What we read in your advert')
    assert.match($('.lead').text(), /^The board would show it\./)
    assert.match(facts['Pay as advertised'] ?? '', /^£550–£600 a day “£550 - £600 per day” in the pay line/)
    assert.match(facts['IR35, as claimed'] ?? '', /^Outside IR35 “outside IR35” in the text/)
    const marked = $('.advert mark')
      .toArray()
      .map(mark => $(mark).text())
    for (const words of ['£550 - £600 per day', 'outside IR35', 'PRINCE2', 'Jira'])
      assert.ok(marked.includes(words), `${words} in ${marked.join()}`)
    const links = $('.card .evidence a').toArray()
    assert.ok(links.length >= 8)
    for (const link of links) assert.equal($($(link).attr('href') ?? '').length, 1, $(link).text())
    assert.equal(
      new Set(
        $('[id]')
          .toArray()
          .map(one => $(one).attr('id')),
      ).size,
      $('[id]').length,
    )
  })

  test('loses what is personal, as every advert does', async () => {
    const { $ } = await paste(ADVERT)
    const shown = $('.columns').text()
    assert.ok(!shown.includes('Miller') && !shown.includes('900123'), shown)
  })

  test('stands in the form again, as it was typed', async () => {
    const { typed } = await paste(ADVERT)
    for (const [name, words] of Object.entries(ADVERT)) assert.equal(typed(name), words)
    const { typed: again } = await paste({ title: 'Project Manager', text: '\n\n  two lines above\n' })
    assert.equal(again('text'), '\n\n  two lines above\n')
  })

  test('that the board would refuse is told why, in which words', async () => {
    const { $ } = await paste({ title: 'Project Manager', text: 'A permanent role in York. £60,000 a year.' })
    assert.match($('.lead').text(), /^The board would not show it: permanent role\. “.*ermanent.*” in the text\. Nothing was stored\.$/)
    assert.match((await paste({ title: 'Pastry Chef' })).$('.lead').text(), /another kind of work/)
  })

  test('with a title only is read as far as that goes', async () => {
    const { answer, facts, $ } = await paste({ title: 'PMO Analyst, £450 a day outside IR35' })
    assert.equal(answer.status, 200)
    assert.match(facts['Pay as advertised'] ?? '', /^£450 a day/)
    assert.match($('.not-stated').text(), /length, start, place/)
  })

  test('leaves no trace: nothing is stored, logged or kept by a cache', async () => {
    const before_ = await everything(site.db)
    const { answer } = await paste({ ...ADVERT, text: 'Zanzibar 123' })
    assert.equal(await everything(site.db), before_)
    assert.ok(!site.logged.some(line => line.includes('Zanzibar')))
    assert.equal(answer.headers.get('cache-control'), 'private, no-store')
  })

  test('and says hostile things stays words', async () => {
    for (const words of HOSTILE) {
      const { html, answer } = await paste({
        title: `Project Manager ${words}`,
        location: words,
        pay: words,
        text: `${words}\n£500 per day ${words}`,
      })
      assert.ok(answer.status === 200, words)
      assertInert(html, words)
    }
    const { html } = await paste({ title: '', location: HOSTILE[1] ?? '', pay: HOSTILE[17] ?? '', text: HOSTILE[7] ?? '' })
    assertInert(html, 'the form again')
  })
})

describe('a form with a mistake', () => {
  test('comes back with what was typed, and says how to put it right beside the field and on top', async () => {
    const { answer, $, typed } = await paste({ ...ADVERT, title: '  ' })
    assert.equal(answer.status, 400)
    assert.equal($('[role=alert][autofocus] a').attr('href'), '#advert-title')
    assert.equal($('#advert-title').attr('aria-invalid'), 'true')
    assert.equal($(`#${$('#advert-title').attr('aria-describedby')}`).text(), $('[role=alert] a').text())
    assert.deepEqual([typed('text'), typed('pay')], [ADVERT.text, ADVERT.pay])
    assert.equal($('.card').length, 0)
  })

  test('20 kB of text are read and a byte more is not; line ends count once', async () => {
    const title = 'Project Manager'
    const most = `${'word '.repeat(3_999)}£500`.replaceAll(' word word', '\r\nword word')
    const bytes = Buffer.byteLength(most.replaceAll('\r\n', '\n'))
    const fill = 'x'.repeat(20_000 - bytes)
    assert.equal((await paste({ title, text: most + fill })).answer.status, 200)
    const { answer, $, typed } = await paste({ title, text: `${most}${fill}x` })
    assert.equal(answer.status, 400)
    assert.match($('[role=alert] a').text(), /^The text has 20\.1 kB; 20 kB is the most/)
    assert.equal(typed('text'), `${most}${fill}x`.replaceAll('\r\n', '\n'))
  })

  test('lines that are too long for what they are, are told so', async () => {
    const { $ } = await paste({ title: 'x'.repeat(301), location: 'y'.repeat(201), pay: 'z'.repeat(201) })
    assert.equal($('[role=alert] a').length, 3)
  })

  test('more than 64 kB, or from another site, is refused before it is read', async () => {
    const { answer, html } = await paste({ title: 'x', text: 'y'.repeat(70_000) })
    assert.equal(answer.status, 413)
    assert.ok(html.includes('64 kB'))
    assert.equal((await site.post('/how', ADVERT, { 'sec-fetch-site': 'cross-site' })).status, 403)
  })
})
