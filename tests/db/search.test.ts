import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { linkPending } from '../../db/linker.ts'
import { savePostings } from '../../db/postings.ts'
import { countBoard, exportBoard, matchingListings, searchBoard, widenings } from '../../db/search.ts'
import { didYouMean } from '../../db/search-spelling.ts'
import { saveSources } from '../../db/sources.ts'
import { parseQuery } from '../../listings/query.ts'
import { withMinus } from '../../listings/text-query.ts'
import { advert, read, source } from '../support/adverts.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let world: TestDatabase

/** Six roles that differ in what the board filters by. */
const ROLES = [
  advert('leeds', { title: 'Project Manager, payments', location: 'Leeds' }),
  advert('london', {
    title: 'Senior Programme Manager, data centres',
    location: 'London',
    description: '<p>12 month contract in London, fully on site. £800 per day, inside IR35.</p>',
  }),
  advert('pmo', {
    title: 'PMO Analyst',
    location: 'Bradford',
    description: '<p>Contract in Bradford, hybrid. £300 per day, inside IR35. Payments office.</p>',
  }),
  advert('hourly', {
    title: 'Project Manager, water mains',
    location: 'Exeter',
    description: '<p>Contract in Exeter, on site. £50 per hour, umbrella.</p>',
  }),
  advert('silent', {
    title: 'Change Manager, pensions',
    location: 'Leeds',
    description: '<p>Six month contract in Leeds. Rate on application. Outside IR35.</p>',
  }),
  advert('remote', {
    title: 'Scrum Master, payments',
    location: 'Remote, UK',
    description: '<p>3 month contract, fully remote in the UK. £450 to £500 per day, outside IR35.</p>',
  }),
]

before(async () => {
  world = await testDatabase()
  await saveSources(world.db, [source('alder')])
  await savePostings(world.db, 'alder', ROLES.map(read), { readerVersion: 1 })
  await linkPending(world.db)
})
after(() => world.close())

async function titles(query: string): Promise<string[]> {
  const { rows } = await searchBoard(world.db, parseQuery(new URLSearchParams(query)).query)
  return rows.map(row => row.title)
}

const CASES: [query: string, found: string[]][] = [
  ['rate=700', ['Senior Programme Manager, data centres']],
  ['rate=350&discipline=project', ['Project Manager, payments', 'Project Manager, water mains']],
  ['rate=700&unrated=1', ['Senior Programme Manager, data centres', 'Change Manager, pensions']],
  ['engagement=inside', ['Senior Programme Manager, data centres', 'PMO Analyst']],
  ['discipline=pmo,change', ['PMO Analyst', 'Change Manager, pensions']],
  ['seniority=analyst', ['PMO Analyst']],
  ['remote=remote', ['Scrum Master, payments']],
  ['place=leeds', ['Project Manager, payments', 'PMO Analyst', 'Change Manager, pensions']],
  ['place=leeds&radius=3', ['Project Manager, payments', 'Change Manager, pensions']],
  ['place=yorkshire and the humber', ['Project Manager, payments', 'PMO Analyst', 'Change Manager, pensions']],
  ['place=england&engagement=inside', ['Senior Programme Manager, data centres', 'PMO Analyst']],
  ['place=scotland', []],
  ['q=pensions', ['Change Manager, pensions']],
  ['q="data centres" -payments', ['Senior Programme Manager, data centres']],
]
for (const [query, found] of CASES) {
  test(`?${query} finds ${found.join(' · ')}`, async () => assert.deepEqual((await titles(query)).sort(), [...found].sort()))
}

test('NOT in capitals keeps out the word or phrase after it, as a minus does', async () => {
  const same = async (q: string, minus: string): Promise<void> => {
    const found = await titles(`q=${encodeURIComponent(q)}`)
    assert.deepEqual(found, await titles(`q=${encodeURIComponent(minus)}`), q)
    assert.ok(found.length > 0 && found.length < ROLES.length, q)
  }
  await same('NOT manager', '-manager')
  await same('payments AND NOT scrum', 'payments -scrum')
  await same('payments NOT "scrum master"', 'payments -"scrum master"')
  await same('payments NOT scru*', 'payments -scru*')
  for (const word of ['payments not scrum', 'payments "NOT scrum"', 'payments NOT', 'KNOT manager', 'NOT -rail'])
    assert.equal(withMinus(word), word, 'is a word like others')
})

test('words in a title come before words in the text', async () => {
  const found = await titles('q=payments')
  assert.deepEqual(found.slice(0, 2).sort(), ['Project Manager, payments', 'Scrum Master, payments'])
  assert.ok(found.includes('PMO Analyst'))
})

test('sorted by rate, the best stated rate is first and the unknown last', async () => {
  const found = await titles('sort=rate')
  assert.equal(found[0], 'Senior Programme Manager, data centres')
  assert.equal(found.at(-1), 'Change Manager, pensions')
})

test('the median rate is of stated day rates, the middle of a range, and of sources that allow statistics', async () => {
  const median = async (query: string): Promise<unknown> =>
    (await searchBoard(world.db, parseQuery(new URLSearchParams(query)).query, { facets: true })).medianRate
  const allow = (statistics: boolean): Promise<unknown> =>
    sql`update source set policy = policy || jsonb_build_object('statistics', ${statistics}::boolean)`.execute(world.db)
  assert.deepEqual(await median('discipline=pmo,delivery,programme'), { median: 475, stated: 3 })
  assert.deepEqual(await median('discipline=delivery'), { median: 475, stated: 1 })
  assert.equal(await median('q=pensions'), null)
  assert.equal(await median('q="water mains"'), null, 'an hourly rate is only an estimate of a day')
  await allow(false)
  assert.equal(await median(''), null)
  await allow(true)
})

test('an unknown place finds nothing and says so', async () => {
  const { rows, remarks } = await searchBoard(world.db, parseQuery(new URLSearchParams('place=Atlantis')).query)
  assert.deepEqual(rows, [])
  assert.match(remarks.join(), /Atlantis/)
})

test('what has no word in it, or none but the commonest, finds nothing and says which', async () => {
  const said = async (query: Record<string, string>): Promise<string> =>
    (await searchBoard(world.db, parseQuery(new URLSearchParams(query)).query)).remarks.join()
  for (const q of ['*', '-', '""', '😀'])
    assert.equal(await said({ q }), `There is no word in “${q}”. Type one that roles have, or leave it empty.`)
  assert.match(await said({ not_words: '*' }), /^There is no word in “\*”/)
  assert.match(await said({ q: 'the of' }), /^“the of” is too common to search for/)
  assert.equal(await said({ q: 'pensions *' }), '')
})

test('an empty result names what to leave out and what that would find', async () => {
  const wider = await widenings(world.db, parseQuery(new URLSearchParams('q=pensions&rate=900')).query)
  assert.deepEqual(
    wider.map(({ dropped, total }) => [dropped, total]),
    [['rate', 1]],
  )
})

test('a misspelt or unfinished search that finds nothing is told what was meant, if that finds something', async () => {
  const meant = async (q: string): Promise<[string, number] | undefined> => {
    const found = await didYouMean(world.db, parseQuery(new URLSearchParams({ q })).query)
    return found && [found.query.q, found.total]
  }
  assert.deepEqual(await meant('pensons'), ['pensions', 1])
  assert.deepEqual(await meant('paymen'), ['paymen*', 3])
  assert.deepEqual(await meant('pensons NOT payments'), ['pensions -payments', 1])
  assert.deepEqual(await meant('"snr pensons"'), ['"snr pensions"', 0])
  assert.deepEqual(await meant('projcet pensons'), ['project pensions', 0])
  assert.equal(await meant('xylophone'), undefined)
})

test('words of the trade find each other', async () => {
  for (const q of [
    'PM payments',
    'project support office',
    'program manager',
    'programme manager data centres',
    'PRINCE 2',
    'scrum*',
    'snr programme mgr',
  ])
    assert.notDeepEqual(await titles(`q=${encodeURIComponent(q)}`), [], q)
})

test('counting, exporting and matching agree with the board', async () => {
  const { query } = parseQuery(new URLSearchParams('engagement=outside'))
  const { total, rows } = await searchBoard(world.db, query)
  const all = await world.db.selectFrom('listing').select('id').execute()
  assert.equal(await countBoard(world.db, query), total)
  assert.deepEqual(
    (await Array.fromAsync(exportBoard(world.db, query))).map(row => row.id),
    rows.map(row => row.id),
  )
  const matched = await matchingListings(
    world.db,
    query,
    all.map(row => row.id),
  )
  assert.deepEqual(new Set(matched), new Set(rows.map(row => row.id)))
})

test('rows that an older version filled are shown as they are until the linker fills them again', async () => {
  const before = await searchBoard(world.db, parseQuery(new URLSearchParams('q=pensions')).query)
  await sql`update listing_search set filled_by = 0, summary = null, sector = 'rail', term_min = null, term_max = null`.execute(world.db)
  const old = await searchBoard(world.db, parseQuery(new URLSearchParams('q=pensions')).query)
  assert.deepEqual(
    old.rows.map(row => [row.slug, row.title, row.card.engagement?.value]),
    before.rows.map(row => [row.slug, row.title, row.card.engagement?.value]),
  )
  await linkPending(world.db)
  assert.deepEqual(await searchBoard(world.db, parseQuery(new URLSearchParams('q=pensions')).query), before)
  assert.deepEqual(await titles('sector=rail'), [])
})

test('words joined by a stroke are several, by a hyphen a phrase, and PMO is the office it stands for', async () => {
  const more = [
    advert('strokes', {
      title: 'Programme/Project Manager',
      description: '<p>6 month contract. Oracle/SAP and a roll-out, outside IR 35.</p>',
    }),
    advert('office', { title: 'Portfolio Office Analyst', description: '<p>6 month contract at £400/day. Planning/scheduling.</p>' }),
  ]
  await savePostings(world.db, 'alder', more.map(read), { readerVersion: 1 })
  await linkPending(world.db)
  const has = async (q: string, title: string): Promise<boolean> => (await titles(`q=${encodeURIComponent(q)}`)).includes(title)
  for (const q of [
    'project manager',
    'PM',
    'sap',
    'oracle/sap',
    'roll-out',
    '"programme project manager"',
    'outside ir35',
    'outside ir-35',
  ])
    assert.ok(await has(q, 'Programme/Project Manager'), q)
  for (const q of ['roll-call', '-oracle/sap', '-roll-out', 'project-oracle']) assert.ok(!(await has(q, 'Programme/Project Manager')), q)
  assert.ok(await has('scrum-master', 'Scrum Master, payments'))
  for (const q of ['pmo', 'project management office', '"project support office"', 'scheduling', '400'])
    assert.ok(await has(q, 'Portfolio Office Analyst'), q)
  assert.ok(await has('"programme management office"', 'PMO Analyst'))
  for (const q of ['programme manager', '-project management office', 'project']) assert.ok(!(await has(q, 'PMO Analyst')), q)
})

test('a source is counted whatever it is called', async () => {
  await saveSources(world.db, [source('constructor')])
  await savePostings(world.db, 'constructor', [read(advert('site', { title: 'Project Manager, quarries' }))], { readerVersion: 1 })
  await linkPending(world.db)
  const { query } = parseQuery(new URLSearchParams('q=quarries'))
  const { facets } = await searchBoard(world.db, query, { facets: true })
  assert.deepEqual({ ...facets?.source }, { alder: 0, constructor: 1 })
})
