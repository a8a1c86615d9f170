// Workable job boards, by the answer their widget gets: the whole board at once. An advert in two countries stands there twice. Measured on
// captured boards and on a single advert of the older interface.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'workable'

const Settings = z.object({
  /** The last part of apply.workable.com/… */
  account: z.string().regex(/^[\w-]{1,100}$/),
})
type Settings = z.infer<typeof Settings>

const Place = z.object({
  city: z.string().nullish(),
  region: z.string().nullish(),
  state: z.string().nullish(),
  country: z.string().nullish(),
})

const Job = Place.extend({
  shortcode: z.string(),
  title: z.string(),
  url: z.string(),
  employment_type: z.string().nullish(),
  telecommuting: z.boolean().nullish(),
  published_on: z.string().nullish(),
  created_at: z.string().nullish(),
  description: z.string().nullish(),
  full_description: z.string().nullish(),
  requirements: z.string().nullish(),
  benefits: z.string().nullish(),
  locations: z.array(Place).nullish(),
  location: Place.extend({ telecommuting: z.boolean().nullish() }).nullish(),
  state: z.string().nullish(),
})
type Job = z.infer<typeof Job>

const Board = z.object({ name: z.string().nullish(), jobs: z.array(z.unknown()) })

const ACCOUNT =
  /(?:apply\.workable\.com\/(?:api\/v\d\/(?:widget\/)?accounts\/)?|www\.workable\.com\/api\/accounts\/|\/\/(?!apply|www)(?=[\w-]{1,100}\.workable\.com))([\w-]{1,100})/gi

export const workable: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const [, account] = boardNamed(look, ACCOUNT) ?? []
    return account === undefined ? [] : [{ account }]
  },
  start: ({ account }) => [
    { url: `https://apply.workable.com/api/v1/widget/accounts/${account}?details=true`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  read(page) {
    const [{ name, jobs }, strange] = boardIn(page.body, Board, NAME, { keys: ['shortcode', 'title'], as: all => ({ jobs: all }) })
    const { postings, flaws } = readItems(jobs, Job, NAME, job => toPosting(job, name), strange)
    return { postings: merged(postings), flaws, follow: [] }
  },
}

function toPosting(job: Job, company: string | null | undefined): RawPosting {
  const places = job.locations?.length ? job.locations : [job.location ?? job]
  return rawPosting({
    externalId: job.shortcode,
    url: job.url,
    title: job.title,
    company,
    location: places.map(placeText).join('; '),
    description: job.full_description || [job.description, job.requirements, job.benefits],
    contract: job.employment_type,
    remote: (job.telecommuting ?? job.location?.telecommuting) ? 'remote' : undefined,
    postedAt: job.published_on ?? job.created_at,
  })
}

function placeText({ city, region, state, country }: z.infer<typeof Place>): string {
  return [city, region ?? (state === 'published' ? undefined : state), country].filter(Boolean).join(', ')
}

/** One advert once, with all its places. */
function merged(postings: RawPosting[]): RawPosting[] {
  const byId = new Map<string, RawPosting>()
  for (const posting of postings) {
    const before = byId.get(posting.externalId)
    const places = [before?.location, posting.location].filter(place => place !== undefined)
    byId.set(posting.externalId, { ...posting, ...(places.length > 0 && { location: [...new Set(places)].join('; ') }) })
  }
  return [...byId.values()]
}
