// One advert of the sample boards: what a board publishes, and, unpublished, what an honest reader makes of it.
import type { ClearanceLevel, ContractKind, DayRate, Discipline, Engagement, Refusal, Remote, Seniority } from '../../listings/card.ts'

/** How a board lays the body out; see markup.ts. `html` is sent as it stands. */
export type Form = 'tidy' | 'bold' | 'breaks' | 'block' | 'pasted' | 'html'

export interface SampleAdvert {
  id: string
  title: string
  /** Who signs the advert: an agency, or the employer itself. */
  company: string
  /** "Town, County", or '' where the board prints none. */
  location: string
  postedDaysAgo: number
  form: Form
  /** Light markup: blank lines part paragraphs, `# ` makes a heading, `- ` an item. */
  body: string
  fields?: SampleFields
  /** Which opening this really is. Adverts with one role are the same role. Never served. */
  role: string
  /** What the advert says, read by a person. Never served. */
  expect: Expectation
}

/** Values a board states beside the text; each board prints those it knows. */
export interface SampleFields {
  metadata?: { name: string; value: string }[]
  employmentType?: string | string[]
  baseSalary?: {
    currency: string
    unitText?: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
    value?: number
    minValue?: number
    maxValue?: number
  }
  /** Days from now until the advert closes; negative = closed already. */
  closesInDays?: number
  telecommute?: true
  /** How the page wraps its JSON-LD. */
  shape?: 'plain' | 'graph' | 'array'
  /** The page is sent in windows-1252 and says so in its markup only. */
  legacyCharset?: true
}

/**
 * What the card must say. For an advert that is shown, an absent key means the card must not have that tag (read, never guess), with two
 * exceptions: `place` is compared only where given, and `contract` left out means a contract. `'any'` = the advert leaves room for more
 * than one reading.
 */
export interface Expectation {
  refused?: Refusal['reason']
  /** An end left out is not compared (several rates for several routes); null must be null. Currency GBP unless given. */
  dayRate?: { min?: number | null; max?: number | null; basis: DayRate['basis']; currency?: string }
  engagement?: Engagement | 'any'
  contract?: ContractKind
  discipline?: Discipline
  seniority?: Seniority
  place?: string
  remote?: Remote
  termMonths?: number
  /** ISO date. */
  termEnd?: string
  clearance?: { level: ClearanceLevel; mode?: 'required' | 'eligible' }
  steppingStone?: 'pmo-doing-pm-work' | 'pm-taking-pmo-people'
}
