// BambooHR career sites: a list that names the openings, and a page of each with its text. Shape-tested.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import type { Connector, Page, Reading } from '../connector.ts'
import { checkShape, parseJson, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'bamboohr'

const Settings = z.object({
  /** The first part of ….bamboohr.com. */
  account: z.string().regex(/^[\w-]{1,63}$/),
  /** The company: adverts do not name it. */
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

const Place = z.object({ city: z.string().nullish(), state: z.string().nullish(), addressCountry: z.string().nullish() }).nullish()

const Opening = z.object({
  jobOpeningName: z.string(),
  employmentStatusLabel: z.string().nullish(),
  location: Place,
  atsLocation: Place,
  isRemote: z.boolean().nullish(),
  /** 0 = on site, 1 = remote, 2 = hybrid. */
  locationType: z.union([z.string(), z.number()]).nullish(),
})
const Listed = Opening.extend({ id: z.union([z.string(), z.number()]) })
const Detail = Opening.extend({
  jobOpeningShareUrl: z.string().nullish(),
  description: z.string().nullish(),
  datePosted: z.string().nullish(),
  compensation: z.string().nullish(),
})

const List = z.object({ result: z.array(z.unknown()) })
const Answer = z.object({ result: z.object({ jobOpening: Detail }) })

/** Its widget has the host by itself. */
const ACCOUNT = /(?:\/\/|\bdata-domain=["']?)([\w-]{1,63})\.bamboohr\.com/gi

export const bamboohr: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  recognise(look) {
    const [, account] = boardNamed(look, ACCOUNT) ?? []
    return account === undefined ? [] : [{ account }]
  },
  start: ({ account }) => [{ url: `https://${account}.bamboohr.com/careers/list`, label: 'list' }],
  read(page, { company }) {
    const answer = parseJson(page.body, NAME)
    const list = List.safeParse(answer)
    return list.success ? fromList(list.data.result, page, company) : fromDetail(answer, page, company)
  },
}

function fromList(openings: unknown[], page: Page, company: string | undefined): Reading {
  const { postings, flaws } = readItems(openings, Listed, NAME, opening =>
    toPosting(opening, String(opening.id), new URL(`/careers/${opening.id}`, page.url).href, company),
  )
  const follow = postings.map(({ url, externalId }) => ({ url: `${url}/detail`, label: 'detail', externalId }))
  return { postings: [], stubs: postings, flaws, follow }
}

function fromDetail(answer: unknown, page: Page, company: string | undefined): Reading {
  const { jobOpening } = checkShape(Answer, answer, NAME).result
  const url = jobOpening.jobOpeningShareUrl ?? page.url.replace(/\/detail$/, '')
  return { postings: [toPosting(jobOpening, /\/(\d+)(?:\/detail)?$/.exec(url)?.[1] ?? url, url, company)], follow: [] }
}

const WORKPLACES = { '0': 'onsite', '1': 'remote', '2': 'hybrid' } as const

function toPosting(
  opening: z.infer<typeof Opening> & Partial<z.infer<typeof Detail>>,
  externalId: string,
  url: string,
  company: string | undefined,
): RawPosting {
  const place = opening.location?.city ? opening.location : opening.atsLocation
  const type = String(opening.locationType)
  return rawPosting({
    externalId,
    url,
    title: opening.jobOpeningName,
    company,
    location: [place?.city, place?.state, place?.addressCountry],
    description: opening.description,
    pay: opening.compensation,
    contract: opening.employmentStatusLabel,
    remote: opening.isRemote ? 'remote' : type === '0' || type === '1' || type === '2' ? WORKPLACES[type] : undefined,
    postedAt: opening.datePosted,
  })
}
