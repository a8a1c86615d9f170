// Jobicy's public list. Measured on captured answers. Their terms: a few calls a day, link back.
import { z } from 'zod'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { Stated } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'jobicy'

const Settings = z.object({
  count: z.number().int().min(1).max(100).default(100),
  /** A region's slug (`uk`, `europe`), as Jobicy spells it. */
  geo: z.string().max(50).optional(),
  industry: z.string().max(50).optional(),
  /** Searches title and text. */
  tag: z.string().max(100).optional(),
})

const Amount = z.union([z.number(), z.string()]).nullish()
const Words = z.union([z.string(), z.array(z.string())]).nullish()

const Job = z.object({
  id: z.union([z.number().int(), z.string()]),
  url: z.string(),
  jobTitle: z.string(),
  companyName: z.string().nullish(),
  jobType: Words,
  jobGeo: Words,
  jobExcerpt: z.string().nullish(),
  jobDescription: z.string().nullish(),
  pubDate: z.string().nullish(),
  annualSalaryMin: Amount,
  annualSalaryMax: Amount,
  salaryMin: Amount,
  salaryMax: Amount,
  salaryCurrency: z.string().nullish(),
  salaryPeriod: z.string().nullish(),
})
type Job = z.infer<typeof Job>

const Answer = z.object({ jobs: z.array(z.unknown()) })

export const jobicy: Connector<z.infer<typeof Settings>> = {
  name: NAME,
  settings: Settings,
  start({ count, geo, industry, tag }) {
    const query = new URLSearchParams({ count: String(count), ...(geo && { geo }), ...(industry && { industry }), ...(tag && { tag }) })
    return [{ url: `https://jobicy.com/api/v2/remote-jobs?${query.toString()}`, label: 'list', maxBytes: FEED_MAX_BYTES }]
  },
  read(page, { count }) {
    const [{ jobs }, flaws] = boardIn(page.body, Answer, NAME, { keys: ['url', 'jobTitle'], as: all => ({ jobs: all }) })
    return { ...readItems(jobs, Job, NAME, toPosting, flaws), follow: [], ...(jobs.length >= count && { more: true }) }
  },
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.id,
    url: job.url,
    title: job.jobTitle,
    company: job.companyName,
    location: job.jobGeo,
    description: job.jobDescription || job.jobExcerpt,
    payField: payOf(job),
    contract: job.jobType,
    remote: 'remote',
    postedAt: job.pubDate,
  })
}

/** The older fields say in their name that they are annual; the newer ones have their period beside them. */
function payOf(job: Job): Stated['payField'] {
  const isAnnual = Boolean(Number(job.annualSalaryMin) || Number(job.annualSalaryMax))
  if (isAnnual) return { min: job.annualSalaryMin, max: job.annualSalaryMax, currency: job.salaryCurrency, period: 'year' }
  return { min: job.salaryMin, max: job.salaryMax, currency: job.salaryCurrency, period: job.salaryPeriod }
}
