import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ContractCard, Engagement, Pay, Term } from '../../listings/card.ts'
import { ENGAGEMENTS } from '../../listings/card.ts'
import { parseQuery, queryString } from '../../listings/query.ts'
import {
  advertisersLabel,
  clearanceLabel,
  countLabel,
  engagementLabel,
  levelLabel,
  moneyLabel,
  payLabel,
  placeLabel,
  rangeLabel,
  rateLabel,
  refusalLabel,
  startLabel,
  termLabel,
} from '../../views/labels.ts'
import { ageLabel, dueLabel } from '../../views/times.ts'
import { placeName, queryLabel, queryParts } from '../../views/query-labels.ts'

const evidence: [] = []

describe('money', () => {
  test('is written the British way, pence only where there are any', () => {
    assert.equal(moneyLabel(550, 'GBP'), '£550')
    assert.equal(moneyLabel(1_200, 'GBP'), '£1,200')
    assert.equal(moneyLabel(27.5, 'GBP'), '£27.50')
    assert.equal(moneyLabel(600, 'EUR'), '€600')
    assert.equal(moneyLabel(600, 'USD'), 'US$600')
    assert.equal(moneyLabel(600, 'pounds'), '600')
  })

  test('has one end, two or none', () => {
    assert.equal(rangeLabel(550, 600, 'GBP'), '£550–£600')
    assert.equal(rangeLabel(550, 550, 'GBP'), '£550')
    assert.equal(rangeLabel(null, 600, 'GBP'), 'up to £600')
    assert.equal(rangeLabel(550, null, 'GBP'), 'from £550')
    assert.equal(rangeLabel(null, null, 'GBP'), '')
  })

  test('names period, VAT and route of pay', () => {
    const pay: Pay = { min: 55, max: 60, currency: 'GBP', period: 'hour' }
    assert.equal(payLabel(pay), '£55–£60 an hour')
    assert.equal(payLabel({ ...pay, vat: 'plus', route: 'umbrella' }), '£55–£60 an hour plus VAT (umbrella)')
    assert.equal(payLabel({ ...pay, min: null, max: 65_000, period: 'year' }), 'up to £65,000 a year')
  })
})

describe('the rate of a role', () => {
  const hourly: ContractCard = {
    pay: { main: { min: 55, max: 55, currency: 'GBP', period: 'hour' }, others: [], evidence },
    dayRate: { min: 440, max: 440, currency: 'GBP', basis: 'estimated', evidence },
  }

  test('a stated day rate stands alone', () => {
    const rate = rateLabel({ dayRate: { min: 550, max: 600, currency: 'GBP', basis: 'stated', evidence } })
    assert.deepEqual([rate.figure, rate.words, rate.estimated, rate.from], ['£550–£600', '£550–£600 a day', false, ''])
  })

  test('an estimate is marked and says what it was made from', () => {
    const rate = rateLabel(hourly)
    assert.deepEqual([rate.figure, rate.estimated, rate.from], ['≈ £440', true, 'from £55 an hour'])
  })

  test('none is a dash and words, never a guess', () => {
    const rate = rateLabel({})
    assert.deepEqual([rate.figure, rate.words, rate.stated], ['–', 'no rate stated', false])
  })

  test('pay that cannot be put per day is shown as advertised', () => {
    const main: Pay = { min: 9_000, max: 9_000, currency: 'GBP', period: 'fixed' }
    const rate = rateLabel({ pay: { main, others: [], evidence } })
    assert.deepEqual([rate.figure, rate.unit, rate.odd], ['£9,000', 'for the whole contract', true])
    assert.equal(rateLabel({ pay: { main: { ...main, implausible: true }, others: [], evidence } }).stated, false)
  })
})

describe('words for values', () => {
  test('every claim about tax has words and a look', () => {
    const looks = ENGAGEMENTS.map((value: Engagement) => engagementLabel({ engagement: { value, evidence } }))
    assert.equal(new Set(looks.map(look => look.words)).size, ENGAGEMENTS.length)
    assert.deepEqual(engagementLabel({}), { words: 'IR35 not stated', look: 'plain' })
  })

  test('discipline and rung read as people say them', () => {
    const level = (
      discipline: 'project' | 'pmo' | 'change' | 'programme',
      rung: NonNullable<ContractCard['seniority']>['rung'],
      modifier: string | null = null,
    ) => levelLabel({ discipline: { value: discipline, evidence }, seniority: { rung, modifier, evidence } })
    assert.equal(level('project', 'senior', 'senior'), 'Senior Project Manager')
    assert.equal(level('pmo', 'analyst', 'senior'), 'Senior PMO Analyst')
    assert.equal(level('change', 'head'), 'Head of Change')
    assert.equal(level('programme', 'director'), 'Programme Director')
    assert.equal(level('pmo', 'lead', 'lead'), 'PMO Lead')
    assert.equal(levelLabel({}), '')
  })

  test('terms count months, weeks or an end', () => {
    const term = (over: Partial<Term>) => termLabel({ months: null, monthsMax: null, endDate: null, extension: false, ...over })
    assert.equal(term({ months: 6 }), '6 months')
    assert.equal(term({ months: 1 }), '1 month')
    assert.equal(term({ months: 6, monthsMax: 12 }), '6–12 months')
    assert.equal(term({ months: (6 * 12) / 52 }), '6 weeks')
    assert.equal(term({ endDate: '2027-03-31' }), 'to 31 March 2027')
    assert.equal(term({ extension: true }), '')
  })

  test('starts are ASAP, a day, a month or the advert’s words', () => {
    assert.equal(startLabel('asap'), 'ASAP')
    assert.equal(startLabel('2027-01-12'), '12 January 2027')
    assert.equal(startLabel('2027-01-12', 'short'), '12 Jan 2027')
    assert.equal(startLabel('2027-01'), 'January 2027')
    assert.equal(startLabel('2027-99-99'), '2027-99-99')
    assert.equal(startLabel('after Easter'), 'after Easter')
  })

  test('places say where and how often', () => {
    const leeds = { name: 'Leeds', kind: 'town' as const, country: 'GB' }
    const places = { value: [leeds], evidence }
    assert.equal(placeLabel({ places }), 'Leeds')
    assert.equal(placeLabel({ places, remote: { value: 'hybrid', onSiteDaysPerWeek: 2, evidence } }), 'Leeds, 2 days on site')
    assert.equal(placeLabel({ places, remote: { value: 'hybrid', onSiteDaysPerWeek: null, evidence } }), 'Leeds, hybrid')
    assert.equal(placeLabel({ places, remote: { value: 'remote', onSiteDaysPerWeek: null, evidence } }), 'remote (Leeds)')
    assert.equal(placeLabel({ remote: { value: 'remote', onSiteDaysPerWeek: null, evidence } }), 'remote')
    const many = ['York', 'Hull', 'Bath', 'Ely'].map(name => ({ ...leeds, name }))
    assert.equal(placeLabel({ places: { value: many, evidence } }), 'York, Hull, 2 more')
  })

  test('clearance says whether it must be held', () => {
    assert.equal(clearanceLabel({ level: 'SC', mode: 'required' }), 'SC cleared')
    assert.equal(clearanceLabel({ level: 'SC', mode: 'eligible' }), 'SC eligible')
    assert.equal(clearanceLabel({ level: 'DV', mode: null }), 'DV clearance')
    assert.equal(clearanceLabel({ level: 'BPSS', mode: 'required' }), 'BPSS check')
  })

  test('counts, names and reasons', () => {
    assert.equal(countLabel(1, 'advert'), '1 advert')
    assert.equal(countLabel(1_204, 'advert'), '1,204 adverts')
    assert.equal(advertisersLabel(['A', 'B', 'C', 'D']), 'A, B, 2 more')
    assert.equal(refusalLabel('permanent'), 'permanent role')
    assert.equal(refusalLabel('toString'), 'toString')
  })
})

describe('time', () => {
  const now = new Date('2026-11-22T14:00:00Z')
  const ago = (minutes: number) => ageLabel(new Date(now.getTime() - minutes * 60_000), now)

  test('ages in the words people use, the exact moment beside them', () => {
    assert.equal(ago(0).label, 'just now')
    assert.equal(ago(12).label, '12 min ago')
    assert.equal(ago(125).label, '2 h ago')
    assert.equal(ago(25 * 60).label, 'yesterday')
    assert.equal(ago(4 * 24 * 60).label, '4 days ago')
    assert.equal(ago(40 * 24 * 60).label, '13 Oct')
    assert.equal(ago(400 * 24 * 60).label, '18 October 2025')
    assert.deepEqual([ago(125).iso, ago(125).exact], ['2026-11-22T11:55:00.000Z', '22 November 2026 at 11:55:00 GMT'])
  })

  test('a clock that is ahead does not make the future', () => {
    assert.equal(ago(-5).label, 'just now')
  })

  test('what is due says when', () => {
    const due = (minutes: number) => dueLabel(new Date(now.getTime() + minutes * 60_000), now).label
    assert.deepEqual(
      [due(-3), due(12), due(180), due(25 * 60), due(4 * 24 * 60)],
      ['due now', 'in 12 min', 'in 3 h', 'tomorrow', 'in 4 days'],
    )
  })
})

describe('a query in words', () => {
  const { query } = parseQuery(
    new URLSearchParams('q=pmo&rate=500&unrated=1&engagement=outside,umbrella&seniority=analyst&place=Leeds&within=7'),
  )

  test('names every filter', () => {
    assert.equal(
      queryLabel(query),
      '“pmo”, £500 a day or more or no day rate in pounds, outside IR35 or umbrella, analyst, within 25 miles of Leeds, from the last 7 days',
    )
    assert.equal(queryLabel(parseQuery(new URLSearchParams()).query), 'all roles')
    const left = parseQuery(new URLSearchParams('discipline=project,pmo,change&not_agency=Hays&not_agency=Kestrel&not_words=nights')).query
    assert.equal(queryLabel(left), 'Project, PMO or Change, not from Hays, not from Kestrel, without “nights”')
  })

  test('says of a point how far around it, of a region or a country that it is all of it', () => {
    const words = (place: string): string => queryLabel(parseQuery(new URLSearchParams({ place })).query)
    assert.deepEqual(
      ['Leeds', 'LS1', 'Scotland', 'england', 'uk', 'north west', 'europe', 'Ukraine', 'the netherlands', 'Netherlands', 'Atlantis'].map(
        words,
      ),
      [
        'within 25 miles of Leeds',
        'within 25 miles of LS1',
        'in Scotland',
        'in England',
        'in the UK',
        'in the North West',
        'in Europe',
        'in Ukraine',
        'in the Netherlands',
        'in the Netherlands',
        'in Atlantis',
      ],
    )
  })

  test('writes a place as places are written', () => {
    const rows = [
      ['leeds', 'Leeds'],
      ['stoke-on-trent', 'Stoke-on-Trent'],
      ['ls1', 'LS1'],
      ['uk', 'UK'],
      ['king’s lynn', 'King’s Lynn'],
      ['McTown', 'McTown'],
    ]
    for (const [typed = '', written] of rows) assert.equal(placeName(typed), written)
  })

  test('and each can be taken away alone', () => {
    const without = Object.fromEntries(queryParts(query).map(part => [part.words, queryString(part.without)]))
    assert.equal(without['umbrella'], 'q=pmo&rate=500&unrated=1&engagement=outside&seniority=analyst&place=Leeds&within=7')
    assert.equal(without['within 25 miles of Leeds'], 'q=pmo&rate=500&unrated=1&engagement=outside,umbrella&seniority=analyst&within=7')
    assert.equal(
      without['£500 a day or more or no day rate in pounds'],
      'q=pmo&engagement=outside,umbrella&seniority=analyst&place=Leeds&within=7',
    )
  })
})
