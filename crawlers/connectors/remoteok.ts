// Remote OK's public list. Measured on a captured answer. Their terms: name and link back, no hiding of the link. Salaries are annual
// dollars, 0 where none is stated; the first item of the list is a legal notice.
import { z } from 'zod'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'remoteok'

const Settings = z.object({
  /** Tags to search for, separated by commas; all adverts without. */
  tags: z.string().max(200).optional(),
})

const Job = z.object({
  id: z.union([z.string(), z.number().int()]),
  position: z.string(),
  company: z.string().nullish(),
  location: z.string().nullish(),
  description: z.string().nullish(),
  date: z.string().nullish(),
  epoch: z.union([z.number(), z.string()]).nullish(),
  salary_min: z.number().nullish(),
  salary_max: z.number().nullish(),
  url: z.string(),
})
type Job = z.infer<typeof Job>

const Answer = z.array(z.unknown())

export const remoteok: Connector<z.infer<typeof Settings>> = {
  name: NAME,
  settings: Settings,
  start: ({ tags }) => [
    { url: `https://remoteok.com/api${tags ? `?tags=${encodeURIComponent(tags)}` : ''}`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  read(page) {
    const [list, flaws] = boardIn(page.body, Answer, NAME, { keys: ['id', 'position'], as: all => all })
    const jobs = list.filter(item => !isNotice(item))
    return { ...readItems(jobs, Job, NAME, toPosting, flaws), follow: [] }
  },
}

function isNotice(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'legal' in item && !('position' in item)
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.id,
    url: job.url,
    title: job.position,
    company: job.company,
    location: job.location?.replace(/,\s{0,3}$/, ''),
    description: job.description,
    payField: { min: job.salary_min, max: job.salary_max, currency: 'USD', period: 'year' },
    remote: 'remote',
    postedAt: job.date ?? job.epoch,
  })
}
