// SmartRecruiters: a list a hundred at a time that names the adverts, and a page of each with its text. Measured on captured lists and details.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { SourceChanged } from '../connector.ts'
import { findItems, parseJson, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'smartrecruiters'
const API = 'https://api.smartrecruiters.com/v1/companies'
const PAGE_SIZE = 100

const Settings = z.object({
  /** The company's identifier, as in careers.smartrecruiters.com/… */
  company: z.string().regex(/^[\w-]{1,100}$/),
})
type Settings = z.infer<typeof Settings>

const Section = z.object({ title: z.string().nullish(), text: z.string().nullish() })

const Posting = z.object({
  id: z.string(),
  name: z.string(),
  company: z.object({ name: z.string().nullish(), identifier: z.string().nullish() }).nullish(),
  releasedDate: z.string().nullish(),
  location: z
    .object({
      city: z.string().nullish(),
      region: z.string().nullish(),
      country: z.string().nullish(),
      fullLocation: z.string().nullish(),
      remote: z.boolean().nullish(),
      hybrid: z.boolean().nullish(),
    })
    .nullish(),
  typeOfEmployment: z.object({ label: z.string().nullish() }).nullish(),
  /** The list's address of the detail. */
  ref: z.string().nullish(),
  /** The detail's address for people. */
  postingUrl: z.string().nullish(),
  applyUrl: z.string().nullish(),
  jobAd: z.object({ sections: z.record(z.string(), Section.nullish()) }).nullish(),
  compensation: z
    .object({
      salary: z
        .object({
          min: z.number().nullish(),
          max: z.number().nullish(),
          currency: z.string().nullish(),
          period: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
type Posting = z.infer<typeof Posting>

const Window = z.object({ totalFound: z.number(), content: z.array(z.unknown()), offset: z.number().default(0) })

const COMPANY = /(?:(?:careers|jobs)\.smartrecruiters\.com\/|api\.smartrecruiters\.com\/v1\/companies\/)([\w-]{1,100})/gi

/** What companies put into their careers pages. */
const WIDGET = /["']company_code["']\s{0,5}:\s{0,5}["']([\w-]{1,100})["']/g

export const smartrecruiters: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const [, company] = boardNamed(look, COMPANY) ?? boardNamed(look, WIDGET) ?? []
    return company === undefined ? [] : [{ company }]
  },
  start: ({ company }) => [listAt(company, 0)],
  read(page, settings) {
    const answer = parseJson(page.body, NAME)
    const window = Window.safeParse(answer)
    return window.success ? fromList(window.data, settings) : fromDetails(answer, page)
  },
}

function listAt(company: string, offset: number): PageRequest {
  return { url: `${API}/${company}/postings?limit=${PAGE_SIZE}&offset=${offset}`, label: 'list' }
}

function fromList({ totalFound, content, offset }: z.infer<typeof Window>, { company }: Settings): Reading {
  const { postings, flaws } = readItems(content, Posting, NAME, posting => toPosting(posting, posting.ref))
  const details = postings.map(({ externalId }) => ({ url: `${API}/${company}/postings/${externalId}`, label: 'detail', externalId }))
  const next = offset + content.length
  const more = content.length > 0 && next < totalFound ? [listAt(company, next)] : []
  return { postings: [], stubs: postings, flaws, follow: [...details, ...more] }
}

/** A detail, or an archive of lists and details: the fuller of two readings of one advert is kept. */
function fromDetails(answer: unknown, page: Page): Reading {
  const found = findItems(answer, ['id', 'name', 'company'])
  if (found.length === 0) throw new SourceChanged(`The answer does not have the shape of ${NAME}: no advert is in it.`)
  const { postings, flaws } = readItems(found, Posting, NAME, posting => toPosting(posting, posting.postingUrl ?? posting.ref ?? page.url))
  return {
    postings: [...new Map(postings.toReversed().map(posting => [posting.externalId, posting])).values()].toReversed(),
    flaws,
    follow: [],
  }
}

function toPosting(posting: Posting, address: string | null | undefined): RawPosting {
  const { location, company } = posting
  const sections = Object.values(posting.jobAd?.sections ?? {})
  return rawPosting({
    externalId: posting.id,
    url: address ?? `https://jobs.smartrecruiters.com/${company?.identifier ?? ''}/${posting.id}`,
    title: posting.name,
    company: company?.name,
    location: location?.fullLocation?.replace(/, (?=,)/g, '') ?? [location?.city, location?.region, location?.country],
    description: sections.map(section => section?.text && `<h3>${section.title ?? ''}</h3>${section.text}`),
    payField: posting.compensation?.salary,
    contract: posting.typeOfEmployment?.label,
    remote: location?.hybrid ? 'hybrid' : location?.remote ? 'remote' : undefined,
    postedAt: posting.releasedDate,
  })
}
