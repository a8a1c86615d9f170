// Makes the pictures that are kept with the code. Run by hand when the look changes, against a board with the samples on it:
//   node scripts/make-pictures.ts http://localhost:3000
// screenshot.png is the board for the README; views/assets/share.png stands beside links to Dayrate in chats and networks (OpenGraph).
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../tests/support/browser.ts'

/** The size that networks show whole. No figures: a picture that is kept for years has no n and no day. */
const SHARE = { width: 1200, height: 630 }
/** Roles by rate, low to high: the shape of the board's histogram, in tenths. */
const BARS = [1, 1, 2, 1, 3, 7, 10, 7, 9, 4, 3, 3, 2, 1, 1, 1]

const board = process.argv[2] ?? 'http://localhost:3000'
const browser = await launchBrowser()
try {
  await takeBoard(browser)
  await drawShare(browser)
} finally {
  await browser.close()
}

async function takeBoard(opened: Browser): Promise<void> {
  const page = await opened.newPage({ viewport: { width: 1180, height: 820 } })
  await page.goto(`${board}/?q=project+manager&rate=400`)
  await page.screenshot({ path: at('../screenshot.png') })
  await page.close()
}

async function drawShare(opened: Browser): Promise<void> {
  const page = await opened.newPage({ viewport: SHARE, colorScheme: 'light' })
  const style = readFileSync(at('../views/assets/style.css'), 'utf8')
  const mark = readFileSync(at('../views/assets/favicon.svg'), 'utf8')
  const bars = BARS.map((tall, n) => `<rect x="${n * 40}" y="${130 - tall * 13}" width="36" height="${tall * 13}"/>`).join('')
  await page.setContent(`<!doctype html><style>${style}
    main { max-width: none; padding: 76px 88px } .mark { display: flex; gap: 28px; align-items: center }
    .mark svg { width: 92px } .brand { font-size: 84px; line-height: 1.1 } h1 { font-size: 50px; margin: 44px 0 52px; font-weight: 400 }
    .histogram { width: 640px }</style>
    <main><p class="mark">${mark}<span class="brand">Dayrate</span></p>
    <h1>Contract roles for project managers and PMO people. The day rate first.</h1>
    <svg class="histogram" viewBox="0 0 640 130">${bars}</svg></main>`)
  await page.screenshot({ path: at('../views/assets/share.png') })
  await page.close()
}

function at(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
