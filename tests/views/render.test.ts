import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { NO_FILTER } from '../../listings/query.ts'
import { assetAddress, findAsset } from '../../views/assets.ts'
import { boardView } from '../../views/board.ts'
import { errorView } from '../../views/error.ts'
import { NOTHING_FOUND } from '../../db/search.ts'
import { listingView } from '../../views/listing.ts'
import { render, renderBytes, templateNames } from '../../views/render.ts'
import { sourcesView } from '../../views/sources.ts'

const site = { publicUrl: 'https://dayrate.example', samples: false, now: new Date('2026-11-22T12:00:00Z') }
const state = { live: 0, samples: 0, refused: 0, lastCrawlAt: null, running: [] }
const nothing = { ...NOTHING_FOUND, isPossible: true }

describe('templates', () => {
  test('escape every value', () => {
    const page = render('error', errorView(site, 404, [`<b>&"'\`=</b>`]))
    assert.ok(page.includes('&lt;b&gt;&amp;&quot;&#x27;&#x60;=&lt;/b&gt;'))
  })

  test('throw where a view has no such field, in partials too', () => {
    const view = errorView(site, 404, ['x'])
    const { heading: _heading, ...without } = view
    assert.throws(() => render('error', without as typeof view), /"heading" not defined/)
    const { title: _title, ...page } = view.page
    assert.throws(() => render('error', { ...view, page } as typeof view), /"title" not defined/)
  })

  test('every one is asked for by a name that the types know', () => {
    const source = readFileSync(new URL('../../views/render.ts', import.meta.url), 'utf8')
    for (const name of templateNames())
      assert.ok(source.includes(`${name}'?: `) || source.includes(`${name}: `) || source.includes(`'${name}': `), name)
  })

  test('stand with the least a view can hold', () => {
    const at = new Date(0)
    const listing = {
      id: 1,
      slug: 'x',
      title: 'Project Manager',
      card: {},
      provenance: {},
      advertisers: [],
      adverts: [],
      firstSeenAt: at,
      lastSeenAt: at,
    }
    const bare = { ...listing, closesAt: null, closedAt: at, closedBecause: null, sample: false }
    assert.ok(render('listing', listingView(site, bare)).includes('No advert of this role is left to show.'))
    assert.ok(render('sources', sourcesView(site, [])).includes('No source has been added yet.'))
    assert.ok(
      render(
        'board',
        boardView(site, NO_FILTER, nothing, { sources: new Map(), words: { role: [], place: [], agency: [] }, state }),
      ).includes('The board is empty'),
    )
  })

  test('a page that is written as bytes is the page that Handlebars renders, whatever it holds', () => {
    const hostile = `<b>&"'\`={{x}}é&→</b>`
    const around = { sources: new Map(), words: { role: [hostile], place: [], agency: ['A & B'] }, state }
    const queries = [
      NO_FILTER,
      { ...NO_FILTER, q: hostile },
      { ...NO_FILTER, q: 'pmo', notAgency: [hostile, 'B'], sort: 'rate' as const },
      { ...NO_FILTER, q: 'plan', notAgency: ['C', hostile], sort: 'rate' as const, page: 3 },
      { ...NO_FILTER, rate: 525, place: 'Leeds' },
      { ...NO_FILTER, rate: 500, place: hostile },
    ]
    for (const samples of [false, true])
      for (const remarks of [[], [hostile], ['one', 'two']])
        for (const total of [0, 60])
          for (const query of queries) {
            const view = boardView({ ...site, samples }, query, { ...nothing, remarks, total }, around)
            const page = renderBytes('board', view).toString()
            assert.equal(page, render('board', view))
            assert.ok(!page.includes(hostile) && !page.includes('\0'))
          }
  })

  test('the sample adverts are named on every page while there are any', () => {
    for (const samples of [true, false]) {
      const pages = [
        render('sources', sourcesView({ ...site, samples }, [])),
        render(
          'board',
          boardView({ ...site, samples }, NO_FILTER, nothing, { sources: new Map(), words: { role: [], place: [], agency: [] }, state }),
        ),
      ]
      for (const page of pages) assert.equal(page.includes('sample adverts'), samples)
    }
  })
})

describe('the site’s files', () => {
  test('are found under the address that carries their hash, and under no other', () => {
    const address = assetAddress('style.css')
    assert.match(address, /^\/assets\/style\.[0-9a-f]{10}\.css$/)
    assert.ok(findAsset(address)?.body.includes('color-scheme'))
    for (const [name, sign] of [
      ['style.css', '/*'],
      ['app.js', '// '],
    ] as const)
      // prettier-ignore
      assert.ok(!findAsset(assetAddress(name))?.body.toString().split('\n').some(line => line.trim().startsWith(sign)), name)
    assert.equal(findAsset('/assets/style.css'), undefined)
    assert.equal(findAsset('/assets/../render.ts'), undefined)
  })
})
