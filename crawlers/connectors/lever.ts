// Lever job sites: a list a hundred at a time, each advert whole. Measured on captured sites.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector, Page, PageRequest } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'lever'
const PAGE_SIZE = 100

const Settings = z.object({
  /** The last part of jobs.lever.co/… */
  site: z.string().regex(/^[\w.-]{1,100}$/),
  /** European customers' sites live on a host of their own. */
  region: z.enum(['global', 'eu']).default('global'),
  /** The company: adverts do not name it. */
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

const Posting = z.object({
  id: z.string(),
  text: z.string(),
  hostedUrl: z.string(),
  categories: z
    .object({ commitment: z.string().nullish(), location: z.string().nullish(), allLocations: z.array(z.string()).nullish() })
    .nullish(),
  workplaceType: z.string().nullish(),
  createdAt: z.number().nullish(),
  description: z.string().nullish(),
  descriptionPlain: z.string().nullish(),
  lists: z.array(z.object({ text: z.string().nullish(), content: z.string().nullish() })).nullish(),
  additional: z.string().nullish(),
  salaryRange: z
    .object({ min: z.number().nullish(), max: z.number().nullish(), currency: z.string().nullish(), interval: z.string().nullish() })
    .nullish(),
  salaryDescription: z.string().nullish(),
})
type Posting = z.infer<typeof Posting>

const SITE = /(?:jobs|api)(?:\.eu)?\.lever\.co\/(?:v0\/postings\/)?([\w.-]{1,100})/gi

const Board = z.array(z.unknown())

export const lever: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const [address, site] = boardNamed(look, SITE) ?? []
    if (site === undefined) return []
    return [{ site, region: address?.includes('.eu.') ? ('eu' as const) : ('global' as const) }]
  },
  start: settings => [pageAt(settings, 0)],
  read(page, settings) {
    const [list, flaws] = boardIn(page.body, Board, NAME, { keys: ['text', 'hostedUrl'], as: all => all })
    const items = readItems(list, Posting, NAME, posting => toPosting(posting, settings.company), flaws)
    return { ...items, follow: list.length < PAGE_SIZE ? [] : nextPage(page, settings) }
  },
}

function pageAt({ site, region }: Settings, skip: number): PageRequest {
  const host = region === 'eu' ? 'api.eu.lever.co' : 'api.lever.co'
  return { url: `https://${host}/v0/postings/${site}?mode=json&limit=${PAGE_SIZE}&skip=${skip}`, label: 'list', maxBytes: FEED_MAX_BYTES }
}

/** A page asked for without a window is the whole list. */
function nextPage(page: Page, settings: Settings): PageRequest[] {
  const skip = URL.parse(page.request.url)?.searchParams.get('skip')
  return skip === null || skip === undefined ? [] : [pageAt(settings, Number(skip) + PAGE_SIZE)]
}

function toPosting(posting: Posting, company: string | undefined): RawPosting {
  const { categories, lists = [] } = posting
  return rawPosting({
    externalId: posting.id,
    url: posting.hostedUrl,
    title: posting.text,
    company,
    location: categories?.allLocations?.length ? categories.allLocations : categories?.location,
    description: [
      posting.description || posting.descriptionPlain,
      ...(lists ?? []).map(({ text, content }) => `<h3>${text ?? ''}</h3><ul>${content ?? ''}</ul>`),
      posting.additional,
      posting.salaryDescription,
    ],
    payField: posting.salaryRange && { ...posting.salaryRange, period: posting.salaryRange.interval },
    contract: categories?.commitment,
    remote: remoteOf(posting.workplaceType),
    postedAt: posting.createdAt,
  })
}
