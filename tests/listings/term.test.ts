import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Advert } from '../../listings/advert.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'
import { readDaysPerWeek, readStart, readTerm } from '../../listings/term.ts'

const advert = (raw: Partial<RawPosting>): Advert =>
  advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw }).advert

/** "6", "3..6", "..6", "until 2027-03-31", "6 +" where it may be extended, "none". */
function words(raw: Partial<RawPosting>): string {
  const term = readTerm(advert(raw))
  if (!term) return 'none'
  const length = term.monthsMax === null ? term.months : `${term.months ?? ''}..${term.monthsMax}`
  return [length, term.endDate && `until ${term.endDate}`, term.extension && '+'].filter(part => part !== null && part !== false).join(' ')
}

function table(of: keyof RawPosting, rows: [string, string][]): void {
  for (const [text, want] of rows) it(`reads "${text}" as ${want}`, () => assert.equal(words({ [of]: text }), want))
}

describe('a duration field', () => {
  table('duration', [
    ['6 months', '6'],
    ['6 Months', '6'],
    ['6mths', '6'],
    ['6m', '6'],
    ['6', 'none'],
    ['six months', '6'],
    ['Nine (9) months', '9'],
    ['3-6 months', '3..6'],
    ['6 months to 1 year', '6..12'],
    ['6 weeks - 3 months', '1.38..3'],
    ['3 to 6 months', '3..6'],
    ['3 – 6 months', '3..6'],
    ['3 months - 6 months', '3..6'],
    ['up to 12 months', '..12'],
    ['maximum of 6 months', '..6'],
    ['26 weeks maximum', '..6'],
    ['12 months+', '12'],
    ['12+ months', '12'],
    ['minimum 6 months', '6'],
    ['approx 9 months', '9'],
    ['8 weeks', '1.85'],
    ['10-12 wks', '2.31..2.77'],
    ['42 days', '2'],
    ['1 year', '12'],
    ['2 years', '24'],
    ['2.5 years', '30'],
    ['a year', '12'],
    ['6 months with possible extension', '6 +'],
    ['6 months + extension', '6 +'],
    ['6 months, extendable', '6 +'],
    ['6 months, option to extend by 3 months', '6 +'],
    ['12 months plus 12 month option', '12 +'],
    ['6 months, no extension', '6'],
    ['6 months rolling', '6'],
    ['renewable every 6 months', '6'],
    ['until 31 March 2027', 'until 2027-03-31'],
    ['Maternity cover | Until 6 August 2027', 'until 2027-08-06'],
    ['to March 2027', 'until 2027-03-31'],
    ['until end of February 2028', 'until 2028-02-29'],
    ['until 31/03/27', 'until 2027-03-31'],
    ['until 2027-03-31', 'until 2027-03-31'],
    ['5 Jan - 27 Mar 2027', 'until 2027-03-27'],
    ['01/09/2026 to 28/02/2027', 'until 2027-02-28'],
    ['until the end of 2026', 'until 2026-12-31'],
    ['until 31/02/2027', 'none'],
    ['Ongoing', 'none'],
    ['Permanent', 'none'],
    ['37 hours per week', 'none'],
    ['', 'none'],
  ])
})

describe('a term inside an advert', () => {
  table('description', [
    ['Contract of over 10 months.', '10'],
    ['The assignment runs for just over 9 months.', '9'],
    ['over 10 months of experience', 'none'],
    ['six m contract', '6'],
    ['6 m contract, Leeds', '6'],
    ['nine m contract', '9'],
    ['6 months + 6 months extension', '6 +'],
    ['3 months plus a possible 6 months', '3'],
    ['3 - 6 Months long', '3..6'],
    ['We need somebody for six months.', '6'],
    ['The contract will run for approximately nine months', '9'],
    ['24mth FTC', '24'],
    ['a six-month-long track record', 'none'],
    ['An initial 6 month contract.', '6'],
    ['Contract Length: 12 months', '12'],
    ['Duration: Initial 3 months', '3'],
    ['Contract: 6-18 months', '6..18'],
    ['a 6-month inside IR35 contract', '6'],
    ['for an initial period of three months', '3'],
    ['10 Month Initial - Outside IR35', '10'],
    ['9 month FTC', '9'],
    ['Fixed term role for 12 months', '12'],
    ['Maternity cover (12 months)', '12'],
    ['London | 6 Months | Outside IR35', '6'],
    ['£500 per day - 6 months - remote', '6'],
    ['a freelance position which continues for the next 2+ years', '24'],
    ['Initially 6 weeks, likely to extend', '1.38 +'],
    ['6 month contract, high likelihood of extension', '6 +'],
    ['Contract until 31 March 2027', 'until 2027-03-31'],
    ['Contract running until the end of November 2027', 'until 2027-11-30'],
    ['Duration: to 30/06/2027', 'until 2027-06-30'],
    ['End date: 28/02/2027', 'until 2027-02-28'],
    ['Closing date: 31 March 2027', 'none'],
    ['Posting End Date 11/05/2027', 'none'],
    ['5 years of experience', 'none'],
    ['at least 3 years experience in a PMO', 'none'],
    ['10+ years in construction', 'none'],
    ['6 months experience of contract law', 'none'],
    ['37.5 hours per week', 'none'],
    ['3 days per week on site', 'none'],
    ["4 weeks' notice", 'none'],
    ['notice period of 3 months', 'none'],
    ['6 month probation', 'none'],
    ['a 12-month roadmap and a 3 month plan', 'none'],
    ['within the first 6 months you will', 'none'],
    ['over the next 12 months we will grow', 'none'],
    ['in the last 12 months', 'none'],
    ['resident in the UK for 5 years', 'none'],
    ['a reserve list is held for a period of 6 months', 'none'],
    ['25 days holiday and 26 weeks of paid leave', 'none'],
    ['claims for extension of time', 'none'],
    ['a company founded 20 years ago', 'none'],
    ['clearance can take 4 months', 'none'],
    ['£525 per day, inside IR35. Six months. Wakefield on Tuesdays.', '6'],
    ['The tariff is €600 per day, excluding VAT, for 12 months.', '12'],
    ['£220 per day, PAYE only. Six months in the first place.', '6'],
    ['A Business Change Manager is needed for nine months', '9'],
    ['£500 per day. Two months later the site opens.', 'none'],
    ['£500 per day. Our last go-live took nine months of planning.', 'none'],
    ['The office moved here. Six months. A quiet summer.', 'none'],
  ])
  table('title', [
    ['PMO Lead - 6 months', '6'],
    ['PMO Lead (12m FTC)', '12'],
    ['PMO Lead - 3 days a week', 'none'],
    ['Project Manager 2026', 'none'],
  ])
  it('is taken from the field of its own before the text', () =>
    assert.equal(words({ duration: '9 months', description: 'an initial 6 month contract' }), '9'))
  it('is quoted where it stands', () => {
    const description = 'York. Contract Length: 6 months. £500 per day.'
    assert.deepEqual(readTerm(advert({ description }))?.evidence, [
      { words: '6 months', where: 'description', start: description.indexOf('6 months') },
    ])
  })
})

describe('a start', () => {
  const cases: [string, string | undefined][] = [
    ['Start: ASAP', 'asap'],
    ['Start Date: Immediate', 'asap'],
    ['ASAP start', 'asap'],
    ['Immediate start', 'asap'],
    ['starting as soon as possible', 'asap'],
    ['Start date: 1st September 2026', '2026-09-01'],
    ['Start Date: 14 June 27', '2027-06-14'],
    ['Start: 01/09/2026', '2026-09-01'],
    ['Start Date: 2026-09-01', '2026-09-01'],
    ['Start Date - May 2027', '2027-05'],
    ['starting in early September 2026', '2026-09'],
    ['must be free to start in April 2027', '2027-04'],
    ['Start: September', undefined],
    ['Posting Start Date: 11/01/2027', undefined],
    ['Interviews are in the week commencing 7 June 2027', undefined],
    ['a start-up from 2026', undefined],
    ['Start Date: 45/13/2026', undefined],
    ['', undefined],
  ]
  for (const [description, want] of cases) {
    it(`reads "${description}" as ${want ?? 'not stated'}`, () => assert.equal(readStart(advert({ description }))?.value, want))
  }
  it('is the first day of a duration written as two dates', () =>
    assert.equal(readStart(advert({ duration: '5 Jan - 27 Mar 2027' }))?.value, '2027-01-05'))
})

describe('days of work a week', () => {
  const cases: [string, number | undefined][] = [
    ['Part time, 3 days per week', 3],
    ['Hours: 3 days a week', 3],
    ['a 3 days per week contract', 3],
    ['working 4 days per week', 4],
    ['Part-time (two days a week)', 2],
    ['The post is full-time, 5 days per week', 5],
    ['0.6 FTE', 3],
    ['Hybrid, 3 days per week', undefined],
    ['3 days per week on site', undefined],
    ['3 days a week in the office', undefined],
    ['office attendance 2 days per week', undefined],
    ['Location: Hull (3 days per week)', undefined],
    ['2-3 days per week', undefined],
    ['37 hours per week', undefined],
  ]
  for (const [description, want] of cases) {
    it(`reads "${description}" as ${want ?? 'not stated'}`, () => assert.equal(readDaysPerWeek(advert({ description }))?.value, want))
  }
})
