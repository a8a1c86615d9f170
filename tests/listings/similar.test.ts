import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { SECTORS } from '../../listings/card.ts'
import { LIKE_ENOUGH, likeness } from '../../listings/similar.ts'
import type { RoleFacts } from '../../listings/similar.ts'

const NOTHING: RoleFacts = {
  discipline: 'project',
  seniority: null,
  rate: null,
  remote: null,
  region: null,
  lat: null,
  lon: null,
  engagement: null,
  sector: null,
  methods: [],
}
/** A project manager in Leeds at £500. */
const LEEDS: RoleFacts = { ...NOTHING, seniority: 4, rate: 500, region: 'Yorkshire and the Humber', lat: 53.8, lon: -1.55 }

const points = (role: RoleFacts, other: RoleFacts): number | undefined => likeness(role, other)?.points
const shared = (role: RoleFacts, other: RoleFacts): string[] => (likeness(role, other)?.shared ?? []).map(one => one.what)

describe('how like two roles are', () => {
  test('another discipline, none, and two rungs away are no likeness at all', () => {
    assert.equal(likeness(LEEDS, { ...LEEDS, discipline: 'pmo' }), undefined)
    assert.equal(likeness({ ...LEEDS, discipline: null }, { ...LEEDS, discipline: null }), undefined)
    assert.equal(likeness(LEEDS, { ...LEEDS, seniority: 6 }), undefined)
    assert.equal(likeness(LEEDS, { ...LEEDS, seniority: 2 }), undefined)
  })

  test('the same level, place and rate are most of it, and each is told', () => {
    assert.equal(points(LEEDS, LEEDS), 10)
    assert.deepEqual(shared(LEEDS, LEEDS), ['level', 'near', 'rate'])
    assert.equal(points(LEEDS, { ...LEEDS, seniority: 5 }), 8)
  })

  test('places count by miles, then by region; a remote role is near remote ones only', () => {
    const at = (lat: number, lon: number, region = LEEDS.region): RoleFacts => ({ ...LEEDS, lat, lon, region, rate: null })
    assert.deepEqual(
      likeness(LEEDS, at(53.79, -1.75))?.shared.find(one => one.what === 'near'),
      { what: 'near', miles: 8 },
      'Bradford',
    )
    assert.equal(points(LEEDS, at(53.38, -1.47)), 6, 'Sheffield, 29 miles')
    assert.equal(points(LEEDS, at(53.74, -0.34)), 5, 'Hull, the same region')
    assert.equal(points(LEEDS, at(51.5, -0.13, 'London')), 4)
    const remote: RoleFacts = { ...LEEDS, remote: 'remote' }
    assert.deepEqual(shared(remote, remote), ['level', 'remote', 'rate'])
    assert.deepEqual(shared(remote, LEEDS), ['level', 'rate'])
  })

  test('rates within a tenth are told, within a quarter only counted', () => {
    assert.deepEqual(shared({ ...NOTHING, rate: 500 }, { ...NOTHING, rate: 550 }), ['rate'])
    assert.equal(points({ ...NOTHING, rate: 500 }, { ...NOTHING, rate: 600 }), 1)
    assert.equal(points({ ...NOTHING, rate: 500 }, { ...NOTHING, rate: 700 }), 0)
    assert.equal(points({ ...NOTHING, rate: 500 }, NOTHING), 0, 'not stated is not low')
  })

  test('one level and nothing else is not enough; with a place, a rate or a sector it is', () => {
    const level = points({ ...NOTHING, seniority: 4 }, { ...NOTHING, seniority: 4 }) ?? 0
    assert.ok(level < LIKE_ENOUGH)
    for (const more of [{ rate: 500 }, { sector: 'rail' as const }, { remote: 'remote' }]) {
      const role = { ...NOTHING, seniority: 4, ...more }
      assert.ok((points(role, role) ?? 0) >= LIKE_ENOUGH, JSON.stringify(more))
    }
  })

  test('methods count twice at most and are named', () => {
    const role = { ...NOTHING, methods: ['prince2', 'msp', 'safe'] }
    assert.deepEqual(likeness(role, { ...role, methods: ['safe', 'msp', 'prince2', 'itil'] }), {
      points: 2,
      shared: [{ what: 'methods', methods: ['prince2', 'msp', 'safe'] }],
    })
  })

  test('two roles are as like either way round, and no role is liker than the same facts again', () => {
    const facts: fc.Arbitrary<RoleFacts> = fc.record({
      discipline: fc.constantFrom('project', 'pmo', null),
      seniority: fc.option(fc.nat(8)),
      rate: fc.option(fc.integer({ min: 1, max: 2_000 })),
      remote: fc.constantFrom('remote', 'hybrid', 'onsite', null),
      region: fc.constantFrom('London', 'Wales', null),
      lat: fc.option(fc.integer({ min: 50, max: 58 })),
      lon: fc.option(fc.integer({ min: -6, max: 1 })),
      engagement: fc.constantFrom('inside', 'outside', null),
      sector: fc.constantFrom(...SECTORS, null),
      methods: fc.subarray(['prince2', 'msp', 'safe', 'agile']),
    })
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        assert.equal(points(one, other), points(other, one))
        assert.ok((points(one, other) ?? 0) <= (points(one, one) ?? 0))
      }),
    )
  })
})
