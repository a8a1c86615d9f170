// Reed's search: a list a hundred at a time without the unit of pay, and a page of each advert with it. Shape-tested. Wants a key.
import { z } from 'zod'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { checkShape, parseJson, readItems } from '../json-board.ts'
import { basicKeyMark } from '../keys.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'reed'
const API = 'https://www.reed.co.uk'
const PAGE_SIZE = 100

const Settings = z.object({
  /** Another host with the same interface. */
  api: z.url({ protocol: /^https?$/ }).default(API),
  keywords: z.string().min(2).max(100),
  pages: z.number().int().min(1).max(20).default(5),
})
type Settings = z.infer<typeof Settings>

const Job = z.object({
  jobId: z.number().int(),
  jobTitle: z.string(),
  jobUrl: z.string(),
  employerName: z.string().nullish(),
  locationName: z.string().nullish(),
  jobDescription: z.string().nullish(),
  minimumSalary: z.number().nullish(),
  maximumSalary: z.number().nullish(),
  currency: z.string().nullish(),
  /** Only in a detail: "per annum", "per day", "per hour". */
  salaryType: z.string().nullish(),
  /** Only in a detail: the pay as it is shown. */
  salary: z.string().nullish(),
  contractType: z.string().nullish(),
  /** `DD/MM/YYYY`; called `datePosted` in a detail. */
  date: z.string().nullish(),
  datePosted: z.string().nullish(),
  expirationDate: z.string().nullish(),
})
type Job = z.infer<typeof Job>

const Search = z.object({ results: z.array(z.unknown()), totalResults: z.number().nullish() })

export const reed: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  needs: { REED_API_KEY: ['www.reed.co.uk'] },
  start: settings => [searchAt(settings, 0)],
  read(page, settings) {
    const answer = parseJson(page.body, NAME)
    const isDetail = typeof answer === 'object' && answer !== null && 'jobId' in answer
    if (isDetail) return { postings: [toPosting(checkShape(Job, answer, NAME))], follow: [] }
    return fromSearch(checkShape(Search, answer, NAME), page, settings)
  },
}

function searchAt(settings: Settings, skip: number): PageRequest {
  const query = new URLSearchParams({
    keywords: settings.keywords,
    contract: 'true',
    temp: 'true',
    resultsToTake: String(PAGE_SIZE),
    resultsToSkip: String(skip),
  })
  return { url: `${settings.api}/api/1.0/search?${query.toString()}`, headers: HEADERS, label: 'list' }
}

/** Basic authentication with the key as the user's name and no password. */
const HEADERS = { authorization: `Basic ${basicKeyMark('REED_API_KEY')}` }

function fromSearch({ results, totalResults }: z.infer<typeof Search>, page: Page, settings: Settings): Reading {
  const { postings, flaws } = readItems(results, Job, NAME, toPosting)
  const details = postings.map(({ externalId }) => ({
    url: `${settings.api ?? API}/api/1.0/jobs/${externalId}`,
    headers: HEADERS,
    label: 'detail',
    externalId,
  }))
  const skip = Number(URL.parse(page.request.url)?.searchParams.get('resultsToSkip') ?? 0) + results.length
  const isLast = results.length < PAGE_SIZE || skip >= (totalResults ?? Infinity)
  const isCut = !isLast && skip >= settings.pages * PAGE_SIZE
  const follow = isLast || isCut ? details : [...details, searchAt(settings, skip)]
  return { postings: [], stubs: postings, flaws, follow, ...(isCut && { more: true }) }
}

function toPosting(job: Job): RawPosting {
  return rawPosting({
    externalId: job.jobId,
    url: job.jobUrl,
    title: job.jobTitle,
    company: job.employerName,
    location: job.locationName,
    description: job.jobDescription,
    pay: job.salary,
    payField: { min: job.minimumSalary, max: job.maximumSalary, currency: job.currency, period: job.salaryType },
    contract: job.contractType,
    postedAt: job.datePosted ?? job.date,
    closesAt: job.expirationDate,
  })
}
