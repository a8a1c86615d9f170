// Ashby job boards: one JSON answer holds the board. Measured on captured boards.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'
import type { Stated } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'ashby'

const Settings = z.object({
  /** The last part of jobs.ashbyhq.com/… */
  board: z.string().regex(/^[\w.%-]{1,100}$/),
  /** The company: adverts do not name it. */
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

const Component = z.object({
  compensationType: z.string().nullish(),
  interval: z.string().nullish(),
  currencyCode: z.string().nullish(),
  minValue: z.number().nullish(),
  maxValue: z.number().nullish(),
})

const Job = z.object({
  id: z.string(),
  title: z.string(),
  jobUrl: z.string(),
  isListed: z.boolean().nullish(),
  isRemote: z.boolean().nullish(),
  workplaceType: z.string().nullish(),
  employmentType: z.string().nullish(),
  location: z.string().nullish(),
  secondaryLocations: z.array(z.object({ location: z.string().nullish() })).nullish(),
  publishedAt: z.string().nullish(),
  descriptionHtml: z.string().nullish(),
  descriptionPlain: z.string().nullish(),
  compensation: z.object({ compensationTierSummary: z.string().nullish(), summaryComponents: z.array(Component).nullish() }).nullish(),
})
type Job = z.infer<typeof Job>

const Board = z.object({ jobs: z.array(z.unknown()) })

const BOARD = /(?:jobs\.ashbyhq\.com\/|api\.ashbyhq\.com\/posting-api\/job-board\/)([\w.%-]{1,100})/gi

export const ashby: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const [, board] = boardNamed(look, BOARD) ?? []
    return board === undefined ? [] : [{ board }]
  },
  start: ({ board }) => [
    { url: `https://api.ashbyhq.com/posting-api/job-board/${board}?includeCompensation=true`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  read(page, { company }) {
    const [{ jobs }, flaws] = boardIn(page.body, Board, NAME, { keys: ['id', 'title', 'jobUrl'], as: all => ({ jobs: all }) })
    return { ...readItems(jobs, Job, NAME, job => (job.isListed === false ? undefined : toPosting(job, company)), flaws), follow: [] }
  },
}

function toPosting(job: Job, company: string | undefined): RawPosting {
  return rawPosting({
    externalId: job.id,
    url: job.jobUrl,
    title: job.title,
    company,
    location: [job.location, ...(job.secondaryLocations ?? []).map(other => other.location)],
    description: job.descriptionHtml || job.descriptionPlain,
    ...payOf(job),
    contract: job.employmentType,
    remote: remoteOf(job.workplaceType) ?? (job.isRemote ? 'remote' : undefined),
    postedAt: job.publishedAt,
  })
}

/** The span of all tiers, and the summary's words where no component has an amount. Equity and bonuses are not pay. */
function payOf({ compensation }: Job): Pick<Stated, 'pay' | 'payField'> {
  const salary = compensation?.summaryComponents?.find(one => one.compensationType === 'Salary' && (one.minValue || one.maxValue))
  if (salary === undefined) return { pay: compensation?.compensationTierSummary }
  return { payField: { min: salary.minValue, max: salary.maxValue, currency: salary.currencyCode, period: salary.interval } }
}
