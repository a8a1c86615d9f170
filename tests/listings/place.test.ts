import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import type { Place } from '../../listings/card.ts'
import { milesBetween, placeNear, readPlaces } from '../../listings/place.ts'
import { advertOf, type RawPosting } from '../../listings/posting.ts'

const read = (raw: Partial<RawPosting>) =>
  readPlaces(advertOf({ externalId: '1', url: 'https://board.example/1', title: 'Project Manager', ...raw }).advert)
const names = (raw: Partial<RawPosting>) => read(raw)?.value.map(({ name }) => name) ?? []

describe('a location field', () => {
  const rows: [string, string[]][] = [
    ['Leeds', ['Leeds']],
    ['LEEDS, WEST YORKSHIRE', ['Leeds']],
    ['Leeds / Reading', ['Leeds', 'Reading']],
    ['Leeds or Sheffield', ['Leeds', 'Sheffield']],
    ['Bristol, Cardiff and London', ['Bristol', 'Cardiff', 'London']],
    ['Hulme, Manchester', ['Hulme']],
    ['Nowhere Green, Manchester', ['Manchester']],
    ['Newtown, Disley', ['Disley']],
    ['Selby, North Yorkshire, England, UK', ['Selby']],
    ['Oxford Oxfordshire South East', ['Oxford']],
    ['Romford, Essex', ['Romford']],
    ['Uxbridge, Middlesex', ['Uxbridge']],
    ['Newport, Isle of Wight', ['Newport']],
    ['Bangor, Gwynedd', ['Bangor']],
    ['Maidenhead (SL6)', ['Maidenhead']],
    ['EC2Y', ['Moorgate (EC2Y)']],
    ['BT1 4LS', ['Belfast (BT1)']],
    ['Ls11 5dx, Other', ['Leeds (LS11)']],
    ['The City, Central London', ['The City']],
    ['London, EC2', ['London']],
    ['London South East', ['London']],
    ['City of Bristol', ['Bristol']],
    ['Stoke on Trent', ['Stoke-on-Trent']],
    ['Hull, East Yorkshire', ['Hull']],
    ['Bexhill', ['Bexhill-on-Sea']],
    ['Merthyr', ['Merthyr Tydfil']],
    ['Kings Lynn', ["King's Lynn"]],
    ['St. Albans', ['St Albans']],
    ['Cardiff (hybrid, 2 days a week)', ['Cardiff']],
    ['Remote (UK)', ['United Kingdom']],
    ['Home based, UK', ['United Kingdom']],
    ['Scotland', ['Scotland']],
    ['Surrey, South East', ['Surrey']],
    ['Greater London', ['London']],
    ['Tyne & Wear', ['Tyne and Wear']],
    ['Berkshire/Hampshire border', ['Berkshire']],
    ['Dublin, Ireland', ['Dublin']],
    ['Cambridge, MA', ['Cambridge']],
    ['Newark, DE', ['Delaware']],
    ['Amsterdam', ['Amsterdam']],
    ['Paris, France', ['Paris']],
    ['Edinburgh Technopark', ['Edinburgh']],
    ['', []],
    ['Various', []],
  ]
  for (const [location, want] of rows)
    it(`reads "${location}" as ${want.join(' + ') || 'nothing'}`, () => assert.deepEqual(names({ location }), want))

  it('knows region, country and spot', () => {
    const [leeds] = read({ location: 'Leeds' })?.value ?? []
    assert.deepEqual(leeds && { ...leeds, lat: Math.round(leeds.lat ?? 0), lon: Math.round(leeds.lon ?? 0) }, {
      name: 'Leeds',
      kind: 'town',
      region: 'Yorkshire and the Humber',
      country: 'GB',
      lat: 54,
      lon: -2,
    })
    assert.equal(read({ location: 'Cambridge, MA' })?.value[0]?.country, 'US')
    assert.equal(read({ location: 'Camden, London' })?.value[0]?.kind, 'borough')
    assert.equal(read({ location: 'Newport, Gwent' })?.value[0]?.region, 'Wales')
  })
})

it('believes the town of the office one is based at before the location field', () => {
  const based = (description: string) => names({ location: 'Kircubbin', description })
  assert.deepEqual(based("A role in our risk team, based in Fenmoor Hale's Belfast office, for six months."), ['Belfast'])
  assert.deepEqual(based('Three days a week from the Leeds office.'), ['Leeds'])
  assert.deepEqual(based('Based in our Head Office.'), ['Kircubbin'])
  assert.deepEqual(based('Fenmoor Hale has a Belfast office.'), ['Kircubbin'])
})

describe('the text', () => {
  const rows: [what: string, raw: Partial<RawPosting>, want: string[]][] = [
    ['wins where its label disagrees with the field', { location: 'London, UK', description: 'Location: Leeds. Rate: £500.' }, ['Leeds']],
    ['says more than a country', { location: 'UK', description: 'Location: Truro | Rate: £500' }, ['Truro']],
    [
      'names further sites',
      { location: 'Manchester', description: 'Locations: Manchester, Glasgow or Truro (hybrid)' },
      ['Manchester', 'Glasgow', 'Truro'],
    ],
    ['opens the whole country', { location: 'London, UK', description: 'Location: Remote (UK)' }, ['United Kingdom']],
    ['does not widen the field', { location: 'Coventry', description: 'Location: West Midlands' }, ['Coventry']],
    ['ends its label at the next one', { location: '', description: 'Location: Derby Start Date: March Duration: 6 months' }, ['Derby']],
    ['is read without a label where nothing else is said', { description: 'The role is based in Selby or Goole.' }, ['Selby', 'Goole']],
    ['makes a county of the title exact', { title: 'P6 Planner - West Cumbria', description: 'Based in Whitehaven.' }, ['Whitehaven']],
    ['may name one place only', { description: 'A football club in Sunderland owns a ground and a car park.' }, ['Sunderland']],
    ['names two and decides nothing', { description: 'A ferry runs from Heysham near Lancaster to a dock in Belfast.' }, []],
    [
      'is not believed against the field when it only says where the client sits',
      { location: 'Leeds', description: 'Our client, based in Swansea, makes ladders.' },
      ['Leeds'],
    ],
  ]
  for (const [what, raw, want] of rows) it(what, () => assert.deepEqual(names(raw), want))
})

describe('a title', () => {
  const rows: [string, string[]][] = [
    ['Project Manager - Leeds', ['Leeds']],
    ['Truro - Project Manager', ['Truro']],
    ['Project Manager (Leeds, hybrid)', ['Leeds']],
    ['PMO Analyst, Crewe, £52ph', ['Crewe']],
    ['Project Manager Oxford', ['Oxford']],
    ['Leeds/hybrid 2 days', ['Leeds']],
    ['Project Manager - Sale', []],
    ['Change Manager', []],
  ]
  for (const [title, want] of rows) it(`"${title}" gives ${want.join(' + ') || 'nothing'}`, () => assert.deepEqual(names({ title }), want))
})

describe('a place somebody types', () => {
  const rows: [string, string | undefined][] = [
    ['leeds', 'Leeds'],
    [' Leeds ', 'Leeds'],
    ['Leeds, West Yorkshire', 'Leeds'],
    ['leeds city centre', 'Leeds'],
    ['SW1', 'Westminster (SW1)'],
    ['sw1a 1aa', 'Westminster (SW1A)'],
    ['ls1', 'Leeds (LS1)'],
    ['Leeds (LS1)', 'Leeds (LS1)'],
    ['NE65 9XG', 'Morpeth (NE65)'],
    ['greater london', 'London'],
    ['herts', 'Hertfordshire'],
    ['yorkshire', 'Yorkshire and the Humber'],
    ['uk', 'United Kingdom'],
    ['newcastle', 'Newcastle upon Tyne'],
    ['canary wharf', 'Canary Wharf'],
    ['tower hamlets', 'Tower Hamlets'],
    ['Köln', 'Köln'],
    ['IR35', undefined],
    ['B2B', undefined],
    ['Atlantis', undefined],
    ['', undefined],
    ['x'.repeat(500), undefined],
  ]
  for (const [typed, want] of rows) it(`"${typed.slice(0, 24)}" is ${want ?? 'unknown'}`, () => assert.equal(placeNear(typed)?.name, want))

  it('is the Greater London region when that is what was typed, and the town otherwise', () => {
    assert.equal(placeNear('greater london')?.kind, 'region')
    assert.equal(placeNear('london')?.kind, 'town')
  })
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), text => void placeNear(text)),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => void read({ location: text, description: text })),
      { numRuns: 200 },
    )
  })
})

describe('miles between places', () => {
  const at = (name: string): Place => placeNear(name) ?? assert.fail(name)
  it('are those of the map, give or take a few', () => {
    const rows: [string, string, number][] = [
      ['Leeds', 'Bradford', 9],
      ['London', 'Edinburgh', 331],
      ['Reading', 'SL6', 12],
      ['Belfast', 'Dublin', 88],
    ]
    for (const [a, b, miles] of rows) assert.ok(Math.abs((milesBetween(at(a), at(b)) ?? 0) - miles) < 6, `${a}–${b}`)
  })
  it('are unknown without a spot', () =>
    assert.equal(milesBetween(at('Leeds'), { name: 'Nowhere', kind: 'town', country: 'GB' }), undefined))
})
