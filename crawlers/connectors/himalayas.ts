// Himalayas' public list. Measured on a captured answer. Pages by offset, twenty adverts at a time whatever is asked.
import { z } from 'zod'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'himalayas'
const PAGE_SIZE = 20

const Settings = z.object({
  /** How many pages to read at most, newest first: the whole list is some hundred thousand adverts. */
  pages: z.number().int().min(1).max(200).default(20),
})
type Settings = z.infer<typeof Settings>

const Job = z.object({
  title: z.string(),
  companyName: z.string().nullish(),
  employmentType: z.string().nullish(),
  minSalary: z.number().nullish(),
  maxSalary: z.number().nullish(),
  salaryPeriod: z.string().nullish(),
  currency: z.string().nullish(),
  locationRestrictions: z.array(z.union([z.string(), z.object({ name: z.string() })])).nullish(),
  description: z.string().nullish(),
  excerpt: z.string().nullish(),
  pubDate: z.union([z.number(), z.string()]).nullish(),
  expiryDate: z.union([z.number(), z.string()]).nullish(),
  applicationLink: z.string(),
  guid: z.string(),
})
type Job = z.infer<typeof Job>

const Answer = z.object({ jobs: z.array(z.unknown()), totalCount: z.number().nullish() })

export const himalayas: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  start: () => [pageAt(0)],
  read(page, { pages }) {
    const [answer, flaws] = boardIn(page.body, Answer, NAME, { keys: ['title', 'companyName'], as: jobs => ({ jobs }) })
    return { ...readItems(answer.jobs, Job, NAME, toPosting, flaws), ...nextPage(page, answer, pages) }
  },
}

function pageAt(offset: number): PageRequest {
  return { url: `https://himalayas.app/jobs/api?limit=${PAGE_SIZE}&offset=${offset}`, label: 'list' }
}

function nextPage(page: Page, answer: z.infer<typeof Answer>, pages: number): Pick<Reading, 'follow' | 'more'> {
  const offset = Number(URL.parse(page.request.url)?.searchParams.get('offset') ?? 0) + answer.jobs.length
  const isLast = answer.jobs.length < PAGE_SIZE || offset >= (answer.totalCount ?? Infinity)
  if (isLast) return { follow: [] }
  return offset >= pages * PAGE_SIZE ? { follow: [], more: true } : { follow: [pageAt(offset)] }
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.guid,
    url: job.applicationLink,
    title: job.title,
    company: job.companyName,
    location: job.locationRestrictions?.map(place => (typeof place === 'string' ? place : place.name)),
    description: job.description || job.excerpt,
    payField: { min: job.minSalary, max: job.maxSalary, currency: job.currency, period: job.salaryPeriod },
    contract: job.employmentType,
    remote: 'remote',
    postedAt: job.pubDate,
    closesAt: job.expiryDate,
  })
}
