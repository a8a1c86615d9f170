import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { blocksText, mendText, toBlocks, withoutPersonalData } from '../../listings/text.ts'

const lines = (source: string) => toBlocks(source).map(block => `${{ paragraph: 'p', item: '-', heading: '#' }[block.kind]} ${block.text}`)

describe('a line of text', () => {
  const cases: [string, string][] = [
    ['Â£500 per day', '£500 per day'],
    ['Ã‚Â£500 per day', '£500 per day'],
    ['â‚¬700 per day', '€700 per day'],
    ['£400 â€“ £450', '£400 – £450'],
    ['the clientâ€™s PMO', 'the client’s PMO'],
    ['â€œagileâ€\u009d', '“agile”'],
    ['â€œagileâ€', '“agile”'],
    ['â€¢ plan', '• plan'],
    ['CafÃ© MÃ¼ller', 'Café Müller'],
    ['¬£500', '£500'],
    ['Â 6 months', '6 months'],
    ['\u0093quoted\u0094 \u0096 dash', '“quoted” – dash'],
    ['ï»¿Project Manager', 'Project Manager'],
    ['SÃO PAULO', 'SÃO PAULO'],
    ['Nestlé’s CAFÉ – bar', 'Nestlé’s CAFÉ – bar'],
    ['R&amp;D', 'R&D'],
    ['R&amp;amp;D', 'R&D'],
    ['&amp;pound;500 &#45; &#xA3;550', '£500 - £550'],
    ['&#163;500&nbsp;per&nbsp;day', '£500 per day'],
    ['AT&T and &unknown;', 'AT&T and &unknown;'],
    ['&#0; &#xD800; &#1114112;', '&#0; &#xD800; &#1114112;'],
    ['<b>Project</b> Manager', 'Project Manager'],
    ['&lt;b&gt;Project&lt;/b&gt; Manager', 'Project Manager'],
    ['a < b and c > d', 'a < b and c > d'],
    ['  too \u00a0 many\t\n spaces ', 'too many spaces'],
    ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth'],
    ['nul\u0000 here', 'nul here'],
    ['half \ud83d surrogate', 'half \ufffd surrogate'],
  ]
  for (const [text, want] of cases) it(`"${text}" reads "${want}"`, () => assert.equal(mendText(text), want))
})

describe('blocks of an advert', () => {
  it('keep paragraphs, items and headings of HTML', () => {
    assert.deepEqual(lines('<h2>The role</h2><p>Run a <b>PMO</b>.</p><ul><li>Plan</li><li>Report</li></ul><p>Apply</p>'), [
      '# The role',
      'p Run a PMO.',
      '- Plan',
      '- Report',
      'p Apply',
    ])
  })
  it('break at br, and at nothing inside a line', () => {
    assert.deepEqual(lines('Rate: £500<br>Place: <i>York</i><br/>IR35: <span>outside</span>'), [
      'p Rate: £500',
      'p Place: York',
      'p IR35: outside',
    ])
  })
  it('join the cells of a row and a term with its definition', () => {
    assert.deepEqual(lines('<table><tr><th>Rate</th><td>£500</td></tr><tr><td>Term</td><td>6 months</td></tr></table>'), [
      'p Rate: £500',
      'p Term: 6 months',
    ])
    assert.deepEqual(lines('<dl><dt>Rate</dt><dd>£500</dd><dt>Term:</dt><dd>6 months</dd></dl>'), ['p Rate: £500', 'p Term: 6 months'])
  })
  it('drop scripts, styles, pictures and comments', () => {
    assert.deepEqual(
      lines('<style>p{color:red}</style><script>let rate = 1</script><p>PMO<!-- £900 per day --></p><svg><text>x</text></svg>'),
      ['p PMO'],
    )
  })
  it('read HTML that was escaped, once or twice', () => {
    assert.deepEqual(lines('&lt;p&gt;One&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Two&lt;/li&gt;&lt;/ul&gt;'), ['p One', '- Two'])
    assert.deepEqual(lines('&amp;lt;p&amp;gt;R&amp;amp;amp;D&amp;lt;/p&amp;gt;'), ['p R&D'])
  })
  it('keep text that has no markup as lines', () => {
    assert.deepEqual(lines('First line\r\nSecond line\n\nThird'), ['p First line', 'p Second line', 'p Third'])
  })
  it('know bullets of every kind', () => {
    assert.deepEqual(lines('• one\n- two\n* three\n– four\n▪ five\n\uf0b7 six\n· seven\n➢ eight\no Nine\nØ Ten'), [
      '- one', '- two', '- three', '- four', '- five', '- six', '- seven', '- eight', '- Nine', '- Ten',
    ]) // prettier-ignore
  })
  it('find items run together in one line', () => {
    assert.deepEqual(
      lines('You will: • plan • report • assure'),
      ['p You will:', '- plan', '- report', '- assure'].map(l => l.replace('p You', '# You')),
    )
    assert.deepEqual(lines('* Own the plan * Run the board'), ['- Own the plan', '- Run the board'])
  })
  it('know bullets that became question marks', () => {
    assert.deepEqual(lines('? Plan the work\n? Report on it'), ['- Plan the work', '- Report on it'])
    assert.deepEqual(lines('Interested?\n? maybe'), ['p Interested?', 'p ? maybe'])
  })
  it('know headings in text: a colon, capitals, hashes', () => {
    assert.deepEqual(lines('Key skills:\nTHE ROLE\n## About us\n**Benefits**'), ['# Key skills:', '# THE ROLE', '# About us', 'p Benefits'])
  })
  it('take markdown emphasis and escapes away', () => {
    assert.deepEqual(lines('**Rate:** £38\\.75 \\- £45'), ['p Rate: £38.75 - £45'])
  })
  it('put run-on fields on lines of their own', () => {
    assert.deepEqual(lines('Role: PlannerIr35: InsideRate: £410Location: Hull (2 days)Duration: 9 monthsYou run the plan.'), [
      'p Role: Planner',
      'p Ir35: Inside',
      'p Rate: £410',
      'p Location: Hull (2 days)',
      'p Duration: 9 monthsYou run the plan.',
    ])
    assert.deepEqual(lines('Duration: 6 MonthsStart Date: ASAP'), ['p Duration: 6 Months', 'p Start Date: ASAP'])
    assert.deepEqual(lines('£500 per day insideIR35Initial term'), ['p £500 per day inside IR35 Initial term'])
  })
  it('leave compounds and addresses whole', () => {
    assert.deepEqual(lines('PayRate: £500'), ['p PayRate: £500'])
    assert.deepEqual(lines('StartDate: May'), ['p StartDate: May'])
    assert.deepEqual(lines('see https://pmo.example/Rate'), ['p see https://pmo.example/Rate'])
  })
  it('are none for no text', () => {
    assert.deepEqual(lines(''), [])
    assert.deepEqual(lines('<p> </p>\n&nbsp;\n---\n***'), [])
  })
})

describe('personal data', () => {
  const gone: [string, string][] = [
    ['Mail jo.bloggs@talentwharf.example now', 'Mail [removed] now'],
    ['Mail jo.bloggs.48213.77@talentwharf.aplitrak.example.', 'Mail [removed].'],
    ['jo.bloggs @ talentwharf.co.uk', '[removed]'],
    ['jo(at)talentwharf.com', '[removed]'],
    ['Call 0161 496 0123 today', 'Call [removed] today'],
    ['Call 0161 496 0123, for the full brief', 'Call [removed], for the full brief'],
    ['Call 01614960123', 'Call [removed]'],
    ['Tel: +44 (0)20 7946 0991', 'Tel: [removed]'],
    ['Tel: 0044 20 7946 0991', 'Tel: [removed]'],
    ['Mobile 07700 900 123', 'Mobile [removed]'],
    ['07700-900-123', '[removed]'],
    ['(0113) 496 0001', '[removed]'],
    ['call 212-555-0143', 'call [removed]'],
    ['+353 1 496 0123', '[removed]'],
    ['https://www.linkedin.com/in/jo-bloggs-1a2b', '[removed]'],
    ['see uk.linkedin.com/in/jo.', 'see [removed]'],
    ['Please contact Jo Bloggs on 0161 496 0123', 'Please contact [removed] on [removed]'],
    ['Please contact Jo Bloggs at Talent Wharf', 'Please contact [removed] at Talent Wharf'],
    ['contact our consultant Jo Bloggs-Smith for more details', 'contact our consultant [removed] for more details'],
    ['call Siân on 0161 496 0123', 'call [removed] on [removed]'],
    ['To apply, email Ms Jo Bloggs: jo@talentwharf.example', 'To apply, email [removed]: [removed]'],
    ['please call Jo Bloggs.', 'please call [removed].'],
    ['Recruiter: Jo Bloggs', 'Recruiter: [removed]'],
    ['Contact: Jo Bloggs', 'Contact: [removed]'],
    ['My name is Jo Bloggs and I recruit', 'My name is [removed] and I recruit'],
    ['Kind regards,\nJo Bloggs', 'Kind regards,\n[removed]'],
    ["speak to Mary O'Shea on 0161 496 0123", 'speak to [removed] on [removed]'],
    ['Jo Bloggs - jo@talentwharf.example', '[removed]'],
    ['Jo Bloggs | 0161 496 0123 | jo@talentwharf.example', '[removed]'],
  ]
  for (const [text, want] of gone) it(`leaves "${text}"`, () => assert.equal(withoutPersonalData(text), want))
  const kept = [
    '£500 per day, £1,250,000 budget',
    '£45000 - £55000 per annum',
    'Outside IR35, inside IR-35',
    'Start 01/09/2026, end 31.03.2027',
    '01-09-2026 - 31-03-2027',
    'from 01 09 2026 to 30 11 2026',
    '07 2026 - 12 2026',
    'ISO 27001, ISO/IEC 20000-1:2018, BS 6079-1',
    'SC / DV clearance, NPPV3, CTC',
    'Ref: 0123456789',
    'Job ID: 07700900123',
    'reference number 01234567890',
    'BBBH123456 / JN-072026-4481',
    'P3O, PRINCE2 7, NEC3, NEC4, MS Project 2021',
    '9:00 - 17:30, 37.5 hours per week',
    'Contact Centre Project Manager',
    'Contact Centre at Northbank Council',
    'Call Centre Transformation on a programme',
    'contact the Recruitment Team on the site',
    'Please contact Human Resources.',
    'speak to Programme Directors at board level',
    'Reports to: Programme Director',
    'Consultant: Senior Manager level',
    'Project Manager @ Northbank Trust',
    '10,000 to 20,000 users in 2026',
    '100 000 000 records',
    'post code LS1 4AP, grid 5300 1200',
  ]
  for (const text of kept) it(`is not seen in "${text}"`, () => assert.equal(withoutPersonalData(text), text))
})

/** Strings made of what adverts are made of, so that chance finds the seams. */
const advertish = fc
  .array(
    fc.oneof(
      fc.constantFrom('£500', ' per day', 'Â£', '&amp;', '&lt;p&gt;', '<li>', '</li>', '<b>', '<br>', 'IR35', 'Inside ', 'Rate: ', 'Location:', '• ', '* ', '\n', '- ', '@', '.co', '0161 496 0123', 'Jo Bloggs', 'contact ', ' on ', '**', '\\', '#', '?', ':', ' ', 'â€', '[removed]', '<!--', '-->', 'o Nine'), // prettier-ignore
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''))

describe('any text whatever', () => {
  it('mended twice is mended once', () => {
    fc.assert(
      fc.property(advertish, text => assert.equal(mendText(mendText(text)), mendText(text))),
      { numRuns: 2_000 },
    )
  })
  it('in blocks twice is in blocks once', () => {
    fc.assert(
      fc.property(advertish, text => {
        const once = blocksText(toBlocks(text))
        assert.equal(blocksText(toBlocks(once)), once)
      }),
      { numRuns: 2_000 },
    )
  })
  it('without personal data twice is without it once', () => {
    fc.assert(
      fc.property(advertish, text => assert.equal(withoutPersonalData(withoutPersonalData(text)), withoutPersonalData(text))),
      { numRuns: 2_000 },
    )
  })
  it('gives blocks of one line each, none empty, storable in a database', () => {
    fc.assert(
      fc.property(advertish, text => {
        for (const block of toBlocks(text)) {
          assert.match(block.text, /\S/)
          assert.doesNotMatch(block.text, /[\n\r]|\p{Cc}|^\s|\s$/u)
          assert.ok(block.text.isWellFormed())
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
