// USAJOBS' search. Measured on a captured answer. Wants a key and the e-mail address it was given to.
import { z } from 'zod'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { keyMark } from '../keys.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'usajobs'
const HOST = 'data.usajobs.gov'
const PAGE_SIZE = 100

const Settings = z.object({
  /** Another host with the same interface. */
  api: z.url({ protocol: /^https?$/ }).default(`https://${HOST}`),
  keyword: z.string().min(2).max(100),
  pages: z.number().int().min(1).max(20).default(5),
})
type Settings = z.infer<typeof Settings>

const Named = z.object({ Name: z.string().nullish() })

const Item = z.object({
  MatchedObjectId: z.string(),
  MatchedObjectDescriptor: z.object({
    PositionTitle: z.string(),
    PositionURI: z.string(),
    OrganizationName: z.string().nullish(),
    PositionLocationDisplay: z.string().nullish(),
    PositionRemuneration: z
      .array(
        z.object({
          MinimumRange: z.string().nullish(),
          MaximumRange: z.string().nullish(),
          RateIntervalCode: z.string().nullish(),
          Description: z.string().nullish(),
        }),
      )
      .nullish(),
    PositionSchedule: z.array(Named).nullish(),
    PositionOfferingType: z.array(Named).nullish(),
    PublicationStartDate: z.string().nullish(),
    ApplicationCloseDate: z.string().nullish(),
    QualificationSummary: z.string().nullish(),
    UserArea: z
      .object({
        Details: z
          .object({ JobSummary: z.string().nullish(), MajorDuties: z.array(z.string()).nullish(), RemoteIndicator: z.boolean().nullish() })
          .nullish(),
      })
      .nullish(),
  }),
})
type Item = z.infer<typeof Item>

const Answer = z.object({ SearchResult: z.object({ SearchResultItems: z.array(z.unknown()) }) })

export const usajobs: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  needs: { USAJOBS_API_KEY: [HOST], USAJOBS_EMAIL: [HOST] },
  start: settings => [searchAt(settings, 1)],
  read(page, settings) {
    const [answer, flaws] = boardIn(page.body, Answer, NAME, {
      keys: ['MatchedObjectDescriptor'],
      as: all => ({ SearchResult: { SearchResultItems: all } }),
    })
    const { SearchResultItems: items } = answer.SearchResult
    return { ...readItems(items, Item, NAME, toPosting, flaws), ...nextPage(page, items.length, settings) }
  },
}

/** Their notes want the address as User-Agent, where our own name stands; RFC 9110 §10.1.2 has a field for it. */
const HEADERS = { 'authorization-key': keyMark('USAJOBS_API_KEY'), from: keyMark('USAJOBS_EMAIL') }

function searchAt({ api, keyword }: Settings, page: number): PageRequest {
  const query = new URLSearchParams({
    Keyword: keyword,
    ResultsPerPage: String(PAGE_SIZE),
    Page: String(page),
    SortField: 'opendate',
    SortDirection: 'Desc',
  })
  return { url: `${api}/api/search?${query.toString()}`, headers: HEADERS, label: 'list' }
}

function nextPage(page: Page, found: number, settings: Settings): Pick<Reading, 'follow' | 'more'> {
  const number = Number(URL.parse(page.request.url)?.searchParams.get('Page') ?? Number.NaN)
  if (found < PAGE_SIZE) return { follow: [] }
  return number < settings.pages ? { follow: [searchAt(settings, number + 1)] } : { follow: [], more: true }
}

function toPosting({ MatchedObjectId: id, MatchedObjectDescriptor: job }: Item): RawPosting {
  const details = job.UserArea?.Details
  const pay = job.PositionRemuneration?.[0]
  return rawPosting({
    externalId: id,
    url: job.PositionURI,
    title: job.PositionTitle,
    company: job.OrganizationName,
    location: job.PositionLocationDisplay,
    description: [details?.JobSummary, ...(details?.MajorDuties ?? []), job.QualificationSummary],
    payField: pay && { min: pay.MinimumRange, max: pay.MaximumRange, currency: 'USD', period: pay.Description ?? pay.RateIntervalCode },
    contract: [...(job.PositionOfferingType ?? []), ...(job.PositionSchedule ?? [])].map(({ Name }) => Name),
    remote: details?.RemoteIndicator ? 'remote' : undefined,
    postedAt: job.PublicationStartDate,
    closesAt: job.ApplicationCloseDate,
  })
}
