import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { CATALOGUE, CONNECTORS, keysOf, missingKeys } from '../../crawlers/catalogue.ts'
import { createFetcher } from '../../crawlers/fetcher.ts'
import type { Fetcher } from '../../crawlers/fetcher.ts'
import { installCatalogue } from '../../crawlers/installation.ts'
import { basicKeyMark, keyMark } from '../../crawlers/keys.ts'
import { runSource } from '../../crawlers/run.ts'
import type { RunProgress } from '../../crawlers/run.ts'
import { listSources, pauseSource, saveSources } from '../../db/sources.ts'
import { createLog } from '../../log.ts'
import { source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { failureOf } from '../support/fetching.ts'
import { hostileServer, send } from '../support/hostile-server.ts'
import type { Answer, HostileServer } from '../support/hostile-server.ts'

const KEY = 'k3y/with+odd=signs'
const ID = 'app-id-7761'
const TOKEN = 'corp9tok3n'
/** Every way one of them may be written. */
const SPELLINGS = [KEY, encodeURIComponent(KEY), Buffer.from(`${KEY}:`).toString('base64'), ID, TOKEN]

let api: HostileServer
let elsewhere: HostileServer
let world: TestDatabase
let fetcher: Fetcher
let logged: string[]
const log = createLog({ level: 'debug', pretty: false, write: line => void logged.push(line) })

before(async () => {
  world = await testDatabase()
  api = await hostileServer()
  elsewhere = await hostileServer()
})
beforeEach(() => {
  logged = []
  const named = { REED_API_KEY: KEY, ADZUNA_APP_ID: ID, ADZUNA_APP_KEY: KEY, USAJOBS_API_KEY: KEY, USAJOBS_EMAIL: `${ID}@board.example` }
  const keys = Object.entries(named).map(([name, value]) => ({ name, value, hosts: [api.host] }))
  fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([api.host, elsewhere.host]), keys })
})
afterEach(async () => {
  await fetcher.close()
  api.hits.length = 0
  elsewhere.hits.length = 0
})
after(async () => {
  await Promise.all([api.close(), elsewhere.close()])
  await world.close()
})

/** Says back whatever it was asked with, as real boards do in links and errors. */
const echo =
  (status: number, body: (asked: string) => string): Answer =>
  (request, response) => {
    const asked = [request.url, request.headers.authorization, request.headers['authorization-key']].join(' ')
    response.writeHead(status, { 'content-type': 'application/json' }).end(body(decodeURIComponent(asked) + asked))
  }

const SETTINGS: Record<string, object> = {
  reed: { keywords: 'project manager' },
  adzuna: { phrase: 'project manager' },
  usajobs: { keyword: 'project manager' },
  bullhorn: { swimlane: 7, token: TOKEN, advert: 'https://agency.example/#/jobs/{id}' },
}

async function crawl(connector: string): Promise<RunProgress | undefined> {
  const settings = { ...SETTINGS[connector], api: api.origin }
  await saveSources(world.db, [{ ...source(connector), connector, settings }])
  return runSource({ db: world.db, fetcher, log }, connector)
}

/** Everything that was stored or said, but the settings of a source, where an agency's token belongs. */
async function written(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(world.db)
  const texts = rows.map(async ({ name }) => {
    const found = await sql<{
      all: string | null
    }>`select string_agg((to_jsonb(t) - 'settings')::text, E'\n') as all from ${sql.table(name)} t`.execute(world.db)
    return found.rows[0]?.all ?? ''
  })
  return [...(await Promise.all(texts)), ...logged].join('\n')
}

const KINDS = Object.keys(SETTINGS)
const TROUBLES: [what: string, answer: () => Answer][] = [
  ['says it again in a 401', () => echo(401, asked => `{"error":"bad key ${asked}"}`)],
  ['says it again in a 500', () => echo(500, asked => `{"error":"${asked}"}`)],
  ['says it again in another shape', () => echo(200, asked => `{"hello":"${asked}"}`)],
  [
    'sends us elsewhere with it in the address',
    () => (request, response) =>
      void response.writeHead(302, { location: `${elsewhere.origin}/landing${request.url}&then=${encodeURIComponent(KEY)}` }).end(),
  ],
]
for (const [what, answer] of TROUBLES)
  test(`a key is in no row and no line of the log when its source ${what}`, async () => {
    api.on('*', answer())
    api.on('/robots.txt', send('', {}, 404))
    for (const kind of KINDS) assert.notEqual((await crawl(kind))?.outcome, 'complete')
    assert.ok(api.paths().length >= KINDS.length)
    assert.ok(api.hits.some(({ headers }) => headers.authorization === `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`))
    assert.ok(api.hits.some(({ headers }) => headers['authorization-key'] === KEY))
    assert.ok(api.hits.some(({ path }) => path.includes(`app_key=${encodeURIComponent(KEY)}`)))
    assert.ok(api.hits.some(({ path }) => path.includes(`/rest-services/${TOKEN}/`)))
    assert.equal(elsewhere.hits.filter(({ headers }) => headers.authorization ?? headers['authorization-key']).length, 0)
    const all = await written()
    for (const spelling of SPELLINGS) assert.ok(!all.includes(spelling), `${spelling} was written down`)
  })

test('an id that a board puts into the links of its adverts is taken out of them', async () => {
  const job = { id: 7, title: 'Project Manager', redirect_url: `https://ads.example/land/ad/7?se=abc&utm_medium=api&utm_source=${ID}&v=1` }
  api.on('*', send(JSON.stringify({ results: [job] }), { 'content-type': 'application/json' }))
  assert.equal((await crawl('adzuna'))?.found, 1)
  const { rows } = await sql<{ url: string }>`select url from posting where source_id = 'adzuna'`.execute(world.db)
  assert.deepEqual(rows, [{ url: 'https://ads.example/land/ad/7?se=abc&utm_medium=api&v=1' }])
  assert.ok(!(await written()).includes(ID))
})

test('a key is an invitation: what is asked with one is not asked of robots.txt, all else is', async () => {
  const advert = { jobId: 7, jobTitle: 'Project Manager', jobUrl: `${api.origin}/jobs/7` }
  api.on('*', send(JSON.stringify(advert), { 'content-type': 'application/json' }))
  api.on('/api/1.0/search', send(JSON.stringify({ results: [advert], totalResults: 1 }), { 'content-type': 'application/json' }))
  api.on('/robots.txt', send('User-agent: *\nDisallow: /', { 'content-type': 'text/plain' }))
  assert.equal((await crawl('reed'))?.outcome, 'complete')
  assert.deepEqual(
    api.paths().map(path => path.replace(/\?.*/, '')),
    ['/api/1.0/search', '/api/1.0/jobs/7'],
  )
  assert.equal((await crawl('bullhorn'))?.outcome, 'blocked')
})

test('a key goes to the hosts it is for and to nobody else', async () => {
  elsewhere.on('*', send('{}', { 'content-type': 'application/json' }))
  const request = { url: `${elsewhere.origin}/?k=${keyMark('ADZUNA_APP_KEY')}`, headers: { x: basicKeyMark('REED_API_KEY') } }
  const failure = await failureOf(fetcher.fetch(request))
  assert.match(failure.message, new RegExp(`^${elsewhere.host} wants a key that is not set: ADZUNA_APP_KEY\\.$`))
  assert.equal(elsewhere.hits.length, 0)
})

test('a source whose key is missing says which, and its run has failed', async () => {
  await fetcher.close()
  fetcher = createFetcher({ userAgent: 'DayrateBot/1.0 (+https://dayrate.example/bot)', allow: new Set([api.host]) })
  const run = await crawl('reed')
  assert.equal(run?.outcome, 'failed')
  assert.match(run.reason ?? '', /wants a key that is not set: REED_API_KEY/)
  assert.deepEqual(api.paths(), [])
})

test('a source that wants a key is in the installation only while its key is', async () => {
  const keyed = CATALOGUE.filter(({ connector }) => CONNECTORS[connector]?.needs !== undefined)
  assert.ok(keyed.length > 3)
  const there = async () =>
    (await listSources(world.db)).filter(one => keyed.some(({ id }) => id === one.id) && one.pausedAt === null).map(one => one.connector)
  await installCatalogue(world.db, { publicSources: true })
  assert.deepEqual(await there(), [])
  const sourceKeys = { REED_API_KEY: KEY, ADZUNA_APP_ID: ID }
  await installCatalogue(world.db, { publicSources: true, sourceKeys })
  assert.deepEqual([...new Set(await there())], ['reed'])
  assert.deepEqual(missingKeys('adzuna', sourceKeys), ['ADZUNA_APP_KEY'])
  const [first] = keyed.filter(({ connector }) => connector === 'reed')
  await pauseSource(world.db, first?.id ?? '', 'by hand')
  await installCatalogue(world.db, { publicSources: true })
  assert.deepEqual(await there(), [])
  await installCatalogue(world.db, { publicSources: true, sourceKeys })
  assert.equal((await there()).length, keyed.filter(({ connector }) => connector === 'reed').length - 1)
})

test('each key of the settings belongs to hosts of the source that wants it', () => {
  const keys = keysOf({ REED_API_KEY: KEY, ADZUNA_APP_ID: ID })
  assert.deepEqual(
    keys.map(({ name, hosts }) => [name, hosts]),
    [
      ['ADZUNA_APP_ID', ['api.adzuna.com']],
      ['REED_API_KEY', ['www.reed.co.uk']],
    ],
  )
})
