// Adverts that are longer, wider or otherwise than most: nothing of them lies over anything else or makes a page scroll sideways.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { PayPeriod } from '../../listings/card.ts'
import { LEEDS, seedBoard } from '../support/board.ts'
import type { SeedAdvert, SeedRole } from '../support/board.ts'
import { Browsing } from '../support/browsing.ts'

const paid = (min: number, max: number, currency: string, period: PayPeriod = 'day'): NonNullable<SeedAdvert['pay']> => [
  `${currency} ${min} - ${max}`,
  { min, max, currency, period },
  period === 'day' ? { min, max, currency, basis: 'stated' } : { min: min * 8, max: max * 8, currency, basis: 'estimated' },
]

const COMPANY = 'Northern/Eastern/Southern/Western/Central/Partnership'
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
const LINK = `https://harrow-board.example/${'a-long-way-'.repeat(9)}home.html`

const odd = (n: number, title: string, pay: SeedAdvert['pay'], company = 'Sluys'): SeedRole => ({
  slug: `odd-${n}`,
  title,
  hoursAgo: n,
  engagement: ['outside IR35', 'outside'],
  term: ['six months', 6],
  places: [LEEDS],
  adverts: [
    { source: 'harrow-board', company, blocks: [{ kind: 'paragraph', text: `Six months. More is at ${LINK}` }], ...(pay && { pay }) },
    { source: 'fennick', company: 'Fennick Cole', reasons: ['same text for 14 of 16 sentences'], ...(pay && { pay }) },
  ],
})

const ROLES: SeedRole[] = [
  odd(1, 'Programme Director', paid(1_100, 1_250, 'GBP')),
  odd(2, 'Senior Programme Manager, ledger renewal', paid(1_400, 1_650, 'USD')),
  odd(3, 'Project Manager, tunnels', paid(1_200, 1_400, 'CHF'), COMPANY),
  odd(4, `Project Manager, ${WORD}`, paid(150, 175, 'GBP', 'hour'), 'Sedge'.repeat(30)),
  { ...odd(5, 'Project Manager - £500pd - Outside IR35', paid(500, 500, 'GBP')), engagement: ['inside IR35', 'conflicting'] },
]

const here = new Browsing(site => seedBoard(site.db, ROLES))
/** Titles of which a line begins with a dash. */
const dashesFirst = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, .row h2 a')].flatMap(title => {
      const text = title.firstChild as Text
      const range = document.createRange()
      return [...text.data.matchAll(/-/g)].flatMap(({ index }) => {
        range.setStart(text, index)
        range.setEnd(text, index + 1)
        return range.getBoundingClientRect().left - title.getBoundingClientRect().left < 2 ? [text.data] : []
      })
    }),
  )

const WIDTHS = [320, 360, 640, 700, 960, 1280]
const PAGES = [
  '/',
  ...ROLES.map(({ slug }) => `/roles/${slug}`),
  `/compare?${ROLES.slice(0, 4)
    .map(({ slug }) => `role=${slug}`)
    .join('&')}`,
]

/** What is wider than the page, and which rate, claim or button of a row lies over its title or beyond its own column. */
function crushed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    const boxes = (of: Element): DOMRect[] => {
      const range = document.createRange()
      range.selectNodeContents(of)
      return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1)
    }
    const meet = (a: DOMRect, b: DOMRect): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
    const over = [...document.querySelectorAll('.row, .like, .headline, .compare thead tr, .behind .stacked tr, .saved li')].flatMap(
      row => {
        const parts = [
          ...row.querySelectorAll(
            '.figure, .pill, h1, h2, h3, .own button, .term p, .age p, th > a, td > a, .saved :is(a, button, .facts)',
          ),
        ].map(part => ({
          name: (part.textContent ?? '').trim().slice(0, 30),
          part,
          rects: boxes(part),
        }))
        return parts.flatMap((one, n) =>
          parts
            .slice(n + 1)
            .filter(other => one.rects.some(a => other.rects.some(b => meet(a, b))))
            .map(other => `“${one.name}” over “${other.name}”`),
        )
      },
    )
    return [...(wide > 0 ? [`${wide} px too wide`] : []), ...over]
  })
}

describe('odd adverts', () => {
  for (const path of PAGES)
    test(`${path}: nothing lies over anything else, wide, narrow or printed`, async () => {
      await here.visit(path, async page => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 })
          assert.deepEqual(await crushed(page), [], `${path} at ${width} px`)
          assert.deepEqual(await dashesFirst(page), [], `${path} at ${width} px`)
        }
        await page.emulateMedia({ media: 'print' })
        await page.setViewportSize({ width: 718, height: 1_000 })
        assert.deepEqual(await crushed(page), [], `${path} printed`)
      })
    })

  test('saved: nothing lies over anything else, wide, narrow or printed', async () => {
    await here.visit('/', async page => {
      for (const { slug } of ROLES) {
        await page.goto(`${here.site.url}/roles/${slug}`)
        await page.keyboard.press('s')
      }
      await page.goto(`${here.site.url}/saved`)
      assert.equal(await page.locator('.saved li').count(), ROLES.length)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 })
        assert.deepEqual(await crushed(page), [], `saved at ${width} px`)
      }
      await page.emulateMedia({ media: 'print' })
      assert.deepEqual(await crushed(page), [], 'saved, printed')
    })
  })
})
