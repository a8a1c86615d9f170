// One contract role with its brief, the same brief in other words, and another one: what tests of sameness vary.
import { readPosting, type Posting, type RawPosting } from '../../listings/posting.ts'
import { compare, signature, type Comparison } from '../../listings/sameness.ts'

export const BRIEF =
  'The Harbour Crossing programme replaces the ticketing of eleven ferry routes. You will run three workstreams with suppliers in Rotterdam and Gdansk, keep the plan in Planview, chair the design authority and report to the sponsor each fortnight. Knowledge of contactless payment, barriers and passenger information is a must; experience of NEC4 is welcome.'
export const REWORDED =
  'Eleven ferry routes are getting new ticketing under Harbour Crossing. Running three workstreams, you chair the design authority, look after suppliers from Gdansk and Rotterdam, and update the sponsor every fortnight out of Planview. A must: contactless payment, passenger information, barriers. NEC4 experience welcome.'
export const OTHER_BRIEF =
  'A hospital trust moves its laboratories into one building. You plan the move of analysers and freezers, agree cut-over weekends with consultants and the estates department, and hold the contingency budget. Somebody who has commissioned a blood science laboratory will settle in fastest; accreditation under UKAS matters.'

export const ROLE: RawPosting = {
  externalId: '1',
  url: 'https://example.org/1',
  title: 'Payments Project Manager',
  company: 'Fenmoor Resourcing',
  location: 'Leeds',
  description: BRIEF,
  postedAt: '2026-03-02',
}

export function advert(changes: Partial<RawPosting> = {}): Posting {
  return readPosting({ ...ROLE, ...changes })
}

export function compared(a: Partial<RawPosting>, b: Partial<RawPosting> = {}): Comparison {
  return compare(signature(advert(a)), signature(advert(b)))
}
