import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { page } from '../../crawlers/connectors/page.ts'
import { crawlPages } from '../../crawlers/pages.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { clock, fetcher, server, startAnew } from '../support/crawling.ts'
import { send } from '../support/hostile-server.ts'

const MARKS = { list: 'li', title: 'a', link: 'a@href' }

function listOf(from: number, to: number): string {
  const items = Array.from({ length: to - from }, (_, i) => `<li><a href="/jobs/${from + i}">Role ${from + i}</a></li>`)
  return `<html><body><ul>${items.join('')}</ul></body></html>`
}

async function crawl(settings: object): Promise<{ outcome: string; reason: string | undefined; postings: RawPosting[] }> {
  startAnew()
  const postings: RawPosting[] = []
  const parsed = page.settings.parse({ ...MARKS, ...settings })
  const { outcome, reason } = await clock.run(
    crawlPages(page, parsed, fetcher, { now: clock.now, onPage: found => void postings.push(...found) }),
  )
  return { outcome, reason, postings }
}

describe('a crawl of a list', () => {
  test('counts its pages up until one has no advert', async () => {
    server.on('/jobs?p=1', send(listOf(1, 4)))
    server.on('/jobs?p=2', send(listOf(4, 6)))
    server.on('/jobs?p=3', send('<html><body>No more</body></html>'))
    const { outcome, postings } = await crawl({ url: `${server.origin}/jobs?p={page}` })
    assert.equal(outcome, 'complete')
    assert.deepEqual(postings.map(({ title }) => title).sort(), ['Role 1', 'Role 2', 'Role 3', 'Role 4', 'Role 5'])
    assert.deepEqual(server.paths(), ['/jobs?p=1', '/jobs?p=2', '/jobs?p=3'])
  })

  test('ends where the page after the last is not there', async () => {
    server.on('/ended?p=1', send(listOf(1, 4)))
    const { outcome, postings } = await crawl({ url: `${server.origin}/ended?p={page}` })
    assert.deepEqual([outcome, postings.length], ['complete', 3])
  })

  test('reads what the list leaves out from the page of each advert, and keeps what only the list says', async () => {
    server.on('/list', send(listOf(1, 3)))
    server.on('/jobs/1', send('<h1>Planner</h1><p class=d>Plan <b>it</b>.</p>'))
    server.on('/jobs/2', send('<p class=d>Do it.</p>'))
    const { outcome, postings } = await crawl({ url: `${server.origin}/list`, detail: { title: 'h1', description: '.d' } })
    assert.equal(outcome, 'complete')
    assert.deepEqual(
      postings.map(({ title, description }) => [title, description]),
      [
        ['Planner', 'Plan <b>it</b>.'],
        ['Role 2', 'Do it.'],
      ],
    )
  })
})
