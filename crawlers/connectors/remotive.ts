// Remotive's public list. Measured on captured answers. Their terms: at most four calls a day, name and link back.
import { z } from 'zod'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'remotive'

const Settings = z.object({
  /** Words to search for; all adverts without. */
  search: z.string().max(100).optional(),
  /** A category's slug, such as `project-management`. */
  category: z.string().max(100).optional(),
})

const Job = z.object({
  id: z.union([z.number().int(), z.string()]),
  url: z.string(),
  title: z.string(),
  company_name: z.string().nullish(),
  job_type: z.string().nullish(),
  publication_date: z.string().nullish(),
  candidate_required_location: z.string().nullish(),
  salary: z.string().nullish(),
  description: z.string().nullish(),
})
type Job = z.infer<typeof Job>

const Answer = z.object({ jobs: z.array(z.unknown()) })

export const remotive: Connector<z.infer<typeof Settings>> = {
  name: NAME,
  settings: Settings,
  start({ search, category }) {
    const query = new URLSearchParams({ ...(category && { category }), ...(search && { search }) }).toString()
    return [{ url: `https://remotive.com/api/remote-jobs${query && `?${query}`}`, label: 'list', maxBytes: FEED_MAX_BYTES }]
  },
  read(page) {
    const [{ jobs }, flaws] = boardIn(page.body, Answer, NAME, { keys: ['id', 'url', 'title'], as: all => ({ jobs: all }) })
    return { ...readItems(jobs, Job, NAME, toPosting, flaws), follow: [] }
  },
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.id,
    url: job.url,
    title: job.title,
    company: job.company_name,
    location: job.candidate_required_location,
    description: job.description,
    pay: job.salary,
    contract: job.job_type?.replaceAll('_', ' '),
    remote: 'remote',
    postedAt: job.publication_date,
  })
}
