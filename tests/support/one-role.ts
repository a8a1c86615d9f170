// Adverts of one role as several agencies word it, in our own words: which of them the rules hold for one is known.
import type { RawPosting } from '../../listings/posting.ts'
import { advert } from './adverts.ts'

/** Paragraphs that share no phrase: two adverts made of the same ones are copies, of different ones are strangers. */
const PARTS = [
  'You will run the cutover of a warehouse picking system in three depots, agree the freeze with the shift leads, and write the fallback that the night crew can follow without you.',
  'The steering group meets on alternate Tuesdays and wants a forecast it can trust, so earned value, a living assumptions log and blunt conversation about slippage belong to every week.',
  'Suppliers in Rotterdam and Gdansk deliver hardware against milestones, and somebody has to chase certificates, customs papers and firmware versions before the lorries leave.',
  'Expect to coach two junior colleagues, keep the benefits register honest after handover, and close the books on a predecessor programme that nobody has formally ended.',
  'The regulator asks for quarterly evidence, therefore traceability from requirement to test, a tidy decision record and calm answers in an audit room matter more than slides.',
  'Half of the estate still runs on paper tickets; mapping who signs what, on which floor and why, comes before any talk of tablets, scanners or the cloud.',
]

/** One paragraph by its number, 1 to 6. */
export function part(n: number): string {
  return PARTS[(n - 1) % PARTS.length] ?? ''
}

export interface RoleOver extends Partial<RawPosting> {
  /** Numbers of the paragraphs the advert is made of. */
  parts?: number[]
  /** "£550 per day". */
  rate?: string
  /** "outside IR35". */
  ir35?: string
}

/** A contract role in warehouse logistics. */
export function agencyAdvert(externalId: string, over: RoleOver = {}): RawPosting {
  const { parts = [1, 2], rate = '£550 per day', ir35 = 'outside IR35', ...rest } = over
  const location = rest.location ?? 'Leeds'
  return advert(externalId, {
    title: 'Programme Manager, warehouse cutover',
    location,
    description: `<p>6 month contract in ${location}. ${rate}, ${ir35}.</p>${parts.map(n => `<p>${part(n)}</p>`).join('')}`,
    ...rest,
  })
}

/** Three adverts: the rules hold the first two for different roles and the third for one role with both. */
export const BRIDGE = {
  one: (id: string, over: RoleOver = {}) => agencyAdvert(id, { title: 'Project Manager', parts: [1, 4], ...over }),
  other: (id: string, over: RoleOver = {}) =>
    agencyAdvert(id, { title: 'Project Manager', parts: [2, 5], company: 'Wren & Partner Talent', ...over }),
  both: (id: string, over: RoleOver = {}) =>
    agencyAdvert(id, { title: 'Project Manager', parts: [1, 2, 4, 5], company: 'Sedge Search', ...over }),
}
