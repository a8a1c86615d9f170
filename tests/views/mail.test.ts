import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import Handlebars from 'handlebars'
import { DAILY } from '../../db/rhythm.ts'
import { searchBoard } from '../../db/search.ts'
import type { BoardRow } from '../../db/search.ts'
import { parseQuery } from '../../listings/query.ts'
import { ALERT, digestView, subjectLine } from '../../views/digest.ts'
import type { DigestView } from '../../views/digest.ts'
import { renderMail } from '../../views/mail.ts'
import { confirmMailView } from '../../views/question-mails.ts'
import { seedBoard } from '../support/board.ts'
import { testDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { ROLES } from '../support/roles.ts'
import { wholeDigest } from '../support/whole-digest.ts'

let database: TestDatabase
let rows: BoardRow[]
const { query } = parseQuery(new URLSearchParams('q=manager'))

before(async () => {
  database = await testDatabase()
  await seedBoard(database.db, ROLES)
  ;({ rows } = await searchBoard(database.db, query))
})
after(() => database.close())

/** The digest of somebody, told of some of the roles in their own words. */
function digestOf(person: string, roles: BoardRow[] = rows, why = '“manager” in the title'): DigestView {
  return digestView({
    query,
    roles: roles.map((row, n) => ({ row, news: 'new' as const, why: [why], ...(n === 0 && { alsoIn: ['Leeds', 'York'] }) })),
    totals: { live: 99, changed: 0, stated: 650, estimated: 0 },
    localDate: '2027-03-28',
    rhythm: DAILY,
    first: true,
    publicUrl: 'https://dayrate.org',
    savedSearchId: '01936b5e-0000-7000-8000-000000000001',
    tokens: { stop: `${person}-stop`, manage: `${person}-manage`, digest: `${person}-digest` },
  })
}

test('a digest put together from pieces is the digest that its template makes whole', async () => {
  assert.ok(rows.length >= 2)
  const text = Handlebars.compile(readFileSync(new URL('../../views/mail/digest.txt.hbs', import.meta.url), 'utf8'), { noEscape: true })
  for (const view of [digestOf('ada'), digestOf('ben', rows.slice(0, 1)), digestOf('ada', rows, 'Outside IR35')])
    assert.equal((await renderMail('digest', view)).text, `${text(wholeDigest(view)).trim()}\n`)
})

test('of two people who are told the same each has links of their own and nothing of the other’s', async () => {
  const [ada, ben] = [await renderMail('digest', digestOf('ada')), await renderMail('digest', digestOf('ben'))]
  for (const part of ['html', 'text'] as const) {
    assert.equal(ada[part].replaceAll('ada-', 'ben-'), ben[part])
    assert.doesNotMatch(ben[part], /ada-/)
    assert.ok(ben[part].includes('https://dayrate.org/alerts/mine/ben-manage/01936b5e-0000-7000-8000-000000000001/not-relevant?role='))
    assert.ok(!ben[part].includes(ALERT))
  }
})

test('two people who are told of one role for different reasons read their own', async () => {
  const [ada, ben] = [await renderMail('digest', digestOf('ada')), await renderMail('digest', digestOf('ben', rows, '£600 ≥ your £400'))]
  assert.ok(!ada.text.includes('your £400') && ben.text.includes('Why: £600 ≥ your £400'))
  assert.ok(!ben.html.includes('“manager” in the title'))
})

test('a subject holds whole filters of a search, and says that there are more', () => {
  const asked = '“project manager”, £400 a day or more, within 100 miles of Leeds'
  const subject = subjectLine('18 new roles, up to £750 a day', asked, 'Mon 23 Nov')
  assert.equal(subject, '18 new roles, up to £750 a day · “project manager” … · Mon 23 Nov')
  assert.equal(subjectLine('2 new roles', '“pmo”, outside IR35', 'Mon 23 Nov'), '2 new roles · “pmo”, outside IR35 · Mon 23 Nov')
})

test('a question names the search in its subject, in words of the trade and never in those a stranger typed', async () => {
  const view = (search: string, still = false, runs = still) =>
    confirmMailView({
      links: null,
      query: parseQuery(new URLSearchParams(search)).query,
      rhythm: DAILY,
      still,
      runs,
      token: 'T',
      days: 7,
      publicUrl: 'https://dayrate.example',
    })
  assert.equal(view('q=programme manager leeds&rate=500').subject, 'Confirm your Dayrate alert: “programme manager”, £500 a day or more')
  assert.equal(view('q=you won, visit evil.example').subject, 'Confirm your Dayrate alert')
  assert.equal(view('q=you won&not_agency=evil.example&not_words=call now').subject, 'Confirm your Dayrate alert')
  const long = view('rate=500&engagement=outside&discipline=pmo,project,programme&remote=remote&place=leeds').subject
  assert.equal(long, 'Confirm your Dayrate alert: £500 a day or more, outside IR35 …')
  const newsletter = view('')
  assert.equal(newsletter.subject, 'Confirm your Dayrate newsletter')
  assert.equal(view('', true).subject, 'Do you still want your Dayrate newsletter?')
  const again = view('q=pmo', false, true)
  assert.equal(again.subject, 'Asked for again: your Dayrate alert, “pmo”')
  assert.match(
    (await renderMail('confirm', again)).text,
    /You have this alert already\.[^]+Not you\? Do nothing: your alert goes on as it is\./,
  )
  const { text, html } = await renderMail('confirm', newsletter)
  for (const part of [text, html]) {
    assert.match(part, /you get no newsletter, and/)
    assert.doesNotMatch(part, /alert, and|new contract roles/)
  }
})
