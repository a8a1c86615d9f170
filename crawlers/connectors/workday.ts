// Workday career sites: a list twenty at a time that names the adverts, and a page of each with its text. Measured on captured lists and a
// detail. Beyond some two thousand adverts the list answers with nothing, so a larger site is read by the values of one of its own filters.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { checkShape, findItems, parseJson, readItems } from '../json-board.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'

const NAME = 'workday'
const PAGE_SIZE = 20
const LAST_OFFSET = 2_000

const Settings = z.object({
  /** Such as acme.wd3.myworkdayjobs.com. */
  host: z.string().regex(/^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}$/i),
  tenant: z.string().regex(/^[\w-]{1,100}$/),
  site: z.string().regex(/^[\w-]{1,100}$/),
  search: z.string().max(100).default(''),
  /** The company, where details leave it out. */
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

const Listed = z.object({
  title: z.string(),
  externalPath: z.string(),
  locationsText: z.string().nullish(),
  remoteType: z.string().nullish(),
  timeType: z.string().nullish(),
  /** The requisition's number, first of the fields a site chose to show. */
  bulletFields: z.array(z.string()).nullish(),
})
/** A filter: its values with how many adverts each has. Filters of places are groups of filters. */
const Filter = z.object({
  facetParameter: z.string(),
  values: z.array(
    z.object({
      id: z.string().nullish(),
      count: z.number().nullish(),
      facetParameter: z.string().nullish(),
      values: z.array(z.object({ id: z.string().nullish(), count: z.number().nullish() })).nullish(),
    }),
  ),
})
const List = z.object({ total: z.number(), jobPostings: z.array(z.unknown()), facets: z.array(z.unknown()).nullish() })

const Detail = z.object({
  jobPostingInfo: z.object({
    title: z.string(),
    jobReqId: z.string(),
    jobDescription: z.string().nullish(),
    location: z.string().nullish(),
    additionalLocations: z.array(z.string()).nullish(),
    remoteType: z.string().nullish(),
    timeType: z.string().nullish(),
    /** The day the advert was put up. */
    startDate: z.string().nullish(),
    endDate: z.string().nullish(),
    externalUrl: z.string(),
  }),
  hiringOrganization: z.object({ name: z.string().nullish() }).nullish(),
})

/** A language may stand before the site's name. */
const SITE = /\/\/([\w-]{1,100})\.(wd\d{1,4})\.myworkdayjobs\.com\/(?:[a-z]{2}-[A-Z]{2}\/|wday\/cxs\/[\w-]{1,100}\/)?([\w-]{1,100})/g

/** Sites of several customers at one host. */
const SHARED_SITE = /\/\/(wd\d{1,4}\.myworkdaysite\.com)\/(?:[a-z]{2}-[A-Z]{2}\/)?(?:recruiting|wday\/cxs)\/([\w-]{1,100})\/([\w-]{1,100})/g

export const workday: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const [, tenant, shard, site] = boardNamed(look, SITE) ?? []
    if (tenant && shard && site) return [{ host: `${tenant}.${shard}.myworkdayjobs.com`, tenant, site }]
    const [, host, customer, own] = boardNamed(look, SHARED_SITE) ?? []
    return host && customer && own ? [{ host, tenant: customer, site: own }] : []
  },
  start: settings => [listAt(settings, 0)],
  read(page, settings) {
    const answer = parseJson(page.body, NAME)
    const [detail] = findItems(answer, ['jobPostingInfo'])
    if (detail !== undefined) return fromDetail(checkShape(Detail, detail, NAME), settings)
    const [list = answer] = findItems(answer, ['jobPostings'])
    return fromList(checkShape(List, list, NAME), page, settings)
  },
}

function apiOf({ host, tenant, site }: Settings): string {
  return `https://${host}/wday/cxs/${tenant}/${site}`
}

type Filters = Record<string, string[]>

function listAt(settings: Settings, offset: number, appliedFacets: Filters = {}): PageRequest {
  return {
    url: `${apiOf(settings)}/jobs`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appliedFacets, limit: PAGE_SIZE, offset, searchText: settings.search }),
    label: 'list',
  }
}

function fromList({ total, jobPostings, facets }: z.infer<typeof List>, page: Page, settings: Settings): Reading {
  const site = settings.site ?? /\/wday\/cxs\/[\w-]{1,100}\/([\w-]{1,100})\//.exec(page.url)?.[1] ?? ''
  const { postings, flaws } = readItems(jobPostings, Listed, NAME, job =>
    rawPosting({
      externalId: job.bulletFields?.[0] ?? job.externalPath,
      url: new URL(`/${site}${job.externalPath}`, page.url).href,
      title: job.title,
      company: settings.company,
      location: job.locationsText,
      contract: job.timeType,
      remote: remoteOf(job.remoteType),
    }),
  )
  const details = postings.map(({ url, externalId }) => ({
    url: `${apiOf(settings)}${new URL(url).pathname.slice(`/${site}`.length)}`,
    label: 'detail',
    externalId,
  }))
  const { offset, appliedFacets } = askedOf(page)
  const split = total > LAST_OFFSET && Object.keys(appliedFacets).length === 0 ? partsOf(facets ?? [], total) : []
  if (split.length > 0)
    return { postings: [], stubs: postings, flaws, follow: [...details, ...split.map(part => listAt(settings, 0, part))] }
  const next = offset + jobPostings.length
  const more = jobPostings.length === PAGE_SIZE && next < Math.min(total, LAST_OFFSET) ? [listAt(settings, next, appliedFacets)] : []
  const isCut = total > LAST_OFFSET && next >= LAST_OFFSET
  const cut = isCut ? [`The site has ${total} adverts and shows the first ${LAST_OFFSET}`] : []
  return { postings: [], stubs: postings, flaws: [...flaws, ...cut], follow: [...details, ...more], ...(isCut && { more: true }) }
}

/** The values of the first filter that has all adverts between its values, and nowhere more than a list shows. */
function partsOf(facets: unknown[], total: number): Filters[] {
  for (const facet of facets) {
    const filter = Filter.safeParse(facet)
    if (!filter.success) continue
    const { facetParameter, values } = filter.data
    const groups = values.flatMap(({ facetParameter: inner, values: own }) => (inner && own ? [{ name: inner, values: own }] : []))
    for (const { name, values: own } of groups.length > 0 ? groups : [{ name: facetParameter, values }]) {
      const counts = own.map(({ count }) => count ?? 0)
      const all = counts.reduce((sum, count) => sum + count, 0)
      if (own.length > 1 && all >= total && counts.every(count => count <= LAST_OFFSET))
        return own.flatMap(({ id, count }) => (id && count ? [{ [name]: [id] }] : []))
    }
  }
  return []
}

const Asked = z.object({ offset: z.number(), appliedFacets: z.record(z.string(), z.array(z.string())) })

function askedOf(page: Page): z.infer<typeof Asked> {
  const asked = Asked.safeParse(page.request.body === undefined ? {} : JSON.parse(page.request.body))
  return asked.success ? asked.data : { offset: 0, appliedFacets: {} }
}

function fromDetail({ jobPostingInfo: job, hiringOrganization }: z.infer<typeof Detail>, settings: Settings): Reading {
  const posting = rawPosting({
    externalId: job.jobReqId,
    url: job.externalUrl,
    title: job.title,
    company: hiringOrganization?.name || settings.company,
    location: [job.location, ...(job.additionalLocations ?? [])].filter(Boolean).join('; '),
    description: job.jobDescription,
    contract: job.timeType,
    remote: remoteOf(job.remoteType),
    postedAt: job.startDate,
    closesAt: job.endDate,
  })
  return { postings: [posting], follow: [] }
}
