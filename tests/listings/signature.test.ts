import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { signature } from '../../listings/sameness.ts'
import { advert } from '../support/ferry-role.ts'

const LABELS = ['Ref', 'Reference', 'Job ID', 'JobID', 'Req', 'Requisition no', 'Vacancy', 'Job no', 'Job ref', 'reference number']
const BEFORE = [
  'Location: York',
  'Locality: York',
  'You will be based in York',
  'Our office is in York',
  'The site at York',
  'The hub in York',
  'Place of work: York',
  'Hybrid from York',
  'On-site in York',
  'Onsite in York',
  'On site in York',
  'You travel to York',
  'Commuting to York',
  'This is a role in York',
  'This is a position in York',
  'You will work in York',
  'Working near York',
  'Remote or York',
  'Home-based near York',
  'A job in York',
  'Two days a week in York',
  'Our team is located in York',
  'You live within York',
]
const AFTER = [
  'York office',
  'York-based',
  'York hub',
  'York site',
  'York area',
  'York HQ',
  'York campus',
  'York headquarters',
  'York City Centre',
]

describe('a signature', () => {
  for (const label of LABELS)
    it(`has the reference behind “${label}”, in the text and in the title`, () => {
      assert.deepEqual(signature(advert({ description: `${label}: 20/931. Gates are replaced.` })).refs, ['20931'])
      assert.deepEqual(signature(advert({ title: `Project Manager (${label} 20/931)` })).refs, ['20931'])
    })
  it('has numbers of a requisition that stand alone, but no standard and no year', () => {
    const { refs } = signature(advert({ description: 'J13172 is what we call it. ISO27001 counts, FY2026 too.' }))
    assert.deepEqual(refs, ['J13172'])
  })
  for (const words of BEFORE)
    it(`has the place in “${words}”`, () => {
      const { stated } = signature(advert({ description: `Gates are replaced. ${words}. Barriers follow.` }))
      assert.ok(stated.some(place => place.name === 'york'))
    })
  for (const words of AFTER)
    it(`has the place in “the ${words}”`, () => {
      const { stated } = signature(advert({ description: `Gates are replaced for the ${words} this year.` }))
      assert.ok(stated.some(place => place.name === 'york'))
    })
})
