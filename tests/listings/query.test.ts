import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readCursor, writeCursor } from '../../listings/cursor.ts'
import { NO_FILTER, PARAMETERS, SORTS, isFiltered, parseQuery, queryString, withLeftOut } from '../../listings/query.ts'
import type { BoardQuery, ParsedQuery } from '../../listings/query.ts'

function parse(address: string): ParsedQuery {
  return parseQuery(new URLSearchParams(address))
}

/** Addresses in canonical order: each is its own canonical string. Those of the first version are what saved searches hold. */
const CANONICAL = [
  '',
  'q=pmo',
  'q=pmo&rate=500&unrated=1&engagement=outside,umbrella&discipline=pmo&seniority=lead,head&remote=hybrid&place=leeds&radius=50&within=7&sort=rate&page=3',
  'q=%22data+centre%22+-rail&engagement=inside,unstated&remote=remote,hybrid&onsite=2&place=York&term_min=3&term_max=12',
  'onsite=0&start=asap&clearance=sc&methods=prince2,scrum&sector=finance,rail,unstated&advertiser=direct&source=board-1,board-2',
  'start=2027-01-31&not_agency=Beck+%26+Rowntree&not_agency=hays&not_agency=Kestrel&not_words=night+shifts&unstated=onsite,start&sort=closing',
]

describe('an address', () => {
  for (const address of CANONICAL) {
    test(`?${address} is kept as it is`, () => {
      const { query, remarks } = parse(address)
      assert.deepEqual(remarks, [])
      assert.equal(queryString(query), address)
    })
  }

  test('names what is left out once, however often it is spelt, and in its first spelling', () => {
    const { query } = parse('not_agency=Kestrel+Ltd&not_agency=HAYS&not_agency=kestrel+ltd&not_agency=Hays')
    assert.equal(queryString(query), 'not_agency=HAYS&not_agency=Kestrel+Ltd')
    const again = withLeftOut(query, { notAgency: ['Hays'], notWords: ['nights'] })
    assert.equal(queryString(again), 'not_agency=Hays&not_agency=Kestrel+Ltd&not_words=nights')
  })

  test('in any order, with defaults and repeated lists, becomes the canonical one', () => {
    const { query } = parse('sort=fit&page=1&engagement=umbrella&engagement=outside&q=+pmo++lead+&radius=10&rate=&within=7')
    assert.equal(queryString(query), 'q=pmo+lead&engagement=outside,umbrella&within=7')
  })

  test('says what it asks for in the schema of every parameter', () => {
    assert.equal(new Set(PARAMETERS.map(one => one.name)).size, PARAMETERS.length)
    for (const { name, about, schema } of PARAMETERS) assert.ok(about !== '' && !schema.safeParse(undefined).success, name)
  })

  test('filters when it leaves a role out, not when it widens or orders', () => {
    for (const address of ['sort=rate&page=2', 'unrated=1', 'unstated=start', 'radius=50']) assert.ok(!isFiltered(parse(address).query))
    for (const address of ['q=x', 'onsite=3', 'clearance=none', 'not_words=rail', 'source=a']) assert.ok(isFiltered(parse(address).query))
  })

  test('W3: a page behind all numbers is the last of them, and named', () => {
    for (const n of [401, 999, 999_999]) {
      const { query, remarks } = parse(`q=pmo&page=${n}`)
      assert.equal(queryString(query), 'q=pmo&page=400')
      assert.match(remarks.join(), /from 1 to 400: this is page 400/)
    }
  })

  test('a least length above the most is turned round, and named', () => {
    const { query, remarks } = parse('term_min=12&term_max=3')
    assert.equal(queryString(query), 'term_min=3&term_max=12')
    assert.deepEqual(remarks, ['term_min was more than term_max: they were taken the other way round, from 3 to 12 months'])
    for (const right of ['term_min=6&term_max=6', 'term_min=12', 'term_max=3']) assert.deepEqual(parse(right).remarks, [])
  })

  test('W3: what cannot be used is left out, named, and no part of the canonical address', () => {
    const odd: [string, RegExp][] = [
      ...['rate=NaN', 'rate=-1', 'rate=1e308', 'rate=1,000', 'rate=٥٠٠', 'rate=500;drop'].map(
        one => [one, /rate is a day rate/] as [string, RegExp],
      ),
      ...['page=0', 'page=-1', 'page=1e9', 'page=9007199254740993'].map(one => [one, /page is a number/] as [string, RegExp]),
      ['engagement=beside', /engagement can be .*“beside” was left out/],
      ['methods=hope', /methods can be/],
      ['onsite=6', /onsite is the most days/],
      ['start=2027-02-30', /start is asap/],
      ['start=tomorrow', /start is asap/],
      ['clearance=SC', /clearance is what you hold: none, bpss/],
      ['source=../x', /source is the name/],
      ['utm_source=mail', /“utm_source” is not something/],
      ['q[a]=1', /“q\[a\]” is not something/],
      ['__proto__=1', /“__proto__” is not something/],
      ['constructor=1', /“constructor” is not something/],
    ]
    for (const [address, remark] of odd) {
      const { query, remarks, fault } = parse(address)
      assert.match(remarks.join(), remark, address)
      assert.deepEqual(query, NO_FILTER, address)
      assert.equal(queryString(query), '', address)
      assert.equal(fault, undefined)
    }
  })

  test('a day rate is read as people write it, and one out of bounds is named with the bounds', () => {
    for (const written of ['600', '£600', '£600pd', '600/day', '£ 600 a day', '600 per day', '600 p/d', '600pd'])
      assert.deepEqual(parse(`rate=${encodeURIComponent(written)}`), { query: { ...NO_FILTER, rate: 600 }, remarks: [] }, written)
    for (const odd of ['999999999', '6000', '600 an hour', '£60ph', '600k', '$600'])
      assert.deepEqual(
        parse(`rate=${encodeURIComponent(odd)}`).remarks,
        [`rate is a day rate in pounds from 1 to 5,000, such as rate=500; “${odd}” was left out`],
        odd,
      )
  })

  test('of several values where there is room for one the last is taken, and the others are named', () => {
    const twice = parse('place=leeds&place=manchester&rate=600&rate=500&rate=500')
    assert.equal(queryString(twice.query), 'rate=500&place=manchester')
    assert.deepEqual(twice.remarks, [
      'place has room for one: “manchester” was taken, “leeds” left out',
      'rate has room for one: “500” was taken, “600” left out',
    ])
    for (const fine of ['place=leeds&place=leeds', 'place=&place=leeds', 'engagement=inside&engagement=outside', 'not_words=a&not_words=b'])
      assert.deepEqual(parse(fine).remarks, [], fine)
  })

  test('of several places in one the first is taken, and the others are named', () => {
    const read = (typed: string): [string, string] => {
      const { query, remarks } = parse(`place=${encodeURIComponent(typed)}`)
      return [query.place, remarks.join()]
    }
    const named = (rest: string): string => `place is one place at a time; “${rest}” was left out`
    for (const [typed, first, rest] of [
      ['Manchester, Leeds', 'Manchester', 'Leeds'],
      ['leeds/manchester', 'leeds', 'manchester'],
      ['Leeds or Hull and York', 'Leeds', 'Hull, York'],
      ['Wells, Somerset / Leeds', 'Wells, Somerset', 'Leeds'],
      ['Manchester, Xyzzy', 'Manchester', 'Xyzzy'],
    ] as const)
      assert.deepEqual(read(typed), [first, named(rest)], typed)
    for (const one of [
      'Wells, Somerset',
      'Hulme, Manchester',
      'Tyne and Wear',
      'Xyzzy, Leeds',
      'Paris, France',
      'Atlantis, Lemuria',
      'Leeds, hybrid',
    ])
      assert.deepEqual(read(one), [one, ''], one)
  })

  test('W2: odd words are words', () => {
    const read = (q: string): string => parse(`q=${q}`).query.q
    assert.equal(read('%00a%00b'), 'a b')
    assert.equal(read('%ED%A0%80x'), 'x')
    assert.equal(read('a&q=b'), 'b')
    assert.equal(read('%'), '%')
    assert.equal(read("' or 1=1--"), "' or 1=1--")
    assert.equal(read('x'.repeat(20_000)).length, 200)
    assert.equal(parse(Array.from({ length: 2_000 }, (_, n) => `x${n}=1`).join('&')).remarks.length, 8)
  })

  test('W4: a cursor leads on in its own order; a changed one is a fault and not a guess', () => {
    const cursor = writeCursor('rate', { key: 550, at: 1_763_850_000_123_456, id: 42 })
    assert.equal(parse(`sort=rate&after=${cursor}`).fault, undefined)
    assert.deepEqual(readCursor(cursor, 'rate'), { key: 550, at: 1_763_850_000_123_456, id: 42 })
    for (const changed of [
      `after=${cursor}`,
      `sort=closing&after=${cursor}`,
      `sort=rate&after=${cursor.replace('550', '551')}`,
      'after=1',
      'after=%00x',
    ])
      assert.match(parse(changed).fault ?? '', /Start again from the first page/, changed)
  })
})

const lists: Record<string, readonly string[]> = {
  engagement: ['outside', 'unstated'],
  remote: ['remote', 'onsite'],
  methods: ['prince2', 'safe'],
  source: ['a', 'b-2'],
}

test('whatever a query holds comes back from its string', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 })
  const some = (name: string): fc.Arbitrary<string[]> => fc.subarray([...(lists[name] ?? [])])
  const queries = fc.record({
    q: text,
    rate: fc.option(fc.integer({ min: 1, max: 5_000 })),
    engagement: some('engagement'),
    remote: some('remote'),
    methods: some('methods'),
    source: some('source'),
    onsite: fc.option(fc.integer({ min: 0, max: 5 })),
    place: text,
    notAgency: fc.array(text, { maxLength: 3 }),
    notWords: fc.array(text, { maxLength: 3 }),
    sort: fc.constantFrom(...SORTS),
    page: fc.integer({ min: 1, max: 400 }),
  })
  fc.assert(
    fc.property(queries, made => {
      const once = queryString(parse(queryString({ ...NO_FILTER, ...made } as BoardQuery)).query)
      assert.equal(queryString(parse(once).query), once)
    }),
    { numRuns: 500 },
  )
})

test('a string says its own query, whichever was spelled before it', () => {
  const spelled = [...CANONICAL, ...CANONICAL.toReversed()]
  for (const address of spelled) {
    const { query } = parseQuery(new URLSearchParams(address))
    assert.equal(queryString(query), address)
    assert.equal(queryString({ ...query, place: '' }).includes('radius'), false)
    assert.equal(queryString(NO_FILTER), '')
    assert.equal(queryString({ ...query, methods: [], sort: 'fit' }), address.replace(/&?\b(?:methods|sort)=[^&]*/g, '').replace(/^&/, ''))
    assert.equal(queryString(query), address)
  }
})

test('W3: an address never throws, whatever is in it', () => {
  const params = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS.map(one => one.name)), fc.string()), fc.string({ unit: 'binary', maxLength: 300 })),
  )
  fc.assert(
    fc.property(params, pairs => {
      const { query } = parseQuery(new URLSearchParams(pairs))
      assert.equal(queryString(parse(queryString({ ...query, after: '' })).query), queryString({ ...query, after: '' }))
    }),
    { numRuns: 500 },
  )
})
