// Recruitee career sites: one JSON answer holds all offers. Measured on captured sites.
import { z } from 'zod'
import { boardNamed, hostWith } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'recruitee'

const Settings = z.object({
  /** The first part of ….recruitee.com, or the career site's own host. */
  site: z.string().regex(/^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,5}$/i),
})
type Settings = z.infer<typeof Settings>

const Amount = z.union([z.number(), z.string()]).nullish()

const Offer = z.object({
  id: z.number().int(),
  title: z.string(),
  careers_url: z.string(),
  company_name: z.string().nullish(),
  location: z.string().nullish(),
  city: z.string().nullish(),
  country: z.string().nullish(),
  employment_type_code: z.string().nullish(),
  remote: z.boolean().nullish(),
  hybrid: z.boolean().nullish(),
  on_site: z.boolean().nullish(),
  salary: z.object({ min: Amount, max: Amount, currency: z.string().nullish(), period: z.string().nullish() }).nullish(),
  description: z.string().nullish(),
  requirements: z.string().nullish(),
  published_at: z.string().nullish(),
  created_at: z.string().nullish(),
  close_at: z.string().nullish(),
})
type Offer = z.infer<typeof Offer>

const Answer = z.object({ offers: z.array(z.unknown()) })

const SITE = /\/\/([a-z\d-]{1,63})\.recruitee\.com/gi
/** Only a site of this kind loads these. */
const MARKS = /recruiteecdn\.com/i

export const recruitee: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  recognise(look) {
    const site = boardNamed(look, SITE)?.[1] ?? hostWith(look, MARKS)
    return site === undefined ? [] : [{ site }]
  },
  start: ({ site }) => [
    { url: `https://${site.includes('.') ? site : `${site}.recruitee.com`}/api/offers/`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  read(page) {
    const [{ offers }, flaws] = boardIn(page.body, Answer, NAME, { keys: ['title', 'careers_url'], as: all => ({ offers: all }) })
    return { ...readItems(offers, Offer, NAME, toPosting, flaws), follow: [] }
  },
}

function toPosting(offer: Offer): RawPosting {
  const { location, city, country } = offer
  return rawPosting({
    externalId: offer.id,
    url: offer.careers_url,
    title: offer.title,
    company: offer.company_name,
    // "Remote job" stands where a place would; the fields beside it know the place.
    location: location && !/^remote job$/i.test(location) ? location : [city, country],
    description: [offer.description, offer.requirements],
    payField: offer.salary,
    contract: offer.employment_type_code?.replaceAll('_', ' '),
    remote: offer.hybrid ? 'hybrid' : offer.remote ? 'remote' : offer.on_site ? 'onsite' : undefined,
    postedAt: offer.published_at ?? offer.created_at,
    closesAt: offer.close_at,
  })
}
