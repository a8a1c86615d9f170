// What a crawl leaves behind in its process: nothing that keeps it alive, nothing on disk, no second client on the wire.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { hostileServer, send } from '../support/hostile-server.ts'

const ROOT = resolve(import.meta.dirname, '../..')

test('a process that has crawled ends by itself, leaves no files, and has only ever called itself by its name', async () => {
  const server = await hostileServer()
  const folder = mkdtempSync(join(tmpdir(), 'dayrate-crawl-'))
  server.on(
    '/feed',
    send('<rss version="2.0"><channel><item><title>PMO Lead</title><link>https://x.example/1</link></item></channel></rss>'),
  )
  const program = `
    import { createFetcher, userAgentOf } from '${ROOT}/crawlers/fetcher.ts'
    import { crawlPages } from '${ROOT}/crawlers/pages.ts'
    import { connectorOf } from '${ROOT}/crawlers/catalogue.ts'
    const fetcher = createFetcher({ userAgent: userAgentOf('https://dayrate.example'), allow: new Set(['${server.host}']) })
    const seen = []
    const result = await crawlPages(connectorOf('feed'), { url: '${server.origin}/feed' }, fetcher, { onPage: postings => void seen.push(...postings) })
    await fetcher.close()
    console.log(JSON.stringify({ outcome: result.outcome, titles: seen.map(posting => posting.title) }))
    const begun = performance.now()
    process.on('exit', () => console.log(Math.round(performance.now() - begun)))`
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, timeout: 20_000 })
    const [said, lingered] = stdout.trim().split('\n')
    assert.deepEqual(JSON.parse(said ?? ''), { outcome: 'complete', titles: ['PMO Lead'] })
    assert.ok(Number(lingered) < 500, `it lingered for ${lingered} ms`)
    assert.deepEqual(readdirSync(folder), [])
    assert.deepEqual([...new Set(server.hits.map(hit => hit.headers['user-agent']))], ['DayrateBot/1.0 (+https://dayrate.example/bot)'])
  } finally {
    rmSync(folder, { recursive: true })
    await server.close()
  }
})
