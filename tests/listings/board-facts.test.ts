import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agencyKey, clearanceNeeded, daysOnSite, pointOf, startDay, termMonths } from '../../listings/board-facts.ts'
import type { Clearance, ContractCard, Term } from '../../listings/card.ts'
import { placeNear } from '../../listings/place.ts'
import { synonymsOf } from '../../listings/synonyms.ts'

const evidence: [] = []
const clearance = (level: Clearance['level'], mode: Clearance['mode']): ContractCard => ({ clearance: { level, mode, evidence } })
const term = (over: Partial<Term>): ContractCard => ({
  term: { months: null, monthsMax: null, endDate: null, extension: false, ...over, evidence },
})

test('a clearance has to be held where it is required or merely named, not where eligibility or good will is enough', () => {
  assert.equal(clearanceNeeded(clearance('SC', 'required')), 'SC')
  assert.equal(clearanceNeeded(clearance('DV', null)), 'DV')
  assert.equal(clearanceNeeded(clearance('SC', 'eligible')), null)
  assert.equal(clearanceNeeded(clearance('CTC', 'preferred')), null)
  assert.equal(clearanceNeeded({}), null)
})

test('a role is at its first place, and in the middle of no country', () => {
  const at = (...names: string[]) => pointOf({ places: { value: names.flatMap(name => placeNear(name) ?? []), evidence } })
  assert.deepEqual(at('Leeds', 'London'), { lat: 53.8, lon: -1.55 })
  assert.notEqual(at('North West').lat, null)
  for (const name of ['United Kingdom', 'England', 'Scotland', 'Ireland'])
    assert.deepEqual(at(name, 'Leeds'), { lat: null, lon: null }, name)
  assert.deepEqual(pointOf({}), { lat: null, lon: null })
})

test('a remote role has no days on site, a hybrid one that does not say is unknown', () => {
  assert.equal(daysOnSite({ remote: { value: 'remote', onSiteDaysPerWeek: null, evidence } }), 0)
  assert.equal(daysOnSite({ remote: { value: 'hybrid', onSiteDaysPerWeek: 2, evidence } }), 2)
  assert.equal(daysOnSite({ remote: { value: 'hybrid', onSiteDaysPerWeek: null, evidence } }), null)
  assert.equal(daysOnSite({}), null)
})

test('a term is a range of months, from 0 where only the most is stated', () => {
  assert.deepEqual(termMonths(term({ months: 6 })), { min: 6, max: 6 })
  assert.deepEqual(termMonths(term({ months: 6, monthsMax: 12 })), { min: 6, max: 12 })
  assert.deepEqual(termMonths(term({ monthsMax: 12 })), { min: 0, max: 12 })
  assert.deepEqual(termMonths(term({ endDate: '2027-03-31' })), { min: null, max: null })
})

test('a start is a day, the first of a month that is all there is, or as soon as possible', () => {
  const start = (value: string): string | null => startDay({ start: { value, evidence } })
  assert.deepEqual(
    [start('asap'), start('2027-01-12'), start('2027-03'), start('in spring'), startDay({})],
    ['asap', '2027-01-12', '2027-03-01', null, null],
  )
})

test('one company is one key however it is written', () => {
  assert.equal(agencyKey('HARROW LANE Recruitment Ltd'), agencyKey('harrow lane'))
  assert.notEqual(agencyKey('Harrow Lane'), agencyKey('Harrow Mill'))
})

const SAID: [text: string, also: RegExp | ''][] = [
  ['Snr PM, card payments', /project manager[^]*senior/],
  ['Project Manager', /^PM\nmgr$/],
  ['Project Support Office Lead', /PMO/],
  ['PMO Analyst', /^PMO$/],
  ['Programme Office Lead', /PMO/],
  ['Project/Programme Manager', /^PM$/m],
  ['outside IR 35', /^IR35$/],
  ['Programme Manager', /program[^]*PgM/],
  ['Must be SC cleared', /clearance/],
  ['Call after 5 pm', ''],
  ['the bathroom refit', ''],
]
for (const [text, also] of SAID)
  test(`“${text}” is also found by ${also === '' ? 'nothing else' : String(also)}`, () =>
    also === '' ? assert.equal(synonymsOf(text), '') : assert.match(synonymsOf(text), also))
