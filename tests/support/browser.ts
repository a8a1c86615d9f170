import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const FOUND = new URL('../../.cache/browser.json', import.meta.url)
const SETUP = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url))

/** The Chromium that the set-up proved; when a file is run by hand before any set-up, the set-up runs first. Close it in `after`. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(FOUND)) spawnSync(process.execPath, [SETUP, '--browser'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!existsSync(FOUND)) throw new Error('There is no browser for the tests; run: node scripts/setup.mjs --browser')
  const { executablePath } = JSON.parse(readFileSync(FOUND, 'utf8')) as { executablePath: string }
  return chromium.launch({ executablePath })
}
