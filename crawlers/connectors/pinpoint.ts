// Pinpoint career sites: one JSON answer holds all postings. Shape-tested.
import { z } from 'zod'
import { boardNamed, hostWith } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'pinpoint'

const Settings = z.object({
  /** The first part of ….pinpointhq.com, or the career site's own host. */
  site: z.string().regex(/^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,5}$/i),
  /** The company: adverts do not name it. */
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

const Posting = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  url: z.string(),
  location: z.object({ name: z.string().nullish(), city: z.string().nullish(), province: z.string().nullish() }).nullish(),
  description: z.string().nullish(),
  key_responsibilities: z.string().nullish(),
  skills_knowledge_expertise: z.string().nullish(),
  benefits: z.string().nullish(),
  employment_type: z.string().nullish(),
  employment_type_text: z.string().nullish(),
  workplace_type: z.string().nullish(),
  compensation: z.string().nullish(),
  compensation_minimum: z.number().nullish(),
  compensation_maximum: z.number().nullish(),
  compensation_currency: z.string().nullish(),
  compensation_frequency: z.string().nullish(),
  compensation_visible: z.boolean().nullish(),
  deadline_at: z.string().nullish(),
})
type Posting = z.infer<typeof Posting>

const Answer = z.object({ data: z.array(z.unknown()) })

const SITE = /\/\/([a-z\d-]{1,63})\.pinpointhq\.com/gi
/** Only a site of this kind loads these. */
const MARKS = /assets[\w.-]{0,40}\.pinpointhq\.com|cdn\.pinpointhq\.com/i

export const pinpoint: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  recognise(look) {
    const site = boardNamed(look, SITE)?.[1] ?? hostWith(look, MARKS)
    return site === undefined ? [] : [{ site }]
  },
  start: ({ site }) => [
    { url: `https://${site.includes('.') ? site : `${site}.pinpointhq.com`}/postings.json`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  read(page, { company }) {
    const [{ data }, flaws] = boardIn(page.body, Answer, NAME, { keys: ['id', 'title', 'url'], as: all => ({ data: all }) })
    return { ...readItems(data, Posting, NAME, posting => toPosting(posting, company), flaws), follow: [] }
  },
}

function toPosting(posting: Posting, company: string | undefined): RawPosting {
  const { location, compensation_visible: isVisible } = posting
  return rawPosting({
    externalId: posting.id,
    url: posting.url,
    title: posting.title,
    company,
    location: [location?.city ?? location?.name, location?.province],
    description: [posting.description, posting.key_responsibilities, posting.skills_knowledge_expertise, posting.benefits],
    pay: isVisible === false ? undefined : posting.compensation,
    // Amounts are there even when the board is told not to show them.
    payField:
      isVisible === false
        ? undefined
        : {
            min: posting.compensation_minimum,
            max: posting.compensation_maximum,
            currency: posting.compensation_currency,
            period: posting.compensation_frequency,
          },
    contract: posting.employment_type_text || posting.employment_type?.replaceAll('_', ' '),
    remote: remoteOf(posting.workplace_type),
    closesAt: posting.deadline_at,
  })
}
