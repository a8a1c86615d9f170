// The board's rows for machines: JSON for programs, CSV for spreadsheets. The same query, the same words.
import { z } from 'zod'
import { DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import type { ContractCard, Pay, Place } from '../listings/card.ts'
import type { BoardRow } from '../db/search.ts'
import { clearanceLabel, engagementLabel, levelLabel, payLabel, placeLabel, rateLabel, startLabel, termLabel } from './labels.ts'
import type { Site } from './page.ts'

const rate = z.object({ min: z.number().nullable(), max: z.number().nullable(), currency: z.string() })

/** A role as `/.json` gives it, for the description of the API. What no advert states is null. */
export const LISTING_SCHEMA = z.object({
  slug: z.string(),
  url: z.url(),
  title: z.string(),
  rate: z.string().describe('The rate as the board shows it'),
  dayRate: rate.extend({ basis: z.enum(['stated', 'estimated']) }).nullable(),
  pay: rate
    .extend({ period: z.enum(['hour', 'day', 'week', 'month', 'year', 'fixed']) })
    .loose()
    .nullable()
    .describe('As advertised'),
  engagement: z.enum(ENGAGEMENTS).nullable().describe('What the advert claims about IR35'),
  contract: z.string().nullable(),
  discipline: z.enum(DISCIPLINES).nullable(),
  seniority: z.enum(SENIORITIES).nullable(),
  modifier: z.string().nullable(),
  months: z.number().nullable(),
  monthsMax: z.number().nullable(),
  endDate: z.string().nullable(),
  extension: z.boolean(),
  start: z.string().nullable().describe('asap, an ISO day or month, or the advert’s own words'),
  daysPerWeek: z.number().nullable(),
  remote: z.enum(REMOTES).nullable(),
  onSiteDaysPerWeek: z.number().nullable(),
  places: z.array(z.object({ name: z.string(), kind: z.string() }).loose()),
  clearance: z.object({ level: z.string(), mode: z.string().nullable() }).nullable(),
  methods: z.array(z.string()),
  tools: z.array(z.string()),
  sector: z.enum(SECTORS).nullable(),
  advertisers: z.array(z.string()),
  adverts: z.int(),
  sources: z.array(z.string()),
  firstSeenAt: z.iso.datetime(),
  closesAt: z.iso.datetime().nullable(),
  sample: z.boolean(),
})

export interface ListingJson extends Omit<z.infer<typeof LISTING_SCHEMA>, 'pay' | 'places'> {
  pay: Pay | null
  places: Place[]
}

export function listingJson(site: Pick<Site, 'publicUrl'>, row: BoardRow): ListingJson {
  const { card } = row
  return {
    slug: row.slug,
    url: `${site.publicUrl}/roles/${row.slug}`,
    title: row.title,
    rate: rateLabel(card).words,
    ...factsJson(card),
    advertisers: row.advertisers,
    adverts: row.adverts,
    sources: row.sources,
    firstSeenAt: row.firstSeenAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    sample: row.sample,
  }
}

type Facts = Omit<
  ListingJson,
  'slug' | 'url' | 'title' | 'rate' | 'advertisers' | 'adverts' | 'sources' | 'firstSeenAt' | 'closesAt' | 'sample'
>

function factsJson(card: ContractCard): Facts {
  const { dayRate, seniority, term, remote, clearance } = card
  return {
    dayRate: dayRate ? { min: dayRate.min, max: dayRate.max, currency: dayRate.currency, basis: dayRate.basis } : null,
    pay: card.pay?.main ?? null,
    engagement: card.engagement?.value ?? null,
    contract: card.contract?.value ?? null,
    discipline: card.discipline?.value ?? null,
    seniority: seniority?.rung ?? null,
    modifier: seniority?.modifier ?? null,
    months: term?.months ?? null,
    monthsMax: term?.monthsMax ?? null,
    endDate: term?.endDate ?? null,
    extension: term?.extension ?? false,
    start: card.start?.value ?? null,
    daysPerWeek: card.daysPerWeek?.value ?? null,
    remote: remote?.value ?? null,
    onSiteDaysPerWeek: remote?.onSiteDaysPerWeek ?? null,
    places: card.places?.value ?? [],
    clearance: clearance ? { level: clearance.level, mode: clearance.mode } : null,
    methods: card.methods?.value ?? [],
    tools: card.tools?.value ?? [],
    sector: card.sector?.value ?? null,
  }
}

const COLUMNS: [string, (row: BoardRow, site: Site) => string | number | null][] = [
  ['title', row => row.title],
  ['day rate from', row => row.card.dayRate?.min ?? null],
  ['day rate to', row => row.card.dayRate?.max ?? null],
  ['currency', row => row.card.dayRate?.currency ?? null],
  ['day rate is', row => row.card.dayRate?.basis ?? 'not stated'],
  ['pay as advertised', row => (row.card.pay ? payLabel(row.card.pay.main) : '')],
  ['IR35 as claimed', row => engagementLabel(row.card).words],
  ['level', row => levelLabel(row.card)],
  ['place', row => placeLabel(row.card)],
  ['length', row => (row.card.term ? termLabel(row.card.term) : '')],
  ['start', row => (row.card.start ? startLabel(row.card.start.value) : '')],
  ['clearance', row => (row.card.clearance ? clearanceLabel(row.card.clearance) : '')],
  ['advertised by', row => row.advertisers.join('; ')],
  ['adverts', row => row.adverts],
  ['first seen', row => row.firstSeenAt.toISOString()],
  ['closes', row => row.closesAt?.toISOString() ?? null],
  ['address', (row, site) => `${site.publicUrl}/roles/${row.slug}`],
  ['sample', row => (row.sample ? 'yes' : 'no')],
]

/** The first line of the export, with the byte order mark that makes Excel read UTF-8. */
export function csvHead(): string {
  return `\uFEFF${COLUMNS.map(([name]) => csvCell(name)).join(',')}\r\n`
}

export function csvLine(site: Site, row: BoardRow): string {
  return `${COLUMNS.map(([, value]) => csvCell(value(row, site))).join(',')}\r\n`
}

/** RFC 4180 quoting; a text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^\s{0,20}[=+\-@\t\r\n＝＋－＠]/u.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}
