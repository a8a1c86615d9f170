// Arbeitnow's public list. Measured on captured answers. Pages by number with a `links.next` address.
import { z } from 'zod'
import type { Connector, Reading } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'arbeitnow'
const API = 'https://www.arbeitnow.com/api/job-board-api'

const Settings = z.object({
  /** How many pages of a hundred adverts to read at most, newest first. */
  pages: z.number().int().min(1).max(50).default(5),
})
type Settings = z.infer<typeof Settings>

const Job = z.object({
  slug: z.string(),
  title: z.string(),
  url: z.string(),
  company_name: z.string().nullish(),
  description: z.string().nullish(),
  remote: z.boolean().nullish(),
  job_types: z.array(z.string()).nullish(),
  location: z.string().nullish(),
  created_at: z.union([z.number(), z.string()]).nullish(),
})
type Job = z.infer<typeof Job>

const Answer = z.object({ data: z.array(z.unknown()), links: z.object({ next: z.string().nullish() }).nullish() })

export const arbeitnow: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  start: () => [{ url: API, label: 'list' }],
  read(page, { pages }) {
    const [answer, flaws] = boardIn(page.body, Answer, NAME, { keys: ['slug', 'title', 'url'], as: data => ({ data }) })
    return { ...readItems(answer.data, Job, NAME, toPosting, flaws), ...nextPage(answer.links?.next, pages) }
  },
}

/** Only a next page of the same board is followed, whatever the answer says. */
function nextPage(next: string | null | undefined, pages: number): Pick<Reading, 'follow' | 'more'> {
  const url = URL.parse(next ?? '')
  if (url === null || !url.href.startsWith(API)) return { follow: [] }
  if (Number(url.searchParams.get('page')) > pages) return { follow: [], more: true }
  return { follow: [{ url: url.href, label: 'list' }] }
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.slug,
    url: job.url,
    title: job.title,
    company: job.company_name,
    location: job.location,
    description: job.description,
    contract: job.job_types,
    remote: job.remote === true ? 'remote' : undefined,
    postedAt: job.created_at,
  })
}
