// Real pages, through the whole run: barriers, pages without mark-up, and two boards photographed seven times over two weeks. What was
// captured is not ours to hand on, so it is read where it lies beside the project, and these tests are skipped where it does not.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { load } from 'cheerio'
import { crawlingWorld } from '../support/crawl-world.ts'
import type { CrawlingWorld } from '../support/crawl-world.ts'
import { send } from '../support/hostile-server.ts'

const PAGES = join(import.meta.dirname, '../../../shared/corpus/pages')
const skip = existsSync(PAGES) ? false : 'the captured pages are not here'

let w: CrawlingWorld
before(async () => {
  w = await crawlingWorld()
})
after(() => w.close())

function captured(folder: string, ending = '.html'): string[] {
  if (skip !== false) return []
  return readdirSync(join(PAGES, folder)).filter(file => file.endsWith(ending) && !/^(?:gold|provenance)\.json$/.test(file))
}

function read(folder: string, file: string): string {
  return readFileSync(join(PAGES, folder, file), 'utf8')
}

/** A source of one page at the path, which is the captured one. */
async function outcomeOf(id: string, body: string, settings: object = {}) {
  w.server.on(`/${id}`, send(body))
  await w.addSource(id, { connector: 'jobposting', settings: { pages: [`${w.server.origin}/${id}`], ...settings } })
  return w.crawl(id)
}

describe('a captured barrier', { skip }, () => {
  for (const [n, file] of captured('blocked-pages').entries())
    test(`P6: ${file} blocks its source and is never “0 adverts”`, async () => {
      const run = await outcomeOf(`wall${n}`, read('blocked-pages', file))
      assert.deepEqual([run?.outcome, run?.found], ['blocked', 0], run?.reason ?? '')
    })
})

describe('a captured page without mark-up', { skip }, () => {
  for (const [n, file] of captured('html-job-nomarkup').entries())
    test(`${file} brings no advert unasked, and its run is not complete`, async () => {
      const run = await outcomeOf(`bare${n}`, read('html-job-nomarkup', file))
      assert.ok(run !== undefined && run.outcome !== 'complete', JSON.stringify(run) + w.asked().join(' '))
      assert.equal(run.found, 0)
    })
})

interface Photograph {
  jobs: { id: number; title: string; content: string; location: { name: string } }[]
}

/** An advert as somebody would see it: between two photographs of one, only empty paragraphs went. */
function seen({ title, content, location }: Photograph['jobs'][number]): string {
  const html = load(content).text()
  return [title, location.name, load(html).text().replaceAll(/\s+/g, ' ')].join('\n')
}

/** What every advert of a source is known to say, by its id. */
async function hashesOf(source: string): Promise<Map<number, string>> {
  const rows = await w.db.selectFrom('posting').select(['external_id', 'content_hash']).where('source_id', '=', source).execute()
  return new Map(rows.map(row => [Number(row.external_id), row.content_hash]))
}

describe('a board photographed seven times over two weeks', () => {
  for (const name of ['bash', 'luno'])
    test(`${name}: crawled photograph by photograph it gives exactly the adverts that came, changed and went`, { skip }, async () => {
      const photographs = captured(`timeseries-gh-${name}`, '.json').map(
        file => JSON.parse(read(`timeseries-gh-${name}`, file)) as Photograph,
      )
      assert.equal(photographs.length, 7)
      await w.addSource(name)
      const known = new Map<number, string>()
      let last = new Set<number>()
      let before = new Map<number, string>()
      // The last is crawled twice, to see what went by then go.
      for (const [n, photograph] of [...photographs, ...photographs.slice(-1)].entries()) {
        w.server.on(`/v1/boards/${name}/jobs`, send(JSON.stringify(photograph), { 'content-type': 'application/json' }))
        if (n > 0) await w.passTime(name, 50)
        const run = await w.crawl(name)
        const now = new Map(photograph.jobs.map(job => [job.id, seen(job)]))
        const came = [...now].filter(([id]) => !known.has(id)).length
        const changed = [...now].filter(([id, look]) => known.has(id) && known.get(id) !== look).map(([id]) => id)
        assert.deepEqual([run?.outcome, run?.new, run?.changed], ['complete', came, changed.length], `photograph ${n}`)
        const hashes = await hashesOf(name)
        const stored = [...hashes].filter(([id, hash]) => before.has(id) && before.get(id) !== hash).map(([id]) => id)
        assert.deepEqual(new Set(stored), new Set(changed), `photograph ${n}`)
        before = hashes
        const titles = new Map((await w.postings(name)).map(posting => [Number(posting.externalId), posting.title]))
        for (const { id, title } of photograph.jobs) assert.equal(titles.get(id), title.replaceAll(/\s+/g, ' ').trim(), `photograph ${n}`)
        // Unseen once may be an accident; unseen twice over more than two days is gone.
        const open = (await w.postings(name)).filter(posting => posting.open).map(posting => Number(posting.externalId))
        assert.deepEqual(new Set(open), new Set([...now.keys(), ...last]), `photograph ${n}`)
        for (const [id, look] of now) known.set(id, look)
        last = new Set(now.keys())
      }
      assert.equal((await w.postings(name)).length, known.size)
    })
})
