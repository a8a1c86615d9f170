import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { answersOf, CLI, runCommand } from './support/command.ts'
import type { Ended } from './support/command.ts'
import { testDatabase } from './support/database.ts'
import type { TestDatabase } from './support/database.ts'

let world: TestDatabase
let folder: string
before(async () => {
  world = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'dayrate-cli-'))
})
after(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

const dayrate = (args: string[], input?: string, env?: Record<string, string>): Promise<Ended> => runCommand(world.url, args, input, env)

const FINDS = [
  {
    id: 'k1',
    source: 'Coffee Shop Finds',
    title: 'Project Manager, bridge repairs',
    company: 'Kestrel Resourcing',
    location: 'Leeds',
    pay: '£525 per day',
    contract: 'contract',
    description: 'Six month contract in Leeds, outside IR35. Bridges.\u2028More of it.',
    url: 'https://finds.example/1',
    posted: '2026-11-01',
  },
  {
    id: 'k2',
    source: 'Coffee Shop Finds',
    title: 'Pastry Chef',
    company: 'Kestrel Kitchens',
    location: 'Leeds',
    description: 'Permanent, £28,000 a year.',
    url: 'https://finds.example/2',
  },
  {
    id: 'k3',
    source: 'Another Board',
    title: 'PMO Analyst',
    company: 'Wren Talent',
    location: 'York',
    pay: { min: 300, max: 320, currency: 'GBP', period: 'day' },
    description: 'Contract in York, inside IR35, £300 to £320 per day.',
    url: 'https://finds.example/3',
  },
]

test('import files adverts through reading and linking, says what it did, and changes nothing the second time', async () => {
  const file = join(folder, 'finds.jsonl.gz')
  await writeFile(file, gzipSync(`${FINDS.map(find => JSON.stringify(find)).join('\n')}\nthis is no advert\n`))
  const first = await dayrate(['import', file])
  assert.equal(first.code, 0, first.err)
  assert.deepEqual(answersOf(first.out), [
    { found: 3, new: 3, changed: 0, unchanged: 0, refused: 1, unreadable: 1, linked: 2, listings: 2 },
  ])
  assert.match(first.err, /line 4 is not JSON/)
  const again = await dayrate(['import', file])
  assert.deepEqual(answersOf(again.out), [
    { found: 3, new: 0, changed: 0, unchanged: 3, refused: 1, unreadable: 1, linked: 0, listings: 0 },
  ])
})

test('export --postings names the imported id and its listing; export prints the board', async () => {
  const postings = answersOf((await dayrate(['export', '--postings'])).out)
  assert.deepEqual(new Set(postings.map(row => row['posting'])), new Set(['k1', 'k3']))
  assert.ok(postings.every(row => typeof row['listing'] === 'number'))
  const board = answersOf((await dayrate(['export', '--query', 'q=bridge'])).out)
  assert.deepEqual(
    board.map(row => row['title']),
    ['Project Manager, bridge repairs'],
  )
  const evidence = (board[0]?.['evidence'] ?? {}) as Record<string, { words: string }[]> // as the export writes it
  assert.deepEqual([evidence['engagement']?.[0]?.words, evidence['dayRate']?.length], ['outside IR35', 1])
})

test('rejected shows the refusal with its reason, and rescue puts the advert on the board', async () => {
  const [refused] = answersOf((await dayrate(['rejected'])).out)
  assert.equal(refused?.['title'], 'Pastry Chef')
  assert.equal((await dayrate(['rescue', String(refused['id'])])).code, 0)
  assert.ok(answersOf((await dayrate(['export', '--postings'])).out).some(row => row['posting'] === 'k2'))
  assert.equal((await dayrate(['rescue', '999999'])).code, 2)
})

test('a CSV file is imported, too', async () => {
  const file = join(folder, 'finds.csv')
  await writeFile(
    file,
    'id,source,title,location,pay,description\nc1,Sheet,Change Manager,Bristol,£450 per day,"Contract in Bristol, outside IR35"\n',
  )
  const { out, code, err } = await dayrate(['import', file])
  assert.equal(code, 0, err)
  assert.equal(answersOf(out)[0]?.['new'], 1)
})

test('tag answers a card a line, with evidence, from standard input', async () => {
  const { out, code } = await dayrate(
    ['tag', '-'],
    `${JSON.stringify({ id: 7, title: 'Senior Project Manager', description: 'Contract, £600 per day, outside IR35, 6 months' })}\n`,
  )
  assert.equal(code, 0)
  const [card] = answersOf(out)
  assert.equal(card?.['id'], 7)
  assert.equal(card['engagement'], 'outside')
  assert.deepEqual(card['dayRate'], { min: 600, max: 600, basis: 'stated' })
  assert.equal(card['seniority'], 'senior')
})

test('retag --dry-run finds nothing to do where the present readers read everything; --all reads it all the same and agrees', async () => {
  const nothing = await dayrate(['retag', '--dry-run'])
  assert.equal(nothing.code, 0, nothing.err)
  assert.deepEqual([answersOf(nothing.out)[0]?.['read'], answersOf(nothing.out)[0]?.['stored']], [0, false])
  const [all] = answersOf((await dayrate(['retag', '--dry-run', '--all'])).out)
  assert.deepEqual([all?.['read'], all?.['changed']], [4, 0])
})

test('relink finds nothing to do where the present rules decided; --all decides all the same, agrees, and goes with --dry-run only', async () => {
  const counts = { together: 0, apart: 0 }
  const nothing = await dayrate(['relink'])
  assert.deepEqual(
    answersOf(nothing.out).map(({ stored, adverts, together, apart }) => ({ stored, adverts, together, apart })),
    [{ stored: true, adverts: 0, ...counts }],
  )
  const [all] = answersOf((await dayrate(['relink', '--dry-run', '--all'])).out)
  assert.deepEqual({ together: all?.['together'], apart: all?.['apart'] }, counts)
  assert.equal((await dayrate(['relink', '--all'])).code, 2)
})

test('retag shows what it will change before it does, and then does it', async () => {
  await sql`update posting set reader_version = 0, card = card - 'engagement' where external_id = 'k1'`.execute(world.db)
  const dry = answersOf((await dayrate(['retag', '--dry-run', '--source', 'import-coffee-shop-finds'])).out)
  assert.deepEqual(dry[0], {
    change: 'engagement',
    id: dry[0]?.['id'],
    title: 'Project Manager, bridge repairs',
    old: 'not stated',
    new: 'Outside IR35',
    words: ['“outside IR35” in the text'],
  })
  assert.deepEqual([dry[1]?.['read'], dry[1]?.['changed'], dry[1]?.['tags']], [1, 1, { engagement: 1 }])
  const done = await dayrate(['retag'])
  assert.deepEqual([answersOf(done.out)[0]?.['changed'], answersOf(done.out)[0]?.['stored']], [1, true])
  assert.match(done.err, /1 advert was filed; 0 new listings/)
  assert.equal(answersOf((await dayrate(['retag'])).out)[0]?.['read'], 0)
})

test('same says whether two adverts are one role, and why', async () => {
  const { out } = await dayrate(
    ['same', '-'],
    `${JSON.stringify({ id: 'p', a: FINDS[0], b: { ...FINDS[0], id: 'x', company: 'Wren Talent' } })}\n`,
  )
  const [verdict] = answersOf(out)
  assert.equal(verdict?.['id'], 'p')
  assert.equal(verdict['same'], true)
  assert.ok(Array.isArray(verdict['reasons']) && verdict['reasons'].length > 0)
})

test('inspect reads a saved page without storing anything', async () => {
  const page = fileURLToPath(new URL('fixtures/greenhouse/list.json', import.meta.url))
  const { out, code, err } = await dayrate(['inspect', page, '--connector', 'greenhouse'])
  assert.equal(code, 0, err)
  assert.ok(answersOf(out).length > 0 && answersOf(out).every(row => 'card' in row && 'title' in row))
  const batch = await dayrate(
    ['inspect', '--batch', '-'],
    `${JSON.stringify({ id: 'one', file: page, connector: 'greenhouse', url: 'https://boards.example/' })}\n`,
  )
  assert.equal(answersOf(batch.out)[0]?.['id'], 'one')
})

test('source list, pause and resume', async () => {
  const listed = answersOf((await dayrate(['source', 'list'])).out)
  assert.ok(listed.some(row => row['id'] === 'import-another-board'))
  assert.equal((await dayrate(['source', 'pause', 'import-another-board', '--because', 'a test'])).code, 0)
  assert.equal(
    answersOf((await dayrate(['source', 'list'])).out).find(row => row['id'] === 'import-another-board')?.['pausedBecause'],
    'a test',
  )
  assert.equal((await dayrate(['source', 'resume', 'import-another-board'])).code, 0)
  assert.equal((await dayrate(['source', 'accept-drift', 'import-another-board'])).code, 0)
  const unknown = await dayrate(['source', 'resume', 'another-bord'])
  assert.equal(unknown.code, 2)
  assert.match(unknown.err, /there is no source “another-bord”; there are .*import-another-board/)
})

test('source add refuses an address inside the house with a sentence', async () => {
  const { code, err } = await dayrate(['source', 'add', 'http://127.0.0.1:5432/'])
  assert.notEqual(code, 0)
  assert.doesNotMatch(err, /\n\s+at /)
})

test('doctor finds a healthy installation healthy', async () => {
  const { out, code } = await dayrate(['doctor'])
  assert.equal(code, 0, out)
  assert.match(out, /ok {3}database: PostgreSQL 18/)
  assert.match(out, /ok {3}same role: every advert is where the present rules put it/)
})

test('doctor says that the rules changed, since when, for how many adverts, and what to do', async () => {
  await sql`update link_evidence set rules_version = 0, linked_at = '2026-03-02T12:00:00Z'
    where posting_id = (select min(posting_id) from link_evidence)`.execute(world.db)
  const { out, code } = await dayrate(['doctor'])
  assert.equal(code, 0, out)
  assert.match(out, /changed since 2 March 2026: 1 advert is still where older ones put it\. Run “dayrate relink --dry-run”/)
  assert.equal(answersOf((await dayrate(['relink'])).out).at(-1)?.['adverts'], 1)
  assert.match((await dayrate(['doctor'])).out, /every advert is where the present rules put it/)
})

test('digest --now answers how many were sent', async () => {
  const { out, code, err } = await dayrate(['digest', '--now'])
  assert.equal(code, 0, err)
  assert.equal(answersOf(out)[0]?.['promised'], 0)
  assert.match(err, /No alert runs/)
})

const ASKED_WRONGLY: [what: string, args: string[], said: RegExp][] = [
  ['an unknown command', ['crwal'], /crawl/],
  ['a missing file name', ['import'], /missing required argument/],
  ['an unknown option', ['export', '--posting'], /--postings/],
  ['a preview for nobody', ['digest', 'preview', 'x@y.org'], /There is no alert of “x@y.org”/],
  ['an unknown source', ['crawl', 'nowhere'], /there is no source “nowhere”/],
  ['an unknown connector', ['inspect', 'cli.ts', '--connector', 'greenhose'], /there is no connector “greenhose”/],
  ['reading everything again for good', ['retag', '--all'], /--all goes with --dry-run/],
  ['an unknown source to read again', ['retag', '--source', 'nowhere'], /there is no source “nowhere”/],
  ['a reason that none is refused for', ['rejected', '--reason', 'nonsense'], /--reason can be .*off-family/],
  ['adverts to be accepted that are not all', ['import', 'x.csv', '--accept', 'none'], /--accept can only be “all”/],
  ['a list that is half an advert long', ['rejected', '--limit', '1.5'], /--limit is a whole number above 0/],
  ['a filter the board does not have', ['export', '--query', 'colour=blue'], /colour/],
]
for (const [what, args, said] of ASKED_WRONGLY) {
  test(`${what} ends with 2 and says how to ask`, async () => {
    const { code, err, out } = await dayrate(args)
    assert.equal(code, 2, err)
    assert.match(err, said)
    assert.equal(out, '')
  })
}

test('a line that is no advert is named with what is wrong of it and what a line has', async () => {
  for (const [line, said] of [
    ['{}', /^line 1 has no “id”; a line has id, title, company/],
    ['[1]', /^line 1 is not a JSON object; each line is one, with id, title/],
    ['{"id":1,"title":{}}', /^line 1 has a “title” that is neither text nor a number; a line has/],
    ['nope', /^line 1 is not JSON \(Unexpected token .*\); give one JSON object a line/],
  ] as const) {
    const { code, err } = await dayrate(['tag', '-'], line)
    assert.equal(code, 2)
    assert.match(err, said)
  }
  const nothing = await dayrate(['tag', '-'])
  assert.deepEqual([nothing.code, nothing.err], [0, 'Nothing came on standard input.\n'])
})

test('a file that is not there ends with 2 and names it; so does an address that is none of the web', async () => {
  const path = join(folder, 'nowhere.jsonl')
  for (const command of ['import', 'inspect', 'tag']) {
    const { code, err } = await dayrate([command, path])
    assert.equal(code, 2)
    assert.equal(err, `there is no file “${path}”\n`)
  }
  assert.equal((await dayrate(['source', 'add', 'ftp://boards.example/jobs'])).code, 2)
})

test('settings that cannot be used end with 2 and name the key', async () => {
  const { code, err } = await dayrate(['source', 'list'], '', { PORT: 'web' })
  assert.equal(code, 2)
  assert.match(err, /PORT must be/)
})

test('every command has help with examples', async () => {
  const names = [...(await readFile(CLI, 'utf8')).matchAll(/(program|source|digest|admin)\n? *\.command\('([a-z-]+)/g)].map(
    ([, parent, name = '']) => (parent === 'program' ? [name] : [parent ?? '', name]),
  )
  assert.ok(names.length >= 24)
  for (const args of names) assert.match((await dayrate([...args, '--help'])).out, /Examples:\n {2}\$ /, args.join(' '))
})

test('takedown keeps an advert from the board until it is undone, and lists what is down', async () => {
  const path = join(folder, 'down.jsonl')
  await writeFile(path, `${JSON.stringify({ ...FINDS[0], id: 'down-1', source: 'downs', url: 'https://downs.example/1' })}\n`)
  await dayrate(['import', path])
  const down = await dayrate(['takedown', 'https://www.downs.example/1/', '--because', 'asked'])
  assert.equal(down.code, 0, down.err)
  assert.match(down.err, /^1 advert is kept from being shown/m)
  assert.deepEqual(
    answersOf((await dayrate(['takedown'])).out).map(({ url, adverts, because }) => ({ url, adverts, because })),
    [{ url: 'https://www.downs.example/1/', adverts: 1, because: 'asked' }],
  )
  assert.ok(!answersOf((await dayrate(['export', '--postings'])).out).some(row => row['posting'] === 'down-1'))
  assert.equal((await dayrate(['takedown', 'https://downs.example/1', '--undo'])).code, 0)
  assert.equal((await dayrate(['takedown', 'https://downs.example/1', '--undo'])).code, 2)
  const { rows } = await sql<{ id: number }>`select id from posting where external_id = 'down-1'`.execute(world.db)
  const page = `/go/${rows[0]?.id}`
  assert.match((await dayrate(['takedown', page])).err, /^1 advert is kept from being shown/m)
  assert.equal((await dayrate(['takedown', `https://board.example${page}`, '--undo'], '', { PUBLIC_URL: 'https://board.example' })).code, 0)
})

test('whatever a command changes stands in the audit log with who typed it; what only looks does not', async () => {
  const { rows } = await sql<{ action: string; subject: string; who: string }>`
    select distinct on (action) action, subject, who from admin_log order by action, id`.execute(world.db)
  assert.deepEqual([...new Set(rows.map(({ who }) => who))], [`command line (${userInfo().username})`])
  const done = new Map(rows.map(({ action, subject }) => [action, subject]))
  assert.deepEqual(
    [...done.keys()],
    [
      'accepted a drift',
      'asked for adverts to be read again',
      'asked for an import',
      'asked for digests',
      'asked for roles to be decided again',
      'paused a source',
      'rescued a refused advert',
      'resumed a source',
      'took down',
      'undid a takedown',
    ],
  )
  assert.equal(done.get('asked for an import'), 'finds.jsonl.gz')
  assert.equal(done.get('paused a source'), 'import-another-board (a test)')
  assert.equal(done.get('took down'), 'https://www.downs.example/1/ (asked)')
})
